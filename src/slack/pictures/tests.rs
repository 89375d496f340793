//! What is called for a message with a chart, and what becomes of each way to fail.

use super::*;
use crate::chat::view::Line;
use crate::chat::{Outgoing, Place, Platform, PlatformName};
use crate::slack::testing::*;

const URL: &str = "files.getUploadURLExternal";
const DONE: &str = "files.completeUploadExternal";
const POST: &str = "chat.postMessage";

fn board() -> Outgoing {
    let chart = Chart::of_one("North & <Sons>");
    let parts = vec![Part::Text(Line::plain("1 North 7")), Part::Chart(chart)];
    let (workspace, channel) = ("TV".to_owned(), "C1".to_owned());
    let place = Place { platform: PlatformName::Slack, workspace, channel, thread: None };
    Outgoing::Post { place, message: Message { parts } }
}

/// An address of the stub's own, which takes anything.
fn announces(stub: &Stub, file: &str) {
    let address = format!("{}/upload", stub.base_url());
    let answer = json!({ "ok": true, "upload_url": address, "file_id": file });
    stub.answers(URL, Answer::Json(answer));
}

/// The methods that were called, and the types of the blocks that were posted last.
async fn posted(stub: &Stub) -> (Vec<String>, Vec<String>) {
    let sent = stub.slack().send(&board()).await.unwrap();
    assert_eq!(sent.message_id, "300.1");
    let calls = stub.calls();
    let (_, last) = calls.last().unwrap();
    let blocks = last["blocks"].as_array().unwrap().iter();
    let kinds = blocks.map(|block| block["type"].as_str().unwrap().to_owned()).collect();
    (calls.into_iter().map(|(method, _)| method).collect(), kinds)
}

#[tokio::test]
async fn a_chart_goes_up_before_its_message_which_shows_it() {
    let stub = Stub::start().await;
    announces(&stub, "F1");
    stub.slack().send(&board()).await.unwrap();
    let calls = stub.calls();
    let methods: Vec<&str> = calls.iter().map(|(method, _)| method.as_str()).collect();
    assert_eq!(methods, [URL, "upload", DONE, POST]);
    assert!(calls[0].1["query"].as_str().unwrap().starts_with("filename=chart.png&length="));
    let done = json!({ "files": [{ "id": "F1", "title": "Approved referrals" }] });
    assert_eq!(calls[2].1, done, "it is shared with nobody by itself");
    let alt = "Bar chart. 1: North & <Sons>, 7.";
    let image = json!({ "type": "image", "slack_file": { "id": "F1" }, "alt_text": alt });
    assert_eq!(calls[3].1["blocks"][1], image);
    assert_eq!(calls[3].1["text"], "1 North 7");
}

#[tokio::test]
async fn whatever_is_refused_the_words_go() {
    let word = |word: &str| Answer::Json(json!({ "ok": false, "error": word }));
    #[rustfmt::skip]
    let table = [
        // refused  with                                   what is called
        (URL,      word("missing_scope"),                  vec![URL, POST]),
        (URL,      Answer::Wait(1),                        vec![URL, POST]),
        ("upload", Answer::Status(403, "no"),              vec![URL, "upload", POST]),
        (DONE,     word("file_not_found"),                 vec![URL, "upload", DONE, POST]),
    ];
    for (method, refusal, called) in table {
        let stub = Stub::start().await;
        if method != URL {
            announces(&stub, "F1");
        }
        stub.answers(method, refusal);
        assert_eq!(posted(&stub).await, (named(&called), vec!["rich_text".to_owned()]), "{method}");
    }
}

fn named(methods: &[&str]) -> Vec<String> {
    methods.iter().map(|method| (*method).to_owned()).collect()
}

#[tokio::test]
async fn a_passing_fault_leads_to_another_upload_and_to_one_post() {
    let stub = Stub::start().await;
    announces(&stub, "F1");
    announces(&stub, "F2");
    stub.answers(DONE, Answer::Status(503, "away"));
    let (called, kinds) = posted(&stub).await;
    assert_eq!(called, named(&[URL, "upload", DONE, URL, "upload", DONE, POST]));
    assert_eq!(kinds, ["rich_text", "image"]);
}

#[tokio::test]
async fn a_file_that_is_still_looked_through_is_shown_a_moment_later() {
    let stub = Stub::start().await;
    announces(&stub, "F1");
    stub.answers(POST, Answer::Json(json!({ "ok": false, "error": "invalid_blocks" })));
    let (called, kinds) = posted(&stub).await;
    assert_eq!(called, named(&[URL, "upload", DONE, POST, POST]));
    assert_eq!(kinds, ["rich_text", "image"]);
}

#[tokio::test]
async fn bytes_go_to_no_address_of_others() {
    let stub = Stub::start().await;
    let foreign = "https://slack.com.evil.example/upload";
    stub.answers(URL, Answer::Json(json!({ "ok": true, "upload_url": foreign, "file_id": "F1" })));
    assert_eq!(posted(&stub).await.0, named(&[URL, POST]));
}
