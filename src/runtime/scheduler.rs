//! What the clock starts: asks each job for its time, runs it, and asks again.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use super::outbox::shown;
use crate::app::App;
use crate::jobs;
use crate::store::StoreError;

/// After trouble with the database.
const PAUSE: TimeDelta = TimeDelta::seconds(30);

/// Runs jobs as they come due.
pub struct Scheduler {
    app: App,
    inbox_days: u32,
    /// One round at a time: whoever moves the clock on and asks for a round waits for the one that
    /// is on its way, or would find its jobs taken and go on before they are done.
    round: Mutex<()>,
    /// The version of the programme under which tiers were looked at.
    looked_under: Mutex<String>,
    /// When there is something to do about leaderboards, and the version of the programme by whose
    /// calendar that was said.
    boards: Mutex<Option<(String, DateTime<Utc>)>>,
    /// How far the log was looked through for what is worth a shout-out.
    seen: Mutex<Option<i64>>,
}

impl Scheduler {
    /// One that has not run yet; [`Scheduler::run_due`] is its work.
    #[must_use]
    pub fn new(app: App, inbox_days: u32) -> Self {
        Self {
            app,
            inbox_days,
            round: Mutex::default(),
            looked_under: Mutex::default(),
            boards: Mutex::default(),
            seen: Mutex::default(),
        }
    }

    /// Goes on until told to stop.
    pub(super) async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut said = self.app.store.writer.said();
        while !stop.is_cancelled() {
            let next = match self.run_due().await {
                Ok(next) => next,
                Err(error) => {
                    tracing::warn!(%error, "a job could not run");
                    self.app.now() + PAUSE
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.app.clock.sleep_until(next) => {}
                // Something happened: it may have brought a nearer deadline.
                _ = said.changed() => {}
            }
        }
    }

    /// Runs everything that is due, and says when the next job is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn run_due(&self) -> Result<DateTime<Utc>, StoreError> {
        let _round = self.round.lock().await;
        let app = &self.app;
        app.follow_program().await?;
        let now = app.now();
        jobs::reminders::run(app, now).await?;
        jobs::clocks::run(app, now).await?;
        jobs::cases::run(app, now).await?;
        let deadline = jobs::deadlines::run(app, now).await?;
        jobs::clocks::run_if_morning(app, now).await?;
        let tiers = self.tiers(now).await?;
        let boards = self.boards(now).await?;
        let shouts = jobs::shouts::run(app, &mut *self.seen.lock().await, now).await?;
        let notes = jobs::rhythm::run(app, now).await?;
        let certificates = jobs::certificates::run(app, now).await?;
        let joining = jobs::joining::run(app, now).await?;
        let start = jobs::start::run_if_due(app, now).await?;
        let sweep = jobs::sweep::run_if_due(app, now, self.inbox_days).await?;
        let groups = jobs::groups::run_if_due(app, now).await?;
        let shown = shown::run_if_due(app, now).await?;
        let morning = jobs::clocks::next_morning(app).await?;
        let timers = deadline.into_iter().chain(morning).chain(tiers).chain(shouts).chain(notes);
        let timers = timers.chain(certificates).chain(joining);
        Ok(timers.chain([sweep, groups, boards, start]).fold(shown, DateTime::min))
    }

    /// Asked for only when it is time: what has happened meanwhile brings nothing nearer.
    async fn boards(&self, now: DateTime<Utc>) -> Result<DateTime<Utc>, StoreError> {
        let version = self.app.program().version.clone();
        let mut known = self.boards.lock().await;
        if let Some((under, next)) = &*known
            && *under == version
            && now < *next
        {
            return Ok(*next);
        }
        let next = jobs::boards::run(&self.app, now).await?;
        *known = Some((version, next));
        Ok(next)
    }

    /// Every morning, and at once under another version of the programme.
    async fn tiers(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
        let version = self.app.program().version.clone();
        let mut looked_under = self.looked_under.lock().await;
        if *looked_under != version {
            jobs::tiers::run(&self.app).await?;
            self.app.look_at_tier_roles("tiers").await?;
            *looked_under = version;
        }
        jobs::tiers::run_if_due(&self.app, now).await
    }
}
