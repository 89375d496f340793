//! A customer is named in public once it has agreed, that is recorded, and nobody has taken it back.

use vouch::program::BUILT_IN;

use crate::shout::{drafts, lets_them_cheer, listed, said, told};
use crate::world::{World, everywhere, everywhere_with};

const MANAGER: &str = "Community manager";
const COMMUNITY: &str = "partners";
/// What the customer of this story is called.
const CUSTOMER: &str = "Marker Acme Widgets";
/// What comes at nine waits for an hour.
const QUIET: &str = "\n[posts]\nquiet = [\"19:00\", \"10:00\"]\n";
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

#[tokio::test]
async fn what_waits_for_the_end_of_quiet_hours_does_not_come_once_consent_is_taken_back() {
    let program = format!("{BUILT_IN}{QUIET}");
    everywhere_with(&[("program.toml", &program)], async |world| {
        world.clock_at("2027-03-02T11:00:00Z").await;
        world.settle().await;
        lets_them_cheer(world, "North", "Yes").await;
        let referral = world.person("Partner member").refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.approves(&referral).await;
        world.settle().await;
        sales.wins(&referral).await;
        world.settle().await;
        sales.fills_in("Record consent", &referral, &[HOW]).await;
        let manager = world.person(MANAGER);
        drafted(world, "Next morning 09:00").await;
        let waits = manager.presses_in_modal("Schedule post").await;
        assert!(waits.screen.words.contains("It waits for"), "{waits:?}");
        manager.closes().await;
        world.clock_at("2027-03-03T09:10:00Z").await;
        world.settle().await;
        assert_eq!(told(world, "Posted in").await.len(), 1);
        assert!(said(world, COMMUNITY, CUSTOMER).await.is_empty(), "it is quiet");

        let why = [("Reason", "A new head of marketing")];
        sales.fills_in("Withdraw consent", &referral, &why).await;
        world.restart().await;
        world.clock_at("2027-03-03T10:10:00Z").await;
        world.settle().await;
        world.restart().await;
        world.settle().await;
        assert!(said(world, COMMUNITY, CUSTOMER).await.is_empty());
        let stopped = told(world, "a name or an amount that may not stand there").await;
        assert_eq!(stopped.len(), 1, "{stopped:?}");
        assert_eq!(stopped[0].buttons, ["Draft it"]);

        // It was never said, so it can be said without the name.
        assert!(listed(world).await.text.contains("a customer who signed"));
        let text = "Somebody signed, thanks to North Partner.";
        let fields = [("Text", text), ("Where", "Community channel"), ("When", "Now")];
        drafts(world, &fields).await;
        let posted = manager.presses_in_modal("Post now").await;
        assert!(posted.screen.words.contains("Posted in"), "{posted:?}");
        manager.closes().await;
        world.settle().await;
        assert_eq!(said(world, COMMUNITY, text).await.len(), 1);
    })
    .await;
}
