//! Facts about notes that partners' channels are told of their own accord: that the first was shown
//! to somebody, what they said, and to whom which round went.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::ids::{PartnerId, PersonId};
use crate::domain::rhythm::Away;

/// About a series of notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RhythmEvent {
    /// Whoever looks after the community was shown the first one, as this partner would read it.
    NotesShown { partner: PartnerId },
    /// They go out by themselves from now on.
    NotesStarted { by: PersonId },
    /// No more of them go out.
    NotesStopped { by: PersonId },
    /// The note of a round was left to be said to these partners, and everybody through that one was
    /// looked at, in the order of their ids; everybody where there is none.
    NotesLeft {
        round: NaiveDate,
        to: BTreeSet<PartnerId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        away: Option<Away>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        through: Option<PartnerId>,
    },
}

impl RhythmEvent {
    /// As it stands in the log.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::NotesShown { .. } => "notes_shown",
            Self::NotesStarted { .. } => "notes_started",
            Self::NotesStopped { .. } => "notes_stopped",
            Self::NotesLeft { .. } => "notes_left",
        }
    }
}
