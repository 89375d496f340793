//! The root card in the partner's channel.

use super::{Facts, button, closed_on, head, progress, refer_again, reopen_until};
use crate::chat::view::{Button, Confirm, Line, Message, Part, Weight};
use crate::domain::referral::{Closing, Status};
use crate::text::{Arg, Voice};

/// Draws the card as things stand now.
#[must_use]
pub fn card(voice: &Voice<'_>, facts: &Facts) -> Message {
    let referral = &facts.referral;
    let who = facts.name(voice, Some(&referral.submission.by));
    let registered = [("when", Arg::Instant(referral.submitted_at)), ("who", Arg::Text(&who))];
    let mut parts =
        vec![Part::Text(head(voice, facts, "refer-root")), Part::Text(standing(voice, facts))];
    let fields = progress(voice, facts);
    if !fields.is_empty() {
        parts.push(Part::Fields(fields));
    }
    let buttons = buttons(voice, facts);
    if !buttons.is_empty() {
        parts.push(Part::Buttons(buttons));
    }
    parts.push(Part::Context(voice.line("refer-root-context", &registered)));
    Message { parts }
}

/// Second line: what happened, whose turn it is, until when.
fn standing(voice: &Voice<'_>, facts: &Facts) -> Line {
    let referral = &facts.referral;
    let owner = facts.name(voice, referral.owner.as_ref());
    let who = facts.name(voice, referral.ended_by.as_ref());
    let since = voice.date(referral.since);
    let closed = closed_on(referral.closing.as_ref());
    let reason = match (&referral.closing, &referral.reason) {
        (Some(Closing::Lost { reason, .. }), _) | (_, Some(reason)) => reason.as_str(),
        (Some(Closing::Won { .. }) | None, None) => "",
    };
    let mut args = vec![
        ("due", Arg::Instant(referral.promise.due)),
        ("owner", Arg::Text(&owner)),
        ("who", Arg::Text(&who)),
        ("reason", Arg::Text(reason)),
    ];
    let through = referral.protection.as_ref().map(|protection| protection.through);
    let date = match referral.status {
        Status::Approved | Status::Expired => through,
        Status::Won | Status::Lost => closed,
        // The deadline, as in the thread: the clock's job may have run later.
        Status::Lapsed => referral.question.as_ref().map(|question| voice.date(question.lapses)),
        Status::Submitted
        | Status::InConflict
        | Status::NeedsInfo
        | Status::Rejected
        | Status::Withdrawn
        | Status::Reversed => None,
    }
    .unwrap_or(since);
    args.push(("date", Arg::Day(date)));
    args.push(("until", Arg::Day(reopen_until(date))));
    if let Some(question) = &referral.question {
        args.push(("place_until", Arg::Instant(question.place_until)));
        args.push(("lapse_on", Arg::Instant(question.lapses)));
    }
    if referral.status == Status::Withdrawn && referral.ended_by.is_none() {
        return voice.line("refer-root-withdrawn-partner", &args);
    }
    voice.line(&format!("refer-root-{}", referral.status), &args)
}

fn buttons(voice: &Voice<'_>, facts: &Facts) -> Vec<Button> {
    let withdraw = || withdraw(voice, facts);
    match facts.referral.status {
        Status::Submitted | Status::InConflict | Status::Approved => vec![withdraw()],
        Status::NeedsInfo => {
            let mut answer = button(voice, facts, "answer", "open", "button-answer");
            answer.weight = Weight::Primary;
            vec![answer, withdraw()]
        }
        Status::Rejected | Status::Lapsed | Status::Expired => {
            vec![refer_again(voice, facts)]
        }
        Status::Withdrawn | Status::Won | Status::Lost | Status::Reversed => Vec::new(),
    }
}

fn withdraw(voice: &Voice<'_>, facts: &Facts) -> Button {
    let number = facts.number();
    let company = crate::chat::limits::shorten(facts.company(), 100);
    let args = [("ref", Arg::Word(&number)), ("company", Arg::Text(&company))];
    let mut withdraw = button(voice, facts, "withdraw", "now", "button-withdraw");
    withdraw.weight = Weight::Danger;
    withdraw.confirm = Some(Confirm {
        title: voice.words("refer-withdraw-title", &args),
        text: voice.words("refer-withdraw-text", &args),
        yes: voice.words("button-withdraw", &[]),
        no: voice.words("button-keep", &[]),
    });
    withdraw
}
