//! Slack's deliveries by HTTP: one address for events, interactions and commands.
//!
//! A request is Slack's when the signature over its raw body is ([`Signature`]). Who is refused
//! learns nothing. What was taken is worked on in a task of its own: the peer may hang up.
//!
//! Whoever can reach the address can send bodies, so what is read and not yet answered has a bound
//! over all connections; beyond it the answer is 503 at once, as it is when the intake has no room.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::post;
use http_body_util::BodyExt;
use metrics::counter;
use serde_json::{Value, json};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

use super::signature::Signature;
use super::{Slack, answer};
use crate::chat::Intake;

/// Bytes of a delivery. A view with all it may hold has 250 KB.
const BODY_MAX: usize = 1 << 20;
/// Bytes of all bodies that may be read and not yet answered.
const ROOM: usize = 32 << 20;
/// How long a body may take. Slack waits 3 s for the answer, so a later one helps nobody.
const READ_LIMIT: Duration = Duration::from_secs(3);

#[derive(Clone)]
struct Door {
    slack: Arc<Slack>,
    intake: Arc<dyn Intake>,
    signature: Signature,
    room: Arc<Semaphore>,
}

impl Slack {
    /// The route `POST /slack/events`; none without a signing secret.
    #[must_use]
    pub fn router(self: &Arc<Self>, intake: Arc<dyn Intake>) -> Option<Router> {
        let signature = Signature::new(self.settings.signing_secret.as_ref()?);
        let room = Arc::new(Semaphore::new(ROOM));
        let door = Door { slack: self.clone(), intake, signature, room };
        Some(Router::new().route(super::DELIVERIES, post(take)).with_state(door))
    }
}

async fn take(State(door): State<Door>, headers: HeaderMap, body: Body) -> Response {
    let received = Instant::now();
    let read = timeout(READ_LIMIT, read(&door.room, body)).await;
    let Read { body, held } = match read.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT)) {
        Ok(read) => read,
        Err(status) => return status.into_response(),
    };
    let Ok(body) = String::from_utf8(body) else { return refused() };
    if !door.signature.stands(&headers, &body) {
        let check = is_certificate_check(&body);
        return if check { StatusCode::OK.into_response() } else { refused() };
    }
    if let Some(challenge) = challenge(&body) {
        return Json(json!({ "challenge": challenge })).into_response();
    }
    let Door { slack, intake, .. } = door;
    let work = answer::handle(slack.clone(), intake, body, received);
    let work = async move {
        let _held = held;
        work.await
    };
    match slack.tasks.spawn(work).await {
        Ok(Ok(Some(payload))) => Json(payload).into_response(),
        Ok(Ok(None)) => StatusCode::OK.into_response(),
        Ok(Err(answer::NotTaken { .. })) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        // A panic: nothing is known to be kept, so nothing is acknowledged.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A body, with its share of the room.
struct Read {
    body: Vec<u8>,
    held: Option<OwnedSemaphorePermit>,
}

/// Reads a body as far as there is room. Room is taken as bytes come, not as they are announced:
/// or a few idle connections would take all of it.
async fn read(room: &Arc<Semaphore>, mut body: Body) -> Result<Read, StatusCode> {
    if body.size_hint().lower() > BODY_MAX as u64 {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let mut read = Read { body: Vec::new(), held: None };
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
        // Trailers are nothing of ours.
        let Ok(bytes) = frame.into_data() else { continue };
        let Some(more) = room_for(room, bytes.len()) else { return Err(no_room()) };
        match &mut read.held {
            Some(held) => held.merge(more),
            None => read.held = Some(more),
        }
        read.body.extend_from_slice(&bytes);
        if read.body.len() > BODY_MAX {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
    }
    Ok(read)
}

fn room_for(room: &Arc<Semaphore>, bytes: usize) -> Option<OwnedSemaphorePermit> {
    Arc::clone(room).try_acquire_many_owned(u32::try_from(bytes).ok()?).ok()
}

fn no_room() -> StatusCode {
    counter!("vouch_refusals_total", "reason" => "no_room").increment(1);
    StatusCode::SERVICE_UNAVAILABLE
}

fn refused() -> Response {
    counter!("vouch_refusals_total", "reason" => "signature").increment(1);
    tracing::warn!("a delivery without Slack's signature was refused");
    StatusCode::UNAUTHORIZED.into_response()
}

/// Slack looks now and then whether our certificate is good, without signing that. It has no
/// effect. Asked only of what is not signed: a signed body may hold the same words, typed by
/// somebody. Source: Slack, "Slash commands", "SSL checks".
fn is_certificate_check(body: &str) -> bool {
    form_urlencoded::parse(body.as_bytes()).any(|(name, value)| name == "ssl_check" && value == "1")
}

/// What Slack asks when the address is entered on the app's page, and wants back.
fn challenge(body: &str) -> Option<String> {
    let body: Value = serde_json::from_str(body).ok()?;
    let asked = body["type"] == "url_verification";
    asked.then(|| body["challenge"].as_str().unwrap_or_default().to_owned())
}
