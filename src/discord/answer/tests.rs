//! What people see for what they did, against a loopback stub.

use serde_json::{Value, json};
use tokio::time::Instant;

use super::*;
use crate::chat::inbound::{Reply, Value as Typed};
use crate::chat::view::Panel;
use crate::discord::decode;
use crate::discord::testing::{Answer as Told, *};

/// Handles a frame with an intake that says `reply`; gives the answer's type and data.
async fn answered(
    stub: &Stub,
    discord: &Arc<Discord>,
    frame: &Value,
    reply: Reply,
) -> (u64, Value) {
    let intake: Arc<dyn Intake> = Arc::new(Always(reply));
    let delivery = decode::delivery(&frame.to_string(), GUILD, intake.now()).unwrap();
    assert!(handle(discord, &intake, delivery, Instant::now()).await);
    let calls = stub.calls();
    let callback = calls.iter().find(|(call, _)| call.ends_with("/tokenof/callback"));
    let body = callback.unwrap_or_else(|| panic!("no answer: {calls:?}")).1.clone();
    (body["type"].as_u64().unwrap(), body["data"].clone())
}

fn press(seq: u64, flags: u64, id: &str) -> Value {
    let mut frame = interaction(seq, 3, &json!({ "component_type": 2, "custom_id": id }));
    let button = json!({ "type": 2, "custom_id": id, "label": "Withdraw" });
    let row = json!({ "type": 1, "components": [button] });
    frame["d"]["message"] = json!({ "id": "600", "flags": flags, "components": [row] });
    frame
}

fn a_panel() -> Reply {
    let parts = words("Your receipt").parts;
    Reply::Panel(Panel { title: "Registered".into(), close: "Close".into(), parts })
}

#[tokio::test]
async fn every_reply_has_its_answer() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    const PRESS: &str = "v1:review:approve:ref_1:3";
    let form =
        || Reply::Form { form: Box::new(a_form(vec![vec![line("a")]])), if_late: words("Late") };
    let said = || Reply::Private(words("No."));
    #[rustfmt::skip]
    let table = [
        // done                       reply                               answer, for one alone
        (command(1),                  form(),                             9, false),
        (command(2),                  said(),                             4, true),
        (command(3),                  a_panel(),                          4, true),
        (command(4),                  Reply::Nothing,                     5, true),
        (press(5, 0, PRESS),          form(),                             9, false),
        (press(6, 0, PRESS),          Reply::Nothing,                     6, false),
        (press(7, 0, PRESS),          Reply::Replace(words("New")),       4, true),
        (press(8, 64, PRESS),         Reply::Replace(words("New")),       7, false),
        (press(9, 64, PRESS),         said(),                             4, true),
        (sent(10, "0/1", &[]),        a_panel(),                          4, true),
        (sent(11, "0/1", &[]),        Reply::TooMuch(Box::new(said())),   4, true),
        (interaction(12, 4, &json!({ "name": "approve" })), Reply::Choices(vec![choice("a")]), 8, false),
        (interaction(13, 4, &json!({ "name": "approve" })), Reply::Nothing, 8, false),
        (interaction(14, 9, &json!({})), Reply::Nothing,                  5, true),
    ];
    for (frame, reply, kind, private) in table {
        let shown = format!("{reply:?}");
        let (found, data) = answered(&stub, &discord, &frame, reply).await;
        assert_eq!(found, kind, "{shown} to {}", frame["d"]["type"]);
        assert_eq!(data["flags"].as_u64().is_some_and(|all| all & 64 != 0), private, "{shown}");
    }
}

#[tokio::test]
async fn what_was_not_taken_is_not_answered() {
    let stub = Stub::start().await;
    let intake: Arc<dyn Intake> = Arc::new(Always(Reply::NotTaken));
    let delivery = decode::delivery(&command(1).to_string(), GUILD, intake.now()).unwrap();
    assert!(!handle(&stub.discord(), &intake, delivery, Instant::now()).await);
    assert_eq!(stub.calls(), []);
}

/// Case 1 of the list in docs/discord.md: another process of ours was first.
#[tokio::test]
async fn case_1_who_comes_second_says_nothing() {
    let stub = Stub::start().await;
    stub.answers("/callback", Told::Json(400, json!({ "code": 40_060, "message": "x" })));
    let intake: Arc<dyn Intake> = Arc::new(Always(Reply::Private(words("No."))));
    let delivery = decode::delivery(&command(1).to_string(), GUILD, intake.now()).unwrap();
    assert!(handle(&stub.discord(), &intake, delivery, Instant::now()).await);
    assert_eq!(stub.calls().len(), 1, "and nothing directly either");
}

#[tokio::test]
async fn a_copy_does_not_answer_in_the_place_of_what_is_still_being_decided() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    let (intake, mut in_hand) = by_hand();
    let frame = press(1, 0, "v1:review:approve:ref_1:3").to_string();
    let delivered = || {
        let delivery = decode::delivery(&frame, GUILD, intake.now()).unwrap();
        let (discord, intake) = (Arc::clone(&discord), Arc::clone(&intake));
        tokio::spawn(async move { handle(&discord, &intake, delivery, Instant::now()).await })
    };
    let first = delivered();
    let (_, decided) = in_hand.recv().await.unwrap();
    let copy = delivered();
    tokio::task::yield_now().await;
    assert!(in_hand.try_recv().is_err(), "the copy waits");
    decided.send(Reply::Private(words("It waits for 09:00."))).unwrap();
    assert!(first.await.unwrap());
    let (_, of_the_copy) = in_hand.recv().await.unwrap();
    of_the_copy.send(Reply::Nothing).unwrap();
    assert!(copy.await.unwrap(), "it is kept");
    let calls = stub.calls();
    assert!(calls[0].1.to_string().contains("It waits"), "{calls:?}");
    assert!(discord.answering.lock().unwrap().is_empty());
}

/// Case 3: the effect is kept, and the person hears of it all the same.
#[tokio::test]
async fn case_3_an_answer_that_comes_too_late_is_said_directly() {
    let mut stub = Stub::start().await;
    let discord = stub.discord();
    stub.answers("/callback", Told::Json(404, json!({ "code": 10_062, "message": "x" })));
    let intake: Arc<dyn Intake> = Arc::new(Always(a_panel()));
    let delivery = decode::delivery(&sent(1, "0/1", &[]).to_string(), GUILD, intake.now()).unwrap();
    assert!(handle(&discord, &intake, delivery, Instant::now()).await);
    stub.call_of("/channels/600/messages").await;
    let calls = stub.calls();
    assert_eq!(calls[1], ("POST /users/@me/channels".to_owned(), json!({ "recipient_id": "42" })));
    assert!(calls[2].1.to_string().contains("Your receipt"));
}

#[tokio::test]
async fn an_answer_is_tried_again_while_somebody_waits() {
    let stub = Stub::start().await;
    stub.answers("/callback", Told::Json(503, json!({})));
    stub.answers("/callback", Told::Json(502, json!({})));
    let intake: Arc<dyn Intake> = Arc::new(Always(a_panel()));
    let delivery = decode::delivery(&command(1).to_string(), GUILD, intake.now()).unwrap();
    assert!(handle(&stub.discord(), &intake, delivery, Instant::now()).await);
    assert_eq!(stub.calls().len(), 3);
}

#[tokio::test]
async fn a_dangerous_press_is_asked_back_and_nothing_is_taken() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    let (intake, mut asked) = by_hand();
    let frame = press(1, 0, "?v1:withdraw:open:ref_1:3");
    let delivery = decode::delivery(&frame.to_string(), GUILD, intake.now()).unwrap();
    assert!(handle(&discord, &intake, delivery, Instant::now()).await);
    assert!(asked.try_recv().is_err());
    let (_, body) = stub.calls().pop().unwrap();
    assert_eq!(body["data"]["flags"], 64 | 4);
    assert_eq!(body["data"]["content"], "**Withdraw?**");
    let button = &body["data"]["components"][0]["components"][0];
    assert_eq!(
        (&button["custom_id"], &button["label"], &button["style"]),
        (&json!("v1:withdraw:open:ref_1:3"), &json!("Withdraw"), &json!(4))
    );
}

/// A form of two pages, opened by Paula.
async fn opened(stub: &Stub, discord: &Arc<Discord>) {
    let form = a_form(vec![vec![line("a"), line("b")], vec![line("c")]]);
    let reply = Reply::Form { form: Box::new(form), if_late: words("Late") };
    let (kind, data) = answered(stub, discord, &command(1), reply).await;
    assert_eq!((kind, &data["custom_id"]), (9, &json!("modal:refer:frm_1:0/2")));
    assert_eq!(data["components"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_form_of_two_pages_is_one_form() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    opened(&stub, &discord).await;
    let first = sent(2, "0/2", &[("a", "one"), ("b", "two")]);
    let (kind, data) = answered(&stub, &discord, &first, Reply::NotTaken).await;
    assert_eq!(kind, 4);
    assert!(data["content"].as_str().unwrap().contains("PageKept"), "{data}");
    let go_on = press(3, 64, "v1:form:continue:frm_1:1");
    let (kind, data) = answered(&stub, &discord, &go_on, Reply::NotTaken).await;
    assert_eq!((kind, &data["custom_id"]), (9, &json!("modal:refer:frm_1:1/2")));

    let (intake, mut asked) = by_hand();
    let last = sent(4, "1/2", &[("c", "three")]);
    let delivery = decode::delivery(&last.to_string(), GUILD, intake.now()).unwrap();
    let handled = tokio::spawn({
        let discord = discord.clone();
        async move { handle(&discord, &intake, delivery, Instant::now()).await }
    });
    let (inbound, reply) = asked.recv().await.unwrap();
    let What::FormSent { values, .. } = inbound.what else { panic!() };
    let typed = ["a", "b", "c"].map(|name| match &values[name] {
        Typed::Text(text) => text.as_str(),
        _ => "",
    });
    assert_eq!(typed, ["one", "two", "three"]);
    reply.send(a_panel()).unwrap();
    assert!(handled.await.unwrap());
}

#[tokio::test]
async fn a_refusal_leads_back_to_the_form_with_what_was_typed() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    opened(&stub, &discord).await;
    answered(&stub, &discord, &sent(2, "0/2", &[("a", "one"), ("b", "two")]), Reply::NotTaken)
        .await;
    let errors = Reply::FieldErrors([("a".to_owned(), "Too short.".to_owned())].into());
    let (kind, data) = answered(&stub, &discord, &sent(3, "1/2", &[("c", "three")]), errors).await;
    assert_eq!(kind, 4);
    let content = data["content"].as_str().unwrap();
    assert!(content.contains("NotSent") && content.contains("Label of a"), "{content}");
    let again = press(4, 64, "v1:form:again:frm_1:0");
    let (kind, data) = answered(&stub, &discord, &again, Reply::NotTaken).await;
    assert_eq!(kind, 9);
    assert_eq!(data["components"][0]["component"]["value"], "one");
    // What is emptied now is empty, and the last page is still there.
    answered(&stub, &discord, &sent(5, "0/2", &[("a", "longer")]), Reply::NotTaken).await;
    let draft = discord.drafts.of("frm_1", Some(&paula())).await.unwrap();
    assert_eq!(draft.values.keys().collect::<Vec<_>>(), ["a", "c"]);
}

#[tokio::test]
async fn a_draft_that_is_discarded_is_asked_about_once_and_gone() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    opened(&stub, &discord).await;
    answered(&stub, &discord, &sent(2, "0/2", &[("a", "one")]), Reply::NotTaken).await;
    let asks = press(3, 64, "?v1:form:discard:frm_1:0");
    let (kind, data) = answered(&stub, &discord, &asks, Reply::NotTaken).await;
    assert_eq!((kind, discord.drafts.of("frm_1", Some(&paula())).await.is_some()), (4, true));
    assert_eq!(data["components"][0]["components"][0]["custom_id"], "v1:form:discard:frm_1:0");
    // Nobody else's press takes it away.
    let mut stranger = press(4, 64, "v1:form:discard:frm_1:0");
    stranger["d"]["member"]["user"]["id"] = json!("43");
    answered(&stub, &discord, &stranger, Reply::NotTaken).await;
    assert!(discord.drafts.of("frm_1", Some(&paula())).await.is_some());
    let yes = press(5, 64, "v1:form:discard:frm_1:0");
    let (kind, data) = answered(&stub, &discord, &yes, Reply::NotTaken).await;
    assert_eq!(kind, 7, "in place of the question");
    assert!(data["content"].as_str().unwrap().contains("DraftDiscarded"), "{data}");
    let again = press(6, 64, "v1:form:again:frm_1:0");
    let (kind, data) = answered(&stub, &discord, &again, Reply::NotTaken).await;
    assert_eq!(kind, 4);
    assert!(data["content"].as_str().unwrap().contains("DraftGone"), "{data}");
}

#[tokio::test]
async fn a_draft_is_its_authors_alone_and_outlives_the_process() {
    let stub = Stub::start().await;
    let notes = Arc::new(Pad::default());
    opened(&stub, &stub.discord_with(notes.clone())).await;
    let next = stub.discord_with(notes);
    let again = press(2, 64, "v1:form:again:frm_1:0");
    let (kind, _) = answered(&stub, &next, &again, Reply::NotTaken).await;
    assert_eq!(kind, 9);
    let mut stranger = again;
    stranger["d"]["member"]["user"]["id"] = json!("43");
    let (kind, data) = answered(&stub, &next, &stranger, Reply::NotTaken).await;
    assert_eq!(kind, 4);
    assert!(data["content"].as_str().unwrap().contains("DraftGone"));
}
