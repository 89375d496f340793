//! Two partners share a deal: both follow what the CRM says of it, until it is lost, and again when it
//! opens again.

use serde_json::{Value, json};

use super::{SECRET, event, now};
use crate::conflict::case_card;
use crate::merging::previews;
use crate::world::{Wire, World, everywhere, new_here};

/// What the CRM says of it now, with why it was lost.
fn says(id: &str, stage: &str) -> Value {
    let mut said = event(id, now(), stage);
    said["opportunity"]["reason"] = json!("Timing");
    said
}

/// North's and South's, each with a share of its own.
async fn they_share(world: &World) {
    let first = world.person("Partner member").refers("acme.example").await;
    world.person("Sales 1").approves(&first).await;
    world.person("South member").refers("shop.acme.example").await;
    let card = case_card(world, 1).await;
    let resolver = world.person("Resolver 1");
    resolver.presses_on("Suggest a split", &card).await;
    resolver.submits(&[("Split", "40")]).await;
    world.settle().await;
    for (admin, channel) in [("North admin", "north-partner"), ("South admin", "south-partner")] {
        world.person(admin).presses_in(channel, "Agree to share").await;
        world.settle().await;
    }
}

async fn both_are(world: &World, status: &str) {
    let mut all = world.referrals().await;
    all.sort();
    let expected = ["NOR-1", "SOU-1"].map(|number| (number.to_owned(), status.to_owned()));
    assert_eq!(all, expected);
}

/// Both partners read the line so often, each in its own channel.
async fn both_read(world: &World, line: &str, times: usize) {
    for (person, channel) in
        [("Partner member", "north-partner"), ("South member", "south-partner")]
    {
        let told = world.person(person).text_in(channel).await;
        assert_eq!(told.matches(line).count(), times, "{line} in {channel}: {told}");
    }
}

#[tokio::test]
async fn what_two_partners_share_moves_is_lost_and_opens_again_for_both() {
    new_here(Wire::Socket, async |world| {
        world.start_bot_with("VOUCH_HOOK_SECRET", SECRET).await;
        world.settle().await;
        they_share(world).await;
        both_are(world, "approved").await;

        world.hears_of(&says("1", "meeting")).await;
        both_read(world, "Now in Meeting (was New).", 1).await;
        world.hears_of(&says("2", "closed_lost")).await;
        both_are(world, "lost").await;
        both_read(world, "It can be reopened until", 1).await;

        // Neither stands in the way of the other.
        world.hears_of(&says("3", "negotiation")).await;
        both_are(world, "approved").await;
        both_read(world, "Talks have resumed", 1).await;
        both_read(world, "Now in Negotiation (was Meeting).", 1).await;
        assert!(world.contradicted().await.is_empty());

        // Said of the time before, it changes nothing; another opportunity moves neither.
        let again = says("3", "proposal");
        assert!(world.hears_of(&again).await.contains("repeated"));
        let mut other = says("4", "proposal");
        other["opportunity"]["id"] = json!("8");
        world.hears_of(&other).await;
        both_read(world, "Now in Proposal", 0).await;
        for (person, never) in [("Partner member", "South"), ("South member", "North")] {
            let heard = world.heard(person).await;
            assert!(!heard.contains(never), "{person}: {heard}");
        }
    })
    .await;
}

#[tokio::test]
async fn two_that_share_a_deal_are_not_merged_until_it_is_over() {
    everywhere(async |world| {
        they_share(world).await;
        let refused = previews(world, "NOR").await;
        let sentence = "NOR-1 shares one deal with the other partner, which would count twice.";
        assert!(refused.error_at("It goes on as").starts_with(sentence), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn a_lost_deal_that_opens_again_is_reopened_unless_somebody_else_has_the_account() {
    new_here(Wire::Socket, async |world| {
        world.start_bot_with("VOUCH_HOOK_SECRET", SECRET).await;
        world.settle().await;
        let referral = world.person("Partner member").refers("acme.example").await;
        world.person("Sales 1").approves(&referral).await;
        world.hears_of(&says("1", "proposal")).await;
        world.hears_of(&says("2", "closed_lost")).await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "lost".to_owned())]);
        world.hears_of(&says("3", "proposal")).await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
        assert_eq!(world.told("Talks have resumed").await, 1);
        let by_it = "select count(*) from event where actor = 'source:crm' and kind = 'reopened'";
        assert_eq!(world.database.count(by_it).await, 1);

        let mut lost = says("4", "closed_lost");
        lost["opportunity"]["reason"] = json!("No budget");
        world.hears_of(&lost).await;
        world.person("South member").refers("acme.example").await;
        world.hears_of(&says("5", "proposal")).await;
        let mut all = world.referrals().await;
        all.retain(|(number, _)| number == "NOR-1");
        assert_eq!(all, [("NOR-1".to_owned(), "lost".to_owned())]);
        let told = world.contradicted().await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("“Proposal”") && told[0].contains("“Lost”"), "{told:?}");
    })
    .await;
}
