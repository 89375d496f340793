//! Works off what was acknowledged and kept: news for which the platform has to be asked.
//!
//! One after the other, oldest first. What is not done stays and is tried again, also by the next
//! start.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio_util::sync::CancellationToken;

use super::outbox::pause;
use crate::app::App;
use crate::chat::SendError;
use crate::flows::news::{self, Errand, Undone};
use crate::store::StoreError;
use crate::store::queue::{self, TakenTask};

/// One errand: less than its lease, so that nobody else takes it meanwhile.
const AT_MOST: Duration = Duration::from_secs(3);
/// How often it looks when nobody says that there is something new: another process may have kept
/// something, or died over it.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Runs until told to stop; what is in hand then is finished.
pub(super) async fn run(app: App, stop: CancellationToken) {
    let mut said = app.store.writer.said();
    while !stop.is_cancelled() {
        match one(&app).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "what was kept cannot be worked on"),
        }
        let next = queue::next_task(&app.store.db).await.ok().flatten();
        tokio::select! {
            () = stop.cancelled() => {}
            _ = said.changed() => {}
            () = async {
                match next {
                    Some(next) => app.clock.sleep_until(next).await,
                    None => std::future::pending().await,
                }
            } => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
        }
    }
}

/// Works off the oldest errand that is due; whether there was one.
async fn one(app: &App) -> Result<bool, StoreError> {
    // Taking is a write, and every commit wakes this loop: it is not done in vain.
    if queue::next_task(&app.store.db).await?.is_none_or(|due| app.now() < due) {
        return Ok(false);
    }
    let Some(task) = queue::take_task(&app.store.writer, app.now()).await? else {
        return Ok(false);
    };
    let again = again(app, &task).await;
    queue::settle_task(&app.store.writer, &task, again).await?;
    Ok(true)
}

/// Does it, and says when to try again if it is not done.
async fn again(app: &App, task: &TakenTask) -> Option<DateTime<Utc>> {
    let Ok(errand) = serde_json::from_str::<Errand>(&task.errand) else {
        tracing::error!(key = task.key, "what was kept cannot be read");
        return None;
    };
    let work = tokio::time::timeout(AT_MOST, news::work(app, &errand, &task.key));
    let pause = match work.await {
        Ok(Ok(())) => return None,
        Ok(Err(Undone::Platform(SendError::RateLimited { after, .. }))) => {
            TimeDelta::from_std(after).unwrap_or_else(|_| pause(task.attempts))
        }
        Ok(Err(Undone::Platform(error @ SendError::Ours { .. }))) => {
            tracing::error!(%error, news = errand.news.kind(), "it cannot be done");
            return None;
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, news = errand.news.kind(), tries = task.attempts, "not done yet");
            pause(task.attempts)
        }
        Err(_) => {
            tracing::warn!(news = errand.news.kind(), tries = task.attempts, "it takes too long");
            pause(task.attempts)
        }
    };
    Some(app.now() + pause)
}
