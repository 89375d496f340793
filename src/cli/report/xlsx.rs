//! The referrals and the figures as a workbook of two sheets. Words are text whatever they begin with:
//! no cell is a formula. Dates are dates; times are UTC.

use std::path::{Path, PathBuf};

use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::figures::Figure;
use super::table::{COLUMNS, Cell, FIGURE_COLUMNS, figure_cells};
use super::{Trouble, not_written, refuse_to_replace};
use crate::store::whole::WholeFile;

/// A workbook that is being written.
pub struct Sheet {
    path: PathBuf,
    file: WholeFile,
    book: Workbook,
    formats: Formats,
    /// The row that comes next; above the first stand the names of the columns.
    next: u32,
}

struct Formats {
    heading: Format,
    day: Format,
    time: Format,
}

/// The places of the sheets in the workbook.
const REFERRALS: usize = 0;
const FIGURES: usize = 1;

impl Sheet {
    pub fn begin(path: &Path) -> Result<Self, Trouble> {
        refuse_to_replace(path)?;
        let file = WholeFile::begin(path).map_err(|error| not_written(path, &error))?;
        let formats = Formats {
            heading: Format::new().set_bold(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
        };
        let mut sheet =
            Self { path: path.to_owned(), file, book: Workbook::new(), formats, next: 1 };
        sheet.headed().map_err(|error| sheet.trouble(&error))?;
        Ok(sheet)
    }

    /// The referrals need no more room than a row: any number of them may come.
    fn headed(&mut self) -> Result<(), XlsxError> {
        let heading = &self.formats.heading;
        let referrals = self.book.add_worksheet_with_constant_memory()?;
        named(referrals, "Referrals", &COLUMNS, heading, |name| match name {
            "partner" | "company" | "domain" => 28.0,
            name if name.ends_with("_at") => 18.0,
            _ => 14.0,
        })?;
        let figures = self.book.add_worksheet();
        named(figures, "Measures", &FIGURE_COLUMNS, heading, |name| match name {
            "measure" => 32.0,
            "formula" => 70.0,
            _ => 14.0,
        })
    }

    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Trouble> {
        let referrals = &mut self.book.worksheets_mut()[REFERRALS];
        let written = row(referrals, self.next, cells, &self.formats);
        self.next += 1;
        written.map_err(|error| self.trouble(&error))
    }

    pub fn finish(mut self, figures: &[Figure]) -> Result<String, Trouble> {
        let written = self.with_figures(figures);
        written.map_err(|error| self.trouble(&error))?;
        let path = self.path;
        self.file.finish().map_err(|error| not_written(&path, &error))?;
        let rows = self.next - 1;
        Ok(format!("{} holds the referrals ({rows}) and the figures.", path.display()))
    }

    fn with_figures(&mut self, figures: &[Figure]) -> Result<(), XlsxError> {
        let sheet = &mut self.book.worksheets_mut()[FIGURES];
        for (at, figure) in (1..).zip(figures) {
            row(sheet, at, &figure_cells(figure), &self.formats)?;
        }
        self.book.save_to_writer(&mut self.file)
    }

    fn trouble(&self, error: &XlsxError) -> Trouble {
        match error {
            XlsxError::RowColumnLimitError => not_written(
                &self.path,
                &"a sheet holds 1,048,575 referrals; --csv takes any number",
            ),
            other => not_written(&self.path, other),
        }
    }
}

/// Gives a sheet its name, and its columns theirs.
fn named(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[&str],
    heading: &Format,
    width: impl Fn(&str) -> f64,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width(at, width(column))?;
        sheet.write_string_with_format(0, at, *column, heading)?;
    }
    Ok(())
}

fn row(
    sheet: &mut Worksheet,
    row: u32,
    cells: &[Cell<'_>],
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(cells) {
        match cell {
            Cell::Text(text) => sheet.write_string(row, column, *text)?,
            Cell::Number(number) => sheet.write_number(row, column, *number)?,
            Cell::Day(day) => {
                sheet.write_datetime_with_format(row, column, excel(*day)?, &formats.day)?
            }
            Cell::Time(at) => {
                let time = ExcelDateTime::from_timestamp(at.timestamp())?;
                sheet.write_datetime_with_format(row, column, &time, &formats.time)?
            }
            Cell::Nothing => continue,
        };
    }
    Ok(())
}

/// A spreadsheet knows the years from 1900 to 9999.
fn excel(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(u16::MAX);
    let part = |n: u32| u8::try_from(n).unwrap_or(u8::MAX);
    ExcelDateTime::from_ymd(year, part(day.month()), part(day.day()))
}
