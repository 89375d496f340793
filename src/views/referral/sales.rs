//! The card inside the vendor: what sales needs to decide, and what it decided.

use super::{
    Facts, button, by_clock, closed_on, field, fingerprint, head, merged_into, progress, quoted,
    reopen_until, to_thread, tone, typed, with_why,
};
use crate::chat::limits;
use crate::chat::view::{Button, Labelled, Line, Message, Part, Span, Weight};
use crate::domain::account::candidate::{Candidate, Reason, score};
use crate::domain::referral::decide::UNDO;
use crate::domain::referral::{Closing, Status, tail};
use crate::text::{Arg, Voice};

/// Units of the contact's name, and of their address, on the sales card.
pub(super) const CONTACT_HALF: usize = limits::FIELD_VALUE / 2 - 10;

/// Units of an account's name where several stand in one field.
const ACCOUNT_MOST: usize = 40;

/// Draws the card as things stand now.
#[must_use]
pub fn card(voice: &Voice<'_>, facts: &Facts) -> Message {
    let referral = &facts.referral;
    let mut parts = vec![
        Part::Tone(tone(referral.status)),
        Part::Text(head(voice, facts, "review-card")),
        Part::Text(standing(voice, facts)),
    ];
    parts.extend(super::release_open(voice, facts).map(Part::Text));
    let mut fields = match referral.status {
        Status::Submitted | Status::InConflict | Status::NeedsInfo => brief(voice, facts),
        Status::Approved
        | Status::Rejected
        | Status::Lapsed
        | Status::Withdrawn
        | Status::Released
        | Status::Merged
        | Status::Expired
        | Status::Won
        | Status::Lost
        | Status::Reversed => after(voice, facts),
    };
    fields.extend(to_thread(voice, facts));
    if !fields.is_empty() {
        parts.push(Part::Fields(fields));
    }
    parts.push(Part::Buttons(with_why(voice, facts, buttons(voice, facts))));
    let print = fingerprint(referral);
    let context = [("fingerprint", Arg::Word(&print)), ("version", Arg::Word(&referral.program))];
    parts.push(Part::Context(voice.line("review-card-context", &context)));
    Message { parts }
}

/// What stands on the card once it was decided.
fn after(voice: &Voice<'_>, facts: &Facts) -> Vec<Labelled> {
    let mut fields = progress(voice, facts);
    if facts.referral.status == Status::Approved {
        let updated = [("at", Arg::Instant(facts.referral.updated_at))];
        fields.push(field(voice, "field-updated", voice.line("moment", &updated)));
    }
    let found = facts.referral.off_limits || !facts.referral.found.is_empty();
    if found || !facts.matches.is_empty() {
        fields.push(field(voice, "field-match", matching(voice, facts)));
    }
    if let Some(naming) = &facts.referral.naming {
        let (who, how) = (facts.name(voice, Some(&naming.by)), quoted(&facts.naming));
        let args =
            [("who", Arg::Text(&who)), ("when", Arg::Instant(naming.at)), ("how", Arg::Text(&how))];
        fields.push(field(voice, "naming-field", voice.line("naming-stands", &args)));
    }
    if !facts.text.is_empty() {
        fields.push(field(voice, "review-text", typed(&facts.text)));
    }
    if !facts.exception.is_empty() {
        fields.push(field(voice, "review-exception-field", typed(&facts.exception)));
    }
    if !facts.note.is_empty() {
        let approved = facts.referral.reason.is_none();
        let label = if approved { "review-note" } else { "review-internal" };
        fields.push(field(voice, label, typed(&facts.note)));
    }
    fields
}

fn buttons(voice: &Voice<'_>, facts: &Facts) -> Vec<Button> {
    let plain = |flow: &str, key: &str| button(voice, facts, flow, "open", key);
    let referral = &facts.referral;
    let undoable =
        referral.decision.as_ref().is_some_and(|decision| voice.now <= decision.at + UNDO);
    let undo =
        || undoable.then(|| Button { weight: Weight::Danger, ..plain("undo", "button-undo") });
    let approve = || {
        let approve = button(voice, facts, "review", "approve", "button-approve");
        Button { weight: Weight::Primary, ..approve }
    };
    match referral.status {
        Status::Submitted => {
            vec![
                approve(),
                plain("reject", "button-reject"),
                plain("ask", "button-ask"),
                plain("contest", "button-contest"),
            ]
        }
        // Where somebody else wants the account, a resolver decides.
        Status::InConflict if referral.contested => Vec::new(),
        Status::NeedsInfo if referral.match_open => Vec::new(),
        Status::InConflict => vec![approve(), plain("reject", "button-reject")],
        Status::NeedsInfo => vec![plain("reject", "button-reject")],
        Status::Approved => {
            let stage = Button { weight: Weight::Primary, ..plain("stage", "button-move-stage") };
            let mut all = vec![stage, plain("owner", "button-change-owner")];
            all.extend((!referral.match_open).then(|| plain("contest", "button-contest")));
            all.extend(undo());
            all
        }
        Status::Rejected => undo().into_iter().collect(),
        Status::Lost => reopen(voice, facts).into_iter().collect(),
        Status::Won => {
            let reverse = plain("reverse", "button-reverse");
            vec![naming(voice, facts), Button { weight: Weight::Danger, ..reverse }]
        }
        Status::Reversed if referral.naming.is_some() => vec![naming(voice, facts)],
        Status::Expired => in_tail(voice, facts),
        Status::Lapsed
        | Status::Withdrawn
        | Status::Released
        | Status::Merged
        | Status::Reversed => Vec::new(),
    }
}

/// Whether the customer may be named, or not any more.
fn naming(voice: &Voice<'_>, facts: &Facts) -> Button {
    match facts.referral.naming {
        None => button(voice, facts, "name_customer", "open", "button-name-customer"),
        Some(_) => button(voice, facts, "unname_customer", "open", "button-unname-customer"),
    }
}

/// A deal that closes in the tail of a protection is recorded; where somebody else was approved
/// since, a case says whose it is.
fn in_tail(voice: &Voice<'_>, facts: &Facts) -> Vec<Button> {
    if tail::until(&facts.referral).is_none() {
        return Vec::new();
    }
    let win = button(voice, facts, "stage", "open", "button-record-win");
    let case = button(voice, facts, "contest", "open", "button-contest");
    let free = (!facts.referral.match_open).then_some(case);
    [Button { weight: Weight::Primary, ..win }].into_iter().chain(free).collect()
}

/// As long as it can still be reopened.
fn reopen(voice: &Voice<'_>, facts: &Facts) -> Option<Button> {
    let today = voice.today();
    closed_on(facts.referral.closing.as_ref()).filter(|on| today <= reopen_until(*on))?;
    let reopen = button(voice, facts, "reopen", "now", "button-reopen");
    Some(Button { weight: Weight::Primary, ..reopen })
}

/// Second line: whose turn it is, until when, or who decided.
fn standing(voice: &Voice<'_>, facts: &Facts) -> Line {
    let referral = &facts.referral;
    let decided_by = referral.decision.as_ref().map(|decision| decision.by);
    let who = match referral.status {
        Status::NeedsInfo => referral.question.as_ref().map(|question| question.by),
        Status::Withdrawn
        | Status::Released
        | Status::Merged
        | Status::Won
        | Status::Lost
        | Status::Reversed => referral.ended_by,
        Status::Submitted
        | Status::InConflict
        | Status::Approved
        | Status::Rejected
        | Status::Lapsed
        | Status::Expired => decided_by,
    };
    let who = facts.name(voice, who.as_ref());
    let due = referral.promise.due;
    let (left, question) = (voice.span(due - voice.now), quoted(&facts.question));
    let amount = amount(voice, referral.closing.as_ref());
    let reason = match &referral.closing {
        Some(Closing::Lost { reason, .. }) => reason,
        Some(Closing::Won { .. }) | None => referral.reason.as_deref().unwrap_or_default(),
    };
    let release = quoted(&facts.release);
    let rules: Vec<&str> = referral.ruled.iter().map(|rule| rule.as_str()).collect();
    let rules = rules.join(", ");
    let into = merged_into(referral);
    let mut args = vec![
        ("who", Arg::Text(&who)),
        ("when", Arg::Instant(referral.since)),
        ("due", Arg::Instant(due)),
        ("left", Arg::Word(&left)),
        ("late", Arg::Word(&left)),
        ("question", Arg::Text(&question)),
        ("partner", Arg::Text(&facts.partner.name)),
        ("reason", Arg::Text(reason)),
        ("amount", Arg::Word(&amount)),
        ("rules", Arg::Word(&rules)),
        ("into", Arg::Word(&into)),
        ("release", Arg::Text(&release)),
    ];
    if let Some(question) = &referral.question {
        args.push(("lapse_on", Arg::Instant(question.lapses)));
    }
    let window = super::through(voice, referral);
    if let Some(date) = closed_on(referral.closing.as_ref()).or(window) {
        args.push(("date", Arg::Day(date)));
    }
    if let Some(until) = referral.held_until {
        args.push(("until", Arg::Instant(until)));
    }
    if let Some(until) = tail::until(referral) {
        args.push(("until", Arg::Day(until)));
    }
    voice.line(key(voice, facts), &args)
}

fn key(voice: &Voice<'_>, facts: &Facts) -> &'static str {
    match facts.referral.status {
        Status::Submitted if voice.now > facts.referral.promise.due => "review-card-late",
        Status::Submitted => "review-card-submitted",
        Status::NeedsInfo => {
            let (runs, rests) = ("review-card-needs_info", "review-card-needs_info-rests");
            by_clock(&facts.referral, runs, rests)
        }
        Status::InConflict if facts.referral.held_until.is_some() => "review-card-grace",
        Status::InConflict if facts.referral.contested => "review-card-case",
        Status::InConflict => "review-card-in_conflict",
        Status::Approved => "review-card-approved",
        Status::Rejected if !facts.referral.ruled.is_empty() => "review-card-ruled",
        Status::Released if facts.referral.ruled.is_empty() => "review-card-released",
        Status::Released => "review-card-ruled",
        Status::Merged => "review-card-merged",
        Status::Rejected => "review-card-rejected",
        Status::Won => "review-card-won",
        Status::Lost => "review-card-lost",
        Status::Withdrawn if facts.referral.ended_by.is_none() => "review-card-partnership",
        Status::Withdrawn | Status::Reversed => "review-card-ended",
        Status::Expired if tail::until(&facts.referral).is_some() => "review-card-tail",
        Status::Lapsed | Status::Expired => "review-card-clock",
    }
}

/// "12,500.00 EUR"
fn amount(voice: &Voice<'_>, closing: Option<&Closing>) -> String {
    match closing {
        Some(Closing::Won { amount_minor, currency, .. }) => voice.amount(*amount_minor, currency),
        Some(Closing::Lost { .. }) | None => String::new(),
    }
}

/// What sales has to know to decide.
fn brief(voice: &Voice<'_>, facts: &Facts) -> Vec<Labelled> {
    let sent = &facts.referral.submission;
    let chosen =
        |list: &str, value: &str| Line::plain(voice.words(&format!("{list}-{value}"), &[]));
    let mut fields = vec![
        field(voice, "field-need", typed(&facts.need)),
        field(
            voice,
            "field-relationship",
            chosen("refer-relationship", sent.relationship.as_str()),
        ),
        field(
            voice,
            "field-introduction",
            chosen("refer-introduction", sent.introduction.as_str()),
        ),
        field(voice, "field-basis", chosen("refer-basis", sent.basis.as_str())),
    ];
    if let Some(contact) = contact(voice, facts, CONTACT_HALF) {
        fields.push(field(voice, "field-contact", contact));
    }
    if !facts.job_title.is_empty() {
        fields.push(field(voice, "field-job-title", typed(&facts.job_title)));
    }
    if !facts.source.is_empty() {
        let label = voice.words("source-open", &[]);
        let link = Span::Link { label, url: facts.source.clone() };
        fields.push(field(voice, "field-source", Line(vec![link])));
    }
    fields.push(field(voice, "field-match", matching(voice, facts)));
    let record = [
        ("sent", Arg::Count(facts.partner.referred().into())),
        ("won", Arg::Count(facts.won.into())),
    ];
    fields.push(field(voice, "field-record", voice.line("partner-record", &record)));
    fields
}

pub(super) fn contact(voice: &Voice<'_>, facts: &Facts, half: usize) -> Option<Line> {
    let name = limits::shorten(&facts.contact_name, half);
    let email = limits::shorten(&facts.contact_email, half);
    match (name.is_empty(), email.is_empty()) {
        (true, true) => None,
        (false, true) => Some(Line::plain(name)),
        (true, false) => Some(Line::plain(email)),
        (false, false) => {
            let args = [("name", Arg::Text(&name)), ("email", Arg::Text(&email))];
            Some(voice.line("review-card-contact", &args))
        }
    }
}

fn matching(voice: &Voice<'_>, facts: &Facts) -> Line {
    let off_limits = facts.referral.off_limits;
    if facts.matches.is_empty() && facts.candidates.is_empty() && !off_limits {
        return voice.line("match-clear", &[]);
    }
    let domain = facts.referral.submission.domain.as_str();
    let blocked =
        off_limits.then(|| voice.words("match-off-limits", &[("domain", Arg::Word(domain))]));
    let line = |(number, partner): &(String, String)| {
        let args = [
            ("domain", Arg::Word(domain)),
            ("ref", Arg::Word(number)),
            ("partner", Arg::Text(partner)),
        ];
        voice.words("match-referral", &args)
    };
    let referred = facts.matches.iter().map(line);
    let known = facts.candidates.iter().map(|one| candidate(voice, domain, one));
    let lines: Vec<String> = blocked.into_iter().chain(referred).chain(known).collect();
    typed(&lines.join(" · "))
}

/// "Name 0.93, likely: Acme Widgets (customer)"
fn candidate(voice: &Voice<'_>, domain: &str, one: &Candidate) -> String {
    let mut standing = voice.words(&format!("standing-{}", one.standing), &[]);
    if let Some(active) = one.active {
        standing = voice.words("standing-opportunity-active", &[("date", Arg::Day(active))]);
    }
    let (key, points) = match one.reason {
        Reason::Domain => ("match-domain", 0),
        Reason::Alias => ("match-alias", 0),
        Reason::Email => ("match-email", 0),
        Reason::Name { points } if one.likely => ("match-name-likely", points),
        Reason::Name { points } => ("match-name", points),
    };
    let (account, score) = (limits::shorten(&one.name, ACCOUNT_MOST), score(points));
    let args = [
        ("domain", Arg::Word(domain)),
        ("score", Arg::Word(&score)),
        ("account", Arg::Text(&account)),
        ("standing", Arg::Word(&standing)),
    ];
    voice.words(key, &args)
}
