//! Quizzes: what somebody answered, and that a certificate is over.

use chrono::NaiveDate;

use super::execute::{Decided, Outcome, say_one};
use super::people::{identity_of, route};
use super::{App, homes};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::actor::Person;
use crate::domain::ids::PersonId;
use crate::domain::knowledge::quiz::{Quiz, over, take};
use crate::domain::outcome::{Event, PersonEvent, Refusal};
use crate::store::StoreError;
use crate::store::desk::{Desk, Needs};
use crate::store::project::Stream;
use crate::views::Say;
use crate::views::knowledge::quiz as view;
use crate::views::news::News;

impl App {
    /// Marks a quiz by somebody of a partner's: so many answers were right.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn take_quiz(
        &self,
        inbound: &Inbound,
        quiz: Quiz,
        right: u32,
    ) -> Result<Outcome, StoreError> {
        let (identity, voice) = (identity_of(inbound), self.voice());
        let calendar = self.program().rules.calendar.clone();
        let mut needs = Needs::default();
        needs.identities.insert(identity.clone());
        self.answer_once(inbound, "quiz", needs, move |desk, stamp| {
            let known = desk.person_of(&identity).filter(|person| person.membership.is_some());
            let Some(person) = known else { return Ok(Decided::Refused(Refusal::Outsider)) };
            let (id, today) = (person.id, calendar.local_date(desk.now));
            let event = match take(&quiz, right, person.quizzes.get(&quiz.id), today) {
                Ok(event) => event,
                Err(no) => {
                    let page = view::closed(&voice, &quiz, no);
                    return Ok(Decided::No(Reply::Panel(page), "not_now"));
                }
            };
            homes::append(desk, &Stream::Person(id), Event::Person(event), stamp)?;
            let sheet = desk.person(&id).and_then(|one| one.quizzes.get(&quiz.id));
            let through = sheet.and_then(|sheet| sheet.through);
            let page = view::marked(&voice, &quiz, right, through, today);
            Ok(Decided::Answer(Reply::Panel(page)))
        })
        .await
    }

    /// Records that somebody's certificates were over before `today`, and tells them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_certificates(
        &self,
        person: PersonId,
        today: NaiveDate,
    ) -> Result<(), StoreError> {
        let stamp = self.by_itself("certificates");
        let unit = move |desk: &mut Desk| {
            let Some(known) = desk.person(&person).cloned() else { return Ok(()) };
            let ended = over(&known.quizzes, today);
            for event in &ended {
                let happened = Event::Person(event.clone());
                homes::append(desk, &Stream::Person(person), happened, &stamp)?;
                if let Some(say) = ended_for(desk, &known, event) {
                    say_one(desk, &say, &stamp.cause);
                }
            }
            Ok(())
        };
        self.store.writer.decide(Needs::everything_set_up(), unit).await
    }
}

/// What somebody hears of it; nothing who is of no partner any more.
fn ended_for(desk: &Desk, person: &Person, event: &PersonEvent) -> Option<Say> {
    let PersonEvent::CertificateEnded { quiz, through } = event else { return None };
    let partner = person.membership.as_ref()?.partner;
    let (to, workspace) = route(desk.state(), person, partner)?;
    let news = News::CertificateEnded { quiz: quiz.clone(), through: *through };
    Some(Say::News { news, to, workspace })
}
