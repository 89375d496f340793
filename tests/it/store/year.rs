//! A year of a programme: 50 partners, 2,000 referrals, drawn at random and the same in every run. What
//! boards, tiers, nudges and notes said of it is what the log says, told once more from its raw events
//! by other means ([`raw`], [`again`]): no rule of the product has a hand in what is expected.

#[path = "year/again.rs"]
mod again;
#[path = "year/live.rs"]
mod live;
#[path = "year/raw.rs"]
mod raw;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use vouch::program::{BUILT_IN, InForce, Program};
use vouch::store::audit::{self, Verdict};

use self::again::{Bounds, Tally, month_of, ranked};
use self::live::{PARTNERS, REFERRALS, Said, Year};
use self::raw::{Log, date};
use super::replay::app_of;
use super::{Room, on};
use crate::world::database::Kind;

/// By approvals in a window that is shorter than a partner's good and bad months.
const TIERS: &str = r#"
[[tiers]]
name = "Bronze"

[[tiers]]
name = "Silver"
approved = 4
within_days = 90

[[tiers]]
name = "Gold"
approved = 9
within_days = 90
"#;

/// From how many approvals on a partner is in them, without the first.
pub const STEPS: [(&str, usize); 3] = [("Bronze", 0), ("Silver", 4), ("Gold", 9)];
pub const WINDOW_DAYS: i64 = 90;

fn programme() -> Program {
    let text = format!("{BUILT_IN}{TIERS}");
    // A zone whose clocks change twice in the year.
    let text = text.replacen("time_zone = \"UTC\"", "time_zone = \"Europe/Berlin\"", 1);
    Program::read(&text, "year").unwrap()
}

#[tokio::test]
async fn a_years_boards_tiers_and_notes_are_what_its_log_says_on_sqlite() {
    on(Kind::Sqlite, is_what_its_log_says).await;
}

#[tokio::test]
async fn a_years_boards_tiers_and_notes_are_what_its_log_says_on_postgres() {
    on(Kind::Postgres, is_what_its_log_says).await;
}

async fn is_what_its_log_says(room: &Room) {
    let mut app = app_of(room);
    app.in_force = InForce::new(programme());
    room.clock.set("2027-01-01T07:00:00Z".parse().unwrap());
    let mut year = Year::begin(&app).await;
    year.lives_through(date("2027-01-01"), date("2027-12-31"), date("2028-01-10")).await;
    let said = year.said;
    let log = Log::of(&room.store.db).await;
    assert_eq!(log.sent().count(), REFERRALS);

    boards_are_right(&log, &said);
    tiers_are_right(&log);
    nudges_are_right(&log);
    weeks_are_right(&log, &said);
    months_are_right(&log, &said);
    nobody_reads_of_another(&log, &said);
    let verdict = audit::verify(&room.store.db).await.unwrap();
    assert!(matches!(verdict, Verdict::Whole { .. }), "{verdict:?}");
}

fn boards_are_right(log: &Log, said: &[Said]) {
    let taken: Vec<_> = log.of_kind("board_taken").collect();
    let months = taken.iter().filter(|one| !one.about().contains('q')).count();
    assert_eq!((months, taken.len()), (12, 16), "twelve months and four quarters");
    let (mut ties, mut over_the_edge) = (0, 0);
    for one in taken {
        let period = one.about();
        let expected = again::tallies(log, one.seq, period);
        let found: BTreeMap<String, Tally> = one.body["counts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|count| (count["partner"].as_str().unwrap().to_owned(), Tally::read(count)))
            .collect();
        assert_eq!(found, expected, "{period}");

        let open = log.consenting();
        let shown = expected.iter().filter(|(partner, _)| open.contains(partner.as_str()));
        let shown = ranked(shown.map(|(partner, tally)| (log.name_of(partner), tally.approved)));
        let of_all =
            ranked(expected.iter().map(|(partner, tally)| (partner.as_str(), tally.approved)));
        ties += usize::from(shown.windows(2).any(|pair| pair[0].0 == pair[1].0));
        over_the_edge += usize::from(shown.iter().filter(|(rank, ..)| *rank <= 10).count() > 10);
        let post = said.iter().find(|one| one.boards.iter().any(|of| of == period));
        let post = post.unwrap_or_else(|| panic!("{period} was never posted"));
        let most = if post.boards.len() > 1 { 12 } else { 20 };
        let lines: Vec<String> = shown
            .iter()
            .filter(|(rank, ..)| *rank <= 10)
            .take(most)
            .map(|(rank, name, n)| format!("{rank} {name} {n}"))
            .collect();
        assert_eq!(post.places(period), lines, "{period}: {}", post.text);

        for own in said.iter().filter(|one| one.places.contains_key(period)) {
            let partner = own.partner.as_deref().unwrap();
            let place = of_all.iter().find(|(_, id, _)| *id == partner);
            let (rank, _, n) = place.unwrap_or_else(|| panic!("{partner} has no place: {period}"));
            let shared = of_all.iter().filter(|(_, _, other)| other == n).count() > 1;
            assert_eq!(own.places[period], (*rank, *n, shared), "{partner} in {period}");
        }
        let told = said.iter().filter(|one| one.places.contains_key(period)).count();
        assert_eq!(told, of_all.len(), "everybody with a place hears of it: {period}");
    }
    assert!(
        ties >= 10 && over_the_edge >= 1,
        "{ties} boards with ties, {over_the_edge} at the edge"
    );
}

fn tiers_are_right(log: &Log) {
    let kinds = ["tier_promoted", "tier_warned", "tier_kept", "tier_demoted"];
    let mut found: Vec<again::Step> = log
        .all()
        .filter(|one| kinds.contains(&one.kind.as_str()))
        .map(|one| again::Step {
            on: one.day(),
            partner: one.stream.clone(),
            kind: one.kind.clone(),
            tier: one.body["tier"].as_str().unwrap().to_owned(),
        })
        .collect();
    let mut expected = again::climbed(log);
    for kind in kinds {
        let n = expected.iter().filter(|one| one.kind == kind).count();
        assert!(n >= 5, "{kind} happens {n} times: the year is too even");
    }
    found.sort();
    expected.sort();
    let only = |some: &[again::Step], others: &[again::Step]| {
        some.iter().filter(|one| !others.contains(one)).cloned().collect::<Vec<_>>()
    };
    let differ = (only(&found, &expected), only(&expected, &found));
    assert_eq!(differ, (vec![], vec![]), "found, and expected");
    assert_eq!(found.len(), expected.len());
}

fn nudges_are_right(log: &Log) {
    let found: BTreeSet<(NaiveDate, String)> =
        log.of_kind("partner_nudged").map(|one| (one.day(), one.stream.clone())).collect();
    let expected = again::nudged(log);
    assert!(expected.len() >= 15, "{} nudges: nobody is idle", expected.len());
    assert_eq!(found, expected);
    assert_eq!(log.of_kind("partner_nudged").count(), expected.len(), "each once");
}

fn weeks_are_right(log: &Log, said: &[Said]) {
    let rounds: Vec<_> = log.left("week").collect();
    assert!(rounds.len() >= 50, "{} rounds", rounds.len());
    let mut sum = (0, 0, 0);
    for round in rounds {
        let expected = again::weeks(log, round);
        let to: BTreeSet<&str> = again::told(round);
        assert_eq!(to, expected.keys().map(String::as_str).collect(), "{}", round.day());
        for (partner, week) in expected {
            let note = Said::note(said, &partner, "week", round.day());
            assert_eq!(note.week(), week, "{partner}: {}", note.text);
            sum = (sum.0 + week.0, sum.1 + week.1, sum.2 + week.2);
        }
    }
    assert!(sum.0 > 50 && sum.1 > 500 && sum.2 > 100, "waits, moved and ends: {sum:?}");
}

fn months_are_right(log: &Log, said: &[Said]) {
    let rounds: Vec<_> = log.left("month").collect();
    assert_eq!(rounds.len(), 12);
    for round in rounds {
        let month = Bounds::before(round.day(), month_of);
        let expected = again::months(log, round.seq, &month);
        let to: BTreeSet<&str> = again::told(round);
        assert_eq!(to, expected.keys().map(String::as_str).collect(), "{}", round.day());
        for (partner, (sent, approved, won)) in expected {
            let note = Said::note(said, &partner, "month", round.day());
            let counts = format!("{sent} sent, {approved} approved, {won} won.");
            assert!(note.text.contains(&counts), "{partner}, {counts}: {}", note.text);
        }
    }
}

/// Whatever a partner's channel read of all this holds no other partner's name, and no money.
fn nobody_reads_of_another(log: &Log, said: &[Said]) {
    for one in said {
        let Some(partner) = &one.partner else { continue };
        for (other, name) in log.names() {
            assert!(other == partner || !one.text.contains(name), "{partner}: {}", one.text);
        }
        assert!(!one.text.contains("EUR") && !one.text.contains("12,500"), "{}", one.text);
    }
    let heard: BTreeSet<_> = said.iter().filter_map(|one| one.partner.as_ref()).collect();
    assert_eq!(heard.len(), PARTNERS);
}
