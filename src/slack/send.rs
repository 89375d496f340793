//! The outgoing side: one neutral call, one or two calls to Slack.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Slack, render};
use crate::chat::view::{Message, Panel};
use crate::chat::words::visible;
use crate::chat::{
    Boxed, FormHandle, Group, Neighbour, Outgoing, PersonRef, Place, Platform, PlatformName,
    Profile, Room, SendError, Sent,
};

impl Platform for Slack {
    fn name(&self) -> PlatformName {
        PlatformName::Slack
    }

    fn send<'a>(&'a self, outgoing: &'a Outgoing) -> Boxed<'a, Result<Sent, SendError>> {
        Box::pin(async move {
            match outgoing {
                Outgoing::Post { place, message } => self.post(place, message).await,
                Outgoing::Redraw { place, message_id, message } => {
                    self.redraw(place, message_id, message).await
                }
                Outgoing::Delete { place, message_id } => self.delete(place, message_id).await,
                Outgoing::Pin { place, message_id } => self.pin(place, message_id).await,
                Outgoing::Whisper { place, to, message } => self.whisper(place, to, message).await,
                Outgoing::Direct { workspace, to, message } => {
                    self.direct(workspace, to, message).await
                }
                Outgoing::Home { workspace, to, page } => self.home(workspace, to, page).await,
                // Groups are for Slack's own admins to fill: no role goes with a tier here.
                Outgoing::Roles { to, .. } => {
                    Ok(Sent { channel: String::new(), message_id: to.user.clone() })
                }
                Outgoing::FormResult { workspace, form, panel } => {
                    self.form_result(workspace, form, panel).await
                }
            }
        })
    }

    fn profile<'a>(
        &'a self,
        workspace: &'a str,
        person: &'a PersonRef,
    ) -> Boxed<'a, Result<Profile, SendError>> {
        Box::pin(async move {
            let token = self.token(workspace).await?;
            let query = [("user", person.user.as_str()), ("include_locale", "true")];
            let answer = self.api.get(&token, "users.info", &query).await?;
            Ok(profile(&answer["user"], person))
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
        Box::pin(async move {
            let token = self.token(&place.workspace).await?;
            let query = [("channel", place.channel.as_str()), ("message_ts", message_id)];
            let answer = self.api.get(&token, "chat.getPermalink", &query).await?;
            Ok(answer["permalink"].as_str().ok_or(SendError::Unknown)?.to_owned())
        })
    }

    fn groups<'a>(&'a self, workspace: &'a str) -> Boxed<'a, Result<Vec<Group>, SendError>> {
        Box::pin(async move {
            let token = self.token(workspace).await?;
            let answer = self.api.get(&token, "usergroups.list", &[]).await?;
            let listed = answer["usergroups"].as_array().into_iter().flatten();
            Ok(listed.filter_map(group).collect())
        })
    }

    /// Slack names people by their user id alone; a group holds people of its own workspace.
    fn group_members<'a>(
        &'a self,
        workspace: &'a str,
        group: &'a str,
    ) -> Boxed<'a, Result<Vec<PersonRef>, SendError>> {
        Box::pin(async move {
            let token = self.token(workspace).await?;
            let query = [("usergroup", group)];
            let answer = self.api.get(&token, "usergroups.users.list", &query).await?;
            // An answer without the list is not an empty group: everybody would lose their role.
            let users = answer["users"].as_array().ok_or(SendError::Unknown)?;
            let ids = users.iter().filter_map(Value::as_str);
            Ok(ids.map(|user| PersonRef::slack(workspace, user)).collect())
        })
    }
}

impl Slack {
    async fn ask_room(&self, place: &Place) -> Result<Room, SendError> {
        let token = self.token(&place.workspace).await?;
        let query = [("channel", place.channel.as_str())];
        let answer = self.api.get(&token, "conversations.info", &query).await?;
        let channel = &answer["channel"];
        let mut neighbours = Vec::new();
        for workspace in neighbours_of(channel, &place.workspace) {
            let query = [("team", workspace.as_str())];
            // Not every workspace may be asked about; its id stands for it then.
            let name = match self.api.get(&token, "team.info", &query).await {
                Ok(answer) => answer["team"]["name"].as_str().map(visible),
                Err(SendError::Ours { .. }) => None,
                Err(error) => return Err(error),
            };
            let name = name.filter(|name| !name.trim().is_empty());
            neighbours.push(Neighbour { name: name.unwrap_or(workspace.clone()), workspace });
        }
        let name = visible(channel["name"].as_str().unwrap_or(&place.channel));
        let member = channel["is_member"] == json!(true) && channel["is_archived"] != json!(true);
        Ok(Room { name: format!("#{name}"), member, neighbours, posts: false })
    }

    async fn post(&self, place: &Place, message: &Message) -> Result<Sent, SendError> {
        let body = |drawn: &render::Drawn| {
            let mut body = body_of(drawn);
            body["channel"] = json!(place.channel);
            // Nothing typed may open a preview or be formatted.
            body["mrkdwn"] = json!(false);
            body["unfurl_links"] = json!(false);
            body["unfurl_media"] = json!(false);
            body["link_names"] = json!(false);
            in_thread(&mut body, place);
            body
        };
        let answer = self.call_drawn(&place.workspace, "chat.postMessage", message, body).await?;
        Ok(sent(&answer, &place.channel))
    }

    /// Blocks go along every time: `text` alone would delete them (slack.md §2.4).
    async fn redraw(
        &self,
        place: &Place,
        message_id: &str,
        message: &Message,
    ) -> Result<Sent, SendError> {
        let body = |drawn: &render::Drawn| {
            let mut body = body_of(drawn);
            body["channel"] = json!(place.channel);
            body["ts"] = json!(message_id);
            body
        };
        let answer = self.call_drawn(&place.workspace, "chat.update", message, body).await?;
        Ok(sent(&answer, &place.channel))
    }

    async fn delete(&self, place: &Place, message_id: &str) -> Result<Sent, SendError> {
        let body = json!({ "channel": place.channel, "ts": message_id });
        self.call(&place.workspace, "chat.delete", &body).await?;
        Ok(Sent { channel: place.channel.clone(), message_id: message_id.to_owned() })
    }

    async fn pin(&self, place: &Place, message_id: &str) -> Result<Sent, SendError> {
        let body = json!({ "channel": place.channel, "timestamp": message_id });
        let done = Sent { channel: place.channel.clone(), message_id: message_id.to_owned() };
        match self.call(&place.workspace, "pins.add", &body).await {
            Ok(_) => Ok(done),
            Err(SendError::Ours { code, .. }) if code == "already_pinned" => Ok(done),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn whisper(
        &self,
        place: &Place,
        to: &PersonRef,
        message: &Message,
    ) -> Result<Sent, SendError> {
        let mut body = body_of(&render::message(message));
        body["channel"] = json!(place.channel);
        body["user"] = json!(to.user);
        body["link_names"] = json!(false);
        in_thread(&mut body, place);
        let answer = self.call(&place.workspace, "chat.postEphemeral", &body).await?;
        let message_id = answer["message_ts"].as_str().unwrap_or_default().to_owned();
        Ok(Sent { channel: place.channel.clone(), message_id })
    }

    /// Puts `message` in place of the private one whose address this is. Such a message cannot be
    /// redrawn otherwise (docs/slack.md, *Messages*).
    pub(super) async fn replace(&self, address: &str, message: &Message) -> Result<(), SendError> {
        if !self.settings.base_url.allows_answer(address) {
            return Err(SendError::Ours {
                code: "foreign_address".to_owned(),
                detail: String::new(),
            });
        }
        let mut body = render::private(message);
        body["replace_original"] = json!(true);
        self.api.answer(address, &body).await
    }

    pub(super) async fn direct(
        &self,
        workspace: &str,
        to: &PersonRef,
        message: &Message,
    ) -> Result<Sent, SendError> {
        let body = json!({ "users": to.user });
        let opened = self.call(workspace, "conversations.open", &body).await;
        // To open a conversation is to say nothing yet: whatever became of it, it may be repeated.
        let answer = opened.map_err(|error| match error {
            SendError::Unknown => SendError::Passing { code: "not_opened".to_owned() },
            other => other,
        })?;
        let channel = answer["channel"]["id"].as_str().unwrap_or_default().to_owned();
        let (platform, workspace) = (PlatformName::Slack, workspace.to_owned());
        let place = Place { platform, workspace, channel, thread: None };
        self.post(&place, message).await
    }

    async fn form_result(
        &self,
        workspace: &str,
        form: &FormHandle,
        panel: &Panel,
    ) -> Result<Sent, SendError> {
        self.redraw_view(workspace, &form.0, &render::panel(panel)).await?;
        Ok(Sent { channel: String::new(), message_id: form.0.clone() })
    }

    /// Without a `hash`, as for a modal: the last state wins.
    async fn home(
        &self,
        workspace: &str,
        to: &PersonRef,
        page: &Message,
    ) -> Result<Sent, SendError> {
        let body = json!({ "user_id": to.user, "view": render::home(page) });
        let answer = self.call(workspace, "views.publish", &body).await?;
        let message_id = answer["view"]["id"].as_str().unwrap_or_default().to_owned();
        Ok(Sent { channel: String::new(), message_id })
    }

    /// Puts `view` in the place of an open modal. Without a `hash`: the last state wins.
    pub(super) async fn redraw_view(
        &self,
        workspace: &str,
        view_id: &str,
        view: &Value,
    ) -> Result<(), SendError> {
        let body = json!({ "view_id": view_id, "view": view });
        self.call(workspace, "views.update", &body).await.map(drop)
    }

    pub(super) async fn open_view(
        &self,
        workspace: &str,
        trigger: &str,
        view: &Value,
    ) -> Result<(), SendError> {
        let body = json!({ "trigger_id": trigger, "view": view });
        self.call(workspace, "views.open", &body).await.map(drop)
    }
}

/// What every message call takes. `parse: none` keeps Slack from making links and mentions of
/// plain words.
fn body_of(drawn: &render::Drawn) -> Value {
    json!({ "text": drawn.text, "blocks": drawn.blocks, "parse": "none" })
}

fn in_thread(body: &mut Value, place: &Place) {
    if let Some(root) = &place.thread {
        body["thread_ts"] = json!(root);
    }
}

fn sent(answer: &Value, channel: &str) -> Sent {
    Sent {
        channel: answer["channel"].as_str().unwrap_or(channel).to_owned(),
        message_id: answer["ts"].as_str().unwrap_or_default().to_owned(),
    }
}

/// The other workspaces that share a channel, in the order of their ids. Those of our own
/// organisation count as ours; an organisation's own id (E…) is no workspace (slack.md §3).
fn neighbours_of(channel: &Value, home: &str) -> BTreeSet<String> {
    let ids = |name: &str| {
        let list = channel[name].as_array().into_iter().flatten().filter_map(Value::as_str);
        list.map(str::to_owned).collect::<BTreeSet<String>>()
    };
    let shared: BTreeSet<String> =
        ids("shared_team_ids").union(&ids("connected_team_ids")).cloned().collect();
    let own = ids("internal_team_ids");
    let outside = |id: &String| id != home && !own.contains(id) && !id.starts_with('E');
    shared.into_iter().filter(outside).collect()
}

/// A group that is in use; one that was switched off has a date of deletion.
fn group(listed: &Value) -> Option<Group> {
    let in_use = listed["date_delete"].as_i64().unwrap_or(0) == 0;
    let id = listed["id"].as_str().filter(|_| in_use)?;
    let name = listed["name"].as_str().map(visible).unwrap_or_default();
    Some(Group { id: id.to_owned(), name })
}

/// A profile from `users.info`. The workspace is what Slack says now, not what was believed; in an
/// organisation of several a person belongs to each that Slack lists.
fn profile(user: &Value, asked: &PersonRef) -> Profile {
    let flag = |name: &str| user[name].as_bool() == Some(true);
    let listed = user["enterprise_user"]["teams"].as_array().into_iter().flatten();
    let as_asked = listed.filter_map(Value::as_str).any(|team| team == asked.workspace);
    let said = user["team_id"].as_str().filter(|_| !as_asked);
    let workspace = said.unwrap_or(&asked.workspace);
    let names = [&user["profile"]["display_name"], &user["real_name"], &user["name"]];
    let mut names = names.into_iter().filter_map(Value::as_str).map(visible);
    let display_name = names.find(|name| !name.trim().is_empty()).unwrap_or_default();
    Profile {
        person: PersonRef::slack(workspace, asked.user.as_str()),
        display_name: display_name.replace('\n', " ").trim().to_owned(),
        guest: flag("is_restricted") || flag("is_ultra_restricted"),
        deactivated: flag("deleted"),
        bot: flag("is_bot"),
        locale: user["locale"].as_str().map(str::to_owned),
        zone: user["tz"].as_str().and_then(|name| name.parse().ok()),
    }
}
