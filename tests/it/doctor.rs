//! `vouch doctor`: all well beside a running bot, and each thing that can be wrong found and named.

use std::process::{Command, Output};

use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection, raw_sql};

use crate::store::{Room, on_each};
use crate::world::child::{PATIENCE, Running, client, run, vouch};
use crate::world::{Kind, Only, Wire, World, apart, filled, on_slack};

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

async fn asked(mut command: Command, words: &[&str]) -> Output {
    command.args(words);
    run(command).await
}

/// The checks, as `--json` tells them.
pub async fn checks(command: Command) -> Vec<Value> {
    let output = asked(command, &["doctor", "--json"]).await;
    let said = text(&output.stdout);
    assert_eq!(said.lines().count(), 1, "no prose: {said}");
    let all: Value = serde_json::from_str(&said).unwrap();
    let checks = all["checks"].as_array().unwrap().clone();
    let count = |level: &str| checks.iter().filter(|one| one["level"] == level).count();
    let counts = json!([count("ok"), count("warn"), count("FAIL")]);
    assert_eq!(json!([all["fine"], all["warnings"], all["to_repair"]]), counts);
    assert_eq!(output.status.code(), Some(i32::from(count("FAIL") > 0)), "{said}");
    assert_eq!(text(&output.stderr), "", "everything is said on one side");
    checks
}

/// Everything that is not well. How fast the disk is says nothing about Vouch.
pub fn ailing(checks: &[Value]) -> Vec<(String, String, String)> {
    let word = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let bad = checks.iter().filter(|one| one["level"] != "ok" && one["name"] != "disk");
    bad.map(|one| {
        let said = format!("{} {}", word(one, "what"), word(one, "repair"));
        (word(one, "name"), word(one, "level"), said)
    })
    .collect()
}

/// The one thing that is not well; its sentences hold `part`.
async fn finds(command: Command, name: &str, level: &str, part: &str) {
    let found = ailing(&checks(command).await);
    let [(of, how, said)] = &found[..] else { panic!("{name} alone is not well: {found:?}") };
    assert_eq!((of.as_str(), how.as_str()), (name, level), "{said}");
    assert!(said.contains(part), "{said}");
}

async fn refers_and_approves(world: &World) {
    let referral = world.person("Partner member").refers("acme.example").await;
    world.person("Sales 1").approves(&referral).await;
}

fn shipped_without(line: &str) -> String {
    let shipped = include_str!("../../manifest.yml");
    assert!(shipped.contains(line));
    shipped.replace(line, "")
}

#[tokio::test]
async fn beside_a_running_bot_everything_is_well() {
    for wire in [Wire::Socket, Wire::Push] {
        apart(wire, async |world| {
            refers_and_approves(world).await;
            let manifest = include_str!("../../manifest.yml");
            std::fs::write(world.folder().join("manifest.yml"), manifest).unwrap();
            let found = checks(world.bot_command()).await;
            assert_eq!(ailing(&found), [], "{wire:?}");
            let names: Vec<&str> = found.iter().map(|one| one["name"].as_str().unwrap()).collect();
            let all = ["configuration", "database", "disk", "channels", "slack", "manifest"];
            assert_eq!(names, all);
            let said = |name: &str| {
                let at = names.iter().position(|one| *one == name).unwrap();
                found[at]["what"].as_str().unwrap().to_owned()
            };
            assert!(said("configuration").ends_with("none unknown"));
            assert!(said("database").contains("1 referral, the log ends well at "));
            assert!(said("slack").starts_with("bot @vouch in \""), "{}", said("slack"));
            let by =
                if wire == Wire::Socket { "; socket opened in " } else { "; deliveries by HTTP" };
            assert!(said("slack").contains(by), "{}", said("slack"));
            assert!(said("slack").contains("; clocks "), "{}", said("slack"));

            let output = asked(world.bot_command(), &["doctor"]).await;
            assert_eq!(output.status.code(), Some(0));
            let lines = text(&output.stdout);
            assert!(lines.starts_with("ok    configuration  "), "{lines}");
            assert!(lines.trim_end().ends_with(", 0 to repair"), "{lines}");
            for private in ["xoxb-", "xapp-", "acme", "Acme", "Marker", "Sales 1", "@acme"] {
                let found = Value::from(found.clone()).to_string();
                assert!(!lines.contains(private) && !found.contains(private), "{private}: {lines}");
            }
            assert!(!lines.contains(world.signing_secret()));
        })
        .await;
    }
}

#[tokio::test]
async fn each_thing_that_is_wrong_is_found_alone() {
    apart(Wire::Socket, async |world| {
        let with = |name: &str, value: &str| {
            let mut command = world.bot_command();
            command.env(name, value);
            command
        };
        let bad_token = with("SLACK_BOT_TOKEN", "xoxb-marker-of-a-token");
        finds(bad_token, "slack", "FAIL", "the token in SLACK_BOT_TOKEN (invalid_auth)").await;
        let output = asked(with("SLACK_BOT_TOKEN", "xoxb-marker-of-a-token"), &["doctor"]).await;
        assert!(!text(&output.stdout).contains("marker-of-a-token"));
        assert_eq!(output.status.code(), Some(1));

        let bad_token = with("SLACK_APP_TOKEN", "xapp-marker-of-a-token");
        finds(bad_token, "socket", "FAIL", "the token in SLACK_APP_TOKEN (invalid_auth)").await;
        world.fault("apps.connections.open", 1, json!({ "error": "internal_error" })).await;
        finds(world.bot_command(), "socket", "FAIL", "(internal_error)").await;
        world.fault("auth.test", 1, json!({ "http_status": 503 })).await;
        finds(world.bot_command(), "slack", "FAIL", "cannot be reached").await;
        let nobody = with("SLACK_API_BASE_URL", "http://127.0.0.1:9/api");
        finds(nobody, "slack", "FAIL", "cannot be reached").await;

        let misspelt = with("VOUCH_SETUPP", "x");
        finds(misspelt, "configuration", "warn", "Did you mean VOUCH_SETUP?").await;
        let unset = with("VOUCH_TOKEN_SOUTH", "");
        finds(unset, "configuration", "warn", "names VOUCH_TOKEN_SOUTH, which is not set").await;
        let bad = with("VOUCH_TOKEN_SOUTH", "xoxb-marker-of-a-token");
        finds(bad, "workspaces", "FAIL", "the token in VOUCH_TOKEN_SOUTH (invalid_auth)").await;
        let home = world.bot_command();
        let home = home.get_envs().find(|(name, _)| *name == "SLACK_BOT_TOKEN").unwrap().1.unwrap();
        let mixed_up = with("VOUCH_TOKEN_SOUTH", home.to_str().unwrap());
        finds(mixed_up, "workspaces", "FAIL", "The token in VOUCH_TOKEN_SOUTH is for slack:T")
            .await;
        let missing = with("VOUCH_SETUP", "nowhere.toml");
        let found = ailing(&checks(missing).await);
        assert!(
            found.iter().any(|(_, level, said)| level == "FAIL" && said.contains("nowhere.toml"))
        );
        let wrong = with("VOUCH_INBOX_DAYS", "never");
        finds(wrong, "configuration", "FAIL", "VOUCH_INBOX_DAYS must be").await;

        let old = shipped_without("      - pins:write\n").replace("/refer", "/other");
        let file = world.folder().join("manifest.yml");
        std::fs::write(&file, old).unwrap();
        finds(world.bot_command(), "manifest", "FAIL", "it lacks /refer, /referrals, pins:write")
            .await;
        std::fs::write(&file, "- not a manifest").unwrap();
        finds(world.bot_command(), "manifest", "FAIL", "vouch manifest > manifest.yml").await;
        std::fs::remove_file(&file).unwrap();

        let elsewhere = world.folder().join("taken.db");
        let mut other = foreign(&elsewhere).await;
        let url = format!("sqlite://{}", elsewhere.display());
        finds(with("DATABASE_URL", &url), "database", "FAIL", "tables of something else").await;
        raw_sql("drop table letters").execute(&mut other).await.unwrap();
        let found = checks(with("DATABASE_URL", &url)).await;
        assert_eq!(ailing(&found), []);
    })
    .await;
}

async fn foreign(path: &std::path::Path) -> SqliteConnection {
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let mut other = SqliteConnection::connect(&url).await.unwrap();
    raw_sql("create table letters (a text)").execute(&mut other).await.unwrap();
    other
}

#[tokio::test]
async fn a_dead_channel_is_to_be_repaired() {
    apart(Wire::Socket, async |world| {
        world.change(json!({ "archive": world.channel("sales-desk") })).await;
        world.may_end_waiting();
        let member = world.person("Partner member");
        member.opens_the_form().await;
        member.receipt(member.submits(&filled(&[])).await);
        let manager = world.person("Partner manager");
        let told = async { while manager.direct_messages().await.is_empty() {} };
        tokio::time::timeout(PATIENCE, told).await.expect("the manager is told");
        let sales = world.channel("sales-desk");
        let said = format!("Nothing can be posted in slack:{sales} (archived).");
        finds(world.bot_command(), "channels", "FAIL", &said).await;
    })
    .await;
}

#[tokio::test]
async fn a_partners_channel_without_a_press_in_its_first_week_is_pointed_out() {
    on_each(async |room: &Room| {
        let doctor = || {
            let mut command = vouch(room.folder.path());
            command.env("DATABASE_URL", &room.database.url);
            command
        };
        room.clock.set(room.clock.now() - TimeDelta::days(8));
        room.set_up().await;
        let said = "Nobody of the partner has pressed a button in slack:C1 of NOR in 7 days.";
        finds(doctor(), "channels", "warn", said).await;
        // Somebody of the partner's workspace pressed something, whatever came of it.
        let press = "insert into inbox values
            ('k', 'press', 'slack:T1', 'slack:T2:U9', '{}', 'null', 'outsider', 1, 2)";
        room.by_hand(press).await.unwrap();
        assert_eq!(ailing(&checks(doctor()).await), []);
    })
    .await;
}

#[tokio::test]
async fn a_channel_that_was_linked_this_week_has_time() {
    on_each(async |room: &Room| {
        room.set_up().await;
        let mut command = vouch(room.folder.path());
        command.env("DATABASE_URL", &room.database.url);
        assert_eq!(ailing(&checks(command).await), []);
    })
    .await;
}

#[tokio::test]
async fn a_log_that_was_cut_at_its_end_is_found_without_reading_all_of_it() {
    for sql in [
        "drop trigger event_is_never_deleted; delete from event where seq = (select max(seq) from event)",
        "drop trigger event_is_never_changed; update event set payload = '{}' where seq = (select max(seq) from event)",
        "update head set event_seq = event_seq + 3",
        "update head set chain = 'abc'",
    ] {
        let room = Room::make(Kind::Sqlite).await;
        room.set_up().await;
        room.by_hand(sql).await.unwrap();
        let mut command = vouch(room.folder.path());
        command.env("DATABASE_URL", &room.database.url);
        finds(command, "database", "FAIL", "Run vouch audit verify.").await;
        room.close().await;
    }
}

/// The app was made from an old manifest, so its token may do less than this program wants.
#[tokio::test]
async fn a_scope_that_the_token_lacks_is_named_with_what_goes_without_it() {
    for (left_out, level, said) in [
        ("      - pins:write\n", "warn", "pins:write is missing, so intros are not pinned."),
        ("      - chat:write\n", "FAIL", "The token lacks chat:write."),
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("old.yml"), shipped_without(left_out)).unwrap();
        let mut command = vouch(folder.path());
        command.args(["sandbox", "--addr", "127.0.0.1:0", "--manifest", "old.yml"]);
        let log = folder.path().join("workspace.log");
        let workspace = Running::start(command, "sandbox ready ", &log).await;
        let base = workspace.ready["url"].as_str().unwrap().to_owned();
        let facts = client().get(format!("{base}sandbox/v1/world")).send().await.unwrap();
        let facts: Value = facts.json().await.unwrap();
        let teams = facts["teams"].as_array().unwrap();
        let home = teams.iter().find(|team| team["role"] == "vendor").unwrap();
        let mut command = vouch(folder.path());
        command
            .env("SLACK_API_BASE_URL", format!("{base}api"))
            .env("SLACK_BOT_TOKEN", home["bot_token"].as_str().unwrap())
            .env("SLACK_APP_TOKEN", facts["app"]["app_token"].as_str().unwrap());
        finds(command, "scopes", level, said).await;
        assert!(workspace.stop().await.success());
    }
}

#[tokio::test]
async fn in_the_sandbox_slack_is_not_asked() {
    on_slack(Only::Wire, async |world| {
        let output = world.command(&["doctor"]).await;
        let said = text(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains("ok    slack          not configured: without tokens"), "{said}");
        assert!(world.calls("auth.test").await.len() <= 2, "the bot's own, at its start");
    })
    .await;
}

#[tokio::test]
async fn before_the_first_start_nothing_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let found = checks(vouch(folder.path())).await;
    assert_eq!(ailing(&found), []);
    assert!(!folder.path().join("data").exists(), "it changes nothing");
}
