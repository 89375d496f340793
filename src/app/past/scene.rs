//! What somebody does without a chat: the same commands that their presses come to.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::app::execute::{Act, Outcome, Registration};
use crate::app::{App, Sealed, new_form_id, new_referral_id};
use crate::chat::inbound::{Inbound, What};
use crate::chat::{FormHandle, PersonRef};
use crate::domain::account::Domain;
use crate::domain::ids::{PersonId, ReferralId};
use crate::domain::referral::{Basis, Introduction, Referral, Relationship, Submit};
use crate::store::rows::FormRow;
use crate::store::{StoreError, queries};
use crate::views::forms::input;

/// A customer, as a partner tells of them.
#[derive(Clone, Copy, Debug)]
pub struct Lead<'a> {
    pub company: &'a str,
    pub domain: &'a str,
    pub need: &'a str,
    pub contact: &'a str,
    pub relationship: Relationship,
    pub introduction: Introduction,
}

/// A programme, and people who do something in it.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub app: &'a App,
    /// How long ago they refer somebody; everything else they do now.
    pub ago: TimeDelta,
}

impl Scene<'_> {
    /// A partner's person refers a customer; none where it was refused.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored. [`StoreError::Misplaced`] when nobody has this identity or
    /// they speak for no partner.
    pub async fn refer(
        self,
        identity: &str,
        lead: Lead<'_>,
    ) -> Result<Option<Referral>, StoreError> {
        let person = queries::person_of(&self.app.store.db, identity).await?;
        let partner = person.and_then(|one| one.membership.map(|membership| membership.partner));
        let partner = partner.ok_or(StoreError::Misplaced)?;
        let mut words = Vec::new();
        let mut seal = |field: &'static str, text: &str| {
            let sealed = Sealed::new(text);
            let seal = sealed.seal.clone();
            words.push((field, sealed));
            seal
        };
        let form = new_form_id();
        let submit = Submit {
            form,
            domain: Domain::stored(lead.domain.to_owned()),
            company: seal(input::COMPANY, lead.company),
            need: seal(input::NEED, lead.need),
            relationship: lead.relationship,
            introduction: lead.introduction,
            basis: Basis::Asked,
            contact_name: Some(seal(input::CONTACT_NAME, lead.contact)),
            contact_email: None,
            job_title: None,
            source: None,
            on_behalf: false,
        };
        let inbound = self.sent(identity, form.to_string())?;
        let row = FormRow {
            form_id: form.to_string(),
            flow: "refer".to_owned(),
            subject: String::new(),
            seen_version: 0,
            identity: identity.to_owned(),
            workspace: inbound.workspace.clone(),
            channel: None,
            opened_us: self.app.now().timestamp_micros(),
            answer: None,
        };
        let referral = new_referral_id();
        let registration = Registration {
            form: row,
            referral,
            partner,
            identity: identity.to_owned(),
            newcomer: None,
            submit,
            words,
            company: lead.company.to_owned(),
            is_cut: false,
        };
        let at = self.app.now() - self.ago;
        self.app.register_at(&inbound, registration, Some(at)).await?;
        queries::referral(&self.app.store.db, &referral).await
    }

    /// Somebody decides something about a referral, or answers for it; gives whether it could be.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn act(
        self,
        identity: &str,
        referral: ReferralId,
        act: Act,
        words: Vec<(&'static str, Sealed)>,
    ) -> Result<bool, StoreError> {
        let Some(referral) = queries::referral(&self.app.store.db, &referral).await? else {
            return Ok(false);
        };
        let inbound = self.sent(identity, new_form_id().to_string())?;
        let outcome = self.app.act_on(&inbound, &referral, act, words).await?;
        Ok(matches!(outcome, Outcome::Answered(_)))
    }

    /// Whoever has this identity.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn person(self, identity: &str) -> Result<PersonId, StoreError> {
        let person = queries::person_of(&self.app.store.db, identity).await?;
        person.map(|one| one.id).ok_or(StoreError::Misplaced)
    }

    /// A delivery that nobody sent: somebody's form, without a place.
    ///
    /// # Errors
    /// [`StoreError::Misplaced`] when this is nobody's identity.
    pub fn sent(self, identity: &str, form_id: String) -> Result<Inbound, StoreError> {
        let from: PersonRef = identity.parse().map_err(|_| StoreError::Misplaced)?;
        Ok(Inbound {
            key: format!("scene-{form_id}"),
            platform: from.platform,
            workspace: from.home(),
            from: Some(from),
            locale: None,
            place: None,
            what: What::FormSent {
                flow: "scene".to_owned(),
                form_id,
                form: FormHandle(String::new()),
                values: BTreeMap::new(),
            },
            raw: String::new(),
            received: self.app.now(),
        })
    }
}
