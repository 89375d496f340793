//! Between processes on one SQLite file: who does much at once makes way for whom people wait for.
//!
//! SQLite's write lock has no queue, and who holds it does not learn that somebody else wants it. So
//! whoever finds it taken says so, by a shared lock on an empty file beside the database, and an import
//! looks there every few accounts. Measured: docs/performance.md.

use std::fs::File;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::dialect::Db;

/// How long somebody who wants the lock is let in before an import goes on regardless.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it is looked whether a lock is free.
pub(super) const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// Who wants to write to a database.
#[derive(Clone, Debug)]
pub struct Turns {
    /// None for PostgreSQL, where writers do not wait for each other.
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

    /// Whether anybody waits.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        self.open().is_some_and(|file| file.try_lock().is_err())
    }

    /// Lets whoever waits write first.
    pub async fn make_way(&self) {
        let since = Instant::now();
        while self.is_awaited() && since.elapsed() < PATIENCE {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    fn open(&self) -> Option<File> {
        let options = File::options().create(true).write(true).truncate(false).to_owned();
        options.open(self.file.as_ref()?).ok()
    }
}
