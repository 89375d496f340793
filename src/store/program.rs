//! Programmes by their texts, and which of them is in force: kept beside the log, so that the rules
//! of any event can be looked up by the version that stands on it.

use super::dialect::{Db, Tx, as_json, fetch_all, row, write_rows};
use super::house::{put_meta, set_meta};
use super::rows::EditionRow;
use super::writer::Writer;
use super::{StoreError, queries};
use crate::domain::edition::Edition;

row! {
    /// A text that is or was in force.
    ProgramRow in "program" key "version" replace {
        version: String,
        text: String,
        source: String,
        taken_us: i64,
    }
    select {
        ALL: "order by taken_us, version";
        BY_VERSION: in "version", "";
    }
}

/// The `meta` value that names the version in force before any was recorded as an event.
const IN_FORCE: &str = "program";
/// The version of the text that was last read from the file a start is told of: the file counts
/// again when it has changed.
const FILE: &str = "program_file";

/// Every text there is, in the order in which they came into force.
///
/// # Errors
/// [`StoreError`].
pub async fn kept(db: &Db) -> Result<Vec<ProgramRow>, StoreError> {
    Ok(fetch_all!(db, ProgramRow, ProgramRow::ALL)?)
}

/// One text, by its version.
///
/// # Errors
/// [`StoreError`].
pub async fn text(db: &Db, version: &str) -> Result<Option<ProgramRow>, StoreError> {
    let keys = as_json(&[version])?;
    Ok(fetch_all!(db, ProgramRow, ProgramRow::BY_VERSION, keys)?.into_iter().next())
}

/// The version in force, if any ever was: the last one of which that is recorded, else the one that a
/// database began with.
///
/// # Errors
/// [`StoreError`].
pub async fn in_force(db: &Db) -> Result<Option<String>, StoreError> {
    let recorded = fetch_all!(db, EditionRow, EditionRow::IN_FORCE)?.into_iter().next();
    match recorded {
        Some(row) => Ok(Some(row.program)),
        None => queries::meta(db, IN_FORCE).await,
    }
}

/// The versions that are announced and do not hold yet: one, or none.
///
/// # Errors
/// [`StoreError`].
pub async fn announced(db: &Db) -> Result<Vec<Edition>, StoreError> {
    let rows = fetch_all!(db, EditionRow, EditionRow::ANNOUNCED)?;
    let editions = rows.iter().map(Edition::try_from).collect::<Result<Vec<_>, _>>();
    editions.map_err(StoreError::from)
}

/// The version of what was last read from the file.
///
/// # Errors
/// [`StoreError`].
pub async fn file(db: &Db) -> Result<Option<String>, StoreError> {
    queries::meta(db, FILE).await
}

/// Keeps a text, with where it came from.
///
/// # Errors
/// [`StoreError`].
pub async fn keep(writer: &Writer, row: ProgramRow) -> Result<(), StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let row = row.clone();
            Box::pin(async move { Ok(write_rows(tx, &[row]).await?) })
        })
        .await
}

/// Keeps the text that a database begins with, and that it is in force.
///
/// # Errors
/// [`StoreError`].
pub async fn begin_with(writer: &Writer, row: ProgramRow) -> Result<(), StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let row = row.clone();
            Box::pin(async move {
                put_meta(tx, IN_FORCE, &row.version).await?;
                Ok(write_rows(tx, &[row]).await?)
            })
        })
        .await
}

/// Records which text the file holds.
///
/// # Errors
/// [`StoreError`].
pub async fn set_file(writer: &Writer, version: String) -> Result<(), StoreError> {
    set_meta(writer, FILE, version).await
}
