//! Feedback: what somebody of a partner's says, and who reads it.

use super::execute::{Decided, Outcome};
use super::people::{identity_of, tell_manager};
use super::{App, Sealed, homes};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::actor::Person;
use crate::domain::board::period::{Period, Span};
use crate::domain::feedback::{Score, give};
use crate::domain::outcome::{Event, Refusal};
use crate::domain::partner::Partner;
use crate::store::desk::Needs;
use crate::store::project::Stream;
use crate::store::{StoreError, queries};
use crate::views::feedback as view;
use crate::views::news::News;

/// Under which the words are kept.
const FIELD: &str = "feedback";

impl App {
    /// What the one is called who reads what a partner's people say; `None` where those do who are in
    /// charge of all partners.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn feedback_reader(&self, partner: &Partner) -> Result<Option<String>, StoreError> {
        let Some(id) = partner.manager else { return Ok(None) };
        let known = queries::people(&self.store.db, &[id].into()).await?.remove(&id);
        match known.filter(Person::manages_partners) {
            Some(manager) => self.name_of(manager.id).await.map(Some),
            None => Ok(None),
        }
    }

    /// Records what somebody of a partner's says, and hands it to whoever looks after that.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn give_feedback(
        &self,
        inbound: &Inbound,
        score: Score,
        text: Option<Sealed>,
        manager: Option<String>,
    ) -> Result<Outcome, StoreError> {
        let (identity, voice) = (identity_of(inbound), self.voice());
        let calendar = self.program().rules.calendar.clone();
        self.answer_once(inbound, "feedback", Needs::everything_set_up(), move |desk, stamp| {
            let Some(person) = desk.person_of(&identity).cloned() else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let month = Period::with(Span::Month, calendar.local_date(desk.now));
            let seal = text.as_ref().map(|text| text.seal.clone());
            let Some((partner, event)) = give(&person, score, seal.clone(), month) else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            if let Some(text) = &text {
                desk.keep(text.row(&person.id.to_string(), FIELD));
            }
            let again = person.feedback.contains_key(&month);
            homes::append(desk, &Stream::Person(person.id), Event::Person(event), stamp)?;
            let person = person.id;
            let news = News::Feedback { person, partner, month, score, text: seal, again };
            tell_manager(desk, &news, partner, stamp);
            let page = view::thanks(&voice, manager.as_deref(), again);
            Ok(Decided::Answer(Reply::Panel(page)))
        })
        .await
    }
}
