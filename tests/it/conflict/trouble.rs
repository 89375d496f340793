//! What goes wrong in a case, each with a sentence for the person.

use serde_json::json;

use super::{case_card, decides, nobody_reads_of_the_other, statuses, two_on_one_account};
use crate::world::{Only, World, everywhere, on_slack};

/// What a resolver types beside what is filled in already.
fn texts() -> serde_json::Value {
    json!({
        "Text for referral 1": "Marker text for the first side.",
        "Text for referral 2": "Marker text for the second side.",
    })
}

async fn opens(world: &World, who: &str) -> String {
    let (card, who) = (case_card(world, 1).await, world.person(who));
    let opened = who.presses_on("Decide", &card).await;
    assert!(opened.screen.open(), "{opened:?}");
    opened.screen.view
}

#[tokio::test]
async fn of_two_resolvers_at_once_one_decides_and_the_other_gets_their_texts_back() {
    everywhere(async |world| {
        two_on_one_account(world).await;
        opens(world, "Resolver 1").await;
        opens(world, "Resolver 2").await;
        world.person("Resolver 1").submits_all(texts()).await;
        let late = world.person("Resolver 2").submits_all(texts()).await.screen;
        assert!(late.words.contains("This case was already decided by Resolver 1"), "{late:?}");
        assert!(late.words.contains("Marker text for the second side."), "{late:?}");
        world.settle().await;
        let told = world.person("South member").text_in("south-partner").await;
        assert_eq!(told.matches("The review of SOU-1 is decided").count(), 1, "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_decision_that_is_delivered_twice_counts_once() {
    on_slack(Only::Wire, async |world| {
        two_on_one_account(world).await;
        decides(world, "Resolver 1", json!({})).await;
        world.delivers_again("view_submission").await;
        world.the_last_form_is_sent_again().await;
        world.settle().await;
        let card = case_card(world, 1).await.text;
        assert_eq!(card.matches(": decided").count(), 1, "{card}");
    })
    .await;
}

#[tokio::test]
async fn a_resolver_who_becomes_owner_meanwhile_is_refused_when_the_form_comes() {
    everywhere(async |world| {
        world.clock_at(super::MONDAY).await;
        let north = world.person("Partner member");
        let first = north.refers("acme.example").await;
        world.person("Sales 1").approves(&first).await;
        world.person("South member").refers_with(&super::SOUTHS_WORDS).await;
        opens(world, "Sales resolver").await;
        let owner = [("Owner", "Sales resolver")];
        world.person("Sales 1").fills_in("Change owner", &first, &owner).await;
        let sent = world.person("Sales resolver").submits_all(texts()).await.screen;
        assert!(sent.words.contains("You own NOR-1, so another resolver decides."), "{sent:?}");
        statuses(world, [("NOR-1", "approved"), ("SOU-1", "in_conflict")]).await;
    })
    .await;
}

#[tokio::test]
async fn an_appeal_one_second_late_is_told_when_it_closed() {
    everywhere(async |world| {
        two_on_one_account(world).await;
        world.clock_at("2027-03-05T10:00:00Z").await;
        decides(world, "Resolver 1", json!({})).await;
        let south = world.person("South member");
        south.presses_in("south-partner", "Appeal the decision").await;
        // Friday 10:00, and some seconds of clicking; five business days later.
        world.clock_at("2027-03-12T10:30:00Z").await;
        let late =
            south.submits(&[("What did we miss?", "Marker evidence: a letter.")]).await.screen;
        assert!(late.words.contains("Appeals on SOU-1 closed on"), "{late:?}");
        assert!(late.words.contains("Marker evidence: a letter."), "it is given back: {late:?}");
        world.settle().await;
        statuses(world, [("NOR-1", "approved"), ("SOU-1", "rejected")]).await;
        nobody_reads_of_the_other(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_partner_whose_partnership_ends_leaves_the_case() {
    everywhere(async |world| {
        two_on_one_account(world).await;
        let manager = world.person("Partner manager");
        manager.types("sales-desk", "/vouch partner SOU").await;
        world.settle().await;
        manager.presses_in("sales-desk", "Terminate partner").await;
        manager.submits(&[("Reason", "Closed down")]).await;
        world.settle().await;
        statuses(world, [("NOR-1", "approved"), ("SOU-1", "withdrawn")]).await;
        let card = case_card(world, 1).await.text;
        assert!(card.contains("nothing was left to decide"), "{card}");
    })
    .await;
}

#[tokio::test]
async fn nobody_outside_learns_of_a_case_by_any_press() {
    everywhere(async |world| {
        two_on_one_account(world).await;
        let card = case_card(world, 1).await;
        let theirs = world.all_in("south-partner").await;
        let theirs = theirs.iter().find(|one| one.buttons.contains(&"Add evidence".to_owned()));
        let theirs = theirs.expect("South is asked for evidence").clone();
        for name in ["South member", "Partner member", "Colleague"] {
            let outsider = world.person(name);
            for label in ["Decide", "Ask for evidence", "Suggest a split", "Show why"] {
                let pressed = outsider.presses_old(label, &card).await;
                assert!(!pressed.screen.open(), "{name} presses {label}");
            }
            if name != "South member" {
                let pressed = outsider.presses_old("Add evidence", &theirs).await;
                assert!(!pressed.screen.open(), "{name} presses South's button");
            }
        }
        world.settle().await;
        for name in ["South member", "Partner member", "Colleague"] {
            let heard = world.heard(name).await;
            assert!(heard.contains("This button does not work here."), "{name}: {heard}");
            assert!(!heard.contains("Case"), "{name}: {heard}");
        }
    })
    .await;
}
