//! Backups: one file that either kind of database can be made from again.
//!
//! The file is lines of JSON. The first says what follows ([`Header`]); then each line is a row,
//! `{"event":{…}}`; the last holds the SHA-256 of all before it. So a file that was cut or changed
//! is told apart from a whole one before anything is written, and events keep position, time and
//! hash. Which tables stand in it is said in [`super::tables`]; columns are those the database has,
//! so that a database of an older step can be backed up before it is changed, and restored after.
//!
//! [`mod@take`] writes a file, [`mod@restore`] reads one, [`rows`] is what both do with rows of any
//! table.

pub mod restore;
pub mod rows;
pub mod take;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::StoreError;
use super::open::OpenError;

/// The format that this program writes. It reads this one alone.
const FORMAT: u32 = 1;
/// The first line is some hundred bytes; a file without line ends is not read to its end.
const FIRST_LINE_MAX: u64 = 64 * 1024;

/// The first line of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The version of the format.
    pub vouch_backup: u32,
    /// The version of the program that wrote it.
    pub program: String,
    /// When, as text.
    pub taken_at: String,
    /// The step of the database it was taken from.
    pub step: i64,
    /// Where the log ended.
    pub head: Head,
    /// How many rows of each table follow.
    pub rows: BTreeMap<String, u64>,
}

/// Where the log stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Head {
    pub event_seq: i64,
    pub outbox_seq: i64,
    /// The chain hash of the last event.
    pub chain: String,
    pub at_us: i64,
}

/// The last line of a backup.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Trailer {
    sha256: String,
}

/// Why there is no backup, or nothing was restored. Each is a sentence or two for whoever asked.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{} cannot be written: {reason}.", path.display())]
    NotWritten { path: PathBuf, reason: io::Error },
    #[error("{} is there and is no backup. Name another file.", .0.display())]
    InTheWay(PathBuf),
    #[error("{} cannot be read: {reason}.", path.display())]
    NotRead { path: PathBuf, reason: io::Error },
    #[error("{} is not a backup of Vouch.", .0.display())]
    NotABackup(PathBuf),
    #[error("{} was written by a newer Vouch ({program}). Restore it with that version.", path.display())]
    Newer { path: PathBuf, program: String },
    #[error("{} is not whole: its end is missing. Take another copy of it.", .0.display())]
    Cut(PathBuf),
    #[error("{} was changed after it was written. Take another copy of it.", .0.display())]
    Changed(PathBuf),
    #[error("The log in {} is broken at position {seq}. Restore an older backup.", path.display())]
    Broken { path: PathBuf, seq: i64 },
    #[error("{} holds a row of {table} that does not fit its table.", path.display())]
    OddRow { path: PathBuf, table: String },
    #[error("{0}")]
    Open(#[from] OpenError),
    #[error("The database does not answer: {0}.")]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Looks at a whole file: whether it is a backup that this program can read, and whether it is as
/// it was written.
///
/// # Errors
/// [`BackupError`].
pub fn look(path: &Path) -> Result<Header, BackupError> {
    let not_read = |reason| BackupError::NotRead { path: path.to_owned(), reason };
    let file = File::open(path).map_err(not_read)?;
    let mut lines = BufReader::new(file);
    let mut line = Vec::new();
    (&mut lines).take(FIRST_LINE_MAX).read_until(b'\n', &mut line).map_err(not_read)?;
    let header = header(path, &line)?;
    let mut hash = Sha256::new();
    let mut last = Vec::new();
    while !line.is_empty() {
        hash.update(&last);
        last = std::mem::take(&mut line);
        lines.read_until(b'\n', &mut line).map_err(not_read)?;
    }
    let trailer = last.strip_suffix(b"\n").and_then(|line| serde_json::from_slice(line).ok());
    let Some(Trailer { sha256 }) = trailer else { return Err(BackupError::Cut(path.to_owned())) };
    if sha256 != hex::encode(hash.finalize()) {
        return Err(BackupError::Changed(path.to_owned()));
    }
    Ok(header)
}

fn header(path: &Path, line: &[u8]) -> Result<Header, BackupError> {
    /// What every format will have.
    #[derive(Deserialize)]
    struct Any {
        vouch_backup: u32,
        #[serde(default)]
        program: String,
    }
    let not_a_backup = || BackupError::NotABackup(path.to_owned());
    let any: Any = serde_json::from_slice(line).map_err(|_| not_a_backup())?;
    if any.vouch_backup > FORMAT {
        return Err(BackupError::Newer { path: path.to_owned(), program: any.program });
    }
    serde_json::from_slice(line).map_err(|_| not_a_backup())
}
