//! What the clock does about notes of their own accord: on a business day at nine the round of each
//! series that somebody lets go out; of one of which nobody has seen any, the first is shown as soon
//! as it would concern a partner.

use chrono::{DateTime, Utc};

use super::mornings;
use crate::app::App;
use crate::domain::rhythm::{Series, Stage};
use crate::store::house::{self, RHYTHM};
use crate::store::{StoreError, rhythm};

/// Does what is due, and says when something is due the next time.
///
/// # Errors
/// [`StoreError`]: what was not done is done at the next try.
pub async fn run(app: &App, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let calendar = app.program().rules.calendar.clone();
    let known = rhythm::all(&app.store.db).await?;
    let mut next = None;
    for series in Series::ALL {
        let Some(one) = known.get(series).filter(|one| one.stage == Stage::On) else { continue };
        let round = series.newest(&calendar, now);
        if !one.is_done(round) {
            app.send_notes(*series, round).await?;
        }
        next = next.into_iter().chain([series.next(&calendar, now)]).min();
    }
    let unseen = Series::ALL.iter().filter(|series| !known.contains_key(series));
    let shown = show(app, unseen.copied().collect(), now).await?;
    Ok(next.into_iter().chain(shown).min())
}

/// Every morning, while there is a series of which nobody has seen one. Of two processes one does it.
async fn show(
    app: &App,
    unseen: Vec<Series>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    if unseen.is_empty() {
        return Ok(None);
    }
    let (mine, next) = house::take_job(&app.store, RHYTHM, now).await?;
    if !mine {
        return Ok(Some(next));
    }
    let calendar = app.program().rules.calendar.clone();
    let today = calendar.local_date(now);
    for series in unseen {
        let round = series.newest(&calendar, now);
        // Of a round that is over nobody is shown anything: the next one comes.
        if calendar.local_date(series.due(&calendar, round)) == today {
            app.show_notes(series, round).await?;
        }
    }
    let (_, next) = mornings(&calendar, now);
    house::job_done(&app.store.writer, RHYTHM, next).await?;
    Ok(Some(next))
}
