//! Calls as they go out, against a loopback stub.

use super::*;
use crate::chat::view::{Line, Part};
use crate::discord::testing::*;

fn post(channel: &str) -> Outgoing {
    Outgoing::Post { place: place(channel), message: words("Approved.") }
}

#[tokio::test]
async fn a_post_calls_nobody_and_counts_once() {
    let stub = Stub::start().await;
    let sent = stub.discord().send_once(&post("500"), &"f".repeat(32)).await.unwrap();
    assert_eq!((sent.channel.as_str(), sent.message_id.as_str()), ("500", "600"));
    let (call, body) = stub.calls().pop().unwrap();
    assert_eq!(call, "POST /channels/500/messages");
    assert_eq!(body["content"], "Approved.");
    assert_eq!(body["allowed_mentions"], json!({ "parse": [] }));
    assert_eq!((&body["nonce"], &body["enforce_nonce"]), (&json!("f".repeat(25)), &json!(true)));
}

/// Case 11: the same nonce on every try, and no answer counts as none.
#[tokio::test]
async fn case_11_a_lost_answer_is_unknown() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    stub.answers("/messages", Answer::Lost);
    assert_eq!(discord.send_once(&post("500"), "one").await, Err(SendError::Unknown));
    discord.send_once(&post("500"), "one").await.unwrap();
    let nonces: Vec<Value> =
        stub.calls().into_iter().map(|(_, body)| body["nonce"].clone()).collect();
    assert_eq!(nonces, ["one", "one"]);
}

#[tokio::test]
async fn a_line_in_a_thread_makes_the_thread_once() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    let line = Outgoing::Post { place: place("500").in_thread("600"), message: words("Heard.") };
    for _ in 0..2 {
        assert_eq!(discord.send(&line).await.unwrap().channel, "600");
    }
    let calls = stub.calls();
    let made: Vec<&str> = calls.iter().map(|(call, _)| call.as_str()).collect();
    #[rustfmt::skip]
    assert_eq!(made, [
        "GET /channels/500/messages/600",
        "POST /channels/500/messages/600/threads",
        "POST /channels/600/messages",
        "POST /channels/600/messages",
    ]);
    assert_eq!(calls[1].1["name"], "NOR-12 Acme Ltd");
}

#[tokio::test]
async fn a_thread_that_is_there_is_used() {
    let stub = Stub::start().await;
    let line = Outgoing::Post { place: place("500").in_thread("600"), message: words("Heard.") };
    stub.answers("/threads", Answer::Json(400, json!({ "code": 160_004 })));
    assert_eq!(stub.discord().send(&line).await.unwrap().channel, "600");
}

/// Case 13 of the list in docs/discord.md.
#[tokio::test]
async fn case_13_a_line_that_cannot_stand_in_its_thread_stands_below_the_card() {
    let stub = Stub::start().await;
    let line = Outgoing::Post { place: place("500").in_thread("600"), message: words("Heard.") };
    #[rustfmt::skip]
    let table = [
        // what is refused          with what
        ("/threads",                403, 50_013),
        ("/channels/600/messages",  403, 160_005),
        ("/channels/600/messages",  404, 10_003),
        ("/messages/600",           404, 10_008),
    ];
    for (call, status, code) in table {
        stub.answers(call, Answer::Json(status, json!({ "code": code })));
        assert_eq!(stub.discord().send(&line).await.unwrap().channel, "500", "{code}");
        let (call, body) = stub.calls().pop().unwrap();
        assert_eq!(call, "POST /channels/500/messages");
        assert_eq!(body["message_reference"]["message_id"], "600");
    }
}

#[tokio::test]
async fn case_13_a_thread_that_closed_itself_is_opened_again() {
    let stub = Stub::start().await;
    let line = Outgoing::Post { place: place("500").in_thread("600"), message: words("Heard.") };
    stub.answers("/channels/600/messages", Answer::Json(400, json!({ "code": 50_083 })));
    assert_eq!(stub.discord().send(&line).await.unwrap().channel, "600");
    let calls = stub.calls();
    let (call, body) = &calls[calls.len() - 2];
    assert_eq!((call.as_str(), body), ("PATCH /channels/600", &json!({ "archived": false })));
}

#[tokio::test]
async fn a_redraw_takes_away_what_does_not_stand_there_any_more() {
    let stub = Stub::start().await;
    let (place, message_id) = (place("500"), "600".to_owned());
    let redraw = Outgoing::Redraw { place, message_id, message: words("Ended.") };
    stub.discord().send(&redraw).await.unwrap();
    let (call, body) = stub.calls().pop().unwrap();
    assert_eq!(call, "PATCH /channels/500/messages/600");
    assert_eq!((&body["embeds"], &body["components"]), (&json!([]), &json!([])));
}

/// Case 14: who takes no direct messages is told in the channel, by name and alone.
#[tokio::test]
async fn case_14_a_whisper_is_direct_or_names_one_person() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    let (place, to) = (place("500"), paula());
    let whisper = Outgoing::Whisper { place, to, message: words("@everyone What is it for?") };
    discord.send(&whisper).await.unwrap();
    let calls = stub.calls();
    assert_eq!(calls[0].1, json!({ "recipient_id": "42" }));
    assert_eq!(calls[1].0, "POST /channels/600/messages");
    stub.answers("/channels/600/messages", Answer::Json(403, json!({ "code": 50_007 })));
    discord.send(&whisper).await.unwrap();
    let (call, body) = stub.calls().pop().unwrap();
    assert_eq!(call, "POST /channels/500/messages");
    assert_eq!(body["content"], "<@42> \\@everyone What is it for?");
    assert_eq!(body["allowed_mentions"], json!({ "parse": [], "users": ["42"] }));
}

#[tokio::test]
async fn case_4_a_late_result_takes_the_place_of_the_answer_or_is_said_directly() {
    let stub = Stub::start().await;
    let panel = Panel {
        title: "Registered".into(),
        close: "Close".into(),
        parts: vec![Part::Text(Line::plain("NOR-12"))],
    };
    let (workspace, form) = (GUILD.to_owned(), FormHandle("77/tokenof/42".to_owned()));
    let late = Outgoing::FormResult { workspace, form, panel };
    stub.discord().send(&late).await.unwrap();
    let (call, body) = stub.calls().pop().unwrap();
    assert_eq!(call, "PATCH /webhooks/77/tokenof/messages/@original");
    assert_eq!(body["content"], "**Registered**\nNOR-12");
    // Case 4: fifteen minutes are over.
    stub.answers("/@original", Answer::Json(401, json!({ "code": 50_027 })));
    stub.discord().send(&late).await.unwrap();
    let (call, body) = stub.calls().pop().unwrap();
    assert_eq!(call, "POST /channels/600/messages");
    assert_eq!(body["content"], "**Registered**\nNOR-12");
}

/// Case 10: a wait is told, and no call goes before it is over.
#[tokio::test]
async fn case_10_a_long_wait_is_left_to_the_sender() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    stub.answers("/channels/500/messages", Answer::Wait { millis: 60_000, global: false });
    for _ in 0..2 {
        let refused = discord.send(&post("500")).await.unwrap_err();
        assert!(matches!(refused, SendError::RateLimited { after, .. } if after.as_secs() >= 59));
    }
    assert_eq!(stub.calls().len(), 1);
    discord.send(&post("501")).await.unwrap();
}

#[tokio::test]
async fn a_room_that_everybody_can_read_has_everybody_in_it() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    let roles = json!([{ "id": GUILD, "name": "@everyone", "permissions": "1024" }]);
    let deny = json!([{ "id": GUILD, "allow": "0", "deny": "1024" }]);
    for (overwrites, neighbours) in [(json!([]), 1), (deny, 0)] {
        stub.answers("/roles", Answer::Json(200, roles.clone()));
        let channel = json!({ "name": "north", "permission_overwrites": overwrites });
        stub.answers("GET /channels/500", Answer::Json(200, channel));
        let room = discord.room(&place("500")).await.unwrap();
        assert_eq!(
            (room.name.as_str(), room.member, room.neighbours.len()),
            ("#north", true, neighbours)
        );
    }
    stub.answers("GET /channels/500", Answer::Json(403, json!({ "code": 50_001 })));
    assert!(!discord.room(&place("500")).await.unwrap().member);
}

#[tokio::test]
async fn a_group_is_whoever_has_the_role() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    let member = |id: &str, roles: Value| json!({ "user": { "id": id }, "roles": roles });
    let members = json!([member("42", json!(["7"])), member("43", json!([])), { "user": null }]);
    stub.answers("/members", Answer::Json(200, members));
    assert_eq!(discord.group_members(GUILD, "7").await, Ok(vec![paula()]));
    let roles = json!([
        { "id": GUILD, "name": "@everyone" }, { "id": "7", "name": "Sales" },
        { "id": "8", "name": "vouch", "managed": true },
    ]);
    stub.answers("/roles", Answer::Json(200, roles));
    let group = Group { id: "7".to_owned(), name: "Sales".to_owned() };
    assert_eq!(discord.groups(GUILD).await, Ok(vec![group]));
}

#[test]
fn people_are_called_what_the_server_calls_them() {
    #[rustfmt::skip]
    let table = [
        // member                                                                              called
        (json!({ "nick": "P. North", "user": { "global_name": "Paula", "username": "p1" } }),  "P. North"),
        (json!({ "nick": null, "user": { "global_name": "Paula\n\u{202e}", "username": "p1" } }), "Paula"),
        (json!({ "user": { "global_name": null, "username": "p1" } }),                         "p1"),
        (json!({}),                                                                            ""),
    ];
    for (member, called) in table {
        let profile = profile(&member, &paula());
        assert_eq!((profile.display_name.as_str(), profile.bot), (called, false));
    }
}
