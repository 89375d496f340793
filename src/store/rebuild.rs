//! The read rows made anew from the log, by the same projection and the same statements as live.
//!
//! Runs after a migration, so that new columns hold what the log says, and after a restore.

use super::desk::Desk;
use super::dialect::{Tx, execute_made, fetch_all};
use super::project::{State, Touched};
use super::rows::EventRow;
use super::{StoreError, log, tables};

/// Events read at once.
const PAGE: i64 = 1_000;

/// Empties every read table and folds the whole log into them; gives the number of events. The
/// caller's transaction makes it all or nothing.
///
/// # Errors
/// [`StoreError`]; [`StoreError::Misplaced`] when an event cannot be read or stands in the wrong
/// stream.
pub async fn rebuild(tx: &mut Tx) -> Result<u64, StoreError> {
    for table in tables::read() {
        execute_made(tx, format!("delete from {}", table.name)).await?;
    }
    let (mut state, mut touched) = (State::default(), Touched::default());
    let (mut last, mut events) = (0_i64, 0);
    loop {
        let page = fetch_all!(tx &mut *tx, EventRow, EventRow::PAGE, last, PAGE)?;
        let Some(end) = page.last() else { break };
        last = end.seq;
        for row in &page {
            fold(&mut state, &mut touched, row)?;
            events += 1;
        }
    }
    Desk::write_state(tx, &state, &touched).await?;
    Ok(events)
}

fn fold(state: &mut State, touched: &mut Touched, row: &EventRow) -> Result<(), StoreError> {
    let (stream, fact) = log::read(row).ok_or(StoreError::Misplaced)?;
    state.fold(&stream, &fact, touched).map_err(|_| StoreError::Misplaced)
}
