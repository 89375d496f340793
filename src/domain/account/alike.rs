//! How alike two company names are, in basis points: 10,000 is the same name.
//!
//! The better of two readings counts: letter by letter, words joined and in either order; and word
//! by word, where words that many companies have (`Group`, `Services`) weigh little.

use super::name::Name;

/// The same name.
pub const SAME: u32 = 10_000;
/// From here on two names are likely one company: meant are at least 95 of 100 such hits, among
/// 100,000 accounts (benches/accounts measures it). Never enough to block by itself.
pub const LIKELY: u32 = 8_800;
/// Below it nobody would see why a name is shown.
pub const SHOWN: u32 = 6_500;

/// Two words that are alike in fewer points are two words.
const SAME_WORD: u32 = 7_500;

/// A name made ready to be compared with many others.
#[derive(Clone, Debug)]
pub struct Compared {
    words: Vec<Vec<char>>,
    weights: Vec<u32>,
    squashed: Vec<char>,
    sorted: Vec<char>,
}

impl From<&Name> for Compared {
    fn from(name: &Name) -> Self {
        Self {
            words: name.words().iter().map(|word| word.chars().collect()).collect(),
            weights: name.words().iter().map(|word| weight(word)).collect(),
            squashed: name.squashed().chars().collect(),
            sorted: name.sorted().chars().collect(),
        }
    }
}

impl Compared {
    /// How alike the two are, in basis points.
    #[must_use]
    pub fn alike(&self, other: &Self) -> u32 {
        let by_letter = letters(&self.squashed, &other.squashed, SHOWN);
        let turned = letters(&self.sorted, &other.sorted, by_letter.max(SHOWN));
        by_letter.max(turned).max(self.by_word(other))
    }

    /// Twice what is common over what both have, each word by its weight.
    fn by_word(&self, other: &Self) -> u32 {
        let all: u32 = self.weights.iter().chain(&other.weights).sum();
        if all == 0 {
            return 0;
        }
        let mut taken = vec![false; other.words.len()];
        let mut common = 0;
        for (word, weight) in self.words.iter().zip(&self.weights) {
            let free = (0..other.words.len()).filter(|at| !taken[*at]);
            let best = free.map(|at| (letters(word, &other.words[at], SAME_WORD), at)).max();
            let Some((points, at)) = best.filter(|(points, _)| *points >= SAME_WORD) else {
                continue;
            };
            taken[at] = true;
            common += points * (weight + other.weights[at]);
        }
        common / all
    }
}

/// How much a word tells companies apart.
fn weight(word: &str) -> u32 {
    if COMMON.binary_search(&word).is_ok() { 2 } else { 10 }
}

/// 10,000 less the share of letters that have to be changed; 0 when that is less than `least`, which
/// is known sooner.
fn letters(one: &[char], other: &[char], least: u32) -> u32 {
    let longest = one.len().max(other.len());
    if longest == 0 {
        return 0;
    }
    let points = |changes: usize| {
        let kept = (longest - changes) * 10_000 / longest;
        u32::try_from(kept).unwrap_or(0)
    };
    // So many changes still reach `least`.
    let most = (0..=longest).rev().find(|changes| points(*changes) >= least);
    most.and_then(|most| changes(one, other, most)).map_or(0, points)
}

/// Letters to put in, take out, change, or swap with their neighbour (optimal string alignment) to
/// make one of the other; none when they are more than `most`.
fn changes(one: &[char], other: &[char], most: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let width = other.len() + 1;
    let mut before = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row = vec![0; width];
    for (i, letter) in one.iter().enumerate() {
        row[0] = i + 1;
        let mut least = row[0];
        for (j, facing) in other.iter().enumerate() {
            let mut cost = (last[j] + usize::from(letter != facing)).min(last[j + 1] + 1);
            cost = cost.min(row[j] + 1);
            if i > 0 && j > 0 && *letter == other[j - 1] && one[i - 1] == *facing {
                cost = cost.min(before[j - 1] + 1);
            }
            row[j + 1] = cost;
            least = least.min(cost);
        }
        if least > most {
            return None;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    let all = last[other.len()];
    (all <= most).then_some(all)
}

/// Words that so many companies have in their names that they say little; in their normal form,
/// sorted.
const COMMON: &[&str] = &[
    "advisors",
    "africa",
    "agency",
    "america",
    "american",
    "asia",
    "asset",
    "associates",
    "bank",
    "brothers",
    "business",
    "canada",
    "capital",
    "care",
    "center",
    "centre",
    "chemical",
    "china",
    "communications",
    "consulting",
    "data",
    "design",
    "deutschland",
    "development",
    "digital",
    "electric",
    "electronics",
    "energy",
    "engineering",
    "enterprises",
    "equipment",
    "europe",
    "financial",
    "food",
    "foods",
    "france",
    "fund",
    "global",
    "gold",
    "group",
    "health",
    "healthcare",
    "holding",
    "holdings",
    "india",
    "industrial",
    "industries",
    "insurance",
    "international",
    "investment",
    "investments",
    "italia",
    "japan",
    "laboratories",
    "logistics",
    "management",
    "manufacturing",
    "marketing",
    "materials",
    "media",
    "medical",
    "metals",
    "mining",
    "motors",
    "national",
    "network",
    "networks",
    "oil",
    "pacific",
    "partners",
    "pharmaceuticals",
    "power",
    "products",
    "properties",
    "resources",
    "retail",
    "sciences",
    "security",
    "service",
    "services",
    "shipping",
    "software",
    "solutions",
    "steel",
    "studio",
    "supply",
    "systems",
    "technologies",
    "technology",
    "telecom",
    "therapeutics",
    "trade",
    "trading",
    "transport",
    "trust",
    "uk",
    "usa",
    "ventures",
    "world",
    "worldwide",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn alike(one: &str, other: &str) -> u32 {
        Compared::from(&Name::of(one)).alike(&Compared::from(&Name::of(other)))
    }

    #[test]
    fn names_are_likely_one_company_or_they_are_not() {
        #[rustfmt::skip]
        let table = [
            // one                          other                              likely
            ("Acme GmbH",                   "ACME",                            true),
            ("Northwind Traders",           "Traders Northwind Ltd",           true),
            ("Northwind Traders",           "Northwnid Traders",               true),
            ("Northwind Traders",           "NorthwindTraders",                true),
            ("Northwind Group",             "Northwind",                       true),
            ("Müller Maschinenbau",         "Mueller Maschinenbau",            true),
            ("Northwind Traders",           "Northwind",                       false),
            ("Northwind Systems",           "Northwind Technologies",          false),
            ("Acme",                        "Acne",                            false),
            ("Northwind Group",             "Southwind Group",                 false),
            ("Group Services",              "Services International",          false),
            ("",                            "",                                false),
        ];
        for (one, other, likely) in table {
            let points = alike(one, other);
            assert_eq!(points >= LIKELY, likely, "{one} and {other}: {points}");
        }
    }

    #[test]
    fn letters_are_counted_as_people_mistype_them() {
        #[rustfmt::skip]
        let table = [
            ("acme", "acme", 0), ("acme", "acne", 1), ("acme", "amce", 1), ("acme", "acm", 1),
            ("acme", "acmee", 1), ("acme", "cmea", 2), ("acme", "", 4), ("", "", 0),
        ];
        for (one, other, expected) in table {
            let (one, other): (Vec<char>, Vec<char>) =
                (one.chars().collect(), other.chars().collect());
            assert_eq!(changes(&one, &other, 9), Some(expected), "{one:?} {other:?}");
            let fewer = expected.checked_sub(1).and_then(|most| changes(&one, &other, most));
            assert_eq!(fewer, None, "{one:?} {other:?}");
        }
    }

    #[test]
    fn the_common_words_are_sorted_and_in_their_normal_form() {
        assert!(COMMON.is_sorted_by(|one, next| one < next));
        for word in COMMON {
            assert_eq!(Name::of(word).words(), [*word]);
        }
    }

    proptest! {
        #[test]
        fn a_name_is_itself_and_the_same_name_has_no_direction(
            one in "[a-e]{1,6}( [a-e]{1,6}){0,2}", other in "[a-e]{1,6}( [a-e]{1,6}){0,2}",
        ) {
            prop_assert_eq!(alike(&one, &one), SAME);
            let (there, back) = (alike(&one, &other), alike(&other, &one));
            prop_assert!(there <= SAME && back <= SAME);
            prop_assert_eq!(there == SAME, back == SAME);
        }
    }
}
