//! The nightly look: whatever went wrong, in the morning cards and Homes show the present.

use serde_json::json;

use crate::world::{Only, World, everywhere, on_slack};

const DRAWING: [&str; 3] = ["chat.postMessage", "chat.update", "views.publish"];

async fn drawings(world: &World) -> usize {
    let mut count = 0;
    for method in DRAWING {
        count += world.calls(method).await.len();
    }
    count
}

async fn sleep_over_it(world: &World) {
    world.clock_on("24h").await;
    world.settle().await;
}

/// Refused drawings are set aside, or everything behind them would wait for ever.
#[tokio::test]
async fn cards_and_homes_whose_drawing_was_refused_are_right_in_the_morning() {
    on_slack(Only::Wire, async |world| {
        let (member, sales) = (world.person("Partner member"), world.person("Sales 1"));
        let referral = member.refers("acme.example").await;
        member.opens_home().await;
        world.fault("chat.update", 2, json!({ "error": "invalid_blocks" })).await;
        world.fault("views.publish", 1, json!({ "error": "invalid_blocks" })).await;
        sales.approves(&referral).await;
        world.settle().await;
        for person in [&member, &sales] {
            let card = person.card(&referral).await;
            assert!(!card.text.contains("Approved"), "it was refused: {}", card.text);
        }
        assert!(!member.reads_home().await.words.contains(" · through "));

        sleep_over_it(world).await;
        for person in [&member, &sales] {
            assert!(person.card(&referral).await.text.contains("Approved"));
        }
        let home = member.reads_home().await;
        assert!(home.words.contains(" · through "), "{home:?}");
        assert!(world.calls("conversations.history").await.is_empty(), "history is never read");
    })
    .await;
}

/// Nobody is asked whether it still stands at the top: it is put there again.
#[tokio::test]
async fn an_intro_that_somebody_unpinned_is_pinned_again_in_the_night_and_no_other_is_touched() {
    on_slack(Only::Channels, async |world| {
        let pinned = async |channel: &str| {
            let all = world.all_in(channel).await;
            let tops: Vec<String> =
                all.into_iter().filter(|one| one.pinned).map(|one| one.ts).collect();
            tops
        };
        let intro = pinned("north-partner").await;
        let others = pinned("south-partner").await;
        assert_eq!((intro.len(), others.len()), (1, 1));
        let unpin = json!({ "channel": world.channel("north-partner"), "ts": intro[0] });
        world.change(json!({ "unpin": unpin })).await;
        assert!(pinned("north-partner").await.is_empty());
        let before = drawings(world).await;
        sleep_over_it(world).await;
        assert_eq!(pinned("north-partner").await, intro);
        assert_eq!(pinned("south-partner").await, others);
        assert_eq!(drawings(world).await, before, "nothing is said about it");
        assert!(world.calls("pins.list").await.is_empty(), "nothing is asked");
    })
    .await;
}

/// An answer that was lost says nothing of what is to be seen: it is drawn until one comes.
#[tokio::test]
async fn a_night_in_which_nothing_is_wrong_draws_nothing() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        member.opens_home().await;
        world.fault("chat.update", 1, json!({ "drop_reply": true })).await;
        world.person("Sales 1").approves(&referral).await;
        world.settle().await;
        // Until then the card has a button by which the decision can be undone.
        world.clock_on("96h").await;
        world.settle().await;
        let before = drawings(world).await;
        sleep_over_it(world).await;
        assert_eq!(drawings(world).await, before);
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_at_night_as_well_is_tried_in_the_next() {
    on_slack(Only::Wire, async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let sales = world.person("Sales 1");
        world.fault("chat.update", 100, json!({ "error": "invalid_blocks" })).await;
        sales.approves(&referral).await;
        world.settle().await;
        sleep_over_it(world).await;
        assert!(!sales.card(&referral).await.text.contains("Approved"));
        world.clear_faults().await;
        sleep_over_it(world).await;
        assert!(sales.card(&referral).await.text.contains("Approved"));
    })
    .await;
}
