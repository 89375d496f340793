//! Shout-outs: what waits for a word, how one is written and looked at before it is posted, what stands
//! in channels, and what whoever wrote it can still do about it.

pub mod list;
pub mod misfit;

use chrono::{DateTime, Utc};

use super::forms::{input_of, sheet};
use super::{note, plain, primary};
use crate::chat::limits;
use crate::chat::view::{
    Button, Choice, Confirm, Field, FieldKind, Form, Line, Message, Panel, Part, Weight,
};
use crate::domain::ids::FormId;
use crate::domain::partner::Partner;
use crate::domain::shout::{About, Reach, Shout, Stage, Why, in_time};
use crate::store::project::State;
use crate::text::{Arg, Voice};

pub use list::list;
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
    /// A page of the list; what stands before it is its subject.
    pub const MORE: &str = "more";
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
/// One with its partner, and somebody's own words where there are any. It has no `Debug`: words do
/// not belong in logs.
#[derive(Clone)]
pub struct Words {
    pub shout: Shout,
    pub partner: Partner,
    pub text: Option<String>,
    /// Until when what it is about was signed this week, if it was signed.
    pub this_week: Option<DateTime<Utc>>,
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

/// The template that is taken as long as nobody has chosen.
fn usual(voice: &Voice<'_>, words: &Words) -> u32 {
    in_time(&words.shout.about, 1, words.this_week, voice.now)
}

/// What is said, or was.
pub(super) fn line_of(voice: &Voice<'_>, words: &Words) -> Line {
    let draft = words.shout.draft.as_ref();
    let nth = draft.map_or_else(|| usual(voice, words), |draft| draft.template);
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

fn choice(voice: &Voice<'_>, value: &str, key: &str) -> Choice {
    Choice { value: value.to_owned(), label: voice.words(key, &[]) }
}

/// *Draft a shout-out*.
#[must_use]
pub fn draft_form(voice: &Voice<'_>, id: &FormId, words: &Words) -> Form {
    let (about, partner) = (&words.shout.about, &words.partner);
    let draft = words.shout.draft.as_ref();
    let first = usual(voice, words);
    let templates = (first..=TEMPLATES).map(|nth| Choice {
        value: nth.to_string(),
        label: limits::shorten(&template(voice, about, partner, nth).words(), limits::CHOICE),
    });
    let chosen = draft.map_or(first, |draft| draft.template.max(first));
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
    let kind = FieldKind::Short { preset: String::new() };
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
        Why::Amount | Why::Customer | Why::Rival | Why::Name => "shout-stopped-words",
        Why::Channel => "shout-stopped-channel",
    };
    let mut parts = vec![Part::Text(voice.line(key, &partner))];
    // Where it came before it was stopped it stays, and a fact is said once.
    if words.shout.stands() {
        parts.push(Part::Context(voice.line("shout-stopped-partly", &[])));
    } else {
        parts.push(Part::Buttons(vec![draft_it(voice, words)]));
    }
    Message { parts }
}

fn draft_it(voice: &Voice<'_>, words: &Words) -> Button {
    button(voice, "button-draft-it", deed::DRAFT, &words.shout)
}

/// To whoever had left it to be posted, when somebody else wrote it anew or took it back.
#[must_use]
pub fn overtaken(voice: &Voice<'_>, words: &Words, who: Option<&str>, anew: bool) -> Message {
    let nobody = voice.words("somebody", &[]);
    let args = [
        ("partner", Arg::Text(words.partner.name.as_str())),
        ("who", Arg::Text(who.unwrap_or(&nobody))),
    ];
    let key = if anew { "shout-overtaken-anew" } else { "shout-overtaken-dropped" };
    let mut parts = vec![Part::Text(voice.line(key, &args))];
    if words.shout.is_open() {
        parts.push(Part::Buttons(vec![draft_it(voice, words)]));
    }
    Message { parts }
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
