//! What an event changes besides the status.

use chrono::{DateTime, Utc};

use super::{Closing, Decision, Protection, Question, Referral, Stage};
use crate::domain::outcome::ReferralEvent;

/// Takes over the details of a fact recorded at `at`; the status has moved already.
pub(super) fn details(referral: &mut Referral, event: &ReferralEvent, at: DateTime<Utc>) {
    match event {
        ReferralEvent::Submitted(_) => {}
        ReferralEvent::MatchFound { .. } => {
            referral.match_open = true;
            stop_clock(referral, at);
        }
        ReferralEvent::OffLimitsFound => {
            referral.off_limits = true;
            referral.match_open = true;
            stop_clock(referral, at);
        }
        ReferralEvent::MatchCleared { due } => {
            referral.match_open = false;
            run_clock(referral, *due);
        }
        ReferralEvent::Approved { by, owner, note, late_days, protected_through, expires } => {
            decided(referral, *by, *late_days, at);
            referral.stage = Some(Stage::New);
            referral.owner = Some(*owner);
            referral.note.clone_from(note);
            referral.protection =
                Some(Protection { through: *protected_through, expires: *expires });
        }
        ReferralEvent::Rejected { by, reason, text, note, late_days } => {
            decided(referral, *by, *late_days, at);
            referral.reason = Some(reason.clone());
            referral.text.clone_from(text);
            referral.note.clone_from(note);
        }
        ReferralEvent::QuestionAsked { by, question, place_until, lapses } => {
            stop_clock(referral, at);
            referral.question = Some(Question {
                by: *by,
                at,
                question: question.clone(),
                place_until: *place_until,
                lapses: *lapses,
                answer: None,
            });
        }
        ReferralEvent::QuestionAnswered { answer, due, place_kept, .. } => {
            if !place_kept {
                referral.in_line_since = at;
            }
            if let Some(question) = &mut referral.question {
                question.answer = Some(answer.clone());
            }
            run_clock(referral, *due);
        }
        ReferralEvent::Lapsed { .. } | ReferralEvent::Expired { .. } => referral.match_open = false,
        ReferralEvent::DecisionUndone { .. } => undone(referral),
        ReferralEvent::OwnerChanged { owner, .. } => referral.owner = Some(*owner),
        ReferralEvent::Withdrawn { by } => {
            referral.ended_by = Some(*by);
            referral.match_open = false;
            referral.protection = None;
        }
        ReferralEvent::WithdrawnWithPartner => referral.match_open = false,
        ReferralEvent::StageMoved { stage, next_step, .. } => {
            referral.stage = Some(*stage);
            referral.next_step = Some(next_step.clone());
        }
        ReferralEvent::Won { by, amount_minor, currency, on } => {
            referral.stage = Some(Stage::ClosedWon);
            referral.next_step = None;
            referral.ended_by = Some(*by);
            referral.closing = Some(Closing::Won {
                amount_minor: *amount_minor,
                currency: currency.clone(),
                on: *on,
            });
        }
        ReferralEvent::Lost { by, reason, on } => {
            let from = referral.stage.unwrap_or(Stage::New);
            referral.closing = Some(Closing::Lost { reason: reason.clone(), on: *on, from });
            referral.stage = Some(Stage::ClosedLost);
            referral.next_step = None;
            referral.ended_by = Some(*by);
        }
        ReferralEvent::Reopened { protected_through, expires, .. } => {
            if let Some(Closing::Lost { from, .. }) = referral.closing.take() {
                referral.stage = Some(from);
            }
            referral.ended_by = None;
            referral.protection =
                Some(Protection { through: *protected_through, expires: *expires });
        }
        ReferralEvent::Reversed { by, .. } => referral.ended_by = Some(*by),
    }
}

/// The first decision settles how late it was; a second one, after an undo, changes nothing there.
fn decided(
    referral: &mut Referral,
    by: crate::domain::ids::PersonId,
    late_days: u32,
    at: DateTime<Utc>,
) {
    referral.decision = Some(Decision { by, at });
    referral.late_days = late_days;
}

/// As if the decision had not been: its due instant and the late days stay.
fn undone(referral: &mut Referral) {
    referral.decision = None;
    referral.stage = None;
    referral.next_step = None;
    referral.owner = None;
    referral.reason = None;
    referral.text = None;
    referral.note = None;
    referral.protection = None;
    if !referral.match_open {
        referral.promise.stopped_at = None;
    }
}

fn stop_clock(referral: &mut Referral, at: DateTime<Utc>) {
    if referral.status.is_undecided() && referral.promise.stopped_at.is_none() {
        referral.promise.stopped_at = Some(at);
    }
}

fn run_clock(referral: &mut Referral, due: Option<DateTime<Utc>>) {
    if let Some(due) = due {
        referral.promise.due = due;
        referral.promise.stopped_at = None;
    }
}
