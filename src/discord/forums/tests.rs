//! Posts in forums, against a loopback stub.

use std::sync::Arc;

use super::*;
use crate::chat::view::Line;
use crate::chat::{Outgoing, Platform};
use crate::discord::testing::*;

const FORUM: &str = "700";

fn board() -> Message {
    let title = Part::Title("Approved referrals · Q1 2026".to_owned());
    let text = Part::Text(Line::plain("1 North Partner 7"));
    Message { parts: vec![title, text] }
}

fn post(message: Message) -> Outgoing {
    Outgoing::Post { place: place(FORUM), message }
}

/// Answers as a forum does whose newest post is 650.
fn is_asked_for(stub: &Stub, more: &Value) {
    let mut forum = json!({ "type": 15, "last_message_id": "650" });
    forum.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let refused = Answer::Json(400, json!({ "code": 50_008 }));
    stub.answers("POST /channels/700/messages", refused);
    for _ in 0..3 {
        stub.answers("GET /channels/700", Answer::Json(200, forum.clone()));
    }
}

fn threads(ids: &[&str], owner: &str) -> Answer {
    let thread = |id: &&str| json!({ "id": id, "parent_id": FORUM, "owner_id": owner });
    Answer::Json(200, json!({ "threads": ids.iter().map(thread).collect::<Vec<_>>() }))
}

fn none(stub: &Stub, call: &str) {
    stub.answers(call, threads(&[], "77"));
}

/// The calls that were made, without those that only asked.
fn deeds(stub: &Stub) -> Vec<(String, Value)> {
    let mut calls = stub.calls();
    calls.retain(|(call, _)| !call.starts_with("GET "));
    calls
}

#[tokio::test]
async fn what_is_said_in_a_forum_is_a_post_under_its_title() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    is_asked_for(&stub, &json!({}));
    stub.answers("POST /channels/700/threads", Answer::Json(201, json!({ "id": "660" })));
    let sent = discord.send_once(&post(board()), "one").await.unwrap();
    assert_eq!((sent.channel.as_str(), sent.message_id.as_str()), ("660", "660"));
    let made = deeds(&stub);
    let (call, body) = &made[1];
    assert_eq!((made.len(), call.as_str()), (2, "POST /channels/700/threads"));
    assert_eq!(body["name"], "Approved referrals · Q1 2026");
    assert_eq!(body["message"]["content"], "1 North Partner 7");
    assert_eq!(body["message"]["allowed_mentions"], json!({ "parse": [] }));
    assert_eq!(body.get("applied_tags"), None);

    // It is known as a forum from now on, and what has no title is called by its first line.
    discord.send_once(&post(words("Well done, North!\nThanks.")), "two").await.unwrap();
    let (call, body) = deeds(&stub).remove(0);
    assert_eq!(call, "POST /channels/700/threads");
    assert_eq!(body["name"], "Well done, North!");
}

#[tokio::test]
async fn what_is_no_forum_stays_refused() {
    let stub = Stub::start().await;
    stub.answers("POST /channels/700/messages", Answer::Json(400, json!({ "code": 50_008 })));
    stub.answers("GET /channels/700", Answer::Json(200, json!({ "type": 2 })));
    let refused = stub.discord().send(&post(board())).await;
    assert_eq!(refused, Err(SendError::ChannelDead { code: "50008".to_owned() }));
}

#[tokio::test]
async fn a_post_whose_making_was_not_answered_is_found_and_not_made_again() {
    let stub = Stub::start().await;
    is_asked_for(&stub, &json!({}));
    stub.answers("POST /channels/700/threads", Answer::Lost);
    let found = json!({ "threads": [
        { "id": "640", "parent_id": FORUM, "owner_id": "77" },
        { "id": "661", "parent_id": "701", "owner_id": "77" },
        { "id": "662", "parent_id": FORUM, "owner_id": "42" },
        { "id": "663", "parent_id": FORUM, "owner_id": "77" },
    ] });
    stub.answers("/threads/active", Answer::Json(200, found));
    let sent = stub.discord().send_once(&post(board()), "one").await.unwrap();
    assert_eq!(sent.message_id, "663", "newer than any before, in that forum, by the bot");
}

/// The process ends between the call and its answer: another finds what the first one noted.
#[tokio::test]
async fn another_process_finds_what_the_first_one_made() {
    let stub = Stub::start().await;
    let pad = Arc::new(Pad::default());
    is_asked_for(&stub, &json!({}));
    stub.answers("POST /channels/700/threads", Answer::Lost);
    stub.answers("/threads/active", Answer::Lost);
    let first = stub.discord_with(pad.clone()).send_once(&post(board()), "one").await;
    assert_eq!(first, Err(SendError::Passing { code: "not_made".to_owned() }));
    stub.calls();

    is_asked_for(&stub, &json!({ "last_message_id": "660" }));
    none(&stub, "/threads/active");
    stub.answers("/threads/archived/public", threads(&["660"], "77"));
    let second = stub.discord_with(pad.clone());
    assert_eq!(second.send_once(&post(board()), "one").await.unwrap().message_id, "660");
    assert!(!deeds(&stub).iter().any(|(call, _)| call.ends_with("/threads")));
    // And from then on nobody is asked.
    assert_eq!(second.send_once(&post(board()), "one").await.unwrap().message_id, "660");
    assert_eq!(stub.calls(), []);
    // What was never made is made.
    stub.answers("POST /channels/700/threads", Answer::Json(503, json!({})));
    second.send_once(&post(board()), "two").await.unwrap_err();
    none(&stub, "/threads/active");
    none(&stub, "/threads/archived/public");
    stub.answers("POST /channels/700/threads", Answer::Json(201, json!({ "id": "670" })));
    assert_eq!(second.send_once(&post(board()), "two").await.unwrap().message_id, "670");
}

#[tokio::test]
async fn a_required_tag_is_one_that_everybody_may_give() {
    let tag = |id: &str, moderated: bool| json!({ "id": id, "moderated": moderated });
    #[rustfmt::skip]
    let table = [
        // flags  tags                                       given
        (16,      json!([tag("1", true), tag("2", false)]),  Some("2")),
        (16,      json!([tag("1", true)]),                   Some("1")),
        (16,      json!([]),                                 None),
        (0,       json!([tag("2", false)]),                  None),
    ];
    for (flags, tags, given) in table {
        let stub = Stub::start().await;
        is_asked_for(&stub, &json!({ "flags": flags, "available_tags": tags }));
        stub.discord().send(&post(board())).await.unwrap();
        let (_, body) = stub.calls().pop().unwrap();
        assert_eq!(body.get("applied_tags"), given.map(|id| json!([id])).as_ref(), "{tags}");
    }
}

#[tokio::test]
async fn without_the_right_the_forum_counts_as_dead() {
    let stub = Stub::start().await;
    is_asked_for(&stub, &json!({}));
    stub.answers("POST /channels/700/threads", Answer::Json(403, json!({ "code": 50_013 })));
    let refused = stub.discord().send_once(&post(board()), "one").await;
    assert_eq!(refused, Err(SendError::ChannelDead { code: "50013".to_owned() }));
}

#[tokio::test]
async fn what_answers_a_post_and_what_changes_it_stands_in_its_thread() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    let (place, message_id) = (place("660"), "660".to_owned());
    let line = Outgoing::Post { place: place.in_thread("660"), message: words("Correction.") };
    discord.send_once(&line, "one").await.unwrap();
    let redraw =
        Outgoing::Redraw { place: place.clone(), message_id, message: words("Put right.") };
    // It has closed itself meanwhile.
    stub.answers("PATCH /channels/660/messages/660", Answer::Json(400, json!({ "code": 50_083 })));
    discord.send(&redraw).await.unwrap();
    let made: Vec<String> = stub.calls().into_iter().map(|(call, _)| call).collect();
    #[rustfmt::skip]
    assert_eq!(made, [
        "POST /channels/660/messages",
        "PATCH /channels/660/messages/660",
        "PATCH /channels/660",
        "PATCH /channels/660/messages/660",
    ]);

    // Closed and locked: it cannot be opened again.
    let (said, drawn) = ("POST /channels/660/messages", "PATCH /channels/660/messages/660");
    stub.answers(drawn, Answer::Json(400, json!({ "code": 50_083 })));
    stub.answers("PATCH /channels/660", Answer::Json(403, json!({ "code": 50_013 })));
    assert_eq!(discord.send(&redraw).await.unwrap_err().word(), "ours");
    #[rustfmt::skip]
    let table = [
        // what     refused  with what      becomes
        (&line,     said,    404, 10_003,   "message_gone"),
        (&line,     said,    400, 160_005,  "ours"),
        (&line,     said,    403, 50_013,   "channel_dead"),
        (&redraw,   drawn,   404, 10_003,   "message_gone"),
        (&redraw,   drawn,   404, 10_008,   "message_gone"),
        (&redraw,   drawn,   429, 30_046,   "rate_limited"),
    ];
    for (what, call, status, code, becomes) in table {
        stub.answers(call, Answer::Json(status, json!({ "code": code })));
        assert_eq!(discord.send(what).await.unwrap_err().word(), becomes, "{code}");
    }
}

#[tokio::test]
async fn a_post_goes_as_a_whole_or_loses_its_words_and_its_name() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    let delete = Outgoing::Delete { place: place("660"), message_id: "660".to_owned() };
    discord.send(&delete).await.unwrap();
    assert_eq!(stub.calls().pop().unwrap().0, "DELETE /channels/660");
    stub.answers("DELETE /channels/660", Answer::Json(403, json!({ "code": 50_013 })));
    discord.send(&delete).await.unwrap();
    let calls = stub.calls();
    assert_eq!(calls[1].0, "DELETE /channels/660/messages/660");
    let closed = json!({ "name": NAMELESS, "archived": true });
    assert_eq!(calls[2], ("PATCH /channels/660".to_owned(), closed));
    stub.answers("DELETE /channels/660", Answer::Json(404, json!({ "code": 10_003 })));
    assert_eq!(discord.send(&delete).await.unwrap_err().word(), "message_gone");
}
