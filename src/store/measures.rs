//! How the programme goes, counted from the read rows. Test partners count nowhere.

use chrono::{DateTime, Utc};

use super::StoreError;
use super::dialect::{Db, fetch_all};
use crate::domain::measure::{Numbers, Share};

#[derive(sqlx::FromRow)]
struct Counted {
    part: i64,
    of_all: i64,
}

impl From<&Counted> for Share {
    fn from(row: &Counted) -> Self {
        let count = |n: i64| u64::try_from(n).unwrap_or_default();
        Self { part: count(row.part), of: count(row.of_all) }
    }
}

#[derive(sqlx::FromRow)]
struct Number {
    n: i64,
}

/// Of the first decisions since then, those that came within their promise. What was merged is counted
/// once, by what goes on.
const IN_TIME: &str = "
    select coalesce(sum(case when r.decided_in_time then 1 else 0 end), 0) as part,
           count(*) as of_all
      from referral r join partner p on p.partner_id = r.partner_id
     where r.first_decided_us >= $1 and r.status <> 'merged' and not p.test";

/// Of what is open, that of which a partner has heard since then.
const FRESH: &str = "
    select coalesce(sum(case when r.updated_us >= $1 then 1 else 0 end), 0) as part,
           count(*) as of_all
      from referral r join partner p on p.partner_id = r.partner_id
     where r.status in ('submitted', 'in_conflict', 'needs_info', 'approved') and not p.test";

/// From then until then, how often a partner asked why, less how often it asked a person, and how
/// often in all. What a partner asks stands in the stream `asking:` and its id.
const WHY_ANSWERED: &str = "
    select coalesce(sum(case when e.kind = 'reason_asked' then 1 else -1 end), 0) as part,
           coalesce(sum(case when e.kind = 'reason_asked' then 1 else 0 end), 0) as of_all
      from event e
      left join referral r on r.referral_id = e.stream
      join partner p on p.partner_id = coalesce(r.partner_id, substr(e.stream, 8))
     where e.kind in ('reason_asked', 'person_asked') and e.at_us >= $1 and e.at_us < $2
       and not p.test";

/// Open cases whose decision is late: once somebody was reminded of that, the clock looks at it later.
const CASES_LATE: &str = "
    select count(*) as n from conflict_case
     where phase in ('proposed', 'appealed') and (reminded > 0 or due_us < $1)";

/// Forms go after their time, so that only the newest are read.
macro_rules! registered {
    ($what:literal, $rest:literal) => {
        concat!(
            "select ",
            $what,
            " as n from form f join referral r on r.form_id = f.form_id
                join partner p on p.partner_id = r.partner_id
               where f.opened_us >= $1 and not p.test",
            $rest
        )
    };
}

/// First decisions since then, and those of them in time.
///
/// # Errors
/// [`StoreError`], here and below.
pub async fn answered_in_time(db: &Db, since: DateTime<Utc>) -> Result<Share, StoreError> {
    share(db, IN_TIME, since).await
}

/// How it goes since `since`; an update is fresh that came after `fresh`, and a case late that was due
/// before `now`.
pub async fn numbers(
    db: &Db,
    since: DateTime<Utc>,
    fresh: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Numbers, StoreError> {
    Ok(Numbers {
        seconds_to_register: seconds_to_register(db, since).await?,
        answered_in_time: answered_in_time(db, since).await?,
        why_answered: why_answered(db, since, DateTime::<Utc>::MAX_UTC).await?,
        fresh: share(db, FRESH, fresh).await?,
        cases_late: cases_late(db, now).await?,
    })
}

/// Of the times a partner asked why from `from` until `to`, those after which it asked no person.
///
/// # Errors
/// [`StoreError`].
pub async fn why_answered(
    db: &Db,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Share, StoreError> {
    let (from_us, to_us) = (from.timestamp_micros(), to.timestamp_micros());
    let rows = fetch_all!(db, Counted, WHY_ANSWERED, from_us, to_us)?;
    Ok(rows.first().map(Share::from).unwrap_or_default())
}

/// Open cases on which a resolver should have decided before `now`.
///
/// # Errors
/// [`StoreError`].
pub async fn cases_late(db: &Db, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let late = fetch_all!(db, Number, CASES_LATE, now.timestamp_micros())?;
    Ok(late.first().map_or(0, |row| row.n.unsigned_abs()))
}

async fn share(db: &Db, sql: &'static str, since: DateTime<Utc>) -> Result<Share, StoreError> {
    let rows = fetch_all!(db, Counted, sql, since.timestamp_micros())?;
    Ok(rows.first().map(Share::from).unwrap_or_default())
}

/// The median by nearest rank, and of how many.
async fn seconds_to_register(
    db: &Db,
    since: DateTime<Utc>,
) -> Result<Option<(u64, u64)>, StoreError> {
    let since_us = since.timestamp_micros();
    let count = fetch_all!(db, Number, registered!("count(*)", ""), since_us)?;
    let Some(n) = count.first().map(|row| row.n).filter(|n| *n > 0) else { return Ok(None) };
    let sql = registered!("r.submitted_us - f.opened_us", " order by 1 limit 1 offset $2");
    let median = fetch_all!(db, Number, sql, since_us, (n - 1) / 2)?;
    let seconds = |row: &Number| u64::try_from(row.n / 1_000_000).unwrap_or_default();
    Ok(median.first().map(|row| (seconds(row), n.unsigned_abs())))
}
