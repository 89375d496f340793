//! What is said in a channel, and in the thread below one of its messages.
//!
//! Source: Discord, "Threads".

use reqwest::Method;
use serde_json::{Value, json};

use super::Discord;
use super::api::Call;
use super::render::words::label;
use super::said::Said;
use super::send::{created, lock, new_message};
use crate::chat::view::Message;
use crate::chat::{Place, SendError, Sent};

/// Characters of a thread's name. Source: Discord, "Channel resource".
pub(super) const NAME: usize = 100;
/// Minutes of silence after which a thread closes itself; what is said then opens it again.
pub(super) const CLOSES: u64 = 10_080;
/// What keeps a line out of its thread: no right to begin one, a thread that is locked or gone, a
/// card that is gone, a thousand threads already. It is said below the card then, or in the channel:
/// seen in the wrong place is better than not seen.
const NO_THREAD: [&str; 5] = ["50013", "160005", "10003", "10008", "160006"];
/// The thread has closed itself, or somebody has.
const CLOSED: &str = "50083";
/// It was locked, so that moderators alone write there.
pub(super) const LOCKED: &str = "160005";

impl Discord {
    pub(super) async fn post(
        &self,
        place: &Place,
        message: &Message,
        once: Option<&str>,
    ) -> Result<Sent, SendError> {
        let said = Said::of(message).await;
        let done = self.post_said(place, (message, &said), once).await;
        match said.instead_of(&done) {
            Some(words) => self.post_said(place, (message, &words), once).await,
            None => done,
        }
    }

    async fn post_said(
        &self,
        place: &Place,
        (message, said): (&Message, &Said),
        once: Option<&str>,
    ) -> Result<Sent, SendError> {
        let Some(root) = &place.thread else {
            return self.say_in(&place.channel, (message, said.clone()), once).await;
        };
        if *root == place.channel {
            return self.answer_post(root, said, once).await;
        }
        match self.in_thread(place, root, said, once).await {
            Err(SendError::ChannelDead { code } | SendError::MessageGone { code })
                if NO_THREAD.contains(&code.as_str()) =>
            {
                lock(&self.threads).remove(root);
                let mut said = said.clone();
                said.body["message_reference"] =
                    json!({ "message_id": root, "fail_if_not_exists": false });
                self.create(&place.channel, said, once).await
            }
            done => done,
        }
    }

    /// In the thread of a card.
    async fn in_thread(
        &self,
        place: &Place,
        root: &str,
        said: &Said,
        once: Option<&str>,
    ) -> Result<Sent, SendError> {
        self.thread(place, root).await?;
        let answer = self.in_open(root, || new_message(root, said.clone(), once)).await?;
        created(root, &answer)
    }

    /// Makes a call in a thread, which is opened again where it has closed itself. Where it may not be
    /// opened it is locked.
    pub(super) async fn in_open<'a>(
        &self,
        thread: &'a str,
        call: impl Fn() -> Call<'a> + Send + Sync,
    ) -> Result<Value, SendError> {
        match self.api.call(call()).await {
            Err(SendError::ChannelDead { code }) if code == CLOSED => {
                let path = format!("/channels/{thread}");
                let opened = Call::new("edit_thread", Method::PATCH, thread, path);
                let opened = self.api.call(opened.with(json!({ "archived": false }))).await;
                opened.map_err(|error| match error {
                    SendError::ChannelDead { code } if code == "50013" => {
                        SendError::ChannelDead { code: LOCKED.to_owned() }
                    }
                    other => other,
                })?;
                self.api.call(call()).await
            }
            done => done,
        }
    }

    /// The thread of a message bears its id. To begin one that is there is refused, which is as good.
    async fn thread(&self, place: &Place, root: &str) -> Result<(), SendError> {
        const ALREADY: &str = "160004";
        if lock(&self.threads).contains(root) {
            return Ok(());
        }
        let name = self.first_words(place, root).await?;
        let path = format!("/channels/{}/messages/{root}/threads", place.channel);
        let body = json!({ "name": name, "auto_archive_duration": CLOSES });
        let call = Call::new("create_thread", Method::POST, &place.channel, path).with(body);
        match self.api.call(call).await {
            Ok(_) => {}
            Err(SendError::Ours { code, .. }) if code == ALREADY => {}
            Err(error) => return Err(error),
        }
        lock(&self.threads).insert(root.to_owned());
        Ok(())
    }

    /// What a card begins with, as it is read.
    async fn first_words(&self, place: &Place, message_id: &str) -> Result<String, SendError> {
        let path = format!("/channels/{}/messages/{message_id}", place.channel);
        let call = Call::new("get_message", Method::GET, &place.channel, path);
        let message = self.api.call(call).await?;
        Ok(first_line(&message))
    }
}

/// The first line of a message, as it is read, for the name of a thread.
pub(super) fn first_line(message: &Value) -> String {
    let content = message["content"].as_str().unwrap_or_default();
    let first = content.lines().next().unwrap_or_default();
    let read: String = first.chars().filter(|c| !['*', '`', '\\'].contains(c)).collect();
    label(&read, NAME)
}
