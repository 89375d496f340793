//! Codes that work once: somebody comes to speak for a partner by one, or links another account of
//! their own, so that two accounts are one person.
//!
//! A code is for one partner, or for whoever made it; it works in one place, for ten minutes. Who
//! types five that do not work has to wait for an hour: a code is not to be guessed.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::roles::{Origin, PeopleNo};
use super::{Person, Role};
use crate::domain::ids::{PartnerId, PersonId};
use crate::domain::outcome::PersonEvent;

/// How long a code works.
pub const CODE_LIVES: TimeDelta = TimeDelta::minutes(10);
/// After so many that do not work, one each hour at least, no code is looked at.
pub const MOST_WRONG: u32 = 5;
/// For so long, from the last one on.
pub const REST: TimeDelta = TimeDelta::hours(1);

/// A code that was made, as far as deciding needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Whose member it makes; none when it links another account of whoever made it.
    pub partner: Option<PartnerId>,
    pub by: PersonId,
    /// Where it works: `platform:workspace`, or a platform.
    pub place: String,
    pub until: DateTime<Utc>,
}

impl Offer {
    /// Whether it works where it is typed, now: never in another partner's channel.
    fn works(&self, entry: &Entry<'_>, now: DateTime<Utc>) -> bool {
        let installation = entry.installation;
        let here = installation == self.place || platform_of(installation) == self.place;
        let others = self.partner.and(entry.partner).is_some_and(|at| Some(at) != self.partner);
        here && !others && now < self.until
    }
}

/// The platform in `platform:workspace`, or in an identity.
#[must_use]
pub fn platform_of(id: &str) -> &str {
    id.split_once(':').map_or(id, |(platform, _)| platform)
}

/// How often an account has typed codes that do not work, each within an hour of the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    pub wrong: u32,
    pub last: DateTime<Utc>,
}

impl Tries {
    /// Until when no code is looked at, if so.
    #[must_use]
    pub fn rest(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let until = self.last + REST;
        (self.wrong >= MOST_WRONG && now < until).then_some(until)
    }

    /// With one more.
    #[must_use]
    pub fn one_more(self, now: DateTime<Utc>) -> Self {
        let before = if now < self.last + REST { self.wrong } else { 0 };
        Self { wrong: before + 1, last: now }
    }
}

/// The account in which a code is typed.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    pub identity: &'a str,
    /// The installation in which it is typed, as `platform:workspace`.
    pub installation: &'a str,
    /// The partner in whose channel it is typed.
    pub partner: Option<PartnerId>,
    pub origin: Origin,
    pub tries: Tries,
}

/// Why a code comes to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeNo {
    /// Too many did not work; nothing was looked at.
    Rests {
        until: DateTime<Utc>,
    },
    /// It is none of ours, was used, is too old, or is for somewhere else. Which of these is not for
    /// whoever types it.
    Wrong,
    /// The account is theirs already.
    Own,
    /// They have another account on this platform.
    There,
    People(PeopleNo),
}

/// An account that is somebody's no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parting {
    pub by: PersonId,
    pub at: DateTime<Utc>,
}

/// Whether somebody may make a code for a partner's people: who looks after partners, and the
/// partner's own admins.
#[must_use]
pub fn may_invite(person: &Person, partner: &PartnerId) -> bool {
    let own = person.membership.as_ref().filter(|one| one.admin && one.partner == *partner);
    person.manages_partners() || (own.is_some() && !person.is_gone())
}

/// Whether somebody can link another account there, on a platform: whoever is anybody to the
/// programme, and has none there.
#[must_use]
pub fn may_add(person: &Person, platform: &str) -> bool {
    let is_somebody = person.membership.is_some() || person.is_vendor();
    is_somebody && !person.is_gone() && !is_on(person, platform)
}

fn is_on(person: &Person, platform: &str) -> bool {
    person.live().any(|identity| platform_of(identity) == platform)
}

/// What follows when `who` types a code: each event with whose it is. `made` is what was made with
/// this code, and by whom.
///
/// # Errors
/// In the order in which people are told: [`CodeNo::Rests`], [`CodeNo::Wrong`] (the one that counts
/// as a try), then why this account cannot.
pub fn enter(
    made: Option<(&Offer, &Person)>,
    who: &Person,
    entry: Entry<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<(PersonId, PersonEvent)>, CodeNo> {
    if let Some(until) = entry.tries.rest(now) {
        return Err(CodeNo::Rests { until });
    }
    let works = |(offer, _): &(&Offer, &Person)| offer.works(&entry, now);
    let (offer, maker) = made.filter(works).ok_or(CodeNo::Wrong)?;
    match offer.partner {
        Some(partner) if may_invite(maker, &partner) => join(who, partner, maker, entry.origin),
        None if maker.membership.is_some() || maker.is_vendor() => pair(who, maker, entry),
        // Who made it could not make it any more.
        Some(_) | None => Err(CodeNo::Wrong),
    }
}

/// Whether an account can be taken in at all: it is there, and is nobody's who matters.
fn is_free(who: &Person, origin: Origin) -> Result<(), CodeNo> {
    if origin == Origin::Gone {
        return Err(CodeNo::People(PeopleNo::Gone));
    }
    if !who.all_roles().is_empty() {
        return Err(CodeNo::People(PeopleNo::HasRole));
    }
    if who.membership.is_some() {
        return Err(CodeNo::People(PeopleNo::SpeaksForPartner));
    }
    Ok(())
}

fn join(
    who: &Person,
    partner: PartnerId,
    maker: &Person,
    origin: Origin,
) -> Result<Vec<(PersonId, PersonEvent)>, CodeNo> {
    is_free(who, origin)?;
    let entered = PersonEvent::CodeEntered { partner, by: maker.id };
    let joined = PersonEvent::MemberJoined { partner, admin: false };
    Ok(vec![(who.id, entered), (who.id, joined)])
}

fn pair(
    who: &Person,
    owner: &Person,
    entry: Entry<'_>,
) -> Result<Vec<(PersonId, PersonEvent)>, CodeNo> {
    if who.id == owner.id {
        return Err(CodeNo::Own);
    }
    if is_on(owner, platform_of(entry.identity)) {
        return Err(CodeNo::There);
    }
    is_free(who, entry.origin)?;
    // A role reaches as far as the account that it was given to would.
    match entry.origin {
        Origin::Guest if owner.is_vendor() => return Err(CodeNo::People(PeopleNo::Guest)),
        Origin::Outside if owner.is_vendor() => return Err(CodeNo::People(PeopleNo::Outside)),
        Origin::Home | Origin::Outside | Origin::Guest | Origin::Gone => {}
    }
    let identity = entry.identity.to_owned();
    let mut events = Vec::new();
    if who.identities.contains(entry.identity) {
        let parted = PersonEvent::IdentityParted { identity: identity.clone(), by: owner.id };
        events.push((who.id, parted));
    }
    events.push((owner.id, PersonEvent::IdentityPaired { identity }));
    Ok(events)
}

/// Takes an account back that was added by a code. Who has it then is for the caller to say.
///
/// # Errors
/// [`PeopleNo::NotAdmin`] when its owner has roles, [`PeopleNo::NotManager`] otherwise;
/// [`PeopleNo::NothingToDecide`] when somebody was faster: [`Person::added`] says who.
pub fn part(person: &Person, identity: &str, by: &Person) -> Result<PersonEvent, PeopleNo> {
    let (may, no) = match person.all_roles().is_empty() {
        true => (by.manages_partners(), PeopleNo::NotManager),
        false => (by.has(Role::Admin), PeopleNo::NotAdmin),
    };
    if !may {
        return Err(no);
    }
    if person.added.get(identity) != Some(&None) {
        return Err(PeopleNo::NothingToDecide);
    }
    Ok(PersonEvent::IdentityParted { identity: identity.to_owned(), by: by.id })
}

impl Person {
    pub(super) fn pair(&mut self, identity: &str) {
        self.identities.insert(identity.to_owned());
        self.gone.remove(identity);
        self.added.insert(identity.to_owned(), None);
        // The code was typed there.
        self.acts = Some(identity.to_owned());
    }

    pub(super) fn part(&mut self, identity: &str, parting: Parting) {
        self.identities.remove(identity);
        self.gone.remove(identity);
        if let Some(added) = self.added.get_mut(identity) {
            *added = Some(parting);
        }
        if self.acts.as_deref() == Some(identity) {
            self.acts = None;
        }
        // There is nobody left to be linked.
        if self.identities.is_empty() {
            self.link = None;
        }
    }
}

#[cfg(test)]
mod tests;
