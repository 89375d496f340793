//! Questions about a database's own health, for `vouch doctor` and the night's work: cheap ones, asked
//! of a snapshot.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection};

use super::StoreError;
use super::dialect::{Db, fetch_all};
use super::log::{GENESIS, chain};
use super::queries;
use super::rows::EventRow;
use crate::domain::partner::{Audience, Channel, Partner};

/// How long a partner's channel may be without a press before somebody should look.
pub const FIRST_DAYS: TimeDelta = TimeDelta::days(7);

#[derive(sqlx::FromRow)]
struct Head {
    event_seq: i64,
    chain: String,
}

/// Whether the log ends where the head says, with the hash that the last event must have. Gives
/// the number of events, or nothing when it does not fit. The whole chain is `audit verify`'s.
///
/// # Errors
/// [`StoreError`].
pub async fn log_ends_well(db: &Db) -> Result<Option<i64>, StoreError> {
    let head = fetch_all!(db, Head, "select event_seq, chain from head where id = 1")?.pop();
    let Some(head) = head else { return Ok(None) };
    let last: Vec<EventRow> = queries::events_after(db, head.event_seq - 2, 3).await?;
    let (before, last) = match &last[..] {
        [] => return Ok((head.event_seq == 0 && head.chain == GENESIS).then_some(0)),
        [only] => (GENESIS, only),
        [before, last] => (before.chain.as_str(), last),
        [_, _, ..] => return Ok(None),
    };
    let fits = last.seq == head.event_seq && last.chain == head.chain;
    Ok((fits && chain(before, last) == last.chain).then_some(last.seq))
}

/// When the last event of the log was recorded; none in an empty one.
///
/// # Errors
/// [`StoreError`].
pub async fn last_event_at(db: &Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let rows: Vec<Last> =
        fetch_all!(db, Last, "select at_us from event order by seq desc limit 1")?;
    Ok(rows.first().and_then(|last| DateTime::from_timestamp_micros(last.at_us)))
}

#[derive(sqlx::FromRow)]
struct Last {
    at_us: i64,
}

/// A channel in which something does not work as it was meant to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ailing {
    pub channel: String,
    /// The partner's code, where it is a partner's.
    pub partner: Option<String>,
    pub why: Ailment,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ailment {
    /// The platform refuses to post there; its word for it.
    Dead(String),
    /// A partner's, in which nobody has pressed anything since it was linked, a week ago or longer.
    Silent,
}

/// The channels that somebody should look at.
///
/// # Errors
/// [`StoreError`].
pub async fn ailing_channels(db: &Db, now: DateTime<Utc>) -> Result<Vec<Ailing>, StoreError> {
    let partners = queries::partners(db).await?;
    let presses = Presses::read(db).await?;
    let channels = queries::channels(db).await?;
    let linked = channels.into_iter().filter(|channel| channel.audience.is_some());
    let found = linked.filter_map(|channel| {
        let partner = partners.iter().find(|one| Some(one.id) == channel.partner);
        let why = match (&channel.dead, partner) {
            (Some(code), _) => Ailment::Dead(code.clone()),
            (None, Some(partner)) if is_silent(&channel, partner, &presses, now) => Ailment::Silent,
            (None, _) => return None,
        };
        let partner = partner.map(|partner| partner.code.to_string());
        Some(Ailing { channel: channel.id, partner, why })
    });
    Ok(found.collect())
}

fn is_silent(channel: &Channel, partner: &Partner, presses: &Presses, now: DateTime<Utc>) -> bool {
    channel.audience == Some(Audience::Partner)
        && now - channel.linked_at >= FIRST_DAYS
        && partner.sent == 0
        && !presses.channels.contains(&channel.id)
        && !partner.workspaces.iter().any(|workspace| presses.workspaces.contains(workspace))
}

/// Where presses came from, as long as deliveries and forms are kept.
struct Presses {
    /// Channels in which a form was opened.
    channels: BTreeSet<String>,
    /// Workspaces of people who pressed or typed something.
    workspaces: BTreeSet<String>,
}

impl Presses {
    async fn read(db: &Db) -> Result<Self, StoreError> {
        let forms = "select distinct channel as word from form where channel is not null";
        let inbox = "select distinct identity as word from inbox where identity is not null";
        let channels = fetch_all!(db, Word, forms)?;
        let people = fetch_all!(db, Word, inbox)?;
        let workspace = |person: Word| Some(person.word.rsplit_once(':')?.0.to_owned());
        Ok(Self {
            channels: channels.into_iter().map(|channel| channel.word).collect(),
            workspaces: people.into_iter().filter_map(workspace).collect(),
        })
    }
}

#[derive(sqlx::FromRow)]
struct Word {
    word: String,
}

/// How many commits one after the other a PostgreSQL server takes in a second, from here. Each
/// writes a few bytes to its log and nothing to any table.
///
/// # Errors
/// Whatever the server says.
pub async fn commits_a_second(url: &str, span: Duration) -> Result<u32, StoreError> {
    let mut server = PgConnectOptions::from_str(url)?.connect().await?;
    let started = Instant::now();
    let mut commits: u32 = 0;
    while started.elapsed() < span {
        // Without something to write a commit would not wait for the disk.
        sqlx::query("select pg_logical_emit_message(true, 'vouch', '')")
            .execute(&mut server)
            .await?;
        commits += 1;
    }
    let taken = started.elapsed();
    server.close().await?;
    Ok(a_second(commits, taken))
}

/// A count over a time as a count in a second.
#[must_use]
pub fn a_second(count: u32, taken: Duration) -> u32 {
    let taken_us = taken.as_micros().max(1);
    u32::try_from(u128::from(count) * 1_000_000 / taken_us).unwrap_or(u32::MAX)
}
