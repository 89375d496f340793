//! Private channels that the bot makes. Discord knows no copy of such a call, so what was made is looked
//! for first, by a mark behind the channel's topic.
//!
//! Source: Discord, "Guild Resource", "Create Guild Channel".

use reqwest::Method;
use serde_json::{Value, json};
use serenity::all::Permissions;

use super::Discord;
use super::api::Call;
use crate::chat::{NewRoom, SendError};

/// Characters of a channel's name and of its topic. Source: Discord, "Channel Resource".
const NAME: usize = 100;
const TOPIC: usize = 1_024;
/// A text channel, as the API numbers kinds.
const TEXT: u8 = 0;

impl Discord {
    pub(super) async fn room_made(&self, room: &NewRoom) -> Result<String, SendError> {
        if let Some(there) = self.room_marked(room).await? {
            return Ok(there);
        }
        match self.create_room(room).await {
            // It may be there all the same.
            Err(SendError::Unknown) => {
                let there = self.room_marked(room).await?;
                there.ok_or_else(|| SendError::Passing { code: "not_made".to_owned() })
            }
            done => done,
        }
    }

    async fn room_marked(&self, room: &NewRoom) -> Result<Option<String>, SendError> {
        let guild = &room.workspace;
        let path = format!("/guilds/{guild}/channels");
        let all = self.api.call(Call::new("get_channels", Method::GET, guild, path)).await?;
        let listed = all.as_array().ok_or(SendError::Unknown)?;
        let marked = |channel: &&Value| {
            let topic = channel["topic"].as_str().unwrap_or_default();
            topic.split_whitespace().next_back() == Some(room.mark.as_str())
        };
        let found = listed.iter().find(marked);
        Ok(found.and_then(|channel| channel["id"].as_str()).map(str::to_owned))
    }

    /// The bot's own user.
    pub(super) async fn own_user(&self) -> Result<String, SendError> {
        let me = Call::new("get_me", Method::GET, "", "/users/@me".to_owned());
        let me = self.api.call(me).await?;
        Ok(me["id"].as_str().ok_or(SendError::Unknown)?.to_owned())
    }

    async fn create_room(&self, room: &NewRoom) -> Result<String, SendError> {
        let (guild, bot) = (&room.workspace, self.own_user().await?);
        let call =
            Call::new("create_channel", Method::POST, guild, format!("/guilds/{guild}/channels"));
        let made = self.api.call(call.with(body(room, guild, &bot))).await?;
        Ok(made["id"].as_str().ok_or(SendError::Unknown)?.to_owned())
    }
}

/// Shut to everybody, open to the bot and to whoever it is for. The role of everybody bears the
/// server's own id.
fn body(room: &NewRoom, guild: &str, bot: &str) -> Value {
    const ROLE: u8 = 0;
    const MEMBER: u8 = 1;
    let view = Permissions::VIEW_CHANNEL.bits().to_string();
    let may = |id: &str, kind: u8| json!({ "id": id, "type": kind, "allow": view, "deny": "0" });
    let mut rights = vec![json!({ "id": guild, "type": ROLE, "allow": "0", "deny": view })];
    rights.push(may(bot, MEMBER));
    rights.extend(room.readers.iter().map(|role| may(role, ROLE)));
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let topic = cut(&room.topic, TOPIC - room.mark.len() - 1);
    json!({
        "name": cut(&room.name, NAME),
        "type": TEXT,
        "topic": format!("{topic} {}", room.mark),
        "permission_overwrites": rights,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::Platform;
    use crate::discord::testing::*;

    fn room() -> NewRoom {
        NewRoom {
            workspace: GUILD.to_owned(),
            name: "north-partner".to_owned(),
            topic: "Referrals of North Partner.".to_owned(),
            mark: "vouch:par_1".to_owned(),
            readers: vec!["7".to_owned()],
        }
    }

    fn calls(stub: &Stub) -> Vec<(String, Value)> {
        stub.calls()
    }

    #[tokio::test]
    async fn a_room_is_shut_to_everybody_and_open_to_whom_it_is_for() {
        let stub = Stub::start().await;
        stub.answers("GET /guilds/900/channels", Answer::Json(200, json!([])));
        assert_eq!(stub.discord().make_room(&room()).await.unwrap(), "600");
        let (call, body) = calls(&stub).pop().unwrap();
        assert_eq!(call, "POST /guilds/900/channels");
        assert_eq!(body["topic"], "Referrals of North Partner. vouch:par_1");
        let rights = [
            json!({ "id": "900", "type": 0, "allow": "0", "deny": "1024" }),
            json!({ "id": "77", "type": 1, "allow": "1024", "deny": "0" }),
            json!({ "id": "7", "type": 0, "allow": "1024", "deny": "0" }),
        ];
        assert_eq!(body["permission_overwrites"], json!(rights));
    }

    #[tokio::test]
    async fn one_whose_making_was_not_answered_is_found_and_not_made_again() {
        let stub = Stub::start().await;
        let there = json!([
            { "id": "5", "topic": "vouch:par_1 is not it" },
            { "id": "6", "topic": null },
            { "id": "8", "topic": "Renamed by hand vouch:par_1" },
        ]);
        stub.answers("GET /guilds/900/channels", Answer::Json(200, json!([])));
        stub.answers("POST /guilds/900/channels", Answer::Lost);
        stub.answers("GET /guilds/900/channels", Answer::Json(200, there));
        assert_eq!(stub.discord().make_room(&room()).await.unwrap(), "8");
        let made = calls(&stub).into_iter().filter(|(call, _)| call.starts_with("POST"));
        assert_eq!(made.count(), 1);
    }

    #[tokio::test]
    async fn without_the_right_nothing_is_made() {
        let stub = Stub::start().await;
        stub.answers("GET /guilds/900/channels", Answer::Json(200, json!([])));
        stub.answers("POST /guilds/900/channels", Answer::Json(403, json!({ "code": 50_013 })));
        let made = stub.discord().make_room(&room()).await;
        assert_eq!(made, Err(SendError::ChannelDead { code: "50013".to_owned() }));
    }
}
