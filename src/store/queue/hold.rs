//! Why rows are put off, and what lets them go on: a platform's "wait", a dead channel or
//! installation, a fault of ours.

use chrono::{DateTime, Utc};

use super::Earliest;
use crate::store::dialect::{Db, Tx, execute, fetch_all};
use crate::store::writer::Writer;
use crate::store::{Store, StoreError};

/// Why a row was put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// The platform asked to wait.
    Limited,
    /// A passing fault of the platform's, or a lost answer to a call that may be repeated freely.
    Passing,
    /// The answer to a new message was lost.
    Suspect,
    /// The message to redraw was gone, and is to be posted anew.
    Gone,
    /// The channel does not work.
    ChannelDead,
    /// The installation does not work.
    InstallDead,
    /// It is a quiet hour, somebody's or of channels.
    Quiet,
    /// The channel has had its posts of the day.
    Full,
    /// It comes late, and waits for what comes late with it.
    Late,
    /// It could not be drawn: our own mistake.
    Broken,
    /// Our own database did not answer.
    Store,
}

impl Hold {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Limited => "limited",
            Self::Passing => "passing",
            Self::Suspect => "suspect",
            Self::Gone => "gone",
            Self::ChannelDead => "channel_dead",
            Self::InstallDead => "install_dead",
            Self::Quiet => "quiet",
            Self::Full => "full",
            Self::Late => "late",
            Self::Broken => "broken",
            Self::Store => "store",
        }
    }
}

pub(super) async fn postpone(
    tx: &mut Tx,
    (seq, token): (i64, i64),
    due: DateTime<Utc>,
    hold: Hold,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = execute!(
        tx,
        "update outbox
            set due_us = $1, lease_until_us = 0, hold = $2,
                suspect = suspect + $3, broken = broken + $4
          where seq = $5 and token = $6 and done_us is null",
        due.timestamp_micros(),
        hold.as_str(),
        i64::from(hold == Hold::Suspect),
        i64::from(hold == Hold::Broken),
        seq,
        token,
    )?;
    if done == 1 && matches!(hold, Hold::ChannelDead | Hold::InstallDead) {
        merge_behind(tx, seq, now).await?;
    }
    Ok(done == 1)
}

/// A queue that goes nowhere keeps one drawing of each card: the first, which then shows the last
/// state, and stands before what is said in its thread.
async fn merge_behind(tx: &mut Tx, seq: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    execute!(
        tx,
        "update outbox set done_us = $2, outcome = 'merged'
          where done_us is null
            and queue = (select h.queue from outbox h where h.seq = $1)
            and exists (select 1 from outbox p
                         where p.queue = outbox.queue and p.done_us is null
                           and p.card_id = outbox.card_id and p.seq < outbox.seq)",
        seq,
        now.timestamp_micros(),
    )?;
    Ok(())
}

/// When the first of what waits for the end of quiet hours, or for another day, may go.
///
/// # Errors
/// [`StoreError`].
pub async fn quiet_until(db: &Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let rows = fetch_all!(
        db,
        Earliest,
        "select min(due_us) as us from outbox
          where done_us is null and hold in ('quiet', 'full')",
    )?;
    Ok(rows.first().and_then(|row| row.us).and_then(DateTime::from_timestamp_micros))
}

pub(super) async fn block(
    tx: &mut Tx,
    workspace: &str,
    method: &str,
    until: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into blocked (workspace, method, until_us) values ($1, $2, $3)
         on conflict (workspace, method) do update set until_us = excluded.until_us
          where excluded.until_us > blocked.until_us",
        workspace,
        method,
        until.timestamp_micros(),
    )?;
    Ok(())
}

/// Until when calls of a kind have to wait in a workspace, if the platform ever said so.
///
/// # Errors
/// [`StoreError`].
pub async fn blocked_until(
    store: &Store,
    workspace: &str,
    method: &str,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let rows = fetch_all!(
        &store.db,
        Earliest,
        "select until_us as us from blocked where workspace = $1 and method = $2",
        workspace,
        method,
    )?;
    Ok(rows.first().and_then(|row| row.us).and_then(DateTime::from_timestamp_micros))
}

/// Lets a queue go on at once that waits for a dead channel or installation, or for somebody's quiet
/// hours to end; what the platform asked to wait for is still waited for.
///
/// # Errors
/// [`StoreError`].
pub async fn wake(writer: &Writer, queue: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let queue = queue.to_owned();
    writer
        .touch(move |tx: &mut Tx| {
            let queue = queue.clone();
            Box::pin(async move {
                execute!(
                    tx,
                    "update outbox set due_us = $1
                      where queue = $2 and done_us is null and due_us > $1
                        and hold in ('channel_dead', 'install_dead', 'quiet')",
                    now.timestamp_micros(),
                    queue,
                )?;
                Ok(())
            })
        })
        .await
}

/// Records that an installation does not work; whether that is news.
///
/// # Errors
/// [`StoreError`].
pub async fn install_died(
    writer: &Writer,
    workspace: &str,
    code: &str,
) -> Result<bool, StoreError> {
    let (workspace, code) = (workspace.to_owned(), code.to_owned());
    writer
        .touch(move |tx: &mut Tx| {
            let (workspace, code) = (workspace.clone(), code.clone());
            Box::pin(async move {
                let changed = execute!(
                    tx,
                    "update installation set dead_code = $1
                      where workspace = $2 and dead_code is null",
                    code,
                    workspace,
                )?;
                Ok(changed == 1)
            })
        })
        .await
}

/// Records that an installation works again, and lets go what waits for one. Which rows waited for
/// this one is not known; the others find out again that theirs does not work.
///
/// # Errors
/// [`StoreError`].
pub async fn install_revived(
    writer: &Writer,
    workspace: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let workspace = workspace.to_owned();
    writer
        .touch(move |tx: &mut Tx| {
            let workspace = workspace.clone();
            Box::pin(async move {
                execute!(
                    tx,
                    "update installation set dead_code = null where workspace = $1",
                    workspace
                )?;
                execute!(
                    tx,
                    "update outbox set due_us = $1
                      where done_us is null and due_us > $1 and hold = 'install_dead'",
                    now.timestamp_micros(),
                )?;
                Ok(())
            })
        })
        .await
}
