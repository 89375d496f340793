//! Rhythm: notes that a partner's channel is told of its own accord. There are four series of
//! them: a nudge to a partner that has not sent anything for a while ([`nudge`]), every week what moved
//! ([`week`]), what waits and what ends soon, every month what came of it ([`month`]), and every quarter
//! a review of it.
//!
//! Each series goes out in rounds, at nine on a business day. A round has the date by which it is
//! known; one that is over is not made up for, the next one says for how many it stands. The first
//! note of a series is shown to a person, and nothing goes out before their word.

pub mod month;
pub mod nudge;
pub mod week;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc, Weekday};
use serde::{Deserialize, Serialize};

use super::board::period::{Period, Span};
use super::calendar::Calendar;
use super::ids::{PartnerId, PersonId};
use super::outcome::RhythmEvent;
use super::posts::Absence;
use super::referral::clocks::MORNING;
use super::words::words;

/// No calendar has so many days without a business day, a Monday or a first one.
const LOOK: u64 = 800;
/// Days of a week's note.
const WEEK: Days = Days::new(7);

words! {
    /// What is told of its own accord.
    Series {
        /// A partner has not sent anything for a while.
        Nudge = "nudge",
        /// What waits, what moved and what ends soon.
        Week = "week",
        /// What was sent, what came of it, and how quickly it was answered.
        Month = "month",
        /// What a quarter came to, against the one before.
        Quarter = "quarter",
    }
}

words! {
    /// How far a series has come.
    Stage {
        /// Somebody was shown the first note, and has not said anything yet.
        Shown = "shown",
        On = "on",
        Off = "off",
    }
}

impl Series {
    /// Whether a round bears this date: every business day has a nudge's, every Monday a week's,
    /// every first day a month's, and that of a quarter the quarter's.
    fn has(self, calendar: &Calendar, date: NaiveDate) -> bool {
        match self {
            Self::Nudge => calendar.is_business_date(date),
            Self::Week => date.weekday() == Weekday::Mon,
            Self::Month => date.day() == 1,
            Self::Quarter => date.day() == 1 && date.month0().is_multiple_of(3),
        }
    }

    /// When a round goes out: at nine on its date, or on the next business day.
    #[must_use]
    pub fn due(self, calendar: &Calendar, round: NaiveDate) -> DateTime<Utc> {
        let business = days_from(round).find(|date| calendar.is_business_date(*date));
        calendar.wall(business.unwrap_or(round), MORNING)
    }

    /// The newest round whose time has come.
    #[must_use]
    pub fn newest(self, calendar: &Calendar, now: DateTime<Utc>) -> NaiveDate {
        let today = calendar.local_date(now);
        let before = (0..LOOK).map_while(|n| today.checked_sub_days(Days::new(n)));
        let mut rounds = before.filter(|date| self.has(calendar, *date));
        rounds.find(|round| self.due(calendar, *round) <= now).unwrap_or(today)
    }

    /// When the next one's comes.
    #[must_use]
    pub fn next(self, calendar: &Calendar, now: DateTime<Utc>) -> DateTime<Utc> {
        let later = days_from(self.newest(calendar, now)).skip(1);
        let rounds = later.filter(|date| self.has(calendar, *date));
        let mut due = rounds.map(|round| self.due(calendar, round));
        due.find(|due| *due > now).unwrap_or(now + chrono::TimeDelta::days(1))
    }

    /// That notes up to this round were due while nobody could send them: those whose time came
    /// after `heard`. None where it is this one alone, on its day.
    fn away(
        self,
        calendar: &Calendar,
        heard: DateTime<Utc>,
        round: NaiveDate,
        now: DateTime<Utc>,
    ) -> Option<Away> {
        let last = calendar.local_date(heard).checked_sub_days(WEEK)?;
        let rounds = days_from(last).take_while(|date| *date <= round);
        let missed = rounds.filter(|date| self.has(calendar, *date));
        let missed: Vec<NaiveDate> =
            missed.filter(|date| self.due(calendar, *date) > heard).collect();
        let notes = u32::try_from(missed.len()).unwrap_or(u32::MAX);
        let first = *missed.first()?;
        let from = self.due(calendar, first);
        let late = notes > 1 || Absence::of(calendar, from, now).is_some();
        late.then_some(Away { first, from, notes, to: Some(now) })
    }
}

fn days_from(date: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (0..LOOK).map_while(move |n| date.checked_add_days(Days::new(n)))
}

/// That notes were due while nobody could send them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    /// The round of the first of them.
    pub first: NaiveDate,
    /// When that was due.
    pub from: DateTime<Utc>,
    /// So many, of which one is said.
    pub notes: u32,
    /// When that was left to be said; what was left before this was written has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
}

impl Away {
    #[must_use]
    pub fn absence(&self) -> Option<Absence> {
        self.to.map(|to| Absence { from: self.from, to })
    }
}

/// One note, as it waits to be said: what it is about is looked up then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "series", rename_all = "snake_case")]
pub enum Note {
    Nudge {
        /// Its round.
        on: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        away: Option<Away>,
    },
    /// Of the days from `from` until before `on`, its round.
    Week {
        from: NaiveDate,
        on: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        away: Option<Away>,
    },
    Month {
        month: Period,
        /// Its round.
        on: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        away: Option<Away>,
    },
    Quarter {
        quarter: Period,
        /// Its round.
        on: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        away: Option<Away>,
    },
}

impl Note {
    #[must_use]
    pub const fn series(&self) -> Series {
        match self {
            Self::Nudge { .. } => Series::Nudge,
            Self::Week { .. } => Series::Week,
            Self::Month { .. } => Series::Month,
            Self::Quarter { .. } => Series::Quarter,
        }
    }

    /// The date of its round.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        match self {
            Self::Nudge { on, .. }
            | Self::Week { on, .. }
            | Self::Month { on, .. }
            | Self::Quarter { on, .. } => *on,
        }
    }

    /// What is said late with it.
    #[must_use]
    pub const fn away(&self) -> Option<Away> {
        match self {
            Self::Nudge { away, .. }
            | Self::Week { away, .. }
            | Self::Month { away, .. }
            | Self::Quarter { away, .. } => *away,
        }
    }
}

/// A series as the sum of its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rhythm {
    pub series: Series,
    pub version: i64,
    pub stage: Stage,
    /// Since when it is in that stage.
    pub since: DateTime<Utc>,
    /// Who let it go out, or stopped it.
    pub by: Option<PersonId>,
    /// The round that was left to be said last, and how far: through this partner, in the order of
    /// their ids; all of it where there is none.
    pub round: Option<NaiveDate>,
    pub through: Option<PartnerId>,
    /// What was said late with it.
    pub away: Option<Away>,
}

impl Rhythm {
    /// The one that its first fact makes; `None` when the fact is not the first of a series.
    #[must_use]
    pub fn from_first(series: Series, first: &RhythmEvent, at: DateTime<Utc>) -> Option<Self> {
        let RhythmEvent::NotesShown { .. } = first else { return None };
        Some(Self {
            series,
            version: 1,
            stage: Stage::Shown,
            since: at,
            by: None,
            round: None,
            through: None,
            away: None,
        })
    }

    /// Takes over one later fact, recorded at `at`.
    pub fn apply(&mut self, event: &RhythmEvent, at: DateTime<Utc>) {
        let mut enter = |stage, by: Option<PersonId>| {
            (self.stage, self.since, self.by) = (stage, at, by);
        };
        match event {
            RhythmEvent::NotesShown { .. } => enter(Stage::Shown, None),
            RhythmEvent::NotesStarted { by } => enter(Stage::On, Some(*by)),
            RhythmEvent::NotesStopped { by } => enter(Stage::Off, Some(*by)),
            RhythmEvent::NotesLeft { round, away, through, .. } => {
                (self.round, self.through, self.away) = (Some(*round), *through, *away);
            }
        }
        self.version += 1;
    }

    /// Whether all of a round was left to be said.
    #[must_use]
    pub fn is_done(&self, round: NaiveDate) -> bool {
        match self.round {
            Some(last) if last == round => self.through.is_none(),
            last => last > Some(round),
        }
    }

    /// Behind which partner a round goes on.
    #[must_use]
    pub fn after(&self, round: NaiveDate) -> Option<PartnerId> {
        self.through.filter(|_| self.round == Some(round))
    }

    /// The note of a round that is left now. What was due before it and could not be said is in it.
    #[must_use]
    pub fn note(&self, calendar: &Calendar, round: NaiveDate, now: DateTime<Utc>) -> Note {
        // All parts of a round say the same.
        let away = if self.round == Some(round) {
            self.away
        } else {
            let last = self.round.map(|last| self.series.due(calendar, last));
            let heard = last.map_or(self.since, |last| last.max(self.since));
            self.series.away(calendar, heard, round, now)
        };
        of(self.series, round, away)
    }
}

/// The note of a round of a series, the first of which nobody has seen.
#[must_use]
pub fn of(series: Series, round: NaiveDate, away: Option<Away>) -> Note {
    match series {
        Series::Nudge => Note::Nudge { on: round, away },
        Series::Week => {
            let first = away.map_or(round, |away| away.first);
            Note::Week { from: first.checked_sub_days(WEEK).unwrap_or(first), on: round, away }
        }
        // The newest alone: the others stand in the lists.
        Series::Month => {
            let month = Period::with(Span::Month, round).previous();
            Note::Month { month, on: round, away }
        }
        // The newest alone: **Show the review** and a file show any other.
        Series::Quarter => {
            let quarter = Period::with(Span::Quarter, round).previous();
            Note::Quarter { quarter, on: round, away }
        }
    }
}

#[cfg(test)]
mod tests;
