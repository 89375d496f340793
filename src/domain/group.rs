//! User groups of a platform that are bound to a role: who is in the group has it, who leaves loses
//! it. What was given by hand stays. And the other way round, those that go with a tier: whom the bot
//! puts into them is in `tier/worn.rs`.

use serde::{Deserialize, Serialize};

use super::actor::roles::{Origin, PeopleNo};
use super::actor::{Person, Role};
use super::ids::PartnerId;
use super::outcome::{GroupEvent, PersonEvent};

/// What being in a group gives. These three and no other role: the rest is given by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "grant", rename_all = "snake_case")]
pub enum Grant {
    Sales,
    CommunityManager,
    PartnerMember { partner: PartnerId },
}

impl Grant {
    /// The vendor's role; `None` for one at a partner.
    #[must_use]
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Sales => Some(Role::Sales),
            Self::CommunityManager => Some(Role::CommunityManager),
            Self::PartnerMember { .. } => None,
        }
    }
}

/// A user group that is or was bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserGroup {
    /// `platform:group`.
    pub id: String,
    pub version: i64,
    /// `platform:workspace`.
    pub workspace: String,
    /// `None` once it was unbound.
    pub grants: Option<Grant>,
    /// The tier whose partners' people are in it; `None` where people say who is in it.
    pub tier: Option<String>,
}

impl UserGroup {
    #[must_use]
    pub const fn new(id: String) -> Self {
        Self { id, version: 0, workspace: String::new(), grants: None, tier: None }
    }

    /// Takes over one fact.
    pub fn apply(&mut self, event: &GroupEvent) {
        match event {
            GroupEvent::GroupBound { workspace, grants } => {
                self.workspace.clone_from(workspace);
                self.grants = Some(*grants);
                self.tier = None;
            }
            GroupEvent::TierRoleBound { workspace, tier } => {
                self.workspace.clone_from(workspace);
                self.grants = None;
                self.tier = Some(tier.clone());
            }
            GroupEvent::GroupUnbound => {
                self.grants = None;
                self.tier = None;
            }
        }
        self.version += 1;
    }
}

/// Binds a group to what it grants, or with `None` frees it. What is so already changes nothing.
///
/// # Errors
/// [`PeopleNo::NotAdmin`].
pub fn bind(
    group: &UserGroup,
    workspace: &str,
    grants: Option<Grant>,
    by: &Person,
) -> Result<Option<GroupEvent>, PeopleNo> {
    if !by.has(Role::Admin) {
        return Err(PeopleNo::NotAdmin);
    }
    if group.grants == grants {
        return Ok(None);
    }
    let workspace = workspace.to_owned();
    let unbound = GroupEvent::GroupUnbound;
    Ok(Some(grants.map_or(unbound, |grants| GroupEvent::GroupBound { workspace, grants })))
}

/// What being in the group gives this person now; nothing when they have it by the group already,
/// or may not have it. `origin` is what the platform says about them.
#[must_use]
pub fn joined(group: &UserGroup, person: &Person, origin: Origin) -> Option<PersonEvent> {
    let id = group.id.clone();
    // Guests get nothing by a group, and one company's people nothing of another's.
    if origin != Origin::Home {
        return None;
    }
    let grants = group.grants?;
    match grants {
        Grant::Sales | Grant::CommunityManager => {
            let role = grants.role()?;
            let new = person.from_groups.get(&id) != Some(&role);
            (new && person.membership.is_none())
                .then_some(PersonEvent::RoleGivenByGroup { role, group: id })
        }
        Grant::PartnerMember { partner } => (person.membership.is_none() && !person.is_vendor())
            .then_some(PersonEvent::MemberJoinedByGroup { partner, group: id }),
    }
}

/// What somebody loses who is not in the group any more, or whose group grants something else.
#[must_use]
pub fn left(group: &UserGroup, person: &Person, is_in_it: bool) -> Option<PersonEvent> {
    let grants = group.grants.filter(|_| is_in_it);
    if let Some(role) = person.from_groups.get(&group.id) {
        let kept = grants.and_then(Grant::role) == Some(*role);
        return (!kept)
            .then(|| PersonEvent::RoleTakenByGroup { role: *role, group: group.id.clone() });
    }
    let membership = person.membership.as_ref()?;
    let by_it = membership.group.as_ref() == Some(&group.id);
    let kept = grants == Some(Grant::PartnerMember { partner: membership.partner });
    (by_it && !kept).then_some(PersonEvent::MemberLeft)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::Membership;
    use crate::domain::ids::PersonId;

    const NORTH: PartnerId = PartnerId::new(1);
    const SOUTH: PartnerId = PartnerId::new(2);
    const ID: &str = "slack:S1";

    fn group(grants: Option<Grant>) -> UserGroup {
        UserGroup { grants, ..UserGroup::new(ID.to_owned()) }
    }

    fn person(
        by_hand: &[Role],
        by_group: Option<Role>,
        member: Option<(PartnerId, bool)>,
    ) -> Person {
        let mut person = Person::new(PersonId::new(1));
        person.roles = by_hand.iter().copied().collect();
        person.from_groups = by_group.map(|role| (ID.to_owned(), role)).into_iter().collect();
        person.membership = member.map(|(partner, by_it)| Membership {
            partner,
            admin: false,
            group: by_it.then(|| ID.to_owned()),
        });
        person
    }

    #[test]
    fn only_an_admin_binds_a_group_and_frees_it() {
        let sales = Some(Grant::Sales);
        #[rustfmt::skip]
        let table = [
            // it grants  shall grant  by                    what follows
            (None,        sales,       Role::Admin,          Ok("group_bound")),
            (sales,       sales,       Role::Admin,          Ok("")),
            (sales,       None,        Role::Admin,          Ok("group_unbound")),
            (None,        None,        Role::Admin,          Ok("")),
            (None,        sales,       Role::PartnerManager, Err(PeopleNo::NotAdmin)),
            (sales,       None,        Role::Sales,          Err(PeopleNo::NotAdmin)),
        ];
        for (before, grants, by, follows) in table {
            let bound = bind(&group(before), "slack:T1", grants, &person(&[by], None, None));
            let kind = bound.map(|event| {
                let event = event.map(crate::domain::outcome::Event::Group);
                event.map_or("", |event| event.kind())
            });
            assert_eq!(kind, follows, "{before:?} {grants:?} {by}");
        }
    }

    #[test]
    fn who_is_in_a_group_gets_what_it_grants_and_nobody_gets_more() {
        let sales = Some(Grant::Sales);
        let north = Some(Grant::PartnerMember { partner: NORTH });
        #[rustfmt::skip]
        let table = [
            // grants  by hand              by group           member             origin           gets
            (sales,  vec![],              None,              None,              Origin::Home,    "role_given_by_group"),
            (sales,  vec![Role::Sales],   None,              None,              Origin::Home,    "role_given_by_group"),
            (sales,  vec![],              Some(Role::Sales), None,              Origin::Home,    ""),
            (sales,  vec![],              None,              None,              Origin::Guest,   ""),
            (sales,  vec![],              None,              None,              Origin::Outside, ""),
            (sales,  vec![],              None,              None,              Origin::Gone,    ""),
            (sales,  vec![],              None,              Some((NORTH, false)), Origin::Home, ""),
            (north,  vec![],              None,              None,              Origin::Home,    "member_joined_by_group"),
            (north,  vec![],              None,              None,              Origin::Guest,   ""),
            (north,  vec![Role::Auditor], None,              None,              Origin::Home,    ""),
            (north,  vec![],              None,              Some((SOUTH, false)), Origin::Home, ""),
            (None,   vec![],              None,              None,              Origin::Home,    ""),
        ];
        for (grants, by_hand, by_group, member, origin, gets) in table {
            let person = person(&by_hand, by_group, member);
            let event = joined(&group(grants), &person, origin);
            let kind = event.map(crate::domain::outcome::Event::Person);
            assert_eq!(kind.as_ref().map_or("", |event| event.kind()), gets, "{person:?}");
        }
    }

    #[test]
    fn who_leaves_a_group_loses_what_it_gave_and_nothing_else() {
        let sales = Some(Grant::Sales);
        let north = Some(Grant::PartnerMember { partner: NORTH });
        #[rustfmt::skip]
        let table = [
            // grants  still in it  by group           member                loses
            (sales,  true,        Some(Role::Sales), None,                 ""),
            (sales,  false,       Some(Role::Sales), None,                 "role_taken_by_group"),
            (None,   true,        Some(Role::Sales), None,                 "role_taken_by_group"),
            (north,  true,        Some(Role::Sales), None,                 "role_taken_by_group"),
            (north,  true,        None,              Some((NORTH, true)),  ""),
            (north,  false,       None,              Some((NORTH, true)),  "member_left"),
            (north,  false,       None,              Some((NORTH, false)), ""),
            (sales,  false,       None,              None,                 ""),
        ];
        for (grants, is_in_it, by_group, member, loses) in table {
            let person = person(&[Role::Sales], by_group, member);
            let event = left(&group(grants), &person, is_in_it);
            let kind = event.map(crate::domain::outcome::Event::Person);
            assert_eq!(kind.as_ref().map_or("", |event| event.kind()), loses, "{person:?}");
        }
    }

    #[test]
    fn a_role_given_by_hand_stays_when_the_group_is_left() {
        let mut person = person(&[Role::Sales], Some(Role::Sales), None);
        let event = left(&group(Some(Grant::Sales)), &person, false).unwrap();
        person.apply(&event, chrono::DateTime::UNIX_EPOCH);
        assert!(person.has(Role::Sales));
    }
}
