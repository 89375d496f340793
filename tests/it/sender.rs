//! The sender in bad weather: limits, errors, lost answers, dead channels.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::world::{Only, World, everywhere, filled, on_slack};

const POST: &str = "chat.postMessage";

/// When a call of this method was last answered, on the world's clock.
async fn last_call(world: &World, method: &str, ok: bool) -> DateTime<Utc> {
    let log = world.log().await;
    let call = |entry: &&Value| entry["method"] == method && entry["response"]["ok"] == ok;
    let last = log.iter().rev().find(call).expect("it was called");
    last["at"].as_str().unwrap().parse().unwrap()
}

/// How many posts were refused so far.
async fn refusals(world: &World) -> usize {
    let log = world.log().await;
    log.iter().filter(|entry| entry["method"] == POST && entry["response"]["ok"] == false).count()
}

/// Registers a company, without waiting for anything to be said.
async fn registers(world: &World, name: &str, website: &str) {
    let person = world.person(name);
    person.opens_the_form().await;
    let sent = person.submits(&filled(&[("Company website", website)])).await;
    person.receipt(sent);
}

#[tokio::test]
async fn slacks_wish_to_wait_is_granted_to_the_second() {
    on_slack(Only::Wire, async |world| {
        world.fault(POST, 2, json!({ "error": "ratelimited", "retry_after": 40 })).await;
        registers(world, "Partner member", "acme.example").await;
        world.settle().await;
        let (refused, said) =
            (last_call(world, POST, false).await, last_call(world, POST, true).await);
        assert!(said - refused >= TimeDelta::seconds(40), "{refused} {said}");
    })
    .await;
}

#[tokio::test]
async fn slacks_wish_to_wait_outlives_a_restart() {
    on_slack(Only::Wire, async |world| {
        world.fault(POST, 2, json!({ "error": "ratelimited", "retry_after": 3_000 })).await;
        registers(world, "Partner member", "acme.example").await;
        // Both cards have been refused; to settle would move the clock on.
        while refusals(world).await < 2 {}
        let refused = last_call(world, POST, false).await;
        world.restart().await;
        assert!(world.calls(POST).await.is_empty());
        world.settle().await;
        let said = last_call(world, POST, true).await;
        assert!(said - refused >= TimeDelta::seconds(3_000), "{refused} {said}");
    })
    .await;
}

#[tokio::test]
async fn passing_trouble_delays_and_loses_nothing() {
    let troubles = [
        json!({ "http_status": 503 }),
        json!({ "http_status": 500 }),
        json!({ "error": "internal_error" }),
        json!({ "error": "service_unavailable" }),
        json!({ "delay_ms": 700 }),
    ];
    on_slack(Only::Wire, async |world| {
        for (number, trouble) in troubles.iter().enumerate() {
            world.fault(POST, 3, trouble.clone()).await;
            registers(world, "Partner member", &format!("acme-{number}.example")).await;
            world.settle().await;
            let number = format!("NOR-{} · ", number + 1);
            for channel in ["north-partner", "sales-desk"] {
                let messages = world.all_in(channel).await;
                let cards = messages.iter().filter(|one| one.text.contains(&number)).count();
                assert_eq!(cards, 1, "{number} in {channel} after {trouble}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn when_the_answer_is_lost_at_most_one_double_stands() {
    on_slack(Only::Wire, async |world| {
        world.fault(POST, 1, json!({ "drop_reply": true })).await;
        world.may_stand_twice("NOR-1");
        registers(world, "Partner member", "acme.example").await;
        world.settle().await;
        let mut cards = 0;
        for channel in ["north-partner", "sales-desk"] {
            let messages = world.all_in(channel).await;
            let here = messages.iter().filter(|one| one.text.contains("NOR-1 · ")).count();
            assert!(here >= 1, "{channel}");
            cards += here;
        }
        assert!(cards <= 3, "one double at most, not {cards}");
        assert_eq!(world.referrals().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_to_a_redrawing_leaves_one_card() {
    everywhere(async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        world.fault("chat.update", 2, json!({ "drop_reply": true })).await;
        world.person("Sales 1").approves(&referral).await;
        let card = world.person("Partner member").card(&referral).await.text;
        assert!(card.contains("Approved"), "{card}");
    })
    .await;
}

#[tokio::test]
async fn what_happens_to_one_partner_is_told_in_the_order_in_which_it_happened() {
    on_slack(Only::Wire, async |world| {
        world.fault(POST, 4, json!({ "http_status": 503 })).await;
        let websites = ["a.example", "b.example", "c.example", "d.example", "e.example"];
        for website in websites {
            registers(world, "Partner member", website).await;
        }
        world.settle().await;
        for channel in ["north-partner", "sales-desk"] {
            let texts = world.all_in(channel).await.into_iter().map(|one| one.text);
            let numbers: Vec<String> = texts
                .filter_map(|text| Some(text.split_once("NOR-")?.1.split_once(' ')?.0.to_owned()))
                .collect();
            assert_eq!(numbers, ["1", "2", "3", "4", "5"], "{channel}");
        }
    })
    .await;
}

#[tokio::test]
async fn redrawings_that_pile_up_become_one() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        let old = sales.card(&referral).await;
        world.fault("chat.update", 4, json!({ "error": "ratelimited", "retry_after": 30 })).await;
        sales.presses("Approve", &referral).await;
        sales.submits(&[]).await;
        for _ in 0..3 {
            sales.presses_old("Approve", &old).await;
        }
        world.settle().await;
        let mut redrawn: BTreeMap<String, usize> = BTreeMap::new();
        for call in world.calls("chat.update").await {
            *redrawn.entry(call["request"]["channel"].to_string()).or_default() += 1;
        }
        assert!(redrawn.values().all(|times| *times <= 2), "{redrawn:?}");
        assert!(sales.card(&referral).await.text.contains("Approved"));
    })
    .await;
}

#[tokio::test]
async fn a_dead_channel_is_told_to_the_partner_manager_once_and_stops_nobody_else() {
    on_slack(Only::Wire, async |world| {
        world.may_end_waiting();
        world.change(json!({ "archive": world.channel("sales-desk") })).await;
        registers(world, "Partner member", "acme.example").await;
        registers(world, "South member", "birch.example").await;
        world.settle_briefly().await;
        world.clock_on("1h").await;
        world.settle_briefly().await;
        let told = world.person("Partner manager").direct_messages().await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].text.contains("Vouch cannot post in C0SALESDESK"), "{}", told[0].text);
        assert!(told[0].text.contains("archived"), "{}", told[0].text);
        let partner = world.person("South member").text_in("south-partner").await;
        assert!(partner.contains("SOU-1 · "), "{partner}");
    })
    .await;
}

#[tokio::test]
async fn when_the_bot_comes_back_to_a_channel_what_waited_is_said_in_order() {
    on_slack(Only::Wire, async |world| {
        let desk = world.channel("sales-desk");
        world.change(json!({ "remove_bot": desk })).await;
        registers(world, "Partner member", "acme.example").await;
        registers(world, "South member", "birch.example").await;
        world.settle_briefly().await;
        let by = world.person("Sales 1").id();
        world.change(json!({ "add_bot": { "channel": desk, "by": by } })).await;
        world.settle().await;
        let texts = world.all_in("sales-desk").await.into_iter().filter(|one| one.by_app);
        let texts: Vec<String> = texts.map(|one| one.text).collect();
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert!(texts[0].contains("NOR-1") && texts[1].contains("SOU-1"), "{texts:?}");
    })
    .await;
}

#[tokio::test]
async fn a_form_that_could_not_be_opened_is_offered_again() {
    on_slack(Only::Wire, async |world| {
        world.fault("views.open", 1, json!({ "error": "expired_trigger_id" })).await;
        let member = world.person("Partner member");
        let pressed = member.presses_in("north-partner", "Refer a customer").await;
        assert!(pressed.ok && !pressed.screen.open(), "{pressed:?}");
        world.settle().await;
        let heard = world.heard("Partner member").await;
        assert!(heard.contains("The form could not open in time. Press again."), "{heard}");
        // The newest button in sight is the one just offered.
        let again = member.presses_in("north-partner", "Refer a customer").await;
        assert!(again.screen.open(), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn cut_connections_lose_nothing() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        for number in 0..3 {
            world.drop_connections().await;
            member.refers(&format!("acme-{number}.example")).await;
        }
        assert_eq!(world.referrals().await.len(), 3);
    })
    .await;
}
