//! What happens in them.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use vouch::app::execute::Act;
use vouch::app::past::scene::{Lead, Scene};
use vouch::app::setup::Prune;
use vouch::app::setup::file::SetupFile;
use vouch::app::{App, Sealed, new_form_id};
use vouch::chat::inbound::Reply;
use vouch::clock::Clock;
use vouch::domain::ids::ReferralId;
use vouch::domain::partner::Consent;
use vouch::domain::referral::decide::{Approve, Reject};
use vouch::domain::referral::stage::Move;
use vouch::domain::referral::{Introduction, Relationship, Stage};
use vouch::jobs;
use vouch::sandbox::{self, Options, WorldKind};
use vouch::store::queries;
use vouch::views::forms::input;

use crate::store::Room;
use crate::store::replay::app_of;

const WEEKS: u64 = 26;
const SALES: [&str; 2] = ["slack:T0VENDOR001:U0SALES0001", "slack:T0VENDOR001:U0SALES0002"];

/// Who refers in a partner's name, on which weekdays (Monday is 0), in each which week. South and East
/// do the same, and so do West and Coast, so that they share their places in every month; Hill was quick
/// at first and has been silent for months.
struct Habit {
    people: &'static [&'static str],
    admin: &'static str,
    days: &'static [u64],
    each: u64,
    until: u64,
    boards: bool,
    /// One in eight is rejected.
    rejected: bool,
    /// One in sixteen is withdrawn.
    withdrawn: bool,
}

const HABITS: [Habit; 6] = [
    Habit {
        people: &["slack:T0NORTH0001:U0NORTHMEM1", "slack:T0NORTH0001:U0NORTHMEM2"],
        admin: "slack:T0NORTH0001:U0NORTHADM1",
        days: &[1, 3],
        each: 1,
        until: WEEKS,
        boards: true,
        rejected: true,
        withdrawn: true,
    },
    Habit {
        people: &["slack:T0SOUTH0001:U0SOUTHMEM1"],
        admin: "slack:T0SOUTH0001:U0SOUTHADM1",
        days: &[1],
        each: 1,
        until: WEEKS,
        boards: true,
        rejected: true,
        withdrawn: false,
    },
    Habit {
        people: &["slack:T0EAST00001:U0EAST0MEM1"],
        admin: "slack:T0EAST00001:U0EAST0ADM1",
        days: &[1],
        each: 1,
        until: WEEKS,
        boards: true,
        rejected: true,
        withdrawn: false,
    },
    Habit {
        people: &["slack:T0WEST00001:U0WEST0MEM1"],
        admin: "slack:T0WEST00001:U0WEST0ADM1",
        days: &[2],
        each: 3,
        until: WEEKS,
        boards: true,
        rejected: false,
        withdrawn: false,
    },
    Habit {
        people: &["slack:T0COAST0001:U0COASTMEM1"],
        admin: "slack:T0COAST0001:U0COASTADM1",
        days: &[2],
        each: 3,
        until: WEEKS,
        boards: true,
        rejected: false,
        withdrawn: false,
    },
    Habit {
        people: &["slack:T0HILLS0001:U0HILLSMEM1"],
        admin: "slack:T0HILLS0001:U0HILLSADM1",
        days: &[0, 2],
        each: 1,
        until: 3,
        boards: false,
        rejected: true,
        withdrawn: false,
    },
];

const FIRST: [&str; 12] = [
    "Alder", "Birch", "Cedar", "Dune", "Elm", "Fern", "Grove", "Hazel", "Ivory", "Jade", "Kestrel",
    "Linden",
];
const SECOND: [&str; 11] = [
    "Logistics",
    "Foods",
    "Textiles",
    "Optics",
    "Energy",
    "Printing",
    "Instruments",
    "Homes",
    "Chemicals",
    "Media",
    "Robotics",
];
const CONTACTS: [&str; 7] = [
    "Kim Larsen",
    "Noa Weiss",
    "Lee Okafor",
    "Mika Duarte",
    "Sasha Lind",
    "Toni Baker",
    "Uma Reyes",
];
const NEEDS: [&str; 6] = [
    "They plan on paper and want to stop before the season starts.",
    "Three teams, three spreadsheets, and nobody sees the whole.",
    "Their tool is no longer cared for; they look for another by autumn.",
    "They opened a second site and need one view of both.",
    "Their head of operations asked who could help, and I named you.",
    "They lost an order last month and want to know why.",
];
/// What sales writes as the next step.
fn step(stage: Stage) -> &'static str {
    match stage {
        Stage::Contacted => "A first call is agreed.",
        Stage::Meeting => "We show it to the whole team next week.",
        Stage::Proposal => "The offer is with them.",
        Stage::Negotiation => "They ask their board.",
        other => unreachable!("nothing moves to {other} here"),
    }
}

/// What becomes of a referral, days after it was sent.
enum Deed {
    Approve,
    Ask,
    Answer,
    Reject,
    Move(Stage),
    Win,
    Lose,
    Withdraw,
}

/// What becomes of a partner's referral, by how many it had sent before.
fn fate(habit: &Habit, count: u64) -> Vec<(u64, Deed)> {
    if habit.rejected && count % 8 == 3 {
        return vec![(1, Deed::Reject)];
    }
    if habit.withdrawn && count % 16 == 6 {
        return vec![(1, Deed::Withdraw)];
    }
    let mut deeds = match count % 8 {
        5 => vec![(1, Deed::Ask), (2, Deed::Answer), (3, Deed::Approve)],
        _ => vec![(1, Deed::Approve)],
    };
    deeds.push((8, Deed::Move(Stage::Contacted)));
    deeds.push((20, Deed::Move(Stage::Meeting)));
    match count % 5 {
        0 | 4 => deeds.extend([(34, Deed::Move(Stage::Proposal)), (48, Deed::Win)]),
        1 => deeds.extend([(34, Deed::Move(Stage::Proposal)), (55, Deed::Lose)]),
        2 => deeds.push((62, Deed::Move(Stage::Negotiation))),
        _ => {}
    }
    deeds
}

struct Months<'a> {
    app: &'a App,
    scene: Scene<'a>,
    sent: usize,
    todo: BTreeMap<NaiveDate, Vec<(ReferralId, &'static Habit, Deed)>>,
}

/// Lives through them; gives the position in the log at which they begin.
pub async fn live(room: &Room) -> i64 {
    let app = app_of(room);
    room.clock.set("2026-01-05T07:00:00Z".parse().unwrap());
    app.apply_setup(&SetupFile::read(&setup().await).unwrap(), Prune::No).await.unwrap();
    let begins = queries::last_seq(&app.store.db).await.unwrap();
    let scene = Scene { app: &app, ago: TimeDelta::zero() };
    let mut months = Months { app: &app, scene, sent: 0, todo: BTreeMap::new() };
    let monday = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    for habit in &HABITS {
        months.chooses(habit, monday).await;
    }
    for day in 0..7 * WEEKS {
        months.passes(monday + Days::new(day), day / 7, day % 7).await;
    }
    begins
}

/// The set-up of the default world.
pub async fn setup() -> String {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        addr: "127.0.0.1:0".parse().unwrap(),
        next_free: false,
        world: WorldKind::Default,
        push: None,
        manifest: None,
        starts_at: None,
        data: folder.path().to_owned(),
        fresh: false,
    };
    let sandbox = sandbox::start(options, Clock::real()).await.unwrap();
    let setup = sandbox.setup_toml();
    sandbox.stop().await;
    setup
}

fn at(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    day.and_hms_opt(hour, minute, 0).unwrap().and_utc()
}

impl Months<'_> {
    async fn passes(&mut self, day: NaiveDate, week: u64, weekday: u64) {
        self.clock_shows(at(day, 8, 30)).await;
        let mut time = at(day, 10, 0);
        for (referral, habit, deed) in self.todo.remove(&day).unwrap_or_default() {
            time += TimeDelta::minutes(11);
            self.app.clock.advance_to(time);
            self.does(referral, habit, deed, day).await;
        }
        // The last week has no new ones: they are what is there today.
        if week + 1 < WEEKS {
            for habit in HABITS.iter().filter(|one| one.refers(week, weekday)) {
                time += TimeDelta::minutes(17);
                self.app.clock.advance_to(time);
                self.refers(habit, day, week, weekday).await;
            }
        }
    }

    /// The clock does what is due.
    async fn clock_shows(&self, time: DateTime<Utc>) {
        self.app.clock.advance_to(time);
        jobs::cases::run(self.app, time).await.unwrap();
        jobs::deadlines::run(self.app, time).await.unwrap();
        jobs::reminders::run(self.app, time).await.unwrap();
        jobs::clocks::run(self.app, time).await.unwrap();
        jobs::clocks::run_if_morning(self.app, time).await.unwrap();
    }

    async fn chooses(&self, habit: &Habit, day: NaiveDate) {
        self.app.clock.advance_to(at(day, 8, 0));
        let inbound = self.scene.sent(habit.admin, new_form_id().to_string()).unwrap();
        let person = queries::person_of(&self.app.store.db, habit.admin).await.unwrap().unwrap();
        let partner = person.membership.unwrap().partner;
        let boards = habit.boards;
        let consent = Consent { boards, shout_outs: boards, shown_as: None };
        self.app.choose_consent(&inbound, partner, consent, Reply::Nothing).await.unwrap();
    }

    async fn refers(&mut self, habit: &'static Habit, day: NaiveDate, week: u64, weekday: u64) {
        let n = self.sent;
        self.sent += 1;
        let (first, second) = (FIRST[n % FIRST.len()], SECOND[n % SECOND.len()]);
        let company = format!("{first} {second}");
        let domain = format!("{}.example", company.to_lowercase().replace(' ', "-"));
        let lead = Lead {
            company: &company,
            domain: &domain,
            need: NEEDS[n % NEEDS.len()],
            contact: CONTACTS[n % CONTACTS.len()],
            relationship: Relationship::ALL[n % Relationship::ALL.len()],
            introduction: Introduction::ALL[n % Introduction::ALL.len()],
        };
        let who = habit.people[n % habit.people.len()];
        let referral = self.scene.refer(who, lead).await.unwrap().unwrap();
        for (days, deed) in fate(habit, habit.sent_before(week, weekday)) {
            self.todo.entry(business(day, days)).or_default().push((referral.id, habit, deed));
        }
    }

    async fn does(&self, referral: ReferralId, habit: &Habit, deed: Deed, day: NaiveDate) {
        let program = self.app.program();
        let n = usize::try_from(day.to_epoch_days()).unwrap();
        let sales = SALES[n % SALES.len()];
        let partner = habit.people[0];
        let mut words = Vec::new();
        let mut seal = |field: &'static str, text: &str| {
            let sealed = Sealed::new(text);
            let seal = sealed.seal.clone();
            words.push((field, sealed));
            seal
        };
        let (who, act) = match deed {
            Deed::Approve => {
                let owner = self.scene.person(sales).await.unwrap();
                (sales, Act::Approve(Approve { owner, note: None, reason: None }))
            }
            Deed::Ask => {
                (sales, Act::Ask(seal(input::QUESTION, "Who decides there, and until when?")))
            }
            Deed::Answer => {
                let answer = "The head of operations, before the summer.";
                (partner, Act::Answer(seal(input::ANSWER, answer)))
            }
            Deed::Reject => {
                let reasons = &program.rules.reject_reasons;
                let reason = reasons[n % reasons.len()].clone();
                let text = Some(seal(input::TEXT, "Thank you. They are too small for us today."));
                (sales, Act::Reject(Reject { reason, text, note: None }))
            }
            Deed::Move(stage) => {
                let next_step = Some(seal(input::NEXT, step(stage)));
                (sales, Act::Stage(Move::To { stage, next_step }))
            }
            Deed::Win => {
                let amount_minor = 900_000 + 150_000 * i64::try_from(n % 9).unwrap();
                let currency = "EUR".to_owned();
                (sales, Act::Stage(Move::Won { amount_minor, currency, on: day }))
            }
            Deed::Lose => {
                let reasons = &program.rules.lost_reasons;
                let reason = reasons[n % reasons.len()].clone();
                (sales, Act::Stage(Move::Lost { reason }))
            }
            Deed::Withdraw => (partner, Act::Withdraw),
        };
        assert!(self.scene.act(who, referral, act, words).await.unwrap(), "{day}");
    }
}

impl Habit {
    fn refers(&self, week: u64, weekday: u64) -> bool {
        week.is_multiple_of(self.each) && week < self.until && self.days.contains(&weekday)
    }

    fn sent_before(&self, week: u64, weekday: u64) -> u64 {
        let weeks = week / self.each * self.days.len() as u64;
        weeks + self.days.iter().filter(|day| **day < weekday).count() as u64
    }
}

/// So many days later, and not on a weekend.
fn business(day: NaiveDate, days: u64) -> NaiveDate {
    use chrono::{Datelike as _, Weekday};
    let mut later = day + Days::new(days);
    while matches!(later.weekday(), Weekday::Sat | Weekday::Sun) {
        later = later + Days::new(1);
    }
    later
}
