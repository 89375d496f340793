//! Whatever stands in a message, form or panel: nothing exceeds a limit, nothing typed is live.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate};
use vouch::chat::PersonRef;
use vouch::chat::view::{
    Action, Button, Choice, Confirm, Field, FieldKind, Form, InstantStyle, Labelled, Line, Message,
    Offer, Panel, Part, Row, Select, Span, Tone, Weight,
};

use super::bytes::Bytes;
use super::drawn::{self, Links};

/// # Panics
/// When something drawn is too long, or live.
pub fn holds(data: &[u8]) {
    let bytes = &mut Bytes::new(data);
    match bytes.below(3) {
        0 => drawn::message(&Message { parts: parts(bytes) }, Links::Some),
        1 => {
            let (title, close) = (bytes.words(), bytes.words());
            drawn::panel(&Panel { title, close, parts: parts(bytes) }, Links::Some);
        }
        _ => drawn::form(&form(bytes), Links::Some),
    }
}

fn many<T>(bytes: &mut Bytes<'_>, most: usize, one: impl Fn(&mut Bytes<'_>) -> T) -> Vec<T> {
    (0..bytes.below(most + 1)).map(|_| one(bytes)).collect()
}

fn parts(bytes: &mut Bytes<'_>) -> Vec<Part> {
    let mut names = BTreeSet::new();
    many(bytes, 60, part).into_iter().filter(|part| is_new(part, &mut names)).collect()
}

/// Lists in one message have names of their own: whoever makes a message sees to that.
fn is_new(part: &Part, names: &mut BTreeSet<String>) -> bool {
    match part {
        Part::Select(list) => names.insert(list.name.clone()),
        Part::Text(_)
        | Part::Fields(_)
        | Part::Divider
        | Part::Buttons(_)
        | Part::Context(_)
        | Part::Tone(_)
        | Part::Title(_)
        | Part::Chart(_)
        | Part::Row(_) => true,
    }
}

fn part(bytes: &mut Bytes<'_>) -> Part {
    match bytes.below(8) {
        0 => Part::Text(line(bytes)),
        1 => Part::Context(line(bytes)),
        2 => Part::Fields(many(bytes, 12, |bytes| Labelled {
            label: bytes.words(),
            value: line(bytes),
        })),
        3 => Part::Divider,
        7 => Part::Tone(Tone::Good),
        4 => Part::Buttons(many(bytes, 7, button)),
        5 => Part::Row(Row { line: line(bytes), button: button(bytes) }),
        _ => Part::Select(select(bytes)),
    }
}

fn line(bytes: &mut Bytes<'_>) -> Line {
    Line(many(bytes, 14, span))
}

fn span(bytes: &mut Bytes<'_>) -> Span {
    match bytes.below(5) {
        0 => Span::Plain(bytes.words()),
        1 => Span::Bold(bytes.words()),
        2 => Span::Code(bytes.words()),
        3 => Span::Link { label: bytes.words(), url: bytes.words() },
        _ => Span::Instant {
            at: DateTime::UNIX_EPOCH,
            style: bytes.one_of(&[InstantStyle::Minute, InstantStyle::Second]),
            fallback: bytes.words(),
        },
    }
}

/// A verb of ours; what it is about is an id.
fn action(bytes: &mut Bytes<'_>) -> Action {
    Action {
        flow: bytes.one_of(&["review", "track"]).to_owned(),
        choice: bytes.one_of(&["open", "approve", "all"]).to_owned(),
        subject: bytes.byte().to_string(),
        seen_version: i64::from(bytes.byte()),
    }
}

fn button(bytes: &mut Bytes<'_>) -> Button {
    let confirm = bytes.yes().then(|| Confirm {
        title: bytes.words(),
        text: bytes.words(),
        yes: bytes.words(),
        no: bytes.words(),
    });
    Button {
        label: bytes.words(),
        action: action(bytes),
        weight: bytes.one_of(&[Weight::Plain, Weight::Primary, Weight::Danger]),
        spoken: bytes.yes().then(|| bytes.words()),
        confirm,
    }
}

fn select(bytes: &mut Bytes<'_>) -> Select {
    Select {
        label: bytes.words(),
        name: format!("list-{}", bytes.byte()),
        options: many(bytes, 40, |bytes| Offer { label: bytes.words(), action: action(bytes) }),
        chosen: bytes.yes().then(|| bytes.below(40)),
    }
}

fn form(bytes: &mut Bytes<'_>) -> Form {
    Form {
        id: "f-1".to_owned(),
        flow: "refer".to_owned(),
        title: bytes.words(),
        submit: bytes.words(),
        close: bytes.words(),
        // A form without anything in it is none of ours.
        intro: std::iter::once(Part::Divider).chain(parts(bytes)).collect(),
        pages: many(bytes, 3, |bytes| many(bytes, 9, field)),
        foot: Vec::new(),
    }
}

fn field(bytes: &mut Bytes<'_>) -> Field {
    Field {
        name: format!("field-{}", bytes.byte()),
        label: bytes.words(),
        hint: bytes.yes().then(|| bytes.words()),
        required: bytes.yes(),
        kind: kind(bytes),
    }
}

fn kind(bytes: &mut Bytes<'_>) -> FieldKind {
    let options = |bytes: &mut Bytes<'_>| {
        many(bytes, 40, |bytes| Choice { value: bytes.words(), label: bytes.words() })
    };
    match bytes.below(7) {
        0 => FieldKind::Short { preset: bytes.words() },
        1 => FieldKind::Long { preset: bytes.words() },
        2 => FieldKind::Choice { options: options(bytes), preset: Some(bytes.words()) },
        3 => FieldKind::Pick { options: options(bytes), preset: Some(bytes.words()) },
        4 => FieldKind::Person { preset: Some(PersonRef::slack("T1", "U1")) },
        5 => {
            let options = options(bytes);
            let presets = options.iter().step_by(2).map(|one| one.value.clone()).collect();
            FieldKind::Several { options, presets }
        }
        _ => FieldKind::Day { preset: NaiveDate::from_yo_opt(2026, u32::from(bytes.byte())) },
    }
}
