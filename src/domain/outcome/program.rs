//! Facts about the programme itself: which version was recorded, who was told, since when it holds.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// About a version of the programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProgramEvent {
    /// It is to come into force, on this date at the earliest.
    ProgramRecorded {
        /// The version in force at that time.
        before: String,
        effective: NaiveDate,
        /// Days that the version before promises between notice and change.
        notice_days: u32,
        /// Whether partners are promised something else, and told before it holds.
        affects_partners: bool,
    },
    /// Partners are to be told in these channels.
    ProgramNoticesLeft { channels: Vec<String> },
    /// The platform has taken the notice.
    ProgramNoticePosted { channel: String, at: DateTime<Utc> },
    /// It is in force.
    ProgramTookEffect,
    /// It does not come: another took its place, or the one in force stays.
    ProgramTakenBack,
}

impl ProgramEvent {
    /// As it stands in the log.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ProgramRecorded { .. } => "program_recorded",
            Self::ProgramNoticesLeft { .. } => "program_notices_left",
            Self::ProgramNoticePosted { .. } => "program_notice_posted",
            Self::ProgramTookEffect => "program_took_effect",
            Self::ProgramTakenBack => "program_taken_back",
        }
    }
}
