//! The section on the rules of engagement: which of them hold here, and their parameters.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::TimeDelta;

use super::reader::{Known, Reader};
use crate::domain::case::Rule;
use crate::domain::case::ladder::Engagement;
use crate::spelling::nearest;

pub(super) const SECTION: &str = "engagement";

const SETTINGS: Known = &[
    ("off", "off = [\"R8\"]"),
    ("direct_days", "direct_days = 60"),
    ("stale_days", "stale_days = 30"),
    ("same_time_minutes", "same_time_minutes = 15"),
    ("expansion", "expansion = false"),
    ("finders_fee", "finders_fee = false"),
];

/// Up to a year back.
const DIRECT: RangeInclusive<u32> = 1..=365;
/// A protection lasts half a year at most.
const STALE: RangeInclusive<u32> = 1..=180;
/// Nothing to a day.
const SAME_TIME: RangeInclusive<u32> = 0..=1_440;

/// The rules as they are written, or where the section is left out as they always were.
pub(super) fn read(reader: &mut Reader<'_>) -> Engagement {
    reader.section(SECTION, SETTINGS, settings).unwrap_or_default()
}

fn settings(reader: &mut Reader<'_>) -> Option<Engagement> {
    let off = off(reader);
    let direct_days = reader.number("direct_days", &DIRECT, 60);
    let stale_days = reader.number("stale_days", &STALE, 30);
    let minutes = reader.number("same_time_minutes", &SAME_TIME, 15);
    let expansion = reader.flag("expansion");
    let finders_fee = reader.flag("finders_fee");
    Some(Engagement {
        off,
        direct_days: direct_days?.into(),
        stale_days: stale_days?.into(),
        same_time: TimeDelta::minutes(minutes?.into()),
        expansion: expansion?,
        finders_fee: finders_fee?,
    })
}

/// Rules that do not hold; without the list all do.
fn off(reader: &mut Reader<'_>) -> BTreeSet<Rule> {
    let Some(value) = reader.optional("off") else { return BTreeSet::new() };
    let mut off = BTreeSet::new();
    for (word, span) in reader.list("off", value).unwrap_or_default() {
        match word.parse::<Rule>() {
            Ok(rule) if off.insert(rule) => {}
            Ok(rule) => reader.wrong(span, format!("{rule} stands twice in off.")),
            Err(_) => {
                let known = nearest(word, Rule::ALL.iter().map(|rule| rule.as_str()));
                let sentence = match known {
                    Some(known) => format!("\"{word}\" is no rule. Did you mean \"{known}\"?"),
                    None => format!("\"{word}\" is no rule. There are R1 to R8."),
                };
                reader.wrong(span, sentence);
            }
        }
    }
    off
}
