//! Accounts of the vendor's own systems: they come in by file or from a CRM, are found when somebody
//! registers or asks, and partners never learn of them.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use vouch::program::BUILT_IN;

use crate::world::{Wire, World, everywhere, filled, new_here};

const FILE: &str = "\
account name,domain,aliases,kind,owner,last activity,external id
Marker Bigbank,bigbank.example,bigbank-group.example,customer,Kim,,001
Marker Widgets AG,widgets.example,,opportunity,Kim,2027-02-20,002
Marker Secret,secret.example,,off-limits,,,003
Marker Acme Widget,,,known,,,004
";

impl World {
    /// Runs the import, and gives its exit code, what it printed and what it complained of.
    pub async fn imports(&self, text: &str, more: &[&str]) -> (i32, String, String) {
        let file = self.folder().join("accounts.csv");
        std::fs::write(&file, text).unwrap();
        let mut words = vec!["import", "accounts", file.to_str().unwrap()];
        words.extend(more);
        let output = self.command(&words).await;
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    async fn has_accounts(&self) {
        let (code, said, trouble) = self.imports(FILE, &["--apply"]).await;
        assert_eq!(
            (code, said.as_str()),
            (0, "Written: 4 new, 0 changed, 0 the same.\n"),
            "{trouble}"
        );
    }

    /// Sends an event as a CRM does, signed at `at` with `secret`; gives status and answer.
    pub async fn crm_says(&self, secret: &str, at: i64, body: &str) -> (u16, String) {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{at}.{body}").as_bytes());
        let signature = format!("v1={}", hex::encode(mac.finalize().into_bytes()));
        let addr = self.bot_ready()["http"].as_str().unwrap().to_owned();
        let sent = crate::world::child::client()
            .post(format!("http://{addr}/hooks/crm"))
            .header("X-Vouch-Timestamp", at.to_string())
            .header("X-Vouch-Signature", signature)
            .body(body.to_owned());
        let answer = sent.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

#[tokio::test]
async fn a_file_is_compared_first_then_taken_in_and_odd_rows_harm_no_other() {
    everywhere(async |world| {
        let dry = "Dry run, nothing written: 4 new, 0 changed, 0 the same. Write with --apply.\n";
        for _ in 0..2 {
            let (code, said, _) = world.imports(FILE, &[]).await;
            assert_eq!((code, said.as_str()), (0, dry));
        }
        world.has_accounts().await;
        let odd = FILE.replace("Kim,,001", "Robin,,001")
            + "Marker Nine,nine.example,,custmer,,,009\n\
               Marker Ten,,,customer\n\
               \"Marker, Eleven\",eleven.example,,Customer,,2027-01-31,011\n\
               ,,,customer,,,012\n";
        let (code, said, trouble) = world.imports(&odd, &["--apply"]).await;
        assert_eq!(code, 1, "{said}{trouble}");
        assert_eq!(said, "Written: 1 new, 1 changed, 3 the same, 3 not readable (lines 6, 7, 9).\n");
        for line in [
            "accounts.csv:6: the kind is \"custmer\"; it can be customer, opportunity, off-limits or known.",
            "accounts.csv:7: there are 4 cells, and 7 columns.",
            "accounts.csv:9: there is no account name.",
        ] {
            assert!(trouble.contains(line), "{line}: {trouble}");
        }
        let (_, said, _) = world.imports(&odd, &["--apply"]).await;
        assert!(said.starts_with("Written: 0 new, 0 changed, 5 the same"), "{said}");
        // Another system has ids of its own.
        let (_, said, _) = world.imports(FILE, &["--source", "erp"]).await;
        assert!(said.contains("4 new"), "{said}");
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_no_list_of_accounts_ends_with_a_sentence() {
    everywhere(async |world| {
        #[rustfmt::skip]
        let table = [
            ("name,colour\n",         "\"colour\" is no column of accounts."),
            ("domain,kind\n",         "There is no column account name."),
            ("name;kind;name\n",      "The column account name stands there twice."),
        ];
        for (text, sentence) in table {
            let (code, said, trouble) = world.imports(text, &["--apply"]).await;
            assert_eq!((code, said.as_str()), (2, ""));
            assert!(trouble.contains(sentence), "{trouble}");
        }
        let output = world.command(&["import", "accounts", "/nowhere.csv"]).await;
        assert_eq!(output.status.code(), Some(2));
    })
    .await;
}

#[tokio::test]
async fn what_the_vendors_systems_know_is_reviewed_and_only_sales_sees_why() {
    everywhere(async |world| {
        world.clock_at("2027-03-02T19:00:00Z").await;
        world.has_accounts().await;
        let north = world.person("Partner member");
        let sales = world.person("Sales 1");
        let south = world.person("South member");
        south.refers("acme.example").await;
        let matched = north.refers("acme.example").await;
        let plain = |text: &str, number: &str, domain: &str| {
            text.replace(number, "NO").replace(domain, "IT")
        };
        let outlook = "This company will be reviewed before we decide.";
        assert!(matched.receipt.words.contains(outlook));
        // Where somebody else wants the account, a resolver decides.
        let (by_sales, by_resolver) = (&["Approve", "Reject", "Show why"][..], &["Show why"][..]);
        #[rustfmt::skip]
        let table = [
            ("www.bigbank.example",   "bigbank.example",       by_sales,    "bigbank.example belongs to Marker Bigbank (customer)"),
            ("bigbank-group.example", "bigbank-group.example", by_resolver, "bigbank-group.example belongs to Marker Bigbank (customer)"),
            ("widgets.example",       "widgets.example",       by_resolver, "open opportunity, last activity"),
            ("secret.example",        "secret.example",        by_sales,    "secret.example is not open for referrals"),
        ];
        let like_any = north.card(&matched).await;
        for (website, domain, buttons, why) in table {
            let referral = if domain == "bigbank-group.example" {
                south.refers(website).await
            } else {
                north.refers(website).await
            };
            assert!(referral.receipt.words.contains(outlook), "{website}");
            let card = sales.card(&referral).await;
            assert!(card.text.contains(why), "{website}: {}", card.text);
            assert_eq!(card.buttons, *buttons, "{website}");
            let own = if domain == "bigbank-group.example" { &south } else { &north };
            let shown = own.card(&referral).await;
            assert_eq!(shown.buttons, like_any.buttons);
            let first = |text: &str, number: &str, domain: &str| {
                plain(text.lines().next().unwrap(), number, domain)
            };
            assert_eq!(
                first(&shown.text, &referral.number, domain),
                first(&like_any.text, &matched.number, "acme.example"),
            );
        }
        // A similar name is a hint for sales, no more.
        let clear = north.refers("quite-new.example").await;
        assert!(!clear.receipt.words.contains(outlook), "{}", clear.receipt.words);
        let card = sales.card(&clear).await;
        assert!(card.text.contains("likely: Marker Acme Widget (known)"), "{}", card.text);
        assert!(card.buttons.contains(&"Approve".to_owned()));
        for person in ["Partner member", "South member"] {
            let heard = world.heard(person).await;
            for told in ["Marker Bigbank", "Marker Widgets AG", "Marker Secret", "Marker Acme Widget ("] {
                assert!(!heard.contains(told), "{person} heard {told}");
            }
        }
        // What has come in later, or gone, changes nothing for what was sent before.
        let gone = FILE.replace(",customer,Kim", ",known,Kim");
        world.imports(&gone, &["--apply"]).await;
        assert_eq!(sales.card(&clear).await.buttons, card.buttons);
    })
    .await;
}

#[tokio::test]
async fn two_domains_are_one_company_when_sales_says_so() {
    everywhere(async |world| {
        world.clock_at("2027-03-01T10:00:00Z").await;
        let (north, south) = (world.person("Partner member"), world.person("South member"));
        let sales = world.person("Sales 1");
        let types = async |typed: &str, told: &str| {
            assert!(sales.types("random", typed).await.ok, "{typed}");
            world.settle().await;
            let said = sales.last_whisper_in("random").await;
            assert!(said.words.contains(told), "{typed}: {}", said.words);
        };
        north.refers("acme.example").await;
        types("/vouch alias acme.de", "acme.de is a company of its own.").await;
        types("/vouch alias acme.example acme.de", "acme.example is the same company as acme.de.")
            .await;
        types("/vouch alias acme.de", "acme.de is the same company as acme.example.").await;
        types("/vouch alias", "to make two domains one company").await;

        let second = south.refers("acme.de").await;
        let outlook = "This company will be reviewed before we decide.";
        assert!(second.receipt.words.contains(outlook), "{}", second.receipt.words);
        assert!(sales.card(&second).await.text.contains("NOR-1 from North Partner"));
        // Its own partner has it already.
        north.opens_the_form().await;
        let sent = north.submits(&filled(&[("Company website", "acme.de")])).await;
        assert!(sent.error_at("Company website").contains("NOR-1"), "{sent:?}");
        north.closes().await;

        types("/vouch alias remove acme.de", "acme.de is a company of its own.").await;
        // South may be in review a second time now, and its two dates differ.
        world.clock_on("1h").await;
        let third = world.person("Partner member").refers("acme.de").await;
        assert!(third.receipt.words.contains(outlook), "South has it");
        // Nobody else has a say in it, and learns nothing.
        south.types("south-partner", "/vouch alias acme.example acme.de").await;
        world.settle().await;
        let said = south.last_whisper_in("south-partner").await;
        assert!(!said.words.contains("acme"), "{}", said.words);
    })
    .await;
}

#[tokio::test]
async fn a_question_has_two_answers_and_so_many_a_day() {
    everywhere(async |world| {
        let few = BUILT_IN.replace("checks_per_day = 20", "checks_per_day = 7");
        world.comes_into_force(&few).await;
        world.clock_at("2027-03-02T19:00:00Z").await;
        world.has_accounts().await;
        let (north, south) = (world.person("Partner member"), world.person("South member"));
        north.refers("acme.example").await;
        let asks = async |website: &str| {
            let typed = format!("/vouch check {website}");
            assert!(south.types("south-partner", &typed).await.ok);
            world.settle().await;
            south.last_whisper_in("south-partner").await.words
        };
        let review = |domain: &str| format!("{domain} will be reviewed when you register it.");
        #[rustfmt::skip]
        let table = [
            ("acme.example",          review("acme.example")),
            ("www.bigbank.example/x", review("bigbank.example")),
            ("widgets.example",       review("widgets.example")),
            ("secret.example",        review("secret.example")),
            ("new.example",           "new.example: clear today. Only a registration keeps it for you.".to_owned()),
        ];
        for (at, (website, told)) in table.iter().enumerate() {
            let said = asks(website).await;
            assert!(said.contains(told), "{website}: {said}");
            assert!(said.contains(&format!("{} of 7 checks today", at + 1)), "{said}");
        }
        // What cannot be a company costs nothing.
        assert!(asks("gmail.com").await.contains("belongs to a mail provider"));
        assert!(asks("").await.contains("Enter the company's own website"));
        // A withdrawn registration counts as a question.
        let own = south.refers("other.example").await;
        assert!(asks("other.example").await.contains(&own.number));
        south.presses("Withdraw", &own).await;
        world.settle().await;
        let spent = asks("new.example").await;
        assert!(spent.contains("All 7 questions for today are used"), "{spent}");
        // Tomorrow there are new ones.
        world.clock_on("24h").await;
        assert!(asks("new.example").await.contains("1 of 7 checks today"));
        let asked = "select count(*) from event where kind = 'account_asked'";
        assert_eq!(world.database.count(asked).await, 7);
    })
    .await;
}

#[tokio::test]
async fn people_are_answered_while_a_file_is_taken_in() {
    everywhere(async |world| {
        let rows = (0..1_500).map(|at| format!("Marker {at} Works,works{at}.example,customer\n"));
        let file = std::iter::once("account name,domain,kind\n".to_owned()).chain(rows);
        let file: String = file.collect();
        let (north, south) = (world.person("Partner member"), world.person("South member"));
        let people = async {
            for at in 0..4 {
                north.refers(&format!("north{at}.example")).await;
                south.refers(&format!("south{at}.example")).await;
            }
        };
        let ((code, said, trouble), ()) = tokio::join!(world.imports(&file, &["--apply"]), people);
        assert_eq!((code, trouble.as_str()), (0, ""));
        assert_eq!(said, "Written: 1,500 new, 0 changed, 0 the same.\n");
        let referral = north.refers("works77.example").await;
        let outlook = "This company will be reviewed before we decide.";
        assert!(referral.receipt.words.contains(outlook));
    })
    .await;
}

fn event(id: &str, standing: &str) -> Value {
    json!({
        "id": id,
        "at": "2027-03-02T18:00:00Z",
        "account": { "id": "77", "name": "Marker Hooked", "kind": standing, "domains": ["hooked.example"] },
    })
}

#[tokio::test]
async fn a_crm_says_what_it_knows_once_and_signed() {
    const SECRET: &str = "marker-secret-of-a-crm";
    new_here(Wire::Socket, async |world| {
        let both = format!("another-secret-that-is-old,{SECRET}");
        world.start_bot_with("VOUCH_HOOK_SECRET", &both).await;
        world.settle().await;
        world.clock_at("2027-03-02T19:00:00Z").await;
        let now = chrono::Utc::now().timestamp();
        let says = async |event: &Value| world.crm_says(SECRET, now, &event.to_string()).await;
        let result = |word: &str| (200, json!({ "result": [word] }).to_string());
        assert_eq!(says(&event("1", "customer")).await, result("new"));
        assert_eq!(says(&event("1", "customer")).await, result("repeated"));
        assert_eq!(says(&event("2", "customer")).await, result("same"));
        // It contradicts itself: what happened later stands, whatever comes first.
        let mut later = event("3", "off-limits");
        later["at"] = json!("2027-03-02T18:30:00Z");
        assert_eq!(says(&later).await, result("changed"));
        assert_eq!(says(&event("4", "known")).await, result("older"));
        let referral = world.person("Partner member").refers("hooked.example").await;
        let card = world.person("Sales 1").card(&referral).await;
        assert!(card.text.contains("Off limits: hooked.example"), "{}", card.text);

        let body = event("5", "customer").to_string();
        let (status, _) = world.crm_says("not-the-secret-at-all", now, &body).await;
        assert_eq!(status, 401);
        assert_eq!(world.crm_says(SECRET, now - 400, &body).await.0, 401);
        assert_eq!(world.crm_says(SECRET, now, &"x".repeat((1 << 20) + 1)).await.0, 413);
        let (status, said) = world.crm_says(SECRET, now, "{}").await;
        assert_eq!(status, 422);
        assert!(said.contains("The body is no event: missing field `id`"), "{said}");
        let nameless =
            json!({ "id": "6", "at": "2027-03-02T18:00:00Z", "account": { "id": "78" } });
        assert_eq!(says(&nameless).await.0, 422);
    })
    .await;
}

#[tokio::test]
async fn without_a_secret_there_is_no_such_address() {
    new_here(Wire::Socket, async |world| {
        world.start_bot().await;
        world.settle().await;
        let now = chrono::Utc::now().timestamp();
        let (status, said) = world.crm_says("any-secret-whatsoever", now, "{}").await;
        assert_eq!((status, said.as_str()), (404, ""));
    })
    .await;
}
