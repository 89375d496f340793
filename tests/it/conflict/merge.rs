//! One partner has sent the same customer twice: a case finds it, and one referral goes on for both.

use serde_json::json;

use super::{MONDAY, case_card, nobody_reads_of_the_other, statuses, two_on_one_account};
use crate::world::{Referral, World, everywhere};

const REASON: [(&str, &str); 1] = [("Reason", "Marker evidence: one company, two websites.")];

/// Two referrals of North's, on websites that sales finds to be one company's: the first is approved.
async fn the_same_twice(world: &World) -> (Referral, Referral) {
    world.clock_at(MONDAY).await;
    let (north, sales) = (world.person("Partner member"), world.person("Sales 1"));
    let first = north.refers("acme.example").await;
    let second = north.refers("acme-works.example").await;
    sales.approves(&first).await;
    sales.types("sales-desk", "/vouch alias acme.example acme-works.example").await;
    world.settle().await;
    let sent = sales.fills_in("Open a case", &second, &REASON).await;
    assert!(sent.screen.words.contains("The case about NOR-2 is open"), "{sent:?}");
    world.settle().await;
    (first, second)
}

async fn merges(world: &World) {
    let (card, resolver) = (case_card(world, 1).await, world.person("Resolver 1"));
    let opened = resolver.presses_on("Decide", &card).await;
    assert!(opened.screen.open(), "{opened:?}");
    let sent = resolver
        .submits_all(json!({
            "Outcome": "Merged into NOR-1",
            "Text for referral 1": "Marker text: this one goes on.",
            "Text for referral 2": "Marker text: the same plant as NOR-1.",
        }))
        .await;
    assert!(sent.screen.words.contains("Case 1 is decided"), "{sent:?}");
    world.settle().await;
}

#[tokio::test]
async fn what_a_partner_has_sent_twice_goes_on_once() {
    everywhere(async |world| {
        let (first, second) = the_same_twice(world).await;
        let north = world.person("Partner member");
        merges(world).await;
        let told = north.text_in("north-partner").await;
        for line in [
            "The review of NOR-1 is decided: your referral stands.",
            "The review of NOR-2 is decided: it continues as NOR-1.",
            "Marker text: the same plant as NOR-1.",
        ] {
            assert!(told.contains(line), "{line}: {told}");
        }
        statuses(world, [("NOR-1", "approved"), ("NOR-2", "in_conflict")]).await;
        // Whoever accepts it has not to wait for five days.
        north.presses_in("north-partner", "Accept the decision").await;
        world.settle().await;
        statuses(world, [("NOR-1", "approved"), ("NOR-2", "merged")]).await;
        let card = case_card(world, 1).await;
        assert!(card.text.contains("Merged into NOR-1 (R7), decided by Resolver 1"), "{card:?}");

        let card = north.card(&second).await;
        assert!(card.text.contains("Merged"), "{card:?}");
        assert!(card.text.contains("it continues as NOR-1."), "{card:?}");
        assert_eq!(card.buttons, ["Show why"], "{card:?}");
        north.presses("Show why", &second).await;
        world.settle().await;
        let why = north.last_whisper_in("north-partner").await.text;
        assert!(why.contains("NOR-1 goes on in its place."), "{why}");
        let inside = world.person("Sales 1").card(&second).await;
        assert!(inside.text.contains("Merged into NOR-1 by Resolver 1 in a case"), "{inside:?}");
        assert_eq!(inside.buttons, ["Show why"], "{inside:?}");
        let first = north.card(&first).await;
        assert!(first.text.contains("Yours, protected through"), "{first:?}");

        // The company is theirs already, and counts once.
        north.opens_the_form().await;
        let again = [("Company website", "acme-works.example")];
        let again = north.submits(&crate::world::filled(&again)).await;
        assert!(again.error_at("Company website").contains("NOR-1"), "{again:?}");
        north.closes().await;
        north.presses_in("north-partner", "My referrals").await;
        world.settle().await;
        let mine = north.last_whisper_in("north-partner").await.text;
        assert!(mine.contains("1 open, 2 in all") && mine.contains("Merged"), "{mine}");
    })
    .await;
}

#[tokio::test]
async fn who_does_not_think_it_the_same_appeals_and_another_resolver_looks() {
    everywhere(async |world| {
        the_same_twice(world).await;
        let north = world.person("Partner member");
        merges(world).await;
        north.presses_in("north-partner", "Appeal the decision").await;
        north.submits(&[("What did we miss?", "Marker evidence: two companies.")]).await;
        world.settle().await;
        let card = case_card(world, 1).await;
        let other = world.person("Resolver 2");
        other.presses_on("Decide", &card).await;
        let texts = json!({
            "Outcome": "The first referral stands",
            "Text for referral 1": "Marker text: it stays.",
            "Text for referral 2": "Marker text: it is the same.",
        });
        let sent = other.submits_all(texts).await;
        assert!(sent.screen.words.contains("Case 1 is decided"), "{sent:?}");
        world.settle().await;
        statuses(world, [("NOR-1", "approved"), ("NOR-2", "rejected")]).await;
    })
    .await;
}

#[tokio::test]
async fn referrals_of_two_partners_are_never_merged() {
    everywhere(async |world| {
        two_on_one_account(world).await;
        let (card, resolver) = (case_card(world, 1).await, world.person("Resolver 1"));
        let form = resolver.presses_on("Decide", &card).await.screen;
        assert!(form.open() && !form.words.contains("Merged into"), "{form:?}");
        let sent = resolver.forges_submit(&form.view, &[("Outcome", "Merged into NOR-1")]).await;
        assert!(!sent.screen.words.contains("is decided"), "{sent:?}");
        world.settle().await;
        statuses(world, [("NOR-1", "approved"), ("SOU-1", "in_conflict")]).await;
        nobody_reads_of_the_other(world).await;
    })
    .await;
}
