//! Companies that want to join, where something has changed meanwhile: who reads the card, where whoever
//! applied has come to, and who is invited in vain.

use serde_json::json;

use super::{ACCEPT, BECOME, COMMUNITY, MANAGER, SALES, card, opens_joining, typed};
use crate::channels::{joins, leaves};
use crate::members::with_button;
use crate::world::{Only, World, in_the_end, on_slack};

const NORTH: &str = "T0NORTH0001";

/// Applies by the button of the community's channel.
async fn applies_there(world: &World, who: &str, company: &str, website: &str) {
    let intro = world.intro(COMMUNITY).await;
    let person = world.person(who);
    person.presses_old(BECOME, &intro).await;
    let sent = person.submits(&typed(&[("Company name", company), ("Website", website)])).await;
    assert!(sent.screen.words.contains("Thank you."), "{who}: {sent:?}");
}

/// How often the manager was told directly that this company wants to join.
async fn told_directly(world: &World, company: &str) -> usize {
    let all = world.person(MANAGER).direct_messages().await;
    let line = format!("{company} wants to join.");
    all.iter().filter(|one| one.text.contains(&line)).count()
}

#[tokio::test]
async fn where_nobody_reads_the_card_whoever_looks_after_partners_is_told_directly() {
    on_slack(Only::Channels, async |world| {
        opens_joining(world).await;
        joins(world, NORTH, SALES).await;
        applies_there(world, "North guest", "Birch Partner", "birch.example").await;
        world.settle().await;
        assert_eq!(told_directly(world, "Birch Partner").await, 1);
        let inside = world.all_in(SALES).await;
        assert!(inside.iter().all(|one| !one.text.contains("Birch Partner")), "{inside:?}");
        leaves(world, NORTH, SALES).await;

        world.change(json!({ "archive": world.channel(SALES) })).await;
        in_the_end("it is known to be gone", async || {
            let gone = "select channel_id, dead_code from channel where dead_code is not null";
            (!world.database.pairs(gone).await.is_empty()).then_some(())
        })
        .await;
        applies_there(world, "Colleague", "Fresh Partner", "fresh.example").await;
        in_the_end("the manager is told directly", async || {
            (told_directly(world, "Fresh Partner").await == 1).then_some(())
        })
        .await;
        let note = with_button(world, MANAGER, ACCEPT).await;
        assert!(note.text.contains("Score 14 of 20"), "{note:?}");
        world.change(json!({ "unarchive": world.channel(SALES) })).await;
        world.settle().await;
        assert!(card(world).await.text.contains("Fresh Partner wants to join."));
        assert_eq!(told_directly(world, "Fresh Partner").await, 1);
    })
    .await;
}
