//! The world's clock: promises over weekends, and a clock that never runs back over what happened.

use crate::world::everywhere;

#[tokio::test]
async fn the_promise_counts_business_days_only() {
    #[rustfmt::skip]
    let table = [
        // registered at              first answer by
        ("2027-03-05T16:00:00Z",      "Tue 9 March 2027, 16:00 UTC"),  // Friday
        ("2027-03-05T20:00:00Z",      "Tue 9 March 2027, 17:00 UTC"),  // Friday evening
        ("2027-03-06T12:00:00Z",      "Tue 9 March 2027, 17:00 UTC"),  // Saturday
        ("2027-03-09T10:30:00Z",      "Thu 11 March 2027, 10:30 UTC"), // Tuesday
    ];
    everywhere(async |world| {
        let member = world.person("Partner member");
        for (number, (at, due)) in table.iter().enumerate() {
            world.clock_at(at).await;
            let referral = member.refers(&format!("acme-{number}.example")).await;
            let sentence = format!("First answer by {due}.");
            assert!(referral.receipt.words.contains(&sentence), "{at}: {}", referral.receipt.words);
            let card = member.card(&referral).await.text;
            assert!(card.contains(&sentence), "{at}: {card}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_approved_late_is_protected_longer_by_as_many_days() {
    everywhere(async |world| {
        // Friday 16:00, due Tuesday 16:00, approved on the Friday after: so in the third day after it.
        world.clock_at("2027-03-05T16:00:00Z").await;
        let referral = world.person("Partner member").refers("acme.example").await;
        world.clock_at("2027-03-12T10:00:00Z").await;
        let sales = world.person("Sales 1");
        let form = sales.presses("Approve", &referral).await.screen;
        // 12 March and 90 days are 10 June; three days are added.
        assert!(form.words.contains("through 13 June 2027."), "{}", form.words);
        sales.submits(&[]).await;
        world.settle().await;
        let card = sales.card(&referral).await.text;
        assert!(card.contains("Protected through 13 June 2027."), "{card}");
    })
    .await;
}

#[tokio::test]
async fn after_a_restart_the_clock_shows_no_earlier_time() {
    everywhere(async |world| {
        world.clock_on("77d").await;
        let before = world.now().await;
        world.person("Partner member").refers("acme.example").await;
        world.restart().await;
        assert!(world.now().await >= before);
        let card = world.person("Partner member").text_in("north-partner").await;
        assert!(card.contains("NOR-1 · "), "the world is the same: {card}");
        world.person("Partner member").refers("birch.example").await;
    })
    .await;
}
