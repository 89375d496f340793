//! What does not work, and who is told.

use super::world::{ADMIN, How, MANAGER, NORTH, SALES, SOUTH, World};
use super::{dead, intro, outcome};
use crate::chat::SendError;
use crate::store::queries;
use crate::views::Say;

fn ours(code: &str) -> How {
    How::No(SendError::Ours { code: code.to_owned(), detail: String::new() })
}

fn pin(channel: &str) -> Say {
    Say::PinIntro { channel: channel.to_owned() }
}

#[tokio::test]
async fn a_panic_counts_on_the_row_and_lets_the_queue_go_on() {
    let world = World::new().await;
    (0..5).for_each(|_| world.next("pin", How::Panic));
    world.leave(pin(NORTH)).await;
    world.say(intro(NORTH)).await;
    for _ in 0..5 {
        world.pass(20).await;
    }
    assert_eq!(world.outcomes(&pin(NORTH)).await[1], outcome("set aside: broken"));
    assert_eq!(world.outcomes(&intro(NORTH)).await[1], outcome("said"));
    let told = world.told();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.contains("CNORTH"));
}

#[tokio::test]
async fn a_row_that_cannot_be_read_counts_as_broken() {
    let world = World::new().await;
    let referral = world.referral("help", "a@acme.example").await;
    world.sql("update referral set status = 'nonsense'").await;
    let card = Say::SalesCard { referral, channel: SALES.to_owned() };
    world.say(card.clone()).await;
    for _ in 0..5 {
        world.pass(20).await;
    }
    assert_eq!(world.outcomes(&card).await, [outcome("set aside: broken")]);
}

#[tokio::test]
async fn whatever_gets_through_revives_its_channel_and_installation() {
    let world = World::new().await;
    for say in [intro(NORTH), pin(NORTH)] {
        world.app.channel_died(NORTH, "is_archived").await.unwrap();
        world.say(say.clone()).await;
        let channel = queries::channel(&world.app.store.db, NORTH).await.unwrap().unwrap();
        assert_eq!(channel.dead, None, "{say:?}");
    }
}

#[tokio::test]
async fn the_pin_stands_behind_its_intro_and_is_tried_again() {
    let world = World::new().await;
    let kinds = world.kinds();
    assert_eq!(kinds.iter().filter(|kind| **kind == "pin").count(), 2, "{kinds:?}");
    world.next("pin", How::No(SendError::Passing { code: "http_503".to_owned() }));
    world.say(pin(NORTH)).await;
    world.pass(5).await;
    assert_eq!(world.outcomes(&pin(NORTH)).await[1], outcome("said"));
    world.calls();
    world.next("pin", ours("no_permission"));
    world.say(pin(SOUTH)).await;
    assert_eq!(world.outcomes(&pin(SOUTH)).await[1], outcome("set aside: no_permission"));
    assert_eq!(world.told(), []);
}

#[tokio::test]
async fn a_refused_message_is_told_once_to_whoever_can_be_reached() {
    let world = World::new().await;
    world.calls();
    world.next("redraw", ours("invalid_blocks"));
    world.next("redraw", ours("invalid_blocks"));
    world.next("direct", How::No(SendError::PersonGone { code: "user_disabled".to_owned() }));
    world.leave(intro(NORTH)).await;
    world.leave(intro(SOUTH)).await;
    world.rest().await;
    world.rest().await;
    let told: Vec<String> = world.told().into_iter().map(|(to, _)| to).collect();
    assert_eq!(told, [MANAGER, ADMIN]);
}

#[tokio::test]
async fn trouble_with_telling_of_trouble_ends() {
    let world = World::new().await;
    world.calls();
    world.next("redraw", ours("invalid_blocks"));
    (0..9).for_each(|_| world.next("direct", ours("missing_scope")));
    world.say(intro(NORTH)).await;
    world.rest().await;
    assert_eq!(world.kinds(), ["redraw", "direct"]);
}

#[tokio::test]
async fn a_dead_installation_is_told_once_and_forgotten_when_it_works_again() {
    let world = World::new().await;
    world
        .sql(
            "insert into installation (workspace, token_env, installed_us)
             values ('slack:TFAR', 'T', 0), ('slack:THOME', 'H', 0)",
        )
        .await;
    world.sql("update channel set workspace = 'slack:TFAR' where audience = 'partner'").await;
    world.calls();
    let revoked = || How::No(SendError::InstallDead { code: "token_revoked".to_owned() });
    world.next("redraw", revoked());
    world.next("redraw", revoked());
    world.say(intro(NORTH)).await;
    world.say(intro(SOUTH)).await;
    world.rest().await;
    let told = world.told();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.contains("TFAR"), "{told:?}");
    let dead = "select count(*) from installation where dead_code is not null";
    assert_eq!(world.number(dead).await, 1);
    assert_eq!(world.sender.held_back_until().await, None);
    world.sender.wake(NORTH).await.unwrap();
    world.rest().await;
    world.rest().await;
    assert_eq!(world.number(dead).await, 0);
    assert_eq!(world.kinds(), ["redraw", "redraw"]);
}

#[tokio::test]
async fn a_dead_queue_stays_short_and_goes_on_when_it_is_woken() {
    let world = World::new().await;
    let referral = world.referral("help", "a@acme.example").await;
    let card = Say::PartnerCard { referral, channel: NORTH.to_owned() };
    let seq = world.newest().await;
    let line = Say::Told { referral, channel: NORTH.to_owned(), seq };
    world.next("post", dead());
    world.next("post", dead());
    world.say(card.clone()).await;
    for say in [&line, &card, &card] {
        world.leave(say.clone()).await;
    }
    world.sender.wake(NORTH).await.unwrap();
    world.rest().await;
    let merged = || outcome("merged");
    assert_eq!(world.outcomes(&card).await, [None, merged(), merged()]);
    world.calls();
    world.sender.wake(NORTH).await.unwrap();
    world.rest().await;
    world.pass(5).await;
    assert_eq!(world.kinds(), ["post", "post"]);
    assert_eq!(world.outcomes(&line).await, [outcome("said")]);
    let channel = queries::channel(&world.app.store.db, NORTH).await.unwrap().unwrap();
    assert_eq!(channel.dead, None);
}
