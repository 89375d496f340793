//! `setup.toml` as text: its entries, read with line and column. What entries say of each other is in
//! `check`, the present state as a file in `write`.

mod check;
mod write;

use serde::{Deserialize, Serialize};

use crate::chat::PlatformName;
use crate::domain::actor::Role;
use crate::domain::group::Grant;
use crate::domain::ids::{PartnerCode, PartnerId};
use crate::domain::language::Language;
use crate::domain::partner::{Audience, PartnerKind, PartnerState};
use crate::program::Misfit;

pub use write::written;

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
    #[serde(default, rename = "tier_role", skip_serializing_if = "Vec::is_empty")]
    pub tier_roles: Vec<TierRoleEntry>,
    #[serde(default, rename = "token", skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<TokenEntry>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vendor {
    /// The home workspace's Slack id, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<String>,
    /// The Discord server's id, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
}

impl Vendor {
    /// `platform:workspace`, the vendor's own on the platform of a channel or a group.
    #[must_use]
    pub fn beside(&self, id: &str) -> Option<String> {
        let platform = id.split_once(':')?.0.parse::<PlatformName>().ok()?;
        let own = match platform {
            PlatformName::Slack => self.workspace.as_ref(),
            PlatformName::Discord => self.server.as_ref(),
        };
        own.map(|own| format!("{platform}:{own}"))
    }
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
    /// What its channels and people are spoken to in; left out, it stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
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
}

/// A role of the vendor's server that the bot gives to whoever speaks for a partner of a tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TierRoleEntry {
    /// Its name in the programme.
    pub tier: String,
    /// `discord:1234567890`
    pub role: String,
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

/// Where the home workspace's token is found: the name stands in the installations table.
pub const HOME_TOKEN: &str = "SLACK_BOT_TOKEN";
/// The same of the vendor's own server.
pub const SERVER_TOKEN: &str = "DISCORD_BOT_TOKEN";

/// Whether this is the variable of the vendor's own token on any platform.
#[must_use]
pub fn is_own(variable: &str) -> bool {
    [HOME_TOKEN, SERVER_TOKEN].contains(&variable)
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
            (("slack:C1", "discord:1"),               12, "Name your server"),
            (("[vendor]", "[[tier_role]]\ntier = \"Silver\"\nrole = \"slack:S9\"\n[vendor]"), 4, "Only a role on Discord"),
            (("[vendor]", "[[tier_role]]\ntier = \"Silver\"\nrole = \"discord:1\"\n[vendor]"), 4, "Name your server"),
            (("workspace = \"T1\"", "server = \"1\""), 12, "Name your workspace"),
            (("workspace = \"T1\"\n", ""),             1, "Name your workspace or your server"),
            (("code = \"NOR\"", "state = \"closed\"\ncode = \"NOR\""), 6, "unknown variant `closed`"),
        ];
        for ((from, to), line, begins) in table {
            let misfit = SetupFile::read(&FITS.replacen(from, to, 1)).unwrap_err();
            assert_eq!(misfit.line, line, "{misfit}");
            assert!(misfit.sentence.contains(begins), "{misfit}");
        }
    }
}
