//! Which of a chat's roles somebody wears by the tier of their partner: computed from the state alone,
//! so that it comes out the same in whatever order things have happened.

use std::collections::BTreeSet;

use super::Tiers;
use crate::domain::group::UserGroup;
use crate::domain::partner::{Partner, PartnerState};

/// The roles of one workspace that go with tiers, as one person wears them. Both empty where none goes
/// with any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worn {
    /// The tier; none where there is none, or where they speak for nobody.
    pub tier: Option<String>,
    pub wears: BTreeSet<String>,
    pub not: BTreeSet<String>,
}

impl Worn {
    /// `partner` is whom they speak for; groups are `platform:group` of `platform:workspace`, and come
    /// out without their platform.
    #[must_use]
    pub fn of(
        partner: Option<&Partner>,
        tiers: &Tiers,
        groups: &[UserGroup],
        workspace: &str,
    ) -> Self {
        // One that is gone has nothing from a tier.
        let there = partner.filter(|partner| match partner.state {
            PartnerState::Approved | PartnerState::Suspended => true,
            PartnerState::Terminated => false,
        });
        let tier = there.and_then(|partner| tiers.of(partner)).map(|tier| tier.name.clone());
        let mut worn = Self { tier, ..Self::default() };
        for group in groups.iter().filter(|group| group.workspace == workspace) {
            let (Some(of), Some((_, id))) = (&group.tier, group.id.split_once(':')) else {
                continue;
            };
            let roles =
                if worn.tier.as_ref() == Some(of) { &mut worn.wears } else { &mut worn.not };
            roles.insert(id.to_owned());
        }
        worn
    }

    /// Whether any role of the workspace goes with a tier.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.wears.is_empty() && self.not.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::domain::ids::PartnerId;
    use crate::domain::outcome::PartnerEvent;
    use crate::domain::tier::Tier;
    use crate::domain::tier::quota::Quota;

    fn tiers(names: &[&str]) -> Tiers {
        let tier = |name: &&str| Tier {
            name: (*name).to_owned(),
            from: 0,
            promise_days: None,
            quota: Quota::default(),
            perks: Vec::new(),
        };
        Tiers { all: names.iter().map(tier).collect(), ..Tiers::default() }
    }

    fn role(id: &str, tier: Option<&str>, workspace: &str) -> UserGroup {
        let (tier, workspace) = (tier.map(str::to_owned), workspace.to_owned());
        UserGroup { tier, workspace, ..UserGroup::new(format!("chat:{id}")) }
    }

    fn partner(events: &[PartnerEvent]) -> Partner {
        let code = "NOR".parse().unwrap();
        let mut partner = Partner::fresh(PartnerId::new(1), code, "North", DateTime::UNIX_EPOCH);
        events.iter().for_each(|event| partner.apply(event, DateTime::UNIX_EPOCH));
        partner
    }

    #[test]
    fn somebody_wears_the_role_of_their_partners_tier_and_no_other() {
        let up = |tier: &str| PartnerEvent::TierPromoted { tier: tier.to_owned(), was: None };
        let (bronze, silver) = (partner(&[]), partner(&[up("Silver")]));
        let ended = partner(&[up("Silver"), PartnerEvent::PartnerTerminated { reason: None }]);
        let resting = partner(&[up("Silver"), PartnerEvent::PartnerSuspended { reason: None }]);
        let groups = [
            role("1", Some("Bronze"), "chat:9"),
            role("2", Some("Silver"), "chat:9"),
            // Of another server, and one that goes with no tier.
            role("3", Some("Silver"), "chat:8"),
            role("4", None, "chat:9"),
        ];
        let both = tiers(&["Bronze", "Silver"]);
        #[rustfmt::skip]
        let table = [
            // speaks for      the programme has     wears  not
            (Some(&bronze),    &both,                "1",   "2"),
            (Some(&silver),    &both,                "2",   "1"),
            (Some(&resting),   &both,                "2",   "1"),
            (Some(&ended),     &both,                "",    "1 2"),
            (None,             &both,                "",    "1 2"),
            (Some(&silver),    &tiers(&["Bronze"]),  "1",   "2"),
            (Some(&silver),    &tiers(&[]),          "",    "1 2"),
        ];
        let listed = |roles: BTreeSet<String>| Vec::from_iter(roles).join(" ");
        for (partner, tiers, wears, not) in table {
            let worn = Worn::of(partner, tiers, &groups, "chat:9");
            let found = (listed(worn.wears), listed(worn.not));
            assert_eq!(found, (wears.to_owned(), not.to_owned()), "{partner:?}");
        }
        assert!(Worn::of(Some(&silver), &both, &groups, "chat:7").is_empty());
    }
}
