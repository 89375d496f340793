//! In which time zone somebody lives, as their platform said last.

use chrono::{DateTime, Utc};

use super::StoreError;
use super::dialect::{Db, Tx, fetch_all, write_rows};
use super::rows::ZoneRow;
use super::writer::Writer;

/// What was said last of the zone of `platform:workspace:user`, if it ever was.
///
/// # Errors
/// [`StoreError`].
pub async fn zone(db: &Db, identity: &str) -> Result<Option<ZoneRow>, StoreError> {
    Ok(fetch_all!(db, ZoneRow, ZoneRow::BY_IDENTITY, identity)?.pop())
}

/// Keeps what the platform says now; `None` when it does not say.
///
/// # Errors
/// [`StoreError`].
pub async fn keep_zone(
    writer: &Writer,
    identity: &str,
    zone: Option<String>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = ZoneRow { identity: identity.to_owned(), zone, seen_us: now.timestamp_micros() };
    writer
        .touch(move |tx: &mut Tx| {
            let row = row.clone();
            Box::pin(async move { Ok(write_rows(tx, &[row]).await?) })
        })
        .await
}
