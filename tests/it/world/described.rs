//! Worlds of a story's own, by a file as `vouch sandbox --world` takes it.

use super::{Wire, World, each};

const WORLD: &str = "world.toml";

/// Tells a story on every database, workspace and bot in a process each, in a world of its own that
/// the bot is set up for.
pub async fn apart_in(world: &str, setup: &str, story: impl AsyncFn(&World)) {
    let files = &[(WORLD, world), ("setup.toml", setup)];
    let made = async |kind| World::made(kind, Some(Wire::Socket), Some(WORLD), files).await;
    let told = async |world: &World| {
        world.start_bot().await;
        world.settle().await;
        story(world).await;
    };
    each(made, told).await;
}
