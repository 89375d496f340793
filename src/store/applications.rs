//! Applications as they stand.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::StoreError;
use super::dialect::{Db, as_json, fetch_all};
use super::rows::ApplicationRow;
use crate::domain::ids::{ApplicationId, PersonId};
use crate::domain::joining::application::Application;

#[derive(sqlx::FromRow)]
struct Due {
    us: Option<i64>,
}

fn read(rows: &[ApplicationRow]) -> Result<Vec<Application>, StoreError> {
    rows.iter().map(Application::try_from).collect::<Result<_, _>>().map_err(StoreError::from)
}

/// The one with this id.
///
/// # Errors
/// [`StoreError`], here and below.
pub async fn application(db: &Db, id: ApplicationId) -> Result<Option<Application>, StoreError> {
    let keys = as_json(&[id])?;
    let rows = fetch_all!(db, ApplicationRow, ApplicationRow::BY_ID, keys)?;
    Ok(read(&rows)?.pop())
}

/// Those of somebody.
///
/// # Errors
/// [`StoreError`].
pub async fn of_person(db: &Db, person: PersonId) -> Result<Vec<Application>, StoreError> {
    let keys = as_json(&BTreeSet::from([person.to_string()]))?;
    read(&fetch_all!(db, ApplicationRow, ApplicationRow::OF, keys)?)
}

/// Those whose time is over and of which nobody was reminded.
///
/// # Errors
/// [`StoreError`].
pub async fn late(db: &Db, now: DateTime<Utc>, limit: i64) -> Result<Vec<Application>, StoreError> {
    read(&fetch_all!(db, ApplicationRow, ApplicationRow::DUE, now.timestamp_micros(), limit)?)
}

/// When the next one's time is over.
///
/// # Errors
/// [`StoreError`].
pub async fn next_late(db: &Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let sql = "select min(due_us) as us from application where due_us is not null";
    let rows = fetch_all!(db, Due, sql)?;
    Ok(rows.first().and_then(|row| row.us).and_then(DateTime::from_timestamp_micros))
}
