//! What a report reads of a period is what the log says, told once more event by event.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use vouch::app::execute::{Act, Outcome};
use vouch::app::{App, report as whole};
use vouch::domain::board::period::{Period, Span};
use vouch::domain::case::{Case, Outcome as Ending, Phase};
use vouch::domain::feedback::{Score, Trend};
use vouch::domain::ids::{PartnerId, PersonId, ReferralId};
use vouch::domain::measure::Share;
use vouch::domain::measure::report::{Contest, Counts, Joined, Sent, Tally};
use vouch::domain::outcome::{Event, PersonEvent, ReferralEvent};
use vouch::domain::referral::{Approve, FirstDecision, Status};
use vouch::store::project::Stream;
use vouch::store::report::{self, Place};
use vouch::store::{history, measures, queries};

use super::replay::{Story, app_of};
use super::{Room, on_each};

const MEMBER: &str = "slack:T2:U3";
const OF_SOUTH: &str = "slack:T3:U4";
const SALES: &str = "slack:T1:U1";

fn at(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

/// Everything a report rests on, from the log alone.
struct Told {
    sent: Vec<(ReferralId, PartnerId, Sent)>,
    joined: Vec<(PartnerId, DateTime<Utc>)>,
    contests: Vec<Contest>,
    cases: Vec<Case>,
    /// What was said last by each person in each month.
    feedback: Vec<(PersonId, Period, Score)>,
}

/// `trial` are the codes of partners that are said to be on trial past the log.
async fn told(room: &Room, trial: &[&str]) -> Told {
    // The first decision that was not taken back, by referral.
    let mut decided: BTreeMap<ReferralId, FirstDecision> = BTreeMap::new();
    // When it is due, and since when the clock stands.
    let mut clocks: BTreeMap<ReferralId, (DateTime<Utc>, Option<DateTime<Utc>>)> = BTreeMap::new();
    // What is in review, and what was approved although it was.
    let (mut reviewed, mut all_the_same) = (BTreeSet::new(), BTreeSet::new());
    let mut feedback: BTreeMap<(PersonId, Period), (PartnerId, Score)> = BTreeMap::new();
    let known = history::walk(&room.store.db, None, |_, stream, event, row| {
        if let (
            Stream::Person(person),
            Event::Person(PersonEvent::FeedbackGiven { partner, month, score, .. }),
        ) = (stream, event)
        {
            feedback.insert((*person, *month), (*partner, *score));
        }
        let (Stream::Referral(id), Event::Referral(event)) = (stream, event) else { return };
        let at = DateTime::from_timestamp_micros(row.at_us).unwrap();
        if matches!(event, ReferralEvent::DecisionUndone { .. }) {
            decided.remove(id);
            // It runs again, but for one that is in review again.
            let in_review = reviewed.contains(id) | all_the_same.remove(id);
            if !in_review {
                clocks.get_mut(id).unwrap().1 = None;
            }
        }
        let stops = match event {
            ReferralEvent::QuestionAsked { .. }
            | ReferralEvent::ReviewBegan { .. }
            | ReferralEvent::GraceHeld { .. }
            | ReferralEvent::OffLimitsFound
            | ReferralEvent::AccountFound { .. } => true,
            ReferralEvent::MatchFound { against } => !against.is_empty(),
            _ => false,
        };
        if stops && !matches!(event, ReferralEvent::QuestionAsked { .. }) {
            reviewed.insert(*id);
        }
        if stops && !decided.contains_key(id) {
            clocks.get_mut(id).unwrap().1.get_or_insert(at);
        }
        match event {
            ReferralEvent::Submitted(sent) => drop(clocks.insert(*id, (sent.due, None))),
            ReferralEvent::QuestionAnswered { due: Some(due), .. }
            | ReferralEvent::MatchCleared { due: Some(due), .. } => {
                clocks.insert(*id, (*due, None));
            }
            _ => {}
        }
        if matches!(event, ReferralEvent::MatchCleared { .. }) {
            reviewed.remove(id);
        }
        if let ReferralEvent::Approved { reason, .. } = event {
            reviewed.remove(id);
            all_the_same.remove(id);
            all_the_same.extend(reason.is_some().then_some(*id));
        }
        let is_decision = matches!(
            event,
            ReferralEvent::Approved { .. }
                | ReferralEvent::Rejected { .. }
                | ReferralEvent::AwardedByCase { .. }
                | ReferralEvent::OverruledByCase { .. }
                | ReferralEvent::ReleasedByCase { .. }
                | ReferralEvent::MergedByCase { .. }
        );
        if is_decision {
            let (due, stopped) = clocks[id];
            let in_time = stopped.unwrap_or(at) <= due;
            decided.entry(*id).or_insert(FirstDecision { at, in_time });
        }
    });
    let known = known.await.unwrap();
    let on_trial = |id: &PartnerId| {
        let partner = &known.partners[id];
        partner.test || trial.contains(&partner.code.to_string().as_str())
    };
    let ended = |case: &&Case| {
        let outcome = case.decided.as_ref().map(|decided| decided.ruling.outcome);
        case.phase == Phase::Final && outcome == Some(Ending::Void)
    };
    let void: BTreeSet<ReferralId> = known
        .cases
        .values()
        .filter(ended)
        .flat_map(|case| case.parties.iter().map(|party| party.referral))
        .collect();
    let mut sent: Vec<_> = known
        .referrals
        .values()
        .map(|one| {
            let sent = Sent {
                status: one.status,
                test: on_trial(&one.partner()),
                void: void.contains(&one.id),
                submitted_at: one.submitted_at,
                opened_at: None,
                first_decision: decided.get(&one.id).copied(),
                ruled: !one.ruled.is_empty(),
                updated_at: one.updated_at,
            };
            (one.id, one.partner(), sent)
        })
        .collect();
    sent.sort_by_key(|(id, _, one)| (one.submitted_at, id.to_string()));
    let partners = known.partners.values().filter(|one| !on_trial(&one.id));
    let contests = known
        .cases
        .values()
        .filter(|case| !case.parties.iter().all(|party| on_trial(&party.partner)));
    Told {
        cases: known.cases.values().cloned().collect(),
        feedback: feedback
            .into_iter()
            .filter(|(_, (partner, _))| known.partners.get(partner).is_none_or(|one| !one.test))
            .map(|((person, month), (_, score))| (person, month, score))
            .collect(),
        sent,
        // Who goes on as another joined as that one.
        joined: partners
            .filter(|one| one.merged_into.is_none())
            .map(|one| (one.id, one.added_at))
            .collect(),
        contests: contests
            .map(|case| {
                let first = case.appealed.as_ref().or(case.decided.as_ref());
                let outcome = case.decided.as_ref().map(|decided| decided.ruling.outcome);
                Contest {
                    opened_at: case.opened_at,
                    decided: first.map(|first| first.at).zip(outcome),
                }
            })
            .collect(),
    }
}

impl Told {
    fn trend(&self, through: Period) -> Trend {
        let mut trend = Trend::through(through);
        let people: BTreeSet<PersonId> = self.feedback.iter().map(|(who, ..)| *who).collect();
        for person in people {
            let own = self.feedback.iter().filter(|(who, ..)| *who == person);
            trend.count(own.map(|(_, month, score)| (*month, *score)));
        }
        trend
    }

    fn joined(&self, within: impl Fn(DateTime<Utc>) -> bool) -> Vec<Joined> {
        let first = |partner: &PartnerId| {
            let own = self.sent.iter().filter(|(_, of, _)| of == partner);
            let valid = own.filter(|(_, _, one)| one.counts() == Counts::Valid);
            valid.map(|(_, _, one)| one.submitted_at).min()
        };
        let all = self.joined.iter().filter(|(_, added_at)| within(*added_at));
        let mut all: Vec<Joined> = all
            .map(|(id, added_at)| Joined { added_at: *added_at, first_sent: first(id) })
            .collect();
        all.sort_by_key(|one| (one.added_at, one.first_sent));
        all
    }
}

/// Read in pages of any size the referrals are those of the log; and so is every year's report.
pub async fn agrees(room: &Room, app: &App, trial: &[&str]) {
    let (db, told) = (&room.store.db, told(room, trial).await);
    let (begin, end) = (DateTime::<Utc>::UNIX_EPOCH, DateTime::<Utc>::MAX_UTC);
    let around = report::around(db, begin, end).await.unwrap();
    for page in [1_000, 7] {
        let (mut place, mut read) = (Place::before(begin, end).in_pages_of(page), Vec::new());
        loop {
            let next = report::next(db, &mut place, &around).await.unwrap();
            if next.is_empty() {
                break;
            }
            read.extend(next.into_iter().map(|one| Sent { opened_at: None, ..one }));
        }
        let expected: Vec<&Sent> = told.sent.iter().map(|(_, _, one)| one).collect();
        assert_eq!(read.iter().collect::<Vec<_>>(), expected, "on {:?}", room.database.kind);
    }
    let program = app.program();
    let calendar = &program.rules.calendar;
    let Some((_, _, first)) = told.sent.first() else { return };
    let mut year = Period::with(Span::Year, calendar.local_date(first.submitted_at));
    let now = app.now();
    while year.bounds(calendar).0 <= now {
        let (from, to) = year.bounds(calendar);
        let within = |at: DateTime<Utc>| from <= at && at < to;
        let mut tally = Tally::begin(calendar, now);
        let sent = told.sent.iter().map(|(_, _, one)| one);
        sent.filter(|one| within(one.submitted_at)).for_each(|one| tally.take(one));
        let contests: Vec<Contest> =
            told.contests.iter().filter(|one| within(one.opened_at)).copied().collect();
        let beside = (
            measures::why_answered(db, from, to).await.unwrap(),
            measures::cases_late(db, now).await.unwrap(),
            told.trend(year),
        );
        let expected = tally.end(year, now, (&told.joined(within), &contests), beside);
        let mut found = whole::of(db, calendar, year, now).await.unwrap();
        // The log does not know when a form was opened.
        found.numbers.seconds_to_register = None;
        assert_eq!(found, expected, "{year} on {:?}", room.database.kind);
        year = year.next();
    }
    reviews_agree(room, app, &told).await;
}

/// What each partner reads of each of its quarters is what the log says of it, and all of them together
/// are the report's.
async fn reviews_agree(room: &Room, app: &App, told: &Told) {
    let (program, now) = (app.program(), app.now());
    let calendar = &program.rules.calendar;
    let partners = queries::partners(&room.store.db).await.unwrap();
    let (first, last) = (&told.sent[0].2, &told.sent[told.sent.len() - 1].2);
    let quarter = |one: &Sent| Period::with(Span::Quarter, calendar.local_date(one.submitted_at));
    let (mut period, end) = (quarter(first), quarter(last).next());
    while period <= end {
        let (from, to) = period.bounds(calendar);
        let within = |at: DateTime<Utc>| from <= at && at < to;
        let mut all = 0;
        for partner in &partners {
            let pack = app.pack(partner, period).await.unwrap();
            let mut tally = Tally::begin(calendar, now);
            let own = told.sent.iter().filter(|(_, of, _)| *of == partner.id);
            let own: Vec<_> = own.filter(|(_, _, one)| within(one.submitted_at)).collect();
            own.iter().for_each(|(_, _, one)| tally.take(one));
            let nothing = (Share::default(), 0, Trend::through(period));
            let expected = tally.end(period, now, (&[], &[]), nothing);
            let mut found = pack.this.clone();
            found.numbers.seconds_to_register = None;
            assert_eq!(found, expected, "{} in {period}", partner.code);
            // By hand, without anything that counts.
            let ids: Vec<_> = own.iter().map(|(id, _, _)| *id).collect();
            let sent: Vec<_> = pack.sent.iter().map(|one| one.item.referral.id).collect();
            assert_eq!(sent, ids, "{} in {period}", partner.code);
            let won = own
                .iter()
                .filter(|(_, _, one)| one.status == Status::Won && one.counts() == Counts::Valid);
            assert_eq!(pack.this.sums.won, won.count() as u64, "{} in {period}", partner.code);
            let cases = told.cases.iter().filter(|case| within(case.opened_at));
            let of_own =
                cases.flat_map(|case| case.present().filter(|one| one.partner == partner.id));
            assert_eq!(pack.reviews.len(), of_own.count(), "{} in {period}", partner.code);
            all += pack.this.sums.sent;
        }
        let report = whole::of(&room.store.db, calendar, period, now).await.unwrap();
        assert_eq!(all, report.sums.sent, "{period}");
        period = period.next();
    }
}

#[tokio::test]
async fn a_report_is_what_the_log_says_without_trial_partners_and_void_cases() {
    on_each(async |room| {
        let app = app_of(room);
        room.clock.set(at("2027-03-01T09:00:00Z"));
        let mut story = Story::begin(&app, 11).await;
        let (north, south) = (story.partner("NOR").await, story.partner("SOU").await);
        for nth in 0..5 {
            story.refers_to(&format!("north{nth}.example"), north, MEMBER, false).await;
        }
        story.refers_to("south.example", south, OF_SOUTH, false).await;
        let all = story.latest(10).await;
        let named = |number: &str| all.iter().find(|one| one.number().to_string() == number);
        for number in ["NOR-1", "NOR-2"] {
            let approve = Approve { owner: story.sales[0], note: None, reason: None };
            let inbound = story.inbound(SALES, String::new());
            let referral = named(number).expect("it was sent");
            let done = app.act_on(&inbound, referral, Act::Approve(approve), Vec::new()).await;
            assert!(matches!(done.unwrap(), Outcome::Answered(_)), "{number}");
        }
        let withdraws = story.inbound(MEMBER, String::new());
        let third = named("NOR-3").expect("it was sent");
        app.act_on(&withdraws, third, Act::Withdraw, Vec::new()).await.unwrap();
        agrees(room, &app, &[]).await;

        let march = "2027-03".parse().unwrap();
        let report = app.report(march).await.unwrap();
        let sums = report.sums;
        assert_eq!((sums.sent, sums.valid, sums.withdrawn), (6, 5, 1));
        assert_eq!((sums.approved, sums.open), (2, 5));
        assert!(report.is_running && report.is_maturing());
        let february = app.report("2027-02".parse().unwrap()).await.unwrap();
        assert_eq!(february.sums, Default::default());
        assert!(!february.is_running);

        room.by_hand("update partner set test = true where code = 'SOU'").await.unwrap();
        agrees(room, &app, &["SOU"]).await;
        assert_eq!(app.report(march).await.unwrap().sums.sent, 5);
        assert_eq!(app.report(march).await.unwrap().partners.joined, 1);
    })
    .await;
}
