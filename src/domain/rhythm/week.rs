//! What of a referral has moved since somebody last looked: its state in the words in which partners
//! read it, then and now.

use chrono::{DateTime, Utc};

use crate::domain::ids::ReferralId;
use crate::domain::outcome::{Event, Recorded};
use crate::domain::referral::{Referral, Stage, Status};

/// Lines of each part of a week's note.
pub const LINES: usize = 5;

/// Where a referral stands, in one word: once it is approved, how far sales has got with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Status(Status),
    Stage(Stage),
}

impl Standing {
    #[must_use]
    pub fn of(referral: &Referral) -> Self {
        match (referral.status, referral.stage) {
            (Status::Approved, Some(stage)) if stage != Stage::New => Self::Stage(stage),
            (status, _) => Self::Status(status),
        }
    }

    /// Where it stood at that time, by everything that has happened to it; one that was sent later,
    /// when it was sent.
    fn at(id: ReferralId, facts: &[Recorded], time: DateTime<Utc>) -> Option<Self> {
        let mut facts = facts.iter().filter_map(|fact| {
            let Event::Referral(event) = &fact.event else { return None };
            Some((event, fact))
        });
        let (event, first) = facts.next()?;
        let mut then = Referral::from_first(id, event, first.at, &first.program, &first.chain)?;
        for (event, fact) in facts.take_while(|(_, fact)| fact.at < time) {
            then.apply(event, fact.at);
        }
        Some(Self::of(&then))
    }
}

/// A referral that does not stand where it stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    pub referral: ReferralId,
    pub was: Standing,
    pub is: Standing,
}

impl Moved {
    /// Between two times, by everything that has happened to it, the first of which is that it was
    /// sent. `None` where it stands as before, or was sent later.
    #[must_use]
    pub fn between(
        referral: ReferralId,
        facts: &[Recorded],
        (from, until): (DateTime<Utc>, DateTime<Utc>),
    ) -> Option<Self> {
        facts.first().filter(|sent| sent.at < until)?;
        let was = Standing::at(referral, facts, from)?;
        let is = Standing::at(referral, facts, until)?;
        (was != is).then_some(Self { referral, was, is })
    }
}
