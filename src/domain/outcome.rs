//! What a decision can give: facts for the log, or a no that a person can read.
//!
//! What the facts are about: `setup` has partners, channels, people and groups, `referral`
//! referrals, `account` domains and questions about them, `case` conflict cases, `program` the
//! programme itself, `board` leaderboards, `shout` shout-outs, `rhythm` notes of
//! their own accord, `application` companies that want to join. Every no is in `refusal`.

mod account;
mod application;
mod board;
mod case;
mod program;
mod referral;
mod refusal;
mod rhythm;
mod setup;
mod shout;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use account::{AliasEvent, AskingEvent};
pub use application::ApplicationEvent;
pub use board::BoardEvent;
pub use case::{CaseEvent, Opening, Party, Ruling, Statement};
pub use program::ProgramEvent;
pub use referral::{ReferralEvent, Submission};
pub use refusal::Refusal;
pub use rhythm::RhythmEvent;
pub use setup::{ChannelEvent, GroupEvent, PartnerEvent, PersonEvent};
pub use shout::ShoutEvent;

/// Stands in an event for a name, an address or a text: SHA-256 of 32 random bytes and the text.
///
/// The text and the random bytes lie in a row that can be deleted; what is left in the log then
/// says nothing, and still verifies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seal(pub String);

impl Seal {
    #[must_use]
    pub fn of(salt: &[u8; 32], text: &str) -> Self {
        Self(hex::encode(Sha256::new().chain_update(salt).chain_update(text).finalize()))
    }
}

/// A fact, past tense, without personal data. Renaming a variant or a field breaks every log
/// written before: add, never change.
///
/// One kind of event for each kind of thing a fact can be about, so that each state folds exactly
/// its own, with a `match` that lists them all. `kind` is unique over all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event {
    Partner(PartnerEvent),
    Channel(ChannelEvent),
    Person(PersonEvent),
    Group(GroupEvent),
    Referral(ReferralEvent),
    Case(CaseEvent),
    Alias(AliasEvent),
    Asking(AskingEvent),
    Program(ProgramEvent),
    Board(BoardEvent),
    Shout(ShoutEvent),
    Rhythm(RhythmEvent),
    Application(ApplicationEvent),
}

impl Event {
    /// The name under which the event stands in the log.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Partner(event) => event.kind(),
            Self::Channel(event) => event.kind(),
            Self::Person(event) => event.kind(),
            Self::Group(event) => event.kind(),
            Self::Referral(event) => event.kind(),
            Self::Case(event) => event.kind(),
            Self::Alias(event) => event.kind(),
            Self::Asking(event) => event.kind(),
            Self::Program(event) => event.kind(),
            Self::Board(event) => event.kind(),
            Self::Shout(event) => event.kind(),
            Self::Rhythm(event) => event.kind(),
            Self::Application(event) => event.kind(),
        }
    }
}

/// A fact as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub event: Event,
    /// The identity (`platform:workspace:user`) of a person, `system`, `setup`, or `source:` and the
    /// name of a system of the vendor's.
    pub actor: String,
    /// The program version in force.
    pub program: String,
    pub at: DateTime<Utc>,
    /// The chain hash of this event, 64 hex digits.
    pub chain: String,
}
