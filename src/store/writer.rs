//! The one writer. Units of work come in, many of them share a commit, answers go out after it.
//!
//! There is no timer: while a batch is being synced to disk the next one gathers by itself, so a
//! lone unit waits for nobody and a crowd shares its syncs. Nothing is answered before the commit.
//!
//! A unit can run twice: when anything in a batch fails, the whole batch is rolled back and its
//! units run again one by one, so that the bad one fails alone. That is why a unit is a function of
//! what lies on the desk, without effects of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use super::StoreError;
use super::desk::{Desk, Needs, Written};
use super::dialect::{Db, Tx};
use super::pulse::Pulse;
use crate::chat::Boxed;
use crate::clock::Clock;

/// Units that may wait for the writer; beyond it a unit is refused at once.
const QUEUE: usize = 4_096;
/// Units that may share a commit.
const BATCH: usize = 256;

/// Hands units of work to the writer. Clones share it.
#[derive(Clone)]
pub struct Writer {
    units: mpsc::Sender<Box<dyn Unit>>,
    /// Counts commits that left something to be said; the sender waits for it to change.
    said: Arc<watch::Sender<u64>>,
    pulse: Arc<Pulse>,
}

/// Something to do in the writer's transaction.
trait Unit: Send {
    /// What has to lie on the desk; `None` for a unit that talks to the database itself.
    fn needs(&self) -> Option<&Needs>;
    fn decide(&mut self, desk: &mut Desk) -> Result<(), StoreError>;
    fn touch<'a>(&'a mut self, tx: &'a mut Tx) -> Boxed<'a, Result<(), StoreError>>;
    fn answer(self: Box<Self>);
    fn fail(self: Box<Self>, error: StoreError);
}

struct Decide<F, T> {
    needs: Needs,
    run: F,
    result: Option<T>,
    back: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Unit for Decide<F, T>
where
    F: FnMut(&mut Desk) -> Result<T, StoreError> + Send,
    T: Send,
{
    fn needs(&self) -> Option<&Needs> {
        Some(&self.needs)
    }

    fn decide(&mut self, desk: &mut Desk) -> Result<(), StoreError> {
        let run = &mut self.run;
        let ran = catch_unwind(AssertUnwindSafe(|| run(desk)));
        self.result = Some(ran.map_err(|_| StoreError::Panicked)??);
        Ok(())
    }

    fn touch<'a>(&'a mut self, _: &'a mut Tx) -> Boxed<'a, Result<(), StoreError>> {
        Box::pin(async { Ok(()) })
    }

    fn answer(self: Box<Self>) {
        // Whoever asked may have gone; what was decided stands all the same.
        let _ = self.back.send(self.result.ok_or(StoreError::Closed));
    }

    fn fail(self: Box<Self>, error: StoreError) {
        let _ = self.back.send(Err(error));
    }
}

struct Touch<F, T> {
    run: F,
    result: Option<T>,
    back: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Unit for Touch<F, T>
where
    F: for<'a> FnMut(&'a mut Tx) -> Boxed<'a, Result<T, StoreError>> + Send,
    T: Send,
{
    fn needs(&self) -> Option<&Needs> {
        None
    }

    fn decide(&mut self, _: &mut Desk) -> Result<(), StoreError> {
        Ok(())
    }

    fn touch<'a>(&'a mut self, tx: &'a mut Tx) -> Boxed<'a, Result<(), StoreError>> {
        Box::pin(async {
            self.result = Some((self.run)(tx).await?);
            Ok(())
        })
    }

    fn answer(self: Box<Self>) {
        let _ = self.back.send(self.result.ok_or(StoreError::Closed));
    }

    fn fail(self: Box<Self>, error: StoreError) {
        let _ = self.back.send(Err(error));
    }
}

impl Writer {
    /// Starts the writer. It ends when `closing` is cancelled and all units are done, and cancels
    /// `ended` then, also by a panic.
    ///
    /// It has a thread of its own: in the crowd's threads each of a batch's statements would wait
    /// behind whatever the crowd has to do.
    pub(super) fn start(
        db: Db,
        clock: Clock,
        closing: CancellationToken,
        ended: CancellationToken,
    ) -> std::io::Result<Self> {
        let (units, queue) = mpsc::channel(QUEUE);
        let said = Arc::new(watch::Sender::new(0));
        let pulse = Arc::<Pulse>::default();
        let heard = (Arc::clone(&said), Arc::clone(&pulse));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::Builder::new().name("writer".to_owned()).spawn(move || {
            let _ended = ended.drop_guard();
            runtime.block_on(run(db, clock, queue, heard, closing));
        })?;
        Ok(Self { units, said, pulse })
    }

    /// Decides something with what `needs` names lying on the desk. `decide` may run more than once.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of it was written then, except when a commit's answer was lost.
    pub async fn decide<T: Send + 'static>(
        &self,
        needs: Needs,
        decide: impl FnMut(&mut Desk) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (back, answer) = oneshot::channel();
        self.hand_in(Box::new(Decide { needs, run: decide, result: None, back }))?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// Runs statements of the plumbing's own in the writer's transaction.
    ///
    /// # Errors
    /// As [`Writer::decide`].
    pub async fn touch<T: Send + 'static>(
        &self,
        touch: impl for<'a> FnMut(&'a mut Tx) -> Boxed<'a, Result<T, StoreError>> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (back, answer) = oneshot::channel();
        self.hand_in(Box::new(Touch { run: touch, result: None, back }))?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// Changes whenever something new was left to be said.
    #[must_use]
    pub fn said(&self) -> watch::Receiver<u64> {
        self.said.subscribe()
    }

    pub(super) fn pulse(&self) -> &Pulse {
        &self.pulse
    }

    fn hand_in(&self, unit: Box<dyn Unit>) -> Result<(), StoreError> {
        self.units.try_send(unit).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => StoreError::Busy,
            mpsc::error::TrySendError::Closed(_) => StoreError::Closed,
        })
    }
}

async fn run(
    db: Db,
    clock: Clock,
    mut queue: mpsc::Receiver<Box<dyn Unit>>,
    (said, pulse): (Arc<watch::Sender<u64>>, Arc<Pulse>),
    closing: CancellationToken,
) {
    let mut units = Vec::with_capacity(BATCH);
    loop {
        let taken = tokio::select! {
            taken = queue.recv_many(&mut units, BATCH) => taken,
            () = closing.cancelled(), if !queue.is_closed() => {
                // What was handed in is still taken; after it the queue gives nothing.
                queue.close();
                continue;
            }
        };
        if taken == 0 {
            return;
        }
        let committed = commit(&db, &clock, &mut units).await;
        pulse.note(&committed);
        let written = match committed {
            Ok(written) => {
                units.drain(..).for_each(Unit::answer);
                written
            }
            Err(error) if error.is_outage() => {
                fail_all(&mut units, &error);
                Written::default()
            }
            Err(error) => one_by_one(&db, &clock, &mut units, error).await,
        };
        if written.said > 0 {
            said.send_modify(|count| *count += 1);
        }
    }
}

/// A database that does not answer fails everybody alike; asking it once for each would only make
/// people wait.
fn fail_all(units: &mut Vec<Box<dyn Unit>>, error: &StoreError) {
    tracing::error!(%error, waiting = units.len(), "the database does not answer");
    units.drain(..).for_each(|unit| unit.fail(StoreError::Outage(error.to_string())));
}

async fn one_by_one(
    db: &Db,
    clock: &Clock,
    units: &mut Vec<Box<dyn Unit>>,
    first_error: StoreError,
) -> Written {
    let mut all = Written::default();
    if units.len() == 1 {
        tracing::error!(error = %first_error, "a unit of work failed");
        units.drain(..).for_each(|unit| unit.fail(StoreError::Failed(first_error.to_string())));
        return all;
    }
    while !units.is_empty() {
        let mut alone: Vec<_> = units.drain(..1).collect();
        match commit(db, clock, &mut alone).await {
            Ok(written) => {
                all.said += written.said;
                alone.drain(..).for_each(Unit::answer);
            }
            Err(error) if error.is_outage() => {
                alone.append(units);
                fail_all(&mut alone, &error);
            }
            Err(error) => {
                tracing::error!(%error, "a unit of work failed");
                alone.drain(..).for_each(|unit| unit.fail(StoreError::Failed(error.to_string())));
            }
        }
    }
    all
}

/// How long a commit may take. A database that takes longer counts as one that does not answer;
/// what it did with the batch is then unknown, and every unit can be handed in again.
const LONGEST_COMMIT: Duration = Duration::from_secs(15);

async fn commit(
    db: &Db,
    clock: &Clock,
    units: &mut [Box<dyn Unit>],
) -> Result<Written, StoreError> {
    tokio::time::timeout(LONGEST_COMMIT, commit_in_time(db, clock, units))
        .await
        .unwrap_or_else(|_| Err(StoreError::Outage("the database takes too long".to_owned())))
}

async fn commit_in_time(
    db: &Db,
    clock: &Clock,
    units: &mut [Box<dyn Unit>],
) -> Result<Written, StoreError> {
    let started = Instant::now();
    let mut tx = Tx::begin(db).await?;
    let outcome = fill(&mut tx, clock, units).await;
    match outcome {
        Ok(written) => {
            tx.commit().await?;
            metrics::histogram!("vouch_commit_seconds").record(started.elapsed().as_secs_f64());
            #[expect(clippy::cast_precision_loss, reason = "at most 256")]
            metrics::histogram!("vouch_commit_batch_size").record(units.len() as f64);
            Ok(written)
        }
        Err(error) => {
            // A rollback that fails too has nothing to add: the connection is gone.
            let _ = tx.rollback().await;
            Err(error)
        }
    }
}

async fn fill(
    tx: &mut Tx,
    clock: &Clock,
    units: &mut [Box<dyn Unit>],
) -> Result<Written, StoreError> {
    let needs: Vec<&Needs> = units.iter().filter_map(|unit| unit.needs()).collect();
    let mut written = Written::default();
    if !needs.is_empty() {
        let mut desk = Desk::open(tx, &needs, clock).await?;
        for unit in units.iter_mut() {
            unit.decide(&mut desk)?;
        }
        written = desk.write(tx).await?;
    }
    for unit in units.iter_mut() {
        unit.touch(tx).await?;
    }
    Ok(written)
}
