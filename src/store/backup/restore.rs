//! Restoring: a database made from a backup, in one transaction, and looked at afterwards.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde_json::Value;

use super::rows::{self, Column, Row};
use super::{BackupError, Header, look};
use crate::store::accounts;
use crate::store::audit::{self, Verdict};
use crate::store::dialect::{Db, Tx, execute};
use crate::store::log::{GENESIS, chain};
use crate::store::open::{OpenError, pools};
use crate::store::rebuild::rebuild;
use crate::store::rows::EventRow;
use crate::store::tables::carried;
use crate::store::upgrade::{Steps, begin, is_empty, is_empty_in};

/// Rows written at once.
const ROWS_AT_ONCE: usize = 500;

/// What was restored, and what the audit says of it.
#[derive(Debug)]
pub struct Restored {
    pub header: Header,
    pub verdict: Verdict,
}

/// Makes the database at `url`, which must be empty, from the backup at `path`: all of it, or
/// nothing.
///
/// # Errors
/// [`BackupError`]; the database is empty as before.
pub async fn restore(url: &str, path: &Path, steps: &Steps) -> Result<Restored, BackupError> {
    let header = look(path)?;
    if header.step > steps.newest() {
        let program = header.program.clone();
        return Err(BackupError::Newer { path: path.to_owned(), program });
    }
    let (read, write) = pools(url).await?;
    let restored = restore_into(&write, path, header, steps).await;
    read.close().await;
    write.close().await;
    restored
}

async fn restore_into(
    db: &Db,
    path: &Path,
    header: Header,
    steps: &Steps,
) -> Result<Restored, BackupError> {
    if !is_empty(db).await? {
        return Err(OpenError::NotEmpty.into());
    }
    let mut tx = begin(db).await?;
    let filled = fill(&mut tx, path, &header, steps).await;
    match filled {
        Ok(()) => tx.commit().await?,
        Err(error) => {
            // A rollback that fails too has nothing to add: the connection is gone.
            let _ = tx.rollback().await;
            return Err(error);
        }
    }
    let verdict = audit::verify(db).await?;
    Ok(Restored { header, verdict })
}

/// The tables as they were at the backup's step, its rows, the steps since, and the read rows.
async fn fill(tx: &mut Tx, path: &Path, header: &Header, steps: &Steps) -> Result<(), BackupError> {
    if !is_empty_in(tx).await? {
        return Err(OpenError::NotEmpty.into());
    }
    steps.take(tx, Some(header.step)).await?;
    Rows::begin(tx, path).await?.read(tx).await?.refuse_unless_as_said(header)?;
    set_head(tx, header).await?;
    steps.take(tx, None).await?;
    rebuild(tx).await?;
    accounts::forget_keys(tx).await?;
    Ok(())
}

async fn set_head(tx: &mut Tx, header: &Header) -> sqlx::Result<()> {
    let head = &header.head;
    execute!(
        tx,
        "update head set event_seq = $1, outbox_seq = $2, chain = $3, at_us = $4 where id = 1",
        head.event_seq,
        head.outbox_seq,
        &head.chain,
        head.at_us,
    )
    .map(|_| ())
}

/// The rows of a file on their way into their tables.
struct Rows<'a> {
    path: &'a Path,
    columns: BTreeMap<&'static str, Vec<Column>>,
    counts: BTreeMap<String, u64>,
    /// The last event that was read.
    seq: i64,
    chain: String,
    /// Rows of one table that wait to be written together.
    table: &'static str,
    waiting: Vec<Row>,
}

impl<'a> Rows<'a> {
    async fn begin(tx: &mut Tx, path: &'a Path) -> Result<Self, BackupError> {
        let mut columns = BTreeMap::new();
        for table in carried() {
            let found = rows::columns_in(tx, table.name).await?;
            if !found.is_empty() {
                rows::empty(tx, table.name).await?;
                columns.insert(table.name, found);
            }
        }
        Ok(Self {
            path,
            columns,
            counts: BTreeMap::new(),
            seq: 0,
            chain: GENESIS.to_owned(),
            table: "",
            waiting: Vec::new(),
        })
    }

    /// Reads from the second line to the last but one.
    async fn read(mut self, tx: &mut Tx) -> Result<Self, BackupError> {
        let not_read = |reason| BackupError::NotRead { path: self.path.to_owned(), reason };
        let mut lines = BufReader::new(File::open(self.path).map_err(not_read)?).lines().skip(1);
        let mut next = lines.next().transpose().map_err(not_read)?;
        while let Some(line) = next {
            next = lines.next().transpose().map_err(not_read)?;
            if next.is_some() {
                self.take(tx, &line).await?;
            }
        }
        self.write(tx).await?;
        Ok(self)
    }

    async fn take(&mut self, tx: &mut Tx, line: &str) -> Result<(), BackupError> {
        let by_table: BTreeMap<String, Row> = serde_json::from_str(line).unwrap_or_default();
        let Some((name, row)) = by_table.into_iter().next() else { return Err(self.odd("?")) };
        let known = self.columns.get_key_value(name.as_str());
        let Some((&table, columns)) = known else { return Err(self.odd(&name)) };
        let fits =
            row.len() == columns.len() && columns.iter().all(|one| row.contains_key(&one.name));
        if !fits {
            return Err(self.odd(&name));
        }
        if table == "event" {
            self.check(&row)?;
        }
        if table != self.table || self.waiting.len() >= ROWS_AT_ONCE {
            self.write(tx).await?;
            self.table = table;
        }
        *self.counts.entry(name).or_default() += 1;
        self.waiting.push(row);
        Ok(())
    }

    /// Each event follows the one before it, by position and by hash.
    fn check(&mut self, row: &Row) -> Result<(), BackupError> {
        let broken = BackupError::Broken { path: self.path.to_owned(), seq: self.seq + 1 };
        let event = serde_json::from_value::<EventRow>(Value::Object(row.clone()));
        let Ok(event) = event else { return Err(broken) };
        if event.seq != self.seq + 1 || chain(&self.chain, &event) != event.chain {
            return Err(broken);
        }
        (self.seq, self.chain) = (event.seq, event.chain);
        Ok(())
    }

    async fn write(&mut self, tx: &mut Tx) -> Result<(), BackupError> {
        let Some(columns) = self.columns.get(self.table).filter(|_| !self.waiting.is_empty())
        else {
            return Ok(());
        };
        let rows = std::mem::take(&mut self.waiting);
        rows::insert(tx, self.table, columns, &rows).await.map_err(|error| match error {
            sqlx::Error::Database(_) => self.odd(self.table),
            other => other.into(),
        })
    }

    fn refuse_unless_as_said(&self, header: &Header) -> Result<(), BackupError> {
        if (self.seq, &self.chain) != (header.head.event_seq, &header.head.chain) {
            return Err(BackupError::Broken { path: self.path.to_owned(), seq: self.seq + 1 });
        }
        let counted = |table: &String| self.counts.get(table).copied().unwrap_or(0);
        match header.rows.iter().find(|(table, rows)| counted(table) != **rows) {
            Some((table, _)) => Err(self.odd(table)),
            None => Ok(()),
        }
    }

    fn odd(&self, table: &str) -> BackupError {
        BackupError::OddRow { path: self.path.to_owned(), table: table.to_owned() }
    }
}
