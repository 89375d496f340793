//! *Bind a group*.

use std::fmt;
use std::str::FromStr;

use super::forms::{choices, input_of, list_of, sheet};
use crate::chat::view::{Choice, FieldKind, Form};
use crate::chat::{Group, limits};
use crate::domain::ids::FormId;
use crate::text::Voice;

/// The names of the inputs.
pub mod input {
    pub const GROUP: &str = "group";
    pub const ROLE: &str = "role";
    pub const PARTNER: &str = "partner";
}

/// What can be chosen for a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Sales,
    CommunityManager,
    PartnerMember,
    None,
}

impl Bound {
    const ALL: [Self; 4] = [Self::Sales, Self::CommunityManager, Self::PartnerMember, Self::None];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::CommunityManager => "community_manager",
            Self::PartnerMember => "partner_member",
            Self::None => "none",
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Bound {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|bound| bound.as_str() == text).ok_or(())
    }
}

/// The form, with the groups that the platform lists.
#[must_use]
pub fn form(voice: &Voice<'_>, id: &FormId, groups: &[Group]) -> Form {
    let groups = groups.iter().map(|group| Choice {
        value: group.id.clone(),
        label: limits::shorten(&group.name, limits::CHOICE),
    });
    let roles = choices(voice, "group-role-", Bound::ALL.into_iter().map(Bound::as_str), None);
    let code = FieldKind::Short { preset: String::new() };
    let hint = Some("group-partner-hint");
    let fields = vec![
        input_of(voice, input::GROUP, "group-group", None, true, list_of(groups, None)),
        input_of(voice, input::ROLE, "group-role", None, true, roles),
        input_of(voice, input::PARTNER, "group-partner", hint, false, code),
    ];
    sheet(voice, id, ("groups", "group-title", "button-save"), fields)
}
