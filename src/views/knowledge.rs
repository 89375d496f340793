//! What partners are given to know: who is looked for, and what there is to hand on. Shown to whoever
//! asks, alone. How often a partner was given what is for those who look after it.

pub mod quiz;

use super::forms::{input_of, sheet};
use super::{panel, plain, refer_button};
use crate::chat::limits;
use crate::chat::view::{Button, FieldKind, Form, Labelled, Line, Message, Panel, Part, Row, Span};
use crate::domain::ids::FormId;
use crate::domain::knowledge::{Asset, IdealCustomer, Knowledge, Reader, Taken};
use crate::text::{Arg, Voice};

/// The names of the inputs.
pub mod input {
    pub const WORDS: &str = "words";
}

/// What the buttons choose.
pub mod deed {
    pub const OPEN: &str = "open";
    pub const GET: &str = "get";
}

/// What was found, on one page.
const SHOWN: usize = 5;
/// Units of what was typed, where it is said again.
const TYPED: usize = 60;

/// Who can say what the programme does not.
pub enum Knows {
    /// Whoever looks after the partner that asks, by name where there is somebody.
    Manager(Option<String>),
    /// The vendor's own write it into the programme's file.
    File,
}

/// What else the programme gives to know.
#[derive(Clone, Copy, Debug, Default)]
pub struct Offers {
    pub assets: bool,
    pub quizzes: bool,
}

/// The button that shows who is looked for: the same wherever it stands.
#[must_use]
pub fn ideal_button(voice: &Voice<'_>) -> Button {
    plain(voice.words("button-show-ideal", &[]), "icp", "open", "", 0)
}

/// The button that looks for something to hand on.
#[must_use]
pub fn find_button(voice: &Voice<'_>) -> Button {
    plain(voice.words("button-find", &[]), "find", deed::OPEN, "", 0)
}

/// Who is looked for: the sentence, the signs, who it is not, and how to begin.
#[must_use]
pub fn ideal(voice: &Voice<'_>, ideal: &IdealCustomer, reader: Reader, offers: Offers) -> Message {
    let mut parts = vec![Part::Text(voice.line("icp", &[("text", Arg::Text(&ideal.text))]))];
    parts.extend(listed(voice, "icp-signs", &ideal.signs));
    parts.extend(listed(voice, "icp-not-for", &ideal.not_for));
    parts.extend(
        ideal
            .first_words
            .iter()
            .map(|words| Part::Text(voice.line("icp-first-words", &[("words", Arg::Text(words))]))),
    );
    let refer = (reader == Reader::Partner).then(|| refer_button(voice));
    let find = offers.assets.then(|| find_button(voice));
    let quiz = (offers.quizzes && reader == Reader::Partner).then(|| quiz::button(voice));
    let buttons: Vec<Button> = refer.into_iter().chain(find).chain(quiz).collect();
    if !buttons.is_empty() {
        parts.push(Part::Buttons(buttons));
    }
    Message { parts }
}

/// A heading and a line each; nothing where there are none.
fn listed(voice: &Voice<'_>, key: &str, lines: &[String]) -> Option<Part> {
    if lines.is_empty() {
        return None;
    }
    let each = lines.iter().map(|line| voice.line("icp-line", &[("text", Arg::Text(line))]));
    Some(Part::Text(Line::rows(std::iter::once(voice.line(key, &[])).chain(each))))
}

/// That nobody has written down who is looked for.
#[must_use]
pub fn no_ideal(voice: &Voice<'_>, knows: &Knows) -> Line {
    known_by(voice, "icp-none", knows, &[])
}

/// A sentence with who can help in it.
fn known_by(voice: &Voice<'_>, key: &str, knows: &Knows, args: &[(&str, Arg<'_>)]) -> Line {
    match knows {
        Knows::Manager(Some(manager)) => {
            let manager = ("manager", Arg::Text(manager.as_str()));
            let all: Vec<_> = args.iter().copied().chain([manager]).collect();
            voice.line(key, &all)
        }
        Knows::Manager(None) => voice.line(&format!("{key}-unmanaged"), args),
        Knows::File => voice.line(&format!("{key}-here"), args),
    }
}

/// *Find material*.
#[must_use]
pub fn form(voice: &Voice<'_>, id: &FormId) -> Form {
    let short = FieldKind::Short { preset: String::new() };
    let hint = Some("find-words-hint");
    let fields = vec![input_of(voice, input::WORDS, "find-words", hint, true, short)];
    sheet(voice, id, ("find", "find-title", "button-find"), fields)
}

/// That the programme has nothing to hand on.
#[must_use]
pub fn no_assets(voice: &Voice<'_>, knows: &Knows) -> Line {
    known_by(voice, "find-empty", knows, &[])
}

/// That nothing meets these words.
#[must_use]
pub fn none_found(voice: &Voice<'_>, typed: &str, knows: &Knows) -> Panel {
    let typed = limits::shorten(typed.trim(), TYPED);
    let line = known_by(voice, "find-none", knows, &[("words", Arg::Text(&typed))]);
    let parts = vec![Part::Text(line), Part::Buttons(vec![find_button(voice)])];
    panel(voice, voice.words("find-title", &[]), parts)
}

/// What was found, each with the button that hands it on, and how many more there are. `taken` is
/// what the reader's partner has.
#[must_use]
pub fn found(voice: &Voice<'_>, typed: &str, found: &[&Asset], taken: &Taken) -> Panel {
    let typed = limits::shorten(typed.trim(), TYPED);
    let args = [("n", Arg::count(found.len())), ("words", Arg::Text(&typed))];
    let mut parts = vec![Part::Text(voice.line("find-found", &args))];
    parts.extend(found.iter().take(SHOWN).map(|asset| row(voice, asset, asset.had_by(taken))));
    let more = found.len().saturating_sub(SHOWN);
    if more > 0 {
        parts.push(Part::Context(voice.line("find-more", &[("n", Arg::count(more))])));
    }
    panel(voice, voice.words("find-title", &[]), parts)
}

fn row(voice: &Voice<'_>, asset: &Asset, had: Option<u32>) -> Part {
    let label = voice.words("button-get", &[]);
    let (kind, version) = (kind(voice, asset), asset.version.to_string());
    let older = had.filter(|had| *had < asset.version).map(|had| had.to_string());
    let mut args = vec![
        ("kind", Arg::Word(&kind)),
        ("title", Arg::Text(&asset.title)),
        ("version", Arg::Word(&version)),
    ];
    let line = match &older {
        Some(had) => {
            args.push(("had", Arg::Word(had)));
            voice.line("find-line-had", &args)
        }
        None => voice.line("find-line", &args),
    };
    let get = plain(label, "find", deed::GET, &asset.id, asset.version.into());
    Part::Row(Row { line, button: told_apart(voice, get, &asset.title) })
}

/// A button as it is read out among others of its label.
fn told_apart(voice: &Voice<'_>, button: Button, title: &str) -> Button {
    let args = [("label", Arg::Word(&button.label)), ("title", Arg::Text(title))];
    let spoken = limits::shorten(&voice.words("spoken-asset", &args), limits::SPOKEN);
    Button { spoken: Some(spoken), ..button }
}

fn kind(voice: &Voice<'_>, asset: &Asset) -> String {
    voice.words(&format!("find-kind-{}", asset.kind), &[])
}

/// Where something lies, for who has pressed for it; `had` is the version that they have.
#[must_use]
pub fn given(voice: &Voice<'_>, asset: &Asset, had: Option<u32>) -> Panel {
    let label = voice.words("find-open", &[]);
    let open = Line(vec![Span::Link { label, url: asset.url.clone() }]);
    let (kind, version) = (kind(voice, asset), asset.version.to_string());
    let args = [
        ("kind", Arg::Word(&kind)),
        ("title", Arg::Text(&asset.title)),
        ("version", Arg::Word(&version)),
        ("open", Arg::Line(&open)),
    ];
    let mut parts = vec![Part::Text(voice.line("find-given", &args))];
    parts.extend(had.filter(|had| *had < asset.version).map(|had| {
        let had = had.to_string();
        Part::Text(voice.line("find-newer", &[("had", Arg::Word(&had))]))
    }));
    panel(voice, voice.words("find-title", &[]), parts)
}

/// What a partner was given and how often, the most first, for whoever looks after partners. What the
/// programme does not have any more goes by its id.
#[must_use]
pub fn taken(voice: &Voice<'_>, knowledge: &Knowledge, taken: &Taken) -> Option<Part> {
    let mut all: Vec<(&str, u32, u64)> = taken
        .iter()
        .map(|((id, version), times)| {
            let title = knowledge.asset(id).map_or(id.as_str(), |asset| asset.title.as_str());
            (title, *version, *times)
        })
        .collect();
    all.sort_by_key(|(_, _, times)| std::cmp::Reverse(*times));
    let lines = all.iter().map(|(title, version, times)| {
        let version = version.to_string();
        let args = [
            ("title", Arg::Text(title)),
            ("version", Arg::Word(&version)),
            ("n", Arg::count(*times)),
        ];
        voice.line("find-taken", &args).words()
    });
    let said = lines.collect::<Vec<_>>().join("; ");
    let value = Line::plain(limits::shorten(&said, limits::FIELD_VALUE));
    let label = voice.words("field-taken", &[]);
    (!taken.is_empty()).then(|| Part::Fields(vec![Labelled { label, value }]))
}
