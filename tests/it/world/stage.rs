//! The processes of a story: one, or workspace and bot apart; stopping, killing, starting again.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::child::{PATIENCE, Running, run, vouch};
use super::database::Database;
use super::{Platform, World};

/// How deliveries travel between two processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    Socket,
    /// Signed HTTP.
    Push,
}

/// What runs. `bot` is none in the one-process start, and while the bot is down.
pub struct Stage {
    pub(super) workspace: Option<Running>,
    pub(super) bot: Option<Running>,
    wire: Option<Wire>,
    /// Where deliveries are pushed to: fixed before the bot starts, since the workspace needs it.
    push: Option<std::net::SocketAddr>,
    folder: PathBuf,
    database_url: String,
    /// Another world than the default one; its app is set up by the file in the folder.
    world: Option<&'static str>,
}

/// When a story begins: on this Tuesday, in the middle of a quarter and of the working day, so that the
/// hour at which the tests run does not tell a story how it ends. Once it is over, on one that is still
/// to come: commands live on the machine's time, and what they do has to lie behind.
fn morning() -> String {
    const WEEK: TimeDelta = TimeDelta::days(7);
    let first: DateTime<Utc> = "2026-11-24T10:00:00Z".parse().unwrap();
    let mut tuesdays = std::iter::successors(Some(first), |tuesday| Some(*tuesday + WEEK));
    let ahead = tuesdays.find(|tuesday| *tuesday > Utc::now() + TimeDelta::hours(1)).unwrap();
    ahead.to_rfc3339()
}

impl Stage {
    pub async fn start(
        folder: &Path,
        database_url: &str,
        wire: Option<Wire>,
        world: Option<&'static str>,
    ) -> Self {
        let push = (wire == Some(Wire::Push)).then(free_address);
        let mut stage = Self {
            workspace: None,
            bot: None,
            wire,
            push,
            folder: folder.to_owned(),
            database_url: database_url.to_owned(),
            world,
        };
        stage.start_workspace().await;
        stage
    }

    pub(super) async fn start_workspace(&mut self) {
        self.workspace = Some(started(self.workspace_command("127.0.0.1:0"), &self.folder).await);
    }

    pub(super) fn workspace_command(&self, addr: &str) -> Command {
        let mut command = self.command();
        match self.wire {
            Some(_) => command.args(["sandbox", "--addr", addr]),
            // A bot of its own lives on the machine's time, and its workspace with it.
            None => command.args(["--no-past", "--clock", &morning()]),
        };
        if let Some(world) = self.world {
            command.args(["--world", world]);
            let setup = self.folder.join("setup.toml");
            if setup.exists() {
                command.env("VOUCH_SETUP", setup);
            }
        }
        if let Some(addr) = self.push {
            command.arg("--push").arg(format!("http://{addr}/slack/events"));
        }
        command
    }

    fn command(&self) -> Command {
        let mut command = vouch(&self.folder);
        command
            .env("DATABASE_URL", &self.database_url)
            .env("VOUCH_SANDBOX_ADDR", "127.0.0.1:0")
            .env("VOUCH_HTTP_ADDR", "127.0.0.1:0")
            .env("VOUCH_ADMIN_ADDR", "127.0.0.1:0")
            .env("RUST_LOG", "info,vouch=trace");
        command
    }

    pub fn base(&self) -> String {
        let workspace = self.workspace.as_ref().expect("the workspace runs");
        workspace.ready["url"].as_str().unwrap().to_owned()
    }

    pub const fn is_apart(&self) -> bool {
        self.wire.is_some()
    }

    /// Everything that was logged so far, by all processes.
    pub fn logs(&self) -> String {
        let read = |name| std::fs::read_to_string(self.folder.join(name)).unwrap_or_default();
        read("workspace.log") + &read("bot.log")
    }

    /// Asks everything to stop; it has to stop well.
    pub async fn stop(&mut self) {
        for process in [self.bot.take(), self.workspace.take()].into_iter().flatten() {
            let ended = process.stop().await;
            assert!(ended.success(), "it ended with {ended}");
        }
    }
}

pub(super) async fn started(workspace: Command, folder: &Path) -> Running {
    Running::start(workspace, "sandbox ready ", &folder.join("workspace.log")).await
}

/// A port for a listener whose address must be known beforehand. It is below the range from which
/// systems draw ports for outgoing connections, so that no other test gets it by chance.
pub(super) fn free_address() -> std::net::SocketAddr {
    use std::sync::atomic::{AtomicU16, Ordering};
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let spread = u16::try_from(std::process::id() % 400).unwrap() * 20;
    loop {
        let port = 20_000 + spread + NEXT.fetch_add(1, Ordering::Relaxed) % 20;
        if let Ok(listener) = std::net::TcpListener::bind(("127.0.0.1", port)) {
            return listener.local_addr().unwrap();
        }
    }
}

impl World {
    /// Starts the bot beside the workspace and waits until it is ready.
    pub async fn start_bot(&self) {
        self.launch(self.bot_command()).await;
    }

    /// The same with one more variable.
    pub async fn start_bot_with(&self, variable: &str, value: &str) {
        let mut command = self.bot_command();
        command.env(variable, value);
        self.launch(command).await;
    }

    /// As [`World::bot_command`], without some of its variables.
    pub fn bot_command_without(&self, variables: &[&str]) -> Command {
        let mut command = self.bot_command();
        for variable in variables {
            command.env_remove(variable);
        }
        command
    }

    /// Starts the bot without some of its usual variables.
    pub async fn start_bot_without(&self, variables: &[&str]) {
        self.launch(self.bot_command_without(variables)).await;
    }

    /// Starts the bot by a command that leads to it.
    pub async fn launch(&self, command: Command) {
        let bot = self.beside(command).await;
        self.takes_the_stage(bot);
    }

    /// Starts a bot that the story keeps itself.
    pub async fn beside(&self, command: Command) -> Running {
        Running::start(command, "vouch ready ", &self.folder().join("bot.log")).await
    }

    /// From now on this is the bot that the story speaks of, and that is there at its end.
    pub fn takes_the_stage(&self, bot: Running) {
        self.stage.borrow_mut().bot = Some(bot);
    }

    /// The bot's process, by its number.
    pub fn bot_process(&self) -> u32 {
        self.stage.borrow().bot.as_ref().expect("the bot runs apart").id()
    }

    /// Where the workspace pushes deliveries to, whoever listens there.
    pub fn push_address(&self) -> std::net::SocketAddr {
        self.stage.borrow().push.expect("deliveries are pushed")
    }

    /// From now on the bot and commands use another database, which goes when the story ends.
    pub fn moves_to(&self, database: Database) {
        self.stage.borrow_mut().database_url.clone_from(&database.url);
        self.further.borrow_mut().push(database);
    }

    /// The bot with the story's platform, its tokens and set-up, as somebody would start it by hand.
    pub fn bot_command(&self) -> Command {
        let mut command = self.stage.borrow().command();
        command.env("VOUCH_SETUP", self.setup_file());
        match self.platform {
            Platform::Slack => self.on_slack(&mut command),
            Platform::Discord => self.on_discord(&mut command),
        }
        command
    }

    /// With this the bot is in the world's workspaces.
    pub fn on_slack(&self, command: &mut Command) {
        let stage = self.stage.borrow();
        command.env("SLACK_API_BASE_URL", format!("{}api", stage.base()));
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let installed = self.facts["teams"].as_array().unwrap().iter();
        for team in installed.filter(|team| team["installed"] == true) {
            let home = team["role"] == "vendor";
            let variable = if home { "SLACK_BOT_TOKEN" } else { "VOUCH_TOKEN_SOUTH" };
            command.env(variable, text(&team["bot_token"]));
            // In a world of many workspaces each has its own.
            command.env(format!("TOKEN_{}", text(&team["id"])), text(&team["bot_token"]));
        }
        let app = &self.facts["app"];
        match stage.push {
            Some(addr) => command
                .env("SLACK_SIGNING_SECRET", text(&app["signing_secret"]))
                .env("VOUCH_HTTP_ADDR", addr.to_string()),
            None => command.env("SLACK_APP_TOKEN", text(&app["app_token"])),
        };
    }

    /// With this the bot is in the world's server.
    pub fn on_discord(&self, command: &mut Command) {
        let base = format!("{}discord", self.stage.borrow().base());
        command.env("DISCORD_API_BASE_URL", base);
        for (variable, fact) in [
            ("DISCORD_BOT_TOKEN", "bot_token"),
            ("DISCORD_APPLICATION_ID", "application_id"),
            ("DISCORD_GUILD_ID", "guild_id"),
        ] {
            command.env(variable, self.facts["discord"][fact].as_str().unwrap());
        }
    }

    /// What the bot printed about itself when it was ready.
    pub fn bot_ready(&self) -> Value {
        self.stage.borrow().bot.as_ref().expect("the bot runs apart").ready.clone()
    }

    /// Where a browser reaches the bot.
    pub fn website(&self) -> String {
        let stage = self.stage.borrow();
        let bot = stage.bot.as_ref().or(stage.workspace.as_ref()).expect("the bot runs");
        format!("http://{}", bot.ready["http"].as_str().expect("it says where"))
    }

    /// What the bot printed before it was ready.
    pub fn bot_printed(&self) -> Vec<String> {
        let stage = self.stage.borrow();
        let bot = stage.bot.as_ref().or(stage.workspace.as_ref());
        bot.expect("the bot runs").printed.clone()
    }

    /// A page of one of the bot's two listeners: its status and its text.
    pub async fn page(&self, listener: &str, path: &str) -> (u16, String) {
        let addr = self.bot_ready()[listener].as_str().unwrap().to_owned();
        let page = self.http.get(format!("http://{addr}{path}")).send().await.unwrap();
        (page.status().as_u16(), page.text().await.unwrap())
    }

    /// The operator's page of numbers.
    pub async fn numbers(&self) -> String {
        self.page("admin", "/metrics").await.1
    }

    pub fn signing_secret(&self) -> &str {
        self.facts["app"]["signing_secret"].as_str().unwrap()
    }

    /// Pushes a body as Slack does, signed with `secret` at `at`; gives the status.
    pub async fn pushes_signed(&self, secret: &str, at: i64, body: &str) -> u16 {
        self.push(secret, at, body).await.status().as_u16()
    }

    /// Pushes a body as Slack does; gives status and text of the answer.
    pub async fn pushes(&self, body: &str) -> (u16, String) {
        let now = Utc::now().timestamp();
        let answer = self.push(self.signing_secret(), now, body).await;
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn push(&self, secret: &str, at: i64, body: &str) -> reqwest::Response {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("v0:{at}:{body}").as_bytes());
        let signature = format!("v0={}", hex::encode(mac.finalize().into_bytes()));
        let addr = self.bot_ready()["http"].as_str().unwrap().to_owned();
        let push = self
            .http
            .post(format!("http://{addr}/slack/events"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Slack-Request-Timestamp", at.to_string())
            .header("X-Slack-Signature", signature)
            .body(body.to_owned());
        push.send().await.unwrap()
    }

    pub(super) async fn settle_apart(&self) {
        let body = serde_json::json!({ "timeout_ms": 30_000, "quiet_ms": 50 });
        let rest = async {
            loop {
                let settled = self.post("settle", &body).await;
                let (_, page) = self.page("admin", "/readyz").await;
                let state: Value = serde_json::from_str(&page).unwrap();
                let still = state["inbox_waiting"] == 0 && state["outbox_waiting"] == 0;
                if settled["settled"] == true && still {
                    return;
                }
            }
        };
        tokio::time::timeout(PATIENCE, rest).await.expect("it comes to rest");
    }

    /// Messages that wait in the bot's outbox.
    pub async fn waits_to_be_said(&self) -> u64 {
        let (_, page) = self.page("admin", "/readyz").await;
        let state: Value = serde_json::from_str(&page).unwrap();
        state["outbox_waiting"].as_u64().unwrap()
    }

    /// Waits until nothing is left to be said, as long as it goes on: with much to post, one a second.
    pub async fn settle_in_the_end(&self) {
        // A process that was killed keeps what it had taken for up to five seconds; and what was
        // tried in vain several times waits for up to a minute.
        const STUCK: Duration = Duration::from_secs(120);
        let mut look = tokio::time::interval(Duration::from_millis(100));
        let (mut fewest, mut since) = (u64::MAX, Instant::now());
        loop {
            look.tick().await;
            let waiting = self.waits_to_be_said().await;
            if waiting == 0 {
                return self.settle_apart().await;
            }
            if waiting < fewest {
                (fewest, since) = (waiting, Instant::now());
            }
            assert!(since.elapsed() < STUCK, "{waiting} messages wait, and none goes out");
        }
    }

    /// Runs a `vouch` command beside whatever runs, on the same database.
    pub async fn command(&self, words: &[&str]) -> Output {
        let mut command = self.stage.borrow().command();
        command.args(words);
        run(command).await
    }
}

impl Stage {
    /// Stands in while everything is down.
    pub(super) const fn nothing() -> Self {
        Self {
            workspace: None,
            bot: None,
            wire: None,
            push: None,
            folder: PathBuf::new(),
            database_url: String::new(),
            world: None,
        }
    }
}
