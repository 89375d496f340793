//! The agreement between the vendor and its partners: the text that holds, and who said yes to which.
//! Nothing new is registered without it; what was sent before goes on.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ids::PersonId;
use super::outcome::PartnerEvent;
use super::partner::Partner;

/// Hex digits of a fingerprint that people are shown: those of a receipt.
const SHOWN: usize = 24;
/// Those that tell one text from the other.
const KEY: usize = 12;

/// A version of the text, as the programme names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// What people call it: "2", "2026-11".
    pub version: String,
    /// The date it bears.
    pub date: NaiveDate,
    /// What it comes to, a sentence each.
    pub summary: Vec<String>,
    /// Where the whole of it is read.
    pub link: String,
    /// Of the whole text, in 64 hex digits: what was agreed to stays provable when the link moves.
    pub sha256: String,
}

impl Agreement {
    /// The fingerprint, short enough to be compared by eye.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        self.sha256.get(..SHOWN).unwrap_or(&self.sha256)
    }

    /// Names this text under this name where a version and its fingerprint stand in one word.
    #[must_use]
    pub fn key(&self) -> String {
        let print = self.sha256.get(..KEY).unwrap_or(&self.sha256);
        format!("{print}-{}", self.version)
    }

    /// Whether the partner has said yes to this text, under this name.
    #[must_use]
    pub fn is_accepted_by(&self, partner: &Partner) -> bool {
        let accepted = partner.agreed.as_ref();
        accepted.is_some_and(|one| one.version == self.version && one.sha256 == self.sha256)
    }

    /// What is recorded of a yes; nothing where it was said before.
    #[must_use]
    pub fn accept(&self, partner: &Partner, by: PersonId) -> Option<PartnerEvent> {
        (!self.is_accepted_by(partner)).then(|| PartnerEvent::AgreementAccepted {
            version: self.version.clone(),
            sha256: self.sha256.clone(),
            by,
        })
    }
}

/// A partner's yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    pub version: String,
    pub sha256: String,
    pub by: PersonId,
    pub at: DateTime<Utc>,
}

/// The agreement that stands between a partner and its next referral, if one does. A trial partner
/// agrees like any other: it is there to try the programme.
#[must_use]
pub fn missing<'a>(agreement: Option<&'a Agreement>, partner: &Partner) -> Option<&'a Agreement> {
    agreement.filter(|agreement| !agreement.is_accepted_by(partner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::PartnerId;

    fn agreement(version: &str, sha256: &str) -> Agreement {
        Agreement {
            version: version.to_owned(),
            date: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(),
            summary: Vec::new(),
            link: "https://vendor.example/agreement".to_owned(),
            sha256: sha256.repeat(64),
        }
    }

    #[test]
    fn a_yes_counts_for_the_text_it_was_said_to_and_for_no_other() {
        let at = DateTime::UNIX_EPOCH;
        let code = "NOR".parse().unwrap();
        let mut partner = Partner::fresh(PartnerId::new(1), code, "North Partner", at);
        let first = agreement("1", "a");
        assert_eq!(missing(None, &partner), None, "without an agreement nothing is asked for");
        assert_eq!(missing(Some(&first), &partner), Some(&first));
        let yes = first.accept(&partner, PersonId::new(1)).unwrap();
        partner.apply(&yes, at);
        assert_eq!(missing(Some(&first), &partner), None);
        assert_eq!(first.accept(&partner, PersonId::new(2)), None, "one yes is enough");
        for other in [agreement("2", "a"), agreement("1", "b")] {
            assert_eq!(missing(Some(&other), &partner), Some(&other));
        }
    }
}
