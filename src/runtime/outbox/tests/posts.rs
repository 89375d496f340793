//! What channels read of its own accord: quiet hours, so many a day, and the rest the morning after.

use chrono::{DateTime, TimeDelta, Utc};

use super::world::{NORTH, SOUTH, World};
use super::{dead, intro, outcome};
use crate::chat::Outgoing;
use crate::domain::board::Own;
use crate::domain::board::period::Period;
use crate::domain::ids::{PartnerId, PersonId};
use crate::domain::outcome::{BoardEvent, Event, RhythmEvent};
use crate::domain::posts::Absence;
use crate::domain::rhythm::Series;
use crate::program::{BUILT_IN, Program};
use crate::store::desk::{Desk, Needs, Saying, Stamp};
use crate::store::project::Stream;
use crate::store::queries;
use crate::store::queue::renumber;
use crate::views::Say;

const HEAD: &str = "Kept back for you";
const AWAY: &str = "This is what was due meanwhile.";
/// What is late waits so long for the rest.
const GATHERS: i64 = 31;

fn at(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

async fn clock(world: &World, time: &str) {
    world.app.clock.advance_to(at(time));
    world.rest().await;
}

/// A world at ten of a Tuesday, with this settled.
async fn settled(posts: &str) -> (World, PartnerId) {
    let world = World::new().await;
    settle(&world, posts);
    clock(&world, "2030-03-05T10:00:00Z").await;
    let partners = queries::partners(&world.app.store.db).await.unwrap();
    let north = partners.iter().find(|one| one.code.as_str() == "NOR").unwrap().id;
    world.calls();
    (world, north)
}

fn settle(world: &World, posts: &str) {
    let text = format!("{BUILT_IN}\n[posts]\n{posts}\n");
    world.app.in_force.take_over(Program::read(&text, "here").unwrap());
}

/// A post of a partner's place in this month of 2029, for its channel.
fn place(partner: PartnerId, month: u32, channel: &str) -> Say {
    let period = format!("2029-{month:02}").parse().unwrap();
    let places = vec![(period, Own::Unranked { decided: 0 })];
    Say::OwnPlace { partner, channel: channel.to_owned(), places, away: None }
}

/// The same, due on the first of a March in which nobody was there.
fn late(partner: PartnerId, month: u32, channel: &str) -> Say {
    let Say::OwnPlace { partner, channel, places, .. } = place(partner, month, channel) else {
        unreachable!("a place");
    };
    let (from, to) = (at("2030-03-01T09:00:00Z"), at("2030-03-05T10:00:00Z"));
    Say::OwnPlace { partner, channel, places, away: Some(Absence { from, to }) }
}

async fn happen(world: &World, needs: Needs, stream: Stream, events: Vec<Event>) {
    let unit = move |desk: &mut Desk| {
        let stamp =
            Stamp { actor: "system".to_owned(), cause: "test".to_owned(), program: "1".to_owned() };
        events.iter().try_for_each(|one| desk.append(&stream, one.clone(), &stamp).map(|_| ()))
    };
    world.app.store.writer.decide(needs, unit).await.unwrap();
}

async fn notes_happen(world: &World, series: Series, events: Vec<RhythmEvent>) {
    let needs = Needs { rhythms: [series.to_string()].into(), ..Needs::default() };
    let events = events.into_iter().map(Event::Rhythm).collect();
    happen(world, needs, Stream::Rhythm(series), events).await;
}

/// Somebody lets the notes of a series go out.
async fn start_notes(world: &World, series: Series) {
    let shown = RhythmEvent::NotesShown { partner: PartnerId::new(1) };
    let started = RhythmEvent::NotesStarted { by: PersonId::new(1) };
    notes_happen(world, series, vec![shown, started]).await;
}

/// The months that each post in this channel speaks of, since the last time; a digest's behind "+",
/// a late one's behind "~".
fn posted(world: &World) -> Vec<String> {
    const MONTHS: [&str; 6] = ["January", "February", "March", "April", "May", "June"];
    let posts = world.calls().into_iter().filter_map(|call| match call {
        Outgoing::Post { message, .. } => Some(message.fallback()),
        _ => None,
    });
    let posts = posts.map(|text| {
        let mut found: Vec<(usize, u32)> = (1..)
            .zip(MONTHS)
            .filter_map(|(number, month)| Some((text.find(&format!("{month} 2029"))?, number)))
            .collect();
        found.sort_unstable();
        let found: Vec<String> = found.iter().map(|(_, number)| number.to_string()).collect();
        let mark = [(HEAD, "+"), (AWAY, "~")].into_iter().find(|(head, _)| text.contains(head));
        format!("{}{}", mark.map_or("", |(_, mark)| mark), found.join(","))
    });
    posts.collect()
}

#[tokio::test]
async fn what_is_more_than_a_day_takes_comes_next_morning_in_one_post_after_restarts_as_well() {
    let (mut world, north) = settled("a_day = 2").await;
    for month in [1, 4, 3, 2, 5] {
        world.leave(place(north, month, NORTH)).await;
    }
    world.rest().await;
    world.pass(5).await;
    assert_eq!(posted(&world), ["1", "4"]);
    // Nothing else waits behind what was held back.
    world.say(intro(NORTH)).await;
    assert_eq!(world.outcomes(&intro(NORTH)).await.last(), Some(&outcome("said")));
    world.calls();
    world.restart().await;
    clock(&world, "2030-03-06T08:59:00Z").await;
    assert!(posted(&world).is_empty());
    clock(&world, "2030-03-06T09:00:00Z").await;
    world.restart().await;
    world.pass(5).await;
    assert_eq!(posted(&world), ["+3,2,5"]);
    assert_eq!(world.outcomes(&place(north, 2, NORTH)).await, [outcome("in a digest")]);
    // The digest was one of this day's.
    for month in [1, 2] {
        world.say(place(north, month, NORTH)).await;
    }
    world.pass(5).await;
    assert_eq!(posted(&world), ["1"]);
    clock(&world, "2030-03-07T09:00:00Z").await;
    world.pass(5).await;
    assert_eq!(posted(&world), ["+2"]);
    clock(&world, "2030-03-09T09:00:00Z").await;
    assert!(posted(&world).is_empty());
}

#[tokio::test]
async fn what_a_digest_has_no_room_for_is_in_the_next() {
    let (world, north) = settled("a_day = 3").await;
    for month in 1..=12 {
        world.leave(place(north, month, NORTH)).await;
        world.leave(place(north, month, NORTH)).await;
    }
    world.rest().await;
    world.pass(5).await;
    world.calls();
    clock(&world, "2030-03-06T09:00:00Z").await;
    world.pass(20).await;
    let texts = |calls: Vec<Outgoing>| -> Vec<usize> {
        let posts = calls.into_iter().filter_map(|call| match call {
            Outgoing::Post { message, .. } => Some(message.fallback()),
            _ => None,
        });
        let digests = posts.filter(|text| text.contains(HEAD));
        digests.map(|text| text.matches(" 2029").count()).collect()
    };
    // Three were said the day before.
    assert_eq!(texts(world.calls()), [10, 10, 1]);
    clock(&world, "2030-03-07T09:00:00Z").await;
    world.pass(5).await;
    assert!(world.calls().is_empty(), "all of it is said");
}

#[tokio::test]
async fn quiet_hours_hold_back_what_nobody_posts_by_hand() {
    let (world, north) = settled("quiet = [\"19:00\", \"08:00\"]\na_day = 2").await;
    clock(&world, "2030-03-05T20:00:00Z").await;
    for month in [1, 2, 3] {
        world.leave(place(north, month, NORTH)).await;
    }
    let by_hand = place(north, 4, NORTH);
    let unit = move |desk: &mut Desk| {
        let saying = Saying {
            queue: NORTH.to_owned(),
            say: serde_json::to_string(&by_hand).unwrap(),
            card_id: None,
            due: desk.now,
            by_hand: true,
        };
        desk.say(saying, "test");
        Ok(())
    };
    world.app.store.writer.decide(Needs::default(), unit).await.unwrap();
    world.rest().await;
    assert_eq!(posted(&world), ["4"]);
    clock(&world, "2030-03-06T07:59:00Z").await;
    assert!(posted(&world).is_empty());
    clock(&world, "2030-03-06T08:00:00Z").await;
    world.pass(5).await;
    assert_eq!(posted(&world), ["1", "2"]);
    clock(&world, "2030-03-07T08:59:00Z").await;
    assert!(posted(&world).is_empty());
    clock(&world, "2030-03-07T09:00:00Z").await;
    world.pass(5).await;
    assert_eq!(posted(&world), ["+3"]);
}

#[tokio::test]
async fn a_bot_that_was_away_over_the_morning_says_it_late_and_not_in_quiet_hours() {
    let (mut world, north) = settled("quiet = [\"19:00\", \"08:00\"]\na_day = 1").await;
    for month in [1, 2, 3] {
        world.say(place(north, month, NORTH)).await;
    }
    assert_eq!(posted(&world), ["1"]);
    world.restart().await;
    clock(&world, "2030-03-06T23:00:00Z").await;
    assert!(posted(&world).is_empty());
    clock(&world, "2030-03-07T08:30:00Z").await;
    assert!(posted(&world).is_empty());
    clock(&world, "2030-03-07T15:00:00Z").await;
    world.pass(5).await;
    assert_eq!(posted(&world), ["+2,3"]);
}

#[tokio::test]
async fn the_numbers_that_hold_now_count_and_what_was_not_said_counts_for_nothing() {
    let (world, north) = settled("a_day = 4").await;
    for month in [1, 2] {
        world.say(place(north, month, NORTH)).await;
    }
    // South's place is nothing for North's people.
    let partners = queries::partners(&world.app.store.db).await.unwrap();
    let south = partners.iter().find(|one| one.code.as_str() == "SOU").unwrap().id;
    for month in [1, 2, 3] {
        world.say(place(south, month, NORTH)).await;
        world.pass(2).await;
    }
    assert_eq!(posted(&world), ["1", "2"]);
    world.say(place(north, 3, NORTH)).await;
    world.pass(5).await;
    assert_eq!(posted(&world), ["3"]);
    settle(&world, "a_day = 3");
    world.say(place(north, 4, NORTH)).await;
    world.pass(5).await;
    assert!(posted(&world).is_empty(), "the day has had three");
    world.say(place(south, 4, SOUTH)).await;
    assert_eq!(posted(&world), ["4"], "another channel's day is its own");
}

#[tokio::test]
async fn a_dead_channel_gets_its_digest_once_it_works_again() {
    let (world, north) = settled("a_day = 1").await;
    for month in [1, 2, 3] {
        world.say(place(north, month, NORTH)).await;
    }
    assert_eq!(posted(&world), ["1"]);
    world.next("post", dead());
    clock(&world, "2030-03-06T09:00:00Z").await;
    assert_eq!(posted(&world).len(), 1, "one try");
    // What comes meanwhile waits behind it, and counts with it.
    world.say(place(north, 4, NORTH)).await;
    assert!(posted(&world).is_empty());
    world.sender.wake(NORTH).await.unwrap();
    world.rest().await;
    world.pass(5).await;
    assert_eq!(posted(&world), ["+2,3"]);
    clock(&world, "2030-03-07T09:00:00Z").await;
    world.pass(5).await;
    assert_eq!(posted(&world), ["+4"]);
}

#[tokio::test]
async fn two_processes_count_the_same_day_and_say_one_digest() {
    let (world, north) = settled("a_day = 2").await;
    let second = world.second();
    for month in [1, 2, 3, 4, 5] {
        world.leave(place(north, month, NORTH)).await;
    }
    world.rest().await;
    world.pass(10).await;
    second.finished().await;
    assert_eq!(posted(&world), ["1", "2"]);
    clock(&world, "2030-03-06T09:00:00Z").await;
    world.pass(10).await;
    second.finished().await;
    assert_eq!(posted(&world), ["+3,4,5"]);
}

#[tokio::test]
async fn what_waits_goes_with_a_channel_that_gets_another_id() {
    let (world, north) = settled("a_day = 1").await;
    for month in [1, 2, 3] {
        world.say(place(north, month, NORTH)).await;
    }
    assert_eq!(posted(&world), ["1"]);
    renumber(&world.app.store.writer, NORTH, "slack:CNEW").await.unwrap();
    let waits = "select count(*) from outbox where queue = 'posts:slack:CNEW'
                  and say like '%\"slack:CNEW\"%' and done_us is null";
    assert_eq!(world.number(waits).await, 2);
}

#[tokio::test]
async fn what_is_late_is_one_post_that_says_so_and_one_alone_stays_itself() {
    let (mut world, north) = settled("a_day = 4").await;
    for month in [1, 2, 3] {
        world.leave(late(north, month, NORTH)).await;
    }
    world.leave(place(north, 4, NORTH)).await;
    world.rest().await;
    assert_eq!(posted(&world), ["4"], "it waits for nothing that is late");
    world.restart().await;
    world.pass(GATHERS).await;
    assert_eq!(posted(&world), ["~1,2,3"]);
    assert_eq!(world.outcomes(&late(north, 2, NORTH)).await, [outcome("in a digest")]);
    world.say(late(north, 5, NORTH)).await;
    assert!(posted(&world).is_empty());
    world.pass(GATHERS).await;
    assert_eq!(posted(&world), ["5"]);
    assert_eq!(world.outcomes(&late(north, 5, NORTH)).await, [outcome("said")]);
    world.pass(GATHERS).await;
    clock(&world, "2030-03-06T10:00:00Z").await;
    assert!(posted(&world).is_empty());
}

#[tokio::test]
async fn what_is_late_waits_until_all_of_it_is_left_and_no_longer_than_a_day() {
    let (world, north) = settled("a_day = 4").await;
    let second = world.second();
    start_notes(&world, Series::Week).await;
    for month in [1, 2] {
        world.say(late(north, month, NORTH)).await;
        world.pass(GATHERS).await;
        assert!(posted(&world).is_empty(), "the week's note is still to be left");
    }
    let round = "2030-03-04".parse().unwrap();
    let left = RhythmEvent::NotesLeft { round, to: [].into(), away: None, through: None };
    notes_happen(&world, Series::Week, vec![left]).await;
    world.pass(GATHERS).await;
    second.finished().await;
    assert_eq!(posted(&world), ["~1,2"]);

    start_notes(&world, Series::Month).await;
    world.say(late(north, 3, NORTH)).await;
    world.pass(GATHERS).await;
    assert!(posted(&world).is_empty());
    clock(&world, "2030-03-06T10:05:00Z").await;
    world.pass(GATHERS).await;
    assert_eq!(posted(&world), ["3"]);
}

#[tokio::test]
async fn of_places_that_wait_for_a_channel_the_newest_are_said() {
    let (world, north) = settled("a_day = 4").await;
    for month in [1, 2] {
        let period: Period = format!("2029-{month:02}").parse().unwrap();
        let needs = Needs { boards: [period.to_string()].into(), ..Needs::default() };
        let posted =
            BoardEvent::BoardPosted { post: period, shown: [].into(), late: None, by: None };
        let events = vec![BoardEvent::BoardTaken { counts: Vec::new() }, posted];
        let events = events.into_iter().map(Event::Board).collect();
        happen(&world, needs, Stream::Board(period), events).await;
        world.next("post", dead());
        world.say(place(north, month, NORTH)).await;
        world.app.clock.advance_to(world.app.now() + TimeDelta::seconds(1));
    }
    world.calls();
    world.sender.wake(NORTH).await.unwrap();
    world.rest().await;
    world.sender.wake(NORTH).await.unwrap();
    world.rest().await;
    world.pass(5).await;
    assert_eq!(posted(&world).last().map(String::as_str), Some("2"));
    assert_eq!(
        world.outcomes(&place(north, 1, NORTH)).await,
        [outcome("set aside: nothing_to_say")]
    );
    assert_eq!(world.outcomes(&place(north, 2, NORTH)).await, [outcome("said")]);
}
