//! What the vendor's own systems say of companies: the account tables, beside the log.
//!
//! Here is how accounts are looked up by domain; [`like`] finds those of a similar name, [`put`]
//! takes them in, [`keys`] keeps the keys that names are found by.

pub mod hook;
pub mod keys;
pub mod like;
pub mod put;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::StoreError;
use super::dialect::{Db, Tx, as_json, execute, fetch_all};
use super::rows::{AccountDomainRow, AccountOnRow, AccountRow, AliasRow};
use crate::domain::account::Domain;
use crate::domain::account::alias::{self, Alias, Aliases};
use crate::domain::account::known::{AccountNo, Found, Standing};

/// An account as it stands on a domain.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    pub number: AccountNo,
    pub name: String,
    pub standing: Standing,
    pub owner: Option<String>,
    pub stage: Option<String>,
    /// Of an opportunity: the days with logged activity, the first one first.
    pub worked: Vec<NaiveDate>,
    /// All of its domains.
    pub domains: BTreeSet<Domain>,
}

impl Entry {
    /// As the log keeps it.
    #[must_use]
    pub fn found(&self) -> Found {
        let active = self.worked.last().copied();
        Found { standing: self.standing, account: self.number, active }
    }
}

/// Rows of one account each domain, put together.
pub(super) fn entries(rows: &[AccountOnRow]) -> Result<Vec<Entry>, StoreError> {
    let mut entries: Vec<Entry> = Vec::new();
    for row in rows {
        let domain = Domain::stored(row.domain.clone());
        match entries.last_mut().filter(|last| last.number == row.number()) {
            Some(last) => {
                last.domains.insert(domain);
            }
            None => entries.push(Entry {
                number: row.number(),
                name: row.name.clone(),
                standing: row.standing()?,
                owner: row.owner.clone(),
                stage: row.stage.clone(),
                worked: row.worked()?,
                domains: BTreeSet::from([domain]),
            }),
        }
    }
    Ok(entries)
}

/// Every domain of the company behind one: its alias group, and what accounts on that have besides.
pub(super) fn company(aliases: &Aliases, entries: &[Entry], domain: &Domain) -> BTreeSet<Domain> {
    let mut company = alias::group(aliases, domain);
    let theirs = entries.iter().filter(|entry| !entry.domains.is_disjoint(&company));
    let more: Vec<Domain> = theirs.flat_map(|entry| entry.domains.iter().cloned()).collect();
    company.extend(more);
    company
}

/// What is known of a company.
#[derive(Clone, PartialEq, Eq)]
pub struct Company {
    /// Every domain of it, the one that was asked for among them.
    pub domains: BTreeSet<Domain>,
    /// What the vendor's own systems say of it.
    pub entries: Vec<Entry>,
}

/// Looks a company up by one of its domains.
///
/// # Errors
/// [`StoreError`].
pub async fn on(db: &Db, domain: &Domain) -> Result<Company, StoreError> {
    let mut aliases = Aliases::new();
    let asked = as_json(&[domain])?;
    for row in fetch_all!(db, AliasRow, AliasRow::GROUPS_OF, &asked)? {
        aliases.insert(row.domain.clone(), Alias::from(row));
    }
    let group = as_json(&alias::group(&aliases, domain))?;
    let entries = entries(&fetch_all!(db, AccountOnRow, AccountOnRow::ON, &group)?)?;
    Ok(Company { domains: company(&aliases, &entries, domain), entries })
}

/// What is known of one account by its number.
#[derive(Clone, Default)]
pub struct Known {
    pub domains: BTreeSet<Domain>,
    /// Minor units, and ISO 4217.
    pub amount: Option<(i64, String)>,
}

/// Looks an account up by its number; nothing is known of one that is not there.
///
/// # Errors
/// [`StoreError`].
pub async fn known_of(db: &Db, number: &AccountNo) -> Result<Known, StoreError> {
    let keys = as_json(&[number])?;
    let rows = fetch_all!(db, AccountRow, AccountRow::BY_NUMBER, &keys)?;
    let amount = rows.into_iter().next().and_then(|row| row.amount_minor.zip(row.currency));
    let domains = fetch_all!(db, AccountDomainRow, AccountDomainRow::OF, &keys)?;
    Ok(Known {
        domains: domains.into_iter().map(|row| Domain::stored(row.domain)).collect(),
        amount,
    })
}

/// The alias groups of domains, as sales keeps them.
///
/// # Errors
/// [`StoreError`].
pub async fn aliases(db: &Db, domain: &Domain) -> Result<Aliases, StoreError> {
    let rows = fetch_all!(db, AliasRow, AliasRow::GROUPS_OF, as_json(&[domain])?)?;
    Ok(rows.into_iter().map(|row| (row.domain.clone(), Alias::from(row))).collect())
}

#[derive(sqlx::FromRow)]
struct Count {
    n: i64,
}

/// How many accounts there are.
///
/// # Errors
/// [`StoreError`].
pub async fn count(db: &Db) -> Result<u64, StoreError> {
    let rows = fetch_all!(db, Count, "select count(*) as n from account")?;
    Ok(rows.first().map_or(0, |row| row.n.unsigned_abs()))
}

/// How many referrals of a partner were rejected or withdrawn at or after an instant.
///
/// # Errors
/// [`StoreError`].
pub async fn ended_since(
    db: &Db,
    partner: &crate::domain::ids::PartnerId,
    since: chrono::DateTime<chrono::Utc>,
) -> Result<u32, StoreError> {
    let sql = "select count(*) as n from referral
                where partner_id = $1 and since_us >= $2 and status in ('rejected', 'withdrawn')";
    let rows = fetch_all!(db, Count, sql, partner.to_string(), since.timestamp_micros())?;
    Ok(rows.first().map_or(0, |row| u32::try_from(row.n).unwrap_or(u32::MAX)))
}

/// Says of every account that its keys are to be made: after a restore there are none.
pub(super) async fn forget_keys(tx: &mut Tx) -> sqlx::Result<()> {
    execute!(tx, "delete from account_key")?;
    execute!(tx, "update account set name_version = 0").map(|_| ())
}
