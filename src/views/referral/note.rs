//! What one person is told directly about a referral that concerns them: what its thread says as
//! well, with number and company before it.

use super::{Facts, quoted, reminder, thread};
use crate::chat::limits;
use crate::chat::view::{Message, Part};
use crate::domain::ids::PersonId;
use crate::domain::outcome::{ReferralEvent, Seal};
use crate::domain::referral::Stage;
use crate::text::{Arg, Voice};

/// What the partner's thread says of an event; none for one that it says nothing of.
#[must_use]
pub fn told(voice: &Voice<'_>, facts: &Facts, event: &ReferralEvent) -> Option<Message> {
    if let ReferralEvent::Reminded { reminder, about } = event {
        return reminder::alone(voice, facts, *reminder, *about);
    }
    if let ReferralEvent::PersonAsked { by, question } = event {
        return Some(asked_by_partner(voice, facts, (by, question), "ask-person-alone"));
    }
    if let ReferralEvent::DealHeard { stage, told, .. } = event {
        return told.then(|| unheeded(voice, facts, *stage)).flatten();
    }
    let mut message = thread::line_with(voice, facts, event, "review-question-alone")?;
    message.parts.insert(0, Part::Text(super::named(voice, "notify-told", facts)));
    if let ReferralEvent::QuestionAnswered { .. } = event {
        // Whoever asked decides next, on a card that stands elsewhere.
        message.parts.push(open(voice, facts));
    }
    Some(message)
}

/// What is said of an event where sales works; none for one that stands on the card alone.
#[must_use]
pub fn to_sales(voice: &Voice<'_>, facts: &Facts, event: &ReferralEvent) -> Option<Message> {
    if let ReferralEvent::PersonAsked { by, question } = event {
        return Some(asked_by_partner(voice, facts, (by, question), "ask-person-sales"));
    }
    if let ReferralEvent::DealHeard { .. } = event {
        return told(voice, facts, event);
    }
    let ReferralEvent::Reminded { reminder, about } = event else { return None };
    reminder::to_sales(voice, facts, *reminder, *about)
}

/// That the CRM says something else of the deal than its card: what a person said last stands.
fn unheeded(voice: &Voice<'_>, facts: &Facts, said: Option<Stage>) -> Option<Message> {
    let named = |stage: Stage| voice.words(&format!("stage-{stage}"), &[]);
    let (number, said) = (facts.number(), named(said?));
    let stands = facts.referral.stage.map(named).unwrap_or_default();
    let company = limits::shorten(facts.company(), limits::FIELD_VALUE);
    let args = [
        ("ref", Arg::Word(&number)),
        ("company", Arg::Text(&company)),
        ("stage", Arg::Word(&said)),
        ("old", Arg::Word(&stands)),
    ];
    let line = Part::Text(voice.line("track-crm", &args));
    Some(Message { parts: vec![line, open(voice, facts)] })
}

/// A partner's question to a person, for whoever can answer it: the card leads to the thread.
fn asked_by_partner(
    voice: &Voice<'_>,
    facts: &Facts,
    (by, question): (&PersonId, &Seal),
    key: &str,
) -> Message {
    let (number, who) = (facts.number(), facts.name(voice, Some(by)));
    let company = limits::shorten(facts.company(), limits::FIELD_VALUE);
    let question = quoted(facts.word(question));
    let args = [
        ("ref", Arg::Word(&number)),
        ("company", Arg::Text(&company)),
        ("partner", Arg::Text(&facts.partner.name)),
        ("who", Arg::Text(&who)),
        ("question", Arg::Text(&question)),
    ];
    Message { parts: vec![Part::Text(voice.line(key, &args)), open(voice, facts)] }
}

/// To whoever owns it by this event.
#[must_use]
pub fn yours(voice: &Voice<'_>, facts: &Facts, event: &ReferralEvent) -> Option<Message> {
    let (ReferralEvent::Approved { by, owner, .. } | ReferralEvent::OwnerChanged { by, owner, .. }) =
        event
    else {
        return None;
    };
    if facts.referral.owner != Some(*owner) {
        return None;
    }
    let number = facts.number();
    let company = limits::shorten(facts.company(), limits::FIELD_VALUE);
    let who = facts.name(voice, Some(by));
    let args = [
        ("ref", Arg::Word(&number)),
        ("company", Arg::Text(&company)),
        ("partner", Arg::Text(&facts.partner.name)),
        ("who", Arg::Text(&who)),
    ];
    let line = voice.line("notify-yours", &args);
    Some(Message { parts: vec![Part::Text(line), open(voice, facts)] })
}

fn open(voice: &Voice<'_>, facts: &Facts) -> Part {
    Part::Buttons(vec![super::button(voice, facts, "open", "open", "button-open")])
}
