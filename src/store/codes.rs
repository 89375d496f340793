//! Codes by which somebody joins a partner or links another account: made here, and forgotten when
//! their time is over. What becomes of one that is typed is decided on the desk.

use chrono::{DateTime, Utc};

use super::StoreError;
use super::dialect::{Tx, execute, write_rows};
use super::rows::LinkCodeRow;
use super::writer::Writer;

/// Keeps the hash of a code. Of the codes for another account of their own only the newest of each
/// person works.
///
/// # Errors
/// [`StoreError`].
pub async fn keep(writer: &Writer, row: LinkCodeRow) -> Result<(), StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let row = row.clone();
            Box::pin(async move {
                if row.partner_id.is_none() {
                    let own = "delete from link_code where partner_id is null and made_by = $1";
                    execute!(tx, own, &row.made_by)?;
                }
                Ok(write_rows(tx, &[row]).await?)
            })
        })
        .await
}

/// Forgets codes that work no more, and wrong ones that count no more.
///
/// # Errors
/// [`StoreError`].
pub async fn forget_before(
    writer: &Writer,
    now: DateTime<Utc>,
    tried: DateTime<Utc>,
) -> Result<(), StoreError> {
    writer
        .touch(move |tx: &mut Tx| {
            let (now_us, tried_us) = (now.timestamp_micros(), tried.timestamp_micros());
            Box::pin(async move {
                execute!(tx, "delete from link_code where expires_us <= $1", now_us)?;
                execute!(tx, "delete from link_try where last_us <= $1", tried_us)?;
                Ok(())
            })
        })
        .await
}
