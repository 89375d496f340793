//! The route against a real client: signatures, and who gets which answer.

use futures_util::future::join_all;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::*;
use crate::chat::inbound::Reply;
use crate::slack::testing::*;

struct Served {
    url: String,
    address: std::net::SocketAddr,
    asked: Asked,
}

async fn serve() -> Served {
    let stub = Stub::start().await;
    let (intake, asked) = by_hand();
    let router = stub.slack().router(intake).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let url = format!("http://{address}/slack/events");
    tokio::spawn(async move { axum::serve(listener, router).await });
    Served { url, address, asked }
}

fn now() -> i64 {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    i64::try_from(since.as_secs()).unwrap()
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
async fn words_like_those_of_a_certificate_check_lose_no_delivery() {
    let Served { url, mut asked, .. } = serve().await;
    let body = json!({ "event_id": "Ev1", "event": { "text": "what is &ssl_check=1& for?" } });
    let delivering = tokio::spawn(async move { deliver_well(&url, &body.to_string()).await });
    let (inbound, reply) = asked.recv().await.unwrap();
    assert_eq!(inbound.key, "event:Ev1");
    reply.send(Reply::Nothing).unwrap();
    assert_eq!(delivering.await.unwrap().status(), 200);
}

/// The answer comes while the body still does: what goes beyond the limit is never held.
#[tokio::test]
async fn more_than_a_mebibyte_is_refused_before_it_is_read() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let served = serve().await;
    let address = served.url.trim_start_matches("http://").trim_end_matches("/slack/events");
    for length in ["transfer-encoding: chunked", "content-length: 1099511627776"] {
        let mut peer = tokio::net::TcpStream::connect(address).await.unwrap();
        let head = format!("POST /slack/events HTTP/1.1\r\nhost: {address}\r\n{length}\r\n\r\n");
        peer.write_all(head.as_bytes()).await.unwrap();
        let (mut answer, mut body) = peer.into_split();
        let sending = tokio::spawn(async move {
            let line = if length.starts_with('t') { "10000\r\n" } else { "" };
            let piece = [line.as_bytes(), &[b'a'; 0x10000], &line.as_bytes()[line.len().min(5)..]];
            while body.write_all(&piece.concat()).await.is_ok() {}
        });
        let mut status = [0; 12];
        answer.read_exact(&mut status).await.unwrap();
        assert_eq!(&status, b"HTTP/1.1 413", "{length}");
        sending.abort();
    }
}

/// Sends all of a delivery of the largest size but its last byte.
async fn all_but_a_byte(address: std::net::SocketAddr) -> TcpStream {
    let mut connection = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /slack/events HTTP/1.1\r\nhost: {address}\r\ncontent-length: {BODY_MAX}\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    connection.write_all(&vec![b'x'; BODY_MAX - 1]).await.unwrap();
    connection
}

#[tokio::test]
async fn beyond_what_may_be_read_at_once_the_answer_is_503() {
    let served = serve().await;
    // More than the bytes that are missing.
    let body = format!("ssl_check=1&rest={}", "x".repeat(1_000));
    let check = || deliver(&served.url, "", now(), &body);
    let room = u32::try_from(ROOM / BODY_MAX).unwrap();
    'full: loop {
        let _held = join_all((0..room).map(|_| all_but_a_byte(served.address))).await;
        // What was written may not have been read yet; and a body has its time limit.
        for _ in 0..200 {
            if check().await.status() == 503 {
                break 'full;
            }
        }
    }
    while check().await.status() != 200 {}
}

#[tokio::test]
async fn what_the_intake_has_no_room_for_is_answered_with_503() {
    let Served { url, mut asked, .. } = serve().await;
    let payload = submission("e")["payload"].to_string();
    let body = as_form(&[("payload", &payload)]);
    let delivering = tokio::spawn(async move { deliver_well(&url, &body).await });
    let (_, reply) = asked.recv().await.unwrap();
    let instead = Reply::KeepForm("Not saved.".into());
    reply.send(Reply::TooMuch(Box::new(instead))).unwrap();
    let answer = delivering.await.unwrap();
    assert_eq!(
        (answer.status(), answer.text().await.unwrap().as_str()),
        (503.try_into().unwrap(), "")
    );
}

#[tokio::test]
async fn a_delivery_is_acknowledged_after_the_intake_has_answered() {
    let Served { url, mut asked, .. } = serve().await;
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
    let Served { url, mut asked, .. } = serve().await;
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
    let Served { url, mut asked, .. } = serve().await;
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
