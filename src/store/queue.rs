//! The outbox as a set of queues: taking the head of each, and settling what became of it.
//!
//! Only the oldest undone row of a queue can be taken, so order holds within a queue and a stuck
//! queue stops alone. Taking is a lease with a token: whoever lost the lease cannot settle the row
//! any more. A row that can never be sent is set aside with its reason, or its queue would wait
//! for ever. Why a row waits is in [`hold`], what channels read of its own accord in [`posts`]. What came
//! in and is still to be worked on waits in [`task`].

mod address;
mod hold;
pub mod posts;
mod renumber;
mod task;

use chrono::{DateTime, TimeDelta, Utc};

use super::dialect::{Sql, Tx, as_json, execute, fetch_all, write_rows};
use super::rows::{CardRow, DrawingRow};
use super::writer::Writer;
use super::{Store, StoreError};
pub use address::keep_address;
pub use hold::{Hold, blocked_until, install_died, install_revived, quiet_until, wake};
use hold::{block, postpone};
pub use renumber::renumber;
pub use task::{TakenTask, next_task, settle_task, take_task, tasks_waiting};

/// How long a taken row stays with its process. The death of a process costs at most five seconds:
/// this long, and a little until another has taken the row and done its work.
pub const LEASE: TimeDelta = TimeDelta::seconds(4);

/// A row that was taken, with the token that settles it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Taken {
    pub seq: i64,
    pub queue: String,
    pub say: String,
    pub card_id: Option<String>,
    pub token: i64,
    pub attempts: i64,
    /// Why it was put off the last time: a [`Hold`].
    pub hold: Option<String>,
    /// How often it was posted without an answer.
    pub suspect: i64,
    /// How often it could not be drawn.
    pub broken: i64,
}

impl Taken {
    /// Whether it was put off for this reason the last time.
    #[must_use]
    pub fn was(&self, hold: Hold) -> bool {
        self.hold.as_deref() == Some(hold.as_str())
    }
}

/// The queues in which something waits, found by going from one to the next in the index. Looking
/// at every waiting row instead would cost more the more there is to say.
macro_rules! waiting_queues {
    () => {
        "with recursive waiting(queue) as (
           select min(queue) from outbox where done_us is null
           union all
           select (select min(o.queue) from outbox o
                    where o.done_us is null and o.queue > w.queue)
             from waiting w where w.queue is not null)"
    };
}

/// The oldest undone row of each of them, as `o`.
macro_rules! heads_of_queues {
    () => {
        "waiting w join outbox o on o.seq = (
           select min(p.seq) from outbox p where p.done_us is null and p.queue = w.queue)"
    };
}

macro_rules! take {
    ($busy:literal, $lock:literal) => {
        concat!(
            waiting_queues!(),
            "update outbox
                set lease_until_us = $1 + $2, token = token + 1, attempts = attempts + 1
              where seq in (
               select o.seq from ",
            heads_of_queues!(),
            " where o.done_us is null and o.due_us <= $1 and o.lease_until_us <= $1
                and o.queue not in (",
            $busy,
            ") order by o.seq limit $3 ",
            $lock,
            ")
             returning seq, queue, say, card_id, token, attempts, hold, suspect, broken"
        )
    };
}

const TAKE: Sql = Sql {
    lite: take!("select value from json_each($4)", ""),
    pg: take!("select json_array_elements_text($4::json)", "for update of o skip locked"),
};

/// Takes the heads of at most `limit` queues that are due, leaving out the queues in `busy`.
///
/// # Errors
/// [`StoreError`]; nothing is taken then.
pub async fn take(
    writer: &Writer,
    now: DateTime<Utc>,
    limit: i64,
    busy: Vec<String>,
) -> Result<Vec<Taken>, StoreError> {
    let mut taken = writer
        .touch(move |tx: &mut Tx| {
            let busy = as_json(&busy);
            Box::pin(async move {
                let lease_us = LEASE.num_microseconds().unwrap_or_default();
                let now_us = now.timestamp_micros();
                Ok(fetch_all!(tx tx, Taken, TAKE, now_us, lease_us, limit, busy?)?)
            })
        })
        .await?;
    taken.sort_by_key(|row| row.seq);
    Ok(taken)
}

/// What became of a taken row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Said. `card` is where it stands, when it is a card that was posted; `drawing` is what a card
    /// or a Home shows now.
    Said { card: Option<CardRow>, drawing: Option<DrawingRow> },
    /// A later drawing of the same card makes it unnecessary.
    Merged,
    /// Not sendable, ever; the reason is a code of ours or the platform's.
    SetAside { reason: String },
    /// To be tried again, not before `due`.
    Again { due: DateTime<Utc>, hold: Hold },
    /// It was moved where it belongs, and waits there: nothing is left to settle.
    Moved,
    /// As [`Settled::Again`], and so is every such call in the workspace.
    Blocked { workspace: String, method: &'static str, until: DateTime<Utc> },
    /// The card to redraw is gone: forget where it stood and post it anew.
    Lost { card_id: String },
}

/// Settles a taken row; `false` when the lease was lost meanwhile, and somebody else has it.
///
/// # Errors
/// [`StoreError`].
pub async fn settle(
    writer: &Writer,
    taken: &Taken,
    settled: Settled,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let (seq, token) = (taken.seq, taken.token);
    writer
        .touch(move |tx: &mut Tx| {
            let settled = settled.clone();
            Box::pin(async move { settle_in(tx, seq, token, settled, now).await })
        })
        .await
}

async fn settle_in(
    tx: &mut Tx,
    seq: i64,
    token: i64,
    settled: Settled,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let now_us = now.timestamp_micros();
    let outcome = match &settled {
        Settled::Said { .. } => "said".to_owned(),
        Settled::Merged => "merged".to_owned(),
        Settled::Moved => return Ok(true),
        Settled::SetAside { reason } => format!("set aside: {reason}"),
        Settled::Again { due, hold } => {
            return postpone(tx, (seq, token), *due, *hold, now).await;
        }
        Settled::Blocked { workspace, method, until } => {
            block(tx, workspace, method, *until).await?;
            return postpone(tx, (seq, token), *until, Hold::Limited, now).await;
        }
        Settled::Lost { card_id } => {
            let ours = postpone(tx, (seq, token), now, Hold::Gone, now).await?;
            // Whoever took the row meanwhile may have posted the card anew already.
            if ours {
                execute!(tx, "delete from card where card_id = $1", card_id)?;
            }
            return Ok(ours);
        }
    };
    let done = execute!(
        tx,
        "update outbox set done_us = $1, outcome = $2
          where seq = $3 and token = $4 and done_us is null",
        now_us,
        outcome,
        seq,
        token,
    )?;
    let ours = done == 1;
    match settled {
        Settled::Said { card, drawing } => {
            // Kept even when the lease was lost: the message stands on the platform all the same.
            write_rows(tx, card.as_slice()).await?;
            // What it shows is not known then: another may have drawn it before or after.
            let known = |row: DrawingRow| DrawingRow { shown: row.shown.filter(|_| ours), ..row };
            write_rows(tx, drawing.map(known).as_slice()).await?;
        }
        Settled::SetAside { .. } => {
            let unknown = "update drawing set shown = null
                            where card_id = (select card_id from outbox where seq = $1)";
            execute!(tx, unknown, seq)?;
        }
        Settled::Merged
        | Settled::Moved
        | Settled::Again { .. }
        | Settled::Blocked { .. }
        | Settled::Lost { .. } => {}
    }
    Ok(ours)
}

/// Keeps rows that are still being sent with this process.
///
/// # Errors
/// [`StoreError`].
pub async fn renew(
    writer: &Writer,
    rows: Vec<(i64, i64)>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let rows = rows.clone();
            Box::pin(async move {
                for (seq, token) in rows {
                    execute!(
                        tx,
                        "update outbox set lease_until_us = $1
                          where seq = $2 and token = $3 and done_us is null",
                        (now + LEASE).timestamp_micros(),
                        seq,
                        token,
                    )?;
                }
                Ok(())
            })
        })
        .await
}

/// Lets go of a Home: it is not drawn any more until its owner opens it again.
///
/// # Errors
/// [`StoreError`].
pub async fn forget_home(writer: &Writer, home_id: &str) -> Result<(), StoreError> {
    let home_id = home_id.to_owned();
    writer
        .touch(move |tx: &mut Tx| {
            let home_id = home_id.clone();
            Box::pin(async move {
                execute!(tx, "delete from home where home_id = $1", &home_id)?;
                execute!(tx, "delete from drawing where card_id = $1", home_id)?;
                Ok(())
            })
        })
        .await
}

#[derive(sqlx::FromRow)]
struct Count {
    n: i64,
}

#[derive(sqlx::FromRow)]
struct SaidFor {
    cause: String,
    us: i64,
}

#[derive(sqlx::FromRow)]
struct Earliest {
    us: Option<i64>,
}

/// The queues in which the first waits for quiet hours to end, or for a channel's next day, and the
/// others behind it.
macro_rules! quiet_queues {
    () => {
        "(select h.queue from outbox h
           where h.done_us is null and h.hold in ('quiet', 'full') and h.due_us > $1)"
    };
}

/// How many rows are still to be said.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(store: &Store) -> Result<u64, StoreError> {
    let rows =
        fetch_all!(&store.db, Count, "select count(*) as n from outbox where done_us is null")?;
    Ok(rows.first().map_or(0, |row| row.n.unsigned_abs()))
}

/// How many of them wait for quiet hours to end or for another day: they are where they should be.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting_quietly(store: &Store, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let rows = fetch_all!(
        &store.db,
        Count,
        concat!(
            "select count(*) as n from outbox where done_us is null and queue in ",
            quiet_queues!()
        ),
        now.timestamp_micros(),
    )?;
    Ok(rows.first().map_or(0, |row| row.n.unsigned_abs()))
}

/// How many rows of one queue are still to be said.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting_in(store: &Store, queue: &str) -> Result<u64, StoreError> {
    let rows = fetch_all!(
        &store.db,
        Count,
        "select count(*) as n from outbox where done_us is null and queue = $1",
        queue,
    )?;
    Ok(rows.first().map_or(0, |row| row.n.unsigned_abs()))
}

/// When the earliest waiting row was left to be said; what waits quietly aside.
///
/// # Errors
/// [`StoreError`].
pub async fn oldest(
    store: &Store,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let rows = fetch_all!(
        &store.db,
        Earliest,
        concat!(
            "select min(said_us) as us from outbox where done_us is null and queue not in ",
            quiet_queues!()
        ),
        now.timestamp_micros(),
    )?;
    Ok(rows.first().and_then(|row| row.us).and_then(DateTime::from_timestamp_micros))
}

/// The row of a queue whose turn it is.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    pub queue: String,
    pub due_us: i64,
    pub lease_until_us: i64,
    pub hold: Option<String>,
}

impl Head {
    /// Whether it waits for nothing but a little time: the platform's, or what comes with it.
    #[must_use]
    pub fn is_paced(&self) -> bool {
        let paced = [Hold::Limited, Hold::Passing, Hold::Suspect, Hold::Late];
        paced.iter().any(|hold| self.hold.as_deref() == Some(hold.as_str()))
    }
}

/// The heads of all queues in which something waits.
///
/// # Errors
/// [`StoreError`].
pub async fn heads(store: &Store) -> Result<Vec<Head>, StoreError> {
    Ok(fetch_all!(
        &store.db,
        Head,
        concat!(
            waiting_queues!(),
            "select o.queue, o.due_us, o.lease_until_us, o.hold from ",
            heads_of_queues!(),
            " order by o.queue"
        )
    )?)
}

/// Whether something was ever left to be said for this cause (as long as the outbox remembers).
///
/// # Errors
/// [`StoreError`].
pub async fn said_for(store: &Store, cause: &str) -> Result<bool, StoreError> {
    let rows =
        fetch_all!(&store.db, Count, "select count(*) as n from outbox where cause = $1", cause)?;
    Ok(rows.first().is_some_and(|row| row.n > 0))
}

/// What was said for causes that begin like this, and when. What waits or was set aside is left out.
/// One look for all of them, because nothing leads to causes but a look at every row.
///
/// # Errors
/// [`StoreError`].
pub async fn said_for_all(
    store: &Store,
    prefix: &str,
) -> Result<Vec<(String, DateTime<Utc>)>, StoreError> {
    let rows = fetch_all!(
        &store.db,
        SaidFor,
        "select cause, max(done_us) as us from outbox
          where substr(cause, 1, length($1)) = $1 and outcome = 'said' group by cause order by cause",
        prefix,
    )?;
    let said = rows
        .into_iter()
        .filter_map(|row| Some((row.cause, DateTime::from_timestamp_micros(row.us)?)));
    Ok(said.collect())
}

/// Whether a later drawing of the same card waits behind this row.
///
/// # Errors
/// [`StoreError`].
pub async fn drawn_again(store: &Store, row: &Taken) -> Result<bool, StoreError> {
    match &row.card_id {
        Some(card_id) => draws(store, &row.queue, card_id, row.seq).await,
        None => Ok(false),
    }
}

/// Whether a drawing of this card waits behind `seq`. All drawings of a card are in one queue.
///
/// # Errors
/// [`StoreError`].
pub async fn draws(
    store: &Store,
    queue: &str,
    card_id: &str,
    seq: i64,
) -> Result<bool, StoreError> {
    let rows = fetch_all!(
        &store.db,
        Count,
        "select count(*) as n from outbox
          where done_us is null and queue = $1 and seq > $2 and card_id = $3",
        queue,
        seq,
        card_id,
    )?;
    Ok(rows.first().is_some_and(|row| row.n > 0))
}
