//! The world beside Slack's: who is in it, how it is turned, how it is kept.

use serde_json::{Value, json};

use super::bot::{Bot, Line};
use super::{Stage, button, refer};
use crate::clock::Clock;
use crate::sandbox::world::keep;
use crate::sandbox::{WorldKind, start};

#[tokio::test]
async fn the_same_people_and_channels_stand_behind_slacks() {
    let stage = Stage::new().await;
    let world = stage.get("world").await;
    for list in ["users", "channels"] {
        let all = world[list].as_array().unwrap();
        let beside = |one: &&Value| one["platform"] == "discord";
        let first = all.iter().position(|one| beside(&one)).unwrap();
        assert!(all[..first].iter().all(|one| one["platform"].is_null()));
        let names = |some: &[Value]| some.iter().map(|one| one["name"].clone()).collect::<Vec<_>>();
        assert_eq!(names(&all[first..]), names(&all[..first]), "{list}");
    }
    let sales = stage.member("Sales 1").await;
    let users = world["users"].as_array().unwrap();
    let found = users.iter().find(|one| one["id"] == json!(sales)).unwrap();
    assert_eq!(found["same_person"], "U0SALES0001");
    assert_eq!(found["team_id"], world["discord"]["guild_id"]);
    assert_eq!(found["roles"], json!(["sales"]));
    let channels = world["channels"].as_array().unwrap();
    let random = channels.iter().rfind(|one| one["name"] == "random").unwrap();
    assert_eq!(random["app_member"], false);
}

#[tokio::test]
async fn what_changes_in_the_server_reaches_the_bot() {
    let stage = Stage::new().await;
    let mut line = Line::open(&stage).await;
    line.identify(&stage, 1).await;
    line.event("GUILD_CREATE").await;
    let (sales, desk) = (stage.member("Sales 1").await, stage.room("sales-desk").await);
    let north = stage.room("north-partner").await;
    let role = stage.role("Sales").await;
    #[rustfmt::skip]
    let table = [
        (json!({ "rename": { "channel": desk, "name": "desk" } }),               Some("CHANNEL_UPDATE")),
        (json!({ "overwrite": { "channel": desk, "id": role, "deny": 1024 } }),  Some("CHANNEL_UPDATE")),
        (json!({ "role": { "id": role, "permissions": 8 } }),                    Some("GUILD_ROLE_UPDATE")),
        // Members are told of to those who asked for the privileged intent.
        (json!({ "remove_member": sales }),                                      None),
        (json!({ "delete": north }),                                             Some("CHANNEL_DELETE")),
        (json!({ "platform": "discord", "remove_bot": true }),                   Some("GUILD_DELETE")),
        (json!({ "platform": "discord", "add_bot": true }),                      Some("GUILD_CREATE")),
    ];
    for (change, event) in table {
        assert_eq!(stage.post("world", change.clone()).await["ok"], true, "{change}");
        if let Some(event) = event {
            assert_eq!(line.hear().await.frame()["t"], event, "{change}");
        }
    }
    let gone = stage.post("world", json!({ "platform": "discord", "delete": "7" })).await;
    assert_eq!(gone["error"], "no_such_channel");
    // Slack's side has channels of its own.
    let slack =
        stage.post("world", json!({ "rename": { "channel": "C0SALESDESK", "name": "desk" } }));
    assert_eq!(slack.await["ok"], true);
}

#[tokio::test]
async fn a_delivery_is_repeated_exactly() {
    let stage = Stage::new().await;
    stage.commands(refer()).await;
    let bot = Bot::connect(&stage, |_| async { json!({ "type": 6 }) }).await;
    let (member, north) = (stage.member("Partner member").await, stage.room("north-partner").await);
    let card = stage.says(&north, json!({ "content": "x", "components": button("Go") })).await;
    let press = json!({ "press": { "channel": north, "ts": card, "label": "Go" } });
    assert_eq!(stage.act(&member, press).await["ok"], true);
    let log = stage.get("log").await;
    let entries = log["entries"].as_array().unwrap();
    let delivered = entries.iter().find(|one| one["method"] == "INTERACTION_CREATE").unwrap();
    assert_eq!((&delivered["platform"], &delivered["kind"]), (&json!("discord"), &json!("event")));
    let answer = entries.iter().find(|one| one["of"] == delivered["seq"]).unwrap();
    assert_eq!(answer["method"], "POST /interactions/{id}/{token}/callback");
    let again = stage.post("deliver", json!({ "duplicate_of": delivered["seq"] })).await;
    assert_eq!(again["ok"], true, "{again}");
    super::until(async || bot.answered().len() == 2).await;
    assert_eq!(bot.got()[0], bot.got()[1]);
    assert_eq!(bot.answered()[1].1["code"], 40_060);
}

#[tokio::test]
async fn settling_waits_for_answers_on_both_sides() {
    let stage = Stage::new().await;
    stage.commands(refer()).await;
    let bot = Bot::connect(&stage, |_| async { json!({ "type": 5 }) }).await;
    let (member, north) = (stage.member("Partner member").await, stage.room("north-partner").await);
    let typed = json!({ "command": { "channel": north, "text": "/refer" } });
    assert_eq!(stage.act(&member, typed).await["ok"], true);
    let settled = stage.post("settle", json!({ "quiet_ms": 50 })).await;
    assert_eq!(settled["settled"], true);
    assert_eq!(settled["waiting"]["deliveries"], 0);
    assert_eq!(bot.got().len(), 1);
}

#[tokio::test]
async fn who_is_really_pinged_is_written_down() {
    let stage = Stage::new().await;
    let north = stage.room("north-partner").await;
    let (sales, resolver) = (stage.member("Sales 1").await, stage.member("Resolver 1").await);
    let text = format!("@everyone <@{sales}> <@{resolver}>");
    let quiet = json!({ "content": text, "allowed_mentions": { "parse": [] } });
    stage.says(&north, quiet).await;
    stage.says(&north, json!({ "content": text })).await;
    let seen = stage.get(&format!("channels/{north}/messages")).await;
    let pinged = |at: usize| seen["messages"][at]["pinged"].clone();
    assert_eq!(pinged(0), json!({ "everyone": false, "roles": [], "users": [] }));
    // Whoever does not see the channel is not pinged, and the bot may not ping everybody.
    assert_eq!(pinged(1), json!({ "everyone": false, "roles": [], "users": [sales] }));
}

#[tokio::test]
async fn the_server_is_kept_and_an_older_world_gets_one() {
    let stage = Stage::new().await;
    let (member, north) = (stage.member("Partner member").await, stage.room("north-partner").await);
    stage.says(&north, json!({ "content": "Kept" })).await;
    let Stage { sandbox, data, .. } = stage;
    sandbox.stop().await;
    let options = crate::sandbox::tests::options(data.path());
    let sandbox = start(options.clone(), Clock::real()).await.unwrap();
    let http = crate::sandbox::tests::client();
    let stage = Stage { sandbox, clock: Clock::real(), http, data };
    assert_eq!(stage.messages(&north, &member).await[0]["text"], "Kept");
    let Stage { sandbox, data, .. } = stage;
    sandbox.stop().await;
    let file = keep::file(data.path(), &WorldKind::Default, None);
    let mut kept = keep::load(&file).unwrap().unwrap();
    kept.world.discord = None;
    keep::save(&file, &kept).unwrap();
    let sandbox = start(options, Clock::real()).await.unwrap();
    assert!(sandbox.discord_credentials().is_some());
    sandbox.stop().await;
}

/// An app that takes interactions by HTTP: it answers in the response, and refuses what is signed by
/// no key.
async fn app(answer: Value) -> String {
    use axum::http::{HeaderMap, StatusCode};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let take = move |headers: HeaderMap, axum::Json(body): axum::Json<Value>| {
        let signed = headers["x-signature-ed25519"].to_str().unwrap() != "0".repeat(128);
        let (status, reply) = match body["type"].as_u64() {
            _ if !signed => (StatusCode::UNAUTHORIZED, json!({})),
            Some(1) => (StatusCode::OK, json!({ "type": 1 })),
            _ => (StatusCode::OK, answer.clone()),
        };
        async move { (status, axum::Json(reply)) }
    };
    let router = axum::Router::new().route("/", axum::routing::post(take));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    url
}

#[tokio::test]
async fn interactions_go_by_signed_http_where_an_address_is_set() {
    let stage = Stage::new().await;
    stage.commands(refer()).await;
    let url = app(json!({ "type": 4, "data": { "content": "By HTTP", "flags": 64 } })).await;
    let set = async |to: Value| {
        stage.post("connections", json!({ "platform": "discord", "endpoint": to })).await
    };
    assert_eq!(set(json!("http://127.0.0.1:9/")).await["error"], "endpoint_refused");
    assert_eq!(set(json!(url)).await["ok"], true);
    let (member, north) = (stage.member("Partner member").await, stage.room("north-partner").await);
    let typed = json!({ "command": { "channel": north, "text": "/refer" } });
    assert_eq!(stage.act(&member, typed.clone()).await["ok"], true);
    assert_eq!(stage.messages(&north, &member).await[0]["text"], "By HTTP");
    let log = stage.get("log").await;
    let pushed = log["entries"].as_array().unwrap().iter().find(|one| one["kind"] == "push");
    let again = json!({ "duplicate_of": pushed.unwrap()["seq"], "signed": "wrong" });
    assert_eq!(stage.post("deliver", again).await["status"], 401);
    assert_eq!(set(Value::Null).await["ok"], true);
    assert_eq!(stage.act(&member, typed).await["error"], "timeout", "the Gateway has no bot");
}
