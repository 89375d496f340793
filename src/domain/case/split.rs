//! R8: two partners share, when both confirm it. It may take the place of a decision by R5 to R7 at
//! any time before that one is final.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::decide::DECIDE_DAYS;
use super::no::CaseNo;
use super::{Case, Outcome, Rule, Split, eligible};
use crate::domain::Rules;
use crate::domain::actor::Person;
use crate::domain::ids::{PartnerId, ReferralId};
use crate::domain::outcome::{CaseEvent, Ruling};

/// Whether everybody in the case has agreed to the split.
#[must_use]
pub fn is_agreed(case: &Case, split: &Split) -> bool {
    let partners = case.partners();
    let all = partners.iter().all(|partner| split.agreed.contains_key(partner));
    partners.len() == 2 && all && !split.declined
}

/// Whether both may be told who the other is.
#[must_use]
pub fn are_named(case: &Case, split: &Split) -> bool {
    is_agreed(case, split) && split.agreed.values().all(|named| *named)
}

/// Suggests a split, in place of one that was suggested before.
///
/// # Errors
/// [`CaseNo::Turn`], [`CaseNo::Over`], [`CaseNo::RuleOff`], [`CaseNo::NotTwo`].
pub fn suggest(
    case: &Case,
    first_bp: u32,
    by: &Person,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<CaseEvent, CaseNo> {
    may_suggest(case, by, rules)?;
    let until = rules.calendar.business_days_later(now, DECIDE_DAYS);
    Ok(CaseEvent::SplitSuggested { by: by.id, first_bp, until })
}

/// Whether `by` could suggest a split now.
///
/// # Errors
/// As [`suggest`].
pub fn may_suggest(case: &Case, by: &Person, rules: &Rules) -> Result<(), CaseNo> {
    eligible::may_look_after(by)?;
    if !case.phase.is_open() {
        return Err(CaseNo::Over);
    }
    if !rules.engagement.has(Rule::R8) {
        return Err(CaseNo::RuleOff { rule: Rule::R8 });
    }
    if case.partners().len() != 2 || case.present().count() != 2 {
        return Err(CaseNo::NotTwo);
    }
    Ok(())
}

/// Answers a suggestion for a partner. With the second yes the case is decided by it, for good;
/// `first` is the referral whose share was suggested.
///
/// # Errors
/// [`CaseNo::NotAParty`], [`CaseNo::NoSplit`].
pub fn answer(
    case: &Case,
    first: ReferralId,
    partner: PartnerId,
    (agreed, named): (bool, bool),
    by: &Person,
    now: DateTime<Utc>,
) -> Result<Vec<CaseEvent>, CaseNo> {
    let admin = by.membership.as_ref().is_some_and(|membership| membership.admin);
    if !by.is_member_of(&partner) || !admin || !case.partners().contains(&partner) {
        return Err(CaseNo::NotAParty);
    }
    let open = case.split.as_ref().filter(|split| now <= split.until && !split.declined);
    let open = open.filter(|split| !split.agreed.contains_key(&partner));
    let Some(split) = open.filter(|_| case.phase.is_open()) else { return Err(CaseNo::NoSplit) };
    let answered = CaseEvent::SplitAnswered { by: by.id, partner, agreed, named };
    let mut then = case.clone();
    then.apply(&answered, now);
    let whole = then.split.as_ref().is_some_and(|split| is_agreed(&then, split));
    let ruling = Ruling {
        by: split.by,
        outcome: Outcome::Split,
        rules: vec![Rule::R8],
        first,
        winner: None,
        first_bp: Some(split.first_bp),
        texts: BTreeMap::new(),
        appeal_until: None,
    };
    let end = [CaseEvent::CaseDecided(Box::new(ruling)), CaseEvent::CaseClosed];
    Ok(std::iter::once(answered).chain(end.into_iter().filter(|_| whole)).collect())
}
