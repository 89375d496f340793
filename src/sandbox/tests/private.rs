//! Private channels: who finds them, what the app needs to, and under which names it hears of them.

use serde_json::{Value, json};

use super::bot::{Ack, Bot};
use super::{DESK, MEMBER, SALES, Stage};
use crate::sandbox::{ManifestFrom, WorldKind};

const APP: &str = r#"
display_information: { name: Vouch }
oauth_config:
  scopes: { bot: [commands, "chat:write", "groups:read", "groups:history", "channels:read", "app_mentions:read"] }
settings:
  event_subscriptions:
    bot_events: [app_mention, message.channels, message.groups, member_joined_channel,
      channel_archive, group_archive, channel_rename, group_rename, channel_left, group_left,
      channel_id_changed, channel_shared]
"#;

const WORLD: &str = r#"
[[workspace]]
name = "Acme"
installed = true
[[workspace]]
name = "Blue"
[[person]]
name = "Ann"
workspace = "Acme"
[[channel]]
name = "old"
id = "G0ACMEOLD1"
private = true
"#;

fn file(name: &str, text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

/// A stage whose app hears of channels of both kinds.
async fn stage(scopes: &[(&str, &str)]) -> Stage {
    let manifest = scopes.iter().fold(APP.to_owned(), |text, (from, to)| text.replace(from, to));
    let (_folder, path) = file("manifest.yml", &manifest);
    Stage::with(|options| options.manifest = Some(ManifestFrom::File(path))).await
}

async fn listed(stage: &Stage, types: &str) -> Vec<Value> {
    let answer = stage.call("conversations.list", json!({ "types": types })).await;
    assert_eq!(answer["ok"], true, "{answer}");
    answer["channels"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect()
}

#[tokio::test]
async fn a_private_channel_is_known_to_those_inside_alone() {
    let stage = stage(&[]).await;
    stage.post("world", json!({ "private": DESK })).await;
    let desk = json!(DESK);
    assert!(!listed(&stage, "public_channel").await.contains(&desk));
    assert_eq!(listed(&stage, "private_channel").await, std::slice::from_ref(&desk));
    let info = stage.call("conversations.info", json!({ "channel": DESK })).await;
    let about = &info["channel"];
    assert_eq!((&about["is_private"], &about["is_channel"]), (&json!(true), &json!(true)));
    let mine = stage.call("users.conversations", json!({ "types": "private_channel" })).await;
    assert_eq!(mine["channels"][0]["id"], desk);
    // Another company's app, and this one once it is out, find nothing.
    stage.post("world", json!({ "remove_bot": DESK })).await;
    assert!(!listed(&stage, "private_channel,public_channel").await.contains(&desk));
    for (method, args) in [
        ("conversations.info", json!({ "channel": DESK })),
        ("conversations.members", json!({ "channel": DESK })),
        ("chat.postMessage", json!({ "channel": DESK, "text": "x" })),
        ("chat.postMessage", json!({ "channel": "#sales-desk", "text": "x" })),
    ] {
        assert_eq!(stage.call(method, args.clone()).await["error"], "channel_not_found", "{args}");
    }
}

#[tokio::test]
async fn each_kind_of_channel_has_scopes_of_its_own() {
    let stage = stage(&[("\"groups:read\", ", "")]).await;
    stage.post("world", json!({ "private": DESK })).await;
    let both = json!({ "types": "public_channel,private_channel" });
    for (method, args) in [
        ("conversations.list", both),
        ("conversations.info", json!({ "channel": DESK })),
        ("conversations.members", json!({ "channel": DESK })),
    ] {
        let refused = stage.call(method, args).await;
        assert_eq!(refused["error"], "missing_scope", "{method}");
        assert_eq!(refused["needed"], "groups:read", "{method}");
    }
    assert_eq!(stage.call("conversations.list", json!({})).await["ok"], true);
    let odd = stage.call("conversations.list", json!({ "types": "secret" })).await;
    assert_eq!(odd["error"], "invalid_types");
    // Whoever may not read private channels is not told who comes into one, or that it is gone.
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    stage.post("world", json!({ "invite": { "channel": DESK, "user": MEMBER } })).await;
    stage.post("world", json!({ "archive": DESK })).await;
    stage.post("settle", json!({ "quiet_ms": 10 })).await;
    assert!(bot.heard.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_happens_in_a_private_channel_is_told_under_its_own_names() {
    let stage = stage(&[]).await;
    stage.post("world", json!({ "private": DESK })).await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    stage.act(SALES, json!({ "say": { "channel": DESK, "text": "@Vouch hello" } })).await;
    for change in [
        json!({ "invite": { "channel": DESK, "user": MEMBER } }),
        json!({ "rename": { "channel": DESK, "name": "desk" } }),
        json!({ "archive": DESK }),
        json!({ "remove_bot": DESK }),
    ] {
        assert_eq!(stage.post("world", change).await["ok"], true);
    }
    stage.post("settle", json!({ "quiet_ms": 10 })).await;
    let said = &bot.payloads("message")[0]["event"];
    assert_eq!(said["channel_type"], "group");
    assert_eq!(bot.payloads("app_mention").len(), 1);
    assert_eq!(bot.payloads("member_joined_channel")[0]["event"]["channel_type"], "G");
    for kind in ["group_rename", "group_archive", "group_left"] {
        assert_eq!(bot.payloads(kind).len(), 1, "{kind}");
    }
    for kind in ["channel_rename", "channel_archive", "channel_left"] {
        assert!(bot.payloads(kind).is_empty(), "{kind}");
    }
    let joining = stage.call("conversations.join", json!({ "channel": DESK })).await;
    assert_eq!(joining["error"], "missing_scope");
}

#[tokio::test]
async fn an_old_private_channel_gets_another_id_when_it_is_shared() {
    let (_folder, path) = file("world.toml", WORLD);
    let (_other, manifest) = file("manifest.yml", APP);
    let stage = Stage::with(|options| {
        options.world = WorldKind::File(path);
        options.manifest = Some(ManifestFrom::File(manifest));
    })
    .await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    let old = "G0ACMEOLD1";
    let about = stage.call("conversations.info", json!({ "channel": old })).await;
    let about = &about["channel"];
    assert_eq!((&about["is_group"], &about["is_channel"]), (&json!(true), &json!(false)));
    stage.post("world", json!({ "share": { "channel": old, "team": "T0000000002" } })).await;
    stage.post("settle", json!({ "quiet_ms": 10 })).await;
    let changed = &bot.payloads("channel_id_changed")[0]["event"];
    assert_eq!(changed["old_channel_id"], old);
    assert_eq!(changed["new_channel_id"], "C0ACMEOLD1");
    assert_eq!(bot.payloads("channel_shared")[0]["event"]["channel"], "C0ACMEOLD1");
    let gone = stage.call("conversations.info", json!({ "channel": old })).await;
    assert_eq!(gone["error"], "channel_not_found");
}
