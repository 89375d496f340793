//! How a partner's people say it is going: who is asked, who reads it, and what comes of the figures.

use crate::world::{Message, Platform, World, everywhere};

const SOUTH: &str = "south-partner";
const NORTH: &str = "north-partner";
const SALES: &str = "sales-desk";
/// Of a partner whose workspace has commands.
const TYPES: &str = "South member";
const MANAGER: &str = "Partner manager";
const WORDS: &str = "Fewer fields in the form, please.";

async fn opens(world: &World, who: &str) {
    let opened = world.person(who).types(SOUTH, "/feedback").await;
    assert_eq!(opened.screen.title, "Send feedback", "{opened:?}");
}

/// Fills in the form that is open, and gives what stands in its place.
async fn says(world: &World, who: &str, score: &str, words: &str) -> String {
    let mut given = vec![("How is it going", score)];
    given.extend((!words.is_empty()).then_some(("What should change", words)));
    let sent = world.person(who).submits(&given).await;
    assert!(sent.ok, "{sent:?}");
    world.settle().await;
    sent.screen.words
}

/// What the manager was told of it.
async fn told(world: &World) -> Vec<Message> {
    let mut all = world.person(MANAGER).direct_messages().await;
    all.retain(|one| one.text.contains("Feedback from"));
    all
}

async fn asks(world: &World, who: &str, channel: &str, text: &str) -> String {
    world.person(who).types(channel, text).await;
    world.settle().await;
    world.person(who).last_whisper_in(channel).await.text.replace('\u{a0}', " ")
}

#[tokio::test]
async fn who_says_how_it_is_going_is_heard_by_the_manager_once_and_by_no_other_partner() {
    everywhere(async |world| {
        world.clock_at("2027-03-02T10:00:00Z").await;
        opens(world, TYPES).await;
        let thanks = says(world, TYPES, "2 – not so well", WORDS).await;
        assert!(thanks.contains("Thank you."), "{thanks}");
        assert!(thanks.contains("with your name."), "{thanks}");
        assert!(!thanks.contains("in this month"), "{thanks}");
        let heard = told(world).await;
        assert_eq!(heard.len(), 1, "{heard:?}");
        let first = &heard[0].text;
        assert!(first.contains("Feedback from South Partner: 2 of 5."), "{first}");
        assert!(first.contains("South member sent it for March 2027."), "{first}");
        assert!(first.contains(WORDS), "{first}");

        // Once more in the same month: both are heard, the newer one counts.
        opens(world, TYPES).await;
        let again = says(world, TYPES, "4 – well", "").await;
        assert!(again.contains("what you sent before in this month."), "{again}");
        world.restart().await;
        let heard = told(world).await;
        assert_eq!(heard.len(), 2, "once each: {heard:?}");
        assert!(heard[1].text.contains("South Partner: 4 of 5."), "{heard:?}");
        assert!(heard[1].text.contains("in place of what they sent before."), "{heard:?}");

        let sheet = asks(world, "Admin", SALES, "/vouch partner SOU").await;
        assert!(sheet.contains("Q4 2026 – (n 0) · Q1 2027 4.0 (n 1)"), "{sheet}");
        let north = asks(world, "Admin", SALES, "/vouch partner NOR").await;
        assert!(!north.contains("Feedback"), "of the partner alone: {north}");
        let report = asks(world, "Admin", SALES, "/vouch report 2027-q1").await;
        assert!(report.contains("Q1 2027 – (n 1)"), "one answer is nobody's average: {report}");
        assert!(!report.contains("4.0"), "{report}");

        for (who, channel) in [("Sales 1", SALES), ("Sales 1", SOUTH)] {
            let here = asks(world, who, channel, "/feedback").await;
            assert!(here.contains("Feedback is for partners' people."), "{who}: {here}");
        }
        let nobody = asks(world, "Colleague", SALES, "/feedback").await;
        assert!(nobody.contains("We do not know yet which partner you belong to."), "{nobody}");
        for channel in [NORTH, SOUTH, SALES] {
            let all = world.all_in(channel).await;
            let open = all.iter().filter(|one| one.by_app && !one.private);
            for one in open {
                assert!(!one.text.contains(WORDS) && !one.text.contains("of 5"), "{one:?}");
            }
        }
        for who in ["Partner member", "Sales 1", "Community manager"] {
            let all = world.person(who).direct_messages().await;
            assert!(all.iter().all(|one| !one.text.contains("Feedback from")), "{who}: {all:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn from_three_people_on_the_report_tells_what_their_answers_come_to() {
    everywhere(async |world| {
        world.clock_at("2027-03-30T10:00:00Z").await;
        for (who, score) in [(TYPES, "5 – very well"), ("South admin", "4 – well")] {
            opens(world, who).await;
            says(world, who, score, "").await;
        }
        let report = asks(world, "Admin", SALES, "/vouch report 2027-q1").await;
        assert!(report.contains("Q1 2027 – (n 2)"), "{report}");
        world.clock_at("2027-04-01T10:00:00Z").await;
        for (who, score) in
            [(TYPES, "2 – not so well"), ("South admin", "4 – well"), (TYPES, "4 – well")]
        {
            opens(world, who).await;
            says(world, who, score, "").await;
        }
        world.clock_at("2027-05-03T10:00:00Z").await;
        opens(world, TYPES).await;
        says(world, TYPES, "5 – very well", "").await;
        let report = asks(world, "Admin", SALES, "/vouch report 2027-q2").await;
        let few = "Q1 2027 – (n 2) · Q2 2027 – (n 3)";
        assert!(report.contains(few), "three answers of two people: {report}");
        let east = world.person("East member");
        east.refers("oak.example").await;
        match world.platform {
            // No command of ours is in that workspace.
            Platform::Slack => {
                let intro = world.intro("east-partner").await;
                east.presses_made_up("feedback:open", "v1:feedback:open::0", &intro).await
            }
            Platform::Discord => east.types("east-partner", "/feedback").await,
        };
        says(world, "East member", "5 – very well", "").await;
        let report = asks(world, "Admin", SALES, "/vouch report 2027-q2").await;
        assert!(report.contains("Q1 2027 – (n 2) · Q2 2027 4.5 (n 4)"), "{report}");
        let printed = world.command(&["report", "2027-q2", "--json"]).await;
        let printed: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
        let feedback = &printed["measures"]["feedback"];
        assert_eq!((&feedback["value"], &feedback["n"]), (&4.5.into(), &4.into()), "{feedback}");
        assert!(!report.contains("South") && !report.contains("East"), "{report}");
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_is_said_at_its_input_and_words_stand_in_no_log() {
    everywhere(async |world| {
        world.clock_at("2027-03-02T10:00:00Z").await;
        opens(world, TYPES).await;
        let long = "word ".repeat(181);
        let sent = world
            .person(TYPES)
            .submits(&[("How is it going", "3 – so-so"), ("What should change", long.trim())])
            .await;
        let said = format!("{} {}", sent.error_at("What should change"), sent.screen.words);
        assert!(said.contains("4 characters too long."), "{sent:?}");
        world.settle().await;
        assert!(told(world).await.is_empty(), "nothing was sent");
    })
    .await;
}
