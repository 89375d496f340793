//! What waits in the outbox and may not be said any more by the time it would be: it is taken back, and
//! whoever wrote it hears why.

use super::{happen, hears, needs};
use crate::app::App;
use crate::app::execute::say_one;
use crate::domain::outcome::ShoutEvent;
use crate::domain::shout::{Occasion, Shout, Why};
use crate::store::desk::{Desk, Stamp};
use crate::store::{StoreError, queue};
use crate::views::Say;
use crate::views::news::About;

impl App {
    /// One that was posted and may not be said now, with the reason; `None` for one that may.
    ///
    /// # Errors
    /// [`StoreError`], here and below.
    pub async fn shout_to_stop(
        &self,
        occasion: Occasion,
    ) -> Result<Option<(Shout, Why)>, StoreError> {
        let words = self.shout(occasion).await?.filter(|words| words.shout.stands());
        let Some(words) = words else { return Ok(None) };
        let misfit = self.shout_misfit(&words).await?;
        Ok(misfit.map(|misfit| (words.shout, misfit.why())))
    }

    /// Takes it back before it stands anywhere, so that it can be written again; one that stands
    /// `elsewhere` than `here` stays there, and goes no further. Whoever wrote it hears it once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn stop_shout(
        &self,
        (shout, why): (Shout, Why),
        here: &str,
        elsewhere: bool,
    ) -> Result<(), StoreError> {
        let (occasion, version) = (shout.occasion, shout.version);
        let cause = format!("shout-stopped:{occasion}:{version}");
        if queue::said_for(&self.store, &cause).await? {
            return Ok(());
        }
        let mut others = shout.channels.clone();
        others.retain(|channel| channel != here);
        let stamp = Stamp { cause, ..self.by_itself("shouts") };
        let unit = move |desk: &mut Desk| {
            let now = desk.state().shouts.get(&occasion);
            // Another process was quicker, or somebody did something about it.
            if now.is_none_or(|now| now.version != version) {
                return Ok(());
            }
            if !elsewhere {
                let discarded = ShoutEvent::ShoutDiscarded { by: None };
                happen(desk, occasion, discarded, &stamp)?;
                // One to which it is on its way at this moment lets go of it again.
                for channel in others.clone() {
                    say_one(desk, &Say::ShoutOut { occasion, channel }, &stamp.cause);
                }
            }
            hears(desk, shout.by, About::ShoutStopped { occasion, why }, &stamp);
            Ok(())
        };
        self.store.writer.decide(needs([occasion]), unit).await
    }
}
