//! An installation goes and comes back: what waited is said once. Cases 9 and 12 of the nasty ones.

use serde_json::{Value, json};

use super::{NORTH, bot_token, refers_by_command, speakers};
use crate::channels::words;
use crate::world::{Only, World, filled, on_slack};

const DEAD: &str = "Vouch cannot speak in workspace";
const HELP: &str = "What you can do here.";

async fn helps(world: &World) -> usize {
    let all = world.person("Partner member").direct_messages().await;
    all.iter().filter(|one| one.by_app && one.text.contains(HELP)).count()
}

async fn told_of_the_dead(world: &World) -> usize {
    words(&world.person("Partner manager"), "sales-desk", DEAD).await
}

#[tokio::test]
async fn case_9_uninstalled_mid_queue_and_installed_again_loses_and_doubles_nothing() {
    on_slack(Only::Installing, async |world| {
        world.installs("north-partner", "North Partner").await;
        let first = bot_token(world).await;
        assert_eq!(refers_by_command(world, "Partner member", "acme.example").await, "NOR-1");
        // While something is being said there, the installation goes.
        let member = world.person("Partner member");
        world.fault("conversations.open", 1, json!({ "delay_ms": 500 })).await;
        member.says_to_the_app("hello").await;
        world.change(json!({ "uninstall": NORTH })).await;
        world.settle_briefly().await;
        assert_eq!(helps(world).await, 0, "it waits");
        assert_eq!(told_of_the_dead(world).await, 1, "told once, of both events");
        let typed = member.types("north-partner", "/refer birch.example").await;
        assert_eq!(typed.error, "not_a_command");
        member.opens_the_form().await;
        let sent = member.submits(&filled(&[("Company website", "birch.example")])).await;
        assert_eq!(member.receipt(sent).number, "NOR-2", "the button works without it");
        world.settle_briefly().await;

        let page = world.installs("north-partner", "North Partner").await;
        assert!(page.text.starts_with("Vouch is in North Partner."), "{page:?}");
        assert_ne!(bot_token(world).await, first, "a new installation has a new token");
        world.settle().await;
        assert_eq!(helps(world).await, 1, "what waited is said, once");
        assert_eq!(refers_by_command(world, "North member 2", "cedar.example").await, "NOR-3");
        assert_eq!(told_of_the_dead(world).await, 1);
        let numbers: Vec<String> = world.referrals().await.into_iter().map(|one| one.0).collect();
        assert_eq!(numbers, ["NOR-1", "NOR-2", "NOR-3"]);
    })
    .await;
}

#[tokio::test]
async fn case_9_what_waits_for_a_token_that_was_taken_back_is_said_once_there_is_a_new_one() {
    on_slack(Only::Installing, async |world| {
        world.installs("north-partner", "North Partner").await;
        let member = world.person("Partner member");
        world.fault("conversations.open", 1, json!({ "error": "token_revoked" })).await;
        member.says_to_the_app("hello").await;
        world.settle_briefly().await;
        world.change(json!({ "revoke": NORTH })).await;
        world.settle_briefly().await;
        assert_eq!(helps(world).await, 0);
        assert_eq!(told_of_the_dead(world).await, 1);
        world.installs("north-partner", "North Partner").await;
        world.settle().await;
        assert_eq!(helps(world).await, 1, "said with the new token");
        assert_eq!(told_of_the_dead(world).await, 1);
    })
    .await;
}

#[tokio::test]
async fn news_of_an_uninstallation_that_come_after_the_next_installation_change_nothing() {
    on_slack(Only::Installing, async |world| {
        world.installs("north-partner", "North Partner").await;
        let hold = json!({ "hold": ["app_uninstalled", "tokens_revoked"] });
        world.post("deliveries", &hold).await;
        world.change(json!({ "uninstall": NORTH })).await;
        world.installs("north-partner", "North Partner").await;
        world.post("deliveries", &json!({ "release": true })).await;
        world.settle().await;
        assert_eq!(told_of_the_dead(world).await, 0, "it works");
        refers_by_command(world, "Partner member", "acme.example").await;
    })
    .await;
}

#[tokio::test]
async fn an_installation_outlives_a_restart() {
    on_slack(Only::Installing, async |world| {
        world.installs("north-partner", "North Partner").await;
        world.restart().await;
        assert_eq!(refers_by_command(world, "Partner member", "acme.example").await, "NOR-1");
        assert_eq!(speakers(world, "views.open").await, [NORTH]);
    })
    .await;
}

#[tokio::test]
async fn case_12_a_channel_with_two_copies_of_the_app_gets_one_answer_from_the_vendors() {
    on_slack(Only::Installing, async |world| {
        world.installs("north-partner", "North Partner").await;
        let member = world.person("Partner member");
        let add = json!({ "channel": world.channel("north-partner"), "by": member.id() });
        world.change(json!({ "add_bot": add })).await;
        world.settle().await;
        let before = world.all_in("north-partner").await.len();
        let (_, log) = world.log_since(0).await;

        let answered = member.types("north-partner", "/vouch help").await;
        assert!(answered.ok, "{answered:?}");
        world.settle().await;
        let whispers = member.whispers_in("north-partner").await;
        assert_eq!(whispers.iter().filter(|one| one.text.contains(HELP)).count(), 1);

        member.types("north-partner", "@Vouch hello").await;
        world.settle().await;
        let whispers = member.whispers_in("north-partner").await;
        assert_eq!(whispers.iter().filter(|one| one.text.contains(HELP)).count(), 2);

        refers_by_command(world, "Partner member", "acme.example").await;
        let (entries, _) = world.log_since(log).await;
        let posted: Vec<&Value> = entries
            .iter()
            .filter(|one| one["kind"] == "api" && one["method"] == "chat.postMessage")
            .map(|one| &one["team_id"])
            .collect();
        assert!(
            !posted.is_empty() && posted.iter().all(|team| **team == "T0VENDOR001"),
            "{posted:?}"
        );
        let cards = world.all_in("north-partner").await;
        let cards = cards.iter().filter(|one| one.text.contains("NOR-1 · ")).count();
        assert_eq!(cards, 1, "one card, of {before} messages before");
    })
    .await;
}
