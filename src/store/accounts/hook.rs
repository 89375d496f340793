//! Events of a CRM: each is taken once, together with what it says.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::StoreError;
use super::super::dialect::{Db, Tx, execute, fetch_all};
use super::super::writer::Writer;
use super::put::{Keys, Put, Same, put_in};
use crate::domain::account::known::Told;

/// How long an event's id is remembered.
pub const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// What became of each thing it says.
    Now(Vec<Put>),
    /// It was taken before, and changed nothing this time.
    Before,
}

/// Whether an event was taken before.
///
/// # Errors
/// [`StoreError`].
pub async fn is_taken(db: &Db, source: &str, event_id: &str) -> Result<bool, StoreError> {
    #[derive(sqlx::FromRow)]
    struct Taken {
        n: i64,
    }
    let sql = "select count(*) as n from hook_event where source = $1 and event_id = $2";
    let rows = fetch_all!(db, Taken, sql, source, event_id)?;
    Ok(rows.first().is_some_and(|row| row.n > 0))
}

/// Takes in an event of the source that all of `told` names. `at` is when its source says that it happened: what is older than what is
/// known of the account changes nothing.
///
/// # Errors
/// [`StoreError`]: nothing was stored, and the event can come again.
pub async fn take(
    writer: &Writer,
    event_id: String,
    told: Vec<Told>,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Taken, StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let (event_id, told) = (event_id.clone(), told.clone());
            Box::pin(async move {
                let before = (now - REMEMBERED).timestamp_micros();
                execute!(tx, "delete from hook_event where taken_us < $1", before)?;
                let new = execute!(
                    tx,
                    "insert into hook_event (source, event_id, taken_us) values ($1, $2, $3)
                     on conflict do nothing",
                    told.first().map(|told| &told.source),
                    &event_id,
                    now.timestamp_micros(),
                )?;
                if new == 0 {
                    return Ok(Taken::Before);
                }
                put_in(tx, &told, at, (Same::Noted, Keys::Now)).await.map(Taken::Now)
            })
        })
        .await
}
