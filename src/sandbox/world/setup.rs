//! The set-up file of a world: what `vouch setup apply` takes, and what the one-process start
//! applies by itself.

use std::fmt::Write as _;

use super::{Channel, Person, Team, TeamRole, World};
use crate::sandbox::discord::Guild;

/// The environment variable that holds the bot token of a partner's installation.
#[must_use]
pub fn token_variable(team: &Team) -> String {
    let short = team.name.split(' ').next().unwrap_or_default();
    format!("VOUCH_TOKEN_{}", short.to_uppercase())
}

/// A partner's code: the first three letters of its name.
fn code(team: &Team) -> String {
    team.name.chars().take(3).collect::<String>().to_uppercase()
}

/// Writes the whole file for the world's side on Slack.
#[must_use]
pub fn setup_toml(world: &World) -> String {
    let Some(vendor) = world.vendor() else { return String::new() };
    let mut text = format!("[vendor]\nworkspace = \"{}\"\n", vendor.id);
    let workspaces = |team: &Team| format!("workspaces = [\"slack:{}\"]\n", team.id);
    partners(&mut text, world, workspaces);
    channels(&mut text, world, |channel| Some(format!("slack:{}", channel.id)));
    people(&mut text, world, |person| Some(format!("slack:{}:{}", person.team_id, person.id)));
    let installed = |team: &&Team| team.role == TeamRole::Partner && team.install.is_some();
    for team in world.teams.iter().filter(installed) {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n[[token]]\nworkspace = \"{}\"\nenv = \"{}\"\n",
            team.id,
            token_variable(team)
        );
    }
    text
}

/// Writes the whole file for the server that stands beside the world: its programme needs no Slack.
#[must_use]
pub fn discord_toml(world: &World, guild: &Guild) -> String {
    let mut text = format!("[vendor]\nserver = \"{}\"\n", guild.id);
    partners(&mut text, world, |_| String::new());
    channels(&mut text, world, |channel| {
        let same = guild.channels.iter().find(|one| one.name == channel.name)?;
        Some(format!("discord:{}", same.id))
    });
    people(&mut text, world, |person| {
        let same = guild.members.iter().find(|one| one.same_person == person.id)?;
        Some(format!("discord:{}:{}", guild.id, same.id))
    });
    text
}

fn partners(text: &mut String, world: &World, places: impl Fn(&Team) -> String) {
    for team in world.teams.iter().filter(|team| team.role == TeamRole::Partner) {
        text.push_str(&partner(team));
        text.push_str(&places(team));
    }
}

fn channels(text: &mut String, world: &World, id: impl Fn(&Channel) -> Option<String>) {
    let entries = world.channels.iter().filter_map(|one| channel(world, one, &id(one)?));
    text.extend(entries);
}

fn people(text: &mut String, world: &World, id: impl Fn(&Person) -> Option<String>) {
    let entries = world.people.iter().filter_map(|one| person(world, one, &id(one)?));
    text.extend(entries);
}

fn partner(team: &Team) -> String {
    format!(
        "\n[[partner]]\ncode = \"{}\"\nname = \"{}\"\ndomains = [\"{}.example\"]\n",
        code(team),
        team.name,
        team.domain,
    )
}

/// A channel without an audience is linked to nothing and stands in no file.
fn channel(world: &World, channel: &Channel, id: &str) -> Option<String> {
    if channel.audience == "none" {
        return None;
    }
    let mut text = format!("\n[[channel]]\nid = \"{id}\"\naudience = \"{}\"\n", channel.audience);
    if channel.audience == "partner" {
        let is_partner = |team: &&Team| team.role == TeamRole::Partner;
        let team = channel.teams.iter().filter_map(|id| world.team(id)).find(is_partner)?;
        let _ = writeln!(text, "partner = \"{}\"", code(team));
    }
    Some(text)
}

/// Guests and colleagues without a role stand in no file.
fn person(world: &World, person: &Person, id: &str) -> Option<String> {
    let roles: Vec<String> = person
        .roles
        .iter()
        .filter(|role| !["none", "guest"].contains(&role.as_str()))
        .map(|role| format!("\"{role}\""))
        .collect();
    if roles.is_empty() {
        return None;
    }
    let mut text = format!("\n[[person]]\nid = \"{id}\"\nname = \"{}\"\n", person.name);
    let team = world.team(&person.team_id)?;
    if team.role == TeamRole::Partner {
        let _ = writeln!(text, "partner = \"{}\"", code(team));
    }
    let _ = writeln!(text, "roles = [{}]", roles.join(", "));
    Some(text)
}
