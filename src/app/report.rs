//! How a period went: its referrals gone through a page at a time, with what is known beside them.

use chrono::{DateTime, Utc};

use super::App;
use crate::domain::board::period::Period;
use crate::domain::calendar::Calendar;
use crate::domain::measure::report::{Report, Tally};
use crate::store::StoreError;
use crate::store::dialect::Db;
use crate::store::report::{self, Around, Named, Place};
use crate::store::{feedback, measures};

impl App {
    /// How a period went, as it is known now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn report(&self, period: Period) -> Result<Report, StoreError> {
        of(&self.store.db, &self.program().rules.calendar, period, self.now()).await
    }
}

/// How a period went, as it is known at `now`.
///
/// # Errors
/// [`StoreError`].
pub async fn of(
    db: &Db,
    calendar: &Calendar,
    period: Period,
    now: DateTime<Utc>,
) -> Result<Report, StoreError> {
    let (from, to) = period.bounds(calendar);
    let around = report::around(db, from, to).await?;
    let (mut place, mut tally) = (Place::before(from, to), Tally::begin(calendar, now));
    loop {
        let page = report::next(db, &mut place, &around).await?;
        if page.is_empty() {
            return ended(db, tally, &around, period, (from, to, now)).await;
        }
        page.iter().for_each(|one| tally.take(one));
    }
}

/// The same; `each` is handed every referral with its names, as it came.
///
/// # Errors
/// [`StoreError`], or what `each` gives.
pub async fn with_names<E: From<StoreError>>(
    db: &Db,
    calendar: &Calendar,
    period: Period,
    now: DateTime<Utc>,
    mut each: impl FnMut(&Named) -> Result<(), E>,
) -> Result<Report, E> {
    let (from, to) = period.bounds(calendar);
    let around = report::around(db, from, to).await?;
    let (mut place, mut tally) = (Place::before(from, to), Tally::begin(calendar, now));
    loop {
        let page = report::next_named(db, &mut place, &around).await?;
        if page.is_empty() {
            return Ok(ended(db, tally, &around, period, (from, to, now)).await?);
        }
        for one in &page {
            tally.take(&one.sent);
            each(one)?;
        }
    }
}

async fn ended(
    db: &Db,
    tally: Tally<'_>,
    around: &Around,
    period: Period,
    (from, to, now): (DateTime<Utc>, DateTime<Utc>, DateTime<Utc>),
) -> Result<Report, StoreError> {
    let why_answered = measures::why_answered(db, from, to).await?;
    let cases_late = measures::cases_late(db, now).await?;
    let beside = (around.joined.as_slice(), around.contests.as_slice());
    let said = feedback::trend(db, period).await?;
    Ok(tally.end(period, now, beside, (why_answered, cases_late, said)))
}
