//! What is said about the programme itself: to partners when it changes, to admins when it cannot.

use crate::chat::view::{Message, Part};
use crate::program::Program;
use crate::text::{Arg, Voice};

use super::note;

/// What changes for partners, one sentence each.
#[must_use]
pub fn new(voice: &Voice<'_>, was: &Program, now: &Program, on: chrono::NaiveDate) -> Message {
    let (before, after) = (&was.rules, &now.rules);
    let changed = [
        ("programme-new-protection", before.protection_days, after.protection_days),
        ("programme-new-promise", before.promise_days, after.promise_days),
    ];
    let changed = changed.into_iter().filter(|(_, was, now)| was != now).map(|(key, was, now)| {
        let args = [("n", Arg::Count(now.into())), ("was", Arg::Count(was.into()))];
        Part::Text(voice.line(key, &args))
    });
    let head = Part::Text(voice.line("programme-new", &[("date", Arg::Day(on))]));
    let foot = Part::Text(voice.line("programme-new-kept", &[]));
    Message { parts: std::iter::once(head).chain(changed).chain([foot]).collect() }
}

/// That a text was not taken over: where it does not fit, and what stays in force.
#[must_use]
pub fn bad(voice: &Voice<'_>, place: (usize, usize), what: &str, version: &str) -> Message {
    let (line, column) = (place.0.to_string(), place.1.to_string());
    let args = [
        ("line", Arg::Word(&line)),
        ("column", Arg::Word(&column)),
        ("what", Arg::Text(what)),
        ("version", Arg::Word(version)),
    ];
    note(voice.line("programme-bad", &args))
}
