//! Message texts by language and key. The sentences live in `text/en.ftl` and `text/de.ftl`; here a
//! key and its arguments become a [`Line`] or plain words.
//!
//! A text is a template in which `**bold**` and `` `code` `` are markup. Arguments are put in as
//! spans and never parsed, so nothing that somebody typed can become markup, and nothing typed can
//! reach the format language either. Which sentences exist, and how long they may be, is checked
//! in `text/tests/rules.rs`.
//!
//! Start with [`Voice::line`]. How arguments survive formatting is in `text/markup.rs`, how days
//! and times read in `text/time.rs`, how numbers do in `text/number.rs`.

mod markup;
mod number;
#[cfg(test)]
mod tests;
mod time;

use std::sync::OnceLock;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::chat::commands::{CommandNames, REFER, UMBRELLA};
use crate::chat::view::Line;

pub use crate::domain::language::Language;

const ENGLISH: &str = include_str!("../text/en.ftl");
const GERMAN: &str = include_str!("../text/de.ftl");

/// Something to put into a text.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// People's words and names: shown as typed, isolated for direction where that can matter.
    Text(&'a str),
    /// Our own words: a number like NOR-12, a state, a domain in ASCII.
    Word(&'a str),
    /// A number that plurals look at.
    Count(i64),
    /// To the minute, in the reader's own zone.
    Instant(DateTime<Utc>),
    /// To the second: receipts.
    Second(DateTime<Utc>),
    /// A calendar day of the programme, never converted.
    Day(NaiveDate),
    /// Spans that are ready, for example a link; plain ones take the style they land in.
    Line(&'a Line),
}

impl Arg<'_> {
    /// How many there are; of more than anybody could count, that many.
    pub fn count(n: impl TryInto<i64>) -> Self {
        Self::Count(n.try_into().unwrap_or(i64::MAX))
    }
}

/// All texts of all languages, and what commands are called in them.
pub struct Texts {
    bundles: &'static Bundles,
    names: CommandNames,
    /// Every text may say these; given here, so that no caller can forget them.
    typed: [(&'static str, String); 2],
}

struct Bundles {
    english: FluentBundle<FluentResource>,
    german: FluentBundle<FluentResource>,
}

impl Bundles {
    /// What this program was built with.
    fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Bundles> = OnceLock::new();
        SHIPPED.get_or_init(|| Self {
            english: bundle(ENGLISH, Language::English),
            german: bundle(GERMAN, Language::German),
        })
    }
}

impl Texts {
    /// The texts this program was built with, commands called by our words.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Texts> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::with(Bundles::shipped(), CommandNames::default()))
    }

    /// The same where commands are called otherwise. Made once for a bot, and there until the
    /// program ends.
    #[must_use]
    pub fn calling(names: &CommandNames) -> &'static Self {
        if *names == CommandNames::default() {
            return Self::shipped();
        }
        Box::leak(Box::new(Self::with(Bundles::shipped(), names.clone())))
    }

    fn with(bundles: &'static Bundles, names: CommandNames) -> Self {
        let typed = [("refer_cmd", REFER), ("vouch_cmd", UMBRELLA)];
        let typed = typed.map(|(argument, word)| (argument, format!("/{}", names.of(word))));
        Self { bundles, names, typed }
    }

    /// What slash commands are called.
    #[must_use]
    pub const fn names(&self) -> &CommandNames {
        &self.names
    }

    /// Every key there is, in the order of the file.
    pub fn keys() -> impl Iterator<Item = &'static str> {
        // A message starts at the margin; what belongs to it is indented, a comment has a `#`.
        ENGLISH.lines().filter_map(|line| {
            let (key, _) = line.split_once(" =")?;
            key.starts_with(|first: char| first.is_ascii_lowercase()).then_some(key)
        })
    }

    fn bundle(&self, language: Language) -> &FluentBundle<FluentResource> {
        match language {
            Language::English => &self.bundles.english,
            Language::German => &self.bundles.german,
        }
    }
}

fn bundle(source: &str, language: Language) -> FluentBundle<FluentResource> {
    let resource = FluentResource::try_new(source.to_owned())
        .expect("a shipped text file is well formed: the tests read it");
    let tag: LanguageIdentifier = match language {
        Language::English => "en-GB",
        Language::German => "de-DE",
    }
    .parse()
    .expect("a language tag of ours");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Isolation is ours: it belongs around people's words only (see `markup`).
    bundle.set_use_isolating(false);
    match language {
        Language::English => {
            bundle.set_formatter(Some(|value, _| number::shown(value, Language::English)));
        }
        Language::German => {
            bundle.set_formatter(Some(|value, _| number::shown(value, Language::German)));
        }
    }
    bundle.add_resource(resource).expect("a shipped text file names each key once");
    bundle
}

/// How a text is read out: language, the programme's zone, and the present.
///
/// The zone is for calendar days and for readers whose platform cannot convert an instant; the
/// present decides whether a weekday stands in front.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    pub texts: &'a Texts,
    pub language: Language,
    pub zone: Tz,
    pub now: DateTime<Utc>,
}

impl Voice<'_> {
    /// The text of `key` with its arguments.
    ///
    /// A key that does not exist, or an argument that is missing, is our mistake: it stops a debug
    /// build, and reads as the key in brackets otherwise.
    #[must_use]
    pub fn line(&self, key: &str, args: &[(&str, Arg)]) -> Line {
        let Some(formatted) = self.format(key, args) else {
            debug_assert!(false, "no text for {key} with these arguments");
            return Line::plain(format!("[{key}]"));
        };
        markup::line(&formatted, args, self)
    }

    /// The text of `key` as plain words: labels, titles, sentences beside a field.
    #[must_use]
    pub fn words(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.line(key, args).words()
    }

    fn format(&self, key: &str, args: &[(&str, Arg)]) -> Option<String> {
        let bundle = self.texts.bundle(self.language);
        let pattern = bundle.get_message(key)?.value()?;
        let mut values = FluentArgs::with_capacity(args.len() + self.texts.typed.len());
        for (at, (name, arg)) in args.iter().enumerate() {
            values.set(*name, markup::stand_in(at, arg));
        }
        for (name, typed) in &self.texts.typed {
            values.set(*name, typed.as_str());
        }
        let mut troubles = Vec::new();
        let formatted = bundle.format_pattern(pattern, Some(&values), &mut troubles).into_owned();
        troubles.is_empty().then_some(formatted)
    }
}
