//! Other companies in a channel: what is held back while they are there, and which is the partner.

use super::{SETUP, adds, cards, confirmed, joins, leaves, linked, sales_desk, word, words};
use crate::world::{Only, from_nothing, on_slack};

#[tokio::test]
async fn a_channel_that_other_companies_share_is_never_for_the_vendor_alone() {
    from_nothing(SETUP, async |world| {
        adds(world, "Partner manager", "north-partner").await;
        let manager = world.person("Partner manager");
        for label in ["Use for internal sales", "Use for resolvers"] {
            manager.presses_in("north-partner", label).await;
            world.settle().await;
        }
        let refused = "#north-partner is shared with 1 other company";
        assert_eq!(words(&manager, "north-partner", refused).await, 2);

        sales_desk(world).await;
        linked(world, "south-partner", "SOU").await;
        confirmed(world, "south-partner", "South Partner").await;
        joins(world, "T0NORTH0001", "sales-desk").await;
        world.person("South member").refers("acme.example").await;
        assert_eq!(cards(&world.all_in("sales-desk").await), 0, "sales' card is not for North");
        let told =
            word(&manager, "sales-desk", "#sales-desk is shared with 1 other company now").await;
        assert_eq!(told.buttons, ["Unlink channel"]);
        leaves(world, "T0NORTH0001", "sales-desk").await;
        assert_eq!(cards(&world.all_in("sales-desk").await), 1, "what was held back is drawn");
    })
    .await;
}

#[tokio::test]
async fn where_another_company_joins_nothing_but_the_button_is_said_until_it_is_gone() {
    from_nothing(SETUP, async |world| {
        sales_desk(world).await;
        linked(world, "north-partner", "NOR").await;
        confirmed(world, "north-partner", "North Partner").await;
        joins(world, "T0EAST00001", "north-partner").await;
        world.delivers_again("channel_shared").await;
        world.settle().await;
        let manager = world.person("Partner manager");
        let joined =
            "East Partner joined #north-partner. Details pause here until you say who they are.";
        assert_eq!(words(&manager, "north-partner", joined).await, 1);

        let referral = world.person("Partner member").refers("acme.example").await;
        assert!(!referral.receipt.words.is_empty(), "the receipt goes to the person");
        world.person("Sales 1").approves(&referral).await;
        assert_eq!(cards(&world.all_in("north-partner").await), 0);
        leaves(world, "T0EAST00001", "north-partner").await;
        let card = world.person("Partner member").card(&referral).await.text;
        assert!(card.contains("Approved"), "what was held back is drawn as it stands: {card}");
    })
    .await;
}

#[tokio::test]
async fn a_channel_linked_by_file_is_held_back_too_when_another_company_joins() {
    on_slack(Only::Channels, async |world| {
        joins(world, "T0EAST00001", "north-partner").await;
        let manager = world.person("Partner manager");
        let asked = word(&manager, "north-partner", "East Partner joined #north-partner.").await;
        assert_eq!(asked.buttons, ["Confirm the company", "Unlink channel"]);
        world.person("Partner member").refers("acme.example").await;
        assert_eq!(cards(&world.all_in("north-partner").await), 0);
        let pressed = manager.presses_on("Unlink channel", &asked).await;
        world.settle().await;
        assert!(pressed.ok);
        word(&manager, "north-partner", "#north-partner is not linked any more.").await;
        let member = world.person("Partner member");
        let intro = world.intro("north-partner").await;
        assert!(!member.presses_on("Refer a customer", &intro).await.screen.open());
        world.settle().await;
        assert!(world.heard("Partner member").await.contains("#north-partner is not set up yet."));
    })
    .await;
}

#[tokio::test]
async fn an_answer_by_mention_counts_where_its_line_is_held_back_and_the_person_is_told() {
    on_slack(Only::Channels, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let card = member.card(&referral).await;
        let sales = world.person("Sales 1");
        sales.fills_in("Ask", &referral, &[("Question", "By when?")]).await;
        joins(world, "T0EAST00001", "north-partner").await;
        member.replies(&card, "@Vouch By spring").await;
        assert_eq!(world.referrals().await[0].1, "submitted");
        assert_eq!(words(&member, "north-partner", "Saved.").await, 1);
        let seen = world.all_in("north-partner").await;
        assert!(!seen.iter().any(|one| one.text.contains("answered:")), "{seen:?}");
    })
    .await;
}

#[tokio::test]
async fn a_company_of_another_partner_cannot_be_confirmed() {
    from_nothing(SETUP, async |world| {
        linked(world, "south-partner", "SOU").await;
        confirmed(world, "south-partner", "South Partner").await;
        joins(world, "T0SOUTH0001", "north-partner").await;
        let linked = linked(world, "north-partner", "NOR").await;
        let said = &linked.screen.words;
        assert!(said.contains("People from 2 companies are in #north-partner"), "{said}");
        let manager = world.person("Partner manager");
        manager.presses_in_modal("Confirm the company").await;
        let taken = manager.submits(&[("Company", "South Partner")]).await.screen.words;
        assert!(taken.contains("South Partner belongs to somebody else already"), "{taken}");
        // South's people stay strangers in North's channel.
        let south = world.person("South member");
        let intro = world.intro("north-partner").await;
        assert!(!south.presses_old("Refer a customer", &intro).await.screen.open());
    })
    .await;
}

#[tokio::test]
async fn before_its_company_is_confirmed_nobody_becomes_a_member_by_pressing() {
    from_nothing(SETUP, async |world| {
        linked(world, "north-partner", "NOR").await;
        let member = world.person("Partner member");
        let pressed = member.presses_in("north-partner", "Refer a customer").await;
        assert!(!pressed.screen.open());
        confirmed(world, "north-partner", "North Partner").await;
        member.opens_the_form().await;
        let guest =
            world.person("North guest").presses_in("north-partner", "Refer a customer").await;
        assert!(!guest.screen.open(), "a guest of the vendor's is not of that company");
    })
    .await;
}
