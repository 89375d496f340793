//! What of conflict cases is over: the time for evidence, for a decision, for an appeal. And referrals
//! that were in review before there were cases get theirs; those that waited for the end of a grace go
//! on.

use chrono::{DateTime, Utc};

use crate::app::App;
use crate::store::{StoreError, queries};

/// Cases read at a time; the job asks again until there are none.
const PAGE: i64 = 200;

/// Goes on with every case that is due; when the next one is, [`super::deadlines`] says.
///
/// # Errors
/// [`StoreError`]: what was not done is done at the next try.
pub async fn run(app: &App, now: DateTime<Utc>) -> Result<(), StoreError> {
    for referral in queries::reviewed_without_case(&app.store.db, now, PAGE).await? {
        app.give_a_case(&referral).await?;
    }
    loop {
        let mut went_on = false;
        for case in &queries::cases_due(&app.store.db, now, PAGE).await? {
            went_on |= app.go_on_with_case(case).await?;
        }
        // Nothing was done although something is listed: another process was faster, or the clock of
        // the log stands earlier than ours.
        if !went_on {
            return Ok(());
        }
    }
}
