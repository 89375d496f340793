//! The present state as a set-up file.

use std::collections::BTreeMap;

use super::{
    ChannelEntry, GroupEntry, HOME_TOKEN, PartnerEntry, PersonEntry, RoleWord, SERVER_TOKEN,
    SetupFile, TierRoleEntry, TokenEntry, Vendor, is_own,
};
use crate::domain::actor::Person;
use crate::domain::group::{Grant, UserGroup};
use crate::domain::ids::{PartnerCode, PartnerId, PersonId};
use crate::domain::partner::{Channel, Partner, PartnerState};
use crate::store::rows::InstallationRow;

/// The present state in the form of a file.
#[must_use]
pub fn written(
    partners: &[Partner],
    channels: &[Channel],
    people: &[Person],
    groups: &[UserGroup],
    names: &BTreeMap<PersonId, String>,
    installations: &[InstallationRow],
) -> SetupFile {
    let code_of = |id| partners.iter().find(|one| one.id == id).map(|one| one.code);
    let manager = |id| people.iter().find(|one| one.id == id && !one.roles.is_empty());
    let identity_of = |id| manager(id).and_then(|one| one.reached_as().cloned());
    let own = |variable: &str| {
        let row = installations.iter().find(|row| row.token_env == variable);
        row.map(|row| bare(&row.workspace))
    };
    let vendor = Vendor { workspace: own(HOME_TOKEN), server: own(SERVER_TOKEN) };
    SetupFile {
        partners: partners
            .iter()
            // What was its stands with the partner as which it goes on.
            .filter(|partner| partner.merged_into.is_none())
            .map(|partner| PartnerEntry {
                code: partner.code,
                name: partner.name.clone(),
                domains: partner.domains.clone(),
                workspaces: partner.workspaces.clone(),
                test: partner.test,
                kind: partner.kind,
                manager: partner.manager.and_then(identity_of),
                language: partner.language,
                state: Some(partner.state).filter(|state| *state != PartnerState::Approved),
            })
            .collect(),
        channels: channels
            .iter()
            .filter_map(|channel| {
                Some(ChannelEntry {
                    id: channel.id.clone(),
                    audience: channel.audience?,
                    partner: channel.partner.and_then(code_of),
                })
            })
            .collect(),
        people: people.iter().flat_map(|person| entries(person, names, code_of)).collect(),
        groups: groups.iter().filter_map(|group| GroupEntry::of(group, code_of)).collect(),
        tier_roles: groups
            .iter()
            .filter_map(|group| {
                Some(TierRoleEntry { tier: group.tier.clone()?, role: group.id.clone() })
            })
            .collect(),
        tokens: installations
            .iter()
            .filter(|row| !is_own(&row.token_env) && row.locked.is_none())
            .map(|row| TokenEntry { workspace: bare(&row.workspace), env: row.token_env.clone() })
            .collect(),
        vendor,
    }
}

fn bare(workspace: &str) -> String {
    workspace.split_once(':').map_or(workspace, |(_, id)| id).to_owned()
}

fn entries(
    person: &Person,
    names: &BTreeMap<PersonId, String>,
    code_of: impl Fn(PartnerId) -> Option<PartnerCode>,
) -> Vec<PersonEntry> {
    // What a group gives follows from the group.
    let membership = person.membership.as_ref().filter(|one| one.group.is_none());
    let mut roles: Vec<RoleWord> = person.roles.iter().copied().map(RoleWord::of).collect();
    roles.extend(membership.map(|one| match one.admin {
        true => RoleWord::PartnerAdmin,
        false => RoleWord::PartnerMember,
    }));
    let entry = |identity: &String| PersonEntry {
        id: identity.clone(),
        name: names.get(&person.id).cloned(),
        partner: membership.and_then(|one| code_of(one.partner)),
        roles: roles.clone(),
    };
    if roles.is_empty() {
        return Vec::new();
    }
    person.identities.difference(&person.gone).map(entry).collect()
}

impl GroupEntry {
    fn of(group: &UserGroup, code_of: impl Fn(PartnerId) -> Option<PartnerCode>) -> Option<Self> {
        let (role, partner) = match group.grants? {
            Grant::Sales => (RoleWord::Sales, None),
            Grant::CommunityManager => (RoleWord::CommunityManager, None),
            Grant::PartnerMember { partner } => (RoleWord::PartnerMember, Some(code_of(partner)?)),
        };
        Some(Self { id: group.id.clone(), role, partner })
    }
}
