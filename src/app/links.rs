//! Where the cards of a referral stand: links from one to the other, for those who may see both. A
//! partner is never led to a card inside the vendor.

use std::time::Duration;

use super::App;
use crate::chat::Place;
use crate::domain::partner::{Audience, Channel};
use crate::store::{StoreError, queries, queue};
use crate::views::referral::Facts;
use crate::views::{partner_card, sales_card};

/// How long the platform may take to say where a message stands: a link is worth no waiting.
const WHERE: Duration = Duration::from_millis(500);

impl App {
    /// The address of the referral's thread in its partner's channel; empty where it has none, or
    /// the platform does not say.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn thread_of(&self, facts: &Facts) -> Result<String, StoreError> {
        let theirs = |channel: &Channel| channel.of_partner() == Some(facts.partner.id);
        self.standing_in(facts, theirs, partner_card).await
    }

    /// The address of its card in a channel where sales works, likewise.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn card_of(&self, facts: &Facts) -> Result<String, StoreError> {
        let inside = |channel: &Channel| channel.audience == Some(Audience::Internal);
        self.standing_in(facts, inside, sales_card).await
    }

    async fn standing_in(
        &self,
        facts: &Facts,
        wanted: impl Fn(&Channel) -> bool,
        card: fn(&crate::domain::ids::ReferralId, &str) -> String,
    ) -> Result<String, StoreError> {
        let places = queries::places_of(&self.store.db, &facts.partner.id).await?;
        for channel in places.iter().filter(|channel| wanted(channel)) {
            let address = self.address(channel, &card(&facts.referral.id, &channel.id)).await?;
            if let Some(address) = address {
                return Ok(address);
            }
        }
        Ok(String::new())
    }

    /// Asked once for each card, and again when its channel has another id.
    async fn address(&self, channel: &Channel, card: &str) -> Result<Option<String>, StoreError> {
        let Some(card) = queries::card(&self.store.db, card).await? else { return Ok(None) };
        let platform = channel.id.split_once(':').and_then(|(name, _)| name.parse().ok());
        let (None, Some(platform)) = (&card.address, platform) else { return Ok(card.address) };
        let place = Place {
            platform,
            workspace: card.workspace.clone(),
            channel: card.channel.clone(),
            thread: None,
        };
        let asked = self.people.address(&place, &card.message_id);
        let Ok(Ok(address)) = tokio::time::timeout(WHERE, asked).await else { return Ok(None) };
        queue::keep_address(&self.store.writer, &card, address.clone()).await?;
        Ok(Some(address))
    }
}
