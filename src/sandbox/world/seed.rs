//! The first content of a world: a vendor, six partners, their people and channels.
//!
//! Ids are written down, not drawn, so that they are equal on every machine.

use std::collections::BTreeMap;

use super::setup::{discord_toml, setup_toml};
use super::{Channel, Here, Install, Person, Team, TeamRole, UserGroup, World};
use crate::sandbox::discord::guild;

/// Fixed facts of the app itself.
pub const APP_ID: &str = "A0VOUCHSBX1";
pub const APP_TOKEN: &str = "xapp-sandbox-vouch";
pub const SIGNING_SECRET: &str = "sandbox-signing-secret-vouch";
pub const CLIENT_ID: &str = "1000000000.2000000000";
pub const CLIENT_SECRET: &str = "sandbox-client-secret-vouch";
/// Sent along with every delivery as Slack's old verification token; no bot should look at it.
pub const VERIFICATION_TOKEN: &str = "sandbox-verification-token";

/// When the channels were made: some time before anything can happen in them.
pub const CREATED: i64 = 1_767_225_600;

/// The language people use Slack in until they choose another.
pub const LOCALE: &str = "en-US";

const VENDOR: &str = "T0VENDOR001";

/// Id, name, whether the app is installed. The first one has no installation, the second has.
const PARTNERS: [(&str, &str, bool); 6] = [
    ("NORTH", "North Partner", false),
    ("SOUTH", "South Partner", true),
    ("EAST0", "East Partner", false),
    ("WEST0", "West Partner", false),
    ("COAST", "Coast Partner", false),
    ("HILLS", "Hill Partner", false),
];

/// Id, name, role of the vendor's people.
const VENDOR_PEOPLE: [(&str, &str, &[&str]); 11] = [
    ("U0ADMIN0001", "Admin", &["admin"]),
    ("U0MANAGER01", "Partner manager", &["partner_manager"]),
    ("U0SALES0001", "Sales 1", &["sales"]),
    ("U0SALES0002", "Sales 2", &["sales"]),
    ("U0SALESRES1", "Sales resolver", &["sales", "resolver"]),
    ("U0RESOLVER1", "Resolver 1", &["resolver"]),
    ("U0RESOLVER2", "Resolver 2", &["resolver"]),
    ("U0COMMUNITY", "Community manager", &["community_manager"]),
    ("U0AUDITOR01", "Auditor", &["auditor"]),
    ("U0COLLEAGUE", "Colleague", &["none"]),
    ("U0GUEST0001", "North guest", &["guest"]),
];

/// The world a sandbox starts with: set up, and ready for the first press.
#[must_use]
pub fn seeded() -> World {
    let mut world = unset();
    world.setup = setup_toml(&world);
    world.discord = Some(guild::seed::beside(&world, true));
    world
}

/// The same world with nothing set up, and the app in no channel.
#[must_use]
pub fn empty() -> World {
    let mut world = unset();
    world.channels.iter_mut().for_each(|channel| channel.bots.clear());
    world.discord = Some(guild::seed::beside(&world, false));
    world
}

/// The same world set up on Discord instead: the app is in no channel of Slack.
#[must_use]
pub fn on_discord() -> World {
    let mut world = empty();
    let guild = guild::seed::beside(&world, true);
    world.setup = discord_toml(&world, &guild);
    world.discord = Some(guild);
    world
}

fn unset() -> World {
    World {
        teams: teams(),
        people: people(),
        channels: channels(),
        groups: vec![sales_team()],
        messages: BTreeMap::new(),
        here: Here { app_name: "Vouch".to_owned(), ..Here::default() },
        ..World::default()
    }
}

/// The `installs`th installation of the app in a workspace: each has a token of its own.
#[must_use]
pub fn install(team_id: &str, installs: u32) -> Install {
    let team = team_id.get(2..).unwrap_or_default();
    let mark = if installs > 1 { format!("N{installs}") } else { String::new() };
    Install {
        bot_token: format!("xoxb-sandbox-{}-{installs}", team.to_lowercase()),
        bot_user_id: format!("U0BOT{team}{mark}"),
        bot_id: format!("B0BOT{team}{mark}"),
        scopes: None,
    }
}

fn partner_team_id(short: &str) -> String {
    format!("T0{short}0001")
}

fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

fn teams() -> Vec<Team> {
    let vendor = team(VENDOR, "Vendor", TeamRole::Vendor, true);
    let partners = PARTNERS.iter().map(|(short, name, installed)| {
        team(&partner_team_id(short), name, TeamRole::Partner, *installed)
    });
    std::iter::once(vendor).chain(partners).collect()
}

fn team(id: &str, name: &str, role: TeamRole, installed: bool) -> Team {
    Team {
        id: id.to_owned(),
        name: name.to_owned(),
        domain: slug(name),
        role,
        install: installed.then(|| install(id, 1)),
        installs: u32::from(installed),
    }
}

fn people() -> Vec<Person> {
    let vendor = VENDOR_PEOPLE
        .iter()
        .map(|(id, name, roles)| person(id, VENDOR, "vendor.example", name, roles));
    vendor.chain(PARTNERS.iter().flat_map(partner_people)).collect()
}

/// A partner's people, a plain member first. The first partner has two of them; its first one has
/// the name that texts and tours use.
fn partner_people((short, name, _): &(&str, &str, bool)) -> Vec<Person> {
    let team_id = partner_team_id(short);
    let domain = format!("{}.example", slug(name));
    let place = name.split(' ').next().unwrap_or_default();
    let first = short == &PARTNERS[0].0;
    let member = if first { "Partner member".to_owned() } else { format!("{place} member") };
    let mut people =
        vec![person(&format!("U0{short}MEM1"), &team_id, &domain, &member, &["partner_member"])];
    if first {
        let second = format!("{place} member 2");
        people.push(person(
            &format!("U0{short}MEM2"),
            &team_id,
            &domain,
            &second,
            &["partner_member"],
        ));
    }
    let admin = format!("{place} admin");
    people.push(person(&format!("U0{short}ADM1"), &team_id, &domain, &admin, &["partner_admin"]));
    people
}

fn person(id: &str, team_id: &str, domain: &str, name: &str, roles: &[&str]) -> Person {
    let handle = name.to_lowercase().replace(' ', ".");
    Person {
        id: id.to_owned(),
        team_id: team_id.to_owned(),
        name: name.to_owned(),
        email: format!("{handle}@{domain}"),
        handle,
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        guest: roles.contains(&"guest"),
        deactivated: false,
        locale: LOCALE.to_owned(),
        tz: Some("Etc/UTC".to_owned()),
    }
}

/// Two who have the role by hand as well, so that binding it shows both.
fn sales_team() -> UserGroup {
    UserGroup {
        id: "S0SALESTEAM".to_owned(),
        team_id: VENDOR.to_owned(),
        name: "Sales team".to_owned(),
        handle: "sales-team".to_owned(),
        members: ["U0SALES0001", "U0SALES0002"].map(str::to_owned).to_vec(),
    }
}

fn channels() -> Vec<Channel> {
    let all_partners: Vec<String> =
        PARTNERS.iter().map(|(short, ..)| partner_team_id(short)).collect();
    let mut channels: Vec<Channel> = PARTNERS.iter().map(partner_channel).collect();
    channels.push(channel(
        "C0SALESDESK",
        "sales-desk",
        "internal",
        &[],
        &["U0ADMIN0001", "U0MANAGER01", "U0SALES0001", "U0SALES0002", "U0SALESRES1", "U0COLLEAGUE"],
    ));
    channels.push(channel(
        "C0RESOLVERS",
        "resolvers",
        "resolvers",
        &[],
        &["U0ADMIN0001", "U0MANAGER01", "U0SALESRES1", "U0RESOLVER1", "U0RESOLVER2", "U0AUDITOR01"],
    ));
    channels.push(community_channel(&all_partners));
    let mut random = channel("C0RANDOM001", "random", "none", &[], &[]);
    random.members = VENDOR_PEOPLE.iter().map(|(id, ..)| (*id).to_owned()).take(10).collect();
    random.bots.clear();
    channels.push(random);
    channels
}

fn partner_channel(partner: &(&str, &str, bool)) -> Channel {
    let (short, name, _) = partner;
    let mut channel = channel(
        &format!("C0{short}0001"),
        &slug(name),
        "partner",
        &[partner_team_id(short)],
        &["U0MANAGER01", "U0SALES0001", "U0SALES0002"],
    );
    channel.members.extend(partner_people(partner).into_iter().map(|person| person.id));
    if short == &PARTNERS[0].0 {
        channel.members.push("U0GUEST0001".to_owned());
    }
    channel
}

fn community_channel(all_partners: &[String]) -> Channel {
    let mut community = channel(
        "C0PARTNERS1",
        "partners",
        "community",
        all_partners,
        &["U0ADMIN0001", "U0MANAGER01", "U0SALES0001", "U0SALES0002", "U0COMMUNITY"],
    );
    let everybody = PARTNERS.iter().flat_map(partner_people).map(|person| person.id);
    community.members.extend(everybody);
    community
}

fn channel(id: &str, name: &str, audience: &str, partners: &[String], members: &[&str]) -> Channel {
    let mut teams = vec![VENDOR.to_owned()];
    teams.extend_from_slice(partners);
    Channel {
        id: id.to_owned(),
        name: name.to_owned(),
        audience: audience.to_owned(),
        host_team: VENDOR.to_owned(),
        teams,
        members: members.iter().map(|member| (*member).to_owned()).collect(),
        bots: vec![VENDOR.to_owned()],
        archived: false,
        private: false,
        pins: Vec::new(),
        bookmarks: Vec::new(),
        created: CREATED,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_ids_are_unique_across_the_world() {
        let world = seeded();
        let names: BTreeSet<_> = world.people.iter().map(|person| &person.name).collect();
        let ids: BTreeSet<_> = world.people.iter().map(|person| &person.id).collect();
        assert_eq!(names.len(), world.people.len());
        assert_eq!(ids.len(), world.people.len());
    }

    #[test]
    fn a_partner_teams_first_person_is_a_plain_member_in_the_shared_channel() {
        let world = seeded();
        for team in world.teams.iter().filter(|team| team.role == TeamRole::Partner) {
            let first = world.people.iter().find(|person| person.team_id == team.id).unwrap();
            assert_eq!(first.roles, ["partner_member"], "{}", team.name);
            let shared = world
                .channels
                .iter()
                .find(|channel| channel.audience == "partner" && channel.teams.contains(&team.id))
                .unwrap();
            assert!(shared.members.contains(&first.id), "{}", team.name);
            assert_eq!(shared.name, team.domain);
        }
    }

    #[test]
    fn the_empty_world_has_the_same_ids_and_no_app_in_any_channel() {
        let (full, empty) = (seeded(), empty());
        let ids = |world: &World| -> Vec<String> {
            world.channels.iter().map(|channel| channel.id.clone()).collect()
        };
        assert_eq!(ids(&full), ids(&empty));
        assert!(empty.channels.iter().all(|channel| channel.bots.is_empty()));
        assert_eq!(empty.setup, "");
    }

    #[test]
    fn the_setup_is_toml_that_names_everybody_with_a_role() {
        let world = seeded();
        let setup: toml::Table = world.setup.parse().unwrap();
        assert_eq!(setup["partner"].as_array().unwrap().len(), 6);
        assert_eq!(setup["channel"].as_array().unwrap().len(), 9);
        let people = setup["person"].as_array().unwrap();
        assert!(people.iter().all(|person| person["name"].as_str() != Some("Colleague")));
        assert!(people.iter().any(|person| person["name"].as_str() == Some("Partner member")));
        assert_eq!(setup["token"][0]["env"].as_str(), Some("VOUCH_TOKEN_SOUTH"));
    }
}
