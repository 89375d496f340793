//! People: who somebody is, which roles they have, whom they speak for. Who hears of a change is in
//! [`told`], what is done about who is gone in [`presence`], about codes in [`pairing`].

pub mod pairing;
mod presence;
mod told;

use std::collections::BTreeSet;
use std::time::Duration;

use super::execute::{Decided, Outcome};
use super::{App, Sealed, facts, homes, new_person_id};
use crate::chat::inbound::{Inbound, Reply};
use crate::chat::view::Line;
use crate::chat::{PersonRef, SendError, limits};
use crate::domain::actor::link::{self, Standing, Wish};
use crate::domain::actor::roles::{self, Change, Origin};
use crate::domain::actor::{Person, Role};
use crate::domain::ids::{PartnerId, PersonId};
use crate::domain::outcome::{Event, PersonEvent, Refusal};
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::{StoreError, queries};
use crate::views;
use crate::views::news::News;

use presence::origin_of;
pub(super) use told::{
    channels_of, in_charge, reached, route, tell, tell_admins, tell_community, tell_in_charge,
    tell_manager, tell_managers, tell_newcomer, with_role,
};
use told::{tell_at_partner, tell_of_role};

/// How long a platform may take to say who somebody is; a whole answer has 2.5 s.
const WHO_IS_IT: Duration = Duration::from_millis(1_500);

/// Somebody as the platform knows them now, with what they need to become known to us. Made before
/// the decision, because a decision may run twice.
#[derive(Clone)]
pub struct Met {
    /// By their own workspace.
    pub person: PersonRef,
    pub origin: Origin,
    /// What they are called.
    pub name: String,
    id: PersonId,
    sealed: Sealed,
}

impl Met {
    fn new(person: PersonRef, origin: Origin, name: &str) -> Self {
        let name = limits::shorten(name, limits::FIELD_VALUE);
        Self { person, origin, id: new_person_id(), sealed: Sealed::new(&name), name }
    }

    /// The person on the desk, or who they will be.
    pub(super) fn on(&self, desk: &Desk) -> Person {
        let known = desk.person_of(&self.person.to_string()).cloned();
        known.unwrap_or_else(|| Person::new(self.id))
    }

    /// Makes them known, if they are not.
    pub(super) fn introduce(&self, desk: &mut Desk, stamp: &Stamp) -> Result<PersonId, StoreError> {
        let identity = self.person.to_string();
        if let Some(known) = desk.person_of(&identity) {
            return Ok(known.id);
        }
        introduce(desk, self.id, &identity, &self.sealed, stamp)?;
        Ok(self.id)
    }
}

/// Makes somebody known under an identity, with a name.
pub(super) fn introduce(
    desk: &mut Desk,
    id: PersonId,
    identity: &str,
    name: &Sealed,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    desk.keep(name.row(&id.to_string(), "name"));
    let added = PersonEvent::PersonAdded { identity: identity.to_owned() };
    let named = PersonEvent::PersonNamed { name: name.seal.clone() };
    for fact in [added, named] {
        homes::append(desk, &Stream::Person(id), Event::Person(fact), stamp)?;
    }
    Ok(())
}

impl App {
    /// Asks the platform who somebody is; `home` is the vendor's workspace. `None` when it does not
    /// say in time.
    pub async fn meet(&self, workspace: &str, person: &PersonRef, home: &str) -> Option<Met> {
        let asked = self.people.profile(workspace, person);
        match tokio::time::timeout(WHO_IS_IT, asked).await {
            Ok(Ok(profile)) => {
                let origin = origin_of(&profile, home);
                Some(Met::new(profile.person, origin, &profile.display_name))
            }
            Ok(Err(SendError::PersonGone { .. })) => {
                // A name stands in the log for everybody.
                let somebody = self.to_all().voice().words("somebody", &[]);
                Some(Met::new(person.clone(), Origin::Gone, &somebody))
            }
            Ok(Err(_)) | Err(_) => None,
        }
    }

    /// Gives or takes a role, and tells the other admins and the person.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn set_role(
        &self,
        inbound: &Inbound,
        change: Change,
        role: Role,
        met: Met,
    ) -> Result<Outcome, StoreError> {
        let (identity, voice) = (identity_of(inbound), self.voice());
        let title = voice.words("role-title", &[]);
        self.answer_once(inbound, "role", Needs::everything_set_up(), move |desk, stamp| {
            let Some(by) = desk.person_of(&identity).cloned() else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let person = met.on(desk);
            let admins = with_role(desk.state(), Role::Admin).count();
            let event = match roles::set(change, role, &person, met.origin, &by, admins) {
                Ok(event) => event,
                Err(why) => return Ok(Decided::Refused(Refusal::People { why })),
            };
            if let Some(event) = event {
                let id = met.introduce(desk, stamp)?;
                homes::append(desk, &Stream::Person(id), Event::Person(event), stamp)?;
                tell_of_role(desk, id, role, change, &by, stamp);
            }
            let now = met.on(desk).all_roles();
            let line = views::people::role_set(&voice, &met.name, change, role, now.into_iter());
            let panel = views::refusals::panel(&voice, title.clone(), line);
            Ok(Decided::Answer(Reply::Panel(panel)))
        })
        .await
    }

    /// Records that somebody asks to be linked to a partner, and tells whoever looks after it, once.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn ask_for_link(
        &self,
        inbound: &Inbound,
        met: Met,
        partner: PartnerId,
        answers: AskAnswers,
    ) -> Result<Outcome, StoreError> {
        self.answer_once(inbound, "link", Needs::everything_set_up(), move |desk, stamp| {
            let person = met.on(desk);
            let guest = met.origin == Origin::Guest;
            let event = match link::ask(&person, partner, guest) {
                Ok(event) => event,
                Err(why) => return Ok(Decided::Refused(Refusal::People { why })),
            };
            let answer = match (event, person.link.and_then(|link| link.decision)) {
                (Some(event), _) => {
                    let id = met.introduce(desk, stamp)?;
                    homes::append(desk, &Stream::Person(id), Event::Person(event), stamp)?;
                    tell_managers(desk, &News::LinkAsked { person: id, partner }, partner, stamp);
                    &answers.asked
                }
                (None, Some(_)) => &answers.refused_before,
                (None, None) => &answers.asked_before,
            };
            Ok(Decided::Answer(Reply::Private(views::note(answer.clone()))))
        })
        .await
    }

    /// Decides whether somebody speaks for a partner, and tells them; `answer` is for who decides.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn decide_link(
        &self,
        inbound: &Inbound,
        person: PersonId,
        wish: Wish,
        answer: Line,
    ) -> Result<Outcome, StoreError> {
        let (identity, home) = (identity_of(inbound), inbound.installation());
        let mut needs = Needs::everything_set_up();
        needs.people.insert(person.to_string());
        self.answer_once(inbound, "link", needs, move |desk, stamp| {
            let (Some(by), Some(now)) = (desk.person_of(&identity), desk.person(&person)) else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let before = now.membership.as_ref().map(|membership| membership.partner);
            let partner = before.or(now.link.map(|link| link.partner));
            let events = match link::decide(now, wish, by) {
                Ok(events) => events,
                Err(why) => return Ok(Decided::Refused(Refusal::People { why })),
            };
            for event in events {
                homes::append(desk, &Stream::Person(person), Event::Person(event), stamp)?;
            }
            let news = partner.and_then(|partner| match wish {
                Wish::Link => Some(News::Linked { partner }),
                Wish::Refuse => Some(News::NotLinked { partner }),
                Wish::Undo => Some(News::Unlinked { partner }),
                Wish::Keep => None,
            });
            if let (Some(news), Some(partner)) = (news, partner) {
                tell_at_partner(desk, news, person, partner, &home, stamp);
            }
            Ok(Decided::Answer(Reply::Private(views::note(answer.clone()))))
        })
        .await
    }

    /// Makes a member the partner's admin or a plain member, or lets them go, and tells them.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn set_standing(
        &self,
        inbound: &Inbound,
        person: PersonId,
        partner: PartnerId,
        to: Standing,
        answer: Reply,
    ) -> Result<Outcome, StoreError> {
        let (identity, home) = (identity_of(inbound), inbound.installation());
        self.answer_once(inbound, "member", Needs::everything_set_up(), move |desk, stamp| {
            let (Some(by), Some(now)) = (desk.person_of(&identity), desk.person(&person)) else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            match link::set_standing(now, partner, to, by) {
                Ok(None) => {}
                Ok(Some(event)) => {
                    homes::append(desk, &Stream::Person(person), Event::Person(event), stamp)?;
                    let news = match to {
                        Standing::Gone => News::Unlinked { partner },
                        Standing::Admin | Standing::Member => {
                            News::YourStanding { partner, standing: to }
                        }
                    };
                    tell_at_partner(desk, news, person, partner, &home, stamp);
                }
                Err(why) => return Ok(Decided::Refused(Refusal::People { why })),
            }
            Ok(Decided::Answer(answer.clone()))
        })
        .await
    }

    /// What whoever looks after this partner is called; `None` when nobody does.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn manager_name(
        &self,
        manager: Option<PersonId>,
    ) -> Result<Option<String>, StoreError> {
        let everybody = queries::everybody(&self.store.db).await?;
        let own =
            everybody.iter().find(|person| Some(person.id) == manager && person.manages_partners());
        let with = |role: Role| everybody.iter().find(move |person| person.has(role));
        let first = own.or_else(|| with(Role::PartnerManager)).or_else(|| with(Role::Admin));
        let Some(first) = first else { return Ok(None) };
        self.name_of(first.id).await.map(Some)
    }

    /// What somebody is called, by our own records.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn name_of(&self, person: PersonId) -> Result<String, StoreError> {
        let names = facts::names(&self.store.db, &BTreeSet::from([person])).await?;
        let somebody = || self.voice().words("somebody", &[]);
        Ok(names.into_values().next().unwrap_or_else(somebody))
    }
}

/// What somebody who asks to be linked is told.
#[derive(Clone)]
pub struct AskAnswers {
    pub asked: Line,
    pub asked_before: Line,
    pub refused_before: Line,
}

/// By whom it was done; of what nobody did, an identity that nobody has.
pub(super) fn identity_of(inbound: &Inbound) -> String {
    inbound.identity().unwrap_or_default()
}
