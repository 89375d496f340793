//! What there is to know of a fact about a referral: its name, whom and whose words it names, whose turn
//! it is afterwards.

use super::ReferralEvent;
use crate::domain::ids::PersonId;
use crate::domain::outcome::Seal;

impl ReferralEvent {
    pub(in crate::domain::outcome) const fn kind(&self) -> &'static str {
        match self {
            Self::Submitted(_) => "submitted",
            Self::MatchFound { .. } => "match_found",
            Self::OffLimitsFound => "off_limits_found",
            Self::AccountFound { .. } => "account_found",
            Self::MatchCleared { .. } => "match_cleared",
            Self::Approved { .. } => "approved",
            Self::Rejected { .. } => "rejected",
            Self::QuestionAsked { .. } => "question_asked",
            Self::QuestionAnswered { .. } => "question_answered",
            Self::PersonAsked { .. } => "person_asked",
            Self::Lapsed { .. } => "lapsed",
            Self::DecisionUndone { .. } => "decision_undone",
            Self::OwnerChanged { .. } => "owner_changed",
            Self::Withdrawn { .. } => "withdrawn",
            Self::WithdrawnWithPartner => "withdrawn_with_partner",
            Self::StageMoved { .. } => "stage_moved",
            Self::Won { .. } => "won",
            Self::Lost { .. } => "lost",
            Self::DealHeard { .. } => "deal_heard",
            Self::StatedAhead(_) => "stated_ahead",
            Self::ReleaseResumed { .. } => "release_resumed",
            Self::Reopened { .. } => "reopened",
            Self::Expired { .. } => "expired",
            Self::Reversed { .. } => "reversed",
            Self::NamingRecorded { .. } => "naming_recorded",
            Self::Transferred { .. } => "transferred",
            Self::Reminded { .. } => "reminded",
            Self::Extended { .. } => "extended",
            Self::ReviewBegan { .. } => "review_began",
            Self::QuestionResumed { .. } => "question_resumed",
            Self::ProtectionPaused { .. } => "protection_paused",
            Self::NurtureCounted { .. } => "nurture_counted",
            Self::GraceHeld { .. } => "grace_held",
            Self::CameBack { .. } => "came_back",
            Self::ReleaseAsked { .. } => "release_asked",
            Self::ReleaseKept { .. } => "release_kept",
            Self::Released { .. } => "released",
            Self::OverruledByCase { .. } => "overruled_by_case",
            Self::ReleasedByCase { .. } => "released_by_case",
            Self::MergedByCase { .. } => "merged_by_case",
            Self::AwardedByCase { .. } => "awarded_by_case",
            Self::CreditShared { .. } => "credit_shared",
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
            | Self::AccountFound { .. }
            | Self::MatchCleared { .. }
            | Self::Lapsed { .. }
            | Self::OwnerChanged { .. }
            | Self::Withdrawn { .. }
            | Self::WithdrawnWithPartner
            | Self::Won { .. }
            | Self::Lost { .. }
            | Self::DealHeard { .. }
            | Self::ReleaseResumed { .. }
            | Self::Reopened { .. }
            | Self::Expired { .. }
            | Self::Transferred { .. }
            | Self::Reminded { .. }
            | Self::Extended { .. }
            | Self::ReviewBegan { .. }
            | Self::QuestionResumed { .. }
            | Self::ProtectionPaused { .. }
            | Self::NurtureCounted { .. }
            | Self::GraceHeld { .. }
            | Self::CameBack { .. }
            | Self::ReleaseKept { .. }
            | Self::Released { .. }
            | Self::AwardedByCase { .. }
            | Self::CreditShared { .. } => Vec::new(),
            Self::OverruledByCase { text, .. }
            | Self::ReleasedByCase { text, .. }
            | Self::MergedByCase { text, .. } => text.iter().collect(),
            Self::Approved { note, reason, .. } => note.iter().chain(reason).collect(),
            Self::Rejected { text, note, .. } => text.iter().chain(note).collect(),
            Self::QuestionAsked { question, .. } | Self::PersonAsked { question, .. } => {
                vec![question]
            }
            Self::QuestionAnswered { answer, .. } => vec![answer],
            Self::StatedAhead(stated) => {
                std::iter::once(&stated.text).chain(&stated.link).collect()
            }
            Self::DecisionUndone { reason, .. } | Self::ReleaseAsked { reason, .. } => vec![reason],
            Self::StageMoved { next_step, .. } => next_step.iter().collect(),
            Self::Reversed { record, .. } | Self::NamingRecorded { record, .. } => vec![record],
        }
    }

    /// Whether it is somebody else's turn afterwards, or nobody's: whoever had to hear of what was
    /// before need not any more.
    #[must_use]
    pub const fn moves_on(&self) -> bool {
        match self {
            Self::Submitted(_)
            | Self::MatchFound { .. }
            | Self::OffLimitsFound
            | Self::AccountFound { .. }
            | Self::MatchCleared { .. }
            | Self::OwnerChanged { .. }
            | Self::PersonAsked { .. }
            | Self::StageMoved { .. }
            | Self::DealHeard { .. }
            | Self::StatedAhead(_)
            | Self::ReleaseResumed { .. }
            | Self::Reminded { .. }
            | Self::Extended { .. }
            | Self::ReviewBegan { .. }
            | Self::QuestionResumed { .. }
            | Self::ProtectionPaused { .. }
            | Self::NurtureCounted { .. }
            | Self::GraceHeld { .. }
            | Self::CameBack { .. }
            | Self::ReleaseAsked { .. }
            | Self::NamingRecorded { .. }
            | Self::Transferred { .. }
            | Self::CreditShared { .. } => false,
            Self::Approved { .. }
            | Self::Rejected { .. }
            | Self::QuestionAsked { .. }
            | Self::QuestionAnswered { .. }
            | Self::Lapsed { .. }
            | Self::DecisionUndone { .. }
            | Self::Withdrawn { .. }
            | Self::WithdrawnWithPartner
            | Self::Won { .. }
            | Self::Lost { .. }
            | Self::Reopened { .. }
            | Self::Expired { .. }
            | Self::Reversed { .. }
            | Self::ReleaseKept { .. }
            | Self::Released { .. }
            | Self::OverruledByCase { .. }
            | Self::ReleasedByCase { .. }
            | Self::MergedByCase { .. }
            | Self::AwardedByCase { .. } => true,
        }
    }

    /// Who did it; nobody where the clock did, or another event.
    #[must_use]
    pub const fn by(&self) -> Option<PersonId> {
        match self {
            Self::Submitted(submission) => Some(submission.by),
            Self::StatedAhead(stated) => Some(stated.by),
            Self::MatchFound { .. }
            | Self::OffLimitsFound
            | Self::AccountFound { .. }
            | Self::MatchCleared { .. }
            | Self::Lapsed { .. }
            | Self::WithdrawnWithPartner
            | Self::Expired { .. }
            | Self::Transferred { .. }
            | Self::Reminded { .. }
            | Self::DealHeard { .. }
            | Self::ReleaseResumed { .. }
            | Self::ReviewBegan { .. }
            | Self::QuestionResumed { .. }
            | Self::ProtectionPaused { .. }
            | Self::NurtureCounted { .. }
            | Self::GraceHeld { .. }
            | Self::CameBack { .. }
            | Self::CreditShared { .. } => None,
            Self::Approved { by, .. }
            | Self::OwnerChanged { by, .. }
            | Self::Rejected { by, .. }
            | Self::QuestionAsked { by, .. }
            | Self::QuestionAnswered { by, .. }
            | Self::PersonAsked { by, .. }
            | Self::DecisionUndone { by, .. }
            | Self::Withdrawn { by }
            | Self::Extended { by, .. }
            | Self::OverruledByCase { by, .. }
            | Self::ReleasedByCase { by, .. }
            | Self::MergedByCase { by, .. }
            | Self::AwardedByCase { by, .. }
            | Self::ReleaseAsked { by, .. }
            | Self::ReleaseKept { by }
            | Self::NamingRecorded { by, .. }
            | Self::Reversed { by, .. } => Some(*by),
            Self::StageMoved { by, .. }
            | Self::Won { by, .. }
            | Self::Lost { by, .. }
            | Self::Reopened { by, .. }
            | Self::Released { by, .. } => *by,
        }
    }

    /// The people an event names: who did it, and whom else.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        let others = match self {
            Self::Approved { owner, .. } => vec![*owner],
            Self::AwardedByCase { owner, .. } => owner.iter().copied().collect(),
            Self::OwnerChanged { owner, was, .. } => std::iter::once(*owner).chain(*was).collect(),
            Self::Released { asked, .. } => vec![*asked],
            Self::Submitted(_)
            | Self::MatchFound { .. }
            | Self::OffLimitsFound
            | Self::AccountFound { .. }
            | Self::MatchCleared { .. }
            | Self::Lapsed { .. }
            | Self::WithdrawnWithPartner
            | Self::Expired { .. }
            | Self::Transferred { .. }
            | Self::Reminded { .. }
            | Self::ReviewBegan { .. }
            | Self::QuestionResumed { .. }
            | Self::ProtectionPaused { .. }
            | Self::NurtureCounted { .. }
            | Self::GraceHeld { .. }
            | Self::CameBack { .. }
            | Self::CreditShared { .. }
            | Self::Rejected { .. }
            | Self::QuestionAsked { .. }
            | Self::QuestionAnswered { .. }
            | Self::PersonAsked { .. }
            | Self::DecisionUndone { .. }
            | Self::Withdrawn { .. }
            | Self::StageMoved { .. }
            | Self::DealHeard { .. }
            | Self::StatedAhead(_)
            | Self::ReleaseResumed { .. }
            | Self::Won { .. }
            | Self::Lost { .. }
            | Self::Reopened { .. }
            | Self::Extended { .. }
            | Self::OverruledByCase { .. }
            | Self::ReleasedByCase { .. }
            | Self::MergedByCase { .. }
            | Self::ReleaseAsked { .. }
            | Self::ReleaseKept { .. }
            | Self::NamingRecorded { .. }
            | Self::Reversed { .. } => Vec::new(),
        };
        self.by().into_iter().chain(others).collect()
    }
}
