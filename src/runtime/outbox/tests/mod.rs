//! The sender against a platform that does as it is told and a real database.

mod burst;
mod posts;
mod trouble;
mod world;

use std::time::Duration;

use super::policy::pause;
use crate::chat::view::Part;
use crate::chat::{Outgoing, SendError};
use crate::views::Say;
use world::{How, NORTH, SALES, SOUTH, World};

fn intro(channel: &str) -> Say {
    Say::Intro { channel: channel.to_owned() }
}

fn limited(seconds: u64) -> How {
    How::No(SendError::RateLimited { method: "x", after: Duration::from_secs(seconds) })
}

fn dead() -> How {
    How::No(SendError::ChannelDead { code: "is_archived".to_owned() })
}

fn outcome(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn pauses_double_up_to_a_minute() {
    let pauses: Vec<i64> = (1..=8).map(|attempt| pause(attempt).num_seconds()).collect();
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
}

#[tokio::test]
async fn a_row_is_said_only_where_everybody_may_read_it() {
    let world = World::new().await;
    let referral = world.referral("help", "a@acme.example").await;
    let (partner_card, sales_card) = (
        |channel: &str| Say::PartnerCard { referral, channel: channel.to_owned() },
        |channel: &str| Say::SalesCard { referral, channel: channel.to_owned() },
    );
    let seq = world.newest().await;
    let approved = |channel: &str| Say::Told { referral, channel: channel.to_owned(), seq };
    let need = |channel: &str| Say::NeedInFull { referral, channel: channel.to_owned() };
    let pin = Say::PinIntro { channel: SALES.to_owned() };
    world.calls();
    let leaks = [
        partner_card(SOUTH),
        partner_card(SALES),
        approved(SOUTH),
        approved(SALES),
        sales_card(NORTH),
        need(NORTH),
        sales_card(SOUTH),
        intro(SALES),
        pin,
    ];
    for leak in leaks {
        world.say(leak.clone()).await;
        world.pass(5).await;
        assert_eq!(world.outcomes(&leak).await, [outcome("set aside: not_for_this_channel")]);
        assert!(world.calls().is_empty(), "{leak:?}");
    }
    for allowed in [partner_card(NORTH), sales_card(SALES), approved(NORTH), need(SALES)] {
        world.say(allowed.clone()).await;
        assert_eq!(world.outcomes(&allowed).await, [outcome("said")], "{allowed:?}");
    }
}

#[tokio::test]
async fn a_channel_that_changed_hands_while_a_row_waited_does_not_hear_it() {
    let world = World::new().await;
    let referral = world.referral("help", "a@acme.example").await;
    let card = Say::PartnerCard { referral, channel: NORTH.to_owned() };
    world.next("post", limited(30));
    world.say(card.clone()).await;
    world
        .sql("update channel set partner_id = (select partner_id from partner where code = 'SOU')")
        .await;
    world.calls();
    world.pass(31).await;
    assert_eq!(world.outcomes(&card).await, [outcome("set aside: not_for_this_channel")]);
    assert!(world.calls().is_empty());
}

#[tokio::test]
async fn only_the_platforms_time_counts_as_held_back() {
    let world = World::new().await;
    assert_eq!(world.sender.held_back_until().await, None);
    world.next("redraw", dead());
    world.say(intro(NORTH)).await;
    assert_eq!(world.outcomes(&intro(NORTH)).await[1], None);
    // The manager's message paces their queue for no longer than a moment.
    world.pass(5).await;
    assert_eq!(world.sender.held_back_until().await, None);
    world.next("redraw", limited(30));
    world.say(intro(SOUTH)).await;
    let free = world.sender.held_back_until().await.unwrap();
    let left = (free - world.app.now()).num_seconds();
    assert!((28..=30).contains(&left), "{left}");
}

#[tokio::test]
async fn a_row_on_its_way_is_not_held_back_and_is_waited_for() {
    let world = World::new().await;
    let gate = world.hold("redraw", Ok(()));
    world.leave(intro(NORTH)).await;
    world.calls();
    world.until_called("redraw").await;
    assert_eq!(world.sender.held_back_until().await, None);
    let letting_go = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        gate.notify_one();
    };
    tokio::join!(world.rest(), letting_go);
    assert_eq!(world.outcomes(&intro(NORTH)).await[1], outcome("said"));
}

#[tokio::test]
async fn what_was_said_is_not_said_again_when_the_database_stumbles() {
    let world = World::new().await;
    let referral = world.referral("help", "a@acme.example").await;
    let card = Say::SalesCard { referral, channel: SALES.to_owned() };
    let gate = world.hold("post", Ok(()));
    world.leave(card.clone()).await;
    world.calls();
    world.until_called("post").await;
    world.sql("alter table card rename to card_away").await;
    gate.notify_one();
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(world.outcomes(&card).await, [None]);
    world.sql("alter table card_away rename to card").await;
    world.rest().await;
    assert_eq!(world.outcomes(&card).await, [outcome("said")]);
    assert_eq!(world.kinds(), ["post"]);
}

#[tokio::test]
async fn a_new_message_without_an_answer_is_posted_twice_at_most() {
    let mut world = World::new().await;
    let referral = world.referral("help", "a@acme.example").await;
    let card = Say::SalesCard { referral, channel: SALES.to_owned() };
    let passing = || How::No(SendError::Passing { code: "http_503".to_owned() });
    world.next("post", How::No(SendError::Unknown));
    world.next("post", passing());
    world.next("post", How::No(SendError::Unknown));
    world.calls();
    world.say(card.clone()).await;
    world.restart().await;
    for _ in 0..4 {
        world.pass(60).await;
    }
    assert_eq!(world.outcomes(&card).await, [outcome("said")]);
    assert_eq!(world.kinds(), ["post", "post", "post"]);
    // Where it stands is not known, so the next drawing is a post; its redraws repeat freely.
    world.say(card.clone()).await;
    (0..3).for_each(|_| world.next("redraw", How::No(SendError::Unknown)));
    world.say(card.clone()).await;
    for _ in 0..4 {
        world.pass(60).await;
    }
    assert_eq!(world.kinds(), ["post", "redraw", "redraw", "redraw", "redraw"]);
}

#[tokio::test]
async fn leases_of_rows_on_their_way_are_renewed_however_often_the_sender_wakes() {
    let world = World::new().await;
    let gate = world.hold("redraw", Ok(()));
    world.leave(intro(NORTH)).await;
    world.calls();
    world.until_called("redraw").await;
    let lease = "select max(lease_until_us) from outbox where done_us is null";
    let before = world.number(lease).await;
    for _ in 0..12 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        world.sender.wake(NORTH).await.unwrap();
    }
    assert!(world.number(lease).await > before);
    gate.notify_one();
    world.rest().await;
}

#[tokio::test]
async fn a_card_that_is_gone_is_posted_anew_and_no_more_than_once_a_row() {
    let world = World::new().await;
    let gone = || How::No(SendError::MessageGone { code: "message_not_found".to_owned() });
    world.next("redraw", gone());
    world.calls();
    world.say(intro(NORTH)).await;
    world.pass(5).await;
    assert_eq!(world.kinds(), ["redraw", "post"]);
    // However often the row was tried before.
    world.sql("update outbox set attempts = 40").await;
    world.next("redraw", limited(1));
    (0..8).for_each(|_| world.next("redraw", How::No(SendError::Unknown)));
    world.next("redraw", gone());
    world.say(intro(SOUTH)).await;
    for _ in 0..10 {
        world.pass(60).await;
    }
    assert_eq!(world.kinds().last(), Some(&"post"));
    assert_eq!(world.outcomes(&intro(SOUTH)).await[1], outcome("said"));
}

#[tokio::test]
async fn an_intro_that_somebody_deleted_is_posted_anew_when_it_is_to_be_pinned() {
    let world = World::new().await;
    let gone = || How::No(SendError::MessageGone { code: "message_not_found".to_owned() });
    let pin = Say::PinIntro { channel: NORTH.to_owned() };
    world.next("pin", gone());
    world.next("redraw", gone());
    world.calls();
    world.say(pin.clone()).await;
    world.pass(5).await;
    assert_eq!(world.kinds(), ["pin", "redraw", "post"]);
    // What may not be pinned, but stands, is drawn once more and left at that.
    world.next("pin", gone());
    world.calls();
    world.say(pin).await;
    world.pass(5).await;
    assert_eq!(world.kinds(), ["pin", "redraw"]);
}

#[tokio::test]
async fn a_lost_lease_leaves_the_card_where_it_is_and_draws_it_once_more() {
    let world = World::new().await;
    let cards = "select count(*) from card where card_id = 'intro:slack:CNORTH'";
    let gone = SendError::MessageGone { code: "message_not_found".to_owned() };
    for result in [Err(gone), Ok(())] {
        let gate = world.hold("redraw", result.clone());
        world.leave(intro(NORTH)).await;
        world.calls();
        world.until_called("redraw").await;
        world.sql("update outbox set token = token + 1, done_us = 1 where done_us is null").await;
        gate.notify_one();
        world.rest().await;
        world.pass(5).await;
        assert_eq!(world.number(cards).await, 1);
        let drawn_again = if result.is_ok() { 2 } else { 1 };
        assert_eq!(world.kinds(), vec!["redraw"; drawn_again]);
    }
}

#[tokio::test]
async fn what_a_workspace_limits_holds_for_that_kind_of_call_over_restarts() {
    let mut world = World::new().await;
    let referral = world.referral("help", "a@acme.example").await;
    world.next("redraw", limited(30));
    world.calls();
    world.say(intro(NORTH)).await;
    world.restart().await;
    world.say(intro(SOUTH)).await;
    world.say(Say::SalesCard { referral, channel: SALES.to_owned() }).await;
    assert_eq!(world.kinds(), ["redraw", "post"]);
    world.pass(31).await;
    assert_eq!(world.kinds(), ["redraw", "redraw"]);
    // Posting is limited for its channel alone.
    let card = |channel: &str| Say::PartnerCard { referral, channel: channel.to_owned() };
    world.next("post", limited(30));
    world.say(card(NORTH)).await;
    world.restart().await;
    world.say(Say::NeedInFull { referral, channel: SALES.to_owned() }).await;
    assert_eq!(world.kinds(), ["post", "post"]);
    assert_eq!(world.outcomes(&card(NORTH)).await, [None]);
    world.pass(31).await;
    assert_eq!(world.outcomes(&card(NORTH)).await, [outcome("said")]);
}

#[tokio::test]
async fn sales_can_read_all_that_was_typed() {
    let world = World::new().await;
    let (need, email) = ("word ".repeat(200), format!("{}@acme.example", "a".repeat(180)));
    let referral = world.referral(need.trim(), &email).await;
    world.calls();
    world.say(Say::NeedInFull { referral, channel: SALES.to_owned() }).await;
    let calls = world.calls();
    let [Outgoing::Post { message, .. }] = calls.as_slice() else { panic!("{calls:?}") };
    let texts: Vec<String> = message
        .parts
        .iter()
        .map(|part| match part {
            Part::Text(line) => line.words(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(texts.iter().all(|text| text.len() <= 1_000), "{texts:?}");
    assert_eq!(texts.join(" ").matches("word").count(), 200);
    assert!(texts.last().unwrap().ends_with(&email), "{texts:?}");
}
