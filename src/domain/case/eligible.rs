//! Who may decide a case: a resolver without a stake in it; where there is none, whoever comes next.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Case;
use super::no::CaseNo;
use crate::domain::actor::{Person, Role};
use crate::domain::ids::PersonId;
use crate::domain::referral::Referral;

/// Why somebody decides no case of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stake {
    Owner,
    Approver,
    Submitter,
    /// They made the decision that was appealed.
    FirstDecider,
}

/// Who decides, in the order in which they are asked.
pub const TURNS: [Role; 3] = [Role::Resolver, Role::PartnerManager, Role::Admin];

/// Whether somebody may move a case on without deciding it: a stake in it does not matter there.
///
/// # Errors
/// [`CaseNo::Turn`].
pub fn may_look_after(by: &Person) -> Result<(), CaseNo> {
    if by.has(Role::Resolver) || by.manages_partners() {
        return Ok(());
    }
    Err(CaseNo::Turn { role: Role::Resolver })
}

/// The stake that somebody has in a case, and the referral in which they have it.
#[must_use]
pub fn stake<'a>(
    case: &Case,
    referrals: &[&'a Referral],
    person: &PersonId,
) -> Option<(Stake, &'a Referral)> {
    let decided = case.appealed.as_ref().or(case.decided.as_ref());
    let decided_before = decided.is_some_and(|decided| decided.ruling.by == *person);
    let in_one = |referral: &&'a Referral| {
        let approved = referral.decision.as_ref().map(|decision| decision.by);
        let stake = if referral.owner == Some(*person) {
            Stake::Owner
        } else if approved == Some(*person) {
            Stake::Approver
        } else if referral.submission.by == *person {
            Stake::Submitter
        } else {
            return None;
        };
        Some((stake, *referral))
    };
    let first = referrals.first().map(|one| (Stake::FirstDecider, *one));
    referrals.iter().find_map(in_one).or_else(|| first.filter(|_| decided_before))
}

/// Whose turn it is: the first of [`TURNS`] in which somebody has no stake. `None` when nobody is
/// left, so that the case waits and says so.
#[must_use]
pub fn turn<'a>(
    case: &Case,
    referrals: &[&Referral],
    people: impl IntoIterator<Item = &'a Person>,
) -> Option<(Role, BTreeSet<PersonId>)> {
    let people: Vec<&Person> = people
        .into_iter()
        .filter(|person| !person.is_gone() && stake(case, referrals, &person.id).is_none())
        .collect();
    TURNS.into_iter().find_map(|role| {
        let may: BTreeSet<PersonId> =
            people.iter().filter(|person| person.has(role)).map(|person| person.id).collect();
        (!may.is_empty()).then_some((role, may))
    })
}
