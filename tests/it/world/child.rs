//! A running `vouch`: started, heard until it is ready, stopped or killed, and never left behind.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// How long anything may take before a test gives up. Generous, because nothing may depend on
/// timing: only something that hangs gets here.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// The program under test, in a folder of its own and without the environment of whoever runs the
/// tests.
pub fn vouch(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vouch"));
    command.env_clear().current_dir(folder).env("HOME", folder);
    for name in ["PATH", "TMPDIR", "LLVM_PROFILE_FILE"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

/// Asks servers of this machine.
pub fn client() -> reqwest::Client {
    // Stories may be told by many tests of one process; the first installs it for all.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// Runs a command to its end. One that goes on for ever is ended, and fails the test.
pub async fn run(mut command: Command) -> Output {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let process = command.spawn().expect("vouch starts");
    let id = process.id();
    let run = tokio::task::spawn_blocking(move || process.wait_with_output().unwrap());
    match tokio::time::timeout(PATIENCE, run).await {
        Ok(output) => output.unwrap(),
        Err(_) => {
            signal(id, "-KILL");
            panic!("it never ended: {command:?}");
        }
    }
}

/// Rust's own `kill` knows only SIGKILL, and needs the process in its hand; `unsafe` is forbidden.
fn signal(id: u32, signal: &str) {
    let sent = Command::new("kill").args([signal, &id.to_string()]).status().unwrap();
    assert!(sent.success());
}

/// A process that is ready.
pub struct Running {
    process: Child,
    lines: UnboundedReceiver<String>,
    /// What it printed before it was ready.
    pub printed: Vec<String>,
    /// What stands behind the ready line's words.
    pub ready: Value,
    log: PathBuf,
}

impl Running {
    /// Starts `command` and waits for the line that begins with `ready`. Its log is added to `log`.
    pub async fn start(mut command: Command, ready: &str, log: &Path) -> Self {
        let file = File::options().create(true).append(true).open(log).unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(file);
        let mut process = command.spawn().expect("vouch starts");
        let (sender, lines) = unbounded_channel();
        let out = BufReader::new(process.stdout.take().unwrap());
        std::thread::spawn(move || {
            // Reads on to the end, so that the child never stands before a full pipe.
            for line in out.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let log = log.to_owned();
        let mut running = Self { process, lines, printed: Vec::new(), ready: Value::Null, log };
        running.ready = running.line(ready).await;
        running
    }

    async fn line(&mut self, ready: &str) -> Value {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.lines.recv()).await;
            let Ok(Some(line)) = next else {
                panic!("{ready} never came: {:?}\n{}", self.printed, self.log());
            };
            if let Some(json) = line.strip_prefix(ready) {
                return serde_json::from_str(json).expect("a ready line carries JSON");
            }
            self.printed.push(line);
        }
    }

    /// The process, by its number.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// What went to standard error so far, also by earlier processes with the same log.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Asks it to stop, as a supervisor does, and waits for it.
    pub async fn stop(mut self) -> ExitStatus {
        signal(self.process.id(), "-TERM");
        let ended = tokio::task::spawn_blocking(move || self.process.wait().unwrap());
        tokio::time::timeout(PATIENCE, ended).await.expect("it stops when asked to").unwrap()
    }

    /// Says that a file has changed (SIGHUP).
    pub fn hang_up(&self) {
        signal(self.process.id(), "-HUP");
    }

    /// Ends it without a word (SIGKILL), as a power cut would.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to end.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let log = if std::thread::panicking() { self.log() } else { String::new() };
        if !log.is_empty() {
            let from = log.len().saturating_sub(4_000);
            println!("--- the end of its log\n{}", log.get(from..).unwrap_or(&log));
        }
    }
}
