//! The keys by which names are found: made with the account, or for many together: of an import into
//! SQLite, after a restore, or when a new version reads names in another way.
//!
//! An account has some fifteen keys, each in another place of their table, and a commit writes every
//! page that it touched. Keys of ten thousand accounts in their order share pages. So an import writes
//! them last, and accounts without keys say so by version 0. On PostgreSQL, whose writers do not wait for
//! each other, that was slower for everybody (docs/performance.md).

use std::collections::BTreeMap;

use super::super::dialect::{Sql, Tx, as_json, execute, fetch_all, write_rows};
use super::super::rows::{AccountKeyRow, AccountRow};
use super::super::turns::Turns;
use super::super::{Store, StoreError};
use super::forget_keys;
use crate::domain::account::keys::keys;
use crate::domain::account::name::{NAME_VERSION, Name};

/// Accounts whose keys are sorted together.
pub const TOGETHER: usize = 10_000;
/// Keys that are written in one transaction, which takes some milliseconds.
const KEYS_AT_ONCE: usize = 1_500;
/// Accounts of which it is said in one transaction that they have their keys.
const MADE_AT_ONCE: usize = 250;

/// The keys of a name, as rows.
pub(super) fn key_rows(name: &str, account_no: i64) -> Vec<AccountKeyRow> {
    keys(&Name::of(name)).into_iter().map(|key| AccountKeyRow { key, account_no }).collect()
}

/// Makes the keys that are missing, and lets others write in between; gives for how many accounts.
/// Where there are keys of another version, all are made anew.
///
/// # Errors
/// [`StoreError`]: what was made until then stays.
pub async fn make(store: &Store) -> Result<u64, StoreError> {
    let turns = Turns::of(&store.db);
    let most = i64::try_from(TOGETHER).unwrap_or(i64::MAX);
    let mut made = 0;
    loop {
        let page = fetch_all!(&store.db, AccountRow, AccountRow::KEYLESS, NAME_VERSION, most)?;
        if page.is_empty() {
            return Ok(made);
        }
        if page.iter().any(|row| row.name_version != 0) {
            store.writer.touch(|tx: &mut Tx| Box::pin(forget(tx))).await?;
            continue;
        }
        make_some(store, &turns, &page).await?;
        made += page.len() as u64;
    }
}

async fn forget(tx: &mut Tx) -> Result<(), StoreError> {
    Ok(forget_keys(tx).await?)
}

async fn make_some(store: &Store, turns: &Turns, page: &[AccountRow]) -> Result<(), StoreError> {
    let mut rows: Vec<AccountKeyRow> =
        page.iter().flat_map(|row| key_rows(&row.name, row.account_no)).collect();
    rows.sort_by_key(|row| (row.key, row.account_no));
    for some in rows.chunks(KEYS_AT_ONCE) {
        let some = some.to_vec();
        let write = store.writer.touch(move |tx: &mut Tx| {
            let some = some.clone();
            Box::pin(async move { Ok(write_rows(tx, &some).await?) })
        });
        turns.portion(write).await?;
    }
    for some in page.chunks(MADE_AT_ONCE) {
        let named: BTreeMap<i64, String> =
            some.iter().map(|row| (row.account_no, row.name.clone())).collect();
        let say = store.writer.touch(move |tx: &mut Tx| {
            let named = named.clone();
            Box::pin(async move { made(tx, &named).await })
        });
        turns.portion(say).await?;
    }
    Ok(())
}

/// Says that accounts have the keys of these names. Of one that is called otherwise by now, what the new
/// name does not have is taken back; whoever called it so sees to the rest.
async fn made(tx: &mut Tx, named: &BTreeMap<i64, String>) -> Result<(), StoreError> {
    let numbers = as_json(&named.keys().collect::<Vec<_>>())?;
    let now = fetch_all!(tx &mut *tx, AccountRow, AccountRow::BY_NUMBER, &numbers)?;
    let (mut done, mut stale) = (Vec::new(), Vec::new());
    for row in now {
        let Some(name) = named.get(&row.account_no) else { continue };
        if row.name == *name {
            done.push(row.account_no);
            continue;
        }
        let own = key_rows(&row.name, row.account_no);
        let old = key_rows(name, row.account_no).into_iter().map(|one| one.key);
        let old = old.filter(|key| own.iter().all(|one| one.key != *key));
        stale.extend(old.map(|key| (key, row.account_no)));
    }
    if !stale.is_empty() {
        execute!(tx, FORGET, as_json(&stale)?)?;
    }
    if !done.is_empty() {
        execute!(tx, MADE, as_json(&done)?, NAME_VERSION)?;
    }
    Ok(())
}

/// Takes keys of these accounts back.
pub(super) const FORGET: Sql = Sql {
    lite: "delete from account_key where (key, account_no) in
            (select value ->> 0, value ->> 1 from json_each($1))",
    pg: "delete from account_key using (
           select (value ->> 0)::bigint as key, (value ->> 1)::bigint as account_no
             from json_array_elements($1::json)) as stale
          where account_key.key = stale.key and account_key.account_no = stale.account_no",
};

const MADE: Sql = Sql {
    lite: "update account set name_version = $2
            where account_no in (select value from json_each($1))",
    pg: "update account set name_version = $2
          where account_no = any (array(select json_array_elements_text($1::json)::bigint))",
};
