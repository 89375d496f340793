//! How a file's settings are read: each is looked up by its name, and whatever does not fit is kept
//! with its place. What the settings of a programme are, [`super`] says.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::chat::limits::units;
use crate::program::misfit::Misfit;
use crate::spelling::nearest;

/// Mistakes that are told at once: a file with more of them is no programme, and each is looked up
/// in the whole text.
pub(super) const TOLD: usize = 200;

/// Every setting of a section, and how it is written.
pub(super) type Known = &'static [(&'static str, &'static str)];

/// A text of the file and where it stands.
pub(super) type Word<'t> = (&'t str, Range<usize>);

/// Reads one section; what stands above all sections is one as well.
pub(super) struct Reader<'t> {
    pub text: &'t str,
    pub table: &'t DeTable<'t>,
    pub known: Known,
    /// Where to point when something is not there.
    pub place: Range<usize>,
    pub misfits: Vec<Misfit>,
}

impl<'t> Reader<'t> {
    pub fn wrong(&mut self, span: Range<usize>, sentence: String) {
        if self.misfits.len() < TOLD {
            self.misfits.push(Misfit::at(self.text, span, sentence));
        }
    }

    pub fn refuse_unknown(&mut self) {
        let table = self.table;
        for key in table.keys() {
            let word: &str = key.get_ref();
            if self.known.iter().any(|(known, _)| *known == word) {
                continue;
            }
            let sentence = match nearest(word, self.known.iter().map(|(known, _)| *known)) {
                Some(known) => format!("{word} is no setting. Did you mean {known}?"),
                None => format!("{word} is no setting. docs/program.md lists them all."),
            };
            self.wrong(key.span(), sentence);
        }
    }

    pub fn optional(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    pub fn required(&mut self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        let found = self.optional(key);
        if found.is_none() {
            let example = self.example(key);
            self.wrong(self.place.clone(), format!("{key} is missing. Write it like {example}"));
        }
        found
    }

    pub fn wrong_kind(&mut self, key: &str, value: &Spanned<DeValue<'_>>) {
        let (found, example) = (kind(value.get_ref()), self.example(key));
        self.wrong(value.span(), format!("{key} is {found}. Write it like {example}"));
    }

    pub fn text(&mut self, key: &str) -> Option<Word<'t>> {
        let value = self.required(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_kind(key, value);
        }
        Some((text?, value.span()))
    }

    pub fn number(&mut self, key: &str, allowed: &RangeInclusive<u32>, usual: u32) -> Option<u32> {
        let value = self.required(key)?;
        let Some(integer) = value.get_ref().as_integer() else {
            self.wrong_kind(key, value);
            return None;
        };
        let number = u32::from_str_radix(integer.as_str(), integer.radix()).ok();
        let fits = number.filter(|number| allowed.contains(number));
        if fits.is_none() {
            let (found, least, most) = (integer.as_str(), allowed.start(), allowed.end());
            let sentence = format!(
                "{key} is {found}, allowed are {least} to {most}. Most programmes use {usual}."
            );
            self.wrong(value.span(), sentence);
        }
        fits
    }

    /// The same for a setting that may be left out.
    pub fn number_or(
        &mut self,
        key: &str,
        allowed: &RangeInclusive<u32>,
        usual: u32,
    ) -> Option<u32> {
        if self.optional(key).is_none() {
            return Some(usual);
        }
        self.number(key, allowed, usual)
    }

    /// The same for a setting without which there is no bound.
    pub fn number_if(
        &mut self,
        key: &str,
        allowed: &RangeInclusive<u32>,
        usual: u32,
    ) -> Option<u32> {
        self.optional(key)?;
        self.number(key, allowed, usual)
    }

    /// The entries of a list; those that are no texts are complained about and left out.
    pub fn list(&mut self, key: &str, value: &'t Spanned<DeValue<'t>>) -> Option<Vec<Word<'t>>> {
        let Some(entries) = value.get_ref().as_array() else {
            self.wrong_kind(key, value);
            return None;
        };
        let mut words = Vec::new();
        for entry in entries.iter() {
            match entry.get_ref().as_str() {
                Some(text) => words.push((text, entry.span())),
                None => self.wrong_kind(key, entry),
            }
        }
        Some(words)
    }

    /// A text of one line, at most so many units long.
    pub fn sentence(&mut self, key: &str, most: usize) -> Option<String> {
        let found = self.text(key)?;
        self.one_line(found, most, || takes(key, most))
    }

    /// A list of such texts, each once, that may be left out.
    pub fn lines(&mut self, key: &str, (most, long): (usize, usize)) -> Vec<String> {
        self.lines_or(key, (most, long), || takes(key, long))
    }

    /// The same with a sentence of its own for a text that does not fit.
    pub fn lines_or(
        &mut self,
        key: &str,
        (most, long): (usize, usize),
        wrong: impl Fn() -> String,
    ) -> Vec<String> {
        let Some(value) = self.optional(key) else { return Vec::new() };
        let found = self.list(key, value).unwrap_or_default();
        if found.len() > most {
            let sentence = format!("{key} has {} entries, allowed are up to {most}.", found.len());
            self.wrong(value.span(), sentence);
        }
        let mut lines: Vec<String> = Vec::new();
        for (text, span) in found {
            let Some(line) = self.one_line((text, span.clone()), long, &wrong) else { continue };
            if lines.contains(&line) {
                self.wrong(span, format!("\"{line}\" stands twice in {key}."));
            } else {
                lines.push(line);
            }
        }
        lines
    }

    fn one_line(
        &mut self,
        (text, span): Word<'_>,
        most: usize,
        wrong: impl FnOnce() -> String,
    ) -> Option<String> {
        let text = text.trim();
        if (1..=most).contains(&units(text)) && !text.contains(char::is_control) {
            return Some(text.to_owned());
        }
        self.wrong(span, wrong());
        None
    }

    /// How a setting is written.
    pub fn example(&self, key: &str) -> &'static str {
        self.known.iter().find(|(known, _)| *known == key).map_or("", |(_, example)| *example)
    }

    pub fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.required(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_kind(key, value);
        }
        flag
    }

    /// Reads a section of its own; its mistakes stand among all others.
    pub fn section<T>(
        &mut self,
        key: &str,
        known: Known,
        read: impl FnOnce(&mut Reader<'t>) -> Option<T>,
    ) -> Option<T> {
        let value = self.optional(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_kind(key, value);
            return None;
        };
        self.within(table, value.span(), known, read)
    }

    /// Reads each of several sections of the same kind, in their order.
    pub fn sections(
        &mut self,
        key: &str,
        known: Known,
        most: usize,
        mut read: impl FnMut(&mut Reader<'t>, usize),
    ) {
        let Some(value) = self.optional(key) else { return };
        let Some(sections) = value.get_ref().as_array() else {
            self.wrong_kind(key, value);
            return;
        };
        if sections.len() > most {
            let found = sections.len();
            self.wrong(
                value.span(),
                format!("there are {found} of {key}, allowed are up to {most}."),
            );
        }
        for (place, section) in sections.iter().enumerate() {
            match section.get_ref().as_table() {
                Some(table) => {
                    self.within(table, section.span(), known, |reader| read(reader, place));
                }
                None => self.wrong_kind(key, section),
            }
        }
    }

    fn within<T>(
        &mut self,
        table: &'t DeTable<'t>,
        place: Range<usize>,
        known: Known,
        read: impl FnOnce(&mut Reader<'t>) -> T,
    ) -> T {
        let misfits = std::mem::take(&mut self.misfits);
        let mut section = Reader { text: self.text, table, known, place, misfits };
        section.refuse_unknown();
        let found = read(&mut section);
        self.misfits = section.misfits;
        found
    }
}

fn takes(key: &str, most: usize) -> String {
    format!("{key} takes texts of 1 to {most} characters, each on one line.")
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}
