//! Junk that is signed: acknowledged, kept as it came, and the next delivery works.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use vouch::chat::inbound::What;
use vouch::slack::decode::delivery;

use super::spoil;
use crate::world::{Wire, World, apart};

/// What a parser, a key or a database stumbled over, or could.
pub const ODD: &[&str] = &[
    "",
    " ",
    "\0",
    "{",
    "null",
    "[[[[[[[[",
    "{\"event_id\":\"Ev1\",\"event\":{\"type\":\"app_mention\",\"text\":\"a\0b\"}}",
    "{\"type\":\"event_callback\",\"event_id\":\"Ev2\",\"event\":{\"type\":\"x\",\"text\":\"\\ud83d\"}}",
    "{\"type\":\"event_callback\",\"event_id\":\"Ev3\",\"event\":{\"text\":\"&ssl_check=1&\"}}",
    "payload=%7B",
    "payload=%00&payload=%FF",
    "command=%2F&text=%00",
    "command=%2Frefer&text=%00&team_id=T0VENDOR001&user_id=U0SALES0001&trigger_id=1.2.nul",
    "command=%2Fvouch&text=%3C%3C%3C%3C&team_id=T0VENDOR001&user_id=U0SALES0001&trigger_id=1.2.lt",
    "payload={\"type\":\"block_actions\",\"user\":{\"id\":\"U0SALES0001\",\"team_id\":\"T0VENDOR001\"},\"container\":{\"message_ts\":\"1.1\"},\"actions\":[{\"type\":\"button\",\"action_id\":\"\\u0000\",\"action_ts\":\"1.2\"}]}",
];

/// The same bodies at every run: odd ones, and good ones that are spoiled. Without those that say
/// that a channel or an installation is gone, after which nothing would work any more.
fn bodies() -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let mut spoiled = || spoil::delivery().new_tree(&mut runner).unwrap().current();
    let spoiled = (0..150).filter_map(|_| String::from_utf8(spoiled()).ok());
    let harmless = |body: &String| {
        let what = delivery(body, DateTime::UNIX_EPOCH).inbound.what;
        !matches!(what, What::Channel(_) | What::Uninstalled { .. } | What::Installed)
    };
    let odd = ODD.iter().map(|body| (*body).to_owned());
    let long = ["[".repeat(100_000), "<".repeat(500_000), "a".repeat(1 << 20)];
    odd.chain(long).chain(spoiled.filter(harmless)).collect()
}

/// The same for our app: what is for another one is only kept.
fn for_us(world: &World, body: String) -> String {
    let ours = world.app()["id"].as_str().unwrap();
    match delivery(&body, DateTime::UNIX_EPOCH).app {
        Some(theirs) => body.replace(&theirs, ours),
        None => body,
    }
}

/// Every body stands in the inbox under its key, as it came but for what no text can hold.
async fn all_kept(world: &World, bodies: &[String]) {
    let rows = world.database.pairs("select key, raw from inbox").await;
    let rows: BTreeMap<String, String> = rows.into_iter().collect();
    let mut seen = BTreeMap::new();
    for body in bodies {
        let read = delivery(body, DateTime::UNIX_EPOCH).inbound;
        // What comes later under the same key is a copy.
        let first = seen.entry(read.key).or_insert(body);
        if *first != body {
            continue;
        }
        let key = delivery(body, DateTime::UNIX_EPOCH).inbound.key;
        let kept = rows.get(&key).unwrap_or_else(|| panic!("{key} is not kept: {body}"));
        let secret = matches!(read.what, What::Command { .. }) && kept.starts_with("(not kept");
        assert!(secret || *kept == body.replace('\0', ""), "{key} is kept otherwise: {body}");
    }
}

#[tokio::test]
async fn whatever_is_signed_is_kept_as_it_came_and_the_next_delivery_works() {
    apart(Wire::Push, async |world| {
        let bodies: Vec<String> = bodies().into_iter().map(|body| for_us(world, body)).collect();
        world.may_double(bodies.len());
        for body in &bodies {
            let status =
                world.pushes_signed(world.signing_secret(), Utc::now().timestamp(), body).await;
            assert_eq!(status, 200, "{body:?}");
        }
        world.settle().await;
        all_kept(world, &bodies).await;
        let referral = world.person("Partner member").refers("acme.example").await;
        assert_eq!(referral.number, "NOR-1");
    })
    .await;
}
