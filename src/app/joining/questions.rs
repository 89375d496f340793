//! What whoever decides asks a company before, and what it answers. Both are sealed like every word;
//! while a question is open the promise's clock stands.

use super::{happen, hears, show};
use crate::app::execute::{Decided, Outcome};
use crate::app::people::{identity_of, tell, tell_in_charge};
use crate::app::{App, Sealed};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::actor::Person;
use crate::domain::actor::roles::PeopleNo;
use crate::domain::ids::{ApplicationId, PersonId};
use crate::domain::joining::application::Application;
use crate::domain::joining::question::{AnswerNo, AskNo};
use crate::domain::outcome::Refusal;
use crate::store::StoreError;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::views::joining::question as view;
use crate::views::news::{Join, News};

/// The fields under which the words are kept.
const QUESTION: &str = "question";
const ANSWER: &str = "answer";

impl App {
    /// Asks whoever applied something, one question at a time; `answer` is for who asks. Whoever is
    /// slower is refused: there is [`PeopleNo::NothingToDecide`].
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn ask_applicant(
        &self,
        inbound: &Inbound,
        id: ApplicationId,
        question: Sealed,
        answer: Reply,
    ) -> Result<Outcome, StoreError> {
        let calendar = self.program().rules.calendar.clone();
        self.decide_application(inbound, id, move |desk, stamp, (application, applied), by| {
            let no = |why| Ok(Decided::Refused(Refusal::People { why }));
            let person = applied.by.person();
            if person.and_then(|person| desk.person(&person)).is_some_and(Person::is_gone) {
                return no(PeopleNo::Gone);
            }
            let asked = match application.ask(question.seal.clone(), by, &calendar, desk.now) {
                Ok(asked) => asked,
                Err(AskNo::Open) => return no(PeopleNo::NothingToDecide),
                Err(AskNo::Decide(_) | AskNo::NoChat) => {
                    return Ok(Decided::Refused(Refusal::Outsider));
                }
            };
            desk.keep(question.row(&id.to_string(), QUESTION));
            happen(desk, id, asked, stamp)?;
            if let Some((question, _)) = open(desk, id) {
                hears(desk, (id, Join::Asked { question }), person, stamp);
            }
            Ok(Decided::Answer(answer.clone()))
        })
        .await
    }

    /// Records what whoever applied says to the question with this number, once: the card is drawn
    /// anew, and whoever asked hears of it. `manager` is who decides.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn answer_question(
        &self,
        inbound: &Inbound,
        (id, question): (ApplicationId, u32),
        answer: Sealed,
        manager: Option<String>,
    ) -> Result<Outcome, StoreError> {
        let (identity, voice) = (identity_of(inbound), self.voice());
        let calendar = self.program().rules.calendar.clone();
        let mut needs = Needs::everything_set_up();
        needs.applications.insert(id.to_string());
        self.answer_once(inbound, "apply_answer", needs, move |desk, stamp| {
            let by = desk.person_of(&identity).map(|person| person.id);
            let application = desk.state().applications.get(&id).cloned();
            let (Some(by), Some(application)) = (by, application) else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let said = (question, answer.seal.clone());
            let answered = match application.answer(said, by, &calendar, desk.now) {
                Ok(answered) => answered,
                Err(AnswerNo::NotTheirs) => return Ok(Decided::Refused(Refusal::Outsider)),
                Err(AnswerNo::Over) => {
                    let why = PeopleNo::NothingToDecide;
                    return Ok(Decided::Refused(Refusal::People { why }));
                }
            };
            desk.keep(answer.row(&id.to_string(), ANSWER));
            happen(desk, id, answered, stamp)?;
            show(desk, id, stamp);
            if let Some(asker) = application.question(question).map(|one| one.by) {
                let about = Join::Answered { question };
                tell_asker(desk, &News::Joining { application: id, about }, asker, stamp);
            }
            let now = desk.state().applications.get(&id).and_then(Application::promised);
            let due = now.filter(|due| *due > desk.now);
            Ok(Decided::Answer(Reply::Panel(view::answered(&voice, manager.as_deref(), due))))
        })
        .await
    }
}

/// The question that waits for an answer, and who asked it.
pub(super) fn open(desk: &Desk, id: ApplicationId) -> Option<(u32, PersonId)> {
    let application = desk.state().applications.get(&id)?;
    application.open_question().map(|(number, question)| (number, question.by))
}

/// Leaves a direct message to whoever asked; whoever is in charge gets it where they decide about
/// partners no more.
pub(super) fn tell_asker(desk: &mut Desk, news: &News, by: PersonId, stamp: &Stamp) {
    let asker = desk.person(&by).filter(|one| one.manages_partners() && !one.is_gone());
    match asker.cloned() {
        Some(asker) => tell(desk, news.clone(), &asker, stamp),
        None => tell_in_charge(desk, news, stamp),
    }
}
