//! Every night: raw deliveries and their answers go after their time, and with them forms nobody
//! sent. They hold what people typed, and are needed only to answer a repeated delivery. Copies that
//! were made before a migration go after theirs, and so do codes. With it [`owners`] are asked about,
//! channels that nobody uses are told of ([`silent`]), and roles that go with tiers are looked at:
//! somebody may have given or taken them by hand.

use chrono::{DateTime, TimeDelta, Utc};

use super::{nights, owners, silent};
use crate::app::App;
use crate::domain::actor::pairing::REST;
use crate::store::{StoreError, codes, house, open, scratch};

const NAME: &str = "sweep";
/// What somebody has typed into a form and not sent off is kept this long.
const DRAFTS: TimeDelta = TimeDelta::days(1);

/// Runs when it is due, and says when it is due next. Of two processes one runs it.
///
/// # Errors
/// [`StoreError`].
pub async fn run_if_due(
    app: &App,
    now: DateTime<Utc>,
    inbox_days: u32,
) -> Result<DateTime<Utc>, StoreError> {
    let (mine, next) = house::take_job(&app.store, NAME, now).await?;
    if !mine {
        return Ok(next);
    }
    let before = now - TimeDelta::days(inbox_days.into());
    let gone = house::forget_before(&app.store.writer, before).await?;
    scratch::forget_before(&app.store.writer, now - DRAFTS).await?;
    codes::forget_before(&app.store.writer, now, now - REST).await?;
    open::forget_copies(&app.store.db, now);
    tracing::info!(deliveries = gone, "old deliveries were removed");
    owners::run(app).await?;
    silent::run(app, now).await?;
    app.look_at_tier_roles(NAME).await?;
    let (_, next) = nights(&app.program().rules.calendar, now);
    house::job_done(&app.store.writer, NAME, next).await?;
    Ok(next)
}
