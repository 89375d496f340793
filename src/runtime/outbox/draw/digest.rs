//! What was too much for a channel's day, or came late: drawn now, each by what may be read of it there now.
//!
//! A digest that stands is drawn anew when something in it is put right. What was the newest when it was
//! posted stays in it; what partners allow is asked again each time, because a paragraph that was left out
//! must not come back by that.

use super::{of_its_own, since, whose};
use crate::app::App;
use crate::chat::view::Message;
use crate::domain::partner::Channel;
use crate::domain::posts::Absence;
use crate::domain::shout::Stage;
use crate::store::rows::CardRow;
use crate::store::{StoreError, queries};
use crate::views::{Say, board::posts, digest};

/// `None` where nothing of it is to be said any more.
pub(super) async fn draw(
    app: &App,
    says: &[Say],
    channel: &Channel,
    card: Option<&CardRow>,
) -> Result<Option<Message>, StoreError> {
    let (stood, mut held) = (since(card), Vec::new());
    for say in says {
        let partner = whose(app, say, None).await?;
        if !say.readers().are_in(channel, partner.as_ref()) {
            continue;
        }
        // Somebody has posted it meanwhile, here or once more after it was left out.
        if let (Say::ShoutOut { occasion, .. }, Some(stood)) = (say, stood)
            && app.shout(*occasion).await?.is_some_and(|words| words.shout.since > stood)
        {
            continue;
        }
        let stands = match say.card_id() {
            Some(card_id) => queries::card(&app.store.db, &card_id).await?.is_some(),
            None => false,
        };
        if stands {
            continue;
        }
        let message = match say {
            Say::BoardCorrected { boards, .. } => Some(posts::corrected(&app.voice(), boards)),
            Say::ShoutOut { occasion, .. } if stood.is_some() => {
                app.shout_in_digest(*occasion).await?
            }
            _ => of_its_own(app, say, partner.as_ref(), stood).await?,
        };
        held.extend(message);
    }
    let away = Absence::over(says.iter().filter_map(Say::absence));
    Ok(digest::post(&app.voice(), held, away))
}

/// Whether a shout-out of these was taken away.
pub(super) async fn lost_any(app: &App, says: &[Say]) -> Result<bool, StoreError> {
    for say in says {
        if let Say::ShoutOut { occasion, .. } = say
            && app.shout(*occasion).await?.is_some_and(|words| words.shout.stage == Stage::Deleted)
        {
            return Ok(true);
        }
    }
    Ok(false)
}
