//! Names for things: opaque ids inside, public numbers and fingerprints for people.
//!
//! An opaque id is a prefix and 128 bits as 26 letters and digits (`ref_01j…`). Its bits are made
//! elsewhere, time first, and handed in; text order is therefore age order. People never see one:
//! they see a partner's code, a number like `NOR-12`, and a receipt's fingerprint. Codes and
//! numbers are in `ids/code.rs`.

mod code;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use code::{NotACode, NotANumber, PartnerCode, ReferralNumber};

/// Letters and digits of an id: Crockford's base 32 in lower case, without i, l, o and u. In this
/// order the bytes ascend, so equally long texts sort as their numbers do.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Digits of 128 bits, five bits each.
const LENGTH: usize = 26;

/// A text that is no id of the wanted kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no id: one starts with {prefix}_, then come 26 letters and digits")]
pub struct NotAnId {
    prefix: &'static str,
}

fn digits(bits: u128) -> String {
    let digit = |at: usize| {
        let shift = 5 * (LENGTH - 1 - at);
        // The mask keeps five bits, so the conversion loses nothing.
        let value = (bits >> shift) & 31;
        char::from(DIGITS[usize::try_from(value).unwrap_or(0)])
    };
    (0..LENGTH).map(digit).collect()
}

fn bits(digits: &str) -> Option<u128> {
    // 26 digits hold 130 bits; the first one may only use three of its five.
    if digits.len() != LENGTH || digits.as_bytes()[0] > b'7' {
        return None;
    }
    digits.bytes().try_fold(0_u128, |bits, digit| {
        let value = DIGITS.iter().position(|known| *known == digit)?;
        Some((bits << 5) | u128::try_from(value).ok()?)
    })
}

/// One kind of opaque id: no two kinds can be mistaken for each other.
macro_rules! opaque_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(u128);

        impl $name {
            /// An id of these bits; whoever makes them sees to it that they are new.
            #[must_use]
            pub const fn new(bits: u128) -> Self {
                Self(bits)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), digits(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then(bits)
                    .map(Self)
                    .ok_or(NotAnId { prefix: $prefix })
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }
    };
}

opaque_id!(ReferralId, "ref");
opaque_id!(PartnerId, "par");
opaque_id!(
    /// A person as the programme knows them, whatever platforms they use.
    PersonId,
    "per"
);
opaque_id!(
    /// One opened form: sent twice, it still has one effect.
    FormId,
    "frm"
);
opaque_id!(
    /// A conflict case.
    CaseId,
    "cas"
);
opaque_id!(
    /// A company that wants to join.
    ApplicationId,
    "app"
);

/// The first 24 hex digits of a chain hash, which a receipt shows in groups of four.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 12]);

impl Fingerprint {
    #[must_use]
    pub fn of(chain_hash: &[u8; 32]) -> Self {
        let mut first = [0; 12];
        first.copy_from_slice(&chain_hash[..12]);
        Self(first)
    }
}

/// `3f9c 1a20 …`
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, [high, low]) in self.0.as_chunks().0.iter().enumerate() {
            let gap = if at == 0 { "" } else { " " };
            write!(f, "{gap}{high:02x}{low:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no fingerprint: it has 24 digits from 0 to f, in groups of four")]
pub struct NotAFingerprint;

/// As people copy it: any case, with or without the gaps.
impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let mut first = [0; 12];
        hex::decode_to_slice(&digits, &mut first).map_err(|_| NotAFingerprint)?;
        Ok(Self(first))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_reads_as_its_prefix_and_26_digits() {
        #[rustfmt::skip]
        let table = [
            (0,         "ref_00000000000000000000000000"),
            (1,         "ref_00000000000000000000000001"),
            (32,        "ref_00000000000000000000000010"),
            (u128::MAX, "ref_7zzzzzzzzzzzzzzzzzzzzzzzzz"),
        ];
        for (bits, text) in table {
            assert_eq!(ReferralId::new(bits).to_string(), text);
            assert_eq!(text.parse(), Ok(ReferralId::new(bits)));
        }
    }

    #[test]
    fn what_is_no_id_of_this_kind_is_refused() {
        #[rustfmt::skip]
        let table = [
            ("another kind",     "par_00000000000000000000000001"),
            ("no prefix",        "00000000000000000000000001"),
            ("too short",        "ref_1"),
            ("too long",         "ref_000000000000000000000000001"),
            ("over 128 bits",    "ref_80000000000000000000000000"),
            ("capitals",         "ref_0000000000000000000000000A"),
            ("a letter left out", "ref_0000000000000000000000000u"),
            ("not ASCII",        "ref_000000000000000000000000é"),
            ("empty",            ""),
        ];
        for (why, text) in table {
            assert!(text.parse::<ReferralId>().is_err(), "{why}");
        }
        let sentence = "this is no id: one starts with ref_, then come 26 letters and digits";
        assert_eq!("".parse::<ReferralId>().unwrap_err().to_string(), sentence);
    }

    #[test]
    fn a_fingerprint_shows_24_digits_and_is_read_back_however_it_was_copied() {
        let mut hash = [0xff; 32];
        hash[..12].copy_from_slice(&[0x3f, 0x9c, 0x1a, 0x20, 0, 1, 2, 3, 4, 5, 0xab, 0xcd]);
        let fingerprint = Fingerprint::of(&hash);
        assert_eq!(fingerprint.to_string(), "3f9c 1a20 0001 0203 0405 abcd");
        #[rustfmt::skip]
        let table = [
            "3f9c 1a20 0001 0203 0405 abcd",
            "3F9C1A20000102030405ABCD",
            " 3f9c-1a20-0001-0203-0405-abcd ",
        ];
        for copied in table {
            assert_eq!(copied.parse(), Ok(fingerprint));
        }
        for no in ["", "3f9c", "zf9c 1a20 0001 0203 0405 abcd", "3f9c 1a20 0001 0203 0405 abcd 0"] {
            assert_eq!(no.parse::<Fingerprint>(), Err(NotAFingerprint));
        }
    }

    proptest! {
        #[test]
        fn ids_survive_text_and_json_and_sort_alike_as_both(one: u128, other: u128) {
            let (one, other) = (PartnerId::new(one), PartnerId::new(other));
            prop_assert_eq!(one.to_string().parse(), Ok(one));
            let json = serde_json::to_string(&one).unwrap();
            prop_assert_eq!(serde_json::from_str::<PartnerId>(&json).unwrap(), one);
            prop_assert_eq!(one.cmp(&other), one.to_string().cmp(&other.to_string()));
        }

        #[test]
        fn no_text_makes_reading_an_id_panic(text in ".{0,40}", tail in ".{0,30}") {
            let _ = text.parse::<FormId>();
            if let Ok(id) = format!("frm_{tail}").parse::<FormId>() {
                prop_assert_eq!(id.to_string(), format!("frm_{tail}"));
            }
        }
    }
}
