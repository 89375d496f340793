//! Partners at their first steps: in the morning whoever looks after one hears of a step at which
//! nothing moves, once.

use chrono::{DateTime, Utc};

use super::mornings;
use crate::app::App;
use crate::store::{StoreError, house, start};

const NAME: &str = "start";

/// Looks at every list that is open when a morning has come, and says when the next one does. Of two
/// processes one does it; mornings that were missed are one.
///
/// # Errors
/// [`StoreError`]: what was not said is said at the next try.
pub async fn run_if_due(app: &App, now: DateTime<Utc>) -> Result<DateTime<Utc>, StoreError> {
    let (mine, next) = house::take_job(&app.store, NAME, now).await?;
    if !mine {
        return Ok(next);
    }
    for partner in start::open(&app.store.db).await? {
        app.look_at_start(&partner).await?;
    }
    let (_, next) = mornings(&app.program().rules.calendar, now);
    house::job_done(&app.store.writer, NAME, next).await?;
    Ok(next)
}
