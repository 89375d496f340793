//! The chain over the log: each event's hash covers the hash before it, so no event can be
//! changed, left out or moved without every later hash being wrong.

use sha2::{Digest as _, Sha256};

use super::project::Stream;
use super::rows::EventRow;
use crate::domain::outcome::{Event, Recorded};

/// The hash before the first event.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The chain hash of `row` when the event before it has the hash `before`.
///
/// Every field goes in behind its length, so that no two different rows give the same bytes.
#[must_use]
pub fn chain(before: &str, row: &EventRow) -> String {
    let mut hash = Sha256::new();
    let numbers = [row.seq, row.version, row.at_us].map(|number| number.to_string());
    let texts = [&row.stream, &row.kind, &row.payload, &row.actor, &row.cause, &row.program];
    let fields = [before].into_iter().chain(numbers.iter().map(String::as_str));
    for field in fields.chain(texts.into_iter().map(String::as_str)) {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hex::encode(hash.finalize())
}

/// Reads a stored event back; `None` when its payload is none of ours.
#[must_use]
pub fn recorded(row: &EventRow) -> Option<Recorded> {
    let event: Event = serde_json::from_str(&row.payload).ok()?;
    Some(Recorded {
        event,
        actor: row.actor.clone(),
        program: row.program.clone(),
        at: chrono::DateTime::from_timestamp_micros(row.at_us)?,
        chain: row.chain.clone(),
    })
}

/// An event, and what it is about; `None` when it is none of ours.
#[must_use]
pub fn read(row: &EventRow) -> Option<(Stream, Recorded)> {
    Some((row.stream.parse().ok()?, recorded(row)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> EventRow {
        EventRow {
            seq: 1,
            stream: "par_1".into(),
            version: 1,
            kind: "partner_added".into(),
            payload: "{}".into(),
            actor: "system".into(),
            cause: "setup".into(),
            program: "3f9c1a".into(),
            at_us: 1_772_000_000_000_000,
            chain: String::new(),
        }
    }

    #[test]
    fn every_field_and_the_hash_before_count() {
        let first = chain(GENESIS, &row());
        #[rustfmt::skip]
        let others = [
            ("seq",     chain(GENESIS, &EventRow { seq: 2, ..row() })),
            ("stream",  chain(GENESIS, &EventRow { stream: "par_2".into(), ..row() })),
            ("version", chain(GENESIS, &EventRow { version: 2, ..row() })),
            ("kind",    chain(GENESIS, &EventRow { kind: "partner_changed".into(), ..row() })),
            ("payload", chain(GENESIS, &EventRow { payload: "{ }".into(), ..row() })),
            ("actor",   chain(GENESIS, &EventRow { actor: "person:1".into(), ..row() })),
            ("cause",   chain(GENESIS, &EventRow { cause: "setuq".into(), ..row() })),
            ("program", chain(GENESIS, &EventRow { program: "3f9c1b".into(), ..row() })),
            ("time",    chain(GENESIS, &EventRow { at_us: 1, ..row() })),
            ("before",  chain(&first, &row())),
        ];
        for (what, other) in others {
            assert_ne!(first, other, "{what}");
        }
    }

    #[test]
    fn moving_a_letter_from_one_field_to_the_next_changes_the_hash() {
        let left = EventRow { stream: "ab".into(), kind: "c".into(), ..row() };
        let right = EventRow { stream: "a".into(), kind: "bc".into(), ..row() };
        assert_ne!(chain(GENESIS, &left), chain(GENESIS, &right));
    }
}
