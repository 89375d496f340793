//! Forums: channels that take no messages but posts, each a thread under a name of its own with a first
//! message that bears the thread's id. Whatever is said in a forum is a post; what answers it, changes
//! it or takes it away happens in that thread.
//!
//! A nonce counts for messages alone, so Discord knows no copy of a post. Before one is made it is noted
//! which was the forum's newest; a later try looks for one of ours that is newer. What is said in one
//! channel is said in order, so that is this one and no other.
//!
//! Source: Discord, "Threads", "Forum and Media Channels"; "Start Thread in Forum or Media Channel".

#[cfg(test)]
mod tests;

use reqwest::Method;
use serde_json::{Value, json};

use super::api::Call;
use super::api::errors::OLD;
use super::render::words::label;
use super::said::{File, Said};
use super::send::{created, edited, lock, new_message};
use super::threads::{CLOSES, LOCKED, NAME, first_line};
use super::{Discord, NotNoted};
use crate::chat::view::{Message, Part};
use crate::chat::{SendError, Sent};

/// Kinds of channels that take posts alone: forum, media.
const KINDS: [u64; 2] = [15, 16];
/// Flag of a forum each of whose posts has to bear a tag. Source: Discord, "Channel Flags".
const REQUIRE_TAG: u64 = 1 << 4;
/// What a message is refused with where there can be none: no such kind of channel, none before a post,
/// not there.
const NO_MESSAGES: [&str; 3] = ["50008", "40058", "50024"];
/// How long an edit waits that was refused because there were too many.
const OLD_WAIT: std::time::Duration = std::time::Duration::from_secs(60);
/// What a post is called that was taken away and still stands there.
const NAMELESS: &str = "\u{2013}";

/// Whether a channel takes posts alone.
pub(super) fn is_forum(channel: &Value) -> bool {
    channel["type"].as_u64().is_some_and(|kind| KINDS.contains(&kind))
}

/// The tag that a post has to bear, where it has to bear one: the first that everybody may give, or
/// else the first.
fn tag(forum: &Value) -> Option<&str> {
    let tags = forum["available_tags"].as_array().filter(|_| wants_tag(forum))?;
    let open = tags.iter().find(|tag| tag["moderated"] != true);
    open.or(tags.first())?["id"].as_str()
}

fn wants_tag(forum: &Value) -> bool {
    forum["flags"].as_u64().is_some_and(|flags| flags & REQUIRE_TAG != 0)
}

/// Whether a post has to bear a tag and there is none that everybody may give.
pub(super) fn lacks_tag(channel: &Value) -> bool {
    let mut tags = channel["available_tags"].as_array().into_iter().flatten();
    is_forum(channel) && wants_tag(channel) && !tags.any(|tag| tag["moderated"] != true)
}

/// How far a post has come, as it is noted.
enum Noted {
    /// It is about to be made; this was the newest one before.
    After(u64),
    Made(String),
}

impl Noted {
    fn read(text: &str) -> Option<Self> {
        match text.split_once(' ')? {
            ("after", id) => Some(Self::After(id.parse().ok()?)),
            ("made", id) => Some(Self::Made(id.to_owned())),
            _ => None,
        }
    }

    fn write(&self) -> String {
        match self {
            Self::After(id) => format!("after {id}"),
            Self::Made(id) => format!("made {id}"),
        }
    }
}

impl Discord {
    /// Says something in a channel: as a message, or as a post where it is a forum. Which of them it is
    /// shows when a message is refused.
    pub(super) async fn say_in(
        &self,
        channel: &str,
        (message, said): (&Message, Said),
        once: Option<&str>,
    ) -> Result<Sent, SendError> {
        if !lock(&self.forums).contains(channel) {
            let refused = match self.create(channel, said.clone(), once).await {
                Err(error) if takes_no_messages(&error) => error,
                done => return done,
            };
            if !is_forum(&self.channel(channel).await?) {
                return Err(refused);
            }
            lock(&self.forums).insert(channel.to_owned());
        }
        let done = self.post_in(channel, &Post::of(message, said), once).await;
        // It can be tried again at any time: what was made is found.
        done.map_err(|error| match error {
            SendError::Unknown => SendError::Passing { code: "not_made".to_owned() },
            other => other,
        })
    }

    pub(super) async fn channel(&self, id: &str) -> Result<Value, SendError> {
        let call = Call::new("get_channel", Method::GET, id, format!("/channels/{id}"));
        self.api.call(call).await
    }

    async fn post_in(
        &self,
        forum: &str,
        post: &Post,
        once: Option<&str>,
    ) -> Result<Sent, SendError> {
        let name = once.map(|once| format!("post:{once}"));
        let name = name.as_deref();
        let (after, found) = match self.noted_of(name).await? {
            Some(Noted::Made(id)) => return Ok(standing(&id)),
            Some(Noted::After(after)) => (Some(after), self.made_since(forum, after).await?),
            None => (None, None),
        };
        let made = match found {
            Some(found) => found,
            None => self.make_noted(forum, post, (name, after)).await?,
        };
        // Without the note it is found where it stands.
        let _later = self.note(name, &Noted::Made(made.clone())).await;
        Ok(standing(&made))
    }

    async fn make_noted(
        &self,
        forum: &str,
        post: &Post,
        (name, after): (Option<&str>, Option<u64>),
    ) -> Result<String, SendError> {
        let seen = self.channel(forum).await?;
        // The newest post, also one that is closed. An empty forum has none.
        let newest = seen["last_message_id"].as_str().and_then(|id| id.parse().ok());
        let after = after.or(newest).unwrap_or_default();
        self.note(name, &Noted::After(after)).await?;
        match self.make_post(forum, post, tag(&seen)).await {
            // It may be there all the same.
            Err(SendError::Unknown) => {
                self.made_since(forum, after).await?.ok_or(SendError::Unknown)
            }
            done => done,
        }
    }

    async fn make_post(
        &self,
        forum: &str,
        post: &Post,
        tag: Option<&str>,
    ) -> Result<String, SendError> {
        let mut body = json!({
            "name": post.name,
            "auto_archive_duration": CLOSES,
            "message": post.body,
        });
        if let Some(tag) = tag {
            body["applied_tags"] = json!([tag]);
        }
        let path = format!("/channels/{forum}/threads");
        let call = Call::new("create_post", Method::POST, forum, path).with(body);
        let call = call.along(post.files.clone());
        let answer = self.api.call(call).await?;
        Ok(answer["id"].as_str().ok_or(SendError::Unknown)?.to_owned())
    }

    /// The first post of ours in a forum that is newer than `after`, also one that was closed since.
    async fn made_since(&self, forum: &str, after: u64) -> Result<Option<String>, SendError> {
        let (guild, bot) = (&self.settings.guild, self.own_user().await?);
        let active = Call::new(
            "active_threads",
            Method::GET,
            guild,
            format!("/guilds/{guild}/threads/active"),
        );
        let path = format!("/channels/{forum}/threads/archived/public");
        let archived = Call::new("archived_threads", Method::GET, forum, path);
        for call in [active, archived] {
            let answer = self.api.call(call).await?;
            let listed = answer["threads"].as_array().ok_or(SendError::Unknown)?;
            let ours = listed
                .iter()
                .filter(|one| one["parent_id"] == forum && one["owner_id"] == bot.as_str());
            let ids = ours.filter_map(|one| one["id"].as_str()?.parse::<u64>().ok());
            if let Some(found) = ids.filter(|id| *id > after).min() {
                return Ok(Some(found.to_string()));
            }
        }
        Ok(None)
    }

    async fn noted_of(&self, name: Option<&str>) -> Result<Option<Noted>, SendError> {
        let Some(name) = name else { return Ok(None) };
        let text = self.settings.notes.read(name).await.map_err(not_noted)?;
        Ok(text.as_deref().and_then(Noted::read))
    }

    async fn note(&self, name: Option<&str>, noted: &Noted) -> Result<(), SendError> {
        let Some(name) = name else { return Ok(()) };
        self.settings.notes.write(name, noted.write()).await.map_err(not_noted)
    }

    /// Says something below the first message of a post.
    pub(super) async fn answer_post(
        &self,
        post: &str,
        said: &Said,
        once: Option<&str>,
    ) -> Result<Sent, SendError> {
        let call = || new_message(post, said.clone(), once);
        let answer = self.in_open(post, call).await.map_err(of_post)?;
        created(post, &answer)
    }

    /// Draws the first message of a post anew. Nothing else may be taken away for it: below it stands
    /// what people have said to it, so an edit that is one too many waits.
    pub(super) async fn redraw_post(
        &self,
        post: &str,
        message: &Message,
    ) -> Result<Sent, SendError> {
        match self.in_open(post, || edited(post, post, message)).await.map_err(of_post) {
            Err(SendError::MessageGone { code }) if code == OLD.to_string() => {
                Err(SendError::RateLimited { method: "edit_message", after: OLD_WAIT })
            }
            done => done.map(|_| standing(post)),
        }
    }

    /// Takes a post away with all that stands below it. Without the right to manage threads its words
    /// go, its name with them, and it is closed.
    pub(super) async fn delete_post(&self, post: &str) -> Result<Sent, SendError> {
        let thread = || format!("/channels/{post}");
        let whole = Call::new("delete_post", Method::DELETE, post, thread());
        match self.api.call(whole).await {
            Err(SendError::ChannelDead { code }) if code == "50013" => {}
            done => return done.map_err(of_post).map(|_| standing(post)),
        }
        let words = || {
            let path = format!("/channels/{post}/messages/{post}");
            Call::new("delete", Method::DELETE, post, path)
        };
        match self.in_open(post, words).await.map_err(of_post) {
            // An earlier try has got as far as this.
            Ok(_) | Err(SendError::MessageGone { .. }) => {}
            Err(error) => return Err(error),
        }
        let closed = json!({ "name": NAMELESS, "archived": true });
        let call = Call::new("edit_thread", Method::PATCH, post, thread()).with(closed);
        if let Err(error) = self.api.call(call).await {
            tracing::warn!(%error, "a post that was taken away keeps its name");
        }
        Ok(standing(post))
    }
}

/// A post, as it is made.
struct Post {
    name: String,
    body: Value,
    files: Vec<File>,
}

impl Post {
    fn of(message: &Message, Said { body, files }: Said) -> Self {
        let title = message.parts.iter().find_map(|part| match part {
            Part::Title(title) => Some(label(title, NAME)),
            _ => None,
        });
        Self { name: title.unwrap_or_else(|| first_line(&body)), body, files }
    }
}

/// A post's thread and its first message bear the same id.
fn standing(post: &str) -> Sent {
    Sent { channel: post.to_owned(), message_id: post.to_owned() }
}

fn takes_no_messages(error: &SendError) -> bool {
    match error {
        SendError::ChannelDead { code } | SendError::Ours { code, .. } => {
            NO_MESSAGES.contains(&code.as_str())
        }
        SendError::RateLimited { .. }
        | SendError::Passing { .. }
        | SendError::Unknown
        | SendError::InstallDead { .. }
        | SendError::PersonGone { .. }
        | SendError::MessageGone { .. }
        | SendError::FormGone { .. } => false,
    }
}

/// What is wrong with one post is nothing against its forum: it is gone, or somebody has locked it.
fn of_post(error: SendError) -> SendError {
    match error {
        SendError::ChannelDead { code } if code == "10003" => SendError::MessageGone { code },
        SendError::ChannelDead { code } if code == LOCKED => {
            SendError::Ours { code, detail: "the post is locked".to_owned() }
        }
        other => other,
    }
}

fn not_noted(_: NotNoted) -> SendError {
    SendError::Passing { code: "not_noted".to_owned() }
}
