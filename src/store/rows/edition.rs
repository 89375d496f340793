//! Editions of the programme as rows, and back.

use super::{BadRow, Columns, EditionRow, json};
use crate::domain::edition::Edition;

impl From<&Edition> for EditionRow {
    fn from(edition: &Edition) -> Self {
        Self {
            program: edition.id.clone(),
            version: edition.version,
            announced: edition.announced.as_ref().map(json),
            in_force_us: edition.in_force_at.map(|at| at.timestamp_micros()),
        }
    }
}

impl TryFrom<&EditionRow> for Edition {
    type Error = BadRow;

    fn try_from(row: &EditionRow) -> Result<Self, BadRow> {
        let read = Columns { table: "edition", key: &row.program };
        Ok(Self {
            id: row.program.clone(),
            version: row.version,
            announced: row
                .announced
                .as_ref()
                .map(|text| read.list("announced", text))
                .transpose()?,
            in_force_at: row.in_force_us.map(|us| read.time("in_force_us", us)).transpose()?,
        })
    }
}
