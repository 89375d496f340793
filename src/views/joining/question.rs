//! What whoever decides asks a company before, and what it answers: on the card, and to both of them.

use chrono::{DateTime, Utc};

use super::{Card, Manager, decisions, deed, input, managed};
use crate::chat::limits::shorten;
use crate::chat::view::{Form, Line, Message, Panel, Part};
use crate::domain::ids::FormId;
use crate::domain::joining::question::SILENT_DAYS;
use crate::text::{Arg, Voice};
use crate::views::forms::{input_of, long, sheet};
use crate::views::{panel, primary, refusals};

/// Earlier questions on a card.
const EARLIER: usize = 2;
/// Of each of their two sides, so that both stand in small print.
const EARLIER_SHOWN: usize = 80;

/// What was asked about an application, as it was written. It has no `Debug`: words do not belong in
/// logs.
#[derive(Clone, Default)]
pub struct Asked {
    /// Who asked.
    pub who: String,
    pub question: String,
    /// Nothing while it is open, or when it was erased.
    pub answer: String,
}

/// The newest question whole, those before it in short.
pub(super) fn on_card(voice: &Voice<'_>, card: &Card) -> Vec<Part> {
    let Some((newest, before)) = card.asked.split_last() else { return Vec::new() };
    let number = u32::try_from(card.asked.len()).unwrap_or(u32::MAX);
    let earlier = before.iter().skip(before.len().saturating_sub(EARLIER)).map(|one| {
        let [question, answer] =
            [&one.question, &one.answer].map(|text| shorten(text, EARLIER_SHOWN));
        let args = [("question", Arg::Text(question.as_str())), ("answer", Arg::Text(&answer))];
        Part::Context(voice.line("apply-asked-before", &args))
    });
    let mut parts: Vec<Part> = earlier.collect();
    parts.extend(stands(voice, card, newest, number).map(Part::Text));
    parts
}

fn stands(voice: &Voice<'_>, card: &Card, asked: &Asked, number: u32) -> Option<Line> {
    let question = card.application.question(number)?;
    let mut args = vec![
        ("who", Arg::Text(asked.who.as_str())),
        ("when", Arg::Instant(question.at)),
        ("question", Arg::Text(&asked.question)),
    ];
    let Some(answer) = &question.answer else {
        if card.application.open_question().is_none() {
            return Some(voice.line("apply-asked-over", &args));
        }
        args.push(("applicant", Arg::Text(&card.who)));
        return Some(voice.line("apply-asked", &args));
    };
    args.extend([("answered", Arg::Instant(answer.at)), ("answer", Arg::Text(&asked.answer))]);
    Some(voice.line("apply-answered", &args))
}

/// *Ask*: one question.
#[must_use]
pub fn ask_form(voice: &Voice<'_>, id: &FormId, card: &Card) -> Form {
    let hint = Some("review-question-hint");
    let question = input_of(voice, input::QUESTION, "review-question-label", hint, true, long());
    let names = ("application", "apply-ask-title", "button-send-question");
    let mut form = sheet(voice, id, names, vec![question]);
    let args = [("who", Arg::Text(card.who.as_str()))];
    form.intro = vec![Part::Text(voice.line("apply-ask-preview", &args))];
    form
}

/// What stands in the form's place when the question is on its way.
#[must_use]
pub fn asked(voice: &Voice<'_>, card: &Card) -> Panel {
    let line = voice.line("apply-ask-done", &[("who", Arg::Text(card.who.as_str()))]);
    refusals::panel(voice, voice.words("apply-ask-title", &[]), line)
}

/// Why nothing can be asked of it now; `None` when something can.
#[must_use]
pub fn not_asked(voice: &Voice<'_>, card: &Card) -> Option<Line> {
    let application = &card.application;
    if application.waiting().is_none() {
        return Some(super::settled(voice, card));
    }
    if let (Some((_, open)), Some(asked)) = (application.open_question(), card.asked.last()) {
        let args = [
            ("who", Arg::Text(asked.who.as_str())),
            ("when", Arg::Instant(open.at)),
            ("question", Arg::Text(&asked.question)),
        ];
        return Some(voice.line("apply-ask-open", &args));
    }
    let gone = || voice.line("apply-ask-gone", &[("who", Arg::Text(card.who.as_str()))]);
    card.gone.then(gone)
}

/// To whoever applied: what is asked, and the button that answers.
#[must_use]
pub fn question(voice: &Voice<'_>, card: &Card, number: u32) -> Option<Message> {
    let asked = card.numbered(number)?;
    let args = [
        ("who", Arg::Text(asked.who.as_str())),
        ("company", Arg::Text(&card.company)),
        ("question", Arg::Text(&asked.question)),
    ];
    let (id, version) = (card.application.id.to_string(), card.application.version);
    let label = voice.words("button-answer", &[]);
    let answer = primary(label, "apply_answer", deed::OPEN, &id, version);
    Some(Message {
        parts: vec![Part::Text(voice.line("apply-question", &args)), Part::Buttons(vec![answer])],
    })
}

/// *Answer*, with the question above the input.
#[must_use]
pub fn answer_form(voice: &Voice<'_>, id: &FormId, card: &Card) -> Form {
    let answer = input_of(voice, input::ANSWER, "review-answer-label", None, true, long());
    let names = ("apply_answer", "apply-answer-title", "button-send-answer");
    let mut form = sheet(voice, id, names, vec![answer]);
    form.intro = card.asked.last().map(|asked| asks(voice, asked)).into_iter().collect();
    form
}

fn asks(voice: &Voice<'_>, asked: &Asked) -> Part {
    let args = [("who", Arg::Text(asked.who.as_str())), ("question", Arg::Text(&asked.question))];
    Part::Text(voice.line("review-answer-shown", &args))
}

/// What stands in the form's place when it was answered. `due` is the promise, where it is not over.
#[must_use]
pub fn answered(voice: &Voice<'_>, manager: Manager<'_>, due: Option<DateTime<Utc>>) -> Panel {
    let line = due.map_or_else(
        || voice.line("apply-answer-in", &[]),
        |due| managed(voice, "apply-answer-done", manager, &[("date", Arg::Instant(due))]),
    );
    refusals::panel(voice, voice.words("apply-answer-title", &[]), line)
}

/// To whoever applied: why there is nothing to answer. Who decided is not said.
#[must_use]
pub fn not_answered(voice: &Voice<'_>, card: &Card) -> Line {
    let company = ("company", Arg::Text(card.company.as_str()));
    if let Some(decision) = &card.application.decision {
        return match decision.again_from {
            Some(from) => voice.line("apply-answer-declined", &[company, ("date", Arg::Day(from))]),
            None => voice.line("apply-answer-accepted", &[company]),
        };
    }
    let answers = card.application.questions.iter().filter_map(|one| one.answer.as_ref());
    match answers.max_by_key(|answer| answer.at) {
        Some(answer) => voice.line("apply-answer-before", &[("when", Arg::Instant(answer.at))]),
        None => refusals::forged(voice),
    }
}

/// To whoever asked: what was answered, and the decision that waits for it.
#[must_use]
pub fn answer(voice: &Voice<'_>, card: &Card, number: u32) -> Option<Message> {
    let asked = card.numbered(number)?;
    let due = card.application.question(number)?.answer.as_ref()?.due;
    let args = [
        ("who", Arg::Text(card.who.as_str())),
        ("company", Arg::Text(&card.company)),
        ("question", Arg::Text(&asked.question)),
        ("answer", Arg::Text(&asked.answer)),
        ("due", Arg::Instant(due)),
    ];
    Some(with_decisions(voice, card, voice.line("apply-answer-told", &args)))
}

/// To whoever asked: nobody has answered for so many business days.
#[must_use]
pub fn silent(voice: &Voice<'_>, card: &Card, number: u32) -> Option<Message> {
    let question = card.application.question(number)?;
    let args = [
        ("company", Arg::Text(card.company.as_str())),
        ("date", Arg::Instant(question.at)),
        ("n", Arg::Count(SILENT_DAYS.into())),
    ];
    Some(with_decisions(voice, card, voice.line("apply-silent", &args)))
}

fn with_decisions(voice: &Voice<'_>, card: &Card, line: Line) -> Message {
    Message { parts: vec![Part::Text(line), Part::Buttons(decisions(voice, &card.application))] }
}

/// A no where a form stood, with what was typed into it: nobody writes it twice.
#[must_use]
pub fn too_late(voice: &Voice<'_>, title: &str, line: Line, typed: &str) -> Panel {
    let mut parts = vec![Part::Text(line)];
    parts.extend(refusals::kept(voice, &[typed.to_owned()]));
    panel(voice, voice.words(title, &[]), parts)
}
