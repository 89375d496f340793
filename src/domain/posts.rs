//! What Vouch posts in channels of its own accord: when it may, how much a channel reads of it in a
//! day, and when what was too much for one day is said.
//!
//! Of a post that is about to be sent, [`Posts::turn`] says what becomes of it; nothing is known of
//! what it says.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::actor::notify::Quiet;
use super::calendar::Calendar;
use super::referral::clocks::MORNING;

/// What is settled about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posts {
    /// Hours in which none is posted, by the programme's clock.
    pub quiet: Option<Quiet>,
    /// How many a channel reads in a day of the programme's.
    pub a_day: u32,
}

impl Default for Posts {
    fn default() -> Self {
        Self { quiet: None, a_day: 4 }
    }
}

/// How a channel stands when a post of its is about to be sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Posts of this day, other than this one; a digest that is due is one of them.
    pub said: u32,
    /// Since when this one is held back for a digest.
    pub held: Option<DateTime<Utc>>,
    /// Whether this one is a digest: no day is too full for it.
    pub digest: bool,
}

/// That posts were due while nobody could leave them to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// When the first of them was due.
    pub from: DateTime<Utc>,
    /// When they were left to be said after all.
    pub to: DateTime<Utc>,
}

impl Absence {
    /// Whether what was due at `from` is late at `to`: on a later day.
    #[must_use]
    pub fn of(calendar: &Calendar, from: DateTime<Utc>, to: DateTime<Utc>) -> Option<Self> {
        (calendar.local_date(from) < calendar.local_date(to)).then_some(Self { from, to })
    }

    /// From the first of several to the last.
    #[must_use]
    pub fn over(all: impl Iterator<Item = Self>) -> Option<Self> {
        all.reduce(|one, other| Self { from: one.from.min(other.from), to: one.to.max(other.to) })
    }
}

/// What becomes of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Now,
    /// When the quiet hours end.
    Quiet(DateTime<Utc>),
    /// The day has had its posts: it is said in the digest of this time.
    Full(DateTime<Utc>),
    /// It was held back, and its digest is due, with all that waits behind it.
    Digest,
}

impl Posts {
    #[must_use]
    pub fn turn(&self, calendar: &Calendar, now: DateTime<Utc>, standing: &Standing) -> Turn {
        if let Some(held) = standing.held {
            let digest = self.digest(calendar, held);
            if now < digest {
                return Turn::Full(digest);
            }
        }
        if let Some(end) = self.quiet_until(calendar, now) {
            return match standing.held {
                Some(_) => Turn::Quiet(end.max(self.morning(calendar, calendar.local_date(end)))),
                None => Turn::Quiet(end),
            };
        }
        match standing {
            Standing { held: Some(_), .. } => Turn::Digest,
            Standing { said, digest: false, .. } if *said >= self.a_day => {
                Turn::Full(self.digest(calendar, now))
            }
            Standing { .. } => Turn::Now,
        }
    }

    /// When the day began whose posts count at `now`.
    #[must_use]
    pub fn day_began(calendar: &Calendar, now: DateTime<Utc>) -> DateTime<Utc> {
        let today = calendar.local_date(now);
        today.pred_opt().map_or(now, |before| calendar.end_of_day(before))
    }

    /// When what was held back at `held` is said: the day after, in the morning.
    fn digest(&self, calendar: &Calendar, held: DateTime<Utc>) -> DateTime<Utc> {
        self.morning(calendar, calendar.local_date(held) + Days::new(1))
    }

    /// At nine, or when the quiet hours around it end.
    fn morning(&self, calendar: &Calendar, date: NaiveDate) -> DateTime<Utc> {
        let nine = calendar.wall(date, MORNING);
        self.quiet_until(calendar, nine).unwrap_or(nine)
    }

    fn quiet_until(&self, calendar: &Calendar, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.quiet.and_then(|quiet| quiet.end(now, calendar.zone()))
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;
    use chrono_tz::Europe::Berlin;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn quiet(from: &str, until: &str) -> Option<Quiet> {
        let clock = |text| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        Quiet::new(clock(from), clock(until))
    }

    #[test]
    fn a_post_waits_for_the_end_of_quiet_hours_and_for_a_day_that_has_room() {
        let calendar = Calendar::usual(Berlin);
        let none = Posts { quiet: None, a_day: 2 };
        let night = Posts { quiet: quiet("19:00", "08:00"), a_day: 2 };
        let long = Posts { quiet: quiet("19:00", "09:30"), a_day: 2 };
        let noon = Posts { quiet: quiet("12:00", "13:30"), a_day: 2 };
        let full = |text| Turn::Full(at(text));
        let hush = |text| Turn::Quiet(at(text));
        #[rustfmt::skip]
        let table = [
            // settled  now                      said  held since                     what becomes of it
            (none,  "2027-03-02T02:00:00Z", 0, None,                          Turn::Now),
            (none,  "2027-03-02T02:00:00Z", 1, None,                          Turn::Now),
            (none,  "2027-03-02T10:00:00Z", 2, None,                          full("2027-03-03T08:00:00Z")),
            (none,  "2027-03-02T10:00:00Z", 9, None,                          full("2027-03-03T08:00:00Z")),
            (night, "2027-03-02T17:59:59Z", 0, None,                          Turn::Now),
            (night, "2027-03-02T18:00:00Z", 0, None,                          hush("2027-03-03T07:00:00Z")),
            // Full or not, it is looked at again when the hours end: another day has begun by then.
            (night, "2027-03-02T18:00:00Z", 2, None,                          hush("2027-03-03T07:00:00Z")),
            (night, "2027-03-03T07:00:00Z", 0, None,                          Turn::Now),
            (night, "2027-03-03T07:00:00Z", 2, None,                          full("2027-03-04T08:00:00Z")),
            // What was held back waits for its morning, however much room the day has.
            (none,  "2027-03-02T12:00:00Z", 0, Some("2027-03-02T10:00:00Z"),  full("2027-03-03T08:00:00Z")),
            (none,  "2027-03-03T07:59:59Z", 0, Some("2027-03-02T10:00:00Z"),  full("2027-03-03T08:00:00Z")),
            (none,  "2027-03-03T08:00:00Z", 0, Some("2027-03-02T10:00:00Z"),  Turn::Digest),
            (none,  "2027-03-03T08:00:00Z", 9, Some("2027-03-02T10:00:00Z"),  Turn::Digest),
            (long,  "2027-03-03T08:00:00Z", 0, Some("2027-03-02T10:00:00Z"),  full("2027-03-03T08:30:00Z")),
            (long,  "2027-03-03T08:30:00Z", 0, Some("2027-03-02T10:00:00Z"),  Turn::Digest),
            // Away over the morning: it comes late, and never in quiet hours.
            (night, "2027-03-03T15:00:00Z", 0, Some("2027-03-02T10:00:00Z"),  Turn::Digest),
            (night, "2027-03-03T21:00:00Z", 0, Some("2027-03-02T10:00:00Z"),  hush("2027-03-04T08:00:00Z")),
            (noon,  "2027-03-03T11:30:00Z", 0, Some("2027-03-02T10:00:00Z"),  hush("2027-03-03T12:30:00Z")),
            // The clock goes forward in the night to the 28th, and back in the one to the 31st of October.
            (none,  "2027-03-27T12:00:00Z", 2, None,                          full("2027-03-28T07:00:00Z")),
            (night, "2027-03-27T20:00:00Z", 0, None,                          hush("2027-03-28T06:00:00Z")),
            (none,  "2027-10-30T12:00:00Z", 2, None,                          full("2027-10-31T08:00:00Z")),
            (night, "2027-10-30T20:00:00Z", 0, None,                          hush("2027-10-31T07:00:00Z")),
            // Half past two exists twice in that night, and at the second time the hours are over.
            (Posts { quiet: quiet("22:00", "02:30"), a_day: 2 },
                    "2027-10-31T01:10:00Z", 0, None,                          Turn::Now),
        ];
        for (posts, now, said, held, expected) in table {
            let standing = Standing { said, held: held.map(at), digest: false };
            let turn = posts.turn(&calendar, at(now), &standing);
            assert_eq!(turn, expected, "{posts:?} {now} {standing:?}");
        }
    }

    #[test]
    fn a_digest_waits_for_quiet_hours_alone() {
        let calendar = Calendar::usual(Berlin);
        let posts = Posts { quiet: quiet("19:00", "08:00"), a_day: 1 };
        let standing = Standing { said: 7, held: None, digest: true };
        let turn = |now| posts.turn(&calendar, at(now), &standing);
        assert_eq!(turn("2027-03-03T10:00:00Z"), Turn::Now);
        assert_eq!(turn("2027-03-03T20:00:00Z"), Turn::Quiet(at("2027-03-04T07:00:00Z")));
    }

    #[test]
    fn what_comes_on_a_later_day_of_the_programmes_is_late() {
        let calendar = Calendar::usual(Berlin);
        let late = |from, to| Absence::of(&calendar, at(from), at(to));
        assert_eq!(late("2027-03-02T08:00:00Z", "2027-03-02T22:59:59Z"), None);
        let one = late("2027-03-02T08:00:00Z", "2027-03-02T23:00:00Z").unwrap();
        let other = late("2027-03-01T08:00:00Z", "2027-03-02T12:00:00Z").unwrap();
        let whole = Absence { from: other.from, to: one.to };
        assert_eq!(Absence::over([one, other].into_iter()), Some(whole));
        assert_eq!(Absence::over(std::iter::empty()), None);
    }

    #[test]
    fn a_day_is_the_programmes_and_has_23_hours_or_25_when_clocks_change() {
        let calendar = Calendar::usual(Berlin);
        #[rustfmt::skip]
        let table = [
            ("2027-03-02T22:59:59Z", "2027-03-01T23:00:00Z"),
            ("2027-03-02T23:00:00Z", "2027-03-02T23:00:00Z"),
            ("2027-03-28T21:59:59Z", "2027-03-27T23:00:00Z"),
            ("2027-03-28T22:00:00Z", "2027-03-28T22:00:00Z"),
            ("2027-10-31T22:59:59Z", "2027-10-30T22:00:00Z"),
        ];
        for (now, began) in table {
            assert_eq!(Posts::day_began(&calendar, at(now)), at(began), "{now}");
        }
    }
}
