//! People go: switched off, to another company, or only down to being a guest. What they own, what
//! they were trusted with, and who is told.

use serde_json::json;

use crate::channels::{SETUP, adds};
use crate::world::{Message, Only, Person, Referral, World, filled, from_nothing, on_slack};

/// What an owner's leaving is told with.
const LEFT: &str = "Sales 1 is not active any more";

async fn switched(world: &World, how: &str, name: &str) {
    world.change(json!({ how: world.person(name).id() })).await;
    world.settle().await;
}

/// What somebody was told alone with this text in it, the newest last.
async fn told(person: &Person<'_>, text: &str) -> Vec<Message> {
    let mut all = person.direct_messages().await;
    all.retain(|one| one.text.contains(text));
    all
}

/// Referrals that *Sales 1* owns.
async fn owned(world: &World, websites: &[&str]) -> Vec<Referral> {
    let mut owned = Vec::new();
    for website in websites {
        let referral = world.person("Partner member").refers(website).await;
        world.person("Sales 1").approves(&referral).await;
        owned.push(referral);
    }
    owned
}

#[tokio::test]
async fn what_somebody_who_is_gone_owns_is_offered_once_to_whoever_is_in_charge() {
    on_slack(Only::People, async |world| {
        let referrals = owned(world, &["acme.example", "birch.example"]).await;
        switched(world, "deactivate", "Sales 1").await;
        world.delivers_again("user_change").await;
        world.restart().await;
        world.settle().await;
        let manager = world.person("Partner manager");
        let offered = told(&manager, LEFT).await;
        assert_eq!(offered.len(), 1, "{offered:?}");
        let offered = &offered[0];
        assert!(offered.text.contains("2 referrals need an owner."), "{}", offered.text);
        assert_eq!(offered.buttons, ["Choose an owner", "Choose an owner"]);

        let form = manager.presses_on("Choose an owner", offered).await;
        assert_eq!(form.screen.title, "Owner of NOR-2", "the newest stands first: {form:?}");
        let gone = manager.submits(&[("Owner", "Sales 1")]).await;
        assert_eq!(gone.error_at("Owner"), "Choose somebody from sales.", "{gone:?}");
        manager.submits(&[("Owner", "Sales 2")]).await;
        world.settle().await;
        let thread = world.person("Partner member").text_in("north-partner").await;
        let line = "Sales 2 is your contact now (was Sales 1).";
        assert_eq!(thread.matches(line).count(), 1, "{thread}");

        manager.presses_on("Choose an owner", offered).await;
        world.settle().await;
        let heard = world.heard("Partner manager").await;
        let settled = "NOR-2 has an owner again: Sales 2. Your press changed nothing.";
        assert!(heard.contains(settled), "{heard}");

        // Sales does the rest from the card; it is no manager's to choose while the owner is there.
        world.person("Sales 2").fills_in("Change owner", &referrals[0], &[]).await;
        let card = world.person("Sales 2").card(&referrals[0]).await;
        assert!(card.words.contains("Sales 2"), "{}", card.words);
        let pressed = manager.presses("Change owner", &referrals[0]).await;
        assert!(!pressed.screen.open(), "{pressed:?}");
    })
    .await;
}

#[tokio::test]
async fn who_owns_much_leaves_a_list_that_shows_the_rest_when_its_beginning_is_done() {
    on_slack(Only::People, async |world| {
        let websites: Vec<String> = (1..=9).map(|n| format!("company-{n}.example")).collect();
        let websites: Vec<&str> = websites.iter().map(String::as_str).collect();
        let referrals = owned(world, &websites).await;
        switched(world, "deactivate", "Sales 1").await;
        let manager = world.person("Partner manager");
        let offered = told(&manager, LEFT).await.pop().unwrap();
        assert!(offered.text.contains("9 referrals need an owner."), "{}", offered.text);
        assert!(offered.text.contains("1–8 of 9"), "{}", offered.text);
        world.person("Sales 2").fills_in("Change owner", &referrals[8], &[]).await;
        manager.presses_on("Show what waits", &offered).await;
        world.settle().await;
        let rest = told(&manager, LEFT).await.pop().unwrap();
        assert!(rest.private && rest.text.contains("8 referrals need an owner."), "{rest:?}");
        let form = manager.presses_on("Choose an owner", &rest).await;
        assert_eq!(form.screen.title, "Owner of NOR-8", "{form:?}");
        for name in ["Colleague", "Partner member"] {
            let person = world.person(name);
            for label in ["Show what waits", "Choose an owner"] {
                let pressed = person.presses_old(label, &offered).await;
                assert!(!pressed.screen.open(), "{name}: {pressed:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn who_owns_nothing_goes_without_a_word_and_who_is_back_is_as_before() {
    on_slack(Only::People, async |world| {
        switched(world, "deactivate", "Sales 2").await;
        let manager = world.person("Partner manager");
        assert!(told(&manager, "is not active").await.is_empty());

        owned(world, &["acme.example"]).await;
        switched(world, "deactivate", "Sales 1").await;
        switched(world, "reactivate", "Sales 1").await;
        assert_eq!(told(&manager, LEFT).await.len(), 1);
        let invite =
            json!({ "channel": world.channel("sales-desk"), "user": world.person("Sales 1").id() });
        world.change(json!({ "invite": invite })).await;
        owned(world, &["birch.example"]).await;
        switched(world, "deactivate", "Sales 1").await;
        let again = told(&manager, LEFT).await;
        assert_eq!(again.len(), 2, "gone again, it is offered again");
        assert!(again[1].text.contains("2 referrals need an owner."), "{}", again[1].text);
    })
    .await;
}

#[tokio::test]
async fn who_does_something_is_there_although_we_never_heard_that_they_are_back() {
    on_slack(Only::People, async |world| {
        switched(world, "deactivate", "Sales 1").await;
        world.holds(&["user_change"]).await;
        switched(world, "reactivate", "Sales 1").await;
        let invite =
            json!({ "channel": world.channel("sales-desk"), "user": world.person("Sales 1").id() });
        world.change(json!({ "invite": invite })).await;
        owned(world, &["acme.example"]).await;
        assert_eq!(world.referrals().await[0].1, "approved");
        assert!(world.releases().await > 0);
    })
    .await;
}

#[tokio::test]
async fn news_of_people_that_come_late_change_nothing() {
    on_slack(Only::People, async |world| {
        owned(world, &["acme.example"]).await;
        world.holds(&["user_change"]).await;
        switched(world, "deactivate", "Sales 1").await;
        switched(world, "reactivate", "Sales 1").await;
        // The newest first.
        assert!(world.releases().await > 0);
        assert!(told(&world.person("Partner manager"), LEFT).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_owner_of_whose_going_nobody_told_is_noticed_within_a_day() {
    on_slack(Only::People, async |world| {
        owned(world, &["acme.example"]).await;
        world.holds(&["user_change"]).await;
        switched(world, "deactivate", "Sales 1").await;
        let manager = world.person("Partner manager");
        assert!(told(&manager, LEFT).await.is_empty());
        world.clock_on("25h").await;
        world.settle().await;
        assert_eq!(told(&manager, LEFT).await.len(), 1);
        world.clock_on("25h").await;
        assert_eq!(world.releases().await, 1, "heard of at last, it is told no more");
        assert_eq!(told(&manager, LEFT).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_gone_is_told_nothing_and_the_next_in_charge_is() {
    on_slack(Only::People, async |world| {
        switched(world, "deactivate", "Partner manager").await;
        let archived = json!({ "archive": world.channel("north-partner") });
        world.change(archived).await;
        world.settle().await;
        let admin = world.person("Admin");
        assert_eq!(told(&admin, "Vouch cannot post in").await.len(), 1);
        let gone = world.person("Partner manager");
        assert!(told(&gone, "Vouch cannot post").await.is_empty());
        world.change(json!({ "unarchive": world.channel("north-partner") })).await;
        world.settle().await;
    })
    .await;
}

#[tokio::test]
async fn of_two_from_whom_news_come_the_one_who_is_gone_is_not_written_to() {
    on_slack(Only::People, async |world| {
        let [gone, here] = ["Partner member", "North member 2"].map(|name| world.person(name));
        let first = gone.refers("acme.example").await;
        let second = here.refers("birch.example").await;
        switched(world, "deactivate", "Partner member").await;
        for referral in [&first, &second] {
            world.person("Sales 1").approves(referral).await;
        }
        world.settle().await;
        assert_eq!(told(&here, "NOR-2").await.len(), 1, "who is there hears of it");
        // Not even tried: the platform's refusal would look like a person who cannot be reached.
        let log = world.log().await;
        let opened = |user: &str| {
            log.iter()
                .filter(|one| one["method"] == "conversations.open")
                .filter(|one| one["request"]["users"] == user)
                .count()
        };
        assert_eq!((opened(gone.id()), opened(here.id())), (0, 1));
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_of_somebody_who_is_gone_is_asked_of_the_next_in_charge() {
    from_nothing(SETUP, async |world| {
        adds(world, "Partner manager", "north-partner").await;
        switched(world, "deactivate", "Partner manager").await;
        world.clock_on("49h").await;
        world.settle().await;
        let asked = told(&world.person("Admin"), "What is #north-partner for?").await;
        assert_eq!(asked.len(), 1, "{asked:?}");
    })
    .await;
}

#[tokio::test]
async fn who_moves_to_another_company_leaves_the_old_one_behind() {
    on_slack(Only::People, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let card = member.card(&referral).await;
        let to = json!({ "user": member.id(), "team": "T0SOUTH0001" });
        world.change(json!({ "move": to })).await;
        world.settle().await;
        for label in ["Withdraw", "My referrals"] {
            let on = if label == "Withdraw" { &card } else { &world.intro("north-partner").await };
            let pressed = member.presses_old(label, on).await;
            world.settle().await;
            assert!(!pressed.screen.open(), "{label}: {pressed:?}");
        }
        let heard = world.heard("Partner member").await;
        assert!(!heard.contains("acme"), "they see nothing of it any more: {heard}");
        assert_eq!(world.referrals().await[0].1, "submitted", "it goes on without them");

        let south = json!({ "channel": world.channel("south-partner"), "user": member.id() });
        world.change(json!({ "invite": south })).await;
        member.types("south-partner", "/refer birch.example").await;
        let sent = member.submits(&filled(&[("Company website", "birch.example")])).await;
        world.settle().await;
        assert_eq!(member.receipt(sent).number, "SOU-1");
        member.types("south-partner", "/vouch open NOR-1").await;
        world.settle().await;
        let heard = world.heard("Partner member").await;
        assert!(heard.contains("No referral of yours matches “NOR-1”"), "{heard}");
    })
    .await;
}

#[tokio::test]
async fn who_becomes_a_guest_has_no_role_any_more_and_the_admins_hear_of_it() {
    on_slack(Only::People, async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        switched(world, "demote", "Sales 1").await;
        world.delivers_again("user_change").await;
        world.settle().await;
        let line = "Sales 1 is a guest of a workspace now, and guests have no role here.";
        assert_eq!(told(&world.person("Admin"), line).await.len(), 1);
        let pressed = world.person("Sales 1").presses("Approve", &referral).await;
        assert!(!pressed.screen.open(), "{pressed:?}");
    })
    .await;
}

#[tokio::test]
async fn of_people_who_are_nobody_to_us_nothing_is_kept() {
    on_slack(Only::People, async |world| {
        switched(world, "deactivate", "Colleague").await;
        // Known, and nothing has changed that matters.
        switched(world, "reactivate", "Sales 1").await;
        let kept = world.database.pairs("select key, kind from inbox").await;
        assert!(!kept.iter().any(|(_, kind)| kind == "person_changed"), "{kept:?}");
        let log = world.log().await;
        let heard = log.iter().filter(|one| one["kind"] == "ack" && one["method"] == "user_change");
        assert_eq!(heard.count(), 2, "they were delivered");
    })
    .await;
}
