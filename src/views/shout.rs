//! Shout-outs: what waits for a word, how one is written and looked at before it is posted, what stands
//! in channels, and what whoever wrote it can still do about it.

pub mod misfit;

use chrono::{DateTime, TimeDelta, Utc};

use super::forms::{input_of, sheet};
use super::{note, plain, primary};
use crate::chat::limits;
use crate::chat::view::{
    Button, Choice, Confirm, Field, FieldKind, Form, Line, Message, Panel, Part, Weight,
};
use crate::domain::ids::FormId;
use crate::domain::partner::Partner;
use crate::domain::shout::{About, Reach, Shout, Stage, Why};
use crate::store::project::State;
use crate::text::{Arg, Voice};

pub use misfit::{Misfit, misfit_line};

/// The names of the inputs.
pub mod input {
    pub const TEMPLATE: &str = "template";
    pub const TEXT: &str = "text";
    pub const WHERE: &str = "where";
    pub const WHEN: &str = "when";
    pub const DAY: &str = "day";
    pub const REASON: &str = "reason";
}

/// What can be done about one, as buttons and forms say it.
pub mod deed {
    pub const DRAFT: &str = "draft";
    pub const SKIP: &str = "skip";
    pub const POST: &str = "post";
    pub const DISCARD: &str = "discard";
    pub const CORRECT: &str = "correct";
    pub const DELETE: &str = "delete";
}

/// When it is posted, as it is chosen.
pub mod when {
    pub const NOW: &str = "now";
    pub const MORNING: &str = "morning";
    pub const DAY: &str = "day";
}

/// Templates of each occasion.
pub const TEMPLATES: u32 = 2;
/// Units of somebody's own words.
pub const TEXT: usize = 600;
/// Lines of the list.
const LISTED: usize = 5;

/// One with its partner, and somebody's own words where there are any. It has no `Debug`: words do
/// not belong in logs.
#[derive(Clone)]
pub struct Words {
    pub shout: Shout,
    pub partner: Partner,
    pub text: Option<String>,
}

/// The tier that it is about.
#[must_use]
pub fn tier_of(about: &About) -> Option<&str> {
    match about {
        About::Tier { tier } => Some(tier),
        About::First { .. }
        | About::Approved { .. }
        | About::Won
        | About::Streak { .. }
        | About::Answer { .. } => None,
    }
}

/// A template, said of a partner by the name that it chose.
#[must_use]
pub fn template(voice: &Voice<'_>, about: &About, partner: &Partner, nth: u32) -> Line {
    let nth = nth.clamp(1, TEMPLATES);
    let key = format!("shout-{}-{nth}", about.word());
    let name = ("partner", Arg::Text(partner.shown_name()));
    match about {
        About::First { days } => voice.line(&key, &[name, ("days", Arg::count(*days))]),
        About::Approved { n } | About::Streak { n } => {
            voice.line(&key, &[name, ("n", Arg::count(*n))])
        }
        About::Answer { minutes } => voice.line(&key, &[name, ("minutes", Arg::count(*minutes))]),
        About::Won => voice.line(&key, &[name]),
        About::Tier { tier } => voice.line(&key, &[name, ("tier", Arg::Text(tier))]),
    }
}

/// The template that is taken as long as nobody has chosen: what speaks of this week is not said
/// later.
fn usual(voice: &Voice<'_>, shout: &Shout) -> u32 {
    let late = voice.now - shout.since > TimeDelta::days(7);
    if late && shout.about == About::Won { TEMPLATES } else { 1 }
}

/// What is said, or was.
pub(super) fn line_of(voice: &Voice<'_>, words: &Words) -> Line {
    let draft = words.shout.draft.as_ref();
    let nth = draft.map_or_else(|| usual(voice, &words.shout), |draft| draft.template);
    match &words.text {
        Some(text) => Line::plain(limits::shorten(text, TEXT)),
        None => template(voice, &words.shout.about, &words.partner, nth),
    }
}

/// What stands in a channel.
#[must_use]
pub fn said(voice: &Voice<'_>, words: &Words) -> Message {
    let args = [("partner", Arg::Text(words.partner.shown_name()))];
    let named = voice.words("shout-name", &args);
    Message { parts: vec![Part::Title(named), Part::Text(line_of(voice, words))] }
}

fn button(voice: &Voice<'_>, key: &str, deed: &str, shout: &Shout) -> Button {
    let subject = shout.occasion.to_string();
    plain(voice.words(key, &[]), "shout", deed, &subject, shout.version)
}

/// What waits for a word, the newest first.
#[must_use]
pub fn list(voice: &Voice<'_>, open: &[Words]) -> Message {
    if open.is_empty() {
        return note(voice.line("shout-list-none", &[]));
    }
    let mut parts = vec![Part::Text(voice.line("shout-list", &[("n", Arg::count(open.len()))]))];
    for words in open.iter().take(LISTED) {
        let shout = &words.shout;
        let mut line = template(voice, &shout.about, &words.partner, usual(voice, shout));
        let at = shout.draft.as_ref().and_then(|draft| draft.at);
        if let (Stage::Scheduled, Some(at)) = (shout.stage, at) {
            line.0.push(crate::chat::view::Span::Plain("\n".to_owned()));
            line.0.extend(voice.line("shout-waits", &[("when", Arg::Instant(at))]).0);
        }
        parts.push(Part::Text(line));
        let (key, deed) = match shout.stage {
            Stage::Scheduled => ("button-discard-draft", deed::DISCARD),
            Stage::Suggested | Stage::Drafted | Stage::Posted | Stage::Deleted | Stage::Skipped => {
                ("button-skip-it", deed::SKIP)
            }
        };
        let draft = button(voice, "button-draft-it", deed::DRAFT, shout);
        parts.push(Part::Buttons(vec![draft, button(voice, key, deed, shout)]));
    }
    if open.len() > LISTED {
        let more = [("n", Arg::count(open.len() - LISTED))];
        parts.push(Part::Context(voice.line("shout-list-more", &more)));
    }
    Message { parts }
}

fn choice(voice: &Voice<'_>, value: &str, key: &str) -> Choice {
    Choice { value: value.to_owned(), label: voice.words(key, &[]) }
}

/// *Draft a shout-out*.
#[must_use]
pub fn draft_form(voice: &Voice<'_>, id: &FormId, words: &Words) -> Form {
    let (about, partner) = (&words.shout.about, &words.partner);
    let draft = words.shout.draft.as_ref();
    let templates = (1..=TEMPLATES).map(|nth| Choice {
        value: nth.to_string(),
        label: limits::shorten(&template(voice, about, partner, nth).words(), limits::CHOICE),
    });
    let chosen = draft.map_or_else(|| usual(voice, &words.shout), |draft| draft.template);
    let templates =
        FieldKind::Pick { options: templates.collect(), preset: Some(chosen.to_string()) };
    let text = FieldKind::Long { preset: limits::shorten(&line_of(voice, words).words(), TEXT) };
    let places = Reach::ALL
        .iter()
        .map(|reach| choice(voice, reach.as_str(), &format!("shout-where-{reach}")));
    let reach = draft.map_or(Reach::Both, |draft| draft.reach);
    let places = FieldKind::Choice { options: places.collect(), preset: Some(reach.to_string()) };
    let times = [when::NOW, when::MORNING, when::DAY];
    let times = times.map(|time| choice(voice, time, &format!("shout-when-{time}")));
    let preset = Some(when::MORNING.to_owned());
    let times = FieldKind::Choice { options: times.to_vec(), preset };
    let fields = vec![
        input_of(voice, input::TEMPLATE, "shout-template", None, true, templates),
        input_of(voice, input::TEXT, "shout-text", Some("shout-text-hint"), false, text),
        input_of(voice, input::WHERE, "shout-where", None, true, places),
        input_of(voice, input::WHEN, "shout-when", None, true, times),
        day(voice),
    ];
    sheet(voice, id, ("shout", "shout-title", "button-preview"), fields)
}

fn day(voice: &Voice<'_>) -> Field {
    let kind = FieldKind::Day { preset: None };
    input_of(voice, input::DAY, "shout-day", Some("shout-day-hint"), false, kind)
}

fn reason(voice: &Voice<'_>) -> Field {
    let kind = FieldKind::Short { preset: String::new() };
    input_of(voice, input::REASON, "shout-reason", Some("shout-reason-hint"), true, kind)
}

/// *Correct text*.
#[must_use]
pub fn correct_form(voice: &Voice<'_>, id: &FormId, words: &Words) -> Form {
    let text = FieldKind::Long { preset: limits::shorten(&line_of(voice, words).words(), TEXT) };
    let fields = vec![input_of(voice, input::TEXT, "shout-text", None, true, text), reason(voice)];
    sheet(voice, id, ("shout", "shout-correct-title", "button-correct-text"), fields)
}

/// *Delete post*.
#[must_use]
pub fn delete_form(voice: &Voice<'_>, id: &FormId) -> Form {
    let fields = vec![reason(voice)];
    sheet(voice, id, ("shout", "shout-delete-title", "button-delete-post"), fields)
}

/// How it will look, and whether it may be posted. `named` is a customer in it who agreed to that.
#[must_use]
pub fn preview(
    voice: &Voice<'_>,
    words: &Words,
    misfit: Option<&Misfit>,
    named: Option<&str>,
) -> Panel {
    let shout = &words.shout;
    let reach = shout.draft.as_ref().map_or(Reach::Both, |draft| draft.reach);
    let place = voice.words(&format!("shout-where-{reach}"), &[]);
    let at = shout.draft.as_ref().and_then(|draft| draft.at);
    let head = match at {
        Some(at) => {
            let args = [("where", Arg::Word(&place)), ("when", Arg::Instant(at))];
            voice.line("shout-preview-at", &args)
        }
        None => voice.line("shout-preview", &[("where", Arg::Word(&place))]),
    };
    let checks = match (misfit, named) {
        (Some(misfit), _) => misfit_line(voice, misfit),
        (None, Some(name)) => voice.line("shout-checks-named", &[("name", Arg::Text(name))]),
        (None, None) => voice.line("shout-checks", &[]),
    };
    let mut buttons = Vec::new();
    if misfit.is_none() {
        let key = if at.is_some() { "button-schedule-post" } else { "button-post-now" };
        let subject = shout.occasion.to_string();
        let label = voice.words(key, &[]);
        buttons.push(primary(label, "shout", deed::POST, &subject, shout.version));
    }
    buttons.push(button(voice, "button-edit-text", deed::DRAFT, shout));
    let discard = button(voice, "button-discard-draft", deed::DISCARD, shout);
    let asked = asked_back(voice, "shout-discard-confirm", "button-discard-draft");
    buttons.push(Button { weight: Weight::Danger, confirm: Some(asked), ..discard });
    let parts = vec![
        Part::Text(head),
        Part::Divider,
        Part::Text(line_of(voice, words)),
        Part::Divider,
        Part::Context(checks),
        Part::Buttons(buttons),
    ];
    super::panel(voice, voice.words("shout-title", &[]), parts)
}

fn asked_back(voice: &Voice<'_>, text: &str, yes: &str) -> Confirm {
    Confirm {
        title: voice.words("shout-title", &[]),
        text: voice.words(text, &[]),
        yes: voice.words(yes, &[]),
        no: voice.words("button-keep", &[]),
    }
}

/// A press that could post nothing.
#[must_use]
pub fn not_posted(voice: &Voice<'_>, misfit: &Misfit) -> Message {
    let parts = [voice.line("shout-not-posted", &[]), misfit_line(voice, misfit)];
    Message { parts: parts.into_iter().map(Part::Text).collect() }
}

/// To whoever wrote it, when its time had come and it could not be said.
#[must_use]
pub fn stopped(voice: &Voice<'_>, words: &Words, why: Why) -> Message {
    let partner = [("partner", Arg::Text(words.partner.name.as_str()))];
    let key = match why {
        Why::Consent => "shout-stopped-consent",
        Why::Untrue => "shout-stopped-untrue",
        Why::Amount | Why::Customer | Why::Rival => "shout-stopped-words",
        Why::Channel => "shout-stopped-channel",
    };
    let again = button(voice, "button-draft-it", deed::DRAFT, &words.shout);
    Message { parts: vec![Part::Text(voice.line(key, &partner)), Part::Buttons(vec![again])] }
}

/// Under the title that the form had.
#[must_use]
pub fn panel(voice: &Voice<'_>, message: Message) -> Panel {
    super::panel(voice, voice.words("shout-title", &[]), message.parts)
}

/// What channels are called, for people.
#[must_use]
pub fn names_of(state: &State, channels: &[String]) -> Vec<String> {
    let known = channels.iter().filter_map(|id| state.channels.get(id));
    known.map(|channel| channel.shown().to_owned()).collect()
}

/// To whoever pressed *Post now*.
#[must_use]
pub fn posted(voice: &Voice<'_>, names: &[String], at: DateTime<Utc>) -> Message {
    note(posted_line(voice, names, at))
}

fn posted_line(voice: &Voice<'_>, names: &[String], at: DateTime<Utc>) -> Line {
    let names = names.join(", ");
    voice.line("shout-posted", &[("where", Arg::Text(&names)), ("when", Arg::Instant(at))])
}

/// To whoever pressed *Schedule post*.
#[must_use]
pub fn scheduled(voice: &Voice<'_>, at: DateTime<Utc>) -> Message {
    note(voice.line("shout-scheduled", &[("when", Arg::Instant(at))]))
}

/// To whoever took one from the list, or what they wrote back.
#[must_use]
pub fn dropped(voice: &Voice<'_>, skipped: bool) -> Message {
    note(voice.line(if skipped { "shout-skipped" } else { "shout-discarded" }, &[]))
}

/// To whoever changed what stands in channels.
#[must_use]
pub fn changed(voice: &Voice<'_>, corrected: bool) -> Message {
    note(voice.line(if corrected { "shout-corrected" } else { "shout-deleted" }, &[]))
}

/// To whoever pressed although it was settled.
#[must_use]
pub fn settled(voice: &Voice<'_>, shout: &Shout) -> Message {
    let since = [("when", Arg::Instant(shout.since))];
    let at = shout.draft.as_ref().and_then(|draft| draft.at).unwrap_or(shout.since);
    note(match shout.stage {
        Stage::Posted => voice.line("shout-settled-posted", &since),
        Stage::Deleted => voice.line("shout-settled-deleted", &since),
        Stage::Skipped => voice.line("shout-settled-skipped", &since),
        Stage::Scheduled => voice.line("shout-scheduled", &[("when", Arg::Instant(at))]),
        Stage::Suggested | Stage::Drafted => voice.line("shout-settled-changed", &[]),
    })
}

/// To whoever wrote it, once it is posted.
#[must_use]
pub fn done(voice: &Voice<'_>, words: &Words, names: &[String]) -> Message {
    let shout = &words.shout;
    let delete = button(voice, "button-delete-post", deed::DELETE, shout);
    let buttons = vec![
        button(voice, "button-correct-text", deed::CORRECT, shout),
        Button { weight: Weight::Danger, ..delete },
    ];
    Message {
        parts: vec![
            Part::Text(posted_line(voice, names, shout.since)),
            Part::Divider,
            Part::Text(line_of(voice, words)),
            Part::Buttons(buttons),
        ],
    }
}
