//! Facts about companies that want to join: that one was invited, what it sent, what it was asked, what
//! was decided.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Seal;
use crate::domain::ids::{PartnerId, PersonId};
use crate::domain::joining::application::{Applied, Invited};

/// About an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ApplicationEvent {
    /// Somebody was sent the form, with what is known of their company in it.
    PartnerInvited(Invited),
    ApplicationReceived(Applied),
    /// It has become this partner.
    ApplicationAccepted {
        by: PersonId,
        partner: PartnerId,
    },
    ApplicationDeclined {
        by: PersonId,
        reason: Seal,
        again_from: NaiveDate,
    },
    /// Whoever decides wants to know something first: the clock of the promise stands.
    ApplicationAsked {
        by: PersonId,
        question: Seal,
        /// When they hear that nobody has answered.
        silent_at: DateTime<Utc>,
    },
    /// Whoever applied has answered the open question, and the clock runs again.
    ApplicationAnswered {
        answer: Seal,
        /// By when the decision is promised now.
        due: DateTime<Utc>,
    },
    /// Whoever decides was told that its time is over; while a question is open, whoever asked it that
    /// nobody has answered.
    ApplicationReminded,
}

impl ApplicationEvent {
    /// As it stands in the log.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::PartnerInvited(_) => "partner_invited",
            Self::ApplicationReceived(_) => "application_received",
            Self::ApplicationAccepted { .. } => "application_accepted",
            Self::ApplicationDeclined { .. } => "application_declined",
            Self::ApplicationAsked { .. } => "application_asked",
            Self::ApplicationAnswered { .. } => "application_answered",
            Self::ApplicationReminded => "application_reminded",
        }
    }
}
