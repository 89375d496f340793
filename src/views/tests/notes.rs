//! Notes that partners' channels are told of their own accord, and what whoever decides about the
//! first of a series is shown.

use chrono::NaiveDate;
use chrono_tz::America::New_York;

use super::facts::{at, number, voice};
use super::shown::message;
use super::{items, packs};
use crate::chat::view::Message;
use crate::domain::calendar::Calendar;
use crate::domain::ids::{PartnerId, PersonId, ReferralId};
use crate::domain::outcome::RhythmEvent;
use crate::domain::referral::{FirstDecision, Stage as Step, Status};
use crate::domain::rhythm::month::{Month, One};
use crate::domain::rhythm::nudge::{Reason, Won};
use crate::domain::rhythm::week::{LINES, Moved, Standing};
use crate::domain::rhythm::{Away, Rhythm, Series, Stage};
use crate::domain::tier::Measure;
use crate::store::rhythm::Few;
use crate::views::list::Item;
use crate::views::rhythm::{self, Week};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn nudges() -> Vec<Message> {
    let (voice, joined) = (voice(), day("2026-01-12"));
    let won = Won { referral: ReferralId::new(1), number: number(), on: day("2026-02-03") };
    let new = Reason::New { title: "Introduction".to_owned() };
    let ideal = Reason::Ideal { text: "Firms that ship goods every day.".to_owned() };
    let tier = |more, measure| Reason::Tier { more, measure, tier: "Gold".to_owned() };
    vec![
        rhythm::nudge(&voice, Some(day("2026-01-19")), joined, &Reason::Won(won), true),
        rhythm::nudge(&voice, Some(day("2026-01-19")), joined, &new, true),
        rhythm::nudge(&voice, None, joined, &tier(2, Measure::Approved), false),
        rhythm::nudge(&voice, None, joined, &ideal, true),
        rhythm::nudge(&voice, Some(day("2026-01-19")), joined, &tier(1, Measure::Won), false),
    ]
}

/// Those in this status.
fn in_status(status: Status) -> Vec<Item> {
    items().into_iter().filter(|item| item.referral.status == status).collect()
}

fn weeks() -> Vec<Message> {
    let few = |first: Vec<Item>, of| Few { first, of };
    let approved = || in_status(Status::Approved);
    let stage = Standing::Stage(Step::Contacted);
    let steps = [
        (Standing::Status(Status::Submitted), stage),
        (stage, Standing::Status(Status::InConflict)),
    ];
    let moved = approved().into_iter().chain(in_status(Status::Won)).zip(steps);
    let moved = moved.map(|(item, (was, is))| {
        let referral = item.referral.id;
        (item, Moved { referral, was, is })
    });
    let moved: Vec<(Item, Moved)> = moved.collect();
    let week = Week {
        from: day("2026-03-02"),
        through: day("2026-03-08"),
        away: None,
        waits: few(in_status(Status::NeedsInfo), 1),
        moved: Few { of: 7 + moved.len() as u64, first: moved },
        ends: few(approved(), approved().len() as u64),
    };
    let to = Some(at("2026-03-04T10:00:00Z"));
    let away = Away { first: day("2026-02-16"), from: at("2026-02-16T14:00:00Z"), notes: 3, to };
    let late = Week {
        from: day("2026-02-09"),
        away: Some(away),
        moved: Few::default(),
        ends: Few::default(),
        ..week.clone()
    };
    assert!(week.waits.first.len() <= LINES);
    [week, late].iter().map(|week| rhythm::week(&voice(), week)).collect()
}

fn counted() -> Month {
    let one = |status, decided: &str, closed: Option<&str>| One {
        status,
        submitted: at("2026-02-03T15:00:00Z"),
        decided: Some(at(decided)),
        first: Some(FirstDecision {
            at: at(decided),
            in_time: at(decided) <= at("2026-02-05T15:00:00Z"),
        }),
        closed: closed.map(day),
        ruled: false,
    };
    let (month, calendar) = ("2026-02".parse().unwrap(), Calendar::usual(New_York));
    let mut counted = Month::default();
    for one in [
        one(Status::Won, "2026-02-03T18:00:00Z", Some("2026-02-03")),
        one(Status::Approved, "2026-02-04T16:20:00Z", None),
        one(Status::Rejected, "2026-02-09T16:20:00Z", None),
    ] {
        counted.count(&one, month, &calendar);
    }
    counted
}

fn months() -> Vec<Message> {
    let (voice, month) = (voice(), "2026-02".parse().unwrap());
    let won = Won { referral: ReferralId::new(1), number: number(), on: day("2026-02-03") };
    let to = Some(at("2026-03-04T10:00:00Z"));
    let away = Away { first: day("2026-02-01"), from: at("2026-02-02T14:00:00Z"), notes: 1, to };
    let unanswered = Month { sent: 1, ..Month::default() };
    vec![
        rhythm::month(&voice, month, None, &counted(), Some(&won)),
        rhythm::month(&voice, month, Some(away), &unanswered, None),
    ]
}

/// One of each series.
pub fn each() -> Vec<Message> {
    let all = [nudges(), weeks(), months(), packs::posts()];
    all.into_iter().filter_map(|some| some.into_iter().next()).collect()
}

/// What a channel reads.
pub fn every_note() -> String {
    let quarters = packs::posts();
    nudges().iter().chain(&weeks()).chain(&months()).chain(&quarters).map(message).collect()
}

/// What whoever decides is shown and told.
pub fn every_told() -> String {
    let voice = voice();
    let first = |messages: Vec<Message>| messages.into_iter().next().expect("one");
    let shown = [
        (Series::Nudge, first(nudges())),
        (Series::Week, first(weeks())),
        (Series::Month, first(months())),
        (Series::Quarter, first(packs::posts())),
    ];
    let previews = shown
        .map(|(series, note)| message(&rhythm::preview(&voice, series, "North Partner", note)));
    let by = PersonId::new(1);
    let first = RhythmEvent::NotesShown { partner: PartnerId::new(1) };
    let mut known =
        Rhythm::from_first(Series::Week, &first, at("2026-03-02T14:00:00Z")).expect("a first fact");
    let mut said = previews.concat();
    for event in [RhythmEvent::NotesStarted { by }, RhythmEvent::NotesStopped { by }] {
        known.apply(&event, at("2026-03-03T14:00:00Z"));
        said += &message(&rhythm::answered(&voice, known.stage));
        said += &message(&rhythm::settled(&voice, &known));
    }
    assert_eq!(known.stage, Stage::Off);
    said
}
