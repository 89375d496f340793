//! Company names made up, the same in every run, and the ways in which people write them otherwise.
//!
//! Real lists of companies are not ours to ship. These are made as such lists are: one or two words
//! that tell the company apart, made of syllables, often one that many have, and a legal form; some
//! with accents. Two of them never mean the same company.

use std::collections::HashSet;

use vouch::domain::account::name::Name;

/// Chance that is the same in every run (`SplitMix64`).
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        usize::try_from(self.next() % sides as u64).unwrap_or(0)
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }

    pub fn any<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const ONSETS: &[&str] = &[
    "b", "bl", "br", "c", "ch", "cl", "cr", "d", "dr", "f", "fl", "fr", "g", "gl", "gr", "h", "j",
    "k", "kl", "kr", "l", "m", "n", "p", "ph", "pl", "pr", "qu", "r", "s", "sc", "sh", "sl", "sm",
    "sn", "sp", "st", "str", "t", "th", "tr", "v", "w", "y", "z", "",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ai", "ea", "io", "ou", "y", "a", "e", "o"];
const MARKED: &[&str] = &["ä", "ö", "ü", "é", "è", "á", "ó", "ç", "ñ"];
const CODAS: &[&str] =
    &["", "", "", "n", "r", "s", "l", "t", "m", "nd", "rt", "x", "ck", "ng", "rn", "st", "ld", "p"];
/// Words that many companies have.
const LATER: &[&str] = &[
    "Group",
    "Systems",
    "Technologies",
    "Services",
    "Solutions",
    "International",
    "Holdings",
    "Industries",
    "Partners",
    "Capital",
    "Energy",
    "Media",
    "Foods",
    "Logistics",
    "Bank",
    "Insurance",
    "Software",
    "Pharmaceuticals",
    "Resources",
    "Mining",
    "Properties",
    "Consulting",
    "Manufacturing",
    "Engineering",
    "Motors",
    "Steel",
    "Trading",
    "Ventures",
    "Networks",
    "Medical",
    // And some that fewer have.
    "Maschinenbau",
    "Brewery",
    "Bakery",
    "Optics",
    "Robotics",
    "Textiles",
    "Marine",
    "Aviation",
    "Ceramics",
    "Timber",
    "Dairy",
    "Pumps",
    "Valves",
    "Tools",
    "Printing",
    "Packaging",
    "Toys",
    "Seeds",
    "Glass",
    "Paper",
    "Cables",
    "Batteries",
    "Furniture",
    "Garden",
    "Travel",
    "Music",
];
const LEGAL: &[&str] = &[
    "Inc.",
    "Inc",
    "Ltd",
    "Ltd.",
    "Limited",
    "GmbH",
    "AG",
    "S.A.",
    "SA",
    "S.p.A.",
    "Corp.",
    "Corporation",
    "LLC",
    "PLC",
    "B.V.",
    "NV",
    "AB",
    "Oyj",
    "SE",
    "Co., Ltd.",
    "GmbH & Co. KG",
];
const SHORTENED: &[(&str, &str)] = &[
    ("Technologies", "Tech"),
    ("International", "Intl"),
    ("Manufacturing", "Mfg."),
    ("Services", "Svcs"),
    ("Systems", "Sys"),
    ("Group", "Grp"),
    ("Holdings", "Hldgs"),
    ("Engineering", "Eng"),
    ("Industries", "Ind."),
    ("Insurance", "Ins."),
    ("Pharmaceuticals", "Pharma"),
];

/// A word that tells a company apart.
fn word(dice: &mut Dice) -> String {
    let mut word = String::new();
    let syllables = if dice.one_in(4) { 3 } else { 2 };
    let marked = dice.one_in(8);
    for syllable in 0..syllables {
        word.push_str(dice.any(ONSETS));
        word.push_str(if marked && syllable == 0 { dice.any(MARKED) } else { dice.any(VOWELS) });
        word.push_str(dice.any(CODAS));
    }
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn name(dice: &mut Dice) -> String {
    let mut words = vec![word(dice)];
    match dice.below(10) {
        0..=1 => words.push(word(dice)),
        2..=6 => words.push(dice.any(LATER).to_owned()),
        7..=8 => {
            words.push(word(dice));
            words.push(dice.any(LATER).to_owned());
        }
        _ => {}
    }
    if !dice.one_in(10) {
        words.push(dice.any(LEGAL).to_owned());
    }
    words.join(" ")
}

/// Names of which no two are the same company.
pub struct Names {
    dice: Dice,
    seen: HashSet<String>,
}

impl Names {
    pub fn new(seed: u64) -> Self {
        Self { dice: Dice(seed), seen: HashSet::new() }
    }
}

impl Iterator for Names {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        loop {
            let name = name(&mut self.dice);
            if self.seen.insert(Name::of(&name).sorted()) {
                return Some(name);
            }
        }
    }
}

/// How people write a name otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    LegalForm,
    OneTypo,
    TwoTypos,
    Order,
    Marks,
    Abbreviation,
    WordDropped,
    WordAdded,
    Joined,
}

pub const KINDS: [Kind; 9] = [
    Kind::LegalForm,
    Kind::OneTypo,
    Kind::TwoTypos,
    Kind::Order,
    Kind::Marks,
    Kind::Abbreviation,
    Kind::WordDropped,
    Kind::WordAdded,
    Kind::Joined,
];

/// The name written otherwise; none where it cannot be written so, or would mean nothing any more.
pub fn written(name: &str, kind: Kind, dice: &mut Dice) -> Option<String> {
    let legal = LEGAL.iter().filter_map(|legal| name.strip_suffix(legal)?.strip_suffix(' '));
    let bare = legal.min_by_key(|rest| rest.len()).unwrap_or(name);
    let words: Vec<&str> = bare.split(' ').collect();
    let with_legal = |written: &str| [written, &name[bare.len()..]].concat();
    match kind {
        Kind::LegalForm if dice.one_in(2) => Some(bare.to_owned()),
        Kind::LegalForm => Some(format!("{bare} {}", dice.any(LEGAL))),
        Kind::OneTypo => mistyped(bare, dice).map(|bare| with_legal(&bare)),
        Kind::TwoTypos => {
            let once = mistyped(bare, dice)?;
            mistyped(&once, dice).filter(|twice| twice != bare).map(|bare| with_legal(&bare))
        }
        Kind::Order => {
            let (first, rest) = words.split_first().filter(|(_, rest)| !rest.is_empty())?;
            Some(format!("{} {first}", rest.join(" ")))
        }
        Kind::Marks => {
            let without = dice.one_in(2);
            let plain = bare.chars().map(|letter| unmarked(letter, without)).collect::<String>();
            (plain != bare).then(|| with_legal(&plain))
        }
        Kind::Abbreviation => {
            let short = SHORTENED.iter().find(|(whole, _)| words.contains(whole))?;
            Some(bare.replace(short.0, short.1))
        }
        Kind::WordDropped => {
            let last = words.len().checked_sub(1).filter(|last| *last > 0)?;
            let kept = words.iter().enumerate().filter(|(at, _)| *at != last);
            Some(kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" "))
        }
        Kind::WordAdded => Some(format!("{bare} {}", dice.any(LATER))),
        Kind::Joined => (words.len() > 1).then(|| words.concat()),
    }
}

fn unmarked(letter: char, without: bool) -> String {
    let (plain, spelled) = match letter {
        'ä' => ("a", "ae"),
        'ö' => ("o", "oe"),
        'ü' => ("u", "ue"),
        'é' | 'è' => ("e", "e"),
        'á' => ("a", "a"),
        'ó' => ("o", "o"),
        'ç' => ("c", "c"),
        'ñ' => ("n", "n"),
        other => return other.to_string(),
    };
    if without { plain } else { spelled }.to_owned()
}

/// One letter left out, put in, changed, or swapped with its neighbour.
fn mistyped(bare: &str, dice: &mut Dice) -> Option<String> {
    let mut letters: Vec<char> = bare.chars().collect();
    let places: Vec<usize> = (0..letters.len()).filter(|at| letters[*at] != ' ').collect();
    let at = *places.get(dice.below(places.len().max(1)))?;
    let other = char::from(b'a' + u8::try_from(dice.below(26)).unwrap_or(0));
    match dice.below(4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, other),
        2 => letters[at] = other,
        _ => {
            let next = at + 1;
            if next >= letters.len() || letters[next] == ' ' || letters[next] == letters[at] {
                letters.insert(at, letters[at]);
            } else {
                letters.swap(at, next);
            }
        }
    }
    Some(letters.into_iter().collect())
}
