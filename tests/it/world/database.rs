//! A database for one story: a file, or a fresh database on a throw-away PostgreSQL.

use std::path::Path;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection, raw_sql};

/// The URL of a PostgreSQL server on which databases may be made and dropped.
const SERVER: &str = "VOUCH_TEST_POSTGRES";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// The kinds that can be had here. Says once what is left out; with `CI` set that is a failure.
pub fn kinds() -> Vec<Kind> {
    static SAID: Once = Once::new();
    if std::env::var_os(SERVER).is_some() {
        return vec![Kind::Sqlite, Kind::Postgres];
    }
    assert!(std::env::var_os("CI").is_none(), "CI is set, but {SERVER} is not");
    SAID.call_once(|| eprintln!("PostgreSQL is left out: {SERVER} is not set."));
    vec![Kind::Sqlite]
}

impl Kind {
    /// The other kind where it can be had here, else the same.
    pub fn other(self) -> Self {
        kinds().into_iter().find(|kind| *kind != self).unwrap_or(self)
    }
}

/// A database that nothing else uses.
pub struct Database {
    pub kind: Kind,
    pub url: String,
    name: String,
    /// Where it was made; none for a file.
    server: Option<String>,
}

impl Database {
    pub async fn make(kind: Kind, folder: &Path) -> Self {
        match kind {
            Kind::Sqlite => {
                let url = format!("sqlite://{}", folder.join("vouch.db").display());
                Self { kind, url, name: String::new(), server: None }
            }
            Kind::Postgres => {
                Self::make_on(std::env::var(SERVER).expect("asked for only where it is set")).await
            }
        }
    }

    /// A database on the PostgreSQL server at this URL.
    pub async fn make_on(server: String) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("vouch_{}_{number}", std::process::id());
        let mut made =
            Self { kind: Kind::Postgres, url: String::new(), name, server: Some(server) };
        made.url = made.direct();
        made.on_server(&format!("create database {}", made.name)).await;
        made
    }

    /// Host and port of its server.
    pub fn host(&self) -> &str {
        let (rest, _) = self.server().rsplit_once('/').expect("the URL names a database");
        rest.rsplit(['@', '/']).next().unwrap_or(rest)
    }

    /// The URL past any relay.
    pub fn direct(&self) -> String {
        let (server, _) = self.server().rsplit_once('/').expect("the URL names a database");
        format!("{server}/{}", self.name)
    }

    fn server(&self) -> &str {
        self.server.as_ref().expect("it is on a server")
    }

    /// Cuts off whoever is connected, and lets nobody in until [`Database::open_again`].
    pub async fn shut(&self) {
        self.on_server(&format!("alter database {} allow_connections false", self.name)).await;
        let cut = format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{}'",
            self.name
        );
        self.on_server(&cut).await;
    }

    pub async fn open_again(&self) {
        self.on_server(&format!("alter database {} allow_connections true", self.name)).await;
    }

    /// One number, asked for beside the running bot.
    pub async fn count(&self, sql: &'static str) -> i64 {
        match self.kind {
            Kind::Sqlite => {
                let mut lite = SqliteConnection::connect(&self.url).await.unwrap();
                let n = sqlx::query_scalar(sql).fetch_one(&mut lite).await.unwrap();
                lite.close().await.unwrap();
                n
            }
            Kind::Postgres => {
                let mut pg = PgConnection::connect(&self.url).await.unwrap();
                let n = sqlx::query_scalar(sql).fetch_one(&mut pg).await.unwrap();
                pg.close().await.unwrap();
                n
            }
        }
    }

    /// Two columns of text, asked for beside the running bot.
    pub async fn pairs(&self, sql: &'static str) -> Vec<(String, String)> {
        match self.kind {
            Kind::Sqlite => {
                let mut lite = SqliteConnection::connect(&self.url).await.unwrap();
                let rows = sqlx::query_as(sql).fetch_all(&mut lite).await.unwrap();
                lite.close().await.unwrap();
                rows
            }
            Kind::Postgres => {
                let mut pg = PgConnection::connect(&self.url).await.unwrap();
                let rows = sqlx::query_as(sql).fetch_all(&mut pg).await.unwrap();
                pg.close().await.unwrap();
                rows
            }
        }
    }

    /// Takes it away; a file goes with its folder.
    pub async fn drop(&self) {
        if self.kind == Kind::Postgres {
            self.on_server(&format!("drop database {} with (force)", self.name)).await;
        }
    }

    async fn on_server(&self, sql: &str) {
        let mut server = PgConnection::connect(self.server()).await.expect("PostgreSQL answers");
        // Only names made above get in here.
        raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut server).await.unwrap();
        server.close().await.unwrap();
    }
}
