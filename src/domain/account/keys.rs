//! Keys by which accounts of a similar name are found: numbers that stand in an index.
//!
//! Two names that differ by a typo, a word or its place share some key. What shares many rare keys
//! is looked at more closely (`alike`); the rest of a million accounts is never touched.

use std::collections::BTreeSet;

use super::name::Name;

/// Letters of the beginning, and of the end, that are looked at by themselves.
const PART: usize = 8;
/// A word that has fewer letters says too little once one is left out.
const SHORTEST: usize = 5;

/// The keys of a name, without doubles: its words squashed, the same sorted, each word, neighbours,
/// its beginning with each letter left out once, and its end.
#[must_use]
pub fn keys(name: &Name) -> BTreeSet<i64> {
    let mut keys = BTreeSet::new();
    let words = name.words();
    let squashed = name.squashed();
    if squashed.is_empty() {
        return keys;
    }
    keys.insert(key(Kind::Whole, &squashed));
    if words.len() > 1 {
        keys.insert(key(Kind::Sorted, &name.sorted()));
    }
    keys.extend(words.iter().map(|word| key(Kind::Word, word)));
    keys.extend(words.windows(2).map(|pair| neighbours(&pair[0], &pair[1])));
    let letters: Vec<char> = squashed.chars().collect();
    let start: String = letters.iter().take(PART).collect();
    keys.insert(key(Kind::Start, &start));
    keys.extend(without_one(&start).map(|rest| key(Kind::Start, &rest)));
    let end: String = letters[letters.len().saturating_sub(PART)..].iter().collect();
    keys.insert(key(Kind::End, &end));
    keys
}

/// What a key is made of: two kinds never give the same key for the same letters.
#[derive(Clone, Copy)]
enum Kind {
    Whole,
    Sorted,
    Word,
    Pair,
    Start,
    End,
}

fn neighbours(one: &str, next: &str) -> i64 {
    let (first, second) = if one <= next { (one, next) } else { (next, one) };
    key(Kind::Pair, &[first, " ", second].concat())
}

/// A text with each of its letters left out once: two texts that differ by one letter, or by two
/// that changed places, have such a rest in common.
fn without_one(text: &str) -> impl Iterator<Item = String> {
    let letters = if text.chars().count() < SHORTEST { 0 } else { text.len() };
    text.char_indices().take(letters).map(|(at, letter)| {
        let (before, rest) = text.split_at(at);
        [before, &rest[letter.len_utf8()..]].concat()
    })
}

/// FNV-1a over the kind and the text. It need not withstand anybody: a key that two texts share
/// costs a look, no more.
fn key(kind: Kind, text: &str) -> i64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let bytes = std::iter::once(kind as u8).chain(text.bytes());
    let hash = bytes.fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    hash.cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::name::NAME_VERSION;

    fn shared(one: &str, other: &str) -> usize {
        keys(&Name::of(one)).intersection(&keys(&Name::of(other))).count()
    }

    #[test]
    fn what_people_mistype_shares_a_key() {
        #[rustfmt::skip]
        let table = [
            ("Northwind Traders",   "Northwnid Traders",      "two letters in each other's place"),
            ("Northwind",           "Nortwind",               "a letter left out"),
            ("Northwind",           "Northhwind",             "a letter twice"),
            ("Northwind",           "Morthwind",              "another first letter"),
            ("Northwind Traders",   "Traders Northwind",      "words turned round"),
            ("Northwind Traders",   "NorthwindTraders",       "words joined"),
            ("Northwind Traders",   "Northwind",              "a word left out"),
            ("Northwind Traders",   "Northwind Global Ltd",   "other words behind"),
        ];
        for (one, other, what) in table {
            assert!(shared(one, other) > 0, "{what}");
        }
        assert_eq!(shared("Northwind Traders", "Birch Valley"), 0);
    }

    #[test]
    fn an_account_costs_few_rows() {
        let rows = |name| keys(&Name::of(name)).len();
        assert_eq!(rows("& !"), 0);
        assert!((4..=12).contains(&rows("Acme")), "{}", rows("Acme"));
        assert!(rows("Northwind Traders International Holdings GmbH") <= 24);
    }

    /// They are stored by the million: who changes them raises the version of names.
    #[test]
    fn keys_stay_what_they_are() {
        assert_eq!(NAME_VERSION, 1);
        let found: Vec<i64> = keys(&Name::of("ACME, Inc.")).into_iter().collect();
        assert_eq!(
            found,
            [
                -8_199_382_445_359_136_209,
                1_952_783_536_708_366_233,
                2_816_278_936_087_675_845,
                4_712_103_235_383_840_710
            ]
        );
    }
}
