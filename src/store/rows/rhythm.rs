//! Series of notes as rows, and back.

use super::{BadRow, Columns, RhythmRow, json};
use crate::domain::rhythm::Rhythm;

impl From<&Rhythm> for RhythmRow {
    fn from(rhythm: &Rhythm) -> Self {
        Self {
            series: rhythm.series.to_string(),
            version: rhythm.version,
            stage: rhythm.stage.to_string(),
            since_us: rhythm.since.timestamp_micros(),
            said_by: rhythm.by.map(|by| by.to_string()),
            round_day: rhythm.round.map(|day| day.to_string()),
            through: rhythm.through.map(|partner| partner.to_string()),
            away: rhythm.away.as_ref().map(json),
        }
    }
}

impl TryFrom<&RhythmRow> for Rhythm {
    type Error = BadRow;

    fn try_from(row: &RhythmRow) -> Result<Self, BadRow> {
        let read = Columns { table: "rhythm", key: &row.series };
        Ok(Self {
            series: read.parse("series", &row.series)?,
            version: row.version,
            stage: read.parse("stage", &row.stage)?,
            since: read.time("since_us", row.since_us)?,
            by: read.maybe("said_by", row.said_by.as_ref())?,
            round: read.maybe("round_day", row.round_day.as_ref())?,
            through: read.maybe("through", row.through.as_ref())?,
            away: row.away.as_ref().map(|text| read.list("away", text)).transpose()?,
        })
    }
}
