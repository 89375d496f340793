//! The sender: takes what waits in the outbox, draws it from the rows as they are now, and hands it
//! to the platform. Order within a queue, no order between queues.
//!
//! This file has the loop: taking, keeping leases, settling. What a row becomes is in [`draw`],
//! what follows from how the call went in [`policy`], what of a channel's own accord waits in [`posts`],
//! what a card was last acknowledged to show in
//! [`shown`].

mod draw;
mod policy;
mod posts;
pub(super) mod shown;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::Platforms;
use super::pace::Pace;
use crate::app::App;
use crate::app::quiet::Turn;
use crate::chat::Outgoing;
use crate::store::queue::{self, Head, Hold, Settled, Taken};
use crate::store::{StoreError, queries};
use crate::views::Say;
use draw::Drawn;
pub(super) use policy::pause;
use policy::{Saying, set_aside};

/// Messages on their way at the same time, over all channels.
const AT_ONCE: i64 = 16;
/// How often the outbox is looked at when nobody says that there is something new: another process
/// may have left something there.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Between two looks: many commits in one instant are looked at together, and nobody notices.
const REST: Duration = Duration::from_millis(5);
/// How often leases are renewed: several times while one lasts.
const RENEW_EVERY: Duration = Duration::from_secs(1);
/// Times an outcome is handed to the database, over about a minute. While it does not answer,
/// nothing can be taken either, so waiting costs nothing and giving up costs a second post.
const SETTLE_TRIES: u32 = 10;

/// Sends what waits.
pub struct Sender {
    app: App,
    platforms: Platforms,
    /// Rows on their way: queue → (seq, token).
    in_flight: Mutex<HashMap<String, (i64, i64)>>,
    pace: Mutex<Pace>,
    /// Installations that do not work, and when the last call was made there all the same.
    probed: Mutex<HashMap<String, DateTime<Utc>>>,
    /// Troubles with messages that this process told somebody of.
    told: Mutex<HashSet<String>>,
    /// Changes when a row was settled or a queue was woken.
    moved: watch::Sender<u64>,
}

/// A row on its way. Dropped, also by a panic, it lets its queue go on.
struct Flight {
    sender: Arc<Sender>,
    queue: String,
}

impl Drop for Flight {
    fn drop(&mut self) {
        lock(&self.sender.in_flight).remove(&self.queue);
        self.sender.moved.send_modify(|count| *count += 1);
    }
}

impl Sender {
    pub(super) fn new(app: App, platforms: Platforms) -> Self {
        Self {
            app,
            platforms,
            in_flight: Mutex::default(),
            pace: Mutex::default(),
            probed: Mutex::default(),
            told: Mutex::default(),
            moved: watch::Sender::new(0),
        }
    }

    /// Runs until told to stop; what is on its way then is still settled, and keeps its lease.
    pub(super) async fn run(self: Arc<Self>, stop: CancellationToken) {
        let to_the_end = async {
            self.look(&stop).await;
            self.finished().await;
        };
        tokio::select! {
            () = to_the_end => {}
            () = self.keep_leases() => {}
        }
    }

    async fn look(self: &Arc<Self>, stop: &CancellationToken) {
        let mut said = self.app.store.writer.said();
        let mut moved = self.moved.subscribe();
        while !stop.is_cancelled() {
            let next = self.round().await.unwrap_or_else(|error| {
                tracing::warn!(%error, "the outbox cannot be read");
                None
            });
            tokio::time::sleep(REST).await;
            tokio::select! {
                () = stop.cancelled() => {}
                _ = said.changed() => {}
                _ = moved.changed() => {}
                () = async {
                    match next {
                        Some(next) => self.app.clock.sleep_until(next).await,
                        None => std::future::pending().await,
                    }
                } => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
    }

    /// Runs beside the loop, so that neither a busy nor a slow outbox keeps it from its beat.
    async fn keep_leases(&self) {
        let mut beat = tokio::time::interval(RENEW_EVERY);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            beat.tick().await;
            let rows: Vec<(i64, i64)> = lock(&self.in_flight).values().copied().collect();
            if rows.is_empty() {
                continue;
            }
            if let Err(error) = queue::renew(&self.app.store.writer, rows, self.app.now()).await {
                tracing::warn!(%error, "leases could not be renewed");
            }
        }
    }

    /// Waits until nothing is on its way.
    pub(super) async fn finished(&self) {
        let mut moved = self.moved.subscribe();
        while !lock(&self.in_flight).is_empty() {
            if moved.changed().await.is_err() {
                return;
            }
        }
    }

    /// Lets a queue go on at once that waits for a dead channel or installation: somebody mended it.
    ///
    /// # Errors
    /// [`StoreError`]; the queue then goes on by itself some minutes later.
    pub async fn wake(&self, queue: &str) -> Result<(), StoreError> {
        queue::wake(&self.app.store.writer, queue, self.app.now()).await?;
        self.moved.send_modify(|count| *count += 1);
        Ok(())
    }

    /// When the first queue goes on that only pacing or the platform's "wait" holds back; `None`
    /// when there is none. What waits for a dead channel or for people does not count.
    pub async fn held_back_until(&self) -> Option<DateTime<Utc>> {
        let heads = queue::heads(&self.app.store).await.ok()?;
        let now = self.app.now();
        let (in_flight, pace) = (lock(&self.in_flight), lock(&self.pace));
        let waits = heads
            .iter()
            .filter(|head| !in_flight.contains_key(&head.queue))
            .filter(|head| due(head) <= now || head.is_paced());
        waits.map(|head| due(head).max(pace.ready(&head.queue))).filter(|free| *free > now).min()
    }

    /// Waits until everything that may be said by now is settled, at most `longest`.
    pub async fn said_what_is_due(&self, longest: Duration) {
        const LOOK_EVERY: Duration = Duration::from_millis(5);
        let said = async {
            while self.has_due().await {
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        // What takes longer is still said, only not waited for.
        let _ = tokio::time::timeout(longest, said).await;
    }

    /// Whether something is on its way or could be.
    async fn has_due(&self) -> bool {
        let Ok(heads) = queue::heads(&self.app.store).await else { return true };
        let now = self.app.now();
        if !lock(&self.in_flight).is_empty() {
            return true;
        }
        let pace = lock(&self.pace);
        // A row with a lease was taken this instant.
        let may_go = |head: &Head| lease(head) > now || pace.ready(&head.queue) <= now;
        heads.iter().any(|head| due(head) <= now && may_go(head))
    }

    /// Takes everything that may go now and sends it off. Says when the loop has to look again by
    /// itself.
    async fn round(self: &Arc<Self>) -> Result<Option<DateTime<Utc>>, StoreError> {
        let heads = queue::heads(&self.app.store).await?;
        let now = self.app.now();
        let (room, busy, waits) = {
            let (in_flight, mut pace) = (lock(&self.in_flight), lock(&self.pace));
            let waits: Vec<DateTime<Utc>> = heads
                .iter()
                .filter(|head| !in_flight.contains_key(&head.queue))
                .map(|head| due(head).max(lease(head)).max(pace.ready(&head.queue)))
                .collect();
            let mut busy = pace.waiting(now);
            busy.extend(in_flight.keys().cloned());
            (AT_ONCE - i64::try_from(in_flight.len()).unwrap_or(AT_ONCE), busy, waits)
        };
        // Taking is a write, so one looks first.
        if room > 0 && waits.iter().any(|free| *free <= now) {
            for taken in queue::take(&self.app.store.writer, now, room, busy).await? {
                lock(&self.in_flight).insert(taken.queue.clone(), (taken.seq, taken.token));
                let flight = Flight { sender: Arc::clone(self), queue: taken.queue.clone() };
                tokio::spawn(flight.deliver(taken));
            }
        }
        Ok(waits.into_iter().filter(|free| *free > now).min())
    }
}

impl Flight {
    /// Says a row in a task of its own, so that a panic in there is only a broken row.
    async fn deliver(self, taken: Taken) {
        let (sender, row) = (Arc::clone(&self.sender), taken.clone());
        let said = tokio::spawn(async move { sender.say(&row).await }).await;
        let settled = match said {
            Ok(Ok(settled)) => settled,
            Ok(Err(error)) => self.sender.not_drawn(&taken, &error).await,
            // The panic hook has reported where.
            Err(_) => self.sender.broken(&taken, "panic").await,
        };
        self.sender.settle(&taken, settled).await;
    }
}

impl Sender {
    /// Draws one row, sends it, and says what became of it.
    async fn say(&self, taken: &Taken) -> Result<Settled, StoreError> {
        let Ok(say) = serde_json::from_str::<Say>(&taken.say) else {
            return Ok(set_aside("unreadable"));
        };
        let card = match &taken.card_id {
            Some(card_id) => queries::card(&self.app.store.db, card_id).await?,
            None => None,
        };
        if (card.is_some() || say.is_repeatable())
            && queue::drawn_again(&self.app.store, taken).await?
        {
            return Ok(Settled::Merged);
        }
        match self.app.turn(&say).await? {
            Turn::Now => {}
            Turn::Later(due) => return Ok(Settled::Again { due, hold: Hold::Quiet }),
            Turn::Never(reason) => {
                tracing::info!(outbox.seq = taken.seq, say = say.kind(), reason, "not said");
                return Ok(set_aside(reason));
            }
        }
        if let Some(settled) = self.held_back(taken, &say, card.as_ref()).await? {
            return Ok(settled);
        }
        self.let_go(&say, card.as_ref()).await?;
        match draw::draw(&self.app, &say, card.as_ref()).await? {
            Drawn::Call(outgoing) => {
                self.call(&Saying { taken, say: &say, outgoing: &outgoing }).await
            }
            Drawn::More(says) => {
                lock(&self.pace).spoke(&taken.queue, self.app.now());
                self.app.leave_all(says, "sender").await?;
                Ok(Settled::Said { card: None, drawing: None })
            }
            Drawn::Nothing(reason) => {
                tracing::info!(outbox.seq = taken.seq, say = say.kind(), reason, "not said");
                Ok(set_aside(reason))
            }
        }
    }

    async fn call(&self, saying: &Saying<'_>) -> Result<Settled, StoreError> {
        let Saying { taken, outgoing, .. } = saying;
        let Some(platform) = draw::platform_of(outgoing).and_then(|name| self.platforms.get(name))
        else {
            // A start without it: what is said there waits for one with it.
            return Ok(self.parked());
        };
        if self.is_parked(outgoing).await? {
            return Ok(self.parked());
        }
        if let Some(due) = self.blocked(outgoing).await? {
            return Ok(Settled::Again { due, hold: Hold::Limited });
        }
        if policy::is_paced(outgoing) {
            lock(&self.pace).spoke(&taken.queue, self.app.now());
        }
        match platform.send_once(outgoing, &policy::once(taken)).await {
            Ok(sent) => Ok(self.sent(saying, sent).await),
            Err(error) => self.not_sent(saying, error).await,
        }
    }

    /// Until when the platform asked to make no such call in this workspace.
    async fn blocked(&self, outgoing: &Outgoing) -> Result<Option<DateTime<Utc>>, StoreError> {
        let (Some(method), Some(workspace)) =
            (policy::method(outgoing), draw::installation_of(outgoing))
        else {
            return Ok(None);
        };
        let until = queue::blocked_until(&self.app.store, &workspace, method).await?;
        Ok(until.filter(|until| *until > self.app.now()))
    }

    async fn not_drawn(&self, taken: &Taken, error: &StoreError) -> Settled {
        if matches!(error, StoreError::BadRow(_) | StoreError::NotAnId(_)) {
            return self.broken(taken, "bad_row").await;
        }
        tracing::warn!(%error, outbox.seq = taken.seq, "the database does not tell what to say");
        self.again(policy::pause(taken.attempts), Hold::Store)
    }

    /// Settles a row, several times if it must be: a message that was said must be known as said.
    async fn settle(&self, taken: &Taken, settled: Settled) {
        if settled == Settled::Moved {
            return;
        }
        for tried in 0..SETTLE_TRIES {
            let now = self.app.now();
            match queue::settle(&self.app.store.writer, taken, settled.clone(), now).await {
                Ok(true) => return,
                Ok(false) => return self.lease_lost(taken, &settled).await,
                Err(error) => {
                    tracing::warn!(%error, outbox.seq = taken.seq, "an outcome is not stored yet");
                }
            }
            self.app.clock.sleep(TimeDelta::milliseconds(100 << tried)).await;
        }
        // The lease runs out, and the row is tried again.
        tracing::error!(outbox.seq = taken.seq, "an outcome was not stored");
    }

    /// Somebody else had the row meanwhile and may have drawn an earlier state after ours: the card
    /// is drawn once more.
    async fn lease_lost(&self, taken: &Taken, settled: &Settled) {
        tracing::warn!(outbox.seq = taken.seq, "a lease was lost");
        let (Some(card_id), Settled::Said { card: None, .. }) = (&taken.card_id, settled) else {
            return;
        };
        let Ok(say) = serde_json::from_str::<Say>(&taken.say) else { return };
        let redrawn = async {
            match queries::card(&self.app.store.db, card_id).await? {
                Some(_) => self.app.leave(&say, "sender").await,
                None => Ok(()),
            }
        };
        if let Err(error) = redrawn.await {
            tracing::warn!(%error, outbox.seq = taken.seq, "a card was not left to be redrawn");
        }
    }
}

fn due(head: &Head) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(head.due_us).unwrap_or_default()
}

fn lease(head: &Head) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(head.lease_until_us).unwrap_or_default()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // What is guarded is a map, a set or a pace: whole at every step, so a panic elsewhere spoils nothing.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
