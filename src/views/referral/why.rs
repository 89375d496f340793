//! Why a referral stands where it stands: what was decided, by which dates, and what comes next. A
//! partner and the vendor read the same words; what only the vendor may know is one line more.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::{Facts, by_clock, fingerprint, partner, quoted};
use crate::chat::limits;
use crate::chat::view::{Line, Panel, Part};
use crate::domain::Rules;
use crate::domain::protection::protected_through;
use crate::domain::referral::extend::EXTENSION;
use crate::domain::referral::{Status, tail, window};
use crate::text::{Arg, Voice};

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Of its partner's, who may ask a person about it.
    Member,
    /// Of the vendor's, who reads besides what a partner may not know.
    Vendor,
}

/// That a referral went from one partner to another, because the two turned out to be one company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    pub at: DateTime<Utc>,
    /// What the partners are called.
    pub gone: String,
    pub stays: String,
}

/// Draws it as things stand now; `rules` are those the referral was sent under.
#[must_use]
pub fn panel(
    voice: &Voice<'_>,
    facts: &Facts,
    rules: &Rules,
    reader: Reader,
    transfers: &[Transfer],
) -> Panel {
    let referral = &facts.referral;
    let number = facts.number();
    let word = voice.words(&format!("state-{}", referral.status), &[]);
    let company = limits::shorten(facts.company(), limits::FIELD_VALUE);
    let head =
        [("ref", Arg::Word(&number)), ("company", Arg::Text(&company)), ("word", Arg::Word(&word))];
    let mut parts = vec![
        Part::Text(voice.line("why-head", &head)),
        Part::Text(partner::standing(voice, facts)),
        Part::Text(Line::rows(line(voice, facts))),
    ];
    if !transfers.is_empty() {
        let told = transfers.iter().map(|transfer| transferred(voice, transfer));
        parts.push(Part::Text(Line::rows(told)));
    }
    if reader == Reader::Vendor && referral.exception.is_some() {
        let reason = quoted(&facts.exception);
        parts.push(Part::Text(voice.line("why-exception", &[("reason", Arg::Text(&reason))])));
    }
    let dates = protection(voice, facts, rules);
    if !dates.is_empty() {
        parts.push(Part::Text(Line::rows(dates)));
    }
    if let Some(until) = tail::until(referral) {
        parts.push(Part::Text(voice.line("why-tail", &[("date", Arg::Day(until))])));
    }
    parts.push(Part::Text(next(voice, facts)));
    let print = fingerprint(referral);
    let rules = [("version", Arg::Word(&referral.program)), ("fingerprint", Arg::Word(&print))];
    parts.push(Part::Context(voice.line("why-rules", &rules)));
    let ask = || super::button(voice, facts, "ask_person", "open", "button-ask-person");
    parts.extend((reader == Reader::Member).then(|| Part::Buttons(vec![ask()])));
    crate::views::panel(voice, voice.words("why-title", &[("ref", Arg::Word(&number))]), parts)
}

fn transferred(voice: &Voice<'_>, transfer: &Transfer) -> Line {
    let name = |name: &str| limits::shorten(name, limits::FIELD_VALUE);
    let (gone, stays) = (name(&transfer.gone), name(&transfer.stays));
    let args = [
        ("when", Arg::Instant(transfer.at)),
        ("gone", Arg::Text(&gone)),
        ("stays", Arg::Text(&stays)),
    ];
    voice.line("why-transferred", &args)
}

/// Registered, its place in line, the promise and the decision.
fn line(voice: &Voice<'_>, facts: &Facts) -> Vec<Line> {
    let referral = &facts.referral;
    let who = facts.name(voice, Some(&referral.submission.by));
    let registered = [("when", Arg::Instant(referral.submitted_at)), ("who", Arg::Text(&who))];
    let mut all = vec![voice.line("why-registered", &registered)];
    if referral.in_line_since != referral.submitted_at {
        let since = [("when", Arg::Instant(referral.in_line_since))];
        all.push(voice.line("why-line", &since));
    }
    let due = Arg::Instant(referral.promise.due);
    match &referral.decision {
        Some(decision) => {
            let who = facts.name(voice, Some(&decision.by));
            let late = referral.late_days;
            let key = if late > 0 { "why-decided-late" } else { "why-decided" };
            let args = [
                ("who", Arg::Text(&who)),
                ("when", Arg::Instant(decision.at)),
                ("due", due),
                ("n", Arg::Count(late.into())),
            ];
            all.push(voice.line(key, &args));
        }
        None if referral.promise.stopped_at.is_some() => {
            let key = "why-stopped";
            all.extend(referral.status.is_undecided().then(|| voice.line(key, &[])));
        }
        None => all.push(voice.line("why-promise", &[("due", due)])),
    }
    all
}

/// The last protected day, added up: the approval, the window, late days, days in review and in
/// nurture, the extension, and other dates that did not count. Nothing where no window runs or ran.
fn protection(voice: &Voice<'_>, facts: &Facts, rules: &Rules) -> Vec<Line> {
    let referral = &facts.referral;
    let (Some(window), Some(told), Some(decision)) =
        (&referral.protection, super::through(voice, referral), &referral.decision)
    else {
        return Vec::new();
    };
    // What a case that is open has gained so far; the rest of it was gained in nurture.
    let paused = window::paused(referral, &|at| voice.date(at), voice.today());
    let gained = u32::try_from((told - window.through).num_days()).unwrap_or(0);
    let spared = referral.nurture.spared + gained.saturating_sub(paused);
    let later = |date: NaiveDate, days: u32| {
        date.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
    };
    let approved = voice.date(decision.at);
    let mut until = protected_through(decision.at, rules.protection_days, &rules.calendar);
    let first = [
        ("approved", Arg::Day(approved)),
        ("n", Arg::Count(rules.protection_days.into())),
        ("date", Arg::Day(until)),
    ];
    let mut all = vec![voice.line("why-window", &first)];
    let extension = if referral.extended_at.is_some() { EXTENSION } else { 0 };
    let added = [
        ("why-late", referral.late_days),
        ("why-paused", referral.paused_days + paused),
        ("why-nurture", spared),
        ("why-extension", extension),
    ];
    for (key, days) in added {
        if days > 0 {
            until = later(until, days);
            let args = [("n", Arg::Count(days.into())), ("date", Arg::Day(until))];
            all.push(voice.line(key, &args));
        }
    }
    // Other dates that did not count: the time between a loss and its reopening.
    let rest = (told - until).num_days();
    let through = ("date", Arg::Day(told));
    match rest {
        0 => {}
        1.. => all.push(voice.line("why-not-counted", &[("n", Arg::Count(rest)), through])),
        _ => all.push(voice.line("why-through", &[through])),
    }
    all
}

/// What comes next, and by when.
fn next(voice: &Voice<'_>, facts: &Facts) -> Line {
    let referral = &facts.referral;
    let into = super::merged_into(referral);
    let mut args = vec![("due", Arg::Instant(referral.promise.due)), ("into", Arg::Word(&into))];
    if let Some(question) = &referral.question {
        args.push(("place_until", Arg::Instant(question.place_until)));
        args.push(("lapse_on", Arg::Instant(question.lapses)));
    }
    let until = super::grace_until(voice, referral);
    if let Some(until) = until {
        args.push(("grace", Arg::Day(until)));
    }
    if let Some(release) = referral.release_asked() {
        args.push(("until", Arg::Instant(release.until)));
    }
    if let Some(through) = super::through(voice, referral) {
        args.push(("date", Arg::Day(through)));
    }
    let key = match referral.status {
        Status::Submitted => "why-next-submitted",
        Status::NeedsInfo => by_clock(referral, "why-next-needs_info", "why-next-needs_info-rests"),
        Status::InConflict => "why-next-in_conflict",
        Status::Approved if referral.release_asked().is_some() => {
            by_clock(referral, "why-next-release", "why-next-release-rests")
        }
        Status::Approved => "why-next-approved",
        Status::Expired if until.is_some() => "why-next-grace",
        Status::Rejected | Status::Lapsed | Status::Expired => "why-next-again",
        Status::Merged => "why-next-merged",
        Status::Withdrawn | Status::Released | Status::Won | Status::Lost | Status::Reversed => {
            "why-next-none"
        }
    };
    voice.line(key, &args)
}
