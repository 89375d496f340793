//! `setup.toml` as text: read with line and column, and written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::account;
use crate::domain::actor::{Person, Role};
use crate::domain::group::{Grant, UserGroup};
use crate::domain::ids::{PartnerCode, PartnerId, PersonId};
use crate::domain::partner::{Audience, Channel, Partner, PartnerKind, PartnerState};
use crate::program::Misfit;
use crate::store::rows::InstallationRow;

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetupFile {
    pub vendor: Vendor,
    #[serde(default, rename = "partner", skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<PartnerEntry>,
    #[serde(default, rename = "channel", skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<ChannelEntry>,
    #[serde(default, rename = "person", skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonEntry>,
    #[serde(default, rename = "group", skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupEntry>,
    #[serde(default, rename = "token", skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<TokenEntry>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vendor {
    /// The home workspace's Slack id.
    pub workspace: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartnerEntry {
    pub code: PartnerCode,
    pub name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<String>,
    /// `slack:T…`: full members of these become partner members by registering.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workspaces: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub test: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PartnerKind>,
    /// `slack:T…:U…`, somebody of this file: who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
    /// Left out, it stays as it is: what was suspended by hand is not resumed by a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<PartnerState>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelEntry {
    /// `slack:C…`
    pub id: String,
    pub audience: Audience,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerCode>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonEntry {
    /// `slack:T…:U…`
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerCode>,
    pub roles: Vec<RoleWord>,
}

/// A group of the vendor's workspace, and what being in it gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupEntry {
    /// `slack:S…`
    pub id: String,
    /// `sales`, `community_manager` or `partner_member`.
    pub role: RoleWord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerCode>,
}

impl GroupEntry {
    /// What it grants; `partner` finds the file's partners. `None` for what no group can give.
    pub fn grants(&self, partner: impl Fn(PartnerCode) -> Option<PartnerId>) -> Option<Grant> {
        match (self.role, self.partner) {
            (RoleWord::Sales, None) => Some(Grant::Sales),
            (RoleWord::CommunityManager, None) => Some(Grant::CommunityManager),
            (RoleWord::PartnerMember, Some(code)) => {
                partner(code).map(|partner| Grant::PartnerMember { partner })
            }
            (
                RoleWord::Admin
                | RoleWord::Sales
                | RoleWord::Resolver
                | RoleWord::CommunityManager
                | RoleWord::PartnerManager
                | RoleWord::Auditor
                | RoleWord::Finance
                | RoleWord::PartnerAdmin
                | RoleWord::PartnerMember,
                _,
            ) => None,
        }
    }

    fn of(group: &UserGroup, code_of: impl Fn(PartnerId) -> Option<PartnerCode>) -> Option<Self> {
        let (role, partner) = match group.grants? {
            Grant::Sales => (RoleWord::Sales, None),
            Grant::CommunityManager => (RoleWord::CommunityManager, None),
            Grant::PartnerMember { partner } => (RoleWord::PartnerMember, Some(code_of(partner)?)),
        };
        Some(Self { id: group.id.clone(), role, partner })
    }
}

/// A role of the vendor's, or one at a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleWord {
    Admin,
    Sales,
    Resolver,
    CommunityManager,
    PartnerManager,
    Auditor,
    Finance,
    PartnerAdmin,
    PartnerMember,
}

impl RoleWord {
    /// The vendor's role; `None` for one at a partner.
    #[must_use]
    pub const fn vendor(self) -> Option<Role> {
        match self {
            Self::Admin => Some(Role::Admin),
            Self::Sales => Some(Role::Sales),
            Self::Resolver => Some(Role::Resolver),
            Self::CommunityManager => Some(Role::CommunityManager),
            Self::PartnerManager => Some(Role::PartnerManager),
            Self::Auditor => Some(Role::Auditor),
            Self::Finance => Some(Role::Finance),
            Self::PartnerAdmin | Self::PartnerMember => None,
        }
    }

    const fn of(role: Role) -> Self {
        match role {
            Role::Admin => Self::Admin,
            Role::Sales => Self::Sales,
            Role::Resolver => Self::Resolver,
            Role::CommunityManager => Self::CommunityManager,
            Role::PartnerManager => Self::PartnerManager,
            Role::Auditor => Self::Auditor,
            Role::Finance => Self::Finance,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenEntry {
    /// The Slack id of a workspace that has installed the app.
    pub workspace: String,
    /// The environment variable that holds its bot token.
    pub env: String,
}

impl SetupFile {
    /// Reads a file and checks what one entry says of another.
    ///
    /// # Errors
    /// [`Misfit`], the first place that does not fit.
    pub fn read(text: &str) -> Result<Self, Misfit> {
        let mut file: Self = toml::from_str(text).map_err(|error| Misfit::of_toml(text, &error))?;
        file.check().map_err(|(word, sentence)| {
            // A double is shown where it stands the second time.
            let quoted = format!("\"{word}\"");
            let doubled = sentence.contains("twice");
            let found = if doubled { text.rfind(&quoted) } else { text.find(&quoted) };
            let at = found.unwrap_or(0);
            Misfit::at(text, at..at, sentence)
        })?;
        file.reduce_domains();
        Ok(file)
    }

    /// What is typed is compared with registrable domains, so these are reduced to them as well.
    fn reduce_domains(&mut self) {
        for domain in self.partners.iter_mut().flat_map(|partner| &mut partner.domains) {
            if let Ok(registrable) = account::website(domain) {
                *domain = registrable.to_string();
            }
        }
    }

    /// The first entry that contradicts itself or another: a word of it, and what is wrong.
    fn check(&self) -> Result<(), (String, String)> {
        let known = |code: &PartnerCode| self.partners.iter().any(|one| one.code == *code);
        for (at, partner) in self.partners.iter().enumerate() {
            let code = partner.code.to_string();
            if self.partners[..at].iter().any(|other| other.code == partner.code) {
                return Err((code, "This code stands twice; each partner has its own.".into()));
            }
            if !fits(&partner.name) {
                return Err((partner.name.clone(), NAME.into()));
            }
            if let Some(odd) = partner.domains.iter().find(|one| account::website(one).is_err()) {
                let what = "Write the partner's own domain, like \"north.example\".";
                return Err((odd.clone(), what.into()));
            }
            let before = self.partners[..at].iter().flat_map(|other| &other.workspaces);
            if let Some(double) = partner.workspaces.iter().enumerate().find_map(|(nth, id)| {
                let here = partner.workspaces[..nth].contains(id);
                (here || before.clone().any(|other| other == id)).then_some(id)
            }) {
                return Err((double.clone(), "This workspace stands twice.".into()));
            }
            let listed = |id: &String| self.people.iter().any(|person| person.id == *id);
            if let Some(odd) = partner.manager.as_ref().filter(|id| !listed(id)) {
                let what = "The manager stands nowhere among the people of this file.";
                return Err((odd.clone(), what.into()));
            }
            if let Some(odd) = partner.workspaces.iter().find(|id| id.split(':').count() != 2) {
                return Err((odd.clone(), "Write a workspace like \"slack:T0123\".".into()));
            }
        }
        for (at, channel) in self.channels.iter().enumerate() {
            let id = channel.id.clone();
            if self.channels[..at].iter().any(|other| other.id == channel.id) {
                return Err((id, "This channel stands twice.".into()));
            }
            if channel.id.split(':').count() != 2 {
                return Err((id, "Write a channel like \"slack:C0123\".".into()));
            }
            match (&channel.partner, channel.audience) {
                (Some(code), Audience::Partner) if !known(code) => {
                    return Err((id, format!("There is no partner {code} in this file.")));
                }
                (None, Audience::Partner) => {
                    return Err((id, "A channel of a partner names it: partner = \"ABC\".".into()));
                }
                (Some(_), Audience::Internal | Audience::Resolvers | Audience::Community) => {
                    let only = "Only a channel with the audience \"partner\" names a partner.";
                    return Err((id, only.into()));
                }
                (Some(_), Audience::Partner)
                | (None, Audience::Internal | Audience::Resolvers | Audience::Community) => {}
            }
        }
        for (at, person) in self.people.iter().enumerate() {
            if self.people[..at].iter().any(|other| other.id == person.id) {
                return Err((person.id.clone(), "This person stands twice.".into()));
            }
            person.check(&known)?;
        }
        for group in &self.groups {
            let some = |code| known(&code).then(|| PartnerId::new(0));
            if group.id.split(':').count() != 2 {
                return Err((group.id.clone(), "Write a group like \"slack:S0123\".".into()));
            }
            if group.grants(some).is_none() {
                let what = "A group gives sales, community_manager, or partner_member with a partner of this file.";
                return Err((group.id.clone(), what.into()));
            }
        }
        Ok(())
    }

    /// `platform:workspace` and the variable that holds its token.
    pub fn tokens(&self) -> impl Iterator<Item = (String, String)> {
        self.tokens.iter().map(|token| (format!("slack:{}", token.workspace), token.env.clone()))
    }

    /// The file as text.
    #[must_use]
    pub fn text(&self) -> String {
        // Plain data with string keys: it has a TOML form.
        toml::to_string(self).unwrap_or_default()
    }
}

impl PersonEntry {
    fn check(&self, known: &impl Fn(&PartnerCode) -> bool) -> Result<(), (String, String)> {
        let id = self.id.clone();
        if self.id.parse::<crate::chat::PersonRef>().is_err() {
            return Err((id, "Write a person like \"slack:T0123:U0123\".".into()));
        }
        if self.name.as_ref().is_some_and(|name| !fits(name)) {
            return Err((self.name.clone().unwrap_or_default(), NAME.into()));
        }
        let at_partner = self.roles.iter().any(|role| role.vendor().is_none());
        let at_vendor = self.roles.iter().any(|role| role.vendor().is_some());
        match &self.partner {
            Some(code) if !known(code) => {
                Err((id, format!("There is no partner {code} in this file.")))
            }
            Some(_) if at_vendor => {
                Err((id, "Somebody who speaks for a partner has no role of the vendor's.".into()))
            }
            None if at_partner => {
                Err((id, "A partner's person names the partner: partner = \"ABC\".".into()))
            }
            Some(_) | None => Ok(()),
        }
    }
}

const NAME: &str = "Write a name of at most 100 characters, without control characters.";

fn fits(name: &str) -> bool {
    name.chars().count() <= 100 && !name.trim().is_empty() && !name.contains(char::is_control)
}

/// Where the home workspace's token is found: the name stands in the installations table.
pub const HOME_TOKEN: &str = "SLACK_BOT_TOKEN";

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
    let identity_of = |id| manager(id).and_then(|one| one.identities.first().cloned());
    let home = installations.iter().find(|row| row.token_env == HOME_TOKEN);
    let home = home.map(|row| bare(&row.workspace)).unwrap_or_default();
    SetupFile {
        partners: partners
            .iter()
            .map(|partner| PartnerEntry {
                code: partner.code,
                name: partner.name.clone(),
                domains: partner.domains.clone(),
                workspaces: partner.workspaces.clone(),
                test: partner.test,
                kind: partner.kind,
                manager: partner.manager.and_then(identity_of),
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
        tokens: installations
            .iter()
            .filter(|row| bare(&row.workspace) != home)
            .map(|row| TokenEntry { workspace: bare(&row.workspace), env: row.token_env.clone() })
            .collect(),
        vendor: Vendor { workspace: home },
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
    person.identities.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FITS: &str = r#"
[vendor]
workspace = "T1"

[[partner]]
code = "NOR"
name = "North Partner"
domains = ["north.example"]
workspaces = ["slack:T2"]

[[channel]]
id = "slack:C1"
audience = "partner"
partner = "NOR"

[[person]]
id = "slack:T1:U1"
name = "Sales 1"
roles = ["sales"]

[[group]]
id = "slack:S1"
role = "partner_member"
partner = "NOR"
"#;

    #[test]
    fn what_is_written_reads_back() {
        let file = SetupFile::read(FITS).unwrap();
        assert_eq!(SetupFile::read(&file.text()), Ok(file));
    }

    #[test]
    fn a_file_that_does_not_fit_says_where_and_what_to_write() {
        #[rustfmt::skip]
        let table = [
            // what is changed                      line, how the sentence begins
            (("\"NOR\"\nname", "\"NORD\"\nname"),     6,  "a code is three letters"),
            (("roles = [\"sales\"]", "roles = [\"seller\"]"), 19, "unknown variant `seller`"),
            (("partner = \"NOR\"\n", ""),             12, "A channel of a partner names it"),
            (("partner = \"NOR\"\n", "partner = \"SOU\"\n"), 12, "There is no partner SOU"),
            (("slack:T1:U1", "U1"),                   17, "Write a person like"),
            (("audience", "audiance"),                13, "unknown field `audiance`"),
            (("[vendor]", "[[group]]\nid = \"slack:S1\"\nrole = \"admin\"\n[vendor]"), 3, "A group gives sales"),
            (("[vendor]", "[[group]]\nid = \"S1\"\nrole = \"sales\"\n[vendor]"), 3, "Write a group like"),
            (("code = \"NOR\"", "manager = \"slack:T1:U9\"\ncode = \"NOR\""), 6, "The manager stands nowhere"),
            (("code = \"NOR\"", "state = \"closed\"\ncode = \"NOR\""), 6, "unknown variant `closed`"),
        ];
        for ((from, to), line, begins) in table {
            let misfit = SetupFile::read(&FITS.replacen(from, to, 1)).unwrap_err();
            assert_eq!(misfit.line, line, "{misfit}");
            assert!(misfit.sentence.contains(begins), "{misfit}");
        }
    }
}
