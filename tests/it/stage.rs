//! *Move stage*, and how a deal ends: won, lost, reopened, expired.

use crate::world::everywhere;

#[tokio::test]
async fn each_move_stands_in_the_partners_thread_and_on_the_card() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.approves(&referral).await;
        sales.presses("Move stage", &referral).await;
        let refused = sales.submits(&[("Stage", "Proposal")]).await;
        let sentence = "Write the next step, for example: call on Tuesday.";
        assert_eq!(refused.error_at("Next step"), sentence);
        sales.submits(&[("Stage", "Proposal"), ("Next step", "Call on Tuesday")]).await;
        world.settle().await;
        let told = member.text_in("north-partner").await;
        assert!(told.contains("Now in Proposal (was New). Next step: Call on Tuesday."), "{told}");
        let card = member.card(&referral).await.text;
        assert!(card.contains("Stage: Proposal") && card.contains("Next step: Call on"), "{card}");
    })
    .await;
}

#[tokio::test]
async fn a_won_deal_is_told_without_its_amount() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.approves(&referral).await;
        sales.presses("Move stage", &referral).await;
        let odd = [("Stage", "Won"), ("Amount", "a lot"), ("Currency", "EUR")];
        let refused = sales.submits(&odd).await;
        assert_eq!(refused.error_at("Amount"), "Enter a number, for example 12500.00.");
        sales.submits(&[("Amount", "12,500")]).await;
        world.settle().await;
        let told = member.text_in("north-partner").await;
        assert!(told.contains("Thank you for the introduction."), "{told}");
        assert!(!told.contains("12,500"), "{told}");
        let card = sales.card(&referral).await.text;
        assert!(card.contains("12,500.00 EUR"), "{card}");
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "won".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_won_deal_is_reversed_by_finance_and_by_nobody_else() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.approves(&referral).await;
        let won = [("Stage", "Won"), ("Amount", "900"), ("Currency", "EUR")];
        sales.fills_in("Move stage", &referral, &won).await;
        sales.presses("Record reversal", &referral).await;
        let told = sales.text_in("sales-desk").await;
        assert!(told.contains("Only finance can do this here."), "{told}");
        // While nobody is finance, the partner manager stands in.
        let manager = world.person("Partner manager");
        manager
            .fills_in(
                "Record reversal",
                &referral,
                &[("Refund or cancellation", "Paid back in full")],
            )
            .await;
        let told = member.text_in("north-partner").await;
        assert!(told.contains("after a refund or cancellation."), "{told}");
        assert!(!told.contains("Paid back"), "{told}");
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "reversed".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn an_old_button_says_what_is_possible_now() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        let card = sales.card(&referral).await;
        member.presses("Withdraw", &referral).await;
        world.settle().await;
        sales.presses_old("Ask", &card).await;
        let told = sales.text_in("sales-desk").await;
        let ended = "NOR-1 has the state Withdrawn, so it cannot be asked about. \
                     Nothing more is to be done with it.";
        assert!(told.contains(ended), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_lost_deal_can_be_reopened_for_ninety_days() {
    everywhere(async |world| {
        world.clock_at("2027-03-01T10:00:00Z").await;
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.approves(&referral).await;
        sales.fills_in("Move stage", &referral, &[("Stage", "Lost"), ("Reason", "Timing")]).await;
        let told = member.text_in("north-partner").await;
        assert!(told.contains("Closed as lost: Timing."), "{told}");
        world.clock_at("2027-04-01T10:00:00Z").await;
        sales.presses("Reopen referral", &referral).await;
        world.settle().await;
        let told = member.text_in("north-partner").await;
        assert!(told.contains("Talks have resumed: NOR-1 is open again."), "{told}");
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_protection_ends_on_its_date() {
    everywhere(async |world| {
        world.clock_at("2027-03-01T10:00:00Z").await;
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        world.person("Sales 1").approves(&referral).await;
        world.clock_at("2027-05-30T23:30:00Z").await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
        world.clock_at("2027-05-31T00:00:01Z").await;
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "expired".to_owned())]);
        let told = member.text_in("north-partner").await;
        assert!(told.contains("Protection ended on Sun 30 May 2027."), "{told}");
    })
    .await;
}
