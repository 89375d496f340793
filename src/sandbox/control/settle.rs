//! `POST settle`: waits until nothing moves any more.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::json;

use super::turn::{advance_and_run, later, span};
use super::{Malformed, Reply, body};
use crate::sandbox::Waiting;
use crate::sandbox::hub::Hub;

/// How often one looks; the waiting itself is for things that take milliseconds.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// How long one call may wait.
const LONGEST_MS: u64 = 3_600_000;

#[derive(Deserialize)]
struct Settle {
    #[serde(default = "five_seconds")]
    timeout_ms: u64,
    #[serde(default = "three_hundred_ms")]
    quiet_ms: u64,
    within: Option<String>,
}

fn five_seconds() -> u64 {
    5000
}

fn three_hundred_ms() -> u64 {
    300
}

/// `POST settle`.
pub async fn serve(State(hub): State<Arc<Hub>>, bytes: Bytes) -> Reply {
    let wanted: Settle = body(&bytes)?;
    let within = wanted.within.as_deref().map(span).transpose()?.unwrap_or(TimeDelta::zero());
    let horizon = later(hub.clock.now(), within)?;
    if wanted.timeout_ms > LONGEST_MS {
        let sentence = format!("timeout_ms is {LONGEST_MS} at most; ask again after that.");
        return Err(Malformed::new("bad_request", sentence));
    }
    let deadline = Instant::now() + Duration::from_millis(wanted.timeout_ms);
    let quiet = Duration::from_millis(wanted.quiet_ms);
    let settled = loop {
        // Quiet before the bot is asked, too: what came in while it was counting may be in none of
        // its numbers.
        let calm = is_calm(&hub, quiet);
        let waiting = probed(&hub).await;
        if calm && is_calm(&hub, quiet) && is_done(waiting.as_ref()) {
            match due_within(waiting.as_ref(), horizon, hub.clock.now()) {
                Some(due) => advance_and_run(&hub, due).await,
                None => break true,
            }
        }
        if Instant::now() >= deadline {
            break false;
        }
        if let Some(free) = paced(waiting.as_ref(), hub.clock.now()) {
            advance_and_run(&hub, free).await;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    };
    let waiting = probed(&hub).await;
    Ok(Json(json!({
        "ok": true,
        "settled": settled,
        "waiting": {
            "deliveries": hub.lock().open_deliveries,
            "inbox": waiting.as_ref().map(|waiting| waiting.inbox),
            "outbox": waiting.as_ref().map(|waiting| waiting.outbox),
        },
    })))
}

/// What the bot of the one-process start still has to do; none when the bot is elsewhere.
pub async fn probed(hub: &Hub) -> Option<Waiting> {
    match hub.probe.get() {
        Some(probe) => Some(probe.waiting().await),
        None => None,
    }
}

fn is_calm(hub: &Hub, quiet: Duration) -> bool {
    let state = hub.lock();
    let silent = state.last_call.is_none_or(|last| last.elapsed() >= quiet);
    silent && state.open_deliveries == 0 && state.open_calls == 0
}

fn is_done(waiting: Option<&Waiting>) -> bool {
    waiting.is_none_or(|waiting| waiting.inbox == 0 && waiting.outbox == 0)
}

/// Where only pacing holds a message back, the clock is moved on to when it may go.
fn paced(waiting: Option<&Waiting>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let waiting = waiting?;
    waiting.paced_until.filter(|free| waiting.outbox > 0 && *free > now)
}

/// A timer that is to be brought forward.
fn due_within(
    waiting: Option<&Waiting>,
    horizon: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    // What is due already runs by itself and is no reason to wait here for ever.
    waiting?.next_timer.filter(|due| *due <= horizon && *due > now)
}
