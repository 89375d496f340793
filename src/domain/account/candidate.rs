//! Accounts that a reviewer may want to look at, each with the reason why.

use std::fmt;

use chrono::NaiveDate;

use super::known::{AccountNo, Standing};
use super::matching::Matching;

/// Why an account is shown beside a referral. Only an equal domain or an alias opens a review by
/// itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The same registrable domain.
    Domain,
    /// A domain of the same company.
    Alias,
    /// The domain of the contact's e-mail address.
    Email,
    /// A similar name, in basis points.
    Name { points: u32 },
}

impl Reason {
    /// Whether it is likely the same company, as the programme sees it.
    #[must_use]
    pub const fn is_likely(self, matching: &Matching) -> bool {
        match self {
            Self::Domain | Self::Alias => true,
            Self::Email => false,
            Self::Name { points } => points >= matching.likely,
        }
    }
}

/// As it is shown: `name 0.93`. It is rounded down: 1.00 is the same name.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain => f.write_str("domain"),
            Self::Alias => f.write_str("alias"),
            Self::Email => f.write_str("e-mail"),
            Self::Name { points } => write!(f, "name {}", score(*points)),
        }
    }
}

/// Basis points as people read a likeness: `0.93`.
#[must_use]
pub fn score(points: u32) -> String {
    format!("{}.{:02}", points / 10_000, points % 10_000 / 100)
}

/// An account to look at. It has no `Debug`: it is the vendor's data.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidate {
    pub number: AccountNo,
    pub name: String,
    pub standing: Standing,
    /// Of an open opportunity: the last day with activity.
    pub active: Option<NaiveDate>,
    pub reason: Reason,
    /// Whether it is likely the same company.
    pub likely: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_a_word_or_a_name_with_its_score() {
        #[rustfmt::skip]
        let table = [
            (Reason::Domain,                   "domain",    true),
            (Reason::Alias,                    "alias",     true),
            (Reason::Email,                    "e-mail",    false),
            (Reason::Name { points: 9_399 },   "name 0.93", true),
            (Reason::Name { points: 8_799 },   "name 0.87", false),
            (Reason::Name { points: 10_000 },  "name 1.00", true),
            (Reason::Name { points: 7_005 },   "name 0.70", false),
        ];
        for (reason, said, likely) in table {
            assert_eq!(
                (reason.to_string().as_str(), reason.is_likely(&Matching::default())),
                (said, likely)
            );
        }
    }
}
