//! Companies that wait for an answer beyond the promised time: whoever decides hears of it, once.

use chrono::{DateTime, Utc};

use crate::app::App;
use crate::store::{StoreError, applications};

/// Applications looked at, at a time.
const PAGE: i64 = 100;

/// Reminds of everything that is late, and says when the next one is.
///
/// # Errors
/// [`StoreError`]: what was not said is said at the next try.
pub async fn run(app: &App, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
    for late in applications::late(&app.store.db, now, PAGE).await? {
        app.remind_of_application(late.id).await?;
    }
    applications::next_late(&app.store.db).await
}
