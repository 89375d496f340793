//! The database gives out while people work: its server stops, its disk is full, somebody else
//! holds it. Whoever is answered is told the truth, and it goes on by itself.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::process::Command;

use futures_util::future::{join, join_all};
use serde_json::Value;
use sqlx::{Connection as _, PgConnection, raw_sql};

use crate::world::{
    Person, Server, Wire, World, behind_a_relay, filled, on_own_postgres, on_sqlite, until,
};

const NOT_SAVED: &str = "That was not saved: our database does not answer.";

async fn is_ready(world: &World) -> bool {
    world.page("http", "/readyz").await.0 == 200
}

/// Somebody who registers one company after the other, and what they have seen.
struct Member<'a> {
    person: Person<'a>,
    attempts: Cell<usize>,
    /// Numbers and fingerprints.
    receipts: RefCell<Vec<(String, String)>>,
    /// How often they were told that something was not saved.
    not_saved: Cell<usize>,
    /// How often a form was gone when they were told so: they cannot send that one again.
    in_doubt: Cell<usize>,
}

impl<'a> Member<'a> {
    fn new(person: Person<'a>) -> Self {
        Self {
            person,
            attempts: Cell::default(),
            receipts: RefCell::default(),
            not_saved: Cell::default(),
            in_doubt: Cell::default(),
        }
    }

    /// Registers another company, and does not give up before there is a receipt. Every single
    /// answer comes in time.
    async fn registers(&self) {
        while !self.tries().await {}
    }

    async fn tries(&self) -> bool {
        let pressed = self.person.presses_in(&self.person.home(), "Refer a customer").await;
        assert!(pressed.ok, "a press is answered in time: {pressed:?}");
        if !pressed.screen.open() {
            add_one(&self.not_saved);
            return false;
        }
        add_one(&self.attempts);
        let website = format!("{}-{}.example", self.person.home(), self.attempts.get());
        let fields = filled(&[("Company website", website.as_str())]);
        let form = &pressed.screen.view;
        let mut sent = self.person.submits_view(form, &fields).await;
        loop {
            assert!(sent.ok, "a form is answered in time: {sent:?}");
            if sent.screen.errors.values().all(|error| !error.starts_with(NOT_SAVED)) {
                return self.sees_the_end().await;
            }
            assert_eq!(sent.screen.values["Company website"], website, "the text is kept");
            add_one(&self.not_saved);
            sent = self.person.submits_view(form, &[]).await;
        }
    }

    /// The form has given way to the receipt, or to "Still working" until the result is there.
    async fn sees_the_end(&self) -> bool {
        until("the result", async || self.person.screen().await.title != "Still working").await;
        let screen = self.person.screen().await;
        if let Some(receipt) = screen.received() {
            self.receipts.borrow_mut().push(receipt);
            return true;
        }
        assert!(screen.words.starts_with(NOT_SAVED), "{screen:?}");
        add_one(&self.not_saved);
        add_one(&self.in_doubt);
        false
    }
}

fn add_one(count: &Cell<usize>) {
    count.set(count.get() + 1);
}

#[tokio::test]
async fn when_postgres_stops_under_load_people_are_told_and_it_goes_on_when_it_is_back() {
    on_own_postgres(Wire::Socket, async |world, server| {
        world.start_bot().await;
        world.settle().await;
        let members: Vec<_> = world.members().into_iter().take(3).map(Member::new).collect();
        for _ in 0..2 {
            one_outage(world, server, &members).await;
        }
        world.settle_in_the_end().await;
        nothing_is_lost_or_doubled(world, &members).await;
    })
    .await;
}

/// The server stops while people have forms on their way, and is back when everybody has been told.
async fn one_outage(world: &World, server: &Server, members: &[Member<'_>]) {
    let receipts = || members.iter().map(|member| member.receipts.borrow().len()).sum::<usize>();
    let told = || members.iter().map(|member| member.not_saved.get()).collect::<Vec<_>>();
    let (receipts_before, told_before, stopped) = (receipts(), told(), Cell::new(false));
    let working = join_all(members.iter().map(async |member| {
        member.registers().await;
        until("the outage", async || stopped.get()).await;
        member.registers().await;
    }));
    let outage = async {
        until("the first receipt", async || receipts() > receipts_before).await;
        server.stop().await;
        stopped.set(true);
        until("not ready", async || !is_ready(world).await).await;
        until("everybody is told", async || {
            told().iter().zip(&told_before).all(|(now, before)| now > before)
        })
        .await;
        assert!(!is_ready(world).await);
        server.start_again().await;
        until("ready", async || is_ready(world).await).await;
    };
    join(working, outage).await;
}

async fn nothing_is_lost_or_doubled(world: &World, members: &[Member<'_>]) {
    let receipts: Vec<_> = members.iter().flat_map(|one| one.receipts.borrow().clone()).collect();
    let numbers: BTreeSet<&String> = receipts.iter().map(|(number, _)| number).collect();
    assert_eq!(numbers.len(), receipts.len(), "a number was given twice");
    let listed: Vec<String> =
        world.referrals().await.into_iter().map(|(number, _)| number).collect();
    let desk = world.all_in("sales-desk").await;
    for (number, print) in &receipts {
        assert!(listed.contains(number), "{number} was receipted and is lost");
        let verdict = world.command(&["audit", "verify", "--receipt", print]).await;
        let said = String::from_utf8_lossy(&verdict.stderr);
        assert!(verdict.status.success(), "{number}: {said}");
        let headline = format!("{number} · ");
        let cards = desk.iter().filter(|one| one.text.contains(&headline)).count();
        assert_eq!(cards, 1, "{number} stands once");
    }
    let in_doubt: usize = members.iter().map(|member| member.in_doubt.get()).sum();
    assert!(listed.len() - receipts.len() <= in_doubt, "{listed:?} came of {receipts:?}");
}

/// What was in hand then is given up after fifteen seconds: until then nobody can know whether the
/// server is gone or slow. So this takes longer than other stories.
#[tokio::test]
async fn when_postgres_vanishes_without_a_word_it_goes_on_with_new_connections() {
    behind_a_relay(Wire::Socket, async |world, relay| {
        world.start_bot().await;
        world.settle().await;
        let member = Member::new(world.person("Partner member"));
        member.person.opens_the_form().await;
        // The server vanishes in the middle of a commit: with the answer to a lock still to come.
        let mut other = PgConnection::connect(&world.database.direct()).await.unwrap();
        raw_sql("begin; select 1 from head for update").execute(&mut other).await.unwrap();
        let sent = member.person.submits(&filled(&[])).await;
        assert_eq!(sent.screen.title, "Still working");
        relay.falls_silent();
        other.close().await.unwrap();
        assert!(!member.sees_the_end().await, "nobody knows, so it counts as not saved");
        member.registers().await;
        until("ready", async || is_ready(world).await).await;
        world.settle_in_the_end().await;
        nothing_is_lost_or_doubled(world, &[member]).await;
    })
    .await;
}

/// Runs the bot so that a file which cannot grow is an error, as a full disk is, and not its end.
fn deaf_to_limits(bot: &Command) -> Command {
    let mut command = Command::new("sh");
    command.env_clear().args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
    command.arg(bot.get_program()).args(bot.get_args());
    command.envs(bot.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.current_dir(bot.get_current_dir().expect("it runs in the story's folder"));
    command
}

/// Bytes up to which the bot may write into its files, whether database or log.
fn limit_files(world: &World, bytes: &str) {
    let process = world.bot_process().to_string();
    // The soft limit alone, so that it may be raised again.
    let mut set = Command::new("prlimit");
    set.args(["--pid", &process, &format!("--fsize={bytes}:")]);
    assert!(set.status().expect("prlimit is there").success());
}

fn fill_the_disk(world: &World) {
    limit_files(world, "0");
}

fn make_room(world: &World) {
    limit_files(world, "unlimited");
}

#[tokio::test]
async fn on_a_full_disk_people_are_told_and_it_goes_on_when_there_is_room() {
    on_sqlite(Wire::Socket, async |world| {
        world.launch(deaf_to_limits(&world.bot_command())).await;
        world.settle().await;
        let (member, sales) = (world.person("Partner member"), world.person("Sales 1"));
        let referral = member.refers("acme.example").await;
        let form = member.opens_the_form().await.screen.view;
        let before = everything(world).await;
        assert!(is_ready(world).await);

        fill_the_disk(world);
        let fields = filled(&[("Company website", "birch.example")]);
        let sent = member.submits_view(&form, &fields).await;
        assert!(sent.screen.errors.values().any(|said| said.starts_with(NOT_SAVED)), "{sent:?}");
        assert_eq!(sent.screen.values["Company website"], "birch.example");
        let pressed = sales.presses("Approve", &referral).await;
        assert!(pressed.ok && !pressed.screen.open(), "{pressed:?}");
        until("she is told", async || world.heard("Sales 1").await.contains(NOT_SAVED)).await;
        assert!(!is_ready(world).await);
        let (status, details) = world.page("admin", "/readyz").await;
        let details: Value = serde_json::from_str(&details).unwrap();
        assert_eq!((status, &details["database"]["answers"]), (503, &Value::Bool(true)));
        let verdict = world.command(&["audit", "verify"]).await;
        assert!(verdict.status.success(), "{}", String::from_utf8_lossy(&verdict.stderr));
        assert_eq!(everything(world).await, before, "nothing is half written");

        make_room(world);
        until("ready", async || is_ready(world).await).await;
        let sent = member.submits_view(&form, &[]).await;
        assert_eq!(member.receipt(sent).number, "NOR-2");
        world.settle().await;
        assert!(!sales.approves(&referral).await.screen.open());
        let states: Vec<String> = world.referrals().await.into_iter().map(|one| one.1).collect();
        assert_eq!(states, ["approved", "submitted"]);
    })
    .await;
}

/// How many rows there are of everything that a decision writes.
async fn everything(world: &World) -> [i64; 6] {
    [
        world.database.count("select count(*) from event").await,
        world.database.count("select count(*) from personal").await,
        world.database.count("select count(*) from referral").await,
        world.database.count("select count(*) from inbox").await,
        world.database.count("select count(*) from form").await,
        world.database.count("select count(*) from outbox").await,
    ]
}
