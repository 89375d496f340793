//! A conflict case: two parties, one account, and written rules by which somebody without a stake
//! decides.
//!
//! Here is the state; [`ladder`] has the rules R1 to R7 and what they propose, [`eligible`] who may
//! decide, [`decide`] the way from opening to decision, [`asked`] what resolvers want to know for it,
//! [`evidence`], [`appeal`] and [`split`] (R8) what parties do meanwhile, [`effect`] what an outcome does to each referral, [`naming`] what
//! keeps one side's name out of what the other is told. Every no is in [`no`].

pub mod appeal;
pub mod asked;
pub mod decide;
pub mod effect;
pub mod eligible;
pub mod evidence;
pub mod ladder;
pub mod naming;
pub mod no;
pub mod split;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::account::Domain;
use super::account::known::{self, Standing};
use super::ids::{CaseId, PartnerId, PersonId, ReferralId};
use super::outcome::{CaseEvent, Party, Ruling, Seal, Statement};
use super::referral::clocks::SILENT;
use super::referral::{Referral, Status};
use super::words::words;
use asked::Asked;
use ladder::Proposal;

words! {
    /// A rule of engagement: its number is cited to the parties.
    Rule {
        /// The account is off limits, or the partner's own.
        R1 = "R1",
        /// Already a customer.
        R2 = "R2",
        /// An open direct opportunity with activity.
        R3 = "R3",
        /// A written choice of the buyer.
        R4 = "R4",
        /// Another partner's live protection that is not stale.
        R5 = "R5",
        /// Complete submissions at almost the same time.
        R6 = "R6",
        /// The earliest complete submission.
        R7 = "R7",
        /// A split that both confirm.
        R8 = "R8",
    }
}

words! {
    /// How a case can end.
    Outcome {
        UpholdFirst = "uphold_first",
        AwardOther = "award_other",
        Split = "split",
        DirectKeeps = "direct_keeps",
        DirectKeepsWithFee = "direct_keeps_with_finder_fee",
        /// What one partner has sent twice goes on once.
        Merge = "merge",
        Void = "void",
    }
}

words! {
    /// Why a case was opened.
    Cause {
        /// Another live referral stands on the account.
        Match = "match",
        /// The programme takes no referrals of the account.
        OffLimits = "off_limits",
        /// They are a customer already.
        Customer = "customer",
        /// The vendor's own team is in talks with them.
        Direct = "direct",
        /// A partner contests the account.
        Claim = "claim",
        /// Sales wants it decided.
        Sales = "sales",
    }
}

impl Cause {
    /// Why an account is decided that one partner alone has referred; `None` when nothing stands
    /// against it.
    #[must_use]
    pub fn alone(referrals: &[&Referral]) -> Option<Self> {
        let is = |standing| referrals.iter().any(|one| known::has(&one.found, standing));
        if referrals.iter().any(|one| one.off_limits) {
            return Some(Self::OffLimits);
        }
        if is(Standing::Customer) {
            return Some(Self::Customer);
        }
        is(Standing::Opportunity).then_some(Self::Direct)
    }

    /// Whether sales decides, on the card, as long as nobody else has to do with it.
    const fn is_for_sales(self) -> bool {
        match self {
            Self::OffLimits | Self::Customer => true,
            Self::Match | Self::Direct | Self::Claim | Self::Sales => false,
        }
    }
}

words! {
    /// What a partner claims.
    Claim {
        First = "first",
        Chosen = "chosen",
        Relationship = "relationship",
        Lapsed = "lapsed",
    }
}

words! {
    /// How far a case has got.
    Phase {
        Evidence = "evidence",
        Proposed = "proposed",
        Decided = "decided",
        Appealed = "appealed",
        /// Decided for good.
        Final = "final",
        /// Ended without a decision, because nothing was left to decide.
        Settled = "settled",
        /// Sales has approved the one referral in it, although the account is closed or a customer's.
        Excepted = "excepted",
    }
}

impl Phase {
    /// Whether the case is open: from its opening until its end.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Evidence | Self::Proposed | Self::Decided | Self::Appealed => true,
            Self::Final | Self::Settled | Self::Excepted => false,
        }
    }

    /// Whether somebody has to decide now.
    #[must_use]
    pub const fn awaits_decision(self) -> bool {
        match self {
            Self::Evidence | Self::Proposed | Self::Appealed => true,
            Self::Decided | Self::Final | Self::Settled | Self::Excepted => false,
        }
    }
}

/// That a party does not accept a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    pub by: PersonId,
    pub referral: ReferralId,
    pub text: Seal,
    pub link: Option<Seal>,
    pub at: DateTime<Utc>,
}

/// That two partners may share, as far as they have agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    pub by: PersonId,
    pub first_bp: u32,
    pub until: DateTime<Utc>,
    /// Who agreed, and whether they may be named.
    pub agreed: BTreeMap<PartnerId, bool>,
    pub declined: bool,
}

/// A decision, and when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    #[serde(flatten)]
    pub ruling: Ruling,
    pub at: DateTime<Utc>,
}

/// A case as the sum of its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub id: CaseId,
    pub version: i64,
    pub number: u32,
    pub domain: Domain,
    /// The program version that was in force when it was opened: the case keeps its rules.
    pub program: String,
    pub cause: Cause,
    pub opened_by: Option<PersonId>,
    pub opened_at: DateTime<Utc>,
    pub evidence_until: DateTime<Utc>,
    pub phase: Phase,
    /// When it came to this phase.
    pub since: DateTime<Utc>,
    /// When the clock has to look at it next.
    pub due: Option<DateTime<Utc>>,
    /// Everybody who is or was in it, as they came.
    pub parties: Vec<Party>,
    /// Those who are not in it any more.
    pub left: BTreeSet<ReferralId>,
    pub statements: Vec<Statement>,
    /// What parties were asked, as it came.
    pub asked: Vec<Asked>,
    /// What the rules said when the time for evidence was over.
    pub proposal: Option<Proposal>,
    /// The decision that holds, and the one that was appealed.
    pub decided: Option<Decided>,
    pub appealed: Option<Decided>,
    pub appeal: Option<Appeal>,
    /// Partners that accept the decision.
    pub waived: BTreeSet<PartnerId>,
    pub split: Option<Split>,
    /// How often somebody was told that a decision is late.
    pub reminded: u32,
}

impl Case {
    /// The case that its first fact makes; `None` when the fact is not the first of a case.
    #[must_use]
    pub fn from_first(
        id: CaseId,
        first: &CaseEvent,
        at: DateTime<Utc>,
        program: &str,
    ) -> Option<Self> {
        let CaseEvent::CaseOpened(opening) = first else { return None };
        Some(Self {
            id,
            version: 1,
            number: opening.number,
            domain: opening.domain.clone(),
            program: program.to_owned(),
            cause: opening.cause,
            opened_by: opening.by,
            opened_at: at,
            evidence_until: opening.evidence_until,
            phase: Phase::Evidence,
            since: at,
            due: Some(opening.evidence_until),
            parties: opening.parties.clone(),
            left: BTreeSet::new(),
            statements: Vec::new(),
            asked: Vec::new(),
            proposal: None,
            decided: None,
            appealed: None,
            appeal: None,
            waived: BTreeSet::new(),
            split: None,
            reminded: 0,
        })
    }

    /// Takes over one later fact, recorded at `at`.
    pub fn apply(&mut self, event: &CaseEvent, at: DateTime<Utc>) {
        match event {
            CaseEvent::CaseOpened(_) => {}
            CaseEvent::CaseJoined { party } => {
                self.left.remove(&party.referral);
                self.parties.retain(|other| other.referral != party.referral);
                self.parties.push(party.clone());
            }
            CaseEvent::CaseLeft { referral } => {
                self.left.insert(*referral);
            }
            CaseEvent::CaseStated(statement) => self.statements.push((**statement).clone()),
            CaseEvent::EvidenceAsked { by, referral, text, until } => {
                let (by, referral, text, until) = (*by, *referral, text.clone(), *until);
                self.take_asked(Asked { by, referral, text, until });
            }
            CaseEvent::CaseProposed { proposal, due } => {
                self.proposal = Some(proposal.clone());
                self.enter(Phase::Proposed, Some(*due), at);
            }
            CaseEvent::CaseDecided(ruling) => {
                self.appealed = self.decided.take();
                let due = ruling.appeal_until;
                self.decided = Some(Decided { ruling: (**ruling).clone(), at });
                self.enter(Phase::Decided, due, at);
            }
            CaseEvent::CaseAppealed { by, referral, text, link, due } => {
                let (text, link) = (text.clone(), link.clone());
                self.appeal = Some(Appeal { by: *by, referral: *referral, text, link, at });
                self.enter(Phase::Appealed, Some(*due), at);
            }
            CaseEvent::CaseWaived { partner, .. } => {
                self.waived.insert(*partner);
            }
            CaseEvent::SplitSuggested { by, first_bp, until } => {
                let (by, first_bp, until) = (*by, *first_bp, *until);
                let agreed = BTreeMap::new();
                self.split = Some(Split { by, first_bp, until, agreed, declined: false });
            }
            CaseEvent::SplitAnswered { partner, agreed, named, .. } => {
                if let Some(split) = &mut self.split {
                    split.declined |= !agreed;
                    if *agreed {
                        split.agreed.insert(*partner, *named);
                    }
                }
            }
            CaseEvent::CaseReminded { step, next } => {
                self.reminded = *step;
                self.due = *next;
            }
            CaseEvent::CaseClosed => self.enter(Phase::Final, None, at),
            CaseEvent::CaseSettled => self.enter(Phase::Settled, None, at),
            CaseEvent::CaseExcepted { .. } => self.enter(Phase::Excepted, None, at),
        }
        self.version += 1;
    }

    fn enter(&mut self, phase: Phase, due: Option<DateTime<Utc>>, at: DateTime<Utc>) {
        self.phase = phase;
        self.since = at;
        self.due = due;
        self.reminded = 0;
    }

    /// Those who are still in it.
    pub fn present(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| !self.left.contains(&party.referral))
    }

    /// The partners that are still in it.
    #[must_use]
    pub fn partners(&self) -> BTreeSet<PartnerId> {
        self.present().map(|party| party.partner).collect()
    }

    /// A referral that is still in it.
    #[must_use]
    pub fn party(&self, referral: &ReferralId) -> Option<&Party> {
        self.present().find(|party| party.referral == *referral)
    }

    /// Whether its sales decides it on the card of the one referral in it: nobody else is concerned.
    #[must_use]
    pub fn is_for_sales(&self) -> bool {
        self.cause.is_for_sales() && self.partners().len() <= 1
    }
}

/// Whether a referral that stands so has left the case it was in: what it was about is over.
#[must_use]
pub const fn leaves(status: Status) -> bool {
    match status {
        Status::Withdrawn | Status::Lapsed | Status::Released | Status::Merged => true,
        // A claim may be about a rejected one, and a case about a tail about what has ended.
        Status::Submitted
        | Status::InConflict
        | Status::NeedsInfo
        | Status::Approved
        | Status::Rejected
        | Status::Expired
        | Status::Won
        | Status::Lost
        | Status::Reversed => false,
    }
}

/// Whether an approved referral's protection is stale when another comes in at `later`: no activity
/// for more than the days of the rules, and not by the vendor's fault; exactly so many dates apart it
/// is not. `None` where it is not known any more.
#[must_use]
pub fn is_stale(referral: &Referral, later: DateTime<Utc>, rules: &super::Rules) -> Option<bool> {
    let approved_at = referral.decision.as_ref()?.at;
    let active = referral.active_at.unwrap_or(approved_at);
    if active > later {
        // There was something since: what the last before it was, nobody has kept.
        return None;
    }
    let apart = |at| (rules.calendar.local_date(later) - rules.calendar.local_date(at)).num_days();
    // From the day on which the owner is reminded of the silence the vendor owes an answer.
    let owes_answer = apart(referral.updated_at) >= SILENT.cast_signed();
    Some(apart(active) > rules.engagement.stale_days && !owes_answer)
}
