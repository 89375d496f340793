//! The same on Discord. A form has two pages there, a connection that broke goes on where it was, and a
//! post that is made twice is made once: the log is that of a run which nobody disturbed, and nothing
//! stands twice.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures_util::future::{join, join_all};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

use super::{KILLS, LONGEST_MS, Told, cards_stand, seed};
use crate::world::{Message, Person, World, apart_on_discord, filled, in_the_end};

const POST: &str = "POST /channels/{id}/messages";

#[tokio::test]
async fn killed_fifty_times_on_discord_the_log_is_that_of_an_undisturbed_run() {
    let seed = seed();
    apart_on_discord("", async |world| {
        let mut random = StdRng::seed_from_u64(seed);
        let mut told = Told::default();
        for round in 0..KILLS {
            one_kill(world, &mut random, round, &mut told).await;
        }
        world.settle_in_the_end().await;
        let listed = world.referrals().await;
        assert_eq!(listed.len(), told.receipts.len(), "one form, one referral");
        for (number, _) in told.receipts.values() {
            let decided = told.approved.contains(number);
            let expected = if decided { "approved" } else { "submitted" };
            assert!(
                listed.contains(&(number.clone(), expected.to_owned())),
                "{number} is {expected}"
            );
        }
        for (number, print) in told.receipts.values().take(5) {
            let verdict = world.command(&["audit", "verify", "--receipt", print]).await;
            let said = String::from_utf8_lossy(&verdict.stderr);
            assert!(verdict.status.success(), "{number}: {said}");
        }
        as_if_undisturbed(world, &told).await;
        assert_eq!(cards_stand(world, &told).await, 0, "a nonce is worth one message");
    })
    .await;
}

/// Each referral has the events of what people did with it, each once and in their order.
async fn as_if_undisturbed(world: &World, told: &Told) {
    let sql = "select stream, kind from event where stream like 'ref_%' order by seq";
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (stream, kind) in world.database.pairs(sql).await {
        found.entry(stream).or_default().push(kind);
    }
    let mut found: Vec<Vec<String>> = found.into_values().collect();
    found.sort();
    let undisturbed = |number: &String| {
        let decided = told.approved.contains(number).then(|| "approved".to_owned());
        std::iter::once("submitted".to_owned()).chain(decided).collect::<Vec<_>>()
    };
    let mut expected: Vec<Vec<String>> =
        told.receipts.values().map(|(number, _)| undisturbed(number)).collect();
    expected.sort();
    assert_eq!(found, expected);
}

async fn one_kill(world: &World, random: &mut StdRng, round: usize, told: &mut Told) {
    let members = world.members();
    let count = random.random_range(1..=2);
    let senders: Vec<Person<'_>> = members.choose_multiple(random, count).copied().collect();
    let mut forms = Vec::new();
    for sender in &senders {
        let before = newest(&everything_for(sender).await);
        opens(sender).await;
        forms.push((*sender, before));
    }
    if random.random_ratio(1, 5) {
        world.fault(POST, 1, json!({ "drop_reply": true })).await;
    }
    let approving = random.random_ratio(1, 3);
    let wanted = told.receipts.values().map(|(number, _)| number.clone());
    let wanted = wanted.rev().find(|number| !told.approved.contains(number));
    let wait = Duration::from_millis(random.random_range(0..LONGEST_MS));
    let known: BTreeSet<String> =
        told.receipts.values().map(|(number, _)| number.clone()).collect();
    let sending = join_all(forms.iter().map(async |(sender, before)| {
        let website = format!("{}-acme-{round}.example", sender.home());
        (format!("{round}-{}", sender.home()), insists(*sender, (*before, &known), &website).await)
    }));
    let deciding = async {
        match wanted.filter(|_| approving) {
            Some(number) => {
                approves(world, &number).await;
                Some(number)
            }
            None => None,
        }
    };
    let killing = async {
        // Where the kill falls is what is drawn by lot.
        tokio::time::sleep(wait).await;
        world.kill_bot();
        world.start_bot().await;
    };
    let ((sent, approved), ()) = join(join(sending, deciding), killing).await;
    told.receipts.extend(sent);
    told.approved.extend(approved);
}

/// What stands for somebody alone: beside an answer, and told directly.
async fn everything_for(person: &Person<'_>) -> Vec<Message> {
    let mut own = person.whispers_in(&person.home()).await;
    own.extend(person.direct_messages().await);
    own.sort_by_key(nth);
    own
}

fn nth(message: &Message) -> u64 {
    message.ts.parse().unwrap()
}

fn newest(own: &[Message]) -> u64 {
    own.last().map_or(0, nth)
}

async fn does(person: &Person<'_>, world: &World, deed: Value) {
    // Whether the bot lived to answer shows in what stands there afterwards.
    world.post("act", &json!({ "as": person.id(), "do": deed })).await;
}

/// Presses the button of the pinned message until the form is there: the bot has just been started, and
/// its connection may not stand yet.
async fn opens(sender: &Person<'_>) {
    let world = sender.world();
    let intro = world.intro(&sender.home()).await;
    in_the_end("the form opens", async || {
        if sender.screen().await.open() {
            return Some(());
        }
        let press =
            json!({ "channel": intro.channel, "ts": intro.ts, "label": "Refer a customer" });
        does(sender, world, json!({ "press": press })).await;
        None
    })
    .await;
}

/// Goes on as somebody does who wants it sent: sends the page that is in front of them, presses what
/// leads on, until there is a receipt. That of an earlier form may come late: what was answered when its
/// time was over is told directly, and says the same as the answer to the form that was sent again.
async fn insists(
    sender: Person<'_>,
    (before, known): (u64, &BTreeSet<String>),
    website: &str,
) -> (String, String) {
    let fields = filled(&[("Company website", website)]);
    let world = sender.world();
    in_the_end("a receipt", async || {
        let screen = sender.screen().await;
        if screen.open() {
            let here = fields.iter().filter(|(label, _)| screen.values.contains_key(*label));
            let here: serde_json::Map<String, Value> =
                here.map(|(label, value)| ((*label).to_owned(), json!(value))).collect();
            let submit = json!({ "submit": { "view": screen.view, "fields": here } });
            does(&sender, world, submit).await;
            return None;
        }
        let own = everything_for(&sender).await;
        let mut new = own.iter().rev().filter(|one| nth(one) > before);
        let mut receipts = new.clone().filter_map(Message::received);
        if let Some(receipt) = receipts.find(|(number, _)| !known.contains(number)) {
            return Some(receipt);
        }
        let leads_on = ["Continue the form", "Fix and resend"];
        let (on, label) = new.find_map(|one| {
            let label = leads_on.iter().find(|label| one.buttons.iter().any(|own| own == **label));
            Some((one, *label?))
        })?;
        let press = json!({ "channel": on.channel, "ts": on.ts, "label": label });
        does(&sender, world, json!({ "press": press })).await;
        None
    })
    .await
}

/// Approves by the card, until it says so.
async fn approves(world: &World, number: &str) {
    let sales = world.person("Sales 2");
    let headline = format!("{number} · ");
    in_the_end("it is approved", async || {
        let desk = sales.reads("sales-desk").await;
        let card =
            desk.into_iter().find(|one| one.thread.is_none() && one.text.contains(&headline))?;
        if card.text.contains("Approved") {
            return Some(());
        }
        let screen = sales.screen().await;
        if screen.open() {
            let submit = json!({ "submit": { "view": screen.view, "fields": {} } });
            does(&sales, world, submit).await;
        } else {
            let press = json!({ "channel": card.channel, "ts": card.ts, "label": "Approve" });
            does(&sales, world, json!({ "press": press })).await;
        }
        None
    })
    .await;
}
