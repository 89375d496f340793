//! Connections against a loopback stub.

use std::sync::Arc;

use axum::extract::ws::Message;
use serde_json::json;
use tokio::sync::Notify;

use super::*;
use crate::chat::inbound::Reply;
use crate::slack::testing::*;

/// A bot with one greeted connection; its second connection stands ungreeted.
async fn connected(stub: &mut Stub) -> (Arc<Slack>, Asked, CancellationToken, axum_socket::Two) {
    connected_with(stub, stub.slack()).await
}

async fn connected_with(
    stub: &mut Stub,
    slack: Arc<Slack>,
) -> (Arc<Slack>, Asked, CancellationToken, axum_socket::Two) {
    connected_at(BEAT, stub, slack).await
}

async fn connected_at(
    beat: Beat,
    stub: &mut Stub,
    slack: Arc<Slack>,
) -> (Arc<Slack>, Asked, CancellationToken, axum_socket::Two) {
    let (intake, asked) = by_hand();
    let stop = CancellationToken::new();
    let listening = tokio::spawn({
        let (slack, stop) = (slack.clone(), stop.clone());
        async move { slack.listen_at(beat, intake, stop).await }
    });
    let (mut first, second) = (stub.socket().await, stub.socket().await);
    assert!(!listening.is_finished());
    greet(&mut first).await;
    assert_eq!(listening.await.unwrap(), Ok(()));
    (slack, asked, stop, (first, second))
}

mod axum_socket {
    pub type Two = (axum::extract::ws::WebSocket, axum::extract::ws::WebSocket);
}

#[tokio::test]
async fn two_deliveries_are_worked_on_beside_each_other() {
    let mut stub = Stub::start().await;
    let (_slack, mut asked, _stop, (mut socket, _)) = connected(&mut stub).await;
    send(&mut socket, press("e-1")).await;
    send(&mut socket, press("e-2")).await;
    let (_, first) = asked.recv().await.unwrap();
    let (_, second) = asked.recv().await.unwrap();
    second.send(Reply::Nothing).unwrap();
    assert_eq!(heard(&mut socket).await, Some(json!({ "envelope_id": "e-2" })));
    first.send(Reply::Nothing).unwrap();
    assert_eq!(heard(&mut socket).await, Some(json!({ "envelope_id": "e-1" })));
}

#[tokio::test]
async fn whoever_is_turned_away_is_told_within_the_acknowledgement_or_not_at_all() {
    let mut stub = Stub::start().await;
    let (_slack, mut asked, _stop, (mut socket, _)) = connected(&mut stub).await;
    send(&mut socket, press("e-1")).await;
    let reply = Reply::TooMuch(Box::new(Reply::Private(words("Not saved."))));
    asked.recv().await.unwrap().1.send(reply).unwrap();
    send(&mut socket, submission("e-2")).await;
    let reply = Reply::TooMuch(Box::new(Reply::KeepForm("Not saved.".into())));
    asked.recv().await.unwrap().1.send(reply).unwrap();
    let heard = heard(&mut socket).await.unwrap();
    assert_eq!(heard["envelope_id"], "e-2", "the press stays without an answer");
    assert_eq!(heard["payload"]["errors"], json!({ "website": "Not saved." }));
}

#[tokio::test]
async fn a_connection_told_to_leave_is_replaced_and_still_acknowledges() {
    let mut stub = Stub::start().await;
    let (slack, mut asked, _stop, (mut old, _second)) = connected(&mut stub).await;
    send(&mut old, press("e-1")).await;
    let (_, reply) = asked.recv().await.unwrap();
    send(&mut old, json!({ "type": "disconnect", "reason": "warning" })).await;
    let mut new = stub.socket().await;
    reply.send(Reply::Nothing).unwrap();
    assert_eq!(heard(&mut old).await, Some(json!({ "envelope_id": "e-1" })));
    greet(&mut new).await;
    send(&mut new, press("e-2")).await;
    asked.recv().await.unwrap().1.send(Reply::Nothing).unwrap();
    assert_eq!(heard(&mut new).await, Some(json!({ "envelope_id": "e-2" })));
    assert_eq!(slack.sockets_open(), 2);
}

#[tokio::test]
async fn a_connection_that_was_cut_is_renewed() {
    let mut stub = Stub::start().await;
    let (_slack, mut asked, _stop, (socket, _second)) = connected(&mut stub).await;
    drop(socket);
    let mut new = stub.socket().await;
    send(&mut new, press("e-1")).await;
    asked.recv().await.unwrap().1.send(Reply::Nothing).unwrap();
    assert_eq!(heard(&mut new).await, Some(json!({ "envelope_id": "e-1" })));
}

#[tokio::test]
async fn a_connection_that_falls_silent_is_replaced() {
    let mut stub = Stub::start().await;
    let quick = Beat { ping: Duration::from_millis(50), silence: Duration::from_millis(500) };
    let slack = stub.slack();
    // Held and not read from: no pong comes back, and nothing says that the connection is gone.
    let (_slack, mut asked, _stop, _silent) = connected_at(quick, &mut stub, slack).await;
    let mut new = stub.socket().await;
    greet(&mut new).await;
    send(&mut new, press("e-1")).await;
    asked.recv().await.unwrap().1.send(Reply::Nothing).unwrap();
    assert_eq!(heard(&mut new).await, Some(json!({ "envelope_id": "e-1" })));
}

#[tokio::test]
async fn frames_of_an_unknown_kind_are_kept_and_acknowledged_where_that_can_be() {
    let mut stub = Stub::start().await;
    let (_slack, mut asked, _stop, (mut socket, _second)) = connected(&mut stub).await;
    let nameless = ["not JSON", "null", r#"{"type":"tomorrow"}"#, r#"{"envelope_id":7}"#];
    let named = r#"{"envelope_id":"e-1","type":"tomorrow"}"#;
    for odd in nameless.into_iter().chain([named]) {
        socket.send(Message::text(odd)).await.unwrap();
        let (inbound, reply) = asked.recv().await.unwrap();
        assert_eq!((inbound.what.kind(), inbound.raw.as_str()), ("unknown", odd));
        reply.send(Reply::Nothing).unwrap();
    }
    assert_eq!(heard(&mut socket).await, Some(json!({ "envelope_id": "e-1" })));
}

#[tokio::test]
async fn half_a_character_loses_no_delivery() {
    let mut stub = Stub::start().await;
    let (_slack, mut asked, _stop, (mut socket, _second)) = connected(&mut stub).await;
    let cut = command("e-1").to_string().replace(r#""text":"""#, r#""text":"\ud83d""#);
    socket.send(Message::text(cut)).await.unwrap();
    let (inbound, reply) = asked.recv().await.unwrap();
    assert_eq!(inbound.what.kind(), "command");
    reply.send(Reply::Nothing).unwrap();
    assert_eq!(heard(&mut socket).await, Some(json!({ "envelope_id": "e-1" })));
}

#[tokio::test]
async fn what_is_in_hand_is_finished_when_we_stop() {
    let mut stub = Stub::start().await;
    let (slack, mut asked, stop, (mut socket, second)) = connected(&mut stub).await;
    drop(second);
    send(&mut socket, press("e-1")).await;
    let (_, reply) = asked.recv().await.unwrap();
    stop.cancel();
    reply.send(Reply::Nothing).unwrap();
    assert_eq!(heard(&mut socket).await, Some(json!({ "envelope_id": "e-1" })));
    assert_eq!(heard(&mut socket).await, None);
    slack.finish().await;
    assert_eq!(slack.sockets_open(), 0);
}

#[tokio::test]
async fn a_refused_app_token_ends_the_start_with_a_sentence() {
    let stub = Stub::start().await;
    for _ in 0..CONNECTIONS {
        let refusal = json!({ "ok": false, "error": "invalid_auth" });
        stub.answers("apps.connections.open", Answer::Json(refusal));
    }
    let (intake, _asked) = by_hand();
    let outcome = stub.slack().listen(intake, CancellationToken::new()).await;
    let sentence = "Slack does not accept the token in SLACK_APP_TOKEN (invalid_auth).";
    assert_eq!(outcome, Err(sentence.to_owned()));
}

#[tokio::test]
async fn a_socket_elsewhere_is_not_opened() {
    let stub = Stub::start().await;
    for _ in 0..CONNECTIONS {
        let elsewhere = json!({ "ok": true, "url": "ws://socket.evil.example/?ticket=1" });
        stub.answers("apps.connections.open", Answer::Json(elsewhere));
    }
    let (intake, _asked) = by_hand();
    let outcome = stub.slack().listen(intake, CancellationToken::new()).await;
    assert!(outcome.unwrap_err().contains("strange_address"));
}

#[tokio::test]
async fn a_form_is_shown_before_the_acknowledgement() {
    let mut stub = Stub::start().await;
    let release = Arc::new(Notify::new());
    stub.answers("views.open", Answer::Held(release.clone()));
    let (_slack, mut asked, _stop, (mut socket, _second)) = connected(&mut stub).await;
    send(&mut socket, press("e-1")).await;
    asked.recv().await.unwrap().1.send(a_form()).unwrap();
    stub.call_of("views.open").await;
    // A second delivery comes through while the first still waits for its modal.
    send(&mut socket, press("e-2")).await;
    asked.recv().await.unwrap().1.send(Reply::Nothing).unwrap();
    assert_eq!(heard(&mut socket).await, Some(json!({ "envelope_id": "e-2" })));
    release.notify_one();
    assert_eq!(heard(&mut socket).await, Some(json!({ "envelope_id": "e-1" })));
}

#[tokio::test]
async fn the_acknowledgement_does_not_wait_for_ever() {
    let mut stub = Stub::start().await;
    let release = Arc::new(Notify::new());
    stub.answers("views.open", Answer::Held(release.clone()));
    let slack = stub.slack_with_patience(Duration::ZERO);
    let (_slack, mut asked, _stop, (mut socket, _)) = connected_with(&mut stub, slack).await;
    send(&mut socket, press("e-1")).await;
    asked.recv().await.unwrap().1.send(a_form()).unwrap();
    assert_eq!(heard(&mut socket).await, Some(json!({ "envelope_id": "e-1" })));
    stub.call_of("views.open").await;
    release.notify_one();
}

#[test]
fn pauses_grow_up_to_a_bound() {
    assert_eq!(backoff(1), Duration::ZERO);
    assert!(backoff(2) <= FIRST_PAUSE);
    assert!(backoff(u32::MAX) <= LONGEST_PAUSE && backoff(u32::MAX) >= LONGEST_PAUSE / 2);
}
