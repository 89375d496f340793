//! Two databases behind one set of queries.
//!
//! SQL text is the same for both, with `$1` placeholders; the few differences are pairs of texts
//! in [`Sql`]. Rows are written in sets ([`Record`]), because few statements a table and batch are
//! what makes the writer fast (docs/performance.md).
//!
//! PostgreSQL gets a set as `= any (array(select …))`: of `in (select …)` it makes a new plan each
//! time, which takes it twenty times as long as the look-up.

use std::time::{Duration, Instant};

use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use super::turns::{LOOK_AGAIN, Turns};

/// How long closing waits for a server's answers. They say goodbye to readers alone: what was written
/// is committed by then.
const FAREWELL: Duration = Duration::from_secs(2);

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

    /// Closes every connection that can be closed. sqlx waits until each one in use has come back; of
    /// a server that vanished without a word none ever does.
    pub async fn close(&self) {
        match self {
            Self::Lite(pool) => pool.close().await,
            Self::Pg(pool) => {
                if tokio::time::timeout(FAREWELL, pool.close()).await.is_err() {
                    tracing::warn!("the database did not answer while it was closed");
                }
            }
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
    /// Waits until no other process writes to the log, and keeps others from it. In a statement of its
    /// own: PostgreSQL reads what a statement asks of other tables as it stood when the statement
    /// began, before it waited.
    pub async fn lock_head(&mut self) -> sqlx::Result<()> {
        match self {
            // The whole database is locked from the beginning.
            Self::Lite(_) => Ok(()),
            Self::Pg(tx) => {
                let lock = sqlx::query("select 1 from head where id = 1 for update");
                lock.execute(&mut **tx).await.map(|_| ())
            }
        }
    }

    /// Begins a transaction that may write. SQLite takes its one write lock at once, so that a
    /// batch cannot fail half way because somebody else began to write.
    pub async fn begin(db: &Db) -> sqlx::Result<Self> {
        match db {
            Db::Lite(pool) => begin_lite(db, pool).await.map(Self::Lite),
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

/// How long another process may hold the write lock: an import, or a tool beside us.
const LOCKED_AT_MOST: Duration = Duration::from_secs(5);

/// Waits for the write lock, looking for it every millisecond, and lets whoever holds it know. SQLite's
/// own waiting looks ever more seldom, down to ten times a second, and would miss the moments in which
/// an import makes way. Source: SQLite, `sqliteDefaultBusyCallback`.
async fn begin_lite(db: &Db, pool: &SqlitePool) -> sqlx::Result<Transaction<'static, Sqlite>> {
    let since = Instant::now();
    let mut waiting = None;
    loop {
        match pool.begin_with("begin immediate").await {
            Err(error) if is_locked(&error) && since.elapsed() < LOCKED_AT_MOST => {
                waiting = waiting.or_else(|| Turns::of(db).wait());
                tokio::time::sleep(LOOK_AGAIN).await;
            }
            begun => return begun,
        }
    }
}

/// Whether another process holds the lock (SQLITE_BUSY, whatever the extended code adds).
fn is_locked(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
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
/// they cannot drift apart.
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

        $crate::store::dialect::row!(@record $name in $table key $key $mode $columns);

        impl $name {
            $($(
                pub const $select: $crate::store::dialect::Sql = $crate::store::dialect::row!(
                    @select $table $columns $($tail)? $(in $in, $in_tail)?
                );
            )+)?
        }
    };
    (@struct [$(#[$doc:meta])*] $name:ident {
        $($column:ident: $type:ty),* $(,)?
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
    (@record $name:ident in $table:literal key $key:literal $mode:ident {
        $first:ident: $first_type:ty $(, $column:ident: $type:ty)* $(,)?
    }) => {
        impl $crate::store::dialect::Record for $name {
            const COLUMNS: usize = [stringify!($first) $(, stringify!($column))*].len();
            const INSERT: &'static str = concat!(
                "insert into ", $table, " (", stringify!($first) $(, ", ", stringify!($column))*, ")",
            );
            const PG_ROWS: &'static str = concat!(
                " select ", stringify!($first) $(, ", ", stringify!($column))*,
                " from json_populate_recordset(null::", $table, ", $1::json)",
            );
            const ON_CONFLICT: &'static str =
                $crate::store::dialect::row!(@mode $mode $key $first $($column)*);

            fn bind(&self, query: $crate::store::dialect::LiteQuery) -> $crate::store::dialect::LiteQuery {
                query.bind(&self.$first)$(.bind(&self.$column))*
            }
        }
    };
    (@select $table:literal {
        $first:ident: $first_type:ty $(, $column:ident: $type:ty)* $(,)?
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
        $first:ident: $first_type:ty $(, $column:ident: $type:ty)* $(,)?
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
                " = any (array(select json_array_elements_text($1::json))) ", $tail,
            ),
        }
    };
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

/// A row that can be written, by [`write_rows`].
pub(crate) trait Record: serde::Serialize {
    const COLUMNS: usize;
    const INSERT: &'static str;
    /// PostgreSQL takes the rows as one JSON array, apart by itself.
    const PG_ROWS: &'static str;
    const ON_CONFLICT: &'static str;

    /// Binds the columns in their order.
    fn bind(&self, query: LiteQuery) -> LiteQuery;
}

/// A statement for SQLite that was put together from names of our own.
pub(crate) type LiteQuery = sqlx::query::Query<'static, Sqlite, SqliteArguments>;

/// Values in one statement for SQLite. More would not be faster, and each statement that is kept
/// ready holds memory for as many.
const VALUES_AT_ONCE: usize = 1_024;
/// Rows in one statement for PostgreSQL: a batch of decisions has fewer, a rebuild any number.
const ROWS_AT_ONCE: usize = 1_000;

/// Writes `rows` in few statements; in none when there are none.
///
/// SQLite gets values rather than JSON, which costs it half of the time of a commit: it takes an
/// object apart once for each column.
pub(crate) async fn write_rows<R: Record>(tx: &mut Tx, rows: &[R]) -> sqlx::Result<()> {
    match tx {
        Tx::Lite(tx) => {
            let mut rest = rows;
            while !rest.is_empty() {
                let (rows, others) =
                    rest.split_at(round(rest.len().min(VALUES_AT_ONCE / R::COLUMNS)));
                let query = sqlx::query(AssertSqlSafe(insert::<R>(rows.len())));
                rows.iter().fold(query, |query, row| row.bind(query)).execute(&mut **tx).await?;
                rest = others;
            }
        }
        Tx::Pg(tx) => {
            let sql = [R::INSERT, R::PG_ROWS, R::ON_CONFLICT].concat();
            for rows in rows.chunks(ROWS_AT_ONCE) {
                let query = sqlx::query(AssertSqlSafe(sql.clone()));
                query.bind(as_json(rows)?).execute(&mut **tx).await?;
            }
        }
    }
    Ok(())
}

/// The largest number up to `count` that has three binary digits and zeros behind them: whatever the
/// batches, the same few statements serve, which are kept ready.
const fn round(count: usize) -> usize {
    let zeros = count.ilog2().saturating_sub(2);
    count >> zeros << zeros
}

fn insert<R: Record>(rows: usize) -> String {
    let row = ["(", &vec!["?"; R::COLUMNS].join(","), ")"].concat();
    [R::INSERT, " values ", &vec![row.as_str(); rows].join(","), R::ON_CONFLICT].concat()
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
