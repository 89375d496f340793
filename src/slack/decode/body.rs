//! Reading somebody else's JSON: every question has the answer "not there".
//!
//! Slack leaves fields out, sets them to null, or sends another type than its documents say
//! (slack.md §1.6). A struct per shape would fail as a whole on the first such surprise, so a body
//! stays a [`Value`] and is asked for one thing at a time.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// Bytes of an id or timestamp; Slack's own have about a dozen, a trigger id about fifty.
const TOKEN_MAX: usize = 255;

/// A JSON value from outside.
#[derive(Clone, Copy)]
pub(super) struct Body<'a>(pub &'a Value);

impl<'a> Body<'a> {
    /// The value at a JSON pointer; null where there is none.
    pub(super) fn at(self, pointer: &str) -> Body<'a> {
        Body(self.0.pointer(pointer).unwrap_or(&Value::Null))
    }

    /// A text that is not empty.
    pub(super) fn text(self, pointer: &str) -> Option<&'a str> {
        self.at(pointer).0.as_str().filter(|text| !text.is_empty())
    }

    /// An id: letters and digits, so that it can stand in a log and in a key.
    pub(super) fn id(self, pointer: &str) -> Option<&'a str> {
        self.text(pointer)
            .filter(|id| id.len() <= TOKEN_MAX && id.bytes().all(|b| b.is_ascii_alphanumeric()))
    }

    /// A timestamp, a trigger or an event id: an id that may hold dots and dashes.
    pub(super) fn token(self, pointer: &str) -> Option<&'a str> {
        let known = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
        self.text(pointer).filter(|text| text.len() <= TOKEN_MAX && text.bytes().all(known))
    }

    /// A type name, for logs and metrics.
    pub(super) fn name(self, pointer: &str) -> Option<&'a str> {
        let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
        self.text(pointer).filter(|text| text.len() <= 60 && text.bytes().all(known))
    }

    pub(super) fn list(self, pointer: &str) -> impl Iterator<Item = Body<'a>> {
        self.at(pointer).0.as_array().into_iter().flatten().map(Body)
    }

    /// Stands for the whole content, where Slack gives no id: equal for equal bodies.
    pub(super) fn digest(self) -> String {
        digest(&self.0.to_string())
    }
}

/// Half of a SHA-256, as hex digits.
pub(super) fn digest(text: &str) -> String {
    hex::encode(&Sha256::digest(text.as_bytes())[..16])
}
