//! From the approval to a deal, and how it ends: stages, won, lost, reopened, expired, reversed.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::moves::{Verb, next};
use super::{Closing, Referral, Stage, Status, tail, window};
use crate::domain::Rules;
use crate::domain::actor::{Person, Role};
use crate::domain::calendar::Calendar;
use crate::domain::ids::PersonId;
use crate::domain::outcome::{ReferralEvent, Refusal, Seal};

/// Days in which a lost referral can be reopened; exactly so many dates later still is in time.
pub const REOPEN_DAYS: i64 = 90;

/// Where a deal is moved to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// With the next step, or with that which was said before.
    To {
        stage: Stage,
        next_step: Option<Seal>,
    },
    Won {
        amount_minor: i64,
        currency: String,
        on: NaiveDate,
    },
    Lost {
        reason: String,
    },
}

/// Whether `by` could move the stage now: the owner, or anybody in sales.
///
/// # Errors
/// [`Refusal::Outsider`], [`Refusal::NoRole`], [`Refusal::NoMove`], [`Refusal::TailStage`].
pub fn may_move(referral: &Referral, by: &Person) -> Result<(), Refusal> {
    if !by.may_see(&referral.partner()) {
        return Err(Refusal::Outsider);
    }
    if !by.has(Role::Sales) && referral.owner != Some(by.id) {
        return Err(Refusal::NoRole { role: Role::Sales });
    }
    referral.refuse_unless(Verb::Win)?;
    let no_tail = referral.status == Status::Expired && tail::until(referral).is_none();
    if no_tail { Err(Refusal::TailStage) } else { Ok(()) }
}

/// Moves the stage of an approved referral; in the tail of a protection, to a won deal alone.
///
/// # Errors
/// As [`may_move`]; [`Refusal::DateInFuture`], [`Refusal::NoAmount`], [`Refusal::UnknownReason`],
/// [`Refusal::TailOver`].
pub fn move_stage(
    referral: &Referral,
    to: Move,
    by: &Person,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<ReferralEvent>, Refusal> {
    may_move(referral, by)?;
    moves(referral, to, Some(by.id), rules, now)
}

/// The same, by somebody who may, or by what the CRM says.
///
/// # Errors
/// As [`move_stage`], but for who may.
pub(super) fn moves(
    referral: &Referral,
    to: Move,
    by: Option<PersonId>,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<ReferralEvent>, Refusal> {
    let today = rules.calendar.local_date(now);
    match &to {
        Move::Won { on, .. } if referral.status == Status::Expired => tail::may_win(referral, *on)?,
        Move::To { .. } | Move::Lost { .. } => referral.refuse_unless(Verb::Lose)?,
        Move::Won { .. } => referral.refuse_unless(Verb::Win)?,
    }
    let moved = match to {
        Move::To { stage: Stage::ClosedWon | Stage::ClosedLost, .. } => {
            return Err(Refusal::NoMove { status: referral.status, verb: Verb::Win });
        }
        Move::To { stage, next_step } => {
            let was = referral.stage.unwrap_or(Stage::New);
            if stage != was && !rules.stages.contains(&stage) {
                return Err(Refusal::NoMove { status: referral.status, verb: Verb::Win });
            }
            ReferralEvent::StageMoved { by, stage, was, next_step }
        }
        Move::Won { on, .. } if on > today => return Err(Refusal::DateInFuture),
        Move::Won { amount_minor, .. } if amount_minor <= 0 => return Err(Refusal::NoAmount),
        Move::Won { amount_minor, currency, on } => {
            ReferralEvent::Won { by, amount_minor, currency, on }
        }
        Move::Lost { reason } if !rules.lost_reasons.contains(&reason) => {
            return Err(Refusal::UnknownReason);
        }
        Move::Lost { reason } => ReferralEvent::Lost { by, reason, on: today },
    };
    let stays = matches!(moved, ReferralEvent::StageMoved { stage: Stage::Nurture, .. });
    let settled = window::settle(referral, &rules.calendar, now, true).filter(|_| !stays);
    Ok(settled.map(|(event, _)| event).into_iter().chain([moved]).collect())
}

/// Whether another referral that is live stands in the way of reopening this one: whoever shares its
/// credit does not.
#[must_use]
pub fn stands_in_the_way(referral: &Referral, other: &Referral) -> bool {
    let shares = referral.share_bp.is_some() && other.share_bp.is_some();
    other.id != referral.id && other.status.is_live() && !shares
}

/// Reopens a lost referral: the uncounted days left on the day it was lost run again from the next
/// date. `taken` says that another one stands in the way.
///
/// # Errors
/// [`Refusal::Outsider`], [`Refusal::NoRole`], [`Refusal::NoMove`], [`Refusal::TooLate`],
/// [`Refusal::AccountTaken`].
pub fn reopen(
    referral: &Referral,
    by: &Person,
    taken: bool,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<ReferralEvent>, Refusal> {
    if !by.may_see(&referral.partner()) {
        return Err(Refusal::Outsider);
    }
    if !by.has(Role::Sales) {
        return Err(Refusal::NoRole { role: Role::Sales });
    }
    reopens(referral, Some(by.id), taken, rules, now).map(|event| vec![event])
}

/// The same, by somebody who may, or by what the CRM says.
///
/// # Errors
/// As [`reopen`], but for who may.
pub(super) fn reopens(
    referral: &Referral,
    by: Option<PersonId>,
    taken: bool,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<ReferralEvent, Refusal> {
    referral.refuse_unless(Verb::Reopen)?;
    let not_lost = Refusal::NoMove { status: referral.status, verb: Verb::Reopen };
    let Some(Closing::Lost { on, .. }) = &referral.closing else { return Err(not_lost) };
    let today = rules.calendar.local_date(now);
    let last = *on + TimeDelta::days(REOPEN_DAYS);
    if today > last {
        let until = rules.calendar.end_of_day(last);
        return Err(Refusal::TooLate { verb: Verb::Reopen, until });
    }
    if taken {
        return Err(Refusal::AccountTaken);
    }
    let window = referral.protection.as_ref().ok_or(not_lost)?;
    // The date of the loss counts, that of the reopening does not.
    let protected_through = today + (window.through - *on).max(TimeDelta::zero());
    let expires = rules.calendar.end_of_day(protected_through);
    Ok(ReferralEvent::Reopened { by, protected_through, expires })
}

/// Ends a protection whose last day is over; nothing otherwise. Dates in nurture may have moved the
/// last day away.
#[must_use]
pub fn expire(referral: &Referral, calendar: &Calendar, now: DateTime<Utc>) -> Vec<ReferralEvent> {
    // A date on which a case is open is not counted, so the last one cannot pass meanwhile.
    let running = next(Some(referral.status), Verb::Expire).is_some() && !referral.match_open;
    let window = referral.protection.as_ref().filter(|window| running && window.expires <= now);
    let Some(window) = window else { return Vec::new() };
    let (settled, reaches) = match window::settle(referral, calendar, now, false) {
        Some((event, reaches)) => (Some(event), reaches),
        None => (None, window.clone()),
    };
    let at = reaches.expires;
    let over = (at <= now).then_some(ReferralEvent::Expired { at });
    settled.into_iter().chain(over).collect()
}

/// Whether `by` could reverse a won deal now. `finance_exists` says whether anybody has the role;
/// while nobody has, the partner manager may.
///
/// # Errors
/// [`Refusal::Outsider`], [`Refusal::NoRole`], [`Refusal::NoMove`].
pub fn may_reverse(referral: &Referral, by: &Person, finance_exists: bool) -> Result<(), Refusal> {
    if !by.may_see(&referral.partner()) {
        return Err(Refusal::Outsider);
    }
    let stands_in = !finance_exists && by.has(Role::PartnerManager);
    if !by.has(Role::Finance) && !stands_in {
        return Err(Refusal::NoRole { role: Role::Finance });
    }
    referral.refuse_unless(Verb::Reverse)
}

/// Reverses a won deal after a refund or cancellation.
///
/// # Errors
/// As [`may_reverse`].
pub fn reverse(
    referral: &Referral,
    record: Seal,
    by: &Person,
    finance_exists: bool,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<ReferralEvent>, Refusal> {
    may_reverse(referral, by, finance_exists)?;
    let on = rules.calendar.local_date(now);
    Ok(vec![ReferralEvent::Reversed { by: by.id, on, record }])
}
