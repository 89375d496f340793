//! Deliveries that were acknowledged and are still to be worked on, oldest first. One stays until
//! its work is done, so that neither a restart nor a platform that is away loses it.

use chrono::{DateTime, Utc};

use super::{Count, Earliest, LEASE};
use crate::store::dialect::{Db, Sql, Tx, execute, fetch_all};
use crate::store::writer::Writer;
use crate::store::{Store, StoreError};

/// A task that was taken, with the token that settles it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct TakenTask {
    /// The key of the delivery.
    pub key: String,
    /// What it is about, as JSON.
    pub errand: String,
    pub token: i64,
    pub attempts: i64,
}

const TAKE: Sql = Sql {
    lite: "update task
   set lease_until_us = $1 + $2, token = token + 1, attempts = attempts + 1
 where key = (select key from task where due_us <= $1 and lease_until_us <= $1
               order by received_us, key limit 1)
returning key, errand, token, attempts",
    pg: "update task
   set lease_until_us = $1 + $2, token = token + 1, attempts = attempts + 1
 where key = (select key from task where due_us <= $1 and lease_until_us <= $1
               order by received_us, key limit 1 for update skip locked)
returning key, errand, token, attempts",
};

/// Takes the oldest task that is due. Its lease covers what one may take: the caller sees to it that
/// the work is over by then.
///
/// # Errors
/// [`StoreError`]; nothing is taken then.
pub async fn take_task(
    writer: &Writer,
    now: DateTime<Utc>,
) -> Result<Option<TakenTask>, StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            Box::pin(async move {
                let lease_us = LEASE.num_microseconds().unwrap_or_default();
                let now_us = now.timestamp_micros();
                Ok(fetch_all!(tx tx, TakenTask, TAKE, now_us, lease_us)?.pop())
            })
        })
        .await
}

/// Settles a task: it is done, or to be tried again not before `again`. Nothing happens when the
/// lease was lost meanwhile.
///
/// # Errors
/// [`StoreError`].
pub async fn settle_task(
    writer: &Writer,
    task: &TakenTask,
    again: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let (key, token) = (task.key.clone(), task.token);
    writer
        .touch(move |tx: &mut Tx| {
            let key = key.clone();
            Box::pin(async move {
                match again {
                    None => {
                        execute!(tx, "delete from task where key = $1 and token = $2", key, token)?
                    }
                    Some(due) => execute!(
                        tx,
                        "update task set due_us = $1, lease_until_us = 0
                          where key = $2 and token = $3",
                        due.timestamp_micros(),
                        key,
                        token,
                    )?,
                };
                Ok(())
            })
        })
        .await
}

/// How many tasks are still to be worked on.
///
/// # Errors
/// [`StoreError`].
pub async fn tasks_waiting(store: &Store) -> Result<u64, StoreError> {
    let rows = fetch_all!(&store.db, Count, "select count(*) as n from task")?;
    Ok(rows.first().map_or(0, |row| row.n.unsigned_abs()))
}

/// When the next task may be taken.
///
/// # Errors
/// [`StoreError`].
pub async fn next_task(db: &Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let rows = fetch_all!(
        db,
        Earliest,
        "select min(case when lease_until_us > due_us then lease_until_us else due_us end) as us
           from task"
    )?;
    Ok(rows.first().and_then(|row| row.us).and_then(DateTime::from_timestamp_micros))
}
