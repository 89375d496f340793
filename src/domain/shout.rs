//! Shout-outs: something good that happened to a partner, said once in public. What it is about is a
//! fact of the log ([`occasion`]), and a fact has one shout-out, however often somebody asks for it.
//! What may not stand in one is in [`guard`].

pub mod guard;
pub mod occasion;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::ids::{PartnerId, PersonId};
use super::outcome::{Seal, ShoutEvent};
use super::referral::clocks::MORNING;
use super::words::words;
pub use occasion::{About, Occasion};

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
