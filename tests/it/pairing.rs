//! Codes that work once: somebody joins a partner by one, a member links another account and is one
//! person on both platforms; too many that do not work, codes of another place, another time or used
//! already; what is undone.

use serde_json::Value;

use crate::discord::Server;
use crate::world::{Only, World, on_slack};

const NORTH: &str = "north-partner";
const MANAGER: &str = "Partner manager";
const WRONG: &str = "This code does not work here";
const REST: &str = "Five codes did not work";
const LINKED: &str = "You are linked to North Partner now.";

/// The newest code that somebody was shown in this channel on Slack.
async fn shown(world: &World, name: &str, channel: &str) -> String {
    world.settle().await;
    let text = world.person(name).last_whisper_in(channel).await.text;
    let behind = text.split_once("/vouch link ").unwrap_or_else(|| panic!("no code: {text}"));
    let code: String = behind.1.chars().take(14).collect();
    assert_eq!(code.matches('-').count(), 2, "{text}");
    code
}

/// A code that the partner manager makes for somebody of North, on a platform.
async fn made(world: &World, platform: &str) -> String {
    world.person(MANAGER).types(NORTH, "/vouch link-code").await;
    world.settle().await;
    world.person(MANAGER).presses_in(NORTH, &format!("Get a code for {platform}")).await;
    shown(world, MANAGER, NORTH).await
}

/// A code that somebody makes for another account of theirs, where they can only press.
async fn own(world: &World, name: &str) -> String {
    world.person(name).types(NORTH, "@Vouch help").await;
    world.settle().await;
    world.person(name).presses_in(NORTH, "Link my other account").await;
    shown(world, name, NORTH).await
}

/// What a message on Discord says.
fn said(one: &Value) -> String {
    format!("{} {}", one["text"], one["embeds"])
}

/// What somebody is answered on Discord when they type a code.
async fn types(server: &Server<'_>, name: &str, code: &str) -> String {
    server.types(name, NORTH, &format!("/link {code}")).await;
    server.world.settle().await;
    let seen = server.reads(name, NORTH).await;
    let alone = seen.iter().rev().find(|one| one["ephemeral"] == true);
    alone.map(said).unwrap_or_default()
}

/// How many deliveries hold this text, in what came or in what was answered.
async fn rows_with(world: &World, text: &str) -> i64 {
    let sql = format!(
        "select cast(count(*) as bigint) from inbox
          where raw like '%{text}%' or answer like '%{text}%'"
    );
    world.database.count(sql.leak()).await
}

async fn people(world: &World) -> i64 {
    let sql = "select cast(count(*) as bigint) from person where identities <> '[]'";
    world.database.count(sql).await
}

#[tokio::test]
async fn a_code_links_a_stranger_once_and_the_manager_undoes_it() {
    on_slack(Only::Told, async |world| {
        let server = Server::with(world, &[]).await;
        let new = "North member 2";
        let code = made(world, "Discord").await;
        assert_eq!(rows_with(world, &code).await, 0, "what is shown once is kept nowhere");
        let told = types(&server, new, &code.to_lowercase()).await;
        assert!(told.contains(LINKED), "{told}");
        assert_eq!(rows_with(world, &code).await, 0);
        let told = types(&server, "North admin", &code).await;
        assert!(told.contains(WRONG), "it works once: {told}");

        server.refers(new).await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "submitted".to_owned())]);
        let told = world.person(MANAGER).direct_messages().await.pop().unwrap();
        let who = "North member 2 typed a code of Partner manager and is now linked to North";
        assert!(told.text.contains(who), "{}", told.text);
        world.person(MANAGER).presses_on("Undo the link", &told).await;
        world.settle().await;
        let heard = world.heard(MANAGER).await;
        assert!(heard.contains("is not linked to North Partner any more"), "{heard}");
        let heard = server.direct(new).await;
        assert!(heard.contains("You are not linked to North Partner any more."), "{heard}");
        world.person(MANAGER).presses_on("Undo the link", &told).await;
        world.settle().await;
        let heard = world.heard(MANAGER).await;
        assert!(heard.contains("Partner manager already decided at"), "{heard}");

        // A new code lets them in again, and can be undone again.
        world.may_stand_twice(&told.text);
        let told = types(&server, new, &made(world, "Discord").await).await;
        assert!(told.contains(LINKED), "{told}");
        assert_eq!(world.referrals().await.len(), 1, "what was registered stands");
    })
    .await;
}

#[tokio::test]
async fn after_five_codes_that_do_not_work_none_is_looked_at_for_an_hour() {
    on_slack(Only::Told, async |world| {
        let server = Server::with(world, &[]).await;
        let (new, other) = ("North member 2", "North admin");
        let wrong = ["AAAA-BBBB-CCCC", "AAAA", "acme.example", "AAAA-BBBB-CCCD"];
        for typed in wrong {
            let told = types(&server, new, typed).await;
            assert!(told.contains(WRONG), "{typed}: {told}");
        }
        let told = types(&server, new, "AAAA-BBBB-CCCE").await;
        assert!(told.contains(REST), "{told}");
        let code = made(world, "Discord").await;
        let told = types(&server, new, &code).await;
        assert!(told.contains(REST), "not even the right one: {told}");
        // Of somebody else it is looked at, and of nobody sooner after a restart.
        world.restart().await;
        let told = types(&server, new, &code).await;
        assert!(told.contains(REST), "{told}");
        let told = types(&server, other, &code).await;
        assert!(told.contains(LINKED), "{told}");
        world.clock_on("70m").await;
        let told = types(&server, new, &made(world, "Discord").await).await;
        assert!(told.contains(LINKED), "an hour later it works: {told}");
    })
    .await;
}

#[tokio::test]
async fn a_code_of_another_place_or_time_does_not_work_and_of_two_at_once_one_does() {
    on_slack(Only::Told, async |world| {
        let server = Server::with(world, &[]).await;
        let (new, other) = ("North member 2", "North admin");
        let code = made(world, "Slack").await;
        let told = types(&server, new, &code).await;
        assert!(told.contains(WRONG), "it is for Slack: {told}");
        world.person("North guest").types(NORTH, &format!("/vouch link {code}")).await;
        world.settle().await;
        let heard = world.heard("North guest").await;
        assert!(heard.contains(LINKED), "{heard}");

        let late = made(world, "Discord").await;
        world.clock_on("15m").await;
        let told = types(&server, new, &late).await;
        assert!(told.contains(WRONG), "it is too old: {told}");

        let before = people(world).await;
        let code = made(world, "Discord").await;
        let (one, two) = tokio::join!(types(&server, new, &code), types(&server, other, &code));
        let linked = [&one, &two].into_iter().filter(|told| told.contains(LINKED)).count();
        assert_eq!(linked, 1, "{one} {two}");
        assert_eq!(people(world).await, before + 1);

        // Whoever speaks for somebody already keeps that, and the code.
        let code = made(world, "Discord").await;
        let (joined, free) = if one.contains(LINKED) { (new, other) } else { (other, new) };
        let told = types(&server, joined, &code).await;
        assert!(told.contains("speaks for a partner already"), "{told}");
        let told = types(&server, free, &code).await;
        assert!(told.contains(LINKED), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_member_with_two_accounts_is_one_person_and_each_update_reaches_both_channels_once() {
    on_slack(Only::Told, async |world| {
        let server = Server::with(world, &[("Sales 1", "roles = [\"sales\"]")]).await;
        let paula = "Partner member";
        let before = people(world).await;
        let code = own(world, paula).await;
        let told = types(&server, paula, &code).await;
        assert!(told.contains("This account is yours now"), "{told}");
        assert_eq!(people(world).await, before, "one person more counts as one");
        let told = world.person(MANAGER).direct_messages().await.pop().unwrap();
        let who = "Partner member of North Partner has linked another account, on Discord.";
        assert!(told.text.contains(who), "{}", told.text);

        // She registers on Discord, and is told there: once, and not on Slack.
        server.refers(paula).await;
        let form = server.presses("Sales 1", "sales-desk", "Approve").await;
        server.sends("Sales 1", &form, &[]).await;
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
        assert_eq!(server.direct(paula).await.matches("Approved").count(), 1);
        assert_eq!(world.person(paula).direct_messages().await.len(), 0);

        // Each update stands in both of the partner's channels, once.
        let line = "Approved by Sales 1";
        let slack = world.all_in(NORTH).await;
        let slack = slack.iter().filter(|one| one.thread.is_some() && one.text.contains(line));
        assert_eq!(slack.count(), 1);
        let discord = server.reads(paula, NORTH).await;
        let inside = |one: &&Value| !one["thread_ts"].is_null();
        let lines = discord.iter().filter(inside).filter(|one| said(one).contains(line));
        assert_eq!(lines.count(), 1, "{discord:#?}");
        let cards = discord.iter().filter(|one| one["ephemeral"] != true && !inside(one));
        let cards = cards.filter(|one| said(one).contains("NOR-1"));
        assert_eq!(cards.count(), 1, "{discord:#?}");

        // On Slack it is hers as well; from now on she is told there.
        let referral = world.person(paula).refers("birch.example").await;
        assert_eq!(referral.number, "NOR-2");
        world.person("Sales 1").approves(&referral).await;
        let alone = world.person(paula).direct_messages().await;
        assert_eq!(alone.iter().filter(|one| one.text.contains("Approved")).count(), 1);
        assert_eq!(server.direct(paula).await.matches("Approved").count(), 1, "once, before");
    })
    .await;
}

#[tokio::test]
async fn an_added_account_is_taken_back_by_the_manager_and_both_are_told_so() {
    on_slack(Only::Told, async |world| {
        let server = Server::with(world, &[]).await;
        let paula = "Partner member";
        types(&server, paula, &own(world, paula).await).await;
        let news = world.person(MANAGER).direct_messages().await.pop().unwrap();
        world.person("Sales 1").presses_old("Undo the link", &news).await;
        world.settle().await;
        let heard = world.heard("Sales 1").await;
        assert!(heard.contains("Only a partner manager or an admin"), "{heard}");

        world.person(MANAGER).presses_on("Undo the link", &news).await;
        world.settle().await;
        let heard = world.heard(MANAGER).await;
        assert!(heard.contains("is not linked to Partner member any more"), "{heard}");
        let heard = world.heard(paula).await;
        let undone =
            "Your account on Discord is not linked to you any more; Partner manager undid it.";
        assert!(heard.contains(undone), "{heard}");
        world.person("Admin").presses_old("Undo the link", &news).await;
        world.settle().await;
        let heard = world.heard("Admin").await;
        assert!(heard.contains("Partner manager already took that account"), "{heard}");

        // There they are nobody now, and here all is as before.
        server.types(paula, NORTH, "/refer").await;
        world.settle().await;
        let read = server.text_in(paula, NORTH).await;
        assert!(read.contains("We do not know yet which partner you belong to."), "{read}");
        assert_eq!(world.person(paula).refers("acme.example").await.number, "NOR-1");
        // A new code links it again.
        world.may_stand_twice(&news.text);
        let told = types(&server, paula, &own(world, paula).await).await;
        assert!(told.contains("This account is yours now"), "{told}");
    })
    .await;
}
