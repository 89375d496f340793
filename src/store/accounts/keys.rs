//! The keys by which names are found: made with an account, and made anew for all of them after a
//! restore, or when a new version reads names in another way.

use super::super::dialect::{Sql, Tx, as_json, execute, fetch_all, write_rows};
use super::super::rows::{AccountKeyRow, AccountRow};
use super::super::{Store, StoreError};
use super::forget_keys;
use crate::domain::account::keys::keys;
use crate::domain::account::name::{NAME_VERSION, Name};

/// Accounts that get their keys in one transaction.
const AT_ONCE: i64 = 250;

/// The keys of a name, as rows.
pub(super) fn key_rows(name: &str, account_no: i64) -> Vec<AccountKeyRow> {
    keys(&Name::of(name)).into_iter().map(|key| AccountKeyRow { key, account_no }).collect()
}

/// Makes the keys that are missing, some hundreds of accounts at a time; gives their number. Where
/// there are keys of another version, all are made anew.
///
/// # Errors
/// [`StoreError`]: what was made until then stays.
pub async fn make(store: &Store) -> Result<u64, StoreError> {
    let mut made = 0;
    loop {
        let some = store.writer.touch(|tx: &mut Tx| Box::pin(make_some(tx))).await?;
        if some == 0 {
            return Ok(made);
        }
        made += some;
    }
}

async fn make_some(tx: &mut Tx) -> Result<u64, StoreError> {
    let page = fetch_all!(tx &mut *tx, AccountRow, AccountRow::KEYLESS, NAME_VERSION, AT_ONCE)?;
    let other = page.iter().any(|row| row.name_version != 0);
    if other {
        forget_keys(tx).await?;
        return Ok(1);
    }
    let mut rows: Vec<AccountKeyRow> =
        page.iter().flat_map(|row| key_rows(&row.name, row.account_no)).collect();
    rows.sort_by_key(|row| (row.key, row.account_no));
    write_rows(tx, &rows).await?;
    let numbers: Vec<i64> = page.iter().map(|row| row.account_no).collect();
    if !numbers.is_empty() {
        execute!(tx, MADE, as_json(&numbers)?, NAME_VERSION)?;
    }
    Ok(page.len() as u64)
}

const MADE: Sql = Sql {
    lite: "update account set name_version = $2
            where account_no in (select value from json_each($1))",
    pg: "update account set name_version = $2
          where account_no = any (array(select json_array_elements_text($1::json)::bigint))",
};
