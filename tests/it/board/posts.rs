//! Boards at a period's end: the first after a person's word, later ones by themselves, each once.

use serde_json::json;

use super::{channel, lets_others_see, member, on_boards};
use crate::world::{Message, Only, Referral, World, everywhere, in_the_end, on_slack};

/// How every board begins.
const BOARD: &str = "Approved referrals · ";
const COMMUNITY: &str = "partners";
const MANAGER: &str = "Community manager";

/// Six partners by the names of their people, with so many approved referrals each.
const APPROVED: [(&str, usize); 6] =
    [("North", 3), ("South", 2), ("East", 2), ("West", 1), ("Hill", 1), ("Coast", 1)];

pub async fn refer_and_approve(world: &World, place: &str, website: &str) -> Referral {
    let member = member(place);
    let referral = world.person(&member).refers(website).await;
    world.person("Sales 1").approves(&referral).await;
    referral
}

/// All of them take part, but for who is left out. Gives one of North's referrals.
pub async fn march(world: &World, but: &str) -> Referral {
    // Long enough before the month's end that nobody is reminded of anything after it.
    world.clock_at("2027-03-10T10:00:00Z").await;
    let mut of_north = None;
    for (place, count) in APPROVED {
        for nth in 1..=count {
            let website = format!("{}{nth}.example", place.to_lowercase());
            let referral = refer_and_approve(world, place, &website).await;
            of_north.get_or_insert(referral);
        }
        if place != but {
            lets_others_see(world, place, "Yes", "").await;
        }
    }
    world.settle().await;
    of_north.expect("one of North's")
}

/// By the button in the help that they have asked for before: meanwhile something waits, and the
/// world does not come to rest.
async fn chooses_again(world: &World, place: &str, boards: &str, name: &str) {
    let admin = format!("{place} admin");
    let admin = world.person(&admin);
    let help = admin.last_whisper_in(&channel(place)).await;
    admin.sets_visibility(&help, &on_boards(boards, name)).await;
}

pub async fn at(world: &World, time: &str) {
    world.clock_at(time).await;
    world.settle().await;
}

/// What stands in a channel with this in it.
async fn said(world: &World, channel: &str, text: &str) -> Vec<Message> {
    let mut all = world.all_in(channel).await;
    all.retain(|one| one.by_app && !one.private && one.text.contains(text));
    all
}

pub async fn previews(world: &World) -> Vec<Message> {
    let mut told = world.person(MANAGER).direct_messages().await;
    told.retain(|one| one.text.contains("The first board is ready."));
    told
}

/// The places of the board of a period, as they stand in a message.
pub fn places<'a>(message: &'a str, heading: &str) -> Vec<&'a str> {
    let lines = message.lines().skip_while(|line| *line != heading).skip(1);
    lines.take_while(|line| line.starts_with(|first: char| first.is_ascii_digit())).collect()
}

#[tokio::test]
async fn the_months_board_comes_once_after_a_persons_word_and_then_by_itself() {
    everywhere(async |world| {
        let won = march(world, "Coast").await;
        at(world, "2027-04-01T08:40:00Z").await;
        assert!(previews(world).await.is_empty(), "not before nine");
        at(world, "2027-04-01T09:10:00Z").await;
        let shown = previews(world).await;
        assert_eq!(shown.len(), 1, "{shown:?}");
        let month = "Approved referrals · March 2027";
        let expected = [
            "1 North Partner 3",
            "2 East Partner 2",
            "2 South Partner 2",
            "4 Hill Partner 1",
            "4 West Partner 1",
        ];
        assert_eq!(places(&shown[0].text, month), expected, "{shown:?}");
        assert!(!shown[0].text.contains("Coast"), "it has not chosen to appear");
        assert!(said(world, COMMUNITY, BOARD).await.is_empty());
        assert!(said(world, "north-partner", BOARD).await.is_empty());

        let manager = world.person(MANAGER);
        manager.presses_on("Send it", &shown[0]).await;
        world.restart().await;
        world.settle().await;
        let manager = world.person(MANAGER);
        manager.presses_on("Send it", &shown[0]).await;
        world.settle().await;
        let posted = said(world, COMMUNITY, BOARD).await;
        assert_eq!(posted.len(), 1, "once, however often it was pressed: {posted:?}");
        let text = &posted[0].text;
        assert_eq!(places(text, month), expected, "{text}");
        assert_eq!(places(text, "Approved referrals · Q1 2027"), expected, "the quarter's: {text}");
        assert!(text.contains("Partners who chose to appear. Ties share a rank."), "{text}");
        assert!(!text.contains("We were away"), "{text}");

        // Each partner hears of itself alone; also who is not on the board.
        let own = said(world, "south-partner", "Approved referrals · March 2027").await;
        assert_eq!(own.len(), 1, "{own:?}");
        assert!(own[0].text.contains("You share 2nd place, with 2."), "{own:?}");
        assert!(own[0].text.contains("1 more approved referral reaches 1st place."), "{own:?}");
        assert!(own[0].text.contains("Approved referrals · Q1 2027"), "{own:?}");
        let own = said(world, "coast-partner", "Approved referrals · March 2027").await;
        assert!(own[0].text.contains("You share 4th place, with 1."), "{own:?}");
        for (place, _) in APPROVED {
            let told = said(world, &channel(place), BOARD).await;
            assert_eq!(told.len(), 1, "{place}: {told:?}");
            for (other, _) in APPROVED.iter().filter(|(other, _)| *other != place) {
                assert!(!told[0].text.contains(other), "{place} hears of {other}: {told:?}");
            }
        }

        let member = world.person("South member");
        member.presses_on("Show my rank", &posted[0]).await;
        world.settle().await;
        let alone = member.last_whisper_in(COMMUNITY).await.text;
        assert!(alone.contains("You share 2nd place, with 2."), "{alone}");

        // A result that counted is reversed: a note in the thread, and the board stays.
        world.person("Sales 1").wins(&won).await;
        let record = [("Refund or cancellation", "Paid back in full")];
        world.person("Partner manager").fills_in("Record reversal", &won, &record).await;
        at(world, "2027-04-02T09:10:00Z").await;
        at(world, "2027-04-03T09:10:00Z").await;
        let notes = said(world, COMMUNITY, "Correction to March 2027").await;
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert_eq!(notes[0].thread.as_deref(), Some(posted[0].ts.as_str()), "in its thread");
        assert!(notes[0].text.contains("Correction to Q1 2027"), "{notes:?}");
        let now = said(world, COMMUNITY, "Partners who chose to appear").await;
        assert_eq!(&now[0].text, text, "it stays as it was posted");

        // Whoever asks for that month reads what was taken, the next one goes out without a word.
        let asker = world.person(MANAGER);
        asker.types(COMMUNITY, "/leaderboard 2027-03").await;
        world.settle().await;
        let asked = asker.last_whisper_in(COMMUNITY).await.text;
        assert_eq!(places(&asked, month), expected, "{asked}");
        refer_and_approve(world, "North", "north-april.example").await;
        at(world, "2027-05-01T09:10:00Z").await;
        let own = said(world, "north-partner", "Approved referrals · April 2027").await;
        assert_eq!(own.len(), 1, "{own:?}");
        assert!(own[0].text.contains("You have 1. Places are told from 5"), "{own:?}");
        let april = said(world, COMMUNITY, "Approved referrals · April 2027").await;
        assert!(april.is_empty(), "fewer than five are ranked: {april:?}");
        assert_eq!(previews(world).await.len(), 1);
        // A month in which nothing happened is nobody's news.
        at(world, "2027-06-01T09:10:00Z").await;
        for place in [COMMUNITY, "north-partner"] {
            let may = said(world, place, "Approved referrals · May 2027").await;
            assert!(may.is_empty(), "{may:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn posts_that_were_due_while_nobody_could_post_are_one_and_obey_what_holds_when_they_come() {
    on_slack(Only::Channels, async |world| {
        march(world, "").await;
        // Who speaks for South wants no such notes in its channel.
        let admin = world.person("South admin");
        admin.types("south-partner", "/vouch notify").await;
        let topics = json!({
            "Tell me about": [
                "Questions and answers about referrals of yours",
                "Decisions on referrals of yours",
                "Reminders of what still waits for you",
            ],
        });
        let saved = admin.submits_all(topics).await;
        assert!(saved.ok && saved.screen.errors.is_empty(), "{saved:?}");
        admin.closes().await;
        at(world, "2027-04-01T08:10:00Z").await;
        let referral = refer_and_approve(world, "East", "east-april.example").await;
        world.person("Sales 1").wins(&referral).await;
        // April's first hours count for April; then nobody is there for a month.
        at(world, "2027-05-03T12:00:00Z").await;
        let shown = previews(world).await;
        assert_eq!(shown.len(), 1, "one note for all: {shown:?}");
        let text = &shown[0].text;
        assert!(
            text.contains("No board for April 2027: fewer than 5 partners take part."),
            "{text}"
        );
        let quarter = "Approved referrals · Q1 2027";
        assert_eq!(places(text, quarter).len(), 6, "{text}");

        // It waits: the channel is archived. Meanwhile two partners change what others may read.
        world.change(json!({ "archive": world.channel(COMMUNITY) })).await;
        in_the_end("it is known to be gone", async || {
            let gone = "select channel_id, dead_code from channel where dead_code is not null";
            (!world.database.pairs(gone).await.is_empty()).then_some(())
        })
        .await;
        let manager = world.person(MANAGER);
        manager.presses_on("Send it", &shown[0]).await;
        // What is being drawn already is said as it is: it is over when the others have theirs.
        for place in ["North", "East", "West", "Coast", "Hill"] {
            in_the_end("a partner hears its place", async || {
                let heard = said(world, &channel(place), BOARD).await;
                (!heard.is_empty()).then_some(())
            })
            .await;
        }
        world.settle_briefly().await;
        assert!(said(world, COMMUNITY, BOARD).await.is_empty());
        chooses_again(world, "West", "No", "").await;
        chooses_again(world, "Hill", "Yes", "The Hill people").await;
        world.change(json!({ "unarchive": world.channel(COMMUNITY) })).await;
        world.settle().await;
        let posted = said(world, COMMUNITY, BOARD).await;
        assert_eq!(posted.len(), 1, "{posted:?}");
        let text = &posted[0].text;
        let expected = [
            "1 North Partner 3",
            "2 East Partner 2",
            "2 South Partner 2",
            "4 Coast Partner 1",
            "4 The Hill people 1",
        ];
        assert_eq!(places(text, quarter), expected, "{text}");
        assert!(text.contains("this note replaces 2."), "{text}");
        assert!(said(world, "south-partner", BOARD).await.is_empty(), "turned off");
        let own = said(world, "east-partner", BOARD).await;
        assert_eq!(own.len(), 1, "{own:?}");
        assert!(own[0].text.contains("Approved referrals · April 2027"), "{own:?}");
        assert!(own[0].text.contains("Approved referrals · Q1 2027"), "{own:?}");
    })
    .await;
}

#[tokio::test]
async fn a_board_that_is_left_out_is_not_posted_and_only_who_looks_after_it_decides() {
    everywhere(async |world| {
        world.clock_at("2027-03-15T10:00:00Z").await;
        refer_and_approve(world, "South", "acme.example").await;
        at(world, "2027-04-01T09:10:00Z").await;
        let shown = previews(world).await;
        assert_eq!(shown.len(), 1, "{shown:?}");
        let none = "No board for March 2027: fewer than 5 partners take part.";
        assert!(shown[0].text.contains(none), "{shown:?}");
        let manager = world.person(MANAGER);
        manager.presses_on("Skip it", &shown[0]).await;
        manager.presses_on("Send it", &shown[0]).await;
        world.settle().await;
        assert!(said(world, "south-partner", BOARD).await.is_empty());
        let forged = world.person("South member");
        let intro = world.intro("south-partner").await;
        forged.presses_made_up("board:send", "v1:board:send:2027-03:0", &intro).await;
        world.settle().await;
        assert!(said(world, "south-partner", BOARD).await.is_empty());
        // The next one is shown first as well.
        refer_and_approve(world, "South", "birch.example").await;
        at(world, "2027-05-01T09:10:00Z").await;
        assert_eq!(previews(world).await.len(), 2);
    })
    .await;
}
