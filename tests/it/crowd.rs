//! Many at once on Discord: forms that are sent in one instant, posts into many channels while some
//! answers are lost and some calls refused, and how soon somebody is answered after a connection broke.
//!
//! What holds is asserted, in a size for every day. In the size of docs/performance.md, which says how
//! they are run, [`figures`] tells the same and prints how long it took.

mod figures;
mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::world::child::{Running, run, vouch};
use crate::world::database::{Database, kinds};
use crate::world::{Kind, filled, in_the_end, until};
use server::{APPLICATION, GUILD, Server, TOKEN, Weather};

/// The partner's channel; those of sales begin behind it.
const NORTH: u64 = 1_000;
const MEMBER: u64 = 2_000;

/// One partner with so many members, and so many channels of sales.
fn setup(members: usize, channels: usize) -> String {
    let mut setup = format!(
        "[vendor]\nserver = \"{GUILD}\"\n\n[[partner]]\ncode = \"NOR\"\nname = \"North\"\n\n\
         [[channel]]\nid = \"discord:{NORTH}\"\naudience = \"partner\"\npartner = \"NOR\"\n"
    );
    for nth in 0..members {
        let id = MEMBER + nth as u64;
        write!(
            setup,
            "\n[[person]]\nid = \"discord:{GUILD}:{id}\"\nname = \"M{nth}\"\npartner = \"NOR\"\nroles = [\"partner_member\"]\n"
        )
        .unwrap();
    }
    for nth in 1..=channels {
        let id = NORTH + nth as u64;
        write!(setup, "\n[[channel]]\nid = \"discord:{id}\"\naudience = \"internal\"\n").unwrap();
    }
    setup
}

/// A crowd's server, a bot of its own, and a database.
struct Crowd {
    server: Server,
    database: Database,
    folder: TempDir,
    bot: Option<Running>,
}

impl Crowd {
    async fn gathers(kind: Kind, members: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::make(kind, folder.path()).await;
        let server = Server::open(7).await;
        let crowd = Self { server, database, folder, bot: None };
        crowd.writes("setup.toml", &setup(members, 0));
        crowd
    }

    fn writes(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn command(&self) -> Command {
        let mut command = vouch(self.folder.path());
        command
            .env("DATABASE_URL", &self.database.url)
            .env("VOUCH_HTTP_ADDR", "127.0.0.1:0")
            .env("VOUCH_ADMIN_ADDR", "127.0.0.1:0")
            .env("VOUCH_SETUP", "setup.toml")
            .env("DISCORD_BOT_TOKEN", TOKEN)
            .env("DISCORD_APPLICATION_ID", APPLICATION)
            .env("DISCORD_GUILD_ID", GUILD)
            .env("DISCORD_API_BASE_URL", self.server.base());
        command
    }

    async fn starts(&mut self) {
        let log = self.folder.path().join("bot.log");
        self.bot = Some(Running::start(self.command(), "vouch ready ", &log).await);
        until("the bot is connected", async || self.server.connections() > 0).await;
    }

    async fn asks(&self, words: &[&str]) -> String {
        let mut command = self.command();
        command.args(words);
        let output = run(command).await;
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    async fn waiting(&self) -> u64 {
        let bot = self.bot.as_ref().expect("the bot runs");
        let at = bot.ready["admin"].as_str().unwrap();
        let page = crate::world::child::client().get(format!("http://{at}/readyz")).send().await;
        let state: Value = page.unwrap().json().await.unwrap();
        state["outbox_waiting"].as_u64().unwrap()
    }

    /// Waits until everything is said, for as long as it goes on.
    async fn is_said(&self) {
        let mut fewest = (u64::MAX, Instant::now());
        loop {
            let waiting = self.waiting().await;
            if waiting == 0 {
                return;
            }
            if waiting < fewest.0 {
                fewest = (waiting, Instant::now());
            }
            assert!(fewest.1.elapsed() < Duration::from_secs(120), "{waiting} wait for ever");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn ends(mut self) {
        let ended = self.bot.take().expect("the bot runs").stop().await;
        assert!(ended.success(), "it ended with {ended}");
        self.asks(&["audit", "verify"]).await;
        self.database.drop().await;
    }
}

/// What somebody did in the partner's channel.
fn did(member: usize, kind: u64, data: &Value) -> Value {
    json!({
        "type": kind, "guild_id": GUILD, "channel_id": NORTH.to_string(), "data": data,
        "channel": { "id": NORTH.to_string(), "type": 0 }, "locale": "en-GB",
        "member": { "user": { "id": (MEMBER + member as u64).to_string(), "username": "m" }, "roles": [] },
        "message": { "id": "1", "flags": 64 }, "app_permissions": "0", "entitlements": [],
    })
}

fn press(member: usize, custom_id: &str) -> Value {
    did(member, 3, &json!({ "custom_id": custom_id, "component_type": 2 }))
}

/// The custom id of a button, wherever it stands in a message or an answer.
fn button(said: &Value, label: &str) -> Option<String> {
    match said {
        Value::Object(fields) if said["label"] == label && fields.contains_key("custom_id") => {
            said["custom_id"].as_str().map(str::to_owned)
        }
        Value::Object(fields) => fields.values().find_map(|one| button(one, label)),
        Value::Array(all) => all.iter().find_map(|one| button(one, label)),
        _ => None,
    }
}

/// A modal, filled in with the usual answers and this website, and sent.
fn sent(member: usize, modal: &Value, website: &str) -> Value {
    let typed: BTreeMap<&str, &str> = filled(&[("Company website", website)]).into_iter().collect();
    let labels = modal["components"].as_array().into_iter().flatten();
    let components: Vec<Value> = labels
        .filter(|part| part["type"] == 18)
        .map(|part| {
            let input = &part["component"];
            let text = typed.get(part["label"].as_str().unwrap_or_default()).copied();
            let mut entered = json!({ "type": input["type"], "custom_id": input["custom_id"] });
            match input["options"].as_array() {
                None => entered["value"] = json!(text.unwrap_or_default()),
                Some(options) => {
                    let meant = options.iter().find(|one| one["label"].as_str() == text);
                    // What is chosen from the start stays so.
                    let chosen = || options.iter().find(|one| one["default"] == true);
                    let meant = meant.or_else(chosen);
                    let chosen = meant.map(|one| one["value"].clone());
                    match input["type"].as_u64() {
                        Some(21) => entered["value"] = chosen.unwrap_or_default(),
                        _ => entered["values"] = json!(chosen.into_iter().collect::<Vec<_>>()),
                    }
                }
            }
            json!({ "type": 18, "id": part["id"], "component": entered })
        })
        .collect();
    did(member, 5, &json!({ "custom_id": modal["custom_id"], "components": components }))
}

impl Crowd {
    /// Each of these deeds, and what it was answered with.
    async fn each(&self, deeds: Vec<Value>) -> Vec<Value> {
        let mut answers = Vec::new();
        for some in deeds.chunks(50) {
            let ids: Vec<String> =
                some.iter().map(|deed| self.server.delivers(deed.clone())).collect();
            self.server.all_answered(&ids).await;
            answers.extend(ids.iter().map(|id| self.server.answered(id).unwrap().1));
        }
        answers
    }

    /// So many forms, each of a person of its own, filled in but for being sent: its second page.
    async fn filled_in(&self, forms: usize) -> Vec<Value> {
        let refer = in_the_end("the intro stands", async || {
            self.server.posted().iter().find_map(|one| button(&one.body, "Refer a customer"))
        })
        .await;
        let opened = self.each((0..forms).map(|nth| press(nth, &refer)).collect()).await;
        let first = opened.iter().enumerate();
        let first = first.map(|(nth, one)| sent(nth, &one["data"], &format!("acme-{nth}.example")));
        let kept = self.each(first.collect()).await;
        let go_on = kept.iter().enumerate().map(|(nth, one)| {
            let on =
                button(one, "Continue the form").unwrap_or_else(|| panic!("no second page: {one}"));
            press(nth, &on)
        });
        let second = self.each(go_on.collect()).await;
        let second = second.iter().enumerate();
        second.map(|(nth, one)| sent(nth, &one["data"], "")).collect()
    }

    /// The number on the receipt that an interaction is answered with, in the end.
    async fn receipt(&self, id: &str) -> String {
        in_the_end("a receipt", async || {
            let said = self.server.answered(id)?.1.to_string();
            let (_, rest) = said.split_once("Received: ")?;
            Some(rest.split_once('.')?.0.replace("**", ""))
        })
        .await
    }

    async fn referrals(&self) -> Vec<Value> {
        let listed = self.asks(&["referrals", "list", "--json"]).await;
        let listed: Value = serde_json::from_str(&listed).unwrap();
        listed["referrals"].as_array().unwrap().clone()
    }
}

/// Sends so many forms in one instant: each is stored once and answered with its receipt. Gives how
/// long each answer took.
async fn burst(kind: Kind, forms: usize) -> Vec<Duration> {
    let mut crowd = Crowd::gathers(kind, forms).await;
    crowd.starts().await;
    let pages = crowd.filled_in(forms).await;
    let began = Instant::now();
    let ids: Vec<String> = pages.into_iter().map(|page| crowd.server.delivers(page)).collect();
    crowd.server.all_answered(&ids).await;
    let numbers: BTreeSet<String> =
        join_all(ids.iter().map(|id| crowd.receipt(id))).await.into_iter().collect();
    let answers: Vec<(Instant, Value)> =
        ids.iter().map(|id| crowd.server.answered(id).unwrap()).collect();
    assert_eq!(numbers.len(), forms, "each has a number of its own");
    let stored = crowd.referrals().await;
    let domains: BTreeSet<&str> =
        stored.iter().map(|row| row["domain"].as_str().unwrap()).collect();
    assert_eq!((stored.len(), domains.len()), (forms, forms), "each is stored once");
    let mut took: Vec<Duration> = answers.iter().map(|(at, _)| *at - began).collect();
    took.sort_unstable();
    crowd.ends().await;
    took
}

#[tokio::test]
async fn a_hundred_forms_in_one_instant_are_stored_and_answered_once_each() {
    for kind in kinds() {
        burst(kind, 100).await;
    }
}

/// Posts a card of each of so many referrals in each of so many channels, while of a hundred answers
/// five are lost and five calls are refused: each stands once, and nothing came before its time.
async fn storm(kind: Kind, cards: usize, channels: usize) -> Duration {
    let mut crowd = Crowd::gathers(kind, cards).await;
    crowd.starts().await;
    let pages = crowd.filled_in(cards).await;
    crowd.each(pages).await;
    crowd.is_said().await;
    crowd.server.weather(Weather { lost: 5, limited: 5 });
    crowd.writes("all.toml", &setup(cards, channels));
    let began = Instant::now();
    crowd.asks(&["setup", "apply", "all.toml"]).await;
    crowd.is_said().await;
    let took = began.elapsed();
    let mut stands: BTreeMap<(String, String), usize> = BTreeMap::new();
    for one in crowd.server.posted() {
        let id: u64 = one.channel.parse().unwrap();
        if !(NORTH + 1..=NORTH + channels as u64).contains(&id) {
            continue;
        }
        let text = one.body.to_string();
        let number = text.split_once("NOR-").unwrap().1;
        let number: String = number.chars().take_while(char::is_ascii_digit).collect();
        *stands.entry((one.channel, number)).or_default() += 1;
    }
    assert_eq!(stands.len(), cards * channels, "none is lost");
    assert!(stands.values().all(|times| *times == 1), "none stands twice");
    let (lost, limited, early) = crowd.server.trouble();
    assert!(lost > 0 && limited > 0, "{lost} answers were lost, {limited} calls refused");
    assert_eq!(early, 0, "none came before the time that it was told");
    println!(
        "{kind:?}: {} posts in {took:?}, {lost} answers lost, {limited} refused",
        stands.len()
    );
    crowd.ends().await;
    took
}

#[tokio::test]
async fn in_bad_weather_five_hundred_posts_stand_once_each_and_none_came_too_early() {
    for kind in kinds() {
        storm(kind, 10, 50).await;
    }
}

/// Cuts the connection, and has somebody press meanwhile: they are answered when it stands again, and
/// once. Gives how long each waited.
async fn cut_off(kind: Kind, times: usize) -> Vec<Duration> {
    let mut crowd = Crowd::gathers(kind, 1).await;
    crowd.starts().await;
    let refer = in_the_end("the intro stands", async || {
        crowd.server.posted().iter().find_map(|one| button(&one.body, "Refer a customer"))
    })
    .await;
    crowd.each(vec![press(0, &refer)]).await;
    let mut took = Vec::new();
    for nth in 0..times {
        crowd.server.cuts();
        let cut = Instant::now();
        let id = crowd.server.delivers(press(0, &refer));
        crowd.server.all_answered(std::slice::from_ref(&id)).await;
        took.push(crowd.server.answered(&id).unwrap().0 - cut);
        assert_eq!(crowd.server.connections(), nth + 2, "one new connection each time");
    }
    took.sort_unstable();
    crowd.ends().await;
    took
}

#[tokio::test]
async fn who_presses_while_the_connection_is_cut_is_answered_by_the_next_one() {
    for kind in kinds() {
        cut_off(kind, 3).await;
    }
}
