use super::*;
use crate::domain::ids::PartnerId;

fn id(n: usize) -> PartnerId {
    PartnerId::new(u128::try_from(n).unwrap())
}

fn tally(n: usize, approved: u32) -> Tally {
    let name = format!("Partner {n:02}");
    Tally { partner: id(n), name, approved, before: 0, won: 0, lost: 0, expired: 0 }
}

fn approved(counts: &[u32]) -> Vec<Tally> {
    counts.iter().enumerate().map(|(n, count)| tally(n, *count)).collect()
}

fn ranks(metric: Metric, tallies: &[Tally]) -> Vec<(String, u32)> {
    rank(metric, tallies).into_iter().map(|one| (one.name, one.rank)).collect()
}

fn numbers(tallies: &[Tally]) -> Vec<u32> {
    rank(Metric::Approved, tallies).iter().map(|one| one.rank).collect()
}

#[test]
fn ties_share_a_rank_and_the_next_one_is_left_out() {
    assert_eq!(numbers(&approved(&[5, 7, 3, 5])), [1, 2, 2, 4]);
    assert_eq!(numbers(&approved(&[2, 2, 2])), [1, 1, 1]);
    assert_eq!(numbers(&approved(&[])), [] as [u32; 0]);
    // Nothing is no place.
    assert_eq!(numbers(&approved(&[1, 0, 4])), [1, 2]);
}

#[test]
fn equal_ones_stand_by_name() {
    let mut tallies = approved(&[3, 3]);
    tallies[0].name = "Zeta".to_owned();
    let expected = [("Partner 01".to_owned(), 1), ("Zeta".to_owned(), 1)];
    assert_eq!(ranks(Metric::Approved, &tallies), expected);
    // Nobody comes first by a capital letter.
    tallies[1].name = "alpha".to_owned();
    let expected = [("alpha".to_owned(), 1), ("Zeta".to_owned(), 1)];
    assert_eq!(ranks(Metric::Approved, &tallies), expected);
}

#[test]
fn who_is_ranked_depends_on_what_is_counted() {
    let of = |approved, before, won, lost, expired| Tally {
        before,
        won,
        lost,
        expired,
        ..tally(0, approved)
    };
    let ratio = |part, of| Some(Figure { part, of });
    #[rustfmt::skip]
    let table = [
        // tally                approved     won          conversion   growth
        (of(0, 0, 0, 0, 0),     [None,       None,        None,        None]),
        (of(3, 1, 0, 0, 0),     [ratio(3, 1), None,       None,        ratio(2, 1)]),
        (of(3, 3, 1, 0, 0),     [ratio(3, 1), ratio(1, 1), None,       None]),
        (of(3, 4, 2, 1, 1),     [ratio(3, 1), ratio(2, 1), None,       None]),
        (of(0, 0, 2, 2, 1),     [None,       ratio(2, 1), ratio(2, 5), None]),
        // Nothing won of five is a result, and has a place.
        (of(0, 0, 0, 5, 0),     [None,       None,        ratio(0, 5), None]),
    ];
    for (tally, figures) in table {
        for (metric, figure) in Metric::ALL.iter().zip(figures) {
            assert_eq!(tally.figure(*metric), figure, "{metric} of {tally:?}");
        }
    }
}

#[test]
fn equal_shares_are_a_tie_however_they_were_made() {
    let of = |n, won, lost| Tally { won, lost, ..tally(n, 0) };
    let tallies = [of(0, 2, 4), of(1, 3, 6), of(2, 5, 5)];
    let expected = [("Partner 02", 1), ("Partner 00", 2), ("Partner 01", 2)];
    assert_eq!(ranks(Metric::Conversion, &tallies), expected.map(|(name, n)| (name.to_owned(), n)));
}

#[test]
fn a_board_needs_five_and_shows_everybody_who_shares_the_tenth_place() {
    let shown = |counts: &[u32]| {
        let ranked = rank(Metric::Approved, &approved(counts));
        board(&ranked).map(<[Placed]>::len)
    };
    assert_eq!(shown(&[4, 3, 2, 1]), None);
    assert_eq!(shown(&[4, 3, 2, 1, 0]), None);
    assert_eq!(shown(&[5, 4, 3, 2, 1]), Some(5));
    assert_eq!(shown(&[12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]), Some(10));
    assert_eq!(shown(&[12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 3, 3, 2]), Some(12));
    assert_eq!(shown(&[12, 11, 10, 9, 8, 7, 6, 5, 4, 4, 3]), Some(10));
}

#[test]
fn a_partner_hears_its_place_its_figure_and_what_is_missing() {
    let at = |counts: &[u32], n: usize| {
        let tallies = approved(counts);
        own(Metric::Approved, &rank(Metric::Approved, &tallies), &tallies[n])
    };
    let figure = Figure::count;
    let next = |more, rank| Some(Next { more, rank });
    let placed = |n, rank, shared, next| Own::Placed { figure: figure(n), rank, shared, next };
    assert_eq!(at(&[7, 5, 5, 3, 1], 0), placed(7, 1, false, None));
    assert_eq!(at(&[7, 5, 5, 3, 1], 1), placed(5, 2, true, next(2, 1)));
    assert_eq!(at(&[7, 5, 5, 3, 1], 3), placed(3, 4, false, next(2, 2)));
    assert_eq!(at(&[7, 5, 5, 3, 0], 3), Own::Alone { figure: figure(3) });
    assert_eq!(at(&[7, 5, 5, 3, 0], 4), Own::Unranked { decided: 0 });
}

#[test]
fn what_is_missing_to_a_share_is_counted_in_wins() {
    let of = |part, of| Figure { part, of };
    #[rustfmt::skip]
    let table = [
        // own        above       more
        (of(2, 6),    of(1, 2),   Some(2)),   // 4 of 8
        (of(0, 5),    of(1, 5),   Some(2)),   // 2 of 7 is more than a fifth, 1 of 6 is less
        (of(4, 5),    of(9, 10),  Some(5)),   // 9 of 10
        (of(4, 5),    of(5, 5),   None),
    ];
    for (own, above, more) in table {
        assert_eq!(missing(Metric::Conversion, own, above), more, "{own:?} to {above:?}");
    }
}
