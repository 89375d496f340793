//! The store on both databases, below the stories: the same schema, the same values back, batches
//! that fail alone, queues that keep their order.

#[path = "store/accounts.rs"]
mod accounts;
#[path = "store/backup.rs"]
mod backup;
#[path = "store/batch.rs"]
mod batch;
#[path = "store/behind.rs"]
mod behind;
#[path = "store/board.rs"]
mod board;
#[path = "store/clock.rs"]
mod clock;
#[path = "store/dump.rs"]
pub mod dump;
#[path = "store/merge.rs"]
mod merge;
#[path = "store/notes.rs"]
mod notes;
#[path = "store/pair.rs"]
mod pair;
#[path = "store/replay.rs"]
pub mod replay;
#[path = "store/report.rs"]
mod report;
#[path = "store/schema.rs"]
mod schema;
#[path = "store/upgrade.rs"]
pub mod upgrade;
#[path = "store/work.rs"]
mod work;
#[path = "store/year.rs"]
mod year;

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt;
use futures_util::future::join_all;
use sqlx::raw_sql;
use tempfile::TempDir;
use vouch::clock::Clock;
use vouch::store::desk::{Desk, Needs, Saying};
use vouch::store::dialect::{Db, Tx};
use vouch::store::open::{self, Purpose};
use vouch::store::queue::{self, Settled, Taken};
use vouch::store::rows::InboxRow;
use vouch::store::writer::Writer;
use vouch::store::{Store, StoreError, WriterTask};

use crate::world::Relay;
use crate::world::database::{self, Database, Kind};

/// A store of one test, on a database of its own.
pub struct Room {
    store: Store,
    task: WriterTask,
    pub database: Database,
    /// The writer's clock.
    pub clock: Clock,
    pub folder: TempDir,
}

impl Room {
    pub async fn make(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::make(kind, folder.path()).await;
        let clock = Clock::real();
        let opened = open::open(&database.url, Purpose::Sandbox, clock.clone()).await;
        let (store, task) = opened.unwrap();
        Self { store, task, database, clock, folder }
    }

    pub const fn store(&self) -> &Store {
        &self.store
    }

    pub async fn close(self) {
        self.task.finish().await;
        self.store.db.close().await;
        self.database.drop().await;
    }

    async fn count(&self, sql: &'static str) -> i64 {
        match &self.store.db {
            Db::Lite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
            Db::Pg(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
        }
    }

    /// Brings a programme with partners, channels and people into force.
    pub async fn set_up(&self) {
        let app = replay::app_of(self);
        replay::Story::begin(&app, 1).await;
    }

    /// Runs a statement past every rule of ours, as an operator with a shell could.
    pub async fn by_hand(&self, sql: &'static str) -> Result<(), sqlx::Error> {
        let touched = self.store.writer.touch(move |tx: &mut Tx| {
            Box::pin(async move {
                match tx {
                    Tx::Lite(tx) => raw_sql(sql).execute(&mut **tx).await.map(|_| ())?,
                    Tx::Pg(tx) => raw_sql(sql).execute(&mut **tx).await.map(|_| ())?,
                }
                Ok(())
            })
        });
        touched.await.map_err(|error| sqlx::Error::Protocol(error.to_string()))
    }
}

pub async fn on_each(test: impl AsyncFn(&Room)) {
    for kind in database::kinds() {
        on(kind, &test).await;
    }
}

/// For what takes long, so that there is a test for each database, and they run side by side.
pub async fn on(kind: database::Kind, test: impl AsyncFn(&Room)) {
    if database::kinds().contains(&kind) {
        let room = Room::make(kind).await;
        test(&room).await;
        room.close().await;
    }
}

fn delivery(key: &str) -> InboxRow {
    InboxRow {
        key: key.to_owned(),
        kind: "press".to_owned(),
        workspace: "slack:T1".to_owned(),
        identity: None,
        raw: "{}".to_owned(),
        answer: "null".to_owned(),
        result: "done".to_owned(),
        received_us: 1,
        done_us: 2,
    }
}

async fn receive(writer: &Writer, row: InboxRow) -> Result<(), StoreError> {
    let unit = move |desk: &mut Desk| {
        desk.receive(row.clone());
        Ok(())
    };
    writer.decide(Needs::default(), unit).await
}

#[tokio::test]
async fn what_is_handed_in_is_written_though_nobody_waits_for_it() {
    on_each(async |room| {
        let writer = &room.store.writer;
        for number in 0..200 {
            // Looked at once, so that it is handed in, and then dropped.
            let unit = receive(writer, delivery(&format!("dropped-{number}")));
            assert!(Box::pin(unit).as_mut().now_or_never().is_none_or(|done| done.is_ok()));
        }
        // A connection that was left inside a transaction would hide these rows, or hold them.
        receive(writer, delivery("last")).await.unwrap();
        assert_eq!(room.count("select cast(count(*) as bigint) from inbox").await, 201);
    })
    .await;
}

#[tokio::test]
async fn values_come_back_as_they_went_in() {
    on_each(async |room| {
        let raw = "{\"b\": 1, \"a\": \"\u{1f469}\u{200d}\u{1f467} <&> '' \\\" \\u0000 ß\"}\n\t";
        let row = InboxRow {
            identity: Some(String::new()),
            raw: raw.to_owned(),
            received_us: i64::MAX,
            done_us: i64::MIN,
            ..delivery("values")
        };
        receive(&room.store.writer, row).await.unwrap();
        receive(&room.store.writer, delivery("nothing")).await.unwrap();
        let sql = "select raw, identity, received_us, done_us from inbox order by key desc";
        type Row = (String, Option<String>, i64, i64);
        let rows: Vec<Row> = match &room.store.db {
            Db::Lite(pool) => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
            Db::Pg(pool) => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
        };
        let values = (raw.to_owned(), Some(String::new()), i64::MAX, i64::MIN);
        assert_eq!(rows, [values, ("{}".to_owned(), None, 1, 2)]);
    })
    .await;
}

#[tokio::test]
async fn a_column_refuses_what_is_not_of_its_kind() {
    on_each(async |room| {
        for sql in [
            "update head set event_seq = 'many' where id = 1",
            "update head set chain = null where id = 1",
            "insert into meta (name) values ('nothing')",
            "insert into head (id, event_seq, outbox_seq, chain, at_us) values (2, 0, 0, '', 0)",
        ] {
            assert!(room.by_hand(sql).await.is_err(), "{sql} on {:?}", room.database.kind);
        }
    })
    .await;
}

#[tokio::test]
async fn an_event_can_neither_be_changed_nor_deleted() {
    on_each(async |room| {
        let event = "insert into event
            (seq, stream, version, kind, payload, actor, cause, program, at_us, chain)
            values (1, 'referral:1', 1, 'submitted', '{}', 'system', 'test', 'p', 1, 'c')";
        room.by_hand(event).await.unwrap();
        for sql in ["update event set payload = '[]'", "delete from event"] {
            let refused = room.by_hand(sql).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{sql}: {refused}");
        }
        assert_eq!(room.count("select cast(count(*) as bigint) from event").await, 1);
    })
    .await;
}

/// Numbers that look drawn and are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What a process may do with a row it took: say it, or die; or wake up after its lease is over.
enum Fate {
    Says,
    Dies,
    Late,
}

#[tokio::test]
async fn each_message_is_settled_once_and_in_order_whoever_dies_over_it() {
    const QUEUES: usize = 8;
    const EACH: usize = 15;
    on_each(async |room| {
        let (store, writer) = (&room.store, &room.store.writer);
        leave(writer, QUEUES, EACH).await;
        let mut dice = Dice(42);
        let mut now = Utc::now() + TimeDelta::seconds(1);
        let mut said: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        let mut late: Vec<Taken> = Vec::new();
        let mut refused = 0;
        while queue::waiting(store).await.unwrap() > 0 {
            let workers = (0..4).map(|_| queue::take(writer, now, 3, Vec::new()));
            let taken = join_all(workers).await.into_iter().flat_map(Result::unwrap);
            for row in taken.collect::<Vec<_>>() {
                let fate = match dice.throw(20) {
                    0 => Fate::Dies,
                    1 | 2 => Fate::Late,
                    _ => Fate::Says,
                };
                match fate {
                    Fate::Dies => {}
                    Fate::Late => late.push(row),
                    Fate::Says => {
                        assert!(settle(store, &row, now).await, "the lease runs");
                        said.entry(row.queue.clone()).or_default().push(row.seq);
                    }
                }
            }
            // Time passes here alone; nothing in this test waits for it.
            now += queue::LEASE / 3;
            for row in std::mem::take(&mut late) {
                if dice.throw(2) == 0 {
                    late.push(row);
                } else if settle(store, &row, now).await {
                    said.entry(row.queue.clone()).or_default().push(row.seq);
                } else {
                    refused += 1;
                }
            }
        }
        assert!(refused > 0, "somebody came too late");
        assert_eq!(said.len(), QUEUES);
        for (queue, rows) in said {
            let sorted = rows.windows(2).all(|pair| pair[0] < pair[1]);
            assert!(sorted && rows.len() == EACH, "{queue}: {rows:?}");
        }
    })
    .await;
}

async fn settle(store: &Store, row: &Taken, now: DateTime<Utc>) -> bool {
    queue::settle(&store.writer, row, Settled::Said { card: None, drawing: None }, now)
        .await
        .unwrap()
}

/// Leaves `each` things to be said in every queue.
async fn leave(writer: &Writer, queues: usize, each: usize) {
    for number in 0..queues * each {
        let unit = move |desk: &mut Desk| {
            let saying = Saying {
                queue: format!("slack:C{}", number % queues),
                say: "{}".to_owned(),
                card_id: None,
                due: desk.now,
                by_hand: false,
            };
            desk.say(saying, "test");
            Ok(())
        };
        writer.decide(Needs::default(), unit).await.unwrap();
    }
}

#[tokio::test]
async fn a_code_for_the_first_admin_is_over_after_its_time_and_its_tries() {
    use vouch::store::admin_code::{Tried, forget, set, tried};
    on_each(async |room| {
        let writer = &room.store.writer;
        let (now, until) = (Clock::real().now(), Clock::real().now() + TimeDelta::minutes(30));
        let just_before = until - TimeDelta::microseconds(1);
        assert_eq!(tried(writer, "right".into(), now).await.unwrap(), Tried::Over, "there is none");
        set(writer, "right".into(), until).await.unwrap();
        assert_eq!(tried(writer, "right".into(), just_before).await.unwrap(), Tried::Fits);
        assert_eq!(tried(writer, "right".into(), until).await.unwrap(), Tried::Over);
        for left in (0..5).rev() {
            assert_eq!(tried(writer, "wrong".into(), now).await.unwrap(), Tried::Wrong { left });
        }
        assert_eq!(tried(writer, "right".into(), now).await.unwrap(), Tried::Over, "five tries");
        set(writer, "other".into(), until).await.unwrap();
        assert_eq!(tried(writer, "other".into(), now).await.unwrap(), Tried::Fits, "begins anew");
        forget(writer).await.unwrap();
        assert_eq!(tried(writer, "other".into(), now).await.unwrap(), Tried::Over);
    })
    .await;
}

#[tokio::test]
async fn it_closes_although_a_server_that_vanished_gives_no_connection_back() {
    if !database::kinds().contains(&Kind::Postgres) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let database = Database::make(Kind::Postgres, folder.path()).await;
    let relay = Relay::open(database.host().to_owned()).await;
    let opened = open::open(&relay.url(&database.url), Purpose::Sandbox, Clock::real()).await;
    let (store, task) = opened.unwrap();
    let Db::Pg(pool) = &store.db else { panic!("it is PostgreSQL") };
    let in_use = pool.acquire().await.unwrap();
    relay.falls_silent();
    // Before it lies with the others again sqlx asks the server whether it is still there, and waits.
    drop(in_use);
    tokio::task::yield_now().await;
    let closed = tokio::time::timeout(Duration::from_secs(120), store.db.close()).await;
    assert!(closed.is_ok(), "it waits for a connection that never comes back");
    task.finish().await;
    database.drop().await;
}
