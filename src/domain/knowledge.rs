//! What the vendor gives its partners to know: who is looked for, what there is to hand on, and short
//! quizzes ([`quiz`]). It decides about no referral.

pub mod quiz;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::account::name::folded;
use super::words::words;
use quiz::Quiz;

/// Words of a search that count; what is longer is no search.
const WORDS_MOST: usize = 12;
/// Letters from which on the beginning of a word stands for it.
const BEGINNING: usize = 3;

/// All of it; nothing where the programme says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knowledge {
    pub ideal: Option<IdealCustomer>,
    /// In the order in which the vendor wrote them.
    pub assets: Vec<Asset>,
    pub quizzes: Vec<Quiz>,
}

/// Who is looked for, in the vendor's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdealCustomer {
    pub text: String,
    /// By which one is known.
    pub signs: Vec<String>,
    /// Who it is not.
    pub not_for: Vec<String>,
    /// How to begin the conversation.
    pub first_words: Option<String>,
}

words! {
    /// What something to hand on is.
    AssetKind {
        Deck = "deck",
        OnePager = "one_pager",
        Story = "story",
    }
}

words! {
    /// Who finds it.
    Finder {
        Partners = "partners",
        /// The vendor's own people alone.
        Internal = "internal",
    }
}

/// Something to read and to hand on: where it lies, in its newest version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Stays the same over its versions.
    pub id: String,
    pub title: String,
    pub kind: AssetKind,
    pub version: u32,
    /// An `https` address.
    pub url: String,
    /// By which it is found, beside its title.
    pub words: Vec<String>,
    pub audience: Finder,
}

/// How often a partner was given which version of something.
pub type Taken = BTreeMap<(String, u32), u64>;

impl Knowledge {
    /// Whether there is anything to find for this reader.
    #[must_use]
    pub fn has_assets(&self, reader: Reader) -> bool {
        self.assets.iter().any(|asset| asset.is_for(reader))
    }

    #[must_use]
    pub fn asset(&self, id: &str) -> Option<&Asset> {
        self.assets.iter().find(|asset| asset.id == id)
    }

    #[must_use]
    pub fn quiz(&self, id: &str) -> Option<&Quiz> {
        self.quizzes.iter().find(|quiz| quiz.id == id)
    }

    /// What a partner has in an older version alone, in the vendor's order.
    #[must_use]
    pub fn renewed(&self, taken: &Taken) -> Vec<&Asset> {
        let open = self.assets.iter().filter(|asset| asset.is_for(Reader::Partner));
        open.filter(|asset| asset.had_by(taken).is_some_and(|had| had < asset.version)).collect()
    }
}

/// Who searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Partner,
    Vendor,
}

impl Asset {
    #[must_use]
    pub fn is_for(&self, reader: Reader) -> bool {
        reader == Reader::Vendor || self.audience == Finder::Partners
    }

    /// The newest version that a partner was given.
    #[must_use]
    pub fn had_by(&self, taken: &Taken) -> Option<u32> {
        let own = taken.keys().filter(|(id, _)| *id == self.id);
        own.map(|(_, version)| *version).max()
    }

    /// How many of these words meet a word of it.
    fn meets(&self, typed: &[String]) -> usize {
        let own = self.words.iter().map(String::as_str).chain([self.title.as_str()]);
        let own: Vec<String> = own.flat_map(words_of).collect();
        let met = |word: &&String| own.iter().any(|other| is_met(other, word));
        typed.iter().filter(met).count()
    }
}

/// What of these a reader finds by what was typed: what meets most of its words first, then as the
/// vendor wrote them. `None` when nothing was typed that could be looked for.
#[must_use]
pub fn find<'a>(assets: &'a [Asset], typed: &str, reader: Reader) -> Option<Vec<&'a Asset>> {
    let mut typed: Vec<String> = words_of(typed).collect();
    typed.dedup();
    typed.truncate(WORDS_MOST);
    if typed.is_empty() {
        return None;
    }
    let open = assets.iter().filter(|asset| asset.is_for(reader));
    let mut found: Vec<(usize, &Asset)> =
        open.map(|asset| (asset.meets(&typed), asset)).filter(|(met, _)| *met > 0).collect();
    found.sort_by_key(|(met, _)| std::cmp::Reverse(*met));
    Some(found.into_iter().map(|(_, asset)| asset).collect())
}

/// As companies' names are compared: without case, accents and signs.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    let words: Vec<String> = folded(text).split_whitespace().map(str::to_owned).collect();
    words.into_iter()
}

fn is_met(own: &str, typed: &str) -> bool {
    own == typed || (typed.chars().count() >= BEGINNING && own.starts_with(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(id: &str, title: &str, words: &[&str]) -> Asset {
        Asset {
            id: id.to_owned(),
            title: title.to_owned(),
            kind: AssetKind::Deck,
            version: 2,
            url: "https://files.example/a".to_owned(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            audience: Finder::Partners,
        }
    }

    fn assets() -> Vec<Asset> {
        let inside = Asset { audience: Finder::Internal, ..asset("prices", "Prices", &["deck"]) };
        vec![
            asset("first", "Deck for logistics", &["Lager", "Spedition"]),
            asset("café", "How Café Müller grew", &["story", "bakery"]),
            inside,
            asset("page", "Logistics on one page", &["deck", "Größe"]),
        ]
    }

    #[test]
    fn what_meets_most_words_comes_first_and_case_and_accents_do_not_count() {
        #[rustfmt::skip]
        let table = [
            ("deck",                    Some(vec!["first", "page"])),
            ("LOGISTICS one deck",      Some(vec!["page", "first"])),
            ("cafe muller",             Some(vec!["café"])),
            ("GROSSE",                  Some(vec!["page"])),
            ("log",                     Some(vec!["first", "page"])),
            ("lo",                      Some(vec![])),
            ("warehouse",               Some(vec![])),
            ("deck deck deck",          Some(vec!["first", "page"])),
            ("<script>deck</script>",   Some(vec!["first", "page"])),
            ("",                        None),
            (" ../ **",                 None),
        ];
        let assets = assets();
        for (typed, ids) in table {
            let found = find(&assets, typed, Reader::Partner);
            let found = found.map(|all| all.iter().map(|one| one.id.as_str()).collect::<Vec<_>>());
            assert_eq!(found, ids, "{typed}");
        }
        let long = format!("{}deck", "nothing ".repeat(20));
        assert_eq!(find(&assets, &long, Reader::Partner).map(|found| found.len()), Some(2));
    }

    #[test]
    fn what_is_internal_is_found_by_the_vendor_alone() {
        let assets = assets();
        assert_eq!(find(&assets, "prices", Reader::Partner), Some(vec![]));
        assert_eq!(find(&assets, "prices", Reader::Vendor), Some(vec![&assets[2]]));
    }

    #[test]
    fn a_newer_version_is_news_to_who_has_an_older_one_alone() {
        let knowledge = Knowledge { assets: assets(), ..Knowledge::default() };
        let renewed = |taken: &[(&str, u32)]| {
            let taken = taken.iter().map(|(id, version)| (((*id).to_owned(), *version), 1));
            let taken: Taken = taken.collect();
            knowledge.renewed(&taken).iter().map(|one| one.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(renewed(&[]), [""; 0]);
        assert_eq!(renewed(&[("first", 1)]), ["first"]);
        assert_eq!(renewed(&[("first", 1), ("first", 2), ("gone", 1)]), [""; 0]);
        assert_eq!(renewed(&[("prices", 1), ("page", 1)]), ["page"]);
    }
}
