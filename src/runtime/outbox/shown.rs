//! What every card and Home was last acknowledged to show, and the nightly look at whether that is
//! still the present.
//!
//! A card is drawn whenever something of it changes, so it shows the present as long as everything
//! goes well. What went wrong for good (a drawing that the platform refused, a lease lost at the
//! wrong moment), or changes without an event (the texts of a new version), is found here: each is
//! drawn afresh and compared by hash. What stands on the platform is not asked for: history is never
//! read. A drawing may ask it for what it needs, once: the address of a thread, a reader's language.
//! Intros are pinned again on the way.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};

use super::draw::{self, Drawn};
use crate::app::App;
use crate::chat::Outgoing;
use crate::jobs;
use crate::store::queue::Taken;
use crate::store::rows::DrawingRow;
use crate::store::{StoreError, house, queries, queue};
use crate::views::Say;

const NAME: &str = "drawings";
/// Looked at in one go; what the clock starts otherwise goes in between.
const PAGE: i64 = 60;
/// After a page of which some are drawn anew. They may all be in one channel, which takes one a
/// second, and what is new there waits behind them: a minute at most, even where a new version's
/// words make every card another.
const REST: TimeDelta = TimeDelta::minutes(5);

/// What a card or a Home shows, now that `outgoing` is acknowledged; nothing for what is neither.
pub(super) fn acknowledged(
    taken: &Taken,
    outgoing: &Outgoing,
    now: DateTime<Utc>,
) -> Option<DrawingRow> {
    Some(DrawingRow {
        card_id: taken.card_id.clone()?,
        say: taken.say.clone(),
        shown: Some(hash(outgoing)?),
        looked_us: now.timestamp_micros(),
    })
}

/// Stands for what is to be seen; equal for equal drawings, wherever they stand.
fn hash(outgoing: &Outgoing) -> Option<String> {
    let message = match outgoing {
        Outgoing::Post { message, .. } | Outgoing::Redraw { message, .. } => message,
        Outgoing::Home { page, .. } => page,
        Outgoing::Delete { .. }
        | Outgoing::Pin { .. }
        | Outgoing::Whisper { .. }
        | Outgoing::Direct { .. }
        | Outgoing::Roles { .. }
        | Outgoing::FormResult { .. } => return None,
    };
    let text = serde_json::to_string(message).ok()?;
    Some(hex::encode(&Sha256::digest(text)[..16]))
}

/// Looks at a page of them when it is due, and says when it is due next: at once or after a rest
/// while there are more, else in the next night. Of two processes one does it.
///
/// # Errors
/// [`StoreError`]: what was not looked at is looked at soon.
pub(in crate::runtime) async fn run_if_due(
    app: &App,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, StoreError> {
    let (mine, next) = house::take_job(&app.store, NAME, now).await?;
    if !mine {
        return Ok(next);
    }
    let (tonight, next) = jobs::nights(&app.program().rules.calendar, now);
    let page = queries::drawings(&app.store.db, tonight, PAGE).await?;
    let mut stale = Vec::new();
    let mut pins = Vec::new();
    for row in &page {
        // What a newer version left behind is that version's to draw.
        let Ok(say) = serde_json::from_str::<Say>(&row.say) else { continue };
        pins.extend(pin(app, &say).await?);
        stale.extend(look(app, row, say).await?);
    }
    if !pins.is_empty() {
        app.leave_all(pins, NAME).await?;
    }
    let again = if stale.is_empty() { now } else { now + REST };
    if !stale.is_empty() {
        tracing::warn!(cards = stale.len(), "cards did not show the present and are drawn anew");
        app.leave_all(stale, NAME).await?;
    }
    let more = i64::try_from(page.len()).unwrap_or(PAGE) == PAGE;
    let looked = page.into_iter().map(|row| row.card_id).collect();
    house::looked_at(&app.store.writer, looked, now).await?;
    let next = if more { again } else { next };
    house::job_done(&app.store.writer, NAME, next).await?;
    Ok(next)
}

/// What pins an intro that somebody may have taken from its place: whether they have is not asked, it
/// is pinned again, which changes nothing where it still is. A channel that takes nothing is spared.
async fn pin(app: &App, say: &Say) -> Result<Option<Say>, StoreError> {
    let (Say::Intro { channel } | Say::JoinIntro { channel }) = say else { return Ok(None) };
    let alive = app.store.reader.channel(channel).await?.is_some_and(|one| one.dead.is_none());
    Ok(alive.then(|| Say::PinIntro { channel: channel.clone() }))
}

/// What draws it anew, if it does not show the present and nothing is on its way that does.
async fn look(app: &App, row: &DrawingRow, say: Say) -> Result<Option<Say>, StoreError> {
    let card = queries::card(&app.store.db, &row.card_id).await?;
    if card.is_none() && !say.is_repeatable() {
        return Ok(None);
    }
    if queue::draws(&app.store, &say.queue(), &row.card_id, 0).await? {
        return Ok(None);
    }
    let drawn = match draw::draw(app, &say, card.as_ref()).await? {
        Drawn::Call(outgoing) => hash(&outgoing),
        Drawn::More(_) | Drawn::Nothing(_) => None,
    };
    Ok(drawn.filter(|drawn| row.shown.as_ref() != Some(drawn)).map(|_| say))
}
