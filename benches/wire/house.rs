//! The programme that is measured: partners with a channel each, and a database in which many forms
//! stand open, copied for every run so that all begin alike.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Connection, Executor, FromRow, PgConnection};

use crate::load::{self, Bodies};
use crate::slack::{self, HOME, NAME, Submissions, Who, chosen, text};
use crate::stub::Stub;
use crate::subject::{Kind, Places, Running, Slower};

/// Partners, each with a channel and a member who speaks for it.
pub const PARTNERS: usize = 64;
/// The first partner has so few referrals, whatever the store holds.
pub const FEW: usize = 20;

/// Who presses for the form with this number: the first partner's member for its few, then the
/// others in turn.
pub fn member(nth: usize) -> Who {
    let partner = match (nth % PARTNERS, nth / PARTNERS) {
        (0, round) if round < FEW => 0,
        (0, round) => 1 + round % (PARTNERS - 1),
        (other, _) => other,
    };
    member_of(partner)
}

pub fn member_of(partner: usize) -> Who {
    Who {
        team: format!("TPARTNER{partner}"),
        user: format!("UMEMBER{partner}"),
        channel: channel_of(partner),
    }
}

pub fn channel_of(partner: usize) -> String {
    format!("CPARTNER{partner}")
}

pub fn sales() -> Who {
    Who { team: HOME.to_owned(), user: "USALES".to_owned(), channel: "CSALES".to_owned() }
}

pub fn setup() -> String {
    let mut setup = format!(
        "[vendor]\nworkspace = \"{HOME}\"\n\n\
         [[channel]]\nid = \"slack:CSALES\"\naudience = \"internal\"\n\n\
         [[person]]\nid = \"slack:{HOME}:USALES\"\nname = \"Ada\"\nroles = [\"sales\", \"partner_manager\"]\n"
    );
    for partner in 0..PARTNERS {
        let Who { team, user, channel } = member_of(partner);
        let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
        let code: String = [letter(partner / 26), letter(partner), 'P'].iter().collect();
        write!(
            setup,
            "\n[[partner]]\ncode = \"{code}\"\nname = \"Partner {code}\"\nworkspaces = [\"slack:{team}\"]\n\n\
             [[channel]]\nid = \"slack:{channel}\"\naudience = \"partner\"\npartner = \"{code}\"\n\n\
             [[person]]\nid = \"slack:{team}:{user}\"\nname = \"Grace\"\npartner = \"{code}\"\nroles = [\"partner_member\"]\n"
        )
        .expect("a string takes everything");
    }
    setup
}

/// Where a database is.
#[derive(Clone, Debug)]
pub enum Base {
    /// A folder for files.
    Lite(PathBuf),
    /// A server's URL, without a database.
    Pg(String),
}

impl Base {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Lite(_) => "SQLite",
            Self::Pg(_) => "PostgreSQL",
        }
    }

    pub fn url(&self, name: &str) -> String {
        match self {
            Self::Lite(folder) => {
                format!("sqlite://{}", folder.join(format!("{name}.db")).display())
            }
            Self::Pg(server) => format!("{server}/{name}"),
        }
    }

    /// An empty database, in place of any of this name.
    pub async fn make(&self, name: &str) {
        match self {
            Self::Lite(folder) => forget(folder, name),
            Self::Pg(server) => {
                on_server(server, &format!("drop database if exists {name} with (force)")).await;
                on_server(server, &format!("create database {name}")).await;
            }
        }
    }

    /// A copy of a database that nobody has open.
    pub async fn copy(&self, from: &str, to: &str) {
        match self {
            Self::Lite(folder) => {
                forget(folder, to);
                let file = |name: &str| folder.join(format!("{name}.db"));
                std::fs::copy(file(from), file(to)).expect("a database can be copied");
            }
            Self::Pg(server) => {
                on_server(server, &format!("drop database if exists {to} with (force)")).await;
                on_server(server, &format!("create database {to} template {from}")).await;
            }
        }
    }

    /// Brings a database over to another server.
    pub async fn bring(&self, to: &Self, name: &str) {
        let (Self::Pg(_), Self::Pg(_)) = (self, to) else { return };
        to.make(name).await;
        let pipe =
            format!("pg_dump --dbname={} | psql --quiet --dbname={}", self.url(name), to.url(name));
        let mut shell = std::process::Command::new("sh");
        shell.args(["-ec", &pipe]).stdout(std::process::Stdio::null());
        assert!(shell.status().is_ok_and(|status| status.success()), "{name} was brought over");
    }

    pub async fn drop(&self, name: &str) {
        match self {
            Self::Lite(folder) => forget(folder, name),
            Self::Pg(server) => {
                on_server(server, &format!("drop database if exists {name} with (force)")).await;
            }
        }
    }

    /// Referrals that wait for sales with their versions, at most `limit`. Equal numbers come one
    /// after the other, each of another partner.
    pub async fn submitted(&self, name: &str, limit: usize) -> Vec<(String, i64)> {
        let question = "select referral_id, version from referral where status = 'submitted'
                         order by number, partner_id limit 1000";
        let rows: Vec<(String, i64)> = self.rows(name, question).await;
        rows.into_iter().take(limit).collect()
    }

    /// The member of the partner that `journeys` gives many referrals.
    pub async fn first_member(&self, name: &str) -> Who {
        let question =
            "select i.identity from identity i join person p on p.person_id = i.person_id
                         where p.partner_id is not null order by p.partner_id limit 1";
        let rows: Vec<(String,)> = self.rows(name, question).await;
        let (identity,) = rows.into_iter().next().expect("a partner has a member");
        let user = identity.rsplit(':').next().unwrap_or_default();
        let nth = user.trim_start_matches("UMEMBER").parse().expect("members are numbered");
        member_of(nth)
    }

    /// How many rows a table has.
    pub async fn count(&self, name: &str, table: &str) -> i64 {
        let rows: Vec<(i64,)> = self.rows(name, &format!("select count(*) from {table}")).await;
        rows.into_iter().map(|(count,)| count).sum()
    }

    async fn rows<T>(&self, name: &str, question: &str) -> Vec<T>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let (url, question) = (self.url(name), AssertSqlSafe(question));
        match self {
            Self::Lite(_) => {
                let mut db = sqlx::SqliteConnection::connect(&url).await.expect("it opens");
                sqlx::query_as(question).fetch_all(&mut db).await.expect("it reads")
            }
            Self::Pg(_) => {
                let mut db = PgConnection::connect(&url).await.expect("it opens");
                sqlx::query_as(question).fetch_all(&mut db).await.expect("it reads")
            }
        }
    }

    /// Runs a statement in a database.
    pub async fn run(&self, name: &str, statement: &str) {
        let url = self.url(name);
        match self {
            Self::Lite(_) => {
                let mut db = sqlx::SqliteConnection::connect(&url).await.expect("it opens");
                db.execute(AssertSqlSafe(statement)).await.expect("it runs");
                db.close().await.expect("it closes");
            }
            Self::Pg(_) => {
                let mut db = PgConnection::connect(&url).await.expect("it opens");
                db.execute(AssertSqlSafe(statement)).await.expect("it runs");
                db.close().await.expect("it closes");
            }
        }
    }
}

fn forget(folder: &Path, name: &str) {
    for end in [".db", ".db-wal", ".db-shm", ".peer.db", ".peer.db-wal", ".peer.db-shm"] {
        // Whatever is not there needs no removing.
        let _ = std::fs::remove_file(folder.join(format!("{name}{end}")));
    }
}

async fn on_server(server: &str, statement: &str) {
    let mut db = PgConnection::connect(&format!("{server}/postgres")).await.expect("it answers");
    db.execute(AssertSqlSafe(statement))
        .await
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
    db.close().await.expect("it closes");
}

/// Forms that stand open, and what is sent from them.
#[derive(Clone)]
pub struct Forms {
    ids: Arc<Vec<String>>,
    submissions: Arc<Submissions>,
}

impl Forms {
    /// The form with this number, filled in and sent off.
    pub fn body(&self, nth: usize) -> Option<Bytes> {
        let form = self.ids.get(nth)?;
        Some(self.submissions.body(&member(nth), form, nth, &format!("acme-{nth}.example")))
    }

    pub fn bodies(&self, from: usize) -> Bodies {
        let forms = self.clone();
        Arc::new(move |nth| forms.body(from + nth))
    }
}

/// What a member types.
fn typed() -> Vec<(&'static str, serde_json::Value)> {
    let need =
        "They outgrew their spreadsheet and asked us who could help before the end of March.";
    vec![
        ("website", text(NAME)),
        ("company", text("Acme Industries")),
        ("need", text(need)),
        ("relationship", chosen("client")),
        ("introduction", chosen("introduce")),
        ("basis", chosen("agreed")),
        ("contact-name", text("Mary Contact")),
        ("contact-email", text("mary@acme.example")),
        ("job-title", text("Head of Operations")),
    ]
}

/// Makes the database `name` with this many open forms, by presses on the wire.
pub async fn open_forms(
    base: &Base,
    name: &str,
    places: &Places,
    stub: &Stub,
    count: usize,
) -> Forms {
    base.make(name).await;
    let vouch = Running::start(Kind::Vouch, places, &base.url(name), Slower::NOT).await;
    let presses: Bodies = Arc::new(move |nth| {
        let action = ("refer:open", "v1:refer:open::0");
        (nth < count).then(|| slack::press(&member(nth), nth, action, "1700000000.000001"))
    });
    let opened = load::closed(&vouch, 32, Duration::from_secs(600), presses, "").await;
    assert_eq!((opened.count(), opened.errors), (count, 0), "every press is taken");
    for _ in 0..1_000 {
        if stub.forms() >= count {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    vouch.stop().await;
    let form = |nth| stub.form(&format!("press.{nth}")).expect("every press opens a form");
    let ids = Arc::new((0..count).map(form).collect());
    let view = stub.sample("refer").expect("a form was opened");
    Forms { ids, submissions: Arc::new(Submissions::new(view, &typed())) }
}
