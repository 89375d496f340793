//! What the clock does about partners' tiers, every morning: who would not stay is told, who was told
//! and did not make up for it falls once the quarter is over, who has reached more by another version
//! of the programme rises.
//!
//! Each partner is decided on its own by the rule in [`review`], which looks at the state alone: a run
//! that is doubled, late or cut off does nothing twice and leaves nothing out.
//!
//! [`review`]: crate::domain::tier::review::review

use chrono::{DateTime, Utc};

use super::mornings;
use crate::app::App;
use crate::store::house::{self, TIERS};
use crate::store::{StoreError, counted};

/// Partners read at a time.
const PAGE: i64 = 500;

/// Runs when a morning has come, and says when it is due next; never where the programme has no
/// tiers. Of two processes one runs it.
///
/// # Errors
/// [`StoreError`]: what was not done is done at the next try.
pub async fn run_if_due(
    app: &App,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let program = app.program();
    if program.rules.tiers.is_empty() {
        return Ok(None);
    }
    let (mine, next) = house::take_job(&app.store, TIERS, now).await?;
    if !mine {
        return Ok(Some(next));
    }
    run(app).await?;
    let (_, next) = mornings(&program.rules.calendar, now);
    house::job_done(&app.store.writer, TIERS, next).await?;
    Ok(Some(next))
}

/// Looks at all partners now.
///
/// # Errors
/// [`StoreError`]: what was not done is done at the next try.
pub async fn run(app: &App) -> Result<(), StoreError> {
    if app.program().rules.tiers.is_empty() {
        return Ok(());
    }
    let mut last = None;
    loop {
        let page = counted::partners_after(&app.store.db, last, PAGE).await?;
        let Some(end) = page.last().map(|partner| partner.id) else { return Ok(()) };
        let due = app.tiers_to_review(&page).await?;
        let reviewed = due.into_iter().map(|partner| app.review_tier(partner));
        futures_util::future::try_join_all(reviewed).await?;
        last = Some(end);
    }
}
