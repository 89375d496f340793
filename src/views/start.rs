//! First steps: the list in a partner's channel, what its buttons open, and what whoever looks after
//! the partner reads.

use chrono::{DateTime, Utc};

use super::forms::{input_of, long, sheet};
use super::{board, knowledge, partners, plain, refusals};
use crate::chat::view::{Button, Form, Line, Message, Panel, Part, Row, Span, Weight};
use crate::domain::ids::{FormId, PartnerId};
use crate::domain::partner::Partner;
use crate::domain::start::{BeginNo, List, Step};
use crate::text::{Arg, Voice};

/// The names of the inputs.
pub mod input {
    pub const TEXT: &str = "text";
}

/// What a button does.
pub mod deed {
    pub const BEGIN: &str = "begin";
    pub const COLLEAGUES: &str = "colleagues";
    pub const ALONE: &str = "alone";
    pub const HELP: &str = "help";
}

const FLOW: &str = "start";

/// The list in the partner's channel: what is done, and a button for each step that is not.
#[must_use]
pub fn card(voice: &Voice<'_>, list: &List) -> Message {
    if list.ended.is_some() {
        let ended = Part::Text(voice.line("start-ended", &[]));
        return Message { parts: vec![ended, Part::Text(voice.line("start-thanks", &[]))] };
    }
    let step = |(step, done): &(Step, bool)| {
        let key = if *done { "start-done" } else { "start-open" };
        voice.line(key, &[("step", Arg::Word(&step_word(voice, *step)))])
    };
    let lines = Line::rows(list.steps.iter().map(step));
    let mut parts = vec![Part::Text(voice.line("start-list", &count(list))), Part::Text(lines)];
    let mut buttons: Vec<Button> = list.open().map(|step| button(voice, step)).collect();
    match buttons.first_mut() {
        Some(next) => {
            next.weight = Weight::Primary;
            parts.push(Part::Buttons(buttons));
        }
        None => parts.push(Part::Text(voice.line("start-waits", &[]))),
    }
    let help = plain(voice.words("button-start-help", &[]), FLOW, deed::HELP, "", 0);
    parts.push(Part::Buttons(vec![help]));
    Message { parts }
}

fn count(list: &List) -> [(&'static str, Arg<'static>); 2] {
    [("done", Arg::count(list.done())), ("all", Arg::count(list.steps.len()))]
}

/// A step as people read it.
#[must_use]
pub fn step_word(voice: &Voice<'_>, step: Step) -> String {
    voice.words(&format!("button-start-{step}"), &[])
}

/// Leads where the step is taken: it reads as the step does.
fn button(voice: &Voice<'_>, step: Step) -> Button {
    let leads = match step {
        Step::Agreement => super::agreement::read_button(voice),
        Step::Colleagues => plain(String::new(), FLOW, deed::COLLEAGUES, "", 0),
        Step::Ideal => knowledge::ideal_button(voice),
        Step::Consent => board::visibility(voice),
        Step::Refer => super::refer_button(voice),
    };
    Button { label: step_word(voice, step), weight: Weight::Plain, ..leads }
}

/// How far a partner's people have come, on their Home: with the button of the next step.
#[must_use]
pub fn on_home(voice: &Voice<'_>, list: &List) -> Option<Part> {
    if list.ended.is_some() {
        return None;
    }
    let line = voice.line("start-list", &count(list));
    Some(match list.next() {
        Some(step) => Part::Row(Row { line, button: button(voice, step) }),
        None => Part::Text(line),
    })
}

/// The same on the partner's sheet, for whoever looks after it.
#[must_use]
pub fn on_sheet(voice: &Voice<'_>, list: &List) -> Part {
    if let Some(ended) = list.ended {
        let date = Arg::Day(voice.date(ended));
        return Part::Text(voice.line("start-sheet-ended", &[("date", date)]));
    }
    let [done, all] = count(list);
    Part::Text(match list.next() {
        Some(step) => {
            let step = step_word(voice, step);
            let date = ("date", Arg::Day(voice.date(list.moved)));
            voice.line("start-sheet", &[done, all, ("step", Arg::Word(&step)), date])
        }
        None => voice.line("start-sheet-waits", &[done, all]),
    })
}

/// *Start the checklist*, on the sheet of a partner that has none.
#[must_use]
pub fn begin_button(voice: &Voice<'_>, partner: PartnerId) -> Part {
    let label = voice.words("button-start-begin", &[]);
    Part::Buttons(vec![plain(label, FLOW, deed::BEGIN, &partner.to_string(), 0)])
}

/// What became of that.
#[must_use]
pub fn begun(voice: &Voice<'_>, partner: &str, no: Option<&BeginNo>) -> Line {
    let key = match no {
        None => "start-begun",
        Some(BeginNo::Begun) => "start-begun-before",
        Some(BeginNo::Accepted) => "start-not-needed",
        Some(BeginNo::NotActive) => "start-not-active",
        Some(BeginNo::NoChannel) => "start-no-channel",
    };
    voice.line(key, &[("partner", Arg::Text(partner))])
}

/// *Name your colleagues*: who is there, how others come, and that nobody else does. `offer` is what
/// makes codes, for those who may.
#[must_use]
pub fn colleagues(
    voice: &Voice<'_>,
    (partner, people): (&Partner, usize),
    asks: bool,
    offer: Option<Message>,
) -> Message {
    let args = [("partner", Arg::Text(&partner.name)), ("n", Arg::count(people))];
    let mut parts = vec![
        Part::Text(voice.line("start-people", &args)),
        Part::Text(voice.line("start-people-how", &[])),
    ];
    parts.extend(offer.into_iter().flat_map(|offer| offer.parts));
    if asks {
        let label = voice.words("button-start-alone", &[]);
        parts.push(Part::Buttons(vec![plain(label, FLOW, deed::ALONE, "", 0)]));
    }
    Message { parts }
}

/// To who has said that nobody else comes for now.
#[must_use]
pub fn alone(voice: &Voice<'_>) -> Message {
    super::note(voice.line("start-alone", &[]))
}

/// *Ask for help*. Above it stands who will read that.
#[must_use]
pub fn help_form(voice: &Voice<'_>, id: &FormId, manager: Option<&str>) -> Form {
    let hint = Some("start-help-text-hint");
    let fields = vec![input_of(voice, input::TEXT, "start-help-text", hint, true, long())];
    let mut form = sheet(voice, id, (FLOW, "start-help-title", "button-send"), fields);
    form.intro = vec![Part::Text(read_by(voice, "start-help-intro", manager))];
    form
}

/// To who has asked.
#[must_use]
pub fn help_sent(voice: &Voice<'_>, manager: Option<&str>) -> Panel {
    let title = voice.words("start-help-title", &[]);
    refusals::panel(voice, title, read_by(voice, "start-help-sent", manager))
}

/// A sentence in which whoever reads it is named, or our team where nobody is there to be.
pub(super) fn read_by(voice: &Voice<'_>, key: &str, manager: Option<&str>) -> Line {
    match manager {
        Some(manager) => voice.line(key, &[("manager", Arg::Text(manager))]),
        None => voice.line(&format!("{key}-unmanaged"), &[]),
    }
}

/// To whoever looks after the partner: somebody asks, at which step, and where they are to be
/// answered.
#[must_use]
pub fn help_asked(
    voice: &Voice<'_>,
    (partner, id): (&str, PartnerId),
    (who, step): (&str, Option<Step>),
    (words, channel): (&str, &str),
) -> Message {
    let step = step.map(|step| step_word(voice, step));
    let args = [
        ("partner", Arg::Text(partner)),
        ("who", Arg::Text(who)),
        ("step", Arg::Word(step.as_deref().unwrap_or_default())),
    ];
    let key = if step.is_some() { "start-help-told" } else { "start-help-told-done" };
    asked(voice, voice.line(key, &args), (who, id), (words, channel))
}

/// What somebody of a partner's has asked, below the sentence that says so.
pub(super) fn asked(
    voice: &Voice<'_>,
    told: Line,
    (who, id): (&str, PartnerId),
    (words, channel): (&str, &str),
) -> Message {
    let mut parts = vec![Part::Text(told)];
    if !words.is_empty() {
        parts.push(Part::Text(Line(vec![Span::Plain(words.to_owned())])));
    }
    let args = [("who", Arg::Text(who)), ("channel", Arg::Text(channel))];
    let key = if channel.is_empty() { "start-help-here" } else { "start-help-where" };
    parts.push(Part::Text(voice.line(key, &args)));
    parts.push(Part::Buttons(vec![sheet_button(voice, id)]));
    Message { parts }
}

/// To whoever looks after the partner: at which step nothing moves, and since when.
#[must_use]
pub fn stuck(
    voice: &Voice<'_>,
    (partner, id): (&str, PartnerId),
    (step, since): (Step, DateTime<Utc>),
    list: &List,
) -> Message {
    let step = step_word(voice, step);
    let [done, all] = count(list);
    let args = [
        ("partner", Arg::Text(partner)),
        ("step", Arg::Word(&step)),
        ("date", Arg::Day(voice.date(since))),
        done,
        all,
    ];
    let line = Part::Text(voice.line("start-stuck", &args));
    Message { parts: vec![line, Part::Buttons(vec![sheet_button(voice, id)])] }
}

/// Shows the partner's sheet to whoever looks after partners.
fn sheet_button(voice: &Voice<'_>, partner: PartnerId) -> Button {
    let label = voice.words("button-open-sheet", &[]);
    plain(label, "partner", partners::deed::SHEET, &partner.to_string(), 0)
}
