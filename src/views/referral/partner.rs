//! The root card in the partner's channel.

use super::reminder::extend;
use super::{
    Facts, button, closed_on, head, progress, refer_again, release_answers, release_open,
    reopen_until, tone, with_why,
};
use crate::chat::view::{Button, Confirm, Line, Message, Part, Weight};
use crate::domain::referral::{Closing, Status};
use crate::text::{Arg, Voice};
use crate::views::case::told::rules;

/// Draws the card as things stand now.
#[must_use]
pub fn card(voice: &Voice<'_>, facts: &Facts) -> Message {
    let referral = &facts.referral;
    let who = facts.name(voice, Some(&referral.submission.by));
    let registered = [("when", Arg::Instant(referral.submitted_at)), ("who", Arg::Text(&who))];
    let mut parts = vec![
        Part::Tone(tone(referral.status)),
        Part::Text(head(voice, facts, "refer-root")),
        Part::Text(standing(voice, facts)),
    ];
    parts.extend(release_open(voice, facts).map(Part::Text));
    let fields = progress(voice, facts);
    if !fields.is_empty() {
        parts.push(Part::Fields(fields));
    }
    parts.push(Part::Buttons(with_why(voice, facts, buttons(voice, facts))));
    parts.push(Part::Context(voice.line("refer-root-context", &registered)));
    Message { parts }
}

/// Second line: what happened, whose turn it is, until when.
pub(super) fn standing(voice: &Voice<'_>, facts: &Facts) -> Line {
    let referral = &facts.referral;
    let owner = facts.name(voice, referral.owner.as_ref());
    let who = facts.name(voice, referral.ended_by.as_ref());
    let since = voice.date(referral.since);
    let closed = closed_on(referral.closing.as_ref());
    let reason = match (&referral.closing, &referral.reason) {
        (Some(Closing::Lost { reason, .. }), _) | (_, Some(reason)) => reason.as_str(),
        (Some(Closing::Won { .. }) | None, None) => "",
    };
    let rule = rules(voice, &referral.ruled);
    let into = super::merged_into(referral);
    let mut args = vec![
        ("due", Arg::Instant(referral.promise.due)),
        ("owner", Arg::Text(&owner)),
        ("who", Arg::Text(&who)),
        ("reason", Arg::Text(reason)),
        ("rule", Arg::Text(&rule)),
        ("into", Arg::Word(&into)),
    ];
    let through = super::through(voice, referral);
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
        | Status::Released
        | Status::Merged
        | Status::Reversed => None,
    }
    .unwrap_or(since);
    args.push(("date", Arg::Day(date)));
    args.push(("until", Arg::Day(reopen_until(date))));
    if let Some(question) = &referral.question {
        args.push(("place_until", Arg::Instant(question.place_until)));
        args.push(("lapse_on", Arg::Instant(question.lapses)));
    }
    if referral.status == Status::NeedsInfo && referral.match_open {
        return voice.line("refer-root-needs_info-rests", &args);
    }
    if referral.status == Status::Withdrawn && referral.ended_by.is_none() {
        return voice.line("refer-root-withdrawn-partner", &args);
    }
    if let Some(until) = super::grace_until(voice, referral) {
        args.push(("grace", Arg::Day(until)));
        return voice.line("refer-root-expired-grace", &args);
    }
    if referral.status == Status::Released && referral.ruled.is_empty() {
        let reason = super::quoted(&facts.release);
        args.push(("why", Arg::Text(&reason)));
        return voice.line("refer-root-released-asked", &args);
    }
    if referral.status == Status::Rejected && !referral.ruled.is_empty() {
        return voice.line("refer-root-rejected-case", &args);
    }
    voice.line(&format!("refer-root-{}", referral.status), &args)
}

fn buttons(voice: &Voice<'_>, facts: &Facts) -> Vec<Button> {
    let withdraw = || withdraw(voice, facts);
    let claim = || button(voice, facts, "claim", "open", "button-claim");
    match facts.referral.status {
        Status::Submitted => vec![withdraw()],
        // The same whatever the review is about.
        Status::InConflict => {
            vec![button(voice, facts, "evidence", "open", "button-add-evidence"), withdraw()]
        }
        Status::Approved => {
            let mut all = release_answers(voice, facts);
            all.extend(extend(voice, facts));
            all.extend([claim(), withdraw()]);
            all
        }
        Status::NeedsInfo => {
            let mut answer = button(voice, facts, "answer", "open", "button-answer");
            answer.weight = Weight::Primary;
            vec![answer, withdraw()]
        }
        Status::Rejected => vec![refer_again(voice, facts), claim()],
        Status::Lapsed | Status::Expired => vec![refer_again(voice, facts)],
        Status::Withdrawn
        | Status::Released
        | Status::Merged
        | Status::Won
        | Status::Lost
        | Status::Reversed => Vec::new(),
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
