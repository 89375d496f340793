//! What channels read of Vouch's own accord. A post that may not be said now leaves its channel's
//! queue, so that nothing waits behind it, for a room of its own; from there it comes back, or it is
//! said with all that waits there as one digest. What was due on an earlier day waits there as well,
//! until all that is late with it has been left: so a channel reads one post of it.
//!
//! Each step is one transaction that holds the row by its token and the head of the log by its lock:
//! so two processes count the same day, and whatever is cut off has happened or has not.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Count, Hold, Taken};
use crate::domain::calendar::Calendar;
use crate::domain::posts::{Posts, Standing, Turn};
use crate::store::dialect::{Db, Tx, execute, fetch_all};
use crate::store::writer::Writer;
use crate::store::{Store, StoreError};

/// A row that was let through stays so for as long as it is tried; one whose channel did not work for
/// longer is looked at again.
const LET_THROUGH: TimeDelta = TimeDelta::hours(1);

/// How long what is late waits for the rest of it, at a time.
const GATHER: TimeDelta = TimeDelta::seconds(30);
/// What is not left after so long is not waited for: something is wrong with it.
const NOT_LEFT: TimeDelta = TimeDelta::days(1);

/// Where a channel's posts wait.
#[must_use]
pub fn room(channel: &str) -> String {
    format!("posts:{channel}")
}

/// A post that is about to be sent, by what has to be known to decide about it.
#[derive(Clone, Debug)]
pub struct Post {
    pub channel: String,
    pub what: What,
    pub posts: Posts,
    pub calendar: Calendar,
    /// So many become one; the others wait in the room for the next.
    pub most: usize,
    /// Makes one thing to be said, and its card, of the rows that wait: the first one's number, the
    /// channel, and what they say.
    pub join: fn(i64, &str, &[String]) -> (String, String),
    /// When it was due, where nobody could leave it to be said then.
    pub late: Option<DateTime<Utc>>,
    /// Whether more may come that is late.
    pub leaving: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Post,
    /// What was held back, and waits for quiet hours alone.
    Digest,
    /// It stands behind this card, and waits while that does.
    Behind(String),
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// It is to be said now.
    Through,
    /// It waits elsewhere, is part of something else, or somebody else has it.
    Moved,
}

#[derive(sqlx::FromRow)]
struct Own {
    queue: String,
    post_us: Option<i64>,
    held_us: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Waits {
    seq: i64,
    say: String,
}

/// Decides about a row that was taken, and moves it where it belongs.
///
/// # Errors
/// [`StoreError`]: nothing was moved.
pub async fn pass(
    writer: &Writer,
    taken: &Taken,
    post: Post,
    now: DateTime<Utc>,
) -> Result<Passed, StoreError> {
    let (seq, token) = (taken.seq, taken.token);
    writer
        .touch(move |tx: &mut Tx| {
            let post = post.clone();
            Box::pin(async move { pass_in(tx, (seq, token), &post, now).await })
        })
        .await
}

async fn pass_in(
    tx: &mut Tx,
    (seq, token): (i64, i64),
    post: &Post,
    now: DateTime<Utc>,
) -> Result<Passed, StoreError> {
    tx.lock_head().await?;
    let own = "select queue, post_us, held_us from outbox
                where seq = $1 and token = $2 and done_us is null";
    let Some(own) = fetch_all!(tx tx, Own, own, seq, token)?.pop() else {
        return Ok(Passed::Moved);
    };
    let at_home = own.queue == post.channel;
    let card = match &post.what {
        What::Post | What::Digest => None,
        What::Behind(card) => Some(card),
    };
    if let Some(card) = card {
        return match waits_in(tx, &room(&post.channel), card).await? {
            true if at_home => aside(tx, seq, post, now, (Hold::Quiet, None)).await,
            false if !at_home => back(tx, seq, post, None, now).await,
            true | false => Ok(Passed::Through),
        };
    }
    let lately = (now - LET_THROUGH).timestamp_micros();
    if own.post_us.is_some_and(|let_through| let_through > lately) {
        return Ok(Passed::Through);
    }
    let due = post.late.filter(|due| is_before_today(post, *due, now));
    if let (Some(due), true, None) = (due, at_home, own.held_us) {
        return aside(tx, seq, post, now + GATHER, (Hold::Late, Some(due))).await;
    }
    // At home it has been through there already.
    let held = own.held_us.filter(|_| !at_home).and_then(DateTime::from_timestamp_micros);
    let said = said(tx, seq, post, now).await?;
    let standing = Standing { said, held, digest: post.what == What::Digest };
    match post.posts.turn(&post.calendar, now, &standing) {
        Turn::Now if at_home => {
            let through = "update outbox set post_us = $1 where seq = $2";
            execute!(tx, through, now.timestamp_micros(), seq)?;
            Ok(Passed::Through)
        }
        Turn::Now => back(tx, seq, post, Some(now), now).await,
        Turn::Quiet(until) => aside(tx, seq, post, until, (Hold::Quiet, None)).await,
        Turn::Full(until) => {
            aside(tx, seq, post, until, (Hold::Full, Some(held.unwrap_or(now)))).await
        }
        Turn::Digest if !post.leaving => together(tx, seq, post, now).await,
        Turn::Digest => match gathers(tx, post, now).await? {
            true => aside(tx, seq, post, now + GATHER, (Hold::Late, held)).await,
            false => together(tx, seq, post, now).await,
        },
    }
}

fn is_before_today(post: &Post, due: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    post.calendar.local_date(due) < post.calendar.local_date(now)
}

#[derive(sqlx::FromRow)]
struct Left {
    us: Option<i64>,
}

/// Whether something waits in the room for what comes late with it.
async fn gathers(tx: &mut Tx, post: &Post, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let left = "select max(said_us) as us from outbox
                 where queue = $1 and done_us is null and hold = 'late'";
    let rows = fetch_all!(tx tx, Left, left, room(&post.channel))?;
    let lately = (now - NOT_LEFT).timestamp_micros();
    Ok(rows.first().and_then(|row| row.us).is_some_and(|us| us > lately))
}

/// Posts of this day in the channel, other than `seq`. A digest that is due and not yet said has its
/// place kept, or whatever comes at the same time would be one too many.
async fn said(tx: &mut Tx, seq: i64, post: &Post, now: DateTime<Utc>) -> Result<u32, StoreError> {
    let since = Posts::day_began(&post.calendar, now).timestamp_micros();
    let said = fetch_all!(
        tx tx,
        Count,
        "select (select count(*) from outbox
                  where queue = $1 and post_us >= $3 and seq <> $4
                    and (outcome is null or outcome = 'said'))
              + (select count(distinct queue) from outbox
                  where queue = $2 and done_us is null and held_us < $3 and seq <> $4) as n",
        &post.channel,
        room(&post.channel),
        since,
        seq,
    )?;
    Ok(said.first().and_then(|row| row.n.try_into().ok()).unwrap_or_default())
}

/// It waits in the room.
async fn aside(
    tx: &mut Tx,
    seq: i64,
    post: &Post,
    until: DateTime<Utc>,
    (hold, held): (Hold, Option<DateTime<Utc>>),
) -> Result<Passed, StoreError> {
    execute!(
        tx,
        "update outbox
            set queue = $1, due_us = $2, hold = $3, held_us = coalesce($4, held_us), post_us = null,
                lease_until_us = 0, token = token + 1
          where seq = $5",
        room(&post.channel),
        until.timestamp_micros(),
        hold.as_str(),
        held.map(|held| held.timestamp_micros()),
        seq,
    )?;
    Ok(Passed::Moved)
}

/// It goes back to its channel's queue, to be said there.
async fn back(
    tx: &mut Tx,
    seq: i64,
    post: &Post,
    through: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<Passed, StoreError> {
    execute!(
        tx,
        "update outbox
            set queue = $1, due_us = $2, hold = null, post_us = $3, lease_until_us = 0,
                token = token + 1
          where seq = $4",
        &post.channel,
        now.timestamp_micros(),
        through.map(|through| through.timestamp_micros()),
        seq,
    )?;
    Ok(Passed::Moved)
}

/// What waits in the room from this row on becomes one thing to be said, in its place; what is late
/// alone is said as it is.
async fn together(
    tx: &mut Tx,
    seq: i64,
    post: &Post,
    now: DateTime<Utc>,
) -> Result<Passed, StoreError> {
    let waits = "select seq, say from outbox where queue = $1 and done_us is null order by seq";
    let waits = fetch_all!(tx tx, Waits, waits, room(&post.channel))?;
    let before = waits.iter().filter(|row| row.seq < seq).count();
    let waits: Vec<Waits> = waits.into_iter().skip(before).take(post.most).collect();
    let others: Vec<i64> = waits.iter().map(|row| row.seq).filter(|other| *other != seq).collect();
    if others.is_empty() && post.late.is_some() {
        return back(tx, seq, post, Some(now), now).await;
    }
    let says: Vec<String> = waits.into_iter().map(|row| row.say).collect();
    let (say, card) = (post.join)(seq, &post.channel, &says);
    let now_us = now.timestamp_micros();
    for other in others {
        let done = "update outbox set done_us = $1, outcome = 'in a digest' where seq = $2";
        execute!(tx, done, now_us, other)?;
    }
    execute!(
        tx,
        "update outbox set say = $1, card_id = $2, suspect = 0, held_us = null where seq = $3",
        say,
        card,
        seq,
    )?;
    back(tx, seq, post, Some(now), now).await
}

/// Whether the first drawing of a card waits in a room.
async fn waits_in(tx: &mut Tx, room: &str, card: &str) -> Result<bool, StoreError> {
    let waits = "select count(*) as n from outbox
                  where done_us is null and queue = $1 and card_id = $2";
    let rows = fetch_all!(tx tx, Count, waits, room, card)?;
    Ok(rows.first().is_some_and(|row| row.n > 0))
}

/// Whether a drawing of this card waits in the room of its channel.
///
/// # Errors
/// [`StoreError`].
pub async fn is_held_back(store: &Store, channel: &str, card: &str) -> Result<bool, StoreError> {
    super::draws(store, &room(channel), card, 0).await
}

#[derive(sqlx::FromRow)]
struct Digest {
    say: String,
}

/// The digests that were let through in a channel since then, the newest first, as they waited in the
/// outbox.
///
/// # Errors
/// [`StoreError`].
pub async fn digests(
    db: &Db,
    channel: &str,
    since: DateTime<Utc>,
) -> Result<Vec<String>, StoreError> {
    let rows = fetch_all!(
        db,
        Digest,
        "select say from outbox
          where queue = $1 and post_us >= $2 and card_id like 'digest:%' order by seq desc",
        channel,
        since.timestamp_micros(),
    )?;
    Ok(rows.into_iter().map(|row| row.say).collect())
}
