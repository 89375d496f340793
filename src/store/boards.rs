//! What partners brought about in a period, counted from the read rows through indexes of their own;
//! and how that stood when the period was over.

pub mod running;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::StoreError;
use super::dialect::{Db, Sql, as_json, fetch_all};
use super::rows::{BadRow, BoardRow};
use crate::domain::board::Tally;
use crate::domain::board::period::Period;
use crate::domain::board::snapshot::Snapshot;
use crate::domain::ids::PartnerId;
use crate::domain::partner::Consent;

/// What is counted: from the first instant of the period before, of the period, and of the one
/// after; and by its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub before: DateTime<Utc>,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
}

/// A partner with something that counts, and what others may read of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub tally: Tally,
    /// What it chose about that.
    pub consent: Consent,
}

#[derive(sqlx::FromRow)]
struct CountedRow {
    partner_id: String,
    name: String,
    consent: Option<String>,
    approved: i64,
    earlier: i64,
    won: i64,
    lost: i64,
    expired: i64,
}

/// An approval that was undone has no time any more; what was withdrawn or reversed after it does not
/// count either, nor what a case closed or gave to somebody else.
macro_rules! stands {
    () => {
        "status in ('approved', 'won', 'lost', 'expired', 'released')
                    and not (status = 'released' and ruled <> '[]')"
    };
}

/// `$from` is what is counted, where `$with` has put it together first.
macro_rules! counted {
    ($with:expr, $from:literal) => {
        concat!(
            $with,
            "select p.partner_id, p.name, p.consent,
                    cast(sum(c.approved) as bigint) as approved,
                    cast(sum(c.earlier) as bigint) as earlier,
                    cast(sum(c.won) as bigint) as won, cast(sum(c.lost) as bigint) as lost,
                    cast(sum(c.expired) as bigint) as expired
               from (
                 select partner_id, count(*) as approved, 0 as earlier, 0 as won, 0 as lost,
                        0 as expired
                   from ",
            $from,
            " where decided_us >= $2 and decided_us < $3 and ",
            stands!(),
            " group by partner_id
                 union all
                 select partner_id, 0, count(*), 0, 0, 0
                   from ",
            $from,
            " where decided_us >= $1 and decided_us < $2 and ",
            stands!(),
            " group by partner_id
                 union all
                 select partner_id, 0, 0, sum(case when status = 'won' then 1 else 0 end),
                        sum(case when status = 'lost' then 1 else 0 end), 0
                   from ",
            $from,
            " where closed_day >= $4 and closed_day <= $5 and status in ('won', 'lost')
                  group by partner_id
                 union all
                 select partner_id, 0, 0, 0, 0, count(*)
                   from ",
            $from,
            " where status = 'expired' and since_us >= $2 and since_us < $3
                  group by partner_id
               ) c join partner p on p.partner_id = c.partner_id
              where not p.test and p.state <> 'terminated'
              group by p.partner_id, p.name, p.consent"
        )
    };
}

const COUNTED: &str = counted!("", "referral");

/// Some partners' alone, put together first: a planner that sees their ids beside the period's dates
/// reads the whole period by its index, as long as it has no statistics that say better.
macro_rules! own {
    ($of:literal) => {
        concat!(
            "with own as materialized (
               select partner_id, status, ruled, decided_us, closed_day, since_us
                 from referral where partner_id ",
            $of,
            ") "
        )
    };
}

const COUNTED_OF: Sql = Sql {
    lite: counted!(own!("in (select value from json_each($6))"), "own"),
    pg: counted!(own!("= any (array(select json_array_elements_text($6::json)))"), "own"),
};

/// Every partner with something that counts; trial partners and those that have left count nowhere.
async fn everybody(db: &Db, bounds: &Bounds) -> Result<Vec<Counted>, StoreError> {
    let us = |at: DateTime<Utc>| at.timestamp_micros();
    let (before, from, to) = (us(bounds.before), us(bounds.from), us(bounds.to));
    let (first, last) = (bounds.first_day.to_string(), bounds.last_day.to_string());
    let rows = fetch_all!(db, CountedRow, COUNTED, before, from, to, first, last)?;
    rows.into_iter().map(|row| row.read().map_err(StoreError::from)).collect()
}

/// Those of these partners with something that counts.
async fn of(
    db: &Db,
    bounds: &Bounds,
    partners: &BTreeSet<PartnerId>,
) -> Result<Vec<Counted>, StoreError> {
    let us = |at: DateTime<Utc>| at.timestamp_micros();
    let (before, from, to) = (us(bounds.before), us(bounds.from), us(bounds.to));
    let (first, last) = (bounds.first_day.to_string(), bounds.last_day.to_string());
    let keys = as_json(partners)?;
    let rows = fetch_all!(db, CountedRow, COUNTED_OF, before, from, to, first, last, keys)?;
    rows.into_iter().map(|row| row.read().map_err(StoreError::from)).collect()
}

#[derive(sqlx::FromRow)]
struct NameRow {
    partner_id: String,
    name: String,
    consent: Option<String>,
}

/// What those are called that boards may name, and what each chose; nobody else is in it. Of ten
/// thousand partners nothing more is read.
///
/// # Errors
/// [`StoreError`].
pub async fn names(db: &Db) -> Result<BTreeMap<PartnerId, (String, Consent)>, StoreError> {
    let sql = "select partner_id, name, consent from partner
                where not test and state <> 'terminated'";
    let rows = fetch_all!(db, NameRow, sql)?;
    let read = |row: NameRow| -> Result<_, BadRow> {
        let (partner, consent) = whose(&row.partner_id, row.consent.as_deref())?;
        Ok((partner, (row.name, consent)))
    };
    rows.into_iter().map(|row| read(row).map_err(StoreError::from)).collect()
}

fn whose(id: &str, consent: Option<&str>) -> Result<(PartnerId, Consent), BadRow> {
    let bad = |column| BadRow { table: "partner", column, key: id.to_owned() };
    let consent = consent.map(serde_json::from_str::<Consent>).transpose();
    let consent = consent.map_err(|_| bad("consent"))?.unwrap_or_default();
    Ok((id.parse().map_err(|_| bad("partner_id"))?, consent))
}

impl CountedRow {
    fn read(self) -> Result<Counted, BadRow> {
        let (partner, consent) = whose(&self.partner_id, self.consent.as_deref())?;
        // Nobody has more than four thousand million referrals.
        let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        let tally = Tally {
            partner,
            name: self.name,
            approved: count(self.approved),
            before: count(self.earlier),
            won: count(self.won),
            lost: count(self.lost),
            expired: count(self.expired),
        };
        Ok(Counted { tally, consent })
    }
}

/// The board of a period as it was taken; `None` where none was.
///
/// # Errors
/// [`StoreError`], here and below.
pub async fn snapshot(db: &Db, period: Period) -> Result<Option<Snapshot>, StoreError> {
    let keys = as_json(&[period])?;
    let rows = fetch_all!(db, BoardRow, BoardRow::BY_PERIOD, keys)?;
    Ok(read(&rows)?.pop())
}

/// Those that are still to be posted.
///
/// # Errors
/// [`StoreError`].
pub async fn open(db: &Db) -> Result<Vec<Snapshot>, StoreError> {
    read(&fetch_all!(db, BoardRow, BoardRow::OPEN)?)
}

/// The boards that were posted last, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn posted(db: &Db, limit: i64) -> Result<Vec<Snapshot>, StoreError> {
    read(&fetch_all!(db, BoardRow, BoardRow::POSTED, limit)?)
}

fn read(rows: &[BoardRow]) -> Result<Vec<Snapshot>, StoreError> {
    rows.iter().map(Snapshot::try_from).collect::<Result<_, _>>().map_err(StoreError::from)
}
