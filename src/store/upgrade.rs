//! Bringing a database to the steps of this program, with a way back.
//!
//! All steps, and the rebuilding of the read rows after them, are one transaction: a database is at
//! the old step or at the new one. Before it SQLite is copied beside itself ([`super::copies`]);
//! of PostgreSQL somebody has to say that there is a backup.

use chrono::{DateTime, Utc};
use sqlx::migrate::{MigrateError, Migrator};

use super::copies;
use super::dialect::{Db, Sql, Tx, execute_made, fetch_all};
use super::open::{OpenError, Purpose, refuse_unless_for};
use super::rebuild::rebuild;

static LITE: Migrator = sqlx::migrate!("./migrations/sqlite");
static PG: Migrator = sqlx::migrate!("./migrations/postgres");

/// Steps of the schema, for each kind of database the same numbers.
#[derive(Debug)]
pub struct Steps {
    pub lite: Migrator,
    pub pg: Migrator,
}

impl Steps {
    /// The steps that this program knows.
    #[must_use]
    pub fn shipped() -> Self {
        let all = |steps: &Migrator| Migrator::with_migrations(steps.iter().cloned().collect());
        Self { lite: all(&LITE), pg: all(&PG) }
    }

    /// The number of the last one.
    #[must_use]
    pub fn newest(&self) -> i64 {
        self.lite.iter().map(|step| step.version).max().unwrap_or(0)
    }

    /// Takes the steps that are missing, up to the one with the number `to` if there is one.
    pub(super) async fn take(&self, tx: &mut Tx, to: Option<i64>) -> Result<(), OpenError> {
        let to = to.unwrap_or_else(|| self.newest());
        let taken = match tx {
            Tx::Lite(tx) => self.lite.run_to(to, &mut **tx).await,
            Tx::Pg(tx) => self.pg.run_to(to, &mut **tx).await,
        };
        taken.map_err(|error| match error {
            MigrateError::VersionMissing(step) => OpenError::Newer(step),
            MigrateError::VersionMismatch(step) => OpenError::Edited(step),
            other => OpenError::Migration(other.to_string()),
        })
    }
}

/// The number of the last step this program knows.
#[must_use]
pub fn newest_step() -> i64 {
    LITE.iter().map(|step| step.version).max().unwrap_or(0)
}

/// How a database is brought to this version.
#[derive(Debug)]
pub struct Upgrade {
    pub steps: Steps,
    /// Somebody said that there is a backup: without it PostgreSQL is not changed.
    pub has_backup: bool,
}

impl Upgrade {
    /// By the steps that this program knows.
    #[must_use]
    pub fn shipped(has_backup: bool) -> Self {
        Self { steps: Steps::shipped(), has_backup }
    }
}

#[derive(sqlx::FromRow)]
struct Count {
    n: i64,
}

#[derive(sqlx::FromRow)]
struct Step {
    version: i64,
}

const TABLES: Sql = Sql {
    lite: "select count(*) as n from sqlite_master where type = 'table' and name not like 'sqlite%'",
    // Views do not count: managed servers put those of extensions there.
    pg: "select count(*) as n from information_schema.tables
          where table_schema = current_schema() and table_type = 'BASE TABLE'",
};
const OURS: Sql = Sql {
    lite: "select count(*) as n from sqlite_master where type = 'table' and name = '_sqlx_migrations'",
    pg: "select count(*) as n from information_schema.tables
          where table_schema = current_schema() and table_name = '_sqlx_migrations'",
};

async fn count(db: &Db, sql: impl Into<Sql>) -> Result<i64, OpenError> {
    let sql = sql.into();
    let rows = fetch_all!(db, Count, sql).map_err(OpenError::Unreachable)?;
    Ok(rows.first().map_or(0, |row| row.n))
}

/// Whether there is no table at all.
pub(super) async fn is_empty(db: &Db) -> Result<bool, OpenError> {
    Ok(count(db, TABLES).await? == 0)
}

/// As [`is_empty`], where nobody can make one meanwhile.
pub(super) async fn is_empty_in(tx: &mut Tx) -> sqlx::Result<bool> {
    let rows = fetch_all!(tx tx, Count, TABLES)?;
    Ok(rows.first().is_none_or(|row| row.n == 0))
}

/// Whether there are tables, and they are not Vouch's.
pub(super) async fn is_foreign(db: &Db) -> Result<bool, OpenError> {
    Ok(!is_empty(db).await? && count(db, OURS).await? == 0)
}

/// The step a database is at; none when it has no tables.
///
/// # Errors
/// [`OpenError::Foreign`], [`OpenError::Unreachable`].
pub async fn standing(db: &Db) -> Result<Option<i64>, OpenError> {
    if is_foreign(db).await? {
        return Err(OpenError::Foreign);
    }
    if is_empty(db).await? {
        return Ok(None);
    }
    Ok(taken(db).await?.last().copied())
}

/// The steps a database of ours has taken, in order.
async fn taken(db: &Db) -> Result<Vec<i64>, OpenError> {
    let sql = "select version from _sqlx_migrations order by version";
    let rows = fetch_all!(db, Step, sql).map_err(OpenError::Unreachable)?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

/// Brings a database to the newest step, when it may be used for `wanted_for`.
pub(super) async fn upgrade(
    db: &Db,
    wanted_for: Purpose,
    how: &Upgrade,
    now: DateTime<Utc>,
) -> Result<(), OpenError> {
    if is_foreign(db).await? {
        return Err(OpenError::Foreign);
    }
    if is_empty(db).await? {
        return take_all(db, &how.steps, Rows::AsTheyAre).await;
    }
    refuse_unless_for(db, wanted_for).await?;
    let Some(first) = first_missing(db, &how.steps).await? else {
        // Taken steps are compared with ours all the same.
        return take_all(db, &how.steps, Rows::AsTheyAre).await;
    };
    let events = count(db, "select count(*) as n from event").await?;
    match db {
        Db::Lite(pool) => copies::make(pool, first, now).await?,
        Db::Pg(_) if events > 0 && !how.has_backup => {
            return Err(OpenError::NoBackup(how.steps.newest()));
        }
        Db::Pg(_) => {}
    }
    let rows = if events > 0 { Rows::Anew } else { Rows::AsTheyAre };
    take_all(db, &how.steps, rows).await
}

/// The first of our steps that the database has not taken.
async fn first_missing(db: &Db, steps: &Steps) -> Result<Option<i64>, OpenError> {
    let taken = taken(db).await?;
    if let Some(newer) = taken.iter().find(|step| **step > steps.newest()) {
        return Err(OpenError::Newer(*newer));
    }
    Ok(steps.lite.iter().map(|step| step.version).find(|step| !taken.contains(step)))
}

/// What happens to the read rows after the last step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    AsTheyAre,
    Anew,
}

async fn take_all(db: &Db, steps: &Steps, rows: Rows) -> Result<(), OpenError> {
    let mut tx = begin(db).await.map_err(OpenError::Unreachable)?;
    let done = take_in(&mut tx, steps, rows).await;
    match done {
        Ok(()) => tx.commit().await.map_err(OpenError::Unreachable),
        Err(error) => {
            // A rollback that fails too has nothing to add: the connection is gone.
            let _ = tx.rollback().await;
            Err(error)
        }
    }
}

async fn take_in(tx: &mut Tx, steps: &Steps, rows: Rows) -> Result<(), OpenError> {
    steps.take(tx, None).await?;
    if rows == Rows::Anew {
        rebuild(tx).await.map_err(|error| OpenError::Migration(error.to_string()))?;
    }
    Ok(())
}

/// Begins a transaction in which tables may change and much may be written. On PostgreSQL one
/// process at a time, until it is over: the migrator's own lock ends before the commit.
pub(super) async fn begin(db: &Db) -> sqlx::Result<Tx> {
    let mut tx = Tx::begin(db).await?;
    if let Tx::Pg(_) = &tx {
        // The number has no meaning, only everybody has to take the same.
        execute_made(&mut tx, "select pg_advisory_xact_lock(8110372)".to_owned()).await?;
        execute_made(&mut tx, "set local statement_timeout = 0".to_owned()).await?;
    }
    Ok(tx)
}
