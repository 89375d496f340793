//! A local Slack-compatible workspace with a Discord server beside it: the embedded default of
//! `cargo run`, the stage of every story test, and a tool of its own (`vouch sandbox`).
//!
//! It stands alone: it uses only `clock` from the rest of the crate and no adapter, so that a
//! misreading of a platform's documents cannot be made twice in the same way.
//!
//! Four doors: `webapi` with `socket`, `deliver` and `oauth` is what a bot sees of Slack, `discord`
//! what it sees of Discord, `control` is how scripts and the page act as people, `page` serves the
//! browser. All of them work on the `hub`.
//! Start reading at `serve`.

mod check;
mod control;
mod deliver;
mod discord;
mod form;
mod guard;
mod hub;
mod log;
mod manifest;
mod oauth;
mod page;
mod serve;
mod shapes;
mod socket;
mod typed;
mod webapi;
mod world;

pub use discord::DiscordCredentials;
pub use manifest::{Manifest, ManifestError};
pub use serve::{Credentials, InstalledTeam, Sandbox, StartError, start};

use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;

use chrono::{DateTime, Utc};

/// How a sandbox is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// Loopback only. With `next_free` a busy port gives way to the next free one.
    pub addr: SocketAddr,
    pub next_free: bool,
    pub world: WorldKind,
    /// Deliver by signed HTTP to this URL instead of by Socket Mode.
    pub push: Option<String>,
    /// The app's manifest; the shipped one when absent.
    pub manifest: Option<ManifestFrom>,
    /// What the clock of a new world shows at first; the machine's time when absent. A kept world goes
    /// on with its own.
    pub starts_at: Option<DateTime<Utc>>,
    /// Where world, messages and the clock's offset are kept.
    pub data: PathBuf,
    /// Forget what is kept there first.
    pub fresh: bool,
}

/// Where the app's manifest stands.
#[derive(Clone, Debug)]
pub enum ManifestFrom {
    File(PathBuf),
    Text(String),
}

/// Which companies, people and channels there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorldKind {
    /// Set up and ready for the first press.
    Default,
    /// The same people and channels, but the app is in no channel and nothing is set up.
    Empty,
    /// The same people and channels, set up where they are on Discord.
    Discord,
    /// Described in a file.
    File(PathBuf),
}

/// What the sandbox may ask of a bot in the same process; `cli` hands in an implementation.
pub trait Probe: Send + Sync {
    /// What the bot still has to do.
    fn waiting(&self) -> Pin<Box<dyn Future<Output = Waiting> + Send + '_>>;
    /// Runs every timer that is due at or before the clock's present, and returns when all have run.
    fn run_due(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// The bot's answer to [`Probe::waiting`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    pub inbox: u64,
    pub outbox: u64,
    /// When the next outgoing message may go, where only pacing or a `Retry-After` holds it back.
    pub paced_until: Option<DateTime<Utc>>,
    /// When the next timer (reminder, lapse) is due.
    pub next_timer: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests;
