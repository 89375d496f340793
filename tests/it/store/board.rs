//! What leaderboards are counted from: followed by the log, and over one of a million events.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, TimeDelta, Utc};
use vouch::app::App;
use vouch::domain::board::Metric;
use vouch::domain::board::period::{Period, Span};
use vouch::domain::ids::{PartnerCode, PartnerId, PersonId, ReferralId, ReferralNumber};
use vouch::domain::outcome::{Event, PartnerEvent, ReferralEvent};
use vouch::domain::partner::{Consent, PartnerState};
use vouch::domain::referral::Status;
use vouch::store::boards::{self, Bounds, running};
use vouch::store::desk::Needs;
use vouch::store::open::{self, Purpose};
use vouch::store::project::{State, Stream, Touched};
use vouch::store::{log, queries};

use super::notes::{codes, happens, sent};
use super::replay::{Story, app_of};
use super::{Room, on_each};

const PARTNERS: usize = 10_000;
/// Of each partner; three events each.
const REFERRALS: usize = 33;
/// So many partners are written in one commit.
const AT_ONCE: usize = 250;
const ASKED: usize = 200;

fn id(nth: usize) -> PartnerId {
    PartnerId::new(1_000 + nth as u128)
}

/// Everybody, nine in ten of whom let others see how they do.
async fn join(app: &App, all: &[(usize, PartnerCode)]) {
    for some in all.chunks(AT_ONCE) {
        let mut events = Vec::new();
        for (nth, code) in some {
            let added = PartnerEvent::PartnerAdded {
                code: *code,
                name: format!("Partner {code}"),
                domains: Vec::new(),
                workspaces: Vec::new(),
                test: false,
            };
            events.push((Stream::Partner(id(*nth)), Event::Partner(added)));
            let consent = Consent { boards: nth % 10 > 0, shout_outs: true, shown_as: None };
            let chosen = PartnerEvent::ConsentChosen(consent);
            events.push((Stream::Partner(id(*nth)), Event::Partner(chosen)));
        }
        happens(app, events, Needs::default()).await;
    }
}

/// One more of each, approved and won at once.
async fn refer(app: &App, all: &[(usize, PartnerCode)], count: usize) {
    let now: DateTime<Utc> = app.now();
    for some in all.chunks(AT_ONCE) {
        let mut events = Vec::new();
        let mut needs = Needs::default();
        for (nth, code) in some {
            let n = (count * PARTNERS + nth) as u128 + 1_000_000;
            let (stream, partner) = (Stream::Referral(ReferralId::new(n)), id(*nth));
            needs.partners.insert(partner.to_string());
            let number = ReferralNumber { code: *code, count: u32::try_from(count + 1).unwrap() };
            events.push((stream.clone(), sent(partner, number, n, now)));
            let approved = ReferralEvent::Approved {
                by: PersonId::new(2),
                owner: PersonId::new(2),
                note: None,
                reason: None,
                late_days: 0,
                protected_through: now.date_naive() + Days::new(90),
                expires: now + TimeDelta::days(91),
            };
            events.push((stream.clone(), Event::Referral(approved)));
            let won = ReferralEvent::Won {
                by: None,
                amount_minor: 1_250_000,
                currency: "EUR".to_owned(),
                on: now.date_naive(),
            };
            events.push((stream, Event::Referral(won)));
        }
        happens(app, events, needs).await;
    }
}

fn bounds(app: &App, period: Period) -> Bounds {
    let calendar = &app.program().rules.calendar;
    let (from, to) = period.bounds(calendar);
    let (before, _) = period.previous().bounds(calendar);
    Bounds { before, from, to, first_day: period.first_day(), last_day: period.last_day() }
}

/// The same, by somebody who never counted before.
async fn counted_anew(room: &Room, bounds: &Bounds) -> running::All {
    let opened = open::open(&room.database.url, Purpose::Sandbox, room.clock.clone()).await;
    let (store, task) = opened.unwrap();
    let all = running::counted(&store, bounds).await.unwrap();
    task.finish().await;
    store.db.close().await;
    all
}

#[tokio::test]
async fn a_board_that_follows_the_log_is_what_is_counted_anew() {
    on_each(async |room| {
        let app = app_of(room);
        room.clock.set("2027-02-01T09:00:00Z".parse().unwrap());
        let mut story = Story::begin(&app, 5).await;
        let year = Period::with(Span::Year, NaiveDate::from_ymd_opt(2027, 2, 1).unwrap());
        let mut counts = 0;
        for _ in 0..12 {
            for _ in 0..25 {
                story.step().await;
            }
            let today = app.program().rules.calendar.local_date(app.now());
            let month = Period::with(Span::Month, today);
            for period in [year, month, month.previous()] {
                let bounds = bounds(&app, period);
                let followed = running::counted(&room.store, &bounds).await.unwrap();
                assert_eq!(followed, counted_anew(room, &bounds).await, "{period}");
                counts += followed.len();
            }
        }
        assert!(counts > 12, "hardly anything counted");
    })
    .await;
}

/// What a year's board counts as approved is what the log says, added up by itself: nothing of a trial
/// partner, of one that has left, or of what a case gave to somebody else.
pub async fn agrees(room: &Room, app: &App) {
    let (mut state, mut touched) = (State::default(), Touched::default());
    for row in queries::events_after(&room.store.db, 0, i64::MAX).await.unwrap() {
        let stream: Stream = row.stream.parse().unwrap();
        state.fold(&stream, &log::recorded(&row).unwrap(), &mut touched).unwrap();
    }
    let (mut counted, mut given_away) = (0, 0);
    let decided = state.referrals.values().filter_map(|one| one.decision.as_ref());
    let years: BTreeSet<i32> = decided.map(|decision| decision.at.year()).collect();
    for year in years {
        let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let bounds = bounds(app, Period::with(Span::Year, day));
        let mut expected: BTreeMap<PartnerId, u32> = BTreeMap::new();
        for one in state.referrals.values() {
            let partner = &state.partners[&one.partner()];
            let within = |at| bounds.from <= at && at < bounds.to;
            if partner.test
                || partner.state == PartnerState::Terminated
                || !one.decision.as_ref().is_some_and(|decision| within(decision.at))
            {
                continue;
            }
            match one.status {
                Status::Released if !one.ruled.is_empty() => given_away += 1,
                Status::Approved
                | Status::Won
                | Status::Lost
                | Status::Expired
                | Status::Released => {
                    *expected.entry(partner.id).or_default() += 1;
                }
                _ => {}
            }
        }
        let board = running::counted(&room.store, &bounds).await.unwrap();
        let found: BTreeMap<PartnerId, u32> =
            board.iter().map(|(id, one)| (*id, one.tally.approved)).collect();
        let found = found.into_iter().filter(|(_, n)| *n > 0).collect::<BTreeMap<_, _>>();
        assert_eq!(found, expected, "{year}");
        counted += expected.values().sum::<u32>();
    }
    assert!(counted > 0 && given_away > 0, "{counted} {given_away}");
}

/// Says how long it took.
fn told(period: Period, what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let (half, p99) = (times[ASKED / 2], times[ASKED * 99 / 100]);
    println!("{period} {what}: half within {half:.1} ms, p99 {p99:.1} ms");
}

/// `cargo test --release --test it a_million_events -- --ignored --nocapture`
#[tokio::test]
#[ignore = "figures, on a machine that has nothing else to do"]
async fn boards_over_a_million_events() {
    on_each(async |room| {
        let app = app_of(room);
        room.clock.set("2027-01-02T09:00:00Z".parse().unwrap());
        let all: Vec<(usize, PartnerCode)> = codes().take(PARTNERS).enumerate().collect();
        join(&app, &all).await;
        app.take_boards(app.now()).await.unwrap();
        for count in 0..REFERRALS {
            refer(&app, &all, count).await;
            room.clock.advance_to(app.now() + TimeDelta::days(11));
        }
        let events = room.count("select count(*) from event").await;
        println!("{:?}: {events} events", room.database.kind);
        let partner = queries::partner(&room.store.db, &id(77)).await.unwrap().unwrap();
        for (before, period) in ["2027-12", "2027-q4"].into_iter().enumerate() {
            let period: Period = period.parse().unwrap();
            let sent = REFERRALS + before * ASKED;
            let (mut boards, mut places) = (Vec::new(), Vec::new());
            let began = Instant::now();
            app.board(Metric::Approved, period).await.unwrap();
            println!("{period} for the first time: {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
            for asked in 0..ASKED {
                // Something happens between any two questions.
                refer(&app, &all[asked..asked + 5], sent + asked).await;
                let began = Instant::now();
                let (board, _) = app.board(Metric::Approved, period).await.unwrap();
                boards.push(began.elapsed().as_secs_f64() * 1_000.0);
                assert!(board.is_some());
                let began = Instant::now();
                app.own_place(Metric::Approved, period, &partner).await.unwrap();
                places.push(began.elapsed().as_secs_f64() * 1_000.0);
            }
            told(period, "board", boards);
            told(period, "own place", places);
        }
        // What is over reads as it was taken, by the names and the consent of now.
        room.clock.set("2028-01-02T09:00:00Z".parse().unwrap());
        app.take_boards(app.now()).await.unwrap();
        for period in ["2027-11", "2027-q3"] {
            let period: Period = period.parse().unwrap();
            assert!(boards::snapshot(&room.store.db, period).await.unwrap().is_some());
            let (mut boards, mut places) = (Vec::new(), Vec::new());
            for _ in 0..ASKED {
                let began = Instant::now();
                let (board, _) = app.board(Metric::Approved, period).await.unwrap();
                boards.push(began.elapsed().as_secs_f64() * 1_000.0);
                assert!(board.is_some());
                let began = Instant::now();
                app.own_place(Metric::Approved, period, &partner).await.unwrap();
                places.push(began.elapsed().as_secs_f64() * 1_000.0);
            }
            told(period, "board that was taken", boards);
            told(period, "own place on it", places);
        }
    })
    .await;
}
