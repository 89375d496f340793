//! The same people on Discord: forms come in pages, an answer is a message of theirs alone, and what
//! stands on the screen is markdown.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};
use serde_json::{Map, Value, json};

use super::person::Person;
use super::read::{Answer, Home, Message, Screen};
use super::{World, in_the_end};

/// Source: Discord, "Component reference".
const ROW: u64 = 1;
const BUTTON: u64 = 2;
const LIST: u64 = 3;
const WORDS: u64 = 10;
const LABEL: u64 = 18;

/// How the answer to a form begins that was not taken, in each language, and what else it says.
const REFUSED: [&str; 2] = ["Not sent yet", "Noch nicht gesendet"];
const KEPT: [&str; 2] =
    ["Everything you typed is kept.", "Was Sie eingegeben haben, bleibt erhalten."];
/// Buttons that open a form anew, and its next page.
const FIX: [&str; 2] = ["Fix and resend", "Ändern und erneut senden"];
const CONTINUE: [&str; 2] = ["Continue the form", "Formular fortsetzen"];

fn is_refusal(raw: &str) -> bool {
    REFUSED.iter().any(|said| raw.contains(said))
}

/// A message as one reader sees it.
pub fn message(message: &Value) -> Message {
    let drawn = drawn(message);
    let said_at = message["at"].as_str().and_then(|at| at.parse().ok()).unwrap_or_default();
    let text = plain(&drawn, said_at);
    Message {
        channel: word(&message["channel"]),
        ts: word(&message["ts"]),
        thread: message["thread_ts"].as_str().map(ToOwned::to_owned),
        words: text.clone(),
        text,
        raw: drawn,
        buttons: buttons(message),
        blocks: message["components"].clone(),
        by_app: message["app"] == Value::Bool(true),
        private: message["ephemeral"] == Value::Bool(true),
        pinned: message["pinned"] == Value::Bool(true),
        deleted: message["deleted"] == Value::Bool(true),
    }
}

/// What stands in a message, as it was sent.
fn drawn(message: &Value) -> String {
    let mut lines = vec![word(&message["text"])];
    for embed in message["embeds"].as_array().into_iter().flatten() {
        lines.push(word(&embed["title"]));
        lines.push(word(&embed["description"]));
        for field in embed["fields"].as_array().into_iter().flatten() {
            lines.push(format!("{} {}", word(&field["name"]), word(&field["value"])));
        }
        lines.push(word(&embed["footer"]["text"]));
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

fn buttons(message: &Value) -> Vec<String> {
    let rows = message["components"].as_array().into_iter().flatten();
    rows.filter(|row| row["type"] == ROW)
        .flat_map(|row| row["components"].as_array().into_iter().flatten())
        .filter(|one| one["type"] == BUTTON)
        .map(|one| word(&one["label"]))
        .collect()
}

/// A page of a form.
pub fn form(view: &Value) -> Screen {
    let mut screen =
        Screen { view: word(&view["id"]), title: word(&view["title"]), ..Screen::default() };
    let mut lines = vec![screen.title.clone()];
    for part in view["components"].as_array().into_iter().flatten() {
        if part["type"] == WORDS {
            lines.push(plain(&word(&part["content"]), Utc::now()));
        }
        if part["type"] == LABEL {
            let (label, input) = (word(&part["label"]), &part["component"]);
            let id = word(&input["custom_id"]);
            lines.push(format!("{label} {}", word(&part["description"])));
            if let Some(error) = view["errors"][&id].as_str() {
                screen.errors.insert(label.clone(), error.to_owned());
            }
            screen.values.insert(label, entered(input, &view["values"][&id]));
        }
    }
    screen.words = lines.join("\n");
    screen
}

/// What stands in an input: the words of what is chosen, else what was typed.
fn entered(input: &Value, value: &Value) -> String {
    let chosen = match value {
        Value::Array(many) => many.clone(),
        one => vec![one.clone()],
    };
    let options = input["options"].as_array();
    let shown = chosen.iter().map(|one| {
        let option = options.into_iter().flatten().find(|option| option["value"] == *one);
        option.map_or_else(|| word(one), |option| word(&option["label"]))
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// Sentences beside fields of a form that was not sent, by the field's label.
fn complaints(raw: &str) -> BTreeMap<String, String> {
    if !is_refusal(raw) {
        return BTreeMap::new();
    }
    let mut parts = raw.split("**").skip(1);
    let mut found = BTreeMap::new();
    while let (Some(label), Some(sentence)) = (parts.next(), parts.next()) {
        let sentence =
            KEPT.iter().fold(sentence.to_owned(), |sentence, kept| sentence.replace(kept, ""));
        let label = label.trim_end_matches(':').to_owned();
        found.insert(label, plain(sentence.trim(), Utc::now()));
    }
    found
}

/// Markdown as it is read. Times stand in the reader's own zone; here everybody's is UTC.
fn plain(markdown: &str, said_at: DateTime<Utc>) -> String {
    let mut text = String::new();
    let mut rest = markdown;
    while let Some(at) = rest.find("<t:") {
        text.push_str(&rest[..at]);
        let (inner, after) = rest[at + 3..].split_once('>').unwrap();
        let (seconds, style) = inner.split_once(':').unwrap();
        let instant = DateTime::from_timestamp(seconds.parse().unwrap(), 0).unwrap();
        text.push_str(&time(instant, style, said_at));
        rest = after;
    }
    text.push_str(rest);
    let text = text.replace("**", "").replace('`', "");
    let lines = text.lines().map(|line| line.strip_prefix("-# ").unwrap_or(line));
    let mut read = String::new();
    let text = lines.collect::<Vec<_>>().join("\n");
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let escapes = letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation);
        if !escapes {
            read.push(letter);
        } else if let Some(escaped) = letters.next() {
            read.push(escaped);
        }
    }
    read
}

/// As the words beside a time are on a platform that shows none.
fn time(at: DateTime<Utc>, style: &str, said_at: DateTime<Utc>) -> String {
    let near = (at.date_naive() - said_at.date_naive()).num_days().abs() < 7;
    let weekday = if near { at.format("%a ").to_string() } else { String::new() };
    let day = format!("{weekday}{} {}", at.day(), at.format("%B %Y"));
    match style {
        "D" => day,
        "T" => at.format("%H:%M:%S UTC").to_string(),
        _ => format!("{day}, {}", at.format("%H:%M UTC")),
    }
}

impl World {
    /// The channels that somebody sees.
    fn channels_of(&self, person: &str) -> Vec<String> {
        let channels = self.facts["channels"].as_array().unwrap().iter();
        let own = channels.filter(|channel| {
            self.here(channel)
                && channel["members"].as_array().unwrap().iter().any(|one| one == person)
        });
        own.map(|channel| word(&channel["name"])).collect()
    }

    /// What somebody was told alone, also where they could not read it: a forged press comes from
    /// a channel that they do not see.
    pub(super) async fn told_alone(&self, person: &str) -> Vec<String> {
        let mut told = Vec::new();
        for channel in self.channels() {
            let path = format!("channels/{}/messages", self.channel(&channel));
            let seen = self.get(&path).await;
            let own = seen["messages"].as_array().unwrap().iter();
            let own = own.filter(|one| one["visible_to"][0] == person && one["deleted"] != true);
            told.extend(own.map(|one| message(one).text));
        }
        told
    }

    /// Delivers the last interaction of this kind once more, as after a connection that broke.
    pub(super) async fn interaction_again(&self, kind: &str) -> Value {
        let number = match kind {
            "block_actions" => 3,
            "view_submission" => 5,
            _ => 2,
        };
        let log = self.log().await;
        let last = log.iter().rev().find(|entry| {
            entry["method"] == "INTERACTION_CREATE" && entry["request"]["d"]["type"] == number
        });
        let seq = last.unwrap_or_else(|| panic!("no {kind} was delivered"))["seq"].clone();
        self.post("deliver", &json!({ "duplicate_of": seq })).await
    }
}

impl Person<'_> {
    /// Does something and waits until it is answered, where an answer was announced.
    pub(super) async fn acts_on_discord(&self, deed: Value, forge: bool) -> Answer {
        let is_form = deed.get("submit").is_some();
        let place = self.place_of(&deed).await;
        let before = self.alone_with(&place).await;
        let act = json!({ "as": self.id(), "do": deed, "forge": forge });
        let answer = self.world.post("act", &act).await;
        let mut seen = Answer::of(&answer);
        let now = in_the_end("an answer that was announced comes", async || {
            let now = self.alone_with(&place).await;
            now.iter().all(|(_, waits)| !waits).then_some(now)
        })
        .await;
        let said = news(&before, &now);
        // What is refused is said after Discord was told that the press arrived.
        let now = if said.is_empty() && seen.ok && !seen.screen.open() {
            self.world.settle_briefly().await;
            self.alone_with(&place).await
        } else {
            now
        };
        let mut said = news(&before, &now);
        if said.is_empty() && is_form {
            // Refused once more for the same reason: the same words stand there again.
            said.extend(now.last().map(|(one, _)| one).filter(|one| is_refusal(&one.raw)));
        }
        if !seen.screen.open() {
            seen.screen.title = said.first().map(|one| title(&one.raw)).unwrap_or_default();
            let texts: Vec<&str> =
                said.iter().map(|one| below(&one.text, &title(&one.raw))).collect();
            seen.screen.words = texts.join("\n");
            seen.screen.buttons = said.iter().flat_map(|one| one.buttons.clone()).collect();
            seen.screen.errors = said.iter().flat_map(|one| complaints(&one.raw)).collect();
        }
        seen
    }

    /// Where an answer to a deed will stand.
    async fn place_of(&self, deed: &Value) -> String {
        let named = ["press", "command", "say", "shortcut"].map(|kind| &deed[kind]["channel"]);
        if let Some(channel) = named.into_iter().find_map(Value::as_str) {
            return channel.to_owned();
        }
        let screen = self.world.get(&format!("users/{}/screen", self.id())).await;
        word(&screen["views"][0]["channel"])
    }

    /// What stands for this person alone in a channel, and whether it is only announced yet.
    async fn alone_with(&self, place: &str) -> Vec<(Message, bool)> {
        if place.is_empty() {
            return Vec::new();
        }
        let seen = self.world.get(&format!("channels/{place}/messages?as={}", self.id())).await;
        let messages = seen["messages"].as_array().into_iter().flatten();
        let own = messages.filter(|one| one["ephemeral"] == true && one["deleted"] != true);
        own.map(|one| (message(one), one["waiting"] == true)).collect()
    }

    /// Presses a button; where it asks back, says yes.
    pub(super) async fn presses_on_discord(&self, label: &str, on: &Message) -> Answer {
        let press = json!({ "channel": on.channel, "ts": on.ts, "label": label });
        let pressed = self.acts(json!({ "press": press })).await;
        self.says_yes(&on.channel, pressed).await
    }

    /// Presses the button below the question that a dangerous press is answered with.
    async fn says_yes(&self, place: &str, pressed: Answer) -> Answer {
        let [yes] = &pressed.screen.buttons[..] else { return pressed };
        if pressed.screen.title != format!("{yes}?") {
            return pressed;
        }
        let own = self.alone_with(place).await;
        let asked = own.into_iter().rev().find(|(one, _)| one.text == pressed.screen.title);
        let (asked, _) = asked.unwrap();
        let press = json!({ "channel": asked.channel, "ts": asked.ts, "label": yes });
        self.acts(json!({ "press": press })).await
    }

    /// Types a command, each word for one of its options as Discord's client would have it.
    pub(super) async fn types_on_discord(&self, channel: &str, text: &str) -> Answer {
        let known = self.world.get("world").await["discord"]["commands"].clone();
        let called = |name: &str| {
            known.as_array().unwrap().iter().find(|one| one["name"] == name && one["type"] == 1)
        };
        let mut words = text.trim_start_matches('/').split_whitespace().peekable();
        let mut name = words.next().unwrap_or_default();
        // Some of them stand alone here.
        if let Some(own) = words.next_if(|word| name == "vouch" && called(word).is_some()) {
            name = own;
        }
        let mut typed = format!("/{name}");
        let found = called(name);
        // An admin of the server has shown to everybody what is hidden at first.
        let forge = found.is_some_and(|one| one["default_member_permissions"].is_string());
        let mut options = found.map_or(&Value::Null, |one| &one["options"]);
        let mut rest: Vec<&str> = words.collect();
        while let Some(branch) = options.as_array().into_iter().flatten().find(|one| {
            matches!(one["type"].as_u64(), Some(1 | 2))
                && rest.first() == Some(&one["name"].as_str().unwrap())
        }) {
            typed = format!("{typed} {}", rest.remove(0));
            options = &branch["options"];
        }
        let options = options.as_array().map_or(&[][..], Vec::as_slice);
        let last = options.len().saturating_sub(1);
        for (at, option) in options.iter().enumerate() {
            if rest.is_empty() {
                break;
            }
            let value = if at == last {
                std::mem::take(&mut rest).join(" ")
            } else {
                rest.remove(0).to_owned()
            };
            typed = format!("{typed} {}:{value}", word(&option["name"]));
        }
        if !rest.is_empty() {
            typed = format!("{typed} {}", rest.join(" "));
        }
        let channel = self.world.channel(channel);
        self.acts_on_discord(json!({ "command": { "channel": channel, "text": typed } }), forge)
            .await
    }

    /// Fills in a form, page by page, and sends it; one that came back is opened again first.
    pub(super) async fn submits_on_discord(&self, mut fields: Map<String, Value>) -> Answer {
        if !self.screen().await.open() {
            let mut offered = self.alone().await.into_iter().flat_map(|one| one.buttons);
            let fix = offered.rfind(|one| FIX.contains(&one.as_str()));
            self.goes_on(fix.as_deref().unwrap_or(FIX[0])).await;
        }
        loop {
            let screen = self.screen().await;
            assert!(screen.open(), "{} has no form in front of them", self.name());
            let on_page: Map<String, Value> = fields
                .iter()
                .filter(|(label, _)| screen.values.contains_key(*label))
                .map(|(label, value)| (label.clone(), value.clone()))
                .collect();
            fields.retain(|label, _| !screen.values.contains_key(label));
            let sent =
                self.acts(json!({ "submit": { "view": screen.view, "fields": on_page } })).await;
            let next = sent.screen.buttons.iter().find(|one| CONTINUE.contains(&one.as_str()));
            let Some(next) = next else {
                let over: Vec<&String> = fields.keys().collect();
                assert!(over.is_empty() || sent.screen.open(), "no form has {over:?}: {sent:?}");
                return sent;
            };
            self.goes_on(next).await;
        }
    }

    /// Presses a button of the newest message of theirs alone that has it.
    pub(super) async fn goes_on(&self, label: &str) -> Answer {
        let found = self.alone().await;
        // A line's only button says of what it is.
        let means = |own: &&String| {
            *own == label || own.strip_prefix(label).is_some_and(|rest| rest.starts_with(' '))
        };
        let button =
            found.iter().rev().find_map(|one| Some((one, one.buttons.iter().find(means)?)));
        if let Some((newest, own)) = button {
            return self.presses_on_discord(own, newest).await;
        }
        // Lines with a button each stand as one list here.
        let listed = found.iter().rev().find_map(|one| Some((one, first_of_list(one)?)));
        let (on, (list, first)) =
            listed.unwrap_or_else(|| panic!("{} has no {label}", self.name()));
        let press = json!({
            "channel": on.channel, "ts": on.ts, "action_id": list, "choose": first,
        });
        self.acts(json!({ "press": press })).await
    }

    /// What stands for this person alone, oldest first.
    async fn alone(&self) -> Vec<Message> {
        let mut found = Vec::new();
        for channel in self.world.channels() {
            found.extend(self.whispers_in(&channel).await);
        }
        found.sort_by_key(|one| one.ts.parse::<u64>().unwrap());
        found
    }

    /// Asks for the panel that stands in for a page of the app.
    pub(super) async fn panel(&self) -> Home {
        let own = self.world.channels_of(self.id());
        let home = self.home();
        let place = own.iter().find(|name| **name == home).or(own.first());
        let place = place.unwrap_or_else(|| panic!("{} sees no channel", self.name()));
        let asked = self.types_on_discord(place, "/me").await;
        assert!(asked.ok, "{}: {asked:?}", self.name());
        let Screen { title, words, buttons, .. } = asked.screen;
        Home { words: format!("{title}\n{words}").trim_start().to_owned(), buttons }
    }

    /// A press of a button as it was drawn once.
    pub(super) async fn presses_drawn(&self, label: &str, old: &Message) -> Answer {
        let rows = old.blocks.as_array().into_iter().flatten();
        let mut all = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
        let button = all.find(|one| one["label"] == label);
        let button = button.unwrap_or_else(|| panic!("there never was a button {label}"));
        let press = json!({
            "channel": old.channel, "ts": old.ts, "action_id": button["custom_id"],
        });
        let pressed = self.forges(json!({ "press": press })).await;
        self.says_yes(&old.channel, pressed).await
    }
}

/// The list in a message, and what stands first in it.
fn first_of_list(message: &Message) -> Option<(String, String)> {
    let rows = message.blocks.as_array().into_iter().flatten();
    let mut all = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let list = all.find(|one| one["type"] == LIST)?;
    Some((word(&list["custom_id"]), word(&list["options"][0]["value"])))
}

/// What has come or changed of what stands for somebody alone.
fn news<'a>(before: &[(Message, bool)], now: &'a [(Message, bool)]) -> Vec<&'a Message> {
    let is_new = |one: &&Message| {
        let same = before.iter().find(|(old, _)| old.ts == one.ts);
        same.is_none_or(|(old, waits)| *waits || old.raw != one.raw)
    };
    now.iter().map(|(one, _)| one).filter(is_new).collect()
}

/// The title of a panel: its first line when all of it is bold.
fn title(raw: &str) -> String {
    let first = raw.lines().next().unwrap_or_default();
    let bold = first.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    bold.filter(|words| !words.contains("**")).map(ToOwned::to_owned).unwrap_or_default()
}

fn below<'a>(text: &'a str, title: &str) -> &'a str {
    let rest = text.strip_prefix(title).filter(|_| !title.is_empty());
    rest.map_or(text, |rest| rest.trim_start_matches('\n'))
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
