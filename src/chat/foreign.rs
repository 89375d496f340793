//! Reading somebody else's JSON: every question has the answer "not there".
//!
//! Platforms leave fields out, set them to null, or send another type than their documents say. A
//! struct per shape would fail as a whole on the first such surprise, so a body stays a [`Value`]
//! and is asked for one thing at a time. Both adapters read this way.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// Bytes of an id, a timestamp or a token; the longest known has about two hundred.
const TOKEN_MAX: usize = 255;

/// JSON as it came; none where it is none.
///
/// Whoever cuts a text by UTF-16 units leaves half a character behind, which JSON can write and no
/// Rust text can hold. That is no reason to lose a delivery: the half becomes U+FFFD.
#[must_use]
pub fn parse(text: &str) -> Option<Value> {
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&mended(text))).ok()
}

/// `text` with U+FFFD in place of every escape that is half a character.
fn mended(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let length = match (half(escape), escape.get(6..).and_then(half)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                mended.push_str("\\ufffd");
                rest = &escape[6..];
                continue;
            }
            // The backslash and what it escapes, which may be a backslash.
            _ => escape.chars().take(2).map(char::len_utf8).sum(),
        };
        mended.push_str(&escape[..length]);
        rest = &escape[length..];
    }
    mended + rest
}

/// The UTF-16 unit of the `\uXXXX` that `text` begins with.
fn half(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| hex)
}

/// A JSON value from outside.
#[derive(Clone, Copy)]
pub struct Body<'a>(pub &'a Value);

impl<'a> Body<'a> {
    /// The value at a JSON pointer; null where there is none. The pointers are our own and escape
    /// nothing, so that no step has to be copied to be read.
    #[must_use]
    pub fn at(self, pointer: &str) -> Body<'a> {
        let mut steps = pointer.split('/').skip(1);
        let found = steps.try_fold(self.0, |at, step| match at {
            Value::Array(list) => list.get(step.parse::<usize>().ok()?),
            at => at.get(step),
        });
        Body(found.unwrap_or(&Value::Null))
    }

    /// A text that is not empty.
    #[must_use]
    pub fn text(self, pointer: &str) -> Option<&'a str> {
        self.at(pointer).0.as_str().filter(|text| !text.is_empty())
    }

    /// An id: letters and digits, so that it can stand in a log and in a key.
    #[must_use]
    pub fn id(self, pointer: &str) -> Option<&'a str> {
        self.text(pointer)
            .filter(|id| id.len() <= TOKEN_MAX && id.bytes().all(|b| b.is_ascii_alphanumeric()))
    }

    /// A timestamp, a trigger or an event id: an id that may hold dots and dashes.
    #[must_use]
    pub fn token(self, pointer: &str) -> Option<&'a str> {
        let known = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
        self.text(pointer).filter(|text| text.len() <= TOKEN_MAX && text.bytes().all(known))
    }

    /// A type name, for logs and metrics.
    #[must_use]
    pub fn name(self, pointer: &str) -> Option<&'a str> {
        let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
        self.text(pointer).filter(|text| text.len() <= 60 && text.bytes().all(known))
    }

    pub fn list(self, pointer: &str) -> impl Iterator<Item = Body<'a>> {
        self.at(pointer).0.as_array().into_iter().flatten().map(Body)
    }

    /// Stands for the whole content, where the platform gives no id: equal for equal bodies.
    #[must_use]
    pub fn digest(self) -> String {
        digest(&self.0.to_string())
    }
}

/// Half of a SHA-256, as hex digits.
#[must_use]
pub fn digest(text: &str) -> String {
    hex::encode(&Sha256::digest(text.as_bytes())[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_character_is_mended_and_nothing_else_is_touched() {
        #[rustfmt::skip]
        let table = [
            // as it came             as it is read
            (r#""a""#,                Some("a")),
            (r#""\ud83d""#,           Some("\u{fffd}")),
            (r#""cut \ud83d\ude00""#, Some("cut \u{1f600}")),
            (r#""cut \ud83d\ud83d\ude00""#, Some("cut \u{fffd}\u{1f600}")),
            (r#""\ude00 \ud83d""#,    Some("\u{fffd} \u{fffd}")),
            (r#""\ud83d\u0041""#,     Some("\u{fffd}A")),
            (r#""\\ud83d \uD83D""#,   Some("\\ud83d \u{fffd}")),
            (r#""\ud83d"#,            None),
            (r#""\ud8"#,              None),
            (r#""\u+123""#,           None),
            ("\\",                    None),
            ("\\ä",                   None),
        ];
        for (came, read) in table {
            assert_eq!(parse(came), read.map(Value::from), "{came}");
        }
    }
}
