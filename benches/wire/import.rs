//! What people notice of an import: the same steady load alone, and while accounts come in.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::corpus::Names;
use crate::figures::{Load, median, short};
use crate::house::{self, Base};
use crate::load;
use crate::slack::SECRET;
use crate::stub::Stub;
use crate::subject::{Kind, Places, Running, Slower, memory_of, vouch};

/// Referrals a second: more than any programme has, few enough to leave the processors something.
const RATE: u32 = 50;
const LENGTH: Duration = Duration::from_secs(15);
const ROUNDS: usize = 3;
/// More than an import takes in meanwhile; the rest is left.
const ACCOUNTS: usize = 150_000;
const TEMPLATE: &str = "template";

/// What a round came to.
struct Round {
    alone: Load,
    beside: Load,
    accounts_a_second: f64,
    /// Resident memory of the import after a third of the time, and at its end.
    early_mib: f64,
    late_mib: f64,
}

/// Prints how long people wait for a receipt without and with an import.
pub async fn beside_an_import(base: &Base, places: &Places, stub: &Stub) {
    let each = (LENGTH.as_secs() as usize) * RATE as usize;
    let forms = house::open_forms(base, TEMPLATE, places, stub, 2 * each + 64).await;
    let file = write_accounts(&places.folder);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        base.copy(TEMPLATE, "run").await;
        let bot = Running::start(Kind::Vouch, places, &base.url("run"), Slower::NOT).await;
        let alone = load::open(&bot, RATE, LENGTH, forms.bodies(0), "Received").await;
        let mut import = Import::start(places, &base.url("run"), &file);
        let (beside, early_mib) =
            tokio::join!(load::open(&bot, RATE, LENGTH, forms.bodies(each), "Received"), async {
                tokio::time::sleep(LENGTH / 3).await;
                import.memory()
            });
        let late_mib = import.memory();
        import.is_still_at_it();
        let seconds = import.began.elapsed().as_secs_f64();
        drop(import);
        let known = base.count("run", "account").await;
        rounds.push(Round {
            alone,
            beside,
            accounts_a_second: known as f64 / seconds,
            early_mib,
            late_mib,
        });
        bot.stop().await;
    }
    base.drop("run").await;
    base.drop(TEMPLATE).await;
    print(base, &rounds);
}

fn print(base: &Base, rounds: &[Round]) {
    let middle = |of: &dyn Fn(&Round) -> f64| short(median(rounds.iter().map(of)));
    println!(
        "{}, {RATE} referrals a second: alone p50 {} ms, p99 {} ms; beside an import p50 {} ms, p99 {} ms, errors {}; p99 × {}; {} accounts/s; the import holds {} MiB after a third, {} MiB at the end",
        base.name(),
        middle(&|round| round.alone.ms(0.5)),
        middle(&|round| round.alone.ms(0.99)),
        middle(&|round| round.beside.ms(0.5)),
        middle(&|round| round.beside.ms(0.99)),
        rounds.iter().map(|round| round.alone.errors + round.beside.errors).sum::<usize>(),
        middle(&|round| round.beside.ms(0.99) / round.alone.ms(0.99)),
        middle(&|round| round.accounts_a_second),
        middle(&|round| round.early_mib),
        middle(&|round| round.late_mib),
    );
}

fn write_accounts(folder: &Path) -> PathBuf {
    let mut text = "external id,account name,domain,kind\n".to_owned();
    for (at, name) in Names::new(1).take(ACCOUNTS).enumerate() {
        let name = name.replace('"', "\"\"");
        writeln!(text, "{at},\"{name}\",company{at}.example,customer")
            .expect("a string takes everything");
    }
    let file = folder.join("accounts.csv");
    std::fs::write(&file, text).expect("the folder can be written");
    file
}

/// `vouch import accounts`, in a process of its own; ended when it is dropped.
struct Import {
    process: Child,
    began: Instant,
}

impl Import {
    fn start(places: &Places, database: &str, file: &Path) -> Self {
        let mut command = vouch(places, database);
        command.env("SLACK_SIGNING_SECRET", SECRET);
        command.args(["import", "accounts", "--apply"]).arg(file);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let began = Instant::now();
        Self { process: command.spawn().expect("the program is there"), began }
    }

    fn memory(&self) -> f64 {
        memory_of(self.process.id(), "VmRSS")
    }

    fn is_still_at_it(&mut self) {
        let ended = self.process.try_wait().expect("it is ours");
        assert!(ended.is_none(), "the import ended before the load did: {ended:?}");
    }
}

impl Drop for Import {
    fn drop(&mut self) {
        // One that has ended already cannot be ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
