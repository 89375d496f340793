//! Leaderboards as rows, and back.

use super::{BadRow, BoardRow, Columns, json};
use crate::domain::board::snapshot::Snapshot;

impl From<&Snapshot> for BoardRow {
    fn from(board: &Snapshot) -> Self {
        Self {
            period: board.period.to_string(),
            version: board.version,
            taken_us: board.taken_at.timestamp_micros(),
            counts: json(&board.counts),
            stage: board.stage.to_string(),
            since_us: board.since.timestamp_micros(),
            settled_by: board.settled_by.map(|by| by.to_string()),
            post: board.post.map(|post| post.to_string()),
            late: board.late.as_ref().map(json),
            shown: json(&board.shown),
            lowered: json(&board.lowered),
        }
    }
}

impl TryFrom<&BoardRow> for Snapshot {
    type Error = BadRow;

    fn try_from(row: &BoardRow) -> Result<Self, BadRow> {
        let read = Columns { table: "board", key: &row.period };
        Ok(Self {
            period: read.parse("period", &row.period)?,
            version: row.version,
            taken_at: read.time("taken_us", row.taken_us)?,
            counts: read.list("counts", &row.counts)?,
            stage: read.parse("stage", &row.stage)?,
            since: read.time("since_us", row.since_us)?,
            settled_by: read.maybe("settled_by", row.settled_by.as_ref())?,
            post: read.maybe("post", row.post.as_ref())?,
            late: row.late.as_ref().map(|text| read.list("late", text)).transpose()?,
            shown: read.list("shown", &row.shown)?,
            lowered: read.list("lowered", &row.lowered)?,
        })
    }
}
