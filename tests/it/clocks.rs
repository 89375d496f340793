//! The clocks: who is waited for is reminded, who waits is told, and each of it once.

use crate::world::{Message, Referral, World, everywhere};

const MEMBER: &str = "Partner member";

/// A referral registered and approved at this time, in the world's zone.
async fn protected(world: &World, at: &str) -> Referral {
    world.clock_at(at).await;
    let referral = world.person(MEMBER).refers("acme.example").await;
    world.person("Sales 1").approves(&referral).await;
    world.settle().await;
    referral
}

async fn at(world: &World, time: &str) {
    world.clock_at(time).await;
    world.settle().await;
}

/// What somebody reads in answer to what they type in their own channel.
async fn answer(world: &World, name: &str, typed: &str) -> String {
    let person = world.person(name);
    let channel = person.home();
    person.types(&channel, typed).await;
    world.settle().await;
    person.last_whisper_in(&channel).await.words
}

/// What a channel says with this in it.
async fn said(world: &World, channel: &str, text: &str) -> usize {
    world.all_in(channel).await.iter().filter(|one| one.text.contains(text)).count()
}

/// What somebody was told alone with this in it.
async fn told(world: &World, name: &str, text: &str) -> Vec<Message> {
    let mut all = world.person(name).direct_messages().await;
    all.retain(|one| one.text.contains(text));
    all
}

#[tokio::test]
async fn a_promise_is_spoken_of_at_half_and_admitted_when_it_is_broken() {
    everywhere(async |world| {
        // Friday at 16:00: half on Monday at 16:00, due on Tuesday at 16:00.
        world.clock_at("2027-03-05T16:00:00Z").await;
        let referral = world.person(MEMBER).refers("acme.example").await;
        at(world, "2027-03-08T15:59:00Z").await;
        assert_eq!(said(world, "sales-desk", "half of the promised time").await, 0);
        at(world, "2027-03-08T16:01:00Z").await;
        let half = "NOR-1 Marker Acme Widgets from North Partner waits for a decision: \
                    half of the promised time is used, due Tue 9 March 2027, 16:00 UTC.";
        assert_eq!(said(world, "sales-desk", half).await, 1);
        assert_eq!(said(world, "north-partner", "promised").await, 0);

        at(world, "2027-03-09T16:01:00Z").await;
        let late = "We promised an answer on NOR-1 by Tue 9 March 2027, 16:00 UTC and did not";
        assert_eq!(said(world, "north-partner", late).await, 1);
        let manager = told(world, "Partner manager", "NOR-1 Marker Acme Widgets is past").await;
        assert_eq!(manager.len(), 1);
        assert_eq!(manager[0].buttons, ["Open"]);

        world.restart().await;
        at(world, "2027-03-15T16:00:00Z").await;
        assert_eq!(said(world, "sales-desk", "half of the promised").await, 1, "said once");
        assert_eq!(said(world, "north-partner", "We promised").await, 1, "said once");
        world.person("Sales 1").approves(&referral).await;
        at(world, "2027-03-16T16:00:00Z").await;
        assert_eq!(told(world, "Partner manager", "is past its promise").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_decided_in_time_reminds_nobody() {
    everywhere(async |world| {
        world.clock_at("2027-03-01T10:00:00Z").await;
        let member = world.person(MEMBER);
        let (first, second) =
            (member.refers("acme.example").await, member.refers("b.example").await);
        world.person("Sales 1").approves(&first).await;
        let why = [("Reason", "Not a fit")];
        world.person("Sales 1").fills_in("Reject", &second, &why).await;
        at(world, "2027-03-05T10:00:00Z").await;
        assert_eq!(said(world, "sales-desk", "promised time").await, 0);
        assert_eq!(said(world, "north-partner", "We promised").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_question_is_spoken_of_before_the_place_in_line_is_lost() {
    everywhere(async |world| {
        world.clock_at("2027-03-01T10:00:00Z").await;
        let referral = world.person(MEMBER).refers("acme.example").await;
        world.person("Sales 1").fills_in("Ask", &referral, &[("Question", "By when?")]).await;
        at(world, "2027-03-02T09:00:00Z").await;
        assert_eq!(said(world, "north-partner", "The question on NOR-1 is open").await, 0);
        at(world, "2027-03-02T11:00:00Z").await;
        let soon = "The question on NOR-1 is open until Wed 3 March 2027, 10:00 UTC";
        assert_eq!(said(world, "north-partner", soon).await, 1);
        // The clock of the promise stands still meanwhile.
        at(world, "2027-03-05T10:00:00Z").await;
        assert_eq!(said(world, "sales-desk", "promised time").await, 0);
        assert_eq!(said(world, "north-partner", "is open until").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_partner_hears_three_times_that_a_protection_ends_and_asks_for_more_time() {
    everywhere(async |world| {
        // It is silent twice in this story.
        world.may_stand_twice("Nothing has moved on NOR-1 for 17 days. Sales 1 owns it and has been asked for the next step.");
        // Through 31 May 2027.
        let referral = protected(world, "2027-03-02T12:00:00Z").await;
        let member = world.person(MEMBER);
        let card = member.card(&referral).await;
        assert!(!card.buttons.contains(&"Ask for extension".to_owned()), "{:?}", card.buttons);
        at(world, "2027-05-17T08:59:00Z").await;
        assert_eq!(said(world, "north-partner", "protection ends").await, 0);
        at(world, "2027-05-17T09:01:00Z").await;
        let line = "NOR-1 Marker Acme Widgets: protection ends in 14 days, on 31 May 2027.";
        assert_eq!(said(world, "north-partner", line).await, 1);
        assert_eq!(told(world, MEMBER, line).await.len(), 1, "who registered it hears it, too");
        let card = member.card(&referral).await;
        let offered = ["Ask for extension", "Claim a conflict", "Withdraw", "Show why"];
        assert_eq!(card.buttons, offered);
        let old = card;

        // Nothing has moved for eleven weeks.
        member.presses("Ask for extension", &referral).await;
        let no = member.last_whisper_in("north-partner").await;
        assert!(no.text.contains("Not extended: it needs the stage Proposal"), "{}", no.text);
        let step = [("Stage", "Proposal"), ("Next step", "Call on Tuesday")];
        world.person("Sales 1").fills_in("Move stage", &referral, &step).await;
        at(world, "2027-05-24T09:01:00Z").await;
        assert_eq!(said(world, "north-partner", "protection ends in 7 days").await, 1);

        // From the Home, where it stands under what ends.
        member.opens_home().await;
        member.presses_on_home("Ask for extension").await;
        world.settle().await;
        let yes = "Extended: protected through 30 June 2027. This was the one extension.";
        assert_eq!(said(world, "north-partner", yes).await, 1);
        let card = member.card(&referral).await;
        assert_eq!(card.buttons, offered[1..], "there is one extension");
        for (name, channel) in [(MEMBER, "north-partner"), ("Sales 1", "sales-desk")] {
            world.person(name).presses("Show why", &referral).await;
            let why = world.person(name).last_whisper_in(channel).await;
            assert!(why.text.contains("30 June 2027"), "{name}: {why:?}");
        }
        member.presses_old("Ask for extension", &old).await;
        at(world, "2027-05-30T09:01:00Z").await;
        assert_eq!(said(world, "north-partner", "ends tomorrow").await, 0, "it does not end");
        at(world, "2027-06-16T09:01:00Z").await;
        let anew = "protection ends in 14 days, on Wed 30 June 2027.";
        let anew = anew.replace("Wed ", "");
        assert_eq!(said(world, "north-partner", &anew).await, 1);
        at(world, "2027-06-29T09:01:00Z").await;
        assert_eq!(said(world, "north-partner", "protection ends tomorrow").await, 1);
        at(world, "2027-07-01T00:01:00Z").await;
        assert!(world.referrals().await.iter().any(|(_, status)| status == "expired"));
    })
    .await;
}

#[tokio::test]
async fn after_a_standstill_only_the_nearest_end_is_told() {
    everywhere(async |world| {
        protected(world, "2027-03-02T12:00:00Z").await;
        world.may_end_waiting();
        at(world, "2027-05-25T12:00:00Z").await;
        let ends = said(world, "north-partner", "protection ends").await;
        assert!((1..=2).contains(&ends), "{ends}");
        assert_eq!(said(world, "north-partner", "protection ends in 7 days").await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_hears_nothing_is_told_so_after_the_owner_was_reminded() {
    everywhere(async |world| {
        let referral = protected(world, "2027-03-02T12:00:00Z").await;
        at(world, "2027-03-16T09:01:00Z").await;
        let reminded = told(world, "Sales 1", "14 days without an update that North").await;
        assert_eq!(reminded.len(), 1);
        assert_eq!(reminded[0].buttons, ["Move stage"]);
        assert_eq!(said(world, "north-partner", "Nothing has moved").await, 0);
        at(world, "2027-03-19T09:01:00Z").await;
        let line = "Nothing has moved on NOR-1 for 17 days. Sales 1 owns it";
        assert_eq!(said(world, "north-partner", line).await, 1);
        at(world, "2027-03-25T09:01:00Z").await;
        assert_eq!(said(world, "north-partner", "Nothing has moved").await, 1, "said once");

        let step = [("Stage", "Meeting"), ("Next step", "Call on Tuesday")];
        world.person("Sales 1").fills_in("Move stage", &referral, &step).await;
        at(world, "2027-04-07T09:01:00Z").await;
        assert_eq!(told(world, "Sales 1", "days without an update").await.len(), 1);
        at(world, "2027-04-08T09:01:00Z").await;
        assert_eq!(told(world, "Sales 1", "days without an update").await.len(), 2, "anew");
    })
    .await;
}

#[tokio::test]
async fn only_the_referrals_own_partner_gets_more_time() {
    everywhere(async |world| {
        let referral = protected(world, "2027-03-02T12:00:00Z").await;
        at(world, "2027-05-17T09:01:00Z").await;
        let card = world.person(MEMBER).card(&referral).await;
        for name in ["South member", "Sales 1", "Colleague"] {
            let pressed = world.person(name).presses_old("Ask for extension", &card).await;
            assert!(!pressed.screen.open(), "{name}: {pressed:?}");
        }
        world.settle().await;
        assert_eq!(said(world, "north-partner", "Extended").await, 0);
        let heard = world.heard("South member").await;
        assert!(!heard.contains("NOR-1") && !heard.contains("Acme"), "{heard}");
    })
    .await;
}

#[tokio::test]
async fn the_vendor_sees_what_is_due_the_nearest_first_and_nobody_else_does() {
    everywhere(async |world| {
        let referral = protected(world, "2027-03-02T12:00:00Z").await;
        let sales = world.person("Sales 2");
        sales.types("sales-desk", "/vouch due").await;
        let none = sales.last_whisper_in("sales-desk").await.text;
        assert!(none.starts_with("Nothing is due"), "{none}");

        at(world, "2027-05-20T12:00:00Z").await;
        world.person(MEMBER).refers("birch.example").await;
        let asked = world.person("South member").refers("cedar.example").await;
        world.person("Sales 1").fills_in("Ask", &asked, &[("Question", "By when?")]).await;
        sales.types("sales-desk", "/vouch due").await;
        let due = sales.last_whisper_in("sales-desk").await.text;
        let lines = [
            "Waiting for a decision: 1",
            "NOR-2 Marker Acme Widgets from North Partner · 3 days left",
            "SOU-1 Marker Acme Widgets from South Partner · lapses on",
            "NOR-1 Marker Acme Widgets from North Partner · through",
        ];
        for line in lines {
            assert!(due.contains(line), "{line}: {due}");
        }
        assert_eq!(referral.number, "NOR-1");
        let member = answer(world, "South member", "/vouch due").await;
        assert!(!member.contains("NOR-") && !member.contains("North"), "{member}");
    })
    .await;
}

/// Approved three days late, with an extension: the sum stands there for partner and vendor alike.
#[tokio::test]
async fn why_a_referral_is_protected_as_long_as_it_is_adds_up() {
    everywhere(async |world| {
        // Due on Tuesday 9 March at 16:00, approved on Friday: in the third day after it.
        world.clock_at("2027-03-05T16:00:00Z").await;
        let member = world.person("South member");
        let referral = member.refers("acme.example").await;
        world.clock_at("2027-03-12T10:00:00Z").await;
        world.person("Sales 1").approves(&referral).await;
        at(world, "2027-05-30T09:01:00Z").await;
        let step = [("Stage", "Proposal"), ("Next step", "Call on Tuesday")];
        world.person("Sales 1").fills_in("Move stage", &referral, &step).await;
        member.presses("Ask for extension", &referral).await;
        world.settle().await;
        let lines = [
            "SOU-1 Marker Acme Widgets is: Approved.",
            "so 3 days late.",
            "Approved 12 March 2027 + 90 days = 10 June 2027",
            "+ 3 days for our delay = 13 June 2027",
            "+ 30 days of extension = 13 July 2027",
            "Next: the last protected day, 13 July 2027.",
        ];
        for name in ["South member", "Sales 2"] {
            let why = answer(world, name, "/vouch why SOU-1").await;
            for line in lines {
                assert!(why.contains(line), "{name}: {line}: {why}");
            }
        }
        let other = world.person("Partner member").refers("birch.example").await;
        let south = answer(world, "South member", &format!("/vouch why {}", other.number)).await;
        assert!(
            south.contains("No referral of yours matches") && !south.contains("birch"),
            "{south}"
        );
    })
    .await;
}
