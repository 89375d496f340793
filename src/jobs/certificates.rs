//! Certificates that are over: at nine in the morning after their last day whoever held one hears of
//! it, once.

use chrono::{DateTime, Days, Utc};

use super::mornings;
use crate::app::App;
use crate::domain::referral::clocks::MORNING;
use crate::store::{StoreError, queries};

/// People looked at, at a time.
const PAGE: i64 = 200;

/// Tells everybody whose certificate was over this morning, and says when the next one is.
///
/// # Errors
/// [`StoreError`]: who was not told is told at the next try.
pub async fn run(app: &App, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let calendar = app.program().rules.calendar.clone();
    loop {
        let Some(last) = queries::first_certificate(&app.store.db).await? else { return Ok(None) };
        let due = calendar.wall(last + Days::new(1), MORNING);
        if due > now {
            return Ok(Some(due));
        }
        let (morning, _) = mornings(&calendar, now);
        let today = calendar.local_date(morning);
        for person in queries::certified_before(&app.store.db, today, PAGE).await? {
            app.end_certificates(person.id, today).await?;
        }
    }
}
