//! The bot is killed fifty times at a random point while several people register and decide. Whoever
//! saw a receipt finds it true, everything stands once, and each next start goes on.
//!
//! The seed is printed; `VOUCH_SEED=… cargo test --test it killed_fifty_times` repeats what can be
//! repeated: who does what, and how long after it the kill comes. On Discord, where forms have pages and
//! what was sent into a broken connection comes again, it is told in [`discord`].

mod discord;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;
use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use serde_json::json;

use crate::world::{Person, Wire, World, apart, filled, new_here};

const KILLS: usize = 50;
/// How often it is killed before it has a database.
const STARTS: usize = 5;
/// The longest time from the first act to the kill: long enough for a form to be stored, posted and
/// redrawn, so that the kill meets each of these.
const LONGEST_MS: u64 = 120;

fn seed() -> u64 {
    let given = std::env::var("VOUCH_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(rand::random);
    println!("VOUCH_SEED={seed}");
    seed
}

/// What the people of the story have in their hands.
#[derive(Default)]
struct Told {
    /// Receipts: number and fingerprint, by the form they came of.
    receipts: BTreeMap<String, (String, String)>,
    /// Numbers whose approval was acknowledged.
    approved: BTreeSet<String>,
    dropped_answers: usize,
    starts: Vec<Duration>,
}

#[tokio::test]
async fn killed_fifty_times_nothing_is_lost_or_doubled() {
    let seed = seed();
    apart(Wire::Socket, async |world| {
        let mut random = StdRng::seed_from_u64(seed);
        let mut told = Told::default();
        for round in 0..KILLS {
            one_kill(world, &mut random, round, &mut told).await;
        }
        world.settle_in_the_end().await;
        // Whatever was on its way to the platform when the kill came may stand there twice.
        world.may_double(KILLS + told.dropped_answers);
        everything_stands(world, &told).await;
        told.starts.sort();
        println!("ready after {:?} (median of {KILLS})", told.starts[KILLS / 2]);
    })
    .await;
}

#[tokio::test]
async fn killed_while_it_makes_its_database_it_makes_it_at_the_next_start() {
    let seed = seed();
    for (wire, round) in [(Wire::Socket, 0), (Wire::Push, 1), (Wire::Socket, 2)] {
        let random = StdRng::seed_from_u64(seed + round);
        new_here(wire, async |world| {
            let mut random = random.clone();
            for _ in 0..STARTS {
                let mut bot = world.bot_command();
                let mut bot = bot.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
                tokio::time::sleep(Duration::from_millis(random.random_range(0..40))).await;
                bot.kill().unwrap();
                bot.wait().unwrap();
            }
            world.start_bot().await;
            world.settle().await;
            let member = world.person("Partner member");
            member.opens_the_form().await;
            let sent = member.submits(&filled(&[])).await;
            assert_eq!(member.receipt(sent).number, "NOR-1");
            // The intro may have been on its way when the kill came.
            world.may_double(STARTS);
        })
        .await;
    }
}

async fn one_kill(world: &World, random: &mut StdRng, round: usize, told: &mut Told) {
    let members = world.members();
    let senders: Vec<Person<'_>> = {
        let count = random.random_range(1..=2);
        members.choose_multiple(random, count).copied().collect()
    };
    let website = format!("acme-{round}.example");
    let mut forms = Vec::new();
    for sender in &senders {
        let form = sender.opens_the_form().await.screen.view;
        forms.push((*sender, form));
    }
    if random.random_ratio(1, 5) {
        told.dropped_answers += 1;
        world.fault("chat.postMessage", 1, json!({ "drop_reply": true })).await;
    }
    let approving = random.random_ratio(1, 3).then(|| told.receipts.values().next_back().cloned());
    let wait = Duration::from_millis(random.random_range(0..LONGEST_MS));
    let sending = join_all(forms.iter().map(async |(sender, form)| {
        let own = format!("{}-{website}", sender.home());
        let fields = [("Company website", own.as_str())];
        sender.submits_view(form, &filled(&fields)).await
    }));
    let deciding = async {
        match approving.flatten() {
            Some((number, _)) => approves(world, &number).await,
            None => None,
        }
    };
    let killing = async {
        // The only wait of all stories: where the kill falls is what is drawn by lot.
        tokio::time::sleep(wait).await;
        world.kill_bot();
    };
    let ((sent, approved), ()) = join(join(sending, deciding), killing).await;
    told.approved.extend(approved);
    let began = Instant::now();
    world.start_bot().await;
    told.starts.push(began.elapsed());
    for ((sender, form), first) in forms.into_iter().zip(sent) {
        let before = first.screen.received();
        // Whoever got no answer, and whoever doubts theirs, sends the same form again.
        let again =
            if before.is_none() { Some(sender.submits_view(&form, &[]).await) } else { None };
        let found = before.or_else(|| again.as_ref().and_then(|again| again.screen.received()));
        let found = found.unwrap_or_else(|| panic!("round {round}: no receipt in {again:?}"));
        told.receipts.insert(form, found);
    }
}

/// Approves by the card, as far as the bot lives to see it; gives the number if that was
/// acknowledged.
async fn approves(world: &World, number: &str) -> Option<String> {
    let sales = world.person("Sales 2");
    let headline = format!("{number} · ");
    let desk = sales.reads("sales-desk").await;
    let card = desk.into_iter().find(|one| one.text.contains(&headline))?;
    if !card.text.contains("Submitted") {
        return None;
    }
    let opened = sales.presses_on("Approve", &card).await;
    if !opened.screen.open() {
        return None;
    }
    let approved = sales.submits(&[]).await;
    (approved.ok && !approved.screen.open()).then(|| number.to_owned())
}

async fn everything_stands(world: &World, told: &Told) {
    let listed = world.referrals().await;
    let numbers: BTreeSet<&String> = listed.iter().map(|(number, _)| number).collect();
    assert_eq!(numbers.len(), listed.len(), "a number was given twice");
    assert_eq!(listed.len(), told.receipts.len(), "one form, one referral");
    for (number, _) in told.receipts.values() {
        assert!(numbers.contains(number), "{number} was receipted and is lost");
    }
    // Each is a process of its own, so only some of the receipts are held against the log.
    for (number, print) in told.receipts.values().take(5) {
        let verdict = world.command(&["audit", "verify", "--receipt", print]).await;
        let said = String::from_utf8_lossy(&verdict.stderr);
        assert!(verdict.status.success(), "{number}: {said}");
    }
    for number in &told.approved {
        assert!(listed.contains(&(number.clone(), "approved".to_owned())), "{number} is approved");
    }
    let doubles = cards_stand(world, told).await;
    println!("{doubles} cards stand twice; {} answers were dropped", told.dropped_answers);
    assert!(doubles <= 2 * (KILLS + told.dropped_answers), "{doubles} cards stand twice");
}

/// Each referral has its root card and its sales card; gives how many stand twice.
async fn cards_stand(world: &World, told: &Told) -> usize {
    let mut doubles = 0;
    let desk = world.all_in("sales-desk").await;
    let mut rooms = BTreeMap::new();
    for member in world.members() {
        rooms.insert(member.home(), world.all_in(&member.home()).await);
    }
    for (number, _) in told.receipts.values() {
        let headline = format!("{number} · ");
        let stands = |messages: &[crate::world::Message]| {
            let roots = messages.iter().filter(|one| one.thread.is_none() && !one.deleted);
            let cards: Vec<_> = roots.filter(|one| one.text.contains(&headline)).collect();
            if cards.len() > 1 {
                println!("{number} stands several times: {cards:?}");
            }
            cards.len()
        };
        let roots: usize = rooms.values().map(|messages| stands(messages)).sum();
        for times in [roots, stands(&desk)] {
            // What is said first after a start may be what the next kill hits again, so one card may
            // stand several times: it is all doubles together that kills and dropped answers bound.
            // Each meets at most the two cards of one form, which are in channels of their own.
            assert!(times >= 1, "{number} stands nowhere");
            doubles += times - 1;
        }
    }
    doubles
}
