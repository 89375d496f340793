//! Slack's deliveries by HTTP: one address for events, interactions and commands.
//!
//! A request is Slack's when the signature over its raw body is ([`Signature`]). Who is refused
//! learns nothing. What was taken is worked on in a task of its own: the peer may hang up.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::post;
use metrics::counter;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::signature::Signature;
use super::{Slack, answer};
use crate::chat::Intake;

/// Bytes of a delivery. A view with all it may hold has 250 KB.
const BODY_MAX: usize = 1 << 20;

#[derive(Clone)]
struct Door {
    slack: Arc<Slack>,
    intake: Arc<dyn Intake>,
    signature: Signature,
}

impl Slack {
    /// The route `POST /slack/events`; none without a signing secret.
    #[must_use]
    pub fn router(self: &Arc<Self>, intake: Arc<dyn Intake>) -> Option<Router> {
        let signature = Signature::new(self.settings.signing_secret.as_ref()?);
        let door = Door { slack: self.clone(), intake, signature };
        let limit = DefaultBodyLimit::max(BODY_MAX);
        Some(Router::new().route(super::DELIVERIES, post(take)).layer(limit).with_state(door))
    }
}

async fn take(State(door): State<Door>, headers: HeaderMap, body: Bytes) -> Response {
    let received = Instant::now();
    let Ok(body) = std::str::from_utf8(&body) else { return refused() };
    if !door.signature.stands(&headers, body) {
        let check = is_certificate_check(body);
        return if check { StatusCode::OK.into_response() } else { refused() };
    }
    if let Some(challenge) = challenge(body) {
        return Json(json!({ "challenge": challenge })).into_response();
    }
    let Door { slack, intake, .. } = door;
    let work = answer::handle(slack.clone(), intake, body.to_owned(), received);
    match slack.tasks.spawn(work).await {
        Ok(Ok(Some(payload))) => Json(payload).into_response(),
        Ok(Ok(None)) => StatusCode::OK.into_response(),
        Ok(Err(answer::NotTaken)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        // A panic: nothing is known to be kept, so nothing is acknowledged.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
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
