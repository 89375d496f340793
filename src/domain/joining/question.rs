//! What whoever decides asks a company that wants to join, and what it answers: one question at a
//! time, to whom a chat reaches. While one is open the clock of the promise stands.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::application::{Application, Applied, DecideNo};
use crate::domain::actor::Person;
use crate::domain::calendar::Calendar;
use crate::domain::ids::PersonId;
use crate::domain::outcome::{ApplicationEvent, Seal};

/// Business days after which whoever asked hears that nobody has answered.
pub const SILENT_DAYS: u32 = 7;

/// Something that was asked about an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub by: PersonId,
    pub at: DateTime<Utc>,
    pub text: Seal,
    /// When whoever asked hears that nobody has answered.
    pub silent_at: DateTime<Utc>,
    /// Whether they have heard it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reminded: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

/// What whoever applied said to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub at: DateTime<Utc>,
    pub text: Seal,
    /// By when the decision is promised since then.
    pub due: DateTime<Utc>,
}

/// A no to whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskNo {
    /// Who may not decide may not ask.
    Decide(DecideNo),
    /// It came by the website: no chat reaches them.
    NoChat,
    /// A question waits for its answer.
    Open,
}

/// A no to whoever answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerNo {
    /// Only who applied answers; everybody else learns nothing.
    NotTheirs,
    /// It is answered, or was decided before.
    Over,
}

impl Application {
    /// The question that waits for an answer, with its number.
    #[must_use]
    pub fn open_question(&self) -> Option<(u32, &Question)> {
        self.waiting()?;
        let question = self.questions.last().filter(|one| one.answer.is_none())?;
        Some((self.questions_asked(), question))
    }

    /// The question with this number; the first is 1.
    #[must_use]
    pub fn question(&self, number: u32) -> Option<&Question> {
        self.questions.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    fn questions_asked(&self) -> u32 {
        u32::try_from(self.questions.len()).unwrap_or(u32::MAX)
    }

    /// By when the decision is promised; while a question is open, as it was when it was asked.
    #[must_use]
    pub fn promised(&self) -> Option<DateTime<Utc>> {
        let answered = self.questions.iter().filter_map(|one| one.answer.as_ref()).next_back();
        answered.map(|one| one.due).or_else(|| self.applied.as_ref().map(|one| one.due))
    }

    /// The same while the clock runs; nothing while a question is open.
    #[must_use]
    pub fn due_now(&self) -> Option<DateTime<Utc>> {
        self.promised().filter(|_| self.open_question().is_none())
    }

    /// Whether `by` could ask about it now.
    ///
    /// # Errors
    /// [`AskNo`]: first who may not decide.
    pub fn may_ask(&self, by: &Person) -> Result<&Applied, AskNo> {
        let applied = self.may_decide(by).map_err(AskNo::Decide)?;
        if applied.by.person().is_none() {
            return Err(AskNo::NoChat);
        }
        match self.open_question() {
            Some(_) => Err(AskNo::Open),
            None => Ok(applied),
        }
    }

    /// Asks a question; the clock stands until it is answered.
    ///
    /// # Errors
    /// As [`Self::may_ask`].
    pub fn ask(
        &self,
        question: Seal,
        by: &Person,
        calendar: &Calendar,
        now: DateTime<Utc>,
    ) -> Result<ApplicationEvent, AskNo> {
        self.may_ask(by)?;
        let silent_at = calendar.business_days_later(now, SILENT_DAYS);
        Ok(ApplicationEvent::ApplicationAsked { by: by.id, question, silent_at })
    }

    /// The open question, if it is this person's to answer.
    ///
    /// # Errors
    /// [`AnswerNo::NotTheirs`] first.
    pub fn may_answer(&self, by: PersonId) -> Result<(u32, &Question), AnswerNo> {
        let theirs = self.applied.as_ref().and_then(|one| one.by.person()) == Some(by);
        if !theirs || self.questions.is_empty() {
            return Err(AnswerNo::NotTheirs);
        }
        self.open_question().ok_or(AnswerNo::Over)
    }

    /// Answers the question with this number, and the clock runs again: what was left of the business
    /// time when it stopped, to the second.
    ///
    /// # Errors
    /// As [`Self::may_answer`]; [`AnswerNo::Over`] as well when another question is open.
    pub fn answer(
        &self,
        (number, answer): (u32, Seal),
        by: PersonId,
        calendar: &Calendar,
        now: DateTime<Utc>,
    ) -> Result<ApplicationEvent, AnswerNo> {
        let (open, question) = self.may_answer(by)?;
        if open != number {
            return Err(AnswerNo::Over);
        }
        let promised = self.promised().ok_or(AnswerNo::Over)?;
        // A stop after the due instant does not move it.
        let due = if question.at >= promised {
            promised
        } else {
            calendar.due_when_resumed(now, calendar.rest_when_stopped(promised, question.at))
        };
        Ok(ApplicationEvent::ApplicationAnswered { answer, due })
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::UTC;

    use super::*;
    use crate::domain::actor::Role;
    use crate::domain::ids::ApplicationId;
    use crate::domain::joining::application::{Applicant, NotNow, may_apply};
    use crate::domain::partner::PartnerKind;

    const ANNA: PersonId = PersonId::new(1);
    const BEN: PersonId = PersonId::new(2);
    const MANAGER: PersonId = PersonId::new(9);
    /// A Monday.
    const SENT: &str = "2026-03-02T10:00:00Z";
    const DUE: &str = "2026-03-09T10:00:00Z";

    fn seal() -> Seal {
        Seal("a".repeat(64))
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn sent_by(by: Applicant) -> Application {
        let received = ApplicationEvent::ApplicationReceived(Applied {
            by,
            company: seal(),
            site: "acme.example".to_owned(),
            own_site: true,
            partner_kind: PartnerKind::Referral,
            serves: seal(),
            why: seal(),
            scored: Vec::new(),
            due: at(DUE),
        });
        Application::from_first(ApplicationId::new(1), &received, at(SENT)).unwrap()
    }

    fn received() -> Application {
        sent_by(Applicant::InChat { person: ANNA })
    }

    fn calendar() -> Calendar {
        Calendar::usual(UTC)
    }

    fn with(role: Role) -> Person {
        let mut person = Person::new(MANAGER);
        person.roles.insert(role);
        person
    }

    /// Asked then by a partner manager.
    fn asked(mut one: Application, then: &str) -> Application {
        let question = one.ask(seal(), &with(Role::PartnerManager), &calendar(), at(then)).unwrap();
        one.apply(&question, at(then));
        one
    }

    fn answered(mut one: Application, number: u32, then: &str) -> Application {
        let answer = one.answer((number, seal()), ANNA, &calendar(), at(then)).unwrap();
        one.apply(&answer, at(then));
        one
    }

    fn declined(mut one: Application) -> Application {
        let again_from = "2026-06-01".parse().unwrap();
        let no = ApplicationEvent::ApplicationDeclined { by: MANAGER, reason: seal(), again_from };
        one.apply(&no, at("2026-03-04T10:00:00Z"));
        one
    }

    fn on_website() -> Application {
        sent_by(Applicant::OnWebsite { name: seal(), email: seal() })
    }

    #[test]
    fn whoever_decides_asks_one_question_at_a_time_where_a_chat_reaches() {
        let open = || asked(received(), "2026-03-03T10:00:00Z");
        let over = || answered(open(), 1, "2026-03-03T12:00:00Z");
        let decide = |why| Some(AskNo::Decide(why));
        #[rustfmt::skip]
        let table = [
            // how it stands     who                    what is wrong
            (received(),         Role::PartnerManager,  None),
            (received(),         Role::Admin,           None),
            (over(),             Role::PartnerManager,  None),
            (open(),             Role::Admin,           Some(AskNo::Open)),
            (on_website(),       Role::PartnerManager,  Some(AskNo::NoChat)),
            (received(),         Role::Sales,           decide(DecideNo::NotManager)),
            (open(),             Role::Sales,           decide(DecideNo::NotManager)),
            (declined(open()),   Role::Admin,           decide(DecideNo::Settled)),
        ];
        for (one, role, wrong) in table {
            assert_eq!(one.may_ask(&with(role)).err(), wrong, "{role} of {one:?}");
        }
    }

    #[test]
    fn who_applied_answers_each_question_once_while_nothing_is_decided() {
        let open = || asked(received(), "2026-03-03T10:00:00Z");
        let over = || answered(open(), 1, "2026-03-03T12:00:00Z");
        let second = || asked(over(), "2026-03-03T13:00:00Z");
        #[rustfmt::skip]
        let table = [
            // how it stands     who    which  what is wrong
            (open(),             ANNA,  1,     None),
            (second(),           ANNA,  2,     None),
            (second(),           ANNA,  1,     Some(AnswerNo::Over)),
            (over(),             ANNA,  1,     Some(AnswerNo::Over)),
            (declined(open()),   ANNA,  1,     Some(AnswerNo::Over)),
            (open(),             BEN,   1,     Some(AnswerNo::NotTheirs)),
            (declined(open()),   BEN,   1,     Some(AnswerNo::NotTheirs)),
            (received(),         ANNA,  1,     Some(AnswerNo::NotTheirs)),
        ];
        for (one, who, which, wrong) in table {
            let said = one.answer((which, seal()), who, &calendar(), at("2026-03-03T14:00:00Z"));
            assert_eq!(said.err(), wrong, "{who:?} answers {which} of {one:?}");
        }
    }

    #[test]
    fn the_promise_stands_while_a_question_is_open_and_goes_on_where_it_stood() {
        #[rustfmt::skip]
        let table = [
            // asked                   answered                 then due
            ("2026-03-03T10:00:00Z",  "2026-03-03T12:00:00Z",  "2026-03-09T12:00:00Z"),
            ("2026-03-03T10:00:00Z",  "2026-03-10T10:00:00Z",  "2026-03-16T10:00:00Z"),
            // The night and the weekend count on neither side.
            ("2026-03-06T20:00:00Z",  "2026-03-08T12:00:00Z",  "2026-03-09T10:00:00Z"),
            ("2026-03-09T09:00:00Z",  "2026-03-12T16:30:00Z",  "2026-03-13T09:30:00Z"),
            // What was over stays over.
            ("2026-03-10T10:00:00Z",  "2026-03-12T10:00:00Z",  DUE),
        ];
        for (then, later, due) in table {
            let open = asked(received(), then);
            assert_eq!(open.promised(), Some(at(DUE)), "asked {then}");
            let silent = calendar().business_days_later(at(then), SILENT_DAYS);
            assert_eq!(open.due(), Some(silent), "asked {then}");
            let done = answered(open, 1, later);
            assert_eq!((done.promised(), done.due()), (Some(at(due)), Some(at(due))), "{then}");
        }
    }

    #[test]
    fn the_second_stop_counts_from_what_the_first_has_left() {
        let one = answered(asked(received(), "2026-03-03T10:00:00Z"), 1, "2026-03-03T12:00:00Z");
        let two = answered(asked(one, "2026-03-04T10:00:00Z"), 2, "2026-03-05T10:00:00Z");
        assert_eq!(two.promised(), Some(at("2026-03-10T12:00:00Z")));
    }

    #[test]
    fn each_silence_is_told_once_and_the_end_of_the_promise_still_once() {
        let mut one = asked(received(), "2026-03-03T10:00:00Z");
        one.apply(&ApplicationEvent::ApplicationReminded, at("2026-03-12T10:00:00Z"));
        assert_eq!((one.due(), one.reminded), (None, false));
        let mut one = answered(one, 1, "2026-03-12T12:00:00Z");
        assert_eq!(one.due(), one.promised());
        one.apply(&ApplicationEvent::ApplicationReminded, at("2026-03-20T10:00:00Z"));
        assert_eq!((one.due(), one.reminded), (None, true));
        let two = asked(one, "2026-03-20T11:00:00Z");
        assert!(two.due().is_some(), "the silence after another question is told as well");
        assert_eq!(declined(two).due(), None);
    }

    #[test]
    fn whoever_applies_again_while_a_question_is_open_is_led_to_it() {
        let one = asked(received(), "2026-03-03T10:00:00Z");
        let since = at("2026-03-03T10:00:00Z");
        let today = "2026-03-03".parse().unwrap();
        let may = |one: &Application, who| may_apply([one].into_iter(), Some(who), None, today);
        assert_eq!(may(&one, ANNA), Err(NotNow::Asked { application: one.id, since }));
        assert_eq!(may(&one, BEN), Ok(()));
        let one = answered(one, 1, "2026-03-03T12:00:00Z");
        assert_eq!(may(&one, ANNA), Err(NotNow::Waits { until: at("2026-03-09T12:00:00Z") }));
    }
}
