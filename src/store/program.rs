//! Programmes by their texts, and which of them is in force: kept beside the log, so that the rules
//! of any event can be looked up by the version that stands on it.

use super::dialect::{Db, Tx, as_json, fetch_all, row, write_rows};
use super::house::{put_meta, set_meta};
use super::writer::Writer;
use super::{StoreError, queries};

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

/// The `meta` value that names the version in force.
const IN_FORCE: &str = "program";
/// The version of the text that was last read from the file a start is told of: the file counts
/// again when it has changed.
const FILE: &str = "program_file";
/// The version that partners were told of last.
const TOLD: &str = "program_told";

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

/// The version in force, if any ever was.
///
/// # Errors
/// [`StoreError`].
pub async fn in_force(db: &Db) -> Result<Option<String>, StoreError> {
    queries::meta(db, IN_FORCE).await
}

/// The version of what was last read from the file.
///
/// # Errors
/// [`StoreError`].
pub async fn file(db: &Db) -> Result<Option<String>, StoreError> {
    queries::meta(db, FILE).await
}

/// The version that partners were told of last.
///
/// # Errors
/// [`StoreError`].
pub async fn told(db: &Db) -> Result<Option<String>, StoreError> {
    queries::meta(db, TOLD).await
}

/// Puts a text in force; `file` is what the file a start is told of says at this moment.
///
/// # Errors
/// [`StoreError`].
pub async fn take(
    writer: &Writer,
    row: ProgramRow,
    file: Option<String>,
) -> Result<(), StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let (row, file) = (row.clone(), file.clone());
            Box::pin(async move {
                put_meta(tx, IN_FORCE, &row.version).await?;
                if let Some(file) = file {
                    put_meta(tx, FILE, &file).await?;
                }
                Ok(write_rows(tx, &[row]).await?)
            })
        })
        .await
}

/// Records which text the file holds, when it has been looked at and changes nothing.
///
/// # Errors
/// [`StoreError`].
pub async fn set_file(writer: &Writer, version: String) -> Result<(), StoreError> {
    set_meta(writer, FILE, version).await
}

/// Records which version partners were told of.
///
/// # Errors
/// [`StoreError`].
pub async fn set_told(writer: &Writer, version: String) -> Result<(), StoreError> {
    set_meta(writer, TOLD, version).await
}
