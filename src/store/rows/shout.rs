//! Shout-outs as rows, and back.

use super::{BadRow, Columns, ShoutRow, json};
use crate::domain::shout::{Shout, Stage};

impl From<&Shout> for ShoutRow {
    fn from(shout: &Shout) -> Self {
        let draft = shout.draft.as_ref();
        let due = draft.and_then(|draft| draft.at).filter(|_| shout.stage == Stage::Scheduled);
        Self {
            occasion: shout.occasion.to_string(),
            version: shout.version,
            partner_id: shout.partner.to_string(),
            about: json(&shout.about),
            stage: shout.stage.to_string(),
            since_us: shout.since.timestamp_micros(),
            draft: draft.map(json),
            said_by: shout.by.map(|by| by.to_string()),
            channels: json(&shout.channels),
            due_us: due.map(|at| at.timestamp_micros()),
        }
    }
}

impl TryFrom<&ShoutRow> for Shout {
    type Error = BadRow;

    fn try_from(row: &ShoutRow) -> Result<Self, BadRow> {
        let read = Columns { table: "shout", key: &row.occasion };
        Ok(Self {
            occasion: read.parse("occasion", &row.occasion)?,
            version: row.version,
            partner: read.parse("partner_id", &row.partner_id)?,
            about: read.list("about", &row.about)?,
            stage: read.parse("stage", &row.stage)?,
            since: read.time("since_us", row.since_us)?,
            draft: row.draft.as_ref().map(|text| read.list("draft", text)).transpose()?,
            by: read.maybe("said_by", row.said_by.as_ref())?,
            channels: read.list("channels", &row.channels)?,
        })
    }
}
