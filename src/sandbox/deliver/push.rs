//! Signed HTTP deliveries, for bots without Socket Mode.
//!
//! Signatures carry the machine's time, not the world's: a bot compares them with its own watch.
//! Source: Slack, "Verifying requests from Slack".

use std::time::Instant;

use axum::http::header::CONTENT_TYPE;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{Answer, DEADLINE, Delivery, NoAnswer, Parcel, millis, note_answer};
use crate::clock::Clock;
use crate::sandbox::hub::{Hub, random_hex};
use crate::sandbox::log::{Entry, Kind};
use crate::sandbox::world::seed::{SIGNING_SECRET, VERIFICATION_TOKEN};

/// Posts a delivery and takes the answer's body as the acknowledgement.
pub async fn send(hub: &Hub, url: &str, delivery: &Delivery) -> Result<Answer, NoAnswer> {
    let started = Instant::now();
    let seq = {
        let mut entry = Entry::new(hub.clock.now(), Kind::Push, &delivery.method);
        entry.team_id = Some(delivery.team_id.clone());
        entry.request = delivery.payload.clone();
        hub.with(|state| {
            state.touch("log");
            state.log.add(entry)
        })
    };
    let answer = tokio::time::timeout(DEADLINE, post(hub, url, delivery)).await;
    let payload = answer.map_err(|_late| NoAnswer::LATE)??;
    let ms = millis(started);
    note_answer(hub, &delivery.method, &delivery.team_id, seq, payload.clone(), ms);
    Ok(Answer { payload, ms })
}

/// Sends a body of the log once more, or any other one: forms and JSON are told apart as Slack's
/// own deliveries are. `retry` is which repetition it says it is.
pub async fn again(
    hub: &Hub,
    url: &str,
    method: &str,
    team_id: &str,
    payload: Value,
    retry: Option<usize>,
) -> Result<Answer, NoAnswer> {
    let parcel = if payload["command"].is_string() {
        Parcel::Command
    } else if payload["type"] == json!("event_callback") {
        Parcel::Event
    } else {
        Parcel::Interaction
    };
    let delivery = Delivery {
        parcel,
        method: method.to_owned(),
        team_id: team_id.to_owned(),
        payload,
        retry: retry.map(|attempt| (attempt, "timeout")),
    };
    send(hub, url, &delivery).await
}

/// Asks the address to prove itself, as Slack does before it delivers anything there: with a word
/// that it has to say back. Somebody who is not there yet is asked again.
/// Source: Slack, "url_verification".
pub async fn verify(hub: &Hub, url: &str) {
    /// Between two questions to an address where nobody listens.
    const PAUSE: std::time::Duration = std::time::Duration::from_secs(1);
    let challenge = random_hex();
    let delivery = Delivery {
        parcel: Parcel::Event,
        method: URL_VERIFICATION.to_owned(),
        team_id: String::new(),
        payload: json!({
            "token": VERIFICATION_TOKEN,
            "challenge": challenge,
            "type": URL_VERIFICATION,
        }),
        retry: None,
    };
    while !listens(url).await {
        tokio::time::sleep(PAUSE).await;
    }
    let answer = send(hub, url, &delivery).await;
    let proven = answer.is_ok_and(|answer| said_back(&answer.payload, &challenge));
    hub.with(|state| {
        state.push_proven = Some(proven);
        state.touch("world");
    });
}

const URL_VERIFICATION: &str = "url_verification";

/// As JSON, as a form, or as it is.
fn said_back(answer: &Value, challenge: &str) -> bool {
    let plain = answer["text"].as_str().map(|text| text.trim().trim_start_matches("challenge="));
    answer["challenge"] == json!(challenge) || plain == Some(challenge)
}

/// Whether somebody takes connections there; nothing is asked of them by that.
async fn listens(url: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(url) else { return true };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let port = url.port_or_known_default().unwrap_or_default();
    tokio::net::TcpStream::connect((host, port)).await.is_ok()
}

async fn post(hub: &Hub, url: &str, delivery: &Delivery) -> Result<Value, NoAnswer> {
    let (content_type, body) = body(delivery);
    let timestamp = Clock::real().now().timestamp().to_string();
    let mut request = client(hub)
        .ok_or(NoAnswer::because("unknown_error"))?
        .post(url)
        .header(CONTENT_TYPE, content_type)
        .header("X-Slack-Request-Timestamp", &timestamp)
        .header("X-Slack-Signature", signature(SIGNING_SECRET, &timestamp, &body));
    if let Some((attempt, reason)) = delivery.retry {
        let reason = if reason == NoAnswer::LATE.why { "http_timeout" } else { reason };
        request = request.header("X-Slack-Retry-Num", attempt.to_string());
        request = request.header("X-Slack-Retry-Reason", reason);
    }
    let answer =
        request.body(body).send().await.map_err(|lost| NoAnswer::because(reason(&lost)))?;
    if !answer.status().is_success() {
        let asked = answer.headers().get("X-Slack-No-Retry").is_some_and(|value| value == "1");
        return Err(NoAnswer { never_again: asked, ..NoAnswer::because("http_error") });
    }
    let text = answer.text().await.map_err(|lost| NoAnswer::because(reason(&lost)))?;
    Ok(acknowledgement(&text))
}

/// Slack's word for what went wrong. Source: Slack, "The Events API", "Retries".
fn reason(lost: &reqwest::Error) -> &'static str {
    if lost.is_redirect() {
        "too_many_redirects"
    } else if lost.is_connect() {
        "connection_failed"
    } else {
        "unknown_error"
    }
}

/// Slack takes an empty body as a bare acknowledgement and plain text as a message.
fn acknowledgement(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(json) => json,
        Err(_) if text.trim().is_empty() => json!({}),
        Err(_) => json!({ "text": text }),
    }
}

/// Interactions and commands are forms, events are JSON.
fn body(delivery: &Delivery) -> (&'static str, String) {
    const FORM: &str = "application/x-www-form-urlencoded";
    match delivery.parcel {
        Parcel::Event => ("application/json", delivery.payload.to_string()),
        Parcel::Interaction => {
            (FORM, form(std::iter::once(("payload", delivery.payload.to_string()))))
        }
        Parcel::Command => {
            let fields = delivery.payload.as_object().into_iter().flatten();
            let fields = fields.map(|(key, value)| {
                (key.as_str(), value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            });
            (FORM, form(fields))
        }
    }
}

/// `key=value&…`, escaped.
fn form<'a>(fields: impl Iterator<Item = (&'a str, String)>) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// `v0=` and the HMAC over version, time and body.
fn signature(secret: &str, timestamp: &str, body: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new(); // HMAC takes keys of every length.
    };
    mac.update(format!("v0:{timestamp}:{body}").as_bytes());
    format!("v0={}", hex::encode(mac.finalize().into_bytes()))
}

/// Redirects that are followed. Source: Slack, "The Events API".
const REDIRECTS: usize = 2;

/// The HTTP client, made at the first push.
pub fn client(hub: &Hub) -> Option<&reqwest::Client> {
    if let Some(client) = hub.http.get() {
        return Some(client);
    }
    // The second caller in a process finds a provider installed; that is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::limited(REDIRECTS))
        .build()
        .ok()?;
    Some(hub.http.get_or_init(|| client))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_the_one_of_slacks_own_example() {
        // Source: Slack, "Verifying requests from Slack".
        let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        let signed = signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body);
        assert_eq!(signed, "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
    }

    #[test]
    fn a_form_escapes_what_would_break_it() {
        let fields = [("text", "a b&c=ü".to_owned()), ("command", "/refer".to_owned())];
        assert_eq!(form(fields.into_iter()), "text=a+b%26c%3D%C3%BC&command=%2Frefer");
    }
}
