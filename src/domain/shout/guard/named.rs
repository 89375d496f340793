//! Whose names stand in somebody's own words.
//!
//! Both sides are compared in the form in which accounts are: without case, marks, legal forms and
//! spaces. A text is read twice, because a point or an apostrophe stands within a name ("O'Neil",
//! "birch.example") as well as behind it ("Acme's", "with Acme.They").

use std::collections::BTreeMap;

use crate::domain::account::name::{Name, run_of, words_in};

/// Words that a name may have in a text; longer ones are none.
const LONGEST: usize = 12;
/// A name of so few letters could not be told from a word.
const SHORT: usize = 2;

/// What is left of "First Ltd" and "The Partner GmbH" without the legal form is a word that stands in
/// every second text: such a name is looked for as it is written in full. In the form of [`Name`].
#[rustfmt::skip]
const EVERYDAY: &[&str] = &[
    "angebot", "best", "beste", "business", "care", "client", "cloud", "community", "consulting",
    "customer", "data", "deal", "design", "digital", "energy", "erfolg", "erste", "europe", "firma",
    "first", "global", "good", "great", "group", "gut", "health", "help", "hilfe", "holding", "idea",
    "international", "jahr", "kontakt", "kunde", "kunden", "lead", "leads", "market", "marketing",
    "media", "monat", "month", "morgen", "nachste", "network", "neu", "new", "next", "now", "one",
    "online", "open", "partner", "partners", "people", "point", "project", "projekt", "quality",
    "quick", "qustion", "referral", "sales", "service", "services", "smart", "software", "solution",
    "solutions", "start", "success", "support", "system", "systems", "tag", "team", "technologies",
    "thanks", "time", "today", "together", "trust", "vision", "web", "week", "welcome", "winner",
    "woche", "work", "world", "year", "zeit",
];

/// What stands within a word or behind it.
const MARKS: [char; 7] = ['.', '\'', '’', '‘', '`', '´', 'ʼ'];

/// Where each run of words stands, from which word to which.
type Runs = BTreeMap<String, Vec<(usize, usize)>>;

/// A text, read for names.
pub struct Said {
    /// As accounts are compared; marks within words once as nothing, once as spaces.
    readings: [Runs; 2],
    /// Word by word as it is written, but for case.
    plain: Runs,
}

impl Said {
    #[must_use]
    pub fn of(text: &str) -> Self {
        let apart = text.replace(MARKS, " ");
        let readings = [text, &apart].map(|text| runs(&words_in(text), run_of));
        Self { readings, plain: runs(&plain(text), |words| words.join(" ")) }
    }

    /// The first of these names that stands in it other than as part of one of those that are `free`.
    #[must_use]
    pub fn names<'a>(
        &self,
        names: impl IntoIterator<Item = &'a str>,
        free: &[&str],
    ) -> Option<&'a str> {
        let keys: Vec<String> = free.iter().filter_map(|name| key(name)).collect();
        let in_full = |name: &&str| [plain(name).join(" "), Name::of(name).words().join(" ")];
        let in_full: Vec<String> = free.iter().flat_map(in_full).collect();
        let readings = self.readings.each_ref().map(|runs| (runs, places(runs, &keys)));
        let all = places(&self.plain, &in_full);
        names.into_iter().find(|name| match key(name) {
            Some(key) => readings.iter().any(|(runs, free)| stands(runs, &key, free)),
            None => {
                let name = plain(name).join(" ");
                name.chars().count() > SHORT && stands(&self.plain, &name, &all)
            }
        })
    }
}

/// A name as it is looked for; `None` for what says nothing without its legal form.
fn key(name: &str) -> Option<String> {
    let short = Name::of(name);
    let words = short.words();
    let whole = plain(name);
    let everyday = |word: &String| EVERYDAY.contains(&word.as_str()) && whole.len() > 1;
    let key = run_of(words);
    let tells = key.chars().count() > SHORT && !matches!(words, [word] if everyday(word));
    tells.then_some(key)
}

/// In lower case, word by word.
fn plain(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn runs(words: &[String], run: impl Fn(&[String]) -> String) -> Runs {
    let mut runs = Runs::new();
    for first in 0..words.len() {
        for end in first + 1..=words.len().min(first + LONGEST) {
            runs.entry(run(&words[first..end])).or_default().push((first, end));
        }
    }
    runs
}

fn places(runs: &Runs, keys: &[String]) -> Vec<(usize, usize)> {
    keys.iter().filter_map(|key| runs.get(key)).flatten().copied().collect()
}

/// Whether it stands anywhere but within one of these.
fn stands(runs: &Runs, key: &str, free: &[(usize, usize)]) -> bool {
    let is_free = |(first, end): &(usize, usize)| {
        free.iter().any(|(from, through)| from <= first && end <= through)
    };
    runs.get(key).is_some_and(|places| !places.iter().all(is_free))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named<'a>(text: &str, names: &[&'a str], free: &[&str]) -> Option<&'a str> {
        Said::of(text).names(names.iter().copied(), free)
    }

    #[test]
    fn a_name_is_seen_however_it_is_written() {
        #[rustfmt::skip]
        let table = [
            // known                text
            ("Acme Widgets",        "Thanks for ACME  widgets!"),
            ("Acme Widgets GmbH",   "Acme Widgets signed!"),
            ("Acme Widgets",        "Acme Widgets GmbH signed!"),
            ("Acme Widgets, Inc.",  "AcmeWidgets' first order"),
            ("AcmeWidgets",         "Acme-Widgets signed"),
            ("Acme GmbH",           "Acme's first order"),
            ("Acme GmbH",           "We won Acme.They signed"),
            ("Société Générale",    "Societe Generale signed"),
            ("Societe Generale SA", "Société Générale signed"),
            ("Müller & Söhne KG",   "Danke, Mueller und Soehne!"),
            ("South Partner Ltd",   "better than South Partner"),
            ("birch.example",       "see Birch.example"),
            ("birch.example",       "see birch-example"),
            ("O'Neil’s Pumps",      "O'Neils pumps signed"),
            ("O'Neil",              "O’Neil’s order"),
            ("Acme Intl.",          "Acme International signed"),
            ("株式会社アクメ",          "株式会社アクメ signed"),
        ];
        for (name, text) in table {
            assert_eq!(named(text, &[name], &[]), Some(name), "{text}");
        }
    }

    #[test]
    fn an_everyday_word_is_no_name() {
        #[rustfmt::skip]
        let table = [
            // known             text
            ("Acme Widgets",     "The acmes of widgets"),
            ("Bo",               "Bo and the others"),
            ("Bo GmbH",          "Bo and the others"),
            ("First Ltd",        "The first referral of a partner"),
            ("The Partner GmbH", "The first referral of a partner"),
            ("",                 "anything"),
            ("& ! …",            "anything"),
        ];
        for (name, text) in table {
            assert_eq!(named(text, &[name], &[]), None, "{name}: {text}");
        }
        // In full they are names all the same.
        for (name, text) in [("First Ltd", "Thanks to First Ltd!"), ("Bo GmbH", "Bo GmbH signed")] {
            assert_eq!(named(text, &[name], &[]), Some(name), "{text}");
        }
    }

    #[test]
    fn a_name_within_one_that_is_free_is_not_meant() {
        let own = ["Acme Consulting GmbH"];
        assert_eq!(named("Well done, Acme Consulting!", &["acme"], &own), None);
        assert_eq!(named("Acme Consulting GmbH’s first", &["acme", "acme.example"], &own), None);
        let both = "Acme Consulting brought in Acme";
        assert_eq!(named(both, &["acme"], &own), Some("acme"));
        // Another one's name that holds the free one is another one's.
        let rival = ["North Partner Ltd"];
        assert_eq!(named("North Partner did it", &rival, &["North"]), Some(rival[0]));
    }

    #[test]
    fn everyday_words_stand_as_names_are_compared() {
        assert!(EVERYDAY.is_sorted_by(|one, next| one < next));
        for word in EVERYDAY {
            assert_eq!(Name::of(word).words(), [(*word).to_owned()], "{word}");
        }
    }
}
