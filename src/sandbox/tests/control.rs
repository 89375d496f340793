//! The control API's own manners.

use serde_json::{Value, json};

use super::{DESK, MEMBER, NORTH, SALES, Stage, options};
use crate::clock::Clock;
use crate::sandbox::{StartError, WorldKind, start};

#[tokio::test]
async fn the_world_has_what_the_contract_names() {
    let stage = Stage::new().await;
    let world = stage.get("world").await;
    assert_eq!(world["api_url"], stage.sandbox.api_url());
    assert_eq!(world["setup"], stage.sandbox.setup_toml());
    let teams = world["teams"].as_array().unwrap();
    assert_eq!(teams.len(), 7);
    assert_eq!(
        (teams[0]["role"].clone(), teams[0]["installed"].clone()),
        (json!("vendor"), json!(true))
    );
    assert_eq!(teams[1]["bot_token"], Value::Null);
    assert!(teams[2]["bot_token"].is_string());
    let random =
        world["channels"].as_array().unwrap().iter().find(|c| c["name"] == "random").unwrap();
    assert_eq!(
        (random["audience"].clone(), random["app_member"].clone()),
        (json!("none"), json!(false))
    );
    let mut commands = world["commands"].as_array().unwrap().iter();
    assert!(commands.any(|command| command["command"] == "/refer"));
    let member = world["users"].as_array().unwrap().iter().find(|u| u["id"] == MEMBER).unwrap();
    assert_eq!(
        (member["name"].clone(), member["app_installed"].clone()),
        (json!("Partner member"), json!(false))
    );
}

#[tokio::test]
async fn web_pages_stay_outside() {
    let stage = Stage::new().await;
    let url = format!("{}sandbox/v1/act", stage.sandbox.url());
    let body = json!({ "as": SALES, "do": { "say": { "channel": DESK, "text": "hi" } } });
    let foreign = stage.http.post(&url).header("origin", "http://evil.example").json(&body);
    assert_eq!(foreign.send().await.unwrap().status(), 403);
    let form = stage.http.post(&url).header("content-type", "text/plain").body(body.to_string());
    assert_eq!(form.send().await.unwrap().status(), 415);
    let renamed = stage.http.post(&url).header("host", "evil.example").json(&body);
    assert_eq!(renamed.send().await.unwrap().status(), 403);
    let own = stage.sandbox.url();
    let page = stage.http.post(&url).header("origin", own.trim_end_matches('/')).json(&body);
    assert_eq!(page.send().await.unwrap().status(), 200);
    let garbled = stage.http.post(&url).header("content-type", "application/json").body("{");
    let answer = garbled.send().await.unwrap();
    assert_eq!(answer.status(), 400);
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(answer["error"], "bad_request");
}

#[tokio::test]
async fn whatever_makes_no_sense_is_refused_with_a_sentence() {
    let stage = Stage::new().await;
    let huge = format!("{{\"as\":\"{}\"}}", "x".repeat(5 << 20));
    #[rustfmt::skip]
    let table = [
        // method   address                     body                                        refused with
        ("POST",    "settle",                   r#"{"timeout_ms":18446744073709551615}"#,   (400, "bad_request")),
        ("POST",    "settle",                   r#"{"within":"99999999999d"}"#,             (400, "bad_request")),
        ("POST",    "clock",                    r#"{"advance":"99999999999d"}"#,            (400, "bad_request")),
        ("POST",    "clock",                    r#"{"set":"+262142-12-31T23:59:59Z"}"#,     (400, "bad_request")),
        ("POST",    "act",                      "\u{feff}{}",                               (400, "bad_request")),
        ("POST",    "act",                      huge.as_str(),                              (413, "too_large")),
        ("GET",     "log?after=-1",             "",                                         (400, "bad_request")),
        ("GET",     "channels/%ff/messages",    "",                                         (400, "bad_request")),
        ("GET",     "users/%00/screen",         "",                                         (404, "no_such_user")),
        ("GET",     "acts",                     "",                                         (404, "no_such_address")),
        ("GET",     "",                         "",                                         (404, "no_such_address")),
        ("GET",     "act",                      "",                                         (405, "wrong_method")),
    ];
    for (method, address, body, (status, code)) in table {
        let url = format!("{}sandbox/v1/{address}", stage.sandbox.url());
        let request = stage.http.request(method.parse().unwrap(), url).body(body.to_owned());
        let answer = request.header("content-type", "application/json").send().await.unwrap();
        assert_eq!(answer.status(), status, "{address}");
        let answer: Value = answer.json().await.unwrap();
        assert_eq!((&answer["ok"], &answer["error"]), (&json!(false), &json!(code)), "{address}");
        assert!(answer["message"].as_str().unwrap().ends_with('.'), "{answer}");
    }
}

#[tokio::test]
async fn people_see_only_their_own_channels() {
    let stage = Stage::new().await;
    stage.act(SALES, json!({ "say": { "channel": DESK, "text": "a <b> & c" } })).await;
    assert_eq!(stage.messages(DESK, SALES).await[0]["text"], "a &lt;b&gt; &amp; c");
    let hidden = stage.get(&format!("channels/{DESK}/messages?as={MEMBER}")).await;
    assert_eq!(hidden["error"], "not_visible");
    let refused = stage.act(MEMBER, json!({ "say": { "channel": DESK, "text": "x" } })).await;
    assert_eq!(refused["error"], "not_visible");
    assert!(refused["screen"]["views"].is_array());
    let all = stage.get(&format!("channels/{DESK}/messages")).await;
    assert_eq!(all["messages"][0]["visible_to"], Value::Null);
}

#[tokio::test]
async fn without_a_bot_nobody_waits() {
    let stage = Stage::new().await;
    let posted = stage
        .call(
            "chat.postMessage",
            json!({ "channel": NORTH, "text": "x", "blocks": super::with_button("Ok") }),
        )
        .await;
    let press = json!({ "press": { "channel": NORTH, "ts": posted["ts"], "label": "Ok" } });
    let answer = stage.act(MEMBER, press).await;
    assert_eq!(answer["error"], "timeout");
    assert_eq!(answer["screen"]["toasts"][0], "The app did not answer within 3 seconds.");
}

#[tokio::test]
async fn a_sandbox_is_the_same_after_a_restart_and_new_when_fresh() {
    let data = tempfile::tempdir().unwrap();
    let clock = Clock::real();
    let sandbox = start(options(data.path()), clock.clone()).await.unwrap();
    let stage = Stage { sandbox, clock, http: super::client(), data };
    stage.act(SALES, json!({ "say": { "channel": DESK, "text": "kept" } })).await;
    stage.post("clock", json!({ "advance": "90d" })).await;
    let before = stage.clock.now();
    let Stage { sandbox, data, .. } = stage;
    sandbox.stop().await;

    let clock = Clock::real();
    let sandbox = start(options(data.path()), clock.clone()).await.unwrap();
    assert!(clock.now() >= before);
    let stage = Stage { sandbox, clock, http: super::client(), data };
    assert_eq!(stage.messages(DESK, SALES).await[0]["text"], "kept");
    let Stage { sandbox, data, .. } = stage;
    sandbox.stop().await;

    let mut fresh = options(data.path());
    fresh.fresh = true;
    let clock = Clock::real();
    let sandbox = start(fresh, clock.clone()).await.unwrap();
    let stage = Stage { sandbox, clock, http: super::client(), data };
    assert!(stage.messages(DESK, SALES).await.is_empty());
    assert!(stage.clock.now() < before);
}

#[tokio::test]
async fn only_loopback_addresses_are_listened_on() {
    let data = tempfile::tempdir().unwrap();
    let mut open = options(data.path());
    open.addr = "0.0.0.0:0".parse().unwrap();
    let refused = start(open, Clock::real()).await.err().unwrap();
    assert!(matches!(refused, StartError::NotLoopback(_)), "{refused}");
}

#[tokio::test]
async fn a_busy_port_gives_way_to_the_next_where_that_is_wished() {
    let first = Stage::new().await;
    let addr: std::net::SocketAddr =
        first.sandbox.url().trim_start_matches("http://").trim_end_matches('/').parse().unwrap();
    let data = tempfile::tempdir().unwrap();
    let mut second = options(data.path());
    second.addr = addr;
    assert!(matches!(
        start(second.clone(), Clock::real()).await.err(),
        Some(StartError::Busy { .. })
    ));
    second.next_free = true;
    let second = start(second, Clock::real()).await.unwrap();
    assert_ne!(second.url(), first.sandbox.url());
}

#[tokio::test]
async fn the_empty_world_has_no_setup_and_the_app_in_no_channel() {
    let stage = Stage::with(|options| options.world = WorldKind::Empty).await;
    assert_eq!(stage.get("world").await["setup"], "");
    let refused = stage.call("chat.postMessage", json!({ "channel": NORTH, "text": "x" })).await;
    assert_eq!(refused["error"], "not_in_channel");
}

#[tokio::test]
async fn the_page_comes_with_a_strict_policy_and_hears_of_changes() {
    use futures_util::StreamExt;
    let stage = Stage::new().await;
    let page = stage.http.get(stage.sandbox.url()).send().await.unwrap();
    assert!(page.headers()["content-security-policy"].to_str().unwrap().contains("'self'"));
    assert!(page.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    let feed = format!("{}sandbox/v1/changes", stage.sandbox.url().replace("http", "ws"));
    let (mut socket, _) = tokio_tungstenite::connect_async(feed).await.unwrap();
    let mut next = async || -> Value {
        let text = socket.next().await.unwrap().unwrap();
        serde_json::from_str(text.to_text().unwrap()).unwrap()
    };
    assert_eq!(next().await["hello"], true);
    stage.act(SALES, json!({ "say": { "channel": DESK, "text": "hi" } })).await;
    assert!(
        next().await["changed"].as_array().unwrap().contains(&json!(format!("channel:{DESK}")))
    );
}
