//! What becomes of a company that wants to join: a partner, or not today. It is decided once, by whoever
//! looks after partners.

use super::{happen, hears, show};
use crate::app::execute::{Decided, Outcome};
use crate::app::partners::used;
use crate::app::people::identity_of;
use crate::app::{App, Sealed, homes, new_partner_id};
use crate::chat::PersonRef;
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::actor::Person;
use crate::domain::actor::roles::PeopleNo;
use crate::domain::ids::{ApplicationId, PartnerCode};
use crate::domain::joining::application::{Application, Applied, DecideNo};
use crate::domain::outcome::{ApplicationEvent, Event, PersonEvent, Refusal};
use crate::domain::partner::Partner;
use crate::domain::partner::manage::{self, Open, PartnerNo};
use crate::store::StoreError;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::views::joining::Elsewhere;
use crate::views::news::Join;

/// The partner that an application becomes.
#[derive(Clone)]
pub struct Accept {
    pub code: PartnerCode,
    /// What the company is called.
    pub name: String,
    pub manager: PersonRef,
}

impl App {
    /// Makes the company a partner, and whoever applied in a chat its admin. Who has come to somebody
    /// else meanwhile stays there and hears nothing: `answer` is for who decides, and says so.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn accept_application(
        &self,
        inbound: &Inbound,
        id: ApplicationId,
        accept: Accept,
        answer: impl Fn(Option<Elsewhere>) -> Reply + Send + 'static,
    ) -> Result<Outcome, StoreError> {
        let partner = new_partner_id();
        self.decide_application(inbound, id, move |desk, stamp, (application, applied), by| {
            let no = |why| Ok(Decided::Refused(Refusal::Partner { why }));
            let Some(manager) = desk.person_of(&accept.manager.to_string()) else {
                return no(PartnerNo::ManagerHasNoRole);
            };
            let open = Open {
                code: accept.code,
                name: accept.name.clone(),
                domains: application.domain().map(str::to_owned).into_iter().collect(),
                kind: applied.partner_kind,
            };
            let opened = match manage::open(open, manager, by, &used(desk.state())) {
                Ok(opened) => opened,
                Err(why) => return no(why),
            };
            homes::append(desk, &Stream::Partner(partner), Event::Partner(opened), stamp)?;
            let sender = applied.by.person();
            let partners = desk.state().partners.values();
            let elsewhere = sender
                .and_then(|person| desk.person(&person))
                .and_then(|person| elsewhere(person, partners));
            let free = sender.filter(|_| elsewhere.is_none());
            if let Some(person) = free {
                let joined = Event::Person(PersonEvent::MemberJoined { partner, admin: true });
                homes::append(desk, &Stream::Person(person), joined, stamp)?;
            }
            let accepted = ApplicationEvent::ApplicationAccepted { by: by.id, partner };
            happen(desk, id, accepted, stamp)?;
            hears(desk, (id, Join::Accepted), free, stamp);
            Ok(Decided::Answer(answer(elsewhere)))
        })
        .await
    }

    /// Declines an application, for a reason that whoever applied in a chat reads.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn decline_application(
        &self,
        inbound: &Inbound,
        id: ApplicationId,
        reason: Sealed,
        (again_from, answer): (chrono::NaiveDate, Reply),
    ) -> Result<Outcome, StoreError> {
        self.decide_application(inbound, id, move |desk, stamp, (_, applied), by| {
            desk.keep(reason.row(&id.to_string(), "reason"));
            let (by, reason) = (by.id, reason.seal.clone());
            let declined = ApplicationEvent::ApplicationDeclined { by, reason, again_from };
            happen(desk, id, declined, stamp)?;
            hears(desk, (id, Join::Declined), applied.by.person(), stamp);
            Ok(Decided::Answer(answer.clone()))
        })
        .await
    }

    /// Decides about one that waits, by somebody who may; its card is drawn anew. Whoever is slower is
    /// refused: there is [`PeopleNo::NothingToDecide`].
    pub(super) async fn decide_application(
        &self,
        inbound: &Inbound,
        id: ApplicationId,
        mut decide: impl FnMut(
            &mut Desk,
            &Stamp,
            (&Application, &Applied),
            &Person,
        ) -> Result<Decided, StoreError>
        + Send
        + 'static,
    ) -> Result<Outcome, StoreError> {
        let identity = identity_of(inbound);
        let mut needs = Needs::everything_set_up();
        needs.applications.insert(id.to_string());
        self.answer_once(inbound, "application", needs, move |desk, stamp| {
            let by = desk.person_of(&identity).cloned();
            let application = desk.state().applications.get(&id).cloned();
            let (Some(by), Some(application)) = (by, application) else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let applied = match application.may_decide(&by) {
                Ok(applied) => applied,
                Err(DecideNo::NotManager) => return Ok(Decided::Refused(Refusal::Outsider)),
                Err(DecideNo::Settled) => {
                    let why = PeopleNo::NothingToDecide;
                    return Ok(Decided::Refused(Refusal::People { why }));
                }
            };
            let decided = decide(desk, stamp, (&application, applied), &by)?;
            if matches!(decided, Decided::Answer(_)) {
                show(desk, id, stamp);
            }
            Ok(decided)
        })
        .await
    }
}

/// What keeps somebody from speaking for a new partner.
pub(super) fn elsewhere<'a>(
    person: &Person,
    mut partners: impl Iterator<Item = &'a Partner>,
) -> Option<Elsewhere> {
    if let Some(membership) = &person.membership {
        let own = partners.find(|one| one.id == membership.partner);
        return Some(Elsewhere::Partner(own.map(|one| one.name.clone()).unwrap_or_default()));
    }
    person.is_vendor().then_some(Elsewhere::Inside)
}
