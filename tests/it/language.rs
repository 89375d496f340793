//! Who reads which language: one person that in which they use their platform, a channel that of its partner, and
//! everybody else the programme's.

use serde_json::json;

use crate::world::{
    Only, Person, Wire, World, apart, child, everywhere, everywhere_with, on_slack,
};

/// The form in German, filled in.
const GERMAN: &[(&str, &str)] = &[
    ("Website der Firma", "acme.example"),
    ("Name der Firma", "Marker Acme Widgets"),
    ("Bedarf", "Marker need: a new warehouse by spring"),
    ("Beziehung", "Eigener Kunde"),
    ("Grundlage", "Es wurde zugestimmt"),
];

impl World {
    async fn speaks_german(&self, person: &Person<'_>) {
        self.change(json!({ "locale": { "user": person.id(), "locale": "de-DE" } })).await;
    }
}

#[tokio::test]
async fn a_german_person_gets_a_german_form_and_receipt_and_nobody_else_does() {
    everywhere(async |world| {
        let member = world.person("South member");
        world.speaks_german(&member).await;
        let opened = member.presses_in("south-partner", "Refer a customer").await;
        assert_eq!(opened.screen.title, "Kunden empfehlen");
        let unclear = [&[("Website der Firma", "acme")], &GERMAN[1..]].concat();
        let refused = member.submits(&unclear).await;
        let told = "Geben Sie die eigene Website der Firma ein, zum Beispiel acme.example.";
        assert_eq!(refused.screen.errors["Website der Firma"], told);
        let receipt = member.submits(GERMAN).await.screen;
        assert_eq!(receipt.title, "Beleg");
        assert!(receipt.words.contains("Eingegangen: SOU-1."), "{}", receipt.words);
        world.settle().await;
        for (who, channel) in [("Sales 1", "sales-desk"), ("South member", "south-partner")] {
            let seen = world.person(who).text_in(channel).await;
            let card = seen.lines().find(|line| line.contains("SOU-1 · Marker Acme Widgets"));
            assert!(card.is_some_and(|card| card.ends_with(": Submitted")), "{seen}");
        }
        let sales = world.person("Sales 1").types("sales-desk", "/vouch help").await;
        assert!(sales.ok);
        let told = world.person("Sales 1").last_whisper_in("sales-desk").await;
        assert!(told.words.contains("What you can do here."), "{}", told.words);
    })
    .await;
}

#[tokio::test]
async fn what_is_said_to_one_person_alone_is_in_their_language_wherever_it_stands() {
    everywhere(async |world| {
        let (manager, member) = (world.person("Partner manager"), world.person("South member"));
        world.speaks_german(&manager).await;
        world.speaks_german(&member).await;
        manager.types("sales-desk", "/vouch help").await;
        let told = manager.last_whisper_in("sales-desk").await.words;
        assert!(told.contains("Was Sie hier tun können."), "{told}");
        assert!(told.contains("/vouch partners – Alle Partner und ihren Stand ansehen"), "{told}");
        assert!(manager.opens_home().await.words.contains("Einrichten"));
        assert!(member.opens_home().await.words.contains("Noch keine Empfehlungen."));
        world.person("Admin").types("sales-desk", "/vouch role").await;
        let gives = [("Person", manager.id()), ("Role", "Finance"), ("Change", "Give")];
        world.person("Admin").submits(&gives).await;
        world.settle().await;
        let told = manager.direct_messages().await.pop().unwrap().text;
        assert_eq!(told, "Sie haben jetzt die Rolle Finanzen, vergeben von Admin.");
    })
    .await;
}

/// Of people met in a shared channel Slack does not tell the language: their partner's counts.
#[tokio::test]
async fn a_german_programme_speaks_german_and_its_english_partner_reads_english() {
    let program = vouch::program::BUILT_IN.replace("language = \"en\"", "language = \"de\"");
    everywhere_with(&[("program.toml", &program)], async |world| {
        let north = world.intro("north-partner").await;
        assert!(north.text.contains("Kennen Sie eine Firma, die uns braucht?"), "{}", north.text);
        let setup = world.setup().replace("code = \"NOR\"", "code = \"NOR\"\nlanguage = \"en\"");
        let file = world.folder().join("languages.toml");
        std::fs::write(&file, setup).unwrap();
        let applied = world.command(&["setup", "apply", file.to_str().unwrap()]).await;
        assert!(applied.status.success(), "{applied:?}");
        let member = world.person("Partner member");
        let form = member.presses_in("north-partner", "Kunden empfehlen").await;
        assert_eq!(form.screen.title, "Refer a customer");
        let referral = member.receipt(member.submits(&crate::world::filled(&[])).await);
        world.settle().await;
        let card = member.card(&referral).await.text;
        assert!(card.contains("NOR-1 · Marker Acme Widgets: Submitted"), "{card}");
        let desk = world.person("Sales 1").text_in("sales-desk").await;
        assert!(
            desk.contains(
                "NOR-1 · Marker Acme Widgets (acme.example) von North Partner: Eingereicht"
            ),
            "{desk}"
        );
        // The vendor's own read what they have chosen for themselves.
        let sales = world.person("Sales 1");
        let opened = sales.presses_in("sales-desk", "Annehmen").await;
        assert_eq!(opened.screen.title, "Approve NOR-1");
    })
    .await;
}

#[tokio::test]
async fn while_slack_does_not_say_which_the_programmes_language_is_spoken() {
    on_slack(Only::Language, async |world| {
        let member = world.person("South member");
        world.speaks_german(&member).await;
        world.fault("users.info", 1, json!({ "http_status": 503 })).await;
        for (after, title) in [("1s", "Refer a customer"), ("5m", "Kunden empfehlen")] {
            world.clock_on(after).await;
            let opened = member.presses_in("south-partner", "Refer a customer").await;
            assert_eq!(opened.screen.title, title);
            member.closes().await;
        }
    })
    .await;
}

/// An amount is read by the custom of whoever types it, and never by another: that would make it a
/// hundred times as much.
#[tokio::test]
async fn an_amount_is_read_as_its_writers_language_writes_it() {
    everywhere(async |world| {
        let sales = world.person("Sales 1");
        let referral = world.person("Partner member").refers("acme.example").await;
        sales.approves(&referral).await;
        world.speaks_german(&sales).await;
        world.clock_on("1d").await;
        let opened = sales.presses("Move stage", &referral).await;
        assert_eq!(opened.screen.title, "Phase ändern");
        let odd = [("Phase", "Gewonnen"), ("Betrag", "12500.00"), ("Währung", "EUR")];
        let refused = sales.submits(&odd).await;
        let told = "Geben Sie eine Zahl ein, zum Beispiel 12500,00.";
        assert_eq!(refused.screen.errors["Betrag"], told);
        sales.submits(&[("Betrag", "12.500,00")]).await;
        world.settle().await;
        let card = sales.card(&referral).await.text;
        assert!(card.contains("12,500.00 EUR"), "{card}");
    })
    .await;
}

#[tokio::test]
async fn a_browser_reads_the_pages_in_the_language_it_asks_for() {
    apart(Wire::Socket, async |world| {
        let page = format!("http://{}/slack/install", world.bot_ready()["http"].as_str().unwrap());
        #[rustfmt::skip]
        let table = [
            ("de-AT,de;q=0.9,en;q=0.8", "<html lang=\"de\"", "Vouch installieren"),
            ("fr",                      "<html lang=\"en\"", "Install Vouch"),
        ];
        for (accepted, lang, title) in table {
            let asked = child::client().get(&page).header("Accept-Language", accepted);
            let shown = asked.send().await.unwrap().text().await.unwrap();
            assert!(shown.contains(lang) && shown.contains(title), "{accepted}: {shown}");
        }
    })
    .await;
}
