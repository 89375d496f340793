//! Worlds of a story's own, by a file as `vouch sandbox --world` takes it.

use futures_util::future::join_all;

use super::database::{Database, kinds};
use super::{Wire, World};

const WORLD: &str = "world.toml";

/// Tells a story on every database, workspace and bot in a process each, in a world of its own that
/// the bot is set up for.
pub async fn apart_in(world: &str, setup: &str, story: impl AsyncFn(&World)) {
    let told = kinds().into_iter().map(async |kind| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(WORLD), world).unwrap();
        std::fs::write(folder.path().join("setup.toml"), setup).unwrap();
        let database = Database::make(kind, folder.path()).await;
        let world = World::begin(folder, database, Some(Wire::Socket), Some(WORLD)).await;
        world.start_bot().await;
        world.settle().await;
        story(&world).await;
        world.finish().await;
    });
    join_all(told).await;
}
