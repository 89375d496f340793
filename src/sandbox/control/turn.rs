//! Turning the world: clock, faults, repeated and raw deliveries, cut connections.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::look::clock_of;
use super::settle::probed;
use super::{Malformed, Reply, body, refused};
use crate::sandbox::deliver::{self, push};
use crate::sandbox::discord::push::Signed;
use crate::sandbox::discord::{gateway, person};
use crate::sandbox::hub::{Fault, Hub};
use crate::sandbox::log::Kind;
use crate::sandbox::socket;
use crate::sandbox::webapi::schedule;

/// Years that the clock can show.
const YEARS: RangeInclusive<i32> = 1970..=9000;

/// Steps one turn of the clock may take: a timer that never moves on must not hang the caller.
const STEPS_MAX: usize = 10_000;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Turn {
    Advance(String),
    Set(DateTime<Utc>),
}

/// `POST clock`.
pub async fn clock(State(hub): State<Arc<Hub>>, bytes: Bytes) -> Reply {
    let now = hub.clock.now();
    let target = match body(&bytes)? {
        Turn::Advance(text) => later(now, span(&text)?)?,
        Turn::Set(time) => shown(time)?,
    };
    if target < now {
        hub.clock.set(target);
    } else {
        pass_timers(&hub, target).await;
        advance_and_run(&hub, target).await;
    }
    hub.with(|state| state.touch("clock"));
    let mut answer = clock_of(&hub);
    answer["ok"] = json!(true);
    Ok(Json(answer))
}

/// Stops at every timer between now and `target`, in order, and lets it run.
async fn pass_timers(hub: &Arc<Hub>, target: DateTime<Utc>) {
    let mut last = None;
    for _ in 0..STEPS_MAX {
        let Some(due) = next_timer(hub).await.filter(|due| *due <= target) else { return };
        if last == Some(due) && due <= hub.clock.now() {
            // It ran and is still there: a retry that waits for an answer, or a timer that keeps
            // coming back. It does not get later by waiting here.
            return;
        }
        last = Some(due);
        advance_and_run(hub, due).await;
    }
}

/// The earliest time at which something happens: at the bot, an event's repetition, a scheduled
/// message.
async fn next_timer(hub: &Hub) -> Option<DateTime<Utc>> {
    let waiting = probed(hub).await.unwrap_or_default();
    let paced = waiting.paced_until.filter(|_| waiting.outbox > 0);
    let state = hub.lock();
    let retry = state.retries.values().min().copied();
    let post = state.world.next_scheduled().and_then(|at| DateTime::from_timestamp(at, 0));
    [waiting.next_timer, paced, retry, post].into_iter().flatten().min()
}

/// Moves the clock on to `time`, runs what is due, and waits for repeated events on their way.
pub async fn advance_and_run(hub: &Arc<Hub>, time: DateTime<Utc>) {
    let repeats = repeated_by(hub, time);
    hub.clock.advance_to(time);
    hub.with(|state| state.touch("clock"));
    schedule::post_due(hub);
    if let Some(probe) = hub.probe.get() {
        probe.run_due().await;
    }
    for _ in 0..200 {
        if !repeats || !repeating(hub) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn repeated_by(hub: &Hub, time: DateTime<Utc>) -> bool {
    hub.lock().retries.values().any(|due| *due <= time)
}

/// Whether an event's repetition is still to go out, or it is not known yet whether another follows.
fn repeating(hub: &Hub) -> bool {
    let under_way = {
        let state = hub.lock();
        state.open_deliveries > state.retries.len()
    };
    under_way || repeated_by(hub, hub.clock.now())
}

/// The time this much after `now`.
pub fn later(now: DateTime<Utc>, span: TimeDelta) -> Result<DateTime<Utc>, Malformed> {
    now.checked_add_signed(span).ok_or_else(too_far).and_then(shown)
}

/// A time that the clock can show: whoever reckons from it, in months or years, stays within what a
/// time can be.
fn shown(time: DateTime<Utc>) -> Result<DateTime<Utc>, Malformed> {
    YEARS.contains(&time.year()).then_some(time).ok_or_else(too_far)
}

fn too_far() -> Malformed {
    let (first, last) = (YEARS.start(), YEARS.end());
    Malformed::new("bad_request", format!("The clock goes from the year {first} to {last}."))
}

/// "90d", "10m", "45s", "12h".
pub fn span(text: &str) -> Result<TimeDelta, Malformed> {
    let wrong = || {
        let sentence = format!("A span is a number and s, m, h or d, like 90d; found {text}.");
        Malformed::new("bad_request", sentence)
    };
    let text = text.trim();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let number: i64 =
        text.get(..text.len() - unit.len_utf8()).and_then(|n| n.parse().ok()).ok_or_else(wrong)?;
    let seconds = match unit {
        's' => Some(number),
        'm' => number.checked_mul(60),
        'h' => number.checked_mul(3_600),
        'd' => number.checked_mul(86_400),
        _ => None,
    };
    seconds.filter(|span| *span >= 0).and_then(TimeDelta::try_seconds).ok_or_else(wrong)
}

#[derive(Deserialize)]
struct NewFault {
    method: String,
    channel: Option<String>,
    #[serde(default = "once")]
    times: u64,
    error: Option<String>,
    retry_after: Option<u64>,
    delay_ms: Option<u64>,
    #[serde(default)]
    drop_reply: bool,
    #[serde(default)]
    cut: bool,
    http_status: Option<u16>,
    /// Discord only: the number of an error, the wait in milliseconds, whose limit it is.
    code: Option<u64>,
    retry_after_ms: Option<i64>,
    scope: Option<String>,
}

fn once() -> u64 {
    1
}

/// `POST faults`.
pub async fn faults(State(hub): State<Arc<Hub>>, bytes: Bytes) -> Reply {
    let new: NewFault = body(&bytes)?;
    if new.times == 0 {
        return Err(Malformed::new("bad_request", "times counts from 1."));
    }
    hub.lock().faults.push(Fault {
        method: new.method,
        channel: new.channel,
        times: new.times,
        error: new.error.or(new.code.map(|code| code.to_string())),
        retry_after: new.retry_after,
        retry_after_ms: new.retry_after_ms,
        scope: new.scope,
        delay_ms: new.delay_ms,
        drop_reply: new.drop_reply,
        cut: new.cut,
        http_status: new.http_status,
    });
    Ok(Json(json!({ "ok": true })))
}

/// `DELETE faults`.
pub async fn clear_faults(State(hub): State<Arc<Hub>>) -> Json<Value> {
    hub.lock().faults.clear();
    Json(json!({ "ok": true }))
}

#[derive(Deserialize)]
struct Limits {
    tiers: bool,
}

/// `POST limits`: whether every method has its tier's limit.
pub async fn limits(State(hub): State<Arc<Hub>>, bytes: Bytes) -> Reply {
    let Limits { tiers } = body(&bytes)?;
    hub.lock().tiers = tiers;
    Ok(Json(json!({ "ok": true, "tiers": tiers })))
}

#[derive(Deserialize)]
struct Deliveries {
    copies: Option<usize>,
    hold: Option<BTreeSet<String>>,
    #[serde(default)]
    release: bool,
}

/// Copies of one delivery that go out at the same time at most; Slack has ten sockets for an app.
const COPIES_MAX: usize = 10;

/// `POST deliveries`: how deliveries go out from now on.
pub async fn deliveries(State(hub): State<Arc<Hub>>, bytes: Bytes) -> Reply {
    let wanted: Deliveries = body(&bytes)?;
    if wanted.copies.is_some_and(|copies| !(1..=COPIES_MAX).contains(&copies)) {
        return Err(Malformed::new("bad_request", "copies counts from 1 to 10."));
    }
    {
        let manner = &mut hub.lock().manner;
        manner.further_copies = wanted.copies.map_or(manner.further_copies, |copies| copies - 1);
        manner.hold.extend(wanted.hold.into_iter().flatten());
    }
    let released = if wanted.release { deliver::release(&hub) } else { 0 };
    let held = hub.lock().manner.held.len();
    Ok(Json(json!({ "ok": true, "held": held, "released": released })))
}

#[derive(Deserialize)]
struct Again {
    #[serde(flatten)]
    what: What,
    /// Which repetition it says it is.
    retry: Option<usize>,
    /// Of a raw frame: where it goes.
    platform: Option<String>,
    /// Discord by HTTP only: how it is signed.
    #[serde(default)]
    signed: Signed,
}

const DISCORD: &str = "discord";

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    DuplicateOf(u64),
    Raw(Value),
}

/// `POST deliver`.
pub async fn deliver_again(State(hub): State<Arc<Hub>>, bytes: Bytes) -> Reply {
    let Again { what, retry, platform, signed } = body(&bytes)?;
    let discord = platform.as_deref() == Some(DISCORD);
    let (kind, method, team_id, mut parcel) = match what {
        What::Raw(frame) => {
            if discord {
                let seq = hub.with(|state| gateway::send_raw(&hub, state, &frame));
                return Ok(Json(json!({ "ok": true, "seq": seq })));
            }
            let kind = if hub.push.is_some() { Kind::Push } else { Kind::Event };
            (kind, "raw".to_owned(), String::new(), frame)
        }
        What::DuplicateOf(seq) => {
            let found = hub.lock().log.find(seq).cloned();
            let delivery = |kind| kind == Kind::Event || kind == Kind::Push;
            let Some(entry) = found.filter(|entry| delivery(entry.kind)) else {
                let sentence = format!("The log has no delivery {seq}.");
                return Err(Malformed::new("no_such_delivery", sentence));
            };
            if entry.platform == Some(DISCORD) {
                return person::again(&hub, &entry, signed).await;
            }
            (entry.kind, entry.method, entry.team_id.unwrap_or_default(), entry.request)
        }
    };
    if let (Kind::Event, Some(retry)) = (kind, retry) {
        parcel["retry_attempt"] = json!(retry);
        parcel["retry_reason"] = json!("timeout");
    }
    hub.lock().open_deliveries += 1;
    let result = match (&hub.push, kind) {
        (Some(url), Kind::Push) => push::again(&hub, url, &method, &team_id, parcel, retry).await,
        _ => deliver::over_socket(&hub, &method, &team_id, &parcel).await,
    };
    hub.lock().open_deliveries -= 1;
    Ok(Json(match result {
        Ok(answer) => json!({ "ok": true, "acked_ms": answer.ms, "answer": answer.payload }),
        Err(_silent) => refused("timeout"),
    }))
}

#[derive(Deserialize)]
struct Connections {
    #[serde(default)]
    drop: bool,
    #[serde(default)]
    warn: bool,
}

/// `POST connections`.
pub async fn connections(State(hub): State<Arc<Hub>>, bytes: Bytes) -> Reply {
    let about: Value = body(&bytes)?;
    if about["platform"] == DISCORD {
        return person::connections(&hub, about).await;
    }
    let wanted: Connections = body(&bytes)?;
    if wanted.warn {
        socket::warn_all(&hub);
    }
    if wanted.drop {
        socket::cut_all(&hub);
    }
    Ok(Json(json!({ "ok": true })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_number_and_a_unit() {
        let days = |text: &str| span(text).ok().map(|span| span.num_seconds());
        assert_eq!(days("90d"), Some(90 * 86_400));
        assert_eq!(days("10m"), Some(600));
        assert_eq!(days("45s"), Some(45));
        assert_eq!(days("2h"), Some(7_200));
        for wrong in ["", "d", "5", "5w", "-1d", "5é", "99999999999999999d"] {
            assert_eq!(days(wrong), None, "{wrong}");
        }
    }
}
