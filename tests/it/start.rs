//! First steps: the list in a partner's channel, each step by its press, help, and who hears when
//! nothing moves.

use vouch::program::BUILT_IN;

use crate::channels::{self, SETUP, adds, confirmed, linked};
use crate::partners::deed;
use crate::world::{Message, World, everywhere, filled, from_nothing};

const NORTH: &str = "north-partner";
const SOUTH: &str = "south-partner";
const DESK: &str = "sales-desk";
const MEMBER: &str = "Partner member";
const ADMIN: &str = "North admin";
const MANAGER: &str = "Partner manager";
const BEGIN: &str = "Start the checklist";
const ACCEPT: &str = "Accept the agreement";
const NAME: &str = "Name your colleagues";
const SEE: &str = "See who we look for";
const CHOOSE: &str = "Choose what others see";
const SEND: &str = "Send the first referral";
const HELP: &str = "Ask for help";
const WORDS: &str = "Which of our clients do you mean?";

const KNOWN: &str = r#"
[agreement]
version = "1"
date = 2026-11-01
summary = ["Your introductions stay yours."]
link = "https://vendor.example/agreement.pdf"
sha256 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
[ideal_customer]
text = "Firms that ship goods every day."
signs = ["A second warehouse."]
"#;

/// Everything that stands in a channel as a list of first steps.
async fn lists(world: &World, channel: &str) -> Vec<Message> {
    let mut all = world.all_in(channel).await;
    all.retain(|one| one.by_app && !one.private && one.text.starts_with("Getting started: "));
    all
}

/// The one list of a channel, which never stands there twice.
async fn list(world: &World, channel: &str) -> Message {
    let mut all = lists(world, channel).await;
    assert_eq!(all.len(), 1, "{channel}: {all:?}");
    all.remove(0)
}

async fn stands_at(world: &World, head: &str) -> Message {
    let list = list(world, NORTH).await;
    assert!(list.text.starts_with(&format!("Getting started: {head}")), "{head}: {}", list.text);
    list
}

async fn begins(world: &World) {
    deed(world, "NOR", BEGIN).await;
    world.settle().await;
}

/// Presses a step of North's list, and gives what the presser is told alone.
async fn presses(world: &World, who: &str, label: &str) -> String {
    let list = list(world, NORTH).await;
    let person = world.person(who);
    person.presses_on(label, &list).await;
    world.settle().await;
    person.last_whisper_in(NORTH).await.text
}

/// North says no to everything, by the step of its list.
async fn chooses(world: &World) {
    let list = list(world, NORTH).await;
    let admin = world.person(ADMIN);
    let opened = admin.presses_on(CHOOSE, &list).await;
    assert_eq!(opened.screen.title, "Set visibility", "{opened:?}");
    let saved = admin.submits(&[("Show us on boards", "No"), ("Allow shout-outs", "No")]).await;
    assert!(saved.ok, "{saved:?}");
    admin.closes().await;
    world.settle().await;
}

/// What the manager was told directly with this in it.
async fn told(world: &World, text: &str) -> Vec<Message> {
    let mut all = world.person(MANAGER).direct_messages().await;
    all.retain(|one| one.text.contains(text));
    all
}

async fn events(world: &World, kind: &str) -> usize {
    let all = world.database.pairs("select kind, stream from event").await;
    all.iter().filter(|(of, _)| of == kind).count()
}

#[tokio::test]
async fn each_step_is_done_by_its_press_and_the_first_accepted_referral_ends_the_list() {
    everywhere(async |world| {
        world.comes_into_force(&format!("{BUILT_IN}{KNOWN}")).await;
        world.settle().await;
        assert!(lists(world, NORTH).await.is_empty(), "a partner of the file has none by itself");
        begins(world).await;
        let first = stands_at(world, "1 of 5.").await;
        assert!(first.text.contains("✓ Name your colleagues · done"), "{}", first.text);
        assert!(first.text.contains("○ Accept the agreement"), "{}", first.text);
        assert_eq!(first.buttons, [ACCEPT, SEE, CHOOSE, SEND, HELP]);

        // The vendor's own looking is nobody's step.
        let seen = presses(world, "Sales 1", SEE).await;
        assert!(seen.contains("Who we look for:"), "{seen}");
        stands_at(world, "1 of 5.").await;
        let seen = presses(world, MEMBER, SEE).await;
        assert!(seen.contains("Who we look for:"), "{seen}");
        let after = stands_at(world, "2 of 5.").await;
        assert_eq!(after.buttons, [ACCEPT, CHOOSE, SEND, HELP]);
        // A button that is gone shows it again, and counts no more.
        world.person(MEMBER).presses_old(SEE, &first).await;
        world.settle().await;
        assert_eq!(events(world, "start_step_taken").await, 1);

        let no = presses(world, MEMBER, CHOOSE).await;
        assert!(no.contains("A partner admin of yours decides that."), "{no}");
        chooses(world).await;
        stands_at(world, "3 of 5.").await;

        let sheet = presses(world, ADMIN, ACCEPT).await;
        assert!(sheet.contains("Agreement version 1"), "{sheet}");
        let whisper = world.person(ADMIN).last_whisper_in(NORTH).await;
        world.person(ADMIN).presses_on(ACCEPT, &whisper).await;
        world.settle().await;
        world.restart().await;
        let left = stands_at(world, "4 of 5.").await;
        assert_eq!(left.buttons, [SEND, HELP]);

        let member = world.person(MEMBER);
        let opened = member.presses_on(SEND, &left).await;
        assert_eq!(opened.screen.title, "Refer a customer", "{opened:?}");
        let sent = member.submits(&filled(&[("Company website", "acme.example")])).await;
        let rejected = member.receipt(sent);
        member.closes().await;
        world.settle().await;
        let waits = stands_at(world, "5 of 5.").await;
        assert!(waits.text.contains("Your first referral is with our sales team."), "{waits:?}");
        assert_eq!(waits.buttons, [HELP]);

        // What is withdrawn is no first referral; the next one is.
        member.presses("Withdraw", &rejected).await;
        world.settle().await;
        assert_eq!(stands_at(world, "4 of 5.").await.buttons, [SEND, HELP]);
        let accepted = member.refers("birch.example").await;
        world.person("Sales 1").approves(&accepted).await;
        world.settle().await;
        let done = stands_at(world, "done.").await;
        assert!(done.text.contains("Your first referral is accepted."), "{done:?}");
        assert!(done.buttons.is_empty(), "{done:?}");
        world.restart().await;
        let second = member.refers("cedar.example").await;
        world.person("Sales 1").approves(&second).await;
        world.settle().await;
        assert_eq!(stands_at(world, "done.").await.text, done.text);
        for kind in ["start_begun", "start_ended", "start_step_taken"] {
            assert_eq!(events(world, kind).await, 1, "{kind}");
        }
        assert!(lists(world, SOUTH).await.is_empty(), "one partner's list is nobody else's");
    })
    .await;
}

#[tokio::test]
async fn who_asks_for_help_is_heard_by_the_manager_once_and_nobody_else_can() {
    everywhere(async |world| {
        begins(world).await;
        let member = world.person(MEMBER);
        let opened = member.presses_on(HELP, &list(world, NORTH).await).await;
        assert_eq!(opened.screen.title, HELP, "{opened:?}");
        world.deliveries_come(2).await;
        let sent = member.submits(&[("What is in the way", WORDS)]).await;
        world.settle().await;
        assert!(sent.screen.words.contains("has your question now and answers you."), "{sent:?}");
        member.closes().await;
        world.deliveries_come(1).await;
        world.restart().await;
        let asked = told(world, "asks for help").await;
        assert_eq!(asked.len(), 1, "{asked:?}");
        let asked = &asked[0];
        for line in [
            "North Partner asks for help with its first steps.",
            "Partner member wrote this; the next step is “Choose what others see”.",
            WORDS,
            "Answer Partner member in",
        ] {
            assert!(asked.text.contains(line), "{line} is not in {}", asked.text);
        }
        assert_eq!(events(world, "help_asked").await, 1);
        world.person(MANAGER).presses_on("Open the sheet", asked).await;
        world.settle().await;
        let sheet = world.heard(MANAGER).await;
        assert!(
            sheet.contains("Getting started: 1 of 3. Next: Choose what others see."),
            "{sheet}"
        );

        let here = presses(world, "Sales 1", HELP).await;
        assert!(here.contains("These steps are for the partner's people."), "{here}");
        let south = world.person("South member");
        let intro = world.intro(SOUTH).await;
        south.presses_made_up("start:help", "v1:start:help::0", &intro).await;
        world.settle().await;
        assert!(!south.screen().await.open(), "South has no list");
        for channel in [NORTH, SOUTH, DESK] {
            let all = world.all_in(channel).await;
            let open = all.iter().filter(|one| one.by_app && !one.private);
            for one in open {
                assert!(!one.text.contains(WORDS), "{one:?}");
            }
        }
        for who in ["Sales 1", "North admin", "South admin"] {
            let heard = world.heard(who).await;
            assert!(!heard.contains(WORDS), "{who}: {heard}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_step_at_which_nothing_moves_is_raised_once_however_late_the_bot_is() {
    everywhere(async |world| {
        begins(world).await;
        for _ in 0..8 {
            world.clock_on("24h").await;
            world.settle().await;
        }
        assert!(told(world, "is stuck at").await.is_empty(), "it is not seven business days yet");
        // The bot was away for three mornings.
        world.clock_on("72h").await;
        world.settle().await;
        let raised = told(world, "is stuck at").await;
        assert_eq!(raised.len(), 1, "{raised:?}");
        let line = "North Partner is stuck at “Choose what others see”. Nothing has moved since ";
        assert!(raised[0].text.contains(line), "{raised:?}");
        assert!(raised[0].text.contains("1 of 3 first steps are done."), "{raised:?}");
        assert_eq!(raised[0].buttons, ["Open the sheet"]);
        world.restart().await;
        for _ in 0..3 {
            world.clock_on("240h").await;
            world.settle().await;
        }
        assert_eq!(told(world, "is stuck at").await.len(), 1, "not twice for the same step");

        chooses(world).await;
        world.clock_on("336h").await;
        world.settle().await;
        let raised = told(world, "is stuck at").await;
        assert_eq!(raised.len(), 2, "{raised:?}");
        assert!(raised[1].text.contains("is stuck at “Send the first referral”."), "{raised:?}");
        assert_eq!(events(world, "start_stuck").await, 2);
        world.person(MEMBER).refers("acme.example").await;
        world.clock_on("240h").await;
        world.settle().await;
        assert_eq!(told(world, "is stuck at").await.len(), 2, "now it waits for sales");
    })
    .await;
}

#[tokio::test]
async fn the_list_of_a_new_partner_begins_with_its_first_channel() {
    from_nothing(SETUP, async |world| {
        adds(world, MANAGER, DESK).await;
        let manager = world.person(MANAGER);
        manager.presses_in(DESK, "Use for internal sales").await;
        world.settle().await;
        manager.types(DESK, "/vouch partner Lake Partner").await;
        let fields = [("Kind", "Reseller"), ("Website", "www.lake.example"), ("Manager", MANAGER)];
        manager.submits(&fields).await;
        manager.closes().await;
        world.settle().await;
        linked(world, NORTH, "LAK").await;
        assert!(lists(world, NORTH).await.is_empty(), "nobody has said yet who is there");
        confirmed(world, NORTH, "North Partner").await;
        let begun = stands_at(world, "0 of 3.").await;
        assert_eq!(begun.buttons, [NAME, CHOOSE, SEND, HELP]);

        let who = presses(world, MEMBER, NAME).await;
        assert!(who.contains("0 people speak for Lake Partner here."), "{who}");
        let whisper = world.person(MEMBER).last_whisper_in(NORTH).await;
        world.person(MEMBER).presses_on("Continue alone", &whisper).await;
        world.settle().await;
        stands_at(world, "1 of 3.").await;

        // Who asks belongs to the partner from then on, and registers as one of theirs.
        let member = world.person(MEMBER);
        member.presses_on(HELP, &list(world, NORTH).await).await;
        let none = member.submits(&[("What is in the way", "")]).await;
        assert!(!none.screen.words.contains("has your question now"), "{none:?}");
        member.submits(&[("What is in the way", WORDS)]).await;
        member.closes().await;
        world.settle().await;
        assert_eq!(told(world, WORDS).await.len(), 1);
        channels::word(&manager, NORTH, "pressed first in #north-partner and is now linked").await;
        let referral = member.refers("acme.example").await;
        assert_eq!(referral.number, "LAK-1");
        stands_at(world, "2 of 3.").await;
        world.person("Sales 1").approves(&referral).await;
        world.settle().await;
        stands_at(world, "done.").await;

        // A partner of the file gets none by a channel; nobody gets one who has an accepted referral.
        linked(world, SOUTH, "SOU").await;
        confirmed(world, SOUTH, "South Partner").await;
        assert!(lists(world, SOUTH).await.is_empty());
        let south = world.person("South member").refers("birch.example").await;
        manager.types(DESK, "/vouch partner SOU").await;
        world.settle().await;
        let sheet = manager.last_whisper_in(DESK).await;
        assert!(sheet.buttons.contains(&BEGIN.to_owned()), "{sheet:?}");
        world.person("Sales 1").approves(&south).await;
        manager.presses_on(BEGIN, &sheet).await;
        world.settle().await;
        let no = manager.last_whisper_in(DESK).await.text;
        assert!(no.contains("is accepted already, so it needs no first steps."), "{no}");
        manager.types(DESK, "/vouch partner SOU").await;
        world.settle().await;
        let sheet = manager.last_whisper_in(DESK).await;
        assert!(!sheet.buttons.contains(&BEGIN.to_owned()), "{sheet:?}");
        assert!(lists(world, SOUTH).await.is_empty());
    })
    .await;
}
