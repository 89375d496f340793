//! Far more deliveries at once than can be worked on, while the database stands still: beyond what may
//! be in hand each is turned away at once, and memory has its bound.

use std::cell::Cell;
use std::pin::pin;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::future::select;
use futures_util::stream::FuturesUnordered;
use sqlx::{Connection, PgConnection, SqliteConnection, raw_sql};

use crate::world::{Kind, Wire, World, apart, until};

/// Deliveries that come at the same time, each by a connection of its own.
const WAVE: usize = 200;
const TURNED_AWAY: usize = 1_000;
/// The longest that somebody may wait to be turned away.
const AT_ONCE: Duration = Duration::from_secs(1);
/// Kibibytes that a flood may take: four times what may be in hand.
const PEAK_KIB: u64 = 128 << 10;
/// Kibibytes that another one may take beyond that.
const GROWTH_KIB: u64 = 32 << 10;

const NOT_SAVED: &str = "That was not saved: our database does not answer.";

/// Keeps the database from taking anything while something is done. It answers all the same.
async fn while_it_stands_still<T>(world: &World, deed: impl Future<Output = T>) -> T {
    match world.database.kind {
        Kind::Sqlite => {
            let mut other = SqliteConnection::connect(&world.database.url).await.unwrap();
            raw_sql("begin immediate").execute(&mut other).await.unwrap();
            let done = deed.await;
            other.close().await.unwrap();
            done
        }
        Kind::Postgres => {
            let mut other = PgConnection::connect(&world.database.url).await.unwrap();
            let hold = "begin; select 1 from head for update";
            raw_sql(hold).execute(&mut other).await.unwrap();
            let done = deed.await;
            other.close().await.unwrap();
            done
        }
    }
}

struct Answered {
    status: u16,
    text: String,
    after: Duration,
}

/// Delivers a command that Vouch does not know: it is kept, and answered with nothing.
async fn delivers(world: &World, flood: &str, number: usize) -> Answered {
    let sales = world.person("Sales 1");
    let (team, user, channel) = (sales.team(), sales.id(), world.channel("sales-desk"));
    let body = format!(
        "command=%2Fnothing&text=flood&team_id={team}&user_id={user}&channel_id={channel}\
         &trigger_id={flood}.{number}"
    );
    let began = Instant::now();
    let (status, text) = world.pushes(&body).await;
    Answered { status, text, after: began.elapsed() }
}

async fn in_hand(world: &World) -> usize {
    let numbers = world.numbers().await;
    let line = numbers.lines().find_map(|line| line.strip_prefix("vouch_inbox_waiting "));
    line.unwrap().parse().unwrap()
}

/// The most memory that the bot ever had, in kibibytes; none where the system does not tell.
fn peak(world: &World) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", world.bot_process())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// Sends deliveries until so many were turned away, and gives how many were not. Senders hang up when
/// theirs is in hand, so that a few connections are enough; the work goes on without them.
async fn floods(world: &World, flood: &str, until_turned_away: usize) -> usize {
    let (mut sent, turned_away) = (0, Cell::new(0));
    while turned_away.get() < until_turned_away {
        let (before, seen) = (in_hand(world).await, turned_away.get());
        let wave = sent..sent + WAVE;
        sent = wave.end;
        assert!(sent < 20_000, "nobody is turned away");
        let answers: FuturesUnordered<_> =
            wave.map(|number| delivers(world, flood, number)).collect();
        let answered = answers.for_each(async |one| {
            let told = one.status == 200 && one.text.contains(NOT_SAVED);
            assert!(one.status == 503 || told, "{}: {}", one.status, one.text);
            turned_away.set(turned_away.get() + usize::from(one.status == 503));
        });
        let arrived = until("they are in hand or turned away", async || {
            let in_hand = in_hand(world).await;
            in_hand + (turned_away.get() - seen) >= before + WAVE
        });
        // Whoever was let in is answered in the end, also when the database has made room meanwhile.
        select(pin!(answered), pin!(arrived)).await;
    }
    sent - turned_away.get()
}

/// Sends far more than may be in hand, and gives how many were taken at most.
async fn is_flooded(world: &World) -> usize {
    let mut taken = floods(world, "first", 1).await;
    let alone = delivers(world, "alone", 0).await;
    assert!(alone.status == 200 || alone.after < AT_ONCE, "after {:?}", alone.after);
    assert_eq!(world.page("http", "/healthz").await.0, 200);
    until("not ready", async || world.page("http", "/readyz").await.0 == 503).await;
    taken += floods(world, "many", TURNED_AWAY).await;
    taken + 1
}

#[tokio::test]
async fn beyond_what_may_be_in_hand_a_delivery_is_turned_away_at_once() {
    apart(Wire::Push, async |world| {
        let before = peak(world);
        let mut taken = while_it_stands_still(world, is_flooded(world)).await;
        until("all is worked on", async || in_hand(world).await == 0).await;
        let after_one = peak(world);
        taken += while_it_stands_still(world, floods(world, "again", 1)).await;
        until("all is worked on", async || in_hand(world).await == 0).await;
        let after_two = peak(world);
        println!("{before:?} KiB before, {after_one:?} after one flood, {after_two:?} after two");
        let stored = "select count(*) from inbox where raw like '%text=flood%'";
        let stored = usize::try_from(world.database.count(stored).await).unwrap();
        assert!(stored <= taken, "{stored} are stored, {taken} were taken");

        // It goes on as if nothing had been.
        until("ready", async || world.page("http", "/readyz").await.0 == 200).await;
        let last = delivers(world, "last", 0).await;
        assert_eq!((last.status, last.text.as_str()), (200, ""));
        world.person("Partner member").refers("acme.example").await;
        match (before, after_one, after_two) {
            (Some(before), Some(after_one), Some(after_two)) => {
                assert!(after_one.saturating_sub(before) < PEAK_KIB);
                assert!(after_two.saturating_sub(after_one) < GROWTH_KIB);
            }
            _ => eprintln!("Memory is left out: this system does not tell how much a process has."),
        }
    })
    .await;
}
