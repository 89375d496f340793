//! What a party against which it goes can do about a decision: appeal once, or accept it.

use chrono::{DateTime, Utc};

use super::decide::{DECIDE_DAYS, losers, loses};
use super::no::CaseNo;
use super::{Case, Phase};
use crate::domain::actor::Person;
use crate::domain::calendar::Calendar;
use crate::domain::outcome::{CaseEvent, Seal};
use crate::domain::referral::Referral;

/// Whether `by` could appeal for a referral now. What comes exactly at the end of the time for it is
/// in time.
///
/// # Errors
/// [`CaseNo::NotAParty`], [`CaseNo::Over`], [`CaseNo::AppealedOnce`], [`CaseNo::NothingAgainst`],
/// [`CaseNo::AppealOver`].
pub fn may_appeal(
    case: &Case,
    referral: &Referral,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), CaseNo> {
    if case.party(&referral.id).is_none() || !by.is_member_of(&referral.partner()) {
        return Err(CaseNo::NotAParty);
    }
    if case.appeal.is_some() {
        return Err(CaseNo::AppealedOnce);
    }
    let Some(decided) = &case.decided else { return Err(CaseNo::NothingAgainst) };
    let waived = case.waived.contains(&referral.partner());
    if !loses(&decided.ruling, &referral.id) || waived {
        return Err(CaseNo::NothingAgainst);
    }
    match decided.ruling.appeal_until {
        Some(until) if now > until => Err(CaseNo::AppealOver { until }),
        Some(_) if case.phase == Phase::Decided => Ok(()),
        Some(until) => Err(CaseNo::AppealOver { until }),
        None => Err(CaseNo::Over),
    }
}

/// Appeals: another resolver decides.
///
/// # Errors
/// As [`may_appeal`].
pub fn appeal(
    case: &Case,
    referral: &Referral,
    (text, link): (Seal, Option<Seal>),
    by: &Person,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Result<CaseEvent, CaseNo> {
    may_appeal(case, referral, by, now)?;
    let due = calendar.business_days_later(now, DECIDE_DAYS);
    Ok(CaseEvent::CaseAppealed { by: by.id, referral: referral.id, text, link, due })
}

/// Accepts a decision; when everybody against whom it goes has, it is final.
///
/// # Errors
/// As [`may_appeal`].
pub fn waive(
    case: &Case,
    referral: &Referral,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<Vec<CaseEvent>, CaseNo> {
    may_appeal(case, referral, by, now)?;
    let partner = referral.partner();
    let waived = CaseEvent::CaseWaived { by: by.id, partner };
    let ruling = case.decided.as_ref().map(|decided| &decided.ruling);
    let mut open = ruling.map(|ruling| losers(case, ruling)).unwrap_or_default();
    open.retain(|other| *other != partner && !case.waived.contains(other));
    let last = open.is_empty().then_some(CaseEvent::CaseClosed);
    Ok(std::iter::once(waived).chain(last).collect())
}
