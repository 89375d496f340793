//! Roles of a chat that go with tiers: who wears which is a rule over the state, so an event only says
//! whose are looked at again. They are compared with what the platform says at that moment, and only
//! what differs is given or taken: in whatever order things happen and calls arrive, what is looked at
//! last ends on the ledger's tier.

use std::collections::BTreeMap;

use super::App;
use crate::chat::{NO_SUCH_GROUP, PersonRef};
use crate::domain::actor::Person;
use crate::domain::group::UserGroup;
use crate::domain::ids::PartnerId;
use crate::domain::outcome::{Event, GroupEvent};
use crate::domain::partner::PartnerState;
use crate::domain::tier::worn::Worn;
use crate::store::desk::Desk;
use crate::store::project::Stream;
use crate::store::{StoreError, queries};
use crate::views::{Say, Trouble, tier};

/// What of a partner or a person decides which roles are worn, as it stands before an event.
#[derive(Default)]
pub(super) struct Before {
    standing: Standing,
    /// The event itself changes which role goes with which tier.
    all: bool,
}

#[derive(Default, PartialEq, Eq)]
struct Standing {
    partner: Option<(Option<String>, PartnerState, bool)>,
    /// By identity, for whom somebody speaks.
    people: BTreeMap<String, PartnerId>,
}

/// Taken before an event is appended; costs nothing where no role goes with a tier.
pub(super) fn before(desk: &Desk, stream: &Stream, event: &Event) -> Before {
    let all = matches!(event, Event::Group(GroupEvent::TierRoleBound { .. }));
    Before { standing: standing(desk, stream), all }
}

/// Whose roles are to be looked at after it.
pub(super) fn follow(desk: &Desk, stream: &Stream, before: Before) -> Vec<Say> {
    let (was, now) = (before.standing, standing(desk, stream));
    let mut says = Vec::new();
    if before.all {
        says.push(Say::TierRolesOf { partner: None });
    }
    if let Stream::Partner(id) = stream
        && was.partner != now.partner
    {
        says.push(Say::TierRolesOf { partner: Some(*id) });
    }
    let either = was.people.keys().chain(now.people.keys());
    let mut changed: Vec<&String> =
        either.filter(|identity| was.people.get(*identity) != now.people.get(*identity)).collect();
    changed.sort();
    changed.dedup();
    says.extend(changed.into_iter().map(|to| Say::TierRoles { to: to.clone() }));
    says.retain(|say| !say.card_id().is_some_and(|card| desk.draws(&card)));
    says
}

fn standing(desk: &Desk, stream: &Stream) -> Standing {
    let mut found = Standing::default();
    if !desk.has_tier_roles() {
        return found;
    }
    let state = desk.state();
    match stream {
        Stream::Partner(id) => {
            found.partner = state.partners.get(id).map(|partner| {
                let tier = partner.tier.as_ref().map(|tier| tier.name.clone());
                (tier, partner.state, partner.test)
            });
        }
        Stream::Person(id) => found.people = state.people.get(id).map(speaks).unwrap_or_default(),
        Stream::Channel(_)
        | Stream::Group(_)
        | Stream::Referral(_)
        | Stream::Case(_)
        | Stream::Alias(_)
        | Stream::Asking(_)
        | Stream::Program(_)
        | Stream::Board(_)
        | Stream::Shout(_)
        | Stream::Rhythm(_)
        | Stream::Application(_) => {}
    }
    found
}

fn speaks(person: &Person) -> BTreeMap<String, PartnerId> {
    let Some(membership) = &person.membership else { return BTreeMap::new() };
    person.live().map(|identity| (identity.clone(), membership.partner)).collect()
}

/// Whether a group of this workspace is worn by tier.
fn in_workspace<'a>(groups: &'a [UserGroup], identity: &str) -> Option<&'a UserGroup> {
    let (home, _) = identity.rsplit_once(':')?;
    groups.iter().find(|group| group.tier.is_some() && group.workspace == home)
}

impl App {
    /// Looks at the roles of everybody: at every start, every night, and when somebody has changed what
    /// the bot may do. Nothing where no role goes with a tier.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn look_at_tier_roles(&self, cause: &str) -> Result<(), StoreError> {
        let groups = queries::groups(&self.store.db).await?;
        if groups.iter().all(|group| group.tier.is_none()) {
            return Ok(());
        }
        self.leave(&Say::TierRolesOf { partner: None }, cause).await
    }

    /// Those whose roles that stands for: a partner's people, or everybody whom Vouch knows where roles
    /// go with tiers.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tier_roles_behind(
        &self,
        partner: Option<&PartnerId>,
    ) -> Result<Vec<Say>, StoreError> {
        let db = &self.store.db;
        let groups = queries::groups(db).await?;
        let people = match partner {
            Some(partner) => queries::members_of(db, partner).await?,
            None => queries::everybody(db).await?,
        };
        let identities = people.iter().flat_map(Person::live);
        let there = identities.filter(|identity| in_workspace(&groups, identity).is_some());
        Ok(there.map(|to| Say::TierRoles { to: to.clone() }).collect())
    }

    /// What somebody wears now, and why, as it stands in the platform's own log. `None` where no role
    /// goes with a tier.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn worn_by(
        &self,
        identity: &str,
    ) -> Result<Option<(PersonRef, Worn, String)>, StoreError> {
        let Ok(person) = identity.parse::<PersonRef>() else { return Ok(None) };
        let db = &self.store.db;
        let groups = queries::groups(db).await?;
        let known = queries::person_of(db, identity).await?;
        let membership = known.and_then(|known| known.membership);
        let partner = match membership {
            Some(membership) => queries::partner(db, &membership.partner).await?,
            None => None,
        };
        let tiers = &self.program().rules.tiers;
        let worn = Worn::of(partner.as_ref(), tiers, &groups, &person.home());
        if worn.is_empty() {
            return Ok(None);
        }
        let of = partner.as_ref().zip(worn.tier.as_deref());
        let why = tier::worn(&self.to_all().voice(), of);
        Ok(Some((person, worn, why)))
    }

    /// Tells somebody in charge, once, that the platform does not let the bot give or take a role.
    /// It is not tried again before something has changed: see [`App::look_at_tier_roles`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tier_role_refused(
        &self,
        (platform, role): (&str, &str),
        code: &str,
    ) -> Result<(), StoreError> {
        let id = format!("{platform}:{role}");
        let groups = queries::groups(&self.store.db).await?;
        let named = groups.into_iter().find(|group| group.id == id).and_then(|group| group.tier);
        let about = named.unwrap_or_else(|| id.clone());
        let gone = code == NO_SUCH_GROUP;
        tracing::error!(role = id, code, "a role that goes with a tier cannot be given or taken");
        let what = if gone { Trouble::TierRoleGone } else { Trouble::TierRoleRefused };
        self.tell_of_trouble(what, about, code, &format!("{id}:{code}")).await
    }
}
