//! What the clock does about leaderboards: takes them when a month or quarter is over, posts them at
//! nine on the day after, and looks every morning whether something that one showed counts less.

use chrono::{DateTime, Utc};

use super::mornings;
use crate::app::App;
use crate::store::house::{self, BOARDS};
use crate::store::{StoreError, boards};

/// Does what is due, and says when something is the next time.
///
/// # Errors
/// [`StoreError`]: what was not done is done at the next try.
pub async fn run(app: &App, now: DateTime<Utc>) -> Result<DateTime<Utc>, StoreError> {
    let calendar = app.program().rules.calendar.clone();
    let running = app.take_boards(now).await?;
    let (_, ends) = running.bounds(&calendar);
    let posted = app.post_boards(now).await?;
    let corrected = correct(app, now).await?;
    Ok(posted.into_iter().chain(corrected).fold(ends, DateTime::min))
}

/// Never while no board was posted. Of two processes one does it.
async fn correct(app: &App, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
    if boards::posted(&app.store.db, 1).await?.is_empty() {
        return Ok(None);
    }
    let (mine, next) = house::take_job(&app.store, BOARDS, now).await?;
    if !mine {
        return Ok(Some(next));
    }
    app.correct_boards().await?;
    let (_, next) = mornings(&app.program().rules.calendar, now);
    house::job_done(&app.store.writer, BOARDS, next).await?;
    Ok(Some(next))
}
