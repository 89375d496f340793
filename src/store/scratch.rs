//! What adapters note for themselves and find again after a restart: where they stand in a
//! connection, forms that are open in front of somebody. Worth something for a day.

use chrono::{DateTime, TimeDelta, Utc};

use super::dialect::{Tx, execute, fetch_all};
use super::writer::Writer;
use super::{Store, StoreError};

#[derive(sqlx::FromRow)]
struct Text {
    text: String,
}

/// What was noted under a name.
///
/// # Errors
/// [`StoreError`].
pub async fn read(store: &Store, name: &str) -> Result<Option<String>, StoreError> {
    let rows = fetch_all!(&store.db, Text, "select text from scratch where name = $1", name)?;
    Ok(rows.into_iter().next().map(|row| row.text))
}

/// Notes something, in the place of what was noted under the same name.
///
/// # Errors
/// [`StoreError`].
pub async fn write(
    writer: &Writer,
    name: String,
    text: String,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let (name, text) = (name.clone(), text.clone());
            Box::pin(async move {
                execute!(
                    tx,
                    "insert into scratch (name, text, noted_us) values ($1, $2, $3)
                     on conflict (name)
                     do update set text = excluded.text, noted_us = excluded.noted_us",
                    name,
                    text,
                    now.timestamp_micros(),
                )?;
                Ok(())
            })
        })
        .await
}

/// Takes something that one process has at a time, or goes on having it; whether it has it now. Who
/// has not done so for `at_most` has lost it.
///
/// # Errors
/// [`StoreError`].
pub async fn hold(
    writer: &Writer,
    name: &'static str,
    holder: String,
    (now, at_most): (DateTime<Utc>, TimeDelta),
) -> Result<bool, StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let holder = holder.clone();
            Box::pin(async move {
                let held = execute!(
                    tx,
                    "insert into scratch (name, text, noted_us) values ($1, $2, $3)
                     on conflict (name)
                     do update set text = excluded.text, noted_us = excluded.noted_us
                      where scratch.text = excluded.text or scratch.noted_us <= $4",
                    name,
                    holder,
                    now.timestamp_micros(),
                    (now - at_most).timestamp_micros(),
                )?;
                Ok(held == 1)
            })
        })
        .await
}

/// Gives up what this holder has.
///
/// # Errors
/// [`StoreError`].
pub async fn release(
    writer: &Writer,
    name: &'static str,
    holder: String,
) -> Result<(), StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let holder = holder.clone();
            Box::pin(async move {
                execute!(tx, "delete from scratch where name = $1 and text = $2", name, holder)?;
                Ok(())
            })
        })
        .await
}

/// Forgets what was noted before `before`: it holds what people typed.
///
/// # Errors
/// [`StoreError`].
pub async fn forget_before(writer: &Writer, before: DateTime<Utc>) -> Result<(), StoreError> {
    let before_us = before.timestamp_micros();
    writer
        .touch(move |tx: &mut Tx| {
            Box::pin(async move {
                execute!(tx, "delete from scratch where noted_us < $1", before_us)?;
                Ok(())
            })
        })
        .await
}
