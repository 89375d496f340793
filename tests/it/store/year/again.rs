//! What has to come of a year, computed from its raw events by means of this file alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, TimeDelta, Utc, Weekday};
use serde_json::Value;

use super::raw::{Log, Raw, date, day, wall};
use super::{STEPS, WINDOW_DAYS};

/// An approval with which it went on, or which came to its end.
const STANDING: [&str; 5] = ["approved", "won", "lost", "expired", "released"];

/// A referral after some part of the log.
#[derive(Clone)]
struct One {
    partner: String,
    sent: DateTime<Utc>,
    /// As the last event that moves it says.
    status: String,
    since: DateTime<Utc>,
    stage: String,
    decided: Option<DateTime<Utc>>,
    expires: Option<DateTime<Utc>>,
    closed: Option<NaiveDate>,
}

impl One {
    fn stands(&self) -> bool {
        STANDING.contains(&self.status.as_str())
    }

    /// What a week's note compares.
    fn standing(&self) -> String {
        let far = self.status == "approved" && self.stage != "new";
        if far { self.stage.clone() } else { self.status.clone() }
    }

    fn take(&mut self, event: &Raw) {
        let time = |key: &str| event.body[key].as_str().unwrap().parse().unwrap();
        let status = match event.kind.as_str() {
            "approved" => {
                (self.decided, self.expires) = (Some(event.at), Some(time("expires")));
                "approved"
            }
            "rejected" => {
                self.decided = Some(event.at);
                "rejected"
            }
            "won" | "lost" => {
                self.closed = Some(date(event.body["on"].as_str().unwrap()));
                &event.kind
            }
            "question_asked" => "needs_info",
            "question_answered" => "submitted",
            "stage_moved" => {
                self.stage = event.body["stage"].as_str().unwrap().to_owned();
                return;
            }
            "withdrawn" | "lapsed" | "expired" | "released" | "reversed" => &event.kind,
            // These move nothing.
            "reminded" | "nurture_counted" | "grace_held" | "owner_changed" => return,
            other => panic!("the year knows no {other}"),
        };
        (self.status, self.since) = (status.to_owned(), event.at);
    }
}

fn sent(event: &Raw) -> One {
    One {
        partner: event.body["partner"].as_str().unwrap().to_owned(),
        sent: event.at,
        status: "submitted".to_owned(),
        since: event.at,
        stage: "new".to_owned(),
        decided: None,
        expires: None,
        closed: None,
    }
}

/// All referrals after these events.
fn after<'a>(events: impl Iterator<Item = &'a Raw>) -> BTreeMap<String, One> {
    let mut all: BTreeMap<String, One> = BTreeMap::new();
    for event in events {
        if event.kind == "submitted" {
            all.insert(event.stream.clone(), sent(event));
        } else if let Some(one) = all.get_mut(&event.stream) {
            one.take(event);
        }
    }
    all
}

/// A period, by its first day and the first that does not belong to it.
pub struct Bounds {
    first: NaiveDate,
    end: NaiveDate,
}

pub fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap()
}

impl Bounds {
    /// `2027-03`, `2027-q1`.
    fn named(name: &str) -> Self {
        let (year, part) = name.split_once('-').unwrap();
        let (month, months) = match part.strip_prefix('q') {
            Some(quarter) => (quarter.parse::<u32>().unwrap() * 3 - 2, 3),
            None => (part.parse().unwrap(), 1),
        };
        let first = NaiveDate::from_ymd_opt(year.parse().unwrap(), month, 1).unwrap();
        Self { first, end: first + Months::new(months) }
    }

    /// The month before the one in which the day lies.
    pub fn before(of: NaiveDate, begins: impl Fn(NaiveDate) -> NaiveDate) -> Self {
        let end = begins(of);
        Self { first: end - Months::new(1), end }
    }

    fn earlier(&self) -> Self {
        let months = if self.first + Months::new(1) == self.end { 1 } else { 3 };
        Self { first: self.first - Months::new(months), end: self.first }
    }

    fn has(&self, day: NaiveDate) -> bool {
        self.first <= day && day < self.end
    }

    fn has_time(&self, at: Option<DateTime<Utc>>) -> bool {
        at.is_some_and(|at| self.has(day(at)))
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub approved: u64,
    before: u64,
    won: u64,
    lost: u64,
    expired: u64,
}

impl Tally {
    pub fn read(count: &Value) -> Self {
        let n = |key: &str| count[key].as_u64().unwrap_or_default();
        Self {
            approved: n("approved"),
            before: n("before"),
            won: n("won"),
            lost: n("lost"),
            expired: n("expired"),
        }
    }
}

/// What a board of the period has to be made of, by partner, when it is taken at `seq`.
pub fn tallies(log: &Log, seq: i64, period: &str) -> BTreeMap<String, Tally> {
    let bounds = Bounds::named(period);
    let earlier = bounds.earlier();
    let mut all: BTreeMap<String, Tally> = BTreeMap::new();
    for one in after(log.before(seq)).into_values() {
        let tally = all.entry(one.partner.clone()).or_default();
        let in_it = |closed: Option<NaiveDate>| closed.is_some_and(|on| bounds.has(on));
        tally.approved += u64::from(one.stands() && bounds.has_time(one.decided));
        tally.before += u64::from(one.stands() && earlier.has_time(one.decided));
        tally.won += u64::from(one.status == "won" && in_it(one.closed));
        tally.lost += u64::from(one.status == "lost" && in_it(one.closed));
        tally.expired += u64::from(one.status == "expired" && bounds.has(day(one.since)));
    }
    all.retain(|_, tally| *tally != Tally::default());
    all
}

/// 1, 2, 2, 4: whoever has as many shares a rank, and the next one is as far down as there are before.
/// Without an approval there is none; equal ones by name.
pub fn ranked<'a>(all: impl Iterator<Item = (&'a str, u64)>) -> Vec<(usize, &'a str, u64)> {
    let mut all: Vec<(&str, u64)> = all.filter(|(_, n)| *n > 0).collect();
    all.sort_by(|(a, n), (b, m)| m.cmp(n).then(a.cmp(b)));
    let rank = |n: u64| 1 + all.iter().filter(|(_, other)| *other > n).count();
    all.iter().map(|(name, n)| (rank(*n), *name, *n)).collect()
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    pub on: NaiveDate,
    pub partner: String,
    pub kind: String,
    pub tier: String,
}

/// A partner on its way up and down.
#[derive(Default)]
struct Climber {
    tier: usize,
    /// The last day of the quarter at whose end it falls.
    warned: Option<NaiveDate>,
}

/// The last day of a date's quarter.
fn quarter_end(of: NaiveDate) -> NaiveDate {
    let first = of.with_day(1).unwrap().with_month(of.month0() / 3 * 3 + 1).unwrap();
    first + Months::new(3) - Days::new(1)
}

struct Climbing {
    referrals: BTreeMap<String, One>,
    climbers: BTreeMap<String, Climber>,
    steps: Vec<Step>,
}

impl Climbing {
    fn count(&self, partner: &str, on: NaiveDate) -> usize {
        let own = self.referrals.values().filter(|one| one.partner == partner && one.stands());
        let days = own.filter_map(|one| one.decided).map(day);
        days.filter(|day| (on - *day).num_days() <= WINDOW_DAYS && *day <= on).count()
    }

    fn step(&mut self, on: NaiveDate, partner: &str, kind: &str, tier: usize) {
        let tier = STEPS[tier].0.to_owned();
        self.steps.push(Step { on, partner: partner.to_owned(), kind: kind.to_owned(), tier });
    }

    fn rise(&mut self, partner: &str, on: NaiveDate) {
        let n = self.count(partner, on);
        let reached = STEPS.iter().rposition(|(_, from)| *from <= n).unwrap();
        if reached > self.climbers[partner].tier {
            self.climbers.insert(partner.to_owned(), Climber { tier: reached, warned: None });
            self.step(on, partner, "tier_promoted", reached);
        }
    }

    /// Every day at nine.
    fn morning(&mut self, partner: &str, today: NaiveDate) {
        let Climber { tier, warned } = self.climbers[partner];
        if let Some(through) = warned.filter(|through| today > *through) {
            let enough = |on| self.count(partner, on) >= STEPS[tier].1;
            let stays = enough(through) || enough(today);
            let (kind, now) = if stays { ("tier_kept", tier) } else { ("tier_demoted", tier - 1) };
            self.climbers.insert(partner.to_owned(), Climber { tier: now, warned: None });
            self.step(today, partner, kind, now);
        }
        self.rise(partner, today);
        let Climber { tier, warned } = self.climbers[partner];
        let through = quarter_end(today);
        let in_time = (14..=30).contains(&(through - today).num_days());
        if in_time && warned.is_none() && tier > 0 && self.count(partner, through) < STEPS[tier].1 {
            self.climbers.insert(partner.to_owned(), Climber { tier, warned: Some(through) });
            self.step(today, partner, "tier_warned", tier);
        }
    }
}

/// Everything that happens to tiers.
pub fn climbed(log: &Log) -> Vec<Step> {
    let partners: Vec<String> = log.names().keys().cloned().collect();
    let climbers = partners.iter().map(|id| (id.clone(), Climber::default())).collect();
    let mut year = Climbing { referrals: BTreeMap::new(), climbers, steps: Vec::new() };
    // The clock looks at them five minutes after nine.
    for_each_morning(log, (9, 5), |events, today| {
        for event in events {
            if event.kind == "submitted" {
                year.referrals.insert(event.stream.clone(), sent(event));
            } else if let Some(one) = year.referrals.get_mut(&event.stream) {
                one.take(event);
                let partner = one.partner.clone();
                if event.kind == "approved" {
                    year.rise(&partner, event.day());
                }
            }
        }
        partners.iter().for_each(|partner| year.morning(partner, today));
    });
    year.steps
}

/// What has happened until this time of each day since the day before, and the date.
fn for_each_morning(log: &Log, time: (u32, u32), mut each: impl FnMut(&[&Raw], NaiveDate)) {
    let all: Vec<&Raw> = log.all().collect();
    let (first, last) = (all[0].day(), all[all.len() - 1].day());
    let mut from = 0;
    for today in first.iter_days().take_while(|day| *day <= last) {
        let until = wall(today, time.0, time.1);
        let to = from + all[from..].iter().take_while(|one| one.at < until).count();
        each(&all[from..to], today);
        from = to;
    }
}

pub fn is_business(day: &NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Who has to be nudged, and when.
pub fn nudged(log: &Log) -> BTreeSet<(NaiveDate, String)> {
    let joined = log.of_kind("partner_added").map(|one| (one.stream.clone(), one.day()));
    let joined: BTreeMap<String, NaiveDate> = joined.collect();
    // The first one waits for a person's word, which comes on the same morning.
    let began = log.of_kind("notes_started").find(|one| one.about() == "nudge").unwrap().day();
    let mut tiers: BTreeMap<String, String> = BTreeMap::new();
    let mut referrals: BTreeMap<String, One> = BTreeMap::new();
    let mut last_nudge: BTreeMap<String, NaiveDate> = BTreeMap::new();
    let mut found = BTreeSet::new();
    // After what the same morning has brought to tiers, and before anybody is at work.
    for_each_morning(log, (9, 59), |events, today| {
        for event in events {
            if matches!(event.kind.as_str(), "tier_promoted" | "tier_demoted") {
                let tier = event.body["tier"].as_str().unwrap().to_owned();
                tiers.insert(event.stream.clone(), tier);
            }
            if event.kind == "submitted" {
                referrals.insert(event.stream.clone(), sent(event));
            } else if let Some(one) = referrals.get_mut(&event.stream) {
                one.take(event);
            }
        }
        if today < began || !is_business(&today) {
            return;
        }
        for (partner, joined) in &joined {
            let own = || referrals.values().filter(|one| one.partner == *partner);
            let last = own().map(|one| day(one.sent)).max();
            let idle = (today - last.unwrap_or(*joined)).num_days() >= 45;
            let rested = last_nudge.get(partner).is_none_or(|nudge| {
                last.is_some_and(|last| last > *nudge) && (today - *nudge).num_days() >= 14
            });
            let waits = own().any(|one| one.status == "needs_info");
            let won = own().any(|one| one.status == "won");
            // What is above the highest tier is no reason.
            let reason = won || tiers.get(partner).is_none_or(|tier| tier != STEPS[2].0);
            if idle && rested && !waits && reason {
                last_nudge.insert(partner.clone(), today);
                found.insert((today, partner.clone()));
            }
        }
    });
    found
}

pub fn told(round: &Raw) -> BTreeSet<&str> {
    round.body["to"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect()
}

/// What a week's note counts: what waits, what moved, what ends soon.
pub type Week = (usize, usize, usize);

/// What is told in a week's round, by partner.
pub fn weeks(log: &Log, round: &Raw) -> BTreeMap<String, Week> {
    // The round of a Monday, said on it at nine: there are no holidays.
    let until = wall(round.day(), 9, 0);
    let from = wall(round.day() - Days::new(7), 9, 0);
    let mut firsts: BTreeMap<&str, &Raw> = BTreeMap::new();
    let mut then: BTreeMap<&str, One> = BTreeMap::new();
    let mut at_nine: BTreeMap<&str, One> = BTreeMap::new();
    for event in log.before(round.seq).filter(|one| one.at < until) {
        let id = event.stream.as_str();
        if event.kind == "submitted" {
            firsts.insert(id, event);
            then.insert(id, sent(event));
            at_nine.insert(id, sent(event));
        } else if firsts.contains_key(id) {
            at_nine.get_mut(id).unwrap().take(event);
            if event.at < from {
                then.get_mut(id).unwrap().take(event);
            }
        }
    }
    let mut all: BTreeMap<String, Week> = BTreeMap::new();
    for (id, one) in &at_nine {
        let moved = one.standing() != then[id].standing();
        all.entry(one.partner.clone()).or_default().1 += usize::from(moved);
    }
    let soon = round.at + TimeDelta::days(14);
    for one in after(log.before(round.seq)).into_values() {
        let week = all.entry(one.partner.clone()).or_default();
        week.0 += usize::from(one.status == "needs_info");
        let ends = one.status == "approved" && one.expires.is_some_and(|at| at <= soon);
        week.2 += usize::from(ends);
    }
    all.retain(|_, week| *week != (0, 0, 0));
    all
}

/// How many were sent, approved and won in a month, by partner, as it stood at `seq`; whom nothing of it
/// concerns is not there.
pub fn months(log: &Log, seq: i64, month: &Bounds) -> BTreeMap<String, (u64, u64, u64)> {
    let mut all: BTreeMap<String, (u64, u64, u64, u64)> = BTreeMap::new();
    for one in after(log.before(seq)).into_values() {
        let (sent, approved, won, decided) = all.entry(one.partner.clone()).or_default();
        *sent += u64::from(month.has(day(one.sent)));
        *approved += u64::from(one.stands() && month.has_time(one.decided));
        let closed = one.closed.is_some_and(|on| month.has(on));
        *won += u64::from(one.status == "won" && closed);
        *decided += u64::from(month.has_time(one.decided));
    }
    all.retain(|_, counts| *counts != (0, 0, 0, 0));
    all.into_iter().map(|(id, (sent, approved, won, _))| (id, (sent, approved, won))).collect()
}
