//! The table of legal moves: the only place that says from which status what leads where.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Referral, Status};
use crate::domain::outcome::ReferralEvent;
use crate::domain::words::words;

words! {
    /// What moves a referral from one status to the next.
    Verb {
        Submit = "submit",
        Ask = "ask",
        Answer = "answer",
        /// Nobody answered in time.
        Lapse = "lapse",
        /// Another live referral was found on the account, or the account is off limits.
        Match = "match",
        /// Nothing stands against it any more.
        Clear = "clear",
        Approve = "approve",
        Reject = "reject",
        Withdraw = "withdraw",
        Undo = "undo",
        /// The last protected day is over.
        Expire = "expire",
        Win = "win",
        Lose = "lose",
        Reopen = "reopen",
        Reverse = "reverse",
        /// A case has decided against it.
        Overrule = "overrule",
        /// A case has given the account to somebody else, or its partner lets it go.
        Release = "release",
        /// A case has decided for it.
        Award = "award",
        /// A case has found it to be the same as another of its partner's.
        Merge = "merge",
    }
}

/// Every legal move there is: from where (nothing, at the beginning), by what, to where. Rules ask
/// this table, and the diagram in docs/status.md is printed from it.
pub const MOVES: &[(Option<Status>, Verb, Status)] = &[
    (None, Verb::Submit, Status::Submitted),
    (Some(Status::Submitted), Verb::Ask, Status::NeedsInfo),
    (Some(Status::NeedsInfo), Verb::Answer, Status::Submitted),
    (Some(Status::NeedsInfo), Verb::Lapse, Status::Lapsed),
    (Some(Status::Submitted), Verb::Match, Status::InConflict),
    (Some(Status::InConflict), Verb::Clear, Status::Submitted),
    (Some(Status::Submitted), Verb::Approve, Status::Approved),
    (Some(Status::InConflict), Verb::Approve, Status::Approved),
    (Some(Status::Submitted), Verb::Reject, Status::Rejected),
    (Some(Status::NeedsInfo), Verb::Reject, Status::Rejected),
    (Some(Status::InConflict), Verb::Reject, Status::Rejected),
    (Some(Status::Submitted), Verb::Withdraw, Status::Withdrawn),
    (Some(Status::NeedsInfo), Verb::Withdraw, Status::Withdrawn),
    (Some(Status::InConflict), Verb::Withdraw, Status::Withdrawn),
    (Some(Status::Approved), Verb::Withdraw, Status::Withdrawn),
    (Some(Status::Approved), Verb::Undo, Status::Submitted),
    (Some(Status::Rejected), Verb::Undo, Status::Submitted),
    (Some(Status::Approved), Verb::Expire, Status::Expired),
    (Some(Status::Approved), Verb::Win, Status::Won),
    (Some(Status::Expired), Verb::Win, Status::Won),
    (Some(Status::Approved), Verb::Lose, Status::Lost),
    (Some(Status::Lost), Verb::Reopen, Status::Approved),
    (Some(Status::Won), Verb::Reverse, Status::Reversed),
    (Some(Status::InConflict), Verb::Overrule, Status::Rejected),
    (Some(Status::NeedsInfo), Verb::Overrule, Status::Rejected),
    (Some(Status::Approved), Verb::Overrule, Status::Rejected),
    (Some(Status::Approved), Verb::Release, Status::Released),
    (Some(Status::InConflict), Verb::Award, Status::Approved),
    (Some(Status::NeedsInfo), Verb::Award, Status::Approved),
    (Some(Status::Rejected), Verb::Award, Status::Approved),
    (Some(Status::InConflict), Verb::Merge, Status::Merged),
    (Some(Status::NeedsInfo), Verb::Merge, Status::Merged),
    (Some(Status::Approved), Verb::Merge, Status::Merged),
];

/// Where `verb` leads from `status`, if it leads anywhere.
#[must_use]
pub fn next(status: Option<Status>, verb: Verb) -> Option<Status> {
    MOVES.iter().find(|(from, by, _)| *from == status && *by == verb).map(|(_, _, to)| *to)
}

/// Who carries a move out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mover {
    Partner,
    Vendor,
    /// The clock, or what happens to others.
    Nobody,
}

impl Verb {
    #[must_use]
    pub const fn mover(self) -> Mover {
        match self {
            Self::Submit | Self::Answer | Self::Withdraw => Mover::Partner,
            Self::Ask
            | Self::Approve
            | Self::Reject
            | Self::Undo
            | Self::Win
            | Self::Lose
            | Self::Reopen
            | Self::Reverse => Mover::Vendor,
            Self::Lapse
            | Self::Match
            | Self::Clear
            | Self::Expire
            | Self::Overrule
            | Self::Release
            | Self::Award
            | Self::Merge => Mover::Nobody,
        }
    }
}

/// What the mover could do with a referral of this status, were it not too late for it.
pub fn moves_of(mover: Mover, status: Status) -> impl Iterator<Item = Verb> {
    let here = move |(from, verb, _): &&(Option<Status>, Verb, Status)| {
        *from == Some(status) && verb.mover() == mover
    };
    MOVES.iter().filter(here).map(|(_, verb, _)| *verb)
}

/// The table of moves as a Mermaid state diagram.
#[must_use]
pub fn diagram() -> String {
    let mut lines = vec!["stateDiagram-v2".to_owned()];
    lines.extend(MOVES.iter().map(|(from, verb, to)| {
        let from = from.map_or("[*]", Status::as_str);
        format!("    {from} --> {to}: {verb}")
    }));
    lines.join("\n") + "\n"
}

/// The verb an event carries out; none for an event that moves no status.
const fn verb_of(event: &ReferralEvent) -> Option<Verb> {
    match event {
        ReferralEvent::Submitted(_) => Some(Verb::Submit),
        ReferralEvent::MatchFound { .. }
        | ReferralEvent::OffLimitsFound
        | ReferralEvent::AccountFound { .. }
        | ReferralEvent::GraceHeld { .. }
        | ReferralEvent::ReviewBegan { .. } => Some(Verb::Match),
        ReferralEvent::MatchCleared { .. } => Some(Verb::Clear),
        ReferralEvent::Approved { .. } => Some(Verb::Approve),
        ReferralEvent::Rejected { .. } => Some(Verb::Reject),
        ReferralEvent::QuestionAsked { .. } => Some(Verb::Ask),
        ReferralEvent::QuestionAnswered { .. } => Some(Verb::Answer),
        ReferralEvent::Lapsed { .. } => Some(Verb::Lapse),
        ReferralEvent::DecisionUndone { .. } => Some(Verb::Undo),
        ReferralEvent::Withdrawn { .. } | ReferralEvent::WithdrawnWithPartner => {
            Some(Verb::Withdraw)
        }
        ReferralEvent::Won { .. } => Some(Verb::Win),
        ReferralEvent::Lost { .. } => Some(Verb::Lose),
        ReferralEvent::Reopened { .. } => Some(Verb::Reopen),
        ReferralEvent::Expired { .. } => Some(Verb::Expire),
        ReferralEvent::Reversed { .. } => Some(Verb::Reverse),
        ReferralEvent::OverruledByCase { .. } => Some(Verb::Overrule),
        ReferralEvent::ReleasedByCase { .. } | ReferralEvent::Released { .. } => {
            Some(Verb::Release)
        }
        ReferralEvent::AwardedByCase { .. } => Some(Verb::Award),
        ReferralEvent::MergedByCase { .. } => Some(Verb::Merge),
        ReferralEvent::OwnerChanged { .. }
        | ReferralEvent::PersonAsked { .. }
        | ReferralEvent::StageMoved { .. }
        | ReferralEvent::DealHeard { .. }
        | ReferralEvent::StatedAhead(_)
        | ReferralEvent::ReleaseResumed { .. }
        | ReferralEvent::QuestionResumed { .. }
        | ReferralEvent::ProtectionPaused { .. }
        | ReferralEvent::NurtureCounted { .. }
        | ReferralEvent::CreditShared { .. }
        | ReferralEvent::NamingRecorded { .. }
        | ReferralEvent::Transferred { .. }
        | ReferralEvent::ReleaseAsked { .. }
        | ReferralEvent::ReleaseKept { .. }
        | ReferralEvent::CameBack { .. }
        | ReferralEvent::Reminded { .. }
        | ReferralEvent::Extended { .. } => None,
    }
}

/// The status after an event; none when it stays.
pub(super) fn after(referral: &Referral, event: &ReferralEvent) -> Option<Status> {
    let to = next(Some(referral.status), verb_of(event)?)?;
    // With a match open, what would wait for sales waits for the review instead.
    let back_in_line = to == Status::Submitted && referral.match_open;
    let cleared = matches!(event, ReferralEvent::MatchCleared { .. });
    Some(if back_in_line && !cleared { Status::InConflict } else { to })
}

/// Whether a person of the vendor's did something that the partner sees, or the partner did
/// something themselves: what the silence is counted from. Reminders are nothing that was done.
pub(super) const fn is_update(event: &ReferralEvent) -> bool {
    match event {
        ReferralEvent::Submitted(_)
        | ReferralEvent::MatchFound { .. }
        | ReferralEvent::OffLimitsFound
        | ReferralEvent::AccountFound { .. }
        | ReferralEvent::ReviewBegan { .. }
        | ReferralEvent::MatchCleared { .. }
        | ReferralEvent::QuestionResumed { .. }
        | ReferralEvent::ProtectionPaused { .. }
        | ReferralEvent::NurtureCounted { .. }
        | ReferralEvent::GraceHeld { .. }
        | ReferralEvent::CameBack { .. }
        | ReferralEvent::CreditShared { .. }
        | ReferralEvent::Lapsed { .. }
        | ReferralEvent::PersonAsked { .. }
        | ReferralEvent::DealHeard { .. }
        | ReferralEvent::StatedAhead(_)
        | ReferralEvent::ReleaseResumed { .. }
        | ReferralEvent::WithdrawnWithPartner
        | ReferralEvent::Expired { .. }
        | ReferralEvent::NamingRecorded { .. }
        | ReferralEvent::Transferred { .. }
        | ReferralEvent::Reminded { .. } => false,
        ReferralEvent::Approved { .. }
        | ReferralEvent::Rejected { .. }
        | ReferralEvent::QuestionAsked { .. }
        | ReferralEvent::QuestionAnswered { .. }
        | ReferralEvent::DecisionUndone { .. }
        | ReferralEvent::OwnerChanged { .. }
        | ReferralEvent::Withdrawn { .. }
        | ReferralEvent::StageMoved { .. }
        | ReferralEvent::Won { .. }
        | ReferralEvent::Lost { .. }
        | ReferralEvent::Reopened { .. }
        | ReferralEvent::Reversed { .. }
        | ReferralEvent::Extended { .. }
        | ReferralEvent::ReleaseAsked { .. }
        | ReferralEvent::ReleaseKept { .. }
        | ReferralEvent::Released { .. }
        | ReferralEvent::OverruledByCase { .. }
        | ReferralEvent::ReleasedByCase { .. }
        | ReferralEvent::MergedByCase { .. }
        | ReferralEvent::AwardedByCase { .. } => true,
    }
}

/// Whether somebody worked on it, or it began to be protected: what staleness is counted from.
pub(super) const fn is_activity(event: &ReferralEvent) -> bool {
    matches!(
        event,
        ReferralEvent::Approved { .. }
            | ReferralEvent::AwardedByCase { .. }
            | ReferralEvent::StageMoved { .. }
            | ReferralEvent::QuestionAnswered { .. }
            | ReferralEvent::ReleaseKept { .. }
            | ReferralEvent::Reopened { .. }
    )
}
