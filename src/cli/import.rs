//! `vouch import accounts FILE`: customers, the vendor's own opportunities and accounts off limits.
//!
//! Without `--apply` it only says what would change. The file is read row by row and taken in some
//! hundreds of accounts at a time, with a rest in between, and makes way whenever a running bot wants to
//! write.

use std::fs::File;
use std::io::{BufRead as _, BufReader, IsTerminal as _};
use std::path::Path;
use std::time::Instant;

use clap::Subcommand;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Trouble, complain, data, database_url, say};
use crate::app::accounts::intake::{Columns, Goal, Intake, Tally};
use crate::clock::Clock;
use crate::config::Config;
use crate::store::open::open_snapshot;

#[derive(Subcommand)]
pub enum ImportCommand {
    /// Read accounts from a CSV file; without --apply it says what would change.
    Accounts {
        file: std::path::PathBuf,
        /// Write it.
        #[arg(long)]
        apply: bool,
        /// Which system the file comes from; its ids count within it.
        #[arg(long, value_name = "NAME", default_value = "crm")]
        source: String,
    },
}

/// Rows that cannot be read and are named one by one.
const NAMED: usize = 20;

pub async fn run(config: &Config, command: ImportCommand) -> Result<(), Trouble> {
    let ImportCommand::Accounts { file, apply, source } = command;
    let name = file.display().to_string();
    let rows = count(&file)?;
    let import = Import { name, rows, source };
    if !apply {
        let db = open_snapshot(&database_url(&config.database)).await?;
        let read = import.read(&file, Goal::Compare(&db)).await;
        db.close().await;
        return import.report(&read?, false);
    }
    let (app, writer) = data::open_app(config).await?;
    let read = import.read(&file, Goal::Write(&app.store)).await;
    drop(app);
    writer.finish().await;
    import.report(&read?, true)
}

fn open(file: &Path) -> Result<csv::Reader<BufReader<File>>, Trouble> {
    let not_read =
        |error| Trouble::wrong_use(format!("{} cannot be read: {error}.", file.display()));
    let mut text = BufReader::new(File::open(file).map_err(not_read)?);
    let start = text.fill_buf().map_err(not_read)?;
    let titles = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let marks = |mark| titles.iter().filter(|byte| **byte == mark).count();
    // What a German spreadsheet writes.
    let delimiter = if marks(b';') > marks(b',') { b';' } else { b',' };
    Ok(csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text))
}

fn broke_off(file: &Path) -> Trouble {
    Trouble::failed(format!("{} cannot be read to its end.", file.display()))
}

/// The rows of a file, so that it can be said how far the reading is.
fn count(file: &Path) -> Result<u64, Trouble> {
    let mut reader = open(file)?;
    let mut row = csv::ByteRecord::new();
    let mut rows = 0;
    loop {
        match reader.read_byte_record(&mut row) {
            Ok(false) => return Ok(rows),
            Err(error) if error.is_io_error() => return Err(broke_off(file)),
            // A row of another length is one all the same.
            Ok(true) | Err(_) => rows += 1,
        }
    }
}

struct Import {
    name: String,
    rows: u64,
    source: String,
}

/// What became of a file.
#[derive(Default)]
struct Read {
    tally: Tally,
    /// Lines that could not be read, the first ones with why.
    bad: Vec<(u64, Option<String>)>,
}

impl Import {
    async fn read(&self, file: &Path, goal: Goal<'_>) -> Result<Read, Trouble> {
        let mut reader = open(file)?;
        let titles = reader.headers().map_err(|_| self.not_text())?;
        let columns = Columns::of(titles.iter())
            .map_err(|why| Trouble::wrong_use(format!("{}: {why}", self.name)))?;
        let mut intake = Intake::new(goal, Clock::real().now());
        let (mut read, mut row) = (Read::default(), csv::StringRecord::new());
        let progress = Progress::new(&self.name, self.rows);
        let mut since = Instant::now();
        loop {
            let line = reader.position().line();
            match reader.read_record(&mut row) {
                Ok(false) => break,
                Ok(true) => {
                    let cells: Vec<&str> = row.iter().collect();
                    let line = row.position().map_or(line, csv::Position::line);
                    match columns.read(&cells, &self.source) {
                        Ok(told) => {
                            if intake.take(told).await? {
                                rest(&mut since).await;
                            }
                        }
                        Err(why) => read.bad(line, why.to_string()),
                    }
                }
                Err(error) if error.is_io_error() => return Err(broke_off(file)),
                Err(error) => read.bad(line, in_words(&error)),
            }
            progress.step();
        }
        intake.flush().await?;
        progress.done();
        read.tally = intake.tally;
        Ok(read)
    }

    fn not_text(&self) -> Trouble {
        Trouble::wrong_use(format!("{} is no CSV file in UTF-8.", self.name))
    }

    fn report(&self, read: &Read, applied: bool) -> Result<(), Trouble> {
        for (line, why) in read.bad.iter().filter_map(|(line, why)| Some((line, why.as_ref()?))) {
            complain(&format!("{}:{line}: {why}.", self.name));
        }
        let Tally { new, changed, same, older, taken } = read.tally;
        let mut parts = vec![
            format!("{} new", grouped(new)),
            format!("{} changed", grouped(changed)),
            format!("{} the same", grouped(same)),
        ];
        if older > 0 {
            parts.push(format!("{} older than what is known", grouped(older)));
        }
        if taken > 0 {
            parts.push(format!("{} under a number that another account has", grouped(taken)));
        }
        if !read.bad.is_empty() {
            let lines: Vec<String> =
                read.bad.iter().take(3).map(|(line, _)| line.to_string()).collect();
            let more = if read.bad.len() > 3 { ", …" } else { "" };
            let bad = grouped(read.bad.len() as u64);
            parts.push(format!("{bad} not readable (lines {}{more})", lines.join(", ")));
        }
        let parts = parts.join(", ");
        say(&match applied {
            true => format!("Written: {parts}."),
            false => format!("Dry run, nothing written: {parts}. Write with --apply."),
        });
        if read.bad.is_empty() { Ok(()) } else { Err(Trouble::said()) }
    }
}

impl Read {
    fn bad(&mut self, line: u64, why: String) {
        let named = self.bad.len() < NAMED;
        self.bad.push((line, named.then_some(why)));
    }
}

/// Leaves the database to others for a while after each write: a quarter of the time it took.
async fn rest(since: &mut Instant) {
    tokio::time::sleep(since.elapsed() / 4).await;
    *since = Instant::now();
}

fn in_words(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("there are {len} cells, and {expected_len} columns")
        }
        csv::ErrorKind::Utf8 { .. } => "it is not written in UTF-8".to_owned(),
        _ => "it cannot be read".to_owned(),
    }
}

/// How far the reading is: a bar on a terminal, a line for every tenth elsewhere.
struct Progress {
    bar: ProgressBar,
    tenth: u64,
    name: String,
    rows: u64,
}

impl Progress {
    fn new(name: &str, rows: u64) -> Self {
        let style = ProgressStyle::with_template(
            "{msg}  {bar:24}  {percent} %   {human_pos} of {human_len} rows   {per_sec}   {eta} left",
        );
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        let target = match std::io::stderr().is_terminal() {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(rows), target);
        bar.set_style(style.progress_chars("█░░"));
        bar.set_message(name.to_owned());
        Self { bar, tenth: (rows / 10).max(1), name: name.to_owned(), rows }
    }

    fn step(&self) {
        self.bar.inc(1);
        let at = self.bar.position();
        // A file that is read in a moment needs no lines.
        let told = self.rows >= 10_000 && at.is_multiple_of(self.tenth);
        if self.bar.is_hidden() && told {
            let (at, rows) = (grouped(at), grouped(self.rows));
            complain(&format!("{}  {at} of {rows} rows", self.name));
        }
    }

    fn done(&self) {
        self.bar.finish_and_clear();
    }
}

/// "183,000"
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let table = [(0, "0"), (999, "999"), (1_000, "1,000"), (183_000, "183,000")];
        for (number, text) in table {
            assert_eq!(grouped(number), text);
        }
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
