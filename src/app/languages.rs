//! In which language somebody is spoken to.
//!
//! What one person reads comes in the language in which they use their platform, what several read
//! in that of the partner whose channel it is, everything else in the programme's. Slack is asked, and
//! tells only an installation in the person's own workspace; Discord says it with whatever somebody
//! does, and cannot be asked. Of everybody else the partner's is taken.
//!
//! What a platform told is remembered for a while and never written down: it is theirs to keep, and
//! they say it again.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::App;
use crate::chat::PersonRef;
use crate::domain::partner::Partner;
use crate::store::{StoreError, queries};
use crate::text::Language;

/// How long a platform may take to say it: somebody waits for a form, whose trigger lives three
/// seconds.
const WHICH: Duration = Duration::from_millis(500);

/// For how long an answer counts.
const TOLD: TimeDelta = TimeDelta::days(1);
/// The same where it was said unasked: there is nobody to ask when it is over.
const HEARD: TimeDelta = TimeDelta::days(30);
/// The same where it is none of ours, or was not told: what was taken instead may change, or the platform be back.
const NOT_TOLD: TimeDelta = TimeDelta::minutes(5);

/// People of whom it is remembered; beyond that those whose time is over go.
const REMEMBERED: usize = 4_096;

/// Who reads what, and to whom an [`App`] speaks. Clones share the former.
#[derive(Clone, Default)]
pub struct Languages {
    known: Arc<RwLock<HashMap<String, Known>>>,
    /// Without one it is the programme's.
    spoken: Option<Language>,
}

#[derive(Clone, Copy)]
struct Known {
    language: Option<Language>,
    until: DateTime<Utc>,
}

impl Languages {
    fn of(&self, identity: &str, now: DateTime<Utc>) -> Option<Known> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(identity).filter(|known| known.until > now).copied()
    }

    fn forget(&self, identity: &str) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).remove(identity);
    }

    fn remember(&self, identity: String, known: Known, now: DateTime<Utc>) {
        let mut all = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.retain(|_, known| known.until > now);
        }
        all.insert(identity, known);
    }
}

impl App {
    /// The language that is spoken.
    #[must_use]
    pub fn language(&self) -> Language {
        self.languages.spoken.unwrap_or_else(|| self.program().language)
    }

    /// The same, speaking a language; without one the programme's.
    #[must_use]
    pub fn speaking(&self, language: Option<Language>) -> Self {
        let languages = Languages { spoken: language, ..self.languages.clone() };
        Self { languages, ..self.clone() }
    }

    /// The same, speaking to everybody.
    #[must_use]
    pub fn to_all(&self) -> Self {
        self.speaking(None)
    }

    /// The same, speaking to a partner's people together.
    #[must_use]
    pub fn to_partner(&self, partner: &Partner) -> Self {
        self.speaking(partner.language)
    }

    /// The same, speaking to one person, by what is known of them already.
    #[must_use]
    pub fn to_known(&self, person: Option<&PersonRef>) -> Self {
        let known = person.and_then(|one| self.languages.of(&one.to_string(), self.now()));
        self.speaking(known.and_then(|known| known.language))
    }

    /// The same, speaking to one person; their platform is asked when it has to be.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn to_person(&self, person: &PersonRef) -> Result<Self, StoreError> {
        let (identity, now) = (person.to_string(), self.now());
        if let Some(known) = self.languages.of(&identity, now) {
            return Ok(self.speaking(known.language));
        }
        let told = self.locale(person).await?;
        let told = told.and_then(|locale| Language::of_locale(&locale));
        let known = match told {
            Some(language) => Known { language: Some(language), until: now + TOLD },
            None => Known { language: self.of_their_partner(person).await?, until: now + NOT_TOLD },
        };
        self.languages.remember(identity, known, now);
        Ok(self.speaking(known.language))
    }

    /// A platform said with what somebody did in which language they use it. Where that is none of
    /// ours, what was known before is over.
    pub fn hear_locale(&self, person: &PersonRef, locale: &str) {
        let (identity, now) = (person.to_string(), self.now());
        match Language::of_locale(locale) {
            Some(language) => {
                let known = Known { language: Some(language), until: now + HEARD };
                self.languages.remember(identity, known, now);
            }
            None => self.languages.forget(&identity),
        }
    }

    /// What the platform says, where it would.
    async fn locale(&self, person: &PersonRef) -> Result<Option<String>, StoreError> {
        let row = self.store.reader.installation(&person.home()).await?;
        if row.is_none_or(|row| row.dead_code.is_some()) {
            return Ok(None);
        }
        let asked = self.people.profile(&person.workspace, person);
        let told = tokio::time::timeout(WHICH, asked).await;
        Ok(told.ok().and_then(Result::ok).and_then(|profile| profile.locale))
    }

    /// That of the partner somebody belongs to, or whose workspace they come from.
    async fn of_their_partner(&self, person: &PersonRef) -> Result<Option<Language>, StoreError> {
        let known = self.store.reader.person_of(&person.to_string()).await?;
        let member = known.and_then(|known| known.membership);
        let partner = match member {
            Some(member) => self.store.reader.partner(&member.partner).await?,
            None => queries::partner_of_workspace(&self.store.db, &person.home()).await?,
        };
        Ok(partner.and_then(|partner| partner.language))
    }
}
