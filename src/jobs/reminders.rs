//! What waits for somebody's word is asked once more: what a channel is for. After that it stays
//! quiet; whoever wants to can still say.

use chrono::{DateTime, Utc};

use crate::app::App;
use crate::domain::partner::ASK_AGAIN;
use crate::store::{StoreError, queries};

/// Channels asked about at a time; what is left comes with the next run.
const PAGE: i64 = 200;

/// Asks again where it is time to.
///
/// # Errors
/// [`StoreError`]: what was not asked is asked at the next try.
pub async fn run(app: &App, now: DateTime<Utc>) -> Result<(), StoreError> {
    for channel in queries::unanswered(&app.store.db, now - ASK_AGAIN, PAGE).await? {
        app.ask_again(&channel).await?;
    }
    Ok(())
}
