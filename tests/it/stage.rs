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
async fn a_lost_deal_can_be_reopened_for_ninety_days() {
    everywhere(async |world| {
        world.clock_at("2027-03-01T10:00:00Z").await;
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.approves(&referral).await;
        sales.presses("Move stage", &referral).await;
        sales.submits(&[("Stage", "Lost"), ("Lost because", "Timing")]).await;
        world.settle().await;
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
        world.settle().await;
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
