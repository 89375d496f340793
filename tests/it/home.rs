//! The page that a person has in the app: what stands on it, for whom, and that it is always true.

use serde_json::json;

use crate::world::{Only, everywhere, filled, on_slack};

#[tokio::test]
async fn a_member_registers_from_home_and_sees_it_there() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let empty = member.opens_home().await;
        assert!(empty.words.contains("North Partner No referrals yet."), "{empty:?}");
        let buttons = [
            "Refer a customer",
            "My referrals",
            "Show help",
            "Change notifications",
            "Link my other account",
        ];
        for button in buttons {
            assert!(empty.buttons.contains(&button.to_owned()), "{button}: {empty:?}");
        }
        assert_eq!(empty.buttons.len(), buttons.len(), "{empty:?}");

        let opened = member.presses_on_home("Refer a customer").await;
        assert_eq!(opened.screen.title, "Refer a customer");
        member.receipt(member.submits(&filled(&[])).await);
        world.settle().await;

        let home = member.reads_home().await;
        assert!(home.words.contains("North Partner: 1 open, 1 in all."), "{home:?}");
        assert!(home.words.contains("NOR-1 Marker Acme Widgets · Submitted"), "{home:?}");
    })
    .await;
}

/// Nobody has it drawn anew by opening it: what others do is on it.
#[tokio::test]
async fn what_sales_does_stands_on_the_members_home_and_the_other_way_round() {
    on_slack(Only::Home, async |world| {
        let (member, sales) = (world.person("Partner member"), world.person("Sales 1"));
        member.opens_home().await;
        let idle = sales.opens_home().await;
        assert!(idle.words.contains("Nothing waits for a decision."), "{idle:?}");

        let referral = member.refers("acme.example").await;
        let waiting = sales.reads_home().await;
        assert!(waiting.words.contains("Waiting for a decision: 1"), "{waiting:?}");
        assert!(waiting.words.contains("NOR-1 Marker Acme Widgets from North Partner"));

        sales.fills_in("Ask", &referral, &[("Question", "By when?")]).await;
        let asked = member.reads_home().await;
        assert!(asked.words.contains("Waiting for you: 1"), "{asked:?}");
        let opened = member.presses_on_home("Answer").await;
        assert_eq!(opened.screen.title, "Answer NOR-1");
        member.submits(&[("Answer", "By spring")]).await;
        world.settle().await;

        let opened = sales.presses_on_home("Open").await;
        assert_eq!(opened.screen.title, "NOR-1");
        assert!(opened.screen.words.contains("Decide by"), "{opened:?}");
        let form = sales.presses_in_modal("Approve").await;
        assert_eq!(form.screen.title, "Approve NOR-1");
        sales.submits(&[]).await;
        world.settle().await;
        let mine = sales.reads_home().await;
        assert!(mine.words.contains("Nothing waits for a decision."), "{mine:?}");
        assert!(mine.words.contains("Yours: 1") && mine.buttons.contains(&"Move stage".into()));
        let open = member.reads_home().await;
        assert!(open.words.contains("NOR-1 Marker Acme Widgets · New · through"), "{open:?}");
    })
    .await;
}

#[tokio::test]
async fn a_home_shows_neither_other_partners_nor_what_only_the_vendor_may_see() {
    on_slack(Only::Home, async |world| {
        let (north, south) = (world.person("Partner member"), world.person("South member"));
        north.opens_home().await;
        let referral = north.refers("acme.example").await;
        south.refers_with(&[("Company website", "oak.example"), ("Company name", "Oak")]).await;
        let sales = world.person("Sales 1");
        let note = [("Note", "Marker internal note on the deal")];
        sales.fills_in("Approve", &referral, &note).await;

        let opened = north.presses_on_home("Open").await;
        assert!(opened.screen.words.contains("Yours, protected through"), "{opened:?}");
        for place in [north.reads_home().await.words, opened.screen.words] {
            for never in ["SOU-1", "Oak", "South", "Marker internal note", "Match", "Contact"] {
                assert!(!place.contains(never), "{never} stands in: {place}");
            }
        }
        // A card that they may not see is none, whatever a payload says.
        let id = "00000000-0000-7000-8000-000000000001";
        let button = json!({
            "home": true, "label": "Open", "action_id": "open:open",
            "value": format!("v1:open:open:{id}:1"),
        });
        let forged = south_tries(&south, button).await;
        assert!(forged.contains("This button does not work here."), "{forged}");
    })
    .await;
}

async fn south_tries(south: &crate::world::Person<'_>, press: serde_json::Value) -> String {
    south.opens_home().await;
    south.forges(json!({ "press": press })).await.screen.words
}

#[tokio::test]
async fn somebody_we_do_not_know_reads_one_kind_sentence() {
    everywhere(async |world| {
        for person in world.people().filter(|one| one.is("none") || one.is("guest")) {
            let (name, home) = (person.name(), person.opens_home().await);
            assert!(home.words.starts_with("Welcome. We do not know yet"), "{name}: {home:?}");
            assert!(home.buttons.is_empty(), "{name}: {home:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_home_is_drawn_once_for_many_changes_and_again_when_an_answer_is_lost() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        member.opens_home().await;
        world.fault("views.publish", 2, json!({ "drop_reply": true })).await;
        world.fault("views.publish", 1, json!({ "http_status": 503 })).await;
        let referral = member.refers("acme.example").await;
        world.person("Sales 1").approves(&referral).await;
        let home = member.reads_home().await;
        assert!(home.words.contains("NOR-1 Marker Acme Widgets · New · through"), "{home:?}");
        // The same event, delivered again, draws nothing.
        let before = world.calls("views.publish").await.len();
        world.delivers_again("app_home_opened").await;
        world.settle().await;
        assert_eq!(world.calls("views.publish").await.len(), before);
    })
    .await;
}

#[tokio::test]
async fn a_home_is_true_after_a_restart() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        member.opens_home().await;
        world.restart().await;
        member.refers("acme.example").await;
        assert!(member.reads_home().await.words.contains("1 open, 1 in all."));
    })
    .await;
}

#[tokio::test]
async fn roles_change_what_stands_on_a_home() {
    everywhere(async |world| {
        let colleague = world.person("Colleague");
        assert!(colleague.opens_home().await.words.starts_with("Welcome."));
        let admin = world.person("Admin");
        let home = admin.opens_home().await;
        assert!(home.words.contains("Set up") && home.words.contains("Programme version"));
        let opened = admin.presses_on_home("Set a role").await;
        assert_eq!(opened.screen.title, "Set a role");
        let fields = [("Person", "Colleague"), ("Role", "sales"), ("Change", "Give")];
        admin.submits(&fields).await;
        world.settle().await;
        let home = colleague.reads_home().await;
        assert!(home.words.contains("Nothing waits for a decision."), "{home:?}");
    })
    .await;
}

#[tokio::test]
async fn who_has_much_sees_a_page_and_turns_to_the_rest() {
    on_slack(Only::Home, async |world| {
        let member = world.person("Partner member");
        member.opens_home().await;
        for n in 0..10 {
            let website = format!("company-{n}.example");
            member.refers(&website).await;
        }
        let home = member.reads_home().await;
        assert!(home.words.contains("10 open, 10 in all."), "{home:?}");
        assert_eq!(home.buttons.iter().filter(|label| *label == "Open").count(), 8);
        let list = member.presses_on_home("Show more").await;
        assert_eq!(list.screen.title, "My referrals");
        let rest = member.presses_in_modal("Show more").await;
        assert!(rest.screen.words.contains("9–10 of 10"), "{rest:?}");
    })
    .await;
}

#[tokio::test]
async fn an_admin_reads_how_the_programme_goes_and_never_nought_per_cent_of_nothing() {
    everywhere(async |world| {
        let (admin, sales) = (world.person("Admin"), world.person("Sales 1"));
        let empty = admin.opens_home().await.words;
        assert_eq!(empty.matches("No data yet (n 0)").count(), 4, "{empty}");
        assert!(!empty.contains('%'), "{empty}");

        let member = world.person("Partner member");
        let in_time = member.refers("acme.example").await;
        sales.approves(&in_time).await;
        let late = member.refers("birch.example").await;
        member.refers("cedar.example").await;
        world.clock_on("9d").await;
        sales.approves(&late).await;
        world.settle().await;

        let home = admin.opens_home().await.words;
        for line in ["n 3", "50.0\u{a0}% of 2", "100.0\u{a0}% of 3"] {
            assert!(home.contains(line), "{line}: {home}");
        }
        let home = sales.opens_home().await.words;
        let share = "Answered in time, last 30 days: 50.0\u{a0}% of 2";
        assert!(home.contains(share), "{home}");
        let manager = world.person("Partner manager").opens_home().await.words;
        assert!(!manager.contains("How the programme goes"), "{manager}");
        assert!(!member.opens_home().await.words.contains('%'));

        world.clock_on("31d").await;
        let later = admin.opens_home().await.words;
        assert!(later.contains("0.0\u{a0}% of 3"), "nobody heard anything lately: {later}");
        assert_eq!(later.matches("No data yet (n 0)").count(), 3, "{later}");
    })
    .await;
}

#[tokio::test]
async fn what_stands_still_is_shown_to_all_of_sales_until_somebody_moves_it() {
    everywhere(async |world| {
        let (first, second) = (world.person("Sales 1"), world.person("Sales 2"));
        let referral = world.person("Partner member").refers("acme.example").await;
        first.approves(&referral).await;
        world.clock_on("13d").await;
        let quiet = second.opens_home().await.words;
        assert!(!quiet.contains("Without an update"), "{quiet}");
        world.clock_on("25h").await;
        let still = second.opens_home().await.words;
        assert!(still.contains("Without an update for 14 days: 1"), "{still}");
        assert!(still.contains("NOR-1 Marker Acme Widgets · owner Sales 1"), "{still}");

        let form = second.presses_on_home("Move stage").await;
        assert!(form.screen.open(), "{form:?}");
        second.submits(&[("Stage", "Meeting"), ("Next step", "Call on Tuesday")]).await;
        world.settle().await;
        let moved = second.reads_home().await.words;
        assert!(!moved.contains("Without an update"), "{moved}");
    })
    .await;
}
