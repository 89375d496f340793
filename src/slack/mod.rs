//! Slack, both ways: what people do there as [`crate::chat::inbound`], what we say there as Block
//! Kit. The only user of slack-morphism, whose types stay in this folder; it takes no decision.
//!
//! In: [`socket`] (Socket Mode) and [`http`] (signed requests) hand each delivery to [`answer`],
//! which reads it ([`decode`]), asks the [`crate::chat::Intake`] and gives Slack the acknowledgement
//! together with what the reply says. Out: [`send`] draws ([`render`]) and calls ([`api`]). Other
//! workspaces come in by [`oauth`].
//! Start with [`answer`]. docs/slack.md has the facts and where they come from.
//!
//! [`signature`], [`decode`] and [`render`] are pure and open to all, so that property tests, `fuzz/`
//! and `benches/` call what the adapter calls.

mod action;
mod answer;
mod api;
pub mod decode;
mod examine;
mod http;
pub mod oauth;
mod pictures;
pub mod render;
mod send;
pub mod signature;
mod socket;

#[cfg(test)]
mod testing;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

use crate::chat::{Boxed, SendError};
use crate::config::{BaseUrl, Client};
use crate::secret::Secret;

use api::Api;
pub use examine::Examined;

/// The events that the manifest subscribes to: mentions, messages to the app alone, Homes that are
/// opened, and what becomes of channels, people and installations. No talk in channels is among them.
pub const EVENTS: &[&str] = &[
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_id_changed",
    "channel_left",
    "channel_rename",
    "channel_shared",
    "channel_unarchive",
    "channel_unshared",
    "group_archive",
    "group_left",
    "group_rename",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.im",
    "tokens_revoked",
    "user_change",
];

/// The scopes that the manifest asks for: those that the calls and events need, and no others.
pub const SCOPES: &[&str] = &[
    "app_mentions:read",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:read",
    "im:history",
    "im:write",
    "pins:write",
    "team:read",
    "usergroups:read",
    "users:read",
];

/// The token of one installation.
pub type Token = Secret<String>;

/// Where deliveries by HTTP arrive.
pub const DELIVERIES: &str = "/slack/events";

/// A delivery is acknowledged this long after its receipt at the latest, once the intake has
/// answered; Slack waits 3 s. Source: Slack, "Handling user interaction", "Acknowledgment response".
const PATIENCE: Duration = Duration::from_secs(2);

/// Which token speaks for a workspace. Implemented over the installations table.
pub trait Installs: Send + Sync {
    /// The bot token of the installation in `workspace`; none where there is no live one.
    fn token<'a>(&'a self, workspace: &'a str) -> Boxed<'a, Option<Token>>;
}

/// What the adapter has to be told.
pub struct SlackSettings {
    /// Everything before the method, and which sockets a token may go to.
    pub base_url: BaseUrl,
    pub installs: Arc<dyn Installs>,
    /// The vendor's own bot token; [`Slack::connect`] asks whose it is.
    pub home_token: Token,
    /// Opens the socket connections.
    pub app_token: Option<Token>,
    /// Proves that an HTTP delivery is Slack's.
    pub signing_secret: Option<Secret>,
    /// Who the app is, where other workspaces may install it.
    pub client: Option<Client>,
}

/// Whose workspace the home token opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    pub workspace: String,
    /// The workspace's name, for the person who starts the program.
    pub name: String,
    pub bot_user: String,
}

/// Why nothing could be started, in one sentence for the person who starts the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoStart {
    /// A setting is wrong: another start would end the same way.
    Wrong(String),
    /// Slack is away at present: another start may go well.
    Away(String),
}

/// The adapter. One for the whole process, shared by sender, sockets and HTTP routes.
pub struct Slack {
    api: Api,
    settings: SlackSettings,
    patience: Duration,
    /// The app that Slack says the home token is of; nothing where it does not say.
    app: OnceLock<String>,
    /// Work that outlives the connection it came by.
    tasks: TaskTracker,
    sockets_open: AtomicUsize,
    /// Answers to people that Slack has refused for the moment.
    again: AtomicU64,
}

impl Slack {
    /// # Errors
    /// One sentence for the person who starts the program.
    pub fn new(settings: SlackSettings) -> Result<Arc<Self>, String> {
        Self::with_patience(settings, PATIENCE)
    }

    fn with_patience(settings: SlackSettings, patience: Duration) -> Result<Arc<Self>, String> {
        Ok(Arc::new(Self {
            api: Api::new(settings.base_url.as_str())?,
            settings,
            patience,
            app: OnceLock::new(),
            tasks: TaskTracker::new(),
            sockets_open: AtomicUsize::new(0),
            again: AtomicU64::new(0),
        }))
    }

    /// Asks Slack whose token the home token is.
    ///
    /// # Errors
    /// [`NoStart`].
    pub async fn connect(&self) -> Result<Home, NoStart> {
        let answer = self.api.post(&self.settings.home_token, "auth.test", &json!({})).await;
        let answer = answer.map_err(|error| no_start("SLACK_BOT_TOKEN", &error))?;
        let id = |name: &str| answer[name].as_str().map(str::to_owned);
        if let Some(app) = id("app_id") {
            self.app.get_or_init(|| app);
        }
        match (id("team_id"), id("user_id")) {
            (Some(workspace), Some(bot_user)) => {
                Ok(Home { workspace, name: id("team").unwrap_or_default(), bot_user })
            }
            _ => Err(NoStart::Wrong(
                "SLACK_BOT_TOKEN is not a bot token of a workspace; it starts with xoxb-."
                    .to_owned(),
            )),
        }
    }

    /// How many socket connections stand at present.
    #[must_use]
    pub fn sockets_open(&self) -> usize {
        self.sockets_open.load(Ordering::SeqCst)
    }

    /// Waits until nothing that was taken is still in hand. The caller limits the time.
    pub async fn finish(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Calls a method with the token of `workspace`.
    async fn call(
        &self,
        workspace: &str,
        method: &'static str,
        body: &Value,
    ) -> Result<Value, SendError> {
        let token = self.token(workspace).await?;
        self.api.post(&token, method, body).await
    }

    async fn token(&self, workspace: &str) -> Result<Token, SendError> {
        let none = || SendError::InstallDead { code: "no_token".to_owned() };
        self.settings.installs.token(workspace).await.ok_or_else(none)
    }
}

fn no_start(variable: &str, error: &SendError) -> NoStart {
    let sentence = sentence(variable, error);
    match error {
        SendError::Passing { .. } | SendError::RateLimited { .. } | SendError::Unknown => {
            NoStart::Away(sentence)
        }
        SendError::InstallDead { .. }
        | SendError::ChannelDead { .. }
        | SendError::PersonGone { .. }
        | SendError::MessageGone { .. }
        | SendError::FormGone { .. }
        | SendError::Ours { .. } => NoStart::Wrong(sentence),
    }
}

/// What went wrong with a token at the start, for the person who set `variable`.
fn sentence(variable: &str, error: &SendError) -> String {
    match error {
        SendError::InstallDead { code } => {
            format!("Slack does not accept the token in {variable} ({code}).")
        }
        SendError::Passing { code } => {
            format!("Slack cannot be reached at SLACK_API_BASE_URL at present ({code}).")
        }
        SendError::RateLimited { after, .. } => {
            format!("Slack asks to wait {} s before the next start.", after.as_secs())
        }
        SendError::Unknown => {
            "What answers at SLACK_API_BASE_URL does not answer as Slack does.".to_owned()
        }
        SendError::ChannelDead { code }
        | SendError::PersonGone { code }
        | SendError::MessageGone { code }
        | SendError::FormGone { code }
        | SendError::Ours { code, .. } => {
            format!("Slack does not let the token in {variable} start ({code}).")
        }
    }
}
