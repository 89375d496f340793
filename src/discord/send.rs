//! The outgoing side: one neutral call, one or a few calls to Discord.

#[cfg(test)]
mod tests;

use std::sync::{MutexGuard, PoisonError};

use reqwest::Method;
use serde_json::{Value, json};

use super::api::Call;
use super::api::errors::OLD;
use super::roles::Dress;
use super::said::Said;
use super::{Discord, forums, render, rights};
use crate::chat::view::{Message, Panel};
use crate::chat::words::visible;
use crate::chat::{
    Boxed, FormHandle, Group, Neighbour, NewRoom, Outgoing, PersonRef, Place, Platform,
    PlatformName, Profile, Room, SendError, Sent,
};

/// Characters of a nonce. Source: Discord, "Message resource".
const NONCE: usize = 25;
/// Stands for the server's people as if they were a company.
const EVERYBODY: &str = "everyone";
/// People in one answer.
const MEMBERS: usize = 1_000;

impl Platform for Discord {
    fn name(&self) -> PlatformName {
        PlatformName::Discord
    }

    fn send<'a>(&'a self, outgoing: &'a Outgoing) -> Boxed<'a, Result<Sent, SendError>> {
        Box::pin(self.made(outgoing, None))
    }

    fn send_once<'a>(
        &'a self,
        outgoing: &'a Outgoing,
        once: &'a str,
    ) -> Boxed<'a, Result<Sent, SendError>> {
        Box::pin(self.made(outgoing, Some(once)))
    }

    fn profile<'a>(
        &'a self,
        workspace: &'a str,
        person: &'a PersonRef,
    ) -> Boxed<'a, Result<Profile, SendError>> {
        Box::pin(async move {
            let path = format!("/guilds/{workspace}/members/{}", person.user);
            let member =
                self.api.call(Call::new("get_member", Method::GET, workspace, path)).await?;
            Ok(profile(&member, person))
        })
    }

    fn room<'a>(&'a self, place: &'a Place) -> Boxed<'a, Result<Room, SendError>> {
        Box::pin(self.ask_room(place))
    }

    fn address<'a>(
        &'a self,
        place: &'a Place,
        message_id: &'a str,
    ) -> Boxed<'a, Result<String, SendError>> {
        let (base, guild) = (self.settings.base_url.as_str(), &self.settings.guild);
        let channel = place.thread.as_ref().unwrap_or(&place.channel);
        let address = format!("{base}/channels/{guild}/{channel}/{message_id}");
        Box::pin(async move { Ok(address) })
    }

    fn makes_rooms(&self) -> bool {
        true
    }

    fn make_room<'a>(&'a self, room: &'a NewRoom) -> Boxed<'a, Result<String, SendError>> {
        Box::pin(self.room_made(room))
    }

    fn groups<'a>(&'a self, workspace: &'a str) -> Boxed<'a, Result<Vec<Group>, SendError>> {
        Box::pin(async move {
            let roles = self.roles(workspace).await?;
            Ok(roles.iter().filter_map(|role| group(role, workspace)).collect())
        })
    }

    /// Discord names a person's roles, not a role's people: everybody is looked through.
    fn group_members<'a>(
        &'a self,
        workspace: &'a str,
        group: &'a str,
    ) -> Boxed<'a, Result<Vec<PersonRef>, SendError>> {
        Box::pin(async move {
            let mut found = Vec::new();
            let mut after = "0".to_owned();
            loop {
                let query = format!("limit={MEMBERS}&after={after}");
                let path = format!("/guilds/{workspace}/members?{query}");
                let page =
                    self.api.call(Call::new("list_members", Method::GET, workspace, path)).await?;
                // An answer without the list is not an empty group: everybody would lose their role.
                let members = page.as_array().ok_or(SendError::Unknown)?;
                found
                    .extend(members.iter().filter_map(|member| in_group(member, group, workspace)));
                let last = members.last().and_then(|member| member["user"]["id"].as_str());
                match last.filter(|_| members.len() == MEMBERS) {
                    Some(last) => last.clone_into(&mut after),
                    None => return Ok(found),
                }
            }
        })
    }
}

/// What also means that the bot is not in the server any more: it does not see the channel, knows no
/// such server, shares none with the person. Source: Discord, "Opcodes and Status Codes".
const PERHAPS_OUT: [&str; 3] = ["50001", "10004", "50278"];

impl Discord {
    /// Makes a call. Where it is refused as it would be to a bot that was put out of the server, the
    /// server is asked for: then the whole installation is gone, and neither this channel nor this
    /// person is at fault.
    async fn made(&self, outgoing: &Outgoing, once: Option<&str>) -> Result<Sent, SendError> {
        let done = self.make(outgoing, once).await;
        let (Err(SendError::ChannelDead { code }) | Err(SendError::PersonGone { code })) = &done
        else {
            return done;
        };
        if !PERHAPS_OUT.contains(&code.as_str()) {
            return done;
        }
        let guild = &self.settings.guild;
        let asked = Call::new("get_guild", Method::GET, guild, format!("/guilds/{guild}"));
        match self.api.call(asked).await {
            Err(SendError::ChannelDead { code }) => Err(SendError::InstallDead { code }),
            Ok(_) | Err(_) => done,
        }
    }

    async fn make(&self, outgoing: &Outgoing, once: Option<&str>) -> Result<Sent, SendError> {
        match outgoing {
            Outgoing::Post { place, message } => self.post(place, message, once).await,
            Outgoing::Redraw { place, message_id, message } => {
                self.redraw(place, message_id, message).await
            }
            Outgoing::Delete { place, message_id } => self.delete(place, message_id).await,
            Outgoing::Pin { place, message_id } => self.pin(place, message_id).await,
            Outgoing::Whisper { place, to, message } => {
                self.whisper(place, to, message, once).await
            }
            Outgoing::Direct { to, message, .. } => self.direct(to, message, once).await,
            // There is no page of a person's own; `/me` shows it to whoever asks.
            Outgoing::Home { to, .. } => {
                Ok(Sent { channel: String::new(), message_id: to.user.clone() })
            }
            Outgoing::Roles { workspace, to, wears, not, why } => {
                self.dress(workspace, to, &Dress { wears, not, why }).await
            }
            Outgoing::FormResult { form, panel, .. } => self.form_result(form, panel).await,
        }
    }

    /// Whoever is in the server is in no company of its own: people are linked one by one. But a
    /// channel that everybody can read has everybody in it, and nobody has confirmed them.
    async fn ask_room(&self, place: &Place) -> Result<Room, SendError> {
        let channel = match self.channel(&place.channel).await {
            Ok(channel) => channel,
            // The bot may not even look at it.
            Err(SendError::ChannelDead { code }) if code == "50001" => {
                let name = format!("#{}", place.channel);
                return Ok(Room { name, member: false, neighbours: Vec::new(), posts: false });
            }
            Err(error) => return Err(error),
        };
        let roles = self.roles(&place.workspace).await?;
        let all = rights::everybody(&channel, &roles, &place.workspace);
        let everybody = |name| Neighbour { workspace: EVERYBODY.to_owned(), name };
        let name = visible(channel["name"].as_str().unwrap_or(&place.channel));
        let neighbours = all.map(everybody).into_iter().collect();
        let posts = forums::is_forum(&channel);
        Ok(Room { name: format!("#{name}"), member: true, neighbours, posts })
    }

    pub(super) async fn roles(&self, guild: &str) -> Result<Vec<Value>, SendError> {
        let path = format!("/guilds/{guild}/roles");
        let mut roles = self.api.call(Call::new("get_roles", Method::GET, guild, path)).await?;
        Ok(std::mem::take(roles.as_array_mut().ok_or(SendError::Unknown)?))
    }

    /// A message in a channel, once for all calls that bear the same `once` within some minutes.
    pub(super) async fn create(
        &self,
        channel: &str,
        said: Said,
        once: Option<&str>,
    ) -> Result<Sent, SendError> {
        let answer = self.api.call(new_message(channel, said, once)).await?;
        created(channel, &answer)
    }

    /// All of it goes along every time: what is left out would stay as it was.
    async fn redraw(
        &self,
        place: &Place,
        message_id: &str,
        message: &Message,
    ) -> Result<Sent, SendError> {
        if place.channel == message_id {
            return self.redraw_post(message_id, message).await;
        }
        let channel = place.thread.as_ref().unwrap_or(&place.channel);
        match self.api.call(edited(channel, message_id, message)).await {
            Err(SendError::MessageGone { code }) if code == OLD.to_string() => {
                // It is posted anew. What it showed until now must not stand beside that; where it
                // is not taken away either, two are better than one that is wrong.
                let _ = self.delete(place, message_id).await;
                Err(SendError::MessageGone { code })
            }
            done => {
                done?;
                Ok(Sent { channel: channel.clone(), message_id: message_id.to_owned() })
            }
        }
    }

    async fn delete(&self, place: &Place, message_id: &str) -> Result<Sent, SendError> {
        if place.channel == message_id {
            return self.delete_post(message_id).await;
        }
        let path = format!("/channels/{}/messages/{message_id}", place.channel);
        self.api.call(Call::new("delete", Method::DELETE, &place.channel, path)).await?;
        Ok(Sent { channel: place.channel.clone(), message_id: message_id.to_owned() })
    }

    async fn pin(&self, place: &Place, message_id: &str) -> Result<Sent, SendError> {
        let path = format!("/channels/{}/messages/pins/{message_id}", place.channel);
        self.api.call(Call::new("pin", Method::PUT, &place.channel, path)).await?;
        Ok(Sent { channel: place.channel.clone(), message_id: message_id.to_owned() })
    }

    /// Nobody can be whispered to without an answer that they wait for: it is said to them directly,
    /// and where that is shut, in the channel with their name.
    async fn whisper(
        &self,
        place: &Place,
        to: &PersonRef,
        message: &Message,
        once: Option<&str>,
    ) -> Result<Sent, SendError> {
        match self.direct(to, message, once).await {
            Err(SendError::PersonGone { .. }) => {
                let mut body = render::message(message);
                let content = body["content"].as_str().unwrap_or_default();
                body["content"] = json!(format!("<@{}> {content}", to.user));
                body["allowed_mentions"] = json!({ "parse": [], "users": [to.user] });
                self.say_in(&place.channel, (message, body.into()), once).await
            }
            done => done,
        }
    }

    pub(super) async fn direct(
        &self,
        to: &PersonRef,
        message: &Message,
        once: Option<&str>,
    ) -> Result<Sent, SendError> {
        let channel = self.alone_with(to).await?;
        let said = Said::of(message).await;
        let mut sent = self.create(&channel, said.clone(), once).await;
        if let Some(words) = said.instead_of(&sent) {
            sent = self.create(&channel, words, once).await;
        }
        if matches!(sent, Err(SendError::ChannelDead { .. })) {
            lock(&self.alone_with).remove(&to.user);
        }
        sent
    }

    /// The conversation with one person. To open it is to say nothing yet: it may be repeated.
    async fn alone_with(&self, to: &PersonRef) -> Result<String, SendError> {
        if let Some(known) = lock(&self.alone_with).get(&to.user) {
            return Ok(known.clone());
        }
        let call =
            Call::new("open_conversation", Method::POST, "", "/users/@me/channels".to_owned());
        let opened = self.api.call(call.with(json!({ "recipient_id": to.user }))).await;
        let answer = opened.map_err(|error| match error {
            SendError::Unknown => SendError::Passing { code: "not_opened".to_owned() },
            other => other,
        })?;
        let channel = answer["id"].as_str().ok_or(SendError::Unknown)?.to_owned();
        lock(&self.alone_with).insert(to.user.clone(), channel.clone());
        Ok(channel)
    }

    /// In place of the answer that is there; where that is too old to be changed, directly.
    async fn form_result(&self, form: &FormHandle, panel: &Panel) -> Result<Sent, SendError> {
        let (address, user) = form.0.rsplit_once('/').unwrap_or((&form.0, ""));
        let message = render::as_message(panel);
        let path = format!("/webhooks/{address}/messages/@original");
        let call = Call::new("edit_answer", Method::PATCH, address, path).answering();
        match self.api.call(call.with(render::message(&message))).await {
            Err(SendError::FormGone { .. }) if !user.is_empty() => {
                let (platform, workspace) = (PlatformName::Discord, self.settings.guild.clone());
                let to = PersonRef { platform, workspace, user: user.to_owned() };
                self.direct(&to, &message, None).await
            }
            done => done.map(|_| Sent { channel: String::new(), message_id: String::new() }),
        }
    }
}

/// The call that says something in a channel or thread.
pub(super) fn new_message<'a>(channel: &'a str, said: Said, once: Option<&str>) -> Call<'a> {
    let Said { mut body, files } = said;
    if let Some(once) = once {
        body["nonce"] = json!(once.chars().take(NONCE).collect::<String>());
        body["enforce_nonce"] = json!(true);
    }
    let path = format!("/channels/{channel}/messages");
    Call::new("create_message", Method::POST, channel, path).with(body).along(files)
}

/// The message that a channel has by such a call.
pub(super) fn created(channel: &str, answer: &Value) -> Result<Sent, SendError> {
    let message_id = answer["id"].as_str().ok_or(SendError::Unknown)?.to_owned();
    Ok(Sent { channel: channel.to_owned(), message_id })
}

/// The call that draws a message anew.
pub(super) fn edited<'a>(channel: &'a str, message_id: &str, message: &Message) -> Call<'a> {
    let path = format!("/channels/{channel}/messages/{message_id}");
    Call::new("edit_message", Method::PATCH, channel, path).with(render::message(message))
}

pub(super) fn lock<T>(mutex: &std::sync::Mutex<T>) -> MutexGuard<'_, T> {
    // Ids that are added and taken away whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A role that people are given; not the one of everybody, nor one of an app's own.
fn group(role: &Value, guild: &str) -> Option<Group> {
    let id = role["id"].as_str().filter(|id| *id != guild)?;
    let ours = role["managed"].as_bool() != Some(true);
    let name = role["name"].as_str().map(visible).unwrap_or_default();
    ours.then(|| Group { id: id.to_owned(), name })
}

fn in_group(member: &Value, group: &str, guild: &str) -> Option<PersonRef> {
    let roles = member.pointer("/roles").and_then(Value::as_array).into_iter().flatten();
    let user = member["user"]["id"].as_str()?;
    let has = roles.filter_map(Value::as_str).any(|role| role == group);
    has.then(|| PersonRef {
        platform: PlatformName::Discord,
        workspace: guild.to_owned(),
        user: user.to_owned(),
    })
}

/// A profile from a server's member. What they are called there goes before what they call
/// themselves; either is free text.
fn profile(member: &Value, asked: &PersonRef) -> Profile {
    let user = &member["user"];
    let names = [&member["nick"], &user["global_name"], &user["username"]];
    let mut names = names.into_iter().filter_map(Value::as_str).map(visible);
    let display_name = names.find(|name| !name.trim().is_empty()).unwrap_or_default();
    Profile {
        person: asked.clone(),
        display_name: display_name.replace('\n', " ").trim().to_owned(),
        guest: false,
        deactivated: false,
        bot: user["bot"].as_bool() == Some(true),
        locale: None,
        zone: None,
    }
}
