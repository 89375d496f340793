//! The programme: what the vendor has settled, read from TOML and checked.
//!
//! [`Program`] is one version of it, [`InForce`] the one that holds now, with all that held before:
//! a referral keeps the rules it was sent under. `file` reads the text, [`Misfit`] is a place where
//! it does not fit, [`diff`] says what one version changes, and for whom. The version is a hash of the text, and stands on every event that was decided
//! under it.

pub mod diff;
mod file;
mod misfit;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use chrono_tz::Tz;
use sha2::{Digest as _, Sha256};

use crate::domain::Rules;
use crate::domain::joining::Joining;
use crate::domain::knowledge::Knowledge;
use crate::domain::language::Language;
use crate::domain::posts::Posts;
use crate::domain::start::Care;

pub use misfit::Misfit;

/// The text of the programme that is shipped: what holds when nobody brought another into force,
/// and what a new `program.toml` starts from.
pub const BUILT_IN: &str = include_str!("default.toml");
/// Where the shipped programme came from, for people.
pub const BUILT_IN_SOURCE: &str = "built-in default";

/// One version of the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub name: String,
    /// What several people read comes in it, and what one person reads whose own is not known.
    pub language: Language,
    pub rules: Rules,
    /// Whole days between the notice to partners and a change of what they are promised.
    pub notice_days: u32,
    /// What partners are given to know.
    pub knowledge: Knowledge,
    /// How one becomes a partner; none where nobody can apply.
    pub joining: Option<Joining>,
    /// What is settled about partners' first steps.
    pub start: Care,
    /// How much is posted in channels of its own accord, and when.
    pub posts: Posts,
    /// The first 12 hex digits of the SHA-256 of its text.
    pub version: String,
    /// Where it came from, for people.
    pub source: String,
}

impl Program {
    /// Reads a programme that came from `source`.
    ///
    /// # Errors
    /// Every place that does not fit, from the top of the text to its end.
    pub fn read(text: &str, source: &str) -> Result<Self, Vec<Misfit>> {
        file::read(text).map(|settings| Self::of(settings, text, source))
    }

    /// Reads a text that is to come into force, and asks more of it: that nothing in it contradicts
    /// itself. With the programme come its gaps: what whoever writes it may not have meant.
    ///
    /// # Errors
    /// As [`Self::read`], and every contradiction.
    pub fn check(text: &str, source: &str) -> Result<(Self, Vec<Misfit>), Vec<Misfit>> {
        let settings = file::read(text)?;
        let found = file::lint::look(text, &settings);
        let program = Self::of(settings, text, source);
        if found.contradictions.is_empty() {
            Ok((program, found.gaps))
        } else {
            Err(found.contradictions)
        }
    }

    fn of(settings: file::Settings, text: &str, source: &str) -> Self {
        let file::Settings { name, language, rules, notice_days, knowledge, joining, start, posts } =
            settings;
        let (version, source) = (version(text), source.to_owned());
        Self {
            name,
            language,
            rules,
            notice_days,
            knowledge,
            joining,
            start,
            posts,
            version,
            source,
        }
    }

    /// The programme that is shipped.
    ///
    /// # Panics
    /// Never: the shipped text is read in a test.
    #[must_use]
    pub fn built_in() -> Self {
        Self::read(BUILT_IN, BUILT_IN_SOURCE).expect("the shipped programme is tested")
    }

    #[must_use]
    pub const fn zone(&self) -> Tz {
        self.rules.calendar.zone()
    }

    /// Whether partners are promised something else than under `other`.
    #[must_use]
    pub fn promises_otherwise(&self, other: &Self) -> bool {
        diff::changes(other, self).iter().any(|change| change.whom == diff::Whom::Partners)
    }
}

/// The version of a text.
#[must_use]
pub fn version(text: &str) -> String {
    hex::encode(Sha256::digest(text))[..12].to_owned()
}

/// The programme in force now, and every version that was before. Clones share it, so that whoever
/// takes over a new version is heard by all at once.
#[derive(Clone, Debug)]
pub struct InForce(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    versions: RwLock<Versions>,
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Versions {
    now: Arc<Program>,
    kept: HashMap<String, Arc<Program>>,
}

impl InForce {
    #[must_use]
    pub fn new(program: Program) -> Self {
        let now = Arc::new(program);
        let kept = HashMap::from([(now.version.clone(), Arc::clone(&now))]);
        let versions = RwLock::new(Versions { now, kept });
        Self(Arc::new(Shared { versions, turn: tokio::sync::Mutex::default() }))
    }

    /// The programme at this moment; one decision asks once and stays with the answer.
    #[must_use]
    pub fn now(&self) -> Arc<Program> {
        self.read(|versions| Arc::clone(&versions.now))
    }

    /// An earlier version, if its text was kept.
    #[must_use]
    pub fn version(&self, version: &str) -> Option<Arc<Program>> {
        self.read(|versions| versions.kept.get(version).cloned())
    }

    /// The rules for what was sent under `version`. What sales picks from is that of today: the
    /// reasons and stages are the vendor's own words and take nothing from a partner.
    ///
    /// A version whose text was not kept is one from before texts were: only the built-in programme
    /// existed then, with these same rules.
    #[must_use]
    pub fn rules_of(&self, version: &str) -> Rules {
        let now = self.now();
        let pinned = self.version(version).unwrap_or_else(|| Arc::new(Program::built_in()));
        Rules {
            reject_reasons: now.rules.reject_reasons.clone(),
            lost_reasons: now.rules.lost_reasons.clone(),
            stages: now.rules.stages.clone(),
            ..pinned.rules.clone()
        }
    }

    /// Keeps a version that was in force before.
    pub fn keep(&self, program: Program) {
        self.write(|versions| {
            let program = Arc::new(program);
            versions.kept.entry(program.version.clone()).or_insert(program);
        });
    }

    /// Puts a version in force.
    pub fn take_over(&self, program: Program) {
        self.write(|versions| {
            versions.now = Arc::new(program);
            versions.kept.insert(versions.now.version.clone(), Arc::clone(&versions.now));
        });
    }

    /// Held by whoever looks after a change of the programme: one at a time.
    pub async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.0.turn.lock().await
    }

    fn read<T>(&self, look: impl FnOnce(&Versions) -> T) -> T {
        // Pointers are put in whole: a panic elsewhere cannot have left half of one.
        look(&self.0.versions.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write(&self, change: impl FnOnce(&mut Versions)) {
        change(&mut self.0.versions.write().unwrap_or_else(PoisonError::into_inner));
    }
}
