//! The languages that people are spoken to in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::words::words;

words! {
    /// A language that all texts are there in; written as browsers name it.
    Language {
        English = "en",
        German = "de",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that makes the words knows no default")]
impl Default for Language {
    fn default() -> Self {
        Self::English
    }
}

impl Language {
    /// The language of a locale like "de-AT"; none when it is not one of ours.
    #[must_use]
    pub fn of_locale(locale: &str) -> Option<Self> {
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        language.to_ascii_lowercase().parse().ok()
    }

    /// The first of ours that a browser asks for: "fr, de-AT;q=0.8, en;q=0.5".
    #[must_use]
    pub fn of_browser(accepted: &str) -> Option<Self> {
        let mut wanted: Vec<(u32, Self)> = Vec::new();
        for entry in accepted.split(',') {
            let (locale, weight) = entry.split_once(";q=").unwrap_or((entry, "1"));
            let Some(language) = Self::of_locale(locale.trim()) else { continue };
            wanted.push((thousandths(weight), language));
        }
        wanted.retain(|(weight, _)| *weight > 0);
        // Of two that are wanted alike the one that is named first.
        wanted.into_iter().rev().max_by_key(|(weight, _)| *weight).map(|(_, language)| language)
    }
}

/// "0.8" as 800; what is no such number counts for nothing.
fn thousandths(weight: &str) -> u32 {
    let (whole, part) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    let part = format!("{part:0<3}");
    let digits = |text: &str| text.parse::<u32>().ok();
    match (digits(whole), part.get(..3).and_then(digits)) {
        (Some(whole @ 0..=1), Some(part)) => whole * 1_000 + part,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_one_of_our_languages_or_none() {
        #[rustfmt::skip]
        let table = [
            ("de-DE", Some(Language::German)),
            ("de_AT", Some(Language::German)),
            ("DE",    Some(Language::German)),
            ("en-GB", Some(Language::English)),
            ("fr-FR", None),
            ("den",   None),
            ("",      None),
        ];
        for (locale, language) in table {
            assert_eq!(Language::of_locale(locale), language, "{locale}");
        }
    }

    #[test]
    fn a_browser_gets_the_first_of_ours_that_it_wants_most() {
        #[rustfmt::skip]
        let table = [
            ("de-DE,de;q=0.9,en;q=0.8",  Some(Language::German)),
            ("fr, de-AT;q=0.8, en;q=0.5", Some(Language::German)),
            ("en;q=0.5, de;q=0.75",      Some(Language::German)),
            ("en, de",                   Some(Language::English)),
            ("de;q=0, en;q=0.1",         Some(Language::English)),
            ("fr, *;q=0.5",              None),
            ("de;q=x",                   None),
            ("",                         None),
        ];
        for (accepted, language) in table {
            assert_eq!(Language::of_browser(accepted), language, "{accepted}");
        }
    }
}
