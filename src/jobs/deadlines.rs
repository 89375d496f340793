//! What is over: questions that nobody answered lapse, what a partner did not say whether to keep is
//! released, protections whose last day has passed expire.
//!
//! Each referral is decided on its own, by the same rules as a press: what has changed meanwhile is
//! left alone.

use chrono::{DateTime, Utc};

use crate::app::App;
use crate::domain::referral::Referral;
use crate::store::{StoreError, queries};

/// Referrals read at a time; the job asks again until there are none.
const PAGE: i64 = 200;

/// The first instant at which something of a referral is over.
fn over_at(referral: &Referral) -> Option<DateTime<Utc>> {
    let protection = referral.protection.as_ref().map(|protection| protection.expires);
    let release = referral.release_asked().map(|release| release.until);
    [referral.lapses(), release, protection].into_iter().flatten().min()
}

/// Ends what is over now, and says when the next deadline is, if there is one.
///
/// # Errors
/// [`StoreError`]: what was not ended is ended at the next try.
pub async fn run(app: &App, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
    loop {
        let db = &app.store.db;
        let mut over = queries::lapsing(db, now, PAGE).await?;
        over.extend(queries::releasing(db, now, PAGE).await?);
        over.extend(queries::ran_out(db, now, PAGE).await?);
        // What each list leaves out is over later than all that stands in it.
        over.sort_by_key(over_at);
        over.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
        // In order, and many in one commit: after days of standing still there is much to end.
        let ends = over.iter().map(|referral| app.end_what_is_over(referral));
        let ended = futures_util::future::try_join_all(ends).await?.contains(&true);
        // Nothing ended although something is listed: another process was faster, or the clock of
        // the log stands earlier than ours; asking on at once would not help.
        if !ended {
            return queries::next_deadline(db, now).await;
        }
    }
}
