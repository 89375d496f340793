//! What becomes of people: they are switched off, move to another workspace, come into channels and
//! leave them.

use serde_json::json;

use super::{Malformed, channel, told};
use crate::sandbox::deliver::event::{Happening, channel_letter, joined};
use crate::sandbox::shapes;
use crate::sandbox::world::{Person, World};

fn known<'a>(world: &'a mut World, id: &str) -> Result<&'a mut Person, Malformed> {
    let person = world.people.iter_mut().find(|person| person.id == id);
    person.ok_or_else(|| Malformed::nobody(id))
}

/// Something about somebody changes; the app of their own workspace hears of it, or the vendor's,
/// who knows them from a shared channel.
pub(super) fn changed(
    world: &mut World,
    id: &str,
    change: impl FnOnce(&mut Person),
) -> Result<Vec<Happening>, Malformed> {
    let person = known(world, id)?;
    change(person);
    let person = person.clone();
    let own = world.team(&person.team_id).filter(|team| team.install.is_some());
    let Some(team) = own.or_else(|| world.vendor()) else { return Ok(Vec::new()) };
    let subscription = "user_change";
    let user = shapes::user(world, &person, &team.id, false);
    let event = json!({ "type": subscription, "user": user });
    Ok(vec![Happening { subscription, app_team: team.id.clone(), channel: None, event }])
}

/// Switched off, and out of every channel.
pub(super) fn deactivate(world: &mut World, id: &str) -> Result<Vec<Happening>, Malformed> {
    for channel in &mut world.channels {
        channel.members.retain(|member| member != id);
    }
    changed(world, id, |person| person.deactivated = true)
}

/// Of another workspace from now on, and only in channels that this one shares.
pub(super) fn moves(world: &mut World, id: &str, team: &str) -> Result<Vec<Happening>, Malformed> {
    for channel in &mut world.channels {
        let shares = channel.teams.iter().any(|one| one == team);
        channel.members.retain(|member| shares || member != id);
    }
    for group in &mut world.groups {
        group.members.retain(|member| member != id);
    }
    changed(world, id, |person| team.clone_into(&mut person.team_id))
}

pub(super) fn joins(world: &mut World, id: &str, user: &str) -> Result<Vec<Happening>, Malformed> {
    known(world, user)?;
    let channel = channel(world, id)?;
    if channel.members.iter().any(|member| member == user) {
        return Ok(Vec::new());
    }
    channel.members.push(user.to_owned());
    Ok(joined(world, id, user, None).into_iter().collect())
}

pub(super) fn leaves(world: &mut World, id: &str, user: &str) -> Result<Vec<Happening>, Malformed> {
    let team = known(world, user)?.team_id.clone();
    channel(world, id)?.members.retain(|member| member != user);
    let event = json!({ "user": user, "channel": id, "channel_type": channel_letter(world, id), "team": team });
    Ok(told(world, id, "member_left_channel", event))
}
