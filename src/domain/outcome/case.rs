//! Facts about a conflict case.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Seal;
use crate::domain::account::Domain;
use crate::domain::case::ladder::Proposal;
use crate::domain::case::{Cause, Claim, Outcome, Rule};
use crate::domain::ids::{PartnerId, PersonId, ReferralId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CaseEvent {
    CaseOpened(Box<Opening>),
    /// Another referral of the account came in while the case was open.
    CaseJoined {
        party: Party,
    },
    /// A referral was withdrawn, or ended in another way: the case goes on without it.
    CaseLeft {
        referral: ReferralId,
    },
    /// A party said something that only the resolvers read.
    CaseStated(Box<Statement>),
    /// A resolver wants to know more of a party.
    EvidenceAsked {
        by: PersonId,
        referral: ReferralId,
        text: Seal,
        /// Until then it can answer.
        until: DateTime<Utc>,
    },
    /// The time for evidence is over; what the rules say of it.
    CaseProposed {
        proposal: Proposal,
        /// When the decision is due.
        due: DateTime<Utc>,
    },
    /// A resolver decided; on an appeal once more.
    CaseDecided(Box<Ruling>),
    CaseAppealed {
        by: PersonId,
        referral: ReferralId,
        text: Seal,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<Seal>,
        /// When the second decision is due.
        due: DateTime<Utc>,
    },
    /// A party that lost accepts the decision.
    CaseWaived {
        by: PersonId,
        partner: PartnerId,
    },
    /// Somebody suggests that two partners share.
    SplitSuggested {
        by: PersonId,
        /// Basis points of the first referral; the rest is the other's.
        first_bp: u32,
        /// Until then both have to agree.
        until: DateTime<Utc>,
    },
    SplitAnswered {
        by: PersonId,
        partner: PartnerId,
        agreed: bool,
        /// Whether the other side may be told who they are.
        named: bool,
    },
    /// A decision is late: whoever is next in line is told.
    CaseReminded {
        /// The first, second or third time.
        step: u32,
        /// When the next ones in line are told; nobody is after the last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<DateTime<Utc>>,
    },
    /// The decision is final.
    CaseClosed,
    /// Nothing is left to decide: nobody is in the case any more, or one partner alone.
    CaseSettled,
    /// Sales has approved the one referral in it all the same.
    CaseExcepted {
        by: PersonId,
        referral: ReferralId,
    },
}

impl CaseEvent {
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::CaseOpened(_) => "case_opened",
            Self::CaseJoined { .. } => "case_joined",
            Self::CaseLeft { .. } => "case_left",
            Self::CaseStated(_) => "case_stated",
            Self::EvidenceAsked { .. } => "evidence_asked",
            Self::CaseProposed { .. } => "case_proposed",
            Self::CaseDecided(_) => "case_decided",
            Self::CaseAppealed { .. } => "case_appealed",
            Self::CaseWaived { .. } => "case_waived",
            Self::SplitSuggested { .. } => "split_suggested",
            Self::SplitAnswered { .. } => "split_answered",
            Self::CaseReminded { .. } => "case_reminded",
            Self::CaseClosed => "case_closed",
            Self::CaseSettled => "case_settled",
            Self::CaseExcepted { .. } => "case_excepted",
        }
    }

    /// The referrals that come into the case by it.
    #[must_use]
    pub fn comes_in(&self) -> &[Party] {
        match self {
            Self::CaseOpened(opening) => &opening.parties,
            Self::CaseJoined { party } => std::slice::from_ref(party),
            Self::CaseLeft { .. }
            | Self::CaseStated(_)
            | Self::EvidenceAsked { .. }
            | Self::CaseProposed { .. }
            | Self::CaseDecided(_)
            | Self::CaseAppealed { .. }
            | Self::CaseWaived { .. }
            | Self::SplitSuggested { .. }
            | Self::SplitAnswered { .. }
            | Self::CaseReminded { .. }
            | Self::CaseClosed
            | Self::CaseSettled
            | Self::CaseExcepted { .. } => &[],
        }
    }
}

/// How a case begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// For resolvers; counted over the programme, and never told a partner.
    pub number: u32,
    /// The account.
    pub domain: Domain,
    pub cause: Cause,
    /// Who opened it; nobody where a match did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    pub parties: Vec<Party>,
    pub evidence_until: DateTime<Utc>,
}

/// A referral in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub referral: ReferralId,
    pub partner: PartnerId,
    /// Whether its protection was stale when the later one came in; absent where it has none, or
    /// where nobody knows any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stale: Option<bool>,
}

/// What a party gives as evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub by: PersonId,
    pub referral: ReferralId,
    /// What it is to show; absent where it claims nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    pub text: Seal,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Seal>,
    /// The day it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

/// What a resolver decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    pub by: PersonId,
    pub outcome: Outcome,
    pub rules: Vec<Rule>,
    pub first: ReferralId,
    /// Whose the account becomes, or what others are merged into, where it is not the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub winner: Option<ReferralId>,
    /// Basis points of the first referral, where credit is shared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_bp: Option<u32>,
    /// What each party is told beside the rule.
    pub texts: BTreeMap<ReferralId, Seal>,
    /// Until then a party may appeal; absent where the decision is final at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal_until: Option<DateTime<Utc>>,
}

impl Ruling {
    /// The referral with which the account goes on.
    #[must_use]
    pub fn goes_on(&self) -> ReferralId {
        self.winner.unwrap_or(self.first)
    }
}
