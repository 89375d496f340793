//! Much came due while nobody was there: it is caught up with in order, and each thing once.

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use vouch::app::App;
use vouch::app::execute::{Act, Outcome};
use vouch::domain::account::Domain;
use vouch::domain::referral::{Approve, Referral};
use vouch::jobs;
use vouch::store::queries;

use super::replay::{Story, app_of};
use super::work::sent;
use super::{Room, on_each};

const MEMBER: &str = "slack:T2:U3";
const OF_SOUTH: &str = "slack:T3:U4";
const SALES: &str = "slack:T1:U1";
/// What is sent side by side.
const AT_ONCE: usize = 128;

/// Registers so many companies.
async fn many(app: &App, story: &mut Story<'_>, count: usize) {
    let partner = story.partner("NOR").await;
    for from in (0..count).step_by(AT_ONCE) {
        let all: Vec<_> = (from..count.min(from + AT_ONCE))
            .map(|nth| sent(story, partner, MEMBER, Domain::stored(format!("behind{nth}.example"))))
            .collect();
        let done = all.into_iter().map(async |(inbound, one)| app.register(&inbound, one).await);
        for outcome in join_all(done).await {
            assert!(matches!(outcome.unwrap(), Outcome::Answered(_)));
        }
    }
}

async fn approves(app: &App, story: &mut Story<'_>, referral: &Referral) {
    let approve = Approve { owner: story.sales[0], note: None, reason: None };
    let inbound = story.inbound(SALES, String::new());
    let done = app.act_on(&inbound, referral, Act::Approve(approve), Vec::new()).await.unwrap();
    assert!(matches!(done, Outcome::Answered(_)));
}

async fn ends(room: &Room, kind: &str) -> Vec<String> {
    let all = queries::events_after(&room.store.db, 0, i64::MAX).await.unwrap();
    all.into_iter().filter(|row| row.kind == kind).map(|row| row.stream).collect()
}

fn at(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

/// More than are read at a time, approved on other days than they came in.
#[tokio::test]
async fn protections_that_ended_while_nobody_was_there_end_in_order_and_once() {
    const MANY: usize = 230;
    on_each(async |room| {
        let app = app_of(room);
        room.clock.set(at("2027-03-01T09:00:00Z"));
        let mut story = Story::begin(&app, 3).await;
        many(&app, &mut story, MANY).await;
        let mut open = story.latest(i64::try_from(MANY).unwrap()).await;
        assert_eq!(open.len(), MANY);
        // Neither as they came in nor by their ids.
        open.sort_by_key(|one| one.number().count.wrapping_mul(7_919) % 233);
        for day in open.chunks(10) {
            room.clock.advance_to(app.now() + TimeDelta::days(1));
            for referral in day {
                approves(&app, &mut story, referral).await;
            }
        }
        room.clock.advance_to(app.now() + TimeDelta::days(300));
        jobs::deadlines::run(&app, app.now()).await.unwrap();
        jobs::deadlines::run(&app, app.now()).await.unwrap();

        let ended = ends(room, "expired").await;
        assert_eq!(ended.len(), MANY, "each once");
        let day = |stream: &String| {
            let place = open.iter().position(|one| stream.ends_with(&one.id.to_string()));
            place.unwrap() / 10
        };
        let days: Vec<usize> = ended.iter().map(day).collect();
        assert!(days.is_sorted(), "what was over first ends first: {days:?}");
    })
    .await;
}

/// `cargo test --release --test it behind -- --ignored --nocapture`
#[tokio::test]
#[ignore = "figures, on a machine that has nothing else to do"]
async fn a_hundred_thousand_deadlines_after_a_week() {
    const MANY: usize = 100_000;
    on_each(async |room| {
        let app = app_of(room);
        room.clock.set(at("2027-03-01T09:00:00Z"));
        let mut story = Story::begin(&app, 3).await;
        many(&app, &mut story, MANY).await;
        room.clock.advance_to(app.now() + TimeDelta::days(7));
        let began = Instant::now();
        jobs::clocks::run(&app, app.now()).await.unwrap();
        jobs::deadlines::run(&app, app.now()).await.unwrap();
        let took = began.elapsed();
        let said = ends(room, "reminded").await.len();
        println!("{:?}: {said} of {MANY} in {:.1} s", room.database.kind, took.as_secs_f64());
    })
    .await;
}

/// `cargo test --release --test it a_proposal_among -- --ignored --nocapture`
#[tokio::test]
#[ignore = "figures, on a machine that has nothing else to do"]
async fn a_proposal_among_twenty_thousand_referrals() {
    const MANY: usize = 20_000;
    const ASKED: usize = 2_000;
    on_each(async |room| {
        let app = app_of(room);
        let mut story = Story::begin(&app, 3).await;
        many(&app, &mut story, MANY).await;
        let south = story.partner("SOU").await;
        let account = Domain::stored("behind7.example".to_owned());
        let (inbound, again) = sent(&mut story, south, OF_SOUTH, account);
        app.register(&inbound, again).await.unwrap();
        let case = queries::open_cases(&room.store.db).await.unwrap().remove(0);
        let mut took = Vec::with_capacity(ASKED);
        for _ in 0..ASKED {
            let began = Instant::now();
            let facts = app.case(&case.id).await.unwrap().unwrap();
            took.push(began.elapsed());
            assert!(facts.proposal.is_some());
        }
        took.sort();
        let (middle, most) = (took[ASKED / 2], took[ASKED * 99 / 100]);
        println!("{:?}: p50 {middle:.2?}, p99 {most:.2?}", room.database.kind);
    })
    .await;
}
