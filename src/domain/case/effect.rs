//! What an outcome does to each referral of a case once it is final.

use std::collections::BTreeSet;

use super::{Case, Outcome};
use crate::domain::ids::ReferralId;
use crate::domain::outcome::Ruling;
use crate::domain::referral::{Merged, Referral, Status};

/// All of the credit, in basis points.
pub const WHOLE: u32 = 10_000;

/// What becomes of one referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It goes on as it stands; an undecided one waits for sales again.
    GoesOn,
    Rejected,
    /// Its protection ends by the decision.
    Released,
    /// It ends, and another of its partner's goes on in its place.
    Merged,
    /// Approved with a fresh window.
    Awarded,
    /// Approved with a fresh window, or as it stands, with this share of the credit.
    Shares(u32),
    /// A deal that is won or in its tail: so much of it is credited.
    Credited(u32),
}

/// Which part a referral has in a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    First,
    Winner,
    Other,
}

/// What becomes of referrals of one partner that are about the same: one goes on, and the others become
/// part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merging {
    pub into: Merged,
    pub gone: BTreeSet<ReferralId>,
}

/// Into what the referrals of one partner are merged: the one that was meant, or where that has left or
/// ended meanwhile, the next of its partner. `None` where nothing could go on. What has ended stays as
/// it ended.
#[must_use]
pub fn merging(case: &Case, meant: &ReferralId, referrals: &[&Referral]) -> Option<Merging> {
    let partner = case.parties.iter().find(|party| party.referral == *meant)?.partner;
    let own = || referrals.iter().filter(move |one| one.partner() == partner);
    let stands = |one: &&&Referral| one.status.is_live() || one.status == Status::Won;
    let live = |one: &&&Referral| one.status.is_live();
    let into = own().filter(stands).find(|one| one.id == *meant).or_else(|| own().find(live))?;
    let gone = own().filter(live).filter(|one| one.id != into.id).map(|one| one.id);
    let gone = gone.collect();
    Some(Merging { into: Merged { into: into.id, number: into.number() }, gone })
}

/// What a decision does to a referral that stands at `status`; `merging` is for one that merges.
#[must_use]
pub fn of(
    ruling: &Ruling,
    merging: Option<&Merging>,
    referral: &ReferralId,
    status: Status,
) -> Effect {
    let part = match (ruling.first == *referral, ruling.winner == Some(*referral)) {
        (true, _) => Part::First,
        (false, true) => Part::Winner,
        (false, false) => Part::Other,
    };
    match ruling.outcome {
        Outcome::UpholdFirst => match part {
            Part::First => Effect::GoesOn,
            Part::Winner | Part::Other => loses(status),
        },
        Outcome::AwardOther => match part {
            Part::Winner => wins(status),
            Part::First if status == Status::Won => Effect::Credited(0),
            Part::First | Part::Other => loses(status),
        },
        Outcome::Split => {
            let first = ruling.first_bp.unwrap_or(WHOLE / 2).min(WHOLE);
            shares(status, if part == Part::First { first } else { WHOLE - first })
        }
        Outcome::Merge => match merging {
            Some(merging) if merging.into.into == *referral => Effect::GoesOn,
            Some(merging) if merging.gone.contains(referral) => Effect::Merged,
            Some(_) | None => loses(status),
        },
        Outcome::DirectKeeps | Outcome::DirectKeepsWithFee | Outcome::Void => ends(status),
    }
}

/// The account goes to somebody else.
const fn loses(status: Status) -> Effect {
    match status {
        Status::Approved => Effect::Released,
        Status::Submitted | Status::InConflict | Status::NeedsInfo => Effect::Rejected,
        Status::Rejected
        | Status::Lapsed
        | Status::Withdrawn
        | Status::Released
        | Status::Merged
        | Status::Expired
        | Status::Won
        | Status::Lost
        | Status::Reversed => Effect::GoesOn,
    }
}

/// The account goes to nobody: what is approved is rejected as well.
const fn ends(status: Status) -> Effect {
    if matches!(status, Status::Approved) { Effect::Rejected } else { loses(status) }
}

const fn wins(status: Status) -> Effect {
    match status {
        Status::Submitted | Status::InConflict | Status::NeedsInfo | Status::Rejected => {
            Effect::Awarded
        }
        // A case about a tail: the expired status stays.
        Status::Expired | Status::Won => Effect::Credited(WHOLE),
        Status::Approved
        | Status::Lapsed
        | Status::Withdrawn
        | Status::Released
        | Status::Merged
        | Status::Lost
        | Status::Reversed => Effect::GoesOn,
    }
}

const fn shares(status: Status, share: u32) -> Effect {
    match status {
        Status::Submitted
        | Status::InConflict
        | Status::NeedsInfo
        | Status::Rejected
        | Status::Approved => Effect::Shares(share),
        Status::Expired | Status::Won => Effect::Credited(share),
        Status::Lapsed
        | Status::Withdrawn
        | Status::Released
        | Status::Merged
        | Status::Lost
        | Status::Reversed => Effect::GoesOn,
    }
}
