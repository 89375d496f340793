//! Every no, with its facts.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::actor::Role;
use crate::domain::actor::roles::PeopleNo;
use crate::domain::case::no::CaseNo;
use crate::domain::ids::{PersonId, ReferralNumber};
use crate::domain::partner::manage::PartnerNo;
use crate::domain::referral::{Status, Verb};
use crate::domain::tier::quota::Full;

/// A no, with what the person needs to know. An expected answer, never an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum Refusal {
    /// Neither vendor nor of this referral's partner: told nothing at all.
    Outsider,
    /// Knows the referral, but somebody else decides this.
    NoRole { role: Role },
    /// Does not speak for a partner here.
    NotAMember,
    /// Four eyes: who registered a referral does not approve it, whatever the role.
    OwnReferral,
    /// Somebody was faster.
    AlreadyDecided { status: Status, by: Option<PersonId>, at: DateTime<Utc> },
    /// In review: no decision while a match is open.
    InReview,
    /// The referral stands where this cannot be done.
    NoMove { status: Status, verb: Verb },
    /// The partner takes no new referrals.
    PartnerPaused { since: DateTime<Utc> },
    /// The partner has not said yes to this version of the agreement yet.
    AgreementMissing { version: String },
    /// The partner already has this account.
    AlreadyYours { number: ReferralNumber },
    /// The partner's tier holds no more for now.
    QuotaFull { why: Full },
    /// The chosen owner is not in sales.
    OwnerNotSales,
    /// The reason is none of the programme's.
    UnknownReason,
    /// What is in review is approved with a reason.
    NoReason,
    /// Only the person who decided takes it back, for a short while.
    NotDecider,
    /// Only who sent it, or the partner's admin.
    NotYours,
    /// The time for it is over.
    TooLate { verb: Verb, until: DateTime<Utc> },
    /// The account went to somebody else meanwhile.
    AccountTaken,
    /// Nothing is protected, so nothing can be extended.
    NotProtected { status: Status },
    /// The one extension was given before.
    ExtendedBefore { on: NaiveDate },
    /// It can be asked for from this day on.
    TooEarly { from: NaiveDate },
    /// An extension is for what moves.
    NothingMoves { last: NaiveDate },
    /// The protection is as long as any can be.
    LongestAlready { through: NaiveDate },
    /// It had not come far enough on its last protected day to have a tail.
    TailStage,
    /// Only of a deal that was won it can be said who the customer is.
    NotWon,
    /// Closed later than what still counts after the end of a protection.
    TailOver { until: NaiveDate },
    /// Another partner was approved on the account since: a case says who is credited.
    TailTaken,
    /// The partner was asked before, and has until then.
    ReleaseAsked { until: DateTime<Utc> },
    /// The partner keeps it, and is not asked again before this day.
    ReleaseKept { from: NaiveDate },
    /// Nobody waits for an answer about a release.
    NoRelease,
    /// Only who sent it, or the partner's admin, lets it go.
    NotYoursToRelease,
    /// A deal is not closed on a day that has not come.
    DateInFuture,
    /// An amount is more than nothing.
    NoAmount,
    /// About people and their roles.
    People { why: PeopleNo },
    /// About a partner as a company.
    Partner { why: PartnerNo },
    /// About a conflict case.
    Case { why: CaseNo },
}

impl Refusal {
    /// A word for logs and metrics; no data.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Outsider => "outsider",
            Self::NoRole { .. } => "no_role",
            Self::NotAMember => "not_a_member",
            Self::OwnReferral => "own_referral",
            Self::AlreadyDecided { .. } => "already_decided",
            Self::InReview => "in_review",
            Self::NoMove { .. } => "no_move",
            Self::PartnerPaused { .. } => "partner_paused",
            Self::AgreementMissing { .. } => "agreement_missing",
            Self::AlreadyYours { .. } => "already_yours",
            Self::QuotaFull { .. } => "quota_full",
            Self::OwnerNotSales => "owner_not_sales",
            Self::UnknownReason => "unknown_reason",
            Self::NoReason => "no_reason",
            Self::NotDecider => "not_decider",
            Self::NotYours => "not_yours",
            Self::TooLate { .. } => "too_late",
            Self::AccountTaken => "account_taken",
            Self::NotProtected { .. } => "not_protected",
            Self::ExtendedBefore { .. } => "extended_before",
            Self::TooEarly { .. } => "too_early",
            Self::NothingMoves { .. } => "nothing_moves",
            Self::LongestAlready { .. } => "longest_already",
            Self::TailStage => "tail_stage",
            Self::NotWon => "not_won",
            Self::TailOver { .. } => "tail_over",
            Self::TailTaken => "tail_taken",
            Self::ReleaseAsked { .. } => "release_asked",
            Self::ReleaseKept { .. } => "release_kept",
            Self::NoRelease => "no_release",
            Self::NotYoursToRelease => "not_yours_to_release",
            Self::DateInFuture => "date_in_future",
            Self::NoAmount => "no_amount",
            Self::People { why } => why.reason(),
            Self::Partner { why } => why.reason(),
            Self::Case { why } => why.reason(),
        }
    }
}
