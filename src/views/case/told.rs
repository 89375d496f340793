//! What a party is told of a case in its own thread: the outcome, the rule, and its own facts.

use chrono::{DateTime, Utc};

use super::{Facts, Side};
use crate::chat::limits;
use crate::chat::view::{Button, Line, Message, Part, Weight};
use crate::domain::case::decide::loses;
use crate::domain::case::{Case, Outcome, Phase, Rule, split};
use crate::domain::ids::ReferralId;
use crate::domain::outcome::{CaseEvent, Ruling, Seal};
use crate::text::{Arg, Voice};
use crate::views::plain;
use crate::views::referral::thread::asked_for_evidence;
use crate::views::referral::through;

/// The line that tells a party an event; none where it is not concerned, or is not in the case any
/// more.
#[must_use]
pub fn line(
    voice: &Voice<'_>,
    facts: &Facts,
    referral: &ReferralId,
    event: &CaseEvent,
) -> Option<Message> {
    let side = facts.side(referral)?;
    match event {
        CaseEvent::CaseOpened(_) | CaseEvent::CaseJoined { .. } => Some(asked(voice, facts, side)),
        CaseEvent::EvidenceAsked { referral: asked, text, until, .. } => {
            (asked == referral).then(|| wanted(voice, facts, side, (text, *until)))
        }
        CaseEvent::CaseDecided(ruling) => Some(decided(voice, side, ruling, facts)),
        CaseEvent::CaseAppealed { due, .. } => {
            let number = side.referral.number().to_string();
            let args = [("ref", Arg::Word(&number)), ("due", Arg::Instant(*due))];
            Some(crate::views::note(voice.line("appeal-in", &args)))
        }
        CaseEvent::SplitSuggested { first_bp, until, .. } => {
            Some(suggested(voice, facts, side, (*first_bp, *until)))
        }
        CaseEvent::CaseLeft { .. }
        | CaseEvent::CaseStated(_)
        | CaseEvent::CaseProposed { .. }
        | CaseEvent::CaseWaived { .. }
        | CaseEvent::SplitAnswered { .. }
        | CaseEvent::CaseReminded { .. }
        | CaseEvent::CaseClosed
        | CaseEvent::CaseSettled
        | CaseEvent::CaseExcepted { .. } => None,
    }
}

/// A button about the party's own referral: the id of the case is none of its business.
fn own(voice: &Voice<'_>, side: &Side, flow: &str, choice: &str, key: &str) -> Button {
    let referral = &side.referral;
    plain(voice.words(key, &[]), flow, choice, &referral.id.to_string(), referral.version)
}

/// The same words, whatever the case is about.
fn asked(voice: &Voice<'_>, facts: &Facts, side: &Side) -> Message {
    asked_for_evidence(voice, &side.referral, facts.case.evidence_until)
}

/// What a resolver wants to know, with the button that answers it.
fn wanted(
    voice: &Voice<'_>,
    facts: &Facts,
    side: &Side,
    (text, until): (&Seal, DateTime<Utc>),
) -> Message {
    let number = side.referral.number().to_string();
    let args = [("ref", Arg::Word(&number)), ("due", Arg::Instant(until))];
    let mut parts = vec![Part::Text(voice.line("evidence-asked", &args))];
    let text = limits::shorten(facts.word(text), limits::TEXT - 200);
    if !text.is_empty() {
        parts.push(Part::Text(voice.line("case-text", &[("text", Arg::Text(&text))])));
    }
    let answer = own(voice, side, "evidence", "open", "button-add-evidence");
    parts.push(Part::Buttons(vec![Button { weight: Weight::Primary, ..answer }]));
    Message { parts }
}

fn decided(voice: &Voice<'_>, side: &Side, ruling: &Ruling, facts: &Facts) -> Message {
    let referral = &side.referral;
    let number = referral.number().to_string();
    let (rule, counted) = (rules(voice, &ruling.rules), counted(voice, side));
    let outcome = outcome(voice, ruling, &referral.id, own_other(facts, side, &ruling.goes_on()));
    let args = [
        ("ref", Arg::Word(&number)),
        ("outcome", Arg::Word(&outcome)),
        ("rule", Arg::Text(&rule)),
        ("facts", Arg::Line(&counted)),
    ];
    let last = ruling.appeal_until.is_none() && facts.case.appeal.is_some();
    let lost = loses(ruling, &referral.id);
    let key = match (last, lost) {
        (true, _) => "appeal-final",
        (false, false) if ruling.outcome != Outcome::Split => "case-kept",
        (false, _) => "case-not",
    };
    let mut parts = vec![Part::Text(voice.line(key, &args))];
    let text = ruling.texts.get(&referral.id).map(|text| facts.word(text)).unwrap_or_default();
    if !text.is_empty() {
        let text = limits::shorten(text, limits::TEXT - 200);
        parts.push(Part::Text(voice.line("case-text", &[("text", Arg::Text(&text))])));
    }
    if let Some(other) = named(facts, side).filter(|_| ruling.outcome == Outcome::Split) {
        let partner = limits::shorten(&other, limits::FIELD_VALUE);
        parts.push(Part::Text(voice.line("case-split-named", &[("partner", Arg::Text(&partner))])));
    }
    if let Some(until) = ruling.appeal_until.filter(|_| lost) {
        parts.push(Part::Text(voice.line("case-appeal", &[("due", Arg::Instant(until))])));
        let appeal = own(voice, side, "appeal", "open", "button-appeal");
        let accept = own(voice, side, "waive", "now", "button-waive");
        parts.push(Part::Buttons(vec![Button { weight: Weight::Primary, ..appeal }, accept]));
    }
    Message { parts }
}

/// The other partner's name, where both have agreed to be named.
fn named(facts: &Facts, side: &Side) -> Option<String> {
    let agreed = facts.case.split.as_ref()?;
    let mut others = facts.sides.iter().filter(|other| other.partner.id != side.partner.id);
    let other = others.find(|other| !other.left)?;
    split::are_named(&facts.case, agreed).then(|| other.partner.name.clone())
}

/// How it stands with a case, or how it ended, for a party, without a word of any other; `into` is what
/// goes on, where that is the party's own.
pub(in crate::views) fn ending(
    voice: &Voice<'_>,
    case: &Case,
    referral: &ReferralId,
    into: Option<String>,
) -> String {
    let key = match (case.phase, &case.decided) {
        (Phase::Appealed, _) => "party-appealed",
        (Phase::Settled | Phase::Excepted, _) => "party-settled",
        (Phase::Decided | Phase::Final, Some(decided)) => {
            return outcome(voice, &decided.ruling, referral, into);
        }
        (Phase::Evidence | Phase::Proposed | Phase::Decided | Phase::Final, _) => "party-open",
    };
    voice.words(key, &[])
}

/// What it means for this party.
fn outcome(
    voice: &Voice<'_>,
    ruling: &Ruling,
    referral: &ReferralId,
    into: Option<String>,
) -> String {
    let key = match (ruling.outcome, loses(ruling, referral)) {
        (Outcome::Merge, true) => match into {
            Some(number) => return voice.words("party-merged", &[("into", Arg::Word(&number))]),
            None => "party-not-yours",
        },
        (Outcome::UpholdFirst | Outcome::AwardOther, true) => "party-not-yours",
        (Outcome::UpholdFirst | Outcome::AwardOther | Outcome::Merge, false) => "party-stands",
        (Outcome::Split, _) => {
            let first = ruling.first_bp.unwrap_or(5_000);
            let own = if ruling.first == *referral { first } else { 10_000 - first };
            let percent = (own / 100).to_string();
            return voice.words("party-split", &[("percent", Arg::Word(&percent))]);
        }
        (Outcome::DirectKeeps, _) => "party-direct",
        (Outcome::DirectKeepsWithFee, _) => "party-direct-fee",
        (Outcome::Void, _) => "party-void",
    };
    voice.words(key, &[])
}

/// The number of another referral, where it is of the same partner: of others it learns nothing.
fn own_other(facts: &Facts, side: &Side, other: &ReferralId) -> Option<String> {
    let own = facts.side(other).filter(|other| other.partner.id == side.partner.id)?;
    Some(own.referral.number().to_string())
}

/// The cited rules in a partner's words, a sentence each.
#[must_use]
pub fn rules(voice: &Voice<'_>, cited: &[Rule]) -> String {
    let sentence = |rule: &Rule| voice.words(&format!("rule-{rule}"), &[]);
    cited.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

/// The party's own facts.
fn counted(voice: &Voice<'_>, side: &Side) -> Line {
    let referral = &side.referral;
    let at = ("at", Arg::Second(referral.in_line_since));
    match through(voice, referral) {
        Some(through) => voice.line("counted-protected", &[at, ("date", Arg::Day(through))]),
        None => voice.line("counted-registered", &[at]),
    }
}

fn suggested(
    voice: &Voice<'_>,
    facts: &Facts,
    side: &Side,
    (first_bp, until): (u32, chrono::DateTime<chrono::Utc>),
) -> Message {
    let first = facts.proposal.as_ref().map(|proposal| proposal.first);
    let own_bp = if first == Some(side.referral.id) { first_bp } else { 10_000 - first_bp };
    let percent = (own_bp / 100).to_string();
    let called = facts.word(&side.referral.submission.company);
    let domain = side.referral.submission.domain.as_str();
    let called = if called.is_empty() { domain } else { called };
    let company = limits::shorten(called, limits::FIELD_VALUE);
    let args = [
        ("company", Arg::Text(&company)),
        ("percent", Arg::Word(&percent)),
        ("due", Arg::Instant(until)),
    ];
    let agreed = facts.case.split.as_ref().is_some_and(|one| split::is_agreed(&facts.case, one));
    let mut parts = vec![Part::Text(voice.line("case-split", &args))];
    if !agreed {
        let button = |choice: &str, key: &str| own(voice, side, "share", choice, key);
        parts.push(Part::Buttons(vec![
            button("agree", "button-split-agree"),
            button("named", "button-split-named"),
            button("decline", "button-split-decline"),
        ]));
    }
    Message { parts }
}
