//! A partner asks for more time: granted once, where something moves.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::clocks::ENDING;
use super::{Referral, Stage, Status, window};
use crate::domain::Rules;
use crate::domain::actor::Person;
use crate::domain::calendar::Calendar;
use crate::domain::outcome::{ReferralEvent, Refusal};
use crate::domain::protection;

/// Days that an extension adds.
pub const EXTENSION: u32 = 30;
/// Counted days from the approval that no extension goes beyond; late days come on top.
pub const LONGEST: u32 = 180;
/// Dates within which something has to have moved, the last of them included.
pub const LATELY: u64 = 30;

/// The date from which an extension can be asked for; none for what has no protection.
#[must_use]
pub fn from(referral: &Referral, calendar: &Calendar, now: DateTime<Utc>) -> Option<NaiveDate> {
    let (first, _) = ENDING[0];
    through(referral, calendar, now)?.checked_sub_days(Days::new(first))
}

fn through(referral: &Referral, calendar: &Calendar, now: DateTime<Utc>) -> Option<NaiveDate> {
    window::through(referral, &|at| calendar.local_date(at), calendar.local_date(now))
}

/// Whether somebody may ask for it, and it is granted.
///
/// # Errors
/// In the order in which people are told: [`Refusal::Outsider`], [`Refusal::NotAMember`],
/// [`Refusal::NotProtected`], [`Refusal::ExtendedBefore`], [`Refusal::TooEarly`],
/// [`Refusal::NothingMoves`], [`Refusal::LongestAlready`].
pub fn extend(
    referral: &Referral,
    by: &Person,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<ReferralEvent>, Refusal> {
    referral.refuse_unless_member(by)?;
    let calendar = &rules.calendar;
    let running = referral.status == Status::Approved;
    let told = through(referral, calendar, now).filter(|_| running);
    let Some((last, opens)) = told.zip(from(referral, calendar, now)) else {
        return Err(Refusal::NotProtected { status: referral.status });
    };
    if let Some(at) = referral.extended_at {
        return Err(Refusal::ExtendedBefore { on: calendar.local_date(at) });
    }
    let today = calendar.local_date(now);
    if today < opens {
        return Err(Refusal::TooEarly { from: opens });
    }
    let moved = calendar.local_date(referral.active_at.unwrap_or(referral.updated_at));
    let lately = moved.checked_add_days(Days::new(LATELY)).is_none_or(|last| today <= last);
    if !is_far(referral.stage) && !lately {
        return Err(Refusal::NothingMoves { last: moved });
    }
    let days = EXTENSION.min(LONGEST.saturating_sub(rules.protection_days));
    if days == 0 {
        return Err(Refusal::LongestAlready { through: last });
    }
    // What a case that is open has gained is added when it ends.
    let (settled, reaches) = window::settle(referral, calendar, now, false).unzip();
    let counted = reaches.as_ref().or(referral.protection.as_ref()).map_or(last, |one| one.through);
    let protected_through = protection::credited(counted, days);
    let expires = calendar.end_of_day(protected_through);
    let extended = ReferralEvent::Extended { by: by.id, protected_through, expires };
    Ok(settled.into_iter().chain([extended]).collect())
}

/// Whether the deal is so far that nobody asks what moves.
const fn is_far(stage: Option<Stage>) -> bool {
    match stage {
        Some(Stage::Proposal | Stage::Negotiation) => true,
        Some(
            Stage::New
            | Stage::Contacted
            | Stage::Qualified
            | Stage::Meeting
            | Stage::Nurture
            | Stage::ClosedWon
            | Stage::ClosedLost,
        )
        | None => false,
    }
}
