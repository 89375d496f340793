//! Batches in which something goes wrong: what is bad fails alone, and nothing is half written.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::join_all;
use tokio::sync::Notify;
use vouch::domain::outcome::{ChannelEvent, Event};
use vouch::store::StoreError;
use vouch::store::audit::{self, Verdict};
use vouch::store::desk::{Desk, Needs, Saying, Stamp};
use vouch::store::dialect::Tx;
use vouch::store::project::Stream;
use vouch::store::rows::{InboxRow, PersonalRow};
use vouch::store::writer::Writer;

use super::{Room, delivery, on_each, receive};
use crate::world::Kind;

/// Keeps the writer busy until it is let go, so that what is handed in meanwhile becomes one batch.
async fn in_one_batch<T>(writer: &Writer, units: impl Future<Output = T>) -> T {
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (held, released) = (Arc::clone(&begun), Arc::clone(&go));
    let busy = writer.touch(move |_: &mut Tx| {
        let (held, released) = (Arc::clone(&held), Arc::clone(&released));
        Box::pin(async move {
            held.notify_one();
            released.notified().await;
            Ok(())
        })
    });
    let handed_in = async {
        begun.notified().await;
        let mut units = Box::pin(units);
        // Handing in happens at the first look; the answers come when the writer goes on.
        let early = units.as_mut().now_or_never();
        go.notify_one();
        match early {
            Some(done) => done,
            None => units.await,
        }
    };
    let (busy, done) = tokio::join!(busy, handed_in);
    busy.unwrap();
    done
}

/// Leaves a row in every table that a decision writes.
fn decides(desk: &mut Desk, row: InboxRow) -> Result<(), StoreError> {
    let channel = format!("slack:C-{}", row.key);
    let workspace = row.workspace.clone();
    let stamp =
        Stamp { actor: "system".into(), cause: row.key.clone(), program: "test".to_owned() };
    let met = Event::Channel(ChannelEvent::ChannelMet { workspace, asked: None });
    desk.append(&Stream::Channel(channel.clone()), met, &stamp)?;
    desk.keep(PersonalRow {
        digest: row.key.clone(),
        subject: channel.clone(),
        field: "name".to_owned(),
        salt: String::new(),
        text: "somebody".to_owned(),
    });
    let due = desk.now;
    desk.say(
        Saying { queue: channel, say: "{}".to_owned(), card_id: None, due, by_hand: false },
        &row.key,
    );
    desk.receive(row);
    Ok(())
}

/// Everything is there for `decisions` decisions and `received` deliveries besides.
async fn holds(room: &Room, decisions: i64, received: i64) {
    let kind = room.database.kind;
    assert_eq!(room.count("select count(*) from event").await, decisions, "{kind:?}");
    assert_eq!(room.count("select count(*) from channel").await, decisions, "{kind:?}");
    assert_eq!(room.count("select count(*) from personal").await, decisions, "{kind:?}");
    assert_eq!(room.count("select count(*) from outbox").await, decisions, "{kind:?}");
    assert_eq!(room.count("select count(*) from inbox").await, decisions + received, "{kind:?}");
    assert_eq!(room.count("select outbox_seq from head").await, decisions, "{kind:?}");
    let verdict = audit::verify(&room.store.db).await.unwrap();
    assert!(matches!(verdict, Verdict::Whole { events, .. } if events == decisions), "{verdict:?}");
}

#[tokio::test]
async fn in_a_batch_of_fifty_the_bad_one_fails_alone() {
    type Bad = fn(&mut Desk) -> Result<(), StoreError>;
    // Each has left everything on the desk before it goes wrong.
    let refuses: Bad = |desk| {
        decides(desk, delivery("bad"))?;
        Err(StoreError::Misplaced)
    };
    let panics: Bad = |desk| {
        decides(desk, delivery("bad"))?;
        panic!("made to panic")
    };
    // A key that stands already: the database itself refuses the row, the last one written.
    let breaks: Bad = |desk| decides(desk, delivery("taken"));
    on_each(async |room| {
        let writer = &room.store.writer;
        receive(writer, delivery("taken")).await.unwrap();
        let kinds = [("refuses", refuses), ("panics", panics), ("breaks", breaks)];
        for (stored, (name, bad)) in (1..).zip(kinds) {
            let units = (0..50).map(|number| async move {
                if number == 25 {
                    return writer.decide(Needs::default(), bad).await;
                }
                let row = delivery(&format!("{name}-{number}"));
                writer.decide(Needs::default(), move |desk| decides(desk, row.clone())).await
            });
            let results = in_one_batch(writer, join_all(units)).await;
            let refused: Vec<usize> = (0..50).filter(|number| results[*number].is_err()).collect();
            assert_eq!(refused, [25], "{name} on {:?}", room.database.kind);
            holds(room, stored * 49, 1).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_full_database_refuses_the_batch_as_a_whole_and_takes_the_next() {
    on_each(async |room| {
        // PostgreSQL has no bound of its own that a test could set.
        if room.database.kind != Kind::Sqlite {
            return;
        }
        let writer = &room.store.writer;
        let unit = |key: String| {
            let row = InboxRow { raw: "x".repeat(20_000), ..delivery(&key) };
            writer.decide(Needs::default(), move |desk| decides(desk, row.clone()))
        };
        unit("before".to_owned()).await.unwrap();
        // Not a page more, on the writer's connection: it answers as on a full disk.
        room.by_hand("pragma max_page_count = 1").await.unwrap();
        let units = (0..50).map(|number| unit(format!("full-{number}")));
        for result in in_one_batch(writer, join_all(units)).await {
            let refused = result.unwrap_err();
            assert!(refused.is_outage() && refused.to_string().contains("full"), "{refused}");
        }
        holds(room, 1, 0).await;
        room.by_hand("pragma max_page_count = 1073741823").await.unwrap();
        let units = (0..50).map(|number| unit(format!("room-{number}")));
        let results = in_one_batch(writer, join_all(units)).await;
        assert!(results.into_iter().all(|result| result.is_ok()));
        holds(room, 51, 0).await;
    })
    .await;
}
