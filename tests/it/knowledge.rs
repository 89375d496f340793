//! What partners are given to know: who is looked for, what there is to hand on, and quizzes.

use serde_json::json;
use vouch::program::BUILT_IN;

use crate::world::{Message, Only, Platform, World, everywhere_with, on_slack_with};

const SOUTH: &str = "south-partner";
const SALES: &str = "sales-desk";
/// Of a partner whose workspace has commands.
const TYPES: &str = "South member";
const PRESSES: &str = "Partner member";
const IDEAL: &str = "Show ideal customer";
const LOOKED_FOR: &str = "Who we look for: Firms that ship goods every day.";

const DESCRIBED: &str = r#"
[ideal_customer]
text = "Firms that ship goods every day."
signs = ["A second warehouse.", "Drivers of their own."]
not_for = ["Shops of one person."]
first_words = "How do you plan your deliveries today?"
"#;

async fn told(world: &World, who: &str, channel: &str, typed: &str) -> Message {
    let answer = world.person(who).types(channel, typed).await;
    assert!(answer.ok, "{who}, {typed}: {answer:?}");
    world.settle().await;
    world.person(who).last_whisper_in(channel).await
}

#[tokio::test]
async fn who_is_looked_for_is_shown_to_who_asks_alone_once_the_programme_says_it() {
    everywhere_with(&[], async |world| {
        let none = told(world, TYPES, SOUTH, "/icp").await.text;
        assert!(none.contains("It is not written down here yet who we look for."), "{none}");
        assert!(none.contains("can tell you."), "{none}");
        for (who, channel) in [("Admin", SALES), ("Sales 1", SOUTH)] {
            let none = told(world, who, channel, "/icp").await.text;
            assert!(none.contains("Write a section [ideal_customer] into its file"), "{none}");
        }
        let help = world.person(TYPES).asks_for_help(SOUTH).await;
        assert!(!help.buttons.contains(&IDEAL.to_owned()), "{help:?}");

        world.comes_into_force(&format!("{BUILT_IN}{DESCRIBED}")).await;
        let shown = told(world, TYPES, SOUTH, "/icp").await;
        for sentence in [
            LOOKED_FOR,
            "Signs:\n– A second warehouse.\n– Drivers of their own.",
            "Not for:\n– Shops of one person.",
            "Good first words: How do you plan your deliveries today?",
        ] {
            assert!(shown.text.contains(sentence), "{sentence} is not in {}", shown.text);
        }
        assert!(shown.buttons.contains(&"Refer a customer".to_owned()), "{shown:?}");
        let inside = told(world, "Sales 1", SALES, "/icp").await;
        assert!(inside.text.contains(LOOKED_FOR), "{inside:?}");
        assert!(!inside.buttons.contains(&"Refer a customer".to_owned()), "{inside:?}");
        let nobody = told(world, "Colleague", SALES, "/icp").await.text;
        assert!(nobody.contains("We do not know yet which partner you belong to."), "{nobody}");
        assert!(!nobody.contains("Firms"), "{nobody}");

        let help = world.person(PRESSES).asks_for_help("north-partner").await;
        world.person(PRESSES).presses_on(IDEAL, &help).await;
        world.settle().await;
        let pressed = world.person(PRESSES).last_whisper_in("north-partner").await;
        assert!(pressed.text.contains(LOOKED_FOR), "{pressed:?}");
        let home = world.person(TYPES).opens_home().await;
        assert!(home.buttons.contains(&IDEAL.to_owned()), "{home:?}");
        for channel in [SOUTH, "north-partner", SALES] {
            let all = world.all_in(channel).await;
            let open = all.iter().filter(|one| !one.private && one.by_app);
            assert!(open.clone().all(|one| !one.text.contains("Firms")), "{channel}");
            assert!(open.clone().all(|one| !one.text.contains("The rules change")), "{channel}");
        }
    })
    .await;
}

/// Everything that a message holds, addresses among it.
fn whole(message: &Message) -> String {
    format!("{} {}", message.raw, message.blocks)
}

fn material(version: u32) -> String {
    let page = |nth: &str| {
        format!(
            "[[asset]]\nid = \"page-{nth}\"\ntitle = \"Logistics page {nth}\"\n\
             kind = \"one_pager\"\nversion = 1\nurl = \"https://files.example/{nth}\"\n"
        )
    };
    let pages: String = ["one", "two", "three", "four", "five"].map(page).concat();
    format!(
        "{BUILT_IN}{DESCRIBED}
[[asset]]
id = \"price-list\"
title = \"Prices for logistics\"
kind = \"one_pager\"
version = 1
url = \"https://files.example/prices\"
audience = \"internal\"
[[asset]]
id = \"intro-deck\"
title = \"Introduction for logistics\"
kind = \"deck\"
version = {version}
url = \"https://files.example/intro-{version}.pdf\"
words = [\"Größe\", \"warehouse\"]
{pages}"
    )
}

/// Presses the button of the one line that was found.
async fn gets(world: &World, who: &str, page: &Message, title: &str) -> Message {
    let label = match world.platform {
        Platform::Slack => "Get it".to_owned(),
        // No button stands beside a line there, so that it says of which line it is.
        Platform::Discord => format!("Get it {title}"),
    };
    let pressed = world.person(who).presses_on(&label, page).await;
    assert!(pressed.ok, "{who}: {pressed:?}");
    world.settle().await;
    let told = world.person(who).last_whisper_in(&name_of(world, page)).await;
    // The app of a partner's own workspace is not in the channel: what is pressed there is answered
    // in a direct message.
    if told.ts != page.ts {
        return told;
    }
    world.person(who).direct_messages().await.pop().expect("an answer")
}

fn name_of(world: &World, message: &Message) -> String {
    let mut names = world.channels().into_iter();
    names.find(|name| world.channel(name) == message.channel).expect("a channel of the world")
}

async fn handed_on(world: &World) -> i64 {
    let sql = "select cast(count(*) as bigint) from event where kind = 'asset_taken'";
    world.database.count(sql).await
}

const INTRODUCTION: &str = "Introduction for logistics";

#[tokio::test]
async fn material_is_found_by_words_handed_on_in_its_newest_version_and_counted_for_the_manager() {
    everywhere_with(&[("program.toml", &material(1))], async |world| {
        let many = told(world, TYPES, SOUTH, "/find LOGISTICS").await.text;
        assert!(many.contains("6 found for “LOGISTICS”."), "{many}");
        assert!(many.contains("Deck · Introduction for logistics · version 1"), "{many}");
        assert!(many.contains("And 1 more."), "{many}");
        assert!(!many.contains("page five") && !many.contains("Prices"), "{many}");
        let ranked = told(world, TYPES, SOUTH, "/find logistics page five").await.text;
        assert!(ranked.find("page five") < ranked.find("page one"), "{ranked}");
        let inside = told(world, "Sales 1", SALES, "/find prices").await;
        assert!(inside.text.contains("One-pager · Prices for logistics"), "{inside:?}");
        gets(world, "Sales 1", &inside, "Prices for logistics").await;
        assert_eq!(handed_on(world).await, 0, "to nobody of a partner");

        for _ in 0..2 {
            let one = told(world, TYPES, SOUTH, "/find grosse").await;
            assert!(one.text.contains("1 found for “grosse”."), "{one:?}");
            let given = gets(world, TYPES, &one, INTRODUCTION).await;
            assert!(given.text.contains("Deck, version 1"), "{given:?}");
            assert!(whole(&given).contains("https://files.example/intro-1.pdf"), "{given:?}");
        }
        assert_eq!(handed_on(world).await, 2);
        let sheet = told(world, "Partner manager", SALES, "/vouch partner SOU").await.text;
        assert!(sheet.contains("Introduction for logistics, version 1: 2"), "{sheet}");
        let other = told(world, "Partner manager", SALES, "/vouch partner NOR").await.text;
        assert!(!other.contains("Material taken"), "{other}");

        world.comes_into_force(&material(2)).await;
        let old = told(world, TYPES, SOUTH, "/find introduction").await;
        assert!(old.text.contains("version 2, you have 1"), "{old:?}");
        let given = gets(world, TYPES, &old, INTRODUCTION).await;
        assert!(given.text.contains("You had version 1 before"), "{given:?}");
        assert!(whole(&given).contains("https://files.example/intro-2.pdf"), "{given:?}");
        let sheet = told(world, "Partner manager", SALES, "/vouch partner SOU").await.text;
        assert!(
            sheet.contains("version 1: 2; Introduction for logistics, version 2: 1"),
            "{sheet}"
        );

        world.comes_into_force(BUILT_IN).await;
        let gone = gets(world, TYPES, &old, INTRODUCTION).await.text;
        assert!(gone.contains("This is not handed on any more."), "{gone}");
        let empty = told(world, TYPES, SOUTH, "/find introduction").await.text;
        assert!(empty.contains("There is nothing to find here yet."), "{empty}");
        let empty = told(world, "Admin", SALES, "/find introduction").await.text;
        assert!(empty.contains("The programme has nothing to hand on."), "{empty}");
        assert_eq!(handed_on(world).await, 3);
    })
    .await;
}

#[tokio::test]
async fn what_is_internal_is_found_by_nobody_in_a_partners_channel() {
    on_slack_with(Only::People, &[("program.toml", &material(1))], async |world| {
        for who in ["Admin", "Auditor", "Community manager"] {
            let invite = json!({ "channel": world.channel(SOUTH), "user": world.person(who).id() });
            world.change(json!({ "invite": invite })).await;
        }
        world.settle().await;
        for who in ["Admin", "Auditor", "Community manager", "Sales 1"] {
            let person = world.person(who);
            let one = told(world, who, SOUTH, "/find prices").await.text;
            assert!(
                one.contains("What can be found stands in the programme's file"),
                "{who}: {one}"
            );
            let intro = world.intro(SOUTH).await;
            person.presses_made_up("find:get", "v1:find:get:price-list:1", &intro).await;
            world.settle().await;
            let forged = person.last_whisper_in(SOUTH).await;
            assert!(forged.text.contains("This is not handed on any more."), "{who}: {forged:?}");
            let found = told(world, who, "random", "/find prices").await.text;
            assert!(found.contains("One-pager · Prices for logistics"), "{who}: {found}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_nobody_can_look_for_is_answered_with_what_can_be_done() {
    everywhere_with(&[("program.toml", &material(1))], async |world| {
        for junk in ["<script>alert()</script> ' or 2=2 --", "../../etc/passwd", "lo"] {
            let none = told(world, TYPES, SOUTH, &format!("/find {junk}")).await.text;
            assert!(none.contains("Other words may find it;"), "{junk}: {none}");
        }
        let nobody = told(world, "Colleague", SALES, "/find logistics").await.text;
        assert!(nobody.contains("We do not know yet which partner you belong to."), "{nobody}");
        // Nobody reaches what is internal by pressing what was never drawn.
        let (member, intro) = (world.person(TYPES), world.intro(SOUTH).await);
        if world.platform == Platform::Slack {
            member.presses_made_up("find:get", "v1:find:get:price-list:1", &intro).await;
            world.settle().await;
            let forged = member.last_whisper_in(SOUTH).await;
            assert!(forged.text.contains("This is not handed on any more."), "{forged:?}");
            assert!(!whole(&forged).contains("files.example"), "{forged:?}");
        }
        assert_eq!(handed_on(world).await, 0);

        // Where nothing can be typed, the button asks for the words.
        let help = world.person(PRESSES).asks_for_help("north-partner").await;
        for typed in ["/find", "/find ***"] {
            let opened = member.types(SOUTH, typed).await;
            assert_eq!(opened.screen.title, "Find material", "{typed}: {opened:?}");
        }
        let opened = world.person(PRESSES).presses_on("Find material", &help).await;
        assert_eq!(opened.screen.title, "Find material", "{opened:?}");
        if world.platform == Platform::Slack {
            let unclear = world.person(PRESSES).submits(&[("Words", "***")]).await;
            let sentence = "Write a word that it is about, for example logistics.";
            assert_eq!(unclear.error_at("Words"), sentence);
        }
        let found = world.person(PRESSES).submits(&[("Words", "warehouse")]).await;
        assert!(found.screen.words.contains(INTRODUCTION), "{found:?}");

        let bad = material(1).replace("https://files.example/two", "javascript:alert(1)");
        std::fs::write(world.folder().join("bad.toml"), bad).unwrap();
        let refused = world.command(&["program", "check", "bad.toml"]).await;
        assert_eq!(refused.status.code(), Some(2));
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(said.contains("url is no address that starts with https://"), "{said}");
    })
    .await;
}

#[tokio::test]
async fn a_quiet_partner_hears_what_is_new_for_it_and_can_look_who_is_looked_for() {
    everywhere_with(&[("program.toml", &material(1))], async |world| {
        world.clock_at("2027-03-02T10:00:00Z").await;
        let one = told(world, TYPES, SOUTH, "/find grosse").await;
        gets(world, TYPES, &one, INTRODUCTION).await;
        world.comes_into_force(&material(2)).await;
        world.clock_at("2027-03-03T09:10:00Z").await;
        world.settle().await;
        let manager = world.person("Community manager");
        let preview = manager.direct_messages().await.pop().expect("the first note is shown");
        manager.presses_on("Send it", &preview).await;
        world.clock_on("1m").await;
        world.settle().await;
        let mut all = world.all_in(SOUTH).await;
        all.retain(|one| one.text.contains("New for you: Introduction for logistics."));
        assert_eq!(all.len(), 1, "{all:?}");
        assert_eq!(all[0].buttons, ["Refer a customer", IDEAL, "Pause these notes"]);
        world.person(TYPES).presses_on(IDEAL, &all[0]).await;
        world.settle().await;
        let shown = world.person(TYPES).last_whisper_in(SOUTH).await;
        assert!(shown.text.contains(LOOKED_FOR), "{shown:?}");
        for other in ["north-partner", "east-partner"] {
            let all = world.all_in(other).await;
            assert!(all.iter().all(|one| !one.text.contains("New for you")), "{other}");
        }
    })
    .await;
}

const QUIZ: &str = r#"
[[quiz]]
id = "basics"
title = "The basics"
pass = 2
valid_months = 6
[[quiz.question]]
text = "Who is it not for?"
answers = ["Shops", "Firms"]
right = 1
[[quiz.question]]
text = "What is a sign?"
answers = ["Vans", "A warehouse"]
right = 2
"#;

async fn answers(world: &World, who: &str, first: &str, second: &str) -> String {
    let opened = told_in_a_form(world, who).await;
    assert_eq!(opened, "Quiz", "{who}");
    let given = [("Question 1", first), ("Question 2", second)];
    let marked = world.person(who).submits(&given).await;
    assert!(marked.ok, "{who}: {marked:?}");
    world.settle().await;
    marked.screen.words
}

/// The title of the form that opens.
async fn told_in_a_form(world: &World, who: &str) -> String {
    world.person(who).types(SOUTH, "/vouch quiz").await.screen.title
}

#[tokio::test]
async fn who_passes_a_quiz_holds_a_certificate_until_it_ends_and_hears_of_that_once() {
    let program = format!("{BUILT_IN}{DESCRIBED}{QUIZ}");
    everywhere_with(&[("program.toml", &program)], async |world| {
        world.clock_at("2027-03-02T10:00:00Z").await;
        let icp = told(world, TYPES, SOUTH, "/icp").await;
        assert!(icp.buttons.contains(&"Take the quiz".to_owned()), "{icp:?}");
        if world.platform == Platform::Slack {
            let member = world.person(TYPES);
            let opened = member.types(SOUTH, "/vouch quiz").await;
            for junk in [&[("Question 1", "Shops")][..], &[]] {
                let sent = member.forges_submit(&opened.screen.view, junk).await;
                assert_eq!(sent.error_at("Question 2"), "Choose an answer.", "{sent:?}");
            }
            member.closes().await;
        }
        let missed = answers(world, TYPES, "Shops", "Vans").await;
        assert!(missed.contains("1 of 2 this time, 2 are needed."), "{missed}");
        assert!(missed.contains("Try again from Wed 3 March 2027."), "{missed}");
        let again = told(world, TYPES, SOUTH, "/vouch quiz").await.text;
        assert!(again.contains("The basics: tried today."), "{again}");

        world.clock_at("2027-03-03T10:00:00Z").await;
        let passed = answers(world, TYPES, "Shops", "A warehouse").await;
        assert!(passed.contains("Passed with 2 of 2; valid until 3 September 2027."), "{passed}");
        let held = told(world, TYPES, SOUTH, "/vouch quiz").await.text;
        assert!(held.contains("The basics: passed, valid until 3 September 2027."), "{held}");
        let home = world.person(TYPES).opens_home().await.words;
        assert!(home.contains("The basics: passed, valid until 3 September 2027."), "{home}");
        let other = world.person("South admin").opens_home().await.words;
        assert!(!other.contains("The basics"), "nobody else's: {other}");
        let here = told(world, "Sales 1", SALES, "/vouch quiz").await.text;
        assert!(here.contains("Quizzes are for partners' people."), "{here}");
        let nobody = told(world, "Colleague", SALES, "/vouch quiz").await.text;
        assert!(nobody.contains("We do not know yet which partner you belong to."), "{nobody}");

        let ended = async || {
            let mut all = world.person(TYPES).direct_messages().await;
            all.retain(|one| one.text.contains("Your certificate for The basics was valid until"));
            all.len()
        };
        world.clock_at("2027-09-04T08:30:00Z").await;
        world.settle().await;
        assert_eq!(ended().await, 0, "not before nine");
        world.clock_at("2027-09-04T09:10:00Z").await;
        world.settle().await;
        assert_eq!(ended().await, 1);
        world.restart().await;
        world.clock_at("2027-09-05T09:10:00Z").await;
        world.settle().await;
        assert_eq!(ended().await, 1, "once");
        let passed = answers(world, TYPES, "Shops", "A warehouse").await;
        assert!(passed.contains("valid until 5 March 2028."), "{passed}");
        for channel in [SOUTH, SALES] {
            let all = world.all_in(channel).await;
            let mut open = all.iter().filter(|one| !one.private);
            assert!(open.all(|one| !one.text.contains("The basics")), "{channel}");
        }
    })
    .await;
}
