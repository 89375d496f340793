//! Whether somebody is still there: what follows from what the platform says of them now.

use super::Person;
use super::roles::Origin;
use crate::domain::outcome::PersonEvent;

/// What has to be recorded when the platform says this of `identity`. Said twice, or late when it
/// is true no more, it is asked anew each time, and nothing follows from what is known already.
///
/// Who has become a guest loses the roles of the vendor's, for good: an admin gives them again if
/// that was a mistake. Who is gone keeps them, and has nothing of them until they are back.
#[must_use]
pub fn seen(person: &Person, identity: &str, now: Origin) -> Vec<PersonEvent> {
    let known_gone = person.gone.contains(identity);
    let identity = identity.to_owned();
    let mut events = Vec::new();
    match now {
        Origin::Gone if !known_gone => events.push(PersonEvent::PersonLeft { identity }),
        Origin::Gone => {}
        Origin::Home | Origin::Outside | Origin::Guest if known_gone => {
            events.push(PersonEvent::PersonBack { identity });
        }
        Origin::Home | Origin::Outside | Origin::Guest => {}
    }
    if now == Origin::Guest {
        events.extend(person.roles.iter().map(|role| PersonEvent::RoleTaken { role: *role }));
        let by_groups = person.from_groups.iter();
        events.extend(by_groups.map(|(group, role)| PersonEvent::RoleTakenByGroup {
            role: *role,
            group: group.clone(),
        }));
    }
    events
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::DateTime;

    use super::*;
    use crate::domain::actor::{Membership, Role};
    use crate::domain::ids::{PartnerId, PersonId};

    const OLD: &str = "slack:T1:U1";
    const NEW: &str = "slack:T2:U1";

    fn person(gone: &[&str]) -> Person {
        let mut person = Person::new(PersonId::new(1));
        person.identities = [OLD, NEW].map(str::to_owned).into();
        person.gone = gone.iter().map(|one| (*one).to_owned()).collect();
        person.roles = [Role::Sales].into();
        person.from_groups.insert("slack:S1".to_owned(), Role::CommunityManager);
        person
    }

    fn left(identity: &str) -> PersonEvent {
        PersonEvent::PersonLeft { identity: identity.to_owned() }
    }

    fn back(identity: &str) -> PersonEvent {
        PersonEvent::PersonBack { identity: identity.to_owned() }
    }

    #[test]
    fn what_is_news_of_somebody_is_recorded_once() {
        let group = "slack:S1".to_owned();
        let taken = [
            PersonEvent::RoleTaken { role: Role::Sales },
            PersonEvent::RoleTakenByGroup { role: Role::CommunityManager, group },
        ];
        let demoted = |mut events: Vec<PersonEvent>| {
            events.extend(taken.clone());
            events
        };
        #[rustfmt::skip]
        let table = [
            // gone as            says     of   what follows
            (&[][..],       Origin::Gone,    OLD, vec![left(OLD)]),
            (&[OLD],        Origin::Gone,    OLD, vec![]),
            (&[OLD],        Origin::Gone,    NEW, vec![left(NEW)]),
            (&[],           Origin::Home,    OLD, vec![]),
            (&[OLD],        Origin::Home,    OLD, vec![back(OLD)]),
            (&[OLD],        Origin::Outside, OLD, vec![back(OLD)]),
            (&[],           Origin::Guest,   OLD, demoted(vec![])),
            (&[OLD],        Origin::Guest,   OLD, demoted(vec![back(OLD)])),
        ];
        for (gone, now, identity, follows) in table {
            assert_eq!(seen(&person(gone), identity, now), follows, "{now:?} {identity} {gone:?}");
        }
    }

    #[test]
    fn who_is_gone_counts_for_nothing_and_is_the_same_when_they_are_back() {
        let at = DateTime::UNIX_EPOCH;
        let partner = PartnerId::new(1);
        let mut person = person(&[OLD]);
        person.membership = Some(Membership { partner, admin: true, group: None });
        assert!(person.has(Role::Sales) && person.may_see(&partner), "one identity is left");
        assert_eq!(person.reached_as().map(String::as_str), Some(NEW));
        person.apply(&left(NEW), at);
        assert!(person.is_gone() && person.reached_as().is_none());
        assert!(!person.has(Role::Sales) && !person.is_vendor() && !person.may_see(&partner));
        assert!(person.holds(Role::Sales));
        person.apply(&back(OLD), at);
        assert!(person.has(Role::Sales) && person.is_member_of(&partner));
        assert_eq!(person.gone, BTreeSet::from([NEW.to_owned()]));
    }
}
