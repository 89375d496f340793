//! How much may be in hand, against a real database whose writer is held.

use futures_util::FutureExt as _;
use tempfile::TempDir;
use tokio::sync::Notify;

use super::*;
use crate::chat::inbound::Values;
use crate::chat::{FormHandle, PersonRef, PlatformName};
use crate::clock::Clock;
use crate::runtime::testing::app_in;
use crate::store::dialect::Tx;

async fn inbox(folder: &TempDir) -> Inbox {
    let (app, platforms) = app_in(folder).await;
    Inbox::new(app, platforms)
}

fn delivery(key: &str, bytes: usize, what: What) -> Inbound {
    Inbound {
        key: key.to_owned(),
        platform: PlatformName::Slack,
        workspace: "T1".to_owned(),
        from: Some(PersonRef::slack("T1", "U1")),
        locale: None,
        place: None,
        what,
        raw: "x".repeat(bytes),
        received: Clock::real().now(),
    }
}

fn unknown() -> What {
    What::Unknown { name: "tomorrow".to_owned() }
}

/// Keeps the writer busy until it is let go.
async fn hold(inbox: &Inbox) -> Arc<Notify> {
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (held, released) = (Arc::clone(&begun), Arc::clone(&go));
    let writer = inbox.app.store.writer.clone();
    tokio::spawn(async move {
        let busy = writer.touch(move |_: &mut Tx| {
            let (held, released) = (Arc::clone(&held), Arc::clone(&released));
            Box::pin(async move {
                held.notify_one();
                released.notified().await;
                Ok(())
            })
        });
        busy.await
    });
    begun.notified().await;
    go
}

/// Hands in as many deliveries of a size as fit, and one more.
async fn fill(inbox: &Inbox, bytes: usize, fit: usize) -> Vec<Boxed<'_, Reply>> {
    let mut taken: Vec<_> = (0..fit)
        .map(|number| inbox.take(delivery(&number.to_string(), bytes, unknown())))
        .collect();
    // Each is taken at the first look, and answered when the writer goes on.
    assert!(taken.iter_mut().all(|one| one.now_or_never().is_none()));
    let too_much = inbox.take(delivery("too-much", 1, unknown())).await;
    assert_eq!(too_much, Reply::TooMuch(Box::new(Reply::NotTaken)));
    taken
}

#[tokio::test]
async fn as_many_may_be_in_hand_as_there_is_room_for() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = inbox(&folder).await;
    let go = hold(&inbox).await;
    let taken = fill(&inbox, 1, ROOM / LEAST).await;
    go.notify_one();
    for one in taken {
        assert!(!matches!(one.await, Reply::TooMuch(_)));
    }
    inbox.finished().await;
    assert_eq!(inbox.room.available_permits(), ROOM, "there is room again");
}

#[tokio::test]
async fn large_deliveries_take_more_of_the_room() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = inbox(&folder).await;
    let _go = hold(&inbox).await;
    fill(&inbox, 1 << 20, ROOM >> 20).await;
}

#[tokio::test]
async fn who_is_turned_away_is_told_what_can_be_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = inbox(&folder).await;
    let _all_of_it = inbox.room.try_acquire_many(u32::try_from(ROOM).unwrap()).unwrap();
    let form = What::FormSent {
        flow: "refer".to_owned(),
        form_id: "f".to_owned(),
        form: FormHandle("V1".to_owned()),
        values: Values::new(),
    };
    let command = What::Command { word: "refer".to_owned(), text: String::new() };
    let told = async |what| inbox.take(delivery("k", 1, what)).await;
    let Reply::TooMuch(inside) = told(form).await else { panic!("it was taken") };
    let Reply::KeepForm(sentence) = *inside else { panic!("{inside:?}") };
    assert!(sentence.starts_with("That was not saved"), "{sentence}");
    let Reply::TooMuch(inside) = told(command).await else { panic!("it was taken") };
    assert!(matches!(*inside, Reply::Private(_)), "{inside:?}");
}
