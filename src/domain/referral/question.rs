//! Sales asks, the partner answers, and meanwhile the promise's clock stands.

use chrono::{DateTime, Utc};

use super::moves::{Verb, next};
use super::{Referral, Status};
use crate::domain::Rules;
use crate::domain::actor::{Person, Role};
use crate::domain::outcome::{ReferralEvent, Refusal, Seal};

/// Business days in which an answer keeps the place in line.
pub const PLACE_DAYS: u32 = 2;
/// Business days after which an unanswered referral lapses.
pub const LAPSE_DAYS: u32 = 5;

/// Whether `by` could ask about the referral now.
///
/// # Errors
/// [`Refusal::Outsider`], [`Refusal::NoRole`], [`Refusal::InReview`], [`Refusal::NoMove`].
pub fn may_ask(referral: &Referral, by: &Person) -> Result<(), Refusal> {
    if !by.may_see(&referral.partner()) {
        return Err(Refusal::Outsider);
    }
    if !by.has(Role::Sales) {
        return Err(Refusal::NoRole { role: Role::Sales });
    }
    referral.refuse_unless(Verb::Ask)
}

/// Asks a question.
///
/// # Errors
/// As [`may_ask`].
pub fn ask(
    referral: &Referral,
    question: Seal,
    by: &Person,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<ReferralEvent>, Refusal> {
    may_ask(referral, by)?;
    let later = |days| rules.calendar.business_days_later(now, days);
    let place_until = later(PLACE_DAYS);
    Ok(vec![ReferralEvent::QuestionAsked {
        by: by.id,
        question,
        place_until,
        lapses: later(LAPSE_DAYS),
        remind_at: Some(rules.calendar.half_of_promise(now, place_until)),
    }])
}

/// Whether `by` could answer the question now.
///
/// # Errors
/// [`Refusal::Outsider`], [`Refusal::NotAMember`], [`Refusal::NoMove`].
pub fn may_answer(referral: &Referral, by: &Person) -> Result<(), Refusal> {
    referral.refuse_unless_member(by)?;
    referral.refuse_unless(Verb::Answer)
}

/// Answers the open question. What comes exactly at a deadline is in time.
///
/// # Errors
/// As [`may_answer`]; [`Refusal::TooLate`] when the deadline passed and the clock's job has not run.
pub fn answer(
    referral: &Referral,
    answer: Seal,
    by: &Person,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<ReferralEvent>, Refusal> {
    may_answer(referral, by)?;
    let no_question = Refusal::NoMove { status: referral.status, verb: Verb::Answer };
    let question = referral.question.as_ref().ok_or(no_question)?;
    // While a review is open the clock of the question stands as well.
    let counted = referral.review_since.filter(|_| referral.match_open).unwrap_or(now);
    if counted > question.lapses {
        return Err(Refusal::TooLate { verb: Verb::Answer, until: question.lapses });
    }
    let (due, half) = match referral.match_open {
        true => (None, None),
        false => (Some(resumed(referral, rules, now)), half_resumed(referral, rules, now)),
    };
    let place_kept = counted <= question.place_until;
    Ok(vec![ReferralEvent::QuestionAnswered { by: by.id, answer, due, half, place_kept }])
}

/// When the first decision is due if the clock runs again from `now`: what was left of the
/// business time when it stopped, to the second.
#[must_use]
pub fn resumed(referral: &Referral, rules: &Rules, now: DateTime<Utc>) -> DateTime<Utc> {
    let promise = &referral.promise;
    promise.stopped_at.map_or(promise.due, |stopped_at| {
        // A stop after the due instant does not move it.
        if stopped_at >= promise.due {
            return promise.due;
        }
        let rest = rules.calendar.rest_when_stopped(promise.due, stopped_at);
        rules.calendar.due_when_resumed(now, rest)
    })
}

/// When half of the promised time is used if the clock runs again from `now`; none where it was used
/// before the clock stopped.
#[must_use]
pub fn half_resumed(
    referral: &Referral,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let (half, stopped_at) = (referral.promise.half?, referral.promise.stopped_at?);
    let rest = rules.calendar.business_time_between(stopped_at, half);
    (stopped_at < half).then(|| rules.calendar.after_business_time(now, rest))
}

/// Lets a question lapse whose deadline is over; nothing otherwise.
#[must_use]
pub fn lapse(referral: &Referral, now: DateTime<Utc>) -> Vec<ReferralEvent> {
    let open = next(Some(referral.status), Verb::Lapse).is_some() && !referral.match_open;
    let question = referral.question.as_ref().filter(|_| open);
    let over = question.filter(|question| question.lapses < now);
    over.map(|question| ReferralEvent::Lapsed { at: question.lapses }).into_iter().collect()
}

impl Referral {
    /// When the open question lapses.
    #[must_use]
    pub fn lapses(&self) -> Option<DateTime<Utc>> {
        let open = self.status == Status::NeedsInfo;
        self.question.as_ref().filter(|_| open).map(|question| question.lapses)
    }

    /// Refuses whoever is no member of its partner: outsiders learn nothing by it.
    pub(super) fn refuse_unless_member(&self, by: &Person) -> Result<(), Refusal> {
        if !by.may_see(&self.partner()) {
            return Err(Refusal::Outsider);
        }
        if !by.is_member_of(&self.partner()) {
            return Err(Refusal::NotAMember);
        }
        Ok(())
    }

    /// Refuses what cannot be done from where the referral stands.
    pub(super) fn refuse_unless(&self, verb: Verb) -> Result<(), Refusal> {
        if next(Some(self.status), verb).is_some() {
            return Ok(());
        }
        Err(match self.status {
            Status::InConflict => Refusal::InReview,
            Status::Submitted
            | Status::NeedsInfo
            | Status::Approved
            | Status::Rejected
            | Status::Lapsed
            | Status::Withdrawn
            | Status::Released
            | Status::Merged
            | Status::Expired
            | Status::Won
            | Status::Lost
            | Status::Reversed => Refusal::NoMove { status: self.status, verb },
        })
    }
}
