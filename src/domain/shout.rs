//! Shout-outs: something good that happened to a partner, said once in public. What it is about is a
//! fact of the log, and a fact has one shout-out, however often somebody asks for it. What may not
//! stand in one is in [`guard`].

pub mod guard;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::ids::{PartnerId, PersonId, ReferralId};
use super::outcome::{Seal, ShoutEvent};
use super::referral::clocks::MORNING;
use super::words::words;

/// Numbers of approved referrals that are worth a word.
const MILESTONES: [u32; 8] = [5, 10, 25, 50, 100, 250, 500, 1_000];

/// The fact that it is about, as the log knows it. Written `first/par_…`, `approved/5/par_…`,
/// `won/ref_…`, `tier/71/par_…`.
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
}

impl fmt::Display for Occasion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First(partner) => write!(f, "first/{partner}"),
            Self::Approved(n, partner) => write!(f, "approved/{n}/{partner}"),
            Self::Won(referral) => write!(f, "won/{referral}"),
            Self::Tier(seq, partner) => write!(f, "tier/{seq}/{partner}"),
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
        let found = match parts.as_slice() {
            ["first", id] => Self::First(partner(id)?),
            ["approved", n, id] => Self::Approved(n.parse().map_err(|_| NoOccasion)?, partner(id)?),
            ["won", id] => Self::Won(id.parse().map_err(|_| NoOccasion)?),
            ["tier", seq, id] => Self::Tier(seq.parse().map_err(|_| NoOccasion)?, partner(id)?),
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
        }
    }
}

/// Which numbers of approved referrals were reached when the last `new` of `all` came.
pub fn milestones(all: u32, new: u32) -> impl Iterator<Item = u32> {
    let before = all.saturating_sub(new);
    MILESTONES.into_iter().filter(move |n| before < *n && *n <= all)
}

words! {
    /// Where it is said.
    Reach {
        Partner = "partner",
        Community = "community",
        Both = "both",
    }
}

words! {
    /// How far it has come.
    Stage {
        Suggested = "suggested",
        Drafted = "drafted",
        Scheduled = "scheduled",
        Posted = "posted",
        /// It was posted, and taken from where it stood.
        Deleted = "deleted",
        /// Nobody wants it.
        Skipped = "skipped",
    }
}

/// The next time it is nine by the programme's clock.
#[must_use]
pub fn next_morning(calendar: &Calendar, now: DateTime<Utc>) -> DateTime<Utc> {
    let today = calendar.local_date(now);
    let morning = at_nine(calendar, today);
    if morning > now { morning } else { at_nine(calendar, today + Days::new(1)) }
}

/// Nine on that day.
#[must_use]
pub fn at_nine(calendar: &Calendar, day: NaiveDate) -> DateTime<Utc> {
    calendar.wall(day, MORNING)
}

words! {
    /// Why one is not posted.
    Why {
        /// The partner does not let it be said.
        Consent = "consent",
        /// It is not so any more.
        Untrue = "untrue",
        Amount = "amount",
        /// It names a customer.
        Customer = "customer",
        /// It names another partner.
        Rival = "rival",
        /// There is nowhere to say it.
        Channel = "channel",
    }
}

/// What is to be said, where, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Which of the templates, counted from 1.
    pub template: u32,
    /// Somebody's own words in place of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Seal>,
    pub reach: Reach,
    /// Absent: as soon as somebody says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
}

/// See the head of this file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shout {
    pub occasion: Occasion,
    pub version: i64,
    pub partner: PartnerId,
    pub about: About,
    pub stage: Stage,
    /// Since when it is in that stage.
    pub since: DateTime<Utc>,
    pub draft: Option<Draft>,
    /// Who drafted it last, or said what becomes of it.
    pub by: Option<PersonId>,
    /// Where it was posted.
    pub channels: Vec<String>,
}

impl Shout {
    /// The one that its first fact makes; `None` when the fact is not the first of one.
    #[must_use]
    pub fn from_first(occasion: Occasion, first: &ShoutEvent, at: DateTime<Utc>) -> Option<Self> {
        let ShoutEvent::ShoutSuggested { partner, fact } = first else { return None };
        Some(Self {
            occasion,
            version: 1,
            partner: *partner,
            about: fact.clone(),
            stage: Stage::Suggested,
            since: at,
            draft: None,
            by: None,
            channels: Vec::new(),
        })
    }

    /// Takes over one later fact, recorded at `at`.
    pub fn apply(&mut self, event: &ShoutEvent, at: DateTime<Utc>) {
        let stage = match event {
            ShoutEvent::ShoutSuggested { .. } => None,
            ShoutEvent::ShoutDrafted { draft, by } => {
                (self.draft, self.by) = (Some(draft.clone()), Some(*by));
                Some(Stage::Drafted)
            }
            ShoutEvent::ShoutScheduled { by } => {
                self.by = Some(*by);
                Some(Stage::Scheduled)
            }
            ShoutEvent::ShoutPosted { channels, by } => {
                self.channels.clone_from(channels);
                self.by = by.or(self.by);
                Some(Stage::Posted)
            }
            ShoutEvent::ShoutCorrected { text, by, .. } => {
                if let Some(draft) = &mut self.draft {
                    draft.text = Some(text.clone());
                }
                self.by = Some(*by);
                None
            }
            ShoutEvent::ShoutDeleted { by, .. } => {
                self.by = Some(*by);
                Some(Stage::Deleted)
            }
            ShoutEvent::ShoutDiscarded { by } => {
                (self.draft, self.by) = (None, *by);
                Some(Stage::Suggested)
            }
            ShoutEvent::ShoutSkipped { by } => {
                self.by = Some(*by);
                Some(Stage::Skipped)
            }
        };
        if let Some(stage) = stage {
            (self.stage, self.since) = (stage, at);
        }
        self.version += 1;
    }

    /// Whether it stands in channels.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.stage == Stage::Posted
    }

    /// Whether it can still be drafted and posted.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Suggested | Stage::Drafted | Stage::Scheduled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_occasion_is_read_and_written_in_one_way() {
        let (partner, referral) = (PartnerId::new(7), ReferralId::new(9));
        for one in [
            Occasion::First(partner),
            Occasion::Approved(25, partner),
            Occasion::Won(referral),
            Occasion::Tier(71, partner),
        ] {
            assert_eq!(one.to_string().parse(), Ok(one));
        }
        let other = format!("approved/05/{partner}");
        for no in ["", "first", "won/first", "tier/1", "first/par_1/2", other.as_str()] {
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
}
