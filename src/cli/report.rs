//! `vouch report`: how a period went, beside a running bot; and its referrals as a table, for a
//! spreadsheet.

mod csv;
mod figures;
mod guard;
mod table;
mod xlsx;

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::as_of::rules_of;
use super::{Trouble, database_url, say};
use crate::app::report;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::Rules;
use crate::domain::board::period::{Period, Span};
use crate::domain::language::Language;
use crate::domain::measure::report::Report;
use crate::store::dialect::Db;
use crate::store::open::open_snapshot;
use crate::store::program;
use crate::text::{Texts, Voice};
use crate::views::report::paragraphs;
use figures::{Figure, figures};
use table::Table;

/// The files that are wanted beside what is printed.
#[derive(Debug, Default)]
pub struct Files {
    pub csv: Option<PathBuf>,
    pub xlsx: Option<PathBuf>,
}

/// Prints how the period went, and writes it down.
pub async fn run(
    config: &Config,
    typed: &str,
    files: &Files,
    as_json: bool,
) -> Result<(), Trouble> {
    let db = open_snapshot(&database_url(&config.database)).await?;
    let done = printed(&db, typed, files, as_json).await;
    db.close().await;
    done
}

async fn printed(db: &Db, typed: &str, files: &Files, as_json: bool) -> Result<(), Trouble> {
    let rules = rules_of(db, &program::in_force(db).await?.unwrap_or_default()).await?;
    let now = Clock::real().now();
    let today = rules.calendar.local_date(now);
    let period = Period::said(typed, today, Span::Quarter).ok_or_else(|| {
        let known = "month, quarter, year, last, 2027-03, 2027-q1 or 2027";
        Trouble::wrong_use(format!("{typed:?} is no period; allowed are {known}."))
    })?;
    let mut tables = begun(files, &rules)?;
    let report = if tables.is_empty() {
        report::of(db, &rules.calendar, period, now).await?
    } else {
        report::with_names(db, &rules.calendar, period, now, |one| {
            tables.iter_mut().try_for_each(|table| table.take(one))
        })
        .await?
    };
    if as_json {
        say(&in_json(&report).to_string());
    } else {
        let zone = rules.calendar.zone();
        let texts = Texts::shipped();
        let voice = Voice { texts, language: Language::English, zone, now };
        for paragraph in paragraphs(&voice, &report) {
            say(&format!("{}\n", paragraph.words()));
        }
    }
    let figures = figures(&report);
    for table in tables {
        let written = table.finish(&figures)?;
        if !as_json {
            say(&written);
        }
    }
    Ok(())
}

/// The tables that are wanted, with nothing in them.
fn begun<'a>(files: &Files, rules: &'a Rules) -> Result<Vec<Table<'a>>, Trouble> {
    let csv = files.csv.as_deref().map(|path| Table::csv(path, &rules.calendar));
    let xlsx = files.xlsx.as_deref().map(|path| Table::xlsx(path, &rules.calendar));
    csv.into_iter().chain(xlsx).collect()
}

fn in_json(report: &Report) -> Value {
    let measure = |figure: &Figure| {
        let told = json!({
            "value": figure.value,
            "unit": figure.unit,
            "part": figure.part,
            "n": figure.n,
            "formula": figure.formula,
        });
        (figure.name.to_owned(), told)
    };
    let measures: Map<String, Value> = figures(report).iter().map(measure).collect();
    json!({
        "period": report.period.to_string(),
        "from": report.period.first_day().to_string(),
        "through": report.period.last_day().to_string(),
        "running": report.is_running,
        "maturing": report.is_maturing(),
        "measures": measures,
    })
}

/// Somebody's file is not written over: it may be anything.
pub(super) fn refuse_to_replace(path: &Path) -> Result<(), Trouble> {
    if !path.exists() {
        return Ok(());
    }
    let path = path.display();
    Err(Trouble::wrong_use(format!("{path} is there already. Name another file, or remove it.")))
}

pub(super) fn not_written(path: &Path, reason: &impl std::fmt::Display) -> Trouble {
    Trouble::failed(format!("{} cannot be written: {reason}.", path.display()))
}
