//! Notes that a partner's channel is told of its own accord: a nudge to who has sent nothing for a
//! while, and the week's. The first of each after a person's word, later ones by themselves.

use serde_json::json;
use vouch::program::BUILT_IN;

use crate::partners::deed;
use crate::world::{
    Message, Only, Referral, World, everywhere, everywhere_with, on_slack, on_slack_with,
};

const MANAGER: &str = "Community manager";
const MEMBER: &str = "Partner member";
const NORTH: &str = "north-partner";
const NUDGE: &str = "Your last referral was on";
const WEEK: &str = "Your week,";
const IDEAL: &str = r#"
[ideal_customer]
text = "Firms that ship goods every day."
signs = ["A second warehouse."]
"#;
/// Notes are left at nine, and said at noon.
const QUIET: &str = "\n[posts]\nquiet = [\"08:30\", \"12:00\"]\n";

async fn at(world: &World, time: &str) {
    world.clock_at(time).await;
    world.settle().await;
}

/// What stands in a channel for all with this in it.
async fn said(world: &World, channel: &str, text: &str) -> Vec<Message> {
    let mut all = world.all_in(channel).await;
    all.retain(|one| one.by_app && !one.private && one.text.contains(text));
    all
}

/// What whoever looks after the community was shown.
async fn previews(world: &World, text: &str) -> Vec<Message> {
    let mut told = world.person(MANAGER).direct_messages().await;
    told.retain(|one| one.text.contains(text));
    told
}

/// Lets a series go out, and looks what the clock makes of it.
async fn sends(world: &World, preview: &Message) {
    world.person(MANAGER).presses_on("Send it", preview).await;
    world.clock_on("1m").await;
    world.settle().await;
}

async fn approved(world: &World, who: &str, website: &str) -> Referral {
    let referral = world.person(who).refers(website).await;
    world.person("Sales 1").approves(&referral).await;
    referral
}

#[tokio::test]
async fn a_quiet_partner_is_nudged_once_with_a_reason_and_after_a_persons_first_word() {
    everywhere(async |world| {
        at(world, "2027-03-02T10:00:00Z").await;
        let won = approved(world, MEMBER, "acme.example").await;
        world.person("Sales 1").wins(&won).await;
        at(world, "2027-04-15T09:10:00Z").await;
        let ready = "The first note to a quiet partner is ready.";
        assert!(previews(world, ready).await.is_empty(), "44 days are not yet quiet");
        at(world, "2027-04-16T08:40:00Z").await;
        assert!(previews(world, ready).await.is_empty(), "not before nine");
        at(world, "2027-04-16T09:10:00Z").await;
        let shown = previews(world, ready).await;
        assert_eq!(shown.len(), 1, "{shown:?}");
        let text = &shown[0].text;
        assert!(text.contains("This is how North Partner would read it."), "{text}");
        assert!(text.contains("Your last referral was on 2 March 2027."), "{text}");
        assert!(text.contains("NOR-1 was won in March 2027"), "{text}");
        assert_eq!(shown[0].buttons, ["Send it", "Stop these notes"]);
        at(world, "2027-04-19T09:10:00Z").await;
        assert_eq!(previews(world, ready).await.len(), 1, "asked once");
        assert!(said(world, NORTH, NUDGE).await.is_empty(), "nothing before somebody's word");
        let member = world.person("South member");
        let intro = world.intro("south-partner").await;
        member.presses_made_up("rhythm:send", "v1:rhythm:send:nudge:0", &intro).await;
        world.settle().await;
        assert!(said(world, NORTH, NUDGE).await.is_empty(), "nor by anybody's");

        world.person(MANAGER).presses_on("Send it", &shown[0]).await;
        world.restart().await;
        sends(world, &shown[0]).await;
        let nudges = said(world, NORTH, NUDGE).await;
        assert_eq!(nudges.len(), 1, "once, however often it was pressed: {nudges:?}");
        let text = &nudges[0].text;
        assert!(text.contains("companies like it are who we look for."), "{text}");
        assert!(text.contains("Is there one client who comes to mind?"), "{text}");
        assert_eq!(nudges[0].buttons, ["Refer a customer", "Pause these notes"]);
        for time in ["2027-04-20T09:10:00Z", "2027-05-05T09:10:00Z", "2027-06-01T10:00:00Z"] {
            at(world, time).await;
            assert_eq!(said(world, NORTH, NUDGE).await.len(), 1, "{time}");
        }
        for other in ["south-partner", "east-partner"] {
            assert!(said(world, other, "Is there one client").await.is_empty(), "no true reason");
        }

        // Something comes, and then nothing any more: the next one needs no word. The clock has
        // been turned meanwhile.
        let second = world.person(MEMBER).refers("birch.example").await;
        world.person("Sales 1").fills_in("Reject", &second, &[("Reason", "Not a fit")]).await;
        at(world, "2027-07-15T09:10:00Z").await;
        assert_eq!(said(world, NORTH, NUDGE).await.len(), 1, "44 days");
        at(world, "2027-07-16T09:10:00Z").await;
        let nudges = said(world, NORTH, "Your last referral was on 1 June 2027.").await;
        assert_eq!(nudges.len(), 1, "{nudges:?}");

        // Stopped, nobody hears anything.
        world.person(MANAGER).presses_on("Stop these notes", &shown[0]).await;
        world.settle().await;
        let third = world.person(MEMBER).refers("cedar.example").await;
        world.person("Sales 1").fills_in("Reject", &third, &[("Reason", "Not a fit")]).await;
        at(world, "2027-09-01T09:10:00Z").await;
        assert_eq!(said(world, NORTH, NUDGE).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_week_is_told_on_monday_with_what_there_is_to_say_and_only_then() {
    everywhere(async |world| {
        at(world, "2027-03-05T10:00:00Z").await;
        approved(world, MEMBER, "acme.example").await;
        let asked = world.person(MEMBER).refers("birch.example").await;
        let question = [("Question", "By when?")];
        world.person("Sales 1").fills_in("Ask", &asked, &question).await;
        world.person("South member").refers("cedar.example").await;
        at(world, "2027-03-08T08:40:00Z").await;
        let ready = "The first weekly note is ready.";
        assert!(previews(world, ready).await.is_empty(), "not before nine");
        at(world, "2027-03-08T09:10:00Z").await;
        let shown = previews(world, ready).await;
        assert_eq!(shown.len(), 1, "{shown:?}");
        assert!(said(world, NORTH, WEEK).await.is_empty(), "nothing before somebody's word");
        world.person(MANAGER).presses_on("Send it", &shown[0]).await;
        world.restart().await;
        sends(world, &shown[0]).await;
        let told = said(world, NORTH, WEEK).await;
        assert_eq!(told.len(), 1, "once, however often it was pressed: {told:?}");
        let text = &told[0].text;
        assert!(text.contains("Your week, 1 March 2027–7 March 2027."), "{text}");
        assert!(text.contains("Waiting for you: 1"), "{text}");
        assert!(text.contains("NOR-2 Marker Acme Widgets · answer by"), "{text}");
        assert!(text.contains("Moved: 2"), "{text}");
        assert!(text.contains("NOR-1 Marker Acme Widgets · Submitted → Approved"), "{text}");
        assert!(text.contains("NOR-2 Marker Acme Widgets · Submitted → Question asked"), "{text}");
        assert!(!text.contains("Ending soon") && !text.contains("away"), "{text}");
        assert!(!text.contains("SOU"), "of no other partner: {text}");
        assert!(said(world, "south-partner", WEEK).await.is_empty(), "nothing to say");

        let answer = [("Answer", "By spring")];
        world.person(MEMBER).fills_in("Answer", &asked, &answer).await;
        world.person("Sales 1").approves(&asked).await;
        let moved = [("Stage", "Meeting"), ("Next step", "Call on Tuesday")];
        world.person("Sales 1").fills_in("Move stage", &asked, &moved).await;
        at(world, "2027-03-15T09:10:00Z").await;
        let told = said(world, NORTH, "Your week, 8 March 2027–14 March 2027.").await;
        assert_eq!(told.len(), 1, "{told:?}");
        let text = &told[0].text;
        assert!(text.contains("NOR-2 Marker Acme Widgets · Question asked → Meeting"), "{text}");
        assert!(!text.contains("Waiting for you") && !text.contains("NOR-1"), "{text}");
        at(world, "2027-03-22T09:10:00Z").await;
        assert_eq!(said(world, NORTH, WEEK).await.len(), 2, "a week in which nothing moved");

        // Who does not speak for the partner pauses nothing.
        world.person(MEMBER).presses_on("Pause these notes", &told[0]).await;
        world.settle().await;
        let heard = world.person(MEMBER).last_whisper_in(NORTH).await.text;
        assert!(heard.contains("A partner admin of yours decides that."), "{heard}");
        let paused = world.person("North admin").presses_on("Pause these notes", &told[0]).await;
        assert!(paused.ok, "{paused:?}");
        world.person("North admin").closes().await;
        let won = [("Stage", "Won"), ("Amount", "70007"), ("Currency", "EUR")];
        world.person("Sales 1").fills_in("Move stage", &asked, &won).await;
        at(world, "2027-03-29T09:10:00Z").await;
        assert_eq!(said(world, NORTH, WEEK).await.len(), 2, "paused");
    })
    .await;
}

#[tokio::test]
async fn a_month_is_told_on_the_first_business_day_after_it() {
    everywhere(async |world| {
        at(world, "2027-04-05T10:00:00Z").await;
        let won = approved(world, MEMBER, "acme.example").await;
        world.person("Sales 1").wins(&won).await;
        let ready = "The first monthly note is ready.";
        // A Saturday.
        at(world, "2027-05-01T09:10:00Z").await;
        assert!(previews(world, ready).await.is_empty());
        at(world, "2027-05-03T09:10:00Z").await;
        let shown = previews(world, ready).await;
        assert_eq!(shown.len(), 1, "{shown:?}");
        sends(world, &shown[0]).await;
        let month = "April 2027: 1 sent, 1 approved, 1 won.";
        let told = said(world, NORTH, month).await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].text.contains("of 1 in time."), "{told:?}");
        assert!(told[0].text.contains("NOR-1 was won in April 2027"), "{told:?}");
        // A month in which nothing happened is nobody's news.
        at(world, "2027-06-01T09:10:00Z").await;
        assert_eq!(said(world, NORTH, "2027: ").await.len(), 1);
        assert!(said(world, "south-partner", "2027: ").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn notes_that_were_due_while_nobody_could_send_them_are_one_and_nobody_gone_reads_one() {
    on_slack(Only::Channels, async |world| {
        at(world, "2027-03-05T10:00:00Z").await;
        let first = approved(world, MEMBER, "acme.example").await;
        at(world, "2027-03-08T09:10:00Z").await;
        let shown = previews(world, "The first weekly note is ready.").await;
        sends(world, &shown[0]).await;
        assert_eq!(said(world, NORTH, WEEK).await.len(), 1);

        // Three Mondays pass before anybody looks: nothing else has its time in between.
        world.person("Sales 1").wins(&first).await;
        at(world, "2027-03-29T09:10:00Z").await;
        let told = said(world, NORTH, "Your week, 8 March 2027–28 March 2027.").await;
        assert_eq!(told.len(), 1, "{told:?}");
        let text = &told[0].text;
        assert!(text.contains("this note replaces 3."), "{text}");
        assert!(text.contains("NOR-1 Marker Acme Widgets · Approved → Won"), "{text}");
        assert_eq!(said(world, NORTH, WEEK).await.len(), 2);

        // A channel that was archived on Monday reads nothing old when it is back; a partner that
        // has left reads nothing at all.
        approved(world, "South member", "birch.example").await;
        approved(world, MEMBER, "cedar.example").await;
        deed(world, "SOU", "Terminate partner").await;
        world.person("Partner manager").submits(&[("Reason", "No longer in business")]).await;
        world.settle().await;
        world.change(json!({ "archive": world.channel(NORTH) })).await;
        world.clock_at("2027-04-05T09:10:00Z").await;
        world.settle_briefly().await;
        world.clock_at("2027-04-12T09:10:00Z").await;
        world.settle_briefly().await;
        world.change(json!({ "unarchive": world.channel(NORTH) })).await;
        world.settle().await;
        assert_eq!(said(world, NORTH, WEEK).await.len(), 2, "it is over");
        assert!(said(world, "south-partner", WEEK).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_nudge_that_waits_for_its_channel_is_said_late_while_it_is_true() {
    let program = format!("{BUILT_IN}{QUIET}");
    on_slack_with(Only::Channels, &[("program.toml", &program)], async |world| {
        at(world, "2027-03-02T10:00:00Z").await;
        let won = approved(world, MEMBER, "acme.example").await;
        world.person("Sales 1").wins(&won).await;
        at(world, "2027-04-16T09:10:00Z").await;
        let shown = previews(world, "The first note to a quiet partner is ready.").await;
        sends(world, &shown[0]).await;
        assert!(said(world, NORTH, NUDGE).await.is_empty(), "it is quiet");
        world.change(json!({ "archive": world.channel(NORTH) })).await;
        world.settle_briefly().await;
        world.clock_at("2027-04-28T12:30:00Z").await;
        world.settle_briefly().await;
        world.change(json!({ "unarchive": world.channel(NORTH) })).await;
        world.settle().await;
        assert_eq!(said(world, NORTH, NUDGE).await.len(), 1, "twelve days late, and true");
        at(world, "2027-05-20T12:30:00Z").await;
        assert_eq!(said(world, NORTH, NUDGE).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn notes_that_were_stopped_are_not_said_where_they_still_wait() {
    let program = format!("{BUILT_IN}{QUIET}");
    everywhere_with(&[("program.toml", &program)], async |world| {
        at(world, "2027-03-05T10:00:00Z").await;
        approved(world, MEMBER, "acme.example").await;
        at(world, "2027-03-08T09:10:00Z").await;
        let shown = previews(world, "The first weekly note is ready.").await;
        sends(world, &shown[0]).await;
        world.person(MANAGER).presses_on("Stop these notes", &shown[0]).await;
        at(world, "2027-03-08T12:30:00Z").await;
        assert!(said(world, NORTH, WEEK).await.is_empty());
        // As it would have been.
        world.person(MANAGER).presses_on("Send it", &shown[0]).await;
        approved(world, MEMBER, "birch.example").await;
        at(world, "2027-03-15T12:30:00Z").await;
        assert_eq!(said(world, NORTH, WEEK).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_due_while_vouch_was_away_is_one_post_in_each_channel() {
    const AWAY: &str = "This is what was due meanwhile.";
    everywhere(async |world| {
        at(world, "2027-03-05T10:00:00Z").await;
        let won = approved(world, MEMBER, "acme.example").await;
        world.person("Sales 1").wins(&won).await;
        at(world, "2027-03-08T09:10:00Z").await;
        sends(world, &previews(world, "The first weekly note is ready.").await[0]).await;
        at(world, "2027-04-01T09:10:00Z").await;
        sends(world, &previews(world, "The first monthly note is ready.").await[0]).await;
        sends(world, &previews(world, "The first board is ready.").await[0]).await;
        for text in ["Approved referrals · March 2027", "March 2027: 1 sent,"] {
            let told = said(world, NORTH, text).await;
            assert_eq!(told.len(), 1, "{text}: {told:?}");
            assert!(!told[0].text.contains("away"), "on its day: {told:?}");
        }
        at(world, "2027-04-20T10:00:00Z").await;
        for (who, website) in [(MEMBER, "birch.example"), ("South member", "cedar.example")] {
            let won = approved(world, who, website).await;
            world.person("Sales 1").wins(&won).await;
        }

        // Over three Mondays and the end of a month.
        at(world, "2027-05-12T10:00:00Z").await;
        world.restart().await;
        at(world, "2027-05-13T10:00:00Z").await;
        for (channel, moved) in [(NORTH, "NOR-2"), ("south-partner", "SOU-1")] {
            let told = said(world, channel, AWAY).await;
            assert_eq!(told.len(), 1, "{told:?}");
            let text = &told[0].text;
            assert!(text.contains("You have 1. Places are told from 5"), "{text}");
            assert!(
                text.contains(&format!("{moved} Marker Acme Widgets · Submitted → Won")),
                "{text}"
            );
            assert_eq!(text.matches("We were away").count(), 1, "{text}");
            let buttons =
                ["Refer a customer", "My referrals", "Pause these notes", "Send feedback"];
            for button in buttons {
                assert!(told[0].buttons.iter().any(|one| one == button), "{told:?}");
            }
            for part in [
                "Approved referrals · April 2027",
                "Your week, 19 April 2027–9 May 2027.",
                "April 2027: 1 sent, 1 approved, 1 won.",
            ] {
                assert!(text.contains(part), "{part}: {text}");
                assert_eq!(said(world, channel, part).await.len(), 1, "{part}: once");
            }
        }

        // What comes on its day is a post of its own.
        let won = approved(world, MEMBER, "oak.example").await;
        world.person("Sales 1").wins(&won).await;
        at(world, "2027-05-17T09:10:00Z").await;
        let told = said(world, NORTH, "Your week, 10 May 2027–16 May 2027.").await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(!told[0].text.contains("away"), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn a_quiet_partner_without_results_reads_who_is_looked_for_where_that_is_said() {
    let program = format!("{BUILT_IN}{IDEAL}");
    everywhere_with(&[("program.toml", &program)], async |world| {
        at(world, "2027-04-16T09:10:00Z").await;
        at(world, "2027-04-19T09:10:00Z").await;
        let shown = previews(world, "The first note to a quiet partner is ready.").await;
        sends(world, &shown[0]).await;
        at(world, "2027-04-20T09:10:00Z").await;
        for channel in [NORTH, "south-partner"] {
            let told = said(world, channel, "Is there one client who comes to mind?").await;
            assert_eq!(told.len(), 1, "{told:?}");
            let text = &told[0].text;
            assert!(
                text.contains("Who we look for now: Firms that ship goods every day."),
                "{text}"
            );
            assert!(told[0].buttons.iter().any(|one| one == "Show ideal customer"), "{told:?}");
        }
    })
    .await;
}
