//! Every no about a case, in words for whoever tried. A party learns nothing of the other side by it.

use chrono::{DateTime, Utc};

use crate::chat::view::Line;
use crate::domain::case::eligible::Stake;
use crate::domain::case::no::CaseNo;
use crate::text::{Arg, Voice};

/// A no about a case; `number` is the referral that it is about for whoever tried, `who` the one
/// that decided.
#[must_use]
pub fn no(voice: &Voice<'_>, why: &CaseNo, number: &str, who: &str) -> Line {
    let of = ("ref", Arg::Word(number));
    let over =
        |key: &str, until: &DateTime<Utc>| voice.line(key, &[of, ("date", Arg::Instant(*until))]);
    match why {
        CaseNo::Stake { stake, number } => {
            let number = number.to_string();
            voice.line(stake_key(*stake), &[("ref", Arg::Word(&number))])
        }
        CaseNo::Turn { role } => voice.line(&format!("case-turn-{role}"), &[]),
        CaseNo::NotAParty => voice.line("forged", &[]),
        CaseNo::Decided { at, .. } => voice
            .line("case-decided-before", &[("who", Arg::Text(who)), ("when", Arg::Instant(*at))]),
        CaseNo::Over => voice.line("case-over", &[of]),
        CaseNo::Open => voice.line("case-open-already", &[of]),
        CaseNo::NothingAgainst => voice.line("appeal-nothing", &[of]),
        CaseNo::EvidenceOver { until } => over("deadline-evidence", until),
        CaseNo::AppealOver { until } => over("deadline-appeal", until),
        CaseNo::AppealedOnce => voice.line("appeal-once", &[of]),
        CaseNo::NoRule => voice.line("decide-rules-missing", &[]),
        CaseNo::RuleOff { rule } => {
            voice.line("case-rule-off", &[("rule", Arg::Word(rule.as_str()))])
        }
        CaseNo::Names { name } => voice.line("decide-names", &[("partner", Arg::Text(name))]),
        CaseNo::NoWinner => voice.line("decide-winner-missing", &[]),
        CaseNo::NothingToMerge => voice.line("decide-merge-nothing", &[]),
        CaseNo::NotAgreed => voice.line("decide-split-open", &[]),
        CaseNo::NotTwo => voice.line("split-not-two", &[]),
        CaseNo::NoSplit => voice.line("split-none", &[of]),
    }
}

const fn stake_key(stake: Stake) -> &'static str {
    match stake {
        Stake::Owner => "stake-owner",
        Stake::Approver => "stake-approver",
        Stake::Submitter => "stake-submitter",
        Stake::FirstDecider => "stake-decider",
    }
}
