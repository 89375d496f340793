//! Every ten minutes: who is in a bound group has its role, who has left it loses it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::App;
use crate::store::{StoreError, house, queries};

const EVERY: TimeDelta = TimeDelta::minutes(10);

/// Runs when it is due, and says when it is due next. As long as no group was ever bound it only
/// looks whether one is: another process may bind it.
///
/// # Errors
/// [`StoreError`].
pub async fn run_if_due(app: &App, now: DateTime<Utc>) -> Result<DateTime<Utc>, StoreError> {
    let groups = queries::groups(&app.store.db).await?;
    if groups.is_empty() {
        return Ok(now + EVERY);
    }
    let job = house::ASKS_AGAIN;
    let (mine, next) = house::take_job(&app.store, job, now).await?;
    if !mine {
        return Ok(next);
    }
    // Of a group that was freed everybody loses what it gave; that asks nobody.
    for group in &groups {
        app.sync_group(&group.id).await?;
    }
    house::job_done(&app.store.writer, job, now + EVERY).await?;
    Ok(now + EVERY)
}
