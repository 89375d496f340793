//! Discord beside Slack: a partner's member registers there, sales approves there, and the partner
//! reads it in both places, once.

use serde_json::{Value, json};

use crate::world::{Only, World, filled, in_the_end, on_slack};

/// The world's Discord server, as somebody who runs the app knows it.
pub struct Server<'a> {
    pub world: &'a World,
    facts: Value,
}

/// A form, as somebody has it in front of them, or a message of theirs alone.
pub struct Seen(pub Value);

const NORTHS: &str = "partner = \"NOR\"\nroles = [\"partner_member\"]";

impl<'a> Server<'a> {
    /// With the partner's channel and its people named in the set-up, beside those of Slack.
    async fn set_up(world: &'a World) -> Self {
        Self::with(world, &[("Partner member", NORTHS), ("Sales 1", "roles = [\"sales\"]")]).await
    }

    /// With these people, each with what the set-up says of them.
    pub async fn with(world: &'a World, people: &[(&str, &str)]) -> Self {
        let server = Self { facts: world.get("world").await, world };
        let id = server.facts["discord"]["guild_id"].as_str().unwrap();
        let own = format!("[vendor]\nserver = \"{id}\"\n");
        let mut setup = world.setup().replacen("[vendor]\n", &own, 1);
        let (north, desk) = (server.channel("north-partner"), server.channel("sales-desk"));
        setup += &format!(
            "\n[[channel]]\nid = \"discord:{north}\"\naudience = \"partner\"\npartner = \"NOR\"\n\
             \n[[channel]]\nid = \"discord:{desk}\"\naudience = \"internal\"\n"
        );
        for (name, rest) in people {
            let person = server.person(name);
            setup += &format!(
                "\n[[person]]\nid = \"discord:{id}:{person}\"\nname = \"{name}\"\n{rest}\n"
            );
        }
        let file = world.folder().join("both.toml");
        std::fs::write(&file, setup).unwrap();
        let applied = world.command(&["setup", "apply", file.to_str().unwrap()]).await;
        assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
        world.settle().await;
        server
    }

    fn id_in(&self, list: &str, name: &str) -> String {
        let mut all = self.facts[list].as_array().unwrap().iter();
        let found = all.find(|one| one["platform"] == "discord" && one["name"] == name);
        found.unwrap_or_else(|| panic!("no {name}"))["id"].as_str().unwrap().to_owned()
    }

    pub fn person(&self, name: &str) -> String {
        self.id_in("users", name)
    }

    fn channel(&self, name: &str) -> String {
        self.id_in("channels", name)
    }

    pub async fn act(&self, name: &str, what: Value) -> Value {
        let body = json!({ "as": self.person(name), "do": what });
        let answer = self.world.post("act", &body).await;
        assert_eq!(answer["ok"], true, "{answer}");
        answer
    }

    pub async fn types(&self, name: &str, channel: &str, text: &str) -> Seen {
        let command = json!({ "channel": self.channel(channel), "text": text });
        let answer = self.act(name, json!({ "command": command })).await;
        Seen(answer["screen"]["views"][0].clone())
    }

    /// The same for a command for the vendor's people: the server's admin has shown it to everybody,
    /// a setting of the server.
    pub async fn types_inside(&self, name: &str, channel: &str, text: &str) {
        let command = json!({ "channel": self.channel(channel), "text": text });
        let body = json!({ "as": self.person(name), "do": { "command": command }, "forge": true });
        let answer = self.world.post("act", &body).await;
        assert_eq!(answer["ok"], true, "{answer}");
    }

    /// Presses a button in the last message that has it.
    pub async fn presses(&self, name: &str, channel: &str, label: &str) -> Seen {
        let what = format!("{name} sees {label} in {channel}");
        let message = in_the_end(&what, async || {
            let mut seen = self.reads(name, channel).await;
            seen.reverse();
            seen.into_iter()
                .find(|one| one["components"].to_string().contains(&format!("\"{label}\"")))
        })
        .await;
        let press =
            json!({ "channel": self.channel(channel), "ts": message["ts"], "label": label });
        let answer = self.act(name, json!({ "press": press })).await;
        Seen(answer["screen"]["views"][0].clone())
    }

    pub async fn sends(&self, name: &str, form: &Seen, fields: &[(&str, &str)]) -> Value {
        let fields: Value = fields
            .iter()
            .map(|(label, value)| ((*label).to_owned(), json!(value)))
            .collect::<serde_json::Map<_, _>>()
            .into();
        self.act(name, json!({ "submit": { "view": form.0["id"], "fields": fields } })).await
    }

    pub async fn reads(&self, name: &str, channel: &str) -> Vec<Value> {
        let path = format!("channels/{}/messages?as={}", self.channel(channel), self.person(name));
        self.world.get(&path).await["messages"].as_array().unwrap().clone()
    }

    pub async fn text_in(&self, name: &str, channel: &str) -> String {
        let seen = self.reads(name, channel).await;
        let words = |one: &Value| format!("{} {}", one["text"], one["embeds"]);
        seen.iter().map(words).collect::<Vec<_>>().join("\n")
    }
}

impl Server<'_> {
    /// What somebody was told on Discord in direct messages.
    pub async fn direct(&self, name: &str) -> String {
        let found = self.world.get(&format!("dms?as={}", self.person(name))).await;
        let dms = found["dms"].as_array().into_iter().flatten();
        let messages = dms.flat_map(|dm| dm["messages"].as_array().into_iter().flatten());
        let words = |one: &Value| format!("{} {}", one["text"], one["embeds"]);
        messages.map(words).collect::<Vec<_>>().join("\n")
    }

    /// Registers a company in the partner's channel, page by page.
    pub async fn refers(&self, name: &str) {
        let (first, second) = pages();
        let form = self.types(name, "north-partner", "/refer").await;
        self.sends(name, &form, &first).await;
        let form = self.presses(name, "north-partner", "Continue the form").await;
        self.sends(name, &form, &second).await;
        self.world.settle().await;
    }
}

pub type Typed = Vec<(&'static str, &'static str)>;

/// What stands on the first page of the registration, and what on the second.
pub fn pages() -> (Typed, Typed) {
    let first = ["Company website", "Company name", "Need", "Relationship", "Introduction"];
    filled(&[]).into_iter().partition(|(label, _)| first.contains(label))
}

#[tokio::test]
async fn a_referral_is_registered_and_approved_on_discord_and_read_on_both_platforms() {
    on_slack(Only::Told, async |world| {
        let server = Server::set_up(world).await;
        let (paula, sales) = ("Partner member", "Sales 1");
        let (first, second) = pages();

        let form = server.types(paula, "north-partner", "/refer website:acme.example").await;
        assert_eq!(form.0["title"], "Refer a customer", "{}", form.0);
        server.sends(paula, &form, &first).await;
        let form = server.presses(paula, "north-partner", "Continue the form").await;
        server.sends(paula, &form, &second).await;
        world.settle().await;
        let read = server.text_in(paula, "north-partner").await;
        assert!(read.contains("NOR-1"), "{read}");
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "submitted".to_owned())]);

        let form = server.presses(sales, "sales-desk", "Approve").await;
        assert!(form.0["title"].as_str().unwrap().contains("NOR-1"), "{}", form.0);
        server.sends(sales, &form, &[]).await;
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
        let read = server.text_in(paula, "north-partner").await;
        assert!(read.to_lowercase().contains("approved"), "{read}");
        // The same card stands in the partner's channel on Slack, as one card.
        let cards = world.all_in("north-partner").await;
        let cards: Vec<_> = cards.iter().filter(|one| one.text.contains("NOR-1")).collect();
        assert!(!cards.is_empty());
        let here = server.reads(paula, "north-partner").await;
        let cards = here.iter().filter(|one| {
            one["ephemeral"] != true
                && one["thread_ts"].is_null()
                && format!("{} {}", one["text"], one["embeds"]).contains("NOR-1")
        });
        assert_eq!(cards.count(), 1, "{here:#?}");
    })
    .await;
}

#[tokio::test]
async fn a_customer_is_approved_on_discord_with_a_reason_that_its_partner_does_not_read() {
    on_slack(Only::Told, async |world| {
        let customer = "account name,domain,kind\nMarker Bank,acme.example,customer\n";
        let (code, said, trouble) = world.imports(customer, &["--apply"]).await;
        assert_eq!((code, trouble.as_str()), (0, ""), "{said}");
        let server = Server::set_up(world).await;
        let (paula, sales) = ("Partner member", "Sales 1");
        let (first, second) = pages();
        let form = server.types(paula, "north-partner", "/refer").await;
        server.sends(paula, &form, &first).await;
        let form = server.presses(paula, "north-partner", "Continue the form").await;
        server.sends(paula, &form, &second).await;
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "in_conflict".to_owned())]);

        let form = server.presses(sales, "sales-desk", "Approve").await;
        server.sends(sales, &form, &[("Reason", "Marker reason: another plant")]).await;
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
        let card = server.text_in(sales, "sales-desk").await;
        assert!(card.contains("Marker reason"), "{card}");
        let read = server.text_in(paula, "north-partner").await;
        assert!(!read.contains("Marker reason") && !read.contains("Marker Bank"), "{read}");
    })
    .await;
}

/// Case 18 of the list in docs/discord.md.
#[tokio::test]
async fn case_18_numbers_are_offered_to_whoever_may_see_them() {
    on_slack(Only::Told, async |world| {
        let server = Server::set_up(world).await;
        let (first, second) = pages();
        let paula = "Partner member";
        let form = server.types(paula, "north-partner", "/refer").await;
        server.sends(paula, &form, &first).await;
        let form = server.presses(paula, "north-partner", "Continue the form").await;
        server.sends(paula, &form, &second).await;
        world.settle().await;
        let offered = async |name: &str, channel: &str, typed: &str| {
            let asked = json!({
                "channel": server.channel(channel), "command": "/approve", "label": "number", "typed": typed,
            });
            // The server's admin has shown the command to everybody: a setting of the server.
            let body = json!({ "as": server.person(name), "do": { "suggest": asked }, "forge": true });
            let answer = world.post("act", &body).await;
            assert_eq!(answer["ok"], true, "{answer}");
            answer["options"].clone()
        };
        assert_eq!(offered("Sales 1", "sales-desk", "acme").await[0]["value"], "NOR-1");
        assert_eq!(offered("Sales 1", "sales-desk", "nothing").await, json!([]));
        // Nobody has said who this is.
        assert_eq!(offered("Sales 2", "sales-desk", "acme").await, json!([]));
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_refused_on_discord_is_fixed_and_sent_again() {
    on_slack(Only::Told, async |world| {
        let server = Server::set_up(world).await;
        let paula = "Partner member";
        let (mut first, second) = pages();
        first.retain(|(label, _)| *label != "Company website");
        first.push(("Company website", "not a website"));
        let form = server.types(paula, "north-partner", "/refer").await;
        server.sends(paula, &form, &first).await;
        let form = server.presses(paula, "north-partner", "Continue the form").await;
        server.sends(paula, &form, &second).await;
        let read = server.text_in(paula, "north-partner").await;
        assert!(read.contains("Not sent yet") && read.contains("Company website"), "{read}");
        assert_eq!(world.referrals().await, []);

        let form = server.presses(paula, "north-partner", "Fix and resend").await;
        server.sends(paula, &form, &[("Company website", "acme.example")]).await;
        let form = server.presses(paula, "north-partner", "Continue the form").await;
        server.sends(paula, &form, &[]).await;
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "submitted".to_owned())]);
    })
    .await;
}
