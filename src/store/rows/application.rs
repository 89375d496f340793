//! Applications as rows, and back.

use super::{ApplicationRow, BadRow, Columns, json};
use crate::domain::joining::application::Application;

impl From<&Application> for ApplicationRow {
    fn from(one: &Application) -> Self {
        Self {
            application_id: one.id.to_string(),
            version: one.version,
            stage: one.stage.to_string(),
            since_us: one.since.timestamp_micros(),
            person_id: one.person().map(|person| person.to_string()),
            domain: one.domain().map(str::to_owned),
            invited: one.invited.as_ref().map(json),
            applied: one.applied.as_ref().map(json),
            questions: Some(&one.questions).filter(|all| !all.is_empty()).map(json),
            decision: one.decision.as_ref().map(json),
            reminded: one.reminded,
            due_us: one.due().map(|at| at.timestamp_micros()),
        }
    }
}

impl TryFrom<&ApplicationRow> for Application {
    type Error = BadRow;

    fn try_from(row: &ApplicationRow) -> Result<Self, BadRow> {
        let read = Columns { table: "application", key: &row.application_id };
        let questions = row.questions.as_ref();
        let questions = questions.map(|text| read.list("questions", text)).transpose()?;
        Ok(Self {
            id: read.parse("application_id", &row.application_id)?,
            version: row.version,
            stage: read.parse("stage", &row.stage)?,
            since: read.time("since_us", row.since_us)?,
            invited: row.invited.as_ref().map(|text| read.list("invited", text)).transpose()?,
            applied: row.applied.as_ref().map(|text| read.list("applied", text)).transpose()?,
            questions: questions.unwrap_or_default(),
            decision: row.decision.as_ref().map(|text| read.list("decision", text)).transpose()?,
            reminded: row.reminded,
        })
    }
}
