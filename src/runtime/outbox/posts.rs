//! What channels read of Vouch's own accord: whether it is said now. It is asked when a message is
//! about to be sent, so that what waits obeys what the programme says then. What a person posts at this
//! moment was let through when it was left.

use chrono::DateTime;

use super::Sender;
use crate::app::App;
use crate::store::queue::posts::{self, Passed, Post, What};
use crate::store::queue::{Settled, Taken};
use crate::store::rows::CardRow;
use crate::store::{StoreError, queries};
use crate::views::{Say, digest, digest_card};

impl Sender {
    /// What became of a row that is not said now; `None` when it is. `card` is where it stands
    /// already.
    pub(super) async fn held_back(
        &self,
        taken: &Taken,
        say: &Say,
        card: Option<&CardRow>,
    ) -> Result<Option<Settled>, StoreError> {
        let app = &self.app;
        let channel = say.queue().into_owned();
        if let (Say::ShoutOut { .. }, None, Some(id)) = (say, card, &taken.card_id)
            && taken.queue == channel
        {
            // The first drawing waits, and will show what is to stand then.
            if posts::is_held_back(&app.store, &channel, id).await? {
                return Ok(Some(Settled::Merged));
            }
            if let Some(digest) = digest_with(app, &channel, say).await? {
                app.leave(&digest, "sender").await?;
                return Ok(Some(Settled::Merged));
            }
        }
        let what = match say {
            Say::Digest { .. } => What::Digest,
            Say::BoardCorrected { .. } => match say.root() {
                Some(root) => What::Behind(root),
                None => return Ok(None),
            },
            _ => What::Post,
        };
        let stands = card.is_some() || !(say.is_post() || matches!(what, What::Behind(_)));
        if stands {
            return Ok(None);
        }
        let program = app.program();
        let (posts, calendar) = (program.posts, program.rules.calendar.clone());
        let most = digest::MOST;
        let late = say.absence().map(|away| away.from);
        // It matters where posts wait alone.
        let leaving = taken.queue != channel && app.is_leaving_posts().await?;
        let post = Post { channel, what, posts, calendar, most, join, late, leaving };
        let passed = posts::pass(&app.store.writer, taken, post, app.now()).await?;
        if passed == Passed::Moved {
            tracing::info!(outbox.seq = taken.seq, say = say.kind(), "held back, or let go");
        }
        Ok((passed == Passed::Moved).then_some(Settled::Moved))
    }

    /// Shout-outs that would be said now for the first time, by themselves or in a digest, and may not
    /// be any more: what was posted is taken back, because drawing decides nothing.
    pub(super) async fn let_go(&self, say: &Say, card: Option<&CardRow>) -> Result<(), StoreError> {
        let says = match say {
            Say::Digest { says, .. } => says.as_slice(),
            _ => std::slice::from_ref(say),
        };
        for say in says.iter().filter(|_| card.is_none()) {
            let Say::ShoutOut { occasion, channel } = say else { continue };
            let Some((shout, why)) = self.app.shout_to_stop(*occasion).await? else { continue };
            let mut stands = false;
            for id in &shout.channels {
                let say = Say::ShoutOut { occasion: *occasion, channel: id.clone() };
                stands |= stands_in(&self.app, id, &say, id != channel).await?;
            }
            self.app.stop_shout((shout, why), channel, stands).await?;
        }
        Ok(())
    }
}

/// Whether it can be read in a channel: by itself, or, where digests count, in one of those.
async fn stands_in(app: &App, channel: &str, say: &Say, digests: bool) -> Result<bool, StoreError> {
    let mut cards: Vec<String> = say.card_id().into_iter().collect();
    if digests && let Some(digest) = digest_with(app, channel, say).await? {
        cards.extend(digest.card_id());
    }
    for card in cards {
        if queries::card(&app.store.db, &card).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The digest in which this stands, if it stands in one. What was posted once more, after it had been
/// left out of a digest, is in none of those before.
async fn digest_with(app: &App, channel: &str, say: &Say) -> Result<Option<Say>, StoreError> {
    let posted = match say {
        Say::ShoutOut { occasion, .. } => app.shout(*occasion).await?,
        _ => None,
    };
    let posted = posted.filter(|words| words.shout.stands()).map(|words| words.shout.since);
    let since = posted.unwrap_or(DateTime::UNIX_EPOCH);
    let digests = posts::digests(&app.store.db, channel, since).await?;
    let mut digests = digests.iter().filter_map(|text| serde_json::from_str::<Say>(text).ok());
    Ok(digests.find(|one| matches!(one, Say::Digest { says, .. } if says.contains(say))))
}

/// The digest in whose thread that is said which belongs to this card, if it stands in one.
pub(super) async fn root_in_digest(
    app: &App,
    say: &Say,
    root: &str,
) -> Result<Option<CardRow>, StoreError> {
    let channel = say.queue();
    for text in posts::digests(&app.store.db, &channel, DateTime::UNIX_EPOCH).await? {
        let Ok(Say::Digest { first, says, .. }) = serde_json::from_str::<Say>(&text) else {
            continue;
        };
        if says.iter().any(|one| one.card_id().as_deref() == Some(root)) {
            return queries::card(&app.store.db, &digest_card(first, &channel)).await;
        }
    }
    Ok(None)
}

/// A digest of all of them, in their order; one that still waits among them is taken apart.
fn join(first: i64, channel: &str, rows: &[String]) -> (String, String) {
    let mut says: Vec<Say> = Vec::new();
    for say in rows.iter().filter_map(|row| serde_json::from_str::<Say>(row).ok()) {
        match say {
            Say::Digest { says: others, .. } => says.extend(others),
            say => says.push(say),
        }
    }
    let digest = Say::Digest { channel: channel.to_owned(), first, says };
    (serde_json::to_string(&digest).unwrap_or_default(), digest_card(first, channel))
}
