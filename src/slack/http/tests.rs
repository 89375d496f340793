//! The route against a real client: signatures, and who gets which answer.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use slack_morphism::signature_verifier::SlackEventSignatureVerifierError as Refusal;

use super::*;
use crate::chat::inbound::Reply;
use crate::slack::testing::*;

const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

struct Served {
    url: String,
    asked: Asked,
}

async fn serve() -> Served {
    let stub = Stub::start().await;
    let (intake, asked) = by_hand();
    let router = stub.slack().router(intake).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/slack/events", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Served { url, asked }
}

fn now() -> i64 {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

fn sign(secret: &str, moment: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("v0:{moment}:{body}").as_bytes());
    format!("v0={}", hex::encode(mac.finalize().into_bytes()))
}

async fn deliver(url: &str, signature: &str, moment: i64, body: &str) -> reqwest::Response {
    let request = reqwest::Client::new().post(url).body(body.to_owned());
    let request = request
        .header("x-slack-signature", signature)
        .header("x-slack-request-timestamp", moment.to_string());
    request.send().await.unwrap()
}

async fn deliver_well(url: &str, body: &str) -> reqwest::Response {
    deliver(url, &sign(SECRET, now(), body), now(), body).await
}

fn as_form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Slack's own example. Its time is long past, so the right signature is refused for its time and
/// a wrong one for itself. Source: Slack, "Verifying requests from Slack".
#[test]
fn slacks_documented_signature_is_right() {
    let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&\
        channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&\
        command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F\
        T1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.\
        803a0bc887a14d10d2c447fce8b6703c";
    let signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    let verifier = Verifier::new(&SECRET.to_owned().into());
    let right = verifier.verify(signature, body, "1531420618");
    assert!(matches!(right, Err(Refusal::IncorrectOrExpiredTimestampError(_))));
    let wrong = verifier.verify(signature, &body.replace("roadrunner", "coyote"), "1531420618");
    assert!(matches!(wrong, Err(Refusal::WrongSignatureError(_))));
    assert_eq!(sign(SECRET, 1_531_420_618, body), signature);
}

#[tokio::test]
async fn who_does_not_sign_learns_nothing() {
    let served = serve().await;
    let body = r#"{"type":"url_verification","challenge":"c"}"#;
    let good = sign(SECRET, now(), body);
    let late = now() - 301;
    #[rustfmt::skip]
    let table = [
        ("wrong secret",  sign("another", now(), body),  now(),       body.to_owned()),
        ("altered body",  good.clone(),                  now(),       body.replace('c', "d")),
        ("altered time",  good.clone(),                  now() + 100, body.to_owned()),
        ("too old",       sign(SECRET, late, body),      late,        body.to_owned()),
        ("from later",    sign(SECRET, now() + 400, body), now() + 400, body.to_owned()),
        ("no signature",  String::new(),                 now(),       body.to_owned()),
    ];
    for (why, signature, moment, body) in table {
        let answer = deliver(&served.url, &signature, moment, &body).await;
        assert_eq!(answer.status(), 401, "{why}");
        assert_eq!(answer.text().await.unwrap(), "", "{why}");
    }
}

#[tokio::test]
async fn a_header_that_stands_twice_counts_as_none() {
    let served = serve().await;
    let (body, moment) = ("{}", now().to_string());
    let signature = sign(SECRET, now(), body);
    let request = reqwest::Client::new().post(&served.url).body(body);
    let request =
        request.header("x-slack-signature", "v0=00").header("x-slack-signature", signature);
    let answer = request.header("x-slack-request-timestamp", moment).send().await.unwrap();
    assert_eq!(answer.status(), 401);
}

#[tokio::test]
async fn slacks_own_questions_are_answered() {
    let served = serve().await;
    let asked = r#"{"type":"url_verification","challenge":"3eZb"}"#;
    let answer = deliver_well(&served.url, asked).await.text().await.unwrap();
    assert_eq!(answer, r#"{"challenge":"3eZb"}"#);
    let check = deliver(&served.url, "", now(), "ssl_check=1&token=x").await;
    assert_eq!(check.status(), 200);
}

#[tokio::test]
async fn more_than_a_mebibyte_is_not_read() {
    let served = serve().await;
    let answer = deliver_well(&served.url, &"a".repeat(BODY_MAX + 1)).await;
    assert_eq!(answer.status(), 413);
}

#[tokio::test]
async fn a_delivery_is_acknowledged_after_the_intake_has_answered() {
    let Served { url, mut asked } = serve().await;
    let payload = submission("e")["payload"].to_string();
    let body = as_form(&[("payload", &payload)]);
    let delivering = tokio::spawn(async move { deliver_well(&url, &body).await });
    let (inbound, reply) = asked.recv().await.unwrap();
    assert_eq!(inbound.what.kind(), "form");
    assert!(!delivering.is_finished());
    reply.send(Reply::KeepForm("Not saved.".into())).unwrap();
    let answer: Value = delivering.await.unwrap().json().await.unwrap();
    assert_eq!(
        answer,
        json!({ "response_action": "errors", "errors": { "website": "Not saved." } })
    );
}

#[tokio::test]
async fn commands_and_events_come_by_the_same_address() {
    let Served { url, mut asked } = serve().await;
    let fields =
        [("command", "/refer"), ("team_id", "TV"), ("user_id", "U1"), ("trigger_id", "1.2")];
    let event = json!({ "type": "event_callback", "event_id": "Ev1", "event": { "type": "im" } });
    for (body, kind) in [(as_form(&fields), "command"), (event.to_string(), "unknown")] {
        let url = url.clone();
        let delivering = tokio::spawn(async move { deliver_well(&url, &body).await });
        let (inbound, reply) = asked.recv().await.unwrap();
        assert_eq!(inbound.what.kind(), kind);
        reply.send(Reply::Nothing).unwrap();
        let answer = delivering.await.unwrap();
        assert_eq!(
            (answer.status(), answer.text().await.unwrap()),
            (StatusCode::OK, String::new())
        );
    }
}

#[tokio::test]
async fn a_peer_that_hangs_up_does_not_stop_the_work() {
    let Served { url, mut asked } = serve().await;
    let again = url.clone();
    let delivering = tokio::spawn(async move { deliver_well(&url, "command=%2Frefer").await });
    let (_, mut reply) = asked.recv().await.unwrap();
    delivering.abort();
    assert!(delivering.await.unwrap_err().is_cancelled());
    // Were the work dropped with the connection, nobody would wait for the reply any more.
    // A further request gives the server the time to notice the first one's end.
    let check = deliver(&again, "", now(), "ssl_check=1").await;
    assert_eq!(check.status(), 200);
    let closed = std::pin::pin!(reply.closed());
    assert!(futures_util::poll!(closed).is_pending());
}
