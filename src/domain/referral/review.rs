//! What a review of the account does to a referral: while it lasts all clocks stand, and when it is
//! over they run on, or the case has decided.

use chrono::{DateTime, Utc};

use super::question::{half_resumed, resumed};
use super::{Merged, Referral, Status, window};
use crate::domain::Rules;
use crate::domain::case::Rule;
use crate::domain::case::effect::Effect;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::outcome::{ReferralEvent, Seal};
use crate::domain::protection;

/// Whether a referral that stands so can be contested, or be the ground on which somebody contests.
#[must_use]
pub const fn may_be_claimed(status: Status) -> bool {
    match status {
        Status::Submitted
        | Status::InConflict
        | Status::NeedsInfo
        | Status::Approved
        | Status::Rejected
        // About the tail of a protection.
        | Status::Expired => true,
        Status::Lapsed
        | Status::Withdrawn
        | Status::Released
        | Status::Merged
        | Status::Won
        | Status::Lost
        | Status::Reversed => false,
    }
}

/// Takes a referral into a case that somebody opened; nothing when it is in review already.
#[must_use]
pub fn begin(referral: &Referral, case: CaseId) -> Vec<ReferralEvent> {
    (!referral.match_open).then_some(ReferralEvent::ReviewBegan { case }).into_iter().collect()
}

/// Ends a review: the promise's clock runs on, an open question's deadlines move by the time that
/// it stood, and the dates on which a case was open are added to the protection.
#[must_use]
pub fn ended(referral: &Referral, rules: &Rules, now: DateTime<Utc>) -> Vec<ReferralEvent> {
    let Some(since) = referral.review_since.filter(|_| referral.match_open) else {
        return Vec::new();
    };
    let runs = referral.status == Status::InConflict;
    // After grace the clock runs from its end, whenever somebody looks.
    let from = referral.held_until.map_or(now, |end| end.min(now));
    let due = runs.then(|| resumed(referral, rules, from));
    let half = if runs { half_resumed(referral, rules, from) } else { None };
    // The dates in nurture have their numbers before the case's are taken out.
    let settled = window::settle(referral, &rules.calendar, now, false);
    let paused = paused(referral, rules, now);
    settled
        .map(|(event, _)| event)
        .into_iter()
        .chain([ReferralEvent::MatchCleared { due, half }])
        .chain(question(referral, since, rules, now))
        .chain(release(referral, since, rules, now))
        .chain(paused)
        .collect()
}

fn question(
    referral: &Referral,
    since: DateTime<Utc>,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Option<ReferralEvent> {
    let open = referral.question.as_ref().filter(|_| referral.status == Status::NeedsInfo)?;
    let later = |deadline| resumed_at(deadline, since, rules, now);
    let (place_until, lapses) = (later(open.place_until), later(open.lapses));
    Some(ReferralEvent::QuestionResumed { place_until, lapses })
}

/// A partner that was asked about a release has the rest of its time.
fn release(
    referral: &Referral,
    since: DateTime<Utc>,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Option<ReferralEvent> {
    let until = referral.release_asked()?.until;
    let later = resumed_at(until, since, rules, now);
    (later != until).then_some(ReferralEvent::ReleaseResumed { until: later })
}

/// A deadline whose clock stood since then: what was left of it runs from now on.
fn resumed_at(
    deadline: DateTime<Utc>,
    since: DateTime<Utc>,
    rules: &Rules,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    if deadline < since {
        return deadline;
    }
    let rest = rules.calendar.rest_when_stopped(deadline, since);
    rules.calendar.due_when_resumed(now, rest)
}

fn paused(referral: &Referral, rules: &Rules, now: DateTime<Utc>) -> Option<ReferralEvent> {
    let date = |at| rules.calendar.local_date(at);
    let days = window::paused(referral, &date, date(now));
    let protected_through = window::through(referral, &date, date(now))?;
    (days > 0).then(|| ReferralEvent::ProtectionPaused {
        days,
        last: date(now),
        protected_through,
        expires: rules.calendar.end_of_day(protected_through),
    })
}

/// How a case ended, as far as it concerns one referral.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub case: CaseId,
    pub by: PersonId,
    pub rules: Vec<Rule>,
    pub effect: Effect,
    /// What the partner is told beside the rule.
    pub text: Option<Seal>,
    /// Who owns it, where it comes to be approved by the case.
    pub owner: Option<PersonId>,
    /// What it is merged into, where it is.
    pub into: Option<Merged>,
}

/// Lets the end of a case have its effect on a referral.
#[must_use]
pub fn by_case(
    referral: &Referral,
    verdict: Verdict,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Vec<ReferralEvent> {
    let Verdict { case, by, rules: cited, effect, text, owner, into } = verdict;
    let award = |share_bp| {
        let protected_through =
            protection::protected_through(now, rules.protection_days, &rules.calendar);
        let expires = rules.calendar.end_of_day(protected_through);
        let rules = cited.clone();
        ReferralEvent::AwardedByCase {
            case,
            by,
            owner,
            rules,
            share_bp,
            protected_through,
            expires,
        }
    };
    let goes_on = || ended(referral, rules, now);
    let shared = |share_bp| {
        let credit = ReferralEvent::CreditShared { case, share_bp };
        std::iter::once(credit).chain(goes_on()).collect()
    };
    match effect {
        Effect::GoesOn => goes_on(),
        Effect::Rejected => vec![ReferralEvent::OverruledByCase { case, by, rules: cited, text }],
        Effect::Merged => match into {
            Some(Merged { into, number }) => {
                vec![ReferralEvent::MergedByCase { case, by, rules: cited, into, number, text }]
            }
            // Nothing is left that could go on in its place, so it does so itself.
            None => goes_on(),
        },
        Effect::Released => vec![ReferralEvent::ReleasedByCase { case, by, rules: cited, text }],
        Effect::Awarded => vec![award(None)],
        Effect::Shares(share) if referral.status == Status::Approved => shared(share),
        Effect::Shares(share) => vec![award(Some(share))],
        Effect::Credited(share) => shared(share),
    }
}
