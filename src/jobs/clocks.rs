//! Who is waited for is reminded, and who waits is told: promises and questions when it is time, what
//! is counted in days every morning on which there may be something to say.
//!
//! Each referral is decided on its own by the rule in [`clocks`], and what was said is in the log: a
//! run that is doubled, late or cut off says nothing twice and leaves nothing out.

use chrono::{DateTime, Utc};

use super::mornings;
use crate::app::App;
use crate::domain::calendar::Calendar;
use crate::domain::referral::{Referral, clocks};
use crate::store::house::{self, MORNINGS};
use crate::store::{StoreError, queries};

/// Referrals read at a time.
const PAGE: i64 = 500;

/// Says what has to be said of promises and questions.
///
/// # Errors
/// [`StoreError`]: what was not said is said at the next try.
pub async fn run(app: &App, now: DateTime<Utc>) -> Result<(), StoreError> {
    let calendar = app.program().rules.calendar.clone();
    loop {
        let due = queries::nudged(&app.store.db, now, PAGE).await?;
        // Nothing said although something is listed: another process was faster, or the log's clock
        // stands earlier than ours.
        if !remind(app, &due, &calendar, now).await? {
            return Ok(());
        }
    }
}

/// Says what is counted in days, when a morning has come on which there may be something.
///
/// # Errors
/// [`StoreError`]: what was not said is said at the next try.
pub async fn run_if_morning(app: &App, now: DateTime<Utc>) -> Result<(), StoreError> {
    if next_morning(app).await?.is_none_or(|morning| morning > now) {
        return Ok(());
    }
    let (mine, _) = house::take_job(&app.store, MORNINGS, now).await?;
    if !mine {
        return Ok(());
    }
    let calendar = app.program().rules.calendar.clone();
    let mut last = None;
    loop {
        let page = queries::this_morning(&app.store.db, now, last.as_ref(), PAGE).await?;
        remind(app, &page, &calendar, now).await?;
        let Some(end) = page.into_iter().next_back() else { break };
        last = Some(end);
    }
    let (_, next) = mornings(&calendar, now);
    house::job_done(&app.store.writer, MORNINGS, next).await
}

/// The next morning on which there may be something to say; none while there is nothing to come.
///
/// # Errors
/// [`StoreError`].
pub async fn next_morning(app: &App) -> Result<Option<DateTime<Utc>>, StoreError> {
    let Some(first) = queries::first_morning(&app.store.db).await? else { return Ok(None) };
    let calendar = app.program().rules.calendar.clone();
    let (before, after) = mornings(&calendar, first);
    let morning = if before == first { before } else { after };
    // On one that was looked at already nothing more is said.
    let looked = house::job_due(&app.store, MORNINGS).await?;
    Ok(Some(looked.map_or(morning, |looked| morning.max(looked))))
}

/// Whether anything was said. In order, and many in one commit.
async fn remind(
    app: &App,
    page: &[Referral],
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let due = page.iter().filter(|one| !clocks::remind(one, calendar, now).is_empty());
    let said = due.map(|referral| app.remind(referral));
    let said = futures_util::future::try_join_all(said).await?;
    Ok(said.contains(&true))
}
