//! Who acts: people, their roles, and what a role may do. Who may change that is in [`roles`]; how
//! somebody comes to speak for a partner is in [`link`], by a code in [`pairing`], as is how several
//! accounts are one person; what follows when the platform says that they are gone is in
//! [`presence`]; what they want to be told is in [`notify`].

pub mod link;
pub mod notify;
pub mod pairing;
pub mod presence;
pub mod roles;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::feedback::{Answer, Answers};
use super::ids::{PartnerId, PersonId};
use super::knowledge::quiz::Sheets;
use super::outcome::{PersonEvent, Seal};
use link::Link;
use notify::{Wanted, Wants};
use pairing::Parting;

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
    /// The user group it came by; leaving that takes it. `None` when it was given by hand.
    pub group: Option<String>,
}

/// Somebody Vouch knows. Names live apart, sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub version: i64,
    /// `platform:workspace:user`, at least one.
    pub identities: BTreeSet<String>,
    pub name: Option<Seal>,
    /// Given by hand.
    pub roles: BTreeSet<Role>,
    /// Given by user groups, by the group's id; leaving the group takes them.
    pub from_groups: BTreeMap<String, Role>,
    pub membership: Option<Membership>,
    /// How it stands with their being linked to a partner.
    pub link: Option<Link>,
    /// Of the identities those under which the platform knows nobody any more.
    pub gone: BTreeSet<String>,
    /// What they have said they want to be told; see [`Person::wants`].
    pub wanted: Option<Wanted>,
    /// Accounts that were added by a code, and how those ended that are theirs no more.
    pub added: BTreeMap<String, Option<Parting>>,
    /// Of several identities the one under which they acted last.
    pub acts: Option<String>,
    /// How they stand with quizzes.
    pub quizzes: Sheets,
    /// How they said it was going.
    pub feedback: Answers,
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
            from_groups: BTreeMap::new(),
            membership: None,
            link: None,
            gone: BTreeSet::new(),
            wanted: None,
            added: BTreeMap::new(),
            acts: None,
            quizzes: Sheets::new(),
            feedback: Answers::new(),
        }
    }

    /// Whether nobody is behind any of their identities any more. What they were trusted with stays
    /// recorded, and counts for nothing until they are back.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        !self.identities.is_empty() && self.identities.is_subset(&self.gone)
    }

    /// The identities under which there is somebody, as the platforms say.
    pub fn live(&self) -> impl Iterator<Item = &String> {
        self.identities.difference(&self.gone)
    }

    /// The one identity under which they are written to: where they acted last, else one that is
    /// left. None when they are gone.
    #[must_use]
    pub fn reached_as(&self) -> Option<&String> {
        self.reached_in_turn().next()
    }

    /// The same, and the others after it, for where that one cannot be written to.
    pub fn reached_in_turn(&self) -> impl Iterator<Item = &String> {
        let last = |identity: &&String| self.acts.as_ref() == Some(*identity);
        self.live().filter(last).chain(self.live().filter(move |one| !last(one)))
    }

    /// Whether they act under another of their identities than the last time.
    #[must_use]
    pub fn moves_to(&self, identity: &str) -> bool {
        let own = self.identities.len() > 1 && self.identities.contains(identity);
        own && self.acts.as_deref() != Some(identity)
    }

    /// Whether the person has a role now.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        !self.is_gone() && self.holds(role)
    }

    /// Whether a role was given to them and not taken, gone or not.
    #[must_use]
    pub fn holds(&self, role: Role) -> bool {
        self.roles.contains(&role) || self.from_groups.values().any(|given| *given == role)
    }

    /// Whether the person belongs to the vendor at all, in any role.
    #[must_use]
    pub fn is_vendor(&self) -> bool {
        let trusted = !self.roles.is_empty() || !self.from_groups.is_empty();
        trusted && !self.is_gone()
    }

    /// Every role the person holds, however it came.
    #[must_use]
    pub fn all_roles(&self) -> BTreeSet<Role> {
        self.roles.iter().chain(self.from_groups.values()).copied().collect()
    }

    /// Whether the person may register a referral for a partner whose channel they are in.
    #[must_use]
    pub fn may_register_for_partners(&self) -> bool {
        self.has(Role::Sales) || self.has(Role::PartnerManager)
    }

    /// Whether the person looks after partners: admits them, links their people, suspends them.
    #[must_use]
    pub fn manages_partners(&self) -> bool {
        self.has(Role::PartnerManager) || self.has(Role::Admin)
    }

    /// Whether the person looks after what the community reads: boards and shout-outs.
    #[must_use]
    pub fn looks_after_community(&self) -> bool {
        self.has(Role::CommunityManager) || self.manages_partners()
    }

    #[must_use]
    pub fn is_member_of(&self, partner: &PartnerId) -> bool {
        let member = self.membership.as_ref().filter(|_| !self.is_gone());
        member.is_some_and(|membership| membership.partner == *partner)
    }

    /// Whether the person is partner admin of this partner.
    #[must_use]
    pub fn speaks_for(&self, partner: PartnerId) -> bool {
        let admin = self.membership.as_ref().is_some_and(|membership| membership.admin);
        admin && self.is_member_of(&partner)
    }

    /// What they want to be told directly, and when not.
    #[must_use]
    pub fn wants(&self) -> Wants {
        self.wanted.as_ref().map(|wanted| wanted.now.clone()).unwrap_or_default()
    }

    /// Whether the person may see a referral of this partner at all. Everybody else learns nothing,
    /// not even why.
    #[must_use]
    pub fn may_see(&self, partner: &PartnerId) -> bool {
        self.is_vendor() || self.is_member_of(partner)
    }

    /// Takes over one fact, recorded at `at`.
    pub fn apply(&mut self, event: &PersonEvent, at: DateTime<Utc>) {
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
                self.membership =
                    Some(Membership { partner: *partner, admin: *admin, group: None });
            }
            PersonEvent::MemberLeft => self.membership = None,
            PersonEvent::RoleGivenByGroup { role, group } => {
                self.from_groups.insert(group.clone(), *role);
            }
            PersonEvent::RoleTakenByGroup { group, .. } => {
                self.from_groups.remove(group);
            }
            PersonEvent::MemberJoinedByGroup { partner, group } => {
                let group = Some(group.clone());
                self.membership = Some(Membership { partner: *partner, admin: false, group });
            }
            PersonEvent::LinkAsked { partner, guest } => {
                self.link = Some(Link::asked(*partner, *guest, at));
            }
            PersonEvent::LinkDecided { partner, by, linked } => {
                let link = self.link.take().unwrap_or_else(|| Link::asked(*partner, false, at));
                self.link = Some(link.decided(*by, *linked, at));
            }
            PersonEvent::PersonLeft { identity } => {
                self.gone.insert(identity.clone());
            }
            PersonEvent::PersonBack { identity } => {
                self.gone.remove(identity);
            }
            PersonEvent::NotifySet { off, quiet } => {
                let now = Wants { off: off.clone(), quiet: *quiet };
                let (before, version) = (self.wants(), self.version + 1);
                self.wanted = Some(Wanted { now, before, version });
            }
            // What was decided about a link before is over: this one can be undone.
            PersonEvent::CodeEntered { .. } => self.link = None,
            PersonEvent::IdentityPaired { identity } => self.pair(identity),
            PersonEvent::IdentityParted { identity, by } => {
                self.part(identity, Parting { by: *by, at });
            }
            PersonEvent::IdentityUsed { identity } => self.acts = Some(identity.clone()),
            PersonEvent::QuizTaken { quiz, on, through, .. } => {
                let sheet = self.quizzes.entry(quiz.clone()).or_default();
                sheet.tried = *on;
                if through.is_some() {
                    sheet.through = *through;
                    sheet.told = false;
                }
            }
            PersonEvent::CertificateEnded { quiz, .. } => {
                self.quizzes.entry(quiz.clone()).or_default().told = true;
            }
            PersonEvent::FeedbackGiven { partner, month, score, .. } => {
                self.feedback.insert(*month, Answer { partner: *partner, score: *score });
            }
            PersonEvent::HelpAsked { .. } => {}
        }
        self.version += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_written_as_it_is_read() {
        for role in Role::ALL {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
        assert_eq!(Role::PartnerManager.to_string(), "partner_manager");
        assert_eq!("partner manager".parse::<Role>(), Err(()));
    }

    #[test]
    fn somebody_has_the_roles_of_a_hand_and_those_of_groups() {
        let mut person = Person::new(PersonId::new(1));
        let sales = PersonEvent::RoleGiven { role: Role::Sales };
        let group = "slack:S1".to_owned();
        let community = PersonEvent::RoleGivenByGroup { role: Role::CommunityManager, group };
        for event in [sales, community] {
            person.apply(&event, DateTime::UNIX_EPOCH);
        }
        assert_eq!(person.all_roles(), BTreeSet::from([Role::Sales, Role::CommunityManager]));
    }
}
