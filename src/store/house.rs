//! The house's own affairs: timed jobs, what is forgotten after its time, marks, installations.

use chrono::{DateTime, Utc};

use super::dialect::{Sql, Tx, as_json, execute, fetch_all, write_rows};
use super::queue::LEASE;
use super::rows::{InstallationRow, InvitationRow};
use super::writer::Writer;
use super::{Store, StoreError};
use crate::vault::Locked;

#[derive(sqlx::FromRow)]
struct Due {
    due_us: i64,
}

/// Takes a job when it is due. Gives whether it was taken, and when it is due then: soon, for a
/// process that dies over it must not leave it undone until its next time; whoever has done it says
/// so by [`job_done`]. A job that was never run is due.
///
/// # Errors
/// [`StoreError`].
pub async fn take_job(
    store: &Store,
    name: &'static str,
    now: DateTime<Utc>,
) -> Result<(bool, DateTime<Utc>), StoreError> {
    // Jobs are asked for after everything that happens, and taking is a write.
    let due = job_due(store, name).await?;
    if let Some(due) = due.filter(|due| *due > now) {
        return Ok((false, due));
    }
    let next = now + LEASE;
    store
        .writer
        .touch(move |tx: &mut Tx| {
            Box::pin(async move {
                let taken = execute!(
                    tx,
                    "insert into job (name, due_us) values ($1, $2)
                     on conflict (name) do update set due_us = excluded.due_us
                      where job.due_us <= $3",
                    name,
                    next.timestamp_micros(),
                    now.timestamp_micros(),
                )?;
                let rows = fetch_all!(tx tx, Due, "select due_us from job where name = $1", name)?;
                let due = rows.first().and_then(|row| DateTime::from_timestamp_micros(row.due_us));
                Ok((taken == 1, due.unwrap_or(next)))
            })
        })
        .await
}

/// Marks cards and Homes as looked at.
///
/// # Errors
/// [`StoreError`].
pub async fn looked_at(
    writer: &Writer,
    cards: Vec<String>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const LOOKED: Sql = Sql {
        lite: "update drawing set looked_us = $1
                where card_id in (select value from json_each($2))",
        pg: "update drawing set looked_us = $1
              where card_id = any (array(select json_array_elements_text($2::json)))",
    };
    writer
        .touch(move |tx: &mut Tx| {
            let cards = as_json(&cards);
            Box::pin(async move {
                execute!(tx, LOOKED, now.timestamp_micros(), cards?)?;
                Ok(())
            })
        })
        .await
}

/// Puts a job that was done off to its next time.
///
/// # Errors
/// [`StoreError`]: it is done once more then, soon.
pub async fn job_done(
    writer: &Writer,
    name: &'static str,
    next: DateTime<Utc>,
) -> Result<(), StoreError> {
    let next_us = next.timestamp_micros();
    writer
        .touch(move |tx: &mut Tx| {
            Box::pin(async move {
                execute!(tx, "update job set due_us = $1 where name = $2", next_us, name)?;
                Ok(())
            })
        })
        .await
}

/// Asks a platform again what it was asked before.
pub const ASKS_AGAIN: &str = "groups";

/// What is said of a morning: when there is something to say is known from the referrals.
pub const MORNINGS: &str = "mornings";

/// The job that looks at partners' tiers; not due while the programme has none.
pub const TIERS: &str = "tiers";

/// The job that looks whether a board showed more than counts; not due while none was posted.
pub const BOARDS: &str = "boards";

/// The job that lists what may be said of partners; not due while there is nothing.
pub const SHOUTS: &str = "shouts";

/// The job that looks whether anybody would read a first note; not due once every series was shown.
pub const RHYTHM: &str = "rhythm";

/// Plans a job for the first time.
///
/// # Errors
/// [`StoreError`].
pub async fn plan_job(
    writer: &Writer,
    name: &'static str,
    first: DateTime<Utc>,
) -> Result<(), StoreError> {
    let first_us = first.timestamp_micros();
    writer
        .touch(move |tx: &mut Tx| {
            Box::pin(async move {
                execute!(
                    tx,
                    "insert into job (name, due_us) values ($1, $2) on conflict (name) do nothing",
                    name,
                    first_us,
                )?;
                Ok(())
            })
        })
        .await
}

/// When a job is due; none that was never run.
///
/// # Errors
/// [`StoreError`].
pub async fn job_due(
    store: &Store,
    name: &'static str,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let rows = fetch_all!(&store.db, Due, "select due_us from job where name = $1", name)?;
    Ok(rows.first().and_then(|row| DateTime::from_timestamp_micros(row.due_us)))
}

/// When the next job is due, but for [`ASKS_AGAIN`], [`MORNINGS`], [`TIERS`], [`BOARDS`],
/// [`SHOUTS`] and [`RHYTHM`]: for whoever watches it.
///
/// # Errors
/// [`StoreError`].
pub async fn next_job(db: &super::dialect::Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let rows = fetch_all!(
        db,
        Due,
        "select due_us from job where name not in ($1, $2, $3, $4, $5, $6) order by due_us limit 1",
        ASKS_AGAIN,
        MORNINGS,
        TIERS,
        BOARDS,
        SHOUTS,
        RHYTHM
    )?;
    Ok(rows.first().and_then(|row| DateTime::from_timestamp_micros(row.due_us)))
}

/// Removes deliveries that were done before `before`, what was said before it, and forms opened
/// before it. Gives the number of deliveries.
///
/// # Errors
/// [`StoreError`].
pub async fn forget_before(writer: &Writer, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let before_us = before.timestamp_micros();
    writer
        .touch(move |tx: &mut Tx| {
            Box::pin(async move {
                execute!(tx, "delete from form where opened_us < $1", before_us)?;
                // What a digest says is corrected where it stands, however late.
                execute!(
                    tx,
                    "delete from outbox where done_us < $1
                        and (post_us is null or card_id is null or card_id not like 'digest:%')",
                    before_us
                )?;
                Ok(execute!(tx, "delete from inbox where done_us < $1", before_us)?)
            })
        })
        .await
}

/// Sets a value of the `meta` table.
///
/// # Errors
/// [`StoreError`].
pub async fn set_meta(
    writer: &Writer,
    name: &'static str,
    value: String,
) -> Result<(), StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let value = value.clone();
            Box::pin(async move { put_meta(tx, name, &value).await })
        })
        .await
}

/// The same as part of more.
pub(super) async fn put_meta(
    tx: &mut Tx,
    name: &'static str,
    value: &str,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into meta (name, value) values ($1, $2)
         on conflict (name) do update set value = excluded.value",
        name,
        value,
    )?;
    Ok(())
}

/// Records where the tokens of workspaces are to be found.
///
/// # Errors
/// [`StoreError`].
pub async fn install(writer: &Writer, rows: Vec<InstallationRow>) -> Result<(), StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let rows = rows.clone();
            Box::pin(async move { Ok(write_rows(tx, &rows).await?) })
        })
        .await
}

/// Keeps a link to install the app, and forgets those whose time is over.
///
/// # Errors
/// [`StoreError`].
pub async fn invite(
    writer: &Writer,
    row: InvitationRow,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let row = row.clone();
            Box::pin(async move {
                let now_us = now.timestamp_micros();
                execute!(tx, "delete from invitation where expires_us <= $1", now_us)?;
                Ok(write_rows(tx, &[row]).await?)
            })
        })
        .await
}

/// Puts a token under another lock, unless it was replaced meanwhile; whether it was done.
///
/// # Errors
/// [`StoreError`].
pub async fn relock(
    writer: &Writer,
    workspace: String,
    was: Locked,
    now: Locked,
) -> Result<bool, StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let (workspace, was, now) = (workspace.clone(), was.clone(), now.clone());
            Box::pin(async move {
                let changed = execute!(
                    tx,
                    "update installation set key_id = $1, locked = $2
                      where workspace = $3 and locked = $4",
                    now.key_id,
                    now.text,
                    workspace,
                    was.text,
                )?;
                Ok(changed == 1)
            })
        })
        .await
}
