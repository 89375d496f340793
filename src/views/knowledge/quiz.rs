//! Quizzes: the list, the questions, the marks, and that a certificate is over.

use chrono::NaiveDate;

use super::told_apart;
use crate::chat::view::{Button, Choice, Field, FieldKind, Form, Line, Message, Panel, Part, Row};
use crate::domain::ids::FormId;
use crate::domain::knowledge::quiz::{NotNow, Question, Quiz, Sheet, Sheets, may_take, next_try};
use crate::text::{Arg, Voice};
use crate::views::{forms, panel, plain, refer_button};

/// Questions on a page, where a platform shows few inputs at once.
const PAGE: usize = 5;

/// The name of the input of a question, by its place.
#[must_use]
pub fn field(at: usize) -> String {
    format!("q{at}")
}

/// The button that leads to the quizzes.
#[must_use]
pub fn button(voice: &Voice<'_>) -> Button {
    plain(voice.words("button-quiz", &[]), "quiz", "open", "", 0)
}

/// Every quiz with how the reader stands, and a button where they may take it now.
#[must_use]
pub fn list(voice: &Voice<'_>, quizzes: &[Quiz], sheets: &Sheets, today: NaiveDate) -> Message {
    let mut parts = vec![Part::Text(voice.line("quiz-list", &[]))];
    parts.extend(quizzes.iter().map(|quiz| {
        let sheet = sheets.get(&quiz.id);
        match may_take(sheet, today) {
            Ok(()) => Part::Row(row(voice, quiz, sheet, today)),
            Err(no) => Part::Text(not_now(voice, quiz, no)),
        }
    }));
    Message { parts }
}

fn row(voice: &Voice<'_>, quiz: &Quiz, sheet: Option<&Sheet>, today: NaiveDate) -> Row {
    let line = match sheet.and_then(|sheet| sheet.holds(today)) {
        Some(through) => held(voice, quiz, through),
        None => {
            let args = [("title", Arg::Text(&quiz.title)), ("m", Arg::count(quiz.of()))];
            voice.line("quiz-line", &args)
        }
    };
    let take = plain(voice.words("button-quiz", &[]), "quiz", "take", &quiz.id, 0);
    Row { line, button: told_apart(voice, take, &quiz.title) }
}

fn held(voice: &Voice<'_>, quiz: &Quiz, through: NaiveDate) -> Line {
    voice.line("quiz-held", &[("title", Arg::Text(&quiz.title)), ("date", Arg::Day(through))])
}

/// The certificates that somebody holds, for their Home; nothing where there are none.
#[must_use]
pub fn certificates(
    voice: &Voice<'_>,
    quizzes: &[Quiz],
    sheets: &Sheets,
    today: NaiveDate,
) -> Option<Part> {
    let lines = quizzes.iter().filter_map(|quiz| {
        let through = sheets.get(&quiz.id)?.holds(today)?;
        Some(held(voice, quiz, through))
    });
    let lines: Vec<Line> = lines.collect();
    if lines.is_empty() {
        return None;
    }
    let head = voice.line("quiz-certificates", &[("n", Arg::count(lines.len()))]);
    Some(Part::Text(Line::rows(std::iter::once(head).chain(lines))))
}

/// The questions. Their words stand below the answers' heading, where a platform has room for them.
#[must_use]
pub fn form(voice: &Voice<'_>, id: &FormId, quiz: &Quiz) -> Form {
    let fields: Vec<Field> =
        quiz.questions.iter().enumerate().map(|(at, one)| question(voice, at, one)).collect();
    let names = ("quiz", "quiz-title", "button-send-quiz");
    let mut form = forms::sheet(voice, id, names, Vec::new());
    form.pages = fields.chunks(PAGE).map(<[Field]>::to_vec).collect();
    let args = [
        ("title", Arg::Text(quiz.title.as_str())),
        ("need", Arg::count(quiz.pass)),
        ("m", Arg::count(quiz.of())),
    ];
    form.intro = vec![Part::Text(voice.line("quiz-intro", &args))];
    form
}

fn question(voice: &Voice<'_>, at: usize, question: &Question) -> Field {
    let options = question
        .answers
        .iter()
        .enumerate()
        .map(|(place, answer)| Choice { value: place.to_string(), label: answer.clone() });
    Field {
        name: field(at),
        label: voice.words("quiz-question", &[("n", Arg::count(at + 1))]),
        hint: Some(question.text.clone()),
        required: true,
        kind: FieldKind::Choice { options: options.collect(), preset: None },
    }
}

/// Passed or not, with how many were right, and what comes next. Which were wrong is not said.
#[must_use]
pub fn marked(
    voice: &Voice<'_>,
    quiz: &Quiz,
    right: u32,
    through: Option<NaiveDate>,
    today: NaiveDate,
) -> Panel {
    let counts = [("n", Arg::count(right)), ("m", Arg::count(quiz.of()))];
    let passed = through.filter(|_| right >= quiz.pass);
    let line = match passed {
        Some(through) => {
            let date = ("date", Arg::Day(through));
            voice.line("quiz-passed", &[counts[0], counts[1], date])
        }
        None => {
            let need = ("need", Arg::count(quiz.pass));
            let date = ("date", Arg::Day(next_try(today)));
            voice.line("quiz-missed", &[counts[0], counts[1], need, date])
        }
    };
    let mut parts = vec![Part::Text(line)];
    if passed.is_some() {
        parts.push(Part::Buttons(vec![refer_button(voice)]));
    }
    panel(voice, voice.words("quiz-title", &[]), parts)
}

/// When somebody may take a quiz that they may not take now.
#[must_use]
pub fn not_now(voice: &Voice<'_>, quiz: &Quiz, no: NotNow) -> Line {
    let title = ("title", Arg::Text(quiz.title.as_str()));
    match no {
        NotNow::TriedToday { again } => {
            voice.line("quiz-tried", &[title, ("date", Arg::Day(again))])
        }
        NotNow::Holds { through } => held(voice, quiz, through),
    }
}

/// The same where the questions stood.
#[must_use]
pub fn closed(voice: &Voice<'_>, quiz: &Quiz, no: NotNow) -> Panel {
    let parts = vec![Part::Text(not_now(voice, quiz, no))];
    panel(voice, voice.words("quiz-title", &[]), parts)
}

/// That a certificate is over, to who held it.
#[must_use]
pub fn ended(voice: &Voice<'_>, title: &str, through: NaiveDate) -> Message {
    let args = [("title", Arg::Text(title)), ("date", Arg::Day(through))];
    let parts =
        vec![Part::Text(voice.line("quiz-ended", &args)), Part::Buttons(vec![button(voice)])];
    Message { parts }
}
