//! What counts for the board of a period that is not over: counted whole once, then followed by the
//! log, so that asking again costs what happened in between and not what lies behind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Bounds, Counted, everybody, of};
use crate::domain::ids::PartnerId;
use crate::store::dialect::{Db, fetch_all};
use crate::store::{Store, StoreError, queries};

/// So many periods are remembered: the running month and quarter, and whatever else people ask for.
const REMEMBERED: usize = 4;
/// Behind so many events, or where so many partners are concerned, everything is counted anew.
const EVENTS_MOST: i64 = 10_000;
const PARTNERS_MOST: i64 = 500;

/// By partner.
pub type All = Arc<BTreeMap<PartnerId, Counted>>;

/// What was counted last. Clones share it.
#[derive(Clone, Default)]
pub struct Running(Arc<Mutex<Vec<Remembered>>>);

struct Remembered {
    bounds: Bounds,
    /// The position in the log up to which it is complete.
    seq: i64,
    all: All,
}

impl Running {
    fn of(&self, bounds: &Bounds) -> Option<(i64, All)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let one = all.iter().find(|one| one.bounds == *bounds)?;
        Some((one.seq, Arc::clone(&one.all)))
    }

    /// The period that was asked for last stands first.
    fn remember(&self, bounds: &Bounds, seq: i64, all: &All) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let newer = |one: &Remembered| one.bounds == *bounds && one.seq > seq;
        if known.iter().any(newer) {
            return;
        }
        known.retain(|one| one.bounds != *bounds);
        known.insert(0, Remembered { bounds: *bounds, seq, all: Arc::clone(all) });
        known.truncate(REMEMBERED);
    }
}

/// Every partner with something that counts; trial partners and those that have left count nowhere.
///
/// # Errors
/// [`StoreError`].
pub async fn counted(store: &Store, bounds: &Bounds) -> Result<All, StoreError> {
    let db = &store.db;
    // Asked first: whatever happens meanwhile is counted once more the next time.
    let seq = queries::last_seq(db).await?;
    let all = match store.running.of(bounds) {
        Some((then, all)) if then == seq => return Ok(all),
        Some((then, all)) => match concerned(db, then, seq).await? {
            Some(partners) => followed(db, bounds, all, &partners).await?,
            None => whole(db, bounds).await?,
        },
        None => whole(db, bounds).await?,
    };
    store.running.remember(bounds, seq, &all);
    Ok(all)
}

async fn whole(db: &Db, bounds: &Bounds) -> Result<All, StoreError> {
    Ok(Arc::new(by_partner(everybody(db, bounds).await?)))
}

fn by_partner(all: Vec<Counted>) -> BTreeMap<PartnerId, Counted> {
    all.into_iter().map(|one| (one.tally.partner, one)).collect()
}

async fn followed(
    db: &Db,
    bounds: &Bounds,
    mut all: All,
    partners: &BTreeSet<PartnerId>,
) -> Result<All, StoreError> {
    if partners.is_empty() {
        return Ok(all);
    }
    let anew = by_partner(of(db, bounds, partners).await?);
    let whole = Arc::make_mut(&mut all);
    whole.retain(|partner, _| !partners.contains(partner));
    whole.extend(anew);
    Ok(all)
}

#[derive(sqlx::FromRow)]
struct PartnerRow {
    partner_id: String,
}

/// The partners to which something happened since then; `None` where they are too many to be looked
/// at one by one.
async fn concerned(
    db: &Db,
    then: i64,
    now: i64,
) -> Result<Option<BTreeSet<PartnerId>>, StoreError> {
    // A log that is shorter is another one.
    if !(0..=EVENTS_MOST).contains(&(now - then)) {
        return Ok(None);
    }
    let sql = "select r.partner_id from event e join referral r on r.referral_id = e.stream
                where e.seq > $1
                union
               select p.partner_id from event e join partner p on p.partner_id = e.stream
                where e.seq > $1
                limit $2";
    let rows = fetch_all!(db, PartnerRow, sql, then, PARTNERS_MOST + 1)?;
    if i64::try_from(rows.len()).unwrap_or(i64::MAX) > PARTNERS_MOST {
        return Ok(None);
    }
    let id =
        |row: PartnerRow| row.partner_id.parse().map_err(|_| StoreError::no_id(&row.partner_id));
    rows.into_iter().map(id).collect::<Result<_, _>>().map(Some)
}
