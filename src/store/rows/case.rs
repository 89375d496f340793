//! Conflict cases as rows, and back.

use super::{BadRow, CaseRow, Columns, json};
use crate::domain::account::Domain;
use crate::domain::case::Case;
use crate::store::dialect::Sql;

impl CaseRow {
    /// The open cases that any of these referrals is in.
    pub const OPEN_WITH: Sql = Sql {
        lite: "select * from conflict_case
                where phase in ('evidence', 'proposed', 'decided', 'appealed')
                  and exists (select 1 from json_each($1) as one
                               where parties like '%' || one.value || '%')
                order by number",
        pg: "select * from conflict_case
              where phase in ('evidence', 'proposed', 'decided', 'appealed')
                and exists (select 1 from json_array_elements_text($1::json) as one (id)
                             where parties like '%' || one.id || '%')
              order by number",
    };
}

impl From<&Case> for CaseRow {
    fn from(case: &Case) -> Self {
        Self {
            case_id: case.id.to_string(),
            version: case.version,
            number: i64::from(case.number),
            domain: case.domain.to_string(),
            program: case.program.clone(),
            cause: case.cause.to_string(),
            opened_by: case.opened_by.map(|by| by.to_string()),
            opened_us: case.opened_at.timestamp_micros(),
            evidence_until_us: case.evidence_until.timestamp_micros(),
            phase: case.phase.to_string(),
            since_us: case.since.timestamp_micros(),
            due_us: case.due.map(|at| at.timestamp_micros()),
            parties: json(&case.parties),
            gone: json(&case.left),
            statements: json(&case.statements),
            asked: json(&case.asked),
            proposal: case.proposal.as_ref().map(json),
            decided: case.decided.as_ref().map(json),
            appealed: case.appealed.as_ref().map(json),
            appeal: case.appeal.as_ref().map(json),
            waived: json(&case.waived),
            split: case.split.as_ref().map(json),
            reminded: i64::from(case.reminded),
        }
    }
}

impl TryFrom<&CaseRow> for Case {
    type Error = BadRow;

    fn try_from(row: &CaseRow) -> Result<Self, BadRow> {
        let read = Columns { table: "conflict_case", key: &row.case_id };
        Ok(Self {
            id: read.parse("case_id", &row.case_id)?,
            version: row.version,
            number: read.count("number", row.number)?,
            domain: Domain::stored(row.domain.clone()),
            program: row.program.clone(),
            cause: read.parse("cause", &row.cause)?,
            opened_by: read.maybe("opened_by", row.opened_by.as_ref())?,
            opened_at: read.time("opened_us", row.opened_us)?,
            evidence_until: read.time("evidence_until_us", row.evidence_until_us)?,
            phase: read.parse("phase", &row.phase)?,
            since: read.time("since_us", row.since_us)?,
            due: row.due_us.map(|us| read.time("due_us", us)).transpose()?,
            parties: read.list("parties", &row.parties)?,
            left: read.list("gone", &row.gone)?,
            statements: read.list("statements", &row.statements)?,
            asked: read.list("asked", &row.asked)?,
            proposal: row.proposal.as_ref().map(|text| read.list("proposal", text)).transpose()?,
            decided: row.decided.as_ref().map(|text| read.list("decided", text)).transpose()?,
            appealed: row.appealed.as_ref().map(|text| read.list("appealed", text)).transpose()?,
            appeal: row.appeal.as_ref().map(|text| read.list("appeal", text)).transpose()?,
            waived: read.list("waived", &row.waived)?,
            split: row.split.as_ref().map(|text| read.list("split", text)).transpose()?,
            reminded: read.count("reminded", row.reminded)?,
        })
    }
}
