//! A referral's life: what may happen to it, who may do it, and what follows.
//!
//! Three machines run side by side: status, stage and protection. Here is the state;
//! [`moves`] has the table of legal moves, [`submit()`] registers, [`decide`] has what sales and
//! partners decide, [`question`] asking and answering, [`stage`] the way to a deal and its end,
//! [`deal`] what the CRM says of it, [`window`] how far a protection reaches, [`extend`], [`release`], [`grace`] and [`tail`] how it goes on
//! and ends, [`review`] what a conflict case does meanwhile. Dates come from [`super::calendar`] and [`super::protection`].

pub mod ask_person;
pub mod clocks;
pub mod deal;
pub mod decide;
pub mod extend;
mod fold;
pub mod grace;
pub mod moves;
pub mod naming;
pub mod question;
pub mod release;
pub mod review;
pub mod stage;
mod submit;
pub mod tail;
pub mod window;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::account::known::Found;
use super::case::Rule;
use super::ids::{PartnerId, PersonId, ReferralId, ReferralNumber};
use super::outcome::{ReferralEvent, Seal, Statement, Submission};
use super::words::words;

pub use clocks::{Reminded, Reminder};
pub use deal::Deal;
pub use decide::{Approve, approve, may_approve};
pub use moves::{MOVES, Verb, diagram, next};
pub use naming::Naming;
pub use release::Release;
pub use submit::{Submit, Submitted, submit};
pub use window::Nurture;

words! {
    /// Where a referral stands in its life.
    Status {
        Submitted = "submitted",
        /// Another live referral stands on the account; shown to partners as "in review".
        InConflict = "in_conflict",
        /// Sales has a question; the clock is stopped.
        NeedsInfo = "needs_info",
        Approved = "approved",
        Rejected = "rejected",
        Lapsed = "lapsed",
        Withdrawn = "withdrawn",
        /// Its protection was ended by a decision.
        Released = "released",
        /// A case found it to be the same as another of its partner's, which goes on.
        Merged = "merged",
        Expired = "expired",
        Won = "won",
        Lost = "lost",
        Reversed = "reversed",
    }
}

impl Status {
    /// Whether a referral of this status stands in the way of another on the same account.
    #[must_use]
    pub const fn is_live(self) -> bool {
        match self {
            Self::Submitted | Self::InConflict | Self::NeedsInfo | Self::Approved => true,
            Self::Rejected
            | Self::Lapsed
            | Self::Withdrawn
            | Self::Released
            | Self::Merged
            | Self::Expired
            | Self::Won
            | Self::Lost
            | Self::Reversed => false,
        }
    }

    /// Whether sales has not decided yet.
    #[must_use]
    pub const fn is_undecided(self) -> bool {
        match self {
            Self::Submitted | Self::InConflict | Self::NeedsInfo => true,
            Self::Approved
            | Self::Rejected
            | Self::Lapsed
            | Self::Withdrawn
            | Self::Released
            | Self::Merged
            | Self::Expired
            | Self::Won
            | Self::Lost
            | Self::Reversed => false,
        }
    }
}

words! {
    /// How far sales has got with an approved referral.
    Stage {
        New = "new",
        Contacted = "contacted",
        Qualified = "qualified",
        Meeting = "meeting",
        Proposal = "proposal",
        Negotiation = "negotiation",
        Nurture = "nurture",
        ClosedWon = "closed_won",
        ClosedLost = "closed_lost",
    }
}

impl Stage {
    /// Where every deal begins and ends: no programme can do without these.
    pub const ALWAYS: [Self; 3] = [Self::New, Self::ClosedWon, Self::ClosedLost];
}

words! {
    /// How the partner knows the company.
    Relationship {
        Client = "client",
        Friend = "friend",
        Event = "event",
        Other = "other",
    }
}

words! {
    /// How the first contact is to be made.
    Introduction {
        Expect = "expect",
        Mention = "mention",
        Introduce = "introduce",
    }
}

words! {
    /// Why the contact may be shared.
    Basis {
        Asked = "asked",
        Agreed = "agreed",
        Public = "public",
    }
}

/// Who decided, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub by: PersonId,
    pub at: DateTime<Utc>,
}

/// The first decision that was not taken back: what the partner waited for, whoever decides anew later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstDecision {
    pub at: DateTime<Utc>,
    /// Whether it came within the promise, whose clock may have stood until then; exactly at its end it
    /// did.
    pub in_time: bool,
}

/// When the first decision is due, and whether the clock runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub due: DateTime<Utc>,
    /// When half of the promised time is used; none where it was before the clock ran again.
    pub half: Option<DateTime<Utc>>,
    /// Since when the clock is stopped.
    pub stopped_at: Option<DateTime<Utc>>,
    /// How long the clock stood after the due instant: that is not our delay.
    pub stood: TimeDelta,
}

/// What sales wants to know before it decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub by: PersonId,
    pub at: DateTime<Utc>,
    pub question: Seal,
    pub place_until: DateTime<Utc>,
    pub lapses: DateTime<Utc>,
    /// When the partner is reminded of it.
    #[serde(default)]
    pub remind_at: Option<DateTime<Utc>>,
    pub answer: Option<Seal>,
}

/// An account protected for the partner who brought it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protection {
    /// The last protected day, in the programme's time zone.
    pub through: NaiveDate,
    /// The first instant that is not protected any more.
    pub expires: DateTime<Utc>,
}

/// The referral that goes on in the place of one that was merged: of the same partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    pub into: ReferralId,
    pub number: ReferralNumber,
}

/// How a deal ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "closing", rename_all = "snake_case")]
pub enum Closing {
    Won {
        amount_minor: i64,
        currency: String,
        on: NaiveDate,
    },
    /// `from` is the stage before the loss, to which a reopening leads back.
    Lost {
        reason: String,
        on: NaiveDate,
        from: Stage,
    },
}

impl Closing {
    /// The date on which it was won or lost.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        match self {
            Self::Won { on, .. } | Self::Lost { on, .. } => *on,
        }
    }
}

/// A referral as the sum of its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    pub id: ReferralId,
    pub version: i64,
    pub submission: Submission,
    pub submitted_at: DateTime<Utc>,
    /// The time by which it stands in line behind or before others on the account.
    pub in_line_since: DateTime<Utc>,
    /// Chain hash of the *submitted* event: its first digits are the receipt's fingerprint.
    pub receipt: String,
    /// The program version that was in force at submission: the referral keeps its rules.
    pub program: String,
    pub status: Status,
    /// When it came to this status.
    pub since: DateTime<Utc>,
    pub promise: Promise,
    /// Whether it is in review: another live referral stands on the account, or the account is off
    /// limits; a flag beside the status.
    pub match_open: bool,
    /// Whether the programme it was sent under takes no referrals of this account.
    pub off_limits: bool,
    /// Whether somebody else has to do with the review, so that a resolver decides.
    pub contested: bool,
    /// Since when it is in review.
    pub review_since: Option<DateTime<Utc>>,
    /// What the vendor's own systems knew of the account when it was sent.
    pub found: Vec<Found>,
    /// The first instant after the grace of another partner, for whose end it waits.
    pub held_until: Option<DateTime<Utc>>,
    /// What its partner has said meanwhile, for a case that may open.
    pub stated: Vec<Statement>,
    /// Whether it was registered within its own partner's grace: it stands as a live protection.
    pub came_back: bool,
    pub question: Option<Question>,
    /// Only a referral that was approved has one.
    pub stage: Option<Stage>,
    pub next_step: Option<Seal>,
    /// What the CRM says of it.
    pub deal: Deal,
    pub owner: Option<PersonId>,
    /// The decision that holds.
    pub decision: Option<Decision>,
    pub first_decision: Option<FirstDecision>,
    /// Why it was rejected, for the partner: one of the programme's reasons.
    pub reason: Option<String>,
    pub text: Option<Seal>,
    /// For the vendor's team only.
    pub note: Option<Seal>,
    /// Why it was approved although the account is closed to referrals or a customer's; for the
    /// vendor's team only.
    pub exception: Option<Seal>,
    /// Whole days by which the first decision was late.
    pub late_days: u32,
    pub protection: Option<Protection>,
    /// Dates that were added because a case was open on them, and the last of these dates.
    pub paused_days: u32,
    pub paused_through: Option<NaiveDate>,
    pub nurture: Nurture,
    /// What the partner was asked last about a release.
    pub release: Option<Release>,
    /// The rules by which a case has decided about it.
    pub ruled: Vec<Rule>,
    /// Basis points of the credit that are its, where it is shared.
    pub share_bp: Option<u32>,
    /// What goes on in its place.
    pub merged: Option<Merged>,
    pub closing: Option<Closing>,
    /// The customer's consent to be named in public, where it is recorded.
    pub naming: Option<Naming>,
    /// Who ended it, where a person did.
    pub ended_by: Option<PersonId>,
    /// When a person last did something that the partner could see.
    pub updated_at: DateTime<Utc>,
    pub reminded: Reminded,
    /// When the one extension of its protection was given.
    pub extended_at: Option<DateTime<Utc>>,
    /// When somebody last worked on it, once it was protected.
    pub active_at: Option<DateTime<Utc>>,
}

impl Referral {
    /// The referral that its first fact makes; `None` when the fact is not the first of a referral.
    #[must_use]
    pub fn from_first(
        id: ReferralId,
        first: &ReferralEvent,
        at: DateTime<Utc>,
        program: &str,
        chain: &str,
    ) -> Option<Self> {
        let ReferralEvent::Submitted(submission) = first else { return None };
        Some(Self {
            id,
            version: 1,
            submission: (**submission).clone(),
            submitted_at: at,
            in_line_since: at,
            receipt: chain.to_owned(),
            program: program.to_owned(),
            status: Status::Submitted,
            since: at,
            promise: Promise {
                due: submission.due,
                half: submission.half,
                stopped_at: None,
                stood: TimeDelta::zero(),
            },
            match_open: false,
            off_limits: false,
            contested: false,
            review_since: None,
            found: Vec::new(),
            held_until: None,
            stated: Vec::new(),
            came_back: false,
            question: None,
            stage: None,
            next_step: None,
            deal: Deal::default(),
            owner: None,
            decision: None,
            first_decision: None,
            reason: None,
            text: None,
            note: None,
            exception: None,
            late_days: 0,
            protection: None,
            paused_days: 0,
            paused_through: None,
            nurture: Nurture::default(),
            release: None,
            ruled: Vec::new(),
            share_bp: None,
            merged: None,
            closing: None,
            naming: None,
            ended_by: None,
            updated_at: at,
            reminded: Reminded::new(),
            extended_at: None,
            active_at: None,
        })
    }

    /// Takes over one later fact, recorded at `at`.
    pub fn apply(&mut self, event: &ReferralEvent, at: DateTime<Utc>) {
        if let Some(status) = moves::after(self, event) {
            self.status = status;
            self.since = at;
        }
        if moves::is_update(event) {
            self.updated_at = at;
        }
        if moves::is_activity(event) {
            self.active_at = Some(at);
        }
        fold::details(self, event, at);
        self.version += 1;
    }

    #[must_use]
    pub fn partner(&self) -> PartnerId {
        self.submission.partner
    }

    #[must_use]
    pub fn number(&self) -> ReferralNumber {
        self.submission.number
    }
}

#[cfg(test)]
mod tests;
