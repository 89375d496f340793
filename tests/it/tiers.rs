//! Tiers: who reaches one hears of it and is promised more, who would not stay is told in time, and
//! a quota that is full says what would make room.

use vouch::program::BUILT_IN;

use crate::world::{Message, Only, Referral, World, everywhere_with, filled, on_slack_with};

const MEMBER: &str = "Partner member";
/// Of a partner whose workspace has commands.
const SOUTH: &str = "South member";
const CHANNEL: &str = "north-partner";

/// Who has won one deal within 90 days is promised an answer within a day.
const BY_WINS: &str = r#"
[[tiers]]
name = "Bronze"

[[tiers]]
name = "Silver"
won = 1
within_days = 90
promise_days = 1
perks = ["A contact of your own."]
"#;

/// One referral at a time, and two once one was approved.
const BOUND: &str = r#"
[[tiers]]
name = "Bronze"
open_referrals = 1

[[tiers]]
name = "Silver"
approved = 1
within_days = 365
open_referrals = 2
"#;

async fn with(tiers: &str, story: impl AsyncFn(&World)) {
    let program = format!("{BUILT_IN}{tiers}");
    everywhere_with(&[("program.toml", &program)], story).await;
}

async fn wins(world: &World, who: &str, website: &str) -> Referral {
    let referral = world.person(who).refers(website).await;
    world.person("Sales 1").approves(&referral).await;
    world.person("Sales 1").wins(&referral).await;
    referral
}

async fn at(world: &World, time: &str) {
    world.clock_at(time).await;
    world.settle().await;
}

/// What the partner's channel says to all with this in it.
async fn said(world: &World, text: &str) -> Vec<Message> {
    let mut all = world.all_in(CHANNEL).await;
    all.retain(|one| !one.private && one.text.contains(text));
    all
}

/// What a message says, without its buttons, which only Slack's text has in it.
fn sentences(message: &Message) -> Vec<&str> {
    message.text.lines().filter(|line| *line != "[My referrals]").collect()
}

/// What the community manager was told with this in it.
async fn heard(world: &World, text: &str) -> usize {
    let told = world.person("Community manager").direct_messages().await;
    told.iter().filter(|one| one.text.contains(text)).count()
}

/// What somebody reads in answer to what they type.
async fn answer(world: &World, name: &str, channel: &str, typed: &str) -> String {
    let person = world.person(name);
    person.types(channel, typed).await;
    world.settle().await;
    person.last_whisper_in(channel).await.text
}

#[tokio::test]
async fn a_win_that_reaches_a_tier_says_what_it_brings_and_holds_for_what_is_sent_next() {
    with(BY_WINS, async |world| {
        // A Tuesday.
        world.clock_at("2027-03-02T10:00:00Z").await;
        let member = world.person(MEMBER);
        let home = member.opens_home().await.words;
        let begins = "Bronze: 1 won deal within 90 days brings Silver.";
        assert!(home.contains(begins), "{home}");
        let first = member.refers("acme.example").await;
        let before = member.refers("birch.example").await;
        world.person("Sales 1").approves(&first).await;
        assert!(said(world, "You are now").await.is_empty());
        world.person("Sales 1").wins(&first).await;

        let told = said(world, "You are now Silver.").await;
        assert_eq!(told.len(), 1, "{told:?}");
        let lines = [
            "You are now Silver.",
            "New from today: first answer within 1 business day.",
            "And: A contact of your own.",
            "Silver: there is no tier above it.",
        ];
        assert_eq!(sentences(&told[0]), lines);
        let channel = member.text_in(CHANNEL).await;
        assert!(!channel.contains("70,007") && !channel.contains("70007"), "{channel}");
        assert_eq!(heard(world, "North Partner is now Silver.").await, 1);
        assert_eq!(heard(world, "tier").await, 0, "nothing else");
        let intro = world.intro(CHANNEL).await.text;
        assert!(intro.contains("First answer within 1 business day."), "{intro}");
        let south = world.intro("south-partner").await.text;
        assert!(south.contains("First answer within 2 business days."), "{south}");

        // What was sent before keeps its promise, what is sent now has the new one.
        let after = member.refers("cedar.example").await;
        let kept = member.card(&before).await.text;
        assert!(kept.contains("First answer by Thu 4 March 2027"), "{kept}");
        let new = member.card(&after).await.text;
        assert!(new.contains("First answer by Wed 3 March 2027"), "{new}");

        world.restart().await;
        world.clock_on("1d").await;
        world.settle().await;
        assert_eq!(said(world, "You are now Silver.").await.len(), 1, "said once");
        assert_eq!(heard(world, "North Partner is now Silver.").await, 1, "said once");
    })
    .await;
}

#[tokio::test]
async fn who_asks_for_a_tier_reads_where_its_partner_stands() {
    with(BY_WINS, async |world| {
        world.clock_at("2027-03-02T10:00:00Z").await;
        let begins = "Bronze: 1 won deal within 90 days brings Silver.";
        let told = answer(world, SOUTH, "south-partner", "/vouch tier").await;
        assert!(told.contains(begins), "{told}");
        assert!(told.contains("Silver would bring: first answer within 1 business day."), "{told}");
        // So do the vendor's people in the partner's channel.
        let told = answer(world, "Sales 1", "south-partner", "/vouch tier").await;
        assert!(told.contains(begins), "{told}");
        wins(world, SOUTH, "acme.example").await;
        let home = world.person(SOUTH).opens_home().await.words;
        assert!(home.contains("Silver: there is no tier above it."), "{home}");
        let told = answer(world, SOUTH, "south-partner", "/vouch tier").await;
        assert!(told.contains("Silver has: first answer within 1 business day."), "{told}");
        // Inside, those of all.
        for typed in ["/vouch tier", "/vouch partners"] {
            let told = answer(world, "Partner manager", "sales-desk", typed).await;
            assert!(told.contains("SOU South Partner · Silver"), "{told}");
            assert!(told.contains("NOR North Partner · Bronze"), "{told}");
        }
        let told = answer(world, "Partner manager", "sales-desk", "/vouch tier").await;
        assert!(told.find("SOU ") < told.find("NOR "), "the highest first: {told}");
    })
    .await;
}

#[tokio::test]
async fn a_programme_without_tiers_says_so_and_nothing_else_is_said_of_them() {
    with("", async |world| {
        let told = answer(world, SOUTH, "south-partner", "/vouch tier").await;
        assert!(told.contains("This programme has no tiers."), "{told}");
        wins(world, MEMBER, "acme.example").await;
        let home = world.person(MEMBER).opens_home().await.words;
        assert!(!home.contains("tier"), "{home}");
        assert!(said(world, "You are now").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_full_quota_says_what_would_make_room_and_keeps_what_was_typed() {
    let program = format!("{BUILT_IN}{BOUND}");
    on_slack_with(Only::Screens, &[("program.toml", &program)], async |world| {
        let (member, manager) = (world.person(MEMBER), world.person("Partner manager"));
        // Two forms are open at once; the other one is faster.
        member.opens_the_form().await;
        manager.presses_in(CHANNEL, "Refer a customer").await;
        let sent = manager.submits(&filled(&[("Company website", "birch.example")])).await;
        let mut birch = manager.receipt(sent);
        birch.channel = CHANNEL.to_owned();
        world.settle().await;

        let full = "North Partner has 1 of 1 open referrals. One more fits when one of them is \
                    rejected, withdrawn or closed.";
        let refused = member.submits(&filled(&[])).await;
        let words = format!("{:?}", refused.screen);
        assert!(refused.screen.open() && words.contains(full), "{words}");
        assert_eq!(refused.screen.values["Company name"], "Marker Acme Widgets");

        // Before a form opens it is said at once.
        manager.presses_in(CHANNEL, "Refer a customer").await;
        let told = manager.last_whisper_in(CHANNEL).await;
        assert!(told.text.contains(full), "{}", told.text);
        assert_eq!(told.buttons, ["My referrals"]);

        // What is over makes room, and the form that stood open is sent as it is.
        let why = [("Reason", "Not a fit")];
        world.person("Sales 1").fills_in("Reject", &birch, &why).await;
        let acme = member.receipt(member.submits(&[]).await);
        world.settle().await;
        // An approval reaches the tier that holds two.
        world.person("Sales 1").approves(&acme).await;
        assert_eq!(said(world, "You are now Silver.").await.len(), 1);
        member.refers("cedar.example").await;
        member.presses_in(CHANNEL, "Refer a customer").await;
        let told = member.last_whisper_in(CHANNEL).await.text;
        assert!(told.contains("North Partner has 2 of 2 open referrals."), "{told}");
    })
    .await;
}

#[tokio::test]
async fn who_would_not_stay_is_told_in_time_and_falls_when_the_quarter_is_over() {
    with(BY_WINS, async |world| {
        world.clock_at("2027-01-05T10:00:00Z").await;
        wins(world, MEMBER, "acme.example").await;
        at(world, "2027-03-20T10:00:00Z").await;
        assert!(said(world, "Silver needs").await.is_empty(), "it counts to the quarter's end");
        at(world, "2027-05-31T08:50:00Z").await;
        assert!(said(world, "Silver needs").await.is_empty(), "not before the morning");
        at(world, "2027-05-31T09:10:00Z").await;
        let told = said(world, "Silver needs").await;
        let lines = [
            "Silver needs 1 won deal in 90 days. 1 more by Wed 30 June 2027 keeps it.",
            "Without that you are Bronze after Wed 30 June 2027; what you have sent keeps its promise.",
        ];
        assert_eq!(told.len(), 1, "{told:?}");
        let told: Vec<String> =
            sentences(&told[0]).iter().map(|line| line.replace("Wed ", "")).collect();
        assert_eq!(told, lines.map(|line| line.replace("Wed ", "")));
        assert_eq!(heard(world, "North Partner would not stay Silver.").await, 1);
        let home = world.person(MEMBER).opens_home().await.words;
        assert!(home.contains("30 June 2027 keeps it."), "{home}");

        // The bot is down over the end.
        world.restart().await;
        at(world, "2027-07-01T08:50:00Z").await;
        assert!(said(world, "As announced").await.is_empty(), "not before the morning");
        world.restart().await;
        at(world, "2027-07-04T12:00:00Z").await;
        let told = said(world, "As announced on").await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].text.contains("31 May 2027, you are Bronze from today."), "{told:?}");
        assert_eq!(heard(world, "North Partner is Bronze from today").await, 1);
        let intro = world.intro(CHANNEL).await.text;
        assert!(intro.contains("First answer within 2 business days."), "{intro}");
        world.restart().await;
        at(world, "2027-07-20T12:00:00Z").await;
        assert_eq!(said(world, "As announced on").await.len(), 1, "said once");
        assert_eq!(said(world, "Silver needs").await.len(), 1, "said once");
    })
    .await;
}

#[tokio::test]
async fn a_reversal_leads_to_the_notice_and_another_win_keeps_the_tier() {
    with(BY_WINS, async |world| {
        world.clock_at("2027-04-12T10:00:00Z").await;
        let referral = wins(world, MEMBER, "acme.example").await;
        assert_eq!(said(world, "You are now Silver.").await.len(), 1);
        let record = [("Refund or cancellation", "Paid back in full")];
        world.person("Partner manager").fills_in("Record reversal", &referral, &record).await;
        at(world, "2027-05-20T10:00:00Z").await;
        let home = world.person(MEMBER).opens_home().await.words;
        assert!(home.contains("Silver: there is no tier above it."), "still there: {home}");
        at(world, "2027-06-01T10:00:00Z").await;
        assert_eq!(said(world, "Silver needs 1 won deal in 90 days.").await.len(), 1);

        wins(world, MEMBER, "birch.example").await;
        assert_eq!(said(world, "You are now Silver.").await.len(), 1, "it is Silver already");
        at(world, "2027-07-01T10:00:00Z").await;
        let kept = said(world, "You keep Silver. What was missing is there.").await;
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert!(said(world, "As announced").await.is_empty());
        assert_eq!(heard(world, "North Partner keeps Silver").await, 1);
    })
    .await;
}
