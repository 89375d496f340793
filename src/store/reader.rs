//! The reader: what nearly every delivery has to look up, for many deliveries at once.
//!
//! While one statement runs, the keys that are asked for meanwhile gather by themselves and go with
//! the next, as units do in front of the writer. A lone delivery waits for nobody; a crowd shares
//! its statements, which on `SQLite` cost a thread's wake-up each and on `PostgreSQL` a round trip
//! (docs/performance.md). An answer is never older than the question: nothing is kept.

use std::collections::{BTreeSet, HashMap};

use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use tokio::sync::{mpsc, oneshot};

use super::dialect::{Db, Sql, as_json, fetch_all};
use super::rows::{
    ChannelRow, FormRow, InboxRow, InstallationRow, KnownRow, PartnerRow, ReferralRow,
};
use super::{BadRow, StoreError};
use crate::domain::actor::Person;
use crate::domain::ids::{FormId, PartnerId};
use crate::domain::partner::{Channel, IDS_FOLLOWED, Partner};
use crate::domain::referral::Referral;

/// Questions that may share a statement, and that may wait for one.
const MOST: usize = 256;

type Found<T> = Result<T, StoreError>;

/// Answers point reads. Clones share it.
#[derive(Clone)]
pub struct Reader {
    inbox: Gather<InboxRow>,
    forms: Gather<FormRow>,
    people: Gather<KnownRow>,
    channels: Gather<ChannelRow>,
    partners: Gather<PartnerRow>,
    live: Gather<ReferralRow>,
    installations: Gather<InstallationRow>,
}

impl Reader {
    pub(super) fn start(db: &Db) -> Self {
        Self {
            inbox: Gather::start(db, InboxRow::BY_KEY, |row| &row.key),
            forms: Gather::start(db, FormRow::BY_ID, |row| &row.form_id),
            people: Gather::start(db, KnownRow::BY_IDENTITY, |row| &row.identity),
            channels: Gather::start(db, ChannelRow::BY_ID, |row| &row.channel_id),
            partners: Gather::start(db, PartnerRow::BY_ID, |row| &row.partner_id),
            live: Gather::start(db, ReferralRow::LIVE_ON, |row| &row.domain),
            installations: Gather::start(db, InstallationRow::BY_WORKSPACE, |row| &row.workspace),
        }
    }

    /// The delivery with this key, if it was received before.
    ///
    /// # Errors
    /// [`StoreError`], here and below.
    pub async fn received(&self, key: &str) -> Found<Option<InboxRow>> {
        Ok(self.inbox.ask(key.to_owned()).await?.pop())
    }

    pub async fn form(&self, id: &FormId) -> Found<Option<FormRow>> {
        Ok(self.forms.ask(id.to_string()).await?.pop())
    }

    /// The person behind `platform:workspace:user`.
    pub async fn person_of(&self, identity: &str) -> Found<Option<Person>> {
        let rows = self.people.ask(identity.to_owned()).await?;
        rows.first().map(|row| Person::try_from(&row.person)).transpose().map_err(StoreError::from)
    }

    /// As [`queries::channel`](super::queries::channel).
    pub async fn channel(&self, id: &str) -> Found<Option<Channel>> {
        let mut found: Option<Channel> = one(&self.channels.ask(id.to_owned()).await?)?;
        for _ in 0..IDS_FOLLOWED {
            let Some(to) = found.as_ref().and_then(|found| found.renumbered_to.clone()) else {
                break;
            };
            found = one(&self.channels.ask(to).await?)?.or(found);
        }
        Ok(found)
    }

    pub async fn partner(&self, id: &PartnerId) -> Found<Option<Partner>> {
        one(&self.partners.ask(id.to_string()).await?)
    }

    /// The installation in `platform:workspace`.
    pub async fn installation(&self, workspace: &str) -> Found<Option<InstallationRow>> {
        Ok(self.installations.ask(workspace.to_owned()).await?.pop())
    }

    /// Live referrals on a domain.
    pub async fn live_on(&self, domain: &str) -> Found<Vec<Referral>> {
        let rows = self.live.ask(domain.to_owned()).await?;
        rows.iter().map(Referral::try_from).collect::<Result<_, _>>().map_err(StoreError::from)
    }
}

fn one<R, T: for<'a> TryFrom<&'a R, Error = BadRow>>(rows: &[R]) -> Found<Option<T>> {
    rows.first().map(T::try_from).transpose().map_err(StoreError::from)
}

/// Rows of one table, asked for by one column.
#[derive(Clone)]
struct Gather<R> {
    asks: mpsc::Sender<Ask<R>>,
}

struct Ask<R> {
    key: String,
    back: oneshot::Sender<Found<Vec<R>>>,
}

/// Where to look, and the column that was asked by.
struct Look<R> {
    db: Db,
    sql: Sql,
    key: fn(&R) -> &String,
}

impl<R> Gather<R>
where
    R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Clone + Send + Unpin + 'static,
{
    fn start(db: &Db, sql: Sql, key: fn(&R) -> &String) -> Self {
        let (asks, waiting) = mpsc::channel(MOST);
        tokio::spawn(Look { db: db.clone(), sql, key }.run(waiting));
        Self { asks }
    }

    async fn ask(&self, key: String) -> Found<Vec<R>> {
        let (back, answer) = oneshot::channel();
        self.asks.send(Ask { key, back }).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

impl<R> Look<R>
where
    R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Clone + Send + Unpin + 'static,
{
    /// Runs until nobody can ask any more.
    async fn run(self, mut waiting: mpsc::Receiver<Ask<R>>) {
        let mut asks = Vec::new();
        while waiting.recv_many(&mut asks, MOST).await > 0 {
            match self.rows(&asks).await {
                Ok(found) => answer(&mut asks, &found),
                Err(error) if error.is_outage() => fail(&mut asks, &error),
                // A key that the database does not take fails alone.
                Err(_) => self.one_by_one(&mut asks).await,
            }
        }
    }

    async fn rows(&self, asks: &[Ask<R>]) -> Found<HashMap<String, Vec<R>>> {
        let keys: BTreeSet<&String> = asks.iter().map(|ask| &ask.key).collect();
        let rows: Vec<R> = fetch_all!(&self.db, R, self.sql, as_json(&keys)?)?;
        let mut found: HashMap<String, Vec<R>> = HashMap::new();
        for row in rows {
            found.entry((self.key)(&row).clone()).or_default().push(row);
        }
        Ok(found)
    }

    async fn one_by_one(&self, asks: &mut Vec<Ask<R>>) {
        for ask in asks.drain(..) {
            let mut alone = vec![ask];
            match self.rows(&alone).await {
                Ok(found) => answer(&mut alone, &found),
                Err(error) => fail(&mut alone, &error),
            }
        }
    }
}

// Whoever asked may have gone; that is no matter.

fn fail<R>(asks: &mut Vec<Ask<R>>, error: &StoreError) {
    let again = || match error.is_outage() {
        true => StoreError::Outage(error.to_string()),
        false => StoreError::Failed(error.to_string()),
    };
    for Ask { back, .. } in asks.drain(..) {
        let _ = back.send(Err(again()));
    }
}

fn answer<R: Clone>(asks: &mut Vec<Ask<R>>, found: &HashMap<String, Vec<R>>) {
    for Ask { key, back } in asks.drain(..) {
        let _ = back.send(Ok(found.get(&key).cloned().unwrap_or_default()));
    }
}
