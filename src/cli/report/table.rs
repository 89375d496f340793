//! A report as a table: a line each referral, and the figures beside them. What a cell holds is said
//! here, how it is written down by [`csv`](super::csv) and [`xlsx`](super::xlsx).

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};

use super::figures::{Figure, in_hours, whole};
use super::{Trouble, csv, xlsx};
use crate::domain::calendar::Calendar;
use crate::domain::referral::Stage;
use crate::store::report::Named;

/// Somebody's words stand in a [`Cell::Text`] alone.
pub enum Cell<'a> {
    Text(&'a str),
    Number(f64),
    Day(NaiveDate),
    Time(DateTime<Utc>),
    Nothing,
}

/// What stands above the referrals.
pub const COLUMNS: [&str; 16] = [
    "number",
    "partner",
    "company",
    "domain",
    "status",
    "stage",
    "owner",
    "counts",
    "submitted_at",
    "decided_at",
    "business_hours_to_decision",
    "in_time",
    "protected_through",
    "closed_on",
    "updated_at",
    "reason",
];

/// What stands above the figures.
pub const FIGURE_COLUMNS: [&str; 6] = ["measure", "value", "unit", "part", "n", "formula"];

/// A table that is being written.
pub struct Table<'a> {
    calendar: &'a Calendar,
    sheet: Sheet,
}

enum Sheet {
    Csv(Box<csv::Sheet>),
    Xlsx(Box<xlsx::Sheet>),
}

impl<'a> Table<'a> {
    /// Two files: the referrals, and beside them the figures.
    pub fn csv(path: &Path, calendar: &'a Calendar) -> Result<Self, Trouble> {
        let sheet = Sheet::Csv(Box::new(csv::Sheet::begin(path)?));
        Ok(Self { calendar, sheet })
    }

    /// One file of two sheets.
    pub fn xlsx(path: &Path, calendar: &'a Calendar) -> Result<Self, Trouble> {
        let sheet = Sheet::Xlsx(Box::new(xlsx::Sheet::begin(path)?));
        Ok(Self { calendar, sheet })
    }

    /// The next referral.
    pub fn take(&mut self, one: &Named) -> Result<(), Trouble> {
        let cells = cells(one, self.calendar);
        match &mut self.sheet {
            Sheet::Csv(sheet) => sheet.row(&cells),
            Sheet::Xlsx(sheet) => sheet.row(&cells),
        }
    }

    /// Writes the figures and puts everything in its place; says where.
    pub fn finish(self, figures: &[Figure]) -> Result<String, Trouble> {
        match self.sheet {
            Sheet::Csv(sheet) => sheet.finish(figures),
            Sheet::Xlsx(sheet) => sheet.finish(figures),
        }
    }
}

fn cells<'a>(one: &'a Named, calendar: &Calendar) -> [Cell<'a>; COLUMNS.len()] {
    let sent = &one.sent;
    let text = |text: &'a Option<String>| text.as_deref().map_or(Cell::Nothing, Cell::Text);
    let day = |day: Option<NaiveDate>| day.map_or(Cell::Nothing, Cell::Day);
    let minutes = sent.minutes_to_decision(calendar);
    let in_time = sent.in_time().map(|in_time| if in_time { "yes" } else { "no" });
    [
        Cell::Text(&one.number),
        Cell::Text(&one.partner),
        text(&one.company),
        Cell::Text(&one.domain),
        Cell::Text(sent.status.as_str()),
        one.stage.map(Stage::as_str).map_or(Cell::Nothing, Cell::Text),
        text(&one.owner),
        Cell::Text(sent.counts().as_str()),
        Cell::Time(sent.submitted_at),
        sent.first_decision.map_or(Cell::Nothing, |first| Cell::Time(first.at)),
        minutes.map_or(Cell::Nothing, |minutes| Cell::Number(in_hours(minutes.into()))),
        in_time.map_or(Cell::Nothing, Cell::Text),
        day(one.protected_through),
        day(one.closed_on),
        Cell::Time(sent.updated_at),
        text(&one.reason),
    ]
}

/// The cells of a figure.
pub fn figure_cells(figure: &Figure) -> [Cell<'_>; FIGURE_COLUMNS.len()] {
    let number = |value: Option<f64>| value.map_or(Cell::Nothing, Cell::Number);
    let count = |count: Option<u64>| number(count.map(whole));
    [
        Cell::Text(figure.name),
        number(figure.value),
        Cell::Text(figure.unit),
        count(figure.part),
        count(figure.n),
        Cell::Text(figure.formula),
    ]
}
