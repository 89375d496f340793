//! The database does not answer: people are told that nothing was saved, what they typed stays, and
//! it goes on by itself.

use sqlx::{Connection, PgConnection, SqliteConnection, raw_sql};

use crate::world::{Kind, Only, World, filled, in_the_end, on_slack};

/// Keeps the database from answering while something is done.
async fn during_an_outage<T>(world: &World, deed: impl Future<Output = T>) -> T {
    match world.database.kind {
        Kind::Postgres => {
            world.database.shut().await;
            let done = deed.await;
            world.database.open_again().await;
            done
        }
        Kind::Sqlite => while_nothing_is_written(world, deed).await,
    }
}

/// Another program holds what the writer needs; readers are not stopped by that.
pub async fn while_nothing_is_written<T>(world: &World, deed: impl Future<Output = T>) -> T {
    match world.database.kind {
        Kind::Postgres => {
            let mut other = PgConnection::connect(&world.database.url).await.unwrap();
            let held = "begin; select * from head for update";
            raw_sql(held).execute(&mut other).await.unwrap();
            let done = deed.await;
            raw_sql("rollback").execute(&mut other).await.unwrap();
            other.close().await.unwrap();
            done
        }
        Kind::Sqlite => {
            let mut other = SqliteConnection::connect(&world.database.url).await.unwrap();
            raw_sql("begin immediate").execute(&mut other).await.unwrap();
            let done = deed.await;
            raw_sql("rollback").execute(&mut other).await.unwrap();
            other.close().await.unwrap();
            done
        }
    }
}

#[tokio::test]
async fn a_form_sent_during_an_outage_is_kept_or_shown_later_and_never_lost() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        let form = member.opens_the_form().await.screen.view;
        let sent = during_an_outage(world, member.submits_view(&form, &filled(&[]))).await;
        assert!(sent.ok, "it is acknowledged in time: {sent:?}");
        match world.database.kind {
            Kind::Postgres => {
                let sentence = "That was not saved: our database does not answer.";
                let said = sent.screen.errors.values().any(|error| error.starts_with(sentence));
                assert!(said, "{sent:?}");
                assert_eq!(sent.screen.values["Need"], "Marker need: a new warehouse by spring");
                let again = in_the_end("it recovers by itself", async || {
                    let again = member.submits_view(&form, &[]).await;
                    again.screen.errors.is_empty().then_some(again)
                });
                assert_eq!(member.receipt(again.await).number, "NOR-1");
            }
            Kind::Sqlite => {
                // The lock was let go before SQLite gave up: the result takes the place of the form.
                assert_eq!(sent.screen.title, "Still working");
                world.settle().await;
                let shown = member.screen().await;
                assert!(shown.words.contains("Received: NOR-1."), "{shown:?}");
            }
        }
        world.settle().await;
        assert_eq!(world.referrals().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_press_during_an_outage_is_answered_with_what_to_do() {
    on_slack(Only::Wire, async |world| {
        if world.database.kind == Kind::Sqlite {
            return; // Readers are not stopped by another writer: the form opens.
        }
        let referral = world.person("Partner member").refers("acme.example").await;
        let sales = world.person("Sales 1");
        let card = sales.card(&referral).await;
        let pressed = during_an_outage(world, sales.presses_on("Approve", &card)).await;
        assert!(pressed.ok && !pressed.screen.open(), "{pressed:?}");
        world.settle_briefly().await;
        let heard = world.heard("Sales 1").await;
        assert!(
            heard.contains("That was not saved: our database does not answer."),
            "{heard}{pressed:?}"
        );
        let again = in_the_end("it recovers by itself", async || {
            let again = sales.presses_on("Approve", &card).await;
            again.screen.open().then_some(again)
        });
        assert_eq!(again.await.screen.title, "Approve NOR-1");
    })
    .await;
}
