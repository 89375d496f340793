//! How far a protection reaches that does not run at full speed: dates in nurture count by half, dates
//! on which a case is open do not count.
//!
//! What was gained becomes a fact when somebody has to know it: when the deal leaves nurture, a case
//! ends, more time is asked for, or the last day would pass. In between it is worked out.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Protection, Referral, Stage, Status};
use crate::domain::calendar::Calendar;
use crate::domain::outcome::ReferralEvent;
use crate::domain::protection::{self, Nurtured};

/// What is known of the nurture dates of one window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nurture {
    /// When it last came into nurture; none while it is in another stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<Utc>>,
    /// Dates that have their numbers, and the last of them.
    pub dates: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<NaiveDate>,
    /// Dates that were not counted, before a loss included.
    pub spared: u32,
}

/// A fact of the dates in nurture that have come to their ends and have no numbers yet, and how far
/// the protection reaches by it; none where there are none. `resumes` says that the stage is left now.
#[must_use]
pub fn settle(
    referral: &Referral,
    calendar: &Calendar,
    now: DateTime<Utc>,
    resumes: bool,
) -> Option<(ReferralEvent, Protection)> {
    let date = |at| calendar.local_date(at);
    let (found, last) = nurtured(referral, &date, date(now))?;
    let window = referral.protection.as_ref()?;
    let protected_through = protection::credited(window.through, found.spared);
    let expires = calendar.end_of_day(protected_through);
    let event = ReferralEvent::NurtureCounted {
        dates: found.dates,
        days: found.spared,
        last,
        resumes,
        protected_through,
        expires,
    };
    Some((event, Protection { through: protected_through, expires }))
}

/// The last protected day as it is told `today`: with what was gained by the end of yesterday, and
/// with today where a case is open, as if full speed resumed tomorrow. `date` gives the programme's
/// date of an instant. None for what has no protection.
#[must_use]
pub fn through(
    referral: &Referral,
    date: &impl Fn(DateTime<Utc>) -> NaiveDate,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let window = referral.protection.as_ref()?;
    let spared = nurtured(referral, date, today).map_or(0, |(found, _)| found.spared);
    Some(protection::credited(window.through, spared + paused(referral, date, today)))
}

/// Dates on which the case that is open has stopped the window so far, `today` included.
#[must_use]
pub fn paused(
    referral: &Referral,
    date: &impl Fn(DateTime<Utc>) -> NaiveDate,
    today: NaiveDate,
) -> u32 {
    let open = referral.match_open && referral.status == Status::Approved;
    let Some(since) = referral.review_since.filter(|_| open) else { return 0 };
    let counted = referral.decision.as_ref().map(|decision| date(decision.at));
    let counted = counted.into_iter().chain(referral.paused_through).max();
    protection::paused_days(date(since), today, counted)
}

/// The dates before `today` that have no numbers yet, and the last of them.
fn nurtured(
    referral: &Referral,
    date: &impl Fn(DateTime<Utc>) -> NaiveDate,
    today: NaiveDate,
) -> Option<(Nurtured, NaiveDate)> {
    let window = referral.protection.as_ref()?;
    let since = referral.nurture.since?;
    if referral.status != Status::Approved || referral.stage != Some(Stage::Nurture) {
        return None;
    }
    // The date on which the window began is not one of its dates.
    let after = date(referral.since).succ_opt()?;
    let next = referral.nurture.last.and_then(|last| last.succ_opt());
    let from = next.into_iter().chain([date(since), after]).max()?;
    let until = today.pred_opt()?;
    let open = referral.review_since.filter(|_| referral.match_open).map(date);
    let paused = |on: NaiveDate| {
        open.is_some_and(|open| open <= on)
            || referral.paused_through.is_some_and(|last| on <= last)
    };
    // While a case is open the last day cannot pass.
    let reach = if open.is_some() { NaiveDate::MAX } else { window.through };
    let found = protection::nurtured(reach, (from, until), referral.nurture.dates, paused);
    let last = from.checked_add_days(chrono::Days::new(u64::from(found.dates.checked_sub(1)?)))?;
    Some((found, last))
}
