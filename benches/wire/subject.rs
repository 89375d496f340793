//! The bots that are measured, each a process of its own.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::slack::{Caller, SECRET};

/// Which bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Vouch,
    Peer,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vouch => "Vouch",
            Self::Peer => "Bolt for JavaScript",
        }
    }
}

/// Where things are that `scripts/bench` has made ready.
#[derive(Clone, Debug)]
pub struct Places {
    pub folder: PathBuf,
    /// The peer's folder, with its packages installed.
    pub peer: PathBuf,
    /// The library that slows syncs.
    pub slow_sync: PathBuf,
    pub setup: PathBuf,
    /// Where the stub of the Web API answers.
    pub api: String,
}

/// How long a sync lasts longer than it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slower(pub Duration);

impl Slower {
    pub const NOT: Self = Self(Duration::ZERO);

    pub fn apply(self, command: &mut Command, places: &Places) {
        if self != Self::NOT {
            command
                .env("LD_PRELOAD", &places.slow_sync)
                .env("SYNC_DELAY_US", self.0.as_micros().to_string());
        }
    }
}

/// A bot that takes deliveries.
pub struct Running {
    process: Child,
    pub host: String,
    pub began: Instant,
}

impl Running {
    pub async fn start(kind: Kind, places: &Places, database: &str, slower: Slower) -> Self {
        let mut command = match kind {
            Kind::Vouch => vouch(places, database),
            Kind::Peer => {
                let mut command = Command::new("node");
                command.arg(places.peer.join("peer.mjs")).env("NODE_ENV", "production");
                command.env("DATABASE_URL", peers(database));
                command
            }
        };
        command.env("SLACK_SIGNING_SECRET", SECRET);
        slower.apply(&mut command, places);
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(places.folder.join("subjects.log"))
            .expect("a log can be written");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let began = Instant::now();
        let mut process = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let out = process.stdout.take().expect("it is piped");
        let host = tokio::task::spawn_blocking(|| ready(out)).await.expect("reading is no work");
        let host = host.unwrap_or_else(|| {
            panic!("{} never got ready; see {}", kind.name(), places.folder.display())
        });
        Self { process, host, began }
    }

    pub async fn caller(&self) -> Caller {
        Caller::connect(&self.host).await.expect("it takes connections")
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// A figure of `/proc/…/status`, in MiB: `VmRSS` now, `VmHWM` at its peak.
    pub fn memory(&self, figure: &str) -> f64 {
        memory_of(self.process.id(), figure)
    }

    /// Seconds of processor time it has used.
    pub fn cpu_seconds(&self) -> f64 {
        const TICKS_A_SECOND: f64 = 100.0;
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id()));
        let stat = stat.unwrap_or_default();
        let behind = stat.rsplit_once(')').map_or("", |(_, behind)| behind);
        let fields: Vec<&str> = behind.split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|field| field.parse().ok()).unwrap_or(0.0);
        (ticks(11) + ticks(12)) / TICKS_A_SECOND
    }

    /// Asks it to stop, as a supervisor does; ends it if it does not.
    pub async fn stop(mut self) {
        let id = self.process.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &id]).status();
        let mut look = tokio::time::interval(Duration::from_millis(20));
        for _ in 0..1_000 {
            look.tick().await;
            if matches!(self.process.try_wait(), Ok(Some(_))) {
                return;
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended already cannot be ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A figure of `/proc/…/status` of a process, in MiB.
pub fn memory_of(process: u32, figure: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(figure)?.strip_prefix(':'));
    let kib: Option<f64> = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    kib.unwrap_or(f64::NAN) / 1_024.0
}

/// The `vouch` program with the bench's workspace and database.
pub fn vouch(places: &Places, database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vouch"));
    command
        .env_clear()
        .current_dir(&places.folder)
        .env("HOME", &places.folder)
        .env("DATABASE_URL", database)
        .env("SLACK_BOT_TOKEN", "xoxb-bench")
        .env("SLACK_API_BASE_URL", &places.api)
        .env("VOUCH_SETUP", &places.setup)
        .env("VOUCH_HTTP_ADDR", "127.0.0.1:0")
        .env("VOUCH_ADMIN_ADDR", "127.0.0.1:0");
    command
}

/// The peer keeps its own tables in a database beside Vouch's.
fn peers(database: &str) -> String {
    database
        .strip_suffix(".db")
        .map_or_else(|| database.to_owned(), |path| format!("{path}.peer.db"))
}

/// Waits for the line with the address.
fn ready(out: ChildStdout) -> Option<String> {
    let mut lines = BufReader::new(out).lines().map_while(Result::ok);
    let json = lines.find_map(|line| line.split_once(" ready ").map(|(_, json)| json.to_owned()));
    std::thread::spawn(move || lines.for_each(drop));
    let json: Value = serde_json::from_str(&json?).ok()?;
    json["http"].as_str().map(str::to_owned)
}
