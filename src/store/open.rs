//! Opening a database: the right one, in the right version, marked for what it is.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, SqlitePool};

use super::dialect::{Db, Tx, execute, fetch_all};
use super::upgrade::{self, Upgrade, is_empty, is_foreign};
use super::{Store, WriterTask, copies};
use crate::chat::PlatformName;
use crate::clock::Clock;

/// Connections for reading. Few: a read takes some tens of microseconds.
const READERS: u32 = 4;
/// The writer uses one connection at a time. Of a server that vanishes without a word sqlx keeps a
/// connection that was in use until the network gives it up, a quarter of an hour later: meanwhile
/// there is another one.
const WRITERS: u32 = 2;
/// For how long a connection is taken to be alive after its last use.
const TRUSTED: Duration = Duration::from_secs(1);
/// How long one may wait for a connection before the database counts as not answering. People are
/// answered within 2.5 s, whatever happens.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// So often is that waited for when a file is opened: a slow disk takes its time to make it and to
/// switch it to WAL, and nobody is to be answered yet.
const OPENINGS: u32 = 10;

/// What a database is used for. Never mixed: a real programme must not meet made-up people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Sandbox,
    Real,
}

impl Purpose {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Real => "real",
        }
    }
}

/// Why a database was not opened; each is one sentence for whoever started Vouch.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("The database cannot be opened: {0}")]
    Unreachable(#[source] sqlx::Error),
    #[error("The folder {} for the database cannot be made: {reason}", path.display())]
    NoFolder { path: PathBuf, reason: std::io::Error },
    #[error(
        "This database was written by a newer Vouch (it has step {0}). Start that version, or point DATABASE_URL elsewhere."
    )]
    Newer(i64),
    #[error(
        "Step {0} of this database differs from this program's. Restore a backup, or point DATABASE_URL elsewhere."
    )]
    Edited(i64),
    #[error("This database is not at this program's step. Run vouch migrate first.")]
    NotMigrated,
    #[error("The database could not be brought to this version: {0}")]
    Migration(String),
    #[error(
        "The tables of this database have to change (to step {0}). Take a backup, then run vouch migrate --yes-i-have-a-backup, or start with VOUCH_MIGRATE=yes-i-have-a-backup."
    )]
    NoBackup(i64),
    #[error(
        "The database has to change, and the copy before that cannot be made at {}: {reason}. Make room for it, then start again.", path.display()
    )]
    NoCopy { path: PathBuf, reason: String },
    #[error("This database is not empty. Point DATABASE_URL at an empty one.")]
    NotEmpty,
    #[error(
        "This database holds tables of something else. Point DATABASE_URL at an empty database."
    )]
    Foreign,
    #[error(
        "This is a {found} database and cannot be used by {wanted}. Point DATABASE_URL at another one."
    )]
    OtherPurpose { found: String, wanted: &'static str },
    #[error("This database belongs to the Slack workspace {found}, but the token is for {wanted}.")]
    OtherWorkspace { found: String, wanted: String },
    #[error(
        "This database belongs to the Discord server {found}, but DISCORD_GUILD_ID names {wanted}."
    )]
    OtherServer { found: String, wanted: String },
}

/// Opens the database at `url` for `purpose`, brings it to this version, and starts its writer. A
/// database that is marked for something else is left as it is.
///
/// # Errors
/// [`OpenError`].
pub async fn open(
    url: &str,
    purpose: Purpose,
    clock: Clock,
) -> Result<(Store, WriterTask), OpenError> {
    open_and_upgrade(url, purpose, clock, &Upgrade::shipped(false)).await
}

/// As [`open`], where somebody has said how it is brought to this version.
///
/// # Errors
/// [`OpenError`].
pub async fn open_and_upgrade(
    url: &str,
    purpose: Purpose,
    clock: Clock,
    how: &Upgrade,
) -> Result<(Store, WriterTask), OpenError> {
    let (read, write) = pools(url).await?;
    if let Err(error) = upgrade::upgrade(&write, purpose, how, clock.now()).await {
        read.close().await;
        write.close().await;
        return Err(error);
    }
    forget_copies(&write, clock.now());
    Store::start(read, write, clock).map_err(|error| OpenError::Unreachable(error.into()))
}

/// Lets go of copies that were made before a migration and have had their time.
pub fn forget_copies(db: &Db, now: DateTime<Utc>) {
    match db {
        Db::Lite(pool) => copies::forget(pool.connect_options().get_filename(), now),
        Db::Pg(_) => {}
    }
}

/// Opens the database at `url` for a command that only reads: beside a running bot, on a snapshot
/// each, without bringing it to this version.
///
/// # Errors
/// [`OpenError::Unreachable`]; a file that is not there is not made.
pub async fn open_to_read(url: &str) -> Result<Db, OpenError> {
    let db = if let Some(options) = lite_options(url) {
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .connect_with(options?.create_if_missing(false).pragma("query_only", "on"))
            .await;
        pool.map(Db::Lite).map_err(OpenError::Unreachable)?
    } else {
        pg_pool(url, 1).await?
    };
    // The pool's only connection stays in one transaction until it is closed, so that everything a
    // command reads is of the same moment, whatever a bot writes beside it.
    let begun = match &db {
        Db::Lite(pool) => sqlx::query("begin").execute(pool).await.map(|_| ()),
        Db::Pg(pool) => sqlx::query("begin isolation level repeatable read read only")
            .execute(pool)
            .await
            .map(|_| ()),
    };
    begun.map_err(OpenError::Unreachable)?;
    Ok(db)
}

/// Opens the database at `url` for a command that only reads, when it is at this program's step.
///
/// # Errors
/// [`OpenError`].
pub async fn open_snapshot(url: &str) -> Result<Db, OpenError> {
    let db = open_to_read(url).await?;
    let Some(step) = upgrade::standing(&db).await? else { return Err(OpenError::NotMigrated) };
    match step.cmp(&upgrade::newest_step()) {
        std::cmp::Ordering::Equal => Ok(db),
        std::cmp::Ordering::Greater => Err(OpenError::Newer(step)),
        std::cmp::Ordering::Less => Err(OpenError::NotMigrated),
    }
}

pub(super) async fn pools(url: &str) -> Result<(Db, Db), OpenError> {
    let Some(options) = lite_options(url) else {
        return Ok((pg_pool(url, READERS).await?, pg_pool(url, WRITERS).await?));
    };
    let options = options?;
    make_folder(&options)?;
    let pool = |connections| {
        SqlitePoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(PATIENCE)
            // A file does not hang up; asking it first would cost as much as the question.
            .test_before_acquire(false)
    };
    // The writer's connection first: it makes the file and switches it to WAL.
    let write = pool(1)
        // A transaction is over when its connection comes back, or the connection is useless: on a
        // full disk SQLite takes a transaction back by itself, sqlx does not hear of it, its own
        // rollback fails, and it would refuse every further transaction on that connection.
        // Source: SQLite, "Response To Errors Within A Transaction".
        .before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
        // `Tx::begin` waits for the lock itself.
        .after_connect(|connection, _| {
            Box::pin(async {
                sqlx::query("pragma busy_timeout = 0").execute(connection).await.map(drop)
            })
        });
    let write = opened(write, options.clone()).await?;
    let read = opened(pool(READERS), options.pragma("query_only", "on")).await?;
    Ok((Db::Lite(read), Db::Lite(write)))
}

async fn opened(
    pool: SqlitePoolOptions,
    options: SqliteConnectOptions,
) -> Result<SqlitePool, OpenError> {
    for _ in 1..OPENINGS {
        match pool.clone().connect_with(options.clone()).await {
            Err(sqlx::Error::PoolTimedOut) => {}
            found => return found.map_err(OpenError::Unreachable),
        }
    }
    pool.connect_with(options).await.map_err(OpenError::Unreachable)
}

/// `None` when the URL is not SQLite's.
fn lite_options(url: &str) -> Option<Result<SqliteConnectOptions, OpenError>> {
    url.starts_with("sqlite:").then(|| {
        SqliteConnectOptions::from_str(url).map_err(OpenError::Unreachable).map(|options| {
            options
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // Every commit is on disk before anything is answered.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                // For tools beside us; Vouch itself has one writer.
                .busy_timeout(Duration::from_secs(5))
                // The writer's statements come for different numbers of rows.
                .statement_cache_capacity(256)
                // What was erased is overwritten, not only unlinked.
                .pragma("secure_delete", "on")
        })
    })
}

fn make_folder(options: &SqliteConnectOptions) -> Result<(), OpenError> {
    let folder = options.get_filename().parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .map_err(|reason| OpenError::NoFolder { path: folder.to_owned(), reason })
}

async fn pg_pool(url: &str, connections: u32) -> Result<Db, OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(OpenError::Unreachable)?.options([
        // A batch is over in milliseconds; a transaction that idles is one whose owner is gone.
        ("idle_in_transaction_session_timeout", "10000"),
        ("statement_timeout", "10000"),
        ("lock_timeout", "5000"),
        ("client_min_messages", "warning"),
        // Every question has an index. A plan is kept, and one made while a table was empty would read
        // all of it until the server has counted it anew, which takes a minute: as long as that a
        // drawing took 6 ms instead of 0.06.
        ("enable_seqscan", "off"),
        // What costs so much that it is worth compiling is not asked here.
        ("jit", "off"),
    ]);
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        // A server may have hung up, but not on whoever spoke with it a moment ago: to ask before
        // each question would double the round trips.
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move { Ok(meta.idle_for < TRUSTED || connection.ping().await.is_ok()) })
        })
        .connect_with(options)
        .await
        .map(Db::Pg)
        .map_err(OpenError::Unreachable)
}

#[derive(sqlx::FromRow)]
struct Value {
    value: String,
}

/// Marks an empty database as `purpose`, and refuses one that is marked otherwise.
///
/// # Errors
/// [`OpenError::OtherPurpose`], [`OpenError::Unreachable`].
pub async fn claim_for(store: &Store, purpose: Purpose) -> Result<(), OpenError> {
    let found = settle_meta(store, "purpose", purpose.as_str()).await?;
    found.map_or(Ok(()), |found| Err(OpenError::OtherPurpose { found, wanted: wanted(purpose) }))
}

/// Marks a real database with the programme's home on a platform, by the platform's own id, and
/// refuses one that has another home there.
///
/// # Errors
/// [`OpenError::OtherWorkspace`], [`OpenError::OtherServer`], [`OpenError::Unreachable`].
pub async fn claim_home(
    store: &Store,
    platform: PlatformName,
    home: &str,
) -> Result<(), OpenError> {
    let found = settle_meta(store, home_mark(platform), home).await?;
    found.map_or(Ok(()), |found| Err(other_home(platform, found, home)))
}

/// The name under which a database says where its programme is at home.
#[must_use]
pub const fn home_mark(platform: PlatformName) -> &'static str {
    match platform {
        PlatformName::Slack => "slack_workspace",
        PlatformName::Discord => "discord_server",
    }
}

/// That a database has another home than the token's.
#[must_use]
pub fn other_home(platform: PlatformName, found: String, wanted: &str) -> OpenError {
    let wanted = wanted.to_owned();
    match platform {
        PlatformName::Slack => OpenError::OtherWorkspace { found, wanted },
        PlatformName::Discord => OpenError::OtherServer { found, wanted },
    }
}

const fn wanted(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Sandbox => "the sandbox",
        Purpose::Real => "a real workspace",
    }
}

/// Sets a value that may be set once; gives the value found where it is another one.
async fn settle_meta(
    store: &Store,
    name: &'static str,
    value: &str,
) -> Result<Option<String>, OpenError> {
    let wanted = value.to_owned();
    let found = store
        .writer
        .touch(move |tx: &mut Tx| {
            let value = wanted.clone();
            Box::pin(async move {
                execute!(
                    tx,
                    "insert into meta (name, value) values ($1, $2) on conflict (name) do nothing",
                    name,
                    &value,
                )?;
                let rows =
                    fetch_all!(tx tx, Value, "select value from meta where name = $1", name)?;
                Ok(rows.into_iter().next().map_or(value, |row| row.value))
            })
        })
        .await
        .map_err(|error| OpenError::Migration(error.to_string()))?;
    Ok((found != value).then_some(found))
}

/// What the database is marked as, if it is marked.
///
/// # Errors
/// [`OpenError::Unreachable`].
pub async fn purpose(db: &Db) -> Result<Option<Purpose>, OpenError> {
    let rows = fetch_all!(db, Value, "select value from meta where name = 'purpose'")
        .map_err(OpenError::Unreachable)?;
    let known = [Purpose::Sandbox, Purpose::Real];
    Ok(rows.first().and_then(|row| known.into_iter().find(|known| known.as_str() == row.value)))
}

/// Refuses a database that is marked for something else than `wanted_for`.
///
/// # Errors
/// [`OpenError::OtherPurpose`], [`OpenError::Unreachable`].
pub async fn refuse_unless_for(db: &Db, wanted_for: Purpose) -> Result<(), OpenError> {
    match purpose(db).await?.filter(|found| *found != wanted_for) {
        None => Ok(()),
        Some(found) => Err(OpenError::OtherPurpose {
            found: found.as_str().to_owned(),
            wanted: wanted(wanted_for),
        }),
    }
}

/// Empties a sandbox database for `--fresh`; a database that is not marked *sandbox* is left alone.
///
/// # Errors
/// [`OpenError`].
pub async fn empty_sandbox(url: &str) -> Result<(), OpenError> {
    if let Some(options) = lite_options(url) {
        let path = options?.get_filename().to_owned();
        if !path.exists() {
            return Ok(());
        }
        refuse_unless_sandbox(url).await?;
        for suffix in ["", "-wal", "-shm"] {
            let mut name = path.clone().into_os_string();
            name.push(suffix);
            // A side file that is not there needs no removing; a stubborn one shows at the opening.
            let _ = std::fs::remove_file(name);
        }
        // At the end of time every copy has had its time.
        copies::forget(&path, DateTime::<Utc>::MAX_UTC);
        return Ok(());
    }
    refuse_unless_sandbox(url).await?;
    let Db::Pg(pool) = pg_pool(url, 1).await? else { return Ok(()) };
    let emptied = sqlx::raw_sql(EMPTY_PG).execute(&pool).await;
    pool.close().await;
    emptied.map(|_| ()).map_err(OpenError::Unreachable)
}

/// Drops every table and function of the schema, so that the next start makes them anew.
const EMPTY_PG: &str = "do $$ declare name text; begin
  for name in select tablename from pg_tables where schemaname = current_schema() loop
    execute format('drop table %I cascade', name);
  end loop;
  drop function if exists refuse_event_change() cascade;
end $$";

async fn refuse_unless_sandbox(url: &str) -> Result<(), OpenError> {
    let db = open_to_read(url).await?;
    if is_foreign(&db).await? {
        return Err(OpenError::Foreign);
    }
    let found = if is_empty(&db).await? { Some(Purpose::Sandbox) } else { purpose(&db).await? };
    db.close().await;
    match found {
        Some(Purpose::Sandbox) => Ok(()),
        Some(Purpose::Real) => Err(OpenError::OtherPurpose {
            found: Purpose::Real.as_str().to_owned(),
            wanted: wanted(Purpose::Sandbox),
        }),
        None => Err(OpenError::Foreign),
    }
}
