//! Messages with a chart, against a loopback stub.

use super::*;
use crate::chat::chart::Chart;
use crate::chat::view::Line;
use crate::chat::{Outgoing, Platform};
use crate::discord::testing::*;

const POST: &str = "POST /channels/500/messages";

fn board() -> Message {
    let chart = Chart::of_one("North");
    Message { parts: vec![Part::Text(Line::plain("1 North 7")), Part::Chart(chart)] }
}

fn post() -> Outgoing {
    Outgoing::Post { place: place("500"), message: board() }
}

#[tokio::test]
async fn a_chart_is_a_file_with_its_words() {
    let said = Said::of(&board()).await;
    let told =
        json!([{ "id": "0", "filename": "chart-1.png", "description": "Bar chart. 1: North, 7." }]);
    assert_eq!(said.body["attachments"], told);
    assert_eq!(said.body["content"], "1 North 7");
    assert_eq!(said.files.len(), 1);

    let (kind, bytes) = form(&said.body, &said.files);
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert_eq!(text.matches(&format!("--{boundary}")).count(), 3);
    assert!(text.contains("name=\"payload_json\""), "{kind}");
    assert!(text.contains("name=\"files[0]\"; filename=\"chart-1.png\""), "{kind}");
    assert!(text.ends_with(&format!("\r\n--{boundary}--\r\n")));
    assert!(bytes.windows(said.files[0].len()).any(|some| some == &said.files[0][..]));
}

#[tokio::test]
async fn a_refusal_of_the_file_leaves_the_words() {
    for (status, code) in [(403, 50_013), (400, 40_005), (400, 50_035)] {
        let stub = Stub::start().await;
        stub.answers("/messages", Answer::Json(status, json!({ "code": code })));
        stub.discord().send_once(&post(), "one").await.unwrap();
        let calls = stub.calls();
        assert_eq!(calls.len(), 2, "{code}");
        let (call, words) = &calls[1];
        // The first was a form, which the stub does not read.
        assert_eq!((call.as_str(), &words["content"]), (POST, &json!("1 North 7")));
        assert_eq!((&words["nonce"], words.get("attachments")), (&json!("one"), None));
    }
}

#[tokio::test]
async fn what_may_have_been_posted_is_not_posted_without_its_chart() {
    let stub = Stub::start().await;
    let discord = stub.discord();
    stub.answers("/messages", Answer::Lost);
    assert_eq!(discord.send_once(&post(), "one").await, Err(SendError::Unknown));
    stub.answers("/messages", Answer::Json(404, json!({ "code": 10_003 })));
    let gone = discord.send_once(&post(), "one").await;
    assert_eq!(gone, Err(SendError::ChannelDead { code: "10003".to_owned() }));
    assert!(stub.calls().iter().filter(|(call, _)| call == POST).count() == 2);
}
