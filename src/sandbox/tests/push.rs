//! Deliveries by signed HTTP: their form, and how they come again.

use std::sync::{Arc, Mutex};

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::{DESK, NORTH, SALES, Stage, with_button};

/// What a receiver of pushes got: headers and body of each.
type Got = Arc<Mutex<Vec<(HeaderMap, String)>>>;

/// Listens, and answers the `n`th push with what `answer` says.
async fn receiver(answer: fn(usize) -> Response) -> (String, Got) {
    let got = Got::default();
    let keep = Arc::clone(&got);
    let take = async move |headers: HeaderMap, body: String| {
        let asked = serde_json::from_str::<Value>(&body).unwrap_or_default();
        if asked["type"] == "url_verification" {
            return axum::Json(json!({ "challenge": asked["challenge"] })).into_response();
        }
        let mut got = keep.lock().unwrap();
        got.push((headers, body));
        answer(got.len() - 1)
    };
    let routes = axum::Router::new().route("/slack/events", axum::routing::post(take));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/slack/events", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    (url, got)
}

#[tokio::test]
async fn pushes_are_signed_forms() {
    let (url, got) = receiver(|_| axum::Json(json!({ "text": "taken" })).into_response()).await;
    let stage = Stage::with(|options| options.push = Some(url)).await;
    let answer =
        stage.act(SALES, json!({ "command": { "channel": DESK, "text": "/refer a b" } })).await;
    assert_eq!(answer["ok"], true, "{answer}");
    assert_eq!(stage.messages(DESK, SALES).await[0]["text"], "taken");
    let posted = stage
        .call(
            "chat.postMessage",
            json!({ "channel": DESK, "text": "x", "blocks": with_button("Ok") }),
        )
        .await;
    stage
        .act(SALES, json!({ "press": { "channel": DESK, "ts": posted["ts"], "label": "Ok" } }))
        .await;
    let got = got.lock().unwrap().clone();
    assert!(got[0].1.contains("command=%2Frefer&"), "{}", got[0].1);
    assert!(got[0].1.contains("text=a+b&"));
    assert!(got[1].1.starts_with("payload=%7B"));
    assert!(got[0].0["x-slack-signature"].to_str().unwrap().starts_with("v0="));
    let log: Value = stage.get("log?after=0").await;
    let entries = log["entries"].as_array().unwrap();
    let refer = entries.iter().find(|entry| entry["method"] == "/refer").unwrap();
    assert_eq!(refer["kind"], "push");
    assert_eq!(refer["request"]["command"], "/refer");
}

/// What the sandbox holds of an address that answers its question with `answer`.
async fn proven(answer: fn(&Value) -> Response) -> Value {
    let take = async move |body: String| answer(&serde_json::from_str(&body).unwrap_or_default());
    let routes = axum::Router::new().route("/", axum::routing::post(take));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let stage = Stage::with(|options| options.push = Some(url)).await;
    assert_eq!(stage.get("world").await["push"]["verified"], Value::Null);
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    loop {
        let verified = stage.get("world").await["push"]["verified"].clone();
        if !verified.is_null() {
            return verified;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_address_proves_itself_by_saying_back_what_it_is_asked() {
    let plain = |asked: &Value| asked["challenge"].as_str().unwrap().to_owned().into_response();
    let form = |asked: &Value| {
        format!("challenge={}", asked["challenge"].as_str().unwrap()).into_response()
    };
    let json =
        |asked: &Value| axum::Json(json!({ "challenge": asked["challenge"] })).into_response();
    assert_eq!(proven(plain).await, true);
    assert_eq!(proven(form).await, true);
    assert_eq!(proven(json).await, true);
    assert_eq!(proven(|_| "yes".into_response()).await, false);
    assert_eq!(proven(|_| StatusCode::NOT_FOUND.into_response()).await, false);
}

/// What a bot was told of one event, push by push: which repetition, and why.
async fn repetitions(answer: fn(usize) -> Response) -> Vec<(String, String)> {
    let (url, got) = receiver(answer).await;
    let stage = Stage::with(|options| options.push = Some(url)).await;
    stage.act(SALES, json!({ "say": { "channel": NORTH, "text": "@Vouch hello" } })).await;
    stage.post("settle", json!({ "timeout_ms": 500 })).await;
    stage.post("clock", json!({ "advance": "1h" })).await;
    stage.post("settle", json!({})).await;
    let word = |headers: &HeaderMap, name: &str| {
        headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned()
    };
    let got = got.lock().unwrap();
    let retry = ["x-slack-retry-num", "x-slack-retry-reason"];
    got.iter().map(|(headers, _)| (word(headers, retry[0]), word(headers, retry[1]))).collect()
}

fn told(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(num, why)| ((*num).to_owned(), (*why).to_owned())).collect()
}

#[tokio::test]
async fn an_event_that_was_refused_comes_again_three_times_and_says_why() {
    let refused = repetitions(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()).await;
    let why = "http_error";
    assert_eq!(refused, told(&[("", ""), ("1", why), ("2", why), ("3", why)]));
    let taken_at_last = repetitions(|n| match n {
        0 => StatusCode::BAD_GATEWAY.into_response(),
        _ => StatusCode::OK.into_response(),
    });
    assert_eq!(taken_at_last.await, told(&[("", ""), ("1", why)]));
}

#[tokio::test]
async fn a_bot_may_ask_not_to_be_told_again() {
    let once = repetitions(|_| {
        (StatusCode::INTERNAL_SERVER_ERROR, [("x-slack-no-retry", "1")]).into_response()
    });
    assert_eq!(once.await, told(&[("", "")]));
}
