//! Copies of a SQLite database beside itself, made before its tables change.
//!
//! They are for going back by hand, and hold people's words as the database does: the last two
//! stay, and none for longer than 30 days.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqlitePool};

use super::open::OpenError;
use super::tables::{self, HUSHED};

const KEPT: usize = 2;
const KEPT_FOR: TimeDelta = TimeDelta::days(30);
/// Sorts by time, and has no colon, which not every file system takes.
const TIME: &str = "%Y-%m-%dT%H%M%SZ";
const END: &str = ".copy";

/// Copies the database before its step `step` is taken, and lets go of older copies.
pub(super) async fn make(
    pool: &SqlitePool,
    step: i64,
    now: DateTime<Utc>,
) -> Result<(), OpenError> {
    let database = pool.connect_options().get_filename().to_owned();
    let copy = name(&database, step, now);
    let refused = |reason: String| OpenError::NoCopy { path: copy.clone(), reason };
    let file = super::private_file(&copy).map_err(|error| refused(error.to_string()))?;
    if let Err(error) = write(pool, &copy).await {
        // Half a copy is worse than none; that it stays would show at the next try.
        let _ = std::fs::remove_file(&copy);
        return Err(refused(error.to_string()));
    }
    file.sync_all().map_err(|error| refused(error.to_string()))?;
    tracing::info!(copy = %copy.display(), "the database was copied before its tables change");
    forget(&database, now);
    Ok(())
}

/// Writes the copy, and empties what a backup leaves out as well: bodies of deliveries, which may
/// hold anything a platform sends.
async fn write(pool: &SqlitePool, copy: &Path) -> sqlx::Result<()> {
    sqlx::query("vacuum into $1").bind(copy.to_string_lossy()).execute(pool).await?;
    let options = SqliteConnectOptions::new().filename(copy).create_if_missing(false);
    // Neither a file beside it nor freed pages may keep what is emptied.
    let options = options.journal_mode(SqliteJournalMode::Memory).pragma("secure_delete", "on");
    let mut written = options.connect().await?;
    for (table, column) in tables::hushed() {
        let sql = format!("update {table} set {column} = '{HUSHED}'");
        sqlx::query(AssertSqlSafe(sql)).execute(&mut written).await?;
    }
    written.close().await
}

/// `vouch.db.before-0002-2026-11-21T090000Z.copy`
fn name(database: &Path, step: i64, now: DateTime<Utc>) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(format!(".before-{step:04}-{}{END}", now.format(TIME)));
    PathBuf::from(name)
}

/// Removes the copies of `database` that are beyond the last two, or too old.
pub(super) fn forget(database: &Path, now: DateTime<Utc>) {
    let mut copies = copies(database);
    copies.sort_by_key(|(made, _)| std::cmp::Reverse(*made));
    let kept = |made: DateTime<Utc>| now - made <= KEPT_FOR;
    for (place, (made, path)) in copies.iter().enumerate() {
        if place < KEPT && kept(*made) {
            continue;
        }
        if let Err(error) = std::fs::remove_file(path) {
            tracing::warn!(copy = %path.display(), %error, "an old copy could not be removed");
        }
    }
}

/// The copies of a database, with the time each was made at.
fn copies(database: &Path) -> Vec<(DateTime<Utc>, PathBuf)> {
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty());
    let Ok(entries) = std::fs::read_dir(folder.unwrap_or(Path::new("."))) else {
        return Vec::new();
    };
    let Some(own) = database.file_name().and_then(|name| name.to_str()) else { return Vec::new() };
    let beginning = format!("{own}.before-");
    let made = |name: &str| {
        let (_, made) = name.strip_prefix(&beginning)?.strip_suffix(END)?.split_once('-')?;
        NaiveDateTime::parse_from_str(made, TIME).ok().map(|made| made.and_utc())
    };
    let named = entries.filter_map(Result::ok).filter_map(|entry| {
        let made = made(entry.file_name().to_str()?)?;
        Some((made, entry.path()))
    });
    named.collect()
}
