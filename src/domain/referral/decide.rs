//! What is decided on the card: approving, rejecting, taking back, withdrawing, and who owns it.

use chrono::{DateTime, TimeDelta, Utc};

use super::moves::Verb;
use super::submit::Submitted;
use super::{Referral, Status, review};
use crate::domain::Rules;
use crate::domain::actor::{Person, Role};
use crate::domain::ids::{PersonId, ReferralId};
use crate::domain::outcome::{ReferralEvent, Refusal, Seal};
use crate::domain::partner::{Partner, PartnerState};
use crate::domain::protection;

/// How long the person who decided may take it back.
pub const UNDO: TimeDelta = TimeDelta::minutes(10);
/// Business days in which the partner manager may.
pub const MANAGER_UNDO_DAYS: u32 = 2;

/// What sales wants when it approves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approve {
    pub owner: PersonId,
    pub note: Option<Seal>,
    /// Why, where the account is in review.
    pub reason: Option<Seal>,
}

/// Approves a referral and starts its protection: one that waits for sales, or one in review that
/// sales decides alone, then with a reason.
///
/// # Errors
/// In the order in which people are told: [`Refusal::Outsider`], [`Refusal::NoRole`],
/// [`Refusal::AlreadyDecided`] (who was faster, and when), [`Refusal::InReview`],
/// [`Refusal::OwnReferral`] (four eyes, whatever the role), [`Refusal::OwnerNotSales`],
/// [`Refusal::NoReason`].
pub fn approve(
    referral: &Referral,
    command: &Approve,
    by: &Person,
    owner: Option<&Person>,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<ReferralEvent>, Refusal> {
    may_approve(referral, by)?;
    if !owner.is_some_and(|owner| owner.id == command.owner && owner.has(Role::Sales)) {
        return Err(Refusal::OwnerNotSales);
    }
    if needs_reason(referral) && command.reason.is_none() {
        return Err(Refusal::NoReason);
    }
    let late_days = late_days(referral, rules, now);
    let days = rules.protection_days + late_days;
    let through = protection::protected_through(now, days, &rules.calendar);
    Ok(vec![ReferralEvent::Approved {
        by: by.id,
        owner: command.owner,
        note: command.note.clone(),
        // One that was typed while it was in review, which is over now, has nothing to explain.
        reason: command.reason.clone().filter(|_| needs_reason(referral)),
        late_days,
        protected_through: through,
        expires: rules.calendar.end_of_day(through),
    }])
}

/// Days by which the first decision comes late. One that was made before and taken back has
/// settled it; the time a clock stood does not count.
#[must_use]
pub fn late_days(referral: &Referral, rules: &Rules, now: DateTime<Utc>) -> u32 {
    let counted = referral.promise.stopped_at.unwrap_or(now);
    let worked = counted - referral.promise.stood;
    protection::late_days(referral.promise.due, worked, &rules.calendar).max(referral.late_days)
}

/// Whether `by` could approve the referral now: asked before the form opens and again when it is
/// sent.
///
/// # Errors
/// As [`approve`], but for the owner.
pub fn may_approve(referral: &Referral, by: &Person) -> Result<(), Refusal> {
    if !by.may_see(&referral.partner()) {
        return Err(Refusal::Outsider);
    }
    if !by.has(Role::Sales) {
        return Err(Refusal::NoRole { role: Role::Sales });
    }
    decidable(referral, Verb::Approve)?;
    if referral.status == Status::InConflict && referral.contested {
        return Err(Refusal::InReview);
    }
    if referral.submission.by == by.id {
        return Err(Refusal::OwnReferral);
    }
    Ok(())
}

/// Whether approving it takes a reason: the account is closed to referrals, or a customer's.
#[must_use]
pub fn needs_reason(referral: &Referral) -> bool {
    referral.status == Status::InConflict
}

/// Refuses a decision where none is open: somebody was faster, or it is not sales' turn.
fn decidable(referral: &Referral, verb: Verb) -> Result<(), Refusal> {
    match referral.status {
        Status::Approved | Status::Rejected => {
            let decision = referral.decision.as_ref();
            Err(Refusal::AlreadyDecided {
                status: referral.status,
                by: decision.map(|decision| decision.by),
                at: decision.map_or(referral.since, |decision| decision.at),
            })
        }
        Status::Submitted
        | Status::InConflict
        | Status::NeedsInfo
        | Status::Lapsed
        | Status::Withdrawn
        | Status::Released
        | Status::Merged
        | Status::Expired
        | Status::Won
        | Status::Lost
        | Status::Reversed => referral.refuse_unless(verb),
    }
}

/// What sales wants when it rejects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    pub reason: String,
    pub text: Option<Seal>,
    pub note: Option<Seal>,
}

/// Whether `by` could reject the referral now.
///
/// # Errors
/// As [`may_approve`], but an account that is off limits is no hindrance, when nobody else wants it
/// and no question is open beside it: that is decided here, and everything else by a resolver.
pub fn may_reject(referral: &Referral, by: &Person) -> Result<(), Refusal> {
    if !by.may_see(&referral.partner()) {
        return Err(Refusal::Outsider);
    }
    if !by.has(Role::Sales) {
        return Err(Refusal::NoRole { role: Role::Sales });
    }
    decidable(referral, Verb::Reject)?;
    let contested = referral.status == Status::InConflict && referral.contested;
    if contested || (referral.status == Status::NeedsInfo && referral.match_open) {
        return Err(Refusal::InReview);
    }
    if referral.submission.by == by.id {
        return Err(Refusal::OwnReferral);
    }
    Ok(())
}

/// Rejects a referral, with a reason from the programme's list.
///
/// # Errors
/// As [`may_reject`]; [`Refusal::UnknownReason`].
pub fn reject(
    referral: &Referral,
    command: &Reject,
    by: &Person,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<ReferralEvent>, Refusal> {
    may_reject(referral, by)?;
    if !rules.reject_reasons.contains(&command.reason) {
        return Err(Refusal::UnknownReason);
    }
    Ok(vec![ReferralEvent::Rejected {
        by: by.id,
        reason: command.reason.clone(),
        text: command.text.clone(),
        note: command.note.clone(),
        late_days: late_days(referral, rules, now),
    }])
}

/// Whether `by` could take the decision back now: the decider within ten minutes, the partner
/// manager within two business days.
///
/// # Errors
/// [`Refusal::Outsider`], [`Refusal::NoMove`], [`Refusal::TooLate`], [`Refusal::NotDecider`].
pub fn may_undo(
    referral: &Referral,
    by: &Person,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    if !by.may_see(&referral.partner()) {
        return Err(Refusal::Outsider);
    }
    if !by.is_vendor() {
        return Err(Refusal::NoRole { role: Role::Sales });
    }
    referral.refuse_unless(Verb::Undo)?;
    let none = Refusal::NoMove { status: referral.status, verb: Verb::Undo };
    // What a case has decided is appealed.
    let decision = referral.decision.as_ref().filter(|_| referral.ruled.is_empty()).ok_or(none)?;
    let until = if by.has(Role::PartnerManager) {
        rules.calendar.business_days_later(decision.at, MANAGER_UNDO_DAYS)
    } else if decision.by == by.id {
        decision.at + UNDO
    } else {
        return Err(Refusal::NotDecider);
    };
    if now > until {
        return Err(Refusal::TooLate { verb: Verb::Undo, until });
    }
    Ok(())
}

/// Whether an undecided referral of this partner may stand at all: when a partnership ends they are
/// withdrawn, so no decision on one is taken back afterwards.
///
/// # Errors
/// [`Refusal::PartnerPaused`].
pub fn may_wait_again(partner: &Partner) -> Result<(), Refusal> {
    match partner.state {
        PartnerState::Approved | PartnerState::Suspended => Ok(()),
        PartnerState::Terminated => Err(Refusal::PartnerPaused { since: partner.stands_since() }),
    }
}

/// Takes a decision back. `neighbours` are all other live referrals on the account: with one of
/// them approved it is too late, with any other the referral goes into review again.
///
/// # Errors
/// As [`may_undo`]; [`Refusal::AccountTaken`].
pub fn undo(
    referral: &Referral,
    reason: Seal,
    by: &Person,
    neighbours: &[&Referral],
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Submitted, Refusal> {
    may_undo(referral, by, rules, now)?;
    let taken = |other: &&&Referral| {
        other.status == Status::Approved || other.partner() == referral.partner()
    };
    if neighbours.iter().any(|other| taken(&other)) {
        return Err(Refusal::AccountTaken);
    }
    let decided = referral.decision.as_ref().map_or(referral.since, |decision| decision.at);
    let mut events = vec![ReferralEvent::DecisionUndone { by: by.id, reason, decided }];
    let matched: Vec<ReferralId> = neighbours.iter().map(|other| other.id).collect();
    if referral.exception.is_some() {
        events.extend(against_again(referral));
    }
    if !matched.is_empty() {
        events.push(ReferralEvent::MatchFound { against: matched.clone() });
    }
    Ok(Submitted { events, matched })
}

/// What stood against a referral when it came in: with the decision taken back it does again.
fn against_again(referral: &Referral) -> Vec<ReferralEvent> {
    let closed = referral.off_limits.then_some(ReferralEvent::OffLimitsFound);
    let found = referral.found.clone();
    let known = (!found.is_empty()).then_some(ReferralEvent::AccountFound { found });
    closed.into_iter().chain(known).collect()
}

/// Whether `by` could withdraw the referral now: who sent it, or the partner's admin.
///
/// # Errors
/// [`Refusal::Outsider`], [`Refusal::NotYours`], [`Refusal::NoMove`].
pub fn may_withdraw(referral: &Referral, by: &Person) -> Result<(), Refusal> {
    if !by.may_see(&referral.partner()) {
        return Err(Refusal::Outsider);
    }
    let member = by.is_member_of(&referral.partner());
    let admin = member && by.membership.as_ref().is_some_and(|membership| membership.admin);
    let submitter = referral.submission.by == by.id && (member || referral.submission.on_behalf);
    if !(admin || submitter) {
        return Err(Refusal::NotYours);
    }
    // A review does not keep anybody from leaving.
    match referral.refuse_unless(Verb::Withdraw) {
        Err(Refusal::InReview) | Ok(()) => Ok(()),
        Err(other) => Err(other),
    }
}

/// Withdraws the referral.
///
/// # Errors
/// As [`may_withdraw`].
pub fn withdraw(referral: &Referral, by: &Person) -> Result<Vec<ReferralEvent>, Refusal> {
    may_withdraw(referral, by)?;
    Ok(vec![ReferralEvent::Withdrawn { by: by.id }])
}

/// Whether `by` could name another owner now. Where the present one is `gone`, so can whoever looks
/// after partners.
///
/// # Errors
/// [`Refusal::Outsider`], [`Refusal::NoRole`], [`Refusal::NoMove`].
pub fn may_change_owner(referral: &Referral, by: &Person, gone: bool) -> Result<(), Refusal> {
    if !by.may_see(&referral.partner()) {
        return Err(Refusal::Outsider);
    }
    let stands_in = gone && by.manages_partners();
    if !by.has(Role::Sales) && !stands_in {
        return Err(Refusal::NoRole { role: Role::Sales });
    }
    // Whoever can still lose it needs somebody who looks after it.
    referral.refuse_unless(Verb::Lose)
}

/// Withdraws a referral whose partnership ends before anybody has decided on it.
#[must_use]
pub fn end_with_partner(referral: &Referral) -> Vec<ReferralEvent> {
    let undecided = referral.status.is_undecided();
    undecided.then_some(ReferralEvent::WithdrawnWithPartner).into_iter().collect()
}

/// Names another owner; naming the present one changes nothing.
///
/// # Errors
/// As [`may_change_owner`]; [`Refusal::OwnerNotSales`].
pub fn change_owner(
    referral: &Referral,
    to: PersonId,
    by: &Person,
    owner: Option<&Person>,
    gone: bool,
) -> Result<Vec<ReferralEvent>, Refusal> {
    may_change_owner(referral, by, gone)?;
    if !owner.is_some_and(|owner| owner.id == to && owner.has(Role::Sales)) {
        return Err(Refusal::OwnerNotSales);
    }
    if referral.owner == Some(to) {
        return Ok(Vec::new());
    }
    Ok(vec![ReferralEvent::OwnerChanged { by: by.id, owner: to, was: referral.owner }])
}

/// Ends a review whose cause is gone: no other partner's live referral stands on the account. That
/// an account is off limits, or known to the vendor's own systems, does not go away; sales rejects
/// the referral.
#[must_use]
pub fn clear(referral: &Referral, rules: &Rules, now: DateTime<Utc>) -> Vec<ReferralEvent> {
    if !referral.match_open || referral.off_limits || !referral.found.is_empty() {
        return Vec::new();
    }
    review::ended(referral, rules, now)
}
