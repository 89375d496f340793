//! Partners. The channels they are met in are in `channel`, what a partner manager decides about a
//! partner in [`manage`], and of two that are one in [`merge`].

mod channel;
pub mod manage;
pub mod merge;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::agreement::Agreed;
use super::ids::{PartnerCode, PartnerId, PersonId};
use super::language::Language;
use super::outcome::{PartnerEvent, Seal};
use super::start::{Start, Step};
use super::tier::review::{InTier, Warned};
use super::words::words;

pub use channel::{ASK_AGAIN, Asked, Audience, Channel, Company, IDS_FOLLOWED, may_link};

words! {
    /// How a partner works with the vendor.
    PartnerKind {
        Referral = "referral",
        Affiliate = "affiliate",
        Reseller = "reseller",
    }
}

words! {
    /// Where a partner stands. Only an approved one can register referrals.
    PartnerState {
        Approved = "approved",
        Suspended = "suspended",
        Terminated = "terminated",
    }
}

/// What others may be shown of a partner: nothing, until somebody who speaks for it says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// On boards in the community channel.
    pub boards: bool,
    /// In shout-outs.
    pub shout_outs: bool,
    /// What it is called there; else by its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_as: Option<String>,
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
    /// How many came to it with partners that go on as this one, under their own numbers.
    pub taken_in: u32,
    pub added_at: DateTime<Utc>,
    /// Not known of a partner that came by a file without it.
    pub kind: Option<PartnerKind>,
    /// Who looks after it.
    pub manager: Option<PersonId>,
    /// What its channels and people are spoken to in; else it is the programme's.
    pub language: Option<Language>,
    /// Since when it is suspended or terminated.
    pub paused_at: Option<DateTime<Utc>>,
    /// Why, for the vendor's team only.
    pub reason: Option<Seal>,
    /// As which it goes on, where it turned out to be the same company.
    pub merged_into: Option<PartnerId>,
    /// Codes it had before: never used again, by nobody.
    pub former_codes: BTreeSet<PartnerCode>,
    /// What others may be shown of it.
    pub consent: Consent,
    /// The agreement that it said yes to last.
    pub agreed: Option<Agreed>,
    /// Where it has climbed to; none where it is where everybody begins.
    pub tier: Option<InTier>,
    /// When it was last told that nothing has come of it for a while.
    pub nudged_at: Option<DateTime<Utc>>,
    /// Its first steps.
    pub start: Start,
}

impl Partner {
    /// The partner that its first fact makes; `None` when the fact is not the first of a partner.
    #[must_use]
    pub fn from_first(id: PartnerId, first: &PartnerEvent, at: DateTime<Utc>) -> Option<Self> {
        match first {
            PartnerEvent::PartnerAdded { code, name, domains, workspaces, test } => Some(Self {
                domains: domains.clone(),
                workspaces: workspaces.clone(),
                test: *test,
                ..Self::fresh(id, *code, name, at)
            }),
            PartnerEvent::PartnerOpened { code, name, domains, partner_kind, manager } => {
                Some(Self {
                    domains: domains.clone(),
                    kind: Some(*partner_kind),
                    manager: Some(*manager),
                    start: Start::opened(),
                    ..Self::fresh(id, *code, name, at)
                })
            }
            PartnerEvent::PartnerChanged { .. }
            | PartnerEvent::PartnerRenamed { .. }
            | PartnerEvent::CodeChanged { .. }
            | PartnerEvent::PartnerDescribed { .. }
            | PartnerEvent::LanguageChosen { .. }
            | PartnerEvent::ConsentChosen(_)
            | PartnerEvent::AgreementAccepted { .. }
            | PartnerEvent::PartnerSuspended { .. }
            | PartnerEvent::PartnerResumed
            | PartnerEvent::PartnerTerminated { .. }
            | PartnerEvent::PartnerMerged { .. }
            | PartnerEvent::PartnerTakenIn { .. }
            | PartnerEvent::TierPromoted { .. }
            | PartnerEvent::TierWarned { .. }
            | PartnerEvent::TierKept { .. }
            | PartnerEvent::TierDemoted { .. }
            | PartnerEvent::PartnerNudged
            | PartnerEvent::StartBegun
            | PartnerEvent::StartStepTaken { .. }
            | PartnerEvent::StartStuck { .. }
            | PartnerEvent::StartEnded => None,
        }
    }

    /// An approved partner of which nothing else is known.
    #[must_use]
    pub fn fresh(id: PartnerId, code: PartnerCode, name: &str, at: DateTime<Utc>) -> Self {
        Self {
            id,
            version: 1,
            code,
            name: name.to_owned(),
            state: PartnerState::Approved,
            domains: Vec::new(),
            workspaces: Vec::new(),
            test: false,
            sent: 0,
            taken_in: 0,
            added_at: at,
            kind: None,
            manager: None,
            language: None,
            paused_at: None,
            reason: None,
            merged_into: None,
            former_codes: BTreeSet::new(),
            consent: Consent::default(),
            agreed: None,
            tier: None,
            nudged_at: None,
            start: Start::default(),
        }
    }

    /// How many referrals it has brought about, with those of partners that go on as this one.
    #[must_use]
    pub const fn referred(&self) -> u32 {
        self.sent.saturating_add(self.taken_in)
    }

    /// Since when it is suspended or terminated; of one that is neither, since it is there.
    #[must_use]
    pub fn stands_since(&self) -> DateTime<Utc> {
        self.paused_at.unwrap_or(self.added_at)
    }

    /// Whether what it brings about counts on boards: not of a trial partner, nor of one that has left.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        !self.test && self.state != PartnerState::Terminated
    }

    /// What it is called where others read it.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        self.consent.shown_as.as_deref().unwrap_or(&self.name)
    }

    /// Every code that is or was this partner's.
    pub fn codes(&self) -> impl Iterator<Item = PartnerCode> {
        self.former_codes.iter().copied().chain([self.code])
    }

    /// Takes over one later fact, recorded at `at`.
    pub fn apply(&mut self, event: &PartnerEvent, at: DateTime<Utc>) {
        match event {
            PartnerEvent::PartnerAdded { .. } | PartnerEvent::PartnerOpened { .. } => {}
            PartnerEvent::PartnerChanged { name, domains, workspaces, test } => {
                self.name.clone_from(name);
                self.domains.clone_from(domains);
                self.workspaces.clone_from(workspaces);
                self.test = *test;
            }
            PartnerEvent::PartnerRenamed { name } => self.name.clone_from(name),
            PartnerEvent::CodeChanged { code } => {
                self.former_codes.insert(self.code);
                self.code = *code;
            }
            PartnerEvent::PartnerDescribed { partner_kind, manager } => {
                self.kind = *partner_kind;
                self.manager = *manager;
            }
            PartnerEvent::LanguageChosen { language } => self.language = Some(*language),
            PartnerEvent::ConsentChosen(consent) => {
                self.consent.clone_from(consent);
                self.start.take(Step::Consent, at);
            }
            PartnerEvent::AgreementAccepted { version, sha256, by } => {
                let (version, sha256) = (version.clone(), sha256.clone());
                self.agreed = Some(Agreed { version, sha256, by: *by, at });
            }
            PartnerEvent::PartnerSuspended { reason } => {
                self.state = PartnerState::Suspended;
                self.paused_at = Some(at);
                self.reason.clone_from(reason);
            }
            PartnerEvent::PartnerResumed => {
                self.state = PartnerState::Approved;
                self.paused_at = None;
                self.reason = None;
            }
            PartnerEvent::PartnerTerminated { reason } => {
                self.state = PartnerState::Terminated;
                self.paused_at = Some(at);
                self.reason.clone_from(reason);
            }
            PartnerEvent::PartnerMerged { into } => {
                self.state = PartnerState::Terminated;
                self.paused_at = Some(at);
                self.reason = None;
                self.merged_into = Some(*into);
                // They are the other's now: one domain and one workspace belong to one partner.
                self.domains.clear();
                self.workspaces.clear();
            }
            PartnerEvent::PartnerTakenIn { domains, workspaces, .. } => {
                self.domains.extend(domains.iter().cloned());
                self.workspaces.extend(workspaces.iter().cloned());
            }
            PartnerEvent::TierPromoted { tier, .. } | PartnerEvent::TierDemoted { tier, .. } => {
                self.tier = Some(InTier { name: tier.clone(), since: at, warned: None });
            }
            PartnerEvent::TierWarned { from, through, .. } => {
                if let Some(tier) = &mut self.tier {
                    tier.warned = Some(Warned { at, from: *from, through: *through });
                }
            }
            PartnerEvent::TierKept { .. } => {
                if let Some(tier) = &mut self.tier {
                    tier.warned = None;
                }
            }
            PartnerEvent::PartnerNudged => self.nudged_at = Some(at),
            PartnerEvent::StartBegun => self.start.begun = Some(at),
            PartnerEvent::StartStepTaken { step } => self.start.take(*step, at),
            PartnerEvent::StartStuck { step } => {
                self.start.raised.insert(*step);
            }
            PartnerEvent::StartEnded => self.start.ended = Some(at),
        }
        self.version += 1;
    }
}
