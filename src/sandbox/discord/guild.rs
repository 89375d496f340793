//! The server, its members, roles and channels, and everything said there: what outlives a restart.
//!
//! Plain data and look-ups. Who may do what is in `rights`, the first content in `seed`.

pub mod rights;
pub mod seed;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Milliseconds from 1970 to the first moment of 2015, where Discord's ids begin to count.
/// Source: Discord, "Snowflakes".
const EPOCH_MS: i64 = 1_420_070_400_000;

/// A text channel, as the API numbers kinds.
pub const TEXT: u64 = 0;
/// A conversation between the bot and one person.
pub const DIRECT: u64 = 1;
pub const PUBLIC_THREAD: u64 = 11;
pub const PRIVATE_THREAD: u64 = 12;
/// A channel of posts, each a thread with a first message of its own.
pub const FORUM: u64 = 15;

/// Flag of a forum in which each post has to bear a tag.
pub const REQUIRE_TAG: u64 = 1 << 4;

/// Flag of a message that one person sees.
pub const EPHEMERAL: u64 = 1 << 6;
/// Flag of the placeholder of a deferred answer.
pub const LOADING: u64 = 1 << 7;
/// Flag of a message made of components alone.
pub const V2: u64 = 1 << 15;

/// Everything that is kept of the server.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Guild {
    pub id: String,
    pub name: String,
    /// Whether the bot is in the server.
    pub bot_present: bool,
    /// The bot's own roles.
    pub bot_roles: Vec<String>,
    pub roles: Vec<Role>,
    /// People only; who left stays here, marked.
    pub members: Vec<Member>,
    /// Threads and direct conversations, too.
    pub channels: Vec<Channel>,
    /// By channel, oldest first.
    pub messages: BTreeMap<String, Vec<Message>>,
    /// The bot's commands, each with its id.
    pub commands: Vec<Value>,
    /// Where interactions go by HTTP; by the Gateway when there is no such address.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// Privileged intents that are switched on for the application.
    #[serde(default)]
    pub granted_intents: u64,
    /// By person.
    pub screens: BTreeMap<String, Screen>,
    /// The latest id given out; the next one is larger.
    pub last_id: u64,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Role {
    pub id: String,
    pub name: String,
    /// A role changes only those below it.
    pub position: u64,
    pub permissions: u64,
    /// The bot's own role, which nobody gives or takes.
    pub managed: bool,
}

/// A person in the server.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Member {
    pub id: String,
    /// The same person's id on the Slack side.
    pub same_person: String,
    /// What Discord shows as their name.
    pub name: String,
    pub username: String,
    /// A name in this server alone.
    pub nick: Option<String>,
    /// Role ids.
    pub roles: Vec<String>,
    /// As GET world spells them.
    pub world_roles: Vec<String>,
    pub locale: String,
    /// Gone from the server.
    pub left: bool,
    /// Takes no direct messages.
    pub closed: bool,
}

impl Member {
    /// The name that others read.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.nick.as_deref().unwrap_or(&self.name)
    }
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Channel {
    pub id: String,
    pub kind: u64,
    pub name: String,
    /// What stands above the channel.
    #[serde(default)]
    pub topic: Option<String>,
    /// As GET world spells it; empty for threads and direct conversations.
    pub audience: String,
    pub overwrites: Vec<Overwrite>,
    /// The channel that a thread belongs to.
    pub parent: Option<String>,
    /// Who is in a private thread or a direct conversation.
    pub people: Vec<String>,
    pub archived: bool,
    pub locked: bool,
    /// Who began a thread; the bot where nobody is named.
    #[serde(default)]
    pub owner: Option<String>,
    /// What a forum's posts may be tagged with, and whether one tag is required.
    #[serde(default)]
    pub tags: Vec<Tag>,
    #[serde(default)]
    pub wants_tag: bool,
    /// The tags of a post, by id.
    #[serde(default)]
    pub tagged: Vec<String>,
}

/// What a post in a forum may be tagged with.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Tag {
    pub id: String,
    pub name: String,
    /// Given by moderators alone.
    pub moderated: bool,
}

impl Channel {
    #[must_use]
    pub fn is_thread(&self) -> bool {
        self.kind == PUBLIC_THREAD || self.kind == PRIVATE_THREAD
    }

    #[must_use]
    pub fn is_forum(&self) -> bool {
        self.kind == FORUM
    }

    /// Who began it, where it is a thread.
    #[must_use]
    pub fn owner(&self) -> &str {
        self.owner.as_deref().unwrap_or(seed::BOT_USER_ID)
    }
}

/// What a channel changes about the rights of a role or of one member.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Overwrite {
    pub id: String,
    /// Whether the id is a member's; else it is a role's.
    pub of_member: bool,
    pub allow: u64,
    pub deny: u64,
}

/// One message, as it stands now.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Message {
    pub id: String,
    /// A member, or the bot.
    pub author: String,
    pub content: String,
    pub embeds: Value,
    pub components: Value,
    pub attachments: Vec<Attachment>,
    pub flags: u64,
    /// As the API numbers kinds: 0 for what was posted, 20 for the answer to a command.
    pub kind: u64,
    /// The one person who sees it.
    pub only_for: Option<String>,
    /// When it was last changed, in milliseconds.
    pub edited_ms: Option<i64>,
    pub deleted: bool,
    pub pinned: bool,
    /// When it was pinned, in milliseconds.
    pub pinned_ms: i64,
    pub nonce: Option<String>,
    pub pinged: Pinged,
    /// What it answers: a message, or an interaction.
    pub reply_to: Option<String>,
    pub interaction: Option<Value>,
}

/// Who was really pinged.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct Pinged {
    pub everyone: bool,
    pub roles: Vec<String>,
    pub users: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Attachment {
    pub id: String,
    pub name: String,
    pub description: Option<String>,
    pub media_type: String,
    pub size: usize,
}

/// What a person has in front of them besides the channels.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Screen {
    pub modal: Option<Modal>,
    pub toasts: Vec<String>,
}

/// An open form.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Modal {
    pub id: String,
    pub custom_id: String,
    pub title: String,
    /// As the bot sent them, each with its `id`.
    pub components: Value,
    /// By custom id: what was entered, a text, a list or a yes or no.
    pub values: BTreeMap<String, Value>,
    /// What the client itself complains about, by custom id.
    pub errors: BTreeMap<String, String>,
    pub channel: String,
    /// The message whose button opened it.
    pub message: Option<String>,
}

impl Guild {
    #[must_use]
    pub fn member(&self, id: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    pub fn member_mut(&mut self, id: &str) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.id == id)
    }

    #[must_use]
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    #[must_use]
    pub fn channel(&self, id: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    pub fn channel_mut(&mut self, id: &str) -> Option<&mut Channel> {
        self.channels.iter_mut().find(|channel| channel.id == id)
    }

    #[must_use]
    pub fn message(&self, channel: &str, id: &str) -> Option<&Message> {
        self.messages.get(channel)?.iter().find(|message| message.id == id)
    }

    pub fn message_mut(&mut self, channel: &str, id: &str) -> Option<&mut Message> {
        self.messages.get_mut(channel)?.iter_mut().find(|message| message.id == id)
    }

    /// Whether a channel is a post in a forum: its first message bears its own id.
    #[must_use]
    pub fn is_post(&self, id: &str) -> bool {
        let parent =
            self.channel(id).filter(|one| one.is_thread()).and_then(|one| one.parent.as_deref());
        parent.and_then(|parent| self.channel(parent)).is_some_and(Channel::is_forum)
    }

    pub fn add_message(&mut self, channel: &str, message: Message) {
        self.messages.entry(channel.to_owned()).or_default().push(message);
    }

    pub fn screen_mut(&mut self, user: &str) -> &mut Screen {
        self.screens.entry(user.to_owned()).or_default()
    }

    /// The conversation of the bot with a person, made when there is none.
    pub fn open_direct(&mut self, user: &str, now: DateTime<Utc>) -> String {
        let known = |one: &&Channel| one.kind == DIRECT && one.people.iter().any(|id| id == user);
        if let Some(channel) = self.channels.iter().find(known) {
            return channel.id.clone();
        }
        let id = self.next_id(now);
        let people = vec![user.to_owned()];
        self.channels.push(Channel { id: id.clone(), kind: DIRECT, people, ..Channel::default() });
        id
    }

    /// A snowflake: the present in its upper bits, and larger than any given out before.
    pub fn next_id(&mut self, now: DateTime<Utc>) -> String {
        let ms = u64::try_from(now.timestamp_millis() - EPOCH_MS).unwrap_or_default();
        self.last_id = (ms << 22).max(self.last_id + 1);
        self.last_id.to_string()
    }
}

/// When an id was made.
#[must_use]
pub fn instant_of(id: &str) -> Option<DateTime<Utc>> {
    let ms = i64::try_from(id.parse::<u64>().ok()? >> 22).ok()?;
    DateTime::from_timestamp_millis(ms + EPOCH_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_when_it_was_made_and_no_two_are_equal() {
        let now = DateTime::from_timestamp_millis(1_800_000_000_123).unwrap();
        let mut guild = Guild::default();
        let (first, second) = (guild.next_id(now), guild.next_id(now));
        assert_ne!(first, second);
        assert_eq!(instant_of(&first), Some(now));
        // A clock that was set back makes no id twice either.
        let earlier = guild.next_id(DateTime::UNIX_EPOCH);
        assert!(earlier.parse::<u64>().unwrap() > second.parse::<u64>().unwrap());
    }
}
