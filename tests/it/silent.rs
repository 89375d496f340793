//! A partner's channel in whose first days nobody pressed anything: who hears of it, and how often.

use crate::world::{World, everywhere};

const SILENT: &str = "Nobody of the partner has pressed a button in ";

/// How often the partner manager was told, of which channels.
async fn told(world: &World) -> Vec<String> {
    let all = world.person("Partner manager").direct_messages().await;
    let mut of: Vec<String> = all
        .into_iter()
        .filter_map(|one| one.text.strip_prefix(SILENT).map(str::to_owned))
        .filter_map(|rest| Some(rest.split_once(" in 7 days.")?.0.to_owned()))
        .collect();
    of.sort();
    of
}

async fn nights(world: &World, count: usize) {
    for _ in 0..count {
        world.clock_on("24h").await;
        world.settle().await;
    }
}

#[tokio::test]
async fn the_partner_manager_is_told_once_of_each_channel_that_nobody_used_for_a_week() {
    everywhere(async |world| {
        world.person("Partner member").refers("acme.example").await;
        nights(world, 6).await;
        assert!(told(world).await.is_empty(), "it is not a week yet");
        nights(world, 2).await;
        let first = told(world).await;
        assert_eq!(first.len(), 5, "every partner but the one who was there: {first:?}");
        let north = world.channel("north-partner");
        assert!(first.iter().all(|channel| !channel.contains(&north)), "{first:?}");
        world.restart().await;
        nights(world, 10).await;
        assert_eq!(told(world).await, first, "once");
    })
    .await;
}
