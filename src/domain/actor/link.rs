//! How somebody comes to speak for a partner when they cannot join by themselves: they ask once, and
//! whoever looks after the partner decides once.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::roles::PeopleNo;
use super::{Membership, Person};
use crate::domain::ids::{PartnerId, PersonId};
use crate::domain::outcome::PersonEvent;
use crate::domain::words::words;

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub partner: PartnerId,
    /// A guest of their workspace, as the platform said when they asked.
    pub guest: bool,
    pub asked: DateTime<Utc>,
    pub decision: Option<Decision>,
}

/// What was decided, by whom and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub by: PersonId,
    pub at: DateTime<Utc>,
    pub linked: bool,
}

impl Link {
    pub(super) const fn asked(partner: PartnerId, guest: bool, asked: DateTime<Utc>) -> Self {
        Self { partner, guest, asked, decision: None }
    }

    pub(super) const fn decided(mut self, by: PersonId, linked: bool, at: DateTime<Utc>) -> Self {
        self.decision = Some(Decision { by, at, linked });
        self
    }
}

words! {
    /// What somebody wants done about a person's link to a partner.
    Wish {
        /// Link somebody who asked.
        Link = "link",
        /// Somebody who asked is not one of theirs.
        Refuse = "refuse",
        /// Whoever joined by themselves stays.
        Keep = "keep",
        /// Whoever joined by themselves goes.
        Undo = "undo",
    }
}

/// Asks to be linked. Asking again changes nothing.
///
/// # Errors
/// [`PeopleNo::SpeaksForPartner`] when they are a member already, [`PeopleNo::HasRole`] for the
/// vendor's own.
pub fn ask(
    person: &Person,
    partner: PartnerId,
    guest: bool,
) -> Result<Option<PersonEvent>, PeopleNo> {
    if person.membership.is_some() {
        return Err(PeopleNo::SpeaksForPartner);
    }
    if person.is_vendor() {
        return Err(PeopleNo::HasRole);
    }
    let before = person.link.is_some_and(|link| {
        link.partner == partner && link.decision.is_none_or(|decision| !decision.linked)
    });
    Ok((!before).then_some(PersonEvent::LinkAsked { partner, guest }))
}

/// Decides. What somebody else has decided stays: see [`Person::link`] for who and when.
///
/// # Errors
/// [`PeopleNo::NotManager`]; [`PeopleNo::HasRole`] when they have become one of the vendor's own;
/// [`PeopleNo::NothingToDecide`].
pub fn decide(person: &Person, wish: Wish, by: &Person) -> Result<Vec<PersonEvent>, PeopleNo> {
    if !by.manages_partners() {
        return Err(PeopleNo::NotManager);
    }
    let none = PeopleNo::NothingToDecide;
    let open = person.link.filter(|link| link.decision.is_none());
    let settled = person.link.is_some_and(|link| link.decision.is_some());
    let decided = |partner, linked| PersonEvent::LinkDecided { partner, by: by.id, linked };
    match wish {
        Wish::Link if person.is_vendor() => Err(PeopleNo::HasRole),
        Wish::Link => {
            let link = open.filter(|_| person.membership.is_none()).ok_or(none)?;
            let partner = link.partner;
            let joined = PersonEvent::MemberJoined { partner, admin: false };
            Ok(vec![decided(partner, true), joined])
        }
        Wish::Refuse => {
            let link = open.filter(|_| person.membership.is_none()).ok_or(none)?;
            Ok(vec![decided(link.partner, false)])
        }
        Wish::Keep | Wish::Undo => {
            let member = person.membership.as_ref().filter(|_| !settled).ok_or(none)?;
            let keep = wish == Wish::Keep;
            let mut events = vec![decided(member.partner, keep)];
            events.extend((!keep).then_some(PersonEvent::MemberLeft));
            Ok(events)
        }
    }
}

words! {
    /// What a partner manager makes of a member.
    Standing {
        Admin = "admin",
        Member = "member",
        /// Not a member any more.
        Gone = "gone",
    }
}

/// Makes a member the partner's admin, or a plain member again, or lets them go.
///
/// # Errors
/// [`PeopleNo::NotManager`], [`PeopleNo::NotAMember`].
pub fn set_standing(
    person: &Person,
    partner: PartnerId,
    to: Standing,
    by: &Person,
) -> Result<Option<PersonEvent>, PeopleNo> {
    if !by.manages_partners() {
        return Err(PeopleNo::NotManager);
    }
    let member = person.membership.as_ref().filter(|member| member.partner == partner);
    let Membership { admin: is_admin, .. } = member.ok_or(PeopleNo::NotAMember)?;
    let admin = to == Standing::Admin;
    Ok(match to {
        Standing::Gone => Some(PersonEvent::MemberLeft),
        Standing::Admin | Standing::Member => {
            (*is_admin != admin).then_some(PersonEvent::MemberJoined { partner, admin })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::Role;

    const NORTH: PartnerId = PartnerId::new(1);
    const SOUTH: PartnerId = PartnerId::new(2);

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(minute * 60, 0).unwrap()
    }

    fn by(role: Role) -> Person {
        let mut person = Person::new(PersonId::new(9));
        person.roles.insert(role);
        person
    }

    /// A person to whom all this has happened.
    fn after(events: &[PersonEvent]) -> Person {
        let mut person = Person::new(PersonId::new(1));
        for (minute, event) in (0..).zip(events) {
            person.apply(event, at(minute));
        }
        person
    }

    fn asked() -> PersonEvent {
        PersonEvent::LinkAsked { partner: NORTH, guest: true }
    }

    fn joined() -> PersonEvent {
        PersonEvent::MemberJoined { partner: NORTH, admin: false }
    }

    fn decided(linked: bool) -> PersonEvent {
        PersonEvent::LinkDecided { partner: NORTH, by: PersonId::new(9), linked }
    }

    #[test]
    fn one_asks_once_and_only_who_speaks_for_nobody() {
        let sales = PersonEvent::RoleGiven { role: Role::Sales };
        #[rustfmt::skip]
        let table = [
            // what has happened                                  asks for  what follows
            (vec![],                                              NORTH, Ok(true)),
            (vec![asked()],                                       NORTH, Ok(false)),
            (vec![asked()],                                       SOUTH, Ok(true)),
            (vec![asked(), decided(false)],                       NORTH, Ok(false)),
            (vec![asked(), decided(true), joined()],              NORTH, Err(PeopleNo::SpeaksForPartner)),
            (vec![asked(), decided(true), joined(), PersonEvent::MemberLeft], NORTH, Ok(true)),
            (vec![joined()],                                      SOUTH, Err(PeopleNo::SpeaksForPartner)),
            (vec![sales],                                         NORTH, Err(PeopleNo::HasRole)),
        ];
        for (events, partner, follows) in table {
            let asks = ask(&after(&events), partner, true).map(|event| event.is_some());
            assert_eq!(asks, follows, "{events:?}");
        }
    }

    #[test]
    fn whoever_looks_after_partners_decides_once() {
        use Wish::{Keep, Link, Refuse, Undo};
        let none = Err(PeopleNo::NothingToDecide);
        let manager = Role::PartnerManager;
        let sales = PersonEvent::RoleGiven { role: Role::Sales };
        #[rustfmt::skip]
        let table = [
            // what has happened                     by             wish    what follows
            (vec![asked()],                          manager,       Link,   Ok(vec![decided(true), joined()])),
            (vec![asked()],                          Role::Admin,   Link,   Ok(vec![decided(true), joined()])),
            (vec![asked()],                          manager,       Refuse, Ok(vec![decided(false)])),
            (vec![asked(), decided(false)],          manager,       Link,   none.clone()),
            (vec![asked(), decided(true), joined()], manager,       Refuse, none.clone()),
            (vec![asked(), joined()],                manager,       Link,   none.clone()),
            (vec![],                                 manager,       Link,   none.clone()),
            (vec![asked(), sales],                   manager,       Link,   Err(PeopleNo::HasRole)),
            (vec![joined()],                         manager,       Keep,   Ok(vec![decided(true)])),
            (vec![joined()],                         manager,       Undo,   Ok(vec![decided(false), PersonEvent::MemberLeft])),
            (vec![joined(), decided(true)],          manager,       Undo,   none.clone()),
            (vec![joined(), decided(false), PersonEvent::MemberLeft], manager, Keep, none.clone()),
            (vec![asked()],                          Role::Sales,   Link,   Err(PeopleNo::NotManager)),
            (vec![asked()],                          Role::Auditor, Refuse, Err(PeopleNo::NotManager)),
            (vec![joined()],                         Role::Sales,   Undo,   Err(PeopleNo::NotManager)),
        ];
        for (events, role, wish, follows) in table {
            let decided = decide(&after(&events), wish, &by(role));
            assert_eq!(decided, follows, "{wish:?} after {events:?}");
        }
    }

    #[test]
    fn a_member_becomes_admin_and_goes_only_by_who_looks_after_partners() {
        use Standing::{Admin, Gone, Member};
        let boss = PersonEvent::MemberJoined { partner: NORTH, admin: true };
        let manager = Role::PartnerManager;
        #[rustfmt::skip]
        let table = [
            // is             partner by           to      what follows
            (vec![joined()],     NORTH, manager,     Admin,  Ok(Some(boss.clone()))),
            (vec![joined()],     NORTH, manager,     Member, Ok(None)),
            (vec![boss.clone()], NORTH, manager,     Member, Ok(Some(joined()))),
            (vec![joined()],     NORTH, Role::Admin, Gone,   Ok(Some(PersonEvent::MemberLeft))),
            (vec![joined()],     SOUTH, manager,     Gone,   Err(PeopleNo::NotAMember)),
            (vec![],             NORTH, manager,     Admin,  Err(PeopleNo::NotAMember)),
            (vec![joined()],     NORTH, Role::Sales, Gone,   Err(PeopleNo::NotManager)),
        ];
        for (events, partner, role, to, follows) in table {
            let set = set_standing(&after(&events), partner, to, &by(role));
            assert_eq!(set, follows, "{to:?} after {events:?}");
        }
    }
}
