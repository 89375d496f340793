//! Connections against a loopback Gateway.

use axum::extract::ws::WebSocket;
use serde_json::{Value, json};

use super::*;
use crate::chat::inbound::Reply;
use crate::discord::testing::*;

const LONG: u64 = 40_000;

fn hello(interval: u64) -> Value {
    json!({ "op": 10, "d": { "heartbeat_interval": interval } })
}

fn ready(stub: &Stub) -> Value {
    json!({ "op": 0, "s": 1, "t": "READY", "d": {
        "v": 10, "session_id": "s-1", "resume_gateway_url": stub.gateway(),
        "application": { "id": APPLICATION }, "user": { "id": "77" }, "guilds": [],
    } })
}

struct Life {
    asked: Asked,
    stop: CancellationToken,
    discord: Arc<Discord>,
    listening: tokio::task::JoinHandle<Result<(), String>>,
}

fn listen(discord: &Arc<Discord>) -> Life {
    let (intake, asked) = by_hand();
    let stop = CancellationToken::new();
    let listening = tokio::spawn({
        let (discord, stop) = (discord.clone(), stop.clone());
        async move { discord.listen(intake, stop).await }
    });
    Life { asked, stop, discord: discord.clone(), listening }
}

/// A connection with a new session.
async fn connected(stub: &mut Stub, discord: &Arc<Discord>) -> (Life, WebSocket) {
    let life = listen(discord);
    let mut socket = stub.socket().await;
    send(&mut socket, &hello(LONG)).await;
    assert_eq!(heard(&mut socket).await.unwrap()["op"], 2);
    send(&mut socket, &ready(stub)).await;
    while discord.standing() == 0 {
        tokio::task::yield_now().await;
    }
    (life, socket)
}

/// Waits until the session that is noted has come so far.
async fn noted(notes: &Pad, seq: u64) {
    let is_there = || {
        let noted = notes.0.lock().unwrap().get(NOTE).cloned();
        noted
            .and_then(|noted| serde_json::from_str::<Session>(&noted).ok())
            .is_some_and(|session| session.seq == seq)
    };
    while !is_there() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn who_we_are_is_said_with_the_least_that_will_do() {
    let mut stub = Stub::start().await;
    let discord = stub.discord();
    let life = listen(&discord);
    let mut socket = stub.socket().await;
    send(&mut socket, &hello(LONG)).await;
    let identify = heard(&mut socket).await.unwrap();
    assert_eq!((&identify["op"], &identify["d"]["intents"]), (&json!(2), &json!(1)));
    assert_eq!(identify["d"]["token"], "tok.en");
    assert!(!life.listening.is_finished());
    send(&mut socket, &ready(&stub)).await;
    assert_eq!(life.listening.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_frame_counts_once_it_is_kept() {
    let mut stub = Stub::start().await;
    let notes = Arc::new(Pad::default());
    let discord = stub.discord_with(notes.clone());
    let (mut life, mut socket) = connected(&mut stub, &discord).await;
    send(&mut socket, &command(2)).await;
    send(&mut socket, &command(3)).await;
    let (_, first) = life.asked.recv().await.unwrap();
    let (_, second) = life.asked.recv().await.unwrap();
    second.send(Reply::Nothing).unwrap();
    send(&mut socket, &json!({ "op": 1, "d": null })).await;
    assert_eq!(heard(&mut socket).await.unwrap(), json!({ "op": 1, "d": 1 }), "2 is in hand");
    first.send(Reply::Nothing).unwrap();
    noted(&notes, 3).await;
    send(&mut socket, &json!({ "op": 1, "d": null })).await;
    assert_eq!(heard(&mut socket).await.unwrap(), json!({ "op": 1, "d": 3 }));
}

/// Cases 5 and 6 of the list in docs/discord.md.
#[tokio::test]
async fn cases_5_and_6_a_start_goes_on_where_the_last_one_was_killed() {
    let mut stub = Stub::start().await;
    let notes = Arc::new(Pad::default());
    let discord = stub.discord_with(notes.clone());
    let (mut life, mut socket) = connected(&mut stub, &discord).await;
    send(&mut socket, &command(2)).await;
    life.asked.recv().await.unwrap().1.send(Reply::Nothing).unwrap();
    noted(&notes, 2).await;
    send(&mut socket, &command(3)).await;
    // In hand when the process dies.
    let _never_answered = life.asked.recv().await.unwrap();

    let mut next = listen(&stub.discord_with(notes));
    let mut socket = stub.socket().await;
    send(&mut socket, &hello(LONG)).await;
    let resume = heard(&mut socket).await.unwrap();
    assert_eq!(
        resume,
        json!({ "op": 6, "d": { "token": "tok.en", "session_id": "s-1", "seq": 2 } })
    );
    send(&mut socket, &command(3)).await;
    send(&mut socket, &json!({ "op": 0, "s": 4, "t": "RESUMED", "d": {} })).await;
    assert_eq!(next.asked.recv().await.unwrap().0.key, "discord:1003");
    assert_eq!(next.listening.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn what_cannot_be_kept_is_tried_again_and_does_not_count() {
    let mut stub = Stub::start().await;
    let notes = Arc::new(Pad::default());
    let discord = stub.discord_with(notes.clone());
    let (mut life, mut socket) = connected(&mut stub, &discord).await;
    let left = json!({ "guild_id": GUILD, "user": { "id": "42" } });
    send(&mut socket, &json!({ "op": 0, "s": 2, "t": "GUILD_MEMBER_REMOVE", "d": left })).await;
    life.asked.recv().await.unwrap().1.send(Reply::NotTaken).unwrap();
    let (_, again) = life.asked.recv().await.unwrap();
    noted(&notes, 1).await;
    again.send(Reply::Nothing).unwrap();
    noted(&notes, 2).await;
}

/// Case 7.
#[tokio::test]
async fn case_7_a_session_that_discord_does_not_know_any_more_is_begun_anew() {
    let mut stub = Stub::start().await;
    let discord = stub.discord();
    let (_life, mut socket) = connected(&mut stub, &discord).await;
    send(&mut socket, &json!({ "op": 7, "d": null })).await;
    let mut socket = stub.socket().await;
    send(&mut socket, &hello(LONG)).await;
    assert_eq!(heard(&mut socket).await.unwrap()["op"], 6);
    send(&mut socket, &json!({ "op": 9, "d": false })).await;
    let mut socket = stub.socket().await;
    send(&mut socket, &hello(LONG)).await;
    assert_eq!(heard(&mut socket).await.unwrap()["op"], 2);
}

/// Case 8.
#[tokio::test]
async fn case_8_a_connection_on_which_nobody_is_heard_is_left_and_resumed() {
    let mut stub = Stub::start().await;
    let discord = stub.discord();
    let life = listen(&discord);
    let mut socket = stub.socket().await;
    send(&mut socket, &hello(LONG)).await;
    heard(&mut socket).await.unwrap();
    send(&mut socket, &ready(&stub)).await;
    assert_eq!(life.listening.await.unwrap(), Ok(()));
    // From now on the beats are fast, and never answered.
    send(&mut socket, &hello(20)).await;
    while heard(&mut socket).await.is_some() {}
    let mut socket = stub.socket().await;
    send(&mut socket, &hello(LONG)).await;
    assert_eq!(heard(&mut socket).await.unwrap()["op"], 6);
}

/// Case 9.
#[tokio::test]
async fn case_9_who_is_refused_says_so_and_stops_trying() {
    let mut stub = Stub::start().await;
    let discord = stub.discord();
    let life = listen(&discord);
    let mut socket = stub.socket().await;
    send(&mut socket, &hello(LONG)).await;
    heard(&mut socket).await.unwrap();
    close(&mut socket, 4004).await;
    let sentence = life.listening.await.unwrap().unwrap_err();
    assert!(sentence.contains("DISCORD_BOT_TOKEN") && sentence.contains("4004"), "{sentence}");
    assert!(!life.stop.is_cancelled());
    assert_eq!(life.discord.standing(), 0);
}

/// Case 23: a token goes nowhere but where it was meant to go.
#[tokio::test]
async fn case_23_a_gateway_elsewhere_is_not_connected_to() {
    let stub = Stub::start().await;
    let url =
        json!({ "url": "wss://gateway.discord.gg", "session_start_limit": { "remaining": 9 } });
    stub.answers("/gateway/bot", Answer::Json(200, url));
    let refused = listen(&stub.discord()).listening.await.unwrap().unwrap_err();
    assert!(refused.contains("strange_address"), "{refused}");
}

#[tokio::test]
async fn the_last_sessions_of_a_day_are_left_alone() {
    let mut stub = Stub::start().await;
    let few = json!({ "url": stub.gateway(), "session_start_limit": { "remaining": 9, "reset_after": 50 } });
    stub.answers("/gateway/bot", Answer::Json(200, few));
    let _life = listen(&stub.discord());
    // It asks again when the day is over, and only then connects.
    stub.call_of("/gateway/bot").await;
    stub.call_of("/gateway/bot").await;
    stub.socket().await;
}

/// Case 22 of the list in docs/discord.md.
#[tokio::test]
async fn case_22_of_two_processes_one_has_the_connection_and_the_other_waits() {
    let mut stub = Stub::start().await;
    let notes = Arc::new(Pad::default());
    let other = |has: bool| notes.1.store(has, Ordering::SeqCst);
    other(true);
    let discord = stub.discord_with(notes.clone());
    let life = listen(&discord);
    assert_eq!(life.listening.await.unwrap(), Ok(()), "it serves everything else");
    assert!(stub.calls().is_empty());
    // What the other one noted before it went.
    let (id, resume_url) = ("s-7".to_owned(), stub.gateway());
    let session = serde_json::to_string(&Session { id, resume_url, seq: 5 }).unwrap();
    notes.0.lock().unwrap().insert(NOTE.to_owned(), session);
    other(false);
    let mut socket = stub.socket().await;
    send(&mut socket, &hello(LONG)).await;
    assert_eq!(heard(&mut socket).await.unwrap()["d"]["session_id"], "s-7");
    other(true);
    while heard(&mut socket).await.is_some() {}
}

#[test]
fn pauses_grow_up_to_a_bound() {
    assert_eq!(backoff(1), Duration::ZERO);
    assert!(backoff(2) <= FIRST_PAUSE);
    assert!(backoff(u32::MAX) <= LONGEST_PAUSE && backoff(u32::MAX) >= LONGEST_PAUSE / 2);
}
