//! A channel under another id: what stands and waits there goes with it.

use crate::store::StoreError;
use crate::store::dialect::{Tx, execute};
use crate::store::writer::Writer;

/// A channel has another id: its cards, its queue and what its forms are about go with it.
///
/// # Errors
/// [`StoreError`].
pub async fn renumber(writer: &Writer, old: &str, new: &str) -> Result<(), StoreError> {
    let (old, new) = (old.to_owned(), new.to_owned());
    writer
        .touch(move |tx: &mut Tx| {
            let (old, new) = (old.clone(), new.clone());
            Box::pin(async move {
                // As the platform calls them: without its name.
                let bare = |id: &str| id.split_once(':').map_or(id, |(_, id)| id).to_owned();
                let (card_old, card_new) = (bare(&old), bare(&new));
                execute!(
                    tx,
                    "update card
                        set channel = $4, address = null,
                            card_id = substr(card_id, 1, length(card_id) - length($1)) || $2
                      where channel = $3 and card_id like '%:' || $1",
                    &old,
                    &new,
                    card_old,
                    card_new,
                )?;
                execute!(
                    tx,
                    "update outbox
                        set queue = $2,
                            say = replace(say, '\"' || $1 || '\"', '\"' || $2 || '\"'),
                            card_id = substr(card_id, 1, length(card_id) - length($1)) || $2
                      where queue = $1 and done_us is null",
                    &old,
                    &new,
                )?;
                // What waits for its morning, and what stands in digests, goes with it.
                execute!(
                    tx,
                    "update outbox
                        set queue = case when queue = $1 then $2 else 'posts:' || $2 end,
                            say = replace(say, '\"' || $1 || '\"', '\"' || $2 || '\"'),
                            card_id = substr(card_id, 1, length(card_id) - length($1)) || $2
                      where queue = 'posts:' || $1 and done_us is null
                         or queue = $1 and post_us is not null and card_id like 'digest:%'",
                    &old,
                    &new,
                )?;
                execute!(tx, "update form set channel = $2 where channel = $1", &old, &new)?;
                Ok(())
            })
        })
        .await
}
