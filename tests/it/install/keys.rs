//! The key under which tokens are kept: changed without a gap, missed with a sentence.

use std::process::{Command, Output};

use super::{bot_token, refers_by_command};
use crate::world::browser::Browser;
use crate::world::child::run;
use crate::world::{Wire, World, apart};

const OLD: &str = "0101010101010101010101010101010101010101010101010101010101010101";
const NEW: &str = "0202020202020202020202020202020202020202020202020202020202020202";

/// The bot as somebody starts it to whom partners come.
fn bot_with(world: &World, keys: &str) -> Command {
    let mut command = world.bot_command();
    let app = world.app();
    for (variable, fact) in
        [("SLACK_CLIENT_ID", "client_id"), ("SLACK_CLIENT_SECRET", "client_secret")]
    {
        command.env(variable, app[fact].as_str().unwrap());
    }
    command.env("VOUCH_SECRET_KEY", keys);
    command
}

async fn starts_with(world: &World, keys: &str) {
    world.stop_bot().await;
    world.launch(bot_with(world, keys)).await;
}

async fn rotates(world: &World, keys: &str) -> Output {
    let mut command = bot_with(world, keys);
    command.args(["keys", "rotate"]);
    run(command).await
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn a_key_is_changed_beside_the_running_bot_and_the_old_one_can_go() {
    // By signed HTTP: there the commands of all workspaces come to one address.
    apart(Wire::Push, async |world| {
        starts_with(world, OLD).await;
        let page = world.installs("north-partner", "North Partner").await;
        assert!(page.text.starts_with("Vouch is in North Partner."), "{page:?}");
        let both = format!("{NEW},{OLD}");
        starts_with(world, &both).await;
        assert_eq!(refers_by_command(world, "Partner member", "acme.example").await, "NOR-1");
        for moved in ["1 token is", "0 tokens are"] {
            let done = rotates(world, &both).await;
            assert!(done.status.success(), "{}", text(&done.stderr));
            let said = text(&done.stdout);
            assert!(said.starts_with(moved) && said.contains("Every other key can be taken away."));
        }
        starts_with(world, NEW).await;
        assert_eq!(refers_by_command(world, "North member 2", "birch.example").await, "NOR-2");
        let lost = rotates(world, OLD).await;
        assert_eq!(lost.status.code(), Some(1));
        let said = text(&lost.stderr);
        assert!(said.contains("No key that is set opens the token of slack:T0NORTH0001"), "{said}");

        let mut doctor = bot_with(world, OLD);
        doctor.args(["doctor"]);
        let said = text(&run(doctor).await.stdout);
        let line = "FAIL  workspaces     No key that is set opens the token of slack:T0NORTH0001";
        assert!(said.contains(line), "{said}");

        let mut keyless = bot_with(world, "");
        keyless.env_remove("VOUCH_SECRET_KEY");
        world.stop_bot().await;
        world.launch(keyless).await;
        let member = world.person("Partner member");
        member.types("north-partner", "/referrals").await;
        let told = member.last_whisper_in("north-partner").await.text;
        assert_eq!(
            told,
            "This Vouch serves one workspace: its operator has set no VOUCH_SECRET_KEY."
        );

        let logs = std::fs::read_to_string(world.folder().join("bot.log")).unwrap();
        let token = bot_token(world).await;
        for secret in [token.as_str(), OLD, NEW] {
            assert!(!secret.is_empty() && !logs.contains(secret), "{secret} stands in the log");
        }
    })
    .await;
}

#[tokio::test]
async fn without_a_key_the_page_says_why_and_only_the_workspaces_of_the_environment_are_served() {
    apart(Wire::Socket, async |world| {
        let reads = async || {
            let http = world.bot_ready()["http"].as_str().unwrap().to_owned();
            let page = Browser::new().reads(&format!("http://{http}/slack/install")).await;
            (page.status, page.text)
        };
        let no = |variable: &str| {
            format!("This Vouch serves one workspace: its operator has set no {variable}.")
        };
        assert_eq!(reads().await, (404, no("SLACK_CLIENT_ID")));
        let mut keyless = bot_with(world, "");
        keyless.env_remove("VOUCH_SECRET_KEY");
        world.stop_bot().await;
        world.launch(keyless).await;
        assert_eq!(reads().await, (404, no("VOUCH_SECRET_KEY")));
        let manager = world.person("Partner manager");
        manager.types("north-partner", "/vouch install").await;
        let told = manager.last_whisper_in("north-partner").await.text;
        assert_eq!(told, no("VOUCH_SECRET_KEY"));
        assert_eq!(refers_by_command(world, "South member", "acme.example").await, "SOU-1");
    })
    .await;
}
