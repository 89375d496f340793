//! What the clock starts: asks each job for its time, runs it, and asks again.

use chrono::{DateTime, TimeDelta, Utc};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::jobs;
use crate::store::StoreError;

/// After trouble with the database.
const PAUSE: TimeDelta = TimeDelta::seconds(30);

/// Runs jobs as they come due, until told to stop.
pub(super) async fn run(app: App, inbox_days: u32, stop: CancellationToken) {
    let mut said = app.store.writer.said();
    while !stop.is_cancelled() {
        let next = match run_due(&app, inbox_days).await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(%error, "a job could not run");
                app.now() + PAUSE
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = app.clock.sleep_until(next) => {}
            // Something happened: it may have brought a nearer deadline.
            _ = said.changed() => {}
        }
    }
}

/// Runs everything that is due, and says when the next job is.
///
/// # Errors
/// [`StoreError`].
pub async fn run_due(app: &App, inbox_days: u32) -> Result<DateTime<Utc>, StoreError> {
    app.follow_program().await?;
    let now = app.now();
    jobs::reminders::run(app, now).await?;
    let deadline = jobs::deadlines::run(app, now).await?;
    let sweep = jobs::sweep::run_if_due(app, now, inbox_days).await?;
    let groups = jobs::groups::run_if_due(app, now).await?;
    Ok(deadline.into_iter().fold(sweep.min(groups), DateTime::min))
}
