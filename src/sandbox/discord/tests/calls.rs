//! Calls of the bot: what they do and how they are refused.

use serde_json::{Value, json};

use super::{Stage, answered, token};

#[tokio::test]
async fn a_call_without_the_bots_token_is_refused() {
    let stage = Stage::new().await;
    for wrong in ["", "Bot nobody", "Bearer x"] {
        let refused = stage.rest_with(wrong, "GET users/@me", Value::Null).await;
        assert_eq!((refused.status, refused.code()), (401, 0), "{wrong}");
    }
    assert_eq!(stage.rest("GET users/@me", Value::Null).await.body["bot"], true);
    let nothing = stage.rest("GET nothing", Value::Null).await;
    assert_eq!((nothing.status, nothing.code()), (404, 0));
}

#[tokio::test]
async fn the_server_is_told_of_in_parts() {
    let stage = Stage::new().await;
    let guild = stage.sandbox.discord_credentials().unwrap().guild_id;
    let sales = stage.member("Sales 1").await;
    let whole = stage.rest(&format!("GET guilds/{guild}"), Value::Null).await;
    assert_eq!(whole.body["roles"].as_array().unwrap().len(), 13);
    let channels = stage.rest(&format!("GET guilds/{guild}/channels"), Value::Null).await;
    assert_eq!(channels.body.as_array().unwrap().len(), 10);
    let member = stage.rest(&format!("GET guilds/{guild}/members/{sales}"), Value::Null).await;
    assert_eq!(member.body["user"]["global_name"], "Sales 1");
    let nobody = stage.rest(&format!("GET guilds/{guild}/members/7"), Value::Null).await;
    assert_eq!((nobody.status, nobody.code()), (404, 10_007));
}

#[tokio::test]
async fn the_bot_posts_where_it_may() {
    let stage = Stage::new().await;
    let post = async |channel: &str| {
        let path = format!("POST channels/{channel}/messages");
        let answer = stage.rest(&path, json!({ "content": "x" })).await;
        (answer.status, answer.code())
    };
    assert_eq!(post(&stage.room("north-partner").await).await, (200, 0));
    assert_eq!(post(&stage.room("random").await).await, (403, 50_001));
    assert_eq!(post("7").await, (404, 10_003));
    let desk = stage.room("sales-desk").await;
    let bot = stage.sandbox.discord_credentials().unwrap().bot_user_id;
    let silent = json!({ "channel": desk, "id": bot, "allow": 1 << 10, "deny": 1 << 11 });
    stage.post("world", json!({ "overwrite": silent })).await;
    assert_eq!(post(&desk).await, (403, 50_013));
    stage.post("world", json!({ "platform": "discord", "remove_bot": true })).await;
    assert_eq!(post(&stage.room("north-partner").await).await, (403, 50_001));
}

#[tokio::test]
async fn a_direct_message_needs_somebody_who_takes_it() {
    let stage = Stage::new().await;
    let sales = stage.member("Sales 1").await;
    let open = stage.rest("POST users/@me/channels", json!({ "recipient_id": sales })).await;
    let again = stage.rest("POST users/@me/channels", json!({ "recipient_id": sales })).await;
    assert_eq!(open.id(), again.id());
    stage.says(&open.id(), json!({ "content": "Hello" })).await;
    let dms = stage.get(&format!("dms?as={sales}")).await;
    assert_eq!(dms["dms"][0]["messages"][0]["text"], "Hello");
    let path = format!("POST channels/{}/messages", open.id());
    for (change, code) in [("close_messages", 50_007), ("remove_member", 50_278)] {
        stage.post("world", json!({ change: sales })).await;
        assert_eq!(stage.rest(&path, json!({ "content": "x" })).await.code(), code);
    }
    let nobody = stage.rest("POST users/@me/channels", json!({ "recipient_id": "7" })).await;
    assert_eq!(nobody.code(), 50_035);
}

#[tokio::test]
async fn a_nonce_keeps_a_message_from_being_posted_twice() {
    let stage = Stage::new().await;
    let north = stage.room("north-partner").await;
    let path = format!("POST channels/{north}/messages");
    let body = |nonce: &str| json!({ "content": "x", "nonce": nonce, "enforce_nonce": true });
    // Applied, and the answer is lost.
    let fault = json!({ "method": "POST /channels/{id}/messages", "drop_reply": true });
    stage.post("faults", fault).await;
    let lost = stage.request(&path).header("authorization", token(&stage)).json(&body("a"));
    let lost = match lost.send().await {
        Ok(answer) => answer.bytes().await.is_err(),
        Err(_) => true,
    };
    assert!(lost);
    let again = stage.rest(&path, body("a")).await;
    let once = stage.rest(&path, body("a")).await;
    assert_eq!(again.id(), once.id());
    let seen = stage.get(&format!("channels/{north}/messages")).await;
    assert_eq!(seen["messages"].as_array().unwrap().len(), 1);
    let own = format!("DELETE channels/{north}/messages/{}", once.id());
    assert_eq!(stage.rest(&own, Value::Null).await.status, 204);
    assert_eq!(stage.rest(&path, body("a")).await.code(), 10_008);
    stage.post("clock", json!({ "advance": "10m" })).await;
    assert_eq!(stage.rest(&path, body("a")).await.status, 200);
}

#[tokio::test]
async fn a_channel_takes_five_messages_in_five_seconds() {
    let stage = Stage::new().await;
    let north = stage.room("north-partner").await;
    let path = format!("POST channels/{north}/messages");
    for left in ["4", "3", "2", "1", "0"] {
        let posted = stage.rest(&path, json!({ "content": "x" })).await;
        assert_eq!(posted.header("x-ratelimit-remaining"), left);
    }
    let refused = stage.rest(&path, json!({ "content": "x" })).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("x-ratelimit-scope"), "user");
    assert!(!refused.header("retry-after").is_empty());
    assert!(refused.body["retry_after"].as_f64().unwrap() > 0.0);
    stage.post("clock", json!({ "advance": "5s" })).await;
    assert_eq!(stage.rest(&path, json!({ "content": "x" })).await.status, 200);
}

#[tokio::test]
async fn a_call_can_be_spoiled() {
    let stage = Stage::new().await;
    let north = stage.room("north-partner").await;
    let path = format!("POST channels/{north}/messages");
    let fault = |what: Value| {
        let mut fault = json!({ "platform": "discord", "method": "POST /channels/{id}/messages" });
        fault.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        fault
    };
    #[rustfmt::skip]
    let table = [
        (json!({ "code": 50_013 }),                                    403, 50_013),
        (json!({ "error": "10003" }),                                  404, 10_003),
        (json!({ "http_status": 503 }),                                503, 0),
        (json!({ "error": "ratelimited", "scope": "global", "retry_after_ms": 64 }), 429, 0),
    ];
    for (what, status, code) in table {
        stage.post("faults", fault(what)).await;
        let refused = stage.rest(&path, json!({ "content": "x" })).await;
        assert_eq!((refused.status, refused.code()), (status, code));
        if status == 429 {
            assert_eq!(refused.header("x-ratelimit-global"), "true");
            assert_eq!(refused.body["retry_after"], json!(0.064));
        }
    }
    assert_eq!(stage.rest(&path, json!({ "content": "x" })).await.status, 200);
}

#[tokio::test]
async fn roles_below_the_bots_own_are_given_and_taken() {
    let stage = Stage::new().await;
    let guild = stage.sandbox.discord_credentials().unwrap().guild_id;
    let south = stage.member("South member").await;
    let north = stage.room("north-partner").await;
    let path = |role: &str| format!("guilds/{guild}/members/{south}/roles/{role}");
    let partner = path(&stage.role("Partner: North Partner").await);
    assert_eq!(stage.rest(&format!("PUT {partner}"), Value::Null).await.status, 204);
    let seen = stage.get(&format!("channels/{north}/messages?as={south}")).await;
    assert_eq!(seen["ok"], true);
    assert_eq!(stage.rest(&format!("DELETE {partner}"), Value::Null).await.status, 204);
    let seen = stage.get(&format!("channels/{north}/messages?as={south}")).await;
    assert_eq!(seen["error"], "not_visible");
    let admin = path(&stage.role("Admin").await);
    assert_eq!(stage.rest(&format!("PUT {admin}"), Value::Null).await.code(), 50_013);
}

#[tokio::test]
async fn pins_and_threads_hang_on_messages() {
    let stage = Stage::new().await;
    let (member, north) = (stage.member("Partner member").await, stage.room("north-partner").await);
    let card = stage.says(&north, json!({ "content": "A card" })).await;
    let pin = format!("PUT channels/{north}/messages/pins/{card}");
    assert_eq!(stage.rest(&pin, Value::Null).await.status, 204);
    assert_eq!(stage.messages(&north, &member).await[0]["pinned"], true);
    let start = format!("POST channels/{north}/messages/{card}/threads");
    let thread = stage.rest(&start, json!({ "name": "Acme" })).await;
    assert_eq!((thread.status, thread.id()), (201, card.clone()));
    assert_eq!(stage.rest(&start, json!({ "name": "Acme" })).await.code(), 160_004);
    stage.says(&card, json!({ "content": "Below it" })).await;
    let seen = stage.messages(&north, &member).await;
    assert_eq!((&seen[1]["text"], &seen[1]["thread_ts"]), (&json!("Below it"), &json!(card)));
    stage.post("world", json!({ "archive": card })).await;
    stage.says(&card, json!({ "content": "Open again" })).await;
    stage.post("world", json!({ "lock": card })).await;
    let path = format!("POST channels/{card}/messages");
    assert_eq!(stage.rest(&path, json!({ "content": "x" })).await.code(), 160_005);
    let private = stage
        .rest(&format!("POST channels/{north}/threads"), json!({ "name": "Deal", "type": 12 }))
        .await;
    stage.says(&private.id(), json!({ "content": "Secret" })).await;
    let texts = async || {
        let seen = stage.messages(&north, &member).await;
        seen.iter().any(|one| one["text"] == "Secret")
    };
    assert!(!texts().await);
    let add = format!("PUT channels/{}/thread-members/{member}", private.id());
    assert_eq!(stage.rest(&add, Value::Null).await.status, 204);
    assert!(texts().await);
}

#[tokio::test]
async fn a_file_comes_as_an_attachment() {
    let stage = Stage::new().await;
    let north = stage.room("north-partner").await;
    let payload = json!({ "content": "A chart", "attachments": [{ "id": 0, "description": "A line that rises" }] });
    let body = format!(
        "--xx\r\ncontent-disposition: form-data; name=\"payload_json\"\r\n\r\n{payload}\r\n\
         --xx\r\ncontent-disposition: form-data; name=\"files[0]\"; filename=\"chart.png\"\r\n\
         content-type: image/png\r\n\r\nPNG\r\n--xx--\r\n"
    );
    let request = stage
        .request(&format!("POST channels/{north}/messages"))
        .header("authorization", token(&stage))
        .header("content-type", "multipart/form-data; boundary=xx")
        .body(body);
    let posted = answered(request.send().await.unwrap()).await;
    let attachment = &posted.body["attachments"][0];
    assert_eq!(attachment["filename"], "chart.png");
    assert_eq!(attachment["description"], "A line that rises");
    let fetched = stage.http.get(attachment["url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(fetched.headers()["content-type"], "image/png");
    assert_eq!(fetched.text().await.unwrap(), "PNG");
}

#[tokio::test]
async fn what_was_posted_is_read_back_newest_first() {
    let stage = Stage::new().await;
    let north = stage.room("north-partner").await;
    for text in ["one", "two", "three"] {
        stage.says(&north, json!({ "content": text })).await;
    }
    let read = async |query: String| {
        let path = format!("GET channels/{north}/messages?{query}");
        let listed = stage.rest(&path, Value::Null).await.body;
        let texts = listed.as_array().unwrap().iter().map(|one| one["content"].clone());
        (texts.collect::<Value>(), listed[0]["id"].as_str().unwrap_or_default().to_owned())
    };
    let (texts, newest) = read("limit=2".to_owned()).await;
    assert_eq!(texts, json!(["three", "two"]));
    assert_eq!(read(format!("before={newest}")).await.0, json!(["two", "one"]));
    let refused =
        stage.rest(&format!("GET channels/{north}/messages?limit=101"), Value::Null).await;
    assert_eq!(refused.code(), 50_035);
}

#[tokio::test]
async fn commands_keep_their_ids() {
    let stage = Stage::new().await;
    let first = stage.commands(super::refer()).await.body;
    let list = json!([super::refer()[0], { "name": "me", "description": "Mine" }]);
    let second = stage.commands(list).await.body;
    assert_eq!(first[0]["id"], second[0]["id"]);
    assert_eq!(second.as_array().unwrap().len(), 2);
    let refused = stage.commands(json!([{ "name": "Not So", "description": "x" }])).await;
    assert_eq!(
        refused.body["errors"]["0"]["name"]["_errors"][0]["code"],
        "APPLICATION_COMMAND_INVALID_NAME"
    );
}
