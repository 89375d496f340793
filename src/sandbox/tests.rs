//! The sandbox as its users meet it: over HTTP and WebSocket, with a tiny bot that is no more than
//! a socket and a function.

mod bot;
mod calls;
mod control;
mod described;
mod journey;
mod oauth;
mod private;
mod push;
mod rewritten;
mod turning;
mod wire;

use std::time::Duration;

use serde_json::{Value, json};

use super::{ManifestFrom, Options, Sandbox, WorldKind, start};
use crate::clock::Clock;

/// A running sandbox with an HTTP client.
pub struct Stage {
    pub sandbox: Sandbox,
    pub clock: Clock,
    pub http: reqwest::Client,
    /// Removed with the stage.
    pub data: tempfile::TempDir,
}

pub fn options(data: &std::path::Path) -> Options {
    Options {
        addr: "127.0.0.1:0".parse().unwrap(),
        next_free: false,
        starts_at: None,
        world: WorldKind::Default,
        push: None,
        manifest: None,
        data: data.to_owned(),
        fresh: false,
    }
}

impl Stage {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Options)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut options = options(data.path());
        change(&mut options);
        let clock = Clock::real();
        let sandbox = start(options, clock.clone()).await.unwrap();
        Self { sandbox, clock, http: client(), data }
    }

    /// A stage whose app may do everything and hears everything.
    pub async fn generous() -> Self {
        let manifest = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(manifest.path(), GENEROUS).unwrap();
        let path = manifest.path().to_owned();
        Self::with(|options| options.manifest = Some(ManifestFrom::File(path))).await
    }

    pub async fn get(&self, path: &str) -> Value {
        let url = format!("{}sandbox/v1/{path}", self.sandbox.url());
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        let url = format!("{}sandbox/v1/{path}", self.sandbox.url());
        self.http.post(url).json(&body).send().await.unwrap().json().await.unwrap()
    }

    pub async fn act(&self, who: &str, deed: Value) -> Value {
        self.post("act", json!({ "as": who, "do": deed })).await
    }

    /// Calls the Web API as the vendor's installation.
    pub async fn call(&self, method: &str, args: Value) -> Value {
        self.call_with(&self.sandbox.credentials().vendor_bot_token, method, args).await
    }

    pub async fn call_with(&self, token: &str, method: &str, args: Value) -> Value {
        let url = format!("{}/{method}", self.sandbox.api_url());
        let call = self.http.post(url).bearer_auth(token).json(&args);
        call.send().await.unwrap().json().await.unwrap()
    }

    /// A person's messages in a channel.
    pub async fn messages(&self, channel: &str, who: &str) -> Vec<Value> {
        let answer = self.get(&format!("channels/{channel}/messages?as={who}")).await;
        answer["messages"].as_array().cloned().unwrap_or_default()
    }
}

pub fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let patience = Duration::from_secs(120);
    reqwest::Client::builder().no_proxy().timeout(patience).build().unwrap()
}

pub const MEMBER: &str = "U0NORTHMEM1";
pub const SOUTH_MEMBER: &str = "U0SOUTHMEM1";
pub const SALES: &str = "U0SALES0001";
pub const NORTH: &str = "C0NORTH0001";
pub const DESK: &str = "C0SALESDESK";

/// A message with one button.
pub fn with_button(label: &str) -> Value {
    json!([{ "type": "actions", "elements": [{
        "type": "button", "action_id": "press:me", "value": "7",
        "text": { "type": "plain_text", "text": label } }] }])
}

const GENEROUS: &str = r#"
display_information: { name: Vouch }
features:
  slash_commands:
    - { command: /refer, description: Refer, usage_hint: "[website]", should_escape: true }
  shortcuts:
    - { name: Look, type: message, callback_id: look, description: Look }
oauth_config:
  scopes:
    bot: [commands, "chat:write", "users:read", "users:read.email", "pins:write", "pins:read",
      "im:write", "channels:read", "channels:join", "channels:manage", "channels:history",
      "im:read", "team:read", "usergroups:read", "reactions:write", "bookmarks:write",
      "bookmarks:read", "reactions:read", "files:read", "files:write"]
settings:
  interactivity: { is_enabled: true }
  event_subscriptions:
    bot_events: [app_home_opened, app_mention, message.im, message.channels, member_joined_channel, channel_left,
      channel_archive, channel_rename, channel_unshared, user_change, app_uninstalled,
      tokens_revoked, reaction_added, file_shared]
"#;
