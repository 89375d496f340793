//! My referrals, what waits for a decision, and help: private, filtered, in place.

use serde_json::json;

use crate::world::{Only, World, everywhere, on_slack};

/// Five referrals of North, one in each kind of state.
async fn five(world: &World) {
    world.clock_at("2027-03-01T10:00:00Z").await;
    let member = world.person("Partner member");
    let sales = world.person("Sales 1");
    let ending = member.refers_with(&website("ash.example", "Ash")).await;
    sales.approves(&ending).await;
    world.clock_at("2027-05-20T10:00:00Z").await;
    let approved = member.refers_with(&website("birch.example", "Birch")).await;
    sales.approves(&approved).await;
    let rejected = member.refers_with(&website("cedar.example", "Cedar")).await;
    sales.fills_in("Reject", &rejected, &[("Reason", "Not a fit")]).await;
    let asked = member.refers_with(&website("elm.example", "Elm")).await;
    sales.fills_in("Ask", &asked, &[("Question", "Who decides there?")]).await;
    member.refers_with(&website("fir.example", "Fir")).await;
    world.person("South member").refers_with(&website("oak.example", "Oak")).await;
    world.settle().await;
}

fn website<'a>(website: &'a str, company: &'a str) -> [(&'a str, &'a str); 2] {
    [("Company website", website), ("Company name", company)]
}

/// The numbers in a list, in its order.
fn numbers(text: &str) -> Vec<&str> {
    text.split([' ', '\n'])
        .filter(|word| word.starts_with("NOR-") || word.starts_with("SOU-"))
        .collect()
}

#[tokio::test]
async fn a_list_shows_first_what_waits_then_what_ends_then_the_newest() {
    on_slack(Only::Screens, async |world| {
        five(world).await;
        let member = world.person("Partner member");
        member.presses_in("north-partner", "My referrals").await;
        let list = member.last_whisper_in("north-partner").await;
        assert!(list.text.starts_with("North Partner: 4 open, 5 in all."), "{}", list.text);
        assert_eq!(numbers(&list.words), ["NOR-4", "NOR-1", "NOR-5", "NOR-3", "NOR-2"]);
        for line in [
            "💬 NOR-4 Elm · Question asked · lapses on ",
            "✅ NOR-1 Ash · Approved · New · through 30 May 2027",
            "⏳ NOR-5 Fir · Submitted",
            "⛔ NOR-3 Cedar · Rejected",
            "✅ NOR-2 Birch · Approved · New · through 18 August 2027",
            "1–5 of 5",
        ] {
            assert!(list.words.contains(line), "{line}: {}", list.words);
        }
        assert!(!list.words.contains("Oak"), "{}", list.words);
        assert_eq!(list.buttons, ["Refer a customer"]);
        #[rustfmt::skip]
        let table: [(&str, &[&str]); 5] = [
            ("Waiting for you", &["NOR-4"]),
            ("Ending soon",     &["NOR-1"]),
            ("Open",            &["NOR-4", "NOR-1", "NOR-5", "NOR-2"]),
            ("Closed",          &["NOR-3"]),
            ("All",             &["NOR-4", "NOR-1", "NOR-5", "NOR-3", "NOR-2"]),
        ];
        for (filter, shown) in table {
            let list = member.last_whisper_in("north-partner").await;
            assert!(member.chooses("Choose what to show", filter, &list).await.ok, "{filter}");
            let lists = member.whispers_in("north-partner").await;
            assert_eq!(lists.len(), 1, "it is replaced, it does not pile up");
            assert_eq!(numbers(&lists[0].words), shown, "{filter}");
        }
        let intro = world.intro("north-partner").await;
        assert!(intro.text.contains("Know a company that needs us?"), "{}", intro.text);
    })
    .await;
}

#[tokio::test]
async fn a_long_list_is_turned_in_place() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        for n in 1..=9 {
            member.refers(&format!("company-{n}.example")).await;
        }
        member.presses_in("north-partner", "My referrals").await;
        let first = member.last_whisper_in("north-partner").await;
        assert_eq!(numbers(&first.words).len(), 8);
        assert!(first.words.contains("1–8 of 9"), "{}", first.words);
        assert_eq!(first.buttons, ["Refer a customer", "Show more"]);
        member.presses_on("Show more", &first).await;
        let second = member.last_whisper_in("north-partner").await;
        assert_eq!(second.ts, first.ts, "the same message");
        assert_eq!(numbers(&second.words), ["NOR-1"]);
        assert!(second.words.contains("9–9 of 9"), "{}", second.words);
        assert_eq!(second.buttons, ["Refer a customer", "Show the first"]);
        // The same press delivered twice turns one page.
        world.delivers_again("block_actions").await;
        world.settle().await;
        let again = member.last_whisper_in("north-partner").await;
        assert_eq!(again.words, second.words);
        member.presses_on("Show the first", &second).await;
        let back = member.last_whisper_in("north-partner").await;
        assert_eq!(back.words, first.words);
    })
    .await;
}

#[tokio::test]
async fn the_list_on_the_receipt_stands_where_the_receipt_stood() {
    on_slack(Only::Screens, async |world| {
        let member = world.person("Partner member");
        member.refers("acme.example").await;
        let shown = member.presses_in_modal("My referrals").await.screen;
        assert_eq!(shown.title, "My referrals");
        assert!(shown.words.contains("North Partner: 1 open, 1 in all."), "{}", shown.words);
        let shown = member.chooses_in_modal("Choose what to show", "Closed").await.screen;
        assert!(shown.words.contains("No referral stands here now."), "{}", shown.words);
        assert!(member.whispers_in("north-partner").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn everybody_sees_their_own_list_and_nobody_elses() {
    everywhere(async |world| {
        five(world).await;
        #[rustfmt::skip]
        let table = [
            // who,            where,           what the first line says
            ("South member",   "south-partner", "South Partner: 1 open, 1 in all."),
            ("Sales 1",        "sales-desk",    "Yours: 2 open, 2 in all."),
            ("Sales 2",        "sales-desk",    "You own no referral."),
            ("Sales 1",        "north-partner", "North Partner: 4 open, 5 in all."),
            ("Partner manager", "south-partner", "South Partner: 1 open, 1 in all."),
            ("Auditor",        "random",        "You own no referral."),
            ("Colleague",      "random",        "We do not know yet which partner you belong to."),
        ];
        for (name, channel, line) in table {
            for command in ["/referrals", "/vouch referrals"] {
                let typed = world.person(name).types(channel, command).await;
                assert!(typed.ok, "{name}: {typed:?}");
                let list = world.person(name).last_whisper_in(channel).await;
                assert!(list.text.starts_with(line), "{name} in {channel}: {}", list.text);
            }
        }
        let owned = world.person("Sales 1").last_whisper_in("sales-desk").await;
        assert_eq!(numbers(&owned.words), ["NOR-1", "NOR-2"]);
        assert!(
            !owned.words.contains("Waiting for you")
                && !owned.buttons.contains(&"Refer a customer".into())
        );
    })
    .await;
}

#[tokio::test]
async fn who_has_sent_nothing_is_told_how_to_begin() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        member.presses_in("north-partner", "My referrals").await;
        let list = member.last_whisper_in("north-partner").await;
        assert!(list.text.starts_with("No referrals yet. The first one takes about a minute."));
        assert_eq!(list.buttons, ["Refer a customer"]);
        assert!(member.presses_on("Refer a customer", &list).await.screen.open());
    })
    .await;
}

#[tokio::test]
async fn approve_by_number_opens_the_same_form_as_the_button() {
    everywhere(async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let sales = world.person("Sales 1");
        let by_button = sales.presses("Approve", &referral).await.screen;
        sales.closes().await;
        for typed in ["/approve NOR-1", "/vouch approve nor-1"] {
            let by_number = sales.types("random", typed).await.screen;
            assert_eq!((&by_number.title, &by_number.words), (&by_button.title, &by_button.words));
        }
        assert!(!sales.submits(&[]).await.screen.open());
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
        sales.types("sales-desk", "/approve NOR-1").await;
        let told = sales.last_whisper_in("sales-desk").await;
        assert!(told.text.contains("NOR-1 was already approved by Sales 1"), "{}", told.text);
    })
    .await;
}

#[tokio::test]
async fn a_form_that_opened_too_late_is_offered_again_with_its_number() {
    on_slack(Only::Screens, async |world| {
        world.person("Partner member").refers("acme.example").await;
        let sales = world.person("Sales 1");
        world.fault("views.open", 1, json!({ "error": "expired_trigger_id" })).await;
        assert!(!sales.types("random", "/approve NOR-1").await.screen.open());
        world.settle().await;
        let told = sales.last_whisper_in("random").await;
        assert!(told.text.starts_with("The form could not open in time."), "{}", told.text);
        assert!(sales.presses_on("Approve NOR-1", &told).await.screen.open());
    })
    .await;
}

#[tokio::test]
async fn approve_alone_lists_what_waits_the_nearest_promise_first() {
    everywhere(async |world| {
        let sales = world.person("Sales 1");
        sales.types("sales-desk", "/approve").await;
        let list = sales.last_whisper_in("sales-desk").await;
        assert_eq!(list.text, "Nothing waits for a decision.");
        world.clock_at("2027-03-01T10:00:00Z").await;
        world.person("Partner member").refers("ash.example").await;
        world.clock_at("2027-03-04T12:00:00Z").await;
        let south = world.person("South member");
        for n in 1..=5 {
            south.refers(&format!("company-{n}.example")).await;
        }
        sales.types("random", "/approve").await;
        let list = sales.last_whisper_in("random").await;
        assert!(list.text.starts_with("Waiting for a decision: 6"), "{}", list.text);
        assert_eq!(numbers(&list.words)[0], "NOR-1");
        assert!(
            list.words.contains("NOR-1 Marker Acme Widgets from North Partner · 1 day late"),
            "{}",
            list.words
        );
        assert!(list.words.contains("from South Partner · "), "{}", list.words);
        assert_eq!(list.buttons[0], "Approve NOR-1");
        assert_eq!(list.buttons.last().unwrap(), "Show more");
        sales.presses_on("Show more", &list).await;
        let second = sales.last_whisper_in("random").await;
        assert_eq!((second.ts.as_str(), second.buttons.len()), (list.ts.as_str(), 2));
        assert_eq!(second.buttons, ["Approve SOU-5", "Show the first"]);
        assert!(sales.presses_on("Approve SOU-5", &second).await.screen.open());
        assert!(!sales.submits(&[]).await.screen.open());
        world.settle().await;
        let all = world.referrals().await;
        assert!(all.contains(&("SOU-5".to_owned(), "approved".to_owned())), "{all:?}");
    })
    .await;
}

#[tokio::test]
async fn who_is_not_in_sales_gets_no_list_and_learns_of_no_number() {
    everywhere(async |world| {
        world.person("South member").refers("acme.example").await;
        world.person("East member").refers("oak.example").await;
        #[rustfmt::skip]
        let table = [
            ("Auditor",      "random",        "/approve",       "Only sales can do this here."),
            ("Auditor",      "random",        "/approve SOU-1", "Only sales can do this here. SOU-1 is with them;"),
            ("Auditor",      "random",        "/approve NOR-9", "No referral of yours matches “NOR-9”."),
            ("South member", "south-partner", "/approve",       "Only sales can do this here."),
            ("South member", "south-partner", "/approve EAS-1", "No referral of yours matches “EAS-1”."),
            ("South member", "south-partner", "/approve EAS-9", "No referral of yours matches “EAS-9”."),
            ("Colleague",    "random",        "/approve",       "This button does not work here."),
            ("Colleague",    "random",        "/approve SOU-1", "This button does not work here."),
            ("Colleague",    "random",        "/approve SOU-9", "This button does not work here."),
        ];
        for (name, channel, typed, sentence) in table {
            let answer = world.person(name).types(channel, typed).await;
            assert!(answer.ok && !answer.screen.open(), "{name} {typed}: {answer:?}");
            let told = world.person(name).last_whisper_in(channel).await;
            assert!(told.text.starts_with(sentence), "{name} {typed}: {}", told.text);
        }
    })
    .await;
}

#[tokio::test]
async fn help_shows_each_what_they_can_do() {
    on_slack(Only::Mentions, async |world| {
        let member: &[&str] = &["/refer [website]", "/referrals", "/vouch help"];
        let sales: &[&str] = &["/approve [number]", "/referrals", "/vouch help"];
        let vendor: &[&str] = &["/referrals", "/vouch help"];
        #[rustfmt::skip]
        let table = [
            ("South member", "south-partner", member, "The button Refer a customer does the same"),
            ("Sales 1",      "sales-desk",    sales,  "Each referral has a card in the sales channel."),
            ("Auditor",      "random",        vendor, "As auditor you read everything and change nothing."),
            ("Colleague",    "random",        &[],    "We do not know yet which partner you belong to."),
        ];
        for (name, channel, commands, sentence) in table {
            for typed in ["/vouch", "/vouch help", "/vouch HELP"] {
                world.person(name).types(channel, typed).await;
                let told = world.person(name).last_whisper_in(channel).await;
                assert!(told.text.contains(sentence), "{name}: {}", told.text);
                for command in commands {
                    assert!(told.words.contains(command), "{name}, {command}: {}", told.words);
                }
                assert_eq!(told.words.contains("/approve"), commands.contains(&"/approve [number]"));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_word_that_is_no_command_is_answered_with_the_nearest_one() {
    on_slack(Only::Commands, async |world| {
        #[rustfmt::skip]
        let table = [
            ("Sales 1",      "/vouch aprove NOR-1", "“aprove” is not a command here. Did you mean /approve?"),
            ("Sales 1",      "/vouch ref",          "“ref” is not a command here. Did you mean /referrals?"),
            ("Sales 1",      "/vouch zebra",        "“zebra” is not a command here. /vouch help lists what is."),
            ("Auditor",      "/vouch aprove",       "“aprove” is not a command here. /vouch help lists what is."),
            ("Sales 1",      "/vouch shoutout",     "Only a community manager or a partner manager can do this here."),
            ("Sales 1",      "/shoutout all",       "Only a community manager or a partner manager can do this here."),
            ("Sales 1",      "/vouch claim",        "Type the number of your referral behind the command, for example NOR-12."),
            ("Sales 1",      "/shoutout",           "Only a community manager or a partner manager can do this here."),
        ];
        for (name, typed, sentence) in table {
            assert!(world.person(name).types("random", typed).await.ok, "{typed}");
            let told = world.person(name).last_whisper_in("random").await;
            assert_eq!(told.text, sentence, "{typed}");
        }
    })
    .await;
}
