//! The one code with which the first admin names themselves: its hash, until when it works, and how
//! often it was tried.

use chrono::{DateTime, Utc};

use super::StoreError;
use super::dialect::{Tx, execute, fetch_all};
use super::writer::Writer;

/// Tries that may go wrong before a new code is needed.
const TRIES: i64 = 5;

/// What became of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    Fits,
    /// Another one; so many tries are left.
    Wrong {
        left: u32,
    },
    /// No code works at present: there is none, its time is over, or it was tried too often.
    Over,
}

#[derive(sqlx::FromRow)]
struct CodeRow {
    hash: String,
    expires_us: i64,
    tries: i64,
}

/// Puts a code in the place of any before it.
///
/// # Errors
/// [`StoreError`].
pub async fn set(writer: &Writer, hash: String, until: DateTime<Utc>) -> Result<(), StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let hash = hash.clone();
            Box::pin(async move {
                execute!(
                    tx,
                    "insert into admin_code (id, hash, expires_us, tries) values (1, $1, $2, 0)
                     on conflict (id) do update
                        set hash = excluded.hash, expires_us = excluded.expires_us, tries = 0",
                    hash,
                    until.timestamp_micros(),
                )?;
                Ok(())
            })
        })
        .await
}

/// Compares, and counts what does not fit.
///
/// # Errors
/// [`StoreError`].
pub async fn tried(writer: &Writer, hash: String, now: DateTime<Utc>) -> Result<Tried, StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let hash = hash.clone();
            Box::pin(async move {
                let rows = fetch_all!(
                    tx tx,
                    CodeRow,
                    "select hash, expires_us, tries from admin_code where id = 1"
                )?;
                let Some(row) = rows.into_iter().next() else { return Ok(Tried::Over) };
                if row.tries >= TRIES || row.expires_us <= now.timestamp_micros() {
                    return Ok(Tried::Over);
                }
                if row.hash == hash {
                    return Ok(Tried::Fits);
                }
                execute!(tx, "update admin_code set tries = tries + 1 where id = 1")?;
                let left = u32::try_from(TRIES - 1 - row.tries).unwrap_or(0);
                Ok(Tried::Wrong { left })
            })
        })
        .await
}

/// Forgets the code: it was used, or is not needed any more.
///
/// # Errors
/// [`StoreError`].
pub async fn forget(writer: &Writer) -> Result<(), StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            Box::pin(async move {
                execute!(tx, "delete from admin_code")?;
                Ok(())
            })
        })
        .await
}
