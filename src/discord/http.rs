//! Discord's deliveries by HTTP: one address, for interactions alone.
//!
//! A request is Discord's when its signature over time and raw body is, and the time is not far
//! from ours; Discord sends wrong ones on purpose, now and then, and takes the address away when one
//! is not refused. The answer goes by a call of its own, as over the Gateway; 202 says that it has.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::post;
use chrono::{DateTime, TimeDelta};
use metrics::counter;
use serde_json::json;
use serenity::all::Verifier;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use super::decode::{self, Kind};
use super::{Discord, answer};
use crate::chat::Intake;

/// Where deliveries by HTTP arrive.
pub const DELIVERIES: &str = "/discord/interactions";
/// Bytes of a delivery: a form holds 20,000 characters.
const BODY_MAX: usize = 1 << 20;
/// Bodies that may be read at the same time.
const AT_ONCE: usize = 32;
/// How long a body may take. Discord waits 3 s for the answer.
const READ_LIMIT: Duration = Duration::from_secs(3);
/// How far the time of a request may be from ours.
const DRIFT: TimeDelta = TimeDelta::minutes(5);

#[derive(Clone)]
struct Door {
    discord: Arc<Discord>,
    intake: Arc<dyn Intake>,
    key: Verifier,
    room: Arc<Semaphore>,
}

/// The application's public key as Discord shows it: 64 hex digits that are a point of the curve.
fn key(text: &str) -> Option<Verifier> {
    let bytes: [u8; 32] = hex::decode(text).ok()?.try_into().ok()?;
    Verifier::try_new(bytes).ok()
}

/// Whether a text is a public key.
#[must_use]
pub fn is_key(text: &str) -> bool {
    key(text).is_some()
}

impl Discord {
    /// The route `POST /discord/interactions`; none without a public key.
    #[must_use]
    pub fn router(self: &Arc<Self>, intake: Arc<dyn Intake>) -> Option<Router> {
        let key = key(self.settings.public_key.as_ref()?)?;
        let room = Arc::new(Semaphore::new(AT_ONCE));
        let door = Door { discord: self.clone(), intake, key, room };
        Some(Router::new().route(DELIVERIES, post(take)).with_state(door))
    }
}

async fn take(State(door): State<Door>, headers: HeaderMap, body: Body) -> Response {
    let received = Instant::now();
    let Ok(_held) = Arc::clone(&door.room).try_acquire_owned() else {
        counter!("vouch_refusals_total", "reason" => "no_room").increment(1);
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let body = match timeout(READ_LIMIT, to_bytes(body, BODY_MAX)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    if !door.is_discords(&headers, &body) {
        return refused();
    }
    let Ok(body) = std::str::from_utf8(&body) else { return refused() };
    let Door { discord, intake, .. } = door;
    let delivery = decode::delivery(body, &discord.settings.guild, intake.now());
    let Some(delivery) = delivery else { return StatusCode::BAD_REQUEST.into_response() };
    if delivery.kind == Kind::Ping {
        return Json(json!({ "type": 1 })).into_response();
    }
    let tasks = discord.tasks.clone();
    let work = async move { answer::handle(&discord, &intake, delivery, received).await };
    match tasks.spawn(work).await {
        Ok(true) => StatusCode::ACCEPTED.into_response(),
        Ok(false) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        // A panic: nothing is known to be kept.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

impl Door {
    /// Whether time and body are signed with the application's key, and the time is near.
    fn is_discords(&self, headers: &HeaderMap, body: &[u8]) -> bool {
        let signature = only(headers, "x-signature-ed25519");
        let Some((signature, moment)) = signature.zip(only(headers, "x-signature-timestamp"))
        else {
            return false;
        };
        self.is_near(moment) && self.key.verify(signature, moment, body).is_ok()
    }

    /// Signatures carry real time, whatever our clock was set to.
    fn is_near(&self, moment: &str) -> bool {
        let clock = &self.discord.settings.clock;
        let digits = moment.len() <= 12 && moment.bytes().all(|byte| byte.is_ascii_digit());
        let signed = moment.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        let now = clock.now() - clock.offset();
        digits && signed.is_some_and(|signed| (now - signed).abs() <= DRIFT)
    }
}

/// A header that stands there once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

fn refused() -> Response {
    counter!("vouch_refusals_total", "reason" => "signature").increment(1);
    tracing::warn!("a delivery without Discord's signature was refused");
    StatusCode::UNAUTHORIZED.into_response()
}
