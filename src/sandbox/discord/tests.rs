//! The server as its users meet it: over HTTP and WebSocket, with a tiny bot that is no more than a
//! socket and a function.

mod bot;
mod calls;
mod forums;
mod gateway;
mod journey;
mod turning;

use std::time::Duration;

use serde_json::{Value, json};

pub use crate::sandbox::tests::Stage;

/// The bot's token, as it stands in headers.
pub fn token(stage: &Stage) -> String {
    format!("Bot {}", stage.sandbox.discord_credentials().unwrap().bot_token)
}

/// Status, headers and body of a call.
pub struct Answered {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Answered {
    pub fn code(&self) -> u64 {
        self.body["code"].as_u64().unwrap_or_default()
    }

    pub fn id(&self) -> String {
        self.body["id"].as_str().unwrap_or_else(|| panic!("no id in {}", self.body)).to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Stage {
    /// A call of the bot: "POST channels/1/messages".
    pub async fn rest(&self, call: &str, body: Value) -> Answered {
        self.rest_with(&token(self), call, body).await
    }

    pub async fn rest_with(&self, token: &str, call: &str, body: Value) -> Answered {
        let request = self.request(call).header("authorization", token);
        let request = if body.is_null() { request } else { request.json(&body) };
        answered(request.send().await.unwrap()).await
    }

    pub fn request(&self, call: &str) -> reqwest::RequestBuilder {
        let (method, path) = call.split_once(' ').unwrap();
        let base = self.sandbox.discord_credentials().unwrap().base_url;
        self.http.request(method.parse().unwrap(), format!("{base}/api/v10/{path}"))
    }

    /// The id of somebody on Discord's side.
    pub async fn member(&self, name: &str) -> String {
        self.beside("users", name).await
    }

    /// The id of a channel on Discord's side.
    pub async fn room(&self, name: &str) -> String {
        self.beside("channels", name).await
    }

    async fn beside(&self, list: &str, name: &str) -> String {
        let world = self.get("world").await;
        let mut all = world[list].as_array().unwrap().iter();
        let found = all.find(|one| one["platform"] == "discord" && one["name"] == name);
        found.unwrap_or_else(|| panic!("no {name}"))["id"].as_str().unwrap().to_owned()
    }

    /// The id of a role.
    pub async fn role(&self, name: &str) -> String {
        let world = self.get("world").await;
        let mut roles = world["discord"]["roles"].as_array().unwrap().iter();
        roles.find(|role| role["name"] == name).unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// Registers commands.
    pub async fn commands(&self, list: Value) -> Answered {
        let of = self.sandbox.discord_credentials().unwrap();
        let path =
            format!("PUT applications/{}/guilds/{}/commands", of.application_id, of.guild_id);
        self.rest(&path, list).await
    }

    /// Says something in a channel as the bot; gives the message's id.
    pub async fn says(&self, channel: &str, body: Value) -> String {
        let posted = self.rest(&format!("POST channels/{channel}/messages"), body).await;
        assert_eq!(posted.status, 200, "{}", posted.body);
        posted.id()
    }
}

pub async fn answered(response: reqwest::Response) -> Answered {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() };
    Answered { status, headers, body }
}

/// `/refer` with an option that may be left out.
pub fn refer() -> Value {
    json!([{
        "name": "refer",
        "description": "Refer a customer",
        "options": [
            { "type": 3, "name": "website", "description": "Their website" },
            { "type": 3, "name": "account", "description": "An account", "autocomplete": true },
        ],
    }])
}

/// One button.
pub fn button(label: &str) -> Value {
    json!([{ "type": 1, "components": [
        { "type": 2, "style": 1, "label": label, "custom_id": "press:me" }] }])
}

/// Waits until something holds; for what another task does.
pub async fn until(mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..400 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it never came to be");
}
