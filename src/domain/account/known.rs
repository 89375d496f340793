//! What the vendor's own systems say of companies: customers, open opportunities, accounts that
//! nobody may refer. They come in by file or from a CRM, and are the vendor's data, not the log's:
//! an event holds a number and what counted, never a name.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Domain;
use crate::domain::words::words;

words! {
    /// What an account is to the vendor.
    Standing {
        Customer = "customer",
        /// The vendor's own team is in talks with it.
        Opportunity = "opportunity",
        /// Nobody may refer it.
        OffLimits = "off-limits",
        /// Known by name only: a former customer, a deal that was lost.
        Known = "known",
    }
}

impl Standing {
    /// Whether a referral of such an account is reviewed.
    #[must_use]
    pub const fn stands_against(self) -> bool {
        match self {
            Self::Customer | Self::Opportunity | Self::OffLimits => true,
            Self::Known => false,
        }
    }

    /// What an account is once its opportunity has come to this stage, in the source's own words.
    #[must_use]
    pub fn after_stage(self, stage: &str) -> Self {
        match (self, stage) {
            (Self::Opportunity | Self::Known, "closed_won") => Self::Customer,
            (Self::Opportunity, "closed_lost") => Self::Known,
            (standing, _) => standing,
        }
    }
}

/// An account's number with us. It follows from the source's own id, so that the same account has
/// the same number whenever and however it comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountNo(i64);

impl AccountNo {
    /// The number of what `source` knows under `external_id`: 63 bits of a hash. That two of a
    /// million share one has a chance of one in ten million; whoever writes an account sees it.
    #[must_use]
    pub fn of(source: &str, external_id: &str) -> Self {
        let hash = Sha256::new().chain_update(source).chain_update([0]).chain_update(external_id);
        let bytes: [u8; 32] = hash.finalize().into();
        let start = bytes.first_chunk::<8>().copied().unwrap_or_default();
        Self(i64::from_be_bytes(start) & i64::MAX)
    }

    /// A number as it was stored.
    #[must_use]
    pub const fn stored(number: i64) -> Self {
        Self(number)
    }

    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

/// An account as its source describes it.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Which system said so.
    pub source: String,
    /// What it is called there.
    pub external_id: String,
    pub name: String,
    pub standing: Standing,
    /// Every domain of the company; none is possible.
    pub domains: BTreeSet<Domain>,
    /// Who looks after it, as the source writes it.
    pub owner: Option<String>,
    /// How far the opportunity is, as the source writes it.
    pub stage: Option<String>,
    /// The last day with logged activity, in the programme's time zone.
    pub active: Option<NaiveDate>,
    /// What the opportunity is worth: minor units, and ISO 4217.
    pub amount: Option<(i64, String)>,
}

impl Account {
    #[must_use]
    pub fn number(&self) -> AccountNo {
        AccountNo::of(&self.source, &self.external_id)
    }
}

/// The number alone: the rest is the vendor's data.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account({})", self.number().get())
    }
}

/// Something a source says of an account: nothing (`None`), or a value, which may be that there is
/// none.
pub type Said<T> = Option<Option<T>>;

/// What a source says of an account, at once or bit by bit.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Told {
    pub source: String,
    pub external_id: String,
    pub name: Option<String>,
    pub standing: Option<Standing>,
    pub domains: Option<BTreeSet<Domain>>,
    pub owner: Said<String>,
    pub stage: Said<String>,
    /// A day with logged activity.
    pub active: Option<NaiveDate>,
    pub amount: Said<(i64, String)>,
}

/// Nothing is known of the account, and it is not even said what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoName;

impl Told {
    #[must_use]
    pub fn number(&self) -> AccountNo {
        AccountNo::of(&self.source, &self.external_id)
    }

    /// The account as it is after this was said.
    ///
    /// # Errors
    /// [`NoName`].
    pub fn onto(&self, before: Option<&Account>) -> Result<Account, NoName> {
        let name = self.name.clone().or_else(|| before.map(|before| before.name.clone()));
        let (was, stands) = (before.map(|before| before.standing), self.standing);
        let stage = self.stage.clone();
        let stage = stage.unwrap_or_else(|| before.and_then(|before| before.stage.clone()));
        // Of a deal that the source speaks of, without saying what the account is to the vendor.
        let deal = || self.stage.as_ref().map(|_| Standing::Opportunity);
        let standing = match (stands, was) {
            (Some(stands), _) => stands,
            (None, Some(Standing::Known) | None) => deal().or(was).unwrap_or(Standing::Known),
            (None, Some(was)) => was,
        };
        let active = self.active.max(before.and_then(|before| before.active));
        Ok(Account {
            source: self.source.clone(),
            external_id: self.external_id.clone(),
            name: name.ok_or(NoName)?,
            standing: stage.as_deref().map_or(standing, |stage| standing.after_stage(stage)),
            domains: self
                .domains
                .clone()
                .unwrap_or_else(|| before.map(|one| one.domains.clone()).unwrap_or_default()),
            owner: self
                .owner
                .clone()
                .unwrap_or_else(|| before.and_then(|before| before.owner.clone())),
            stage,
            active,
            amount: self
                .amount
                .clone()
                .unwrap_or_else(|| before.and_then(|before| before.amount.clone())),
        })
    }
}

/// What was found on a domain, as the log keeps it: enough to say later on which facts something was
/// decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Found {
    pub standing: Standing,
    pub account: AccountNo,
    /// Of an opportunity: the last day with logged activity, as it was known then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<NaiveDate>,
}

/// Whether an account of this standing is among what was found.
#[must_use]
pub fn has(found: &[Found], standing: Standing) -> bool {
    found.iter().any(|one| one.standing == standing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_follows_from_the_source_and_its_id() {
        let number = AccountNo::of("crm", "001");
        assert_eq!(number, AccountNo::of("crm", "001"));
        assert!(number.get() > 0);
        // The border between the two counts.
        assert_ne!(number, AccountNo::of("cr", "m001"));
        assert_ne!(number, AccountNo::of("crm", "002"));
    }

    fn told(standing: Option<Standing>, stage: Said<&str>) -> Told {
        Told {
            source: "crm".to_owned(),
            external_id: "001".to_owned(),
            name: Some("Acme".to_owned()),
            standing,
            stage: stage.map(|stage| stage.map(str::to_owned)),
            ..Told::default()
        }
    }

    #[test]
    fn what_is_not_said_stays_as_it_was() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day);
        let domains = BTreeSet::from([Domain::stored("acme.example".to_owned())]);
        let first = Told {
            domains: Some(domains),
            owner: Some(Some("Kim".to_owned())),
            active: day(9),
            amount: Some(Some((5, "EUR".to_owned()))),
            ..told(Some(Standing::Opportunity), Some(Some("meeting")))
        };
        let before = first.onto(None).unwrap();
        let nothing = Told { name: None, active: day(3), ..told(None, None) };
        assert!(nothing.onto(Some(&before)) == Ok(before.clone()));
        let nobody = Told { owner: Some(None), ..told(None, None) };
        assert_eq!(nobody.onto(Some(&before)).unwrap().owner, None);
        let later = Told { active: day(10), ..told(None, None) };
        assert_eq!(later.onto(Some(&before)).unwrap().active, day(10));
        assert!(Told { name: None, ..told(None, None) }.onto(None) == Err(NoName));
    }

    #[test]
    fn what_an_account_is_follows_from_what_is_said_of_it() {
        let opportunity = told(Some(Standing::Opportunity), None).onto(None).unwrap();
        let customer = told(Some(Standing::Customer), None).onto(None).unwrap();
        #[rustfmt::skip]
        let table = [
            // before              said                                              after
            (None,                 told(None, None),                                 Standing::Known),
            (None,                 told(None, Some(Some("meeting"))),                Standing::Opportunity),
            (None,                 told(None, Some(Some("closed_won"))),             Standing::Customer),
            (Some(&opportunity),   told(None, Some(Some("closed_lost"))),            Standing::Known),
            (Some(&opportunity),   told(None, Some(Some("closed_won"))),             Standing::Customer),
            (Some(&customer),      told(None, Some(Some("meeting"))),                Standing::Customer),
            (Some(&customer),      told(Some(Standing::OffLimits), None),            Standing::OffLimits),
            (Some(&customer),      told(Some(Standing::Known), None),                Standing::Known),
        ];
        for (before, said, after) in table {
            assert_eq!(said.onto(before).unwrap().standing, after);
        }
    }

    #[test]
    fn a_closed_opportunity_makes_a_customer_or_nothing() {
        #[rustfmt::skip]
        let table = [
            (Standing::Opportunity, "closed_won",  Standing::Customer),
            (Standing::Opportunity, "closed_lost", Standing::Known),
            (Standing::Opportunity, "proposal",    Standing::Opportunity),
            (Standing::Customer,    "closed_lost", Standing::Customer),
            (Standing::OffLimits,   "closed_won",  Standing::OffLimits),
            (Standing::Known,       "closed_won",  Standing::Customer),
            (Standing::Known,       "proposal",    Standing::Known),
        ];
        for (before, stage, after) in table {
            assert_eq!(before.after_stage(stage), after, "{before} {stage}");
        }
    }
}
