//! What fifty installations cost: memory and connections with one partner's workspace and with fifty.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use crate::world::{World, apart_in, filled, until};

const MANY: usize = 50;

/// A vendor and so many partners, each with the app, a member and a channel shared with the vendor.
fn described(partners: usize) -> String {
    let mut world = "
[[workspace]]
name = \"Home\"
id = \"T0HOME00000\"
installed = true
[[person]]
name = \"Sal\"
workspace = \"Home\"
id = \"U0SAL000000\"
[[channel]]
name = \"desk\"
id = \"C0DESK00000\"
"
    .to_owned();
    for nth in 0..partners {
        let _ = write!(
            world,
            "
[[workspace]]
name = \"P{nth}\"
id = \"T0PART{nth:05}\"
installed = true
[[person]]
name = \"M{nth}\"
workspace = \"P{nth}\"
id = \"U0MEMB{nth:05}\"
[[channel]]
name = \"p{nth}\"
id = \"C0PART{nth:05}\"
workspaces = [\"Home\", \"P{nth}\"]
"
        );
    }
    world
}

fn setup(partners: usize) -> String {
    let mut setup = "
[vendor]
workspace = \"T0HOME00000\"
[[channel]]
id = \"slack:C0DESK00000\"
audience = \"internal\"
[[person]]
id = \"slack:T0HOME00000:U0SAL000000\"
name = \"Sal\"
roles = [\"sales\", \"admin\"]
"
    .to_owned();
    for nth in 0..partners {
        let letter = |at: usize| char::from(b'A' + u8::try_from(at % 26).unwrap());
        let code = format!("{}{}Z", letter(nth / 26), letter(nth));
        let _ = write!(
            setup,
            "
[[partner]]
code = \"{code}\"
name = \"P{nth}\"
workspaces = [\"slack:T0PART{nth:05}\"]
[[channel]]
id = \"slack:C0PART{nth:05}\"
audience = \"partner\"
partner = \"{code}\"
[[token]]
workspace = \"T0PART{nth:05}\"
env = \"TOKEN_T0PART{nth:05}\"
"
        );
    }
    setup
}

/// Kibibytes that the bot has now.
fn resident(world: &World) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", world.bot_process())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// The bot's connections that stand, in either direction.
fn connections(world: &World) -> usize {
    let process = format!("/proc/{}", world.bot_process());
    let files = fs::read_dir(format!("{process}/fd")).unwrap().flatten();
    let own: BTreeSet<String> = files
        .filter_map(|file| fs::read_link(file.path()).ok())
        .filter_map(|to| {
            Some(to.to_str()?.strip_prefix("socket:[")?.trim_end_matches(']').to_owned())
        })
        .collect();
    let table = fs::read_to_string(format!("{process}/net/tcp")).unwrap();
    let stands = |line: &&str| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        columns.get(3) == Some(&"01") && columns.get(9).is_some_and(|inode| own.contains(*inode))
    };
    table.lines().filter(stands).count()
}

async fn measured(partners: usize) -> Vec<(u64, usize)> {
    let found = std::sync::Mutex::new(Vec::new());
    apart_in(&described(partners), &setup(partners), async |world| {
        // As many referrals in either world; in the larger one each comes from another workspace.
        for nth in 0..MANY {
            let (name, channel) = (nth % partners, format!("p{}", nth % partners));
            let member = world.person(&format!("M{name}"));
            let opened = member.types(&channel, "/refer").await;
            assert!(opened.screen.open(), "{opened:?}");
            let website = format!("acme-{nth}.example");
            member.receipt(member.submits(&filled(&[("Company website", &website)])).await);
        }
        world.settle_in_the_end().await;
        until("it rests", async || world.waits_to_be_said().await == 0).await;
        let (kib, open) = (resident(world), connections(world));
        let kind = world.database.kind;
        println!(
            "{kind:?}, {partners} partner workspaces: {:.1} MiB resident, {open} connections",
            kib as f64 / 1_024.0
        );
        found.lock().unwrap().push((kib, open));
    })
    .await;
    found.into_inner().unwrap()
}

/// The figure of docs/performance.md, which is about a release build.
#[tokio::test]
#[ignore = "a figure"]
async fn fifty_workspaces_cost_no_more_connections_and_little_memory() {
    let few = measured(1).await;
    let many = measured(MANY).await;
    for ((before, of_one), (after, of_many)) in few.into_iter().zip(many) {
        assert!(after < before + (16 << 10), "{before} KiB, then {after} KiB");
        assert!(of_many < of_one + 20, "{of_one} connections, then {of_many}");
    }
}
