//! Requests as they may come, signed and otherwise. Case 19 of the list in docs/discord.md.

use ed25519_dalek::{Signer, SigningKey};
use serde_json::Value;

use super::*;
use crate::chat::inbound::Reply;
use crate::discord::testing::*;

fn signing() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn public() -> String {
    hex::encode(signing().verifying_key().as_bytes())
}

/// The body of a frame's interaction.
fn body(frame: &Value) -> String {
    frame["d"].to_string()
}

struct Wire {
    url: String,
    stub: Stub,
}

async fn wire(reply: Reply) -> Wire {
    let stub = Stub::start().await;
    let discord = stub.discord_by_http(public());
    let router = discord.router(Arc::new(Always(reply))).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}{DELIVERIES}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Wire { url, stub }
}

impl Wire {
    async fn post(&self, headers: &[(&str, String)], body: String) -> (u16, Value) {
        let mut request = reqwest::Client::new().post(&self.url).body(body);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default())
    }
}

fn signed(moment: i64, body: &str) -> [(&'static str, String); 2] {
    let signature = signing().sign(format!("{moment}{body}").as_bytes());
    let signature = hex::encode(signature.to_bytes());
    [("x-signature-ed25519", signature), ("x-signature-timestamp", moment.to_string())]
}

fn now() -> i64 {
    crate::clock::Clock::real().now().timestamp()
}

#[tokio::test]
async fn case_19_what_discord_signed_is_taken_and_nothing_else() {
    let wire = wire(Reply::Private(words("No."))).await;
    let text = body(&command(1));
    let good = signed(now(), &text);
    let one = |at: usize| vec![good[at].clone()];
    let twice = || [&good[..], &good[..1]].concat();
    let zeros = || vec![(good[0].0, "0".repeat(128)), good[1].clone()];
    let odd = || vec![(good[0].0, "0".repeat(127)), good[1].clone()];
    #[rustfmt::skip]
    let table = [
        // headers                              body                        status
        (good.to_vec(),                         text.clone(),               202),
        (good.to_vec(),                         text.replace("42", "43"),   401),
        (signed(now() - 400, &text).to_vec(),   text.clone(),               401),
        (signed(now() + 400, &text).to_vec(),   text.clone(),               401),
        (zeros(),                               text.clone(),               401),
        (odd(),                                 text.clone(),               401),
        (one(0),                                text.clone(),               401),
        (one(1),                                text.clone(),               401),
        (twice(),                               text.clone(),               401),
        (vec![],                                text.clone(),               401),
        (good.to_vec(),                         "x".repeat(BODY_MAX + 1),        413),
    ];
    for (headers, body, status) in table {
        assert_eq!(wire.post(&headers, body).await.0, status, "{headers:?}");
    }
    let answers = wire.stub.calls();
    assert_eq!(answers.len(), 1, "only what was signed is answered");
    assert!(answers[0].0.ends_with("/callback"));
}

#[tokio::test]
async fn case_19_a_ping_is_answered_at_once() {
    let wire = wire(Reply::NotTaken).await;
    let ping = body(&interaction(1, 1, &json!(null)));
    assert_eq!(wire.post(&signed(now(), &ping), ping).await, (200, json!({ "type": 1 })));
    let command = body(&command(2));
    assert_eq!(wire.post(&signed(now(), &command), command).await.0, 503);
    let broken = "{".to_owned();
    assert_eq!(wire.post(&signed(now(), &broken), broken).await.0, 400);
    assert!(wire.stub.calls().is_empty());
}

#[test]
fn a_key_is_64_digits_of_the_curve() {
    let whole = public();
    assert!(is_key(&whole));
    for wrong in ["", "xyz", &whole[..62], &format!("{whole}00")] {
        assert!(!is_key(wrong), "{wrong}");
    }
}
