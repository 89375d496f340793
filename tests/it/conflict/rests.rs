//! What has a deadline when a case opens: its clock stands, and everything that named a date says so.

use super::{MONDAY, SOUTHS_WORDS};
use crate::world::{Referral, World, everywhere};

/// South registers what North has: a case opens.
async fn somebody_else_wants_it(world: &World) -> Referral {
    world.clock_on("1h").await;
    world.person("South member").refers_with(&SOUTHS_WORDS).await
}

/// South withdraws, and nothing is left to decide.
async fn nobody_else_wants_it(world: &World, theirs: &Referral) {
    world.clock_on("1d").await;
    let south = world.person("South member");
    south.presses_on("Withdraw", &south.card_in("south-partner", theirs).await).await;
    world.settle().await;
}

async fn due(world: &World) -> String {
    world.person("Sales 1").types("sales-desk", "/vouch due").await;
    world.settle().await;
    world.person("Sales 1").last_whisper_in("sales-desk").await.text
}

#[tokio::test]
async fn a_question_about_a_release_has_no_date_while_a_case_is_open() {
    everywhere(async |world| {
        world.clock_at(MONDAY).await;
        let (north, manager) = (world.person("Partner member"), world.person("Partner manager"));
        let referral = north.refers("acme.example").await;
        world.person("Sales 1").approves(&referral).await;
        manager.types("sales-desk", "/vouch release NOR-1").await;
        manager.submits(&[("Reason", "Nobody there answers")]).await;
        world.settle().await;
        let dated = "Without an answer it is released on";
        let rests = "The time for an answer stands while the review lasts.";
        assert!(north.card(&referral).await.text.contains(dated));

        let theirs = somebody_else_wants_it(world).await;
        for person in ["Partner member", "Sales 1"] {
            let card = world.person(person).card(&referral).await.text;
            assert!(card.contains(rests) && !card.contains(dated), "{person}: {card}");
        }
        assert!(due(world).await.contains("in review, the clock stands"));
        north.presses("Show why", &referral).await;
        world.settle().await;
        let why = north.last_whisper_in("north-partner").await.text;
        assert!(why.contains("The time for it stands while the review lasts."), "{why}");
        let home = north.opens_home().await.words;
        assert!(home.contains("the clock stands"), "{home}");

        nobody_else_wants_it(world, &theirs).await;
        let card = north.card(&referral).await.text;
        assert!(card.contains(dated) && !card.contains(rests), "{card}");
        let told = north.text_in("north-partner").await;
        assert!(
            told.contains("The time to answer about the release of NOR-1 runs again"),
            "{told}"
        );
    })
    .await;
}

#[tokio::test]
async fn an_open_question_has_no_date_while_a_case_is_open_and_nobody_is_reminded_of_it() {
    everywhere(async |world| {
        world.clock_at(MONDAY).await;
        let north = world.person("Partner member");
        let referral = north.refers("acme.example").await;
        let asked = [("Question", "Who decides there?")];
        world.person("Sales 1").fills_in("Ask", &referral, &asked).await;
        world.settle().await;
        let dated = "to keep your place in line";
        let rests = "All clocks are stopped while the review lasts";
        assert!(north.card(&referral).await.text.contains(dated));

        let theirs = somebody_else_wants_it(world).await;
        let card = north.card(&referral).await.text;
        assert!(card.contains(rests) && !card.contains(dated), "{card}");
        let inside = world.person("Sales 1").card(&referral).await.text;
        assert!(inside.contains("the clock of the question stands"), "{inside}");
        assert!(due(world).await.contains("in review, the clock stands"));
        // Its place would have been lost today.
        world.clock_at("2027-03-03T16:00:00Z").await;
        world.settle().await;
        let told = north.text_in("north-partner").await;
        assert!(!told.contains("after that its place in line is not kept"), "{told}");

        nobody_else_wants_it(world, &theirs).await;
        let card = north.card(&referral).await.text;
        assert!(card.contains(dated) && !card.contains(rests), "{card}");
    })
    .await;
}
