//! A database of an older step: what is done before its tables change, and after.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use vouch::store::dialect::Db;
use vouch::store::open::{self, OpenError, Purpose, open_and_upgrade};
use vouch::store::rows::InboxRow;
use vouch::store::tables::{TABLES, read};
use vouch::store::upgrade::{Steps, Upgrade, newest_step};
use vouch::store::{Store, audit};

use super::dump::{dump, read_rows};
use super::{Room, delivery, on_each};
use crate::world::child::{run, vouch};
use crate::world::database::Kind;

/// A step of tomorrow: it adds a column, and leaves the read rows wrong.
const SQL: &str = "alter table referral add column mood text not null default 'calm';
                   update person set version = version + 1;
                   delete from channel;";

/// Our steps and `more` of tomorrow.
pub fn steps_and(more: i64) -> Steps {
    let shipped = Steps::shipped();
    let longer = |steps: &Migrator| {
        let tomorrow = (1..=more).map(|number| {
            let sql = if number == 1 {
                SQL
            } else {
                "create table if not exists extra (a text not null primary key)"
            };
            let (name, kind) = (format!("tomorrow {number}").into(), MigrationType::Simple);
            Migration::new(newest_step() + number, name, kind, sql.into_sql_str(), false)
        });
        Migrator::with_migrations(steps.iter().cloned().chain(tomorrow).collect())
    };
    Steps { lite: longer(&shipped.lite), pg: longer(&shipped.pg) }
}

/// Opens the room's database a second time, as the next version would.
async fn open_next(room: &Room, more: i64, has_backup: bool) -> Result<Store, OpenError> {
    let how = Upgrade { steps: steps_and(more), has_backup };
    let (url, clock) = (&room.database.url, room.clock.clone());
    let (store, task) = open_and_upgrade(url, Purpose::Sandbox, clock, &how).await?;
    task.finish().await;
    Ok(store)
}

fn copies(room: &Room) -> Vec<PathBuf> {
    let names = std::fs::read_dir(room.folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let mut copies: Vec<PathBuf> =
        names.filter(|path| path.extension().is_some_and(|end| end == "copy")).collect();
    copies.sort();
    copies
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[tokio::test]
async fn after_a_migration_the_read_rows_say_what_the_log_says() {
    on_each(async |room| {
        room.set_up().await;
        let before = read_rows(&room.store.db).await;
        assert!(before.iter().any(|row| row.starts_with("channel ")), "{before:?}");
        let next = open_next(room, 1, true).await.unwrap();
        assert_eq!(read_rows(&next.db).await, before, "on {:?}", room.database.kind);
        let verdict = audit::verify(&next.db).await.unwrap();
        assert!(matches!(verdict, audit::Verdict::Whole { .. }), "{verdict:?}");
        next.db.close().await;
    })
    .await;
}

#[tokio::test]
async fn postgres_with_events_changes_only_when_somebody_says_that_there_is_a_backup() {
    on_each(async |room| {
        if room.database.kind == Kind::Sqlite {
            return; // It is copied; nobody has to be asked.
        }
        open_next(room, 1, false).await.expect("nothing happened yet").db.close().await;
        room.set_up().await;
        let refused = open_next(room, 2, false).await.err().unwrap().to_string();
        assert!(refused.contains("vouch migrate --yes-i-have-a-backup"), "{refused}");
        assert!(refused.contains("VOUCH_MIGRATE=yes-i-have-a-backup"), "{refused}");
        let extra = "select count(*) from information_schema.tables where table_name = 'extra'";
        assert_eq!(room.count(extra).await, 0, "nothing was changed");
        open_next(room, 2, true).await.unwrap().db.close().await;
        assert_eq!(room.count(extra).await, 1);
        // Nothing is missing any more, so nothing is asked.
        open_next(room, 2, false).await.unwrap().db.close().await;
    })
    .await;
}

#[tokio::test]
async fn who_starts_vouch_is_told_to_take_a_backup_first_and_may_say_so() {
    on_each(async |room| {
        if room.database.kind == Kind::Sqlite {
            return;
        }
        room.set_up().await;
        // As if the last step were new.
        let forget = "delete from _sqlx_migrations
                       where version = (select max(version) from _sqlx_migrations)";
        room.by_hand(forget).await.unwrap();
        let told = async |words: &[&str], variable: (&str, &str)| {
            let mut command = vouch(room.folder.path());
            command.args(words).env("DATABASE_URL", &room.database.url).env(variable.0, variable.1);
            let output = run(command).await;
            (output.status.code(), String::from_utf8(output.stderr).unwrap())
        };
        let none = ("VOUCH_INBOX_DAYS", "30");
        for words in [&["migrate"][..], &["setup", "export", "-"], &[]] {
            let (code, said) = told(words, none).await;
            assert_eq!(code, Some(2), "{said}");
            assert!(said.contains("vouch migrate --yes-i-have-a-backup"), "{said}");
        }
        // Said, it goes on: to the step, whose tables are there already.
        let yes = ("VOUCH_MIGRATE", "yes-i-have-a-backup");
        for (words, variable) in
            [(&["migrate"][..], yes), (&["migrate", "--yes-i-have-a-backup"], none)]
        {
            let (code, said) = told(words, variable).await;
            assert_eq!(code, Some(1), "{said}");
            assert!(said.contains("The database could not be brought to this version"), "{said}");
        }
    })
    .await;
}

#[tokio::test]
async fn sqlite_is_copied_beside_itself_before_its_tables_change() {
    on_each(async |room| {
        if room.database.kind == Kind::Postgres {
            return; // Somebody is asked instead.
        }
        room.set_up().await;
        let raw = format!("marker-raw {}", "x".repeat(20_000));
        super::receive(&room.store.writer, InboxRow { raw, ..delivery("once") }).await.unwrap();
        assert!(copies(room).is_empty(), "an empty database needs no copy");
        let before = dump(&room.store.db, TABLES.iter()).await;
        room.clock.set(at("2030-11-21T09:00:00Z"));
        open_next(room, 1, false).await.unwrap().db.close().await;
        let [copy] = &copies(room)[..] else { panic!("{:?}", copies(room)) };
        let step = newest_step() + 1;
        // The clock runs on, so the seconds are any.
        let expected = format!("vouch.db.before-{step:04}-2030-11-21T090");
        assert!(name(copy).starts_with(&expected) && name(copy).ends_with("Z.copy"), "{copy:?}");
        assert_private(copy);
        let url = format!("sqlite://{}", copy.display());
        let copied = open::open_to_read(&url).await.unwrap();
        assert_eq!(dump(&copied, TABLES.iter()).await, before, "it is the database as it was");
        copied.close().await;
        let bytes = std::fs::read(copy).unwrap();
        let has = |word: &str| bytes.windows(word.len()).any(|here| here == word.as_bytes());
        assert!(has("North Partner") && !has("marker-raw"), "but for bodies of deliveries");
        // Opened again there is nothing to change, and nothing to copy.
        open_next(room, 1, false).await.unwrap().db.close().await;
        assert_eq!(copies(room).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_last_two_copies_stay_and_none_for_longer_than_thirty_days() {
    on_each(async |room| {
        if room.database.kind == Kind::Postgres {
            return;
        }
        room.set_up().await;
        let start = at("2030-01-01T00:00:00Z");
        for step in 1..=3 {
            room.clock.set(start + TimeDelta::days(step * 10));
            open_next(room, step, false).await.unwrap().db.close().await;
        }
        let days = |found: &[PathBuf]| -> Vec<String> {
            let day = |path: &PathBuf| {
                let (_, day) = name(path).split_once("-2030-").unwrap();
                day[..5].to_owned()
            };
            found.iter().map(day).collect()
        };
        assert_eq!(days(&copies(room)), ["01-21", "01-31"]);
        let stranger = room.folder.path().join("vouch.db.before-lunch.copy");
        std::fs::write(&stranger, "not ours").unwrap();
        for (day, left) in
            [("2030-02-19T23:00:00Z", 2), ("2030-02-20T01:00:00Z", 1), ("2030-03-03T00:00:00Z", 0)]
        {
            room.clock.set(at(day));
            // A bot that runs on lets go of them as well: the sweep calls the same.
            open::forget_copies(&room.store.db, room.clock.now());
            assert_eq!(copies(room).len(), left + 1, "{day}");
        }
        assert!(stranger.exists());
    })
    .await;
}

#[tokio::test]
async fn where_no_copy_can_be_made_nothing_is_changed() {
    on_each(async |room| {
        if room.database.kind == Kind::Postgres {
            return;
        }
        room.set_up().await;
        room.clock.set(at("2030-11-21T09:00:00Z"));
        let step = newest_step() + 1;
        for second in 0..60 {
            let name = format!("vouch.db.before-{step:04}-2030-11-21T0900{second:02}Z.copy");
            std::fs::write(room.folder.path().join(name), "in the way").unwrap();
        }
        let refused = open_next(room, 1, false).await.err().unwrap();
        assert!(matches!(refused, OpenError::NoCopy { .. }), "{refused}");
        let columns = "select count(*) from pragma_table_info('referral') where name = 'mood'";
        assert_eq!(room.count(columns).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_step_that_fails_leaves_the_database_at_the_old_one() {
    on_each(async |room| {
        room.set_up().await;
        let before = read_rows(&room.store.db).await;
        let mut steps = steps_and(1);
        for steps in [&mut steps.lite, &mut steps.pg] {
            let kind = MigrationType::Simple;
            let sql = "insert into nowhere values (1)".into_sql_str();
            let wrong = Migration::new(newest_step() + 2, "wrong".into(), kind, sql, false);
            let all = steps.iter().cloned().chain([wrong]).collect();
            *steps = Migrator::with_migrations(all);
        }
        let how = Upgrade { steps, has_backup: true };
        let (url, clock) = (&room.database.url, room.clock.clone());
        let refused = open_and_upgrade(url, Purpose::Sandbox, clock, &how).await;
        assert!(matches!(refused.err(), Some(OpenError::Migration(_))));
        assert_eq!(read_rows(&room.store.db).await, before);
        let db = open::open_snapshot(url).await.expect("it is at our step");
        db.close().await;
    })
    .await;
}

/// Whoever adds a table says in `store/tables.rs` what it is.
#[tokio::test]
async fn every_table_is_known_for_what_it_holds() {
    on_each(async |room| {
        let lite = "select name from sqlite_master where type = 'table'
                     and name not like 'sqlite%' and name not like '\\_sqlx%' escape '\\'";
        let pg = "select table_name::text from information_schema.tables
                   where table_schema = current_schema() and table_name not like '\\_sqlx%'";
        let found: Vec<String> = match &room.store.db {
            Db::Lite(pool) => sqlx::query_scalar(lite).fetch_all(pool).await.unwrap(),
            Db::Pg(pool) => sqlx::query_scalar(pg).fetch_all(pool).await.unwrap(),
        };
        let listed: BTreeSet<&str> = TABLES.iter().map(|table| table.name).collect();
        assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), listed);
        assert_eq!(listed.len(), TABLES.len(), "each stands there once");
    })
    .await;
}

/// The two lists of read tables, `store/tables.rs` and the heading in the first migration, agree.
#[test]
fn the_read_rows_of_the_first_step_are_those_below_its_heading() {
    let first = include_str!("../../../migrations/sqlite/0001_start.sql");
    let (_, below) = first.split_once("-- Read rows ---").unwrap();
    let (below, _) = below.split_once("-- Where a card stands").unwrap();
    let made = below.lines().filter_map(|line| line.strip_prefix("create table "));
    let made: BTreeSet<&str> = made.map(|rest| rest.trim_end_matches(" (")).collect();
    let listed: BTreeSet<&str> = read().map(|table| table.name).collect();
    assert!(made.is_subset(&listed), "{made:?}");
}

#[cfg(unix)]
pub fn assert_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "{path:?} is its owner's alone");
}

#[cfg(not(unix))]
pub fn assert_private(_: &Path) {}
