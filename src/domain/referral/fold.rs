//! What an event changes besides the status.

use chrono::{DateTime, NaiveDate, Utc};

use super::clocks::ENDING;
use super::deal::{Deal, Heard};
use super::{
    Closing, Decision, FirstDecision, Merged, Naming, Nurture, Protection, Question, Referral,
    Release, Stage,
};
use crate::domain::case::{Cause, Rule};
use crate::domain::ids::PersonId;
use crate::domain::outcome::ReferralEvent;

/// Takes over the details of a fact recorded at `at`; the status has moved already.
pub(super) fn details(referral: &mut Referral, event: &ReferralEvent, at: DateTime<Utc>) {
    match event {
        // A question to a person moves nothing: it is answered in words.
        ReferralEvent::Submitted(_) | ReferralEvent::PersonAsked { .. } => {}
        // Where the others are gone and the account itself is the cause, it is sales' again.
        ReferralEvent::MatchFound { against } if against.is_empty() => referral.contested = false,
        ReferralEvent::MatchFound { .. } | ReferralEvent::ReviewBegan { .. } => {
            referral.contested = true;
            // It is in a case now, and that says when its clock runs again.
            referral.held_until = None;
            begin_review(referral, at);
        }
        ReferralEvent::StatedAhead(stated) => referral.stated.push((**stated).clone()),
        ReferralEvent::GraceHeld { until, .. } => {
            referral.contested = true;
            referral.held_until = Some(*until);
            begin_review(referral, at);
        }
        ReferralEvent::CameBack { .. } => referral.came_back = true,
        ReferralEvent::OffLimitsFound => {
            referral.off_limits = true;
            begin_review(referral, at);
        }
        ReferralEvent::AccountFound { found } => {
            referral.found.clone_from(found);
            // A customer, or an account off limits, is rejected by sales; whether the vendor's own
            // team keeps an account, a resolver decides.
            referral.contested |= Cause::alone(&[&*referral]) == Some(Cause::Direct);
            begin_review(referral, at);
        }
        ReferralEvent::MatchCleared { due, half } => {
            end_review(referral);
            run_clock(referral, (*due, *half), at);
        }
        ReferralEvent::QuestionResumed { place_until, lapses } => {
            if let Some(question) = &mut referral.question {
                question.place_until = *place_until;
                question.lapses = *lapses;
            }
        }
        ReferralEvent::ProtectionPaused { days, last, protected_through, expires } => {
            referral.paused_days += days;
            referral.paused_through = Some(*last);
            referral.protection =
                Some(Protection { through: *protected_through, expires: *expires });
        }
        ReferralEvent::NurtureCounted { dates, days, last, protected_through, expires, .. } => {
            let nurture = &mut referral.nurture;
            nurture.dates += dates;
            nurture.spared += days;
            nurture.last = Some(*last);
            referral.protection =
                Some(Protection { through: *protected_through, expires: *expires });
        }
        ReferralEvent::ReleaseAsked { by, reason, until } => {
            let reason = reason.clone();
            referral.release = Some(Release { by: *by, reason, until: *until, kept: None });
        }
        ReferralEvent::ReleaseKept { .. } => {
            if let Some(release) = &mut referral.release {
                release.kept = Some(at);
            }
        }
        ReferralEvent::ReleaseResumed { until } => {
            if let Some(release) = &mut referral.release {
                release.until = *until;
            }
        }
        ReferralEvent::Released { asked, .. } => {
            referral.ended_by = Some(*asked);
            referral.protection = None;
        }
        ReferralEvent::CreditShared { share_bp, .. } => referral.share_bp = Some(*share_bp),
        ReferralEvent::OverruledByCase { by, rules, text, .. } => {
            ruled(referral, *by, rules, at);
            referral.reason = None;
            referral.text.clone_from(text);
            referral.protection = None;
        }
        ReferralEvent::ReleasedByCase { by, rules, text, .. } => {
            ruled(referral, *by, rules, at);
            referral.ended_by = Some(*by);
            referral.text.clone_from(text);
            referral.protection = None;
        }
        ReferralEvent::MergedByCase { by, rules, into, number, text, .. } => {
            ruled(referral, *by, rules, at);
            referral.ended_by = Some(*by);
            referral.merged = Some(Merged { into: *into, number: *number });
            referral.text.clone_from(text);
            referral.protection = None;
            // Its deal is the other's now: what the CRM says of it finds that one.
            referral.stage = None;
            referral.next_step = None;
            referral.deal = Deal::default();
        }
        ReferralEvent::AwardedByCase {
            by,
            owner,
            rules,
            share_bp,
            protected_through,
            expires,
            ..
        } => {
            ruled(referral, *by, rules, at);
            referral.reason = None;
            referral.text = None;
            referral.stage = Some(Stage::New);
            referral.owner = *owner;
            referral.share_bp = *share_bp;
            protect(referral, *protected_through, *expires);
        }
        ReferralEvent::Approved {
            by,
            owner,
            note,
            reason,
            late_days,
            protected_through,
            expires,
        } => {
            decided(referral, *by, *late_days, at);
            end_review(referral);
            referral.exception.clone_from(reason);
            referral.stage = Some(Stage::New);
            referral.owner = Some(*owner);
            referral.note.clone_from(note);
            protect(referral, *protected_through, *expires);
        }
        ReferralEvent::Rejected { by, reason, text, note, late_days } => {
            decided(referral, *by, *late_days, at);
            referral.reason = Some(reason.clone());
            referral.text.clone_from(text);
            referral.note.clone_from(note);
        }
        ReferralEvent::QuestionAsked { by, question, place_until, lapses, remind_at } => {
            stop_clock(referral, at);
            referral.question = Some(Question {
                by: *by,
                at,
                question: question.clone(),
                place_until: *place_until,
                lapses: *lapses,
                remind_at: *remind_at,
                answer: None,
            });
        }
        ReferralEvent::QuestionAnswered { answer, due, half, place_kept, .. } => {
            if !place_kept {
                referral.in_line_since = at;
            }
            if let Some(question) = &mut referral.question {
                question.answer = Some(answer.clone());
            }
            run_clock(referral, (*due, *half), at);
        }
        ReferralEvent::Lapsed { .. } | ReferralEvent::Expired { .. } => end_review(referral),
        ReferralEvent::DecisionUndone { .. } => undone(referral),
        ReferralEvent::OwnerChanged { owner, .. } => referral.owner = Some(*owner),
        ReferralEvent::Withdrawn { by } => {
            referral.ended_by = Some(*by);
            end_review(referral);
            referral.protection = None;
        }
        ReferralEvent::WithdrawnWithPartner => end_review(referral),
        ReferralEvent::StageMoved { by, stage, next_step, .. } => {
            moved(referral, *stage, at);
            said_by(referral, *by, at);
            if next_step.is_some() {
                referral.next_step.clone_from(next_step);
            }
        }
        ReferralEvent::DealHeard { opportunity, at: heard, active, told, .. } => {
            let deal = &mut referral.deal;
            deal.heard = Some(Heard { opportunity: *opportunity, at: *heard });
            deal.told |= told;
            // Whoever logged something in the CRM has worked on it.
            referral.active_at = referral.active_at.max(*active);
        }
        ReferralEvent::Won { by, amount_minor, currency, on } => {
            moved(referral, Stage::ClosedWon, at);
            said_by(referral, *by, at);
            referral.next_step = None;
            referral.ended_by = *by;
            referral.closing = Some(Closing::Won {
                amount_minor: *amount_minor,
                currency: currency.clone(),
                on: *on,
            });
        }
        ReferralEvent::Lost { by, reason, on } => {
            let from = referral.stage.unwrap_or(Stage::New);
            referral.closing = Some(Closing::Lost { reason: reason.clone(), on: *on, from });
            moved(referral, Stage::ClosedLost, at);
            said_by(referral, *by, at);
            referral.next_step = None;
            referral.ended_by = *by;
        }
        ReferralEvent::Reopened { by, protected_through, expires } => {
            if let Some(Closing::Lost { from, .. }) = referral.closing.take() {
                moved(referral, from, at);
            }
            said_by(referral, *by, at);
            // Its dates are numbered anew; what was spared stays in the sum.
            referral.nurture.dates = 0;
            referral.nurture.last = None;
            referral.ended_by = None;
            referral.protection =
                Some(Protection { through: *protected_through, expires: *expires });
        }
        ReferralEvent::Reversed { by, .. } => referral.ended_by = Some(*by),
        ReferralEvent::NamingRecorded { by, agreed, record } => {
            referral.naming = agreed.then(|| Naming { by: *by, at, record: record.clone() });
        }
        ReferralEvent::Transferred { to, .. } => referral.submission.partner = *to,
        ReferralEvent::Reminded { reminder, about } => {
            referral.reminded.insert(*reminder, *about);
        }
        ReferralEvent::Extended { protected_through, expires, .. } => {
            referral.protection =
                Some(Protection { through: *protected_through, expires: *expires });
            referral.extended_at = Some(at);
            // The last day is another: its reminders begin anew.
            for (_, reminder) in ENDING {
                referral.reminded.remove(&reminder);
            }
        }
    }
}

/// A window of its own, with nothing of one before it.
fn protect(referral: &mut Referral, through: NaiveDate, expires: DateTime<Utc>) {
    referral.protection = Some(Protection { through, expires });
    referral.paused_days = 0;
    referral.paused_through = None;
    referral.extended_at = None;
    referral.nurture = Nurture::default();
    referral.release = None;
}

fn moved(referral: &mut Referral, stage: Stage, at: DateTime<Utc>) {
    referral.stage = Some(stage);
    let since = &mut referral.nurture.since;
    *since = if stage == Stage::Nurture { since.or(Some(at)) } else { None };
}

/// What a person says of a deal stands until the CRM says something that is newer.
fn said_by(referral: &mut Referral, by: Option<PersonId>, at: DateTime<Utc>) {
    let deal = &mut referral.deal;
    deal.told = false;
    deal.by_hand = by.map(|_| at).or(deal.by_hand);
}

/// The first decision settles how late it was; a second one, after an undo, changes nothing there.
fn decided(referral: &mut Referral, by: PersonId, late_days: u32, at: DateTime<Utc>) {
    answered(referral, at);
    referral.decision = Some(Decision { by, at });
    referral.late_days = late_days;
    referral.ruled.clear();
}

/// Decided by a case, so that its review is over.
fn ruled(referral: &mut Referral, by: PersonId, rules: &[Rule], at: DateTime<Utc>) {
    answered(referral, at);
    referral.decision = Some(Decision { by, at });
    referral.ruled = rules.to_vec();
    end_review(referral);
}

/// A decision ends the stop of a clock without moving its end: what it stood since then does not count.
fn answered(referral: &mut Referral, at: DateTime<Utc>) {
    let in_time = referral.promise.stopped_at.unwrap_or(at) <= referral.promise.due;
    referral.first_decision.get_or_insert(FirstDecision { at, in_time });
}

fn begin_review(referral: &mut Referral, at: DateTime<Utc>) {
    referral.match_open = true;
    referral.review_since.get_or_insert(at);
    stop_clock(referral, at);
}

fn end_review(referral: &mut Referral) {
    referral.match_open = false;
    referral.contested = false;
    referral.review_since = None;
    referral.held_until = None;
    referral.stated.clear();
}

/// As if the decision had not been: its due instant and the late days stay.
fn undone(referral: &mut Referral) {
    referral.decision = None;
    referral.first_decision = None;
    referral.stage = None;
    referral.next_step = None;
    referral.deal = Deal::default();
    referral.owner = None;
    referral.reason = None;
    referral.text = None;
    referral.note = None;
    referral.protection = None;
    // What was in review when it was approved goes into review again: its clock has not run.
    let was_in_review = referral.exception.take().is_some();
    if !referral.match_open && !was_in_review {
        referral.promise.stopped_at = None;
    }
}

fn stop_clock(referral: &mut Referral, at: DateTime<Utc>) {
    if referral.status.is_undecided() && referral.promise.stopped_at.is_none() {
        referral.promise.stopped_at = Some(at);
    }
}

fn run_clock(
    referral: &mut Referral,
    (due, half): (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    at: DateTime<Utc>,
) {
    let Some(due) = due else { return };
    let promise = &mut referral.promise;
    if let Some(stopped) = promise.stopped_at.filter(|stopped| *stopped >= promise.due) {
        promise.stood += at - stopped;
    }
    promise.due = due;
    promise.half = half;
    promise.stopped_at = None;
}
