//! *Show why*, and what follows where the answer leaves something open: a person is asked, and how
//! often that was needed is one of the programme's numbers. `vouch replay` has the whole of it.

use serde_json::Value;

use crate::world::{Message, World, everywhere};

const MEMBER: &str = "Partner member";
const ASKS: &str = "Ask a person";

/// The share on an admin's Home.
async fn answered(world: &World) -> String {
    let home = world.person("Admin").opens_home().await;
    let rest = home.words.split_once("“Why” answered:").expect("the number stands there").1;
    rest.split_once("Fresh").expect("another follows").0.trim().replace('\u{a0}', " ")
}

async fn told_why(world: &World, name: &str, channel: &str) -> Message {
    world.settle().await;
    world.person(name).last_whisper_in(channel).await
}

#[tokio::test]
async fn who_still_wants_to_know_asks_a_person_and_that_is_counted() {
    everywhere(async |world| {
        let (member, sales) = (world.person(MEMBER), world.person("Sales 1"));
        let referral = member.refers("acme.example").await;
        assert_eq!(answered(world).await, "No data yet (n 0)");

        member.presses("Show why", &referral).await;
        let why = told_why(world, MEMBER, "north-partner").await;
        assert_eq!(why.buttons, [ASKS]);
        assert_eq!(answered(world).await, "100.0 % of 1");

        // Nobody owns it yet: it is for all of sales.
        let form = member.presses_on(ASKS, &why).await;
        assert_eq!(form.screen.title, "Ask about NOR-1");
        member.submits(&[("Your question", "Who looks at it?")]).await;
        world.settle().await;
        let asked = "asks: “Who looks at it?”";
        let thread = member.text_in("north-partner").await;
        assert!(
            thread.contains(&format!("Partner member {asked} We answer here in the thread.")),
            "{thread}"
        );
        let desk = sales.text_in("sales-desk").await;
        assert!(desk.contains(&format!("{asked} Please answer in the thread")), "{desk}");
        assert_eq!(answered(world).await, "0.0 % of 1");

        sales.approves(&referral).await;
        member.presses("Show why", &referral).await;
        let why = told_why(world, MEMBER, "north-partner").await;
        member.presses_on(ASKS, &why).await;
        member.submits(&[("Your question", "What comes next?")]).await;
        world.settle().await;
        let asked = "asks: “What comes next?”";
        let thread = member.text_in("north-partner").await;
        assert!(
            thread.contains(&format!("Partner member {asked} Sales 1 answers here")),
            "{thread}"
        );
        let direct = sales.direct_messages().await;
        let note = direct.iter().find(|one| one.text.contains(asked)).expect("its owner hears it");
        assert!(note.text.contains("NOR-1"), "{note:?}");
        assert_eq!(note.buttons, ["Open"]);
        assert!(!sales.text_in("sales-desk").await.contains("What comes next?"));

        // More than two: a number between none and all.
        member.presses("Show why", &referral).await;
        assert_eq!(answered(world).await, "33.3 % of 3");
    })
    .await;
}

#[tokio::test]
async fn the_vendors_own_are_offered_nobody_to_ask_and_are_not_counted() {
    everywhere(async |world| {
        let referral = world.person(MEMBER).refers("acme.example").await;
        world.person("Sales 1").presses("Show why", &referral).await;
        let why = told_why(world, "Sales 1", "sales-desk").await;
        assert!(!why.buttons.contains(&ASKS.to_owned()), "{why:?}");
        assert_eq!(answered(world).await, "No data yet (n 0)");
    })
    .await;
}

async fn printed(world: &World, words: &[&str]) -> String {
    let done = world.command(words).await;
    assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

#[tokio::test]
async fn an_operator_sees_each_event_with_what_it_rested_on_and_how_it_stood_at_any_time() {
    everywhere(async |world| {
        world.clock_at("2027-03-01T10:00:00Z").await;
        let (member, sales) = (world.person(MEMBER), world.person("Sales 1"));
        let referral = member.refers("acme.example").await;
        world.clock_at("2027-03-02T09:00:00Z").await;
        sales.approves(&referral).await;
        world.person("South member").refers("crm.acme.example").await;
        world.settle().await;

        let all = printed(world, &["replay", "NOR-1"]).await;
        let told = [
            "NOR-1 acme.example, North Partner",
            "submitted  by Partner member (member of North Partner)",
            "it stood: not registered",
            "approved  by Sales 1 (sales)",
            "it stood: submitted, to be decided by 2027-03-03T10:",
            "90 days of protection, 2 business days to decide",
            "protected_through: 2027-05-31",
            "match_found",
            "case_opened",
        ];
        for line in told {
            assert!(all.contains(line), "{line}:\n{all}");
        }
        assert!(!all.contains("(words that are not kept)"), "{all}");

        let before = printed(world, &["replay", "NOR-1", "--as-of", "2027-03-01"]).await;
        assert!(before.contains("submitted  by") && !before.contains("approved"), "{before}");
        let json = printed(world, &["replay", "NOR-1", "--json"]).await;
        let json: Value = serde_json::from_str(&json).unwrap();
        let approved = json["events"].as_array().unwrap().iter();
        let approved: Vec<&Value> = approved.filter(|one| one["kind"] == "approved").collect();
        assert_eq!(approved.len(), 1);
        assert_eq!(approved[0]["inputs"]["status"], "submitted");
        assert_eq!(approved[0]["event"]["owner"], "Sales 1");

        let now = printed(world, &["referrals", "list"]).await;
        assert_eq!(now.lines().count(), 2, "{now}");
        assert!(now.contains("approved"), "{now}");
        let then = printed(world, &["referrals", "list", "--as-of", "2027-03-01"]).await;
        assert_eq!(then.lines().count(), 1, "{then}");
        assert!(then.contains("NOR-1") && then.contains("submitted"), "{then}");
        let early = ["referrals", "list", "--as-of", "2027-02-28T12:00:00Z"];
        assert_eq!(printed(world, &early).await, "No referrals yet.\n");

        for words in [&["replay", "NOR-9"][..], &["replay", "NOR-1", "--as-of", "2027-02-28"]] {
            assert_eq!(world.command(words).await.status.code(), Some(1), "{words:?}");
        }
        assert_eq!(world.command(&["replay", "one"]).await.status.code(), Some(2));
    })
    .await;
}

#[tokio::test]
async fn what_else_was_on_the_company_stands_beside_its_registration_whichever_domain_it_was() {
    everywhere(async |world| {
        let (north, south) = (world.person(MEMBER), world.person("South member"));
        south.refers("acme.example").await;
        let before = north.refers("acme.de").await;
        north.presses("Withdraw", &before).await;
        world.person("Sales 1").types("random", "/vouch alias acme.example acme.de").await;
        world.settle().await;
        north.refers("acme.de").await;

        let stood = async |number: &str| {
            let json = printed(world, &["replay", number, "--json"]).await;
            let json: Value = serde_json::from_str(&json).unwrap();
            json["events"][0]["inputs"]["others_on_the_account"].clone()
        };
        // Nobody had said that the two are one company.
        assert_eq!(stood("NOR-1").await, serde_json::json!([]));
        let other = serde_json::json!([{ "number": "SOU-1", "status": "submitted" }]);
        assert_eq!(stood("NOR-2").await, other);
        let lines = printed(world, &["replay", "NOR-2"]).await;
        assert!(
            lines.contains("it stood: not registered; on the account: SOU-1 submitted"),
            "{lines}"
        );
    })
    .await;
}
