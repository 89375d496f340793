//! Feedback: the form, the thanks, what whoever looks after the partner reads, and how it went over
//! some quarters.

use super::forms::{choices, input_of, long, sheet};
use super::{board::period_word, panel, plain};
use crate::chat::view::{Button, Form, Labelled, Line, Message, Panel, Part, Span};
use crate::domain::board::period::Period;
use crate::domain::feedback::{Mean, Score, Trend};
use crate::domain::ids::FormId;
use crate::text::{Arg, Voice};

/// The names of the inputs.
pub mod input {
    pub const SCORE: &str = "score";
    pub const TEXT: &str = "text";
}

/// *Send feedback*.
#[must_use]
pub fn button(voice: &Voice<'_>) -> Button {
    plain(voice.words("button-feedback", &[]), "feedback", "open", "", 0)
}

/// How it is going, and what should change. Above it stands who will read that.
#[must_use]
pub fn form(voice: &Voice<'_>, id: &FormId, manager: Option<&str>) -> Form {
    let scores = Score::ALL.iter().map(|score| score.as_str());
    let scores = choices(voice, "feedback-score-", scores, None);
    let hint = Some("feedback-text-hint");
    let fields = vec![
        input_of(voice, input::SCORE, "feedback-score", None, true, scores),
        input_of(voice, input::TEXT, "feedback-text", hint, false, long()),
    ];
    let mut form = sheet(voice, id, ("feedback", "feedback-title", "button-send"), fields);
    form.intro = vec![Part::Text(read_by(voice, "feedback-intro", manager))];
    form
}

/// A sentence that says who reads it.
fn read_by(voice: &Voice<'_>, key: &str, manager: Option<&str>) -> Line {
    match manager {
        Some(manager) => voice.line(key, &[("manager", Arg::Text(manager))]),
        None => voice.line(&format!("{key}-unmanaged"), &[]),
    }
}

/// That their words are so much too long.
#[must_use]
pub fn too_long(voice: &Voice<'_>, by: usize) -> String {
    voice.words("feedback-text-long", &[("n", Arg::count(by))])
}

/// To who has given it. `again`: it takes the place of what they gave before in this month.
#[must_use]
pub fn thanks(voice: &Voice<'_>, manager: Option<&str>, again: bool) -> Panel {
    let mut parts = vec![Part::Text(read_by(voice, "feedback-thanks", manager))];
    if again {
        parts.push(Part::Text(voice.line("feedback-again", &[])));
    }
    panel(voice, voice.words("feedback-title", &[]), parts)
}

/// To whoever looks after the partner, with the words if there are any.
#[must_use]
pub fn told(
    voice: &Voice<'_>,
    (partner, who): (&str, &str),
    (month, score, again): (Period, Score, bool),
    words: &str,
) -> Message {
    let month = period_word(voice, month);
    let args = [
        ("partner", Arg::Text(partner)),
        ("who", Arg::Text(who)),
        ("month", Arg::Word(&month)),
        ("score", Arg::Word(score.as_str())),
    ];
    let key = if again { "feedback-told-again" } else { "feedback-told" };
    let mut parts = vec![Part::Text(voice.line(key, &args))];
    if !words.is_empty() {
        parts.push(Part::Text(Line(vec![Span::Plain(words.to_owned())])));
    }
    Message { parts }
}

/// What a partner's people said, for whoever looks after it; nothing where they said nothing.
#[must_use]
pub fn of_partner(voice: &Voice<'_>, trend: &Trend) -> Option<Part> {
    let label = voice.words("field-feedback", &[]);
    let value = Line::plain(quarters(voice, trend, Mean::tenths));
    (!trend.is_empty()).then(|| Part::Fields(vec![Labelled { label, value }]))
}

/// What all partners' people said, where they are enough for nobody to be made out.
#[must_use]
pub fn of_programme(voice: &Voice<'_>, trend: &Trend) -> Line {
    if trend.is_empty() {
        return voice.line("report-feedback-none", &[]);
    }
    let quarters = quarters(voice, trend, Mean::if_enough);
    voice.line("report-feedback", &[("quarters", Arg::Word(&quarters))])
}

/// "Q4 2026 4.3 (n 7) · Q1 2027 – (n 2)"
fn quarters(voice: &Voice<'_>, trend: &Trend, told: impl Fn(Mean) -> Option<u64>) -> String {
    let each = trend.0.iter().map(|(quarter, mean)| {
        let quarter = period_word(voice, *quarter);
        let n = ("n", Arg::count(mean.n));
        let Some(tenths) = told(*mean) else {
            return voice.words("feedback-quarter-few", &[("quarter", Arg::Word(&quarter)), n]);
        };
        let mean = format!("{}{}{}", tenths / 10, voice.decimal_mark(), tenths % 10);
        let args = [("quarter", Arg::Word(&quarter)), ("mean", Arg::Word(&mean)), n];
        voice.words("feedback-quarter", &args)
    });
    each.collect::<Vec<_>>().join(" · ")
}
