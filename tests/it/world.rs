//! The language of stories: people by their names, buttons by their labels, no JSON and no SQL.
//!
//! A story is told with [`everywhere`]: the workspace and the bot in one process, on a database of
//! each kind. [`apart`] starts them as two processes, so that the bot can be killed while the
//! workspace stays. What holds for every story is checked when it ends: see [`checks`].
//!
//! [`browser`] is where partners install, [`person`] is what people do, [`read`] what they see, [`again`] what comes twice or late, [`child`]
//! the processes, [`described`] worlds of a story's own, [`database`] the databases ([`alone`]: only one of them), [`server`] one that may be
//! stopped, [`relay`] one that may fall silent, [`contract`] the platforms' published schemas.

mod again;
mod alone;
pub mod browser;
mod checks;
pub mod child;
pub mod contract;
pub mod database;
mod described;
mod discord;
mod ends;
mod only;
mod person;
pub mod read;
pub mod relay;
pub mod server;
mod stage;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tempfile::TempDir;

pub use alone::{behind_a_relay, on_own_postgres, on_postgres, on_sqlite};
pub use checks::manifest_scopes;
use database::Database;
pub use database::Kind;
pub use described::apart_in;
pub use only::Only;
pub use person::{Person, Referral, filled};
pub use read::{Answer, Message};
pub use relay::Relay;
pub use server::Server;
use stage::Stage;
pub use stage::Wire;

/// Where the programme of a story lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    Slack,
    Discord,
}

/// A world in which one story happens.
pub struct World {
    pub platform: Platform,
    /// Before the folder: a process that ends in the middle of a story shows its log from there.
    stage: RefCell<Stage>,
    pub database: Database,
    folder: TempDir,
    http: reqwest::Client,
    /// Who and what there is; ids stay the same over restarts.
    facts: Value,
    /// Whatever was typed that must not turn up in logs or numbers.
    typed: RefCell<BTreeSet<String>>,
    /// Log entries of processes that have ended.
    pub heard: RefCell<Vec<Value>>,
    may_double: RefCell<BTreeSet<String>>,
    doubles: Cell<Option<usize>>,
    may_wait: Cell<bool>,
    /// Databases that the story moved to.
    further: RefCell<Vec<Database>>,
}

/// Whether a person or a channel of the world is of the Slack side.
pub fn of_slack(entry: &&Value) -> bool {
    entry["platform"] != "discord"
}

/// Tells a story on both platforms and every database, workspace and bot in one process.
pub async fn everywhere(story: impl AsyncFn(&World)) {
    told_in(None, &[], &story).await;
    told_in(Some("discord"), &[], &story).await;
}

/// Tells a story that Discord cannot play, on every database.
pub async fn on_slack(_why: Only, story: impl AsyncFn(&World)) {
    told_in(None, &[], &story).await;
}

/// Tells a story of what Discord alone has, on every database.
pub async fn on_discord(story: impl AsyncFn(&World)) {
    told_in(Some("discord"), &[], &story).await;
}

/// As [`everywhere`], with these files, by name and text, where the bot is started.
pub async fn everywhere_with(files: &[(&str, &str)], story: impl AsyncFn(&World)) {
    told_in(None, files, &story).await;
    told_in(Some("discord"), files, &story).await;
}

/// As [`on_slack`], with such files.
pub async fn on_slack_with(_why: Only, files: &[(&str, &str)], story: impl AsyncFn(&World)) {
    told_in(None, files, story).await;
}

/// Tells a story on every database, in a world in which the app is in no channel of Slack, set up by
/// this file.
pub async fn from_nothing(setup: &str, story: impl AsyncFn(&World)) {
    told_in(Some("empty"), &[("setup.toml", setup)], story).await;
}

async fn told_in(world: Option<&'static str>, files: &[(&str, &str)], story: impl AsyncFn(&World)) {
    each(async |kind| World::made(kind, None, world, files).await, story).await;
}

/// Tells a story that begins before the bot was ever started, in a world in which the app is in no
/// channel.
pub async fn apart_from_nothing(wire: Wire, story: impl AsyncFn(&World)) {
    let nothing = &[("setup.toml", "")];
    each(async |kind| World::made(kind, Some(wire), Some("empty"), nothing).await, story).await;
}

/// Tells a story in a world of each database.
async fn each(world: impl AsyncFn(Kind) -> World, story: impl AsyncFn(&World)) {
    let told = database::kinds().into_iter().map(async |kind| {
        let world = world(kind).await;
        story(&world).await;
        world.finish().await;
    });
    join_all(told).await;
}

/// Tells a story on every database, workspace and bot in a process each.
pub async fn apart(wire: Wire, story: impl AsyncFn(&World)) {
    apart_without("", wire, story).await;
}

/// As [`apart`], with a set-up that has never heard of somebody.
pub async fn apart_without(unlisted: &str, wire: Wire, story: impl AsyncFn(&World)) {
    new_here(wire, async |world| begun(world, unlisted, &story).await).await;
}

/// As [`apart_without`], on Discord, with a bot that was never told of Slack.
pub async fn apart_on_discord(unlisted: &str, story: impl AsyncFn(&World)) {
    let world = async |kind| World::made(kind, Some(Wire::Socket), Some("discord"), &[]).await;
    each(world, async |world| begun(world, unlisted, &story).await).await;
}

/// Begins with a bot that runs, and a set-up that has never heard of somebody.
async fn begun(world: &World, unlisted: &str, story: impl AsyncFn(&World)) {
    std::fs::write(world.setup_file(), world.setup_without(unlisted)).unwrap();
    world.start_bot().await;
    world.settle().await;
    story(world).await;
}

/// Tells a story that begins before the bot was ever started, with the world's set-up at hand.
pub async fn new_here(wire: Wire, story: impl AsyncFn(&World)) {
    let told = database::kinds().into_iter().map(async |kind| {
        told_on(World::start(kind, Some(wire)).await, &story).await;
    });
    join_all(told).await;
}

/// Waits until something holds.
pub async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    in_the_end(what, async || holds().await.then_some(())).await;
}

/// Tries again until it works.
pub async fn in_the_end<T>(what: &str, attempt: impl AsyncFn() -> Option<T>) -> T {
    // Asking without a pause would take the processor from whoever is to get on.
    let mut look = tokio::time::interval(std::time::Duration::from_millis(10));
    let attempts = async {
        loop {
            look.tick().await;
            if let Some(done) = attempt().await {
                return done;
            }
        }
    };
    let done = tokio::time::timeout(child::PATIENCE, attempts).await;
    done.unwrap_or_else(|_| panic!("{what}: never"))
}

async fn told_on(world: World, story: impl AsyncFn(&World)) {
    std::fs::write(world.setup_file(), world.setup()).unwrap();
    story(&world).await;
    world.finish().await;
}

impl World {
    /// With a wire the workspace alone: the bot is started by whoever tells the story.
    pub async fn start(kind: Kind, wire: Option<Wire>) -> Self {
        Self::made(kind, wire, None, &[]).await
    }

    /// The same in a world of this name, with these files in its folder.
    async fn made(
        kind: Kind,
        wire: Option<Wire>,
        world: Option<&'static str>,
        files: &[(&str, &str)],
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let database = Database::make(kind, folder.path()).await;
        Self::begin(folder, database, wire, world).await
    }

    async fn begin(
        folder: TempDir,
        database: Database,
        wire: Option<Wire>,
        world: Option<&'static str>,
    ) -> Self {
        let stage = Stage::start(folder.path(), &database.url, wire, world).await;
        let http = child::client();
        let platform = if world == Some("discord") { Platform::Discord } else { Platform::Slack };
        let mut world = Self {
            platform,
            database,
            folder,
            stage: RefCell::new(stage),
            http,
            facts: Value::Null,
            typed: RefCell::default(),
            heard: RefCell::default(),
            may_double: RefCell::default(),
            doubles: Cell::default(),
            may_wait: Cell::default(),
            further: RefCell::default(),
        };
        world.facts = world.get("world").await;
        world
    }

    /// Somebody of the world, by name, case-blind.
    pub fn person(&self, name: &str) -> Person<'_> {
        let users = self.facts["users"].as_array().unwrap();
        let same = |user: &&Value| {
            self.here(user) && user["name"].as_str().unwrap().eq_ignore_ascii_case(name)
        };
        let user =
            users.iter().find(same).unwrap_or_else(|| panic!("there is nobody called {name}"));
        Person { world: self, user }
    }

    pub fn people(&self) -> impl Iterator<Item = Person<'_>> {
        let users = self.facts["users"].as_array().unwrap().iter().filter(|user| self.here(user));
        users.map(|user| Person { world: self, user })
    }

    /// Whether a person or a channel of the world is on the story's platform.
    fn here(&self, entry: &Value) -> bool {
        of_slack(&entry) == (self.platform == Platform::Slack)
    }

    /// Members of partners, each of another one, in whose channel the button stands.
    pub fn members(&self) -> Vec<Person<'_>> {
        let mut homes = BTreeSet::new();
        let members = self.people().filter(|person| person.is("partner_member"));
        members.filter(|person| homes.insert(person.home())).collect()
    }

    /// The id of a channel, by name.
    pub fn channel(&self, name: &str) -> String {
        let channels = self.facts["channels"].as_array().unwrap();
        let channel = channels.iter().find(|channel| self.here(channel) && channel["name"] == name);
        let channel = channel.unwrap_or_else(|| panic!("there is no channel {name}"));
        channel["id"].as_str().unwrap().to_owned()
    }

    pub fn channels(&self) -> Vec<String> {
        let channels = self.facts["channels"].as_array().unwrap().iter();
        let channels = channels.filter(|channel| self.here(channel));
        channels.map(|channel| channel["name"].as_str().unwrap().to_owned()).collect()
    }

    /// Everything that stands in a channel, whoever may see it.
    pub async fn all_in(&self, channel: &str) -> Vec<Message> {
        self.all_under(&self.channel(channel)).await
    }

    /// The same for a channel by its id, which may be a new one.
    pub async fn all_under(&self, id: &str) -> Vec<Message> {
        let found = self.get(&format!("channels/{id}/messages")).await;
        found["messages"].as_array().unwrap().iter().map(|one| Message::of(id, one)).collect()
    }

    /// The pinned beginning of a partner's channel.
    pub async fn intro(&self, channel: &str) -> Message {
        let pinned = self.all_in(channel).await.into_iter().find(|one| one.pinned);
        pinned.unwrap_or_else(|| panic!("nothing is pinned in {channel}"))
    }

    /// What a person was told privately: the modal in front of them, messages for them alone, and
    /// direct messages.
    pub async fn heard(&self, person: &str) -> String {
        let person = self.person(person);
        let mut told = vec![person.screen().await.words];
        if self.platform == Platform::Discord {
            told.extend(self.told_alone(person.id()).await);
            told.extend(person.direct_messages().await.into_iter().map(|one| one.text));
            return told.join("\n");
        }
        for channel in self.channels() {
            let seen = person.reads(&channel).await;
            told.extend(seen.into_iter().filter(|one| one.private).map(|one| one.text));
        }
        told.extend(person.direct_messages().await.into_iter().map(|one| one.text));
        told.join("\n")
    }

    /// What somebody who runs the app knows of it.
    pub fn app(&self) -> &Value {
        &self.facts["app"]
    }

    /// The world's set-up file.
    pub fn setup(&self) -> &str {
        self.facts["setup"].as_str().unwrap()
    }

    /// The same as if one person had never been listed.
    pub fn setup_without(&self, name: &str) -> String {
        let line = format!("name = \"{name}\"");
        let entries = self.setup().split("[[").filter(|entry| !entry.contains(&line));
        entries.collect::<Vec<_>>().join("[[")
    }

    /// Where the bot that runs apart finds its set-up.
    pub fn setup_file(&self) -> PathBuf {
        self.folder().join("setup.toml")
    }

    /// Waits until nothing moves any more, moving the clock on where only pacing holds things back.
    pub async fn settle(&self) {
        if self.stage.borrow().is_apart() {
            return self.settle_apart().await;
        }
        let settled = self.post("settle", &json!({ "timeout_ms": 30_000, "quiet_ms": 20 })).await;
        assert_eq!(settled["settled"], true, "it does not come to rest: {settled}");
    }

    /// Waits for the deliveries in hand only: for stories in which messages wait for better days.
    pub async fn settle_briefly(&self) {
        self.post("settle", &json!({ "timeout_ms": 1_500, "quiet_ms": 20 })).await;
    }

    /// Moves the clock on; what is due in between happens.
    pub async fn clock_on(&self, span: &str) {
        let moved = self.post("clock", &json!({ "advance": span })).await;
        assert_eq!(moved["ok"], true, "{moved}");
    }

    /// Sets the clock, for example to a Friday afternoon.
    pub async fn clock_at(&self, time: &str) {
        let moved = self.post("clock", &json!({ "set": time })).await;
        assert_eq!(moved["ok"], true, "{moved}");
    }

    pub async fn now(&self) -> DateTime<Utc> {
        self.get("clock").await["now"].as_str().unwrap().parse().unwrap()
    }

    /// The next calls of a method go wrong, in one of the ways of the control API.
    pub async fn fault(&self, method: &str, times: u32, how: Value) {
        let mut fault = how;
        fault["method"] = json!(method);
        fault["times"] = json!(times);
        assert_eq!(self.post("faults", &fault).await["ok"], true);
    }

    pub async fn clear_faults(&self) {
        let url = format!("{}sandbox/v1/faults", self.base());
        let cleared = self.http.delete(url).header("Content-Type", "application/json").send().await;
        assert!(cleared.unwrap().status().is_success());
    }

    /// Changes the world as an admin of a workspace could.
    pub async fn change(&self, change: Value) {
        assert_eq!(self.post("world", &change).await["ok"], true, "{change}");
    }

    /// Delivers the last delivery of this kind once more, exactly as it was.
    pub async fn delivers_again(&self, kind: &str) -> Value {
        if self.platform == Platform::Discord {
            return self.interaction_again(kind).await;
        }
        let log = self.log().await;
        let delivery = |entry: &&Value| {
            (entry["kind"] == "event" || entry["kind"] == "push") && entry["method"] == kind
        };
        let last = log.iter().rev().find(delivery);
        let seq = last.unwrap_or_else(|| panic!("no {kind} was delivered"))["seq"].clone();
        self.post("deliver", &json!({ "duplicate_of": seq })).await
    }

    /// The person sends the same form once more, as they do when the answer to the first time was
    /// lost: the same view with the same content, under a new trigger and in a new envelope.
    pub async fn the_last_form_is_sent_again(&self) -> Answer {
        let log = self.log().await;
        let sent = log
            .iter()
            .rev()
            .find(|entry| entry["method"] == "view_submission" && entry["kind"] == "event");
        let mut frame = sent.expect("a form was sent")["request"].clone();
        frame["envelope_id"] = json!("sent-again");
        frame["payload"]["trigger_id"] = json!("1.2.sent-again");
        let answer = self.post("deliver", &json!({ "raw": frame })).await;
        let view = &answer["answer"]["view"];
        Answer::of(&json!({ "ok": answer["ok"], "screen": { "views": [view] } }))
    }

    /// Numbers and states of all referrals, as `vouch referrals list` tells them, oldest first.
    pub async fn referrals(&self) -> Vec<(String, String)> {
        let listed = self.command(&["referrals", "list", "--json"]).await;
        let listed: Value = serde_json::from_slice(&listed.stdout).expect("it prints JSON");
        let word = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
        let rows = listed["referrals"].as_array().unwrap().iter().rev();
        rows.map(|row| (word(row, "number"), word(row, "status"))).collect()
    }

    /// Cuts the sockets, and waits until the bot has made new ones.
    pub async fn drop_connections(&self) {
        self.post("connections", &json!({ "drop": true })).await;
        until("connected again", async || self.get("world").await["connected"] == true).await;
    }

    /// Calls, deliveries and acknowledgements of the present workspace process.
    pub async fn log(&self) -> Vec<Value> {
        self.log_since(0).await.0
    }

    /// The same, only what came since the log stood at `after`; and where it stands now.
    pub async fn log_since(&self, after: u64) -> (Vec<Value>, u64) {
        let log = self.get(&format!("log?after={after}")).await;
        (log["entries"].as_array().unwrap().clone(), log["next"].as_u64().unwrap())
    }

    /// Everything the bot has said since the log stood at `after`, and where it stands now: what it
    /// sent to whomever, and what it answered deliveries with. Redrawn cards are not among it.
    pub async fn said_since(&self, after: u64) -> (String, u64) {
        let (log, next) = self.log_since(after).await;
        (read::spoken(&log).collect::<Vec<_>>().join("\n"), next)
    }

    /// The successful calls of one method.
    pub async fn calls(&self, method: &str) -> Vec<Value> {
        let log = self.log().await;
        let calls = log.into_iter().filter(|one| one["kind"] == "api" && one["method"] == method);
        calls.filter(|one| one["response"]["ok"] == true).collect()
    }

    /// Lets this stand twice at the end: the card of a number, or a whole line.
    pub fn may_stand_twice(&self, what: &str) {
        self.may_double.borrow_mut().insert(what.to_owned());
    }

    /// Lets this much stand once more in each channel at the end, whatever it is: so often was its
    /// sender killed while it posted, or an answer dropped. On a slow machine what is said first after
    /// a start is what the next kill hits again, so that one line may take them all.
    pub fn may_double(&self, most: usize) {
        self.doubles.set(Some(most));
    }

    /// Lets messages still wait at the end: their channel is gone.
    pub fn may_end_waiting(&self) {
        self.may_wait.set(true);
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub async fn get(&self, path: &str) -> Value {
        let url = format!("{}sandbox/v1/{path}", self.base());
        let answer = self.http.get(&url).send().await;
        answer.unwrap_or_else(|error| panic!("GET {path}: {error}")).json().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}sandbox/v1/{path}", self.base());
        // A clock that is moved on by months stops at each of their nights.
        let patience = if path == "clock" { child::PATIENCE * 4 } else { child::PATIENCE };
        let sent = self.http.post(&url).json(body).timeout(patience).send().await;
        let answer = sent.unwrap_or_else(|error| panic!("POST {path}: {error}"));
        assert!(
            answer.status().is_success(),
            "POST {path} {body} is malformed: {}",
            answer.text().await.unwrap_or_default()
        );
        answer.json().await.unwrap()
    }

    pub fn base(&self) -> String {
        self.stage.borrow().base()
    }
}
