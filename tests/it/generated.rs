//! Files that are made from the code, or must say the same as it.

use std::collections::{BTreeMap, BTreeSet};

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Value, json};
use vouch::{config, flows};

use crate::world::{Wire, apart_without, child, filled, manifest_scopes};

const MANIFEST: &str = include_str!("../../manifest.yml");

/// What `vouch manifest` prints with these options.
async fn printed(options: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut command = child::vouch(folder.path());
    command.arg("manifest").args(options);
    let output = child::run(command).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn the_manifest_is_what_the_program_prints() {
    assert_eq!(
        MANIFEST,
        printed(&[]).await,
        "manifest.yml is stale: cargo run -- manifest > manifest.yml"
    );
}

/// A manifest as JSON.
fn as_json(yaml: &str) -> Value {
    fn value(yaml: &Yaml) -> Value {
        match yaml {
            Yaml::Value(Scalar::Boolean(flag)) => json!(flag),
            Yaml::Value(Scalar::Integer(number)) => json!(number),
            Yaml::Value(Scalar::String(text)) => json!(text),
            Yaml::Sequence(items) => items.iter().map(value).collect(),
            Yaml::Mapping(entries) => {
                let entry = |(key, of): (&Yaml, &Yaml)| {
                    (value(key).as_str().unwrap().to_owned(), value(of))
                };
                Value::Object(entries.iter().map(entry).collect())
            }
            other => panic!("no manifest holds {other:?}"),
        }
    }
    value(&Yaml::load_from_str(yaml).unwrap()[0])
}

#[tokio::test]
async fn every_manifest_is_valid_by_slacks_schemas() {
    let schemas = [
        include_str!("specs/slack_manifest.schema.1.0.0.json"),
        include_str!("specs/slack_manifest.schemastore.json"),
    ];
    let http = ["--http", "https://vouch.example"];
    let all = ["--commands", "all"];
    let install = ["--install", "https://partners.example"];
    let german = ["--language", "de"];
    for options in
        [&[][..], &http, &all, &install, &german, &[http, all].concat(), &[http, install].concat()]
    {
        let manifest = as_json(&printed(options).await);
        for schema in schemas {
            let schema: Value = serde_json::from_str(schema).unwrap();
            let validator = jsonschema::validator_for(&schema).unwrap();
            let breaches: Vec<String> =
                validator.iter_errors(&manifest).map(|breach| breach.to_string()).collect();
            assert!(breaches.is_empty(), "{options:?}: {breaches:#?}");
        }
        let by_http = options.contains(&"--http");
        let back = match (options.contains(&"--install"), options.contains(&"--http")) {
            (true, _) => json!(["https://partners.example/slack/oauth"]),
            (false, true) => json!(["https://vouch.example/slack/oauth"]),
            (false, false) => json!(null),
        };
        assert_eq!(manifest["oauth_config"]["redirect_urls"], back, "{options:?}");
        let (settings, commands) = (&manifest["settings"], &manifest["features"]["slash_commands"]);
        assert_eq!(settings["socket_mode_enabled"], !by_http);
        let address =
            if by_http { json!("https://vouch.example/slack/events") } else { json!(null) };
        assert_eq!(settings["interactivity"]["request_url"], address);
        let words: BTreeSet<&str> = commands
            .as_array()
            .unwrap()
            .iter()
            .inspect(|command| assert_eq!(command["url"], address))
            .map(|command| command["command"].as_str().unwrap().trim_start_matches('/'))
            .collect();
        let every = options.contains(&"all");
        let wanted = flows::commands()
            .filter(|command| every || command.slash == flows::Slash::Registered)
            // Slack has a `/me` of its own.
            .filter(|command| command.word != "me")
            .map(|command| command.word);
        assert_eq!(words, wanted.collect());
    }
    let usual = printed(&[]).await;
    for word in ["refer", "referrals", "approve", "claim", "leaderboard", "shoutout", "vouch"] {
        assert!(usual.contains(&format!("- command: /{word}\n")), "{word} is not registered");
    }
}

#[tokio::test]
async fn an_address_that_is_not_https_is_refused_with_a_sentence() {
    for address in ["http://vouch.example", "vouch.example", "https://"] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = child::vouch(folder.path());
        command.args(["manifest", "--http", address]);
        let output = child::run(command).await;
        assert_eq!(output.status.code(), Some(2), "{address}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("--http must be an address that starts with https://"), "{said}");
    }
}

#[tokio::test]
async fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = child::vouch(folder.path());
        command.args(["completions", shell]);
        let output = child::run(command).await;
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(script.contains("healthcheck") && script.contains("manifest"), "{shell}");
    }
}

#[test]
fn every_word_starts_one_thing() {
    let words: Vec<&str> = flows::commands().map(|command| command.word).collect();
    let once: BTreeSet<&str> = words.iter().copied().collect();
    assert_eq!(once.len(), words.len(), "{words:?}");
}

#[test]
fn the_manifest_asks_for_the_scopes_and_events_of_the_adapter_and_no_others() {
    let events = MANIFEST.lines().skip_while(|line| line.trim() != "bot_events:").skip(1);
    let events: BTreeSet<&str> = events.map_while(|line| line.trim().strip_prefix("- ")).collect();
    assert_eq!(events, vouch::slack::EVENTS.iter().copied().collect());
    assert_eq!(manifest_scopes(), vouch::slack::SCOPES.iter().copied().collect());
}

#[test]
fn every_text_is_said_somewhere() {
    fn read(folder: &std::path::Path, all: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                read(&entry, all);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                all.push_str(&std::fs::read_to_string(&entry).unwrap());
            }
        }
    }
    let mut source = String::new();
    read(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut source);
    // A key is written out, or its beginning is and the end is put on at run time.
    let said = |key: &str| {
        let mut beginnings = key.match_indices('-').map(|(at, _)| &key[..at]);
        let put_on = |it: &str| [format!("\"{it}-{{"), format!("\"{it}\"")];
        source.contains(&format!("\"{key}\""))
            || beginnings.any(|it| put_on(it).iter().any(|said| source.contains(said)))
    };
    let unsaid: Vec<&str> = vouch::text::Texts::keys().filter(|key| !said(key)).collect();
    assert!(unsaid.is_empty(), "nothing says {unsaid:?}");
}

#[test]
fn the_diagram_in_the_documents_is_the_table_of_moves() {
    let head = "# The status of a referral\n\nEvery legal move, printed from the table in \
                `src/domain/referral/moves.rs`. To renew this page: \
                `VOUCH_RENEW=1 cargo test --test it diagram`.\n";
    let page = format!("{head}\n```mermaid\n{}```\n", vouch::domain::referral::diagram());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/status.md");
    if std::env::var_os("VOUCH_RENEW").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap();
    assert_eq!(found, page, "docs/status.md is stale: VOUCH_RENEW=1 cargo test --test it diagram");
}

/// What the documents show of `vouch doctor` names the newest migration.
#[test]
fn the_schema_that_the_documents_show_is_the_newest() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let newest = std::fs::read_dir(root.join("migrations/sqlite"))
        .unwrap()
        .filter_map(|file| file.unwrap().file_name().to_str()?.split('_').next()?.parse().ok())
        .max()
        .unwrap_or(0_u32);
    for page in ["docs/slack-setup.md", "docs/operations.md"] {
        let text = std::fs::read_to_string(root.join(page)).unwrap();
        assert!(text.contains(&format!("schema {newest} of {newest}")), "{page}: {newest}");
    }
}

#[test]
fn the_example_of_a_programme_is_the_built_in_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/program.example.toml");
    if std::env::var_os("VOUCH_RENEW").is_some() {
        std::fs::write(path, vouch::program::BUILT_IN).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap();
    let stale = "docs/program.example.toml is stale: VOUCH_RENEW=1 cargo test --test it example";
    assert_eq!(found, vouch::program::BUILT_IN, "{stale}");
}

/// Every setting is explained, and no other.
#[test]
fn the_page_on_the_programme_explains_every_setting() {
    let page = include_str!("../../docs/program.md");
    let rows = page.lines().skip_while(|line| !line.starts_with("| setting")).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    let explained: BTreeSet<&str> =
        rows.flat_map(|row| row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2)).collect();
    let lines = vouch::program::BUILT_IN.lines().filter(|line| !line.starts_with([' ', '#', ']']));
    let settings = lines.filter_map(|line| line.split_once(" = ")).map(|(setting, _)| setting);
    assert_eq!(explained, settings.collect());
}

#[test]
fn the_example_of_the_environment_lists_every_variable_and_no_other() {
    let example = include_str!("../../.env.example");
    let listed: BTreeMap<&str, &str> = example
        .lines()
        .filter_map(|line| line.strip_prefix('#')?.split_once('='))
        .filter(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
        .collect();
    let known = config::VARIABLES.iter().map(|variable| (variable.name, variable.default));
    assert_eq!(listed, known.collect());
    assert_eq!(example, config::env_example(), ".env.example is stale");
}

#[tokio::test]
async fn the_manifest_asks_for_exactly_the_scopes_that_a_whole_journey_uses() {
    apart_without("North member 2", Wire::Socket, async |world| {
        let newcomer = world.person("North member 2");
        let referral = newcomer.refers("acme.example").await;
        world.person("Admin").types("random", "/vouch group").await;
        world.person("Sales 1").approves(&referral).await;
        let card = newcomer.card(&referral).await;
        newcomer.replies(&card, "@Vouch hello").await;
        world.person("Sales 1").writes_to_the_app("hello").await;
        let channel = world.channel("partners");
        let by = world.person("Community manager").id().to_owned();
        world.change(json!({ "remove_bot": channel })).await;
        world.change(json!({ "add_bot": { "channel": channel, "by": by } })).await;
        world.settle().await;
        let south = world.person("South member");
        south.types("south-partner", "/refer birch.example").await;
        world.change(json!({ "archive": world.channel("sales-desk") })).await;
        world.may_end_waiting();
        let sent = south.submits(&filled(&[("Company website", "birch.example")])).await;
        assert_eq!(south.receipt(sent).number, "SOU-1");
        let manager = world.person("Partner manager");
        let told = async { while manager.direct_messages().await.is_empty() {} };
        let patience = crate::world::child::PATIENCE;
        tokio::time::timeout(patience, told).await.expect("the manager is told");
        let used = world.get("world").await["scopes_used"].clone();
        let used = used.as_array().unwrap().iter().map(|scope| scope.as_str().unwrap());
        // Pictures come with a month's end, to which a bot on the machine's own clock cannot be brought:
        // `board::pictures` uses this one.
        let used: BTreeSet<_> = used.chain(["files:write"]).collect();
        assert_eq!(used, manifest_scopes());
    })
    .await;
}
