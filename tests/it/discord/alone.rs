//! A vendor with a server on Discord and nothing else: the bot starts without any variable of
//! Slack's, and everything a programme needs is there.

use serde_json::{Value, json};

use crate::doctor::{ailing, checks};
use crate::world::child::run;
use crate::world::{Wire, World, apart_on_discord, new_here, until};

/// The story's bot as it would be with a place on Slack as well.
const SLACKS: [&str; 4] =
    ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_BASE_URL", "VOUCH_TOKEN_SOUTH"];

fn printed(world: &World) -> String {
    world.bot_printed().join("\n")
}

/// Whether anything was asked of Slack.
async fn slack_was_asked(world: &World) -> bool {
    let log = world.log().await;
    let asked = |one: &&Value| one["kind"] == "api" && one["platform"] != "discord";
    log.iter().any(|one| asked(&one))
}

#[tokio::test]
async fn a_vendor_without_slack_goes_from_the_press_to_the_approval() {
    apart_on_discord("", async |world| {
        assert_eq!(world.bot_ready()["platforms"], json!(["discord"]));
        let banner = printed(world);
        assert!(
            banner.contains(" · Discord server \"") && banner.contains("\", Gateway\n"),
            "{banner}"
        );
        assert!(!banner.contains("Slack"), "{banner}");

        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        assert_eq!(referral.number, "NOR-1");
        assert!(referral.receipt.words.contains("Fingerprint"), "{:?}", referral.receipt);
        world.person("Sales 1").approves(&referral).await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
        let card = member.card(&referral).await.text;
        assert!(card.contains("Sales 1 takes it from here"), "{card}");
        assert!(!slack_was_asked(world).await);
        // There is nothing to install, and whoever opens the page finds none.
        assert_eq!(world.page("http", "/slack/install").await.0, 404);
        assert_eq!(world.page("http", "/slack/events").await.0, 404);
    })
    .await;
}

#[tokio::test]
async fn a_doctor_looks_at_discord_alone_and_finds_everything_well() {
    apart_on_discord("", async |world| {
        world.person("Partner member").refers("acme.example").await;
        // Slack's file is nobody's business here, however old it is.
        std::fs::write(world.folder().join("manifest.yml"), "nonsense").unwrap();
        let found = checks(world.bot_command()).await;
        assert_eq!(ailing(&found), []);
        let names: Vec<&str> = found.iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["configuration", "database", "disk", "channels", "discord"]);
        assert!(!slack_was_asked(world).await);
    })
    .await;
}

#[tokio::test]
async fn the_first_admin_types_the_code_of_the_terminal_on_discord() {
    apart_on_discord("Admin", async |world| {
        let banner = printed(world);
        assert!(banner.contains("on Discord within 30 minutes to become admin"), "{banner}");
        let code = world.code().expect("a start without an admin prints a code");
        let colleague = world.person("Colleague");
        let typed = colleague.types("sales-desk", &format!("/vouch admin {code}")).await;
        assert!(typed.screen.words.contains("You are admin; the code is used up."), "{typed:?}");
        // Or by the word of whoever has the server: home is where the bot is.
        let (status, said) = world.runs(&["admin", "grant", world.person("Sales 1").id()]).await;
        assert_eq!((status, said.contains("is admin now.")), (Some(0), true), "{said}");
        let (_, exported) = world.runs(&["setup", "export", "-"]).await;
        assert!(exported.starts_with("[vendor]\nserver = \""), "{exported}");
        let entries = exported.split("[[person]]").filter(|one| one.contains("\"admin\""));
        assert_eq!(entries.count(), 2, "{exported}");
    })
    .await;
}

#[tokio::test]
async fn a_database_belongs_to_one_server() {
    apart_on_discord("", async |world| {
        world.stop_bot().await;
        let mut other = world.bot_command();
        other.env("DISCORD_GUILD_ID", "1100000000000000099");
        let said = run(other).await;
        let said = String::from_utf8(said.stderr).unwrap();
        assert!(
            said.contains("The bot is not in the server that DISCORD_GUILD_ID names"),
            "{said}"
        );
        let mut other = world.bot_command();
        other.env("DISCORD_GUILD_ID", "1100000000000000099");
        let found = ailing(&checks(other).await);
        let [(name, level, said)] = &found[..] else { panic!("one trouble: {found:?}") };
        assert_eq!((name.as_str(), level.as_str()), ("discord", "FAIL"));
        assert!(said.starts_with("This database belongs to the Discord server "), "{said}");
        world.start_bot().await;
    })
    .await;
}

/// Whoever loses Slack's variables loses nothing else: what is to be said there waits, and nobody
/// counts as gone.
#[tokio::test]
async fn a_programme_that_is_started_without_slack_keeps_what_is_to_be_said_there() {
    new_here(Wire::Socket, async |world| {
        let desk = world.channel("sales-desk");
        let entries = world.setup().split("[[").filter(|entry| !entry.contains(&desk));
        std::fs::write(world.setup_file(), entries.collect::<Vec<_>>().join("[[")).unwrap();
        world.start_bot().await;
        world.settle().await;
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        world.stop_bot().await;

        let mut alone = world.bot_command_without(&SLACKS);
        world.on_discord(&mut alone);
        world.launch(alone).await;
        assert_eq!(world.bot_ready()["platforms"], json!(["discord"]));
        let log = std::fs::read_to_string(world.folder().join("bot.log")).unwrap();
        assert!(
            log.contains("SLACK_BOT_TOKEN is not set; what is to be said there waits."),
            "{log}"
        );
        let mut doctor = world.bot_command_without(&SLACKS);
        world.on_discord(&mut doctor);
        let found = ailing(&checks(doctor).await);
        assert!(
            found.iter().any(|(name, level, _)| name == "slack" && level == "warn"),
            "{found:?}"
        );
        // Sales gets a channel on Slack, in which what is open is to stand.
        std::fs::write(world.folder().join("all.toml"), world.setup()).unwrap();
        let (status, said) = world.runs(&["setup", "apply", "all.toml"]).await;
        assert_eq!(status, Some(0), "{said}");
        until("it waits", async || world.waits_to_be_said().await == 1).await;
        assert!(world.all_in("sales-desk").await.is_empty());
        world.stop_bot().await;

        world.start_bot().await;
        world.settle_in_the_end().await;
        let cards = world.all_in("sales-desk").await;
        let cards = cards.iter().filter(|one| one.text.contains(&referral.number));
        assert_eq!(cards.count(), 1);
        world.person("Sales 1").approves(&referral).await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
    })
    .await;
}
