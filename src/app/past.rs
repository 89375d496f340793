//! The months that a world lies behind when somebody sees it first: what partners and sales did in
//! them, as a prepared list, and what they do today.
//!
//! The list was lived through once, by the commands that people give (`tests/it/past.rs`); here its
//! events are appended as they stand, moved on by whole weeks so that the last of them lies in the
//! week before yesterday: what happened on a Tuesday at ten did so on a Tuesday at ten. Nothing of it is
//! said in a channel any more. What is new today is decided by the usual commands, in [`today`].

pub mod scene;
mod today;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::setup::Prune;
use super::setup::file::SetupFile;
use super::{App, Sealed, homes};
use crate::domain::calendar::wall;
use crate::domain::outcome::Event;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::{StoreError, queries};

/// One event of the list, a line of JSON. Partners and people, whose ids every world draws anew, stand
/// in it by code and identity: `partner:NOR`, `person:slack:T1:U1`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub at: DateTime<Utc>,
    pub stream: String,
    pub actor: String,
    pub event: Value,
    /// What stands under seal in the event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Words>,
}

/// A text, and what stands in its seal's place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Words {
    pub seal: String,
    pub field: String,
    pub text: String,
}

/// Everything on the list is over by then, so that what is done today comes after it.
const YESTERDAY: TimeDelta = TimeDelta::days(1);

/// Stands beside everything on the list as its cause.
const CAUSE: &str = "past";

/// A prepared list of what happened.
#[derive(Clone, Debug)]
pub struct Past {
    lines: Vec<Line>,
}

impl Past {
    /// Reads a list, a line of JSON for each event, the oldest first.
    ///
    /// # Errors
    /// [`StoreError::Misplaced`] when a line is no event of such a list.
    pub fn read(text: &str) -> Result<Self, StoreError> {
        let line = |line| serde_json::from_str(line).map_err(|_| StoreError::Misplaced);
        Ok(Self { lines: text.lines().map(line).collect::<Result<_, _>>()? })
    }

    /// How far everything is moved on for somebody who looks at it `now`.
    fn moved(&self, now: DateTime<Utc>) -> TimeDelta {
        let end = self.lines.last().map_or(now, |line| line.at);
        let weeks = (now - YESTERDAY - end).num_days().div_euclid(7);
        TimeDelta::weeks(weeks)
    }

    /// When a programme with this past began: an hour before the first thing that happened in it.
    fn begins(&self, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let first = self.lines.first().map_or(now, |line| line.at);
        later(first, self.moved(now), zone) - TimeDelta::hours(1)
    }
}

/// The same time of day, so many days later.
fn later(at: DateTime<Utc>, by: TimeDelta, zone: Tz) -> DateTime<Utc> {
    let there = at.with_timezone(&zone).naive_local() + by;
    wall(zone, there.date(), there.time())
}

/// Moves every date and time on, and puts ids and seals into their places.
fn in_place(value: &mut Value, by: TimeDelta, zone: Tz, names: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(name) = names.get(text) {
                text.clone_from(name);
            } else if let Ok(at) = DateTime::parse_from_rfc3339(text) {
                *value = later(at.to_utc(), by, zone).to_rfc3339().into();
            } else if let Ok(date) = text.parse::<NaiveDate>() {
                *text = (date + by).to_string();
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| in_place(one, by, zone, names)),
        Value::Object(all) => all.values_mut().for_each(|one| in_place(one, by, zone, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl App {
    /// Sets a programme up whose log is empty, with a past: it was set up when that began.
    ///
    /// # Errors
    /// [`StoreError`]: at most what is done today is missing.
    pub async fn live_through(&self, past: &Past, setup: &SetupFile) -> Result<(), StoreError> {
        let (now, program) = (self.now(), self.program());
        let version = program.version.clone();
        let (zone, by) = (program.zone(), past.moved(now));
        self.apply_setup_at(setup, Prune::No, Some(past.begins(now, zone))).await?;
        let names = self.names_in_lists().await?;
        let past = past.clone();
        let unit = move |desk: &mut Desk| {
            for line in &past.lines {
                happens(desk, line, (by, zone), names.clone(), &version)?;
            }
            Ok(())
        };
        self.store.writer.decide(Needs::everything_set_up(), unit).await?;
        self.live_today().await
    }

    /// The ids of partners and people, by what stands in lists for them.
    async fn names_in_lists(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let partners = queries::partners(&self.store.db).await?;
        let people = queries::everybody(&self.store.db).await?;
        let of_partners =
            partners.iter().map(|one| (partner_in_lists(one.code), one.id.to_string()));
        let of_people = people.iter().flat_map(|one| {
            one.identities.iter().map(|identity| (person_in_lists(identity), one.id.to_string()))
        });
        Ok(of_partners.chain(of_people).collect())
    }
}

/// What stands in a list for a partner.
#[must_use]
pub fn partner_in_lists(code: impl std::fmt::Display) -> String {
    format!("partner:{code}")
}

/// What stands in a list for a person.
#[must_use]
pub fn person_in_lists(identity: &str) -> String {
    format!("person:{identity}")
}

fn happens(
    desk: &mut Desk,
    line: &Line,
    (by, zone): (TimeDelta, Tz),
    mut names: BTreeMap<String, String>,
    version: &str,
) -> Result<(), StoreError> {
    desk.now = later(line.at, by, zone);
    let stream = names.get(&line.stream).unwrap_or(&line.stream).clone();
    for words in &line.words {
        let sealed = Sealed::new(&words.text);
        names.insert(words.seal.clone(), sealed.seal.0.clone());
        desk.keep(sealed.row(&stream, &words.field));
    }
    let mut event = line.event.clone();
    in_place(&mut event, by, zone, &names);
    let event: Event = serde_json::from_value(event).map_err(|_| StoreError::Misplaced)?;
    let stream: Stream = stream.parse().map_err(|()| StoreError::Misplaced)?;
    let program = version.to_owned();
    let stamp = Stamp { actor: line.actor.clone(), cause: CAUSE.to_owned(), program };
    homes::append(desk, &stream, event, &stamp).map(|_| ())
}
