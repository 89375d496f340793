//! Facts about shout-outs: what was worth one, what was written, where it stands, and why it does not
//! any more.

use serde::{Deserialize, Serialize};

use super::Seal;
use crate::domain::ids::{PartnerId, PersonId};
use crate::domain::shout::{About, Draft};

/// About what happened to a partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ShoutEvent {
    /// It happened, and the partner lets it be said.
    ShoutSuggested { partner: PartnerId, fact: About },
    /// Somebody wrote what is to be said, in place of what was written before.
    ShoutDrafted { draft: Draft, by: PersonId },
    /// It is posted by itself when its time has come.
    ShoutScheduled { by: PersonId },
    /// It was left to be posted in these channels; `by` nobody where the clock did it.
    ShoutPosted {
        channels: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
    },
    /// Other words stand in its place.
    ShoutCorrected { text: Seal, reason: Seal, by: PersonId },
    /// It does not stand there any more.
    ShoutDeleted { reason: Seal, by: PersonId },
    /// What was written is not posted. Without `by`, because the partner or the fact did not allow it
    /// any more when its time had come.
    ShoutDiscarded {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
    },
    /// Nobody wants one about this.
    ShoutSkipped { by: PersonId },
}

impl ShoutEvent {
    /// As it stands in the log.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::ShoutSuggested { .. } => "shout_suggested",
            Self::ShoutDrafted { .. } => "shout_drafted",
            Self::ShoutScheduled { .. } => "shout_scheduled",
            Self::ShoutPosted { .. } => "shout_posted",
            Self::ShoutCorrected { .. } => "shout_corrected",
            Self::ShoutDeleted { .. } => "shout_deleted",
            Self::ShoutDiscarded { .. } => "shout_discarded",
            Self::ShoutSkipped { .. } => "shout_skipped",
        }
    }
}
