//! Rows of any table as JSON objects, out of a database of either kind and into one of either kind.
//!
//! A value is a text, a whole number or null; a flag is 0 or 1, as SQLite has it.

use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use serde_json::{Map, Value};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Column as _, Row as _, TypeInfo as _, ValueRef as _};

use crate::store::dialect::{Db, Sql, Tx, as_json, execute_made, fetch_all};
use crate::store::tables::HUSHED;

/// A row, by column.
pub type Row = Map<String, Value>;

/// A column as the database has it.
#[derive(sqlx::FromRow)]
pub struct Column {
    pub name: String,
    /// PostgreSQL's type; SQLite needs none.
    pub kind: String,
    /// Its place in the primary key, from 1; 0 when it is not in it.
    pub place: i64,
}

const COLUMNS: Sql = Sql {
    lite: "select name, '' as kind, pk as place from pragma_table_info($1) order by cid",
    pg: "select c.column_name::text as name, c.data_type::text as kind,
                coalesce((select array_position(i.indkey::int2[], a.attnum) + 1
                            from pg_index i join pg_attribute a on a.attrelid = i.indrelid
                           where i.indrelid = c.table_name::regclass and i.indisprimary
                             and a.attname = c.column_name), 0)::bigint as place
           from information_schema.columns c
          where c.table_schema = current_schema() and c.table_name = $1
          order by c.ordinal_position",
};

/// The columns of a table; none when there is no such table.
///
/// # Errors
/// Whatever the database says.
pub async fn columns(db: &Db, table: &str) -> sqlx::Result<Vec<Column>> {
    fetch_all!(db, Column, COLUMNS, table)
}

pub(super) async fn columns_in(tx: &mut Tx, table: &str) -> sqlx::Result<Vec<Column>> {
    fetch_all!(tx tx, Column, COLUMNS, table)
}

/// Every row of `table`, in the order of its key. `hushed` is a column whose texts are left out.
#[must_use]
pub fn rows<'a>(
    db: &'a Db,
    table: &str,
    columns: &[Column],
    hushed: Option<&str>,
) -> BoxStream<'a, sqlx::Result<Row>> {
    let mut key: Vec<&Column> = columns.iter().filter(|column| column.place > 0).collect();
    key.sort_by_key(|column| column.place);
    let key = list(key.into_iter().map(|column| quoted(&column.name)));
    let of = |cast: fn(&Column) -> String| {
        list(columns.iter().map(|column| match hushed {
            Some(name) if name == column.name => format!("'{HUSHED}' as {}", quoted(name)),
            _ => cast(column),
        }))
    };
    match db {
        Db::Lite(pool) => {
            let sql = format!("select {} from {table} order by {key}", of(|c| quoted(&c.name)));
            let found = sqlx::query(AssertSqlSafe(sql)).fetch(pool);
            found.map(|row| row.and_then(|row| object(&row))).boxed()
        }
        Db::Pg(pool) => {
            let sql = format!(
                "select row_to_json(r)::text from (select {} from {table} order by {key}) r",
                of(as_number)
            );
            let found = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).fetch(pool);
            let read = |text: String| {
                serde_json::from_str(&text).map_err(|error| sqlx::Error::Decode(error.into()))
            };
            found.and_then(move |text| std::future::ready(read(text))).boxed()
        }
    }
}

/// A flag becomes a number, everything else stays as it is.
fn as_number(column: &Column) -> String {
    let name = quoted(&column.name);
    if column.kind == "boolean" { format!("{name}::int as {name}") } else { name }
}

fn object(row: &SqliteRow) -> sqlx::Result<Row> {
    let value = |column: &sqlx::sqlite::SqliteColumn| {
        let raw = row.try_get_raw(column.ordinal())?;
        if raw.is_null() {
            return Ok(Value::Null);
        }
        match raw.type_info().name() {
            "INTEGER" => row.try_get::<i64, _>(column.ordinal()).map(Value::from),
            _ => row.try_get::<String, _>(column.ordinal()).map(Value::from),
        }
    };
    row.columns().iter().map(|column| Ok((column.name().to_owned(), value(column)?))).collect()
}

/// Adds rows to a table, in one statement.
///
/// # Errors
/// Whatever the database says; a value that is not of its column's kind is refused.
pub(super) async fn insert(
    tx: &mut Tx,
    table: &str,
    columns: &[Column],
    rows: &[Row],
) -> sqlx::Result<()> {
    let names = list(columns.iter().map(|column| quoted(&column.name)));
    let json = as_json(rows)?;
    match tx {
        Tx::Lite(tx) => {
            let values = columns.iter().map(|column| format!("value ->> '{}'", column.name));
            let values = list(values);
            let sql = format!("insert into {table} ({names}) select {values} from json_each($1)");
            sqlx::query(AssertSqlSafe(sql)).bind(json).execute(&mut **tx).await.map(|_| ())
        }
        Tx::Pg(tx) => {
            let value = |column: &Column| format!("(value ->> '{}')::{}", column.name, column.kind);
            let values = list(columns.iter().map(value));
            let sql = format!(
                "insert into {table} ({names}) select {values} from json_array_elements($1::json)"
            );
            sqlx::query(AssertSqlSafe(sql)).bind(json).execute(&mut **tx).await.map(|_| ())
        }
    }
}

/// Takes away what the steps themselves have put into a table.
pub(super) async fn empty(tx: &mut Tx, table: &str) -> sqlx::Result<()> {
    execute_made(tx, format!("delete from {table}")).await
}

/// Names come from our own schema.
fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}
