//! `vouch program check|apply FILE`, `vouch program diff OLD NEW`, `vouch program show`, and the file that a start is told of.

use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::Path;

use chrono::NaiveDate;
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode,
};

use super::{ProgramCommand, Trouble, data, database_url, say};
use crate::app::App;
use crate::app::program::{ProgramFile, Taken};
use crate::config::Config;
use crate::program::{BUILT_IN, Misfit, Program, diff, version};
use crate::store::open::open_snapshot;
use crate::store::program;

/// Read when it is there and `VOUCH_PROGRAM` names no other.
const DEFAULT: &str = "program.toml";

pub async fn run(config: &Config, command: ProgramCommand) -> Result<(), Trouble> {
    match command {
        ProgramCommand::Check { file } => {
            let file = read(&file)?;
            let (program, gaps) = checked(&file)?;
            say(&format!("{} fits: {}.", file.name, in_words(&program)));
            // It comes into force all the same: a gap may be meant.
            gaps.iter().for_each(|gap| say(&format!("{}:{gap}", file.name)));
            Ok(())
        }
        ProgramCommand::Diff { old, new } => {
            let (old, new) = (read(&old)?, read(&new)?);
            // What was in force once may have been written under fewer checks.
            let was = Program::read(&old.text, &old.name).map_err(|found| misfit(&old, &found))?;
            tell(&was, &checked(&new)?.0);
            Ok(())
        }
        ProgramCommand::Apply { file, effective } => {
            let file = read(&file)?;
            let (program, _) = checked(&file)?;
            let (app, writer) = data::open_app(config).await?;
            let done = apply(&app, config, (program, effective), &file).await;
            drop(app);
            writer.finish().await;
            done
        }
        ProgramCommand::Show { version } => show(config, version).await,
    }
}

async fn show(config: &Config, wanted: Option<String>) -> Result<(), Trouble> {
    let db = open_snapshot(&database_url(&config.database)).await?;
    let in_force = program::in_force(&db).await?;
    let wanted = wanted.or(in_force);
    let row = match &wanted {
        Some(wanted) => program::text(&db, wanted).await?,
        None => None,
    };
    db.close().await;
    match (row, wanted) {
        (Some(row), _) => say(row.text.trim_end()),
        // Nothing was decided here yet: what would hold is what is shipped.
        (None, None) => say(BUILT_IN.trim_end()),
        (None, Some(wanted)) => {
            let unknown = format!("No programme of the version {wanted} was ever in force here.");
            return Err(Trouble::failed(unknown));
        }
    }
    Ok(())
}

async fn apply(
    app: &App,
    config: &Config,
    (program, effective): (Program, Option<NaiveDate>),
    file: &ProgramFile,
) -> Result<(), Trouble> {
    // What was put in force by hand stays until the file changes: what it says now is passed over.
    let passed_over = named(config)?.map(|named| version(&named.text));
    let words = in_words(&program);
    match app.put_in_force(program, &file.text, effective, passed_over).await? {
        Taken::New => {
            say(&format!("In force now: {words}. A running Vouch takes it over within seconds."));
        }
        Taken::Announced { first, channels } => say(&announced(&words, first, channels)),
        Taken::Past { today } => {
            let sentence = format!("--effective names a day that is over. Today is {today}.");
            return Err(Trouble::wrong_use(sentence));
        }
        Taken::TakenBack => {
            say(&format!("In force as before: {words}. What was announced does not come."));
        }
        Taken::Nothing | Taken::Wrong(_) => {
            say(&format!("Nothing to change: {words} is in force already."));
        }
    }
    Ok(())
}

/// What is still to happen before a version holds.
fn announced(words: &str, first: NaiveDate, channels: usize) -> String {
    let plural = if channels == 1 { "" } else { "s" };
    match channels {
        0 => format!("Recorded: {words}. It holds from {first} on."),
        _ => format!(
            "Recorded: {words}. It holds from {first} on at the earliest, when partners were told \
             in {channels} channel{plural}; a running Vouch tells them."
        ),
    }
}

/// The file that a start is told of, if there is one.
pub fn named(config: &Config) -> Result<Option<ProgramFile>, Trouble> {
    match &config.program {
        Some(path) => {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path).map_err(|error| {
                Trouble::wrong_use(format!(
                    "VOUCH_PROGRAM is {name}, which cannot be read: {error}."
                ))
            })?;
            Ok(Some(ProgramFile { name, text }))
        }
        None if Path::new(DEFAULT).exists() => read(Path::new(DEFAULT)).map(Some),
        None => Ok(None),
    }
}

/// Reads the file once more, while running: what does not fit changes nothing, and admins are told.
pub async fn reread(app: &App, config: &Config) {
    let file = match named(config) {
        Ok(Some(file)) => file,
        Ok(None) => return tracing::info!("there is no programme's file to read again"),
        Err(trouble) => return tracing::warn!(trouble = trouble.sentence, "nothing has changed"),
    };
    match app.reread_program(&file).await {
        Ok(taken) => tracing::info!(new = taken == Taken::New, "the programme was read again"),
        Err(error) => tracing::warn!(%error, "the programme was not read again"),
    }
}

fn read(path: &Path) -> Result<ProgramFile, Trouble> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Trouble::wrong_use(format!("{name} cannot be read: {error}.")))?;
    Ok(ProgramFile { name, text })
}

fn checked(file: &ProgramFile) -> Result<(Program, Vec<Misfit>), Trouble> {
    Program::check(&file.text, &file.name).map_err(|misfits| misfit(file, &misfits))
}

/// Says what changes, and for which referrals.
fn tell(was: &Program, now: &Program) {
    let changes = diff::changes(was, now);
    if changes.is_empty() {
        return say("Nothing changes for anybody.");
    }
    changes.iter().for_each(|change| say(&change.to_string()));
    if now.promises_otherwise(was) {
        say("Referrals already sent keep the rules they were sent under.");
    }
}

/// Every mistake in a line of its own and, for somebody at a terminal, the lines it is about.
pub fn misfit(file: &ProgramFile, misfits: &[Misfit]) -> Trouble {
    let mut said = String::new();
    for misfit in misfits {
        // Writing to a string cannot fail.
        let _ = writeln!(said, "{}:{misfit}", file.name);
    }
    if std::io::stderr().is_terminal() {
        said.push_str(&shown(file, misfits));
    }
    Trouble::of_file(said.trim_end())
}

fn in_words(program: &Program) -> String {
    let rules = &program.rules;
    let plural = |count: u32| if count == 1 { "" } else { "s" };
    let tiers = match rules.tiers.all.len() {
        0 => String::new(),
        count => format!(", {count} tier{}", if count == 1 { "" } else { "s" }),
    };
    format!(
        "version {}, {} days of protection, first answer within {} business day{}, times in {}{tiers}",
        program.version,
        rules.protection_days,
        rules.promise_days,
        plural(rules.promise_days),
        program.zone(),
    )
}

/// The lines around each mistake, with the mistake pointed at.
fn shown(file: &ProgramFile, misfits: &[Misfit]) -> String {
    let theme = GraphicalTheme::unicode_nocolor();
    let marked = Marked { file: NamedSource::new(&file.name, file.text.clone()), misfits };
    let mut shown = String::new();
    // Without a drawing the lines above it say the same.
    let _ = GraphicalReportHandler::new_themed(theme).render_report(&mut shown, &marked);
    shown
}

/// A file with its mistakes, as the library that draws them wants it.
#[derive(Debug)]
struct Marked<'a> {
    file: NamedSource<String>,
    misfits: &'a [Misfit],
}

impl std::fmt::Display for Marked<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} does not fit", self.file.name())
    }
}

impl std::error::Error for Marked<'_> {}

impl Diagnostic for Marked<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.file)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = |misfit: &Misfit| {
            LabeledSpan::new_with_span(Some(misfit.sentence.clone()), misfit.span.clone())
        };
        Some(Box::new(self.misfits.iter().map(label)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_a_terminal_the_line_of_a_mistake_is_shown_with_what_to_write() {
        let text =
            crate::program::BUILT_IN.replace("protection_days = 90", "protection_days = 400");
        let file = ProgramFile { name: "program.toml".to_owned(), text };
        let misfits = Program::read(&file.text, &file.name).unwrap_err();
        let shown = shown(&file, &misfits);
        assert!(shown.contains("protection_days = 400"), "{shown}");
        assert!(shown.contains("allowed are 30 to 180"), "{shown}");
        assert!(!shown.contains('\u{1b}'), "no colours: {shown}");
    }
}
