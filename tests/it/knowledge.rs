//! What partners are given to know: who is looked for.

use vouch::program::BUILT_IN;

use crate::world::{Message, World, everywhere_with};

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

#[tokio::test]
async fn a_quiet_partner_can_look_who_is_looked_for() {
    let program = format!("{BUILT_IN}{DESCRIBED}");
    everywhere_with(&[("program.toml", &program)], async |world| {
        world.clock_at("2027-03-02T10:00:00Z").await;
        let referral = world.person(PRESSES).refers("acme.example").await;
        world.person("Sales 1").approves(&referral).await;
        world.person("Sales 1").wins(&referral).await;
        world.clock_at("2027-04-16T09:10:00Z").await;
        world.settle().await;
        let manager = world.person("Community manager");
        let preview = manager.direct_messages().await.pop().expect("the first note is shown");
        manager.presses_on("Send it", &preview).await;
        world.clock_on("1m").await;
        world.settle().await;
        let mut all = world.all_in("north-partner").await;
        all.retain(|one| one.text.contains("Your last referral was on 2 March 2027."));
        assert_eq!(all.len(), 1, "{all:?}");
        assert_eq!(all[0].buttons, ["Refer a customer", IDEAL, "Pause these notes"]);
        world.person(PRESSES).presses_on(IDEAL, &all[0]).await;
        world.settle().await;
        let shown = world.person(PRESSES).last_whisper_in("north-partner").await;
        assert!(shown.text.contains(LOOKED_FOR), "{shown:?}");
    })
    .await;
}
