//! What somebody wants to be told directly, and when not: the form, and how it stands.

use chrono::NaiveTime;
use chrono_tz::Tz;

use super::forms::{input_of, sheet};
use super::plain;
use crate::chat::view::{Choice, Field, FieldKind, Form, Line, Panel, Part, Row};
use crate::domain::actor::Person;
use crate::domain::actor::notify::{Topic, Wants, topics};
use crate::domain::ids::FormId;
use crate::text::{Arg, Voice};

/// The names of the inputs.
pub mod input {
    pub const TOPICS: &str = "topics";
    pub const FROM: &str = "from";
    pub const UNTIL: &str = "until";
}

/// What somebody wants, as it is shown to them.
pub struct Shown {
    /// What can be turned off for them.
    pub topics: Vec<Topic>,
    pub wants: Wants,
    /// Whose clocks their quiet hours go by.
    pub zone: Tz,
    /// The person's version when they said so.
    pub version: i64,
}

impl Shown {
    #[must_use]
    pub fn of(person: &Person, zone: Tz) -> Self {
        let version = person.wanted.as_ref().map_or(0, |wanted| wanted.version);
        Self { topics: topics(person), wants: person.wants(), zone, version }
    }

    fn heard(&self) -> impl Iterator<Item = Topic> {
        self.topics.iter().copied().filter(|topic| self.wants.to_hear(*topic))
    }
}

/// *Notifications*: every kind as a box to tick, and quiet hours.
#[must_use]
pub fn form(voice: &Voice<'_>, id: &FormId, shown: &Shown) -> Form {
    let choice = |topic: &Topic| Choice {
        value: topic.to_string(),
        label: voice.words(&format!("notify-topic-{topic}"), &[]),
    };
    let options = shown.topics.iter().map(choice).collect();
    let presets = shown.heard().map(|topic| topic.to_string()).collect();
    let (hint, several) = (Some("notify-topics-hint"), FieldKind::Several { options, presets });
    let quiet = shown.wants.quiet;
    let fields = vec![
        input_of(voice, input::TOPICS, "notify-topics", hint, false, several),
        hour(voice, input::FROM, Some("notify-from-hint"), quiet.map(|quiet| quiet.from)),
        hour(voice, input::UNTIL, None, quiet.map(|quiet| quiet.until)),
    ];
    let foot = voice.line("notify-foot", &[("zone", Arg::Word(shown.zone.name()))]);
    let names = ("notify", "notify-title", "button-save");
    Form { foot: vec![Part::Context(foot)], ..sheet(voice, id, names, fields) }
}

fn hour(voice: &Voice<'_>, name: &str, hint: Option<&str>, preset: Option<NaiveTime>) -> Field {
    let kind = FieldKind::Short { preset: preset.map(clock).unwrap_or_default() };
    input_of(voice, name, &format!("notify-{name}"), hint, false, kind)
}

/// "18:30": as it is typed, and as it is read.
fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// In place of the form. What was changed by it can be taken back.
#[must_use]
pub fn saved(voice: &Voice<'_>, shown: &Shown, changed: bool) -> Panel {
    let mut parts = vec![Part::Text(voice.line("saved", &[])), Part::Text(line(voice, shown))];
    if changed {
        let label = voice.words("button-take-back", &[]);
        parts.push(Part::Buttons(vec![plain(label, "notify", "undo", "", shown.version)]));
    }
    super::panel(voice, voice.words("notify-title", &[]), parts)
}

/// That something was said since, so nothing was taken back.
#[must_use]
pub fn changed_since(voice: &Voice<'_>) -> Panel {
    let parts =
        vec![Part::Text(voice.line("notify-changed", &[])), Part::Buttons(vec![open(voice)])];
    super::panel(voice, voice.words("notify-title", &[]), parts)
}

/// On somebody's Home: how it stands, and the button that changes it.
#[must_use]
pub fn settings(voice: &Voice<'_>, shown: &Shown) -> [Part; 2] {
    let row = Row { line: line(voice, shown), button: open(voice) };
    [Part::Text(voice.line("home-settings", &[])), Part::Row(row)]
}

fn open(voice: &Voice<'_>) -> crate::chat::view::Button {
    plain(voice.words("button-notify", &[]), "notify", "open", "", 0)
}

/// What they hear of, and when not.
fn line(voice: &Voice<'_>, shown: &Shown) -> Line {
    let word = |topic: Topic| voice.words(&format!("notify-word-{topic}"), &[]);
    let list = shown.heard().map(word).collect::<Vec<_>>().join(", ");
    let quiet = shown.wants.quiet;
    let clock = |time: Option<NaiveTime>| time.map(clock).unwrap_or_default();
    let (from, until) =
        (clock(quiet.map(|quiet| quiet.from)), clock(quiet.map(|quiet| quiet.until)));
    let hours = [
        ("from", Arg::Word(&from)),
        ("until", Arg::Word(&until)),
        ("zone", Arg::Word(shown.zone.name())),
    ];
    let list_of = [("list", Arg::Word(list.as_str()))];
    match (list.is_empty(), quiet.is_some()) {
        (false, true) => voice.line("notify", &[&list_of[..], &hours[..]].concat()),
        (false, false) => voice.line("notify-any-time", &list_of),
        (true, true) => voice.line("notify-nothing", &hours),
        (true, false) => voice.line("notify-nothing-any-time", &[]),
    }
}
