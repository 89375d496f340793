//! Taking accounts in: what a source says of some hundreds of them, in one transaction.
//!
//! What is said already changes nothing, so that a file can be read twice. An account's keys are
//! written with it, in the order of the table, because that is what costs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::super::dialect::{Db, Sql, Tx, as_json, execute, fetch_all, write_rows};
use super::super::rows::{AccountActivityRow, AccountDomainRow, AccountKeyRow, AccountRow, BadRow};
use super::super::turns::Turns;
use super::super::{Store, StoreError};
use super::keys::{self, key_rows};
use crate::domain::account::Domain;
use crate::domain::account::known::{Account, Told};
use crate::domain::account::name::NAME_VERSION;

/// Accounts that are taken in at once: fewer would cost a commit each, with pages that the next one
/// writes again.
pub const AT_ONCE: usize = 250;
/// Accounts that are taken in on SQLite before it is looked whether somebody else waits to write.
pub const A_FEW: usize = 10;
/// Accounts of a transaction on PostgreSQL, where others work meanwhile.
const A_PORTION: usize = 100;

/// What became of what was said of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    New,
    Changed,
    Same,
    /// Its source has said something since that is newer.
    Older,
    /// Nothing is known of it, not even its name.
    Nameless,
    /// Another account has its number.
    Taken,
}

/// Takes in what was said, from the first on and until others are let in, and says of each that was taken
/// in what became of it. `told` holds each account once.
///
/// On SQLite their keys come later ([`keys::make`]): its writers wait for each other, so that what counts
/// is how long one of them writes.
///
/// # Errors
/// [`StoreError`]: nothing of it was stored.
pub async fn put(
    store: &Store,
    told: &[Told],
    said: DateTime<Utc>,
) -> Result<Vec<Put>, StoreError> {
    let (told, turns) = (told.to_vec(), Turns::of(&store.db));
    let (keys, few) = match store.db {
        Db::Lite(_) => (Keys::Later, A_FEW),
        Db::Pg(_) => (Keys::Now, A_PORTION),
    };
    store
        .writer
        .touch(move |tx: &mut Tx| {
            let (told, turns) = (told.clone(), turns.clone());
            Box::pin(async move {
                let mut became = Vec::with_capacity(told.len());
                for some in told.chunks(few) {
                    became.extend(put_in(tx, some, said, (Same::Left, keys)).await?);
                    if turns.end_here() {
                        break;
                    }
                }
                Ok(became)
            })
        })
        .await
}

/// Says what [`put`] would do with all of them.
///
/// # Errors
/// [`StoreError`].
pub async fn compare(db: &Db, told: &[Told], said: DateTime<Utc>) -> Result<Vec<Put>, StoreError> {
    let keys = numbers(told)?;
    let before = Before::new(
        fetch_all!(db, AccountRow, AccountRow::BY_NUMBER, &keys)?,
        fetch_all!(db, AccountDomainRow, AccountDomainRow::OF, &keys)?,
        fetch_all!(db, AccountActivityRow, AccountActivityRow::LAST_OF, &keys)?,
    );
    told.iter().map(|told| Ok(before.change(told, said)?.0)).collect()
}

/// What is done where nothing new is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Same {
    /// Nothing: a file of a million rows says what it said yesterday.
    Left,
    /// That it was said again counts: what comes late and is older changes nothing then.
    Noted,
}

/// When the keys of names are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Keys {
    /// With the account.
    #[default]
    Now,
    /// Those of many together: until then the account says that it has none.
    Later,
}

/// As [`put`], in the writer's transaction.
pub(super) async fn put_in(
    tx: &mut Tx,
    told: &[Told],
    said: DateTime<Utc>,
    (same, keys): (Same, Keys),
) -> Result<Vec<Put>, StoreError> {
    let numbers = numbers(told)?;
    let before = Before::new(
        fetch_all!(tx tx, AccountRow, AccountRow::BY_NUMBER, &numbers)?,
        fetch_all!(tx tx, AccountDomainRow, AccountDomainRow::OF, &numbers)?,
        fetch_all!(tx tx, AccountActivityRow, AccountActivityRow::LAST_OF, &numbers)?,
    );
    let mut changes = Changes { when: keys, ..Changes::default() };
    let mut became = Vec::with_capacity(told.len());
    for told in told {
        let (put, account) = before.change(told, said)?;
        match (put, account) {
            (Put::New | Put::Changed, Some(account)) => {
                changes.take(&before, told, &account, said);
            }
            (Put::Same, Some(account)) if same == Same::Noted => {
                changes.take(&before, told, &account, said);
            }
            // That somebody was active on a day stays true, whatever came after it.
            (Put::Same | Put::Older, _) => changes.active(&before, told),
            (Put::New | Put::Changed | Put::Nameless | Put::Taken, _) => {}
        }
        became.push(put);
    }
    changes.write(tx).await?;
    Ok(became)
}

fn numbers(told: &[Told]) -> sqlx::Result<String> {
    as_json(&told.iter().map(Told::number).collect::<Vec<_>>())
}

/// What is known of the accounts that something is said of.
struct Before {
    rows: BTreeMap<i64, AccountRow>,
    domains: BTreeMap<i64, BTreeSet<Domain>>,
    active: BTreeMap<i64, String>,
}

impl Before {
    fn new(
        rows: Vec<AccountRow>,
        domains: Vec<AccountDomainRow>,
        active: Vec<AccountActivityRow>,
    ) -> Self {
        let mut all: BTreeMap<i64, BTreeSet<Domain>> = BTreeMap::new();
        for row in domains {
            all.entry(row.account_no).or_default().insert(Domain::stored(row.domain));
        }
        Self {
            rows: rows.into_iter().map(|row| (row.account_no, row)).collect(),
            domains: all,
            active: active.into_iter().map(|row| (row.account_no, row.day)).collect(),
        }
    }

    /// What becomes of what is said of an account, and the account as it is then.
    fn change(
        &self,
        told: &Told,
        said: DateTime<Utc>,
    ) -> Result<(Put, Option<Account>), StoreError> {
        let row = self.rows.get(&told.number().get());
        if row
            .is_some_and(|row| (&row.source, &row.external_id) != (&told.source, &told.external_id))
        {
            return Ok((Put::Taken, None));
        }
        let before = row.map(|row| self.account(row)).transpose()?;
        let Ok(account) = told.onto(before.as_ref()) else { return Ok((Put::Nameless, None)) };
        if row.is_some_and(|row| row.said_us > said.timestamp_micros()) {
            return Ok((Put::Older, None));
        }
        let put = match &before {
            None => Put::New,
            Some(before) if *before != account => Put::Changed,
            Some(_) => Put::Same,
        };
        Ok((put, Some(account)))
    }

    fn account(&self, row: &AccountRow) -> Result<Account, StoreError> {
        let bad = |column| BadRow { table: "account", key: row.account_no.to_string(), column };
        let active = self.active.get(&row.account_no).map(|day| day.parse::<NaiveDate>());
        Ok(Account {
            source: row.source.clone(),
            external_id: row.external_id.clone(),
            name: row.name.clone(),
            standing: row.standing.parse().map_err(|()| bad("standing"))?,
            domains: self.domains.get(&row.account_no).cloned().unwrap_or_default(),
            owner: row.owner.clone(),
            stage: row.stage.clone(),
            active: active.transpose().map_err(|_| bad("day"))?,
            amount: row.amount_minor.zip(row.currency.clone()),
        })
    }
}

/// Rows to be written, and what makes room for them.
#[derive(Default)]
struct Changes {
    when: Keys,
    rows: Vec<AccountRow>,
    domains: Vec<AccountDomainRow>,
    activity: Vec<AccountActivityRow>,
    keys: Vec<AccountKeyRow>,
    /// Accounts whose domains are written anew.
    moved: Vec<i64>,
    /// Keys of names that are given up.
    stale: Vec<(i64, i64)>,
}

impl Changes {
    fn take(&mut self, before: &Before, told: &Told, account: &Account, said: DateTime<Utc>) {
        let number = account.number();
        let was = before.rows.get(&number.get());
        // Keys of version 0 are none, and of another version there are none either (`keys`).
        let named = was.filter(|was| was.name_version == NAME_VERSION);
        let renamed = named.is_none_or(|was| was.name != account.name);
        let keyless = renamed && self.when == Keys::Later;
        self.rows.push(AccountRow {
            account_no: number.get(),
            source: account.source.clone(),
            external_id: account.external_id.clone(),
            name: account.name.clone(),
            standing: account.standing.to_string(),
            owner: account.owner.clone(),
            stage: account.stage.clone(),
            amount_minor: account.amount.as_ref().map(|(minor, _)| *minor),
            currency: account.amount.as_ref().map(|(_, currency)| currency.clone()),
            name_version: if keyless { 0 } else { NAME_VERSION },
            said_us: said.timestamp_micros(),
        });
        if before.domains.get(&number.get()) != Some(&account.domains) {
            self.moved.push(number.get());
            let row = |domain: &Domain| AccountDomainRow {
                domain: domain.to_string(),
                account_no: number.get(),
            };
            self.domains.extend(account.domains.iter().map(row));
        }
        self.active(before, told);
        if renamed {
            let old = named.map(|was| key_rows(&was.name, number.get())).unwrap_or_default();
            self.stale.extend(old.iter().map(|row| (row.key, row.account_no)));
        }
        if renamed && !keyless {
            self.keys.extend(key_rows(&account.name, number.get()));
        }
    }

    fn active(&mut self, before: &Before, told: &Told) {
        let account_no = told.number().get();
        let known = before.active.get(&account_no);
        if told.active.is_none_or(|day| known.is_some_and(|known| *known == day.to_string())) {
            return;
        }
        let row = |day: NaiveDate| AccountActivityRow { account_no, day: day.to_string() };
        self.activity.extend(told.active.map(row));
    }

    async fn write(mut self, tx: &mut Tx) -> Result<(), StoreError> {
        // Neighbours in the table are written one after the other.
        self.keys.sort_by_key(|row| (row.key, row.account_no));
        self.rows.sort_by_key(|row| row.account_no);
        if !self.moved.is_empty() {
            execute!(tx, FORGET_DOMAINS, as_json(&self.moved)?)?;
        }
        if !self.stale.is_empty() {
            execute!(tx, keys::FORGET, as_json(&self.stale)?)?;
        }
        write_rows(tx, &self.rows).await?;
        write_rows(tx, &self.domains).await?;
        write_rows(tx, &self.activity).await?;
        write_rows(tx, &self.keys).await?;
        Ok(())
    }
}

const FORGET_DOMAINS: Sql = Sql {
    lite: "delete from account_domain where account_no in (select value from json_each($1))",
    pg: "delete from account_domain
          where account_no = any (array(select json_array_elements_text($1::json)::bigint))",
};
