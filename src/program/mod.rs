//! The programme: what the vendor has settled, read from TOML and checked.
//!
//! For now there is only the built-in one. Its version is a hash of its text, and stands on every
//! event that was decided under it.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::NaiveTime;
use chrono_tz::Tz;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::domain::Rules;
use crate::domain::calendar::Calendar;

const BUILT_IN: &str = include_str!("default.toml");

/// A programme in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub name: String,
    pub rules: Rules,
    /// The first 12 hex digits of the SHA-256 of its text.
    pub version: String,
    /// Where it came from, for people.
    pub source: &'static str,
}

/// The programme in force now. Clones share it, so that whoever takes over a new version is heard by
/// all at once.
#[derive(Clone, Debug)]
pub struct InForce(Arc<RwLock<Arc<Program>>>);

impl InForce {
    #[must_use]
    pub fn new(program: Program) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(program))))
    }

    /// The programme at this moment; one decision asks once and stays with the answer.
    #[must_use]
    pub fn now(&self) -> Arc<Program> {
        // A pointer is put in whole: a panic elsewhere cannot have left half of one.
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Program {
    /// The programme that is shipped.
    ///
    /// # Panics
    /// Never: the shipped text is read in a test.
    #[must_use]
    pub fn built_in() -> Self {
        read(BUILT_IN).expect("the shipped programme is tested")
    }

    #[must_use]
    pub const fn zone(&self) -> Tz {
        self.rules.calendar.zone()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    time_zone: String,
    vendor_domains: Vec<String>,
    reject_reasons: Vec<String>,
    lost_reasons: Vec<String>,
    holidays: Vec<chrono::NaiveDate>,
    business_hours: BusinessHours,
    protection: ProtectionPart,
    promise: PromisePart,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BusinessHours {
    days: Vec<chrono::Weekday>,
    open: String,
    close: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProtectionPart {
    days: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PromisePart {
    business_days: u32,
}

/// Reads a programme; `None` when the text is not one.
fn read(text: &str) -> Option<Program> {
    let file: File = toml::from_str(text).ok()?;
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
    let mut weekdays = [false; 7];
    for day in file.business_hours.days {
        weekdays[day.num_days_from_monday() as usize] = true;
    }
    let calendar = Calendar::new(
        file.time_zone.parse().ok()?,
        time(&file.business_hours.open)?,
        time(&file.business_hours.close)?,
        weekdays,
        file.holidays.into_iter().collect(),
    )
    .ok()?;
    let rules = Rules {
        calendar,
        protection_days: file.protection.days,
        promise_days: file.promise.business_days,
        vendor_domains: file.vendor_domains,
        reject_reasons: file.reject_reasons,
        lost_reasons: file.lost_reasons,
    };
    let version = hex::encode(Sha256::digest(text))[..12].to_owned();
    Some(Program { name: file.name, rules, version, source: "built-in default" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_programme_is_the_one_of_the_documents() {
        let program = Program::built_in();
        assert_eq!(program.rules.protection_days, 90);
        assert_eq!(program.rules.promise_days, 2);
        assert_eq!(program.zone(), Tz::UTC);
        assert_eq!(program.version.len(), 12);
    }
}
