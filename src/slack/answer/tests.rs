//! Each reply to each kind of delivery, and what happens when Slack does not play along.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::chat::inbound::Reply;
use crate::chat::view::{Choice, Panel, Part};
use crate::slack::testing::*;

/// The acknowledgement's payload, and the methods that were called.
async fn after(stub: &Stub, frame: Value, reply: Reply) -> (Option<Value>, Vec<String>) {
    let slack = stub.slack();
    let intake = Arc::new(Always(reply));
    let payload = handle(slack.clone(), intake, frame.to_string(), Instant::now()).await;
    let payload = payload.ok().flatten();
    slack.finish().await;
    (payload, stub.methods())
}

fn panel() -> Reply {
    let parts = words("Received.").parts;
    Reply::Panel(Panel { title: "Receipt".into(), close: "Close".into(), parts })
}

fn errors(of: &[(&str, &str)]) -> Reply {
    let all = of.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    Reply::FieldErrors(all.collect())
}

/// A press within the modal V1.
fn press_in_view() -> Value {
    let mut frame = press("e-1");
    frame["payload"]["view"] = submission("")["payload"]["view"].clone();
    frame["payload"]["channel"] = Value::Null;
    frame["payload"]["container"] = json!({ "type": "view", "view_id": "V1" });
    frame
}

#[tokio::test]
async fn each_reply_is_performed() {
    let stub = Stub::start().await;
    let private = || Reply::Private(words("For you."));
    let keep = || Reply::KeepForm("Not saved.".into());
    let direct = ["conversations.open", "chat.postMessage"];
    #[rustfmt::skip]
    let table: [(Value, Reply, &[&str]); 11] = [
        // delivery           reply            calls
        (press("e"),          Reply::Nothing,  &[]),
        (press("e"),          a_form(),        &["views.open"]),
        (press("e"),          panel(),         &["views.open"]),
        (press("e"),          private(),       &["chat.postEphemeral"]),
        (press("e"),          keep(),          &["chat.postEphemeral"]),
        (press_in_view(),     a_form(),        &["views.update"]),
        (press_in_view(),     panel(),         &["views.update"]),
        (press_in_view(),     private(),       &direct),
        (command("e"),        a_form(),        &["views.open"]),
        (submission("e"),     private(),       &direct),
        (submission("e"),     Reply::Nothing,  &[]),
    ];
    for (frame, reply, calls) in table {
        let kind = reply.clone();
        let (payload, methods) = after(&stub, frame, reply).await;
        assert_eq!(
            (payload, methods),
            (None, calls.iter().map(|c| (*c).to_owned()).collect()),
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn a_sent_form_is_answered_in_the_acknowledgement() {
    let stub = Stub::start().await;
    for reply in [a_form(), panel()] {
        let (payload, calls) = after(&stub, submission("e"), reply).await;
        let payload = payload.unwrap();
        assert_eq!((&payload["response_action"], calls.len()), (&json!("update"), 0));
        assert_eq!(payload["view"]["type"], "modal");
    }
}

#[tokio::test]
async fn errors_stand_at_inputs_that_exist() {
    let stub = Stub::start().await;
    #[rustfmt::skip]
    let table = [
        (errors(&[("need", "Say it.")]),                  json!({ "need": "Say it." })),
        (errors(&[("gone", "A."), ("website", "B.")]),    json!({ "website": "A. B." })),
        (errors(&[("need", "hid\u{202e}den\0")]),         json!({ "need": "hidden" })),
        (Reply::KeepForm("Not saved.".into()),            json!({ "website": "Not saved." })),
    ];
    for (reply, errors) in table {
        let (payload, _) = after(&stub, submission("e"), reply).await;
        assert_eq!(payload, Some(json!({ "response_action": "errors", "errors": errors })));
    }
}

#[tokio::test]
async fn a_view_without_inputs_gives_way_to_the_sentence() {
    let stub = Stub::start().await;
    let mut frame = submission("e");
    frame["payload"]["view"]["blocks"] = json!([]);
    let (payload, _) = after(&stub, frame, Reply::KeepForm("Not saved.".into())).await;
    let payload = payload.unwrap();
    assert_eq!(payload["response_action"], "update");
    assert_eq!(payload["view"]["title"]["text"], "Refer");
    assert!(payload["view"]["blocks"].to_string().contains("Not saved."));
}

#[tokio::test]
async fn what_is_turned_away_is_acknowledged_only_where_that_costs_no_call() {
    let stub = Stub::start().await;
    let private = || Reply::Private(words("Not saved."));
    #[rustfmt::skip]
    let table = [
        (submission("e"), Reply::KeepForm("Not saved.".into()), true),
        (command("e"),    private(),                            true),
        (press("e"),      private(),                            false),
        (press("e"),      Reply::NotTaken,                      false),
    ];
    for (frame, inside, told) in table {
        let slack = stub.slack();
        let intake = Arc::new(Always(Reply::TooMuch(Box::new(inside.clone()))));
        let taken = handle(slack.clone(), intake, frame.to_string(), Instant::now()).await;
        let Err(NotTaken { instead }) = taken else { panic!("{inside:?} is acknowledged") };
        let said = instead.is_some_and(|payload| payload.to_string().contains("Not saved."));
        slack.finish().await;
        assert_eq!((said, stub.methods().len()), (told, 0), "{inside:?}");
    }
}

#[tokio::test]
async fn a_commands_answer_goes_with_its_acknowledgement() {
    let stub = Stub::start().await;
    let reply = || Reply::Private(words("For you."));
    let (payload, calls) = after(&stub, command("e"), reply()).await;
    let payload = payload.unwrap();
    assert_eq!((&payload["response_type"], calls.len()), (&json!("ephemeral"), 0));
    assert_eq!(payload["text"], "For you.");
    let mut bare = command("e");
    bare["accepts_response_payload"] = json!(false);
    let (payload, calls) = after(&stub, bare, reply()).await;
    assert_eq!((payload, calls), (None, vec!["chat.postEphemeral".to_owned()]));
}

#[tokio::test]
async fn a_form_that_comes_too_late_is_told() {
    let stub = Stub::start().await;
    for word in ["expired_trigger_id", "trigger_exchanged", "fatal_error"] {
        stub.answers("views.open", Answer::Json(json!({ "ok": false, "error": word })));
        let (_, calls) = after(&stub, press("e"), a_form()).await;
        assert_eq!(calls, ["views.open", "chat.postEphemeral"], "{word}");
    }
    stub.answers("views.open", Answer::Json(json!({ "ok": false, "error": "expired_trigger_id" })));
    let (payload, calls) = after(&stub, command("e"), a_form()).await;
    assert_eq!(payload.unwrap()["text"], "Too late, press again.");
    assert_eq!(calls, ["views.open"]);
    let mut without = press("e");
    without["payload"]["trigger_id"] = Value::Null;
    assert_eq!(after(&stub, without, a_form()).await.1, ["chat.postEphemeral"]);
}

#[tokio::test]
async fn a_form_whose_answer_was_lost_is_not_called_late() {
    let stub = Stub::start().await;
    let used = || Answer::Json(json!({ "ok": false, "error": "exchanged_trigger_id" }));
    let late = || Answer::Json(json!({ "ok": false, "error": "expired_trigger_id" }));
    let lost = || Answer::Json(json!({}));
    #[rustfmt::skip]
    let table: [(Answer, &[&str]); 2] = [
        (used(), &["views.open", "views.open"]),
        (late(), &["views.open", "views.open", "chat.postEphemeral"]),
    ];
    for (second, wanted) in table {
        stub.answers("views.open", lost());
        stub.answers("views.open", second);
        assert_eq!(after(&stub, press("e"), a_form()).await.1, wanted);
    }
}

#[tokio::test]
async fn who_closed_the_modal_is_left_alone() {
    let stub = Stub::start().await;
    stub.answers("views.update", Answer::Json(json!({ "ok": false, "error": "not_found" })));
    let (payload, calls) = after(&stub, press_in_view(), panel()).await;
    assert_eq!((payload, calls), (None, vec!["views.update".to_owned()]));
}

#[tokio::test]
async fn where_the_app_is_no_member_it_writes_directly() {
    let stub = Stub::start().await;
    for word in ["not_in_channel", "channel_not_found", "user_not_in_channel"] {
        stub.answers("chat.postEphemeral", Answer::Json(json!({ "ok": false, "error": word })));
        let (_, calls) = after(&stub, press("e"), Reply::Private(words("For you."))).await;
        assert_eq!(calls, ["chat.postEphemeral", "conversations.open", "chat.postMessage"]);
    }
    // An answer that was lost may have been said: not a second time.
    stub.answers("chat.postEphemeral", Answer::Json(json!({})));
    let (_, calls) = after(&stub, press("e"), Reply::Private(words("For you."))).await;
    assert_eq!(calls, ["chat.postEphemeral"]);
}

#[tokio::test]
async fn what_a_passing_fault_kept_from_being_said_is_said_after_it() {
    let stub = Stub::start().await;
    let fault = || Answer::Json(json!({ "ok": false, "error": "fatal_error" }));
    let for_you = || Reply::Private(words("For you."));
    for trouble in [Answer::Wait(0), Answer::Status(503, "away"), fault()] {
        stub.answers("chat.postEphemeral", trouble);
        let (_, calls) = after(&stub, press("e"), for_you()).await;
        assert_eq!(calls, ["chat.postEphemeral", "chat.postEphemeral"]);
    }
    stub.answers("views.update", fault());
    let (_, calls) = after(&stub, press_in_view(), panel()).await;
    assert_eq!(calls, ["views.update", "views.update"]);
    // Directly, where the app is no member: opening a conversation says nothing yet.
    let no = Answer::Json(json!({ "ok": false, "error": "not_in_channel" }));
    stub.answers("chat.postEphemeral", no);
    stub.answers("conversations.open", Answer::Json(json!({})));
    let (_, calls) = after(&stub, press("e"), for_you()).await;
    let wanted =
        ["chat.postEphemeral", "conversations.open", "conversations.open", "chat.postMessage"];
    assert_eq!(calls, wanted);
    // Too long a wait, and they have gone.
    stub.answers("chat.postEphemeral", Answer::Wait(61));
    assert_eq!(after(&stub, press("e"), for_you()).await.1, ["chat.postEphemeral"]);
}

#[tokio::test]
async fn nobody_is_told_when_nobody_is_known() {
    let stub = Stub::start().await;
    let mut frame = press("e");
    frame["payload"]["user"]["team_id"] = json!("E1");
    let (payload, calls) = after(&stub, frame, Reply::Private(words("For you."))).await;
    assert_eq!((payload, calls), (None, vec![]));
}

#[tokio::test]
async fn a_type_ahead_field_gets_its_choices() {
    let stub = Stub::start().await;
    let mut frame = submission("e");
    frame["payload"]["type"] = json!("block_suggestion");
    let choice = Choice { value: "a".into(), label: "Acme".into() };
    let (payload, _) = after(&stub, frame, Reply::Choices(vec![choice])).await;
    assert_eq!(payload.unwrap()["options"][0]["value"], "a");
}

#[test]
fn a_panel_nobody_can_be_shown_is_said() {
    let delivery = delivery(&press("e").to_string(), chrono::DateTime::UNIX_EPOCH);
    let Step::Show { if_not, .. } = plan::step(&delivery, panel()) else { panic!() };
    assert!(matches!(&if_not.unwrap().parts[..], [Part::Text(_)]));
    let nothing = plan::step(&delivery, Reply::FieldErrors(BTreeMap::new()));
    assert!(matches!(nothing, Step::Say(_)));
}

#[tokio::test]
async fn a_private_message_gives_way_and_a_public_one_does_not() {
    let stub = Stub::start().await;
    let replace = || Reply::Replace(words("Page two."));
    let pressed = |private: bool, address: &str| {
        let mut frame = press("e");
        frame["payload"]["container"]["is_ephemeral"] = json!(private);
        frame["payload"]["response_url"] = json!(address);
        frame
    };
    let near = format!("{}/answer", stub.base_url());
    let far = "https://hooks.slack.com.evil.example/actions/1";
    #[rustfmt::skip]
    let table: [(Value, &str); 4] = [
        (pressed(true,  &near), "answer"),
        (pressed(false, &near), "chat.postEphemeral"),
        (pressed(true,  far),   "chat.postEphemeral"),
        (press("e"),            "chat.postEphemeral"),
    ];
    for (frame, method) in table {
        let (payload, methods) = after(&stub, frame.clone(), replace()).await;
        assert_eq!((payload, methods), (None, vec![method.to_owned()]), "{frame}");
    }
    stub.answers("answer", Answer::Status(404, "gone"));
    let (_, methods) = after(&stub, pressed(true, &near), replace()).await;
    assert_eq!(methods, ["answer", "chat.postEphemeral"], "an address that is used up");
}
