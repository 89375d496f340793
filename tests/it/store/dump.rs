//! Every row of some tables as text, to compare two databases, also of different kinds.

use futures_util::TryStreamExt;
use vouch::store::backup::rows;
use vouch::store::dialect::Db;
use vouch::store::tables::{self, Table};

/// A line a row, in the order of the tables' keys, with every column.
pub async fn dump(db: &Db, of: impl Iterator<Item = &'static Table>) -> Vec<String> {
    let mut lines = Vec::new();
    for table in of {
        let columns = rows::columns(db, table.name).await.unwrap();
        assert!(!columns.is_empty(), "there is no table {}", table.name);
        let mut found = rows::rows(db, table.name, &columns, table.hushed);
        while let Some(row) = found.try_next().await.unwrap() {
            lines.push(format!("{} {}", table.name, serde_json::to_string(&row).unwrap()));
        }
    }
    lines
}

pub async fn read_rows(db: &Db) -> Vec<String> {
    dump(db, tables::read()).await
}
