//! Two bots on one PostgreSQL: whichever gets a delivery, both get it at once, or one of them dies: each
//! delivery, task and post happens once.
//!
//! The workspace pushes its deliveries to a [`Front`], as to a load balancer, which hands them on.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::future::{join, join_all};
use serde_json::json;
use tokio::net::TcpListener;

use crate::world::child::{Running, client};
use crate::world::{Referral, Wire, World, filled, on_postgres, until};

/// What the death of a process costs at most, and what a busy machine may add to that.
const TAKEOVER: Duration = Duration::from_secs(5);
const BUSY: Duration = Duration::from_secs(3);

/// Stands where the workspace pushes its deliveries to.
#[derive(Clone)]
struct Front {
    http: reqwest::Client,
    bots: Arc<Mutex<Vec<SocketAddr>>>,
    /// Each delivery goes to all bots at the same time, and not to one after the other.
    to_all: Arc<Mutex<bool>>,
    taken: Arc<Mutex<usize>>,
    /// Deliveries that two bots answered, each for itself.
    twice: Arc<Mutex<usize>>,
    /// Deliveries that were answered differently by two bots.
    differing: Arc<Mutex<Vec<[String; 2]>>>,
}

impl Front {
    async fn open(world: &World) -> Self {
        let front = Self {
            http: client(),
            bots: Arc::default(),
            to_all: Arc::default(),
            taken: Arc::default(),
            twice: Arc::default(),
            differing: Arc::default(),
        };
        let listener = TcpListener::bind(world.push_address()).await.unwrap();
        let router = Router::new().fallback(hand_on).with_state(front.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        front
    }

    fn leads_to(&self, bots: &[SocketAddr]) {
        *self.bots.lock().unwrap() = bots.to_vec();
    }

    fn hands_to_all(&self, all: bool) {
        *self.to_all.lock().unwrap() = all;
    }

    /// Whose turn it is; nobody's before a bot runs, when the workspace asks whether somebody is there.
    fn next(&self) -> Vec<SocketAddr> {
        let bots = self.bots.lock().unwrap().clone();
        if bots.is_empty() || *self.to_all.lock().unwrap() {
            return bots;
        }
        let mut taken = self.taken.lock().unwrap();
        *taken += 1;
        vec![bots[*taken % bots.len()]]
    }

    async fn pass(&self, to: SocketAddr, headers: HeaderMap, body: Bytes) -> (StatusCode, String) {
        let url = format!("http://{to}/slack/events");
        match self.http.post(url).headers(headers).body(body).send().await {
            Ok(answer) => (answer.status(), answer.text().await.unwrap_or_default()),
            Err(_) => (StatusCode::BAD_GATEWAY, String::new()),
        }
    }
}

async fn hand_on(State(front): State<Front>, headers: HeaderMap, body: Bytes) -> Response {
    let passed = front.next().into_iter().map(|to| front.pass(to, headers.clone(), body.clone()));
    let answers = join_all(passed).await;
    if let [(StatusCode::OK, one), (StatusCode::OK, other)] = &answers[..] {
        *front.twice.lock().unwrap() += 1;
        if one != other {
            front.differing.lock().unwrap().push([one.clone(), other.clone()]);
        }
    }
    // The one that says more: of two that were asked for a form only one gives it.
    let best = answers.into_iter().max_by_key(|(status, text)| (status.is_success(), text.len()));
    best.unwrap_or((StatusCode::SERVICE_UNAVAILABLE, String::new())).into_response()
}

async fn another(world: &World) -> Running {
    let mut command = world.bot_command();
    command.env("VOUCH_HTTP_ADDR", "127.0.0.1:0");
    world.beside(command).await
}

fn address(bot: &Running) -> SocketAddr {
    bot.ready["http"].as_str().unwrap().parse().unwrap()
}

/// From the button to the approval; everybody is somebody else.
async fn one_journey(world: &World, company: &str) -> Referral {
    let member = world.person("Partner member");
    member.opens_the_form().await;
    let sent = member.submits(&filled(&[("Company website", company)])).await;
    let referral = member.receipt(sent);
    world.settle().await;
    let sales = world.person("Sales 1");
    sales.presses("Ask", &referral).await;
    sales.submits(&[("Question", "Who decides?")]).await;
    world.settle().await;
    member.presses("Answer", &referral).await;
    member.submits(&[("Answer", "Jo does.")]).await;
    world.settle().await;
    assert!(!sales.approves(&referral).await.screen.open());
    referral
}

/// The card of a referral stands once in each of its channels, and shows the last state.
async fn stands_once(world: &World, referral: &Referral) {
    for channel in ["north-partner", "sales-desk"] {
        let headline = format!("{} · ", referral.number);
        let all = world.all_in(channel).await.into_iter();
        let cards: Vec<_> = all.filter(|one| one.text.contains(&headline)).collect();
        assert_eq!(cards.len(), 1, "{} in {channel}", referral.number);
        assert!(cards[0].text.contains("Approved"), "{}", cards[0].text);
    }
}

#[tokio::test]
async fn two_bots_on_one_database_do_everything_once() {
    on_postgres(Wire::Push, async |world| {
        let front = Front::open(world).await;
        // Both make the database, apply the set-up and say the first words at the same time.
        let (one, two) = join(another(world), another(world)).await;
        front.leads_to(&[address(&one), address(&two)]);
        world.takes_the_stage(one);
        world.settle().await;
        let sweeps = || two.log().matches("old deliveries were removed").count();
        until("a job that is due is done", async || sweeps() > 0).await;

        let in_turn = one_journey(world, "acme.example").await;
        front.hands_to_all(true);
        let at_once = one_journey(world, "birch.example").await;
        let added = json!({
            "channel": world.channel("random"), "by": world.person("Partner manager").id(),
        });
        world.change(json!({ "add_bot": added })).await;
        world.settle().await;

        for referral in [&in_turn, &at_once] {
            stands_once(world, referral).await;
        }
        let approved = |number: &str| (number.to_owned(), "approved".to_owned());
        assert_eq!(world.referrals().await, [approved("NOR-1"), approved("NOR-2")]);
        let manager = world.person("Partner manager");
        let asked = manager.whispers_in("random").await.into_iter();
        let asked = asked.filter(|one| one.text.contains("What is #")).count();
        assert_eq!(asked, 1, "an errand is done once");
        let events = "select count(*) from event where kind in ('submitted', 'approved')";
        assert_eq!(world.database.count(events).await, 4);
        // Four presses, four forms, and what became of the channel.
        assert!(*front.twice.lock().unwrap() >= 9, "{:?}", front.twice);
        let differing = front.differing.lock().unwrap().clone();
        assert!(differing.is_empty(), "a copy gets the first answer: {differing:?}");
        assert_eq!(sweeps(), 1, "a job that is due is done by one of them");
        assert!(two.stop().await.success());
    })
    .await;
}

/// The takeover is seen from outside: how long after the kill the message stands that the dead one
/// had on its way, and the question is asked that it was to ask.
#[tokio::test]
async fn of_two_bots_one_takes_over_what_the_other_had_in_hand() {
    on_postgres(Wire::Push, async |world| {
        let front = Front::open(world).await;
        let one = another(world).await;
        front.leads_to(&[address(&one)]);
        world.takes_the_stage(one);
        world.settle().await;
        let member = world.person("Partner member");
        let manager = world.person("Partner manager");
        member.opens_the_form().await;

        // What is called now takes longer than anybody lives.
        let never = json!({ "delay_ms": 600_000 });
        world.fault("chat.postMessage", 2, never.clone()).await;
        let sent = member.submits(&filled(&[])).await;
        let referral = member.receipt(sent);
        let on_its_way = "select count(*) from outbox where done_us is null and lease_until_us > 0";
        until("both cards are on their way", async || world.database.count(on_its_way).await == 2)
            .await;
        let two = another(world).await;
        world.fault("conversations.info", 1, never).await;
        let added = json!({ "channel": world.channel("random"), "by": manager.id() });
        world.change(json!({ "add_bot": added })).await;
        let begun = "select count(*) from task where lease_until_us > 0";
        until("the errand is begun", async || world.database.count(begun).await == 1).await;

        world.kill_bot();
        let killed = Instant::now();
        world.clear_faults().await;
        front.leads_to(&[address(&two)]);
        let headline = format!("{} · ", referral.number);
        let stands = async |channel: &str| {
            world.all_in(channel).await.iter().any(|one| one.text.contains(&headline))
        };
        until("the other takes over", async || {
            let asked = manager.text_in("random").await.contains("What is #");
            asked && stands("north-partner").await && stands("sales-desk").await
        })
        .await;
        let took = killed.elapsed();
        println!("taken over after {took:?}");
        assert!(took < TAKEOVER + BUSY, "it took {took:?}");

        // From here on it is alone.
        world.takes_the_stage(two);
        world.settle().await;
        let sales = world.person("Sales 1");
        assert!(!sales.approves(&referral).await.screen.open());
        stands_once(world, &referral).await;
    })
    .await;
}
