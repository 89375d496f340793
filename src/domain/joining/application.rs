//! One company that wants to join: invited or not, received, accepted or declined. What is about it is
//! decided by whoever looks after partners, once. What they ask before that is in [`super::question`].

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Scored;
use super::question::{Answer, Question};
use crate::domain::actor::Person;
use crate::domain::ids::{ApplicationId, PartnerId, PersonId};
use crate::domain::outcome::{ApplicationEvent, Seal};
use crate::domain::partner::PartnerKind;
use crate::domain::words::words;

words! {
    /// How far it has come.
    Stage {
        /// Somebody was asked to apply, and has not.
        Invited = "invited",
        Received = "received",
        Accepted = "accepted",
        Declined = "declined",
    }
}

/// Who applied for a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Applicant {
    /// Somebody in a chat: there they hear what was decided.
    InChat { person: PersonId },
    /// Somebody on the website, by what they call themselves and where they read mail. No chat
    /// reaches them, so whoever decides writes to them.
    OnWebsite { name: Seal, email: Seal },
}

impl Applicant {
    /// Whom a chat reaches.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::InChat { person } => Some(*person),
            Self::OnWebsite { .. } => None,
        }
    }
}

/// What a company sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Stands beside the other fields: until there was a website it was a person always.
    #[serde(flatten)]
    pub by: Applicant,
    pub company: Seal,
    /// Its registrable domain, or where many companies share one, the host that it named.
    pub site: String,
    /// Whether the website is its own, so that it says which company it is.
    pub own_site: bool,
    pub partner_kind: PartnerKind,
    pub serves: Seal,
    pub why: Seal,
    /// By the rubric that held then.
    pub scored: Vec<Scored>,
    /// By when it was promised an answer.
    pub due: DateTime<Utc>,
}

/// To whom the form was sent, and what it holds already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub person: PersonId,
    pub by: PersonId,
    pub company: Seal,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub by: PersonId,
    pub at: DateTime<Utc>,
    /// The partner that it has become.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerId>,
    /// Why not, as the company reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Seal>,
    /// From when on the company may apply again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_from: Option<NaiveDate>,
}

/// See the head of this file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    pub id: ApplicationId,
    pub version: i64,
    pub stage: Stage,
    /// Since when it is in that stage.
    pub since: DateTime<Utc>,
    pub invited: Option<Invited>,
    pub applied: Option<Applied>,
    /// What was asked about it, in its order; the last one alone may be open.
    pub questions: Vec<Question>,
    pub decision: Option<Decision>,
    /// Whether somebody was told that its time is over.
    pub reminded: bool,
}

/// Why somebody cannot apply now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNow {
    /// They have applied, and wait for an answer until then.
    Waits { until: DateTime<Utc> },
    /// They have applied, and were asked something since then that they have not answered.
    Asked { application: ApplicationId, since: DateTime<Utc> },
    /// They had a no.
    Again { from: NaiveDate },
    /// The company's website was sent before by somebody else, and waits or had a no. Which of the two,
    /// and until when, is nobody's business but theirs.
    Company,
}

/// A no to whoever decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecideNo {
    /// Applications are for the partner manager or an admin.
    NotManager,
    /// Nothing waits: somebody was faster, or nothing was sent.
    Settled,
}

impl Application {
    /// The one that its first fact makes; `None` when the fact is not the first of one.
    #[must_use]
    pub fn from_first(
        id: ApplicationId,
        first: &ApplicationEvent,
        at: DateTime<Utc>,
    ) -> Option<Self> {
        let (stage, invited, applied) = match first {
            ApplicationEvent::PartnerInvited(invited) => {
                (Stage::Invited, Some(invited.clone()), None)
            }
            ApplicationEvent::ApplicationReceived(applied) => {
                (Stage::Received, None, Some(applied.clone()))
            }
            ApplicationEvent::ApplicationAccepted { .. }
            | ApplicationEvent::ApplicationDeclined { .. }
            | ApplicationEvent::ApplicationAsked { .. }
            | ApplicationEvent::ApplicationAnswered { .. }
            | ApplicationEvent::ApplicationReminded => return None,
        };
        Some(Self {
            id,
            version: 1,
            stage,
            since: at,
            invited,
            applied,
            questions: Vec::new(),
            decision: None,
            reminded: false,
        })
    }

    /// Takes over one later fact, recorded at `at`.
    pub fn apply(&mut self, event: &ApplicationEvent, at: DateTime<Utc>) {
        match event {
            ApplicationEvent::PartnerInvited(invited) => self.invited = Some(invited.clone()),
            ApplicationEvent::ApplicationReceived(applied) => {
                self.applied = Some(applied.clone());
                (self.stage, self.since) = (Stage::Received, at);
            }
            ApplicationEvent::ApplicationAccepted { by, partner } => {
                let (by, partner) = (*by, Some(*partner));
                self.decision = Some(Decision { by, at, partner, reason: None, again_from: None });
                (self.stage, self.since) = (Stage::Accepted, at);
            }
            ApplicationEvent::ApplicationDeclined { by, reason, again_from } => {
                let (by, reason, again_from) = (*by, Some(reason.clone()), Some(*again_from));
                self.decision = Some(Decision { by, at, partner: None, reason, again_from });
                (self.stage, self.since) = (Stage::Declined, at);
            }
            ApplicationEvent::ApplicationAsked { by, question, silent_at } => {
                let (by, text, silent_at) = (*by, question.clone(), *silent_at);
                let (reminded, answer) = (false, None);
                self.questions.push(Question { by, at, text, silent_at, reminded, answer });
            }
            ApplicationEvent::ApplicationAnswered { answer, due } => {
                if let Some(question) = self.questions.last_mut() {
                    question.answer = Some(Answer { at, text: answer.clone(), due: *due });
                }
            }
            // While a question is open it is that which somebody was reminded of.
            ApplicationEvent::ApplicationReminded => match self.questions.last_mut() {
                Some(question) if question.answer.is_none() => question.reminded = true,
                Some(_) | None => self.reminded = true,
            },
        }
        self.version += 1;
    }

    /// What waits for a decision.
    #[must_use]
    pub fn waiting(&self) -> Option<&Applied> {
        self.applied.as_ref().filter(|_| self.stage == Stage::Received)
    }

    /// When somebody is reminded of it: once that the promise is over, and once of each question that
    /// nobody answers. While one is open the promise stands.
    #[must_use]
    pub fn due(&self) -> Option<DateTime<Utc>> {
        if let Some((_, question)) = self.open_question() {
            return Some(question.silent_at).filter(|_| !question.reminded);
        }
        self.waiting().filter(|_| !self.reminded)?;
        self.promised()
    }

    /// Who applied or was invited, where a chat reaches them.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        let Some(applied) = &self.applied else {
            return self.invited.as_ref().map(|invited| invited.person);
        };
        applied.by.person()
    }

    /// The domain that says which company it is.
    #[must_use]
    pub fn domain(&self) -> Option<&str> {
        self.applied.as_ref().filter(|one| one.own_site).map(|one| one.site.as_str())
    }

    /// Whether this person may send what this invitation is for.
    #[must_use]
    pub fn invites(&self, person: PersonId) -> bool {
        self.stage == Stage::Invited
            && self.invited.as_ref().is_some_and(|invited| invited.person == person)
    }

    /// Whoever looks after partners decides about what waits.
    ///
    /// # Errors
    /// [`DecideNo::NotManager`] first.
    pub fn may_decide(&self, by: &Person) -> Result<&Applied, DecideNo> {
        if !by.manages_partners() {
            return Err(DecideNo::NotManager);
        }
        self.waiting().ok_or(DecideNo::Settled)
    }
}

/// Whether this person may apply today for the company of this domain; `None` where the website names
/// no company. What is their own is said first: they know of it. Of what others sent for the same
/// domain they learn no more than that it is there.
///
/// # Errors
/// [`NotNow`].
pub fn may_apply<'a>(
    before: impl Iterator<Item = &'a Application> + Clone,
    person: Option<PersonId>,
    domain: Option<&str>,
    today: NaiveDate,
) -> Result<(), NotNow> {
    let own = |one: &&Application| person.is_some() && one.person() == person;
    let same = |one: &&Application| domain.is_some() && one.domain() == domain;
    if let Some(waits) = before.clone().filter(own).find(|one| one.waiting().is_some()) {
        if let Some((_, question)) = waits.open_question() {
            return Err(NotNow::Asked { application: waits.id, since: question.at });
        }
        let until = waits.promised().unwrap_or(waits.since);
        return Err(NotNow::Waits { until });
    }
    let declined = |one: &Application| {
        let decision = one.decision.as_ref().filter(|_| one.stage == Stage::Declined)?;
        decision.again_from.filter(|from| today < *from)
    };
    if let Some(from) = before.clone().filter(own).filter_map(declined).max() {
        return Err(NotNow::Again { from });
    }
    let mut of_others = before.filter(same);
    match of_others.any(|one| one.waiting().is_some() || declined(one).is_some()) {
        true => Err(NotNow::Company),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::Role;

    const ANNA: PersonId = PersonId::new(1);
    const BEN: PersonId = PersonId::new(2);
    const MANAGER: PersonId = PersonId::new(9);

    fn seal() -> Seal {
        Seal("a".repeat(64))
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn applied(person: PersonId, site: &str, own_site: bool) -> ApplicationEvent {
        ApplicationEvent::ApplicationReceived(Applied {
            by: Applicant::InChat { person },
            company: seal(),
            site: site.to_owned(),
            own_site,
            partner_kind: PartnerKind::Referral,
            serves: seal(),
            why: seal(),
            scored: Vec::new(),
            due: at("2026-03-09T09:00:00Z"),
        })
    }

    fn on_website(site: &str) -> ApplicationEvent {
        let ApplicationEvent::ApplicationReceived(applied) = applied(ANNA, site, true) else {
            unreachable!("somebody applied");
        };
        let by = Applicant::OnWebsite { name: seal(), email: Seal("b".repeat(64)) };
        ApplicationEvent::ApplicationReceived(Applied { by, ..applied })
    }

    fn declined() -> ApplicationEvent {
        let again_from = "2026-06-01".parse().unwrap();
        ApplicationEvent::ApplicationDeclined { by: MANAGER, reason: seal(), again_from }
    }

    fn accepted() -> ApplicationEvent {
        ApplicationEvent::ApplicationAccepted { by: MANAGER, partner: PartnerId::new(5) }
    }

    fn invited(person: PersonId) -> ApplicationEvent {
        let invited = Invited { person, by: MANAGER, company: seal(), site: None };
        ApplicationEvent::PartnerInvited(invited)
    }

    fn after(events: &[ApplicationEvent]) -> Application {
        let then = at("2026-03-02T09:00:00Z");
        let (first, later) = events.split_first().unwrap();
        let mut one = Application::from_first(ApplicationId::new(1), first, then).unwrap();
        later.iter().for_each(|event| one.apply(event, then));
        one
    }

    #[test]
    fn nobody_and_no_company_applies_twice_at_once() {
        let until = at("2026-03-09T09:00:00Z");
        let again = Err(NotNow::Again { from: "2026-06-01".parse().unwrap() });
        let acme = || applied(ANNA, "acme.example", true);
        #[rustfmt::skip]
        let table = [
            // what has happened                  who         for                    on            what follows
            (vec![acme()],                        Some(ANNA), Some("birch.example"), "2026-03-03", Err(NotNow::Waits { until })),
            (vec![acme()],                        Some(BEN),  Some("acme.example"),  "2026-03-03", Err(NotNow::Company)),
            (vec![acme()],                        None,       Some("acme.example"),  "2026-03-03", Err(NotNow::Company)),
            (vec![acme()],                        Some(BEN),  Some("birch.example"), "2026-03-03", Ok(())),
            (vec![acme()],                        Some(BEN),  None,                  "2026-03-03", Ok(())),
            (vec![applied(ANNA, "a.host", false)], Some(BEN), Some("a.host"),        "2026-03-03", Ok(())),
            (vec![invited(ANNA)],                 Some(ANNA), Some("acme.example"),  "2026-03-03", Ok(())),
            (vec![acme(), declined()],            Some(ANNA), Some("birch.example"), "2026-05-31", again),
            (vec![acme(), declined()],            Some(ANNA), Some("acme.example"),  "2026-05-31", again),
            (vec![acme(), declined()],            Some(BEN),  Some("acme.example"),  "2026-05-31", Err(NotNow::Company)),
            (vec![acme(), declined()],            Some(BEN),  Some("acme.example"),  "2026-06-01", Ok(())),
            (vec![acme(), declined()],            Some(BEN),  Some("birch.example"), "2026-05-31", Ok(())),
            (vec![acme(), accepted()],            Some(BEN),  Some("acme.example"),  "2026-03-03", Ok(())),
            (vec![on_website("acme.example")],    Some(BEN),  Some("acme.example"),  "2026-03-03", Err(NotNow::Company)),
            (vec![on_website("acme.example")],    None,       Some("acme.example"),  "2026-03-03", Err(NotNow::Company)),
            (vec![on_website("acme.example")],    None,       Some("birch.example"), "2026-03-03", Ok(())),
            (vec![on_website("acme.example"), declined()], None, Some("acme.example"), "2026-05-31", Err(NotNow::Company)),
            (vec![on_website("acme.example"), declined()], None, Some("acme.example"), "2026-06-01", Ok(())),
        ];
        for (events, person, domain, today, follows) in table {
            let before = [after(&events)];
            let may = may_apply(before.iter(), person, domain, today.parse().unwrap());
            assert_eq!(may, follows, "{person:?} for {domain:?} after {events:?}");
        }
    }

    #[test]
    fn whoever_looks_after_partners_decides_once() {
        let acme = || applied(ANNA, "acme.example", true);
        #[rustfmt::skip]
        let table = [
            // what has happened           by                    what is wrong
            (vec![acme()],                 Role::PartnerManager, None),
            (vec![invited(ANNA), acme()],  Role::Admin,          None),
            (vec![invited(ANNA)],          Role::Admin,          Some(DecideNo::Settled)),
            (vec![acme(), declined()],     Role::Admin,          Some(DecideNo::Settled)),
            (vec![acme(), accepted()],     Role::PartnerManager, Some(DecideNo::Settled)),
            (vec![acme()],                 Role::Sales,          Some(DecideNo::NotManager)),
            (vec![acme(), declined()],     Role::Auditor,        Some(DecideNo::NotManager)),
        ];
        for (events, role, wrong) in table {
            let mut by = Person::new(MANAGER);
            by.roles.insert(role);
            let one = after(&events);
            assert_eq!(one.may_decide(&by).err(), wrong, "{role} after {events:?}");
        }
    }

    #[test]
    fn an_invitation_is_for_one_person_until_they_have_applied() {
        let one = after(&[invited(ANNA)]);
        assert!(one.invites(ANNA) && !one.invites(BEN));
        assert_eq!(one.due(), None);
        let one = after(&[invited(ANNA), applied(ANNA, "acme.example", true)]);
        assert!(!one.invites(ANNA));
        assert_eq!(one.due(), Some(at("2026-03-09T09:00:00Z")));
        let told = [applied(ANNA, "acme.example", true), ApplicationEvent::ApplicationReminded];
        assert_eq!(after(&told).due(), None);
    }
    #[test]
    fn who_applied_is_somebody_in_a_chat_or_a_name_with_an_address() {
        let text = |event: &ApplicationEvent| serde_json::to_value(event).unwrap();
        let in_chat = applied(ANNA, "acme.example", true);
        let written = text(&in_chat);
        // As it was written before there was a website.
        assert_eq!(written["person"], serde_json::json!(ANNA));
        assert!(written.get("by").is_none() && written.get("email").is_none(), "{written}");
        let outside = on_website("acme.example");
        let sent = text(&outside);
        assert!(sent.get("person").is_none() && sent["email"] == "b".repeat(64), "{sent}");
        for event in [in_chat, outside] {
            assert_eq!(serde_json::from_value::<ApplicationEvent>(text(&event)).unwrap(), event);
        }
        let mut nobody = written;
        nobody.as_object_mut().unwrap().remove("person");
        assert!(serde_json::from_value::<ApplicationEvent>(nobody).is_err());
        assert_eq!(after(&[on_website("acme.example")]).person(), None);
    }
}
