//! Short quizzes about what partners are given to know: who may try when, what passes, and for how
//! long a certificate holds.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::outcome::PersonEvent;

/// Days before the end of a certificate from which on it can be renewed.
pub const RENEW_DAYS: u64 = 30;

/// A few questions, each with one right answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiz {
    pub id: String,
    pub title: String,
    pub questions: Vec<Question>,
    /// How many right answers pass.
    pub pass: u32,
    /// For how many months a certificate holds.
    pub valid_months: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub text: String,
    pub answers: Vec<String>,
    /// The place of the right one.
    pub right: usize,
}

impl Quiz {
    /// How many of these answers, by their places, are right.
    #[must_use]
    pub fn right(&self, chosen: &[usize]) -> u32 {
        let right = self.questions.iter().zip(chosen).filter(|(one, place)| one.right == **place);
        u32::try_from(right.count()).unwrap_or(u32::MAX)
    }

    /// How many questions there are.
    #[must_use]
    pub fn of(&self) -> u32 {
        u32::try_from(self.questions.len()).unwrap_or(u32::MAX)
    }
}

/// How somebody stands with one quiz.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The day of the last try, in the programme's time zone.
    pub tried: NaiveDate,
    /// Through which day the newest certificate holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<NaiveDate>,
    /// Whether they were told that it is over.
    #[serde(default)]
    pub told: bool,
}

/// How somebody stands with each quiz that they have tried, by its id.
pub type Sheets = BTreeMap<String, Sheet>;

impl Sheet {
    /// Through which day they hold a certificate now.
    #[must_use]
    pub fn holds(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.through.filter(|through| *through >= today)
    }
}

/// The first day that is the last of a certificate of which nobody has been told that it is over.
#[must_use]
pub fn first_end(sheets: &Sheets) -> Option<NaiveDate> {
    sheets.values().filter(|sheet| !sheet.told).filter_map(|sheet| sheet.through).min()
}

/// Those that were over before this day, and of which nobody has been told.
#[must_use]
pub fn over(sheets: &Sheets, today: NaiveDate) -> Vec<PersonEvent> {
    let ended = sheets.iter().filter(|(_, sheet)| !sheet.told).filter_map(|(quiz, sheet)| {
        let through = sheet.through.filter(|through| *through < today)?;
        Some(PersonEvent::CertificateEnded { quiz: quiz.clone(), through })
    });
    ended.collect()
}

/// Why somebody does not take a quiz now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNow {
    /// One try a day: so nobody finds the answers by trying.
    TriedToday { again: NaiveDate },
    /// They have passed, and it holds for a while.
    Holds { through: NaiveDate },
}

/// The first day on which somebody may try again who has tried today.
#[must_use]
pub fn next_try(today: NaiveDate) -> NaiveDate {
    today + Days::new(1)
}

/// Whether somebody may take a quiz today.
///
/// # Errors
/// [`NotNow`], with when they may.
pub fn may_take(sheet: Option<&Sheet>, today: NaiveDate) -> Result<(), NotNow> {
    let Some(sheet) = sheet else { return Ok(()) };
    if let Some(through) = sheet.holds(today)
        && through > today + Days::new(RENEW_DAYS)
    {
        return Err(NotNow::Holds { through });
    }
    if sheet.tried >= today {
        return Err(NotNow::TriedToday { again: next_try(today) });
    }
    Ok(())
}

/// What comes of so many right answers.
///
/// # Errors
/// As [`may_take`].
pub fn take(
    quiz: &Quiz,
    right: u32,
    sheet: Option<&Sheet>,
    today: NaiveDate,
) -> Result<PersonEvent, NotNow> {
    may_take(sheet, today)?;
    let through = today.checked_add_months(Months::new(quiz.valid_months)).unwrap_or(today);
    Ok(PersonEvent::QuizTaken {
        quiz: quiz.id.clone(),
        right,
        of: quiz.of(),
        need: quiz.pass,
        on: today,
        through: (right >= quiz.pass).then_some(through),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn quiz() -> Quiz {
        let question = |right| Question {
            text: "What is a sign?".to_owned(),
            answers: vec!["One".to_owned(), "Two".to_owned()],
            right,
        };
        Quiz {
            id: "basics".to_owned(),
            title: "Basics".to_owned(),
            questions: vec![question(0), question(1), question(1)],
            pass: 2,
            valid_months: 6,
        }
    }

    #[test]
    fn right_answers_are_counted_and_enough_of_them_pass_for_some_months() {
        #[rustfmt::skip]
        let table = [
            // chosen          right  on            through
            (vec![0, 1, 1],    3,     "2027-03-02", Some("2027-09-02")),
            (vec![0, 1, 0],    2,     "2027-08-31", Some("2028-02-29")),
            (vec![1, 1, 0],    1,     "2027-03-02", None),
            (vec![9, 9],       0,     "2027-03-02", None),
            (vec![],           0,     "2027-03-02", None),
        ];
        for (chosen, right, on, through) in table {
            assert_eq!(quiz().right(&chosen), right, "{chosen:?}");
            let event = take(&quiz(), right, None, day(on)).unwrap();
            let PersonEvent::QuizTaken { of, need, through: found, .. } = event else { panic!() };
            assert_eq!((of, need, found), (3, 2, through.map(day)), "{chosen:?}");
        }
    }

    #[test]
    fn there_is_one_try_a_day_and_a_certificate_is_renewed_in_its_last_days() {
        let sheet = |tried: &str, through: Option<&str>| Sheet {
            tried: day(tried),
            through: through.map(day),
            told: false,
        };
        let holds = |text| Err(NotNow::Holds { through: day(text) });
        let tried = Err(NotNow::TriedToday { again: day("2027-03-03") });
        #[rustfmt::skip]
        let table = [
            (None,                                            Ok(())),
            (Some(sheet("2027-03-01", None)),                 Ok(())),
            (Some(sheet("2027-03-02", None)),                 tried),
            (Some(sheet("2026-10-02", Some("2027-04-01"))),   Ok(())),
            (Some(sheet("2026-10-02", Some("2027-04-02"))),   holds("2027-04-02")),
            (Some(sheet("2027-03-02", Some("2027-04-01"))),   tried),
            (Some(sheet("2026-09-01", Some("2027-03-01"))),   Ok(())),
        ];
        for (sheet, may) in table {
            assert_eq!(may_take(sheet.as_ref(), day("2027-03-02")), may, "{sheet:?}");
        }
    }

    #[test]
    fn what_is_over_is_told_once_and_not_on_its_last_day() {
        let sheet = |through: Option<&str>, told| Sheet {
            tried: day("2027-01-01"),
            through: through.map(day),
            told,
        };
        let sheets: Sheets = [
            ("never".to_owned(), sheet(None, false)),
            ("over".to_owned(), sheet(Some("2027-03-01"), false)),
            ("said".to_owned(), sheet(Some("2027-02-01"), true)),
            ("last".to_owned(), sheet(Some("2027-03-02"), false)),
        ]
        .into();
        assert_eq!(first_end(&sheets), Some(day("2027-03-01")));
        let quiz = "over".to_owned();
        let ended = PersonEvent::CertificateEnded { quiz, through: day("2027-03-01") };
        assert_eq!(over(&sheets, day("2027-03-02")), [ended]);
        assert_eq!(over(&sheets, day("2027-03-01")), []);
        assert_eq!(first_end(&Sheets::new()), None);
    }
}
