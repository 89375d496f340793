//! The referrals as comma-separated values, in UTF-8, and the figures in a second file beside it.
//! Words are guarded; times are UTC.

use std::path::{Path, PathBuf};

use super::figures::Figure;
use super::guard::guarded;
use super::table::{COLUMNS, Cell, FIGURE_COLUMNS, figure_cells};
use super::{Trouble, not_written, refuse_to_replace};
use crate::cli::instant;
use crate::store::whole::WholeFile;

/// A file that is being written, and the one beside it.
pub struct Sheet {
    referrals: Page,
    figures: Page,
    rows: u64,
}

impl Sheet {
    pub fn begin(path: &Path) -> Result<Self, Trouble> {
        let beside = beside(path);
        refuse_to_replace(path)?;
        refuse_to_replace(&beside)?;
        let mut sheet =
            Self { referrals: Page::begin(path)?, figures: Page::begin(&beside)?, rows: 0 };
        sheet.referrals.row(&COLUMNS.map(Cell::Text))?;
        sheet.figures.row(&FIGURE_COLUMNS.map(Cell::Text))?;
        Ok(sheet)
    }

    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Trouble> {
        self.rows += 1;
        self.referrals.row(cells)
    }

    pub fn finish(mut self, figures: &[Figure]) -> Result<String, Trouble> {
        for figure in figures {
            self.figures.row(&figure_cells(figure))?;
        }
        let (referrals, figures) = (self.referrals.path.clone(), self.figures.path.clone());
        self.referrals.finish()?;
        self.figures.finish()?;
        let (rows, referrals) = (self.rows, referrals.display());
        Ok(format!("{referrals} holds the referrals ({rows}), {} the figures.", figures.display()))
    }
}

/// `report.csv` has `report-measures.csv` beside it.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push("-measures");
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

struct Page {
    path: PathBuf,
    writer: csv::Writer<WholeFile>,
}

impl Page {
    fn begin(path: &Path) -> Result<Self, Trouble> {
        let file = WholeFile::begin(path).map_err(|error| not_written(path, &error))?;
        Ok(Self { path: path.to_owned(), writer: csv::Writer::from_writer(file) })
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Trouble> {
        let written = cells.iter().map(|cell| match cell {
            Cell::Text(text) => guarded(text).into_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::Time(at) => instant(*at),
            Cell::Nothing => String::new(),
        });
        self.writer.write_record(written).map_err(|error| not_written(&self.path, &error))
    }

    fn finish(self) -> Result<(), Trouble> {
        let file =
            self.writer.into_inner().map_err(|error| not_written(&self.path, &error.error()))?;
        file.finish().map_err(|error| not_written(&self.path, &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_stand_beside_the_referrals() {
        for (path, expected) in [
            ("report.csv", "report-measures.csv"),
            ("out/q1.2027.csv", "out/q1.2027-measures.csv"),
            ("report", "report-measures"),
        ] {
            assert_eq!(beside(Path::new(path)), Path::new(expected));
        }
    }
}
