//! What is measured, in which turn, and the tables that come of it.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::figures::{Load, median, short, spread};
use crate::house::{Base, Forms};
use crate::subject::{Kind, Places, Running, Slower};
use crate::{load, raw};

pub const CALLERS: [usize; 3] = [1, 16, 64];
pub const SLOW: Slower = Slower(Duration::from_millis(2));
/// Deliveries a second of the open loop.
pub const RATE: u32 = 500;
const ANSWER: &str = "Received";
/// Starts of each subject in a round, for the cold start.
const STARTS: usize = 3;

/// How long things are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Lengths {
    pub rounds: usize,
    pub closed: Duration,
    pub open: Duration,
    /// Vouch's open loop with slower syncs, for which there is a figure to reach.
    pub open_slowed: Duration,
}

/// What one subject did under one kind of load, a value a round.
#[derive(Default)]
pub struct Cell {
    pub rate: Vec<f64>,
    pub p50: Vec<f64>,
    pub p99: Vec<f64>,
    pub p999: Vec<f64>,
    pub errors: usize,
    /// Peak resident memory in MiB.
    pub peak: Vec<f64>,
    /// Processor time for each answer, in microseconds: what the machine's other work changes least.
    pub cpu_us: Vec<f64>,
}

impl Cell {
    fn add(&mut self, load: &Load, subject: &Running) {
        self.rate.push(load.rate());
        self.p50.push(load.ms(0.5));
        self.p99.push(load.ms(0.99));
        self.p999.push(load.ms(0.999));
        self.errors += load.errors;
        self.peak.push(subject.memory("VmHWM"));
        self.cpu_us.push(subject.cpu_seconds() * 1e6 / load.count().max(1) as f64);
    }
}

/// Callers at once, or none in the open loop.
type Under = Option<usize>;

/// Everything measured on one database.
#[derive(Default)]
pub struct Measured {
    cells: BTreeMap<(Slower, Under, Kind), Cell>,
    /// Submissions a second of the bare database, by batch.
    raw: BTreeMap<(Slower, usize), Vec<f64>>,
    cold_ms: BTreeMap<Kind, Vec<f64>>,
}

pub struct Bench<'a> {
    pub places: &'a Places,
    /// The same server or folder; the second one with slowed syncs where the server does them.
    pub base: &'a Base,
    pub slowed: &'a Base,
    pub forms: &'a Forms,
    pub template: &'a str,
    pub lengths: Lengths,
}

impl Bench<'_> {
    fn on(&self, slower: Slower) -> &Base {
        if slower == Slower::NOT { self.base } else { self.slowed }
    }

    async fn fresh(&self, kind: Kind, slower: Slower) -> Running {
        let base = self.on(slower);
        base.copy(self.template, "run").await;
        Running::start(kind, self.places, &base.url("run"), slower).await
    }

    /// All rounds, every subject in each.
    pub async fn run(&self) -> Measured {
        let mut measured = Measured::default();
        for round in 1..=self.lengths.rounds {
            for slower in [Slower::NOT, SLOW] {
                eprintln!("{} round {round}, syncs {:?} slower", self.base.name(), slower.0);
                self.closed(slower, &mut measured).await;
                self.open(slower, &mut measured).await;
            }
            self.cold(&mut measured).await;
        }
        self.base.drop("run").await;
        self.slowed.drop("run").await;
        measured
    }

    async fn closed(&self, slower: Slower, measured: &mut Measured) {
        for callers in CALLERS {
            for kind in [Kind::Peer, Kind::Vouch] {
                let subject = self.fresh(kind, slower).await;
                let bodies = self.forms.bodies(0);
                let load =
                    load::closed(&subject, callers, self.lengths.closed, bodies, ANSWER).await;
                let cell = measured.cells.entry((slower, Some(callers), kind)).or_default();
                cell.add(&load, &subject);
                subject.stop().await;
            }
            // Vouch ran last: its rows are there to be written once more.
            let base = self.on(slower);
            base.copy(self.template, "raw").await;
            let rate = raw::measure(self.places, base, "run", "raw", callers, slower);
            measured.raw.entry((slower, callers)).or_default().push(rate);
            base.drop("raw").await;
        }
    }

    async fn open(&self, slower: Slower, measured: &mut Measured) {
        let Lengths { open, open_slowed, .. } = self.lengths;
        let of_vouch = if slower == SLOW { open_slowed } else { open };
        for (kind, length) in [(Kind::Peer, open), (Kind::Vouch, of_vouch)] {
            let subject = self.fresh(kind, slower).await;
            let load = load::open(&subject, RATE, length, self.forms.bodies(0), ANSWER).await;
            let cell = measured.cells.entry((slower, None, kind)).or_default();
            cell.add(&load, &subject);
            subject.stop().await;
        }
    }

    /// From the start of the process to the first stored submission, on a database that was there.
    async fn cold(&self, measured: &mut Measured) {
        for kind in [Kind::Peer, Kind::Vouch] {
            self.fresh(kind, Slower::NOT).await.stop().await;
            for nth in 0..STARTS {
                let url = self.base.url("run");
                let subject = Running::start(kind, self.places, &url, Slower::NOT).await;
                let body = self.forms.body(nth).expect("there are forms");
                let answer = subject.caller().await.deliver(body).await;
                assert!(answer.is_ok_and(|(status, _)| status == 200), "the first is stored");
                let ms = subject.began.elapsed().as_secs_f64() * 1_000.0;
                measured.cold_ms.entry(kind).or_default().push(ms);
                subject.stop().await;
            }
        }
    }
}

impl Measured {
    fn cell(&self, slower: Slower, under: Under, kind: Kind) -> Option<&Cell> {
        self.cells.get(&(slower, under, kind))
    }

    /// The ratio of Vouch's median to the peer's.
    pub fn ratio(&self, slower: Slower, under: Under, of: impl Fn(&Cell) -> &Vec<f64>) -> f64 {
        let middle = |kind| {
            let cell = self.cell(slower, under, kind);
            cell.map_or(f64::NAN, |cell| median(of(cell).iter().copied()))
        };
        middle(Kind::Vouch) / middle(Kind::Peer)
    }

    pub fn cold_ratio(&self) -> f64 {
        let middle = |kind| median(self.cold_ms.get(&kind).into_iter().flatten().copied());
        middle(Kind::Vouch) / middle(Kind::Peer)
    }

    pub fn of_vouch(&self, slower: Slower, under: Under, of: impl Fn(&Cell) -> &Vec<f64>) -> f64 {
        let cell = self.cell(slower, under, Kind::Vouch);
        cell.map_or(f64::NAN, |cell| median(of(cell).iter().copied()))
    }

    pub fn errors(&self, slower: Slower, under: Under) -> usize {
        self.cell(slower, under, Kind::Vouch).map_or(0, |cell| cell.errors)
    }

    /// Everything, as a table.
    pub fn print(&self, base: &Base) {
        println!("\n### {}\n", base.name());
        println!(
            "| syncs | load | subject | answers/s | p50 ms | p99 ms | p99.9 ms | errors | peak MiB |"
        );
        println!("|---|---|---|---|---|---|---|---|---|---|");
        for ((slower, under, kind), cell) in &self.cells {
            let syncs = if *slower == Slower::NOT { "as is" } else { "+2 ms" };
            let load = under.map_or_else(|| format!("open, {RATE}/s"), |n| format!("{n} callers"));
            let middle = |values: &[f64]| short(median(values.iter().copied()));
            println!(
                "| {syncs} | {load} | {} | {} | {} | {} | {} | {} | {} | {} |",
                kind.name(),
                spread(&cell.rate),
                middle(&cell.p50),
                middle(&cell.p99),
                middle(&cell.p999),
                cell.errors,
                middle(&cell.cpu_us),
                middle(&cell.peak),
            );
            let raw = under.and_then(|callers| self.raw.get(&(*slower, callers)));
            if let (Kind::Peer, Some(rates)) = (kind, raw) {
                println!(
                    "| {syncs} | {load} | the same rows, no bot | {} | | | | | | |",
                    spread(rates)
                );
            }
        }
        for (kind, ms) in &self.cold_ms {
            println!(
                "| as is | first stored submission after a start | {} | | {} | | | | | |",
                kind.name(),
                spread(ms)
            );
        }
    }
}
