//! Whose workspace it is that installed: a link only proposes it.

use crate::channels::{self, word};
use crate::world::browser::{Browser, link_in};
use crate::world::{Only, World, from_nothing, on_slack};

const HELD_BACK: &str = "Our partner team has still to confirm whose workspace this is. Until then \
                         nothing else can be done here.";
const FORGED: &str = "This button does not work here. Nothing happened.";

/// North's channel is linked, and nobody has said which company North is.
async fn north_unconfirmed(world: &World) {
    channels::linked(world, "north-partner", "NOR").await;
    world.person("Partner manager").closes().await;
}

#[tokio::test]
async fn until_somebody_confirms_it_an_installation_says_one_sentence_and_shows_nothing() {
    from_nothing(channels::SETUP, async |world| {
        north_unconfirmed(world).await;
        let page = world.installs("north-partner", "North Partner").await;
        let waits = "Vouch is in North Partner. Nothing to do for you: our partner team confirms \
                     whose workspace this is. Until then it answers there with one sentence.";
        assert_eq!(page.text, waits);
        let member = world.person("Partner member");
        for typed in ["/refer acme.example", "/referrals", "/vouch help", "/vouch partners"] {
            let answer = member.types("north-partner", typed).await;
            assert!(answer.ok && !answer.screen.open(), "{typed}: {answer:?}");
            assert_eq!(member.last_whisper_in("north-partner").await.text, HELD_BACK, "{typed}");
        }
        member.writes_to_the_app("hello").await;
        let alone = member.direct_messages().await.pop().unwrap();
        assert_eq!(alone.text, HELD_BACK);
        let home = member.opens_home().await;
        assert_eq!((home.words.as_str(), home.buttons), (HELD_BACK, Vec::new()));

        let manager = world.person("Partner manager");
        let asked = word(&manager, "sales-desk", "has installed Vouch").await;
        assert!(
            asked
                .text
                .starts_with("North Partner has installed Vouch, by a link for North Partner.")
        );
        let confirmed = manager.presses_on("Confirm the company", &asked).await;
        assert!(confirmed.ok, "{confirmed:?}");
        world.settle().await;
        let done = "North Partner is North Partner now. Its full members join by registering.";
        word(&manager, "sales-desk", done).await;
        // Nobody opened it anew.
        let home = member.reads_home().await;
        assert!(home.words.contains("North Partner No referrals yet."), "{home:?}");
        assert_eq!(
            super::refers_by_command(world, "Partner member", "acme.example").await,
            "NOR-1"
        );

        let again = manager.presses_on("Not one of theirs", &asked).await;
        assert!(again.ok, "{again:?}");
        world.settle().await;
        word(
            &manager,
            "sales-desk",
            "was decided already, or it is asked anew. Your press changed nothing.",
        )
        .await;
        assert_eq!(
            super::refers_by_command(world, "North member 2", "birch.example").await,
            "NOR-2"
        );
    })
    .await;
}

#[tokio::test]
async fn who_is_not_theirs_stays_outside_and_only_who_looks_after_partners_decides() {
    from_nothing(channels::SETUP, async |world| {
        north_unconfirmed(world).await;
        // Somebody passed the link on.
        let page = world.installs("north-partner", "West Partner").await;
        assert!(
            page.text.starts_with("Vouch is in West Partner. Nothing to do for you"),
            "{page:?}"
        );
        let manager = world.person("Partner manager");
        let asked = word(&manager, "sales-desk", "West Partner has installed Vouch").await;
        let sales = world.person("Sales 1");
        for (action, who) in [("install:confirm", &sales), ("install:refuse", &sales)] {
            let value = made_up_value(&asked, action);
            who.presses_made_up(&value.0, &value.1, &asked).await;
        }
        world.settle().await;
        let west = world.person("West member");
        west.types("partners", "/referrals").await;
        assert_eq!(west.last_whisper_in("partners").await.text, HELD_BACK);
        manager.presses_on("Not one of theirs", &asked).await;
        world.settle().await;
        word(&manager, "sales-desk", "West Partner is not North Partner, and sees nothing.").await;
        west.types("partners", "/referrals").await;
        assert_eq!(west.last_whisper_in("partners").await.text, HELD_BACK);
        manager.presses_on("Confirm the company", &asked).await;
        world.settle().await;
        west.types("partners", "/referrals").await;
        assert_eq!(west.last_whisper_in("partners").await.text, HELD_BACK, "it was decided");
    })
    .await;
}

#[tokio::test]
async fn a_press_about_an_installation_that_was_made_anew_for_another_partner_confirms_nothing() {
    from_nothing(channels::SETUP, async |world| {
        north_unconfirmed(world).await;
        world.installs("north-partner", "West Partner").await;
        let manager = world.person("Partner manager");
        let asked = word(&manager, "sales-desk", "by a link for North Partner").await;
        manager.types("north-partner", "/vouch install sou").await;
        let link = link_in(&manager.last_whisper_in("north-partner").await);
        Browser::new().installs(&link, "West Partner").await;
        world.settle().await;
        manager.presses_on("Confirm the company", &asked).await;
        world.settle().await;
        let west = world.person("West member");
        west.types("partners", "/referrals").await;
        assert_eq!(west.last_whisper_in("partners").await.text, HELD_BACK);
        let anew = word(&manager, "sales-desk", "by a link for South Partner").await;
        manager.presses_on("Confirm the company", &anew).await;
        world.settle().await;
        word(&manager, "sales-desk", "West Partner is South Partner now.").await;
    })
    .await;
}

/// Action and value of a button that stands in somebody else's message.
fn made_up_value(message: &crate::world::Message, action: &str) -> (String, String) {
    let rows = message.blocks.as_array().unwrap().iter();
    let buttons = rows.flat_map(|row| row["elements"].as_array().into_iter().flatten());
    let choice = action.rsplit(':').next().unwrap();
    let button = buttons.into_iter().find(|button| {
        button["action_id"].as_str().is_some_and(|id| id.contains(choice))
            || button["value"].as_str().is_some_and(|value| value.contains(choice))
    });
    let button = button.unwrap_or_else(|| panic!("no button for {action}: {}", message.blocks));
    let text = |key: &str| button[key].as_str().unwrap_or_default().to_owned();
    (text("action_id"), text("value"))
}

#[tokio::test]
async fn a_confirmed_workspace_serves_its_own_partner_whoever_the_link_was_for() {
    on_slack(Only::Installing, async |world| {
        let link = world.install_link("east-partner").await;
        let page = Browser::new().installs(&link, "West Partner").await;
        assert!(
            page.text.starts_with("Vouch is in West Partner. Next: open #west-partner"),
            "{page:?}"
        );
        world.settle().await;
        let manager = world.person("Partner manager").direct_messages().await;
        assert!(manager.is_empty(), "there is nothing to decide: {manager:?}");
        assert_eq!(super::refers_by_command(world, "West member", "acme.example").await, "WES-1");
    })
    .await;
}

#[tokio::test]
async fn without_a_link_for_a_partner_somebody_is_told_and_a_link_says_whose_it_is() {
    from_nothing(channels::SETUP, async |world| {
        north_unconfirmed(world).await;
        let link = world.install_link("north-partner").await;
        let (bare, _) = link.split_once('?').unwrap();
        let page = Browser::new().installs(bare, "North Partner").await;
        assert!(page.text.starts_with("Vouch is in North Partner. Nothing to do for you"));
        world.settle().await;
        let manager = world.person("Partner manager");
        let told = word(&manager, "sales-desk", "without a link for a partner").await;
        assert!(told.buttons.is_empty(), "{told:?}");
        Browser::new().installs(&link, "North Partner").await;
        world.settle().await;
        let asked = word(&manager, "sales-desk", "by a link for North Partner").await;
        manager.presses_on("Confirm the company", &asked).await;
        world.settle().await;
        assert_eq!(
            super::refers_by_command(world, "Partner member", "acme.example").await,
            "NOR-1"
        );
    })
    .await;
}

#[tokio::test]
async fn a_link_is_given_to_who_looks_after_partners_and_for_the_partner_that_is_meant() {
    on_slack(Only::Installing, async |world| {
        let manager = world.person("Partner manager");
        manager.types("sales-desk", "/vouch install eas").await;
        let told = manager.last_whisper_in("sales-desk").await;
        assert!(
            told.text.starts_with("This link installs Vouch in the workspace of East Partner."),
            "{told:?}"
        );
        assert!(link_in(&told).contains("/slack/install?partner="), "{told:?}");
        manager.types("sales-desk", "/vouch install").await;
        let told = manager.last_whisper_in("sales-desk").await.text;
        assert_eq!(told, "Type it in the partner's channel, or with its code: /vouch install NOR.");
        let sales = world.person("Sales 1");
        sales.types("north-partner", "/vouch install").await;
        let told = sales.last_whisper_in("north-partner").await.text;
        assert_eq!(told, "Only a partner manager or an admin can do this here.");
        let south = world.person("South member");
        south.types("south-partner", "/vouch install").await;
        assert_eq!(south.last_whisper_in("south-partner").await.text, FORGED);
        let in_channel = world.all_in("north-partner").await;
        let posted = in_channel.iter().filter(|one| one.text.contains("/slack/install"));
        assert_eq!(posted.filter(|one| !one.private).count(), 0, "it is posted nowhere");
    })
    .await;
}
