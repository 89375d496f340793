//! Looks for a programme that another process put in force.

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use crate::app::App;

/// Between two looks: one read of one row.
const LOOK: TimeDelta = TimeDelta::seconds(2);
/// After trouble with the database.
const PAUSE: TimeDelta = TimeDelta::seconds(30);

/// Looks again and again, until told to stop.
pub(super) async fn run(app: App, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let wait = match app.follow_program().await {
            Ok(()) => LOOK,
            Err(error) => {
                tracing::warn!(%error, "whether the programme has changed cannot be read");
                PAUSE
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = app.clock.sleep_until(app.now() + wait) => {}
        }
    }
}
