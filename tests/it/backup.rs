//! A programme moves from one kind of database to the other, and goes on there.

use std::path::Path;

use sqlx::{Connection, PgConnection, SqliteConnection, raw_sql};
use vouch::store::open;

use crate::store::dump::read_rows;
use crate::store::upgrade::assert_private;
use crate::world::child::{run, vouch};
use crate::world::database::Database;
use crate::world::{Kind, Wire, World, apart, everywhere};

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// An empty database of the other kind, where there is one.
async fn elsewhere(world: &World) -> Database {
    let folder = world.folder().join("elsewhere");
    std::fs::create_dir(&folder).unwrap();
    Database::make(world.database.kind.other(), &folder).await
}

/// Everybody's words about one referral go, as for somebody who asks to be forgotten.
async fn forget_the_words_of(database: &Database, number: i64) {
    let sql = format!(
        "delete from personal where subject =
           (select referral_id from referral where code = 'NOR' and number = {number})"
    );
    match database.kind {
        Kind::Sqlite => {
            let mut open = SqliteConnection::connect(&database.url).await.unwrap();
            raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut open).await.unwrap();
        }
        Kind::Postgres => {
            let mut open = PgConnection::connect(&database.url).await.unwrap();
            raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut open).await.unwrap();
        }
    }
}

async fn rows_of(url: &str) -> Vec<String> {
    let db = open::open_snapshot(url).await.unwrap();
    let rows = read_rows(&db).await;
    db.close().await;
    rows
}

#[tokio::test]
async fn a_programme_moves_to_the_other_kind_of_database_and_goes_on() {
    apart(Wire::Socket, async |world| {
        let (member, sales) = (world.person("Partner member"), world.person("Sales 1"));
        let approved = member.refers("acme.example").await;
        sales.approves(&approved).await;
        let asked = member.refers("birch.example").await;
        sales.fills_in("Ask", &asked, &[("Question", "Who decides there?")]).await;
        let waits = member.refers("cedar.example").await;
        world.person("South member").refers("cedar.example").await;
        member.refers("dogwood.example").await;
        forget_the_words_of(&world.database, 4).await;
        member.opens_the_form().await;
        world.settle().await;

        let taken = world.command(&["backup", "moved.backup"]).await;
        assert!(taken.status.success(), "beside a running bot: {}", text(&taken.stderr));
        assert!(text(&taken.stdout).starts_with("moved.backup holds "), "{}", text(&taken.stdout));
        let file = world.folder().join("moved.backup");
        assert_private(&file);
        let held = std::fs::read_to_string(file).unwrap();
        for secret in ["xoxb-", "xapp-", world.signing_secret(), "trigger_id", "response_url"] {
            assert!(!held.contains(secret), "{secret} stands in the backup");
        }
        let before = rows_of(&world.database.url).await;
        world.stop_bot().await;
        let moved = elsewhere(world).await;
        let url = moved.url.clone();
        world.moves_to(moved);
        let done = world.command(&["restore", "moved.backup"]).await;
        assert!(done.status.success(), "{}", text(&done.stderr));
        assert!(text(&done.stdout).ends_with("what is shown is what is logged.\n"));
        let verified = world.command(&["audit", "verify"]).await;
        assert!(verified.status.success(), "{}", text(&verified.stderr));
        assert_eq!(rows_of(&url).await, before);
        world.start_bot().await;
        world.settle().await;

        // The form that was open is sent, and its referral has the next number.
        let sent =
            member.submits(&crate::world::filled(&[("Company website", "elm.example")])).await;
        assert_eq!(member.receipt(sent).number, "NOR-5");
        world.settle().await;
        // Buttons that were drawn before the move.
        member.fills_in("Answer", &asked, &[("Answer", "Jo does.")]).await;
        member.presses("Withdraw", &waits).await;
        world.settle().await;
        sales.presses("Undo", &approved).await;
        world.settle().await;
        assert!(sales.screen().await.open(), "an old button opens its form");
        let listed = text(&world.command(&["referrals", "list", "--json"]).await.stdout);
        assert_eq!(listed.matches("\"company\":null").count(), 1, "what was erased stays erased");
    })
    .await;
}

#[tokio::test]
async fn a_delivery_of_before_the_move_counts_once_after_it() {
    apart(Wire::Socket, async |world| {
        let member = world.person("Partner member");
        member.refers("acme.example").await;
        let taken = world.command(&["backup", "moved.backup"]).await;
        assert!(taken.status.success(), "{}", text(&taken.stderr));
        world.stop_bot().await;
        world.moves_to(elsewhere(world).await);
        let done = world.command(&["restore", "moved.backup"]).await;
        assert!(done.status.success(), "{}", text(&done.stderr));
        world.start_bot().await;
        world.delivers_again("view_submission").await;
        let again = world.the_last_form_is_sent_again().await;
        assert!(again.screen.words.contains("NOR-1"), "{again:?}");
        world.settle().await;
        assert_eq!(world.referrals().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_restored_is_said_in_one_sentence() {
    everywhere(async |world| {
        world.person("Partner member").refers("acme.example").await;
        let full = world.command(&["backup", "a.backup"]).await;
        assert!(full.status.success());
        let said = async |words: &[&str]| {
            let output = world.command(words).await;
            assert!(output.stdout.is_empty(), "{words:?}: {}", text(&output.stdout));
            let said = text(&output.stderr);
            assert_eq!(said.lines().count(), 1, "{said}");
            (output.status.code(), said)
        };
        let (code, sentence) = said(&["restore", "a.backup"]).await;
        let not_empty = "vouch: This database is not empty. Point DATABASE_URL at an empty one.\n";
        assert_eq!((code, sentence.as_str()), (Some(2), not_empty));
        let (code, sentence) = said(&["restore", "missing.backup"]).await;
        assert_eq!(code, Some(2), "{sentence}");
        let path = world.folder().join("a.backup");
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        let (code, sentence) = said(&["restore", "a.backup"]).await;
        assert_eq!(code, Some(1));
        let cut = "vouch: a.backup is not whole: its end is missing. Take another copy of it.\n";
        assert_eq!(sentence, cut);
    })
    .await;
}

#[tokio::test]
async fn a_backup_of_nothing_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = vouch(folder.path());
    command.args(["backup", "a.backup"]);
    let output = run(command).await;
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(!Path::new(&folder.path().join("a.backup")).exists());
}
