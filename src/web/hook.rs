//! `POST /hooks/crm`: what a CRM says of accounts, signed with a secret that it shares with us.
//!
//! The signature covers time and body, and is compared in constant time. Who is refused learns
//! nothing. Without a secret there is no such address.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::post;
use hmac::{Hmac, KeyInit as _, Mac as _};
use metrics::counter;
use serde_json::json;
use sha2::Sha256;
use tokio::sync::Semaphore;

use super::{only, read};
use crate::app::App;
use crate::app::accounts::crm::NotTaken;
use crate::clock::Clock;
use crate::secret::Secret;
use crate::store::accounts::hook::Taken;
use crate::store::accounts::put::Put;

/// Where a CRM sends its events.
pub const EVENTS: &str = "/hooks/crm";

const TIMESTAMP: &str = "x-vouch-timestamp";
const SIGNATURE: &str = "x-vouch-signature";
/// Bytes of an event.
const BODY_MAX: usize = 1 << 20;
/// Events that are read or taken at once, over all connections.
const AT_ONCE: usize = 16;
/// Seconds by which a signature's time may differ from ours, either way.
const APART: u64 = 300;
/// Digits of a time in seconds: those of any day that matters have ten.
const MOMENT_MAX: usize = 12;

/// The address, and what it has to know.
#[derive(Clone)]
pub struct Hook {
    app: App,
    secrets: Arc<[Secret]>,
    room: Arc<Semaphore>,
}

impl Hook {
    /// None without a secret. While it is changed there are two.
    #[must_use]
    pub fn new(app: App, secrets: Vec<Secret>) -> Option<Self> {
        let room = Arc::new(Semaphore::new(AT_ONCE));
        (!secrets.is_empty()).then(|| Self { app, secrets: secrets.into(), room })
    }

    /// The route `POST /hooks/crm`.
    pub fn router(self) -> Router {
        Router::new().route(EVENTS, post(take)).with_state(self)
    }
}

async fn take(State(hook): State<Hook>, request: Request) -> Response {
    let Ok(_room) = hook.room.try_acquire() else { return refused("no_room") };
    let (head, body) = request.into_parts();
    let body = match read(body, BODY_MAX).await {
        Ok(body) => body,
        Err(status) => return status.into_response(),
    };
    if !stands(&hook.secrets, &head.headers, &body, Clock::real().now().timestamp()) {
        return refused("signature");
    }
    let app = hook.app.clone();
    // In a task of its own: the peer may hang up.
    let taken = tokio::spawn(async move { app.take_crm_event(&body).await }).await;
    match taken {
        Ok(taken) => answer(taken),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Whether `body` and the time in `headers` are signed with one of the secrets, and that time is
/// near `now`, in seconds.
fn stands(secrets: &[Secret], headers: &HeaderMap, body: &str, now: i64) -> bool {
    let moment = only(headers, TIMESTAMP).filter(|text| is_moment(text));
    let signature = only(headers, SIGNATURE)
        .and_then(|text| text.strip_prefix("v1="))
        .and_then(|digits| hex::decode(digits).ok());
    let (Some(moment), Some(signature)) = (moment, signature) else { return false };
    let near = moment.parse::<i64>().is_ok_and(|at| at.abs_diff(now) <= APART);
    // Every secret is tried, so that the time says nothing about which of them it was.
    let signed = secrets.iter().fold(false, |signed, secret| {
        signed | signing(secret, moment, body).verify_slice(&signature).is_ok()
    });
    near && signed
}

fn signing(secret: &Secret, moment: &str, body: &str) -> Hmac<Sha256> {
    let mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes())
        .expect("a key of any length is a key of HMAC");
    mac.chain_update(moment).chain_update(".").chain_update(body)
}

fn is_moment(text: &str) -> bool {
    (1..=MOMENT_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn refused(reason: &'static str) -> Response {
    counter!("vouch_refusals_total", "reason" => reason).increment(1);
    if reason == "no_room" {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    tracing::warn!("an event without a CRM's signature was refused");
    StatusCode::UNAUTHORIZED.into_response()
}

fn answer(taken: Result<Taken, NotTaken>) -> Response {
    let wrong = |status: StatusCode, sentence: String| {
        (status, Json(json!({ "error": sentence }))).into_response()
    };
    match taken {
        Ok(Taken::Before) => Json(json!({ "result": ["repeated"] })).into_response(),
        Ok(Taken::Now(became)) if became.contains(&Put::Nameless) => {
            let sentence = "Nothing was known of this account, and the event does not name it.";
            wrong(StatusCode::UNPROCESSABLE_ENTITY, sentence.to_owned())
        }
        Ok(Taken::Now(became)) => {
            let words: Vec<&str> = became.into_iter().map(word).collect();
            Json(json!({ "result": words })).into_response()
        }
        Err(why @ (NotTaken::NoEvent(_) | NotTaken::Unfit(_))) => {
            wrong(StatusCode::UNPROCESSABLE_ENTITY, why.to_string())
        }
        Err(NotTaken::Store(error)) => {
            tracing::error!(%error, "an event of a CRM was not saved");
            wrong(
                StatusCode::SERVICE_UNAVAILABLE,
                "The event was not saved. Send it again.".to_owned(),
            )
        }
    }
}

const fn word(put: Put) -> &'static str {
    match put {
        Put::New => "new",
        Put::Changed => "changed",
        Put::Same => "same",
        Put::Older => "older",
        Put::Nameless => "nameless",
        Put::Taken => "taken",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_772_478_000;
    const BODY: &str = r#"{"id":"evt_1","at":"2026-03-02T19:00:00Z","account":{"id":"001","name":"Acme","kind":"customer","domains":["acme.example"]}}"#;
    /// As docs/accounts.md has it.
    const SIGNED: &str = "v1=6eb44675442b115f5479cbe66d740110fe1089519bd0cd1981563498db8b2a6a";

    fn secrets(all: &[&str]) -> Vec<Secret> {
        all.iter().map(|one| Secret::new((*one).to_owned())).collect()
    }

    fn headers(moment: &str, signature: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(TIMESTAMP, moment.parse().unwrap());
        headers.insert(SIGNATURE, signature.parse().unwrap());
        headers
    }

    /// The other vector of docs/accounts.md: a deal that was won.
    const WON: &str = r#"{"id":"evt_2","at":"2026-03-02T19:00:00Z","account":{"id":"001","name":"Acme","domains":["acme.example"]},"opportunity":{"id":"006","stage":"closed_won","amount":{"minor":1250000,"currency":"EUR"},"closed":"2026-03-02"}}"#;
    const WON_SIGNED: &str = "v1=3fbd60467914af22aa52c3c3f2679500f784b0818dde8b53dd79ff3543f1c240";

    #[test]
    fn both_vectors_stand_in_the_docs_and_are_right() {
        let docs = include_str!("../../docs/accounts.md");
        for (body, signed) in [(BODY, SIGNED), (WON, WON_SIGNED)] {
            assert!(docs.contains(body) && docs.contains(signed), "{body}");
            let headers = headers(&NOW.to_string(), signed);
            assert!(stands(&secrets(&["a-secret-for-the-docs"]), &headers, body, NOW), "{body}");
        }
    }

    #[test]
    fn the_documented_signature_is_right_and_every_other_is_not() {
        const OURS: &str = "a-secret-for-the-docs";
        let moment = NOW.to_string();
        let right = headers(&moment, SIGNED);
        let mut twice = right.clone();
        twice.append(SIGNATURE, SIGNED.parse().unwrap());
        let cut = &SIGNED[..SIGNED.len() - 2];
        let upper = SIGNED.to_uppercase().replacen("V1", "v1", 1);
        #[rustfmt::skip]
        let table = [
            // secrets                headers                          body   now        stands
            (vec![OURS],              right.clone(),                   BODY,  NOW,       true),
            (vec!["another", OURS],   right.clone(),                   BODY,  NOW,       true),
            (vec![OURS],              headers(&moment, &upper),        BODY,  NOW,       true),
            (vec![OURS],              right.clone(),                   BODY,  NOW + 300, true),
            (vec![OURS],              right.clone(),                   BODY,  NOW - 300, true),
            (vec![OURS],              right.clone(),                   BODY,  NOW + 301, false),
            (vec![OURS],              right.clone(),                   BODY,  NOW - 301, false),
            (vec!["another"],         right.clone(),                   BODY,  NOW,       false),
            (vec![OURS],              right.clone(),                   "{}",  NOW,       false),
            (vec![OURS],              headers("1772478001", SIGNED),   BODY,  NOW,       false),
            (vec![OURS],              headers("+1772478000", SIGNED),  BODY,  NOW,       false),
            (vec![OURS],              headers("", SIGNED),             BODY,  NOW,       false),
            (vec![OURS],              headers(&moment, cut),           BODY,  NOW,       false),
            (vec![OURS],              headers(&moment, &SIGNED[3..]),  BODY,  NOW,       false),
            (vec![OURS],              headers(&moment, "v1="),         BODY,  NOW,       false),
            (vec![OURS],              twice,                           BODY,  NOW,       false),
            (vec![OURS],              HeaderMap::new(),                BODY,  NOW,       false),
        ];
        for (at, (known, headers, body, now, expected)) in table.into_iter().enumerate() {
            assert_eq!(stands(&secrets(&known), &headers, body, now), expected, "row {at}");
        }
    }
}
