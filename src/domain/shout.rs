//! Shout-outs: something good that happened to a partner, said once in public. What it is about is a
//! fact of the log ([`occasion`]), and a fact has one shout-out, however often somebody asks for it.
//! What may not stand in one is in [`guard`].

pub mod guard;
pub mod occasion;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, Utc};
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

/// So many days after it was signed something was signed this week.
const WEEK: Days = Days::new(7);

/// From when on nobody says any more that what was signed on this day was signed this week.
#[must_use]
pub fn week_ends(calendar: &Calendar, signed: NaiveDate) -> DateTime<Utc> {
    calendar.wall(signed + WEEK + Days::new(1), NaiveTime::MIN)
}

/// The template that can be said `at` this time: what speaks of this week is not said later.
#[must_use]
pub fn in_time(
    about: &About,
    template: u32,
    this_week: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
) -> u32 {
    let late = this_week.is_none_or(|ends| ends <= at);
    if late && template == 1 && *about == About::Won { 2 } else { template }
}

/// Nine on that day.
#[must_use]
pub fn at_nine(calendar: &Calendar, day: NaiveDate) -> DateTime<Utc> {
    calendar.wall(day, MORNING)
}

/// A day and a time as people type them, "2027-03-05 14:30" or "5.3.2027 14:30", by the programme's clock;
/// a day alone is nine on it. `None` for what is neither.
#[must_use]
pub fn moment(calendar: &Calendar, typed: &str) -> Option<DateTime<Utc>> {
    let typed = typed.trim().replace(['T', ','], " ");
    let mut parts = typed.split_whitespace();
    let day = parts.next()?;
    let day = ["%Y-%m-%d", "%d.%m.%Y"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(day, form).ok())?;
    // A year of two digits is one of the first century.
    let day = Some(day).filter(|day| (2000..10_000).contains(&day.year()))?;
    let time = match parts.next() {
        Some(time) => NaiveTime::parse_from_str(time, "%H:%M").ok()?,
        None => MORNING,
    };
    parts.next().is_none().then(|| calendar.wall(day, time))
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
        /// It calls the partner by another name than it chose.
        Name = "name",
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
    use chrono_tz::Europe::Berlin;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_time_is_read_as_people_type_it_by_the_programmes_clock() {
        let calendar = Calendar::usual(Berlin);
        #[rustfmt::skip]
        let table = [
            // typed                 when
            ("2027-03-05 14:30",     Some("2027-03-05T13:30:00Z")),
            (" 2027-03-05T14:30 ",   Some("2027-03-05T13:30:00Z")),
            ("5.3.2027, 14:30",      Some("2027-03-05T13:30:00Z")),
            ("2027-03-05",           Some("2027-03-05T08:00:00Z")),
            ("2027-07-05",           Some("2027-07-05T07:00:00Z")),
            // The clocks jump over it: the first instant after that.
            ("2027-03-28 02:30",     Some("2027-03-28T01:00:00Z")),
            ("2027-02-30",           None),
            ("2027-03-05 25:00",     None),
            ("2027-03-05 14:30 h",   None),
            ("27-03-05",             None),
            ("tomorrow",             None),
            ("",                     None),
        ];
        for (typed, when) in table {
            assert_eq!(moment(&calendar, typed), when.map(at), "{typed}");
        }
    }

    #[test]
    fn what_was_signed_is_this_weeks_for_seven_days() {
        let calendar = Calendar::usual(Berlin);
        let ends = week_ends(&calendar, "2027-03-02".parse().unwrap());
        assert_eq!(ends, at("2027-03-09T23:00:00Z"));
        let template = |about, nth, at| in_time(about, nth, Some(ends), at);
        assert_eq!(template(&About::Won, 1, at("2027-03-09T22:59:59Z")), 1);
        assert_eq!(template(&About::Won, 1, ends), 2);
        assert_eq!(template(&About::Won, 2, at("2027-03-02T10:00:00Z")), 2);
        assert_eq!(template(&About::Approved { n: 5 }, 1, ends), 1, "it speaks of no week");
        assert_eq!(in_time(&About::Won, 1, None, ends), 2, "nobody knows when");
    }
}
