//! Discord, both ways: what people do there as [`crate::chat::inbound`], what we say there as
//! content, embeds and components. The only user of serenity, whose types stay in this folder; it
//! takes no decision.
//!
//! In: [`gateway`] hands each frame to [`answer`], and so does [`http`] each signed request, which reads it ([`decode`]), asks the
//! [`crate::chat::Intake`] and gives Discord the answer. Out: [`send`] draws ([`render`]) and calls
//! ([`api`]). [`drafts`] keeps forms that Discord closes and we do not. Start with [`answer`].
//!
//! Of serenity only builders and numbers are used, without its client, its HTTP and its TLS: they
//! show no raw frame and lose what comes in while the bot restarts, cannot say how long Discord
//! asked to wait, drop what was typed into modals of today, and bring four open advisories along.
//! docs/discord.md has the facts and where they come from.
//!
//! [`decode`] and [`render`] are pure and open to all, so that tests call what the adapter calls.

mod answer;
mod api;
mod custom;
pub mod decode;
mod drafts;
mod examine;
mod forums;
mod gateway;
pub mod http;
mod register;
pub mod render;
mod rights;
mod roles;
mod rooms;
mod said;
mod send;
#[cfg(test)]
mod testing;
mod threads;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use reqwest::Method;
use tokio_util::task::TaskTracker;

use crate::chat::{Boxed, SendError};
use crate::clock::Clock;
use crate::config::BaseUrl;
use crate::secret::Secret;
use api::{Api, Call};
use drafts::Drafts;
pub use examine::{Examined, Hindrance, Reach};
pub use register::{Entry, Offered, Typed};

/// What the adapter has to find again after a restart. Implemented over the database.
pub trait Notes: Send + Sync {
    fn read<'a>(&'a self, name: &'a str) -> Boxed<'a, Result<Option<String>, NotNoted>>;

    fn write<'a>(&'a self, name: &'a str, text: String) -> Boxed<'a, Result<(), NotNoted>>;

    /// Whether this process may have the connection for the next [`HELD_FOR`]; asked again well
    /// before they are over. Of several processes on one token one has it.
    fn hold(&self) -> Boxed<'_, Result<bool, NotNoted>>;

    /// Lets another process have it at once.
    fn release(&self) -> Boxed<'_, ()>;
}

/// For how long a process that does not ask again still has the connection.
pub const HELD_FOR: TimeDelta = TimeDelta::seconds(5);

/// The database did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotNoted;

/// What the adapter has to be told.
pub struct DiscordSettings {
    /// Everything before `/api`, and which sockets a token may go to.
    pub base_url: BaseUrl,
    pub token: Secret,
    /// The application that people install.
    pub application: String,
    /// The vendor's server: the only one in which the bot works.
    pub guild: String,
    /// Proves that a delivery by HTTP is Discord's; without it there are none.
    pub public_key: Option<String>,
    /// Whether Discord tells us who leaves the server.
    pub members_intent: bool,
    pub notes: Arc<dyn Notes>,
    /// By which limits are counted.
    pub clock: Clock,
    /// The commands and menu entries that people find there.
    pub offered: Offered,
}

/// Who the bot is, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    pub guild: String,
    /// The server's name, for the person who starts the program.
    pub name: String,
    pub bot_user: String,
}

/// Why nothing could be started, in one sentence for the person who starts the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoStart {
    /// A setting is wrong: another start would end the same way.
    Wrong(String),
    /// Discord is away at present: another start may go well.
    Away(String),
    /// The bot is not in its server: it was never invited, or was put out.
    Out { bot_user: String, sentence: String },
}

impl NoStart {
    #[must_use]
    pub fn into_sentence(self) -> String {
        match self {
            Self::Wrong(sentence) | Self::Away(sentence) | Self::Out { sentence, .. } => sentence,
        }
    }
}

/// The adapter. One for the whole process, shared by sender and connection.
pub struct Discord {
    api: Api,
    settings: DiscordSettings,
    drafts: Drafts,
    /// Work that outlives the frame it came by.
    tasks: TaskTracker,
    standing: AtomicUsize,
    /// Conversations with one person, by the person.
    alone_with: Mutex<HashMap<String, String>>,
    /// Threads that are there.
    threads: Mutex<HashSet<String>>,
    /// Channels that take posts alone.
    forums: Mutex<HashSet<String>>,
    /// Interactions that are being answered.
    answering: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

impl Discord {
    /// # Errors
    /// One sentence for the person who starts the program.
    pub fn new(settings: DiscordSettings) -> Result<Arc<Self>, String> {
        Ok(Arc::new(Self {
            api: Api::new(&settings.base_url, settings.token.clone(), settings.clock.clone())?,
            drafts: Drafts::new(settings.notes.clone()),
            settings,
            tasks: TaskTracker::new(),
            standing: AtomicUsize::new(0),
            alone_with: Mutex::default(),
            threads: Mutex::default(),
            forums: Mutex::default(),
            answering: Mutex::default(),
        }))
    }

    /// Asks Discord whose token it is, and whether the bot is in its server.
    ///
    /// # Errors
    /// [`NoStart`].
    pub async fn connect(&self) -> Result<Home, NoStart> {
        let me = Call::new("get_me", Method::GET, "", "/users/@me".to_owned());
        let me = self.api.call(me).await.map_err(|error| no_start(&error))?;
        let bot_user = me["id"].as_str().ok_or_else(|| {
            NoStart::Wrong("What answers at DISCORD_API_BASE_URL is not Discord.".to_owned())
        })?;
        let bot_user = bot_user.to_owned();
        let guild = self.settings.guild.clone();
        let asked = Call::new("get_guild", Method::GET, &guild, format!("/guilds/{guild}"));
        let server = self.api.call(asked).await.map_err(|error| match error {
            SendError::ChannelDead { code } | SendError::Ours { code, .. } => NoStart::Out {
                bot_user: bot_user.clone(),
                sentence: format!(
                    "The bot is not in the server that DISCORD_GUILD_ID names ({code}). Invite it first."
                ),
            },
            other => no_start(&other),
        })?;
        let name = server["name"].as_str().unwrap_or_default().to_owned();
        Ok(Home { guild, name, bot_user })
    }

    /// How many connections stand at present: one, or none.
    #[must_use]
    pub fn standing(&self) -> usize {
        self.standing.load(Ordering::SeqCst)
    }

    /// Waits until nothing that was taken is still in hand. The caller limits the time.
    pub async fn finish(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}

fn no_start(error: &SendError) -> NoStart {
    let sentence = sentence(error);
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

/// What went wrong at the start, for the person who set the variables.
fn sentence(error: &SendError) -> String {
    match error {
        SendError::InstallDead { code } => {
            format!("Discord does not accept the token in DISCORD_BOT_TOKEN ({code}).")
        }
        SendError::Passing { code } => {
            format!("Discord cannot be reached at DISCORD_API_BASE_URL at present ({code}).")
        }
        SendError::RateLimited { after, .. } => {
            format!("Discord asks to wait {} s before the next start.", after.as_secs())
        }
        SendError::Unknown => {
            "What answers at DISCORD_API_BASE_URL does not answer as Discord does.".to_owned()
        }
        SendError::Ours { code, detail } => {
            format!("Discord refuses the start ({code} {detail}).")
        }
        SendError::ChannelDead { code }
        | SendError::PersonGone { code }
        | SendError::MessageGone { code }
        | SendError::FormGone { code } => format!("Discord refuses the start ({code})."),
    }
}
