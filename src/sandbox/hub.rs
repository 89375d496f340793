//! What every part of the sandbox shares: the state behind one lock, the clock, and the bell that
//! tells open pages what changed.
//!
//! The lock is a plain mutex that is never held across an `await`; whoever needs to deliver
//! something puts the lock down first.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tokio::sync::{Notify, broadcast, oneshot, watch};
use tokio_util::sync::CancellationToken;

use super::Probe;
use super::deliver::Manner;
use super::discord;
use super::log::{Entry, Log};
use super::manifest::Manifest;
use super::oauth::Code;
use super::socket::Wire;
use super::webapi::limits::Buckets;
use super::world::{Here, World};

/// One running sandbox.
pub struct Hub {
    pub clock: Clock,
    pub manifest: Manifest,
    /// Where signed HTTP deliveries go; none means Socket Mode.
    pub push: Option<String>,
    /// "http://127.0.0.1:8700", without a slash at its end.
    pub base: String,
    /// Where the world is kept.
    pub file: PathBuf,
    /// The bot of the one-process start.
    pub probe: OnceLock<Arc<dyn Probe>>,
    /// Ends every task of this sandbox.
    pub stopping: CancellationToken,
    /// How many sockets are open.
    pub sockets: watch::Sender<usize>,
    /// How many of Discord's are.
    pub discord_sockets: watch::Sender<usize>,
    /// What changed, one JSON text per burst, for every open page.
    pub changes: broadcast::Sender<String>,
    /// Rung when a `views.*` call was answered: somebody who pressed may be waiting for it.
    pub view_calls: watch::Sender<u64>,
    /// Rung when a message was scheduled, for the task that posts them.
    pub schedule_changed: Notify,
    bell: Notify,
    state: Mutex<State>,
    /// For signed pushes; made at the first one.
    pub http: OnceLock<reqwest::Client>,
}

use crate::clock::Clock;

/// What is behind the lock.
#[derive(Default)]
pub struct State {
    pub world: World,
    pub log: Log,
    /// Discord's side, as far as it is not kept.
    pub discord: discord::Live,
    pub triggers: HashMap<String, Trigger>,
    pub reply_urls: HashMap<String, ReplyUrl>,
    /// Files that wait for their bytes, by the key of the address to send them to.
    pub uploads: HashMap<String, String>,
    /// Whether methods have their tiers' limits, too.
    pub tiers: bool,
    /// Rights to a token that somebody approved.
    pub codes: HashMap<String, Code>,
    pub faults: Vec<Fault>,
    /// Whether the address that pushes go to has said back what it was asked; none until then.
    pub push_proven: Option<bool>,
    pub manner: Manner,
    pub buckets: Buckets,
    pub scopes_used: BTreeSet<String>,
    pub wires: Vec<Wire>,
    /// Sockets that were let in and are not greeted yet.
    pub wires_opening: usize,
    /// Single use: taken by the socket that opens with it.
    pub tickets: BTreeSet<String>,
    pub next_wire: u64,
    /// Deliveries that wait for their acknowledgement, by envelope id; a repeated delivery makes
    /// two of one id.
    pub unanswered: HashMap<String, Vec<oneshot::Sender<Value>>>,
    /// Deliveries on their way or waiting to be repeated.
    pub open_deliveries: usize,
    /// When undelivered events are tried again.
    pub retries: BTreeMap<u64, DateTime<Utc>>,
    pub next_retry: u64,
    /// When the bot last called; none before its first call.
    pub last_call: Option<Instant>,
    /// Calls being answered now.
    pub open_calls: usize,
    /// Counts the bursts told to pages.
    pub bursts: u64,
    changed: BTreeSet<String>,
    pub unsaved: bool,
}

/// The right to open one view, made by something a person did.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// The installation it was made for.
    pub team_id: String,
    pub user: String,
    pub made: Instant,
    pub used: bool,
    /// A `views.*` call with it was answered, well or not.
    pub answered: bool,
}

/// An address to answer a command or a press at.
#[derive(Clone, Debug)]
pub struct ReplyUrl {
    pub team_id: String,
    pub user: String,
    pub channel: String,
    /// The message whose button was pressed.
    pub message: Option<String>,
    pub uses: u32,
    pub until: DateTime<Utc>,
}

/// A call that will go wrong on purpose.
#[derive(Clone, Debug, Default)]
pub struct Fault {
    pub method: String,
    /// Slack only: calls about this channel alone.
    pub channel: Option<String>,
    pub times: u64,
    pub error: Option<String>,
    pub retry_after: Option<u64>,
    /// Discord only: in milliseconds, in place of `retry_after`.
    pub retry_after_ms: Option<i64>,
    /// Discord only: whose limit it is, "user", "global" or "shared".
    pub scope: Option<String>,
    pub delay_ms: Option<u64>,
    pub drop_reply: bool,
    /// The connection breaks before anything is done.
    pub cut: bool,
    pub http_status: Option<u16>,
}

impl Hub {
    pub fn new(parts: Parts, mut world: World) -> Self {
        world.here = Here { base: parts.base.clone(), app_name: parts.manifest.name.clone() };
        Self {
            clock: parts.clock,
            manifest: parts.manifest,
            push: parts.push,
            base: parts.base,
            file: parts.file,
            probe: OnceLock::new(),
            stopping: CancellationToken::new(),
            sockets: watch::Sender::new(0),
            discord_sockets: watch::Sender::new(0),
            changes: broadcast::Sender::new(256),
            view_calls: watch::Sender::new(0),
            schedule_changed: Notify::new(),
            bell: Notify::new(),
            state: Mutex::new(State { world, ..State::default() }),
            http: OnceLock::new(),
        }
    }

    /// The state. A panic elsewhere leaves it as it was: a sandbox goes on with what it has.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` on the state and tells the pages what it changed.
    pub fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        let result = work(&mut self.lock());
        self.ring();
        result
    }

    /// Wakes the task that tells the pages.
    pub fn ring(&self) {
        self.bell.notify_one();
    }

    /// Tells every open page what changed, a burst at a time, until the sandbox stops.
    pub async fn tell_pages(&self) {
        /// How long a burst is collected: short enough to feel immediate.
        const BURST: std::time::Duration = std::time::Duration::from_millis(30);
        loop {
            tokio::select! {
                () = self.bell.notified() => {}
                () = self.stopping.cancelled() => return,
            }
            tokio::time::sleep(BURST).await;
            let mut state = self.lock();
            let changed = std::mem::take(&mut state.changed);
            if !changed.is_empty() {
                state.bursts += 1;
                let seq = state.bursts;
                // Nobody listening is fine.
                let _ = self.changes.send(json!({ "changed": changed, "seq": seq }).to_string());
            }
        }
    }
}

/// Counts a call as long as it is answered, also when its caller hangs up and it never is.
pub struct OpenCall(Arc<Hub>);

impl OpenCall {
    pub fn begin(hub: &Arc<Hub>) -> Self {
        let mut state = hub.lock();
        state.open_calls += 1;
        state.last_call = Some(Instant::now());
        Self(Arc::clone(hub))
    }

    /// Writes into the log what became of the call, and ends it.
    pub fn end(self, entry: Entry) {
        self.0.with(|state| {
            state.touch("log");
            state.log.add(entry);
        });
    }
}

impl Drop for OpenCall {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.open_calls -= 1;
        state.last_call = Some(Instant::now());
    }
}

/// What a hub is made of.
pub struct Parts {
    pub clock: Clock,
    pub manifest: Manifest,
    pub push: Option<String>,
    pub base: String,
    pub file: PathBuf,
}

impl State {
    /// What an installation may do.
    #[must_use]
    pub fn scopes_of<'a>(&'a self, manifest: &'a Manifest, team_id: &str) -> &'a BTreeSet<String> {
        let install = self.world.team(team_id).and_then(|team| team.install.as_ref());
        install.and_then(|install| install.scopes.as_ref()).unwrap_or(&manifest.scopes)
    }

    /// Notes that a part of the page is out of date. Everything but the log is also kept on disk.
    pub fn touch(&mut self, part: &str) {
        self.changed.insert(part.to_owned());
        if part != "log" {
            self.unsaved = true;
        }
    }

    pub fn touch_screen(&mut self, user: &str) {
        self.touch(&format!("screen:{user}"));
    }

    /// A channel's or a direct conversation's messages changed.
    pub fn touch_messages(&mut self, conversation: &str) {
        match self.world.dm(conversation).map(|dm| dm.user.clone()) {
            Some(user) => self.touch(&format!("dms:{user}")),
            None => self.touch(&format!("channel:{conversation}")),
        }
    }

    /// The same of a channel, a thread or a conversation of Discord's side.
    pub fn touch_discord(&mut self, channel: &str) {
        let guild = self.world.discord.as_ref();
        let found = guild.and_then(|guild| guild.channel(channel));
        let part = match found {
            Some(one) if one.kind == discord::guild::DIRECT => {
                format!("dms:{}", one.people.first().map_or("", String::as_str))
            }
            Some(one) => format!("channel:{}", one.parent.as_deref().unwrap_or(channel)),
            None => return,
        };
        self.touch(&part);
    }

    /// The fault that spoils a call of this name, if there is one left.
    pub fn take_fault(&mut self, method: &str, channel: Option<&str>) -> Option<Fault> {
        let meant = |fault: &Fault| {
            let about = fault.channel.as_deref();
            fault.method == method && (about.is_none() || about == channel)
        };
        let at = self.faults.iter().position(meant)?;
        let fault = self.faults.get_mut(at)?;
        fault.times -= 1;
        let taken = fault.clone();
        if fault.times == 0 {
            self.faults.remove(at);
        }
        Some(taken)
    }

    /// A new trigger for `user`, bound to an installation.
    pub fn new_trigger(&mut self, team_id: &str, user: &str) -> String {
        let id = format!("{}.{}.{}", rand_digits(13), rand_digits(12), random_hex());
        let trigger = Trigger {
            team_id: team_id.to_owned(),
            user: user.to_owned(),
            made: Instant::now(),
            used: false,
            answered: false,
        };
        self.forget_old_triggers();
        self.triggers.insert(id.clone(), trigger);
        id
    }

    /// Old triggers are kept for a while, so that "expired" and "unknown" stay different answers.
    fn forget_old_triggers(&mut self) {
        const KEPT: std::time::Duration = std::time::Duration::from_secs(600);
        self.triggers.retain(|_, trigger| trigger.made.elapsed() < KEPT);
    }
}

/// Thirty-two hex digits nobody can guess.
#[must_use]
pub fn random_hex() -> String {
    hex::encode(rand::random::<[u8; 16]>())
}

fn rand_digits(count: u32) -> u64 {
    let low = 10_u64.pow(count - 1);
    rand::random_range(low..low * 10)
}
