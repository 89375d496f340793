//! Facts about a referral, and what a partner registered.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Seal;
use crate::domain::account::Domain;
use crate::domain::ids::{FormId, PartnerId, PersonId, ReferralId, ReferralNumber};
use crate::domain::referral::{Basis, Introduction, Relationship, Stage};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReferralEvent {
    Submitted(Box<Submission>),
    /// Another live referral stands on the same account.
    MatchFound {
        against: Vec<ReferralId>,
    },
    /// The programme takes no referrals of this account.
    OffLimitsFound,
    /// Nothing stands against it any more: what was in review goes on.
    MatchCleared {
        /// When the first decision is due now; absent when the clock does not run.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<DateTime<Utc>>,
    },
    Approved {
        by: PersonId,
        owner: PersonId,
        /// For the vendor's team only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Seal>,
        /// Whole days the decision came late; they are added to the protection.
        late_days: u32,
        protected_through: NaiveDate,
        expires: DateTime<Utc>,
    },
    Rejected {
        by: PersonId,
        /// One of the programme's reasons, as the partner reads it.
        reason: String,
        /// For the partner.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Seal>,
        /// For the vendor's team only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Seal>,
        late_days: u32,
    },
    /// Sales asks, and the promise's clock stops.
    QuestionAsked {
        by: PersonId,
        question: Seal,
        /// Until then an answer keeps the place in line.
        place_until: DateTime<Utc>,
        /// Without an answer the referral lapses then.
        lapses: DateTime<Utc>,
    },
    /// The partner answers, and the clock runs again.
    QuestionAnswered {
        by: PersonId,
        answer: Seal,
        /// When the first decision is due now; absent while a match is open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<DateTime<Utc>>,
        /// Whether it came in time to keep the place in line.
        place_kept: bool,
    },
    /// No answer in time.
    Lapsed {
        /// The deadline that passed; the job may run later.
        at: DateTime<Utc>,
    },
    /// A decision made on the card was taken back.
    DecisionUndone {
        by: PersonId,
        reason: Seal,
        /// When the decision was made that was taken back.
        decided: DateTime<Utc>,
    },
    OwnerChanged {
        by: PersonId,
        owner: PersonId,
        was: Option<PersonId>,
    },
    Withdrawn {
        by: PersonId,
    },
    /// Undecided when the partnership ended.
    WithdrawnWithPartner,
    StageMoved {
        by: PersonId,
        stage: Stage,
        was: Stage,
        next_step: Seal,
    },
    Won {
        by: PersonId,
        /// Minor units of the currency.
        amount_minor: i64,
        /// ISO 4217.
        currency: String,
        on: NaiveDate,
    },
    Lost {
        by: PersonId,
        /// One of the programme's reasons, as people read it.
        reason: String,
        on: NaiveDate,
    },
    /// Talks resumed: protected again from the next day on, for the days that were left.
    Reopened {
        by: PersonId,
        protected_through: NaiveDate,
        expires: DateTime<Utc>,
    },
    /// The last protected day is over.
    Expired {
        /// The first instant that was not protected any more; the job may run later.
        at: DateTime<Utc>,
    },
    /// A won deal was refunded or cancelled.
    Reversed {
        by: PersonId,
        on: NaiveDate,
        record: Seal,
    },
}

impl ReferralEvent {
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Submitted(_) => "submitted",
            Self::MatchFound { .. } => "match_found",
            Self::OffLimitsFound => "off_limits_found",
            Self::MatchCleared { .. } => "match_cleared",
            Self::Approved { .. } => "approved",
            Self::Rejected { .. } => "rejected",
            Self::QuestionAsked { .. } => "question_asked",
            Self::QuestionAnswered { .. } => "question_answered",
            Self::Lapsed { .. } => "lapsed",
            Self::DecisionUndone { .. } => "decision_undone",
            Self::OwnerChanged { .. } => "owner_changed",
            Self::Withdrawn { .. } => "withdrawn",
            Self::WithdrawnWithPartner => "withdrawn_with_partner",
            Self::StageMoved { .. } => "stage_moved",
            Self::Won { .. } => "won",
            Self::Lost { .. } => "lost",
            Self::Reopened { .. } => "reopened",
            Self::Expired { .. } => "expired",
            Self::Reversed { .. } => "reversed",
        }
    }
}

impl ReferralEvent {
    /// The seals of the words an event refers to, other than the submission's.
    #[must_use]
    pub fn seals(&self) -> Vec<&Seal> {
        match self {
            Self::Submitted(_)
            | Self::MatchFound { .. }
            | Self::OffLimitsFound
            | Self::MatchCleared { .. }
            | Self::Lapsed { .. }
            | Self::OwnerChanged { .. }
            | Self::Withdrawn { .. }
            | Self::WithdrawnWithPartner
            | Self::Won { .. }
            | Self::Lost { .. }
            | Self::Reopened { .. }
            | Self::Expired { .. } => Vec::new(),
            Self::Approved { note, .. } => note.iter().collect(),
            Self::Rejected { text, note, .. } => text.iter().chain(note).collect(),
            Self::QuestionAsked { question, .. } => vec![question],
            Self::QuestionAnswered { answer, .. } => vec![answer],
            Self::DecisionUndone { reason, .. } => vec![reason],
            Self::StageMoved { next_step, .. } => vec![next_step],
            Self::Reversed { record, .. } => vec![record],
        }
    }

    /// The people an event names.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        match self {
            Self::Submitted(submission) => vec![submission.by],
            Self::MatchFound { .. }
            | Self::OffLimitsFound
            | Self::MatchCleared { .. }
            | Self::Lapsed { .. }
            | Self::WithdrawnWithPartner
            | Self::Expired { .. } => Vec::new(),
            Self::Approved { by, owner, .. } => vec![*by, *owner],
            Self::OwnerChanged { by, owner, was } => {
                [*by, *owner].into_iter().chain(*was).collect()
            }
            Self::Rejected { by, .. }
            | Self::QuestionAsked { by, .. }
            | Self::QuestionAnswered { by, .. }
            | Self::DecisionUndone { by, .. }
            | Self::Withdrawn { by }
            | Self::StageMoved { by, .. }
            | Self::Won { by, .. }
            | Self::Lost { by, .. }
            | Self::Reopened { by, .. }
            | Self::Reversed { by, .. } => vec![*by],
        }
    }
}

/// What a partner registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    pub partner: PartnerId,
    pub number: ReferralNumber,
    /// The form it was typed into: one form is one referral, however often it is sent.
    pub form: FormId,
    /// The prospect's registrable domain.
    pub domain: Domain,
    pub company: Seal,
    pub need: Seal,
    pub relationship: Relationship,
    pub introduction: Introduction,
    pub basis: Basis,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<Seal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_email: Option<Seal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_title: Option<Seal>,
    /// The address of the message at which it was started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Seal>,
    pub by: PersonId,
    /// Registered by somebody of the vendor's for the partner.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_behalf: bool,
    /// When the first decision is due.
    pub due: DateTime<Utc>,
}
