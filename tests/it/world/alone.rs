//! Stories of what can happen on one kind of database alone. As in [`super::new_here`] no bot runs at
//! their beginning.

use super::database::{self, Database};
use super::{Kind, Relay, Server, Wire, World, told_on};

/// On SQLite.
pub async fn on_sqlite(wire: Wire, story: impl AsyncFn(&World)) {
    told_on(World::start(Kind::Sqlite, Some(wire)).await, story).await;
}

/// On PostgreSQL, where it can be had.
pub async fn on_postgres(wire: Wire, story: impl AsyncFn(&World)) {
    if database::kinds().contains(&Kind::Postgres) {
        told_on(World::start(Kind::Postgres, Some(wire)).await, story).await;
    }
}

/// On a PostgreSQL server of the story's own, which it may stop.
pub async fn on_own_postgres(wire: Wire, story: impl AsyncFn(&World, &Server)) {
    if !database::kinds().contains(&Kind::Postgres) {
        return;
    }
    let Some(server) = Server::start().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let database = Database::make_on(server.url()).await;
    let world = World::begin(folder, database, Some(wire), None).await;
    told_on(world, async |world| story(world, &server).await).await;
}

/// On PostgreSQL, behind a relay.
pub async fn behind_a_relay(wire: Wire, story: impl AsyncFn(&World, &Relay)) {
    if !database::kinds().contains(&Kind::Postgres) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut database = Database::make(Kind::Postgres, folder.path()).await;
    let relay = Relay::open(database.host().to_owned()).await;
    database.url = relay.url(&database.url);
    let world = World::begin(folder, database, Some(wire), None).await;
    told_on(world, async |world| story(world, &relay).await).await;
}
