//! `vouch pack`: the review of a partner's quarter, beside a running bot: as Markdown, or as a page that
//! prints well.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::as_of::program_of;
use super::report::{not_written, refuse_to_replace};
use super::{Trouble, database_url, say};
use crate::app::pack;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::board::period::{Period, Span};
use crate::domain::ids::PartnerCode;
use crate::store::dialect::Db;
use crate::store::open::open_snapshot;
use crate::store::whole::WholeFile;
use crate::store::{program, queries};
use crate::text::{Texts, Voice};
use crate::views::pack::print::{html, markdown};

/// The files that are wanted; without one it is printed as Markdown.
#[derive(Debug, Default)]
pub struct Files {
    pub html: Option<PathBuf>,
    pub markdown: Option<PathBuf>,
}

/// Writes the review of that partner's quarter.
pub async fn run(config: &Config, code: &str, typed: &str, files: &Files) -> Result<(), Trouble> {
    let db = open_snapshot(&database_url(&config.database)).await?;
    let done = written(&db, code, typed, files).await;
    db.close().await;
    done
}

async fn written(db: &Db, code: &str, typed: &str, files: &Files) -> Result<(), Trouble> {
    let program = program_of(db, &program::in_force(db).await?.unwrap_or_default()).await?;
    let now = Clock::real().now();
    let today = program.rules.calendar.local_date(now);
    let typed = if typed.is_empty() { "last quarter" } else { typed };
    let quarter = Period::said(typed, today, Span::Quarter);
    let quarter = quarter.filter(|one| one.span() == Span::Quarter).ok_or_else(|| {
        let known = "quarter, last quarter or 2027-q1";
        Trouble::wrong_use(format!("{typed:?} is no quarter; allowed are {known}."))
    })?;
    let wanted = code.to_uppercase().parse::<PartnerCode>().ok();
    let partners = queries::partners(db).await?;
    let partner = partners.into_iter().find(|one| Some(one.code) == wanted).ok_or_else(|| {
        Trouble::wrong_use(format!("{code:?} is no partner's code; it looks like NOR."))
    })?;
    for path in [&files.html, &files.markdown].into_iter().flatten() {
        refuse_to_replace(path)?;
    }
    let voice = Voice {
        texts: Texts::shipped(),
        // As its channel reads it.
        language: partner.language.unwrap_or(program.language),
        zone: program.zone(),
        now,
    };
    let pack = pack::of(db, &program.rules, &partner, quarter, now).await?;
    if let Some(path) = &files.html {
        write(path, &html(&voice, &pack))?;
    }
    match &files.markdown {
        Some(path) => write(path, &markdown(&voice, &pack))?,
        None if files.html.is_none() => say(markdown(&voice, &pack).trim_end()),
        None => {}
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Trouble> {
    let begun = WholeFile::begin(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.finish()
    });
    begun.map_err(|error| not_written(path, &error))?;
    say(&format!("{} holds the review.", path.display()));
    Ok(())
}
