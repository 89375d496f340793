//! The rules of engagement R1 to R7: what they say of a case, and which facts that rests on.
//!
//! The first rule that matches wins. Where a rule needs something that nobody knows, or is about
//! what only a person can weigh, nothing is proposed and a person decides. R8, a split that both
//! partners confirm, is no rule of this ladder: it takes its place.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Outcome, Rule};
use crate::domain::calendar::Calendar;
use crate::domain::ids::{PartnerId, ReferralId};

/// What the programme has settled about conflicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engagement {
    /// Rules that do not hold here.
    pub off: BTreeSet<Rule>,
    /// Dates before the first submission within which a direct opportunity counts as worked on.
    pub direct_days: i64,
    /// Dates without work after which a protection is stale; exactly so many apart it is not.
    pub stale_days: i64,
    /// Submissions so close to each other count as one moment.
    pub same_time: TimeDelta,
    /// Whether a customer may be referred again for more: then a person decides.
    pub expansion: bool,
    /// Whether a finder's fee is paid where the vendor keeps an account.
    pub finders_fee: bool,
}

impl Engagement {
    #[must_use]
    pub fn has(&self, rule: Rule) -> bool {
        !self.off.contains(&rule)
    }

    /// What a rule rests on here, as far as a programme settles it; `None` where it does not hold. Two
    /// programmes with equal terms decide alike by it.
    #[must_use]
    pub fn terms(&self, rule: Rule) -> Option<(i64, bool)> {
        self.has(rule).then_some(match rule {
            Rule::R2 => (0, self.expansion),
            Rule::R3 => (self.direct_days, self.finders_fee),
            Rule::R5 => (self.stale_days, false),
            Rule::R6 => (self.same_time.num_minutes(), false),
            Rule::R1 | Rule::R4 | Rule::R7 | Rule::R8 => (0, false),
        })
    }

    /// The rules that hold, in their order.
    pub fn holding(&self) -> impl Iterator<Item = Rule> {
        Rule::ALL.iter().copied().filter(|rule| self.has(*rule))
    }
}

impl Default for Engagement {
    fn default() -> Self {
        Self {
            off: BTreeSet::new(),
            direct_days: 60,
            stale_days: 30,
            same_time: TimeDelta::minutes(15),
            expansion: false,
            finders_fee: false,
        }
    }
}

/// What is known of the account, whoever referred it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    pub off_limits: bool,
    pub customer: bool,
    pub direct: Option<Direct>,
}

/// An open opportunity of the vendor's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Direct {
    /// When somebody worked on it, as it was logged.
    pub activity: Vec<DateTime<Utc>>,
}

/// One referral, as the rules look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub referral: ReferralId,
    pub partner: PartnerId,
    pub standing: Standing,
    /// The time by which it stands in line: its receipt, or that of a late answer.
    pub in_line: DateTime<Utc>,
    /// Whether the account is this partner's own company.
    pub own: bool,
}

/// Where a referral stands when two want one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Approved, or in the tail of a protection; `stale` is not always known.
    Protected { stale: Option<bool> },
    /// Complete, and waiting for a decision.
    Complete,
    /// A question is open: not complete, and last in line.
    Asked,
    /// Ended before; it is here because its partner contests that.
    Ended,
}

/// Everything that the rules look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub account: Account,
    /// At least one.
    pub entries: Vec<Entry>,
    /// Those whose partner says that the buyer chose them in writing.
    pub chosen: Vec<ReferralId>,
}

/// A fact that a proposal rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ground", rename_all = "snake_case")]
pub enum Ground {
    OffLimits,
    OwnCompany {
        referral: ReferralId,
    },
    Customer,
    DirectActivity {
        on: NaiveDate,
    },
    BuyerChose {
        referral: ReferralId,
    },
    Protected {
        referral: ReferralId,
    },
    Stale {
        referral: ReferralId,
    },
    /// Whether the protection is stale, nobody knows.
    ActivityUnknown {
        referral: ReferralId,
    },
    /// So many thousandths of a second lie between the two.
    Apart {
        one: ReferralId,
        other: ReferralId,
        millis: i64,
    },
    Earliest {
        referral: ReferralId,
        at: DateTime<Utc>,
    },
    NoneComplete,
}

/// What the rules say of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Absent where a person decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The rules it follows from.
    pub rules: Vec<Rule>,
    /// The protected referral, or else the earliest in line.
    pub first: ReferralId,
    /// Whose the account becomes, where it is not the first one's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub winner: Option<ReferralId>,
    pub grounds: Vec<Ground>,
}

/// What the rules look at, and what they have settled.
struct Look<'a> {
    facts: &'a Facts,
    engagement: &'a Engagement,
    calendar: &'a Calendar,
    first: &'a Entry,
}

/// What a rule says where it matches: an outcome, or that a person decides.
struct Says {
    outcome: Option<Outcome>,
    winner: Option<ReferralId>,
    grounds: Vec<Ground>,
}

type Asks = fn(&Look<'_>) -> Option<Says>;

const LADDER: [(Rule, Asks); 7] = [
    (Rule::R1, off_limits),
    (Rule::R2, customer),
    (Rule::R3, direct),
    (Rule::R4, chosen),
    (Rule::R5, protected),
    (Rule::R6, same_time),
    (Rule::R7, earliest),
];

/// What the rules say of a case; `None` when nobody is in it.
#[must_use]
pub fn propose(facts: &Facts, engagement: &Engagement, calendar: &Calendar) -> Option<Proposal> {
    let first = first(&facts.entries)?;
    let look = Look { facts, engagement, calendar, first };
    let matching = LADDER.iter().filter(|(rule, _)| engagement.has(*rule));
    let mut said = matching.filter_map(|(rule, asks)| Some((*rule, asks(&look)?)));
    let (rules, says) = said.next().map_or_else(
        || (Vec::new(), a_person(vec![Ground::NoneComplete])),
        |(rule, says)| (vec![rule], says),
    );
    let Says { outcome, winner, grounds } = says;
    Some(Proposal { outcome, rules, first: first.referral, winner, grounds })
}

/// What became of a rule when the ladder was climbed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does not hold in this programme.
    Off,
    /// It holds, and was not met.
    Unmet,
    /// It was met, and says what the proposal says.
    Decides,
    /// A rule before it was met.
    Unasked,
}

impl Proposal {
    /// Each rule of the ladder with what became of it, in their order.
    pub fn verdicts(&self, engagement: &Engagement) -> impl Iterator<Item = (Rule, Verdict)> {
        let met = LADDER.iter().position(|(rule, _)| self.rules.contains(rule));
        let met = met.unwrap_or(LADDER.len());
        LADDER.iter().enumerate().map(move |(at, (rule, _))| {
            let verdict = match at.cmp(&met) {
                Ordering::Equal => Verdict::Decides,
                _ if !engagement.has(*rule) => Verdict::Off,
                Ordering::Less => Verdict::Unmet,
                Ordering::Greater => Verdict::Unasked,
            };
            (*rule, verdict)
        })
    }
}

/// The protected referral, else the earliest in line; one with an open question stands last, and one
/// that has ended behind all.
#[must_use]
pub fn first(entries: &[Entry]) -> Option<&Entry> {
    let place = |entry: &&Entry| match entry.standing {
        Standing::Protected { .. } => 0,
        Standing::Complete => 1,
        Standing::Asked => 2,
        Standing::Ended => 3,
    };
    entries.iter().min_by_key(|entry| (place(entry), entry.in_line, entry.referral))
}

const fn a_person(grounds: Vec<Ground>) -> Says {
    Says { outcome: None, winner: None, grounds }
}

/// R1 and R2: nobody gets it. What is approved stays, and the others are rejected.
fn nobody(look: &Look<'_>, grounds: Vec<Ground>) -> Says {
    let approved = matches!(look.first.standing, Standing::Protected { .. });
    let outcome = if approved { Outcome::UpholdFirst } else { Outcome::Void };
    Says { outcome: Some(outcome), winner: None, grounds }
}

fn off_limits(look: &Look<'_>) -> Option<Says> {
    let own = look.facts.entries.iter().filter(|entry| entry.own);
    let own = own.map(|entry| Ground::OwnCompany { referral: entry.referral });
    let closed = look.facts.account.off_limits.then_some(Ground::OffLimits);
    let grounds: Vec<Ground> = closed.into_iter().chain(own).collect();
    (!grounds.is_empty()).then(|| nobody(look, grounds))
}

fn customer(look: &Look<'_>) -> Option<Says> {
    let grounds = vec![Ground::Customer];
    look.facts.account.customer.then(|| match look.engagement.expansion {
        true => a_person(grounds),
        false => nobody(look, grounds),
    })
}

/// R3: what began after the first submission does not count.
fn direct(look: &Look<'_>) -> Option<Says> {
    let direct = look.facts.account.direct.as_ref()?;
    let submitted = look.first.in_line;
    let before = direct.activity.iter().filter(|at| **at <= submitted).max()?;
    let date = |at| look.calendar.local_date(at);
    let apart = (date(submitted) - date(*before)).num_days();
    let fee = look.engagement.finders_fee;
    let outcome = if fee { Outcome::DirectKeepsWithFee } else { Outcome::DirectKeeps };
    (apart <= look.engagement.direct_days).then(|| Says {
        outcome: Some(outcome),
        winner: None,
        grounds: vec![Ground::DirectActivity { on: date(*before) }],
    })
}

fn chosen(look: &Look<'_>) -> Option<Says> {
    let grounds: Vec<Ground> =
        look.facts.chosen.iter().map(|one| Ground::BuyerChose { referral: *one }).collect();
    (!grounds.is_empty()).then(|| a_person(grounds))
}

/// R5 needs somebody else who wants the account.
fn protected(look: &Look<'_>) -> Option<Says> {
    let Entry { referral, partner, .. } = *look.first;
    let contested = look.facts.entries.iter().any(|entry| entry.partner != partner);
    match look.first.standing {
        Standing::Protected { stale: Some(false) } if contested => Some(Says {
            outcome: Some(Outcome::UpholdFirst),
            winner: None,
            grounds: vec![Ground::Protected { referral }],
        }),
        Standing::Protected { stale: None } if contested => {
            Some(a_person(vec![Ground::ActivityUnknown { referral }]))
        }
        Standing::Protected { .. } | Standing::Complete | Standing::Asked | Standing::Ended => None,
    }
}

/// The complete ones in line, the earliest first: a stale protection does not compete with them.
fn competing<'a>(look: &Look<'a>) -> Vec<&'a Entry> {
    let complete = |entry: &&Entry| entry.standing == Standing::Complete;
    let mut entries: Vec<&Entry> = look.facts.entries.iter().filter(complete).collect();
    entries.sort_by_key(|entry| (entry.in_line, entry.referral));
    entries
}

fn stale(look: &Look<'_>) -> Option<Ground> {
    let stale = look.first.standing == Standing::Protected { stale: Some(true) };
    stale.then_some(Ground::Stale { referral: look.first.referral })
}

fn same_time(look: &Look<'_>) -> Option<Says> {
    let competing = competing(look);
    let [one, other, ..] = competing.as_slice() else { return None };
    let apart = other.in_line - one.in_line;
    let ground = Ground::Apart {
        one: one.referral,
        other: other.referral,
        millis: apart.num_milliseconds(),
    };
    let grounds = stale(look).into_iter().chain([ground]).collect();
    (apart <= look.engagement.same_time).then(|| a_person(grounds))
}

fn earliest(look: &Look<'_>) -> Option<Says> {
    // A protection that nobody else contests needs no rule.
    if let Standing::Protected { stale: Some(false) | None } = look.first.standing {
        let referral = look.first.referral;
        let (outcome, grounds) = (Some(Outcome::UpholdFirst), vec![Ground::Protected { referral }]);
        return Some(Says { outcome, winner: None, grounds });
    }
    let competing = competing(look);
    let Some(earliest) = competing.first() else {
        return Some(a_person(stale(look).into_iter().chain([Ground::NoneComplete]).collect()));
    };
    let is_first = earliest.referral == look.first.referral;
    let outcome = if is_first { Outcome::UpholdFirst } else { Outcome::AwardOther };
    let ground = Ground::Earliest { referral: earliest.referral, at: earliest.in_line };
    Some(Says {
        outcome: Some(outcome),
        winner: (!is_first).then_some(earliest.referral),
        grounds: stale(look).into_iter().chain([ground]).collect(),
    })
}
