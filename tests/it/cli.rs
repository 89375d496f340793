//! What is typed at a terminal, beside a running bot and without one.

use serde_json::Value;
use sqlx::{Connection, SqliteConnection, raw_sql};

use crate::world::child::{run, vouch};
use crate::world::{Kind, Only, World, everywhere, on_slack};

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Runs a command that has to end well; gives what it printed.
async fn printed(world: &World, words: &[&str]) -> String {
    let output = world.command(words).await;
    assert!(output.status.success(), "{words:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

#[tokio::test]
async fn referrals_are_listed_for_people_and_for_programs() {
    everywhere(async |world| {
        assert_eq!(printed(world, &["referrals", "list"]).await, "No referrals yet.\n");
        let empty = printed(world, &["referrals", "list", "--json"]).await;
        assert_eq!(empty, "{\"referrals\":[]}\n");

        world.clock_at("2027-03-02T19:00:00Z").await;
        let referral = world.person("Partner member").refers("acme.example").await;
        world.person("Sales 1").approves(&referral).await;
        world.person("South member").refers("birch.example").await;
        let listed = printed(world, &["referrals", "list", "--json"]).await;
        let listed: Value = serde_json::from_str(&listed).unwrap();
        let rows = listed["referrals"].as_array().unwrap();
        let keys = |row: &Value| row.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        let mut expected = [
            "number",
            "partner",
            "company",
            "domain",
            "status",
            "stage",
            "owner",
            "submitted_at",
            "protected_through",
        ];
        expected.sort_unstable();
        for row in rows {
            assert_eq!(keys(row), expected);
        }
        let (newest, oldest) = (&rows[0], &rows[1]);
        assert_eq!(newest["number"], "SOU-1");
        assert_eq!(newest["owner"], Value::Null);
        assert_eq!(newest["protected_through"], Value::Null);
        assert_eq!(oldest["partner"], "North Partner");
        assert_eq!(oldest["company"], "Marker Acme Widgets");
        assert_eq!(oldest["status"], "approved");
        assert_eq!(oldest["stage"], "new");
        assert_eq!(oldest["owner"], "Sales 1");
        assert_eq!(oldest["protected_through"], "2027-05-31");
        let at = oldest["submitted_at"].as_str().unwrap();
        assert!(at.starts_with("2027-03-02T19:0"), "{at}");

        let one = printed(world, &["referrals", "list", "--json", "--limit", "1"]).await;
        let one: Value = serde_json::from_str(&one).unwrap();
        assert_eq!(one["referrals"].as_array().unwrap().len(), 1);
        let people = printed(world, &["referrals", "list"]).await;
        assert_eq!(people.lines().count(), 2, "{people}");
    })
    .await;
}

#[tokio::test]
async fn what_is_due_is_listed_for_people_and_for_programs() {
    everywhere(async |world| {
        assert_eq!(printed(world, &["due"]).await.trim(), "Nothing is due.");
        let member = world.person("Partner member");
        let first = member.refers("acme.example").await;
        member.refers("birch.example").await;
        world.person("Sales 1").fills_in("Ask", &first, &[("Question", "By when?")]).await;
        world.settle().await;
        let due = printed(world, &["due"]).await;
        let lines: Vec<&str> = due.lines().collect();
        assert_eq!(lines.len(), 2, "{due}");
        assert!(lines[0].contains("decision") && lines[0].contains("NOR-2"), "{due}");
        assert!(lines[1].contains("question lapses") && lines[1].contains("NOR-1"), "{due}");
        let json: Value = serde_json::from_str(&printed(world, &["due", "--json"]).await).unwrap();
        assert_eq!(json["due"][1]["partner"], "North Partner", "{json}");

        // An account that another partner has: the case waits for evidence.
        world.person("South member").refers("birch.example").await;
        world.settle().await;
        let due = printed(world, &["due"]).await;
        let case = due.lines().last().unwrap_or_default();
        assert!(case.contains("evidence") && case.contains("case 1   birch.example"), "{due}");
        let json: Value = serde_json::from_str(&printed(world, &["due", "--json"]).await).unwrap();
        assert_eq!(json["cases"][0]["domain"], "birch.example", "{json}");
    })
    .await;
}

#[tokio::test]
async fn a_receipts_fingerprint_is_found_in_the_log_and_a_made_up_one_is_not() {
    on_slack(Only::Inside, async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let (_, rest) = referral.receipt.words.split_once("Fingerprint: ").unwrap();
        let fingerprint = rest.lines().next().unwrap();
        assert_eq!(fingerprint.len(), 29, "24 digits in groups of four: {fingerprint}");
        let found = printed(world, &["audit", "verify", "--receipt", fingerprint]).await;
        assert!(found.contains("The receipt stands at position "), "{found}");
        let made_up = ["audit", "verify", "--receipt", "0000 0000 0000 0000 0000 0000"];
        let output = world.command(&made_up).await;
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains("No referral has this fingerprint."));
    })
    .await;
}

/// Copies the database of a story and changes the copy behind Vouch's back.
async fn verdict_on_a_copy(world: &World, sql: &'static str) -> String {
    let copy = world.folder().join("copy.db");
    let _ = std::fs::remove_file(&copy);
    let mut original = SqliteConnection::connect(&world.database.url).await.unwrap();
    sqlx::query("vacuum into $1")
        .bind(copy.to_str().unwrap())
        .execute(&mut original)
        .await
        .unwrap();
    original.close().await.unwrap();
    let url = format!("sqlite://{}", copy.display());
    let mut tampered = SqliteConnection::connect(&url).await.unwrap();
    raw_sql(sql).execute(&mut tampered).await.unwrap();
    tampered.close().await.unwrap();
    let mut command = vouch(world.folder());
    command.args(["audit", "verify"]).env("DATABASE_URL", url);
    let output = run(command).await;
    if sql.is_empty() {
        assert!(output.status.success(), "{}", text(&output.stderr));
    } else {
        assert_eq!(output.status.code(), Some(1), "{sql}: {}", text(&output.stderr));
    }
    text(&output.stderr)
}

#[tokio::test]
async fn whatever_is_changed_behind_vouchs_back_is_found_at_its_first_place() {
    on_slack(Only::Inside, async |world| {
        if world.database.kind == Kind::Postgres {
            return; // The check reads rows; where they came from makes no difference to it.
        }
        let referral = world.person("Partner member").refers("acme.example").await;
        world.person("Sales 1").approves(&referral).await;
        #[rustfmt::skip]
        let table = [
            ("", ""),
            ("drop trigger event_is_never_changed; update event set payload = replace(payload, 'acme.example', 'evil.example') where seq = (select max(seq) from event) - 1", "position"),
            ("drop trigger event_is_never_changed; update event set actor = 'somebody' where seq = 3", "position 3:"),
            ("drop trigger event_is_never_changed; update event set at_us = at_us + 1 where seq = 5", "position 5:"),
            ("drop trigger event_is_never_deleted; delete from event where seq = 4", "position 4 is missing"),
            ("drop trigger event_is_never_deleted; delete from event where seq = (select max(seq) from event)", "at its end"),
            ("update referral set status = 'won'", "referral"),
            ("delete from referral", "referral"),
        ];
        for (sql, place) in table {
            let said = verdict_on_a_copy(world, sql).await;
            assert!(said.contains(place), "{sql}: {said}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_words_behind_an_event_can_be_erased_and_the_log_stays_whole() {
    on_slack(Only::Inside, async |world| {
        if world.database.kind == Kind::Postgres {
            return; // The same rows; see above.
        }
        world.person("Partner member").refers("acme.example").await;
        let sql =
            "delete from personal where subject in (select referral_id from referral); select 1";
        let copy = verdict_of_erasing(world, sql).await;
        assert!(copy.contains("The log is whole"), "{copy}");
    })
    .await;
}

async fn verdict_of_erasing(world: &World, sql: &'static str) -> String {
    let mut database = SqliteConnection::connect(&world.database.url).await.unwrap();
    raw_sql(sql).execute(&mut database).await.unwrap();
    database.close().await.unwrap();
    printed(world, &["audit", "verify"]).await
}

#[tokio::test]
async fn a_set_up_file_applies_once_and_comes_back_as_it_was() {
    on_slack(Only::Inside, async |world| {
        let file = world.folder().join("all.toml");
        let name = file.to_str().unwrap();
        let exported = printed(world, &["setup", "export", "-"]).await;
        std::fs::write(&file, &exported).unwrap();
        assert_eq!(printed(world, &["setup", "check", name]).await, "Nothing would change.\n");
        assert_eq!(printed(world, &["setup", "apply", name]).await, "Nothing to change.\n");

        let without = world.setup_without("North member 2");
        std::fs::write(&file, without).unwrap();
        assert_eq!(printed(world, &["setup", "apply", name]).await, "Nothing to change.\n");
        let would = printed(world, &["setup", "check", "--prune", name]).await;
        assert!(would.lines().count() >= 1 && !would.contains("Nothing"), "{would}");
        let done = printed(world, &["setup", "apply", "--prune", name]).await;
        assert_eq!(done, would, "what is announced is what is done");
        assert_eq!(
            printed(world, &["setup", "apply", "--prune", name]).await,
            "Nothing to change.\n"
        );
        let after = printed(world, &["setup", "export", "-"]).await;
        assert!(!after.contains("North member 2"), "{after}");
    })
    .await;
}

#[tokio::test]
async fn a_misfit_in_a_set_up_file_is_named_by_line_and_column() {
    on_slack(Only::Inside, async |world| {
        let file = world.folder().join("wrong.toml");
        std::fs::write(
            &file,
            "[vendor]\nworkspace = \"T0VENDOR001\"\n\n[[partner]]\ncode = \"north\"\n",
        )
        .unwrap();
        let output = world.command(&["setup", "apply", file.to_str().unwrap()]).await;
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("wrong.toml:5:"), "{said}");
        let missing = world.command(&["setup", "apply", "missing.toml"]).await;
        assert_eq!(missing.status.code(), Some(2));
    })
    .await;
}

#[tokio::test]
async fn migrating_twice_is_migrating_once() {
    on_slack(Only::Inside, async |world| {
        let once = printed(world, &["migrate"]).await;
        assert_eq!(once, printed(world, &["migrate"]).await);
        assert_eq!(once, printed(world, &["migrate", "--yes-i-have-a-backup"]).await);
    })
    .await;
}

#[tokio::test]
async fn healthcheck_says_whether_the_bot_is_ready() {
    crate::world::apart(crate::world::Wire::Socket, async |world| {
        let http = world.bot_ready()["http"].as_str().unwrap().to_owned();
        let ask = async || {
            let mut command = vouch(world.folder());
            command.arg("healthcheck").env("VOUCH_HTTP_ADDR", &http);
            run(command).await.status.code()
        };
        assert_eq!(ask().await, Some(0));
        world.kill_bot();
        assert_eq!(ask().await, Some(1));
        world.start_bot().await;
    })
    .await;
}

#[tokio::test]
async fn an_unknown_word_is_wrong_use() {
    let folder = tempfile::tempdir().unwrap();
    for words in [&["shout"][..], &["referrals", "--all"], &["--world", "flat"]] {
        let mut command = vouch(folder.path());
        command.args(words);
        assert_eq!(run(command).await.status.code(), Some(2), "{words:?}");
    }
}

#[tokio::test]
async fn a_described_world_that_does_not_fit_is_told_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let world = "[[workspace]]\nname = \"A\"\n[[person]]\nname = \"x\"\nworkspace = \"B\"\n";
    std::fs::write(folder.path().join("world.toml"), world).unwrap();
    #[rustfmt::skip]
    let table = [
        (&["sandbox", "--world", "world.toml"][..],  "world.toml:5:13: There is no workspace B.\n"),
        (&["--world", "world.toml"],                 "vouch: vouch takes --world default, empty or discord; a file is for vouch sandbox.\n"),
    ];
    for (words, sentence) in table {
        let mut command = vouch(folder.path());
        command.args(words);
        let output = run(command).await;
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(2), sentence));
    }
}

/// Every variable that can be wrong ends the start with one sentence that names it.
#[tokio::test]
async fn a_wrong_variable_ends_every_start_with_its_sentence() {
    #[rustfmt::skip]
    let wrong = [
        ("SLACK_BOT_TOKEN",      "xapp-1"),
        ("SLACK_APP_TOKEN",      "xoxb-1"),
        ("SLACK_SIGNING_SECRET", "a b"),
        ("SLACK_API_BASE_URL",   "http://slack.com/api"),
        ("SLACK_CLIENT_ID",      "1 2"),
        ("SLACK_CLIENT_SECRET",  "a b"),
        ("DISCORD_BOT_TOKEN",    "a b"),
        ("DISCORD_APPLICATION_ID", "vouch"),
        ("DISCORD_GUILD_ID",     "guild"),
        ("DISCORD_INBOUND",      "socket"),
        ("DISCORD_PUBLIC_KEY",   "00"),
        ("DISCORD_MEMBERS_INTENT", "yes"),
        ("DISCORD_API_BASE_URL", "http://discord.com"),
        ("VOUCH_HOOK_SECRET",    "short"),
        ("VOUCH_PUBLIC_URL",     "vouch.example"),
        ("VOUCH_SECRET_KEY",     "secret"),
        ("VOUCH_SECRET_KEY_FILE", "missing.key"),
        ("DATABASE_URL",         "mysql://u:p@h/d"),
        ("VOUCH_HTTP_ADDR",      "3000"),
        ("VOUCH_ADMIN_ADDR",     "127.0.0.1"),
        ("VOUCH_SANDBOX_ADDR",   "0.0.0.0:8700"),
        ("VOUCH_SANDBOX",        "no"),
        ("VOUCH_PROGRAM",        "missing.toml"),
        ("VOUCH_ADMINS",         "ada"),
        ("VOUCH_COMMANDS",       "refr=refer-us"),
        ("VOUCH_SETUP",          "missing.toml"),
        ("VOUCH_MIGRATE",        "yes"),
        ("VOUCH_LOG_FORMAT",     "xml"),
        ("RUST_LOG",             "vouch=loud"),
        ("VOUCH_INBOX_DAYS",     "0"),
    ];
    let folder = tempfile::tempdir().unwrap();
    for known in vouch::config::VARIABLES {
        let value = wrong.iter().find(|(name, _)| *name == known.name);
        let (name, value) =
            value.unwrap_or_else(|| panic!("{} has no wrong value here", known.name));
        let mut command = vouch(folder.path());
        command
            .env("SLACK_BOT_TOKEN", "xoxb-1")
            .env("SLACK_APP_TOKEN", "xapp-1")
            .env("SLACK_API_BASE_URL", "http://127.0.0.1:9/api")
            .env("DISCORD_BOT_TOKEN", "x.y.z")
            .env("DISCORD_APPLICATION_ID", "1")
            .env("DISCORD_GUILD_ID", "2")
            .env("DISCORD_API_BASE_URL", "http://127.0.0.1:9/discord")
            .env(name, value);
        let output = run(command).await;
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert_eq!(said.lines().count(), 1, "one sentence: {said}");
        assert!(said.starts_with(&format!("vouch: {name} ")), "{name}: {said}");
        assert!(output.stdout.is_empty(), "{name}");
        let secret = value.contains(':') && said.contains(value);
        assert!(!secret, "no value is shown: {said}");
    }
}
