//! What was too much for a channel's day, or came late: drawn now, each by what may be read of it there now.

use super::{of_its_own, whose};
use crate::app::App;
use crate::chat::view::Message;
use crate::domain::partner::Channel;
use crate::domain::posts::Absence;
use crate::store::{StoreError, queries};
use crate::views::{Say, board::posts, digest};

/// `None` where nothing of it is to be said any more.
pub(super) async fn draw(
    app: &App,
    says: &[Say],
    channel: &Channel,
) -> Result<Option<Message>, StoreError> {
    let mut held = Vec::new();
    for say in says {
        let partner = whose(app, say, None).await?;
        if !say.readers().are_in(channel, partner.as_ref()) {
            continue;
        }
        // Somebody has posted it meanwhile.
        let stands = match say.card_id() {
            Some(card_id) => queries::card(&app.store.db, &card_id).await?.is_some(),
            None => false,
        };
        if stands {
            continue;
        }
        let message = match say {
            Say::BoardCorrected { boards, .. } => Some(posts::corrected(&app.voice(), boards)),
            _ => of_its_own(app, say, partner.as_ref(), false).await?,
        };
        held.extend(message);
    }
    let away = Absence::over(says.iter().filter_map(Say::absence));
    Ok(digest::post(&app.voice(), held, away))
}
