//! What is said when somebody is waited for: promises that run out, partners who hear nothing,
//! protections that end, questions that stand open.
//!
//! Whether something is to be said is asked of the state and the time, and what was said is a fact
//! in the log: asked late, twice or by two processes it is said once. After a standstill only what is
//! nearest is said, not everything that would have been.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Referral, Status, window};
use crate::domain::calendar::Calendar;
use crate::domain::outcome::ReferralEvent;
use crate::domain::words::words;

/// When of a day people are reminded of what is counted in days.
pub const MORNING: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
/// Days before the last protected one on which the partner hears of it, the first one first.
pub const ENDING: [(u64, Reminder); 3] =
    [(14, Reminder::Ends14), (7, Reminder::Ends7), (1, Reminder::Ends1)];
/// Days without an update after which the owner is reminded, and those after which the partner is
/// told.
pub const SILENT: u64 = 14;
pub const SILENT_TOLD: u64 = 17;

words! {
    /// Something that is said once, about one deadline.
    Reminder {
        /// Half of the promised time is used: to sales.
        PromiseHalf = "promise_half",
        /// The promise was not kept: to the partner manager, and to the partner.
        PromiseLate = "promise_late",
        /// An answer will soon not keep the place in line: to the partner.
        QuestionSoon = "question_soon",
        /// The partner has heard nothing for two weeks: to the owner.
        Silent = "silent",
        /// The same three days later: to the partner.
        SilentTold = "silent_told",
        /// The last protected day is 14, 7 or 1 days away: to the partner.
        Ends14 = "ends_14",
        Ends7 = "ends_7",
        Ends1 = "ends_1",
    }
}

/// What was said, and about which deadline or update.
pub type Reminded = BTreeMap<Reminder, DateTime<Utc>>;

/// The next instant at which a promise or a question has to be spoken of; what is counted in days is
/// looked at every morning instead. It may lie in the past.
#[must_use]
pub fn next(referral: &Referral) -> Option<DateTime<Utc>> {
    match referral.status {
        Status::Submitted => {
            let promise = &referral.promise;
            let half = promise.half.filter(|_| !said(referral, Reminder::PromiseHalf, promise.due));
            let late = !said(referral, Reminder::PromiseLate, promise.due);
            late.then(|| half.unwrap_or(promise.due))
        }
        // In review its clock stands.
        Status::NeedsInfo if referral.match_open => None,
        Status::NeedsInfo => {
            let question = referral.question.as_ref()?;
            let open = !said(referral, Reminder::QuestionSoon, question.place_until);
            question.remind_at.filter(|_| open)
        }
        Status::InConflict
        | Status::Approved
        | Status::Rejected
        | Status::Lapsed
        | Status::Withdrawn
        | Status::Released
        | Status::Merged
        | Status::Expired
        | Status::Won
        | Status::Lost
        | Status::Reversed => None,
    }
}

/// From when on something that is counted in days may have to be said: not later than the morning
/// on which it is, in whichever zone that is. None where nothing is to come.
#[must_use]
pub fn next_morning(referral: &Referral) -> Option<DateTime<Utc>> {
    /// No zone is further ahead.
    const AHEAD: TimeDelta = TimeDelta::hours(14);
    if referral.status != Status::Approved {
        return None;
    }
    let silent = if !said(referral, Reminder::Silent, referral.updated_at) {
        Some(SILENT)
    } else if !said(referral, Reminder::SilentTold, referral.updated_at) {
        Some(SILENT_TOLD)
    } else {
        None
    };
    let heard = referral.updated_at.date_naive();
    // By a zone that is behind it is still the day before.
    let silent = silent.and_then(|days| heard.checked_add_days(Days::new(days - 1)));
    let nearest = ENDING.iter().rposition(|(_, one)| said(referral, *one, referral.since));
    let window = referral.protection.as_ref();
    let ending = ENDING.iter().skip(nearest.map_or(0, |said| said + 1)).find_map(|(days, _)| {
        let on = window?.through.checked_sub_days(Days::new(*days))?;
        (on >= referral.since.date_naive()).then_some(on)
    });
    let date = silent.into_iter().chain(ending).min()?;
    Some(date.and_time(MORNING).and_utc() - AHEAD)
}

/// What is to be said now.
#[must_use]
pub fn remind(referral: &Referral, calendar: &Calendar, now: DateTime<Utc>) -> Vec<ReferralEvent> {
    let found = match referral.status {
        Status::Submitted => of_promise(referral, now),
        Status::NeedsInfo => of_question(referral, now),
        Status::Approved => {
            let today = calendar.local_date(now);
            let begun = now >= calendar.wall(today, MORNING);
            let ending = begun.then(|| of_ending(referral, calendar, today)).flatten();
            let silence = begun.then(|| of_silence(referral, calendar, today)).flatten();
            let settled = begun.then(|| near_the_end(referral, calendar, now)).flatten();
            let said = ending.into_iter().chain(silence).map(event);
            return settled.into_iter().chain(said).collect();
        }
        Status::InConflict
        | Status::Rejected
        | Status::Lapsed
        | Status::Withdrawn
        | Status::Released
        | Status::Merged
        | Status::Expired
        | Status::Won
        | Status::Lost
        | Status::Reversed => None,
    };
    found.map(event).into_iter().collect()
}

fn event((reminder, about): (Reminder, DateTime<Utc>)) -> ReferralEvent {
    ReferralEvent::Reminded { reminder, about }
}

fn said(referral: &Referral, reminder: Reminder, about: DateTime<Utc>) -> bool {
    referral.reminded.get(&reminder) == Some(&about)
}

/// A promise is late once its due instant has passed; then its half is no news any more.
fn of_promise(referral: &Referral, now: DateTime<Utc>) -> Option<(Reminder, DateTime<Utc>)> {
    let promise = &referral.promise;
    let reminder = if now > promise.due {
        Reminder::PromiseLate
    } else if promise.half.is_some_and(|half| half <= now) {
        Reminder::PromiseHalf
    } else {
        return None;
    };
    (!said(referral, reminder, promise.due)).then_some((reminder, promise.due))
}

fn of_question(referral: &Referral, now: DateTime<Utc>) -> Option<(Reminder, DateTime<Utc>)> {
    let question = referral.question.as_ref().filter(|_| !referral.match_open)?;
    let soon = question.remind_at? <= now && now <= question.place_until;
    let about = question.place_until;
    let open = soon && !said(referral, Reminder::QuestionSoon, about);
    open.then_some((Reminder::QuestionSoon, about))
}

/// Once for each window, which begins with its approval; an extension begins anew.
fn of_ending(
    referral: &Referral,
    calendar: &Calendar,
    today: NaiveDate,
) -> Option<(Reminder, DateTime<Utc>)> {
    let through = window::through(referral, &|at| calendar.local_date(at), today)?;
    let began = calendar.local_date(referral.since);
    let nearest = ENDING.iter().rev().find(|(days, _)| {
        let on = through.checked_sub_days(Days::new(*days));
        on.is_some_and(|on| on > began && on <= today)
    });
    let (nearest, _) = nearest?;
    // A nearer one says all that a further one would.
    let about = referral.since;
    let (_, reminder) = ENDING.iter().find(|(days, _)| days == nearest)?;
    let past = ENDING.iter().filter(|(days, _)| days <= nearest);
    let mut past = past.map(|(_, reminder)| said(referral, *reminder, about));
    (!past.any(|said| said)).then_some((*reminder, about))
}

/// What was gained in nurture, where the last day that is known comes near: lists go by it.
fn near_the_end(
    referral: &Referral,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Option<ReferralEvent> {
    let (first, _) = ENDING[0];
    let near = referral.protection.as_ref()?.through.checked_sub_days(Days::new(first))?;
    let (event, _) = window::settle(referral, calendar, now, false)?;
    (near <= calendar.local_date(now)).then_some(event)
}

/// The owner first; three days later, and not before the owner was, the partner.
fn of_silence(
    referral: &Referral,
    calendar: &Calendar,
    today: NaiveDate,
) -> Option<(Reminder, DateTime<Utc>)> {
    let about = referral.updated_at;
    let heard = calendar.local_date(about);
    let silent = |days| heard.checked_add_days(Days::new(days)).is_some_and(|on| on <= today);
    if !said(referral, Reminder::Silent, about) {
        return silent(SILENT).then_some((Reminder::Silent, about));
    }
    let told = said(referral, Reminder::SilentTold, about);
    (!told && silent(SILENT_TOLD)).then_some((Reminder::SilentTold, about))
}
