//! What notes of their own accord are made from: how series stand, when partners sent something last,
//! and what of their referrals waits, ends and has moved. Always of a page of partners at once.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::dialect::{Db, Sql, as_json, fetch_all};
use super::rows::{BadRow, EventRow, RhythmRow};
use super::{StoreError, log};
use crate::domain::board::period::Period;
use crate::domain::calendar::Calendar;
use crate::domain::ids::{PartnerId, ReferralId};
use crate::domain::outcome::{Event, Recorded, ReferralEvent};
use crate::domain::referral::FirstDecision;
use crate::domain::rhythm::month::{Month, One};
use crate::domain::rhythm::nudge::Won;
use crate::domain::rhythm::week::{LINES, Moved};
use crate::domain::rhythm::{Rhythm, Series};

/// Referrals of which the past is looked up at a time.
const AT_ONCE: usize = 500;

/// How the series stand of which somebody has seen one.
///
/// # Errors
/// [`StoreError`], here and below.
pub async fn all(db: &Db) -> Result<BTreeMap<Series, Rhythm>, StoreError> {
    let rows = fetch_all!(db, RhythmRow, RhythmRow::ALL)?;
    let read = |row: &RhythmRow| Rhythm::try_from(row).map(|one| (one.series, one));
    rows.iter().map(read).collect::<Result<_, _>>().map_err(StoreError::from)
}

/// What a partner has done lately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lately {
    /// When its newest referral came.
    pub last: Option<DateTime<Utc>>,
    /// Whether a question or a release waits for it.
    pub waits: bool,
}

#[derive(sqlx::FromRow)]
struct LatelyRow {
    partner_id: String,
    last_us: Option<i64>,
    waits: bool,
}

macro_rules! per_database {
    ($begin:literal, $end:literal) => {
        Sql {
            lite: concat!($begin, " in (select value from json_each($1))", $end),
            pg: concat!($begin, " = any (array(select json_array_elements_text($1::json)))", $end),
        }
    };
}

/// The newest by an index, so that nobody's whole past is read.
const LATELY: Sql = per_database!(
    "select p.partner_id,
            (select max(r.submitted_us) from referral r where r.partner_id = p.partner_id) as last_us,
            exists (select 1 from referral w
                     where w.partner_id = p.partner_id and w.lapses_us is not null)
            or exists (select 1 from referral w
                        where w.partner_id = p.partner_id and w.release_us is not null) as waits
       from partner p
      where p.partner_id",
    ""
);

/// # Errors
/// [`StoreError`].
pub async fn lately(
    db: &Db,
    partners: &[PartnerId],
) -> Result<BTreeMap<PartnerId, Lately>, StoreError> {
    let rows = fetch_all!(db, LatelyRow, LATELY, as_json(partners)?)?;
    let mut found = BTreeMap::new();
    for row in rows {
        let last = row.last_us.and_then(DateTime::from_timestamp_micros);
        found.insert(id(&row.partner_id)?, Lately { last, waits: row.waits });
    }
    Ok(found)
}

#[derive(sqlx::FromRow)]
struct WonRow {
    partner_id: String,
    referral_id: String,
    number: String,
    closed_day: String,
}

const WON: Sql = per_database!(
    "select partner_id, referral_id, number, closed_day
       from (
         select partner_id, referral_id, code || '-' || number as number, closed_day,
                row_number() over (
                  partition by partner_id order by closed_day desc, referral_id desc
                ) as place
           from referral
          where status = 'won' and closed_day >= $2 and partner_id",
    ") found where place = 1"
);

/// The newest of each that was won, and not before that date.
///
/// # Errors
/// [`StoreError`].
pub async fn won(
    db: &Db,
    partners: &[PartnerId],
    since: NaiveDate,
) -> Result<BTreeMap<PartnerId, Won>, StoreError> {
    let mut found = BTreeMap::new();
    for row in fetch_all!(db, WonRow, WON, as_json(partners)?, since.to_string())? {
        let bad = || StoreError::no_id(&row.referral_id);
        let won = Won {
            referral: row.referral_id.parse().map_err(|_| bad())?,
            number: row.number.parse().map_err(|_| bad())?,
            on: row.closed_day.parse().map_err(|_| bad())?,
        };
        found.insert(id(&row.partner_id)?, won);
    }
    Ok(found)
}

/// The first few of a part of a week's note, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Few<T> {
    pub first: Vec<T>,
    pub of: u64,
}

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self { first: Vec::new(), of: 0 }
    }
}

impl<T> Few<T> {
    fn add(&mut self, one: T) {
        self.of += 1;
        if self.first.len() < LINES {
            self.first.push(one);
        }
    }
}

/// What of a partner's referrals there is to say of some days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week {
    pub waits: Few<ReferralId>,
    /// The newest first.
    pub moved: Few<Moved>,
    pub ends: Few<ReferralId>,
}

impl Week {
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.waits.of == 0 && self.moved.of == 0 && self.ends.of == 0
    }
}

#[derive(sqlx::FromRow)]
struct DueRow {
    partner_id: String,
    referral_id: String,
    ends: bool,
    of_all: i64,
}

macro_rules! due {
    ($in:literal) => {
        concat!(
            "select partner_id, referral_id, ends, of_all
               from (
                 select partner_id, referral_id, ends,
                        count(*) over (partition by partner_id, ends) as of_all,
                        row_number() over (
                          partition by partner_id, ends order by due_us, referral_id
                        ) as place
                   from (
                     select partner_id, referral_id, false as ends, lapses_us as due_us
                       from referral where lapses_us is not null and partner_id",
            $in,
            "        union all
                     select partner_id, referral_id, false, release_us
                       from referral
                      where release_us is not null and lapses_us is null and partner_id",
            $in,
            "        union all
                     select partner_id, referral_id, true, expires_us
                       from referral
                      where status = 'approved' and expires_us <= $2 and partner_id",
            $in,
            "      ) due
               ) placed
              where place <= $3
              order by partner_id, ends, place"
        )
    };
}

/// What waits for partners, and what is protected no longer than until `$2`: the first few of each.
const DUE: Sql = Sql {
    lite: due!(" in (select value from json_each($1))"),
    pg: due!(" = any (array(select json_array_elements_text($1::json)))"),
};

#[derive(sqlx::FromRow)]
struct Id {
    referral_id: String,
}

macro_rules! changed {
    ($in:literal) => {
        concat!(
            "select referral_id from referral where since_us >= $2 and partner_id",
            $in,
            " union
             select referral_id from referral
              where status = 'approved' and updated_us >= $2 and partner_id",
            $in,
            " order by referral_id"
        )
    };
}

/// Everything that may have moved since then.
const CHANGED: Sql = Sql {
    lite: changed!(" in (select value from json_each($1))"),
    pg: changed!(" = any (array(select json_array_elements_text($1::json)))"),
};

/// What there is to say of some days to each of these partners: what has moved in them, and what
/// waits now or ends until `soon`. Nothing stands here for whom there is nothing to say.
///
/// # Errors
/// [`StoreError`].
pub async fn week(
    db: &Db,
    partners: &[PartnerId],
    days: (DateTime<Utc>, DateTime<Utc>),
    soon: DateTime<Utc>,
) -> Result<BTreeMap<PartnerId, Week>, StoreError> {
    let mut weeks: BTreeMap<PartnerId, Week> = BTreeMap::new();
    let keys = as_json(partners)?;
    let lines = i64::try_from(LINES).unwrap_or(i64::MAX);
    for row in fetch_all!(db, DueRow, DUE, &keys, soon.timestamp_micros(), lines)? {
        let week = weeks.entry(id(&row.partner_id)?).or_default();
        let few = if row.ends { &mut week.ends } else { &mut week.waits };
        let referral = row.referral_id.parse();
        few.first.push(referral.map_err(|_| StoreError::no_id(&row.referral_id))?);
        few.of = row.of_all.unsigned_abs();
    }
    let changed = fetch_all!(db, Id, CHANGED, &keys, days.0.timestamp_micros())?;
    let changed: Vec<String> = changed.into_iter().map(|row| row.referral_id).collect();
    let mut moved = Vec::new();
    for some in changed.chunks(AT_ONCE) {
        moved.extend(moved_in(db, some, days).await?);
    }
    moved.sort_by_key(|(at, _, one)| Reverse((*at, one.referral)));
    for (_, partner, one) in moved {
        weeks.entry(partner).or_default().moved.add(one);
    }
    Ok(weeks)
}

/// Those of some referrals that moved then, each with whose it is and when something last happened
/// to it.
async fn moved_in(
    db: &Db,
    referrals: &[String],
    days: (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<(DateTime<Utc>, PartnerId, Moved)>, StoreError> {
    let mut past: BTreeMap<String, Vec<Recorded>> = BTreeMap::new();
    for row in fetch_all!(db, EventRow, EventRow::OF_ALL, as_json(referrals)?)? {
        past.entry(row.stream.clone()).or_default().extend(log::recorded(&row));
    }
    let mut moved = Vec::new();
    for (referral, facts) in past {
        let referral = referral.parse().map_err(|_| StoreError::no_id(&referral))?;
        let (Some(sent), Some(last)) = (facts.first(), facts.last()) else { continue };
        let Event::Referral(ReferralEvent::Submitted(sent)) = &sent.event else { continue };
        // Of a partner that goes on as another it is the other's.
        let transferred = facts.iter().rev().find_map(|fact| {
            let Event::Referral(ReferralEvent::Transferred { to, .. }) = fact.event else {
                return None;
            };
            Some(to)
        });
        let partner = transferred.unwrap_or(sent.partner);
        let found = Moved::between(referral, &facts, days);
        moved.extend(found.map(|found| (last.at, partner, found)));
    }
    Ok(moved)
}

#[derive(sqlx::FromRow)]
struct OneRow {
    partner_id: String,
    status: String,
    submitted_us: i64,
    decided_us: Option<i64>,
    first_decided_us: Option<i64>,
    decided_in_time: bool,
    closed_day: Option<String>,
    ruled: bool,
}

/// Everything to which something happened since then that a month counts.
const SINCE: Sql = per_database!(
    "select partner_id, status, submitted_us, decided_us, first_decided_us, decided_in_time,
            closed_day, ruled <> '[]' as ruled
       from referral
      where (submitted_us >= $2 or decided_us >= $2 or first_decided_us >= $2
             or closed_day >= $3) and partner_id",
    ""
);

/// What came of the referrals of each of these partners in a month.
///
/// # Errors
/// [`StoreError`].
pub async fn month(
    db: &Db,
    partners: &[PartnerId],
    month: Period,
    calendar: &Calendar,
) -> Result<BTreeMap<PartnerId, Month>, StoreError> {
    let (from, _) = month.bounds(calendar);
    let (keys, day) = (as_json(partners)?, month.first_day().to_string());
    let mut months: BTreeMap<PartnerId, Month> = BTreeMap::new();
    for row in fetch_all!(db, OneRow, SINCE, keys, from.timestamp_micros(), day)? {
        let one = row.read()?;
        months.entry(id(&row.partner_id)?).or_default().count(&one, month, calendar);
    }
    Ok(months)
}

impl OneRow {
    fn read(&self) -> Result<One, BadRow> {
        let bad = |column| BadRow { table: "referral", column, key: self.partner_id.clone() };
        let time = |us, column| DateTime::from_timestamp_micros(us).ok_or_else(|| bad(column));
        let decided = self.decided_us.map(|us| time(us, "decided_us")).transpose()?;
        let first = self.first_decided_us.map(|us| time(us, "first_decided_us")).transpose()?;
        let closed = self.closed_day.as_deref().map(str::parse).transpose();
        Ok(One {
            status: self.status.parse().map_err(|()| bad("status"))?,
            submitted: time(self.submitted_us, "submitted_us")?,
            decided,
            first: first.map(|at| FirstDecision { at, in_time: self.decided_in_time }),
            closed: closed.map_err(|_| bad("closed_day"))?,
            ruled: self.ruled,
        })
    }
}

fn id(text: &str) -> Result<PartnerId, StoreError> {
    text.parse().map_err(|_| StoreError::no_id(text))
}
