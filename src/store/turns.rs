//! Who does much at once makes way for whom people wait for.
//!
//! SQLite's write lock has no queue, and who holds it does not learn that somebody else wants it. So
//! whoever finds it taken says so, by a shared lock on an empty file beside the database, and an import
//! looks there every few accounts. PostgreSQL's writers do not wait for each other, but they share its
//! processors: an import rests a share of its time. Measured: docs/performance.md.

use std::fs::File;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::dialect::Db;

/// How long somebody who wants the lock is let in before an import goes on regardless.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long is rested after a portion on PostgreSQL, as a share of what it took.
const REST: f64 = 0.4;
/// How often it is looked whether a lock is free.
pub(super) const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// Who wants to write to a database.
#[derive(Clone, Debug)]
pub struct Turns {
    /// None for PostgreSQL.
    file: Option<PathBuf>,
}

/// That somebody waits, until it is dropped.
#[derive(Debug)]
pub struct Waiting {
    _held: File,
}

impl Turns {
    #[must_use]
    pub fn of(db: &Db) -> Self {
        let Db::Lite(pool) = db else { return Self { file: None } };
        let mut file = pool.connect_options().get_filename().as_os_str().to_owned();
        file.push("-waits");
        Self { file: Some(file.into()) }
    }

    /// Says that somebody waits. Where that cannot be said, waiting only takes longer.
    #[must_use]
    pub fn wait(&self) -> Option<Waiting> {
        let file = self.open()?;
        file.lock_shared().ok()?;
        Some(Waiting { _held: file })
    }

    /// Whether a transaction that could go on ends now: because somebody waits, or, where that cannot
    /// be seen, always.
    #[must_use]
    pub fn end_here(&self) -> bool {
        self.file.is_none() || self.is_awaited()
    }

    /// Does a portion of much work: on SQLite when nobody else waits to write, on PostgreSQL with a rest
    /// after it.
    pub async fn portion<T>(&self, work: impl Future<Output = T>) -> T {
        let since = Instant::now();
        while self.is_awaited() && since.elapsed() < PATIENCE {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        let began = Instant::now();
        let done = work.await;
        if self.file.is_none() {
            tokio::time::sleep(began.elapsed().mul_f64(REST)).await;
        }
        done
    }

    /// Whether anybody waits.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        self.open().is_some_and(|file| file.try_lock().is_err())
    }

    fn open(&self) -> Option<File> {
        let options = File::options().create(true).write(true).truncate(false).to_owned();
        options.open(self.file.as_ref()?).ok()
    }
}
