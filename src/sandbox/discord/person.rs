//! People of the server: what they do, see and have changed about the world, reached through the
//! control API that the Slack side has, too.

pub mod act;
pub mod change;
pub mod form;
pub mod look;
mod press;
mod submit;
mod suggest;
mod turn;
mod typed;

pub use turn::{again, connections};

use super::Guild;
use super::guild::seed::APPLICATION_ID;
use crate::sandbox::hub::State;

/// The server, where this sandbox has one.
fn guild(state: &State) -> Option<&Guild> {
    state.world.discord.as_ref()
}

/// Whether an id is of this side: a person's, a channel's, the server's.
#[must_use]
pub fn knows(state: &State, id: &str) -> bool {
    guild(state).is_some_and(|guild| {
        guild.id == id
            || id == APPLICATION_ID
            || guild.member(id).is_some()
            || guild.channel(id).is_some()
            || guild.role(id).is_some()
    })
}
