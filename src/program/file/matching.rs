//! The section on telling companies apart.

use std::ops::RangeInclusive;

use super::reader::{Known, Reader};
use crate::domain::account::alike::LIKELY;
use crate::domain::account::matching::{CANDIDATES, Matching};

pub(super) const SECTION: &str = "match";

const SETTINGS: Known = &[
    ("shared_domains", "shared_domains = [\"coworking.example\"]"),
    ("likely_percent", "likely_percent = 88"),
    ("candidates", "candidates = 5"),
];

/// Hundredths of likeness: with fewer than these every other name would be likely.
const LIKELY_PERCENT: RangeInclusive<u32> = 60..=100;
const SHOWN: RangeInclusive<u32> = 1..=CANDIDATES as u32;
/// Basis points of a hundredth.
const HUNDREDTH: u32 = 100;

/// As it is written, or where the section is left out as it always was.
pub(super) fn read(reader: &mut Reader<'_>) -> Matching {
    reader.section(SECTION, SETTINGS, settings).unwrap_or_default()
}

fn settings(reader: &mut Reader<'_>) -> Option<Matching> {
    let shared_domains = reader.domains("shared_domains");
    let likely = reader.number_or("likely_percent", &LIKELY_PERCENT, LIKELY / HUNDREDTH);
    let candidates = reader.number_or("candidates", &SHOWN, *SHOWN.end());
    Some(Matching {
        shared_domains,
        likely: likely? * HUNDREDTH,
        candidates: usize::try_from(candidates?).ok()?,
    })
}
