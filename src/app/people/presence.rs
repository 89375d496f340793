//! Who is gone, and what of theirs somebody else has to take over.

use super::told::{tell_admins, tell_in_charge};
use crate::app::{App, homes, lists};
use crate::chat::{PersonRef, Profile, SendError};
use crate::domain::actor::roles::Origin;
use crate::domain::actor::{Person, presence};
use crate::domain::ids::PersonId;
use crate::domain::outcome::Event;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::lists::{Scope, Section};
use crate::store::project::Stream;
use crate::store::{StoreError, queries};
use crate::views::list::{PAGE, Page};
use crate::views::news::News;

/// Where the platform says somebody belongs; `home` is the vendor's workspace.
#[must_use]
pub fn origin_of(profile: &Profile, home: &str) -> Origin {
    if profile.deactivated || profile.bot {
        Origin::Gone
    } else if profile.guest {
        Origin::Guest
    } else if profile.person.workspace == home {
        Origin::Home
    } else {
        Origin::Outside
    }
}

impl App {
    /// Asks the platform, through the installation of `workspace`, whether somebody is behind each
    /// of these identities, and records it. The inner error is why it was not asked to the end;
    /// nothing is recorded then.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn look_at(
        &self,
        workspace: &str,
        identities: impl IntoIterator<Item = String>,
        cause: &str,
    ) -> Result<Result<(), SendError>, StoreError> {
        let mut seen = Vec::new();
        for identity in identities {
            let Ok(person) = identity.parse::<PersonRef>() else { continue };
            let home = self.home(person.platform).await?.unwrap_or_default();
            match self.origin_now(workspace, &person, &home).await {
                Ok(Some(origin)) => seen.push((identity, origin)),
                Ok(None) => {}
                Err(error) => return Ok(Err(error)),
            }
        }
        if !seen.is_empty() {
            self.people_seen(seen, cause).await?;
        }
        Ok(Ok(()))
    }

    /// `None` when this installation cannot say.
    async fn origin_now(
        &self,
        workspace: &str,
        person: &PersonRef,
        home: &str,
    ) -> Result<Option<Origin>, SendError> {
        match self.people.profile(workspace, person).await {
            Ok(profile) if profile.person == *person => Ok(Some(origin_of(&profile, home))),
            // The same user belongs to another workspace now.
            Ok(_) => Ok(Some(Origin::Gone)),
            // Another company's installation may only not see them.
            Err(SendError::PersonGone { .. }) => {
                Ok((person.workspace == workspace).then_some(Origin::Gone))
            }
            Err(SendError::InstallDead { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Records where people belong by what the platform says of their identities. What is known
    /// already changes nothing.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn people_seen(
        &self,
        seen: Vec<(String, Origin)>,
        cause: &str,
    ) -> Result<(), StoreError> {
        let stamp = self.by_itself(cause);
        let unit = move |desk: &mut Desk| {
            seen.iter().try_for_each(|(identity, origin)| see(desk, identity, *origin, &stamp))
        };
        self.store.writer.decide(Needs::everything_set_up(), unit).await
    }

    /// The beginning of what somebody who is gone owns and is still open; `None` when there is
    /// nothing, or they are back.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn left_by(&self, person: PersonId) -> Result<Option<Page>, StoreError> {
        let db = &self.store.db;
        let known = queries::people(db, &[person].into()).await?;
        if !known.get(&person).is_some_and(Person::is_gone) {
            return Ok(None);
        }
        let left =
            lists::section(db, &Scope::Owner(person), Section::Open, PAGE, self.now()).await?;
        Ok((left.of > 0).then_some(left))
    }
}

/// Decides by the state on the desk: of news that come twice the second has nothing left to do.
fn see(desk: &mut Desk, identity: &str, now: Origin, stamp: &Stamp) -> Result<(), StoreError> {
    let Some(before) = desk.person_of(identity).cloned() else { return Ok(()) };
    for event in presence::seen(&before, identity, now) {
        homes::append(desk, &Stream::Person(before.id), Event::Person(event), stamp)?;
    }
    let Some(after) = desk.person(&before.id).cloned() else { return Ok(()) };
    if after.is_gone() && !before.is_gone() && after.membership.is_none() {
        tell_in_charge(desk, &News::OwnerLeft { person: after.id }, stamp);
    }
    if !before.all_roles().is_empty() && after.all_roles().is_empty() {
        tell_admins(desk, &News::GuestNow { person: after.id }, &[], stamp);
    }
    Ok(())
}
