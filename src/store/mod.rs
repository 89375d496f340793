//! Everything that is kept: the log, the read rows, inbox, outbox, and people's words.
//!
//! All SQL of the project is in this folder. One [`writer`] writes; everybody else reads through
//! [`Store::db`] with the query functions here. Not here: what an event means (`domain`), who is
//! told of it (`app`). Start with [`desk`], then [`writer`].

pub mod accounts;
pub mod admin_code;
pub mod applications;
pub mod audit;
pub mod backup;
pub mod boards;
pub mod codes;
mod copies;
pub mod counted;
pub mod desk;
pub mod dialect;
pub mod feedback;
pub mod health;
pub mod history;
pub mod house;
pub mod knowledge;
pub mod lists;
pub mod log;
pub mod measures;
pub mod open;
pub mod pack;
#[cfg(test)]
mod plans;
pub mod program;
pub mod project;
pub mod pulse;
pub mod queries;
pub mod queue;
pub mod reader;
pub mod rebuild;
pub mod report;
pub mod rhythm;
pub mod rows;
pub mod scratch;
pub mod shouts;
pub mod start;
pub mod tables;
pub mod turns;
pub mod upgrade;
pub mod whole;
pub mod writer;
pub mod zone;

use rows::BadRow;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use dialect::Db;
use reader::Reader;
use writer::Writer;

/// An open database with its writer.
#[derive(Clone)]
pub struct Store {
    pub db: Db,
    pub reader: Reader,
    pub writer: Writer,
    /// What boards were counted from last.
    running: boards::running::Running,
}

/// A running writer. Whoever still holds a [`Store`] after [`WriterTask::finish`] can only read.
pub struct WriterTask {
    ended: CancellationToken,
    closing: CancellationToken,
}

impl WriterTask {
    /// Resolves when the writer has ended, which by itself it never should.
    pub async fn ended(&self) {
        self.ended.cancelled().await;
    }

    /// Takes nothing more and waits until everything handed in is committed. It does not wait for
    /// the last [`Store`] to be dropped: a page or a task that lives on must not hold up the end.
    pub async fn finish(self) {
        self.closing.cancel();
        self.ended.cancelled().await;
    }
}

impl Store {
    /// Puts a writer on two open pools: one for reading, one with a single connection for writing.
    ///
    /// # Errors
    /// When the machine gives no thread.
    pub fn start(read: Db, write: Db, clock: Clock) -> std::io::Result<(Self, WriterTask)> {
        let closing = CancellationToken::new();
        let ended = CancellationToken::new();
        let writer = Writer::start(write, clock, closing.clone(), ended.clone())?;
        let store =
            Self { reader: Reader::start(&read), db: read, writer, running: Default::default() };
        Ok((store, WriterTask { ended, closing }))
    }
}

/// Makes a file that only its owner may read, where none is.
fn private_file(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Why something was not stored or not read. For people it is always "that was not saved".
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{0}")]
    Sql(#[from] sqlx::Error),
    #[error("{0}")]
    BadRow(#[from] BadRow),
    #[error("the log has no head row")]
    NoHead,
    #[error("{0} is not an id")]
    NotAnId(String),
    #[error("an event does not fit its stream")]
    Misplaced,
    #[error("a decision panicked")]
    Panicked,
    /// A unit of work failed alone.
    #[error("{0}")]
    Failed(String),
    /// The database does not answer.
    #[error("{0}")]
    Outage(String),
    /// Too much is waiting already.
    #[error("too much is waiting to be written")]
    Busy,
    #[error("the writer has stopped")]
    Closed,
}

impl StoreError {
    fn no_id(text: &str) -> Self {
        Self::NotAnId(text.to_owned())
    }

    /// Whether the database as a whole does not answer, as against one bad unit of work.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        match self {
            Self::Sql(sqlx::Error::Database(refused)) => {
                refused.code().is_some_and(|code| is_outage_code(&code))
            }
            Self::Sql(error) => matches!(
                error,
                sqlx::Error::Io(_)
                    | sqlx::Error::Tls(_)
                    | sqlx::Error::Protocol(_)
                    | sqlx::Error::PoolTimedOut
                    | sqlx::Error::PoolClosed
                    | sqlx::Error::WorkerCrashed
            ),
            Self::Outage(_) => true,
            Self::BadRow(_)
            | Self::NoHead
            | Self::NotAnId(_)
            | Self::Misplaced
            | Self::Panicked
            | Self::Failed(_)
            | Self::Busy
            | Self::Closed => false,
        }
    }
}

/// Whether a database's own error code says that it cannot work at present.
///
/// SQLite gives its result code as a number, the primary code in the low byte: busy, locked, no
/// memory, read-only, input/output, full, cannot open. Postgres gives a SQLSTATE: 08 connection,
/// 25006 read-only, 53 out of resources, 55000 closed for new connections, 55P03 and 57014 a lock or
/// statement that took too long, 57P an administrator's shutdown, 58 trouble with the system.
/// Sources: SQLite, "Result and Error Codes"; PostgreSQL, appendix A.
fn is_outage_code(code: &str) -> bool {
    const SQLITE: [u32; 7] = [5, 6, 7, 8, 10, 13, 14];
    if code.len() == 5 {
        return ["08", "53", "57P", "58"].iter().any(|class| code.starts_with(class))
            || ["25006", "55000", "55P03", "57014"].contains(&code);
    }
    code.parse::<u32>().is_ok_and(|code| SQLITE.contains(&(code & 0xff)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_cannot_work_is_told_from_a_statement_that_is_wrong() {
        #[rustfmt::skip]
        let table = [
            // code,   outage, what it means
            ("5",      true,   "SQLite is busy"),
            ("13",     true,   "SQLite's disk is full"),
            ("778",    true,   "SQLite cannot write (extended code of 10)"),
            ("1555",   false,  "SQLite: a primary key stands twice"),
            ("57P01",  true,   "Postgres is shut down"),
            ("53300",  true,   "Postgres has too many connections"),
            ("23505",  false,  "Postgres: a unique key stands twice"),
            ("42601",  false,  "Postgres: not SQL"),
        ];
        for (code, outage, what) in table {
            assert_eq!(is_outage_code(code), outage, "{what}");
        }
    }
}
