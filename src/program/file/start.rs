//! The section on partners' first steps. Partners are promised nothing by it.

use std::ops::RangeInclusive;

use super::reader::{Known, Reader};
use crate::domain::start::Care;

pub(super) const SECTION: &str = "start";

const SETTINGS: Known = &[("checklist", "checklist = true"), ("stuck_days", "stuck_days = 7")];

/// From the next day to a month and a half.
const STUCK: RangeInclusive<u32> = 1..=30;

/// What is left out is as most programmes have it.
pub(super) fn read(reader: &mut Reader<'_>) -> Care {
    reader.section(SECTION, SETTINGS, |reader| Some(settings(reader))).unwrap_or_default()
}

fn settings(reader: &mut Reader<'_>) -> Care {
    let usual = Care::default();
    let checklist = match reader.optional("checklist") {
        Some(_) => reader.flag("checklist").unwrap_or(usual.checklist),
        None => usual.checklist,
    };
    let stuck_days = match reader.optional("stuck_days") {
        Some(_) => reader.number("stuck_days", &STUCK, usual.stuck_days),
        None => None,
    };
    Care { checklist, stuck_days: stuck_days.unwrap_or(usual.stuck_days) }
}
