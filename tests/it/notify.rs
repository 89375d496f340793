//! What people are told directly: what concerns them, unless they turned it off, and not while it is
//! night where they live.

use serde_json::{Value, json};
use vouch::program::BUILT_IN;

use crate::channels::{SETUP, adds};
use crate::members::asks;
use crate::world::{Answer, Only, Referral, World, everywhere, from_nothing, on_slack};

const QUESTIONS: &str = "Questions and answers about referrals of yours";
const DECISIONS: &str = "Decisions on referrals of yours";
const REMINDERS: &str = "Reminders of what still waits for you";

/// Somebody says what they want, by the command where they have it, else on their Home.
async fn wants(world: &World, name: &str, fields: Value) -> Answer {
    let person = world.person(name);
    let opened = match name {
        "Sales 1" => person.types("sales-desk", "/vouch notify").await,
        _ => {
            person.opens_home().await;
            person.presses_on_home("Change notifications").await
        }
    };
    assert_eq!(opened.screen.title, "Notifications", "{opened:?}");
    let saved = person.submits_all(fields).await;
    world.settle().await;
    saved
}

fn night() -> Value {
    json!({ "Quiet from": "20:00", "Quiet until": "8:00" })
}

async fn lives_in(world: &World, name: &str, zone: Option<&str>) {
    let user = world.person(name).id();
    world.change(json!({ "zone": { "user": user, "tz": zone } })).await;
}

/// What the app wrote to somebody alone, oldest first.
async fn told(world: &World, name: &str) -> Vec<String> {
    let all = world.person(name).direct_messages().await;
    all.into_iter().filter(|one| one.by_app && !one.private).map(|one| one.text).collect()
}

/// Sales 1 has asked, and the member answers.
async fn answered(world: &World, website: &str) -> Referral {
    let member = world.person("Partner member");
    let referral = member.refers(website).await;
    world.person("Sales 1").fills_in("Ask", &referral, &[("Question", "By when?")]).await;
    member.fills_in("Answer", &referral, &[("Answer", "By spring")]).await;
    referral
}

#[tokio::test]
async fn whom_it_concerns_is_told_and_nobody_else() {
    on_slack(Only::Screens, async |world| {
        let referral = answered(world, "acme.example").await;
        let asked = told(world, "Partner member").await;
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert!(asked[0].starts_with("NOR-1 · Marker Acme Widgets\nSales 1 asks: “By when?”"));
        assert!(asked[0].ends_with("\n[Answer]"), "{asked:?}");
        let answer = told(world, "Sales 1").await;
        assert_eq!(answer.len(), 1, "{answer:?}");
        assert!(answer[0].contains("Partner member answered: “By spring”"), "{answer:?}");

        let sales = world.person("Sales 1");
        let last = sales.direct_messages().await.pop().unwrap();
        sales.presses_on("Open", &last).await;
        world.settle().await;
        let card = sales.direct_messages().await.pop().unwrap();
        assert!(card.private && card.text.contains("Decide by"), "{card:?}");
        sales.fills_in("Approve", &referral, &[("Owner", "Sales 2")]).await;
        let decided = told(world, "Partner member").await;
        assert!(decided[1].contains("Approved by Sales 1. Sales 2 is your contact"), "{decided:?}");
        let owned = told(world, "Sales 2").await;
        let yours = "NOR-1 · Marker Acme Widgets from North Partner is yours now. \
                     Sales 1 named you its owner.";
        assert!(owned.len() == 1 && owned[0].starts_with(yours), "{owned:?}");
        assert_eq!(told(world, "Sales 1").await.len(), 1, "not of what they did themselves");
        for nobody in ["North member 2", "South member", "Admin", "Partner manager"] {
            assert_eq!(told(world, nobody).await, Vec::<String>::new(), "{nobody}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_somebody_turns_off_is_not_sent_to_them() {
    on_slack(Only::Home, async |world| {
        let sales = world.person("Sales 1");
        sales.opens_home().await;
        let saved =
            wants(world, "Sales 1", json!({ "Tell me about": [DECISIONS, REMINDERS] })).await;
        let stands = "You hear of decisions, reminders, at any time.";
        assert!(saved.screen.words.contains(stands), "{saved:?}");
        assert!(sales.reads_home().await.words.contains(stands));
        let referral = answered(world, "acme.example").await;
        assert_eq!(told(world, "Sales 1").await, Vec::<String>::new());
        // The channel has it all the same.
        let thread = world.person("Partner member").text_in("north-partner").await;
        assert!(thread.contains("Partner member answered: “By spring”"), "{thread}");

        sales.types("sales-desk", "/vouch notify").await;
        let undone = sales.presses_in_modal("Take it back").await;
        assert!(!undone.ok, "the panel is gone: {undone:?}");
        sales.submits_all(json!({ "Tell me about": [QUESTIONS, DECISIONS, REMINDERS] })).await;
        world.settle().await;
        sales.fills_in("Ask", &referral, &[("Question", "How many?")]).await;
        let member = world.person("Partner member");
        member.fills_in("Answer", &referral, &[("Answer", "Nine")]).await;
        assert!(told(world, "Sales 1").await[0].contains("“Nine”"));
    })
    .await;
}

#[tokio::test]
async fn what_was_said_can_be_taken_back_once_and_saving_twice_is_saving_once() {
    on_slack(Only::Wire, async |world| {
        let sales = world.person("Sales 1");
        let saved = wants(world, "Sales 1", json!({ "Tell me about": [] })).await;
        assert!(saved.screen.words.contains("You hear only of what needs you, at any time."));
        let again = world.the_last_form_is_sent_again().await;
        assert_eq!(again.screen.words, saved.screen.words);

        let undone = sales.presses_in_modal("Take it back").await;
        let all = "You hear of questions, decisions, reminders, at any time.";
        assert!(undone.screen.words.contains(all), "{undone:?}");
        world.delivers_again("block_actions").await;
        world.settle().await;
        assert!(sales.opens_home().await.words.contains(all));
        // By a button as it stood before somebody said something else.
        sales.types("sales-desk", "/vouch notify").await;
        let saved = sales.submits_all(night()).await;
        assert!(saved.screen.words.contains("Quiet 20:00–08:00, Etc/UTC."), "{saved:?}");
        let stale = json!({ "press": {
            "view": saved.screen.view, "label": "Take it back",
            "action_id": "notify:undo", "value": "v1:notify:undo::1",
        } });
        let told = sales.forges(stale).await;
        assert!(told.screen.words.contains("changed since, so nothing was done"), "{told:?}");
        let home = sales.opens_home().await;
        assert!(home.words.contains("Quiet 20:00–08:00, Etc/UTC."), "{home:?}");
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_is_said_beside_the_times() {
    everywhere(async |world| {
        let sales = world.person("Sales 1");
        sales.types("sales-desk", "/vouch notify").await;
        #[rustfmt::skip]
        let table = [
            ("20:00", "",      "Quiet from",  ""),
            ("20:00", "",      "Quiet until", "Write both times, or leave both empty."),
            ("",      "8:00",  "Quiet from",  "Write both times, or leave both empty."),
            ("20",    "8:00",  "Quiet from",  "Write a time like 18:30."),
            ("20:00", "25:00", "Quiet until", "Write a time like 18:30."),
            ("8:00",  "08:00", "Quiet until", "Choose two different times."),
        ];
        for (from, until, label, sentence) in table {
            let fields = json!({ "Quiet from": from, "Quiet until": until });
            let refused = sales.submits_all(fields).await;
            assert_eq!(refused.error_at(label), sentence, "{from}–{until}: {refused:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn two_messages_of_a_night_come_in_order_when_it_is_over() {
    on_slack(Only::Screens, async |world| {
        world.clock_at("2027-03-02T12:00:00Z").await;
        wants(world, "Sales 1", night()).await;
        world.clock_at("2027-03-02T21:00:00Z").await;
        answered(world, "acme.example").await;
        answered(world, "birch.example").await;
        assert_eq!(told(world, "Sales 1").await, Vec::<String>::new());
        // Whoever writes to the app is awake.
        world.person("Sales 1").writes_to_the_app("hello").await;
        assert_eq!(told(world, "Sales 1").await.len(), 1);
        world.clock_at("2027-03-03T07:50:00Z").await;
        assert_eq!(told(world, "Sales 1").await.len(), 1);
        world.restart().await;
        world.clock_at("2027-03-03T08:01:00Z").await;
        world.settle().await;
        let told = told(world, "Sales 1").await;
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[1].starts_with("NOR-1 · ") && told[2].starts_with("NOR-2 · "), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn a_night_is_that_of_the_persons_own_zone_also_when_its_clocks_change() {
    on_slack(Only::People, async |world| {
        lives_in(world, "Sales 1", Some("Europe/Amsterdam")).await;
        world.clock_at("2027-03-27T12:00:00Z").await;
        let saved = wants(world, "Sales 1", night()).await;
        let stands = "Quiet 20:00–08:00, Europe/Amsterdam.";
        assert!(saved.screen.words.contains(stands), "{saved:?}");
        // 20:30 there; at two in the night the clocks go on to three.
        world.clock_at("2027-03-27T19:30:00Z").await;
        answered(world, "acme.example").await;
        world.clock_at("2027-03-28T05:50:00Z").await;
        assert_eq!(told(world, "Sales 1").await, Vec::<String>::new());
        world.clock_at("2027-03-28T06:00:30Z").await;
        world.settle().await;
        assert_eq!(told(world, "Sales 1").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_message_of_a_night_follows_its_reader_to_another_zone() {
    on_slack(Only::People, async |world| {
        world.clock_at("2027-03-02T12:00:00Z").await;
        wants(world, "Sales 1", night()).await;
        world.clock_at("2027-03-02T21:00:00Z").await;
        answered(world, "acme.example").await;
        lives_in(world, "Sales 1", Some("America/New_York")).await;
        world.clock_at("2027-03-03T12:30:00Z").await;
        world.settle().await;
        assert_eq!(told(world, "Sales 1").await, Vec::<String>::new(), "half past seven there");
        world.clock_at("2027-03-03T13:00:30Z").await;
        world.settle().await;
        assert_eq!(told(world, "Sales 1").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_waits_obeys_what_its_reader_says_meanwhile() {
    everywhere(async |world| {
        world.clock_at("2027-03-02T12:00:00Z").await;
        wants(world, "Sales 1", night()).await;
        world.clock_at("2027-03-02T21:00:00Z").await;
        answered(world, "acme.example").await;
        let off = json!({ "Tell me about": [DECISIONS, REMINDERS] });
        wants(world, "Sales 1", off).await;
        world.clock_at("2027-03-03T09:00:00Z").await;
        world.settle().await;
        assert_eq!(
            told(world, "Sales 1").await,
            Vec::<String>::new(),
            "turned off while it waited"
        );

        wants(world, "Sales 1", json!({ "Tell me about": [QUESTIONS] })).await;
        world.clock_at("2027-03-03T21:00:00Z").await;
        answered(world, "birch.example").await;
        assert_eq!(told(world, "Sales 1").await, Vec::<String>::new());
        wants(world, "Sales 1", json!({ "Quiet from": "", "Quiet until": "" })).await;
        let told = told(world, "Sales 1").await;
        assert!(told.len() == 1 && told[0].starts_with("NOR-2 · "), "awake again: {told:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_not_true_in_the_morning_is_not_said() {
    everywhere(async |world| {
        world.clock_at("2027-03-02T12:00:00Z").await;
        let (member, sales) = (world.person("Partner member"), world.person("Sales 1"));
        wants(world, "Partner member", night()).await;
        world.clock_at("2027-03-02T21:00:00Z").await;
        let (first, second) =
            (member.refers("acme.example").await, member.refers("birch.example").await);
        for referral in [&first, &second] {
            sales.fills_in("Ask", referral, &[("Question", "By when?")]).await;
        }
        let colleague = world.person("North admin");
        colleague.fills_in("Answer", &first, &[("Answer", "By spring")]).await;
        assert_eq!(told(world, "Partner member").await, Vec::<String>::new());
        world.clock_at("2027-03-03T09:00:00Z").await;
        world.settle().await;
        let told = told(world, "Partner member").await;
        assert!(told.len() == 1 && told[0].starts_with("NOR-2 · "), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn who_has_no_known_zone_sleeps_by_the_programmes_clocks() {
    on_slack(Only::People, async |world| {
        lives_in(world, "Sales 1", None).await;
        let in_tokyo = BUILT_IN.replace("\"UTC\"", "\"Asia/Tokyo\"");
        world.comes_into_force(&in_tokyo).await;
        world.clock_at("2027-03-02T02:00:00Z").await;
        let saved = wants(world, "Sales 1", night()).await;
        assert!(saved.screen.words.contains("Quiet 20:00–08:00, Asia/Tokyo."), "{saved:?}");
        // 20:30 in Tokyo.
        world.clock_at("2027-03-02T11:30:00Z").await;
        answered(world, "acme.example").await;
        assert_eq!(told(world, "Sales 1").await, Vec::<String>::new());
        world.clock_at("2027-03-02T23:00:30Z").await;
        world.settle().await;
        assert_eq!(told(world, "Sales 1").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn who_belongs_to_nobody_has_nothing_to_choose() {
    everywhere(async |world| {
        let nobody = world.person("Colleague");
        nobody.types("random", "/vouch notify").await;
        world.settle().await;
        assert!(world.heard("Colleague").await.contains("We do not know yet"));
        assert!(!nobody.opens_home().await.buttons.contains(&"Change notifications".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn what_was_decided_in_the_night_is_not_asked_in_the_morning() {
    on_slack(Only::Home, async |world| {
        world.clock_at("2027-03-02T12:00:00Z").await;
        wants(world, "Partner manager", night()).await;
        world.clock_at("2027-03-02T21:00:00Z").await;
        asks(world, "North guest").await;
        assert_eq!(told(world, "Partner manager").await, Vec::<String>::new());
        // Who looks at their Home sees it all the same.
        let manager = world.person("Partner manager");
        manager.presses_on_home("Link this person").await;
        world.settle().await;
        assert!(told(world, "North guest").await[0].contains("You are linked to North Partner"));
        world.clock_at("2027-03-03T09:00:00Z").await;
        world.settle().await;
        assert_eq!(told(world, "Partner manager").await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn a_reminder_that_somebody_turned_off_does_not_come() {
    from_nothing(SETUP, async |world| {
        adds(world, "Partner manager", "north-partner").await;
        adds(world, "Admin", "sales-desk").await;
        wants(world, "Partner manager", json!({ "Tell me about": [QUESTIONS] })).await;
        world.clock_on("3d").await;
        world.settle().await;
        assert_eq!(told(world, "Partner manager").await, Vec::<String>::new());
        let reminded = told(world, "Admin").await;
        assert!(reminded.len() == 1 && reminded[0].contains("What is #sales-desk for?"));
    })
    .await;
}
