//! The bot is killed (SIGKILL) between any two steps: nothing acknowledged is lost, nothing is doubled,
//! and the next start goes on.

use futures_util::future::join;
use serde_json::json;

use crate::world::{Wire, World, apart, filled};

const POST: &str = "chat.postMessage";

async fn cards(world: &World, number: &str) -> usize {
    let mut found = 0;
    for channel in ["north-partner", "sales-desk"] {
        let headline = format!("{number} · ");
        let messages = world.all_in(channel).await;
        found += messages.iter().filter(|one| one.text.contains(&headline)).count();
    }
    found
}

#[tokio::test]
async fn what_was_acknowledged_is_said_after_the_next_start() {
    apart(Wire::Socket, async |world| {
        // Nothing gets out before the kill.
        world.fault(POST, 1_000, json!({ "http_status": 503 })).await;
        let member = world.person("Partner member");
        member.opens_the_form().await;
        let sent = member.submits(&filled(&[])).await;
        let referral = member.receipt(sent);
        world.kill_bot();
        world.clear_faults().await;
        assert_eq!(cards(world, "NOR-1").await, 0);
        world.start_bot().await;
        world.settle().await;
        assert_eq!(cards(world, &referral.number).await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_form_that_was_open_during_a_crash_can_still_be_sent() {
    apart(Wire::Socket, async |world| {
        let member = world.person("Partner member");
        member.opens_the_form().await;
        world.kill_bot();
        let meanwhile = member.submits(&filled(&[])).await;
        assert_eq!(meanwhile.error, "timeout");
        assert_eq!(meanwhile.screen.values["Company website"], "acme.example");
        world.start_bot().await;
        let referral = member.receipt(member.submits(&[]).await);
        world.settle().await;

        let sales = world.person("Sales 1");
        sales.presses("Approve", &referral).await;
        world.kill_bot();
        world.start_bot().await;
        assert!(!sales.submits(&[]).await.screen.open());
        world.kill_bot();
        world.start_bot().await;
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
        assert!(sales.card(&referral).await.text.contains("Approved"));
    })
    .await;
}

#[tokio::test]
async fn killed_while_it_decides_it_has_decided_once_or_not_at_all() {
    apart(Wire::Socket, async |world| {
        let member = world.person("Partner member");
        for round in 1..=3 {
            let website = format!("acme-{round}.example");
            let form = member.opens_the_form().await.screen.view;
            let fields = filled(&[("Company website", website.as_str())]);
            let killing = async { world.kill_bot() };
            let (sent, ()) = join(member.submits_view(&form, &fields), killing).await;
            world.start_bot().await;
            // Whoever got no answer sends the same form again.
            let answer = if sent.ok { sent } else { member.submits_view(&form, &[]).await };
            let number = format!("NOR-{round}");
            assert_eq!(member.receipt(answer).number, number);
            // A post that was on its way when the kill came may stand twice.
            world.may_stand_twice(&number);
            world.settle().await;
            assert!(cards(world, &number).await >= 2);
        }
        assert_eq!(world.referrals().await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_asked_to_stop_finishes_what_is_in_hand() {
    apart(Wire::Socket, async |world| {
        let member = world.person("Partner member");
        member.opens_the_form().await;
        let sent = member.submits(&filled(&[])).await;
        assert!(sent.ok);
        world.stop_bot().await;
        world.start_bot().await;
        world.settle().await;
        assert_eq!(cards(world, "NOR-1").await, 2);
    })
    .await;
}
