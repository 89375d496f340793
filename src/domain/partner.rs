//! Partners and the channels they are met in.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{PartnerCode, PartnerId};
use super::outcome::{ChannelEvent, PartnerEvent};

/// Where a partner stands. Only an approved one can register referrals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartnerState {
    Approved,
    Suspended,
    Terminated,
}

impl PartnerState {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Suspended => "suspended",
            Self::Terminated => "terminated",
        }
    }
}

impl FromStr for PartnerState {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Approved, Self::Suspended, Self::Terminated]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(())
    }
}

/// A company that introduces customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    pub id: PartnerId,
    pub version: i64,
    pub code: PartnerCode,
    pub name: String,
    pub state: PartnerState,
    /// Its own registrable domains: it cannot refer itself.
    pub domains: Vec<String>,
    /// `platform:workspace`: full members of these may become members by pressing.
    pub workspaces: Vec<String>,
    pub test: bool,
    /// How many referrals it has sent; the next one's number is one more.
    pub sent: u32,
    pub added_at: DateTime<Utc>,
}

impl Partner {
    /// The partner that its first fact makes; `None` when the fact is not the first of a partner.
    #[must_use]
    pub fn from_first(id: PartnerId, first: &PartnerEvent, at: DateTime<Utc>) -> Option<Self> {
        let PartnerEvent::PartnerAdded { code, name, domains, workspaces, test } = first else {
            return None;
        };
        Some(Self {
            id,
            version: 1,
            code: *code,
            name: name.clone(),
            state: PartnerState::Approved,
            domains: domains.clone(),
            workspaces: workspaces.clone(),
            test: *test,
            sent: 0,
            added_at: at,
        })
    }

    /// Takes over one later fact.
    pub fn apply(&mut self, event: &PartnerEvent) {
        match event {
            PartnerEvent::PartnerAdded { .. } => {}
            PartnerEvent::PartnerChanged { name, domains, workspaces, test } => {
                self.name.clone_from(name);
                self.domains.clone_from(domains);
                self.workspaces.clone_from(workspaces);
                self.test = *test;
            }
        }
        self.version += 1;
    }
}

/// Who reads a channel, and therefore what may be said there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Internal,
    Resolvers,
    /// One partner and the vendor.
    Partner,
    /// Several partners.
    Community,
}

impl Audience {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Resolvers => "resolvers",
            Self::Partner => "partner",
            Self::Community => "community",
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Audience {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Internal, Self::Resolvers, Self::Partner, Self::Community]
            .into_iter()
            .find(|audience| audience.as_str() == text)
            .ok_or(())
    }
}

/// A channel that was set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// `platform:channel`.
    pub id: String,
    pub version: i64,
    /// `platform:workspace` whose installation speaks here.
    pub workspace: String,
    /// `None` once it was unlinked.
    pub audience: Option<Audience>,
    pub partner: Option<PartnerId>,
    /// The platform's word for why nothing can be posted, while that is so.
    pub dead: Option<String>,
    pub linked_at: DateTime<Utc>,
}

impl Channel {
    #[must_use]
    pub fn new(id: String, at: DateTime<Utc>) -> Self {
        Self {
            id,
            version: 0,
            workspace: String::new(),
            audience: None,
            partner: None,
            dead: None,
            linked_at: at,
        }
    }

    /// Takes over one fact, recorded at `at`.
    pub fn apply(&mut self, event: &ChannelEvent, at: DateTime<Utc>) {
        match event {
            ChannelEvent::ChannelLinked { workspace, audience, partner } => {
                self.workspace.clone_from(workspace);
                self.audience = Some(*audience);
                self.partner = *partner;
                self.dead = None;
                self.linked_at = at;
            }
            ChannelEvent::ChannelUnlinked => {
                self.audience = None;
                self.partner = None;
            }
            ChannelEvent::ChannelDied { code } => self.dead = Some(code.clone()),
            ChannelEvent::ChannelRevived => self.dead = None,
        }
        self.version += 1;
    }
}
