//! Facts about leaderboards: what had been brought about when a period was over, and what was said
//! of it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::board::period::Period;
use crate::domain::board::snapshot::{Count, Late};
use crate::domain::ids::{PartnerId, PersonId};

/// About the board of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BoardEvent {
    /// The period is over, and this is what partners had brought about then.
    BoardTaken { counts: Vec<Count> },
    /// Whoever looks after the community was shown it: the first one waits for their word.
    BoardPreviewed {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late: Option<Late>,
    },
    /// It was left to be posted, with those on it who had chosen to be.
    BoardPosted {
        /// Of several in one post, the one by which it is known.
        post: Period,
        shown: BTreeSet<PartnerId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late: Option<Late>,
        /// Who sent it; nobody where the clock did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
    },
    /// It is not posted: by somebody's word, or because a newer one took its place.
    BoardSkipped {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
    },
    /// Of what it showed, this counts less now, and that was said.
    BoardCorrected { counts: Vec<Count> },
}

impl BoardEvent {
    /// As it stands in the log.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::BoardTaken { .. } => "board_taken",
            Self::BoardPreviewed { .. } => "board_previewed",
            Self::BoardPosted { .. } => "board_posted",
            Self::BoardSkipped { .. } => "board_skipped",
            Self::BoardCorrected { .. } => "board_corrected",
        }
    }
}
