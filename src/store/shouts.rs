//! Shout-outs as they stand, and what is asked before one is said.

use chrono::{DateTime, Utc};

use super::StoreError;
use super::dialect::{Db, as_json, fetch_all};
use super::rows::ShoutRow;
use crate::domain::ids::PartnerId;
use crate::domain::shout::{Occasion, Shout};

#[derive(sqlx::FromRow)]
struct Count {
    n: i64,
}

#[derive(sqlx::FromRow)]
struct Instant {
    us: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct CustomerRow {
    domain: String,
    company: Option<String>,
    agreed: bool,
}

fn read(rows: &[ShoutRow]) -> Result<Vec<Shout>, StoreError> {
    rows.iter().map(Shout::try_from).collect::<Result<_, _>>().map_err(StoreError::from)
}

/// The one about this; `None` where nobody has suggested any.
///
/// # Errors
/// [`StoreError`], here and below.
pub async fn shout(db: &Db, occasion: Occasion) -> Result<Option<Shout>, StoreError> {
    let keys = as_json(&[occasion])?;
    let rows = fetch_all!(db, ShoutRow, ShoutRow::BY_OCCASION, keys)?;
    Ok(read(&rows)?.pop())
}

/// Those that can still be posted: suggestions, drafts, then what is scheduled; of each the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn open(db: &Db, limit: i64) -> Result<Vec<Shout>, StoreError> {
    read(&fetch_all!(db, ShoutRow, ShoutRow::OPEN, limit)?)
}

/// Those whose time has come.
///
/// # Errors
/// [`StoreError`].
pub async fn due(db: &Db, now: DateTime<Utc>) -> Result<Vec<Shout>, StoreError> {
    read(&fetch_all!(db, ShoutRow, ShoutRow::DUE, now.timestamp_micros())?)
}

/// When the next one's time comes.
///
/// # Errors
/// [`StoreError`].
pub async fn next_due(db: &Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let rows =
        fetch_all!(db, Instant, "select min(due_us) as us from shout where due_us is not null")?;
    Ok(rows.first().and_then(|row| row.us).and_then(DateTime::from_timestamp_micros))
}

/// How many referrals of a partner were approved and stand.
///
/// # Errors
/// [`StoreError`].
pub async fn approved_of(db: &Db, partner: PartnerId) -> Result<u32, StoreError> {
    let rows = fetch_all!(
        db,
        Count,
        "select count(*) as n from referral
          where partner_id = $1 and decided_us is not null
            and status in ('approved', 'won', 'lost', 'expired', 'released')
            and not (status = 'released' and ruled <> '[]')",
        partner.to_string(),
    )?;
    let n = rows.first().map_or(0, |row| row.n);
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
}

/// When those of a partner's referrals were approved since `from` that stand.
///
/// # Errors
/// [`StoreError`].
pub async fn approvals_of(
    db: &Db,
    partner: PartnerId,
    from: DateTime<Utc>,
) -> Result<Vec<DateTime<Utc>>, StoreError> {
    let rows = fetch_all!(
        db,
        Instant,
        "select decided_us as us from referral
          where partner_id = $1 and decided_us >= $2
            and status in ('approved', 'won', 'lost', 'expired', 'released')
            and not (status = 'released' and ruled <> '[]')",
        partner.to_string(),
        from.timestamp_micros(),
    )?;
    let times = rows.iter().filter_map(|row| row.us);
    Ok(times.filter_map(DateTime::from_timestamp_micros).collect())
}

/// What the companies are called that a partner has referred, and their domains; those first that have
/// not agreed to be named, then those that have. Who has agreed once is no secret by another referral.
///
/// # Errors
/// [`StoreError`].
pub async fn customers_of(db: &Db, partner: PartnerId) -> Result<[Vec<String>; 2], StoreError> {
    let rows = fetch_all!(
        db,
        CustomerRow,
        "select r.domain, p.text as company, r.naming is not null as agreed
           from referral r left join personal p on p.digest = r.company
          where r.partner_id = $1
          order by r.domain",
        partner.to_string(),
    )?;
    let names = |row: CustomerRow| {
        // What stands before the first dot is what people call it.
        let word = row.domain.split('.').next().unwrap_or_default().to_owned();
        [row.company.unwrap_or_default(), row.domain, word]
    };
    let (agreed, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.agreed);
    let all = |rows: Vec<CustomerRow>| -> Vec<String> {
        rows.into_iter().flat_map(names).filter(|name| !name.is_empty()).collect()
    };
    Ok([all(others), all(agreed)])
}
