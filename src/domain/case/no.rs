//! Every no about a case, with its facts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Rule;
use super::eligible::Stake;
use crate::domain::actor::Role;
use crate::domain::ids::{PersonId, ReferralNumber};

/// Why something cannot be done in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "case_no", rename_all = "snake_case")]
pub enum CaseNo {
    /// Somebody with a stake decides nothing.
    Stake { stake: Stake, number: ReferralNumber },
    /// Others decide: whoever has this role now.
    Turn { role: Role },
    /// Does not speak for a party, or not any more.
    NotAParty,
    /// Somebody was faster.
    Decided { by: PersonId, at: DateTime<Utc> },
    /// There is no case here, or it is over.
    Over,
    /// A case is open already: what is claimed is evidence in it.
    Open,
    /// Nothing is decided yet, or nothing against this party.
    NothingAgainst,
    /// It is too late for evidence.
    EvidenceOver { until: DateTime<Utc> },
    /// It is too late for an appeal.
    AppealOver { until: DateTime<Utc> },
    /// There was an appeal; the decision on it is the last.
    AppealedOnce,
    /// A decision cites a rule.
    NoRule,
    /// The programme has switched this rule off.
    RuleOff { rule: Rule },
    /// A text names the other side, by this name.
    Names { name: String },
    /// Which of several referrals it is awarded to has to be said.
    NoWinner,
    /// Only what one partner has sent more than once is merged.
    NothingToMerge,
    /// A split counts when both have agreed.
    NotAgreed,
    /// Only two partners can share.
    NotTwo,
    /// There is no suggestion to answer, or not any more.
    NoSplit,
}

impl CaseNo {
    /// Who was faster, where that is what it says.
    #[must_use]
    pub const fn decided_by(&self) -> Option<&PersonId> {
        if let Self::Decided { by, .. } = self { Some(by) } else { None }
    }

    /// A word for logs and metrics; no data.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Stake { .. } => "stake",
            Self::Turn { .. } => "not_the_turn",
            Self::NotAParty => "not_a_party",
            Self::Decided { .. } => "case_decided",
            Self::Over => "case_over",
            Self::Open => "case_open",
            Self::NothingAgainst => "nothing_against",
            Self::EvidenceOver { .. } => "evidence_over",
            Self::AppealOver { .. } => "appeal_over",
            Self::AppealedOnce => "appealed_once",
            Self::NoRule => "no_rule",
            Self::RuleOff { .. } => "rule_off",
            Self::Names { .. } => "names_the_other",
            Self::NoWinner => "no_winner",
            Self::NothingToMerge => "nothing_to_merge",
            Self::NotAgreed => "split_not_agreed",
            Self::NotTwo => "not_two",
            Self::NoSplit => "no_split",
        }
    }
}
