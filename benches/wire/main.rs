//! Vouch on the wire, beside a peer and beside the bare database: see docs/performance.md.
//!
//! Run by `scripts/bench`, which makes ready what this needs and says so in variables.

#![expect(clippy::cast_precision_loss, reason = "figures are read by people")]
#![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "as above")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "tables, and how far it has got")]

#[expect(dead_code, reason = "how names are written otherwise is for the other bench")]
#[path = "../accounts/corpus.rs"]
mod corpus;
mod figures;
mod house;
mod import;
mod journeys;
mod load;
mod plan;
mod raw;
mod slack;
mod stub;
mod subject;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use figures::short;
use house::Base;
use plan::{Bench, Lengths, Measured, SLOW};
use stub::Stub;
use subject::{Kind, Places, Running, Slower};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [word, from, to, batch] = words.as_slice()
        && word == "raw"
    {
        println!("{}", raw::run(from, to, batch.parse().expect("a number")).await);
        return;
    }
    let quick = words.iter().any(|word| word == "--quick");
    let folder = PathBuf::from(variable("VOUCH_BENCH_FOLDER").expect("scripts/bench sets this"));
    let (stub, api) = Stub::start().await.expect("a port is free");
    let places = Places {
        peer: folder.join("peer"),
        slow_sync: folder.join("slow_sync.so"),
        setup: folder.join("setup.toml"),
        api: format!("http://{api}/api"),
        folder: folder.clone(),
    };
    std::fs::write(&places.setup, house::setup()).expect("the folder can be written");
    let lite = Base::Lite(folder);
    let mut bases = vec![(lite.clone(), lite)];
    if let Some((fast, slowed)) =
        variable("VOUCH_BENCH_POSTGRES").zip(variable("VOUCH_BENCH_POSTGRES_SLOWED"))
    {
        bases.push((Base::Pg(fast), Base::Pg(slowed)));
    }
    if let Some(only) = variable("VOUCH_BENCH_ONLY") {
        bases.retain(|(base, _)| base.name().eq_ignore_ascii_case(&only));
    }
    if words.iter().any(|word| word == "--profile") {
        return profile(&bases[0].0, &places, &stub).await;
    }
    if words.iter().any(|word| word == "--import") {
        for (base, _) in &bases {
            import::beside_an_import(base, &places, &stub).await;
        }
        return;
    }
    for (base, slowed) in &bases {
        measure(base, slowed, &places, &stub, quick).await;
    }
    let unknown: BTreeSet<String> = stub.unknown().into_iter().collect();
    assert!(unknown.is_empty(), "the stub was asked for {unknown:?}");
}

/// Vouch alone under 64 callers, for whoever looks into it with a profiler meanwhile.
async fn profile(base: &Base, places: &Places, stub: &Stub) {
    let forms = house::open_forms(base, "template", places, stub, 40_000).await;
    let vouch = Running::start(Kind::Vouch, places, &base.url("template"), Slower::NOT).await;
    println!("under load now: process {}", vouch.id());
    let seconds = Duration::from_secs(15);
    let load = load::closed(&vouch, 64, seconds, forms.bodies(0), "Received").await;
    let cpu_us = vouch.cpu_seconds() * 1e6 / load.count() as f64;
    println!("{} answers/s, {} µs of processor time each", short(load.rate()), short(cpu_us));
    vouch.stop().await;
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

async fn measure(base: &Base, slowed: &Base, places: &Places, stub: &Stub, quick: bool) {
    const TEMPLATE: &str = "template";
    let seconds = Duration::from_secs;
    let (lengths, forms, grown) = if quick {
        let lengths =
            Lengths { rounds: 1, closed: seconds(2), open: seconds(5), open_slowed: seconds(5) };
        (lengths, 25_000, 20_000)
    } else {
        let lengths =
            Lengths { rounds: 3, closed: seconds(4), open: seconds(10), open_slowed: seconds(60) };
        (lengths, 101_000, 100_000)
    };
    eprintln!("{}: opening {forms} forms", base.name());
    let forms = house::open_forms(base, TEMPLATE, places, stub, forms).await;
    base.bring(slowed, TEMPLATE).await;
    let bench = Bench { places, base, slowed, forms: &forms, template: TEMPLATE, lengths };
    let measured = bench.run().await;
    eprintln!("{}: a store that has grown", base.name());
    let few = journeys::with(1_000, base, TEMPLATE, &forms, places, stub).await;
    let many = journeys::with(grown, base, TEMPLATE, &forms, places, stub).await;
    let slow = Slower(Duration::from_millis(200));
    let quickest = match base {
        Base::Lite(_) => Some(journeys::quickest(base, TEMPLATE, &forms, places, slow).await),
        // A server's syncs are slowed where it is started, and it has one way of being slow.
        Base::Pg(_) => None,
    };
    base.drop(TEMPLATE).await;
    slowed.drop(TEMPLATE).await;

    measured.print(base);
    figures(base, &measured);
    for found in [&few, &many] {
        println!(
            "{} referrals: resident {} MiB · My referrals p50 {} ms, p99 {} ms · Approve: form p99 {} ms, post p50 {} ms, p99 {} ms, not posted {} · Home of a partner with 10,000 p50 {} ms, p99 {} ms, not drawn {} · what fits a keystroke there p50 {} ms, p99 {} ms",
            found.referrals,
            short(found.resident_mib),
            short(found.lists.ms(0.5)),
            short(found.lists.ms(0.99)),
            short(found.forms.ms(0.99)),
            short(found.posts.ms(0.5)),
            short(found.posts.ms(0.99)),
            found.posts.errors,
            short(found.homes.ms(0.5)),
            short(found.homes.ms(0.99)),
            found.homes.errors,
            short(found.suggestions.ms(0.5)),
            short(found.suggestions.ms(0.99)),
        );
    }
    println!(
        "My referrals, {} to {}: {}",
        many.referrals,
        few.referrals,
        short(many.lists.ms(0.5) / few.lists.ms(0.5))
    );
    if let Some(quickest) = quickest {
        println!("syncs 200 ms slower: the quickest answer took {quickest:?}");
        assert!(quickest >= slow.0, "an answer came before its sync");
    }
}

/// The ratios that are to be reached: docs/performance.md has the floors.
fn figures(base: &Base, measured: &Measured) {
    let fast = Slower::NOT;
    println!("\nVouch to the peer on {}, medians of the same rounds:", base.name());
    for (name, slower) in [("as is", fast), ("+2 ms", SLOW)] {
        for callers in plan::CALLERS {
            let under = Some(callers);
            println!(
                "{name}, {callers} callers: rate × {}, p99 × {}, peak memory × {}",
                short(measured.ratio(slower, under, |cell| &cell.rate)),
                short(measured.ratio(slower, under, |cell| &cell.p99)),
                short(measured.ratio(slower, under, |cell| &cell.peak)),
            );
        }
        println!(
            "{name}, open loop: p99.9 {} ms, errors {}",
            short(measured.of_vouch(slower, None, |cell| &cell.p999)),
            measured.errors(slower, None),
        );
    }
    println!("cold start to the first stored submission: × {}", short(measured.cold_ratio()));
}
