//! Who may give and take roles, and who may have one. One rule, beside its table.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Person, Role};
use crate::domain::outcome::PersonEvent;
use crate::domain::words::words;

words! {
    /// What happens to a role.
    Change {
        Give = "give",
        Take = "take",
    }
}

/// Where the platform says somebody belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A full member of the vendor's own workspace.
    Home,
    /// A guest, of whichever workspace.
    Guest,
    /// A full member of another company's workspace.
    Outside,
    /// Not active any more, or no person.
    Gone,
}

impl Origin {
    /// Whether this is a full member of their workspace: only such a person gets in by themselves.
    #[must_use]
    pub const fn is_full_member(self) -> bool {
        match self {
            Self::Home | Self::Outside => true,
            Self::Guest | Self::Gone => false,
        }
    }
}

/// A no about people, their roles and whom they speak for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeopleNo {
    /// Roles are for the admin to give.
    NotAdmin,
    /// Members are for the partner manager to link.
    NotManager,
    /// A guest of a workspace has no role of the vendor's.
    Guest,
    /// Somebody of another company's workspace has no role of the vendor's.
    Outside,
    /// Somebody who speaks for a partner has no role of the vendor's, and the other way round.
    SpeaksForPartner,
    HasRole,
    /// Not active any more, or no person.
    Gone,
    /// A programme without an admin could not be set up any more.
    LastAdmin,
    /// The role comes by a user group; leaving the group takes it.
    ByGroup,
    /// Nobody asked, or somebody has decided already.
    NothingToDecide,
    /// Not a member of this partner.
    NotAMember,
}

impl PeopleNo {
    /// A word for logs and metrics; no data.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NotAdmin => "not_admin",
            Self::NotManager => "not_manager",
            Self::Guest => "guest",
            Self::Outside => "other_company",
            Self::SpeaksForPartner => "speaks_for_partner",
            Self::HasRole => "has_role",
            Self::Gone => "gone",
            Self::LastAdmin => "last_admin",
            Self::ByGroup => "by_group",
            Self::NothingToDecide => "nothing_to_decide",
            Self::NotAMember => "not_a_member",
        }
    }
}

/// Gives or takes a role. Giving what is there, or taking what is not, changes nothing.
///
/// `admins` is how many people have the role of admin now; who is gone is none of them.
///
/// # Errors
/// In the order in which people are told: [`PeopleNo::NotAdmin`], [`PeopleNo::Gone`],
/// [`PeopleNo::Guest`], [`PeopleNo::Outside`], [`PeopleNo::SpeaksForPartner`] (all four only when
/// giving: a role that should not be there can be taken), [`PeopleNo::LastAdmin`],
/// [`PeopleNo::ByGroup`].
pub fn set(
    change: Change,
    role: Role,
    person: &Person,
    origin: Origin,
    by: &Person,
    admins: usize,
) -> Result<Option<PersonEvent>, PeopleNo> {
    if !by.has(Role::Admin) {
        return Err(PeopleNo::NotAdmin);
    }
    match change {
        Change::Give => {
            may_have_role(person, origin)?;
            Ok((!person.roles.contains(&role)).then_some(PersonEvent::RoleGiven { role }))
        }
        Change::Take if !person.holds(role) => Ok(None),
        Change::Take if role == Role::Admin && person.has(role) && admins <= 1 => {
            Err(PeopleNo::LastAdmin)
        }
        Change::Take if !person.roles.contains(&role) => Err(PeopleNo::ByGroup),
        Change::Take => Ok(Some(PersonEvent::RoleTaken { role })),
    }
}

/// Whether somebody may have a role of the vendor's at all.
fn may_have_role(person: &Person, origin: Origin) -> Result<(), PeopleNo> {
    match origin {
        Origin::Gone => return Err(PeopleNo::Gone),
        Origin::Guest => return Err(PeopleNo::Guest),
        Origin::Outside => return Err(PeopleNo::Outside),
        Origin::Home => {}
    }
    if person.membership.is_some() {
        return Err(PeopleNo::SpeaksForPartner);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::Membership;
    use crate::domain::ids::{PartnerId, PersonId};

    fn person(id: u128, roles: &[Role]) -> Person {
        let mut person = Person::new(PersonId::new(id));
        person.roles = roles.iter().copied().collect();
        person
    }

    fn member() -> Person {
        let mut person = person(3, &[]);
        let partner = PartnerId::new(1);
        person.membership = Some(Membership { partner, admin: true, group: None });
        person
    }

    fn by_group() -> Person {
        let mut person = person(4, &[]);
        person.from_groups.insert("slack:S1".to_owned(), Role::Sales);
        person
    }

    #[test]
    fn only_an_admin_changes_roles_and_only_people_of_the_house_have_them() {
        use Change::{Give, Take};
        use Origin::{Gone, Guest, Home, Outside};
        let nobody = || person(2, &[]);
        let has = |role: Role| person(2, &[role]);
        let (admin, manager) = (Role::Admin, Role::PartnerManager);
        let given = |role| Ok(Some(PersonEvent::RoleGiven { role }));
        let taken = |role| Ok(Some(PersonEvent::RoleTaken { role }));
        #[rustfmt::skip]
        let table = [
            // by     change  role         whom              origin   admins  what follows
            (admin,   Give,   Role::Sales, nobody(),         Home,    1,      given(Role::Sales)),
            (admin,   Give,   admin,       nobody(),         Home,    1,      given(admin)),
            (admin,   Give,   Role::Sales, has(Role::Sales), Home,    1,      Ok(None)),
            (admin,   Give,   Role::Sales, by_group(),       Home,    1,      given(Role::Sales)),
            (admin,   Take,   Role::Sales, has(Role::Sales), Home,    1,      taken(Role::Sales)),
            (admin,   Take,   Role::Sales, nobody(),         Home,    1,      Ok(None)),
            (admin,   Take,   Role::Sales, by_group(),       Home,    1,      Err(PeopleNo::ByGroup)),
            (admin,   Take,   admin,       has(admin),       Home,    2,      taken(admin)),
            (admin,   Take,   admin,       has(admin),       Home,    1,      Err(PeopleNo::LastAdmin)),
            (admin,   Take,   admin,       nobody(),         Home,    1,      Ok(None)),
            (admin,   Give,   Role::Sales, nobody(),         Guest,   1,      Err(PeopleNo::Guest)),
            (admin,   Give,   Role::Sales, nobody(),         Outside, 1,      Err(PeopleNo::Outside)),
            (admin,   Give,   Role::Sales, nobody(),         Gone,    1,      Err(PeopleNo::Gone)),
            (admin,   Give,   Role::Sales, member(),         Home,    1,      Err(PeopleNo::SpeaksForPartner)),
            // What should not be there can be taken, whoever they are.
            (admin,   Take,   Role::Sales, has(Role::Sales), Guest,   1,      taken(Role::Sales)),
            (admin,   Take,   Role::Sales, has(Role::Sales), Gone,    1,      taken(Role::Sales)),
            (manager, Give,   Role::Sales, nobody(),         Home,    1,      Err(PeopleNo::NotAdmin)),
            (manager, Take,   admin,       has(admin),       Home,    2,      Err(PeopleNo::NotAdmin)),
            (Role::Sales,   Give, Role::Sales, nobody(),     Home,    1,      Err(PeopleNo::NotAdmin)),
            (Role::Auditor, Give, Role::Sales, nobody(),     Home,    1,      Err(PeopleNo::NotAdmin)),
        ];
        for (by, change, role, whom, origin, admins, follows) in table {
            let by = person(1, &[by]);
            let set = set(change, role, &whom, origin, &by, admins);
            assert_eq!(set, follows, "{by:?} {change} {role} {whom:?} {origin:?}");
        }
    }
}
