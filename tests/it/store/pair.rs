//! Two processes on one PostgreSQL, below the stories: two stores, each with its writer. What one has
//! taken the other leaves alone, until the lease is over.

use std::collections::BTreeSet;

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use futures_util::future::join;
use vouch::clock::Clock;
use vouch::store::audit::{self, Verdict};
use vouch::store::open::{self, Purpose};
use vouch::store::queue::{self, LEASE};
use vouch::store::{Store, house};

use super::replay::{Story, app_of};
use super::{Room, leave, settle};
use crate::world::Kind;
use crate::world::database::kinds;

/// A store on PostgreSQL, and another one on the same database.
async fn on_a_pair(test: impl AsyncFn(&Room, &Store)) {
    if !kinds().contains(&Kind::Postgres) {
        return;
    }
    let room = Room::make(Kind::Postgres).await;
    let other = open::open(&room.database.url, Purpose::Sandbox, Clock::real()).await;
    let (other, task) = other.unwrap();
    test(&room, &other).await;
    task.finish().await;
    other.db.close().await;
    room.close().await;
}

/// When everything that was left before is due; no finer than databases keep it.
fn in_a_second() -> DateTime<Utc> {
    (Utc::now() + TimeDelta::seconds(1)).trunc_subsecs(6)
}

/// Takes and says until nothing waits; gives what it said.
async fn works_off(store: &Store, now: DateTime<Utc>) -> Vec<i64> {
    let mut said = Vec::new();
    while queue::waiting(store).await.unwrap() > 0 {
        for row in queue::take(&store.writer, now, 3, Vec::new()).await.unwrap() {
            assert!(settle(store, &row, now).await, "nobody else has it");
            said.push(row.seq);
        }
    }
    said
}

#[tokio::test]
async fn two_processes_say_each_message_once() {
    on_a_pair(async |room, other| {
        leave(&room.store.writer, 8, 20).await;
        let now = in_a_second();
        let (one, two) = join(works_off(&room.store, now), works_off(other, now)).await;
        let all: BTreeSet<i64> = one.iter().chain(&two).copied().collect();
        assert_eq!((one.len() + two.len(), all.len()), (160, 160));
        assert!(!one.is_empty() && !two.is_empty(), "both had something to do");
    })
    .await;
}

#[tokio::test]
async fn what_a_dead_process_had_taken_is_anothers_when_its_lease_is_over() {
    on_a_pair(async |room, other| {
        let now = in_a_second();
        let (just_before, over) = (now + LEASE - TimeDelta::microseconds(1), now + LEASE);
        assert!(LEASE < TimeDelta::seconds(5), "what a death costs, and the other's work with it");
        leave(&room.store.writer, 1, 1).await;
        room.by_hand(
            "insert into task (key, errand, received_us, due_us, lease_until_us, token, attempts)
             values ('Ev1', '{}', 1, 1, 0, 0, 0)",
        )
        .await
        .unwrap();
        // One takes everything there is, and dies.
        let store = &room.store;
        assert_eq!(everything_taken(store, now).await, (1, 1, true));
        assert_eq!(everything_taken(other, just_before).await, (0, 0, false));
        assert_eq!(everything_taken(other, over).await, (1, 1, true));
        // What was done is done until its next time.
        let next = over + TimeDelta::days(1);
        house::job_done(&other.writer, "sweep", next).await.unwrap();
        assert_eq!(house::take_job(store, "sweep", over + LEASE).await.unwrap(), (false, next));
        assert!(house::take_job(store, "sweep", next).await.unwrap().0);
    })
    .await;
}

/// Messages, errands and jobs that are given to whoever asks at `now`.
async fn everything_taken(store: &Store, now: DateTime<Utc>) -> (usize, usize, bool) {
    let said = queue::take(&store.writer, now, 10, Vec::new()).await.unwrap().len();
    let task = queue::take_task(&store.writer, now).await.unwrap();
    let (job, _) = house::take_job(store, "sweep", now).await.unwrap();
    (said, usize::from(task.is_some()), job)
}

#[tokio::test]
async fn a_job_that_is_due_is_taken_by_one_of_two_who_ask_at_once() {
    on_a_pair(async |room, other| {
        for day in 1..=20 {
            let now = Utc::now() + TimeDelta::days(day);
            let asks = async |store: &Store| house::take_job(store, "sweep", now).await;
            let (one, two) = join(asks(&room.store), asks(other)).await;
            assert_ne!(one.unwrap().0, two.unwrap().0, "day {day}");
        }
    })
    .await;
}

#[tokio::test]
async fn two_processes_decide_at_once_and_the_log_stays_one_chain() {
    on_a_pair(async |room, other| {
        const STEPS: usize = 150;
        let mut apps = [app_of(room), app_of(room)];
        apps[1].store = other.clone();
        let mut one = Story::begin(&apps[0], 11).await;
        let mut two = Story::begin(&apps[1], 12).await;
        for _ in 0..STEPS {
            join(one.step(), two.step()).await;
        }
        let verdict = audit::verify(&room.store.db).await.unwrap();
        let Verdict::Whole { events, .. } = verdict else { panic!("{verdict:?}") };
        assert!(events > 100, "{events}");
    })
    .await;
}
