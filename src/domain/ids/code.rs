//! What people call partners and referrals: a code of three letters, and `NOR-12`.
//!
//! A code is never used again, so whoever proposes one hands in every code there has ever been.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Codes that would make numbers read like something else: `SHA-1`, `UTF-8`, `ISO-8601`.
const KEPT_FREE: [&str; 5] = ["SHA", "UTF", "ISO", "UTC", "GMT"];

/// Exactly three letters A to Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PartnerCode([u8; 3]);

/// A text that is no partner code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotACode {
    #[error("a code is three letters from A to Z, like NOR")]
    Shape,
    #[error("{0} is kept free, because {0}-1 would read like something else")]
    KeptFree(String),
}

impl PartnerCode {
    /// A code for a partner of this name that is not among `taken`: the first three letters where
    /// they are free, else other letters of the name in their order, else the next free code.
    /// None when all 17,571 are taken.
    #[must_use]
    pub fn propose(name: &str, taken: &BTreeSet<Self>) -> Option<Self> {
        let letters = letters(name);
        let of_name = in_order(&letters);
        let same_start = letters
            .first()
            .into_iter()
            .flat_map(|first| triples().filter(move |code| code[0] == *first));
        of_name
            .chain(same_start)
            .chain(triples())
            .filter_map(|code| Self::new(code).ok())
            .find(|code| !taken.contains(code))
    }

    fn new(code: [u8; 3]) -> Result<Self, NotACode> {
        if !code.iter().all(u8::is_ascii_uppercase) {
            return Err(NotACode::Shape);
        }
        let code = Self(code);
        if KEPT_FREE.contains(&code.as_str()) {
            return Err(NotACode::KeptFree(code.to_string()));
        }
        Ok(code)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("letters A to Z are UTF-8")
    }
}

/// The letters of a name as A to Z: accents dropped, everything else left out.
fn letters(name: &str) -> Vec<u8> {
    let mut spelled = String::new();
    for letter in name.chars() {
        match letter {
            // Letters that do not fall apart into a base and an accent.
            'ß' | 'ẞ' => spelled.push_str("ss"),
            'ø' | 'Ø' => spelled.push('o'),
            'ł' | 'Ł' => spelled.push('l'),
            'æ' | 'Æ' => spelled.push_str("ae"),
            'đ' | 'Đ' => spelled.push('d'),
            _ => spelled.push(letter),
        }
    }
    let plain = spelled.nfkd().filter(char::is_ascii_alphabetic);
    plain.filter_map(|letter| u8::try_from(letter.to_ascii_uppercase()).ok()).collect()
}

/// Every choice of three letters that keeps their order, the leftmost ones first.
fn in_order(letters: &[u8]) -> impl Iterator<Item = [u8; 3]> {
    /// A long name is cut: its later letters say little, and the choices grow by the cube.
    const LOOKED_AT: usize = 24;
    let letters = &letters[..letters.len().min(LOOKED_AT)];
    let pairs = move |one: usize| {
        (one + 1..letters.len()).flat_map(move |two| {
            (two + 1..letters.len()).map(move |three| [letters[one], letters[two], letters[three]])
        })
    };
    (0..letters.len()).flat_map(pairs)
}

/// AAA, AAB, … ZZZ.
fn triples() -> impl Iterator<Item = [u8; 3]> {
    let alphabet = || b'A'..=b'Z';
    alphabet().flat_map(move |one| {
        alphabet().flat_map(move |two| alphabet().map(move |three| [one, two, three]))
    })
}

impl fmt::Display for PartnerCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for PartnerCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Capitals only: a code is written in one way.
impl FromStr for PartnerCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        Self::new(text.as_bytes().try_into().map_err(|_| NotACode::Shape)?)
    }
}

impl From<PartnerCode> for String {
    fn from(code: PartnerCode) -> Self {
        code.to_string()
    }
}

impl TryFrom<String> for PartnerCode {
    type Error = NotACode;

    fn try_from(text: String) -> Result<Self, NotACode> {
        text.parse()
    }
}

/// A referral's public number. Counted per partner: one count for the whole programme would tell
/// a partner how much everybody else sends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ReferralNumber {
    pub code: PartnerCode,
    /// From 1 on.
    pub count: u32,
}

/// A text that is no referral number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no number of a referral: one looks like NOR-12")]
pub struct NotANumber;

impl fmt::Display for ReferralNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.code, self.count)
    }
}

impl fmt::Debug for ReferralNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// As people type it: in any case, with space around it. Never with a leading zero or sign, so
/// that two texts that differ otherwise never mean the same referral.
impl FromStr for ReferralNumber {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let (code, count) = text.trim().split_once('-').ok_or(NotANumber)?;
        let code = code.to_ascii_uppercase().parse().map_err(|_| NotANumber)?;
        if !count.starts_with(|first: char| matches!(first, '1'..='9')) {
            return Err(NotANumber);
        }
        Ok(Self { code, count: count.parse().map_err(|_| NotANumber)? })
    }
}

impl From<ReferralNumber> for String {
    fn from(number: ReferralNumber) -> Self {
        number.to_string()
    }
}

impl TryFrom<String> for ReferralNumber {
    type Error = NotANumber;

    fn try_from(text: String) -> Result<Self, NotANumber> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> PartnerCode {
        text.parse().unwrap()
    }

    #[test]
    fn a_code_is_proposed_from_the_name_and_is_never_one_that_was_used() {
        #[rustfmt::skip]
        let table: [(&str, &[&str], &str); 10] = [
            // name                taken            proposed
            ("North Partner",      &[],             "NOR"),
            ("North Partner",      &["NOR"],        "NOT"),
            ("A B Consulting",     &[],             "ABC"),
            ("Östliche Partner",   &[],             "OST"),
            ("Ærø Partner",        &[],             "AER"),
            ("Shale",              &[],             "SHL"), // SHA is kept free
            ("Li",                 &[],             "LAA"),
            ("Li",                 &["LAA"],        "LAB"),
            ("東の会社",            &[],             "AAA"),
            ("",                   &["AAA", "AAB"], "AAC"),
        ];
        for (name, taken, proposed) in table {
            let taken = taken.iter().map(|taken| code(taken)).collect();
            assert_eq!(PartnerCode::propose(name, &taken), Some(code(proposed)), "{name}");
        }
    }

    #[test]
    fn when_every_code_is_taken_none_is_proposed() {
        let mut all: BTreeSet<_> =
            triples().filter_map(|code| PartnerCode::new(code).ok()).collect();
        assert_eq!(all.len(), 26 * 26 * 26 - 5);
        assert_eq!(PartnerCode::propose("North", &all), None);
        all.remove(&code("QXZ"));
        assert_eq!(PartnerCode::propose("North", &all), Some(code("QXZ")));
    }

    #[test]
    fn a_code_that_is_not_three_capitals_or_reads_like_something_else_is_refused() {
        for text in ["", "NO", "NORD", "nor", "N0R", "ÄBC", "Ä1", " NO"] {
            assert_eq!(text.parse::<PartnerCode>(), Err(NotACode::Shape), "{text}");
        }
        for text in KEPT_FREE {
            assert_eq!(text.parse::<PartnerCode>(), Err(NotACode::KeptFree(text.to_owned())));
        }
    }

    #[test]
    fn a_number_is_read_as_people_type_it() {
        let number = ReferralNumber { code: code("NOR"), count: 12 };
        assert_eq!(number.to_string(), "NOR-12");
        for text in ["NOR-12", "nor-12", " Nor-12 "] {
            assert_eq!(text.parse(), Ok(number), "{text}");
        }
        for text in [
            "",
            "NOR",
            "NOR-",
            "NOR-0",
            "NOR-012",
            "NOR-+1",
            "NOR-1-2",
            "NO-1",
            "UTF-8",
            "NOR-99999999999",
        ] {
            assert_eq!(text.parse::<ReferralNumber>(), Err(NotANumber), "{text}");
        }
    }

    #[test]
    fn numbers_of_one_partner_sort_by_count() {
        let mut numbers: Vec<ReferralNumber> =
            ["NOR-10", "EAS-3", "NOR-9"].iter().map(|text| text.parse().unwrap()).collect();
        numbers.sort();
        assert_eq!(
            numbers.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["EAS-3", "NOR-9", "NOR-10"]
        );
    }

    proptest! {
        #[test]
        fn any_name_gets_a_code_that_reads_back(name in ".{0,60}") {
            let proposed = PartnerCode::propose(&name, &BTreeSet::new()).unwrap();
            prop_assert_eq!(proposed.to_string().parse(), Ok(proposed));
        }

        #[test]
        fn numbers_survive_text_and_no_text_makes_reading_panic(count in 1_u32.., text in ".{0,20}") {
            let number = ReferralNumber { code: code("NOR"), count };
            prop_assert_eq!(number.to_string().parse(), Ok(number));
            let _ = text.parse::<ReferralNumber>();
        }
    }
}
