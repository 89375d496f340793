//! The cases that are open, for those who decide them.

use serde_json::json;

use super::{decides, two_on_one_account};
use crate::world::{Only, everywhere, on_slack};

#[tokio::test]
async fn open_cases_stand_on_the_home_of_whoever_decides_and_lead_to_their_cards() {
    on_slack(Only::Home, async |world| {
        let (resolver, sales) = (world.person("Resolver 1"), world.person("Sales 2"));
        sales.opens_home().await;
        let before = resolver.opens_home().await;
        assert!(!before.words.contains("Open cases"), "{before:?}");

        two_on_one_account(world).await;
        world.settle().await;
        let home = resolver.reads_home().await;
        assert!(home.words.contains("Open cases: 1"), "{home:?}");
        assert!(home.words.contains("Case 1 acme.example · evidence until"), "{home:?}");
        let opened = resolver.presses_on_home("Open").await;
        assert_eq!(opened.screen.title, "Case 1");
        assert!(opened.screen.words.contains("The rules propose"), "{opened:?}");
        let home = sales.reads_home().await;
        assert!(!home.words.contains("Case 1"), "{home:?}");

        decides(world, "Resolver 2", json!({})).await;
        let home = resolver.reads_home().await;
        assert!(home.words.contains("Case 1 acme.example · appeal until"), "{home:?}");
        world.person("South member").presses_in("south-partner", "Accept the decision").await;
        world.settle().await;
        let home = resolver.reads_home().await;
        assert!(!home.words.contains("Open cases"), "{home:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_due_tells_of_open_cases_those_who_decide_and_nobody_else() {
    everywhere(async |world| {
        two_on_one_account(world).await;
        let resolver = world.person("Sales resolver");
        resolver.types("sales-desk", "/vouch due").await;
        let due = resolver.last_whisper_in("sales-desk").await.text;
        assert!(due.contains("Case 1 acme.example · evidence until"), "{due}");
        for (name, channel) in [("Sales 2", "sales-desk"), ("South member", "south-partner")] {
            let other = world.person(name);
            other.types(channel, "/vouch due").await;
            let heard = world.heard(name).await;
            assert!(!heard.contains("Case 1") && !heard.contains("Open cases"), "{name}: {heard}");
        }
    })
    .await;
}
