//! Whether a shout-out may be said: by the partner's consent, by what is true now, and by what stands in
//! somebody's own words.

use super::lets;
use crate::app::App;
use crate::domain::partner::Partner;
use crate::domain::referral::Status;
use crate::domain::shout::guard::{Said, says_an_amount};
use crate::domain::shout::{Occasion, Shout};
use crate::store::{StoreError, queries, shouts};
use crate::views::shout::{self as view, Misfit, Words};

impl App {
    /// Why this may not be said now, if it may not.
    ///
    /// # Errors
    /// [`StoreError`], here and below.
    pub async fn shout_misfit(&self, words: &Words) -> Result<Option<Misfit>, StoreError> {
        if !lets(&words.partner) {
            return Ok(Some(Misfit::Consent));
        }
        if !self.still_so(&words.shout, &words.partner).await? {
            return Ok(Some(Misfit::Untrue));
        }
        match &words.text {
            Some(text) => self.text_misfit(&words.partner, text).await,
            None => Ok(None),
        }
    }

    /// What may not stand in somebody's own words, if anything does.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn text_misfit(
        &self,
        partner: &Partner,
        text: &str,
    ) -> Result<Option<Misfit>, StoreError> {
        if says_an_amount(text) {
            return Ok(Some(Misfit::Amount));
        }
        let (db, said) = (&self.store.db, Said::of(text));
        let shown = partner.shown_name();
        // Who chose a name is called nothing else where others read.
        if said.names([partner.name.as_str()], &[shown]).is_some() && partner.name != shown {
            return Ok(Some(Misfit::Name(shown.to_owned())));
        }
        // A partner may be its own customer by name; its own name is what a shout-out is about.
        let own = [partner.name.as_str(), shown];
        let [customers, agreed] = shouts::customers_of(db, partner.id).await?;
        let free: Vec<&str> = own.into_iter().chain(agreed.iter().map(String::as_str)).collect();
        if let Some(name) = said.names(customers.iter().map(String::as_str), &free) {
            return Ok(Some(Misfit::Customer(name.to_owned())));
        }
        let others = queries::partners(db).await?;
        let others = others.iter().filter(|one| one.id != partner.id);
        let names = others.flat_map(|one| [one.name.as_str(), one.shown_name()]);
        Ok(said.names(names, &own).map(|name| Misfit::Rival(name.to_owned())))
    }

    /// The first customer in somebody's own words who has agreed to stand there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn named_in(&self, words: &Words) -> Result<Option<String>, StoreError> {
        let Some(text) = &words.text else { return Ok(None) };
        let [_, agreed] = shouts::customers_of(&self.store.db, words.partner.id).await?;
        let own = [words.partner.name.as_str(), words.partner.shown_name()];
        let named = Said::of(text).names(agreed.iter().map(String::as_str), &own);
        Ok(named.map(str::to_owned))
    }

    /// Whether what it is about holds now: what was undone or reversed is no reason to cheer.
    async fn still_so(&self, shout: &Shout, partner: &Partner) -> Result<bool, StoreError> {
        let db = &self.store.db;
        Ok(match shout.occasion {
            Occasion::First(_) => shouts::approved_of(db, partner.id).await? >= 1,
            Occasion::Approved(n, _) => shouts::approved_of(db, partner.id).await? >= n,
            Occasion::Won(id) => {
                let referral = queries::referral(db, &id).await?;
                referral.is_some_and(|one| one.status == Status::Won)
            }
            Occasion::Tier(..) => {
                let tier = partner.tier.as_ref().map(|tier| tier.name.clone());
                view::tier_of(&shout.about) == tier.as_deref()
            }
            Occasion::Streak(n, last, _) => self.months_in_a_row(partner.id, last).await? >= n,
            // That it came so quickly stays true whatever becomes of the referral.
            Occasion::Answer(..) => true,
        })
    }
}
