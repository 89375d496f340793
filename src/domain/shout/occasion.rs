//! What a shout-out is about: a fact of the log that is worth a word, and which facts are.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::board::period::Period;
use crate::domain::ids::{PartnerId, ReferralId};

/// Numbers of approved referrals that are worth a word.
const MILESTONES: [u32; 8] = [5, 10, 25, 50, 100, 250, 500, 1_000];
/// Numbers of months in a row that are worth a word.
const STREAKS: [u32; 7] = [3, 6, 12, 24, 36, 48, 60];
/// An answer that came within so many minutes is worth a word.
const QUICK: i64 = 60;

/// The fact that it is about, as the log knows it. Written `first/par_…`, `approved/5/par_…`,
/// `won/ref_…`, `tier/71/par_…`,
/// `streak/3/2027-03/par_…`, `answer/2027-03/par_…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Occasion {
    /// The first approved referral.
    First(PartnerId),
    /// So many approved referrals.
    Approved(u32, PartnerId),
    /// A customer who signed.
    Won(ReferralId),
    /// A tier that was reached with the event at this position of the log.
    Tier(i64, PartnerId),
    /// So many months in a row with an approved referral, of which this is the last.
    Streak(u32, Period, PartnerId),
    /// The first quick answer of a month.
    Answer(Period, PartnerId),
}

impl fmt::Display for Occasion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First(partner) => write!(f, "first/{partner}"),
            Self::Approved(n, partner) => write!(f, "approved/{n}/{partner}"),
            Self::Won(referral) => write!(f, "won/{referral}"),
            Self::Tier(seq, partner) => write!(f, "tier/{seq}/{partner}"),
            Self::Streak(n, month, partner) => write!(f, "streak/{n}/{month}/{partner}"),
            Self::Answer(month, partner) => write!(f, "answer/{month}/{partner}"),
        }
    }
}

/// What was written is no occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no occasion for a shout-out")]
pub struct NoOccasion;

impl FromStr for Occasion {
    type Err = NoOccasion;

    fn from_str(text: &str) -> Result<Self, NoOccasion> {
        let parts: Vec<&str> = text.split('/').collect();
        let partner = |id: &str| id.parse::<PartnerId>().map_err(|_| NoOccasion);
        let month = |text: &str| text.parse::<Period>().map_err(|_| NoOccasion);
        let number = |text: &str| text.parse().map_err(|_| NoOccasion);
        let found = match parts.as_slice() {
            ["first", id] => Self::First(partner(id)?),
            ["approved", n, id] => Self::Approved(number(n)?, partner(id)?),
            ["won", id] => Self::Won(id.parse().map_err(|_| NoOccasion)?),
            ["tier", seq, id] => Self::Tier(seq.parse().map_err(|_| NoOccasion)?, partner(id)?),
            ["streak", n, last, id] => Self::Streak(number(n)?, month(last)?, partner(id)?),
            ["answer", of, id] => Self::Answer(month(of)?, partner(id)?),
            _ => return Err(NoOccasion),
        };
        // "+5" and "05" are numbers too, but would be another occasion.
        if found.to_string() == text { Ok(found) } else { Err(NoOccasion) }
    }
}

impl TryFrom<String> for Occasion {
    type Error = NoOccasion;

    fn try_from(text: String) -> Result<Self, NoOccasion> {
        text.parse()
    }
}

impl From<Occasion> for String {
    fn from(occasion: Occasion) -> Self {
        occasion.to_string()
    }
}

/// What the templates say of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum About {
    /// So many days after the partner joined.
    First {
        days: u32,
    },
    Approved {
        n: u32,
    },
    Won,
    Tier {
        tier: String,
    },
    Streak {
        n: u32,
    },
    /// So many minutes after it was asked, rounded up.
    Answer {
        minutes: u32,
    },
}

impl About {
    /// The beginning of its texts' keys.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::First { .. } => "first",
            Self::Approved { .. } => "approved",
            Self::Won => "won",
            Self::Tier { .. } => "tier",
            Self::Streak { .. } => "streak",
            Self::Answer { .. } => "answer",
        }
    }
}

/// Which numbers of approved referrals were reached when the last `new` of `all` came.
pub fn milestones(all: u32, new: u32) -> impl Iterator<Item = u32> {
    let before = all.saturating_sub(new);
    MILESTONES.into_iter().filter(move |n| before < *n && *n <= all)
}

/// How many months in a row have something in them, up to `last`.
#[must_use]
pub fn streak(months: &BTreeSet<Period>, last: Period) -> u32 {
    let back = std::iter::successors(Some(last), |month| Some(month.previous()));
    let run = back.take_while(|month| months.contains(month)).count();
    u32::try_from(run).unwrap_or(u32::MAX)
}

/// Whether so many months in a row are worth a word: each number once in a run.
#[must_use]
pub fn is_streak(n: u32) -> bool {
    STREAKS.contains(&n)
}

/// In how many minutes a question was answered, if that is worth a word.
#[must_use]
pub fn quick(asked: DateTime<Utc>, answered: DateTime<Utc>) -> Option<u32> {
    let took = answered - asked;
    let minutes = (took.num_seconds() + 59) / 60;
    (took >= TimeDelta::zero() && minutes <= QUICK).then_some(())?;
    u32::try_from(minutes.max(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn march() -> Period {
        "2027-03".parse().unwrap()
    }

    #[test]
    fn an_occasion_is_read_and_written_in_one_way() {
        let (partner, referral) = (PartnerId::new(7), ReferralId::new(9));
        for one in [
            Occasion::First(partner),
            Occasion::Approved(25, partner),
            Occasion::Won(referral),
            Occasion::Tier(71, partner),
            Occasion::Streak(3, march(), partner),
            Occasion::Answer(march(), partner),
        ] {
            assert_eq!(one.to_string().parse(), Ok(one));
        }
        let other = format!("approved/05/{partner}");
        for no in
            ["", "first", "won/first", "tier/1", "first/par_1/2", "answer/2027-3", other.as_str()]
        {
            assert_eq!(no.parse::<Occasion>(), Err(NoOccasion), "{no}");
        }
    }

    #[test]
    fn a_milestone_is_met_when_it_is_reached_and_not_later() {
        let reached = |all, new| milestones(all, new).collect::<Vec<_>>();
        assert_eq!(reached(4, 4), [] as [u32; 0]);
        assert_eq!(reached(5, 1), [5]);
        assert_eq!(reached(6, 1), [] as [u32; 0]);
        assert_eq!(reached(11, 7), [5, 10], "several came at once");
        assert_eq!(reached(26, 1), [] as [u32; 0], "what was before is nobody's news");
    }

    #[test]
    fn a_run_of_months_ends_where_one_has_nothing() {
        let months = |all: &[&str]| all.iter().map(|one| one.parse().unwrap()).collect();
        let all = months(&["2026-09", "2026-12", "2027-01", "2027-02", "2027-03"]);
        assert_eq!(streak(&all, march()), 4, "over the year's end");
        assert_eq!(streak(&all, march().next()), 0, "nothing in April");
        assert_eq!(streak(&BTreeSet::new(), march()), 0);
        assert!(is_streak(3) && !is_streak(4));
    }

    #[test]
    fn an_answer_is_quick_within_the_hour_and_never_within_no_time() {
        let asked = "2027-03-02T10:00:00Z".parse().unwrap();
        let after = |seconds| quick(asked, asked + TimeDelta::seconds(seconds));
        assert_eq!(after(0), Some(1));
        assert_eq!(after(61), Some(2));
        assert_eq!(after(3_600), Some(60));
        assert_eq!(after(3_601), None);
        assert_eq!(after(-1), None, "it answers an earlier question");
    }
}
