//! What Discord sends, as [`Inbound`]: frames of the Gateway, and bodies of HTTP deliveries.
//!
//! Nothing is believed and nothing is lost: an interaction of a shape we do not know becomes
//! [`What::Unknown`] with its raw text kept. Events that say nothing to us are not kept at all: the
//! Gateway shows a bot more of a server than we have any business to store.
//!
//! `interaction` reads commands, presses and forms, `event` what happened without anybody waiting,
//! [`crate::chat::foreign`] asks the JSON.

mod event;
mod interaction;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

use super::custom::Modal;
use crate::chat::foreign::{Body, parse};
use crate::chat::inbound::{Inbound, What};
use crate::chat::{FormHandle, PersonRef, Place, PlatformName};

/// One delivery with what only the adapter needs to answer it.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub inbound: Inbound,
    pub kind: Kind,
    /// Where an answer goes; absent where nobody waits for one.
    pub answer: Option<Answer>,
    /// The page of a form that was sent.
    pub modal: Option<Modal>,
    /// It was done in a message that one person sees, which may give way to the answer.
    pub in_private: bool,
    /// What the pressed button is called, when a press of it is asked back first.
    pub asks: Option<String>,
}

/// The address of an answer: good for one within three seconds, and for later ones in its place
/// within fifteen minutes. It needs no token of ours.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    pub interaction: String,
    pub application: String,
    pub token: String,
    /// Who waits for it.
    pub user: String,
}

impl Answer {
    /// As it goes to whoever has a late result.
    #[must_use]
    pub fn handle(&self) -> FormHandle {
        FormHandle(format!("{}/{}/{}", self.application, self.token, self.user))
    }
}

/// The token lets anybody answer.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer({})", self.interaction)
    }
}

/// How a delivery is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Command,
    Press,
    Submit,
    Suggest,
    /// Discord asks whether anybody is there; nothing is kept of it.
    Ping,
    Other,
}

/// What stands in a delivery.
struct Found {
    key: String,
    kind: Kind,
    from: Option<PersonRef>,
    locale: Option<String>,
    place: Option<Place>,
    what: What,
    answer: Option<Answer>,
    modal: Option<Modal>,
    in_private: bool,
    asks: Option<String>,
}

/// Reads a frame of the Gateway, or the body of a request. `guild` is the vendor's server: people
/// are known by it also where they write to the bot alone. Nothing for what is none of our business.
#[must_use]
pub fn delivery(raw: &str, guild: &str, received: DateTime<Utc>) -> Option<Delivery> {
    let Some(json) = parse(raw) else {
        tracing::warn!("a frame could not be read");
        return None;
    };
    let body = Body(&json);
    let found = match body.at("/op").0.as_u64() {
        None => interaction::read(body, guild),
        Some(_) => match body.text("/t") {
            Some("INTERACTION_CREATE") => interaction::read(body.at("/d"), guild),
            Some(name) => event::read(name, body.at("/d"), guild, raw)?,
            None => return None,
        },
    };
    let Found { key, kind, from, locale, place, what, answer, modal, in_private, asks } = found;
    let inbound = Inbound {
        key: format!("discord:{key}"),
        platform: PlatformName::Discord,
        workspace: guild.to_owned(),
        from,
        locale,
        place,
        // A whole server, with everybody in it, is none of our business to store.
        raw: if what == What::Installed { String::new() } else { raw.to_owned() },
        what,
        received,
    };
    Some(Delivery { inbound, kind, answer, modal, in_private, asks })
}

/// A person, by the vendor's server.
fn person(guild: &str, user: Option<&str>) -> Option<PersonRef> {
    let (platform, workspace) = (PlatformName::Discord, guild.to_owned());
    Some(PersonRef { platform, workspace, user: user?.to_owned() })
}

/// A channel. A thread has an id of its own and stands under its channel; one that was made from a
/// message bears that message's id, so it is known as its root.
fn place(guild: &str, channel: Body<'_>, id: Option<&str>) -> Option<Place> {
    /// Announcement thread, public thread, private thread.
    const THREADS: [u64; 3] = [10, 11, 12];
    let id = channel.id("/id").or(id)?;
    let is_thread = channel.at("/type").0.as_u64().is_some_and(|kind| THREADS.contains(&kind));
    let parent = channel.id("/parent_id").filter(|_| is_thread);
    Some(Place {
        platform: PlatformName::Discord,
        workspace: guild.to_owned(),
        channel: parent.unwrap_or(id).to_owned(),
        thread: parent.map(|_| id.to_owned()),
    })
}
