//! The address of a card's message, once it was asked for.

use crate::store::StoreError;
use crate::store::dialect::{Tx, execute};
use crate::store::rows::CardRow;
use crate::store::writer::Writer;

/// Keeps the address of a card's message, as long as it stands where it stood.
///
/// # Errors
/// [`StoreError`].
pub async fn keep_address(
    writer: &Writer,
    card: &CardRow,
    address: String,
) -> Result<(), StoreError> {
    let card = card.clone();
    writer
        .touch(move |tx: &mut Tx| {
            let (card, address) = (card.clone(), address.clone());
            Box::pin(async move {
                execute!(
                    tx,
                    "update card set address = $1
                      where card_id = $2 and channel = $3 and message_id = $4",
                    address,
                    card.card_id,
                    card.channel,
                    card.message_id,
                )?;
                Ok(())
            })
        })
        .await
}
