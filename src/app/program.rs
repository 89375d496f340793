//! Which programme is in force, and how another comes into force.
//!
//! The database holds the programme in force. A file that a start is told of comes into force when
//! it has changed since it was last read, so that what was put in force by hand meanwhile stays. A
//! running bot looks for a new version every few seconds ([`App::follow_program`]); what changes
//! what partners are promised is told to them first (`edition`).

mod edition;

use chrono::NaiveDate;

use super::App;
use super::people::reached;
use crate::domain::Rules;
use crate::domain::actor::Role;
use crate::domain::referral::Referral;
use crate::program::{BUILT_IN, BUILT_IN_SOURCE, Misfit, Program, version};
use crate::store::program::ProgramRow;
use crate::store::{StoreError, house, program, queries};
use crate::views::Say;
use edition::Brought;

/// A file that holds a programme, as it was read.
#[derive(Clone, Debug)]
pub struct ProgramFile {
    /// What it is called in messages.
    pub name: String,
    pub text: String,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Its programme is in force now.
    New,
    /// It is recorded, and holds later: on this date at the earliest, and not before partners were
    /// told in so many channels.
    Announced { first: NaiveDate, channels: usize },
    /// The day on which it was to hold is over, so nothing was recorded.
    Past { today: NaiveDate },
    /// What it says is in force already; what was announced does not come.
    TakenBack,
    /// It has not changed since it was last read, or says what is in force already.
    Nothing,
    /// It does not fit, so what was in force stays.
    Wrong(Vec<Misfit>),
}

/// The `meta` value that says what is wrong with the last text that did not fit.
const WRONG: &str = "program_wrong";

impl App {
    /// The rules for what is decided about a referral: those it was sent under.
    #[must_use]
    pub fn rules_of(&self, referral: &Referral) -> Rules {
        self.in_force.rules_of(&referral.program)
    }

    /// Takes over what the database says: the version in force, and those before it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load_program(&self) -> Result<(), StoreError> {
        for row in program::kept(&self.store.db).await? {
            if let Some(program) = read_back(&row) {
                self.in_force.keep(program);
            }
        }
        self.take_over_latest().await.map(|_| ())
    }

    /// Whether a database has a programme already: until it has, a file that does not fit must stop
    /// the start, for there is nothing that could stay in force.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn has_program(&self) -> Result<bool, StoreError> {
        Ok(program::in_force(&self.store.db).await?.is_some())
    }

    /// At a start: the file when it is new, else what was in force, else the built-in programme.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn start_program(&self, file: Option<&ProgramFile>) -> Result<Taken, StoreError> {
        self.load_program().await?;
        let taken = match file {
            Some(file) => self.reread_program(file).await?,
            None => Taken::Nothing,
        };
        let built_in = self.program().source == BUILT_IN_SOURCE;
        if !self.has_program().await? || (built_in && self.program().version != version(BUILT_IN)) {
            self.put_in_force(Program::built_in(), BUILT_IN, None, None).await?;
        }
        self.follow_program().await?;
        Ok(taken)
    }

    /// Puts a file in force when it has changed since it was last read. Whoever is admin is told of
    /// one that does not fit, once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn reread_program(&self, file: &ProgramFile) -> Result<Taken, StoreError> {
        let found = version(&file.text);
        if program::file(&self.store.db).await?.as_deref() == Some(&found) {
            return Ok(Taken::Nothing);
        }
        match Program::check(&file.text, &file.name) {
            Ok((program, _)) => self.put_in_force(program, &file.text, None, Some(found)).await,
            Err(misfits) => {
                self.tell_wrong(&found, misfits.first()).await?;
                Ok(Taken::Wrong(misfits))
            }
        }
    }

    /// Brings a programme into force, on `effective` at the earliest: at once where it changes nothing
    /// that partners are promised, else when they were told. `file` is the version of what the file
    /// a start is told of holds at this moment: it counts again when it has changed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_in_force(
        &self,
        program: Program,
        text: &str,
        effective: Option<NaiveDate>,
        file: Option<String>,
    ) -> Result<Taken, StoreError> {
        let (db, writer) = (&self.store.db, &self.store.writer);
        let version = program.version.clone();
        let row = ProgramRow {
            version: version.clone(),
            text: text.to_owned(),
            source: program.source.clone(),
            taken_us: self.now().timestamp_micros(),
        };
        let in_force = program::in_force(db).await?;
        let taken = if in_force.as_deref() == Some(&version) {
            // The same text from elsewhere is kept with where it came from: the built-in programme
            // gives way to that of the next version, a file does not.
            if self.program().source != program.source {
                program::keep(writer, row).await?;
                self.in_force.take_over(program);
            }
            if self.take_back().await? { Taken::TakenBack } else { Taken::Nothing }
        } else if in_force.is_none() && program.source == BUILT_IN_SOURCE {
            // Nobody was promised anything before.
            program::begin_with(writer, row).await?;
            self.in_force.take_over(program);
            Taken::New
        } else {
            program::keep(writer, row).await?;
            self.bring(Brought { program, effective }).await?
        };
        tracing::info!(version, ?taken, "a programme was read");
        // Last: a file that was not taken over to its end is read once more.
        if let Some(file) = file.filter(|_| !matches!(taken, Taken::Past { .. })) {
            program::set_file(writer, file).await?;
        }
        Ok(taken)
    }

    /// Takes over a version that another process put in force, and goes on with one that is
    /// announced.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn follow_program(&self) -> Result<(), StoreError> {
        // The clock's job and the watch may come at once.
        let _turn = self.in_force.turn().await;
        self.take_over_latest().await?;
        self.go_on_with_edition().await
    }

    /// Reads versions that were recorded by another process, so that what they change can be said.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn know_program(&self, version: &str) -> Result<(), StoreError> {
        if self.in_force.version(version).is_none() {
            let row = program::text(&self.store.db, version).await?;
            if let Some(program) = row.and_then(|row| read_back(&row)) {
                self.in_force.keep(program);
            }
        }
        Ok(())
    }

    /// Takes over the version that the database says is in force; gives whether it is another.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn take_over_latest(&self) -> Result<bool, StoreError> {
        let db = &self.store.db;
        let Some(wanted) = program::in_force(db).await? else { return Ok(false) };
        if self.program().version == wanted {
            return Ok(false);
        }
        let row = program::text(db, &wanted).await?;
        let Some(program) = row.and_then(|row| read_back(&row)) else { return Ok(false) };
        self.in_force.take_over(program);
        Ok(true)
    }

    async fn tell_wrong(&self, text: &str, misfit: Option<&Misfit>) -> Result<(), StoreError> {
        let Some(misfit) = misfit else { return Ok(()) };
        let (line, column) = (misfit.line, misfit.column);
        tracing::warn!(line, column, "the programme's file does not fit; nothing has changed");
        let wrong = Wrong { text: text.to_owned(), line, column, what: misfit.sentence.clone() };
        let wrong = serde_json::to_string(&wrong).unwrap_or_default();
        house::set_meta(&self.store.writer, WRONG, wrong).await?;
        let everybody = queries::everybody(&self.store.db).await?;
        for admin in everybody.iter().filter(|person| person.has(Role::Admin)) {
            let reached = admin.reached_as().and_then(|identity| reached(identity));
            let Some((to, workspace)) = reached else { continue };
            let cause = format!("program:wrong:{text}:{to}");
            let say = Say::ProgrammeBad { text: text.to_owned(), to, workspace };
            self.leave_once(&say, &cause).await?;
        }
        Ok(())
    }

    /// What is wrong with a text, as long as it is the last one that did not fit.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn wrong_program(&self, text: &str) -> Result<Option<Wrong>, StoreError> {
        let found = queries::meta(&self.store.db, WRONG).await?;
        let wrong = found.and_then(|found| serde_json::from_str::<Wrong>(&found).ok());
        Ok(wrong.filter(|wrong| wrong.text == text))
    }
}

/// The first place of a text that does not fit; `text` is its version.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Wrong {
    pub text: String,
    pub line: usize,
    pub column: usize,
    pub what: String,
}

/// A text that was in force reads back unless a newer version of Vouch took it.
fn read_back(row: &ProgramRow) -> Option<Program> {
    let program = Program::read(&row.text, &row.source);
    if program.is_err() {
        tracing::error!(version = row.version, "a programme of this version cannot be read");
    }
    program.ok()
}
