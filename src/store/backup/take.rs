//! Writing a backup: everything of one moment, under another name until it is whole.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use futures_util::TryStreamExt;
use sha2::{Digest as _, Sha256};
use sqlx::AssertSqlSafe;

use super::{BackupError, FORMAT, Head, Header, Trailer, header, rows};
use crate::store::dialect::{Db, fetch_all};
use crate::store::open::{OpenError, open_to_read};
use crate::store::tables::{Table, carried};
use crate::store::upgrade::{newest_step, standing};
use crate::store::whole::WholeFile;

/// Writes the database at `url` to `path`, beside a running bot. The file is its owner's alone, and
/// is there whole or not at all; a backup that stood there before is replaced.
///
/// # Errors
/// [`BackupError`].
pub async fn take(url: &str, path: &Path, now: DateTime<Utc>) -> Result<Header, BackupError> {
    refuse_to_replace(path)?;
    let db = open_to_read(url).await?;
    let taken = take_from(&db, path, now).await;
    db.close().await;
    taken
}

async fn take_from(db: &Db, path: &Path, now: DateTime<Utc>) -> Result<Header, BackupError> {
    let step = match standing(db).await? {
        None => return Err(OpenError::NotMigrated.into()),
        Some(step) if step > newest_step() => return Err(OpenError::Newer(step).into()),
        Some(step) => step,
    };
    if let Db::Pg(pool) = db {
        // A table may take longer to write than a page of people's answers to read.
        sqlx::query("set local statement_timeout = 0").execute(pool).await?;
        sqlx::query("set local idle_in_transaction_session_timeout = 0").execute(pool).await?;
    }
    let header = Header {
        vouch_backup: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        taken_at: now.to_rfc3339_opts(SecondsFormat::Secs, true),
        step,
        head: head(db).await?,
        rows: counts(db).await?,
    };
    let mut page = Page::begin(path)?;
    write(db, &header, &mut page).await?;
    page.finish().map(|()| header)
}

async fn write(db: &Db, header: &Header, page: &mut Page) -> Result<(), BackupError> {
    page.line(header)?;
    for table in carried() {
        let columns = rows::columns(db, table.name).await?;
        if columns.is_empty() {
            continue; // The database is of a step before this table.
        }
        let mut found = rows::rows(db, table.name, &columns, table.hushed);
        while let Some(row) = found.try_next().await? {
            page.line(&BTreeMap::from([(table.name, row)]))?;
        }
    }
    Ok(())
}

async fn head(db: &Db) -> Result<Head, BackupError> {
    let sql = "select event_seq, outbox_seq, chain, at_us from head where id = 1";
    let found = fetch_all!(db, Head, sql)?;
    found.into_iter().next().ok_or_else(|| super::StoreError::NoHead.into())
}

async fn counts(db: &Db) -> Result<BTreeMap<String, u64>, BackupError> {
    let mut counts = BTreeMap::new();
    for table in carried() {
        if !rows::columns(db, table.name).await?.is_empty() {
            counts.insert(table.name.to_owned(), count(db, table).await?);
        }
    }
    Ok(counts)
}

async fn count(db: &Db, table: &Table) -> sqlx::Result<u64> {
    let sql = AssertSqlSafe(format!("select count(*) from {}", table.name));
    let count: i64 = match db {
        Db::Lite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await?,
        Db::Pg(pool) => sqlx::query_scalar(sql).fetch_one(pool).await?,
    };
    Ok(count.unsigned_abs())
}

/// An older backup may be replaced; anything else that stands there, the database perhaps, may not.
fn refuse_to_replace(path: &Path) -> Result<(), BackupError> {
    use std::io::{BufRead as _, BufReader, Read as _};
    let Ok(file) = File::open(path) else { return Ok(()) };
    let mut line = Vec::new();
    let read = BufReader::new(file).take(super::FIRST_LINE_MAX).read_until(b'\n', &mut line);
    match read.ok().map(|_| header(path, &line)) {
        Some(Ok(_) | Err(BackupError::Newer { .. })) => Ok(()),
        Some(Err(_)) | None => Err(BackupError::InTheWay(path.to_owned())),
    }
}

/// A backup as it is being written.
struct Page {
    file: WholeFile,
    hash: Sha256,
}

impl Page {
    fn begin(path: &Path) -> Result<Self, BackupError> {
        let file = WholeFile::begin(path)
            .map_err(|reason| BackupError::NotWritten { path: path.to_owned(), reason })?;
        Ok(Self { file, hash: Sha256::new() })
    }

    fn line(&mut self, value: &impl serde::Serialize) -> Result<(), BackupError> {
        let mut line = serde_json::to_vec(value).map_err(|error| self.trouble(error.into()))?;
        line.push(b'\n');
        self.hash.update(&line);
        self.file.write_all(&line).map_err(|error| self.trouble(error))
    }

    /// Brings the file to the disk and gives it its name.
    fn finish(mut self) -> Result<(), BackupError> {
        let sha256 = hex::encode(self.hash.clone().finalize());
        self.line(&Trailer { sha256 })?;
        let path = self.file.path().to_owned();
        self.file.finish().map_err(|reason| BackupError::NotWritten { path, reason })
    }

    fn trouble(&self, reason: io::Error) -> BackupError {
        BackupError::NotWritten { path: self.file.path().to_owned(), reason }
    }
}
