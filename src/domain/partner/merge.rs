//! Two partners that turned out to be one company: one goes on as the other. Everything it brought about
//! goes with it, as one fact each, so that the log alone tells whose a referral is. Numbers and receipts
//! stay: somebody has them in hand.

use std::collections::BTreeMap;

use super::manage::PartnerNo;
use super::{Audience, Channel, Partner, PartnerState};
use crate::domain::actor::Person;
use crate::domain::case::Case;
use crate::domain::group::{Grant, UserGroup};
use crate::domain::ids::PartnerId;
use crate::domain::outcome::{ChannelEvent, GroupEvent, PartnerEvent, PersonEvent, ReferralEvent};
use crate::domain::referral::Referral;

/// Whether `gone` may go on as `stays`. `referrals` are all of both, `cases` those that are open.
///
/// # Errors
/// [`PartnerNo`]: who asks comes first, then the two, then what is open.
pub fn may_merge<'a>(
    gone: &Partner,
    stays: &Partner,
    by: &Person,
    referrals: impl IntoIterator<Item = &'a Referral>,
    cases: &[&Case],
) -> Result<(), PartnerNo> {
    if !by.manages_partners() {
        return Err(PartnerNo::NotManager);
    }
    if gone.id == stays.id {
        return Err(PartnerNo::Itself);
    }
    for one in [gone, stays] {
        if one.state == PartnerState::Terminated {
            return Err(PartnerNo::Ended { since: one.stands_since() });
        }
    }
    if stays.state == PartnerState::Suspended {
        return Err(PartnerNo::OtherSuspended);
    }
    if gone.test != stays.test {
        return Err(PartnerNo::OneIsTest);
    }
    let referrals: Vec<&Referral> = referrals.into_iter().collect();
    let first = |of: &dyn Fn(&Referral) -> bool| {
        referrals.iter().filter(|one| of(one)).map(|one| one.number()).min()
    };
    let in_review = |one: &Referral| {
        one.match_open && one.status.is_live()
            || cases.iter().any(|case| case.party(&one.id).is_some())
    };
    if let Some(number) = first(&in_review) {
        return Err(PartnerNo::InReview { number });
    }
    let shared = |one: &Referral| one.share_bp.is_some() && one.status.is_live();
    let of_both = |one: &Referral| {
        let same = |other: &Referral| {
            other.partner() != one.partner() && other.submission.domain == one.submission.domain
        };
        shared(one) && referrals.iter().any(|other| shared(other) && same(other))
    };
    match first(&of_both) {
        Some(number) => Err(PartnerNo::ShareDeal { number }),
        None => Ok(()),
    }
}

/// The partner as which this one goes on: itself, unless it was merged.
#[must_use]
pub fn goes_on_as<'a>(
    all: &'a BTreeMap<PartnerId, Partner>,
    id: &PartnerId,
) -> Option<&'a Partner> {
    let mut now = all.get(id)?;
    while let Some(into) = now.merged_into {
        now = all.get(&into)?;
    }
    Some(now)
}

/// The two facts about the partners: what is said of `gone` first, because a workspace is one
/// partner's.
#[must_use]
pub fn partners(gone: &Partner, stays: &Partner) -> [PartnerEvent; 2] {
    let new = |own: &[String], others: &[String]| {
        own.iter().filter(|one| !others.contains(one)).cloned().collect()
    };
    let taken = PartnerEvent::PartnerTakenIn {
        partner: gone.id,
        domains: new(&gone.domains, &stays.domains),
        workspaces: new(&gone.workspaces, &stays.workspaces),
    };
    [PartnerEvent::PartnerMerged { into: stays.id }, taken]
}

/// What becomes of a referral; nothing where it is another partner's.
#[must_use]
pub fn referral(gone: &Partner, stays: &Partner, one: &Referral) -> Option<ReferralEvent> {
    let moved = ReferralEvent::Transferred { from: gone.id, to: stays.id };
    (one.partner() == gone.id).then_some(moved)
}

/// What becomes of a channel.
#[must_use]
pub fn channel(gone: &Partner, stays: &Partner, one: &Channel) -> Option<ChannelEvent> {
    (one.of_partner() == Some(gone.id)).then(|| ChannelEvent::ChannelLinked {
        workspace: one.workspace.clone(),
        audience: Audience::Partner,
        partner: Some(stays.id),
    })
}

/// What becomes of a group that is bound to it.
#[must_use]
pub fn group(gone: &Partner, stays: &Partner, one: &UserGroup) -> Option<GroupEvent> {
    let theirs = one.grants == Some(Grant::PartnerMember { partner: gone.id });
    theirs.then(|| GroupEvent::GroupBound {
        workspace: one.workspace.clone(),
        grants: Grant::PartnerMember { partner: stays.id },
    })
}

/// What becomes of somebody who speaks for it, or has asked to.
#[must_use]
pub fn person(gone: &Partner, stays: &Partner, one: &Person) -> Option<PersonEvent> {
    let partner = stays.id;
    if let Some(own) = one.membership.as_ref().filter(|own| own.partner == gone.id) {
        return Some(match &own.group {
            Some(group) => PersonEvent::MemberJoinedByGroup { partner, group: group.clone() },
            None => PersonEvent::MemberJoined { partner, admin: own.admin },
        });
    }
    let asked = one.link.filter(|link| link.partner == gone.id && link.decision.is_none());
    asked.map(|link| PersonEvent::LinkAsked { partner, guest: link.guest })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::domain::actor::{Membership, Role};
    use crate::domain::ids::PersonId;

    const NORTH: PartnerId = PartnerId::new(1);
    const SOUTH: PartnerId = PartnerId::new(2);

    fn partner(id: PartnerId, code: &str) -> Partner {
        let fresh = Partner::fresh(id, code.parse().unwrap(), code, DateTime::UNIX_EPOCH);
        let workspaces = vec![format!("slack:T{code}"), "discord:G1".to_owned()];
        Partner { domains: vec![format!("{code}.example")], workspaces, ..fresh }
    }

    fn manager() -> Person {
        let mut person = Person::new(PersonId::new(1));
        person.roles.insert(Role::PartnerManager);
        person
    }

    #[test]
    fn what_stands_in_the_way_is_said_in_the_order_in_which_it_matters() {
        let (gone, stays) = (partner(SOUTH, "SOU"), partner(NORTH, "NOR"));
        let state = |one: &Partner, state| Partner { state, ..one.clone() };
        let ended = |one| state(one, PartnerState::Terminated);
        let paused = |one| state(one, PartnerState::Suspended);
        let test = Partner { test: true, ..gone.clone() };
        let since = DateTime::UNIX_EPOCH;
        let (boss, nobody) = (manager(), Person::new(PersonId::new(2)));
        #[rustfmt::skip]
        let table = [
            // goes            stays            by       what is wrong
            (gone.clone(),     stays.clone(),   &boss,   None),
            (paused(&gone),    stays.clone(),   &boss,   None),
            (gone.clone(),     stays.clone(),   &nobody, Some(PartnerNo::NotManager)),
            (gone.clone(),     gone.clone(),    &nobody, Some(PartnerNo::NotManager)),
            (gone.clone(),     gone.clone(),    &boss,   Some(PartnerNo::Itself)),
            (ended(&gone),     stays.clone(),   &boss,   Some(PartnerNo::Ended { since })),
            (gone.clone(),     ended(&stays),   &boss,   Some(PartnerNo::Ended { since })),
            (gone.clone(),     paused(&stays),  &boss,   Some(PartnerNo::OtherSuspended)),
            (test.clone(),     stays.clone(),   &boss,   Some(PartnerNo::OneIsTest)),
            (stays.clone(),    test,            &boss,   Some(PartnerNo::OneIsTest)),
        ];
        for (gone, stays, by, wrong) in table {
            let may = may_merge(&gone, &stays, by, [], &[]);
            assert_eq!(may.err(), wrong, "{gone:?} {stays:?}");
        }
    }

    #[test]
    fn what_it_had_is_the_others_and_no_longer_its_own() {
        let (mut gone, mut stays) = (partner(SOUTH, "SOU"), partner(NORTH, "NOR"));
        let at = DateTime::UNIX_EPOCH;
        let [merged, taken] = partners(&gone, &stays);
        gone.apply(&merged, at);
        stays.apply(&taken, at);
        assert_eq!((gone.state, gone.merged_into), (PartnerState::Terminated, Some(NORTH)));
        assert!(gone.domains.is_empty() && gone.workspaces.is_empty(), "{gone:?}");
        assert_eq!(stays.domains, ["NOR.example", "SOU.example"]);
        assert_eq!(stays.workspaces, ["slack:TNOR", "discord:G1", "slack:TSOU"], "each once");
    }

    #[test]
    fn whoever_spoke_for_it_or_asked_to_does_so_for_the_other() {
        let (gone, stays) = (partner(SOUTH, "SOU"), partner(NORTH, "NOR"));
        let member = |partner, admin, group: Option<&str>| Person {
            membership: Some(Membership { partner, admin, group: group.map(str::to_owned) }),
            ..Person::new(PersonId::new(3))
        };
        let group = || "slack:S1".to_owned();
        let mut asks = Person::new(PersonId::new(4));
        asks.apply(&PersonEvent::LinkAsked { partner: SOUTH, guest: true }, DateTime::UNIX_EPOCH);
        let joined = |admin| Some(PersonEvent::MemberJoined { partner: NORTH, admin });
        let by_group = Some(PersonEvent::MemberJoinedByGroup { partner: NORTH, group: group() });
        let asked = Some(PersonEvent::LinkAsked { partner: NORTH, guest: true });
        for (one, becomes) in [
            (member(SOUTH, false, None), joined(false)),
            (member(SOUTH, true, None), joined(true)),
            (member(SOUTH, false, Some("slack:S1")), by_group),
            (member(NORTH, true, None), None),
            (asks, asked),
            (manager(), None),
        ] {
            assert_eq!(person(&gone, &stays, &one), becomes, "{one:?}");
        }
    }

    #[test]
    fn its_channels_and_groups_become_the_others_and_no_others_do() {
        let (gone, stays) = (partner(SOUTH, "SOU"), partner(NORTH, "NOR"));
        let place = |audience, partner| Channel {
            workspace: "slack:T1".to_owned(),
            audience,
            partner,
            ..Channel::new("slack:C1".to_owned(), DateTime::UNIX_EPOCH)
        };
        let theirs = channel(&gone, &stays, &place(Some(Audience::Partner), Some(SOUTH)));
        let linked = ChannelEvent::ChannelLinked {
            workspace: "slack:T1".to_owned(),
            audience: Audience::Partner,
            partner: Some(NORTH),
        };
        assert_eq!(theirs, Some(linked));
        for (audience, partner) in [
            (Some(Audience::Partner), Some(NORTH)),
            (Some(Audience::Internal), None),
            (Some(Audience::Community), None),
            (None, None),
        ] {
            assert_eq!(channel(&gone, &stays, &place(audience, partner)), None, "{audience:?}");
        }
        let bound = |grants| UserGroup { grants, ..UserGroup::new("slack:S1".to_owned()) };
        let grants = |partner| Some(Grant::PartnerMember { partner });
        let moved = group(&gone, &stays, &bound(grants(SOUTH)));
        let north = Grant::PartnerMember { partner: NORTH };
        assert_eq!(moved, Some(GroupEvent::GroupBound { workspace: String::new(), grants: north }));
        for other in [grants(NORTH), Some(Grant::Sales), None] {
            assert_eq!(group(&gone, &stays, &bound(other)), None, "{other:?}");
        }
    }
}
