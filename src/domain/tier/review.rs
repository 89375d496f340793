//! How a partner rises and falls.
//!
//! It rises by what counts today. Whether it stays is looked at from the end of a quarter: in the
//! weeks before it a partner that would not reach its tier any more is told so, and on the first
//! morning after it the partner falls by one tier, if it was told and did not make up for it.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Tiers;
use super::count::{Counted, count};
use crate::domain::Rules;
use crate::domain::calendar::Calendar;
use crate::domain::outcome::PartnerEvent;
use crate::domain::partner::{Partner, PartnerState};
use crate::domain::referral::clocks::MORNING;

/// A notice comes at most so many days before the quarter's end: earlier much can change by itself.
pub const NOTICE_FIRST: u64 = 30;
/// And at least so many, or it is one for the end of the next quarter: there has to be time to make
/// up for it.
pub const NOTICE_LAST: u64 = 14;

/// The tier in which a partner is, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InTier {
    pub name: String,
    pub since: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned: Option<Warned>,
}

/// That the partner was told what it needs to stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warned {
    pub at: DateTime<Utc>,
    /// So much keeps it, whatever the programme asks for later.
    pub from: i64,
    /// The last day of the quarter.
    pub through: NaiveDate,
}

/// The last day of a date's quarter.
#[must_use]
pub fn quarter_end(date: NaiveDate) -> NaiveDate {
    let first_of_next = match date.month0() / 3 {
        3 => NaiveDate::from_ymd_opt(date.year() + 1, 1, 1),
        quarter => NaiveDate::from_ymd_opt(date.year(), quarter * 3 + 4, 1),
    };
    first_of_next.and_then(|date| date.pred_opt()).unwrap_or(date)
}

/// Lets a partner rise, where what counts today reaches a higher tier.
#[must_use]
pub fn promote(
    partner: &Partner,
    referrals: &[Counted],
    rules: &Rules,
    now: DateTime<Utc>,
) -> Option<PartnerEvent> {
    let tiers = climbs(partner, rules)?;
    let today = rules.calendar.local_date(now);
    let place = tiers.place_of(partner);
    let reached = tiers.reached(count(tiers, referrals, &rules.calendar, today));
    let was = tiers.all.get(place).map(|tier| tier.name.clone());
    let tier = tiers.all.get(reached).filter(|_| reached > place)?.name.clone();
    Some(PartnerEvent::TierPromoted { tier, was })
}

/// What the clock does about a partner's tier: what is over, what is reached, what has to be told.
#[must_use]
pub fn review(
    partner: &Partner,
    referrals: &[Counted],
    rules: &Rules,
    now: DateTime<Utc>,
) -> Vec<PartnerEvent> {
    let mut partner = partner.clone();
    let mut events = Vec::new();
    for step in [end_of_notice, promote, notice] {
        if let Some(event) = step(&partner, referrals, rules, now) {
            partner.apply(&event, now);
            events.push(event);
        }
    }
    events
}

/// A test partner counts nowhere, and one that is gone has nothing from a tier.
fn climbs<'a>(partner: &Partner, rules: &'a Rules) -> Option<&'a Tiers> {
    let there = match partner.state {
        PartnerState::Approved | PartnerState::Suspended => !partner.test,
        PartnerState::Terminated => false,
    };
    Some(&rules.tiers).filter(|tiers| there && !tiers.is_empty())
}

/// On the first morning after the quarter. Whoever has reached it in the night as well stays.
fn end_of_notice(
    partner: &Partner,
    referrals: &[Counted],
    rules: &Rules,
    now: DateTime<Utc>,
) -> Option<PartnerEvent> {
    let tiers = climbs(partner, rules)?;
    let calendar = &rules.calendar;
    let (tier, warned) =
        partner.tier.as_ref().and_then(|tier| Some((tier, tier.warned.as_ref()?)))?;
    if now < morning(calendar, warned.through.succ_opt()?) {
        return None;
    }
    let kept = PartnerEvent::TierKept { tier: tier.name.clone() };
    // A tier that the programme has given up is none that somebody falls from.
    let Some(place) = tiers.place(&tier.name) else { return Some(kept) };
    let Some(below) = place.checked_sub(1) else { return Some(kept) };
    let needed = tiers.all[place].from.min(warned.from);
    let today = calendar.local_date(now);
    let on = |date| count(tiers, referrals, calendar, date) >= needed;
    // What nobody came back to for a whole quarter is no notice any more.
    let stale = quarter_end(warned.through.succ_opt()?) < today;
    if stale || on(warned.through) || on(today) {
        return Some(kept);
    }
    let (was, tier) = (tier.name.clone(), tiers.all[below].name.clone());
    let announced = calendar.local_date(warned.at);
    Some(PartnerEvent::TierDemoted { tier, was, announced })
}

/// On a morning in the weeks before the quarter's end.
fn notice(
    partner: &Partner,
    referrals: &[Counted],
    rules: &Rules,
    now: DateTime<Utc>,
) -> Option<PartnerEvent> {
    let tiers = climbs(partner, rules)?;
    let (place, calendar) = (tiers.place_of(partner), &rules.calendar);
    let below = tiers.all.get(place.checked_sub(1)?)?;
    let tier = tiers.all.get(place)?;
    let today = calendar.local_date(now);
    let through = quarter_end(today);
    let before = |days| through.checked_sub_days(Days::new(days));
    let in_time = before(NOTICE_FIRST)? <= today && today <= before(NOTICE_LAST)?;
    let told = partner.tier.as_ref().is_some_and(|tier| tier.warned.is_some());
    if !in_time || told || now < morning(calendar, today) {
        return None;
    }
    let short = count(tiers, referrals, calendar, through) < tier.from;
    short.then(|| PartnerEvent::TierWarned {
        tier: tier.name.clone(),
        below: below.name.clone(),
        from: tier.from,
        through,
    })
}

fn morning(calendar: &Calendar, date: NaiveDate) -> DateTime<Utc> {
    calendar.wall(date, MORNING)
}

#[cfg(test)]
pub(super) mod tests;
