//! What a person sees, as plain data: messages, forms and panels, drawn by every platform alike.
//!
//! What people typed only ever stands in a [`Span::Plain`], [`Span::Bold`] or [`Span::Code`], and
//! adapters show these literally. There is no way to put markup into a view by typing it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::PersonRef;
use super::chart::Chart;

/// A run of text that is shown in one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    Plain(String),
    Bold(String),
    Code(String),
    /// An instant in the reader's own time zone; `fallback` carries the zone for readers whose
    /// platform cannot convert it.
    Instant {
        at: DateTime<Utc>,
        style: InstantStyle,
        fallback: String,
    },
    Link {
        label: String,
        url: String,
    },
}

/// How much of an instant is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstantStyle {
    /// "10 March 2026, 16:00"
    Minute,
    /// "10 March 2026, 16:00:07": receipts only.
    Second,
}

/// One paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line(pub Vec<Span>);

impl Line {
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![Span::Plain(text.into())])
    }

    /// Lines below one another, as one text.
    #[must_use]
    pub fn rows(lines: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Vec::new();
        for line in lines {
            if !all.is_empty() {
                all.push(Span::Plain("\n".to_owned()));
            }
            all.extend(line.0);
        }
        Self(all)
    }

    /// The words alone, for screen readers and notifications.
    #[must_use]
    pub fn words(&self) -> String {
        self.0
            .iter()
            .map(|span| match span {
                Span::Plain(text) | Span::Bold(text) | Span::Code(text) => text.as_str(),
                Span::Instant { fallback, .. } => fallback,
                Span::Link { label, .. } => label,
            })
            .collect()
    }
}

/// A message in a channel, a thread or a direct message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub parts: Vec<Part>,
}

impl Message {
    /// All parts in reading order, then what can be pressed, in brackets: what a screen reader reads
    /// and a notification shows.
    #[must_use]
    pub fn fallback(&self) -> String {
        let mut lines = Vec::new();
        let mut labels = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text(line) | Part::Context(line) => lines.push(line.words()),
                // A value has no line breaks here: nobody types themselves a further field.
                Part::Fields(fields) => lines.extend(fields.iter().map(|field| {
                    format!("{}: {}", field.label, field.value.words().replace('\n', " "))
                })),
                // What a chart shows the other parts say.
                Part::Divider | Part::Tone(_) | Part::Title(_) | Part::Chart(_) => {}
                Part::Buttons(buttons) => {
                    labels.extend(buttons.iter().map(|button| button.label.as_str()));
                }
                Part::Select(select) => labels.push(select.label.as_str()),
                Part::Row(row) => {
                    lines.push(format!("{} [{}]", row.line.words(), row.button.label));
                }
            }
        }
        if !labels.is_empty() {
            lines.push(format!("[{}]", labels.join("] [")));
        }
        lines.join("\n")
    }
}

/// A piece of a message, top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Text(Line),
    /// At most [`super::limits::FIELDS`].
    Fields(Vec<Labelled>),
    Divider,
    /// At most [`super::limits::BUTTONS`], the first one the likeliest.
    Buttons(Vec<Button>),
    Select(Select),
    Row(Row),
    /// Small print.
    Context(Line),
    /// What it is called where each message bears a name of its own, as in a forum. Elsewhere it is not
    /// shown: what is to be read everywhere stands in the other parts as well.
    Title(String),
    /// A picture beside the words, where a platform can show one: what it says stands in the other parts
    /// as well.
    Chart(Chart),
    /// How what the message stands for is doing, where a platform can colour it. It is no part of what
    /// is read: a word always says the same.
    Tone(Tone),
}

/// How something is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// It takes its course.
    Info,
    /// Somebody has to look.
    Warn,
    Good,
    /// It was refused.
    Danger,
    /// It is over.
    Muted,
}

/// A line with a button of its own beside it. It is plain words: no platform has room for more there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub line: Line,
    pub button: Button,
}

/// A label and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labelled {
    pub label: String,
    pub value: Line,
}

/// Something to press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub label: String,
    pub action: Action,
    pub weight: Weight,
    /// What a screen reader says instead of the label, where the label alone does not tell which
    /// card it belongs to ("Approve NOR-12, Acme").
    pub spoken: Option<String>,
    /// Asked before a press of a dangerous button counts.
    pub confirm: Option<Confirm>,
}

/// A list that opens within a message: choosing is a press, with the action of what was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Select {
    /// What is chosen here, with a verb: read out, and shown while nothing is chosen.
    pub label: String,
    /// Tells it from other lists in the same message; the same on every redraw.
    pub name: String,
    /// All of one flow; at most [`super::limits::PICKS`].
    pub options: Vec<Offer>,
    /// The place in `options` of what is chosen now.
    pub chosen: Option<usize>,
}

/// One entry of a [`Select`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub label: String,
    pub action: Action,
}

/// What a press means: a verb, an id, and the version of the thing that the person saw.
///
/// No data and no secret: who may do it is checked again when it comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub flow: String,
    pub choice: String,
    /// The id of what the button belongs to; empty where it belongs to nothing in particular.
    pub subject: String,
    pub seen_version: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    Plain,
    Primary,
    Danger,
}

/// The question before a dangerous press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirm {
    pub title: String,
    pub text: String,
    pub yes: String,
    pub no: String,
}

/// Something to fill in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Ours, opaque to the platform; comes back with what was typed. One form id is one effect.
    pub id: String,
    pub flow: String,
    pub title: String,
    pub submit: String,
    pub close: String,
    /// Shown above the inputs.
    pub intro: Vec<Part>,
    /// A platform that shows few inputs at once starts a new page at each entry; others show all.
    pub pages: Vec<Vec<Field>>,
    /// Shown below the inputs.
    pub foot: Vec<Part>,
}

/// One input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The key of the value, and the place an error is shown at.
    pub name: String,
    pub label: String,
    pub hint: Option<String>,
    pub required: bool,
    pub kind: FieldKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    Short {
        preset: String,
    },
    /// Several lines.
    Long {
        preset: String,
    },
    /// All choices visible at once, at most [`super::limits::CHOICES`].
    Choice {
        options: Vec<Choice>,
        preset: Option<String>,
    },
    /// A list that opens, at most [`super::limits::PICKS`].
    Pick {
        options: Vec<Choice>,
        preset: Option<String>,
    },
    /// Any number of them, all visible at once, at most [`super::limits::CHOICES`].
    Several {
        options: Vec<Choice>,
        presets: Vec<String>,
    },
    /// Options that we offer while somebody types, by [`super::inbound::What::Suggest`].
    Lookup,
    Person {
        preset: Option<PersonRef>,
    },
    Day {
        preset: Option<chrono::NaiveDate>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// What stands where a form stood: a receipt, a refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    pub title: String,
    pub close: String,
    pub parts: Vec<Part>,
}
