//! The way of a case: opened, evidence, proposed, decided; and what the clock does with it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::ladder::{Proposal, Standing};
use super::no::CaseNo;
use super::{Case, Cause, Claim, Outcome, Phase, Rule, is_stale, ladder};
use super::{effect, eligible};
use crate::domain::Rules;
use crate::domain::account::Domain;
use crate::domain::actor::{Person, Role};
use crate::domain::calendar::Calendar;
use crate::domain::ids::{PartnerId, PersonId, ReferralId};
use crate::domain::outcome::{CaseEvent, Opening, Party, Ruling, Seal};
use crate::domain::referral::{Referral, Status};

/// Business days in which each party can give evidence.
pub const EVIDENCE_DAYS: u32 = 2;
/// Business days after which a decision is late; and after each reminder, as long as there is
/// somebody else to be told.
pub const DECIDE_DAYS: u32 = 2;
/// Business days in which a decision can be appealed.
pub const APPEAL_DAYS: u32 = 5;
/// How often somebody is told that a decision is late: whoever decides, then whoever is next in
/// line, twice.
pub const REMINDERS: u32 = 3;

/// A party, as it comes into a case. `later` is when the other submission was received.
#[must_use]
pub fn party(referral: &Referral, later: DateTime<Utc>, rules: &Rules) -> Party {
    let protected = matches!(referral.status, Status::Approved | Status::Expired | Status::Won);
    Party {
        referral: referral.id,
        partner: referral.partner(),
        stale: protected.then(|| is_stale(referral, later, rules)).flatten(),
    }
}

/// Opens a case about all these referrals of one account.
#[must_use]
pub fn open(
    number: u32,
    domain: Domain,
    (cause, by): (Cause, Option<PersonId>),
    referrals: &[&Referral],
    rules: &Rules,
    now: DateTime<Utc>,
) -> CaseEvent {
    let later = referrals.iter().map(|one| one.submitted_at).max().unwrap_or(now);
    CaseEvent::CaseOpened(Box::new(Opening {
        number,
        domain,
        cause,
        by,
        parties: referrals.iter().map(|one| party(one, later, rules)).collect(),
        evidence_until: rules.calendar.business_days_later(now, EVIDENCE_DAYS),
    }))
}

/// What the rules look at: the referrals that are in the case, as they stand.
#[must_use]
pub fn facts(
    case: &Case,
    referrals: &[&Referral],
    account: ladder::Account,
    own: &BTreeSet<PartnerId>,
) -> ladder::Facts {
    let entry = |party: &Party| {
        let referral = referrals.iter().find(|one| one.id == party.referral)?;
        Some(ladder::Entry {
            referral: party.referral,
            partner: party.partner,
            standing: standing(referral, party),
            in_line: referral.in_line_since,
            own: own.contains(&party.partner),
        })
    };
    let chose = case.statements.iter().filter(|one| one.claim == Some(Claim::Chosen));
    let chose = chose.map(|one| one.referral).filter(|one| case.party(one).is_some());
    let chosen: BTreeSet<ReferralId> = chose.collect();
    ladder::Facts {
        account,
        entries: case.present().filter_map(entry).collect(),
        chosen: chosen.into_iter().collect(),
    }
}

fn standing(referral: &Referral, party: &Party) -> Standing {
    match referral.status {
        Status::Approved | Status::Expired | Status::Won => {
            Standing::Protected { stale: party.stale }
        }
        // Who comes back within its own grace stands as if its protection had gone on.
        Status::Submitted | Status::InConflict | Status::NeedsInfo if referral.came_back => {
            Standing::Protected { stale: Some(false) }
        }
        Status::Submitted | Status::InConflict => Standing::Complete,
        Status::NeedsInfo => Standing::Asked,
        Status::Rejected
        | Status::Lapsed
        | Status::Withdrawn
        | Status::Released
        | Status::Merged
        | Status::Lost
        | Status::Reversed => Standing::Ended,
    }
}

/// Whether `by` could decide the case now; `people` is everybody the vendor has.
///
/// # Errors
/// [`CaseNo::Over`], [`CaseNo::Decided`], [`CaseNo::Stake`], [`CaseNo::Turn`].
pub fn may_decide(
    case: &Case,
    referrals: &[&Referral],
    people: &[&Person],
    by: &Person,
) -> Result<(), CaseNo> {
    match (&case.phase, &case.decided) {
        (Phase::Decided, Some(decided)) => {
            return Err(CaseNo::Decided { by: decided.ruling.by, at: decided.at });
        }
        (phase, _) if !phase.awaits_decision() => return Err(CaseNo::Over),
        (_, _) => {}
    }
    if case.is_for_sales() {
        return Err(CaseNo::Turn { role: Role::Sales });
    }
    let turn = eligible::turn(case, referrals, people.iter().copied());
    if turn.as_ref().is_some_and(|(_, may)| may.contains(&by.id)) {
        return Ok(());
    }
    let judges = eligible::TURNS.iter().any(|role| by.has(*role));
    match eligible::stake(case, referrals, &by.id) {
        Some((stake, referral)) if judges => {
            Err(CaseNo::Stake { stake, number: referral.number() })
        }
        _ => Err(CaseNo::Turn { role: turn.map_or(Role::Resolver, |(role, _)| role) }),
    }
}

/// What a resolver wants to be the case's end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decide {
    pub outcome: Outcome,
    pub rules: Vec<Rule>,
    /// Whose it becomes, where several could be meant.
    pub winner: Option<ReferralId>,
    pub texts: BTreeMap<ReferralId, Seal>,
}

/// Decides a case. On an appeal the decision is final at once, and so is one against nobody.
///
/// # Errors
/// As [`may_decide`]; [`CaseNo::NoRule`], [`CaseNo::RuleOff`], [`CaseNo::NoWinner`],
/// [`CaseNo::NothingToMerge`], [`CaseNo::NotAgreed`].
pub fn decide(
    case: &Case,
    referrals: &[&Referral],
    people: &[&Person],
    command: Decide,
    (by, proposal): (&Person, &Proposal),
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<CaseEvent>, CaseNo> {
    may_decide(case, referrals, people, by)?;
    if command.rules.is_empty() {
        return Err(CaseNo::NoRule);
    }
    if let Some(rule) = command.rules.iter().find(|rule| !rules.engagement.has(**rule)) {
        return Err(CaseNo::RuleOff { rule: *rule });
    }
    let first = proposal.first;
    let winner = match command.outcome {
        Outcome::AwardOther => Some(winner(case, &command, proposal)?),
        Outcome::Merge => {
            let merging = effect::merging(case, &first, referrals);
            let merging = merging.filter(|merging| !merging.gone.is_empty());
            let into = merging.ok_or(CaseNo::NothingToMerge)?.into.into;
            (into != first).then_some(into)
        }
        Outcome::UpholdFirst
        | Outcome::Split
        | Outcome::DirectKeeps
        | Outcome::DirectKeepsWithFee
        | Outcome::Void => None,
    };
    let first_bp = match (command.outcome, &case.split) {
        (Outcome::Split, Some(split)) if super::split::is_agreed(case, split) => {
            Some(split.first_bp)
        }
        (Outcome::Split, _) => return Err(CaseNo::NotAgreed),
        (_, _) => None,
    };
    let mut ruling = Ruling {
        by: by.id,
        outcome: command.outcome,
        rules: command.rules,
        first,
        winner,
        first_bp,
        texts: command.texts,
        appeal_until: None,
    };
    let last = case.appeal.is_some() || losers(case, &ruling).is_empty();
    ruling.appeal_until = (!last).then(|| rules.calendar.business_days_later(now, APPEAL_DAYS));
    let decided = CaseEvent::CaseDecided(Box::new(ruling));
    Ok(std::iter::once(decided).chain(last.then_some(CaseEvent::CaseClosed)).collect())
}

/// The only other referral, or the one that was said, or the one that the rules name.
fn winner(case: &Case, command: &Decide, proposal: &Proposal) -> Result<ReferralId, CaseNo> {
    let others = || case.present().map(|party| party.referral).filter(|id| *id != proposal.first);
    let said = command.winner.filter(|said| others().any(|other| other == *said));
    let only = || others().next().filter(|_| others().count() == 1);
    said.or_else(only).or(proposal.winner).ok_or(CaseNo::NoWinner)
}

/// The partners against which a decision goes.
#[must_use]
pub fn losers(case: &Case, ruling: &Ruling) -> BTreeSet<PartnerId> {
    let lost = case.present().filter(|party| loses(ruling, &party.referral));
    lost.map(|party| party.partner).collect()
}

/// Whether a decision goes against a referral.
#[must_use]
pub fn loses(ruling: &Ruling, referral: &ReferralId) -> bool {
    match ruling.outcome {
        Outcome::UpholdFirst => ruling.first != *referral,
        // What is merged ends, too: its partner may have another resolver look.
        Outcome::Merge => ruling.goes_on() != *referral,
        Outcome::AwardOther => ruling.winner != Some(*referral),
        Outcome::Split => false,
        Outcome::DirectKeeps | Outcome::DirectKeepsWithFee | Outcome::Void => true,
    }
}

/// What the clock does with a case whose time is over; nothing otherwise. `proposal` is what the
/// rules say now.
#[must_use]
pub fn tick(
    case: &Case,
    proposal: Option<Proposal>,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Option<CaseEvent> {
    let due = case.due.filter(|due| *due < now)?;
    let later = calendar.business_days_later(due, DECIDE_DAYS);
    match case.phase {
        Phase::Evidence => Some(CaseEvent::CaseProposed { proposal: proposal?, due: later }),
        Phase::Proposed | Phase::Appealed => {
            // What was missed while nobody looked is told once.
            let (mut step, mut next) = (case.reminded + 1, later);
            while next < now && step < REMINDERS {
                (step, next) = (step + 1, calendar.business_days_later(next, DECIDE_DAYS));
            }
            let next = (step < REMINDERS).then_some(next);
            Some(CaseEvent::CaseReminded { step, next })
        }
        Phase::Decided => Some(CaseEvent::CaseClosed),
        Phase::Final | Phase::Settled | Phase::Excepted => None,
    }
}
