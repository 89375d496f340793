//! A company's name as it is compared: what people write differently without meaning another
//! company is made the same.
//!
//! Case, accents and marks go, letters that have no simple form are spelled out, legal forms are
//! dropped, common abbreviations written out, and umlauts count as their plain vowels on both sides
//! (`Müller`, `Mueller` and `Muller` are one). How alike two such names are is in `alike`.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The version of what a name is reduced to and of the keys made from it. Who changes either raises
/// it: the keys that are stored are then made anew.
pub const NAME_VERSION: i64 = 1;

/// Words of one name that are looked at; what is longer is no name.
const WORDS_MOST: usize = 12;

/// A name in its normal form: words in their order, without legal forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    words: Vec<String>,
}

impl Name {
    /// Reads a name as people write it. One of signs alone has no words, and is like no other.
    #[must_use]
    pub fn of(written: &str) -> Self {
        let mut words = joined_letters(folded(written).split_whitespace());
        words.truncate(WORDS_MOST);
        let filler = |word: &String| FILLERS.contains(&word.as_str());
        if !words.iter().all(filler) {
            words.retain(|word| !filler(word));
        }
        drop_legal_forms(&mut words);
        words.iter_mut().for_each(in_full);
        Self { words }
    }

    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The words without spaces between.
    #[must_use]
    pub fn squashed(&self) -> String {
        self.words.concat()
    }

    /// The same in alphabetical order: who turns words round means the same company.
    #[must_use]
    pub fn sorted(&self) -> String {
        let mut words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        words.sort_unstable();
        words.concat()
    }
}

/// The words of a text in which names are looked for, in the form in which those of a name are; what a
/// name drops at its ends stays.
#[must_use]
pub fn words_in(text: &str) -> Vec<String> {
    let mut words = joined_letters(folded(text).split_whitespace());
    words.retain(|word| !FILLERS.contains(&word.as_str()));
    words.iter_mut().for_each(in_full);
    words
}

/// Words in a row without spaces between, as they are compared: whether somebody writes one word or two
/// does not matter.
#[must_use]
pub fn run_of(words: &[String]) -> String {
    without_umlauts(&words.concat())
}

/// Common abbreviations are written out, umlauts become plain.
fn in_full(word: &mut String) {
    if let Some((_, whole)) = SHORT.iter().find(|(short, _)| short == word) {
        *word = (*whole).to_owned();
    }
    *word = without_umlauts(word);
}

/// Lower case, no marks, only letters, digits and spaces.
#[must_use]
pub fn folded(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let letters = written.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    for letter in letters {
        match letter {
            'ß' => text.push_str("ss"),
            'æ' => text.push_str("ae"),
            'œ' => text.push_str("oe"),
            'ø' => text.push('o'),
            'ł' => text.push('l'),
            'đ' | 'ð' => text.push('d'),
            'þ' => text.push_str("th"),
            'ı' => text.push('i'),
            // "S.p.A." and "O'Neil" are one word each.
            '.' | '\'' | '’' | '‘' | '`' | '´' | 'ʼ' => {}
            letter if letter.is_alphanumeric() => text.push(letter),
            _ => text.push(' '),
        }
    }
    text
}

/// Letters that stand alone one after the other are one word: "I B M", "S A".
fn joined_letters<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut spelled = false;
    for word in words {
        let letter = word.chars().nth(1).is_none();
        match joined.last_mut() {
            Some(last) if letter && spelled => last.push_str(word),
            _ => joined.push(word.to_owned()),
        }
        spelled = letter;
    }
    joined
}

/// Takes legal forms from the end, and from the front where they stand there; one word stays.
fn drop_legal_forms(words: &mut Vec<String>) {
    let mut dropped = false;
    while words.len() > 1 {
        let last = words.last().map(String::as_str).unwrap_or_default();
        // "S.A. de C.V.", "Sp. z oo": only between two of them.
        let between = dropped && ["de", "z"].contains(&last);
        if !between && LEGAL.binary_search(&last).is_err() {
            break;
        }
        words.pop();
        dropped = true;
    }
    while words.len() > 1 && LEGAL_IN_FRONT.contains(&words[0].as_str()) {
        words.remove(0);
    }
}

/// `ae`, `oe` and `ue` count as `a`, `o` and `u`: on both sides, so that it does not matter which
/// of them was an umlaut.
fn without_umlauts(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    for letter in word.chars() {
        if !(letter == 'e' && text.ends_with(['a', 'o', 'u'])) {
            text.push(letter);
        }
    }
    text
}

/// Words that join others.
const FILLERS: &[&str] = &["and", "et", "of", "the", "und"];

/// Legal forms as they stand at the end of a name, without dots; sorted.
const LEGAL: &[&str] = &[
    "ab",
    "ag",
    "aktiengesellschaft",
    "aps",
    "as",
    "asa",
    "bhd",
    "bt",
    "bv",
    "bvba",
    "cjsc",
    "co",
    "company",
    "corp",
    "corporation",
    "cv",
    "dd",
    "doo",
    "ead",
    "eg",
    "ehf",
    "eingetragen",
    "eirl",
    "ek",
    "ent",
    "eood",
    "ev",
    "gbr",
    "gesellschaft",
    "ggmbh",
    "gk",
    "gmbh",
    "hf",
    "inc",
    "incorporated",
    "jsc",
    "kft",
    "kg",
    "kgaa",
    "kk",
    "lda",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "ltda",
    "mbh",
    "nv",
    "nyrt",
    "oao",
    "ohg",
    "ojsc",
    "oo",
    "ood",
    "ooo",
    "ou",
    "oy",
    "oyj",
    "pao",
    "pc",
    "pjsc",
    "plc",
    "pllc",
    "pt",
    "pte",
    "pty",
    "pvt",
    "rt",
    "sa",
    "sab",
    "sae",
    "saog",
    "sapi",
    "sarl",
    "sas",
    "sasu",
    "sau",
    "sca",
    "scs",
    "sdn",
    "se",
    "sia",
    "sl",
    "slu",
    "snc",
    "sp",
    "spa",
    "spk",
    "spol",
    "spz",
    "spzoo",
    "srl",
    "sro",
    "tbk",
    "uab",
    "ug",
    "vof",
    "yk",
    "zao",
    "zoo",
    "zrt",
    "有限公司",
    "株式会社",
];

/// Legal forms that stand in front.
const LEGAL_IN_FRONT: &[&str] =
    &["oao", "ooo", "pao", "pt", "zao", "ао", "зао", "оао", "ооо", "пао", "株式会社"];

/// What people shorten, and in full.
const SHORT: &[(&str, &str)] = &[
    ("assoc", "associates"),
    ("bros", "brothers"),
    ("chem", "chemical"),
    ("comm", "communications"),
    ("dev", "development"),
    ("elec", "electric"),
    ("eng", "engineering"),
    ("fin", "financial"),
    ("grp", "group"),
    ("hldg", "holdings"),
    ("hldgs", "holdings"),
    ("ind", "industries"),
    ("inds", "industries"),
    ("ins", "insurance"),
    ("int", "international"),
    ("intl", "international"),
    ("labs", "laboratories"),
    ("mfg", "manufacturing"),
    ("mgmt", "management"),
    ("natl", "national"),
    ("pharma", "pharmaceuticals"),
    ("svcs", "services"),
    ("sys", "systems"),
    ("tech", "technologies"),
    ("univ", "university"),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_reduced_to_the_words_that_tell_it_apart() {
        #[rustfmt::skip]
        let table = [
            // written                           words
            ("Acme GmbH",                        "acme"),
            ("ACME, Inc.",                       "acme"),
            ("Acme Widgets Co., Ltd.",           "acme widgets"),
            ("The The",                          "the the"),
            ("The Acme & Sons Company",          "acme sons"),
            ("Acme S.p.A.",                      "acme"),
            ("Acme S. A. de C. V.",              "acme"),
            ("Acme Sp. z o.o.",                  "acme"),
            ("Bäcker Müller GmbH & Co. KG",      "backer muller"),
            ("Baecker Mueller",                  "backer muller"),
            ("PT Acme Tbk",                      "acme"),
            ("ООО Ромашка",                      "ромашка"    ),
            ("I.B.M. Corp",                      "ibm"),
            ("I B M",                            "ibm"),
            ("O'Neil’s Pumps",                   "oneils pumps"),
            ("Størksen Łódź Straße",             "storksen lodz strasse"),
            ("Acme Intl. Tech Svcs",             "acme international technologies services"),
            ("ＡＣＭＥ　株式会社",                    "acme"),
            ("Limited",                          "limited"),
            ("AG",                               "ag"),
            ("Blue Ocean",                       "blu ocean"),
            ("& ! …",                            ""),
            ("",                                 ""),
        ];
        for (written, words) in table {
            assert_eq!(Name::of(written).words().join(" "), words, "{written}");
        }
    }

    #[test]
    fn the_legal_forms_are_sorted() {
        assert!(LEGAL.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn words_in_another_order_give_the_same_sorted_name() {
        assert_eq!(Name::of("Widgets Acme").sorted(), Name::of("Acme Widgets Ltd").sorted());
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic_or_leaves_an_empty_word(
            written in "\\PC{0,80}",
        ) {
            let name = Name::of(&written);
            prop_assert!(name.words().len() <= WORDS_MOST);
            prop_assert!(name.words().iter().all(|word| !word.is_empty()));
        }
    }
}
