//! What of a partner's quarter no other question reads: the cases that were opened in it, and what was
//! said of the partner in public.

use chrono::{DateTime, Utc};

use super::StoreError;
use super::dialect::{Db, fetch_all};
use super::rows::{CaseRow, ShoutRow};
use crate::domain::case::Case;
use crate::domain::ids::PartnerId;
use crate::domain::shout::Shout;

/// The cases that were opened then and in which this partner is or was, the oldest first.
///
/// # Errors
/// [`StoreError`], here and below.
pub async fn cases(
    db: &Db,
    partner: PartnerId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Case>, StoreError> {
    let (from_us, to_us) = (from.timestamp_micros(), to.timestamp_micros());
    let named = format!("%\"{partner}\"%");
    let rows = fetch_all!(db, CaseRow, CaseRow::OPENED_WITH, from_us, to_us, named)?;
    rows.iter().map(Case::try_from).collect::<Result<_, _>>().map_err(StoreError::from)
}

/// What was posted of this partner then and stands, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn thanks(
    db: &Db,
    partner: PartnerId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Shout>, StoreError> {
    let (from_us, to_us) = (from.timestamp_micros(), to.timestamp_micros());
    let id = partner.to_string();
    let rows = fetch_all!(db, ShoutRow, ShoutRow::POSTED_OF, id, from_us, to_us)?;
    rows.iter().map(Shout::try_from).collect::<Result<_, _>>().map_err(StoreError::from)
}
