//! Two databases behind one set of queries.
//!
//! SQL text is the same for both, with `$1` placeholders; the few differences are pairs of texts
//! in [`Sql`]. Rows are written in sets: a JSON array of objects is one parameter, and the database
//! takes it apart, because one statement a table and batch is what makes the writer fast
//! (docs/performance.md).

use sqlx::{AssertSqlSafe, PgPool, Postgres, Sqlite, SqlitePool, Transaction};

/// An open database, for reading. Writing goes through the writer alone.
#[derive(Clone, Debug)]
pub enum Db {
    Lite(SqlitePool),
    Pg(PgPool),
}

impl Db {
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Lite(_) => "sqlite",
            Self::Pg(_) => "postgres",
        }
    }

    pub async fn close(&self) {
        match self {
            Self::Lite(pool) => pool.close().await,
            Self::Pg(pool) => pool.close().await,
        }
    }
}

/// An open transaction of the writer.
#[derive(Debug)]
pub enum Tx {
    Lite(Transaction<'static, Sqlite>),
    Pg(Transaction<'static, Postgres>),
}

impl Tx {
    /// Begins a transaction that may write. SQLite takes its one write lock at once, so that a
    /// batch cannot fail half way because somebody else began to write.
    pub async fn begin(db: &Db) -> sqlx::Result<Self> {
        match db {
            Db::Lite(pool) => pool.begin_with("begin immediate").await.map(Self::Lite),
            Db::Pg(pool) => pool.begin().await.map(Self::Pg),
        }
    }

    pub async fn commit(self) -> sqlx::Result<()> {
        match self {
            Self::Lite(tx) => tx.commit().await,
            Self::Pg(tx) => tx.commit().await,
        }
    }

    pub async fn rollback(self) -> sqlx::Result<()> {
        match self {
            Self::Lite(tx) => tx.rollback().await,
            Self::Pg(tx) => tx.rollback().await,
        }
    }
}

/// One statement in both dialects.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    pub lite: &'static str,
    pub pg: &'static str,
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self { lite: text, pg: text }
    }
}

/// Fetches all rows on whichever database is open: `fetch_all!(on, Row, sql, binds…)`, where `on`
/// is a `&Db` or a `&mut Tx`.
macro_rules! fetch_all {
    (tx $tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {{
        let sql = $crate::store::dialect::Sql::from($sql);
        match $tx {
            $crate::store::dialect::Tx::Lite(tx) => {
                sqlx::query_as::<_, $row>(sql.lite)$(.bind($bind))*.fetch_all(&mut **tx).await
            }
            $crate::store::dialect::Tx::Pg(tx) => {
                sqlx::query_as::<_, $row>(sql.pg)$(.bind($bind))*.fetch_all(&mut **tx).await
            }
        }
    }};
    ($db:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {{
        let sql = $crate::store::dialect::Sql::from($sql);
        match $db {
            $crate::store::dialect::Db::Lite(pool) => {
                sqlx::query_as::<_, $row>(sql.lite)$(.bind($bind))*.fetch_all(pool).await
            }
            $crate::store::dialect::Db::Pg(pool) => {
                sqlx::query_as::<_, $row>(sql.pg)$(.bind($bind))*.fetch_all(pool).await
            }
        }
    }};
}

/// Runs a statement in the writer's transaction and gives the number of rows it touched.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {{
        let sql = $crate::store::dialect::Sql::from($sql);
        match $tx {
            $crate::store::dialect::Tx::Lite(tx) => sqlx::query(sql.lite)$(.bind($bind))*
                .execute(&mut **tx)
                .await
                .map(|done| done.rows_affected()),
            $crate::store::dialect::Tx::Pg(tx) => sqlx::query(sql.pg)$(.bind($bind))*
                .execute(&mut **tx)
                .await
                .map(|done| done.rows_affected()),
        }
    }};
}

/// Declares a row, its columns, and the statements that read and write it, from one list, so that
/// they cannot drift apart. Each column says how a JSON value becomes it: `text`, `bigint`, `bool`.
///
/// `keep` rows are written once (a second one with the same key is an error); `replace` rows take
/// the place of the row with the same key. `select` names the ways in which rows are read:
/// `NAME: "where …"`, or `NAME: in "column", "and …"` for a JSON array of texts in `$1`.
macro_rules! row {
    (
        $(#[$doc:meta])*
        $name:ident in $table:literal key $key:literal $mode:ident $columns:tt
        $(select { $($select:ident: $($tail:literal)? $(in $in:literal, $in_tail:literal)?);+ $(;)? })?
    ) => {
        $crate::store::dialect::row!(@struct [$(#[$doc])*] $name $columns);

        impl $name {
            /// Writes every row of a JSON array.
            pub const WRITE: $crate::store::dialect::Sql =
                $crate::store::dialect::row!(@write $table $key $mode $columns);

            $($(
                pub const $select: $crate::store::dialect::Sql = $crate::store::dialect::row!(
                    @select $table $columns $($tail)? $(in $in, $in_tail)?
                );
            )+)?
        }
    };
    (@struct [$(#[$doc:meta])*] $name:ident {
        $($kind:ident $column:ident: $type:ty),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, sqlx::FromRow)]
        pub struct $name {
            $(pub $column: $type),*
        }

        /// The name alone: what stands in a row may be somebody's words.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
    (@write $table:literal $key:literal $mode:ident {
        $first_kind:ident $first:ident: $first_type:ty
        $(, $kind:ident $column:ident: $type:ty)* $(,)?
    }) => {
        $crate::store::dialect::Sql {
            lite: concat!(
                "insert into ", $table, " (",
                stringify!($first), $(", ", stringify!($column)),*,
                ") select value ->> '", stringify!($first), "'",
                $(", value ->> '", stringify!($column), "'"),*,
                " from json_each($1) where true",
                $crate::store::dialect::row!(@mode $mode $key $first $($column)*),
            ),
            pg: concat!(
                "insert into ", $table, " (",
                stringify!($first), $(", ", stringify!($column)),*,
                ") select (value ->> '", stringify!($first), "')",
                $crate::store::dialect::row!(@cast $first_kind),
                $(
                    ", (value ->> '", stringify!($column), "')",
                    $crate::store::dialect::row!(@cast $kind)
                ),*,
                " from json_array_elements($1::json)",
                $crate::store::dialect::row!(@mode $mode $key $first $($column)*),
            ),
        }
    };
    (@select $table:literal {
        $first_kind:ident $first:ident: $first_type:ty
        $(, $kind:ident $column:ident: $type:ty)* $(,)?
    } $tail:literal) => {
        $crate::store::dialect::Sql {
            lite: concat!(
                "select ", stringify!($first), $(", ", stringify!($column)),*,
                " from ", $table, " ", $tail,
            ),
            pg: concat!(
                "select ", stringify!($first), $(", ", stringify!($column)),*,
                " from ", $table, " ", $tail,
            ),
        }
    };
    (@select $table:literal {
        $first_kind:ident $first:ident: $first_type:ty
        $(, $kind:ident $column:ident: $type:ty)* $(,)?
    } in $in:literal, $tail:literal) => {
        $crate::store::dialect::Sql {
            lite: concat!(
                "select ", stringify!($first), $(", ", stringify!($column)),*,
                " from ", $table, " where ", $in,
                " in (select value from json_each($1)) ", $tail,
            ),
            pg: concat!(
                "select ", stringify!($first), $(", ", stringify!($column)),*,
                " from ", $table, " where ", $in,
                " in (select json_array_elements_text($1::json)) ", $tail,
            ),
        }
    };
    (@cast text) => { "" };
    (@cast bigint) => { "::bigint" };
    (@cast bool) => { "::boolean" };
    (@mode keep $key:literal $($column:ident)*) => {
        ""
    };
    (@mode replace $key:literal $first:ident $($column:ident)*) => {
        concat!(
            " on conflict (", $key, ") do update set ",
            stringify!($first), " = excluded.", stringify!($first),
            $(", ", stringify!($column), " = excluded.", stringify!($column)),*
        )
    };
}

pub(crate) use {execute, fetch_all, row};

/// Rows in one statement: a batch of decisions has fewer, a rebuild any number.
const ROWS_AT_ONCE: usize = 1_000;

/// Writes `rows`, usually in one statement; nothing when there are none.
pub(crate) async fn write_rows<R: serde::Serialize>(
    tx: &mut Tx,
    sql: Sql,
    rows: &[R],
) -> sqlx::Result<()> {
    for rows in rows.chunks(ROWS_AT_ONCE) {
        execute!(tx, sql, as_json(rows)?)?;
    }
    Ok(())
}

/// Runs a statement that was put together from names of our own tables and columns, never from
/// anything that came in.
pub(crate) async fn execute_made(tx: &mut Tx, sql: String) -> sqlx::Result<()> {
    match tx {
        Tx::Lite(tx) => sqlx::query(AssertSqlSafe(sql)).execute(&mut **tx).await.map(|_| ()),
        Tx::Pg(tx) => sqlx::query(AssertSqlSafe(sql)).execute(&mut **tx).await.map(|_| ()),
    }
}

/// A JSON array for a set parameter.
pub(crate) fn as_json<T: serde::Serialize + ?Sized>(values: &T) -> sqlx::Result<String> {
    serde_json::to_string(values).map_err(|error| sqlx::Error::Encode(error.into()))
}
