//! How much channels read of Vouch's own accord: in quiet hours nothing, in a day so many posts, and
//! what is more the morning after, by what may be said then.

use vouch::program::BUILT_IN;

use crate::board::posts::{march, previews, refer_and_approve};
use crate::shout::{drafts, lets_them_cheer, said, told};
use crate::world::{World, everywhere_with};

const MANAGER: &str = "Community manager";
const COMMUNITY: &str = "partners";
const HEAD: &str = "Kept back for you";
const ONE_A_DAY: &str = "\n[posts]\nquiet = [\"19:00\", \"08:00\"]\na_day = 1\n";

async fn at(world: &World, time: &str) {
    world.clock_at(time).await;
    world.settle().await;
}

/// Writes the newest suggestion, to be posted in the community's channel: now, or next morning.
async fn writes(world: &World, text: &str, when: &str) {
    let fields = [("Text", text), ("Where", "Community channel"), ("When", when)];
    drafts(world, &fields).await;
    let manager = world.person(MANAGER);
    let press = if when == "Now" { "Post now" } else { "Schedule post" };
    let done = manager.presses_in_modal(press).await;
    let words = if when == "Now" { "Posted in" } else { "It waits for" };
    assert!(done.screen.words.contains(words), "{done:?}");
    manager.closes().await;
    world.settle().await;
}

#[tokio::test]
async fn of_two_for_one_morning_the_second_comes_in_the_next_ones_digest_by_consent_of_then() {
    let program = format!("{BUILT_IN}{ONE_A_DAY}");
    everywhere_with(&[("program.toml", &program)], async |world| {
        // A Tuesday.
        at(world, "2027-03-02T10:00:00Z").await;
        let morning = "Next morning 09:00";
        let (north, south) = ("Well done, North Partner!", "Thank you, South Partner!");
        let mut referrals = Vec::new();
        for (place, who, website, text) in [
            ("North", "Partner member", "acme.example", north),
            ("South", "South member", "birch.example", south),
        ] {
            lets_them_cheer(world, place, "Yes").await;
            let referral = world.person(who).refers(website).await;
            world.person("Sales 1").approves(&referral).await;
            world.settle().await;
            referrals.push(referral);
            writes(world, text, morning).await;
        }
        at(world, "2027-03-03T09:10:00Z").await;
        let mut both = Vec::new();
        for text in [north, south] {
            both.push((said(world, COMMUNITY, text).await.len(), text));
        }
        both.sort_unstable();
        let [(0, later), (1, first)] = both[..] else { panic!("{both:?}") };
        world.restart().await;
        at(world, "2027-03-04T08:40:00Z").await;
        assert!(said(world, COMMUNITY, later).await.is_empty());
        at(world, "2027-03-04T09:10:00Z").await;
        world.restart().await;
        at(world, "2027-03-04T10:10:00Z").await;
        let digests = said(world, COMMUNITY, HEAD).await;
        assert_eq!(digests.len(), 1, "{digests:?}");
        assert!(digests[0].text.contains(later), "{digests:?}");
        assert!(!digests[0].text.contains(first), "{digests:?}");
        assert_eq!(said(world, COMMUNITY, first).await.len(), 1);
        assert_eq!(said(world, COMMUNITY, later).await.len(), 1);

        // What stands in it can be put right, and taken away.
        let manager = world.person(MANAGER);
        let done = told(world, later).await;
        let done = done.iter().find(|one| !one.buttons.is_empty()).expect("its buttons");
        let better = "Thank you all, partners of ours!";
        manager.presses_on("Correct text", done).await;
        manager.submits(&[("Text", better), ("Reason", "A word was missing")]).await;
        world.settle().await;
        manager.closes().await;
        let digests = said(world, COMMUNITY, HEAD).await;
        assert_eq!(digests.len(), 1, "{digests:?}");
        assert!(digests[0].text.contains(better) && !digests[0].text.contains(later));
        manager.presses_on("Delete post", done).await;
        manager.submits(&[("Reason", "The partner asked for it")]).await;
        world.settle().await;
        manager.closes().await;
        assert!(said(world, COMMUNITY, HEAD).await.is_empty());

        // Of what waits overnight nothing is said without consent.
        for (referral, text) in referrals.iter().zip(["Signed, North!", "Signed, South!"]) {
            world.person("Sales 1").wins(referral).await;
            world.settle().await;
            writes(world, text, morning).await;
        }
        at(world, "2027-03-05T09:10:00Z").await;
        assert_eq!(said(world, COMMUNITY, "Signed,").await.len(), 1, "one a day");
        for place in ["North", "South"] {
            lets_them_cheer(world, place, "No").await;
        }
        world.restart().await;
        at(world, "2027-03-06T09:10:00Z").await;
        assert!(said(world, COMMUNITY, HEAD).await.is_empty());
        assert_eq!(said(world, COMMUNITY, "Signed,").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_posts_now_comes_now_and_counts_for_the_day() {
    let program = format!("{BUILT_IN}{ONE_A_DAY}");
    everywhere_with(&[("program.toml", &program)], async |world| {
        at(world, "2027-03-02T20:00:00Z").await;
        lets_them_cheer(world, "North", "Yes").await;
        let referral = world.person("Partner member").refers("acme.example").await;
        world.person("Sales 1").approves(&referral).await;
        world.settle().await;
        let (morning, now) = ("Well done, North Partner!", "Somebody signed!");
        writes(world, morning, "Next morning 09:00").await;
        at(world, "2027-03-03T08:30:00Z").await;
        world.person("Sales 1").wins(&referral).await;
        world.settle().await;
        writes(world, now, "Now").await;
        assert_eq!(said(world, COMMUNITY, now).await.len(), 1);
        at(world, "2027-03-03T09:10:00Z").await;
        assert!(said(world, COMMUNITY, morning).await.is_empty(), "the day has had its post");
        at(world, "2027-03-04T07:30:00Z").await;
        assert!(said(world, COMMUNITY, HEAD).await.is_empty(), "it is quiet");
        at(world, "2027-03-04T09:10:00Z").await;
        let digests = said(world, COMMUNITY, HEAD).await;
        assert_eq!(digests.len(), 1, "{digests:?}");
        assert!(digests[0].text.contains(morning), "{digests:?}");
    })
    .await;
}

#[tokio::test]
async fn a_board_in_a_digest_stays_there_when_something_beside_it_is_put_right_later() {
    let program = format!("{BUILT_IN}{ONE_A_DAY}");
    everywhere_with(&[("program.toml", &program)], async |world| {
        lets_them_cheer(world, "North", "Yes").await;
        let referral = march(world, "North").await;
        at(world, "2027-04-01T09:10:00Z").await;
        let manager = world.person(MANAGER);
        manager.presses_on("Send it", &previews(world).await[0]).await;
        world.settle().await;
        let all_of_a_month = async |month: &str| {
            for place in ["South", "East", "West", "Hill", "Coast"] {
                let website = format!("{}-{month}.example", place.to_lowercase());
                refer_and_approve(world, place, &website).await;
            }
            world.settle().await;
        };
        at(world, "2027-04-30T10:00:00Z").await;
        all_of_a_month("april").await;
        let (later, now) = ("Well done, North Partner!", "Somebody signed!");
        writes(world, later, "Next morning 09:00").await;
        world.person("Sales 1").wins(&referral).await;
        world.settle().await;
        at(world, "2027-05-01T08:30:00Z").await;
        writes(world, now, "Now").await;
        at(world, "2027-05-01T09:10:00Z").await;
        at(world, "2027-05-02T09:10:00Z").await;
        let board = "Approved referrals · April 2027";
        let digests = said(world, COMMUNITY, HEAD).await;
        assert_eq!(digests.len(), 1, "{digests:?}");
        assert!(digests[0].text.contains(board) && digests[0].text.contains(later), "{digests:?}");

        // There is a newer board when somebody puts the words right.
        at(world, "2027-05-31T10:00:00Z").await;
        all_of_a_month("may").await;
        at(world, "2027-06-01T09:10:00Z").await;
        assert_eq!(said(world, COMMUNITY, "Approved referrals · May 2027").await.len(), 1);
        let done = told(world, later).await;
        let done = done.iter().find(|one| !one.buttons.is_empty()).expect("its buttons");
        let better = "Well done, all of North Partner!";
        manager.presses_on("Correct text", done).await;
        manager.submits(&[("Text", better), ("Reason", "A word was missing")]).await;
        world.settle().await;
        manager.closes().await;
        let digests = said(world, COMMUNITY, HEAD).await;
        assert_eq!(digests.len(), 1, "{digests:?}");
        assert!(digests[0].text.contains(board), "{digests:?}");
        assert!(digests[0].text.contains(better) && !digests[0].text.contains(later));
    })
    .await;
}
