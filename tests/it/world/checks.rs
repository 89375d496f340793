//! What holds at the end of every story, whatever it was about.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{World, contract};

impl World {
    /// Ends the story.
    pub async fn finish(&self) {
        if self.may_wait.get() {
            self.settle_briefly().await;
        } else {
            self.settle().await;
        }
        self.nothing_was_said_twice().await;
        if self.stage.borrow().is_apart() {
            let numbers = self.numbers().await;
            self.nothing_private_in("the numbers", &numbers);
        }
        self.keep_log().await;
        self.every_call_keeps_the_contract();
        let used = self.get("world").await["scopes_used"].clone();
        self.only_scopes_of_the_manifest(&used);
        let mut stage = self.stage.replace(super::stage::Stage::nothing());
        stage.stop().await;
        let logs = stage.logs();
        self.stage.replace(stage);
        self.nothing_private_in("the logs", &logs);
        self.nothing_broke(&logs);
        let verdict = self.command(&["audit", "verify"]).await;
        let said = String::from_utf8_lossy(&verdict.stderr);
        assert!(verdict.status.success(), "audit verify on {:?}: {said}", self.database.kind);
        self.database.drop().await;
        for further in self.further.take() {
            further.drop().await;
        }
    }

    /// Each card stands once in its channel, each line once in its thread.
    async fn nothing_was_said_twice(&self) {
        let mut said: BTreeMap<(String, Option<String>, String), usize> = BTreeMap::new();
        let mut all = Vec::new();
        for channel in self.channels() {
            all.extend(self.all_in(&channel).await);
        }
        for person in self.people().filter(|person| person.is("partner_manager")) {
            all.extend(person.direct_messages().await);
        }
        for message in all.into_iter().filter(|one| one.by_app && !one.private && !one.deleted) {
            let what = match (&message.thread, card_number(&message.text)) {
                (None, Some(number)) => number.to_owned(),
                _ => message.text.clone(),
            };
            *said.entry((message.channel, message.thread, what)).or_default() += 1;
        }
        if let Some(most) = self.doubles.get() {
            let mut again: BTreeMap<&String, usize> = BTreeMap::new();
            for ((channel, _, _), times) in &said {
                *again.entry(channel).or_default() += times - 1;
            }
            assert!(again.values().all(|times| *times <= most), "of {most} each: {again:?}");
            return;
        }
        let allowed = self.may_double.borrow();
        for ((channel, _, what), times) in said {
            let most = if allowed.contains(&what) { 2 } else { 1 };
            assert!(times <= most, "said {times} times in {channel}: {what}");
        }
    }

    fn every_call_keeps_the_contract(&self) {
        let heard = self.heard.borrow();
        let calls = heard.iter().filter(|entry| entry["kind"] == "api");
        let breaches: BTreeSet<String> = calls.flat_map(contract::breaches).collect();
        assert!(breaches.is_empty(), "{breaches:#?}");
    }

    fn only_scopes_of_the_manifest(&self, used: &Value) {
        let manifest = manifest_scopes();
        for scope in used.as_array().unwrap() {
            let scope = scope.as_str().unwrap();
            assert!(manifest.contains(scope), "{scope} is used and not in the manifest");
        }
    }

    /// Neither what people typed nor who they are nor any token.
    fn nothing_private_in(&self, place: &str, text: &str) {
        let app = &self.facts["app"];
        let tokens = self.facts["teams"].as_array().unwrap().iter().map(|team| &team["bot_token"]);
        let on_discord = &self.facts["discord"]["bot_token"];
        let secrets =
            [&app["signing_secret"], &app["app_token"], &app["client_secret"], on_discord];
        let addresses = self.facts["users"].as_array().unwrap().iter().map(|user| &user["email"]);
        let known = tokens.chain(secrets).chain(addresses).filter_map(Value::as_str);
        for word in known.chain(self.typed.borrow().iter().map(String::as_str)) {
            assert!(!text.contains(word), "{word} stands in {place}");
        }
    }

    fn nothing_broke(&self, logs: &str) {
        for word in ["panicked at", "a delivery broke", "a unit of work failed"] {
            let line = logs.lines().find(|line| line.contains(word));
            assert!(line.is_none(), "{}", line.unwrap_or_default());
        }
    }
}

/// The number on a card: what stands before " · " in its first line, after the sign.
fn card_number(text: &str) -> Option<&str> {
    let (head, _) = text.lines().next()?.split_once(" · ")?;
    let number = head.rsplit(' ').next()?;
    let (code, count) = number.split_once('-')?;
    let is_number = code.len() == 3
        && code.chars().all(|letter| letter.is_ascii_uppercase())
        && count.chars().all(|digit| digit.is_ascii_digit());
    is_number.then_some(number)
}

/// The bot scopes that `manifest.yml` asks for.
pub fn manifest_scopes() -> BTreeSet<&'static str> {
    let manifest = include_str!("../../../manifest.yml");
    let lines = manifest.lines().skip_while(|line| line.trim() != "bot:").skip(1);
    lines.map_while(|line| line.trim().strip_prefix("- ")).collect()
}

#[test]
fn a_card_is_known_by_its_number() {
    assert_eq!(card_number("⏳ NOR-12 · Acme: Submitted\nWith us."), Some("NOR-12"));
    assert_eq!(card_number("Approved by Sales 1. · NOR-12"), None);
    assert_eq!(card_number("Registered · updates in the thread"), None);
}
