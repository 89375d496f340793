//! What people do: type, press, fill in, read.

use serde_json::{Map, Value, json};

use super::read::{Answer, Home, Message, Screen};
use super::{Platform, World};

/// Somebody of the world.
#[derive(Clone, Copy)]
pub struct Person<'a> {
    pub(super) world: &'a World,
    pub(super) user: &'a Value,
}

/// A referral as those who made it know it.
#[derive(Clone, Debug)]
pub struct Referral {
    /// For example "NOR-1".
    pub number: String,
    /// The partner's channel, by name.
    pub channel: String,
    /// The receipt.
    pub receipt: Screen,
}

/// Inputs whose content must never turn up in logs.
const PRIVATE: [&str; 6] =
    ["Company name", "Need", "Contact name", "Contact e-mail", "Job title", "Note"];

impl<'a> Person<'a> {
    pub const fn world(&self) -> &'a World {
        self.world
    }

    pub fn id(&self) -> &'a str {
        self.user["id"].as_str().unwrap()
    }

    pub fn name(&self) -> &'a str {
        self.user["name"].as_str().unwrap()
    }

    /// The id of the person's own workspace.
    pub fn team(&self) -> &'a str {
        self.on_slack()["team_id"].as_str().unwrap()
    }

    /// The same person where companies have workspaces of their own.
    fn on_slack(&self) -> &'a Value {
        let mut users = self.world.facts["users"].as_array().unwrap().iter();
        let same = &self.user["same_person"];
        users.find(|user| user["id"] == *same).unwrap_or(self.user)
    }

    pub fn is(&self, role: &str) -> bool {
        self.user["roles"].as_array().unwrap().iter().any(|one| one == role)
    }

    /// The channel that the person's company shares with the vendor, or sales' own for the vendor.
    pub fn home(&self) -> String {
        let channels = self.world.facts["channels"].as_array().unwrap();
        let team = &self.on_slack()["team_id"];
        let own = channels.iter().find(|channel| {
            channel["audience"] == "partner"
                && channel["host_team"] != *team
                && channel["teams"].as_array().unwrap().contains(team)
        });
        own.map_or("sales-desk", |channel| channel["name"].as_str().unwrap()).to_owned()
    }

    /// What the person sees in a channel; nothing when they are not in it.
    pub async fn reads(&self, channel: &str) -> Vec<Message> {
        let id = self.world.channel(channel);
        let seen = self.world.get(&format!("channels/{id}/messages?as={}", self.id())).await;
        let messages = seen["messages"].as_array().into_iter().flatten();
        messages.map(|one| Message::of(&id, one)).filter(|one| !one.deleted).collect()
    }

    /// The same as one text.
    pub async fn text_in(&self, channel: &str) -> String {
        let texts: Vec<String> =
            self.reads(channel).await.into_iter().map(|one| one.text).collect();
        texts.join("\n")
    }

    pub async fn direct_messages(&self) -> Vec<Message> {
        let found = self.world.get(&format!("dms?as={}", self.id())).await;
        let dms = found["dms"].as_array().into_iter().flatten();
        dms.flat_map(|dm| {
            let messages = dm["messages"].as_array().into_iter().flatten();
            messages.map(|one| Message::of(dm["channel"].as_str().unwrap(), one))
        })
        .collect()
    }

    pub async fn screen(&self) -> Screen {
        Screen::of(&self.world.get(&format!("users/{}/screen", self.id())).await)
    }

    /// Looks at their page in the app, once it is drawn.
    pub async fn opens_home(&self) -> Home {
        if self.world.platform == Platform::Discord {
            return self.panel().await;
        }
        let opened = self.acts(json!({ "open_home": {} })).await;
        assert!(opened.ok, "{}: {opened:?}", self.name());
        self.world.settle().await;
        self.reads_home().await
    }

    /// Uses an entry of Slack's own menus, at a message or at none.
    pub async fn uses_shortcut(&self, name: &str, at: Option<&Message>) -> Answer {
        let mut shortcut = json!({ "callback_id": name });
        if let Some(message) = at {
            shortcut["channel"] = json!(message.channel);
            shortcut["ts"] = json!(message.ts);
        }
        self.acts(json!({ "shortcut": shortcut })).await
    }

    /// The options of a field after typing into it.
    pub async fn is_offered(&self, label: &str, typed: &str) -> Vec<String> {
        let view = self.screen().await.view;
        let suggest = json!({ "view": view, "label": label, "typed": typed });
        let act = json!({ "as": self.id(), "do": { "suggest": suggest } });
        let answer = self.world.post("act", &act).await;
        assert_eq!(answer["ok"], true, "{answer}");
        let options = answer["options"].as_array().unwrap().iter();
        options.map(|one| one["text"]["text"].as_str().unwrap().to_owned()).collect()
    }

    /// What stands on the page, without opening it anew.
    pub async fn reads_home(&self) -> Home {
        if self.world.platform == Platform::Discord {
            return self.panel().await;
        }
        let screen = self.world.get(&format!("users/{}/screen", self.id())).await;
        Home::of(&screen["home"])
    }

    /// Presses a button of the page; the first of its kind, where there are several.
    pub async fn presses_on_home(&self, label: &str) -> Answer {
        if self.world.platform == Platform::Discord {
            return self.goes_on(label).await;
        }
        self.acts(json!({ "press": { "home": true, "label": label } })).await
    }

    pub(super) async fn acts(&self, deed: Value) -> Answer {
        if self.world.platform == Platform::Discord {
            return self.acts_on_discord(deed, false).await;
        }
        Answer::of(&self.world.post("act", &json!({ "as": self.id(), "do": deed })).await)
    }

    /// What a replayed or forged payload does: it is delivered although the person cannot do it.
    pub async fn forges(&self, deed: Value) -> Answer {
        if self.world.platform == Platform::Discord {
            return self.acts_on_discord(deed, true).await;
        }
        let act = json!({ "as": self.id(), "forge": true, "do": deed });
        Answer::of(&self.world.post("act", &act).await)
    }

    /// Types into a channel; what begins with a slash is a command.
    pub async fn types(&self, channel: &str, text: &str) -> Answer {
        if self.world.platform == Platform::Discord && text.starts_with('/') {
            return self.types_on_discord(channel, text).await;
        }
        let channel = self.world.channel(channel);
        if text.starts_with('/') {
            return self.acts(json!({ "command": { "channel": channel, "text": text } })).await;
        }
        self.acts(json!({ "say": { "channel": channel, "text": text } })).await
    }

    /// Asks what can be done here, as everybody can where they are, and reads the answer.
    pub async fn asks_for_help(&self, channel: &str) -> Message {
        let how = match self.world.platform {
            Platform::Slack => "what now, @Vouch?",
            Platform::Discord => "/vouch help",
        };
        self.types(channel, how).await;
        self.world.settle().await;
        self.last_whisper_in(channel).await
    }

    /// A command in a channel that the person may not even see.
    pub async fn forges_typing(&self, channel: &str, text: &str) -> Answer {
        let channel = self.world.channel(channel);
        self.forges(json!({ "command": { "channel": channel, "text": text } })).await
    }

    /// Says something in the thread under a message, and waits for what follows.
    pub async fn replies(&self, to: &Message, text: &str) {
        let say = json!({ "channel": to.channel, "thread_ts": to.ts, "text": text });
        let said = self.acts(json!({ "say": say })).await;
        assert!(said.ok, "{}: {said:?}", self.name());
        self.world.settle().await;
    }

    /// Writes to the app of their own workspace alone, and waits for what follows.
    pub async fn writes_to_the_app(&self, text: &str) {
        self.says_to_the_app(text).await;
        self.world.settle().await;
    }

    /// The same without waiting.
    pub async fn says_to_the_app(&self, text: &str) {
        let behind = |id: &'a str| id.get(1..).unwrap();
        let team = if self.team_is_vendor() { "" } else { behind(self.team()) };
        let own = format!("D{}{team}", behind(self.id()));
        let said = self.acts(json!({ "say": { "channel": own, "text": text } })).await;
        assert!(said.ok, "{}: {said:?}", self.name());
    }

    /// The card of a referral in front of this person: sales' own, or the partner's.
    pub async fn card(&self, referral: &Referral) -> Message {
        let channel = if self.team_is_vendor() { "sales-desk" } else { &referral.channel };
        self.card_in(channel, referral).await
    }

    pub async fn card_in(&self, channel: &str, referral: &Referral) -> Message {
        let headline = format!("{} · ", referral.number);
        let seen = self.world.all_in(channel).await;
        let card =
            seen.into_iter().find(|one| one.thread.is_none() && one.text.contains(&headline));
        card.unwrap_or_else(|| panic!("{} has no card in {channel}", referral.number))
    }

    fn team_is_vendor(&self) -> bool {
        let teams = self.world.facts["teams"].as_array().unwrap();
        teams.iter().any(|team| team["id"] == self.team() && team["role"] == "vendor")
    }

    /// Presses a button of a referral's card.
    pub async fn presses(&self, label: &str, referral: &Referral) -> Answer {
        self.presses_on(label, &self.card(referral).await).await
    }

    pub async fn presses_on(&self, label: &str, message: &Message) -> Answer {
        if self.world.platform == Platform::Discord {
            return self.presses_on_discord(label, message).await;
        }
        let press = json!({ "channel": message.channel, "ts": message.ts, "label": label });
        self.acts(json!({ "press": press })).await
    }

    /// Chooses in a list of a message or, when it is their own, of the modal in front of them.
    pub async fn chooses(&self, list: &str, option: &str, on: &Message) -> Answer {
        let press = json!({ "channel": on.channel, "ts": on.ts, "label": list, "choose": option });
        self.acts(json!({ "press": press })).await
    }

    pub async fn chooses_in_modal(&self, list: &str, option: &str) -> Answer {
        let view = self.screen().await.view;
        let press = json!({ "view": view, "label": list, "choose": option });
        self.acts(json!({ "press": press })).await
    }

    /// What only this person sees in a channel, the newest last.
    pub async fn whispers_in(&self, channel: &str) -> Vec<Message> {
        let seen = self.reads(channel).await;
        seen.into_iter().filter(|one| one.private).collect()
    }

    /// The newest of them.
    pub async fn last_whisper_in(&self, channel: &str) -> Message {
        let told = self.whispers_in(channel).await.pop();
        told.unwrap_or_else(|| panic!("{} was told nothing in {channel}", self.name()))
    }

    /// Presses a button as it stood on an older state of a card: the card on the person's screen had
    /// not been redrawn yet, or somebody replays the press.
    pub async fn presses_old(&self, label: &str, old: &Message) -> Answer {
        if self.world.platform == Platform::Discord {
            return self.presses_drawn(label, old).await;
        }
        let rows = old.blocks.as_array().unwrap().iter();
        let buttons = rows.flat_map(|row| {
            row["elements"].as_array().into_iter().flatten().chain(row.get("accessory"))
        });
        let button = buttons.into_iter().find(|button| button["text"]["text"] == label);
        let button = button.unwrap_or_else(|| panic!("there never was a button {label}"));
        let press = json!({
            "channel": old.channel,
            "ts": old.ts,
            "label": label,
            "action_id": button["action_id"],
            "value": button["value"],
        });
        self.forges(json!({ "press": press })).await
    }

    /// Presses a button that nobody ever drew.
    pub async fn presses_made_up(&self, action: &str, value: &str, on: &Message) -> Answer {
        let press = json!({
            "channel": on.channel, "ts": on.ts, "action_id": action, "value": value,
        });
        self.forges(json!({ "press": press })).await
    }

    /// Sends somebody's modal, whoever it belongs to and whatever stands in it, past the checks that
    /// a client makes.
    pub async fn forges_submit(&self, view: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Map<String, Value> =
            fields.iter().map(|(label, value)| ((*label).to_owned(), json!(value))).collect();
        self.forges(json!({ "submit": { "view": view, "fields": fields } })).await
    }

    /// Presses the newest button with this label that the person sees in a channel.
    pub async fn presses_in(&self, channel: &str, label: &str) -> Answer {
        let seen = self.reads(channel).await;
        let has = |message: &&Message| message.buttons.iter().any(|one| one == label);
        match seen.iter().rev().find(has) {
            Some(message) => self.presses_on(label, message).await,
            None => panic!("{} sees no button {label} in {channel}", self.name()),
        }
    }

    /// Presses a button of the modal in front of the person.
    pub async fn presses_in_modal(&self, label: &str) -> Answer {
        if self.world.platform == Platform::Discord {
            return self.goes_on(label).await;
        }
        let view = self.screen().await.view;
        self.acts(json!({ "press": { "view": view, "label": label } })).await
    }

    /// Fills in the modal in front of the person and sends it.
    pub async fn submits(&self, fields: &[(&str, &str)]) -> Answer {
        self.submits_all(self.enters(fields)).await
    }

    pub async fn submits_view(&self, view: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = self.enters(fields);
        self.acts(json!({ "submit": { "view": view, "fields": fields } })).await
    }

    /// Fields as they are sent; what is private of them is remembered.
    fn enters(&self, fields: &[(&str, &str)]) -> Value {
        for (label, value) in fields {
            // A short word stands in many logs by chance.
            if PRIVATE.contains(label) && value.chars().count() >= 8 {
                self.world.typed.borrow_mut().insert((*value).to_owned());
            }
        }
        let by_label = fields.iter().map(|(label, value)| ((*label).to_owned(), json!(value)));
        by_label.collect::<Map<String, Value>>().into()
    }

    /// As [`Person::submits`], for fields that take more than words: boxes to tick.
    pub async fn submits_all(&self, fields: Value) -> Answer {
        if self.world.platform == Platform::Discord {
            let Value::Object(fields) = fields else { panic!("fields by their labels") };
            return self.submits_on_discord(fields).await;
        }
        let view = self.screen().await.view;
        self.acts(json!({ "submit": { "view": view, "fields": fields } })).await
    }

    pub async fn closes(&self) -> Answer {
        let view = self.screen().await.view;
        self.acts(json!({ "close": { "view": view } })).await
    }

    /// Opens *Refer a customer* from the pinned intro of the person's own channel.
    pub async fn opens_the_form(&self) -> Answer {
        let opened = self.presses_in(&self.home(), "Refer a customer").await;
        assert!(opened.ok && opened.screen.open(), "{}: {opened:?}", self.name());
        opened
    }

    /// Registers a company and waits until everybody has heard of it.
    pub async fn refers(&self, website: &str) -> Referral {
        self.refers_with(&[("Company website", website)]).await
    }

    /// Registers a company with some answers of its own; the others are the usual ones.
    pub async fn refers_with(&self, own: &[(&str, &str)]) -> Referral {
        self.opens_the_form().await;
        let sent = self.submits(&filled(own)).await;
        let referral = self.receipt(sent);
        self.world.settle().await;
        referral
    }

    /// Reads a receipt.
    pub fn receipt(&self, sent: Answer) -> Referral {
        assert!(sent.ok, "{sent:?}");
        let received = sent.screen.words.split_once("Received: ");
        let number = received.and_then(|(_, rest)| rest.split_once('.')).map(|(number, _)| number);
        let number = number.unwrap_or_else(|| panic!("no receipt: {sent:?}")).to_owned();
        Referral { number, channel: self.home(), receipt: sent.screen }
    }

    /// Approves a referral, with the owner that the form proposes.
    pub async fn approves(&self, referral: &Referral) -> Answer {
        self.fills_in("Approve", referral, &[]).await
    }

    /// Closes the deal of an approved referral.
    pub async fn wins(&self, referral: &Referral) {
        let closed = [("Stage", "Won"), ("Amount", "70007"), ("Currency", "EUR")];
        self.fills_in("Move stage", referral, &closed).await;
    }

    /// Says what others may read of their company, by the button in this answer.
    pub async fn sets_visibility(&self, help: &Message, chosen: &[(&str, &str)]) {
        let opened = self.presses_on("Set visibility", help).await;
        assert_eq!(opened.screen.title, "Set visibility", "{opened:?}");
        let saved = self.submits(chosen).await;
        assert!(saved.ok && saved.screen.errors.is_empty(), "{saved:?}");
        self.closes().await;
    }

    /// Presses a button of a referral's card, sends off the form that opens, and waits until
    /// everybody has heard of it.
    pub async fn fills_in(
        &self,
        label: &str,
        referral: &Referral,
        fields: &[(&str, &str)],
    ) -> Answer {
        let opened = self.presses(label, referral).await;
        assert!(opened.screen.open(), "{}: {opened:?}", self.name());
        let sent = self.submits(fields).await;
        self.world.settle().await;
        sent
    }
}

/// A filled-in form: usual answers, and those of the story instead or besides.
pub fn filled<'a>(own: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("Company website", "acme.example"),
        ("Company name", "Marker Acme Widgets"),
        ("Need", "Marker need: a new warehouse by spring"),
        ("Relationship", "Client of mine"),
        ("Basis", "They agreed"),
        ("Contact name", "Marker Jo Contact"),
        ("Contact e-mail", "marker-jo@acme.example"),
        ("Job title", "Marker head of logistics"),
    ];
    let told = |label: &str| own.iter().any(|(other, _)| *other == label);
    usual.into_iter().filter(|(label, _)| !told(label)).chain(own.iter().copied()).collect()
}
