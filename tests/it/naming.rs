//! A customer is named in public once it has agreed, that is recorded, and nobody has taken it back.

use crate::shout::{drafts, lets_them_cheer, said};
use crate::world::{World, everywhere};

const MANAGER: &str = "Community manager";
const COMMUNITY: &str = "partners";
/// What the customer of this story is called.
const CUSTOMER: &str = "Marker Acme Widgets";
const HOW: (&str, &str) = ("Who agreed, and how", "Jo Miller, by email");

async fn drafted(world: &World, when: &str) -> String {
    let text = format!("{CUSTOMER} signed, thanks to North Partner.");
    let fields = [("Text", text.as_str()), ("Where", "Community channel"), ("When", when)];
    let answer = drafts(world, &fields).await;
    answer.screen.words.clone() + answer.error_at("Text")
}

#[tokio::test]
async fn a_customer_is_named_once_its_consent_is_recorded_and_as_long_as_it_stands() {
    everywhere(async |world| {
        world.clock_at("2027-03-02T10:00:00Z").await;
        lets_them_cheer(world, "North", "Yes").await;
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.approves(&referral).await;
        world.settle().await;
        assert!(!sales.card(&referral).await.buttons.contains(&"Record consent".to_owned()));
        sales.wins(&referral).await;
        world.settle().await;

        let manager = world.person(MANAGER);
        let refused = drafted(world, "Next morning 09:00").await;
        assert!(refused.contains("has not agreed to be named."), "{refused}");
        manager.closes().await;

        sales.fills_in("Record consent", &referral, &[HOW]).await;
        world.settle().await;
        let card = sales.card(&referral).await;
        assert!(card.text.contains("Jo Miller, by email"), "{}", card.text);
        assert!(card.buttons.contains(&"Withdraw consent".to_owned()), "{:?}", card.buttons);
        assert!(!member.text_in("north-partner").await.contains("Jo Miller"), "not the partner's");
        let shown = drafted(world, "Next morning 09:00").await;
        assert!(shown.contains("agreed to be named. No amounts."), "{shown}");
        manager.presses_in_modal("Schedule post").await;
        manager.closes().await;

        // Taken back while the post waits: it does not come, whatever was looked at before.
        let why = [("Reason", "A new head of marketing")];
        sales.fills_in("Withdraw consent", &referral, &why).await;
        world.restart().await;
        world.clock_at("2027-03-03T09:10:00Z").await;
        world.settle().await;
        assert!(said(world, COMMUNITY, CUSTOMER).await.is_empty());
        assert!(!sales.card(&referral).await.text.contains("Jo Miller"));

        sales.fills_in("Record consent", &referral, &[HOW]).await;
        drafted(world, "Now").await;
        let posted = manager.presses_in_modal("Post now").await;
        assert!(posted.screen.words.contains("Posted in"), "{posted:?}");
        world.settle().await;
        assert_eq!(said(world, COMMUNITY, CUSTOMER).await.len(), 1);
    })
    .await;
}
