//! Boards at a period's end: what channels read, and what whoever decides about the first is shown.

use std::collections::BTreeMap;

use super::facts::{at, partner, voice};
use super::shown::message;
use crate::chat::view::Message;
use crate::domain::board::period::Period;
use crate::domain::board::snapshot::{Count, Late, Snapshot};
use crate::domain::board::{Metric, Placed, Tally, board, each_own, rank};
use crate::domain::ids::PartnerId;
use crate::domain::outcome::BoardEvent;
use crate::domain::posts::Absence;
use crate::domain::rhythm::month::Month;
use crate::views::board::posts;

pub const MARCH: &str = "2027-03";
const QUARTER: &str = "2027-q1";

fn tallies(counts: &[u32]) -> Vec<Tally> {
    let names = ["North Partner", "South Partner", "East Partner", "West Partner", "Hill & Sons"];
    let named = names.iter().zip(counts).enumerate();
    let tally = |(n, (name, approved)): (usize, (&&str, &u32))| Tally {
        partner: PartnerId::new(n as u128 + 1),
        name: (*name).to_owned(),
        approved: *approved,
        ..Tally::nothing(&partner())
    };
    named.map(tally).collect()
}

fn places(counts: &[u32]) -> Option<Vec<Placed>> {
    board(&rank(Metric::Approved, &tallies(counts))).map(<[Placed]>::to_vec)
}

fn shown(period: &str, counts: &[u32], late: Option<Late>) -> posts::Shown {
    let taken =
        BoardEvent::BoardTaken { counts: tallies(counts).iter().map(Count::from).collect() };
    let period: Period = period.parse().unwrap();
    let mut board =
        Snapshot::from_first(period, &taken, at("2027-04-01T04:00:00Z")).expect("a first fact");
    board.apply(&BoardEvent::BoardPreviewed { late }, at("2027-04-01T13:00:00Z"));
    posts::Shown { board, places: places(counts), codes: BTreeMap::new() }
}

const FIVE: [u32; 5] = [7, 5, 5, 3, 1];

/// A month, a month and its quarter, what is said late, and where nobody takes part.
pub fn every_post() -> String {
    let (voice, few) = (voice(), [7, 5]);
    let late = Some(Late { from: at("2027-02-01T14:00:00Z"), posts: 3 });
    let posts = [
        vec![shown(MARCH, &FIVE, None)],
        vec![shown(MARCH, &FIVE, None), shown(QUARTER, &[9, 8, 7, 6, 5], None)],
        vec![shown(MARCH, &FIVE, late)],
        vec![shown(MARCH, &few, None)],
    ];
    let drawn = posts.iter().filter_map(|shown| posts::post(&voice, shown));
    drawn.map(|post| message(&post)).collect()
}

pub fn own_places() -> String {
    let own = |counts: &[u32], at: usize| {
        let all = each_own(Metric::Approved, &rank(Metric::Approved, &tallies(counts)));
        all.into_iter().map(|(_, own)| own).nth(at).expect("a place")
    };
    let (march, quarter): (Period, Period) = (MARCH.parse().unwrap(), QUARTER.parse().unwrap());
    let months = [own(&FIVE, 0), own(&FIVE, 1), own(&FIVE, 4), own(&[7, 5], 1)];
    let alone = months
        .map(|own| message(&posts::own(&voice(), Metric::Approved, &[(march, own)], None, &[])));
    let both = [(march, own(&FIVE, 3)), (quarter, own(&[9, 8, 7, 6, 5], 4))];
    let counted = |n: u64| Month { sent: 3 * n, approved: 2 * n, won: n, ..Month::default() };
    let four = ["2026-q2", "2026-q3", "2026-q4", QUARTER].map(|one| one.parse().unwrap());
    let four: Vec<(Period, Month)> = four.into_iter().zip((0..).map(counted)).collect();
    let one = [(quarter, counted(2))];
    let drawn = [&four[..], &one, &four[..1]]
        .map(|quarters| message(&posts::own(&voice(), Metric::Approved, &both, None, quarters)));
    let away = Absence { from: at("2026-04-01T13:00:00Z"), to: at("2026-04-09T15:00:00Z") };
    let late = posts::own(&voice(), Metric::Approved, &both[..1], Some(away), &[]);
    alone.concat() + &drawn.concat() + &message(&late)
}

pub fn corrections() -> String {
    let both = [MARCH, QUARTER].map(|period| period.parse().unwrap());
    message(&posts::corrected(&voice(), &both))
}

/// With what is answered to it.
pub fn preview() -> Message {
    let voice = voice();
    let all = [shown(MARCH, &FIVE, None), shown(QUARTER, &[7, 5], None)];
    let mut drawn = posts::preview(&voice, &all);
    let [mut board, _] = all.map(|one| one.board);
    drawn.parts.extend(posts::answered(&voice, true).parts);
    drawn.parts.extend(posts::answered(&voice, false).parts);
    let mut settled = vec![posts::settled(&voice, &board)];
    let by = Some(crate::domain::ids::PersonId::new(1));
    for event in [
        BoardEvent::BoardSkipped { by },
        BoardEvent::BoardPosted { post: board.period, shown: [].into(), late: None, by },
    ] {
        board.apply(&event, at("2027-04-02T13:00:00Z"));
        settled.push(posts::settled(&voice, &board));
    }
    drawn.parts.extend(settled.into_iter().flat_map(|one| one.parts));
    drawn
}
