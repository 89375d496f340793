//! Shout-outs whose time has come, what is drawn of one that stands, and what whoever wrote it is told.

use chrono::{DateTime, Utc};

use super::{channels, happen, hears, lets, needs, post};
use crate::app::App;
use crate::chat::view::Message;
use crate::domain::outcome::ShoutEvent;
use crate::domain::shout::{Occasion, Stage};
use crate::store::desk::{Desk, Stamp};
use crate::store::{StoreError, queries, shouts};
use crate::views::news::About;
use crate::views::shout::{self as view, Misfit, Words};

impl App {
    /// Posts those whose time has come, and tells whoever wrote one that cannot be said any more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn post_due_shouts(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        for shout in shouts::due(&self.store.db, now).await? {
            let occasion = shout.occasion;
            let Some(words) = self.shout(occasion).await? else { continue };
            let misfit = self.shout_misfit(&words).await?;
            let stamp = self.by_itself("shouts");
            let unit = move |desk: &mut Desk| post_due(desk, &words, misfit.as_ref(), &stamp);
            self.store.writer.decide(needs([occasion]), unit).await?;
        }
        Ok(())
    }

    /// What stands in a channel; `None` when it is not to stand there: it was taken away, or it may
    /// not be said any more and was not posted yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn shout_post(
        &self,
        occasion: Occasion,
        stands: bool,
    ) -> Result<Option<Message>, StoreError> {
        let Some(words) = self.shout(occasion).await? else { return Ok(None) };
        let shown = words.shout.stands() && (stands || self.shout_misfit(&words).await?.is_none());
        Ok(shown.then(|| view::said(&self.voice(), &words)))
    }

    /// What stands in a digest that is drawn anew. One for several channels may have been left out of it
    /// by what stands in its text, and must not come back by that.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn shout_in_digest(&self, occasion: Occasion) -> Result<Option<Message>, StoreError> {
        let Some(words) = self.shout(occasion).await? else { return Ok(None) };
        if !words.shout.stands() || !lets(&words.partner) {
            return Ok(None);
        }
        if let Some(text) = words.text.as_ref().filter(|_| words.shout.channels.len() > 1)
            && self.text_misfit(&words.partner, text).await?.is_some()
        {
            return Ok(None);
        }
        Ok(Some(view::said(&self.voice(), &words)))
    }

    /// What whoever wrote it is told once it is posted; `None` when it is gone again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn shout_done(&self, occasion: Occasion) -> Result<Option<Message>, StoreError> {
        let Some(words) = self.shout(occasion).await? else { return Ok(None) };
        if !words.shout.stands() {
            return Ok(None);
        }
        let mut names = Vec::new();
        for channel in &words.shout.channels {
            let channel = queries::channel(&self.store.db, channel).await?;
            names.extend(channel.map(|one| one.shown().to_owned()));
        }
        Ok(Some(view::done(&self.voice(), &words, &names)))
    }
}

fn post_due(
    desk: &mut Desk,
    words: &Words,
    misfit: Option<&Misfit>,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let occasion = words.shout.occasion;
    let Some(shout) = desk.state().shouts.get(&occasion).cloned() else { return Ok(()) };
    // Somebody wrote something else meanwhile: that is looked at next.
    if shout.version != words.shout.version {
        return Ok(());
    }
    let due = shout.draft.as_ref().filter(|draft| draft.at.is_some_and(|at| at <= desk.now));
    let (Some(draft), Stage::Scheduled) = (due, shout.stage) else { return Ok(()) };
    let partner = desk.state().partner_now(&shout.partner);
    let channels =
        partner.map_or_else(Vec::new, |partner| channels(desk.state(), partner, draft.reach));
    let misfit = match partner {
        Some(partner) if lets(partner) => misfit.cloned(),
        Some(_) | None => Some(Misfit::Consent),
    };
    let misfit = misfit.or_else(|| channels.is_empty().then_some(Misfit::Channel));
    let Some(misfit) = misfit else {
        return post(desk, &shout, channels, (None, words.this_week), stamp);
    };
    happen(desk, occasion, ShoutEvent::ShoutDiscarded { by: None }, stamp)?;
    let why = misfit.why();
    hears(desk, shout.by, About::ShoutStopped { occasion, why }, stamp);
    Ok(())
}
