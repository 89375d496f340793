//! Backups below the stories: what stands in the file, and which files are refused.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use vouch::store::audit::Verdict;
use vouch::store::backup::restore::{Restored, restore};
use vouch::store::backup::take::take;
use vouch::store::backup::{BackupError, look};
use vouch::store::dialect::Db;
use vouch::store::open::{self, OpenError};
use vouch::store::queue;
use vouch::store::rows::InboxRow;
use vouch::store::tables::{TABLES, carried};
use vouch::store::upgrade::{Steps, newest_step};

use super::dump::{dump, read_rows};
use super::replay::{Story, app_of};
use super::upgrade::{assert_private, steps_and};
use super::{Room, delivery, leave, on_each, receive};
use crate::world::database::Database;

/// A programme in which something happened, with something left to say and a delivery answered.
async fn fill(room: &Room) {
    let app = app_of(room);
    let mut story = Story::begin(&app, 3).await;
    for _ in 0..60 {
        story.step().await;
    }
    leave(&room.store.writer, 2, 3).await;
    let row = InboxRow {
        raw: "{\"token\": \"marker-raw\"}".to_owned(),
        answer: "an answer \u{1f469}\u{200d}\u{1f467} <&> '' \\\" \\u0000 ß\n\t".to_owned(),
        identity: Some(String::new()),
        received_us: i64::MAX,
        done_us: i64::MIN,
        ..delivery("once")
    };
    receive(&room.store.writer, row).await.unwrap();
}

fn file(room: &Room) -> PathBuf {
    room.folder.path().join("programme.backup")
}

async fn taken(room: &Room) -> PathBuf {
    let file = file(room);
    take(&room.database.url, &file, room.clock.now()).await.unwrap();
    file
}

/// An empty database of the other kind, where there is one.
async fn elsewhere(room: &Room) -> Database {
    let folder = room.folder.path().join("elsewhere");
    std::fs::create_dir_all(&folder).unwrap();
    let _ = std::fs::remove_file(folder.join("vouch.db"));
    Database::make(room.database.kind.other(), &folder).await
}

async fn restored(to: &Database, file: &Path) -> Result<Restored, BackupError> {
    restore(&to.url, file, &Steps::shipped()).await
}

/// Every row that a backup carries or that is made from it.
async fn everything(db: &Db) -> Vec<String> {
    dump(db, TABLES.iter().filter(|table| table.name != "blocked")).await
}

#[tokio::test]
async fn a_database_comes_back_in_the_other_kind_row_by_row() {
    on_each(async |room| {
        fill(room).await;
        let before = everything(&room.store.db).await;
        let file = taken(room).await;
        assert_private(&file);
        let to = elsewhere(room).await;
        let done = restored(&to, &file).await.unwrap();
        let Verdict::Whole { events, last } = done.verdict else { panic!("{:?}", done.verdict) };
        assert_eq!((events, last), (done.header.head.event_seq, done.header.head.chain.clone()));
        let db = open::open_snapshot(&to.url).await.unwrap();
        assert_eq!(everything(&db).await, before, "from {:?}", room.database.kind);
        db.close().await;

        // And back again, which makes the same file but for its first line.
        let again = room.folder.path().join("again.backup");
        take(&to.url, &again, room.clock.now()).await.unwrap();
        let rows = |path: &Path| {
            let text = std::fs::read_to_string(path).unwrap();
            let lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
            lines[1..lines.len() - 1].to_vec()
        };
        assert_eq!(rows(&again), rows(&file));
        to.drop().await;
    })
    .await;
}

#[tokio::test]
async fn the_file_holds_neither_bodies_nor_read_rows_and_says_what_it_holds() {
    on_each(async |room| {
        fill(room).await;
        let file = taken(room).await;
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(!text.contains("marker-raw"), "raw bodies stay where they are");
        assert!(text.contains("an answer"), "answers are kept");
        let header = look(&file).unwrap();
        assert_eq!(header.step, newest_step());
        let mut lines = text.lines();
        let first: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
        assert_eq!(first["vouch_backup"], 1);
        let mut found = std::collections::BTreeMap::new();
        for line in lines.clone().take(lines.count() - 1) {
            let line: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
            *found.entry(line.keys().next().unwrap().clone()).or_insert(0_u64) += 1;
        }
        for table in carried() {
            let said = header.rows[table.name];
            assert_eq!(found.remove(table.name).unwrap_or(0), said, "{}", table.name);
        }
        assert!(found.is_empty(), "{found:?}");
        assert!(header.rows["event"] > 30 && header.rows["outbox"] >= 6, "{header:?}");
    })
    .await;
}

#[tokio::test]
async fn what_waits_is_said_in_its_order_after_a_restore() {
    on_each(async |room| {
        leave(&room.store.writer, 1, 3).await;
        let file = taken(room).await;
        let to = elsewhere(room).await;
        restored(&to, &file).await.unwrap();
        let opened = open::open(&to.url, open::Purpose::Sandbox, room.clock.clone()).await;
        let (store, task) = opened.unwrap();
        // The next thing to be said gets a number of its own.
        leave(&store.writer, 1, 1).await;
        let mut order = Vec::new();
        let now = room.clock.now() + chrono::TimeDelta::seconds(1);
        while queue::waiting(&store).await.unwrap() > 0 {
            for row in queue::take(&store.writer, now, 9, Vec::new()).await.unwrap() {
                order.push(row.seq);
                assert!(super::settle(&store, &row, now).await);
            }
        }
        assert_eq!(order, [1, 2, 3, 4]);
        task.finish().await;
        store.db.close().await;
        to.drop().await;
    })
    .await;
}

#[tokio::test]
async fn a_backup_of_an_older_step_is_restored_by_a_newer_program() {
    on_each(async |room| {
        fill(room).await;
        let before = read_rows(&room.store.db).await;
        let file = taken(room).await;
        let to = elsewhere(room).await;
        let done = restore(&to.url, &file, &steps_and(1)).await.unwrap();
        assert!(matches!(done.verdict, Verdict::Whole { .. }), "{:?}", done.verdict);
        let db = open::open_to_read(&to.url).await.unwrap();
        let calm = |row: &String| row.replace("\"mood\":\"calm\",", "");
        let rows: Vec<String> = read_rows(&db).await.iter().map(calm).collect();
        assert_eq!(rows, before, "from {:?}", room.database.kind);
        db.close().await;
        to.drop().await;
    })
    .await;
}

/// The file with its lines changed, and a last line that fits them.
fn sealed_anew(from: &Path, change: impl Fn(&mut Vec<String>)) -> PathBuf {
    let text = std::fs::read_to_string(from).unwrap();
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    lines.pop();
    change(&mut lines);
    let mut text = lines.join("\n");
    text.push('\n');
    let seal = json!({ "sha256": hex::encode(Sha256::digest(&text)) });
    written(from, format!("{text}{seal}\n"))
}

fn written(beside: &Path, text: impl AsRef<[u8]>) -> PathBuf {
    let path = beside.with_extension("changed");
    std::fs::write(&path, text).unwrap();
    path
}

#[tokio::test]
async fn a_file_that_is_not_as_it_was_written_is_refused_and_nothing_is_restored() {
    on_each(async |room| {
        fill(room).await;
        let file = taken(room).await;
        let whole = std::fs::read(&file).unwrap();
        let to = elsewhere(room).await;
        let refused = async |file: &Path| {
            let refused = restored(&to, file).await.expect_err("it is refused");
            assert!(restored(&to, file).await.is_err(), "and stays refused");
            refused
        };
        let first_line = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        for end in [first_line, first_line + 40, whole.len() / 2, whole.len() - 30, whole.len() - 1]
        {
            let cut = refused(&written(&file, &whole[..end])).await;
            assert!(matches!(cut, BackupError::Cut(_)), "cut at {end}: {cut}");
        }
        for at in [first_line + 20, whole.len() / 3, whole.len() - 100] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            let changed = refused(&written(&file, changed)).await;
            assert!(matches!(changed, BackupError::Changed(_)), "changed at {at}: {changed}");
        }
        for other in ["", "{}\n", "hello\n", "SQLite format 3\0", "\u{1}\n{}"] {
            let no_backup = refused(&written(&file, other)).await;
            assert!(matches!(no_backup, BackupError::NotABackup(_)), "{other}: {no_backup}");
        }
        let missing = refused(Path::new("nowhere.backup")).await;
        assert!(matches!(missing, BackupError::NotRead { .. }), "{missing}");
        let newer = refused(&written(&file, "{\"vouch_backup\":2,\"program\":\"9.9\"}\n")).await;
        let said = "was written by a newer Vouch (9.9). Restore it with that version.";
        assert!(newer.to_string().ends_with(said), "{newer}");

        // Somebody who can reckon a checksum is still held against chain, counts and tables.
        type Change = fn(&mut Vec<String>);
        let step: Change = |lines| {
            let mut first: Value = serde_json::from_str(&lines[0]).unwrap();
            first["step"] = json!(9_999);
            lines[0] = first.to_string();
        };
        let reworded: Change = |lines| lines[4] = lines[4].replace("\"actor\":\"", "\"actor\":\"x");
        let left_out: Change = |lines| drop(lines.remove(4));
        let cut_off: Change = |lines| {
            let last = lines.iter().rposition(|line| line.starts_with("{\"event\"")).unwrap();
            lines.remove(last);
        };
        let uncounted: Change = |lines| drop(lines.pop());
        let strange: Change = |lines| lines.push("{\"sqlite_master\":{\"a\":1}}".to_owned());
        let extra: Change = |lines| {
            let last = lines.last_mut().unwrap();
            *last = last.replacen(":{", ":{\"another\":1,", 1);
        };
        for (what, change) in [
            ("Newer", step),
            ("Broken", reworded),
            ("Broken", left_out),
            ("Broken", cut_off),
            ("OddRow", uncounted),
            ("OddRow", strange),
            ("OddRow", extra),
        ] {
            let wrong = refused(&sealed_anew(&file, change)).await;
            assert!(format!("{wrong:?}").starts_with(what), "{what}: {wrong:?}");
        }
        // After all of this the database is as empty as before.
        restored(&to, &file).await.unwrap();
        let full = refused(&file).await;
        assert!(matches!(full, BackupError::Open(OpenError::NotEmpty)), "{full}");
        to.drop().await;
    })
    .await;
}

#[tokio::test]
async fn a_backup_takes_the_place_of_a_backup_and_of_nothing_else() {
    on_each(async |room| {
        let file = taken(room).await;
        fill(room).await;
        taken(room).await;
        assert!(look(&file).unwrap().rows["event"] > 0, "the later one stands there");
        std::fs::write(&file, "a letter").unwrap();
        let refused = take(&room.database.url, &file, room.clock.now()).await.unwrap_err();
        assert!(matches!(refused, BackupError::InTheWay(_)), "{refused}");
        assert_eq!(std::fs::read(&file).unwrap(), b"a letter");
        let nowhere = room.folder.path().join("no/folder");
        let refused = take(&room.database.url, &nowhere, room.clock.now()).await.unwrap_err();
        assert!(matches!(refused, BackupError::NotWritten { .. }), "{refused}");
        let left = std::fs::read_dir(room.folder.path()).unwrap();
        let part = |name: String| name.ends_with(".part");
        assert!(!left.map(|one| one.unwrap().file_name().into_string().unwrap()).any(part));
    })
    .await;
}
