//! Codes that work once and that people type: the one with which the first admin names themselves,
//! and those by which somebody joins a partner or links another account of theirs.

use rand::Rng as _;
use sha2::{Digest as _, Sha256};

use crate::secret::Secret;

/// Letters and digits that nobody takes for one another: without I, O, 0 and 1.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const LENGTH: usize = 12;
/// Shown in groups of so many.
const GROUP: usize = 4;

/// Twelve characters: 60 bits that nobody guesses in five tries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code(Secret);

impl Code {
    #[must_use]
    pub fn fresh() -> Self {
        let mut random = rand::rng();
        let letter = |_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())]);
        Self(Secret::new((0..LENGTH).map(letter).collect()))
    }

    /// A code as somebody types it: in any case, with hyphens or spaces or without; `None` for what
    /// can be no code.
    #[must_use]
    pub fn typed(text: &str) -> Option<Self> {
        let plain = |c: &char| !c.is_whitespace() && *c != '-';
        let code: String = text.chars().filter(plain).map(|c| c.to_ascii_uppercase()).collect();
        let fits = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
        fits.then(|| Self(Secret::new(code)))
    }

    /// `7K4Q-M2ZD-9TXC`, for whoever it was made for and for nobody else.
    #[must_use]
    pub fn shown(&self) -> String {
        let code = self.0.expose();
        let groups = (0..LENGTH).step_by(GROUP).map(|at| &code[at..at + GROUP]);
        groups.collect::<Vec<_>>().join("-")
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.expose()))
    }
}

/// Whether a code may stand in what was typed, also behind a misspelt word: such a text is not kept.
#[must_use]
pub fn may_hold_a_code(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let groups = words.windows(LENGTH / GROUP).map(<[&str]>::concat);
    words.iter().any(|word| Code::typed(word).is_some())
        || groups.into_iter().any(|code| Code::typed(&code).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = Code::fresh();
        let shown = code.shown();
        assert_eq!(shown.len(), 14);
        for typed in
            [shown.clone(), shown.to_lowercase(), shown.replace('-', " "), shown.replace('-', "")]
        {
            assert_eq!(Code::typed(&typed), Some(code.clone()), "{typed}");
        }
        for odd in ["", "7K4Q", "7K4Q-M2ZD-9TX0", "7K4Q-M2ZD-9TXC-AAAA", "acme.example"] {
            assert_eq!(Code::typed(odd), None, "{odd}");
        }
    }

    #[test]
    fn two_codes_differ_and_none_prints() {
        let (one, other) = (Code::fresh(), Code::fresh());
        assert_ne!(one, other);
        assert_ne!(one.hash(), other.hash());
        assert!(!format!("{one:?}").contains(&one.shown()[..4]));
    }

    #[test]
    fn a_text_that_may_hold_a_code_is_known() {
        #[rustfmt::skip]
        let table = [
            ("admin 7K4Q-M2ZD-9TXC",    true),
            ("admn 7k4qm2zd9txc now",   true),
            ("admin 7K4Q M2ZD 9TXC",    true),
            ("refer acme.example",      false),
            ("admin",                   false),
            ("",                        false),
        ];
        for (text, holds) in table {
            assert_eq!(may_hold_a_code(text), holds, "{text}");
        }
    }
}
