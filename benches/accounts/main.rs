//! Accounts: how fast they come in, how fast one is found, and how many are found again.
//!
//! `cargo bench --bench accounts [-- SIZE …]`, on SQLite and, when `VOUCH_BENCH_POSTGRES` names an
//! empty database, on PostgreSQL. Figures are printed and never asserted; docs/performance.md has
//! some.

#![expect(clippy::print_stdout, reason = "figures")]
#![expect(clippy::cast_precision_loss, reason = "figures are read by people")]

#[path = "corpus.rs"]
mod corpus;
#[path = "recall.rs"]
mod recall;

use std::time::{Duration, Instant};

use vouch::app::accounts::intake::{Goal, Intake};
use vouch::clock::Clock;
use vouch::domain::account::Domain;
use vouch::domain::account::known::{AccountNo, Standing, Told};
use vouch::domain::account::name::Name;
use vouch::store::Store;
use vouch::store::accounts::like::like;
use vouch::store::accounts::on;
use vouch::store::open::{self, Purpose};

use corpus::{Dice, Names};
use recall::{Hits, measure};

/// Names of each kind of corruption, and absent ones.
const EACH: u32 = 200;
const ABSENT: usize = 1_400;

#[tokio::main]
async fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![100_000] } else { sizes };
    for size in sizes {
        let folder = tempfile::tempdir().expect("a folder");
        let lite = format!("sqlite://{}/accounts.db", folder.path().display());
        run(&lite, size).await;
        if let Ok(url) = std::env::var("VOUCH_BENCH_POSTGRES") {
            run(&url, size).await;
        }
    }
}

async fn run(url: &str, size: usize) {
    let clock = Clock::real();
    let opened = open::open(url, Purpose::Sandbox, clock.clone()).await;
    let (store, writer) = opened.expect("an empty database");
    println!("\n{} accounts on {}", size, store.db.name());
    let mut names = Names::new(1);
    let known = take_in(&store, &clock, &mut names, size).await;
    let absent: Vec<String> = names.take(ABSENT).collect();
    find(&store, &known, &absent).await;
    writer.finish().await;
    store.db.close().await;
}

fn told(at: usize, name: String) -> Told {
    Told {
        source: "bench".to_owned(),
        external_id: at.to_string(),
        name: Some(name),
        standing: Some(Standing::Customer),
        domains: Some([Domain::stored(format!("company{at}.example"))].into()),
        ..Told::default()
    }
}

async fn take_in(
    store: &Store,
    clock: &Clock,
    names: &mut Names,
    size: usize,
) -> Vec<(AccountNo, String)> {
    let mut known = Vec::with_capacity(size);
    let made: Vec<Told> = names.take(size).enumerate().map(|(at, name)| told(at, name)).collect();
    let mut intake = Intake::new(Goal::Write(store), clock.now());
    let began = Instant::now();
    for one in made {
        known.push((one.number(), one.name.clone().unwrap_or_default()));
        intake.take(one).await.expect("it is written");
    }
    intake.flush().await.expect("it is written");
    let seconds = began.elapsed().as_secs_f64();
    println!("  taken in: {:.0} a second; {}", size as f64 / seconds, memory());
    known
}

async fn find(store: &Store, known: &[(AccountNo, String)], absent: &[String]) {
    let times = std::cell::RefCell::new(Vec::new());
    let ask = async |typed: &str| -> Hits {
        let asked = Instant::now();
        let found = like(&store.db, &Name::of(typed), 5).await.expect("it answers");
        times.borrow_mut().push(asked.elapsed());
        found.into_iter().map(|one| (one.number, one.points)).collect()
    };
    let recall = measure(known, absent, EACH, ask).await;
    for (kind, asked, found) in &recall.kinds {
        let share = f64::from(recall.of(*kind)) / 10_000.0;
        println!("  {kind:?}: {share:.3} ({found} of {asked})");
    }
    println!("  recall@5 {:.4}", f64::from(recall.all()) / 10_000.0);
    println!(
        "  likely: precision {:.4}, {} of {} present",
        f64::from(recall.precision()) / 10_000.0,
        recall.found,
        recall.present
    );
    println!("  by name: {}", spread(times.into_inner()));
    let mut dice = Dice(7);
    let mut by_domain = Vec::new();
    for _ in 0..1_000 {
        let domain = Domain::stored(format!("company{}.example", dice.below(known.len())));
        let asked = Instant::now();
        let company = on(&store.db, &domain).await.expect("it answers");
        by_domain.push(asked.elapsed());
        assert_eq!(company.entries.len(), 1);
    }
    println!("  by domain: {}", spread(by_domain));
}

fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1_000.0;
    format!("p50 {:.2} ms, p99 {:.2} ms", at(50), at(99))
}

/// The most memory that this process has held.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(String::new, |size| format!("most memory {}", size.trim()))
}
