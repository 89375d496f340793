//! Whether the database takes what is written. A full disk, a lock that somebody else holds and a
//! server that only reads all answer questions as if nothing were the matter.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::StoreError;
use super::desk::Written;
use super::dialect::{Tx, execute};
use super::writer::Writer;

/// For how long a commit proves that the next one will go through.
const PROOF: Duration = Duration::from_secs(5);

/// When a commit last went through, if none was refused since.
pub struct Pulse {
    last: Mutex<Option<Instant>>,
    /// One probe at a time, however many ask.
    probe: Arc<Semaphore>,
}

impl Default for Pulse {
    fn default() -> Self {
        Self { last: Mutex::default(), probe: Arc::new(Semaphore::new(1)) }
    }
}

impl Pulse {
    /// Notes how a commit went. One that had nothing to write goes through on a full disk too, and a
    /// unit that failed by itself says nothing about the database.
    pub(super) fn note(&self, outcome: &Result<Written, StoreError>) {
        match outcome {
            Ok(written) if written.events + written.received > 0 => self.set(Some(Instant::now())),
            Err(error) if error.is_outage() => self.set(None),
            Ok(_) | Err(_) => {}
        }
    }

    fn set(&self, last: Option<Instant>) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = last;
    }

    fn proves(&self) -> bool {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_some_and(|last| last.elapsed() < PROOF)
    }
}

impl Writer {
    /// Whether something can be written now. Without a commit in the last seconds a row is written
    /// and removed again, to find out. The caller limits the time.
    pub async fn works(&self) -> bool {
        let pulse = self.pulse();
        if pulse.proves() {
            return true;
        }
        // It goes with the probe, and is back when that was run: whoever waits here for less time
        // than that leaves nothing more in the queue.
        let Ok(turn) = Arc::clone(&pulse.probe).acquire_owned().await else { return false };
        if pulse.proves() {
            return true;
        }
        let written = self.touch(move |tx: &mut Tx| {
            let _until_it_is_dropped = &turn;
            Box::pin(async move {
                // SQLite writes nothing for an update that changes nothing.
                execute!(
                    tx,
                    "insert into meta (name, value) values ('trial', '')
                     on conflict (name) do nothing",
                )?;
                execute!(tx, "delete from meta where name = 'trial'")?;
                Ok(())
            })
        });
        let written = written.await.is_ok();
        if written {
            pulse.set(Some(Instant::now()));
        }
        written
    }
}
