//! Takes commands, interactions and events to the bot and brings back its acknowledgement.
//!
//! Over a socket or, with `--push`, by signed HTTP. Interactions and commands are tried once: the
//! person tries again. Events are repeated after 1, 60 and 300 seconds of the world's clock.
//! [`Manner`] makes it worse on request: several copies at once, or late.

pub mod event;
pub mod payload;
pub mod push;
pub mod suggestion;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::hub::Hub;
use super::log::{Entry, Kind};
use super::socket;

/// How long a bot has to acknowledge, in real time. Source: Slack, "Handling user interaction".
pub const DEADLINE: Duration = Duration::from_secs(3);

/// When an event that was not acknowledged comes again, in seconds.
/// Source: Slack documents the three retries of HTTP; for sockets we chose the same.
const RETRIES: [i64; 3] = [1, 60, 300];

/// What is delivered; it decides the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parcel {
    Interaction,
    Command,
    Event,
}

/// One delivery.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub parcel: Parcel,
    /// The log's name for it: the command, the interaction's or the event's type.
    pub method: String,
    pub team_id: String,
    pub payload: Value,
    /// Which repetition this is, and why.
    pub retry: Option<(usize, &'static str)>,
}

/// How deliveries go out: as Slack does it on a good day, unless somebody asked for worse.
#[derive(Debug, Default)]
pub struct Manner {
    /// Copies of each delivery that go out beside it, at the same time.
    pub further_copies: usize,
    /// Types of events that are kept back.
    pub hold: BTreeSet<String>,
    /// What was kept back, oldest first.
    pub held: Vec<Delivery>,
}

/// What the bot answered: the payload of its acknowledgement, `{}` for a bare one.
#[derive(Clone, Debug)]
pub struct Answer {
    pub payload: Value,
    pub ms: u64,
}

/// Nobody answered in time, or nobody answered well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAnswer {
    /// As Slack says it when it comes again.
    pub why: &'static str,
    /// The bot asked not to be told again.
    pub never_again: bool,
}

impl NoAnswer {
    /// Three seconds went by.
    pub const LATE: Self = Self::because("timeout");

    #[must_use]
    pub const fn because(why: &'static str) -> Self {
        Self { why, never_again: false }
    }
}

/// Delivers once and waits for the acknowledgement.
pub async fn deliver(hub: &Hub, delivery: Delivery) -> Result<Answer, NoAnswer> {
    hub.lock().open_deliveries += 1;
    let result = attempt(hub, &delivery).await;
    hub.lock().open_deliveries -= 1;
    result
}

/// Delivers once in the background, for what nobody waits for.
pub fn send(hub: &Arc<Hub>, delivery: Delivery) {
    in_background(hub, |hub| async move { drop(attempt(&hub, &delivery).await) });
}

/// Delivers an event in the background, as often as it takes; one that is to be held waits for
/// [`release`].
pub fn send_event(hub: &Arc<Hub>, delivery: Delivery) {
    {
        let manner = &mut hub.lock().manner;
        if manner.hold.contains(&delivery.method) {
            manner.held.push(delivery);
            return;
        }
    }
    in_background(hub, |hub| async move { until_answered(&hub, delivery).await });
}

/// Delivers what was held, the newest first, and holds nothing more; gives how many there were.
pub fn release(hub: &Arc<Hub>) -> usize {
    let held = {
        let manner = &mut hub.lock().manner;
        manner.hold.clear();
        std::mem::take(&mut manner.held)
    };
    let count = held.len();
    for delivery in held.into_iter().rev() {
        send_event(hub, delivery);
    }
    count
}

/// Counted from here on and not from when the task first runs, so that `settle` never looks in
/// between.
fn in_background<R>(hub: &Arc<Hub>, work: impl FnOnce(Arc<Hub>) -> R)
where
    R: Future<Output = ()> + Send + 'static,
{
    hub.lock().open_deliveries += 1;
    let work = work(Arc::clone(hub));
    let hub = Arc::clone(hub);
    tokio::spawn(async move {
        tokio::select! {
            () = work => {}
            () = hub.stopping.cancelled() => {}
        }
        hub.lock().open_deliveries -= 1;
    });
}

/// One try, in as many copies as was asked for. What any of them was answered with is shown; a bare
/// acknowledgement of another takes nothing away from it.
async fn attempt(hub: &Hub, delivery: &Delivery) -> Result<Answer, NoAnswer> {
    let copies = 1 + hub.lock().manner.further_copies;
    let answers = join_all((0..copies).map(|_| once(hub, delivery))).await;
    let silent = answers.iter().find_map(|answer| answer.as_ref().err().copied());
    let mut answered: Vec<Answer> = answers.into_iter().flatten().collect();
    answered.sort_by_key(|answer| answer.payload == json!({}));
    answered.into_iter().next().ok_or(silent.unwrap_or(NoAnswer::LATE))
}

async fn once(hub: &Hub, delivery: &Delivery) -> Result<Answer, NoAnswer> {
    match &hub.push {
        Some(url) => push::send(hub, url, delivery).await,
        None => over_socket(hub, &delivery.method, &delivery.team_id, &envelope(delivery)).await,
    }
}

async fn until_answered(hub: &Hub, mut delivery: Delivery) {
    for tried in 0..=RETRIES.len() {
        let Err(silent) = attempt(hub, &delivery).await else { return };
        let seconds = RETRIES.get(tried).filter(|_| !silent.never_again);
        let Some(seconds) = seconds else { return };
        delivery.retry = Some((tried + 1, silent.why));
        let due = hub.clock.now() + TimeDelta::seconds(*seconds);
        let number = {
            let mut state = hub.lock();
            state.next_retry += 1;
            let number = state.next_retry;
            state.retries.insert(number, due);
            number
        };
        hub.clock.sleep_until(due).await;
        hub.lock().retries.remove(&number);
    }
}

/// Sends a frame and waits for the acknowledgement with its envelope id.
///
/// With no socket open the answer is there at once; a socket lost on the way waits the time out,
/// because Slack cannot tell that from a slow bot either.
pub async fn over_socket(
    hub: &Hub,
    method: &str,
    team_id: &str,
    frame: &Value,
) -> Result<Answer, NoAnswer> {
    let (answered, answer) = oneshot::channel();
    let started = Instant::now();
    let envelope_id = frame["envelope_id"].as_str().unwrap_or_default().to_owned();
    let seq = {
        let mut state = hub.lock();
        let mut entry = Entry::new(hub.clock.now(), Kind::Event, method);
        entry.team_id = Some(team_id.to_owned());
        entry.request = frame.clone();
        state.unanswered.entry(envelope_id.clone()).or_default().push(answered);
        state.touch("log");
        state.log.add(entry)
    };
    hub.ring();
    if !socket::send(hub, frame) {
        hub.lock().unanswered.remove(&envelope_id);
        return Err(NoAnswer::LATE);
    }
    let Ok(Ok(ack)) = tokio::time::timeout(DEADLINE, answer).await else {
        forget_closed(hub, &envelope_id);
        return Err(NoAnswer::LATE);
    };
    let ms = millis(started);
    note_answer(hub, method, team_id, seq, ack.clone(), ms);
    Ok(Answer { payload: ack.get("payload").cloned().unwrap_or_else(|| json!({})), ms })
}

fn forget_closed(hub: &Hub, envelope_id: &str) {
    let mut state = hub.lock();
    if let Some(queue) = state.unanswered.get_mut(envelope_id) {
        queue.retain(|waiting| !waiting.is_closed());
    }
    state.unanswered.retain(|_, queue| !queue.is_empty());
}

/// Writes an acknowledgement into the log.
pub fn note_answer(hub: &Hub, method: &str, team_id: &str, of: u64, answer: Value, ms: u64) {
    let mut entry = Entry::new(hub.clock.now(), Kind::Ack, method);
    entry.team_id = Some(team_id.to_owned());
    entry.request = answer;
    entry.of = Some(of);
    entry.ms = ms;
    hub.with(|state| {
        state.touch("log");
        state.log.add(entry);
        // A bot answers first and works afterwards: being quiet counts from here.
        state.last_call = Some(Instant::now());
    });
}

/// Whole milliseconds since `started`.
#[must_use]
pub fn millis(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// The frame of a delivery. Source: Slack, "Using Socket Mode"; the retry fields are those of the
/// fixtures of @slack/socket-mode.
fn envelope(delivery: &Delivery) -> Value {
    let (kind, answerable) = match delivery.parcel {
        Parcel::Interaction => ("interactive", true),
        Parcel::Command => ("slash_commands", true),
        Parcel::Event => ("events_api", false),
    };
    let mut frame = json!({
        "envelope_id": uuid::Uuid::now_v7().to_string(),
        "type": kind,
        "payload": delivery.payload,
        "accepts_response_payload": answerable,
    });
    if delivery.parcel == Parcel::Event {
        let (attempt, reason) = delivery.retry.unwrap_or((0, ""));
        frame["retry_attempt"] = json!(attempt);
        frame["retry_reason"] = json!(reason);
    }
    frame
}
