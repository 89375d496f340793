//! Wrong use is one sentence that names what to change, and exit code 2; never a stack trace, never a
//! start in the wrong place.

use std::net::TcpListener;
use std::path::Path;
use std::process::Output;

use serde_json::Value;
use sqlx::{Connection, SqliteConnection, raw_sql};

use crate::world::child::{Running, client, run, vouch};

/// Runs `vouch` with some variables until it gives up.
async fn give_up(folder: &Path, words: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = vouch(folder);
    command.args(words);
    for name in ["VOUCH_SANDBOX_ADDR", "VOUCH_HTTP_ADDR", "VOUCH_ADMIN_ADDR"] {
        command.env(name, "127.0.0.1:0");
    }
    command.envs(variables.iter().copied());
    run(command).await
}

/// Its one sentence of trouble, which names `name`; exit code 2.
fn one_sentence(output: &Output, name: &str) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{name}: {said}");
    let trouble: Vec<&str> = said.lines().filter(|line| line.starts_with("vouch: ")).collect();
    assert_eq!(trouble.len(), 1, "{name}: {said}");
    assert!(trouble[0].contains(name), "{name} is not named: {said}");
    assert!(!said.contains("panicked") && !said.contains("RUST_BACKTRACE"), "{said}");
    let ready = String::from_utf8_lossy(&output.stdout).contains("ready {");
    assert!(!ready, "{name}: it was ready all the same");
    trouble[0].to_owned()
}

#[tokio::test]
async fn each_wrong_variable_is_named_in_one_sentence() {
    let token = ("SLACK_BOT_TOKEN", "xoxb-secret-marker");
    let app = ("SLACK_APP_TOKEN", "xapp-secret-marker");
    #[rustfmt::skip]
    let table: &[(&str, &[(&str, &str)])] = &[
        ("DATABASE_URL",        &[("DATABASE_URL", "mysql://root@db/vouch")]),
        ("DATABASE_URL",        &[("DATABASE_URL", "vouch.db")]),
        ("VOUCH_HTTP_ADDR",     &[("VOUCH_HTTP_ADDR", "everywhere")]),
        ("VOUCH_ADMIN_ADDR",    &[("VOUCH_ADMIN_ADDR", "127.0.0.1")]),
        ("VOUCH_SANDBOX_ADDR",  &[("VOUCH_SANDBOX_ADDR", "0.0.0.0:8700")]),
        ("VOUCH_SANDBOX_ADDR",  &[("VOUCH_SANDBOX_ADDR", "192.0.2.1:0")]),
        ("VOUCH_SANDBOX",       &[("VOUCH_SANDBOX", "0")]),
        ("VOUCH_SANDBOX",       &[("VOUCH_SANDBOX", "maybe")]),
        ("VOUCH_LOG_FORMAT",    &[("VOUCH_LOG_FORMAT", "xml")]),
        ("VOUCH_INBOX_DAYS",    &[("VOUCH_INBOX_DAYS", "-1")]),
        ("VOUCH_INBOX_DAYS",    &[("VOUCH_INBOX_DAYS", "month")]),
        ("VOUCH_MIGRATE",       &[("VOUCH_MIGRATE", "1")]),
        ("VOUCH_SETUP",         &[("VOUCH_SETUP", "missing.toml"), token, app]),
        ("SLACK_BOT_TOKEN",     &[app]),
        ("SLACK_BOT_TOKEN",     &[("SLACK_SIGNING_SECRET", "secret-marker")]),
        ("SLACK_BOT_TOKEN",     &[("SLACK_API_BASE_URL", "https://slack.com/api")]),
        ("SLACK_APP_TOKEN",     &[token]),
        ("SLACK_API_BASE_URL",  &[token, app, ("SLACK_API_BASE_URL", "http://slack.example/api")]),
        ("SLACK_API_BASE_URL",  &[token, app, ("SLACK_API_BASE_URL", "ftp://127.0.0.1/api")]),
        ("DISCORD_BOT_TOKEN",   &[("DISCORD_BOT_TOKEN", "secret-marker")]),
    ];
    for (name, variables) in table {
        let folder = tempfile::tempdir().unwrap();
        let output = give_up(folder.path(), &[], variables).await;
        let said = one_sentence(&output, name);
        assert!(!said.contains("secret-marker"), "{said}");
        assert!(!folder.path().join("data").exists(), "{name}: something was made all the same");
    }
}

#[tokio::test]
async fn a_variable_is_also_read_from_the_env_file_and_named_the_same_way() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), "VOUCH_INBOX_DAYS=never\n").unwrap();
    one_sentence(&give_up(folder.path(), &[], &[]).await, "VOUCH_INBOX_DAYS");
}

#[tokio::test]
async fn a_port_that_is_taken_is_named_by_its_variable() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    for name in ["VOUCH_SANDBOX_ADDR", "VOUCH_HTTP_ADDR", "VOUCH_ADMIN_ADDR"] {
        let folder = tempfile::tempdir().unwrap();
        one_sentence(&give_up(folder.path(), &[], &[(name, &addr)]).await, &addr);
    }
}

/// The workspace alone, and what a bot beside it needs.
struct Beside {
    workspace: Running,
    world: Value,
}

impl Beside {
    async fn start(folder: &Path) -> Self {
        let mut command = vouch(folder);
        command.args(["sandbox", "--addr", "127.0.0.1:0"]);
        let workspace = Running::start(command, "sandbox ready ", &folder.join("log")).await;
        let url = format!("{}sandbox/v1/world", workspace.ready["url"].as_str().unwrap());
        let world = client().get(url).send().await.unwrap().json().await.unwrap();
        Self { workspace, world }
    }

    fn variables<'a>(&'a self, database: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![
            ("DATABASE_URL", database),
            ("SLACK_API_BASE_URL", self.world["api_url"].as_str().unwrap()),
            ("SLACK_BOT_TOKEN", self.world["teams"][0]["bot_token"].as_str().unwrap()),
            ("SLACK_APP_TOKEN", self.world["app"]["app_token"].as_str().unwrap()),
            ("VOUCH_HTTP_ADDR", "127.0.0.1:0"),
            ("VOUCH_ADMIN_ADDR", "127.0.0.1:0"),
        ]
    }
}

#[tokio::test]
async fn a_real_bot_does_not_open_the_sandboxs_database_nor_the_other_way_round() {
    let folder = tempfile::tempdir().unwrap();
    let beside = Beside::start(folder.path()).await;
    let (made_up, real) = ("sqlite://made-up.db", "sqlite://real.db");

    let mut command = vouch(folder.path());
    command.args(["--data", "one"]).env("DATABASE_URL", made_up);
    command.env("VOUCH_SANDBOX_ADDR", "127.0.0.1:0");
    command.env("VOUCH_HTTP_ADDR", "127.0.0.1:0").env("VOUCH_ADMIN_ADDR", "127.0.0.1:0");
    Running::start(command, "sandbox ready ", &folder.path().join("log")).await.stop().await;
    let output = give_up(folder.path(), &[], &beside.variables(made_up)).await;
    one_sentence(&output, "This is a sandbox database");

    let mut command = vouch(folder.path());
    command.envs(beside.variables(real));
    Running::start(command, "vouch ready ", &folder.path().join("log")).await.stop().await;
    for words in [&["--data", "two"][..], &["--data", "two", "--fresh"]] {
        let output = give_up(folder.path(), words, &[("DATABASE_URL", real)]).await;
        one_sentence(&output, "This is a real database");
    }
    assert!(beside.workspace.stop().await.success());
}

#[tokio::test]
async fn a_wrong_token_is_said_and_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let beside = Beside::start(folder.path()).await;
    let mut variables = beside.variables("sqlite://real.db");
    variables.retain(|(name, _)| *name != "SLACK_BOT_TOKEN");
    variables.push(("SLACK_BOT_TOKEN", "xoxb-secret-marker"));
    let output = give_up(folder.path(), &[], &variables).await;
    let said = one_sentence(&output, "SLACK_BOT_TOKEN");
    assert!(!said.contains("secret-marker"), "{said}");
}

async fn sqlite_with(folder: &Path, sql: &'static str) {
    let url = format!("sqlite://{}?mode=rwc", folder.join("vouch.db").display());
    let mut database = SqliteConnection::connect(&url).await.unwrap();
    raw_sql(sql).execute(&mut database).await.unwrap();
    database.close().await.unwrap();
}

#[tokio::test]
async fn a_database_with_tables_of_something_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    sqlite_with(folder.path(), "create table photos (id integer primary key)").await;
    let output = give_up(folder.path(), &[], &[("DATABASE_URL", "sqlite://vouch.db")]).await;
    one_sentence(&output, "DATABASE_URL");
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let database = [("DATABASE_URL", "sqlite://vouch.db")];
    assert!(give_up(folder.path(), &["migrate"], &database).await.status.success());
    let newer = "insert into _sqlx_migrations
                 (version, description, success, checksum, execution_time)
                 values (9999, 'the future', true, x'00', 0)";
    sqlite_with(folder.path(), newer).await;
    for words in [&[][..], &["migrate"], &["setup", "export", "-"]] {
        let output = give_up(folder.path(), words, &database).await;
        one_sentence(&output, "newer Vouch");
    }
}

#[tokio::test]
async fn an_edited_migration_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let database = [("DATABASE_URL", "sqlite://vouch.db")];
    assert!(give_up(folder.path(), &["migrate"], &database).await.status.success());
    sqlite_with(folder.path(), "update _sqlx_migrations set checksum = x'00' where version = 1")
        .await;
    one_sentence(&give_up(folder.path(), &[], &database).await, "Step 1");
}

#[tokio::test]
async fn a_database_server_that_is_not_there_is_an_error_and_no_wrong_use() {
    let folder = tempfile::tempdir().unwrap();
    let database = [("DATABASE_URL", "postgres://vouch:secret-marker@127.0.0.1:1/none")];
    let output = give_up(folder.path(), &[], &database).await;
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("The database cannot be opened"), "{said}");
    assert!(!said.contains("secret-marker"), "{said}");
}
