//! The first admin: a code from the terminal, typed once by a full member of the home workspace.

use sqlx::Connection as _;

use crate::world::child::run;
use crate::world::{Kind, Wire, World, apart_without};

const FORGED: &str = "This button does not work here. Nothing happened.";

impl World {
    /// The code that the bot printed when it started.
    pub fn code(&self) -> Option<String> {
        let printed = self.bot_printed();
        let next = printed.iter().find_map(|line| line.trim().strip_prefix("Next "))?;
        let (_, code) = next.split_once("/vouch admin ")?;
        Some(code.split_whitespace().next().unwrap().to_owned())
    }

    async fn hears(&self, person: &str, typed: &str) -> String {
        let who = self.person(person);
        let before = self.heard(person).await;
        // The vendor's guest is only in the channel of the partner they came for.
        let channel = if who.is("guest") { "north-partner".to_owned() } else { who.home() };
        who.types(&channel, typed).await;
        self.settle().await;
        self.heard(person).await.replacen(&before, "", 1)
    }

    pub async fn runs(&self, words: &[&str]) -> (Option<i32>, String) {
        let mut command = self.bot_command();
        command.args(words);
        let output = run(command).await;
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(text).unwrap())
    }
}

#[tokio::test]
async fn who_types_the_code_of_the_terminal_becomes_admin_once() {
    apart_without("Admin", Wire::Socket, async |world| {
        let code = world.code().expect("a start without an admin prints a code");
        let other = if code.starts_with('A') { "B" } else { "A" };
        let wrong = format!("{other}{}", &code[1..]);

        // Nobody but a full member of the home workspace gets as far as the code.
        let outsider = world.hears("South member", &format!("/vouch admin {code}")).await;
        assert!(outsider.contains(FORGED), "{outsider}");
        let guest = world.hears("North guest", &format!("/vouch admin {code}")).await;
        assert!(guest.contains(FORGED), "{guest}");

        let missing = world.hears("Colleague", "/vouch admin").await;
        assert!(missing.contains("Type the code behind the command"), "{missing}");
        let first = world.hears("Colleague", &format!("/vouch admin {wrong}")).await;
        assert!(first.contains("That code does not fit. 4 tries are left;"), "{first}");
        let typed = code.to_lowercase().replace('-', " ");
        let right = world.hears("Colleague", &format!("/vouch admin {typed}")).await;
        assert!(right.contains("You are admin; the code is used up."), "{right}");
        let again = world.hears("Sales 1", &format!("/vouch admin {code}")).await;
        assert!(again.contains("There is an admin already"), "{again}");

        let (_, exported) = world.runs(&["setup", "export", "-"]).await;
        let entry = exported.split("[[person]]").find(|one| one.contains("name = \"Colleague\""));
        assert!(entry.is_some_and(|entry| entry.contains("\"admin\"")), "{exported}");
        world.stop_bot().await;
        world.start_bot().await;
        assert_eq!(world.code(), None, "there is an admin now");
        code_is_nowhere(world, &code).await;
    })
    .await;
}

/// Neither in a log nor in the database, as it was shown or as it was typed.
async fn code_is_nowhere(world: &World, code: &str) {
    let plain = code.replace('-', "");
    let forms = [code.to_owned(), code.to_lowercase().replace('-', " "), plain];
    let log = std::fs::read_to_string(world.folder().join("bot.log")).unwrap();
    for form in &forms {
        assert!(!log.contains(form.as_str()), "{form} stands in the log");
    }
    if world.database.kind == Kind::Postgres {
        return; // The same rows.
    }
    let mut database = sqlx::SqliteConnection::connect(&world.database.url).await.unwrap();
    let raws: Vec<(String,)> = sqlx::query_as("select raw || answer || key from inbox")
        .fetch_all(&mut database)
        .await
        .unwrap();
    database.close().await.unwrap();
    assert!(raws.len() > 4, "the deliveries themselves are kept");
    for (raw,) in raws {
        for form in &forms {
            let sent = form.replace(' ', "+");
            assert!(!raw.contains(form.as_str()) && !raw.contains(&sent), "{form} stands in {raw}");
        }
    }
}

#[tokio::test]
async fn a_code_works_for_five_tries_and_a_new_one_replaces_it() {
    apart_without("Admin", Wire::Push, async |world| {
        let first = world.code().unwrap();
        let (code, printed) = world.runs(&["admin", "code"]).await;
        assert_eq!(code, Some(0), "{printed}");
        let second = printed.split_whitespace().nth(3).unwrap().to_owned();
        let lost = world.hears("Sales 1", &format!("/vouch admin {first}")).await;
        assert!(lost.contains("4 tries are left"), "{lost}");
        for left in ["3 tries are left", "2 tries are left", "1 try is left", "No tries are left"] {
            let heard = world.hears("Sales 1", "/vouch admin AAAA-BBBB-CCCC").await;
            assert!(heard.contains(left), "{heard}");
        }
        let over = world.hears("Sales 1", &format!("/vouch admin {second}")).await;
        assert!(over.contains("That code does not fit any more."), "{over}");
    })
    .await;
}

#[tokio::test]
async fn the_operator_grants_and_revokes_on_the_server_but_never_the_last_one() {
    apart_without("Admin", Wire::Socket, async |world| {
        let sales = world.person("Sales 1");
        let team = sales.team();
        let one = format!("slack:{team}:{}", sales.id());
        let two = world.person("Sales 2").id().to_owned();
        let table: [(&[&str], i32, &str); 9] = [
            (&["admin", "revoke", &one], 1, "is no admin."),
            (&["admin", "grant", "ada"], 2, "Write a person like slack:T0123:U0123"),
            (&["admin", "grant", &one], 0, "is admin now."),
            (&["admin", "grant", &one], 0, "is admin already."),
            (&["admin", "code"], 1, "There is an admin already, so codes do not work."),
            (&["admin", "revoke", &one], 1, "is the only admin."),
            (&["admin", "grant", &two], 0, "is admin now."),
            (&["admin", "revoke", &one], 0, "is not admin any more."),
            (&["admin", "revoke", &two], 1, "is the only admin."),
        ];
        for (words, code, said) in table {
            let (found, text) = world.runs(words).await;
            assert_eq!(found, Some(code), "{words:?}: {text}");
            assert!(text.contains(said), "{words:?}: {text}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_is_named_in_the_environment_is_admin_from_the_start() {
    apart_without("Admin", Wire::Socket, async |world| {
        world.stop_bot().await;
        let (colleague, guest) = (world.person("Colleague"), world.person("North guest"));
        let named = format!("{}, slack:{}:{}", colleague.id(), guest.team(), guest.id());
        world.start_bot_with("VOUCH_ADMINS", &named).await;
        assert_eq!(world.code(), None);
        let (_, exported) = world.runs(&["setup", "export", "-"]).await;
        let is_admin = |name: &str| {
            let named = format!("name = \"{name}\"");
            let entry = exported.split("[[person]]").find(|entry| entry.contains(&named));
            entry.is_some_and(|entry| entry.contains("\"admin\""))
        };
        assert!(is_admin("Colleague"), "{exported}");
        assert!(!is_admin("North guest"), "a guest is an outsider: {exported}");
    })
    .await;
}
