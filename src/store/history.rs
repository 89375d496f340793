//! The log gone through from its beginning: what was known at any time, and before any event.

use chrono::{DateTime, Utc};

use super::dialect::{Db, fetch_all};
use super::project::{State, Stream, Touched};
use super::rows::EventRow;
use super::{StoreError, log};
use crate::domain::outcome::Event;

/// Events read at once.
const PAGE: i64 = 1_000;

/// Folds everything that was recorded before `until`, or all there is, and gives what was known then.
/// `look` sees each event, and what was known before it.
///
/// # Errors
/// [`StoreError`]; [`StoreError::Misplaced`] when an event cannot be read or stands in the wrong
/// stream.
pub async fn walk(
    db: &Db,
    until: Option<DateTime<Utc>>,
    mut look: impl FnMut(&State, &Stream, &Event, &EventRow),
) -> Result<State, StoreError> {
    let until_us = until.map_or(i64::MAX, |until| until.timestamp_micros());
    let (mut state, mut last) = (State::default(), 0);
    loop {
        let page = fetch_all!(db, EventRow, EventRow::PAGE, last, PAGE)?;
        let Some(end) = page.last() else { return Ok(state) };
        last = end.seq;
        for row in &page {
            if row.at_us >= until_us {
                return Ok(state);
            }
            let (stream, fact) = log::read(row).ok_or(StoreError::Misplaced)?;
            look(&state, &stream, &fact.event, row);
            let folded = state.fold(&stream, &fact, &mut Touched::default());
            folded.map_err(|_| StoreError::Misplaced)?;
        }
    }
}
