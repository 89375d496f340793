//! A partner's channel that nobody has used in its first days: whoever looks after channels is told,
//! once. People who were only invited to a shared channel often may not use apps, and do not say so.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::App;
use crate::store::StoreError;
use crate::store::health::{self, Ailment, FIRST_DAYS};

/// How long after its first days a channel is spoken of: two nights, in case one is missed. What was
/// said is remembered for longer, so that nobody reads it twice; later it is `vouch doctor` that says
/// it.
const SPOKEN_OF: TimeDelta = TimeDelta::days(2);

/// # Errors
/// [`StoreError`]: nobody is told before the next night.
pub(super) async fn run(app: &App, now: DateTime<Utc>) -> Result<(), StoreError> {
    for one in health::ailing_channels(&app.store.db, now).await? {
        if one.why != Ailment::Silent {
            continue;
        }
        let Some(channel) = app.store.reader.channel(&one.channel).await? else { continue };
        if now - channel.linked_at < FIRST_DAYS + SPOKEN_OF {
            app.channel_is_silent(&channel).await?;
        }
    }
    Ok(())
}
