//! The check data of the written rules, what counts and what does not, and all of it once more by
//! hand over referrals made by chance.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::America::New_York;
use proptest::prelude::*;

use super::*;

fn at(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

fn calendar() -> Calendar {
    Calendar::usual(New_York)
}

fn sent(status: Status) -> Sent {
    let decided = !status.is_undecided() && status != Status::Withdrawn;
    Sent {
        status,
        test: false,
        void: false,
        submitted_at: at("2026-03-06T21:00:00Z"),
        opened_at: None,
        first_decision: decided
            .then(|| FirstDecision { at: at("2026-03-10T14:00:00Z"), in_time: true }),
        ruled: false,
        updated_at: at("2026-03-10T14:00:00Z"),
    }
}

fn report(all: &[Sent], joined: &[Joined], contests: &[Contest], now: &str) -> Report {
    let calendar = calendar();
    let mut tally = Tally::begin(&calendar, at(now));
    all.iter().for_each(|one| tally.take(one));
    let quarter = "2026-q1".parse().unwrap();
    tally.end(quarter, at(now), (joined, contests), (Share::default(), 0, Trend::through(quarter)))
}

/// What came to so many referrals.
fn cohort(of: &[(Status, usize)]) -> Vec<Sent> {
    of.iter().flat_map(|(status, n)| vec![sent(*status); *n]).collect()
}

#[test]
fn the_check_data_gives_the_written_figures() {
    let all = cohort(&[
        (Status::Merged, 4),
        (Status::Withdrawn, 1),
        (Status::Rejected, 7),
        (Status::Won, 9),
        (Status::Lost, 11),
        (Status::Expired, 3),
        (Status::Approved, 5),
    ]);
    let report = report(&all, &[], &[], "2026-07-01T12:00:00Z");
    let sums = report.sums;
    assert_eq!((sums.sent, sums.merged, sums.withdrawn, sums.valid), (40, 4, 1, 35));
    assert_eq!((sums.approved, sums.rejected), (28, 7));
    assert_eq!((sums.won, sums.lost, sums.expired, sums.open), (9, 11, 3, 5));
    let shares = [report.won_of_valid(), report.won_of_approved(), report.win_rate()];
    assert_eq!(shares.map(Share::hundredths), [Some(2_571), Some(3_214), Some(3_913)]);
    assert_eq!(shares.map(|share| share.of), [35, 28, 23]);
    assert!(report.is_maturing(), "five are open");

    // As a clock of the programme reads it: the last one joined in winter and sent in summer.
    let joined = [2, 5, 9, 14, 30, 61, 120].map(|days| {
        let added_at = at("2026-01-10T03:30:00Z");
        Joined { added_at, first_sent: Some(added_at + TimeDelta::days(days)) }
    });
    let first = Partners::of(&joined, &calendar(), at("2026-07-01T12:00:00Z")).first;
    assert_eq!(first, Some(Spread { n: 7, half: 14, most: 120 }));
}

#[test]
fn what_counts_and_what_it_counts_as() {
    let test = |status| Sent { test: true, ..sent(status) };
    let void = |status| Sent { void: true, ..sent(status) };
    let decided =
        |status| Sent { first_decision: sent(Status::Approved).first_decision, ..sent(status) };
    let ruled = |status| Sent { ruled: true, ..sent(status) };
    #[rustfmt::skip]
    let table = [
        // what                           referral                     counts             approved  open
        ("waits",                         sent(Status::Submitted),     Counts::Valid,     false,    true),
        ("in review",                     sent(Status::InConflict),    Counts::Valid,     false,    true),
        ("asked",                         sent(Status::NeedsInfo),     Counts::Valid,     false,    true),
        ("nobody answered",               sent(Status::Lapsed),        Counts::Valid,     false,    false),
        ("rejected",                      sent(Status::Rejected),      Counts::Valid,     false,    false),
        ("rejected by a void case",       void(Status::Rejected),      Counts::Void,      false,    false),
        ("awarded after a void case",     void(Status::Approved),      Counts::Valid,     true,     true),
        ("approved",                      sent(Status::Approved),      Counts::Valid,     true,     true),
        ("released",                      sent(Status::Released),      Counts::Valid,     true,     false),
        ("given to somebody else",        ruled(Status::Released),     Counts::Valid,     false,    false),
        ("awarded by a case",             ruled(Status::Approved),     Counts::Valid,     true,     true),
        ("expired",                       sent(Status::Expired),       Counts::Valid,     true,     false),
        ("won",                           sent(Status::Won),           Counts::Valid,     true,     false),
        ("lost",                          sent(Status::Lost),          Counts::Valid,     true,     false),
        ("won and taken back",            sent(Status::Reversed),      Counts::Valid,     true,     false),
        ("the same as another",           sent(Status::Merged),        Counts::Merged,    false,    false),
        ("withdrawn before a decision",   sent(Status::Withdrawn),     Counts::Withdrawn, false,    false),
        ("withdrawn after it",            decided(Status::Withdrawn),  Counts::Valid,     true,     false),
        ("a trial partner's",             test(Status::Won),           Counts::Test,      false,    false),
        ("a trial partner's, void",       test(Status::Merged),        Counts::Test,      false,    false),
    ];
    for (what, one, counts, approved, open) in table {
        assert_eq!(one.counts(), counts, "{what}");
        let sums = report(&[one], &[], &[], "2026-07-01T12:00:00Z").sums;
        let flag = |n: u64| n == 1;
        assert_eq!((flag(sums.approved), flag(sums.open)), (approved, open), "{what}");
        assert_eq!(flag(sums.sent), counts != Counts::Test, "{what}");
        assert_eq!(sums.sent, sums.valid + sums.merged + sums.withdrawn + sums.void, "{what}");
    }
}

#[test]
fn response_is_business_time_to_the_first_decision() {
    let friday = "2026-03-06T21:00:00Z"; // 16:00 in New York
    #[rustfmt::skip]
    let table = [
        // submitted              decided                       minutes
        (friday,                  Some("2026-03-10T20:00:00Z"), Some(960)),
        (friday,                  Some("2026-03-10T20:00:01Z"), Some(960)),
        // The clocks go forward on the Sunday between.
        (friday,                  Some("2026-03-09T13:30:00Z"), Some(90)),
        ("2026-03-07T12:00:00Z",  Some("2026-03-08T12:00:00Z"), Some(0)),
        (friday,                  None,                         None),
    ];
    for (submitted, decided, minutes) in table {
        let first_decision = decided.map(|then| FirstDecision { at: at(then), in_time: false });
        let times = Sent { submitted_at: at(submitted), first_decision, ..sent(Status::Approved) };
        assert_eq!(times.minutes_to_decision(&calendar()), minutes, "{decided:?}");
        assert_eq!(times.in_time(), decided.map(|_| false), "{decided:?}");
    }
}

#[test]
fn news_are_fresh_for_fourteen_dates() {
    let now = "2026-03-20T15:00:00Z";
    #[rustfmt::skip]
    let table = [
        // updated                    fresh
        ("2026-03-20T15:00:00Z",      1),
        ("2026-03-06T05:00:00Z",      1), // the first minute of 6 March in New York
        ("2026-03-06T04:59:59Z",      0),
    ];
    for (updated, part) in table {
        let one = Sent { updated_at: at(updated), ..sent(Status::Approved) };
        let ended = Sent { updated_at: at(updated), ..sent(Status::Won) };
        let fresh = report(&[one, ended], &[], &[], now).numbers.fresh;
        assert_eq!(fresh, Share { part, of: 1 }, "{updated}");
    }
}

#[test]
fn a_partner_counts_for_activation_from_its_ninetieth_day_on() {
    let added_at = at("2026-01-10T15:00:00Z");
    let after = |days| Some(added_at + TimeDelta::days(days));
    #[rustfmt::skip]
    let table = [
        // looked at                 first sent   active                      young
        ("2026-04-09T15:00:00Z",     after(1),    Share { part: 0, of: 0 },   1),
        ("2026-04-10T05:00:00Z",     after(1),    Share { part: 1, of: 1 },   0),
        ("2026-04-20T15:00:00Z",     after(90),   Share { part: 1, of: 1 },   0),
        ("2026-04-20T15:00:00Z",     after(91),   Share { part: 0, of: 1 },   0),
        ("2026-04-20T15:00:00Z",     None,        Share { part: 0, of: 1 },   0),
    ];
    for (now, first_sent, active, young) in table {
        let joined = [Joined { added_at, first_sent }];
        let partners = Partners::of(&joined, &calendar(), at(now));
        assert_eq!((partners.active, partners.young), (active, young), "{now} {first_sent:?}");
    }
}

#[test]
fn cases_are_told_with_their_days_and_what_was_upheld() {
    let opened_at = at("2026-03-10T14:00:00Z");
    let decided = |days, outcome| Contest {
        opened_at,
        decided: Some((opened_at + TimeDelta::days(days), outcome)),
    };
    let all = [
        decided(4, Outcome::UpholdFirst),
        decided(9, Outcome::AwardOther),
        decided(2, Outcome::Void),
        Contest { opened_at, decided: None },
    ];
    let conflict = Conflict::of(&all, 35, &calendar());
    assert_eq!(conflict.cases, Share { part: 4, of: 35 });
    assert_eq!(conflict.days, Some(Spread { n: 3, half: 4, most: 9 }));
    assert_eq!(conflict.upheld, Share { part: 1, of: 3 });
}

#[test]
fn nothing_gives_no_figure_and_what_is_over_and_done_stays() {
    let nothing = report(&[], &[], &[], "2026-07-01T12:00:00Z");
    let shares = [nothing.won_of_valid(), nothing.won_of_approved(), nothing.win_rate()];
    assert_eq!(shares.map(Share::hundredths), [None; 3]);
    assert_eq!(
        (nothing.response, nothing.partners.first, nothing.conflict.days),
        (None, None, None)
    );
    assert!(!nothing.is_maturing());
    // The quarter ends with the last of March in New York.
    assert!(report(&[], &[], &[], "2026-04-01T03:59:59Z").is_maturing());
    assert!(!report(&[], &[], &[], "2026-04-01T04:00:00Z").is_maturing());
    let old = [Joined { added_at: at("2026-01-10T15:00:00Z"), first_sent: None }];
    assert!(!report(&cohort(&[(Status::Won, 2)]), &old, &[], "2026-07-01T12:00:00Z").is_maturing());
    assert!(
        report(&cohort(&[(Status::Submitted, 1)]), &[], &[], "2026-07-01T12:00:00Z").is_maturing()
    );
}

fn any_sent() -> impl Strategy<Value = Sent> {
    let flags = (0..10_u8, 0..10_u8, any::<bool>());
    let times = (0..2_000_i64, 0..60_000_i64, -500..60_000_i64, 0..60_000_i64);
    (0..Status::ALL.len(), flags, times).prop_map(|(status, (test, void, decided), times)| {
        let submitted_at = at("2026-01-05T14:00:00Z");
        let after = |minutes| submitted_at + TimeDelta::minutes(minutes);
        let status = Status::ALL[status];
        Sent {
            status,
            test: test == 0,
            void: void == 0,
            submitted_at,
            opened_at: (times.0 > 500).then(|| submitted_at - TimeDelta::seconds(times.0)),
            first_decision: (decided && !status.is_undecided())
                .then(|| FirstDecision { at: after(times.1), in_time: times.2 > times.1 }),
            ruled: times.2 % 7 == 0,
            updated_at: after(times.3),
        }
    })
}

/// The value below which so many in a hundred lie, by its definition.
fn by_definition<T: Copy + Ord>(all: &[T], percent: usize) -> Option<T> {
    let reached =
        |value: &&T| all.iter().filter(|one| one <= value).count() * 100 >= percent * all.len();
    all.iter().filter(reached).min().copied()
}

proptest! {
    #[test]
    fn every_figure_is_what_a_recount_by_hand_gives(all in prop::collection::vec(any_sent(), 0..60)) {
        let report = report(&all, &[], &[], "2026-02-10T12:00:00Z");
        let is = |one: &Sent, any_of: &[Status]| any_of.contains(&one.status);
        let left_out = |one: &&Sent| one.test
            || is(one, &[Status::Merged])
            || (is(one, &[Status::Withdrawn]) && one.first_decision.is_none())
            || (is(one, &[Status::Rejected]) && one.void);
        let valid: Vec<&Sent> = all.iter().filter(|one| !left_out(one)).collect();
        let count = |any_of: &[Status]| valid.iter().filter(|one| is(one, any_of)).count() as u64;
        let ended = [Status::Released, Status::Expired, Status::Won, Status::Lost, Status::Reversed];
        let given_away = valid.iter().filter(|one| one.ruled && is(one, &[Status::Released])).count() as u64;
        let approved = count(&ended) + count(&[Status::Approved, Status::Withdrawn]) - given_away;
        let won = count(&[Status::Won]);

        prop_assert_eq!(report.won_of_valid(), Share { part: won, of: valid.len() as u64 });
        prop_assert_eq!(report.won_of_approved(), Share { part: won, of: approved });
        let of = count(&[Status::Won, Status::Lost, Status::Expired]);
        prop_assert_eq!(report.win_rate(), Share { part: won, of });

        let decided: Vec<&&Sent> = valid.iter().filter(|one| one.first_decision.is_some()).collect();
        let in_time = decided.iter().filter(|one| one.first_decision.unwrap().in_time).count();
        let in_time = Share { part: in_time as u64, of: decided.len() as u64 };
        prop_assert_eq!(report.numbers.answered_in_time, in_time);
        let minutes: Vec<u32> =
            decided.iter().filter_map(|one| one.minutes_to_decision(&calendar())).collect();
        let told = report.response.map(|spread| (spread.half, spread.most));
        prop_assert_eq!(told, by_definition(&minutes, 50).zip(by_definition(&minutes, 90)));

        let live = [Status::Submitted, Status::InConflict, Status::NeedsInfo, Status::Approved];
        let open: Vec<&&Sent> = valid.iter().filter(|one| is(one, &live)).collect();
        // 27 January, fourteen dates before 10 February, begins at five o'clock UTC.
        let heard = |one: &&&&Sent| one.updated_at >= at("2026-01-27T05:00:00Z");
        let fresh = open.iter().filter(heard).count();
        let fresh = Share { part: fresh as u64, of: open.len() as u64 };
        prop_assert_eq!(report.numbers.fresh, fresh);
        prop_assert_eq!(report.sums.open, open.len() as u64);
    }
}
