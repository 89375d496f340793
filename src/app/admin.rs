//! The first admin, and those whom the operator names: everybody else gets their role in the chat.
//!
//! A real start without an admin prints a code once. Who types it in the home workspace becomes
//! admin; from then on no code works any more.

use chrono::TimeDelta;

use super::code::Code;
use super::execute::{Decided, Outcome};
use super::people::with_role;
use super::{App, Sealed, homes, new_person_id};
use crate::chat::PersonRef;
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::actor::Role;
use crate::domain::ids::PersonId;
use crate::domain::outcome::{Event, PersonEvent};
use crate::store::admin_code::{self, Tried};
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::{StoreError, queries};

/// How long a code works.
pub const CODE_LIVES: TimeDelta = TimeDelta::minutes(30);

/// What became of taking the role away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revoked {
    Done,
    NoAdmin,
    /// Nobody could give a role any more.
    TheLastOne,
}

impl App {
    /// Whether somebody is admin.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn has_admin(&self) -> Result<bool, StoreError> {
        let everybody = queries::everybody(&self.store.db).await?;
        Ok(everybody.iter().any(|person| person.has(Role::Admin)))
    }

    /// A new code in the place of any before it; `None` once there is an admin.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn admin_code(&self) -> Result<Option<Code>, StoreError> {
        if self.has_admin().await? {
            return Ok(None);
        }
        let code = Code::fresh();
        let until = self.now() + CODE_LIVES;
        admin_code::set(&self.store.writer, code.hash(), until).await?;
        Ok(Some(code))
    }

    /// Tries a code; one that does not fit uses up one of five tries.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn try_admin_code(&self, code: &Code) -> Result<Tried, StoreError> {
        admin_code::tried(&self.store.writer, code.hash(), self.now()).await
    }

    /// Makes whoever typed the right code admin, unless somebody was faster: `late` is said then.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn become_admin(
        &self,
        inbound: &Inbound,
        person: &PersonRef,
        name: Sealed,
        (done, late): (Reply, Reply),
    ) -> Result<Outcome, StoreError> {
        let grant = Grant::new(person, Some(name));
        let needs = Needs::everything_set_up();
        let outcome = self
            .answer_once(inbound, "admin", needs, move |desk, stamp| {
                if with_role(desk.state(), Role::Admin).next().is_some() {
                    return Ok(Decided::Answer(late.clone()));
                }
                give(desk, &grant, stamp)?;
                Ok(Decided::Answer(done.clone()))
            })
            .await?;
        admin_code::forget(&self.store.writer).await?;
        Ok(outcome)
    }

    /// Makes somebody admin by the operator's word, which stands as `cause`; gives whether they were
    /// not admin before.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn grant_admin(
        &self,
        person: &PersonRef,
        name: Option<Sealed>,
        cause: &'static str,
    ) -> Result<bool, StoreError> {
        let grant = Grant::new(person, name);
        let stamp = self.by_itself(cause);
        let mut needs = Needs::default();
        needs.identities.insert(grant.identity.clone());
        let given = self.store.writer.decide(needs, move |desk| give(desk, &grant, &stamp)).await?;
        admin_code::forget(&self.store.writer).await?;
        Ok(given)
    }

    /// Takes the role of admin away, unless nobody else has it.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn revoke_admin(&self, person: &PersonRef) -> Result<Revoked, StoreError> {
        let identity = person.to_string();
        let stamp = self.by_itself("admin revoke");
        let needs = Needs::everything_set_up();
        let unit = move |desk: &mut Desk| {
            let admin = desk.person_of(&identity).filter(|person| person.holds(Role::Admin));
            let Some(id) = admin.map(|person| person.id) else { return Ok(Revoked::NoAdmin) };
            if !with_role(desk.state(), Role::Admin).any(|other| other.id != id) {
                return Ok(Revoked::TheLastOne);
            }
            let taken = Event::Person(PersonEvent::RoleTaken { role: Role::Admin });
            homes::append(desk, &Stream::Person(id), taken, &stamp)?;
            Ok(Revoked::Done)
        };
        self.store.writer.decide(needs, unit).await
    }
}

/// Whom to make admin; `new` is their id when they are not known yet.
#[derive(Clone)]
struct Grant {
    identity: String,
    new: PersonId,
    name: Option<Sealed>,
}

impl Grant {
    fn new(person: &PersonRef, name: Option<Sealed>) -> Self {
        Self { identity: person.to_string(), new: new_person_id(), name }
    }
}

/// Gives the role to somebody who does not have it, and makes them known before.
fn give(desk: &mut Desk, grant: &Grant, stamp: &Stamp) -> Result<bool, StoreError> {
    let known = desk.person_of(&grant.identity).cloned();
    if known.as_ref().is_some_and(|person| person.holds(Role::Admin)) {
        return Ok(false);
    }
    let mut facts = Vec::new();
    if known.is_none() {
        facts.push(PersonEvent::PersonAdded { identity: grant.identity.clone() });
    }
    let id = known.as_ref().map_or(grant.new, |person| person.id);
    let unnamed = known.is_none_or(|person| person.name.is_none());
    if let Some(name) = grant.name.as_ref().filter(|_| unnamed) {
        desk.keep(name.row(&id.to_string(), "name"));
        facts.push(PersonEvent::PersonNamed { name: name.seal.clone() });
    }
    facts.push(PersonEvent::RoleGiven { role: Role::Admin });
    for fact in facts {
        homes::append(desk, &Stream::Person(id), Event::Person(fact), stamp)?;
    }
    Ok(true)
}
