//! Files that are made from the code, or must say the same as it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use vouch::{config, flows};

use crate::world::{Wire, apart_without, filled, manifest_scopes};

const MANIFEST: &str = include_str!("../../manifest.yml");

/// The commands of the manifest: word, description, hint.
fn commands_of_the_manifest() -> BTreeSet<(String, String, String)> {
    let value = |line: Option<&str>, key: &str| {
        let line = line.unwrap_or_default().trim();
        let value = line.strip_prefix(key).unwrap_or_else(|| panic!("{key} is missing: {line}"));
        value.trim().trim_matches('"').to_owned()
    };
    let mut lines = MANIFEST.lines();
    let mut commands = BTreeSet::new();
    while let Some(line) = lines.next() {
        let Some(word) = line.trim().strip_prefix("- command: /") else { continue };
        let description = value(lines.next(), "description:");
        let hint = value(lines.next(), "usage_hint:");
        commands.insert((word.to_owned(), description, hint));
    }
    commands
}

#[test]
fn the_manifest_has_the_commands_of_the_flows_and_no_others() {
    let registered = flows::ALL.iter().flat_map(|flow| flow.commands);
    let registered = registered.filter(|command| command.slash == flows::Slash::Registered);
    let flows = registered.map(|command| (command.word, command.description, command.usage_hint));
    let umbrella = (flows::UMBRELLA, "Everything else Vouch can do", "[word]");
    let wanted = flows.chain([umbrella]);
    let wanted =
        wanted.map(|(word, what, hint)| (word.to_owned(), what.to_owned(), hint.to_owned()));
    assert_eq!(commands_of_the_manifest(), wanted.collect(), "manifest.yml is stale");
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
        let beginnings = key.match_indices('-').map(|(at, _)| format!("\"{}-{{", &key[..at]));
        source.contains(&format!("\"{key}\""))
            || beginnings.into_iter().any(|it| source.contains(&it))
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
        world.person("Sales 1").approves(&referral).await;
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
        assert_eq!(used.collect::<BTreeSet<_>>(), manifest_scopes());
    })
    .await;
}
