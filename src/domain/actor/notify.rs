//! What somebody wants to be told directly, and when not. Channels and threads have little part in
//! it: what everybody there may know stands there for all. Only what a channel is told of its own
//! accord can be turned off, by whoever speaks for the partner.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::Person;
use crate::domain::calendar;
use crate::domain::outcome::PersonEvent;
use crate::domain::words::words;

words! {
    /// A kind of direct message that somebody can turn off. What needs their decision, or is about
    /// themselves alone, belongs to none: they are always told.
    Topic {
        /// What is asked about a referral of theirs, and what was answered to them.
        Questions = "questions",
        /// What became of a referral of theirs, and that one is theirs now.
        Decisions = "decisions",
        /// What still waits for them.
        Reminders = "reminders",
        /// Who came to which role, or to speak for which partner, by somebody else's deed.
        Changes = "changes",
        /// What their company's channel is told of its own accord: notes, its place on a board.
        Digests = "digests",
    }
}

/// Hours of somebody's own day in which nothing is sent to them: from one time on, until before
/// another, over midnight where that one is earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    pub from: NaiveTime,
    pub until: NaiveTime,
}

impl Quiet {
    /// `None` where both are the same: that is no hours, or all.
    #[must_use]
    pub fn new(from: NaiveTime, until: NaiveTime) -> Option<Self> {
        (from != until).then_some(Self { from, until })
    }

    /// When they end, if `now` is within them.
    #[must_use]
    pub fn end(&self, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let today = now.with_timezone(&zone).date_naive();
        let spells = [today.pred_opt(), Some(today)].into_iter().flatten();
        let within = spells.map(|date| self.spell(date, zone));
        within.filter(|(from, until)| *from <= now && now < *until).map(|(_, until)| until).max()
    }

    /// The hours that begin on `date`. By the two rules for clock changes they may be an hour
    /// shorter or longer, or none at all.
    fn spell(&self, date: NaiveDate, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
        let over_midnight = self.until < self.from;
        let ends = if over_midnight { date.succ_opt().unwrap_or(date) } else { date };
        (calendar::wall(zone, date, self.from), calendar::wall(zone, ends, self.until))
    }
}

/// What somebody wants. Whoever has never said wants everything, at any time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wants {
    pub off: BTreeSet<Topic>,
    pub quiet: Option<Quiet>,
}

impl Wants {
    #[must_use]
    pub fn to_hear(&self, topic: Topic) -> bool {
        !self.off.contains(&topic)
    }
}

/// What somebody has said they want, with one step back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    pub now: Wants,
    pub before: Wants,
    /// The person's version when they said so.
    pub version: i64,
}

/// What a person may be told directly about at all: only that can be turned off.
#[must_use]
pub fn topics(person: &Person) -> Vec<Topic> {
    let may = |topic: &&Topic| match topic {
        Topic::Questions | Topic::Decisions | Topic::Reminders => {
            person.is_vendor() || person.membership.is_some()
        }
        Topic::Changes => person.manages_partners(),
        // Who speaks for a partner says it for its channel.
        Topic::Digests => person.membership.as_ref().is_some_and(|one| one.admin),
    };
    Topic::ALL.iter().filter(may).copied().collect()
}

/// Says what somebody wants. Saying what holds already changes nothing.
#[must_use]
pub fn set(person: &Person, wants: Wants) -> Option<PersonEvent> {
    let Wants { off, quiet } = wants;
    let same = person.wants() == Wants { off: off.clone(), quiet };
    (!same).then_some(PersonEvent::NotifySet { off, quiet })
}

/// Takes back what was said with the version `seen`. `None` when something was said since.
#[must_use]
pub fn undo(person: &Person, seen: i64) -> Option<PersonEvent> {
    let wanted = person.wanted.as_ref().filter(|wanted| wanted.version == seen)?;
    set(person, wanted.before.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::{Membership, Role};
    use crate::domain::ids::{PartnerId, PersonId};

    fn clock(text: &str) -> NaiveTime {
        NaiveTime::parse_from_str(text, "%H:%M").unwrap()
    }

    #[test]
    fn quiet_hours_end_when_the_persons_own_clock_says_so() {
        #[rustfmt::skip]
        let table = [
            // zone                from     until    now                     ends
            ("UTC",              "20:00", "08:00", "2026-03-03T19:59:59Z", None),
            ("UTC",              "20:00", "08:00", "2026-03-03T20:00:00Z", Some("2026-03-04T08:00:00Z")),
            ("UTC",              "20:00", "08:00", "2026-03-04T07:59:59Z", Some("2026-03-04T08:00:00Z")),
            ("UTC",              "20:00", "08:00", "2026-03-04T08:00:00Z", None),
            ("UTC",              "12:00", "13:30", "2026-03-04T13:00:00Z", Some("2026-03-04T13:30:00Z")),
            ("UTC",              "12:00", "13:30", "2026-03-04T20:00:00Z", None),
            ("Asia/Tokyo",       "20:00", "08:00", "2026-03-03T12:00:00Z", Some("2026-03-03T23:00:00Z")),
            ("America/New_York", "20:00", "08:00", "2026-03-03T12:00:00Z", Some("2026-03-03T13:00:00Z")),
            // The night in which clocks go forward is an hour shorter, the one in which they go back longer.
            ("Europe/Amsterdam", "22:00", "07:00", "2026-03-28T21:30:00Z", Some("2026-03-29T05:00:00Z")),
            ("Europe/Amsterdam", "22:00", "07:00", "2026-10-24T21:30:00Z", Some("2026-10-25T06:00:00Z")),
            // An end that is jumped over is the first instant after the jump.
            ("Europe/Amsterdam", "22:00", "02:30", "2026-03-29T00:30:00Z", Some("2026-03-29T01:00:00Z")),
            // One that exists twice is its first instant; at the second they are over.
            ("Europe/Amsterdam", "22:00", "02:30", "2026-10-25T00:10:00Z", Some("2026-10-25T00:30:00Z")),
            ("Europe/Amsterdam", "22:00", "02:30", "2026-10-25T01:10:00Z", None),
            // Hours that lie in the jump alone are none.
            ("Europe/Amsterdam", "02:10", "02:50", "2026-03-29T01:00:00Z", None),
            // Midnight does not exist in Cairo on that date.
            ("Africa/Cairo",     "18:00", "00:00", "2026-04-23T20:00:00Z", Some("2026-04-23T22:00:00Z")),
        ];
        for (zone, from, until, now, end) in table {
            let quiet = Quiet::new(clock(from), clock(until)).unwrap();
            let now: DateTime<Utc> = now.parse().unwrap();
            let end: Option<DateTime<Utc>> = end.map(|end| end.parse().unwrap());
            assert_eq!(
                quiet.end(now, zone.parse().unwrap()),
                end,
                "{zone} {from}–{until} at {now}"
            );
        }
        assert_eq!(Quiet::new(clock("08:00"), clock("08:00")), None);
    }

    fn person(roles: &[Role], member: bool) -> Person {
        let mut person = Person::new(PersonId::new(1));
        person.roles = roles.iter().copied().collect();
        let partner = PartnerId::new(1);
        person.membership = member.then_some(Membership { partner, admin: false, group: None });
        person
    }

    #[test]
    fn only_what_somebody_may_be_told_can_be_turned_off() {
        use Topic::{Changes, Decisions, Questions, Reminders};
        let table = [
            (person(&[], false), vec![]),
            (person(&[], true), vec![Questions, Decisions, Reminders]),
            (person(&[Role::Sales], false), vec![Questions, Decisions, Reminders]),
            (person(&[Role::Auditor], false), vec![Questions, Decisions, Reminders]),
            (person(&[Role::Admin], false), vec![Questions, Decisions, Reminders, Changes]),
        ];
        for (person, expected) in table {
            assert_eq!(topics(&person), expected, "{:?}", person.roles);
        }
    }

    #[test]
    fn what_was_said_last_counts_and_can_be_taken_back_once() {
        let mut person = person(&[Role::Sales], false);
        let quiet = Quiet::new(clock("20:00"), clock("08:00"));
        let wants = Wants { off: [Topic::Decisions].into(), quiet };
        assert_eq!(set(&person, Wants::default()), None, "nothing changes");
        assert_eq!(undo(&person, 0), None, "nothing was said");

        let said = set(&person, wants.clone()).unwrap();
        person.apply(&said, DateTime::UNIX_EPOCH);
        let seen = person.version;
        assert!(!person.wants().to_hear(Topic::Decisions));
        assert!(person.wants().to_hear(Topic::Questions));
        assert_eq!(set(&person, wants.clone()), None, "saying it again changes nothing");

        // What happens to the person otherwise does not count as said.
        person.apply(&PersonEvent::RoleTaken { role: Role::Sales }, DateTime::UNIX_EPOCH);
        let back = undo(&person, seen).unwrap();
        person.apply(&back, DateTime::UNIX_EPOCH);
        assert_eq!(person.wants(), Wants::default());
        assert_eq!(undo(&person, seen), None, "pressed again, it changes nothing");
        let again = undo(&person, person.version).unwrap();
        person.apply(&again, DateTime::UNIX_EPOCH);
        assert_eq!(person.wants(), wants, "a step back can be taken back itself");
    }
}
