//! The Web API as a client library meets it.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::{DESK, MEMBER, NORTH, SALES, Stage, with_button};

#[tokio::test]
async fn refusals_are_slacks_own_in_slacks_order() {
    let stage = Stage::new().await;
    let token = stage.sandbox.credentials().vendor_bot_token;
    let text = json!({ "channel": NORTH, "text": "x" });
    #[rustfmt::skip]
    let table = [
        ("chat.explode",        token.as_str(), json!({}),                                       "unknown_method"),
        ("chat.postMessage",    "",             text.clone(),                                    "not_authed"),
        ("chat.postMessage",    "xoxb-unknown", text.clone(),                                    "invalid_auth"),
        ("chat.postMessage",    &token,         json!({ "channel": "C0NOWHERE01", "text": "x" }), "channel_not_found"),
        ("chat.postMessage",    &token,         json!({ "channel": "C0RANDOM001", "text": "x" }), "not_in_channel"),
        ("chat.postMessage",    &token,         json!({ "channel": NORTH }),                     "no_text"),
        ("chat.postMessage",    &token,         json!({ "text": "x" }),                          "invalid_arguments"),
        ("chat.postMessage",    &token,         json!({ "channel": NORTH, "text": "x", "blocks": [{ "type": "sparkle" }] }), "invalid_blocks"),
        ("chat.postMessage",    &token,         json!({ "channel": NORTH, "text": "x", "thread_ts": "1.000000" }), "thread_not_found"),
        ("chat.update",         &token,         json!({ "channel": NORTH, "ts": "1.000000", "text": "x" }), "message_not_found"),
        ("chat.update",         &token,         json!({ "channel": NORTH, "ts": "1.000000", "text": "x".repeat(4001) }), "msg_too_long"),
        ("conversations.history", &token,       json!({ "channel": NORTH }),                     "missing_scope"),
        ("views.open",          &token,         json!({ "trigger_id": "1.2.3", "view": { "type": "modal", "title": { "type": "plain_text", "text": "t" }, "blocks": [{ "type": "divider" }] } }), "invalid_trigger_id"),
        ("users.info",          &token,         json!({ "user": "U0NOBODY001" }),                "user_not_found"),
        ("apps.connections.open", &token,       json!({}),                                       "not_allowed_token_type"),
    ];
    for (method, token, args, error) in table {
        let answer = stage.call_with(token, method, args).await;
        assert_eq!(answer["ok"], false, "{method}");
        assert_eq!(answer["error"], error, "{method}: {answer}");
    }
    let refused = stage.call("conversations.history", json!({ "channel": NORTH })).await;
    assert_eq!(refused["needed"], "channels:history");
    assert!(refused["provided"].as_str().unwrap().contains("chat:write"));
}

#[tokio::test]
async fn a_call_may_come_as_query_form_or_json() {
    let stage = Stage::new().await;
    let token = stage.sandbox.credentials().vendor_bot_token;
    let api = stage.sandbox.api_url();
    let by_query = format!("{api}/users.info?user={SALES}&token={token}");
    let answer: Value = stage.http.get(by_query).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["user"]["real_name"], "Sales 1");
    let form = format!(
        "token={token}&channel={NORTH}&text=a%26b&blocks=%5B%7B%22type%22%3A%22divider%22%7D%5D"
    );
    let call = stage
        .http
        .post(format!("{api}/chat.postMessage"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    let answer: Value = call.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["message"]["text"], "a&b", "{answer}");
    assert_eq!(answer["message"]["blocks"][0]["type"], "divider");
    // The log holds the decoded request and no token.
    let log = stage.get("log?after=0").await;
    let post = &log["entries"][1];
    assert_eq!(post["method"], "chat.postMessage");
    assert_eq!(post["request"]["blocks"][0]["type"], "divider");
    assert!(post["request"].get("token").is_none());
    assert_eq!(log["next"], 2);
}

#[tokio::test]
async fn posting_is_limited_to_five_at_once_and_wrong_arguments_cost_nothing() {
    let stage = Stage::new().await;
    let post = async |text: &str| {
        stage.call("chat.postMessage", json!({ "channel": NORTH, "text": text })).await
    };
    for _ in 0..3 {
        assert_eq!(post("").await["error"], "no_text");
    }
    // The world's clock ticks with the machine's; standing still would be needed to count exactly
    // five, so many more are sent than could be refilled meanwhile.
    let mut limited = None;
    for _ in 0..50 {
        let answer = post("x").await;
        if answer["ok"] == false {
            limited = Some(answer);
            break;
        }
    }
    assert_eq!(limited.unwrap()["error"], "ratelimited");
    let url = format!("{}/chat.postMessage", stage.sandbox.api_url());
    let token = stage.sandbox.credentials().vendor_bot_token;
    let mut seen = None;
    for _ in 0..20 {
        let call = stage
            .http
            .post(&url)
            .bearer_auth(&token)
            .json(&json!({ "channel": NORTH, "text": "x" }));
        let answer = call.send().await.unwrap();
        if answer.status() == 429 {
            seen = answer.headers().get("retry-after").cloned();
            break;
        }
    }
    assert_eq!(seen.unwrap(), "1");
    stage.post("clock", json!({ "advance": "1m" })).await;
    assert_eq!(post("x").await["ok"], true);
}

#[tokio::test]
async fn a_message_is_changed_threaded_pinned_and_deleted() {
    let stage = Stage::new().await;
    let blocks = with_button("Approve");
    let posted = stage
        .call("chat.postMessage", json!({ "channel": DESK, "text": "Card", "blocks": blocks }))
        .await;
    let ts = posted["ts"].clone();
    let reply = stage
        .call("chat.postMessage", json!({ "channel": DESK, "text": "Log", "thread_ts": ts }))
        .await;
    assert_eq!(reply["message"]["thread_ts"], ts);
    assert_eq!(
        stage.call("pins.add", json!({ "channel": DESK, "timestamp": ts })).await["ok"],
        true
    );
    assert_eq!(
        stage.call("pins.add", json!({ "channel": DESK, "timestamp": ts })).await["error"],
        "already_pinned"
    );
    let with_blocks =
        json!({ "channel": DESK, "ts": ts, "text": "New", "blocks": with_button("Reject") });
    assert_eq!(stage.call("chat.update", with_blocks).await["text"], "New");
    let card = &stage.messages(DESK, SALES).await[0];
    assert_eq!(card["edited"], false);
    assert_eq!(card["pinned"], true);
    assert_eq!(card["reply_count"], 1);
    assert_eq!(card["blocks"][0]["elements"][0]["text"]["text"], "Reject");
    stage.call("chat.update", json!({ "channel": DESK, "ts": ts, "text": "Bare" })).await;
    let card = &stage.messages(DESK, SALES).await[0];
    assert_eq!((card["edited"].clone(), card["blocks"].clone()), (json!(true), json!([])));
    assert_eq!(stage.call("chat.delete", json!({ "channel": DESK, "ts": ts })).await["ok"], true);
    let messages = stage.messages(DESK, SALES).await;
    assert_eq!(messages[0]["deleted"], true);
    assert_eq!(messages[1]["thread_ts"], ts);
}

#[tokio::test]
async fn an_ephemeral_message_is_seen_by_one_and_never_updated() {
    let stage = Stage::new().await;
    let whisper =
        json!({ "channel": NORTH, "user": MEMBER, "text": "psst", "blocks": with_button("Ok") });
    let answer = stage.call("chat.postEphemeral", whisper).await;
    let ts = answer["message_ts"].clone();
    assert_eq!(stage.messages(NORTH, MEMBER).await[0]["ts"], ts);
    assert!(stage.messages(NORTH, SALES).await.is_empty());
    let update = json!({ "channel": NORTH, "ts": ts, "text": "x" });
    assert_eq!(stage.call("chat.update", update).await["error"], "message_not_found");
    let outsider = json!({ "channel": NORTH, "user": "U0SOUTHMEM1", "text": "psst" });
    assert_eq!(stage.call("chat.postEphemeral", outsider).await["error"], "user_not_in_channel");
}

#[tokio::test]
async fn a_person_is_written_to_in_their_own_conversation() {
    let stage = Stage::new().await;
    let answer =
        stage.call("chat.postMessage", json!({ "channel": MEMBER, "text": "hello" })).await;
    let opened = stage.call("conversations.open", json!({ "users": MEMBER })).await;
    assert_eq!(answer["channel"], opened["channel"]["id"]);
    let dms = stage.get(&format!("dms?as={MEMBER}")).await;
    assert_eq!(dms["dms"][0]["messages"][0]["text"], "hello");
    assert!(stage.get(&format!("dms?as={SALES}")).await["dms"].as_array().unwrap().is_empty());
}

/// What does not fit the response schema of Slack's published specification; nothing where it has
/// none.
pub fn breaches(method: &str, answer: &Value) -> Vec<String> {
    static SPECIFICATION: LazyLock<Value> = LazyLock::new(|| {
        let text = include_str!("../../../tests/it/specs/slack_web_api.oas3.json");
        serde_json::from_str(text).unwrap()
    });
    let path = &SPECIFICATION["paths"][format!("/{method}")];
    let Some(operation) = path.as_object().and_then(|path| path.values().next()) else {
        return Vec::new();
    };
    let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    let mut schema = schema.clone();
    schema["components"] = SPECIFICATION["components"].clone();
    let validator =
        jsonschema::options().with_draft(jsonschema::Draft::Draft4).build(&schema).unwrap();
    validator.iter_errors(answer).map(|error| error.to_string()).collect()
}

/// Every answer fits the response schema of Slack's published specification, where it has one.
#[tokio::test]
async fn answers_fit_slacks_published_schemas() {
    let stage = Stage::generous().await;
    let posted = stage
        .call(
            "chat.postMessage",
            json!({ "channel": NORTH, "text": "x", "blocks": with_button("Ok") }),
        )
        .await;
    let ts = posted["ts"].clone();
    let soon = (stage.clock.now().timestamp() + 600).to_string();
    #[rustfmt::skip]
    let calls = [
        ("api.test", json!({})),
        ("auth.test", json!({})),
        ("team.info", json!({})),
        ("chat.postMessage", json!({ "channel": NORTH, "text": "x", "thread_ts": ts })),
        ("chat.postEphemeral", json!({ "channel": NORTH, "user": MEMBER, "text": "x" })),
        ("chat.update", json!({ "channel": NORTH, "ts": ts, "text": "y", "blocks": with_button("Ok") })),
        ("chat.getPermalink", json!({ "channel": NORTH, "message_ts": ts })),
        ("conversations.info", json!({ "channel": NORTH })),
        ("conversations.list", json!({})),
        ("conversations.members", json!({ "channel": NORTH })),
        ("conversations.open", json!({ "users": SALES })),
        ("conversations.join", json!({ "channel": "C0RANDOM001" })),
        ("conversations.leave", json!({ "channel": "C0RANDOM001" })),
        ("conversations.history", json!({ "channel": NORTH })),
        ("conversations.replies", json!({ "channel": NORTH, "ts": ts })),
        ("users.info", json!({ "user": MEMBER })),
        ("users.list", json!({})),
        ("users.lookupByEmail", json!({ "email": "sales.1@vendor.example" })),
        ("usergroups.list", json!({})),
        ("pins.add", json!({ "channel": NORTH, "timestamp": ts })),
        ("pins.list", json!({ "channel": NORTH })),
        ("pins.remove", json!({ "channel": NORTH, "timestamp": ts })),
        ("reactions.add", json!({ "channel": NORTH, "timestamp": ts, "name": "eyes" })),
        ("reactions.get", json!({ "channel": NORTH, "timestamp": ts })),
        ("reactions.remove", json!({ "channel": NORTH, "timestamp": ts, "name": "eyes" })),
        ("chat.scheduleMessage", json!({ "channel": NORTH, "text": "x", "post_at": soon })),
        ("chat.scheduledMessages.list", json!({})),
        ("users.conversations", json!({ "user": SALES })),
        ("conversations.invite", json!({ "channel": NORTH, "users": "U0ADMIN0001" })),
        ("files.getUploadURLExternal", json!({ "filename": "a.txt", "length": 3 })),
        ("bookmarks.add", json!({ "channel_id": NORTH, "title": "Board", "type": "link", "link": "https://x.example" })),
        ("bookmarks.list", json!({ "channel_id": NORTH })),
        ("views.publish", json!({ "user_id": SALES, "view": { "type": "home", "blocks": [{ "type": "divider" }] } })),
        ("chat.delete", json!({ "channel": NORTH, "ts": ts })),
        ("auth.revoke", json!({})),
    ];
    for (method, args) in calls {
        let answer = stage.call(method, args).await;
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        let problems = breaches(method, &answer);
        assert!(problems.is_empty(), "{method}: {problems:?}\n{answer:#}");
    }
}
