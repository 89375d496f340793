//! The workspaces, their people and channels, and everything said in them: what outlives a restart.
//!
//! Plain data and look-ups. What a bot may do to it is in `webapi`, what a person may do in
//! `control`; the first content is in `world/seed.rs`, the file on disk in `world/keep.rs`.

pub mod described;
pub mod files;
pub mod keep;
pub mod later;
pub mod seed;
pub mod setup;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::discord::Guild;
use files::File;
use later::Scheduled;

/// Everything that is kept.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct World {
    /// The text that sets a bot up for this world; empty in the empty world.
    pub setup: String,
    pub teams: Vec<Team>,
    pub people: Vec<Person>,
    pub channels: Vec<Channel>,
    /// A world kept by an older sandbox has none.
    #[serde(default)]
    pub groups: Vec<UserGroup>,
    pub dms: Vec<Dm>,
    /// By conversation id, oldest first.
    pub messages: BTreeMap<String, Vec<Message>>,
    /// By person id.
    pub screens: BTreeMap<String, Screen>,
    #[serde(default)]
    pub files: Vec<File>,
    #[serde(default)]
    pub scheduled: Vec<Scheduled>,
    /// The Discord server beside the workspaces, where there is one.
    #[serde(default)]
    pub discord: Option<Guild>,
    /// Tokens that were taken back; whoever uses one is told so.
    pub revoked_tokens: Vec<String>,
    /// The latest message time given out, in microseconds; the next one is later.
    pub last_ts_us: i64,
    /// Numbers the ids made while running.
    pub last_id: u64,
    /// Set at every start.
    #[serde(skip)]
    pub here: Here,
}

/// What holds for as long as a sandbox runs.
#[derive(Clone, Debug, Default)]
pub struct Here {
    /// "http://127.0.0.1:8700", without a slash at its end.
    pub base: String,
    /// The manifest's name for the app.
    pub app_name: String,
}

/// A workspace.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Team {
    pub id: String,
    pub name: String,
    pub domain: String,
    pub role: TeamRole,
    /// The app in this workspace, where it is installed.
    pub install: Option<Install>,
    /// How often the app was installed: each time brings a new token.
    pub installs: u32,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TeamRole {
    Vendor,
    Partner,
}

/// One installation of the app.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Install {
    pub bot_token: String,
    pub bot_user_id: String,
    pub bot_id: String,
    /// What it may do; all of the manifest where nobody was asked.
    #[serde(default)]
    pub scopes: Option<BTreeSet<String>>,
}

/// A human member of a workspace.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Person {
    pub id: String,
    pub team_id: String,
    pub name: String,
    pub handle: String,
    pub email: String,
    /// As GET world spells them.
    pub roles: Vec<String>,
    pub guest: bool,
    pub deactivated: bool,
    /// The language they use Slack in, like "de-DE".
    #[serde(default = "american")]
    pub locale: String,
    /// In which time zone they live; none where their profile does not say.
    #[serde(default)]
    pub tz: Option<String>,
}

/// What Slack takes where nobody has chosen.
fn american() -> String {
    seed::LOCALE.to_owned()
}

/// A user group of a workspace.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct UserGroup {
    pub id: String,
    pub team_id: String,
    pub name: String,
    pub handle: String,
    /// People of the workspace, guests included.
    pub members: Vec<String>,
}

/// A channel, shared or not.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Channel {
    pub id: String,
    pub name: String,
    /// As GET world spells it.
    pub audience: String,
    pub host_team: String,
    pub teams: Vec<String>,
    /// People only.
    pub members: Vec<String>,
    /// Workspaces whose installation of the app is in the channel.
    pub bots: Vec<String>,
    pub archived: bool,
    /// Found by its members only; a world kept by an older sandbox has none.
    #[serde(default)]
    pub private: bool,
    pub pins: Vec<Pin>,
    pub bookmarks: Vec<Value>,
    pub created: i64,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Pin {
    pub ts: String,
    pub by: String,
    pub at: i64,
}

/// A direct conversation between a person and one installation of the app.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Dm {
    pub id: String,
    pub team_id: String,
    pub user: String,
}

/// One message, as it stands now.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Message {
    pub ts: String,
    /// The root's time where this is a reply.
    pub thread_ts: Option<String>,
    /// A person, or an installation's bot user.
    pub author: String,
    /// The installation that posted it; none for people.
    pub app_team: Option<String>,
    pub text: String,
    pub blocks: Value,
    /// The one person who sees it.
    pub only_for: Option<String>,
    pub edited: bool,
    pub deleted: bool,
    pub metadata: Value,
    /// Name of the reaction and who gave it.
    pub reactions: Vec<(String, String)>,
    /// Ids of the files it shows.
    #[serde(default)]
    pub files: Vec<String>,
}

/// What one person has in front of them besides the channels.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Screen {
    /// Bottom first, at most three.
    pub views: Vec<View>,
    /// By installation; a person mostly has one.
    pub home: Option<View>,
    pub toasts: Vec<String>,
}

/// A modal or a Home.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct View {
    pub id: String,
    pub user: String,
    /// The installation that opened it: its token alone may change it.
    pub app_team: String,
    pub root_view_id: String,
    pub previous_view_id: Option<String>,
    pub hash: String,
    /// As the app sent it: type, title, blocks (each with a `block_id`), and so on.
    pub definition: Value,
    /// `state.values` as Slack delivers it: block id, then action id.
    pub values: BTreeMap<String, BTreeMap<String, Value>>,
    /// By block id.
    pub errors: BTreeMap<String, String>,
}

impl View {
    /// A text of the definition, empty where there is none.
    #[must_use]
    pub fn text(&self, key: &str) -> &str {
        self.definition[key].as_str().unwrap_or_default()
    }

    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        self.definition[key].as_bool().unwrap_or(false)
    }

    /// Its blocks, none when it has none.
    #[must_use]
    pub fn blocks(&self) -> &[Value] {
        self.definition["blocks"].as_array().map_or(&[], Vec::as_slice)
    }
}

impl Channel {
    /// Whether the installation of a workspace knows that the channel is there: a private one only
    /// while it is in it.
    #[must_use]
    pub fn known_to(&self, team_id: &str) -> bool {
        let inside = |teams: &[String]| teams.iter().any(|team| team == team_id);
        inside(&self.teams) && (!self.private || inside(&self.bots))
    }
}

impl World {
    #[must_use]
    pub fn team(&self, id: &str) -> Option<&Team> {
        self.teams.iter().find(|team| team.id == id)
    }

    pub fn team_mut(&mut self, id: &str) -> Option<&mut Team> {
        self.teams.iter_mut().find(|team| team.id == id)
    }

    #[must_use]
    pub fn vendor(&self) -> Option<&Team> {
        self.teams.iter().find(|team| team.role == TeamRole::Vendor)
    }

    #[must_use]
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    #[must_use]
    pub fn channel(&self, id: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    pub fn channel_mut(&mut self, id: &str) -> Option<&mut Channel> {
        self.channels.iter_mut().find(|channel| channel.id == id)
    }

    /// Whether a channel is private. An id that begins with G is one from before March 2021, when
    /// private channels had a letter of their own.
    #[must_use]
    pub fn is_private(&self, channel: &str) -> bool {
        channel.starts_with('G') || self.channel(channel).is_some_and(|channel| channel.private)
    }

    #[must_use]
    pub fn dm(&self, id: &str) -> Option<&Dm> {
        self.dms.iter().find(|dm| dm.id == id)
    }

    /// The workspaces whose installation of the app sees what is in a conversation.
    #[must_use]
    pub fn apps_in(&self, conversation: &str) -> Vec<&Team> {
        let inside = |team: &&Team| match self.channel(conversation) {
            Some(channel) => channel.bots.contains(&team.id),
            None => self.dm(conversation).is_some_and(|dm| dm.team_id == team.id),
        };
        self.teams.iter().filter(|team| team.install.is_some()).filter(inside).collect()
    }

    /// The workspace whose installation has this bot user.
    #[must_use]
    pub fn bot_team(&self, bot_user: &str) -> Option<&Team> {
        self.teams
            .iter()
            .find(|team| team.install.as_ref().is_some_and(|app| app.bot_user_id == bot_user))
    }

    /// Whether a person sees what is in a conversation.
    #[must_use]
    pub fn is_member(&self, conversation: &str, user: &str) -> bool {
        match self.channel(conversation) {
            Some(channel) => channel.members.iter().any(|member| member == user),
            None => self.dm(conversation).is_some_and(|dm| dm.user == user),
        }
    }

    /// The id of the direct conversation of an installation with a person: made of the person's own,
    /// so that it is the same on every machine in whatever order conversations are opened. The
    /// vendor's comes without a mark.
    #[must_use]
    pub fn dm_id(&self, team_id: &str, user: &str) -> String {
        let vendor = self.vendor().is_some_and(|vendor| vendor.id == team_id);
        let mark = if vendor { "" } else { team_id.get(1..).unwrap_or_default() };
        format!("D{}{mark}", user.get(1..).unwrap_or_default())
    }

    /// The direct conversation of an installation with a person, made when there is none.
    pub fn open_dm(&mut self, team_id: &str, user: &str) -> String {
        if let Some(dm) = self.dms.iter().find(|dm| dm.team_id == team_id && dm.user == user) {
            return dm.id.clone();
        }
        let id = self.dm_id(team_id, user);
        self.dms.push(Dm { id: id.clone(), team_id: team_id.to_owned(), user: user.to_owned() });
        id
    }

    #[must_use]
    pub fn message(&self, conversation: &str, ts: &str) -> Option<&Message> {
        self.messages.get(conversation)?.iter().find(|message| message.ts == ts)
    }

    pub fn message_mut(&mut self, conversation: &str, ts: &str) -> Option<&mut Message> {
        self.messages.get_mut(conversation)?.iter_mut().find(|message| message.ts == ts)
    }

    pub fn screen_mut(&mut self, user: &str) -> &mut Screen {
        self.screens.entry(user.to_owned()).or_default()
    }

    /// An open modal or a Home, by its id.
    #[must_use]
    pub fn view(&self, id: &str) -> Option<&View> {
        self.screens
            .values()
            .flat_map(|screen| screen.views.iter().chain(&screen.home))
            .find(|view| view.id == id)
    }

    pub fn view_mut(&mut self, id: &str) -> Option<&mut View> {
        self.screens
            .values_mut()
            .flat_map(|screen| screen.views.iter_mut().chain(&mut screen.home))
            .find(|view| view.id == id)
    }

    /// A message time that no other message has: the present, or just after the last one given.
    pub fn next_ts(&mut self, now: DateTime<Utc>) -> String {
        self.last_ts_us = now.timestamp_micros().max(self.last_ts_us + 1);
        format!("{:010}.{:06}", self.last_ts_us / 1_000_000, self.last_ts_us % 1_000_000)
    }

    /// An id nobody else has: the letter of its kind, then a running number.
    pub fn next_id(&mut self, letter: &str) -> String {
        self.last_id += 1;
        format!("{letter}0SBX{:07}", self.last_id)
    }

    /// Adds a message at the end of a conversation.
    pub fn add_message(&mut self, conversation: &str, message: Message) {
        self.messages.entry(conversation.to_owned()).or_default().push(message);
    }
}

/// The instant of a message time.
#[must_use]
pub fn instant_of(ts: &str) -> Option<DateTime<Utc>> {
    let (seconds, micros) = ts.split_once('.')?;
    let us = seconds.parse::<i64>().ok()?.checked_mul(1_000_000)? + micros.parse::<i64>().ok()?;
    DateTime::from_timestamp_micros(us)
}
