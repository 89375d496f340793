//! When rounds go out, and what of them is said late.

use std::collections::BTreeSet;

use chrono::NaiveTime;
use chrono_tz::Europe::Amsterdam;

use super::*;

/// Amsterdam, where Easter Monday is a holiday.
fn calendar() -> Calendar {
    let clock = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let holidays: BTreeSet<NaiveDate> = ["2027-03-29".parse().unwrap()].into();
    let week = [true, true, true, true, true, false, false];
    Calendar::new(Amsterdam, clock(9), clock(17), week, holidays).unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn a_round_goes_out_at_nine_on_a_business_day_of_the_programme() {
    let calendar = calendar();
    #[rustfmt::skip]
    let table = [
        // series         now                     newest round   the next one's time
        (Series::Nudge, "2027-03-26T07:59:59Z", "2027-03-25", "2027-03-26T08:00:00Z"),
        // The clock goes forward in between, and Monday is a holiday.
        (Series::Nudge, "2027-03-26T08:00:00Z", "2027-03-26", "2027-03-30T07:00:00Z"),
        (Series::Nudge, "2027-03-29T12:00:00Z", "2027-03-26", "2027-03-30T07:00:00Z"),
        (Series::Week,  "2027-03-22T08:00:00Z", "2027-03-22", "2027-03-30T07:00:00Z"),
        (Series::Week,  "2027-03-29T12:00:00Z", "2027-03-22", "2027-03-30T07:00:00Z"),
        (Series::Week,  "2027-03-30T07:00:00Z", "2027-03-29", "2027-04-05T07:00:00Z"),
        (Series::Week,  "2027-10-31T12:00:00Z", "2027-10-25", "2027-11-01T08:00:00Z"),
        // The first of May is a Saturday.
        (Series::Month, "2027-05-02T12:00:00Z", "2027-04-01", "2027-05-03T07:00:00Z"),
        (Series::Month, "2027-05-03T07:00:00Z", "2027-05-01", "2027-06-01T07:00:00Z"),
        // The first of January is a Saturday.
        (Series::Quarter, "2027-05-03T07:00:00Z", "2027-04-01", "2027-07-01T07:00:00Z"),
        (Series::Quarter, "2028-01-01T12:00:00Z", "2027-10-01", "2028-01-03T08:00:00Z"),
    ];
    for (series, now, round, next) in table {
        assert_eq!(series.newest(&calendar, at(now)).to_string(), round, "{series} {now}");
        assert_eq!(series.next(&calendar, at(now)), at(next), "{series} {now}");
    }
}

fn started(series: Series, since: &str) -> Rhythm {
    let first = RhythmEvent::NotesShown { partner: PartnerId::new(1) };
    let mut rhythm = Rhythm::from_first(series, &first, at(since)).unwrap();
    rhythm.apply(&RhythmEvent::NotesStarted { by: PersonId::new(1) }, at(since));
    rhythm
}

/// When that week's note is due.
fn due(round: NaiveDate) -> DateTime<Utc> {
    Series::Week.due(&calendar(), round)
}

fn left(rhythm: &mut Rhythm, round: &str, through: Option<u128>) {
    let (round, through) = (round.parse().unwrap(), through.map(PartnerId::new));
    let away = rhythm.note(&calendar(), round, due(round)).away();
    let event = RhythmEvent::NotesLeft { round, to: BTreeSet::new(), away, through };
    rhythm.apply(&event, at("2027-03-22T08:00:05Z"));
}

#[test]
fn a_round_is_left_once_and_goes_on_where_it_was_cut_off() {
    let mut rhythm = started(Series::Week, "2027-03-15T10:00:00Z");
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert!(!rhythm.is_done(day("2027-03-22")));
    left(&mut rhythm, "2027-03-22", Some(7));
    assert!(!rhythm.is_done(day("2027-03-22")));
    assert_eq!(rhythm.after(day("2027-03-22")), Some(PartnerId::new(7)));
    assert_eq!(rhythm.after(day("2027-03-29")), None, "the next begins at the beginning");
    left(&mut rhythm, "2027-03-22", None);
    assert!(rhythm.is_done(day("2027-03-22")) && rhythm.is_done(day("2027-03-15")));
    assert!(!rhythm.is_done(day("2027-03-29")));
}

#[test]
fn what_was_due_while_nobody_was_there_is_one_note_that_says_so() {
    let calendar = calendar();
    let note = |rhythm: &Rhythm, round: &str| {
        let round = round.parse().unwrap();
        match rhythm.note(&calendar, round, due(round)) {
            Note::Week { from, away, .. } => (from.to_string(), away.map(|away| away.notes)),
            Note::Nudge { .. } | Note::Month { .. } | Note::Quarter { .. } => unreachable!("week"),
        }
    };
    let mut rhythm = started(Series::Week, "2027-03-01T10:00:00Z");
    // It was let out after its own round's time: that round is this one's.
    assert_eq!(note(&rhythm, "2027-03-01"), ("2027-02-22".to_owned(), None));
    left(&mut rhythm, "2027-03-01", None);
    assert_eq!(note(&rhythm, "2027-03-08"), ("2027-03-01".to_owned(), None));
    assert_eq!(note(&rhythm, "2027-03-22"), ("2027-03-01".to_owned(), Some(3)));
    let late = at("2027-04-06T12:00:00Z");
    let away = rhythm.note(&calendar, "2027-04-05".parse().unwrap(), late).away().expect("late");
    assert_eq!((away.from, away.notes), (at("2027-03-08T08:00:00Z"), 5));
    assert_eq!(away.absence(), Some(Absence { from: away.from, to: late }));
    // One alone is late on another day than its own.
    let round = "2027-03-08".parse().unwrap();
    let away = |now| rhythm.note(&calendar, round, at(now)).away();
    assert_eq!(away("2027-03-08T20:00:00Z"), None);
    let alone = away("2027-03-09T06:00:00Z").expect("late");
    assert_eq!((alone.from, alone.notes), (at("2027-03-08T08:00:00Z"), 1));
    // While nobody wanted them none was due.
    rhythm.apply(&RhythmEvent::NotesStopped { by: PersonId::new(1) }, at("2027-03-09T10:00:00Z"));
    rhythm.apply(&RhythmEvent::NotesStarted { by: PersonId::new(1) }, at("2027-03-24T10:00:00Z"));
    assert_eq!(note(&rhythm, "2027-03-29"), ("2027-03-22".to_owned(), None));
    // Half of a late one is out: the other half says the same.
    left(&mut rhythm, "2027-03-29", None);
    let whole = note(&rhythm, "2027-04-12");
    assert_eq!(whole, ("2027-03-29".to_owned(), Some(2)));
    left(&mut rhythm, "2027-04-12", Some(7));
    assert_eq!(note(&rhythm, "2027-04-12"), whole);
}
