//! *Clear* and *will be reviewed* take the same work: what a partner asks or registers is answered by
//! the same statements, whatever stands against it. The driver's own log is read, so that nothing can
//! be done past it; it is one for a whole process, so that each test has a process of its own.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::process::Command;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;
use vouch::app::execute::{Outcome, Registration};
use vouch::app::{App, Sealed, new_form_id, new_referral_id};
use vouch::chat::inbound::Inbound;
use vouch::domain::account::Domain;
use vouch::domain::account::known::{Standing, Told};
use vouch::domain::ids::PartnerId;
use vouch::domain::referral::{Basis, Introduction, Relationship, Submit};
use vouch::program::InForce;
use vouch::store::accounts::keys;
use vouch::store::accounts::put::put;
use vouch::store::rows::FormRow;

use super::replay::{Story, app_of};
use super::{Room, on_each};

const MEMBER: &str = "slack:T2:U3";

/// A statement as the driver has run it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Statement {
    text: String,
    written: u64,
    read: u64,
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<Statement>>>);

impl Log {
    /// What has run since this was asked last.
    fn take(&self) -> Vec<Statement> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl<S: Subscriber> Layer<S> for Log {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut statement = Statement::default();
            event.record(&mut statement);
            // A pool opens another connection when the last one is not back yet: the machine's doing.
            if !statement.text.starts_with("PRAGMA journal_mode") {
                self.0.lock().unwrap().push(statement);
            }
        }
    }
}

impl Visit for Statement {
    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "rows_affected" => self.written = value,
            "rows_returned" => self.read = value,
            _ => {}
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        // The whole of it stands there where it is longer than its summary.
        if field.name() == "summary" || (field.name() == "db.statement" && !value.is_empty()) {
            self.text = shape(value);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

/// A statement without how many rows it writes at once: SQLite has their places in its text.
fn shape(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    match text.split_once(" values (") {
        Some((head, _)) => head.to_owned(),
        None => text,
    }
}

/// Runs a test of this name in a process of its own; gives the log when this is that process.
fn alone(name: &str) -> Option<Log> {
    const ALONE: &str = "VOUCH_TEST_ALONE";
    if std::env::var_os(ALONE).is_some() {
        let log = Log::default();
        tracing_subscriber::registry().with(log.clone()).init();
        return Some(log);
    }
    let name = format!("store::work::{name}");
    let mut this = Command::new(std::env::current_exe().unwrap());
    let done = this.args([&name, "--exact", "--nocapture"]).env(ALONE, "1").output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(said.contains("1 passed"), "{said}");
    None
}

/// What can stand on a company, for one partner's eyes: nothing, or four reasons for a review.
const CLEAR: &str = "clear";
const REVIEWED: [&str; 4] = ["customer", "talks", "closed", "theirs"];

fn domain(kind: &str, round: &str) -> Domain {
    Domain::stored(format!("{kind}-{round}.example"))
}

/// The vendor's own systems know some, and South has registered others.
async fn known(app: &App, round: &str) {
    let standings = [
        ("customer", Standing::Customer),
        ("talks", Standing::Opportunity),
        ("closed", Standing::OffLimits),
    ];
    let told = standings.map(|(kind, standing)| Told {
        source: "crm".to_owned(),
        external_id: format!("{kind}-{round}"),
        name: Some(format!("Company {kind} {round}")),
        standing: Some(standing),
        domains: Some([domain(kind, round)].into()),
        ..Told::default()
    });
    put(&app.store, &told, app.now()).await.unwrap();
    keys::make(&app.store).await.unwrap();
}

/// What a member sends who registers a company.
pub fn sent(
    story: &mut Story<'_>,
    partner: PartnerId,
    who: &str,
    domain: Domain,
) -> (Inbound, Registration) {
    let (form, sealed) = (new_form_id(), Sealed::new("Acme Widgets"));
    let submit = Submit {
        on_behalf: false,
        form,
        domain,
        company: sealed.seal.clone(),
        need: sealed.seal.clone(),
        relationship: Relationship::Client,
        introduction: Introduction::Expect,
        basis: Basis::Asked,
        contact_name: None,
        contact_email: None,
        job_title: None,
        source: None,
    };
    let inbound = story.inbound(who, form.to_string());
    let registration = Registration {
        form: FormRow {
            form_id: form.to_string(),
            flow: "refer".to_owned(),
            subject: String::new(),
            seen_version: 0,
            identity: who.to_owned(),
            workspace: "slack:T1".to_owned(),
            channel: None,
            opened_us: inbound.received.timestamp_micros(),
            answer: None,
        },
        referral: new_referral_id(),
        partner,
        identity: who.to_owned(),
        newcomer: None,
        submit,
        words: vec![("company", sealed)],
        company: "Acme Widgets".to_owned(),
        is_cut: false,
    };
    (inbound, registration)
}

async fn registers(app: &App, story: &mut Story<'_>, code: &str, who: &str, domain: Domain) {
    let partner = story.partner(code).await;
    let (inbound, registration) = sent(story, partner, who, domain);
    let outcome = app.register(&inbound, registration).await.unwrap();
    assert!(matches!(outcome, Outcome::Answered(_)));
}

/// A programme in which everything is there once, so that nothing is done for the first time.
async fn begun<'a>(app: &'a App, round: &str) -> Story<'a> {
    let mut story = Story::begin(app, 7).await;
    known(app, round).await;
    registers(app, &mut story, "SOU", "slack:T3:U4", domain("theirs", round)).await;
    story
}

fn texts(log: &[Statement]) -> Vec<&str> {
    log.iter().map(|one| one.text.as_str()).collect()
}

/// Rows that are written, by statement. Of a query SQLite says what was written before it.
fn written(log: &[Statement]) -> Vec<(&str, u64)> {
    let is_write =
        |text: &str| ["insert", "update", "delete"].iter().any(|word| text.starts_with(word));
    let writes = log.iter().filter(|one| is_write(&one.text));
    writes.map(|one| (one.text.as_str(), one.written)).collect()
}

async fn in_a_room(room: &Room) -> App {
    let mut app = app_of(room);
    app.in_force = InForce::new(vouch::program::Program::built_in());
    room.clock.set("2029-07-02T09:00:00Z".parse().unwrap());
    app
}

#[tokio::test]
async fn a_question_takes_the_same_statements_and_writes_the_same_rows_whatever_is_found() {
    let name = "a_question_takes_the_same_statements_and_writes_the_same_rows_whatever_is_found";
    let Some(log) = alone(name) else { return };
    on_each(async |room| {
        let app = in_a_room(room).await;
        let mut story = begun(&app, "one").await;
        let partners = story.partners().await;
        let north = partners.iter().find(|one| one.code.to_string() == "NOR").unwrap();
        let mut done = Vec::new();
        for kind in [CLEAR, CLEAR].iter().chain(&REVIEWED) {
            let inbound = story.inbound(MEMBER, String::new());
            log.take();
            app.check(&inbound, north, domain(kind, "one")).await.unwrap();
            done.push((*kind, log.take()));
        }
        // The first question of a day adds a row of its own; every later one is like the next.
        let (_, clear) = done.remove(1);
        assert!(clear.len() > 5, "the driver's log says what runs: {clear:?}");
        for (kind, reviewed) in &done[1..] {
            let database = room.database.kind;
            assert_eq!(texts(reviewed), texts(&clear), "{kind} on {database:?}");
            assert_eq!(written(reviewed), written(&clear), "{kind} on {database:?}");
        }
    })
    .await;
}

/// What is reviewed gets a case, and with it one statement more; its receipt says that it is reviewed.
/// For what reason, nothing tells: not how much was done either.
#[tokio::test]
async fn a_registration_takes_the_same_statements_for_whatever_reason_it_is_reviewed() {
    let name = "a_registration_takes_the_same_statements_for_whatever_reason_it_is_reviewed";
    let Some(log) = alone(name) else { return };
    on_each(async |room| {
        let app = in_a_room(room).await;
        let mut story = begun(&app, "one").await;
        let mut done = Vec::new();
        for kind in [CLEAR].iter().chain(&REVIEWED) {
            let domain = domain(kind, "one");
            story.partner("NOR").await;
            log.take();
            registers(&app, &mut story, "NOR", MEMBER, domain).await;
            done.push((*kind, log.take()));
        }
        let (_, clear) = done.remove(0);
        let first = &done[0].1;
        let database = room.database.kind;
        for (kind, reviewed) in &done {
            assert_eq!(texts(reviewed), texts(first), "{kind} on {database:?}");
        }
        // By the vendor's own systems: the same rows as well. Where the account is closed, or somebody
        // else has it, the same statements take a row or two more, which no clock outside can tell
        // from a busy moment.
        let talks = &done[1].1;
        assert_eq!(written(talks), written(first), "on {database:?}");
        let (clear, reviewed) = (texts(&clear), texts(first));
        let before: BTreeSet<&str> = clear.iter().copied().collect();
        let more: Vec<&str> =
            reviewed.iter().copied().filter(|text| !before.contains(text)).collect();
        assert_eq!(more.len(), 1, "{more:?}");
        assert!(more[0].starts_with("insert into conflict_case"), "{more:?}");
        assert_eq!(reviewed.len(), clear.len() + 1);
    })
    .await;
}
