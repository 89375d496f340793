//! Which programme is in force, and how another comes into force.
//!
//! The database holds the programme in force. A file that a start is told of comes into force when
//! it has changed since it was last read, so that what was put in force by hand meanwhile stays. A
//! running bot looks for a new version every few seconds ([`App::follow_program`]); partners are
//! told when what they are promised has changed.

use super::App;
use super::execute::say_one;
use super::people::reached;
use crate::domain::Rules;
use crate::domain::actor::Role;
use crate::domain::partner::Audience;
use crate::domain::referral::Referral;
use crate::program::{BUILT_IN, BUILT_IN_SOURCE, Misfit, Program, version};
use crate::store::desk::{Desk, Needs};
use crate::store::program::ProgramRow;
use crate::store::{StoreError, house, program, queries};
use crate::views::Say;

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
            self.put_in_force(Program::built_in(), BUILT_IN, None).await?;
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
        match Program::read(&file.text, &file.name) {
            Ok(program) => self.put_in_force(program, &file.text, Some(found)).await,
            Err(misfits) => {
                self.tell_wrong(&found, misfits.first()).await?;
                Ok(Taken::Wrong(misfits))
            }
        }
    }

    /// Puts a programme in force. `file` is the version of what the file a start is told of holds at
    /// this moment: it counts again when it has changed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_in_force(
        &self,
        program: Program,
        text: &str,
        file: Option<String>,
    ) -> Result<Taken, StoreError> {
        let writer = &self.store.writer;
        let same = program::in_force(&self.store.db).await?.as_deref() == Some(&program.version);
        // The same text from elsewhere is kept with where it came from: the built-in programme gives
        // way to that of the next version, a file does not.
        if same && self.program().source == program.source {
            if let Some(file) = file {
                program::set_file(writer, file).await?;
            }
            return Ok(Taken::Nothing);
        }
        let row = ProgramRow {
            version: program.version.clone(),
            text: text.to_owned(),
            source: program.source.clone(),
            taken_us: self.now().timestamp_micros(),
        };
        program::take(writer, row, file).await?;
        tracing::info!(version = program.version, "a programme was put in force");
        self.in_force.take_over(program);
        Ok(if same { Taken::Nothing } else { Taken::New })
    }

    /// Takes over a version that another process put in force, and tells partners what has changed
    /// for them since they were told last.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn follow_program(&self) -> Result<(), StoreError> {
        // The clock's job and the watch may come at once; partners are told once.
        let _turn = self.in_force.turn().await;
        self.take_over_latest().await?;
        self.tell_partners().await
    }

    async fn take_over_latest(&self) -> Result<bool, StoreError> {
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

    /// Leaves the news, and the intro with its new numbers, to be said in every partner's channel.
    async fn tell_partners(&self) -> Result<(), StoreError> {
        let db = &self.store.db;
        let now = self.program();
        let told = program::told(db).await?;
        if told.as_deref() == Some(&now.version) {
            return Ok(());
        }
        // Nobody was told of anything before texts were kept: only the built-in one existed.
        let was = told.unwrap_or_else(|| version(BUILT_IN));
        let before = self.in_force.version(&was);
        let before = before.unwrap_or_else(|| Program::built_in().into());
        if now.promises_otherwise(&before)
            && let Some(row) = program::text(db, &now.version).await?
        {
            // Partners live by this clock, whichever clock the command has that applied it.
            let on = now.rules.calendar.local_date(self.now());
            let cause = format!("program:{}:{}", now.version, row.taken_us);
            let now = now.version.clone();
            let needs = Needs::everything_set_up();
            let unit = move |desk: &mut Desk| {
                for say in news(desk, &was, &now, on) {
                    say_one(desk, &say, &cause);
                }
                Ok(())
            };
            self.store.writer.decide(needs, unit).await?;
        }
        program::set_told(&self.store.writer, now.version.clone()).await
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
            let reached = admin.identities.first().and_then(|identity| reached(identity));
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

fn news(desk: &Desk, was: &str, now: &str, on: chrono::NaiveDate) -> Vec<Say> {
    let partners = desk.state().channels.values();
    let partners = partners.filter(|channel| channel.audience == Some(Audience::Partner));
    partners
        .flat_map(|channel| {
            let (channel, was, now) = (channel.id.clone(), was.to_owned(), now.to_owned());
            let intro = Say::Intro { channel: channel.clone() };
            [intro, Say::ProgrammeNew { channel, was, now, on }]
        })
        .collect()
}
