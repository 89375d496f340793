//! Shout-outs: suggested when something good has happened, looked at before they are posted, said once;
//! put right or taken away afterwards.

use serde_json::Value;
use vouch::program::BUILT_IN;

use crate::channels::joins;
use crate::discord::Server;
use crate::world::{Answer, Message, Only, Referral, World, everywhere, everywhere_with, on_slack};

const MANAGER: &str = "Community manager";
const COMMUNITY: &str = "partners";
const NORTH: &str = "north-partner";

/// Who has won one deal is Silver.
const TIERS: &str = r#"
[[tiers]]
name = "Bronze"

[[tiers]]
name = "Silver"
won = 1
within_days = 90
"#;

/// By the button in the help, because most of them cannot type a command.
pub async fn lets_them_cheer(world: &World, place: &str, yes: &str) {
    let (admin, channel) = (format!("{place} admin"), format!("{}-partner", place.to_lowercase()));
    let admin = world.person(&admin);
    let help = admin.asks_for_help(&channel).await;
    let chosen = [("Show us on boards", "No"), ("Allow shout-outs", yes)];
    admin.sets_visibility(&help, &chosen).await;
}

async fn refers(world: &World, who: &str, website: &str) -> Referral {
    let referral = world.person(who).refers(website).await;
    world.person("Sales 1").approves(&referral).await;
    world.settle().await;
    referral
}

/// What waits for a word, as `/shoutout` shows it.
pub async fn listed(world: &World) -> Message {
    let manager = world.person(MANAGER);
    manager.types(COMMUNITY, "/shoutout").await;
    world.settle().await;
    manager.last_whisper_in(COMMUNITY).await
}

/// The form of the newest suggestion, sent like this.
pub async fn drafts(world: &World, fields: &[(&str, &str)]) -> Answer {
    let list = listed(world).await;
    let manager = world.person(MANAGER);
    let opened = manager.presses_on("Draft it", &list).await;
    assert_eq!(opened.screen.title, "Draft a shout-out", "{opened:?}");
    manager.submits(fields).await
}

pub async fn said(world: &World, channel: &str, text: &str) -> Vec<Message> {
    let mut all = world.all_in(channel).await;
    all.retain(|one| one.by_app && !one.private && !one.deleted && one.text.contains(text));
    all
}

pub async fn told(world: &World, text: &str) -> Vec<Message> {
    let mut all = world.person(MANAGER).direct_messages().await;
    all.retain(|one| one.text.contains(text));
    all
}

#[tokio::test]
async fn a_first_referral_is_said_once_and_can_be_put_right_and_taken_away() {
    everywhere(async |world| {
        world.clock_at("2027-03-02T10:00:00Z").await;
        lets_them_cheer(world, "North", "Yes").await;
        refers(world, "Partner member", "acme.example").await;
        refers(world, "South member", "birch.example").await;
        let list = listed(world).await;
        assert!(list.text.contains("North Partner has a first approved referral"), "{list:?}");
        assert!(!list.text.contains("South"), "it has not allowed any: {list:?}");
        assert_eq!(list.buttons, ["Draft it", "Skip it"]);

        for (text, error) in [
            ("A deal of 50,000 euros!", "Take out the amount."),
            ("Thanks for marker acme widgets.", "has not agreed to be named."),
            ("Better than South Partner.", "This names South Partner; say it without the name."),
        ] {
            let refused = drafts(world, &[("Text", text), ("When", "Now")]).await;
            assert!(refused.error_at("Text").contains(error), "{text}: {refused:?}");
            world.person(MANAGER).closes().await;
        }
        let own = "Well done, North Partner: a first one!";
        let shown = drafts(world, &[("Text", own), ("Where", "Both"), ("When", "Now")]).await;
        let words = &shown.screen.words;
        assert!(words.contains("Preview · Both") && words.contains(own), "{words}");
        assert!(words.contains("Consent: yes. No customer named. No amounts."), "{words}");
        assert!(said(world, COMMUNITY, own).await.is_empty());
        let manager = world.person(MANAGER);
        let posted = manager.presses_in_modal("Post now").await;
        assert!(posted.screen.words.contains("Posted in"), "{posted:?}");
        world.settle().await;
        for channel in [COMMUNITY, NORTH] {
            assert_eq!(said(world, channel, own).await.len(), 1, "{channel}");
        }
        // An old list leads nowhere, and nothing waits any more.
        manager.closes().await;
        manager.presses_on("Draft it", &list).await;
        world.settle().await;
        let settled = manager.last_whisper_in(COMMUNITY).await.text;
        assert!(settled.contains("Already posted at"), "{settled}");
        assert!(listed(world).await.text.contains("Nothing waits for a word."));

        let done = told(world, "Posted in").await;
        assert_eq!(done.len(), 1, "{done:?}");
        assert_eq!(done[0].buttons, ["Correct text", "Delete post"]);
        manager.presses_on("Correct text", &done[0]).await;
        let better = "Well done, North Partner: a first referral!";
        let fixed = manager.submits(&[("Text", better), ("Reason", "A word was missing")]).await;
        assert!(fixed.screen.words.contains("Corrected."), "{fixed:?}");
        world.settle().await;
        for channel in [COMMUNITY, NORTH] {
            assert!(said(world, channel, own).await.is_empty(), "{channel}");
            assert_eq!(said(world, channel, better).await.len(), 1, "{channel}");
        }
        manager.closes().await;
        manager.presses_on("Delete post", &done[0]).await;
        let gone = manager.submits(&[("Reason", "The partner asked for it")]).await;
        assert!(gone.screen.words.contains("Deleted."), "{gone:?}");
        world.settle().await;
        for channel in [COMMUNITY, NORTH] {
            assert!(said(world, channel, "Well done").await.is_empty(), "{channel}");
        }
        manager.closes().await;
        // Partners' people cannot do any of it.
        let member = world.person("South member");
        member.types("south-partner", "/shoutout").await;
        world.settle().await;
        let refused = member.last_whisper_in("south-partner").await.text;
        assert!(!refused.contains("Worth a word") && !refused.contains("North"), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn what_is_scheduled_comes_once_at_nine_and_not_without_consent() {
    let program = format!("{BUILT_IN}{TIERS}");
    everywhere_with(&[("program.toml", &program)], async |world| {
        // A Thursday.
        world.clock_at("2027-03-04T10:00:00Z").await;
        lets_them_cheer(world, "North", "Yes").await;
        let referral = refers(world, "Partner member", "acme.example").await;
        world.person("Sales 1").wins(&referral).await;
        let list = listed(world).await;
        for fact in [
            "North Partner is now Silver.",
            "North Partner brought in a customer who signed this week.",
            "North Partner has a first approved referral",
        ] {
            assert!(list.text.contains(fact), "{fact}: {list:?}");
        }
        assert!(!list.text.contains("70,007") && !list.text.contains("Acme"), "{list:?}");

        let morning = [("Where", "Community channel"), ("When", "Next morning 09:00")];
        let shown = drafts(world, &morning).await;
        let manager = world.person(MANAGER);
        let text = ["is now Silver.", "signed this week.", "first approved referral"]
            .into_iter()
            .find(|text| shown.screen.words.contains(text))
            .expect("a template");
        let waits = manager.presses_in_modal("Schedule post").await;
        assert!(waits.screen.words.contains("It waits for"), "{waits:?}");
        manager.closes().await;
        world.restart().await;
        world.clock_at("2027-03-05T08:40:00Z").await;
        world.settle().await;
        assert!(said(world, COMMUNITY, text).await.is_empty(), "not before nine");
        assert!(listed(world).await.text.contains("Waits for"));
        world.clock_at("2027-03-05T09:10:00Z").await;
        world.settle().await;
        world.restart().await;
        world.clock_at("2027-03-05T10:10:00Z").await;
        world.settle().await;
        assert_eq!(said(world, COMMUNITY, text).await.len(), 1);
        assert!(said(world, NORTH, text).await.is_empty(), "it was for the community");
        assert_eq!(told(world, "Posted in").await.len(), 1);

        // What waits is not said once the partner takes its consent back.
        drafts(world, &morning).await;
        world.person(MANAGER).presses_in_modal("Schedule post").await;
        world.person(MANAGER).closes().await;
        lets_them_cheer(world, "North", "No").await;
        world.clock_at("2027-03-06T09:10:00Z").await;
        world.settle().await;
        let stopped = told(world, "North Partner allows no shout-outs any more.").await;
        assert_eq!(stopped.len(), 1, "{stopped:?}");
        assert_eq!(told(world, "Posted in").await.len(), 1);
        assert!(listed(world).await.text.contains("Nothing waits for a word."));
        // On Monday morning what waits for a word is listed, where anything does.
        lets_them_cheer(world, "North", "Yes").await;
        world.clock_at("2027-03-08T09:10:00Z").await;
        world.settle().await;
        let weekly = told(world, "Worth a word: 2").await;
        assert_eq!(weekly.len(), 1, "{weekly:?}");
    })
    .await;
}

#[tokio::test]
async fn a_run_of_months_and_a_quick_answer_are_worth_a_word() {
    everywhere(async |world| {
        world.clock_at("2027-03-02T10:00:00Z").await;
        lets_them_cheer(world, "North", "Yes").await;
        refers(world, "Partner member", "acme.example").await;
        world.clock_at("2027-04-06T10:00:00Z").await;
        refers(world, "Partner member", "birch.example").await;
        let list = listed(world).await.text;
        assert!(!list.contains("months in a row"), "two are no run: {list}");

        let member = world.person("Partner member");
        let referral = member.refers("cedar.example").await;
        let question = [("Question", "Who decides there?")];
        world.person("Sales 1").fills_in("Ask", &referral, &question).await;
        member.presses("Answer", &referral).await;
        member.submits(&[("Answer", "Jo does.")]).await;
        world.settle().await;
        let list = listed(world).await;
        assert!(list.text.contains("North Partner answered our question within"), "{list:?}");
        assert!(!list.text.contains("Jo does"), "{list:?}");

        world.clock_at("2027-05-04T10:00:00Z").await;
        world.person("Sales 1").approves(&referral).await;
        world.settle().await;
        refers(world, "Partner member", "elder.example").await;
        let list = listed(world).await.text;
        let run = "3 months in a row with an approved referral: North Partner keeps showing up.";
        assert_eq!(list.matches(run).count(), 1, "{list}");
    })
    .await;
}

#[tokio::test]
async fn on_discord_one_is_written_and_read_as_on_slack() {
    on_slack(Only::Told, async |world| {
        world.clock_at("2027-03-02T10:00:00Z").await;
        let people = [
            ("Partner member", "partner = \"NOR\"\nroles = [\"partner_member\"]"),
            ("Sales 1", "roles = [\"sales\", \"community_manager\"]"),
        ];
        let server = Server::with(world, &people).await;
        lets_them_cheer(world, "North", "Yes").await;
        let referral = refers(world, "Partner member", "acme.example").await;
        server.types_inside("Sales 1", "sales-desk", "/shoutout").await;
        let form = server.presses("Sales 1", "sales-desk", "Draft it").await;
        let own = "Well done, North Partner: a first one!";
        let fields = [("Text", own), ("Where", "Partner's channel"), ("When", "Now")];
        server.sends("Sales 1", &form, &fields).await;
        server.presses("Sales 1", "sales-desk", "Post now").await;
        world.settle().await;
        let read = server.text_in("Partner member", NORTH).await;
        assert_eq!(read.matches(own).count(), 1, "{read}");
        assert_eq!(said(world, NORTH, own).await.len(), 1, "and on Slack");
        assert!(server.direct("Sales 1").await.contains("Posted in"));

        // What is written on Slack stands there as well, and goes from there.
        world.person("Sales 1").wins(&referral).await;
        let own = "Somebody signed, thanks to North Partner!";
        let fields = [("Text", own), ("Where", "Partner's channel"), ("When", "Now")];
        drafts(world, &fields).await;
        let manager = world.person(MANAGER);
        manager.presses_in_modal("Post now").await;
        world.settle().await;
        manager.closes().await;
        let read = server.text_in("Partner member", NORTH).await;
        assert_eq!(read.matches(own).count(), 1, "{read}");
        let done = told(world, "Posted in").await;
        manager.presses_on("Delete post", &done[0]).await;
        manager.submits(&[("Reason", "It was too early")]).await;
        world.settle().await;
        manager.closes().await;
        let here = server.reads("Partner member", NORTH).await;
        let stands = |one: &&Value| one["deleted"] != true && one.to_string().contains(own);
        assert!(!here.iter().any(|one| stands(&one)), "{here:#?}");
        assert!(said(world, NORTH, own).await.is_empty());
    })
    .await;
}

/// The form of the first that waits, opened by somebody in a channel of theirs and sent like this.
async fn drafts_as(world: &World, who: &str, place: &str, fields: &[(&str, &str)]) -> Answer {
    let person = world.person(who);
    person.types(place, "/shoutout").await;
    world.settle().await;
    let list = person.last_whisper_in(place).await;
    person.presses_on("Draft it", &list).await;
    person.submits(fields).await
}

#[tokio::test]
async fn nobody_posts_what_somebody_else_has_written_meanwhile_and_who_scheduled_it_hears() {
    everywhere(async |world| {
        world.clock_at("2027-03-02T10:00:00Z").await;
        lets_them_cheer(world, "North", "Yes").await;
        refers(world, "Partner member", "acme.example").await;
        let manager = world.person(MANAGER);
        let (mine, other) = ("Well done, North Partner!", "Thank you, North Partner!");
        let fields = |text, when| [("Text", text), ("Where", "Community channel"), ("When", when)];
        drafts(world, &fields(mine, "Now")).await;
        // The same fact, by somebody else.
        drafts_as(world, "Partner manager", "sales-desk", &fields(other, "Now")).await;
        let refused = manager.presses_in_modal("Post now").await;
        let changed = "The draft was changed meanwhile. Nothing was posted.";
        assert!(refused.screen.words.contains(changed), "{refused:?}");
        manager.closes().await;
        world.settle().await;
        assert!(said(world, COMMUNITY, "North Partner!").await.is_empty());
        world.person("Partner manager").closes().await;

        drafts(world, &fields(mine, "Next morning 09:00")).await;
        manager.presses_in_modal("Schedule post").await;
        manager.closes().await;
        let typed = [("Day and time", "2027-03-03 14:30")];
        let later: Vec<_> = fields(other, "Another time").into_iter().chain(typed).collect();
        let unclear = [("Day and time", "soon")];
        let unclear: Vec<_> = fields(other, "Another time").into_iter().chain(unclear).collect();
        let refused = drafts_as(world, "Partner manager", "sales-desk", &unclear).await;
        let error = refused.error_at("Day and time");
        assert!(error.contains("like 2027-03-05 14:30"), "{refused:?}");
        world.person("Partner manager").closes().await;
        drafts_as(world, "Partner manager", "sales-desk", &later).await;
        world.settle().await;
        let heard = told(world, "has rewritten the shout-out about North Partner").await;
        assert_eq!(heard.len(), 1, "{heard:?}");
        assert!(heard[0].text.contains("Partner manager"), "{heard:?}");
        world.person("Partner manager").presses_in_modal("Schedule post").await;
        world.person("Partner manager").closes().await;
        world.clock_at("2027-03-03T09:10:00Z").await;
        world.settle().await;
        assert!(said(world, COMMUNITY, "North Partner!").await.is_empty());
        world.clock_at("2027-03-03T14:40:00Z").await;
        world.settle().await;
        assert_eq!(said(world, COMMUNITY, other).await.len(), 1);
        assert!(said(world, COMMUNITY, mine).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn everything_that_waits_is_reached_and_what_is_scheduled_stands_last() {
    let program = format!("{BUILT_IN}{TIERS}");
    everywhere_with(&[("program.toml", &program)], async |world| {
        world.clock_at("2027-03-02T10:00:00Z").await;
        lets_them_cheer(world, "North", "Yes").await;
        for website in ["acme.example", "birch.example", "cedar.example", "elder.example"] {
            let referral = refers(world, "Partner member", website).await;
            world.person("Sales 1").wins(&referral).await;
            world.settle().await;
        }
        let manager = world.person(MANAGER);
        for _ in 0..2 {
            drafts(world, &[("When", "Next morning 09:00")]).await;
            let waits = manager.presses_in_modal("Schedule post").await;
            assert!(waits.screen.words.contains("It waits for"), "{waits:?}");
            manager.closes().await;
        }
        // A first one, four that were won, and a tier.
        let list = listed(world).await;
        assert!(list.text.contains("Worth a word: 6"), "{list:?}");
        assert_eq!(list.text.matches("Waits for").count(), 1, "{list:?}");
        assert_eq!(list.buttons.last().map(String::as_str), Some("Show more"), "{list:?}");
        manager.presses_on("Show more", &list).await;
        world.settle().await;
        let rest = manager.last_whisper_in(COMMUNITY).await;
        assert_eq!(rest.text.matches("Waits for").count(), 1, "{rest:?}");
        assert_eq!(rest.buttons, ["Draft it", "Discard draft", "Show the first"]);
        // What is said of this week is not said for another one.
        let later = [("When", "Another time"), ("Day and time", "2027-03-20 10:00")];
        let form = drafts(world, &later).await.screen.words.clone();
        assert!(!form.contains("signed this week"), "{form}");
        manager.closes().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_taken_away_goes_although_others_have_joined_its_channel() {
    on_slack(Only::Channels, async |world| {
        world.clock_at("2027-03-02T10:00:00Z").await;
        lets_them_cheer(world, "North", "Yes").await;
        let referral = refers(world, "Partner member", "acme.example").await;
        let own = "Well done, North Partner!";
        let fields = [("Text", own), ("Where", "Both"), ("When", "Now")];
        drafts(world, &fields).await;
        let manager = world.person(MANAGER);
        manager.presses_in_modal("Post now").await;
        manager.closes().await;
        world.settle().await;
        for channel in [COMMUNITY, NORTH] {
            assert_eq!(said(world, channel, own).await.len(), 1, "{channel}");
        }
        joins(world, "T0EAST00001", NORTH).await;
        let done = told(world, "Posted in").await;
        manager.presses_on("Delete post", &done[0]).await;
        manager.submits(&[("Reason", "The partner asked for it")]).await;
        manager.closes().await;
        world.settle().await;
        for channel in [COMMUNITY, NORTH] {
            assert!(said(world, channel, own).await.is_empty(), "{channel}");
        }

        // And nothing is said to be posted where it is not.
        world.person("Sales 1").wins(&referral).await;
        world.settle().await;
        drafts(world, &[("Where", "Partner's channel"), ("When", "Now")]).await;
        let refused = manager.presses_in_modal("Post now").await;
        let nowhere = "There is no channel for it. Choose another place.";
        assert!(refused.screen.words.contains(nowhere), "{refused:?}");
        manager.closes().await;
    })
    .await;
}
