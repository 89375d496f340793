//! A PostgreSQL server of one story, which may stop it. The one that all stories share must not be.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::stage::free_address;

/// As a power cut would: no connection is let finish, nothing is written down.
const STOP: [&str; 3] = ["-m", "immediate", "stop"];

/// Runs until it is dropped.
pub struct Server {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Server {
    /// None where its programs are not to be had, which is said; with `CI` set that is a failure.
    pub async fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(std::env::var_os("CI").is_none(), "CI is set, and there is no initdb");
            eprintln!("A PostgreSQL that may be stopped is left out: there is no initdb.");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let server = Self { folder, programs, port: free_address().port() };
        server.hand_over().await;
        let options = ["-U", "vouch", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"];
        server.runs("initdb", &options).await;
        server.start_again().await;
        Some(server)
    }

    /// The server refuses to run as root: its folder is given to whoever it runs as then.
    async fn hand_over(&self) {
        let data = self.data();
        std::fs::create_dir(&data).unwrap();
        if is_root(self.folder.path()) {
            let passable = std::fs::Permissions::from_mode(0o711);
            std::fs::set_permissions(self.folder.path(), passable).unwrap();
            let mut chown = Command::new("chown");
            chown.arg("nobody").arg(data);
            self.ends_well(chown).await;
        }
    }

    pub fn url(&self) -> String {
        format!("postgres://vouch@127.0.0.1:{}/postgres", self.port)
    }

    /// Stops it without a word.
    pub async fn stop(&self) {
        self.runs("pg_ctl", &STOP).await;
    }

    /// Starts it, and returns when it takes connections.
    pub async fn start_again(&self) {
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories= -c fsync=on",
            self.port
        );
        self.runs("pg_ctl", &["-w", "-l", "log", "-o", &options, "start"]).await;
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// One of its programs, on its folder and as somebody who may run it.
    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = if is_root(self.folder.path()) {
            let mut command = Command::new("runuser");
            command.args(["-u", "nobody", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(self.data()).arg("-D").arg(self.data());
        command
    }

    async fn runs(&self, name: &str, options: &[&str]) {
        let mut command = self.program(name);
        command.args(options);
        self.ends_well(command).await;
    }

    /// Beside the story, which goes on meanwhile.
    async fn ends_well(&self, mut command: Command) {
        hush(&mut command);
        let name = format!("{command:?}");
        let ran = tokio::task::spawn_blocking(move || command.status().unwrap()).await.unwrap();
        let log = std::fs::read_to_string(self.data().join("log")).unwrap_or_default();
        assert!(ran.success(), "{name}: {ran}\n{log}");
    }
}

/// The server keeps what it was started with: a pipe of ours would never end.
fn hush(command: &mut Command) {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.args(STOP);
        hush(&mut stop);
        // The story may have ended between stopping and starting it: then there is nothing to stop.
        let _ = stop.status();
    }
}

/// Whoever makes a file owns it.
fn is_root(own: &Path) -> bool {
    std::fs::metadata(own).unwrap().uid() == 0
}

/// Debian keeps the server's programs out of PATH, a folder for each version.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|one| one.path().join("bin")).collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = folders.into_iter().rev().chain(std::env::split_paths(&path).collect::<Vec<_>>());
    all.into_iter().find(|folder| folder.join("initdb").exists())
}
