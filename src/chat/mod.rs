//! The vocabulary that flows and platforms share: what comes in, what goes out, who and where.
//!
//! It knows no platform's wire format and nothing of referrals. An adapter (`slack/`) turns wire
//! data into [`inbound::Inbound`] and draws [`view`] values; it takes no decision. A flow reads
//! inbound values and answers with views; it names no platform. Sizes that hold on every platform
//! are in [`limits`]; what a picture beside words shows, in [`chart`]. What every adapter needs to read
//! and to write is here as well: somebody else's JSON ([`foreign`]), words as they may be shown
//! ([`words`]), what a button carries ([`action`]).
//!
//! Start with [`view`], then [`inbound`], then the two traits here; [`commands`] says what slash
//! commands are called.

pub mod action;
pub mod chart;
pub mod commands;
pub mod foreign;
pub mod inbound;
pub mod limits;
pub mod view;
pub mod words;

use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use inbound::{Inbound, Remark, Reply};
use view::{Message, Panel};

/// A future in a box, so that traits here can be used as objects.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A chat platform, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlatformName {
    Slack,
    Discord,
}

impl PlatformName {
    pub const ALL: [Self; 2] = [Self::Slack, Self::Discord];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Slack => "slack",
            Self::Discord => "discord",
        }
    }
}

impl fmt::Display for PlatformName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for PlatformName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "slack" => Ok(Self::Slack),
            "discord" => Ok(Self::Discord),
            _ => Err(()),
        }
    }
}

/// A person, as a platform knows them: never the user id alone (the same id may stand under two
/// workspaces), never a name (names are free text).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonRef {
    pub platform: PlatformName,
    /// The workspace the person belongs to, not the one they happen to write in.
    pub workspace: String,
    pub user: String,
}

impl PersonRef {
    #[must_use]
    pub fn slack(workspace: impl Into<String>, user: impl Into<String>) -> Self {
        Self { platform: PlatformName::Slack, workspace: workspace.into(), user: user.into() }
    }

    /// The person's own workspace, as `platform:workspace`.
    #[must_use]
    pub fn home(&self) -> String {
        format!("{}:{}", self.platform, self.workspace)
    }
}

/// `slack:T…:U…`, the form in which people stand in the log, in `VOUCH_ADMINS` and in `setup.toml`.
impl fmt::Display for PersonRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.platform, self.workspace, self.user)
    }
}

impl FromStr for PersonRef {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, ':');
        let (Some(platform), Some(workspace), Some(user)) =
            (parts.next(), parts.next(), parts.next())
        else {
            return Err(());
        };
        let platform = platform.parse()?;
        if workspace.is_empty() || user.is_empty() || user.contains(':') {
            return Err(());
        }
        Ok(Self { platform, workspace: workspace.to_owned(), user: user.to_owned() })
    }
}

/// A channel on a platform, as one installation sees it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    pub platform: PlatformName,
    /// The workspace whose installation speaks here; its token is used.
    pub workspace: String,
    pub channel: String,
    /// The root message of a thread, when the place is a thread.
    pub thread: Option<String>,
}

impl Place {
    #[must_use]
    pub fn in_thread(&self, root: impl Into<String>) -> Self {
        Self { thread: Some(root.into()), ..self.clone() }
    }

    /// The installation that speaks here, as `platform:workspace`.
    #[must_use]
    pub fn installation(&self) -> String {
        format!("{}:{}", self.platform, self.workspace)
    }
}

/// One call that the sender asks a platform to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outgoing {
    /// A new message everybody in the place can read.
    Post { place: Place, message: Message },
    /// Replaces a message posted before.
    Redraw { place: Place, message_id: String, message: Message },
    /// Takes away a message posted before.
    Delete { place: Place, message_id: String },
    /// Keeps a message at the top of its channel.
    Pin { place: Place, message_id: String },
    /// A message only `to` sees, in a channel they are in; lost on reload, so never the only copy
    /// of anything that matters.
    Whisper { place: Place, to: PersonRef, message: Message },
    /// A direct message, from the installation of `workspace`.
    Direct { workspace: String, to: PersonRef, message: Message },
    /// What stands on the page that `to` has in the app, in place of what stood there before.
    Home { workspace: String, to: PersonRef, page: Message },
    /// Sees to it that `to` has these roles of `workspace` and not those; what is so already stays.
    /// `why` stands in the platform's own log.
    Roles {
        workspace: String,
        to: PersonRef,
        wears: BTreeSet<String>,
        not: BTreeSet<String>,
        why: String,
    },
    /// The late result of a form that was answered with "still working".
    FormResult { workspace: String, form: FormHandle, panel: Panel },
}

/// What the platform calls an open form, as it was handed to us; opaque to everybody but the adapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormHandle(pub String);

/// Where a message ended up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    pub channel: String,
    pub message_id: String,
}

/// Our word for a group that a platform does not have, in place of its own.
pub const NO_SUCH_GROUP: &str = "no_such_group";

/// Why a call was not made, sorted by what the sender does next.
///
/// `code` is the platform's own word, for logs and the admin; it holds no data of people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Asked to wait. Holds for this method in this workspace.
    #[error("{method} is limited for {} s", after.as_secs())]
    RateLimited { method: &'static str, after: Duration },
    /// A passing fault on the platform's side; nothing was done. Try again with growing pauses.
    #[error("passing fault: {code}")]
    Passing { code: String },
    /// The answer was lost: it may or may not have been done.
    #[error("the answer was lost")]
    Unknown,
    /// The installation is gone or its token is dead: its queue waits until it is renewed.
    #[error("the installation does not work: {code}")]
    InstallDead { code: String },
    /// The channel is gone, archived, or we were removed.
    #[error("the channel does not work: {code}")]
    ChannelDead { code: String },
    /// The person cannot be reached.
    #[error("the person cannot be reached: {code}")]
    PersonGone { code: String },
    /// The message to redraw does not exist any more, or cannot be changed.
    #[error("the message is gone: {code}")]
    MessageGone { code: String },
    /// Only ever true for a form: it was closed, or its trigger was used or too old.
    #[error("the form is gone: {code}")]
    FormGone { code: String },
    /// Our own mistake; sending it again will not help. `detail` says which part was refused.
    #[error("refused by the platform: {code} {detail}")]
    Ours { code: String, detail: String },
}

impl SendError {
    /// A word for logs and metrics.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::RateLimited { .. } => "rate_limited",
            Self::Passing { .. } => "passing",
            Self::Unknown => "unknown",
            Self::InstallDead { .. } => "install_dead",
            Self::ChannelDead { .. } => "channel_dead",
            Self::PersonGone { .. } => "person_gone",
            Self::MessageGone { .. } => "message_gone",
            Self::FormGone { .. } => "form_gone",
            Self::Ours { .. } => "ours",
        }
    }
}

/// What a platform says about a person. It has no `Debug`: names do not belong in logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Profile {
    pub person: PersonRef,
    /// The name people see, as typed by its owner.
    pub display_name: String,
    /// A guest of their workspace: never a vendor role, never a partner member by pressing.
    pub guest: bool,
    pub deactivated: bool,
    pub bot: bool,
    /// The language they use the platform in, like "de-DE", where it is told: to an installation
    /// in their own workspace.
    pub locale: Option<String>,
    /// In which they live, where the platform says so.
    pub zone: Option<Tz>,
}

impl Profile {
    /// Whether this is a full member of their workspace: only such a person gets in by themselves.
    #[must_use]
    pub const fn is_full_member(&self) -> bool {
        !(self.guest || self.bot || self.deactivated)
    }
}

/// What a platform says about a channel, as one installation sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// As people see it, with the platform's sign before it.
    pub name: String,
    /// Whether the app is in it and can speak.
    pub member: bool,
    /// Other companies that share it.
    pub neighbours: Vec<Neighbour>,
    /// Whether it takes no messages but posts, each under a name of its own: a forum.
    pub posts: bool,
}

/// Another company in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    pub workspace: String,
    /// Its name; its id where the platform does not tell.
    pub name: String,
}

/// A group of people on a platform, made there by its admins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The platform's own id.
    pub id: String,
    pub name: String,
}

/// A channel to be made for a few.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRoom {
    pub workspace: String,
    pub name: String,
    /// What it is for, for whoever is there.
    pub topic: String,
    /// Equal for every try to make this one and different for any other: by it one is found whose
    /// making was never answered.
    pub mark: String,
    /// The groups whose people are let in, beside the app.
    pub readers: Vec<String>,
}

/// The outgoing side of a chat platform. Implemented by adapters, used by `runtime`.
pub trait Platform: Send + Sync {
    fn name(&self) -> PlatformName;

    /// Makes one call, once: repeating is the sender's decision.
    fn send<'a>(&'a self, outgoing: &'a Outgoing) -> Boxed<'a, Result<Sent, SendError>>;

    /// The same, where the platform can tell a copy of a new message: of all calls that bear the
    /// same `once` within some minutes one counts. Elsewhere every call does.
    fn send_once<'a>(
        &'a self,
        outgoing: &'a Outgoing,
        once: &'a str,
    ) -> Boxed<'a, Result<Sent, SendError>> {
        let _ = once;
        self.send(outgoing)
    }

    /// Asks about a person through the installation of `workspace`.
    fn profile<'a>(
        &'a self,
        workspace: &'a str,
        person: &'a PersonRef,
    ) -> Boxed<'a, Result<Profile, SendError>>;

    /// Asks about a channel through the installation of the place.
    fn room<'a>(&'a self, place: &'a Place) -> Boxed<'a, Result<Room, SendError>>;

    /// The address of a message, for whoever may read it where it stands.
    fn address<'a>(
        &'a self,
        place: &'a Place,
        message_id: &'a str,
    ) -> Boxed<'a, Result<String, SendError>>;

    /// Whether channels can be made there.
    fn makes_rooms(&self) -> bool {
        false
    }

    /// Makes a channel that nobody else can read, or finds the one that was made before; gives its id.
    fn make_room<'a>(&'a self, room: &'a NewRoom) -> Boxed<'a, Result<String, SendError>> {
        let _ = room;
        Box::pin(async { Err(no_rooms()) })
    }

    /// The groups of `workspace` that are in use.
    fn groups<'a>(&'a self, workspace: &'a str) -> Boxed<'a, Result<Vec<Group>, SendError>>;

    /// Who is in a group of `workspace` now.
    fn group_members<'a>(
        &'a self,
        workspace: &'a str,
        group: &'a str,
    ) -> Boxed<'a, Result<Vec<PersonRef>, SendError>>;
}

/// Where no channels can be made.
#[must_use]
pub fn no_rooms() -> SendError {
    SendError::Ours { code: "no_rooms".to_owned(), detail: String::new() }
}

/// The incoming side: adapters hand over what they decoded and draw the reply.
///
/// Implemented by `runtime`. `take` never fails and always answers within 2.5 s; when it returns,
/// what has to be kept is committed, so the adapter may acknowledge.
pub trait Intake: Send + Sync {
    fn take(&self, inbound: Inbound) -> Boxed<'_, Reply>;

    /// What the adapter has to say of its own accord, in the words and the language of `to`.
    fn remark<'a>(&'a self, to: Option<&'a PersonRef>, remark: Remark) -> Boxed<'a, Message>;

    /// The time that counts; adapters stamp what they receive with it.
    fn now(&self) -> DateTime<Utc>;
}
