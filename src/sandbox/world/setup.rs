//! The set-up file of a world: what `vouch setup apply` takes, and what the one-process start
//! applies by itself.

use std::fmt::Write as _;

use super::{Channel, Person, Team, TeamRole, World};

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

/// Writes the whole file.
#[must_use]
pub fn setup_toml(world: &World) -> String {
    let mut text = String::new();
    let Some(vendor) = world.vendor() else { return text };
    // Writing to a String cannot fail.
    let _ = writeln!(text, "[vendor]\nworkspace = \"{}\"", vendor.id);
    for team in world.teams.iter().filter(|team| team.role == TeamRole::Partner) {
        text.push_str(&partner(team));
    }
    for entry in world.channels.iter().filter_map(|entry| channel(world, entry)) {
        text.push_str(&entry);
    }
    for entry in world.people.iter().filter_map(|entry| person(world, entry)) {
        text.push_str(&entry);
    }
    let installed = |team: &&Team| team.role == TeamRole::Partner && team.install.is_some();
    for team in world.teams.iter().filter(installed) {
        let _ = write!(
            text,
            "\n[[token]]\nworkspace = \"{}\"\nenv = \"{}\"\n",
            team.id,
            token_variable(team)
        );
    }
    text
}

fn partner(team: &Team) -> String {
    format!(
        "\n[[partner]]\ncode = \"{}\"\nname = \"{}\"\ndomains = [\"{}.example\"]\nworkspaces = [\"slack:{}\"]\n",
        code(team),
        team.name,
        team.domain,
        team.id
    )
}

/// A channel without an audience is linked to nothing and stands in no file.
fn channel(world: &World, channel: &Channel) -> Option<String> {
    if channel.audience == "none" {
        return None;
    }
    let mut text = format!(
        "\n[[channel]]\nid = \"slack:{}\"\naudience = \"{}\"\n",
        channel.id, channel.audience
    );
    if channel.audience == "partner" {
        let is_partner = |team: &&Team| team.role == TeamRole::Partner;
        let team = channel.teams.iter().filter_map(|id| world.team(id)).find(is_partner)?;
        let _ = writeln!(text, "partner = \"{}\"", code(team));
    }
    Some(text)
}

/// Guests and colleagues without a role stand in no file.
fn person(world: &World, person: &Person) -> Option<String> {
    let roles: Vec<String> = person
        .roles
        .iter()
        .filter(|role| !["none", "guest"].contains(&role.as_str()))
        .map(|role| format!("\"{role}\""))
        .collect();
    if roles.is_empty() {
        return None;
    }
    let mut text = format!(
        "\n[[person]]\nid = \"slack:{}:{}\"\nname = \"{}\"\n",
        person.team_id, person.id, person.name
    );
    let team = world.team(&person.team_id)?;
    if team.role == TeamRole::Partner {
        let _ = writeln!(text, "partner = \"{}\"", code(team));
    }
    let _ = writeln!(text, "roles = [{}]", roles.join(", "));
    Some(text)
}
