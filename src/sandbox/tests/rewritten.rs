//! What people and the app say in other words, or take back, and what the app hears of it.

use serde_json::json;

use super::bot::{Ack, Bot};
use super::{DESK, MEMBER, NORTH, SALES, Stage};

#[tokio::test]
async fn people_change_and_delete_their_own_words_and_the_app_hears_both() {
    let stage = Stage::generous().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    stage.act(SALES, json!({ "say": { "channel": DESK, "text": "one" } })).await;
    let ts = stage.messages(DESK, SALES).await[0]["ts"].clone();
    let edit = |text: &str| json!({ "edit": { "channel": DESK, "ts": ts, "text": text } });
    assert_eq!(stage.act(SALES, edit("two <b>")).await["ok"], true);
    let shown = stage.messages(DESK, SALES).await[0].clone();
    assert_eq!((&shown["text"], &shown["edited"]), (&json!("two &lt;b&gt;"), &json!(true)));
    let delete = json!({ "delete": { "channel": DESK, "ts": ts } });
    assert_eq!(stage.act(SALES, delete.clone()).await["ok"], true);
    assert_eq!(stage.act(SALES, delete).await["error"], "not_visible", "it is gone");
    assert_eq!(stage.act(SALES, edit("three")).await["error"], "not_visible");
    assert_eq!(stage.messages(DESK, SALES).await[0]["deleted"], true);

    stage.post("settle", json!({ "quiet_ms": 10 })).await;
    let heard = bot.payloads("message");
    let subtypes: Vec<_> = heard.iter().map(|one| one["event"]["subtype"].clone()).collect();
    assert_eq!(subtypes, [json!(null), json!("message_changed"), json!("message_deleted")]);
    let changed = &heard[1]["event"];
    assert_eq!(changed["previous_message"]["text"], "one");
    assert_eq!(changed["message"]["text"], "two &lt;b&gt;");
    assert_eq!(changed["message"]["edited"]["user"], SALES);
    assert_ne!(changed["ts"], ts, "an event has a time of its own");
    let deleted = &heard[2]["event"];
    assert_eq!((&deleted["deleted_ts"], &deleted["channel_type"]), (&ts, &json!("channel")));
    assert_eq!(deleted["previous_message"]["text"], "two &lt;b&gt;");
}

#[tokio::test]
async fn nobody_changes_what_somebody_else_said() {
    let stage = Stage::generous().await;
    stage.act(SALES, json!({ "say": { "channel": NORTH, "text": "mine" } })).await;
    let posted = stage.call("chat.postMessage", json!({ "channel": NORTH, "text": "x" })).await;
    let mine = stage.messages(NORTH, SALES).await[0]["ts"].clone();
    for (who, ts, error) in [
        (MEMBER, &mine, "no_such_button"),
        (SALES, &posted["ts"], "no_such_button"),
        ("U0AUDITOR01", &mine, "not_visible"),
    ] {
        for deed in ["edit", "delete"] {
            let deed = json!({ deed: { "channel": NORTH, "ts": ts, "text": "theirs" } });
            assert_eq!(stage.act(who, deed).await["error"], error, "{who}");
        }
    }
    assert_eq!(stage.messages(NORTH, SALES).await[0]["text"], "mine");
}

#[tokio::test]
async fn the_app_hears_of_its_own_changes_and_of_none_that_one_person_saw() {
    let stage = Stage::generous().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    let posted = stage.call("chat.postMessage", json!({ "channel": DESK, "text": "x" })).await;
    let at = json!({ "channel": DESK, "ts": posted["ts"], "text": "y" });
    assert_eq!(stage.call("chat.update", at.clone()).await["ok"], true);
    assert_eq!(stage.call("chat.delete", at).await["ok"], true);
    let whisper = json!({ "channel": DESK, "user": SALES, "text": "psst" });
    stage.call("chat.postEphemeral", whisper).await;
    stage.post("settle", json!({ "quiet_ms": 10 })).await;
    let heard = bot.payloads("message");
    let subtypes: Vec<_> = heard.iter().map(|one| one["event"]["subtype"].clone()).collect();
    assert_eq!(subtypes, [json!(null), json!("message_changed"), json!("message_deleted")]);
}

#[tokio::test]
async fn markdown_text_stands_alone_and_attachments_are_counted() {
    let stage = Stage::generous().await;
    let post = async |args| stage.call("chat.postMessage", args).await;
    let taken = post(json!({ "channel": DESK, "markdown_text": "**hello**" })).await;
    assert_eq!(taken["message"]["blocks"][0]["type"], "markdown");
    let both = json!({ "channel": DESK, "markdown_text": "a", "text": "b" });
    assert_eq!(post(both).await["error"], "markdown_text_conflict");
    let long = json!({ "channel": DESK, "markdown_text": "m".repeat(12_001) });
    assert_eq!(post(long).await["error"], "msg_too_long");
    let attached = |count: usize| json!({ "channel": DESK, "attachments": vec![json!({ "text": "a" }); count] });
    assert_eq!(post(attached(100)).await["ok"], true);
    assert_eq!(post(attached(101)).await["error"], "too_many_attachments");
    assert_eq!(post(attached(0)).await["error"], "no_text");
}
