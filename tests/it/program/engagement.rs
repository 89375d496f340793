//! The rules of engagement by file: which of them hold, for whom, and since when.

use vouch::program::BUILT_IN;

use crate::conflict::case_card;
use crate::world::{World, everywhere};

/// The built-in programme, with these rules off.
pub fn without(rules: &str) -> String {
    BUILT_IN.replace("\noff = []", &format!("\noff = [{rules}]"))
}

/// What somebody reads who asks for the rules.
async fn rules_for(world: &World, who: &str, channel: &str) -> String {
    world.person(who).types(channel, "/vouch roe").await;
    world.settle().await;
    world.heard(who).await
}

#[tokio::test]
async fn the_rules_of_an_open_referral_stay_when_the_file_changes() {
    everywhere(async |world| {
        world.clock_at("2027-03-01T10:00:00Z").await;
        let (north, south) = (world.person("Partner member"), world.person("South member"));
        north.refers("acme.example").await;
        world.comes_into_force(&without("\"R7\", \"R8\"")).await;
        // What came first stands under the rules of then, whoever comes later.
        world.clock_at("2027-03-01T12:00:00Z").await;
        south.refers("acme.example").await;
        let card = case_card(world, 1).await;
        let line = "The rules propose: The first referral stands (R7).";
        assert!(card.text.contains(line), "{card:?}");
        assert!(card.buttons.contains(&"Suggest a split".to_owned()), "{card:?}");
        // What was sent since stands under those of now: nothing is left that could decide.
        north.refers("birch.example").await;
        world.clock_at("2027-03-01T14:00:00Z").await;
        south.refers("birch.example").await;
        let card = case_card(world, 2).await;
        assert!(card.text.contains("No rule is met, so a person decides."), "{card:?}");
        assert!(!card.text.contains("No registration is complete"), "both are: {card:?}");
        assert!(!card.buttons.contains(&"Suggest a split".to_owned()), "{card:?}");
    })
    .await;
}

#[tokio::test]
async fn only_rules_that_hold_are_shown_and_can_be_cited() {
    everywhere(async |world| {
        world.clock_at("2027-03-01T10:00:00Z").await;
        let text = without("\"R4\", \"R8\"")
            .replace("same_time_minutes = 15", "same_time_minutes = 180")
            .replace("finders_fee = false", "finders_fee = true");
        let all = rules_for(world, "Resolver 1", "resolvers").await;
        assert!(all.contains("R8 Two partners may share an account"), "{all}");
        world.comes_into_force(&text).await;
        world.person("Partner member").presses_in("north-partner", "Show the rules").await;
        world.settle().await;
        let shown = world.heard("Partner member").await;
        assert!(shown.contains("R6 Complete registrations at most 180"), "{shown}");
        let now = rules_for(world, "South member", "south-partner").await;
        assert!(now.contains("R6 Complete registrations at most 180 minutes apart"), "{now}");
        assert!(now.contains("pays a finder's fee"), "{now}");
        assert!(!now.contains("R4") && !now.contains("R8"), "{now}");
        // Partners were told of exactly what has changed.
        let told = world.person("North admin").text_in("north-partner").await;
        assert!(told.contains("R4 does not hold any more."), "{told}");
        assert!(told.contains("R6 Complete registrations at most 180 minutes apart"), "{told}");
        assert!(!told.contains("R7 Otherwise"), "{told}");

        world.person("Partner member").refers("acme.example").await;
        world.clock_on("2h").await;
        world.person("South member").refers("acme.example").await;
        let card = case_card(world, 1).await;
        assert!(card.text.contains("The rules leave it to a person (R6)."), "{card:?}");
        let resolver = world.person("Resolver 1");
        let opened = resolver.presses_on("Decide", &card).await;
        assert!(opened.screen.open(), "{opened:?}");
        let fields = serde_json::json!({
            "Outcome": "The first referral stands",
            "Rules": ["R4 · Written choice of the buyer"],
            "Text for referral 1": "Marker text for the first side.",
            "Text for referral 2": "Marker text for the second side.",
        });
        let sent = resolver.submits_all(fields).await;
        assert!(!sent.screen.words.contains("is decided"), "{sent:?}");
    })
    .await;
}
