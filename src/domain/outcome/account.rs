//! Facts about which domains are one company, and about who asked for one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::account::Domain;
use crate::domain::ids::{PersonId, ReferralId};

/// About one domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AliasEvent {
    /// It is the same company as another domain, the main one of their group.
    AliasAdded { of: Domain, by: PersonId },
    /// It stands for no other any more.
    AliasRemoved { by: PersonId },
}

impl AliasEvent {
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::AliasAdded { .. } => "alias_added",
            Self::AliasRemoved { .. } => "alias_removed",
        }
    }
}

/// About what a partner asks; who of them did stands beside the event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AskingEvent {
    /// Whether a company can be referred, and what was answered.
    AccountAsked {
        domain: Domain,
        /// In the programme's time zone.
        day: NaiveDate,
        clear: bool,
    },
    /// Why a referral stands where it stands, and it was told.
    ReasonAsked { referral: ReferralId },
    /// Something to hand on, by its id in the programme, and it was given in this version.
    AssetTaken { asset: String, version: u32 },
}

impl AskingEvent {
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::AccountAsked { .. } => "account_asked",
            Self::ReasonAsked { .. } => "reason_asked",
            Self::AssetTaken { .. } => "asset_taken",
        }
    }
}
