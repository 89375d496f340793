//! What the vendor's CRM says of a deal: its stage follows there as if somebody had moved it here,
//! unless a person has said something newer; that stands, and its owner is told once.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::stage::{Move, moves, reopens};
use super::{Referral, Stage, Status};
use crate::domain::Rules;
use crate::domain::account::known::AccountNo;
use crate::domain::outcome::ReferralEvent;

/// What is known of a referral's deal besides its stage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// The opportunity that it is in the CRM, and when that last said something of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Heard>,
    /// When a person last moved the stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<DateTime<Utc>>,
    /// Whether its owner was told since then that the CRM says something else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    pub opportunity: AccountNo,
    pub at: DateTime<Utc>,
}

/// What a CRM says of an opportunity.
#[derive(Clone, Debug)]
pub struct Said {
    pub opportunity: AccountNo,
    /// When it happened there.
    pub at: DateTime<Utc>,
    /// Where it stands, if that is a stage that we know.
    pub stage: Option<Stage>,
    /// Of a deal that is won: minor units, and ISO 4217.
    pub amount: Option<(i64, String)>,
    /// On which day it was won.
    pub closed: NaiveDate,
    /// Why it was lost.
    pub reason: Option<String>,
    /// When somebody worked on it.
    pub active: Option<DateTime<Utc>>,
}

/// Whether an opportunity that no referral is bound to can be this one's: it is approved, and the
/// opportunity open. One that ended may be an older one of the same company.
#[must_use]
pub fn may_bind(referral: &Referral, said: &Said, rules: &Rules) -> bool {
    let open = said.stage.is_some_and(|stage| is_open(stage) && rules.stages.contains(&stage));
    referral.status == Status::Approved && referral.deal.heard.is_none() && open
}

/// What a referral takes over of one that is merged into it: which opportunity that is in the CRM,
/// unless it follows one of its own.
#[must_use]
pub fn takes_over(into: &Referral, merged: &Referral) -> Option<ReferralEvent> {
    let free = into.status == Status::Approved && into.deal.heard.is_none();
    let heard = merged.deal.heard.as_ref().filter(|_| free)?;
    let (opportunity, at) = (heard.opportunity, heard.at);
    Some(ReferralEvent::DealHeard { opportunity, at, stage: None, active: None, told: false })
}

/// Who else has to do with the account.
#[derive(Clone, Copy, Debug, Default)]
pub struct Others {
    /// Another partner was approved since this one's protection ended.
    pub approved_since: bool,
    /// One stands in the way of reopening this one.
    pub live: bool,
}

/// What follows for a referral from what the CRM says; nothing from what is older than what is known
/// or about another opportunity.
#[must_use]
pub fn hear(
    referral: &Referral,
    said: &Said,
    others: Others,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Vec<ReferralEvent> {
    // No clock of a CRM runs ahead of ours.
    let (at, active) = (said.at.min(now), said.active.map(|active| active.min(now)));
    if !is_about(referral, said, rules) || !is_news(referral, at) {
        return Vec::new();
    }
    let known = |stage: &Stage| rules.stages.contains(stage) || !is_open(*stage);
    let stage = said.stage.filter(known);
    if stage.is_none() && active.is_none() {
        return Vec::new();
    }
    let other = stage.filter(|stage| Some(*stage) != referral.stage);
    let older = referral.deal.by_hand.is_some_and(|moved| at <= moved);
    let follows = |stage: Stage| {
        let to = wanted(stage, said).filter(|_| !older && !others.approved_since)?;
        if referral.status == Status::Lost {
            return opens_again(referral, (stage, to), others.live, rules, now);
        }
        moves(referral, to, None, rules, now).ok()
    };
    let moved = other.and_then(follows);
    let told = other.is_some() && moved.is_none() && !referral.deal.told;
    let opportunity = said.opportunity;
    let heard = ReferralEvent::DealHeard { opportunity, at, stage, active, told };
    std::iter::once(heard).chain(moved.into_iter().flatten()).collect()
}

/// A lost deal is open again there, or was won after all.
fn opens_again(
    referral: &Referral,
    (stage, to): (Stage, Move),
    taken: bool,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Option<Vec<ReferralEvent>> {
    let reopened = reopens(referral, None, taken, rules, now).ok()?;
    let mut then = referral.clone();
    then.apply(&reopened, now);
    let moved = match then.stage == Some(stage) {
        true => Vec::new(),
        false => moves(&then, to, None, rules, now).ok()?,
    };
    Some(std::iter::once(reopened).chain(moved).collect())
}

fn is_about(referral: &Referral, said: &Said, rules: &Rules) -> bool {
    match &referral.deal.heard {
        Some(heard) => heard.opportunity == said.opportunity,
        None => may_bind(referral, said, rules),
    }
}

/// Newer than what the CRM said before, and than the approval.
fn is_news(referral: &Referral, at: DateTime<Utc>) -> bool {
    let running = match referral.status {
        Status::Approved | Status::Expired | Status::Won | Status::Lost => true,
        Status::Submitted
        | Status::InConflict
        | Status::NeedsInfo
        | Status::Rejected
        | Status::Lapsed
        | Status::Withdrawn
        | Status::Released
        | Status::Merged
        | Status::Reversed => false,
    };
    let heard = referral.deal.heard.as_ref().is_some_and(|heard| at <= heard.at);
    let before = referral.decision.as_ref().is_none_or(|decision| at < decision.at);
    running && !heard && !before
}

/// The move that a stage means. A win without an amount, and a loss without a reason, somebody has to
/// record.
fn wanted(stage: Stage, said: &Said) -> Option<Move> {
    match stage {
        Stage::ClosedWon => said.amount.clone().map(|(amount_minor, currency)| {
            let on = said.closed;
            Move::Won { amount_minor, currency, on }
        }),
        Stage::ClosedLost => said.reason.clone().map(|reason| Move::Lost { reason }),
        Stage::New
        | Stage::Contacted
        | Stage::Qualified
        | Stage::Meeting
        | Stage::Proposal
        | Stage::Negotiation
        | Stage::Nurture => Some(Move::To { stage, next_step: None }),
    }
}

const fn is_open(stage: Stage) -> bool {
    match stage {
        Stage::New
        | Stage::Contacted
        | Stage::Qualified
        | Stage::Meeting
        | Stage::Proposal
        | Stage::Negotiation
        | Stage::Nurture => true,
        Stage::ClosedWon | Stage::ClosedLost => false,
    }
}
