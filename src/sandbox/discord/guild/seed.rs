//! The server that stands beside a world of Slack: the same people and channels, with ids of their
//! own that are equal on every machine.

use std::collections::BTreeMap;

use super::rights::{
    ADMINISTRATOR, ATTACH, EMBED, EVERYBODY, HISTORY, MANAGE_CHANNELS, MANAGE_GUILD, MANAGE_ROLES,
    PIN, PRIVATE_THREADS, PUBLIC_THREADS, SEND, SEND_IN_THREADS, VIEW,
};
use super::{Channel, Guild, Member, Overwrite, Role, TEXT};
use crate::sandbox::world::{self, Person, TeamRole, World};

pub const APPLICATION_ID: &str = "1100000000000000001";
/// The bot's user, with the application's own id as Discord gives it today.
pub const BOT_USER_ID: &str = APPLICATION_ID;
/// Made of three parts, like Discord's.
pub const BOT_TOKEN: &str = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.sandbx.vouch-sandbox-discord-bot-token";
/// The public half of the key pair with which deliveries by HTTP are signed: the first one of
/// RFC 8032, section 7.1, known to everybody.
pub const PUBLIC_KEY: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
/// Who made the server: the first person of the world.
pub const OWNER_ID: &str = "1100000000000001001";

const GUILD_ID: &str = "1100000000000000010";
const PEOPLE: u64 = 1_100_000_000_000_001_000;
const CHANNELS: u64 = 1_100_000_000_000_002_000;
const ROLES: u64 = 1_100_000_000_000_003_000;

/// The vendor's roles, lowest first, and which spelling of GET world each stands for.
const VENDOR_ROLES: [(&str, &str); 5] = [
    ("Sales", "sales"),
    ("Resolver", "resolver"),
    ("Community manager", "community_manager"),
    ("Partner manager", "partner_manager"),
    ("Admin", "admin"),
];

/// What the bot may do where it is let in.
const BOT_RIGHTS: u64 = VIEW
    | SEND
    | EMBED
    | ATTACH
    | HISTORY
    | PUBLIC_THREADS
    | PRIVATE_THREADS
    | SEND_IN_THREADS
    | MANAGE_ROLES
    | MANAGE_CHANNELS
    | PIN;

/// The server beside a world. With `set_up` the bot is let into every channel but the one that is
/// linked to nothing.
#[must_use]
pub fn beside(world: &World, set_up: bool) -> Guild {
    let roles = roles(world);
    let members = members(world, &roles);
    let mut guild = Guild {
        id: GUILD_ID.to_owned(),
        name: "Vendor".to_owned(),
        bot_present: true,
        bot_roles: role_ids(&roles, &[world.here.app_name.as_str()]),
        roles,
        members,
        messages: BTreeMap::new(),
        ..Guild::default()
    };
    guild.channels = channels(world, &guild, set_up);
    guild
}

/// "Partner: North Partner".
fn partner_role(name: &str) -> String {
    format!("Partner: {name}")
}

/// Everybody, a role for each partner, the vendor's, and the bot's own below Admin: it may give
/// every role but that one.
fn roles(world: &World) -> Vec<Role> {
    let partners = world.teams.iter().filter(|team| team.role == TeamRole::Partner);
    let mut names: Vec<String> = partners.map(|team| partner_role(&team.name)).collect();
    names.extend(VENDOR_ROLES.iter().map(|(name, _)| (*name).to_owned()));
    names.insert(names.len() - 1, world.here.app_name.clone());
    let everybody = Role {
        id: GUILD_ID.to_owned(),
        name: "@everyone".to_owned(),
        position: 0,
        permissions: EVERYBODY,
        managed: false,
    };
    let named = (1..).zip(names).map(|(position, name)| Role {
        id: (ROLES + position).to_string(),
        position,
        permissions: match name.as_str() {
            "Admin" => ADMINISTRATOR,
            "Partner manager" => MANAGE_GUILD,
            _ if name == world.here.app_name => BOT_RIGHTS,
            _ => 0,
        },
        managed: name == world.here.app_name,
        name,
    });
    std::iter::once(everybody).chain(named).collect()
}

/// The ids of roles by their names.
fn role_ids(roles: &[Role], names: &[&str]) -> Vec<String> {
    let wanted = roles.iter().filter(|role| names.contains(&role.name.as_str()));
    wanted.map(|role| role.id.clone()).collect()
}

fn members(world: &World, roles: &[Role]) -> Vec<Member> {
    (1..).zip(&world.people).map(|(number, person)| member(world, roles, number, person)).collect()
}

fn member(world: &World, roles: &[Role], number: u64, person: &Person) -> Member {
    let team = world.team(&person.team_id);
    let partner = team.filter(|team| team.role == TeamRole::Partner);
    let partner = partner.map(|team| partner_role(&team.name));
    let mut names: Vec<&str> = VENDOR_ROLES
        .iter()
        .filter(|(_, spelling)| person.roles.iter().any(|role| role == spelling))
        .map(|(name, _)| *name)
        .collect();
    names.extend(partner.as_deref());
    Member {
        id: (PEOPLE + number).to_string(),
        same_person: person.id.clone(),
        name: person.name.clone(),
        username: person.handle.clone(),
        nick: None,
        roles: role_ids(roles, &names),
        world_roles: person.roles.clone(),
        locale: person.locale.clone(),
        left: false,
        closed: false,
    }
}

fn channels(world: &World, guild: &Guild, set_up: bool) -> Vec<Channel> {
    let numbered = (1..).zip(&world.channels);
    numbered
        .map(|(number, channel)| beside_channel(world, guild, number, channel, set_up))
        .collect()
}

/// A channel of the same name: closed to everybody, open to the roles it is for, and to whoever is
/// in Slack's and has none of them.
fn beside_channel(
    world: &World,
    guild: &Guild,
    number: u64,
    channel: &world::Channel,
    set_up: bool,
) -> Channel {
    let names = audience_roles(world, channel);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let open = role_ids(&guild.roles, &names);
    let covered = |member: &&Member| member.roles.iter().any(|role| open.contains(role));
    let listed = |member: &&Member| channel.members.contains(&member.same_person);
    let alone = guild.members.iter().filter(listed).filter(|member| !covered(member));
    let mut overwrites =
        vec![Overwrite { id: guild.id.clone(), of_member: false, allow: 0, deny: VIEW }];
    let let_in =
        |id: &String, of_member| Overwrite { id: id.clone(), of_member, allow: VIEW, deny: 0 };
    overwrites.extend(open.iter().map(|role| let_in(role, false)));
    overwrites.extend(alone.map(|member| let_in(&member.id, true)));
    if set_up && channel.audience != "none" {
        overwrites.push(let_in(&BOT_USER_ID.to_owned(), true));
    }
    Channel {
        id: (CHANNELS + number).to_string(),
        kind: TEXT,
        name: channel.name.clone(),
        audience: channel.audience.clone(),
        overwrites,
        ..Channel::default()
    }
}

/// The roles a channel is for, by what it is linked to.
fn audience_roles(world: &World, channel: &world::Channel) -> Vec<String> {
    let partners = world.teams.iter().filter(|team| team.role == TeamRole::Partner);
    let sharing = partners.filter(|team| channel.teams.contains(&team.id));
    let mut names: Vec<String> = sharing.map(|team| partner_role(&team.name)).collect();
    let vendor: &[&str] = match channel.audience.as_str() {
        "partner" | "internal" => &["Sales", "Partner manager"],
        "resolvers" => &["Resolver", "Partner manager"],
        "community" => &["Sales", "Community manager", "Partner manager"],
        _ => &[],
    };
    names.extend(vendor.iter().map(|name| (*name).to_owned()));
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::world::seed::{empty, seeded};

    #[test]
    fn everybody_of_slack_is_there_under_an_id_of_their_own() {
        let world = seeded();
        let guild = beside(&world, true);
        let same: Vec<&str> = guild.members.iter().map(|one| one.same_person.as_str()).collect();
        let slack: Vec<&str> = world.people.iter().map(|person| person.id.as_str()).collect();
        assert_eq!(same, slack);
        assert_eq!(guild.member(OWNER_ID).unwrap().name, "Admin");
        let names = |channels: Vec<&String>| channels.into_iter().cloned().collect::<Vec<_>>();
        assert_eq!(
            names(guild.channels.iter().map(|channel| &channel.name).collect()),
            names(world.channels.iter().map(|channel| &channel.name).collect()),
        );
    }

    #[test]
    fn the_bot_stands_below_admin_and_above_every_other_role() {
        let guild = beside(&seeded(), true);
        let bot = guild.height(BOT_USER_ID);
        let above: Vec<&str> =
            guild.roles.iter().filter(|role| role.position > bot).map(|one| &*one.name).collect();
        assert_eq!(above, ["Admin"]);
    }

    #[test]
    fn the_empty_world_lets_the_bot_into_no_channel() {
        let guild = beside(&empty(), false);
        let seen = guild.channels.iter().filter(|channel| guild.sees(BOT_USER_ID, &channel.id));
        assert_eq!(seen.count(), 0);
    }
}
