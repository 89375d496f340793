//! The figures of docs/performance.md that are about Discord: the same as every day, in their size.

use std::time::Duration;

use super::{burst, cut_off, storm};
use crate::world::database::kinds;
use crate::world::{Wire, apart};

/// Source: Discord, "Receiving and Responding".
const DEADLINE: Duration = Duration::from_secs(3);

#[tokio::test]
#[ignore = "a figure"]
async fn figure_a_thousand_forms_in_one_instant() {
    for kind in kinds() {
        let took = burst(kind, 1_000).await;
        let late = took.iter().filter(|one| **one >= DEADLINE).count();
        println!(
            "{kind:?}: 1,000 forms in one instant: answers p50 {:?}, p99 {:?}, last {:?}, {late} after {DEADLINE:?}",
            percentile(&took, 0.5),
            percentile(&took, 0.99),
            took[took.len() - 1],
        );
    }
}

#[tokio::test]
#[ignore = "a figure"]
async fn figure_ten_thousand_posts_over_two_hundred_channels_in_bad_weather() {
    for kind in kinds() {
        storm(kind, 50, 200).await;
    }
}

#[tokio::test]
#[ignore = "a figure"]
async fn figure_from_a_cut_to_the_first_answer() {
    for kind in kinds() {
        let mut took = Vec::new();
        for _ in 0..10 {
            // A connection that breaks again and again is made after longer and longer pauses.
            took.extend(cut_off(kind, 1).await);
        }
        took.sort_unstable();
        println!(
            "{kind:?}: from a cut to the first answer: median {:?}, slowest {:?}",
            percentile(&took, 0.5),
            took[took.len() - 1],
        );
    }
}

/// What the reader of the Gateway adds to a bot that is idle: the same bot, on Slack alone and on both.
#[tokio::test]
#[ignore = "a figure"]
async fn figure_what_an_idle_reader_adds() {
    const STARTS: usize = 5;
    apart(Wire::Socket, async |world| {
        let (mut alone, mut both) = (Vec::new(), Vec::new());
        world.stop_bot().await;
        for _ in 0..STARTS {
            for (with_discord, found) in [(false, &mut alone), (true, &mut both)] {
                let mut command = world.bot_command();
                if with_discord {
                    world.on_discord(&mut command);
                }
                world.launch(command).await;
                world.settle().await;
                // Long enough for what a start needs to be given back.
                tokio::time::sleep(Duration::from_secs(3)).await;
                found.push(resident_kib(world.bot_process()));
                world.stop_bot().await;
            }
        }
        world.start_bot().await;
        let middle = |found: &mut Vec<u64>| {
            found.sort_unstable();
            found[STARTS / 2]
        };
        let (alone, both) = (middle(&mut alone), middle(&mut both));
        println!(
            "{:?}: an idle bot holds {alone} KiB on Slack alone, {both} KiB on Discord as well (medians of {STARTS} starts)",
            world.database.kind,
        );
    })
    .await;
}

/// Kibibytes that a process has now.
fn resident_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

fn percentile(sorted: &[Duration], share: f64) -> Duration {
    let at = (sorted.len() as f64 * share).ceil() as usize;
    sorted[at.clamp(1, sorted.len()) - 1]
}
