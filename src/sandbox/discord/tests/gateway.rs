//! Connections: who may connect, what is lost and what comes again.

use serde_json::{Value, json};

use super::bot::{Heard, Line};
use super::{Stage, button, refer};

/// Presses the one button in a new message; gives what became of it.
async fn press(stage: &Stage) -> Value {
    let (member, north) = (stage.member("Partner member").await, stage.room("north-partner").await);
    let card = stage.says(&north, json!({ "content": "x", "components": button("Go") })).await;
    stage.act(&member, json!({ "press": { "channel": north, "ts": card, "label": "Go" } })).await
}

#[tokio::test]
async fn a_connection_is_closed_with_the_code_for_what_is_wrong() {
    let stage = Stage::new().await;
    let token = super::token(&stage);
    #[rustfmt::skip]
    let table = [
        (json!({ "op": 2, "d": { "token": "nobody", "intents": 1 } }),       4004),
        (json!({ "op": 2, "d": { "token": token } }),                        4013),
        (json!({ "op": 2, "d": { "token": token, "intents": 1_u64 << 40 } }),    4013),
        (json!({ "op": 2, "d": { "token": token, "intents": 2 } }),          4014),
        (json!({ "op": 2, "d": { "token": token, "intents": 1, "shard": [0, 2] } }), 4010),
        (json!({ "op": 3, "d": {} }),                                        4003),
        (json!({ "op": 77 }),                                                4001),
        (json!({ "op": 6, "d": { "token": "nobody", "session_id": "x", "seq": 1 } }), 4004),
    ];
    for (frame, code) in table {
        let mut line = Line::open(&stage).await;
        line.say(frame.clone()).await;
        assert_eq!(line.hear().await, Heard::Closed(Some(code)), "{frame}");
    }
}

#[tokio::test]
async fn a_bot_is_told_who_it_is_and_of_its_server() {
    let stage = Stage::new().await;
    let mut line = Line::open(&stage).await;
    let ready = line.identify(&stage, 1).await.frame();
    let of = stage.sandbox.discord_credentials().unwrap();
    assert_eq!(ready["d"]["application"]["id"], json!(of.application_id));
    assert_eq!(ready["d"]["guilds"], json!([{ "id": of.guild_id, "unavailable": true }]));
    let guild = line.event("GUILD_CREATE").await;
    assert_eq!(guild["d"]["channels"].as_array().unwrap().len(), 10);
    line.say(json!({ "op": 1, "d": 2 })).await;
    assert_eq!(line.hear().await.frame()["op"], 11);
    assert_eq!(stage.get("world").await["discord"]["connected"], true);
}

#[tokio::test]
async fn what_happened_while_a_bot_was_away_comes_when_it_resumes() {
    let stage = Stage::new().await;
    stage.commands(refer()).await;
    let (line, session) = Line::ready(&stage).await;
    line.broken();
    let away = press(&stage).await;
    assert_eq!(away["error"], "timeout");
    assert_eq!(away["screen"]["toasts"], json!(["This interaction failed"]));
    let mut line = Line::open(&stage).await;
    let first = line.resume(&stage, &session, 2).await.frame();
    assert_eq!((&first["t"], &first["s"]), (&json!("INTERACTION_CREATE"), &json!(3)));
    assert_eq!(line.hear().await.frame()["t"], "RESUMED");
    // Its deadline is over.
    let (id, token) = (first["d"]["id"].as_str().unwrap(), first["d"]["token"].as_str().unwrap());
    let path = format!("POST interactions/{id}/{token}/callback");
    let refused = stage.rest_with("", &path, json!({ "type": 6 })).await;
    assert_eq!(refused.code(), 10_062);
}

#[tokio::test]
async fn a_session_that_is_over_cannot_be_resumed() {
    let stage = Stage::new().await;
    let (line, session) = Line::ready(&stage).await;
    line.broken();
    let mut line = Line::open(&stage).await;
    assert_eq!(line.resume(&stage, &session, 99).await, Heard::Closed(Some(4007)));
    stage.post("clock", json!({ "advance": "6m" })).await;
    let mut line = Line::open(&stage).await;
    let invalid = line.resume(&stage, &session, 1).await.frame();
    assert_eq!((&invalid["op"], &invalid["d"]), (&json!(9), &json!(false)));
    // The same connection may begin anew.
    assert_eq!(line.identify(&stage, 1).await.frame()["t"], "READY");
    let (other, session) = Line::ready(&stage).await;
    drop(line);
    other.goodbye().await;
    super::until(async || stage.get("world").await["discord"]["connected"] == false).await;
    let mut line = Line::open(&stage).await;
    assert_eq!(line.resume(&stage, &session, 1).await.frame()["op"], 9, "it said goodbye");
}

#[tokio::test]
async fn connections_can_be_troubled() {
    let stage = Stage::new().await;
    let (mut line, session) = Line::ready(&stage).await;
    line.event("GUILD_CREATE").await;
    let trouble = async |what: Value| {
        let mut body = json!({ "platform": "discord" });
        body.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        assert_eq!(stage.post("connections", body).await["ok"], true);
    };
    trouble(json!({ "mute": true })).await;
    line.say(json!({ "op": 1, "d": 1 })).await;
    trouble(json!({ "mute": false })).await;
    line.say(json!({ "op": 1, "d": 1 })).await;
    assert_eq!(line.hear().await.frame()["op"], 11, "one of the two is answered");
    trouble(json!({ "reconnect": true })).await;
    assert_eq!(line.hear().await.frame()["op"], 7);
    trouble(json!({ "invalid": true })).await;
    assert_eq!(line.hear().await.frame()["d"], json!(true));
    trouble(json!({ "close": 4000 })).await;
    assert_eq!(line.hear().await, Heard::Closed(Some(4000)));
    let mut line = Line::open(&stage).await;
    assert_eq!(line.resume(&stage, &session, 2).await.frame()["t"], "RESUMED");
    trouble(json!({ "drop": true })).await;
    assert_eq!(line.hear().await, Heard::Closed(None));
}

#[tokio::test]
async fn two_sessions_hear_the_same() {
    let stage = Stage::new().await;
    let (mut one, _) = Line::ready(&stage).await;
    let (mut other, _) = Line::ready(&stage).await;
    let stage = std::sync::Arc::new(stage);
    let pressed = tokio::spawn({
        let stage = std::sync::Arc::clone(&stage);
        async move { press(&stage).await }
    });
    let first = one.event("INTERACTION_CREATE").await["d"].clone();
    assert_eq!(other.event("INTERACTION_CREATE").await["d"], first);
    let path = format!(
        "POST interactions/{}/{}/callback",
        first["id"].as_str().unwrap(),
        first["token"].as_str().unwrap()
    );
    assert_eq!(stage.rest_with("", &path, json!({ "type": 6 })).await.status, 204);
    assert_eq!(stage.rest_with("", &path, json!({ "type": 6 })).await.code(), 40_060);
    assert_eq!(pressed.await.unwrap()["ok"], true);
}
