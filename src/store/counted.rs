//! What counts for partners' tiers, asked through the reading pool.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::StoreError;
use super::dialect::{Db, as_json, fetch_all};
use super::rows::{CountedRow, PartnerRow};
use crate::domain::ids::PartnerId;
use crate::domain::partner::Partner;
use crate::domain::tier::count::Counted;

/// What some partners have open, and what has come of their referrals since then.
///
/// # Errors
/// [`StoreError`].
pub async fn of(
    db: &Db,
    partners: &[PartnerId],
    since: DateTime<Utc>,
) -> Result<BTreeMap<PartnerId, Vec<Counted>>, StoreError> {
    let mut found: BTreeMap<PartnerId, Vec<Counted>> =
        partners.iter().map(|partner| (*partner, Vec::new())).collect();
    let (keys, since_us) = (as_json(partners)?, since.timestamp_micros());
    for row in fetch_all!(db, CountedRow, CountedRow::OF, keys, since_us)? {
        let (partner, counted) = row.read()?;
        found.entry(partner).or_default().push(counted);
    }
    Ok(found)
}

/// The next partners, in the order of their ids; from the first without `last`.
///
/// # Errors
/// [`StoreError`].
pub async fn partners_after(
    db: &Db,
    last: Option<PartnerId>,
    limit: i64,
) -> Result<Vec<Partner>, StoreError> {
    let last = last.map(|id| id.to_string()).unwrap_or_default();
    let rows = fetch_all!(db, PartnerRow, PartnerRow::AFTER, last, limit)?;
    rows.iter().map(Partner::try_from).collect::<Result<_, _>>().map_err(StoreError::from)
}
