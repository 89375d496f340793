//! Both migration folders make the same schema: read from real databases, not from the text.

use std::collections::BTreeSet;

use vouch::store::dialect::Db;

use super::Room;
use crate::world::database::{Kind, kinds};

/// Table, column, kind of value, whether it may be null, place in the primary key.
type Column = (String, String, String, bool, i64);
/// Table, columns, whether it is unique, whether it covers only some rows.
type Index = (String, String, bool, bool);

const LITE_COLUMNS: &str = "
select m.name, p.name, lower(p.type), p.\"notnull\" = 0, p.pk
  from sqlite_master m join pragma_table_info(m.name) p
 where m.type = 'table' and m.name not like 'sqlite%' and m.name not like '\\_sqlx%' escape '\\'";

const PG_COLUMNS: &str = "
select c.table_name::text, c.column_name::text, c.data_type::text, c.is_nullable = 'YES',
       coalesce((select array_position(i.indkey::int2[], a.attnum) + 1
                   from pg_index i join pg_attribute a on a.attrelid = i.indrelid
                  where i.indrelid = c.table_name::regclass and i.indisprimary
                    and a.attname = c.column_name), 0)::bigint
  from information_schema.columns c
 where c.table_schema = current_schema() and c.table_name not like '\\_sqlx%'";

// A primary key is compared with the columns.
const LITE_INDEXES: &str = "
select m.name, (select group_concat(i.name, ',') from pragma_index_info(l.name) i),
       l.\"unique\", l.partial
  from sqlite_master m join pragma_index_list(m.name) l
 where m.type = 'table' and l.origin <> 'pk' and m.name not like '\\_sqlx%' escape '\\'";

const PG_INDEXES: &str = "
select i.indrelid::regclass::text,
       (select string_agg(a.attname, ',' order by k.place)
          from unnest(i.indkey::int2[]) with ordinality k(attnum, place)
          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum),
       i.indisunique, i.indpred is not null
  from pg_index i join pg_class c on c.oid = i.indrelid
 where c.relnamespace = current_schema()::regnamespace and not i.indisprimary
   and c.relname not like '\\_sqlx%'";

/// What a type is called on either side; flags are integers in SQLite.
fn kind_of(found: &str) -> &'static str {
    match found {
        "text" => "text",
        "integer" | "bigint" | "boolean" => "number",
        other => panic!("{other} is not one of our types"),
    }
}

async fn columns(db: &Db) -> BTreeSet<Column> {
    let rows: Vec<Column> = match db {
        Db::Lite(pool) => sqlx::query_as(LITE_COLUMNS).fetch_all(pool).await.unwrap(),
        Db::Pg(pool) => sqlx::query_as(PG_COLUMNS).fetch_all(pool).await.unwrap(),
    };
    let same_kind = |(table, column, kind, null, key): Column| {
        (table, column, kind_of(&kind).to_owned(), null, key)
    };
    rows.into_iter().map(same_kind).collect()
}

async fn indexes(db: &Db) -> BTreeSet<Index> {
    let rows: Vec<Index> = match db {
        Db::Lite(pool) => sqlx::query_as(LITE_INDEXES).fetch_all(pool).await.unwrap(),
        Db::Pg(pool) => sqlx::query_as(PG_INDEXES).fetch_all(pool).await.unwrap(),
    };
    rows.into_iter().collect()
}

#[tokio::test]
async fn both_databases_have_the_same_tables_columns_keys_and_indexes() {
    if kinds().len() < 2 {
        return;
    }
    let (lite, pg) = (Room::make(Kind::Sqlite).await, Room::make(Kind::Postgres).await);
    let (here, there) = (columns(&lite.store.db).await, columns(&pg.store.db).await);
    let differ: Vec<_> = here.symmetric_difference(&there).collect();
    assert!(here.len() > 50 && differ.is_empty(), "{differ:#?}");
    let (here, there) = (indexes(&lite.store.db).await, indexes(&pg.store.db).await);
    let differ: Vec<_> = here.symmetric_difference(&there).collect();
    assert!(here.len() > 5 && differ.is_empty(), "{differ:#?}");
    lite.close().await;
    pg.close().await;
}

#[tokio::test]
async fn every_table_of_sqlite_is_strict() {
    let lite = Room::make(Kind::Sqlite).await;
    let lax = lite.count(
        "select count(*) from pragma_table_list
          where schema = 'main' and type = 'table' and strict = 0
            and name not like 'sqlite%' and name not like '\\_sqlx%' escape '\\'",
    );
    assert_eq!(lax.await, 0);
    lite.close().await;
}
