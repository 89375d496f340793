//! Feedback: how a partner's people think it is going, as a number from 1 to 5, and in words if they
//! want to.
//!
//! Of somebody's answers in a month the last one counts, so that nobody is heard twice; the log keeps
//! all of them. What a programme's answers come to is told from so many on that nobody can be made out.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::actor::Person;
use super::board::period::{Period, Span};
use super::ids::PartnerId;
use super::outcome::{PersonEvent, Seal};

/// From so many people on what they say is told of a whole programme.
pub const ENOUGH: u64 = 3;
/// Units of somebody's words, so that whoever reads them reads all in one message.
pub const WORDS_MOST: usize = 900;
/// Quarters that a trend has.
pub const QUARTERS: usize = 4;

/// How it is going: from 1, not well at all, to 5, very well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Score(u8);

impl Score {
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// "1" to "5".
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self.0 {
            1 => "1",
            2 => "2",
            3 => "3",
            4 => "4",
            _ => "5",
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What was written is none of the five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("how it is going is a number from 1 to 5")]
pub struct NoScore;

impl TryFrom<u8> for Score {
    type Error = NoScore;

    fn try_from(number: u8) -> Result<Self, NoScore> {
        Self::ALL.into_iter().find(|score| score.0 == number).ok_or(NoScore)
    }
}

impl From<Score> for u8 {
    fn from(score: Score) -> Self {
        score.0
    }
}

impl FromStr for Score {
    type Err = NoScore;

    fn from_str(text: &str) -> Result<Self, NoScore> {
        Self::ALL.into_iter().find(|score| score.as_str() == text).ok_or(NoScore)
    }
}

/// What counts of somebody's answers: the last one of each month.
pub type Answers = BTreeMap<Period, Answer>;

/// One that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Whom they spoke for then.
    pub partner: PartnerId,
    pub score: Score,
}

/// Somebody says how it is going; `None` who speaks for no partner.
#[must_use]
pub fn give(
    person: &Person,
    score: Score,
    text: Option<Seal>,
    month: Period,
) -> Option<(PartnerId, PersonEvent)> {
    let partner = person.membership.as_ref().filter(|_| !person.is_gone())?.partner;
    Some((partner, PersonEvent::FeedbackGiven { partner, month, score, text }))
}

/// What some answers come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mean {
    pub sum: u64,
    /// Of so many.
    pub n: u64,
    /// Of so many people's: each may have answered in every month.
    pub people: u64,
}

impl Mean {
    /// In tenths, half rounded up; none of nothing.
    #[must_use]
    pub fn tenths(self) -> Option<u64> {
        let (sum, n) = (u128::from(self.sum), u128::from(self.n));
        u64::try_from((sum * 20 + n).checked_div(n * 2)?).ok()
    }

    /// The same, only where it is told of a whole programme.
    #[must_use]
    pub fn if_enough(self) -> Option<u64> {
        self.tenths().filter(|_| self.people >= ENOUGH)
    }
}

/// What the answers of some quarters come to, the oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trend(pub [(Period, Mean); QUARTERS]);

impl Trend {
    /// Of nothing yet, through the quarter in which a period ends.
    #[must_use]
    pub fn through(period: Period) -> Self {
        let mut quarter = Period::with(Span::Quarter, period.last_day());
        let mut all = [(quarter, Mean::default()); QUARTERS];
        for (of, _) in all.iter_mut().rev() {
            *of = quarter;
            quarter = quarter.previous();
        }
        Self(all)
    }

    /// Counts all that one person has answered, where it is of one of them.
    pub fn count(&mut self, answers: impl IntoIterator<Item = (Period, Score)>) {
        let mut heard = [false; QUARTERS];
        for (month, score) in answers {
            let quarter = Period::with(Span::Quarter, month.first_day());
            let all = self.0.iter_mut().zip(&mut heard);
            for ((_, mean), heard) in all.filter(|((of, _), _)| *of == quarter) {
                mean.sum += u64::from(u8::from(score));
                mean.n += 1;
                mean.people += u64::from(!std::mem::replace(heard, true));
            }
        }
    }

    /// Whether nobody has said anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, mean)| mean.n == 0)
    }

    /// Of the newest quarter.
    #[must_use]
    pub const fn newest(&self) -> Mean {
        self.0[QUARTERS - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::PersonId;

    fn score(text: &str) -> Score {
        text.parse().unwrap()
    }

    #[test]
    fn a_score_is_one_of_five() {
        let of = |score: Score| (score.as_str(), u8::from(score));
        let all: Vec<_> = Score::ALL.into_iter().map(of).collect();
        assert_eq!(all, [("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5)]);
        for text in ["", "0", "6", "4.5", "five", "05"] {
            assert_eq!(text.parse::<Score>(), Err(NoScore), "{text}");
        }
        assert_eq!(Score::try_from(0), Err(NoScore));
    }

    #[test]
    fn only_who_speaks_for_a_partner_says_how_it_is_going() {
        let (partner, month) = (PartnerId::new(7), "2027-03".parse().unwrap());
        let mut person = Person::new(PersonId::new(1));
        assert_eq!(give(&person, score("4"), None, month), None);
        let joined = PersonEvent::MemberJoined { partner, admin: false };
        person.apply(&joined, chrono::DateTime::UNIX_EPOCH);
        let (of, event) = give(&person, score("4"), None, month).unwrap();
        assert_eq!(of, partner);
        person.apply(&event, chrono::DateTime::UNIX_EPOCH);
        let (_, again) = give(&person, score("2"), None, month).unwrap();
        person.apply(&again, chrono::DateTime::UNIX_EPOCH);
        let counts = Answer { partner, score: score("2") };
        assert_eq!(person.feedback, Answers::from([(month, counts)]), "the newer one counts");
    }

    #[test]
    fn a_trend_has_four_quarters_and_a_programme_s_needs_three_people() {
        let mut trend = Trend::through("2027-02".parse().unwrap());
        let people: [&[(&str, &str)]; 3] = [
            &[
                ("2026-03", "1"), // Before all of them.
                ("2026-10", "4"), // One person in each month of a quarter.
                ("2026-11", "4"),
                ("2026-12", "4"),
                ("2027-01", "4"),
            ],
            &[("2026-04", "5"), ("2027-01", "5"), ("2027-02", "5")],
            &[("2027-03", "4"), ("2027-04", "1")], // The last one after them.
        ];
        for answers in people {
            let read = |(month, given): &(&str, &str)| (month.parse().unwrap(), score(given));
            trend.count(answers.iter().map(read));
        }
        let told: Vec<_> = trend
            .0
            .iter()
            .map(|(quarter, mean)| (quarter.to_string(), mean.n, mean.tenths(), mean.if_enough()))
            .collect();
        #[rustfmt::skip]
        let expected = [
            ("2026-q2".to_owned(), 1, Some(50), None),
            ("2026-q3".to_owned(), 0, None,     None),
            ("2026-q4".to_owned(), 3, Some(40), None),
            ("2027-q1".to_owned(), 4, Some(45), Some(45)),
        ];
        assert_eq!(told, expected);
        assert_eq!(trend.newest(), Mean { sum: 18, n: 4, people: 3 });
        assert!(!trend.is_empty() && Trend::through("2027".parse().unwrap()).is_empty());
        let halves = Mean { sum: 17, n: 4, people: 4 };
        assert_eq!(halves.tenths(), Some(43), "half is rounded up");
    }
}
