//! Who acts: people, their roles, and what a role may do.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::ids::{PartnerId, PersonId};
use super::outcome::{PersonEvent, Seal};

/// What somebody is trusted with inside the vendor. Partner members have a [`Membership`] instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Admin,
    Sales,
    Resolver,
    CommunityManager,
    PartnerManager,
    Auditor,
    Finance,
}

impl Role {
    pub const ALL: [Self; 7] = [
        Self::Admin,
        Self::Sales,
        Self::Resolver,
        Self::CommunityManager,
        Self::PartnerManager,
        Self::Auditor,
        Self::Finance,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Sales => "sales",
            Self::Resolver => "resolver",
            Self::CommunityManager => "community_manager",
            Self::PartnerManager => "partner_manager",
            Self::Auditor => "auditor",
            Self::Finance => "finance",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(())
    }
}

/// That a person speaks for a partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub partner: PartnerId,
    /// Speaks for the whole company: all its referrals, the agreement, consent, members.
    pub admin: bool,
}

/// Somebody Vouch knows. Names live apart, sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub version: i64,
    /// `platform:workspace:user`, at least one.
    pub identities: BTreeSet<String>,
    pub name: Option<Seal>,
    pub roles: BTreeSet<Role>,
    pub membership: Option<Membership>,
}

impl Person {
    #[must_use]
    pub fn new(id: PersonId) -> Self {
        Self {
            id,
            version: 0,
            identities: BTreeSet::new(),
            name: None,
            roles: BTreeSet::new(),
            membership: None,
        }
    }

    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the person belongs to the vendor at all, in any role.
    #[must_use]
    pub fn is_vendor(&self) -> bool {
        !self.roles.is_empty()
    }

    #[must_use]
    pub fn is_member_of(&self, partner: &PartnerId) -> bool {
        self.membership.as_ref().is_some_and(|membership| membership.partner == *partner)
    }

    /// Whether the person may see a referral of this partner at all. Everybody else learns nothing,
    /// not even why.
    #[must_use]
    pub fn may_see(&self, partner: &PartnerId) -> bool {
        self.is_vendor() || self.is_member_of(partner)
    }

    /// Takes over one fact.
    pub fn apply(&mut self, event: &PersonEvent) {
        match event {
            PersonEvent::PersonAdded { identity } => {
                self.identities.insert(identity.clone());
            }
            PersonEvent::PersonNamed { name } => self.name = Some(name.clone()),
            PersonEvent::RoleGiven { role } => {
                self.roles.insert(*role);
            }
            PersonEvent::RoleTaken { role } => {
                self.roles.remove(role);
            }
            PersonEvent::MemberJoined { partner, admin } => {
                self.membership = Some(Membership { partner: *partner, admin: *admin });
            }
            PersonEvent::MemberLeft => self.membership = None,
        }
        self.version += 1;
    }
}
