//! Message texts by language and key. The sentences live in `text/en.ftl`; here a key and its
//! arguments become a [`Line`] or plain words.
//!
//! A text is a template in which `**bold**` and `` `code` `` are markup. Arguments are put in as
//! spans and never parsed, so nothing that somebody typed can become markup, and nothing typed can
//! reach the format language either. Which sentences exist, and how long they may be, is checked
//! in `text/tests.rs`.
//!
//! Start with [`Voice::line`]. How arguments survive formatting is in `text/markup.rs`, how days
//! and times read in `text/time.rs`.

mod markup;
#[cfg(test)]
mod tests;
mod time;

use std::sync::OnceLock;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::chat::view::Line;

const ENGLISH: &str = include_str!("../text/en.ftl");

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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
}

/// All texts of all languages.
pub struct Texts {
    english: FluentBundle<FluentResource>,
}

impl Texts {
    /// The texts this program was built with.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Texts> = OnceLock::new();
        SHIPPED.get_or_init(|| Self { english: bundle(ENGLISH) })
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
            Language::English => &self.english,
        }
    }
}

fn bundle(source: &str) -> FluentBundle<FluentResource> {
    let resource = FluentResource::try_new(source.to_owned())
        .expect("a shipped text file is well formed: the tests read it");
    let british: LanguageIdentifier = "en-GB".parse().expect("a language tag of ours");
    let mut bundle = FluentBundle::new_concurrent(vec![british]);
    // Isolation is ours: it belongs around people's words only (see `markup`).
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(thousands(&number.as_string())),
        _ => None,
    }));
    bundle.add_resource(resource).expect("a shipped text file names each key once");
    bundle
}

/// `1204` becomes `1,204`, as English readers write it.
fn thousands(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut grouped = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
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
        let mut values = FluentArgs::with_capacity(args.len());
        for (at, (name, arg)) in args.iter().enumerate() {
            values.set(*name, markup::stand_in(at, arg));
        }
        let mut troubles = Vec::new();
        let formatted = bundle.format_pattern(pattern, Some(&values), &mut troubles).into_owned();
        troubles.is_empty().then_some(formatted)
    }
}
