//! How a version of the programme comes into force: recorded as an event, told to partners where it
//! changes what they are promised, in force when each of their channels has had the notice for as
//! long as the programme in force promises.
//!
//! Whether a notice was posted, the outbox knows; that it was, is recorded, so that it is true also
//! when the outbox forgets. A crash in between loses nothing: every step looks at what is there.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::Taken;
use crate::app::execute::say_one;
use crate::app::{App, agreement, homes, joining};
use crate::domain::agreement::Agreement;
use crate::domain::calendar::Calendar;
use crate::domain::edition::{Announced, Edition, first_date, holds_from};
use crate::domain::outcome::{Event, ProgramEvent};
use crate::domain::partner::{Audience, Channel};
use crate::program::Program;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::{StoreError, program, queries, queue};
use crate::views::Say;

/// What a programme needs to be brought into force.
pub(super) struct Brought {
    pub program: Program,
    /// The first date on which it is to hold; today when nobody says.
    pub effective: Option<NaiveDate>,
}

/// What a step has to do, as it was found before it.
#[derive(Default)]
struct Step {
    /// Channels in which the notice stands, and since when.
    posted: Vec<(String, DateTime<Utc>)>,
    /// Whether there are channels for which none was left, or the time has come.
    due: bool,
}

impl App {
    /// Records a version; in force at once where nobody has to be told, and nothing has to be waited
    /// for. Who has to be told, the running bot tells: partners live by its clock, whichever clock
    /// the command has that records it.
    pub(super) async fn bring(&self, brought: Brought) -> Result<Taken, StoreError> {
        let now = self.program();
        let Brought { program, effective } = brought;
        let affects_partners = program.promises_otherwise(&now);
        let (id, before) = (program.version.clone(), now.version.clone());
        let (stamp, notice_days) = (self.by_itself("program"), now.notice_days);
        let calendar = now.rules.calendar.clone();
        let agreement = program.rules.agreement.clone();
        let unit = move |desk: &mut Desk| {
            let today = calendar.local_date(desk.now);
            if effective.is_some_and(|date| date < today) {
                return Ok(Taken::Past { today });
            }
            let before = before.clone();
            let wished = effective.unwrap_or(today);
            if !is_announced(desk, &id, &before, effective) {
                take_back_others(desk, &id, &before, &stamp)?;
                let effective = wished;
                let recorded = ProgramEvent::ProgramRecorded {
                    before,
                    effective,
                    notice_days,
                    affects_partners,
                };
                happen(desk, &id, recorded, &stamp)?;
            }
            if takes_effect(desk, &id, (&calendar, agreement.as_ref()), &stamp)? {
                return Ok(Taken::New);
            }
            let channels = if affects_partners { partners(desk).count() } else { 0 };
            let notice_days = if affects_partners { notice_days } else { 0 };
            Ok(Taken::Announced { first: first_date(wished, notice_days, today), channels })
        };
        let taken = self.store.writer.decide(Needs::everything_set_up(), unit).await?;
        match taken {
            Taken::New => self.in_force.take_over(program),
            Taken::Announced { .. } => self.in_force.keep(program),
            Taken::TakenBack | Taken::Nothing | Taken::Past { .. } | Taken::Wrong(_) => {}
        }
        Ok(taken)
    }

    /// Takes back what is announced: what is in force stays.
    pub(super) async fn take_back(&self) -> Result<bool, StoreError> {
        if program::announced(&self.store.db).await?.is_empty() {
            return Ok(false);
        }
        let (before, stamp) = (self.program().version.clone(), self.by_itself("program"));
        let unit = move |desk: &mut Desk| take_back_others(desk, "", &before, &stamp);
        self.store.writer.decide(Needs::everything_set_up(), unit).await?;
        Ok(true)
    }

    /// Goes on with the version that is announced, if one is.
    pub(super) async fn go_on_with_edition(&self) -> Result<(), StoreError> {
        for edition in program::announced(&self.store.db).await? {
            let Some(announced) = &edition.announced else { continue };
            // Its text came from another process.
            if self.in_force.version(&edition.id).is_none() {
                let row = program::text(&self.store.db, &edition.id).await?;
                let Some(read) = row.and_then(|row| super::read_back(&row)) else { continue };
                self.in_force.keep(read);
            }
            let calendar = self.program().rules.calendar.clone();
            let step = self.step(&edition.id, announced, &calendar).await?;
            if step.posted.is_empty() && !step.due {
                continue;
            }
            let (id, stamp) = (edition.id.clone(), self.by_itself("program"));
            let new = self.in_force.version(&edition.id);
            let agreement = new.and_then(|new| new.rules.agreement.clone());
            let unit = move |desk: &mut Desk| {
                go_on(desk, &id, &step, (&calendar, agreement.as_ref()), &stamp)
            };
            self.store.writer.decide(Needs::everything_set_up(), unit).await?;
        }
        self.take_over_latest().await?;
        Ok(())
    }

    async fn step(
        &self,
        id: &str,
        announced: &Announced,
        calendar: &Calendar,
    ) -> Result<Step, StoreError> {
        let channels = queries::channels(&self.store.db).await?;
        let mut known = announced.clone();
        let mut posted = Vec::new();
        let waiting = announced.notices.values().any(Option::is_none);
        let prefix = cause(id, announced, "");
        let said = match waiting {
            true => queue::said_for_all(&self.store, &prefix).await?,
            false => Vec::new(),
        };
        for (cause, at) in said {
            let channel = cause.strip_prefix(&prefix).unwrap_or_default();
            if announced.notices.get(channel) == Some(&None) {
                posted.push((channel.to_owned(), at));
                known.notices.insert(channel.to_owned(), Some(at));
            }
        }
        let waits = || told(&channels).map(|channel| channel.id.as_str());
        let new = announced.affects_partners
            && waits().any(|channel| !announced.notices.contains_key(channel));
        let over = holds_from(&known, waits(), calendar).is_some_and(|from| from <= self.now());
        Ok(Step { posted, due: new || over })
    }
}

/// The channels in which partners are told; one in which nothing can be posted is not waited for.
fn told(channels: &[Channel]) -> impl Iterator<Item = &Channel> {
    channels.iter().filter(|channel| is_told(channel))
}

fn is_told(channel: &Channel) -> bool {
    channel.audience == Some(Audience::Partner) && channel.dead.is_none()
}

/// Stands beside the notice in the outbox: one for each channel, anew when it is recorded anew.
fn cause(id: &str, announced: &Announced, channel: &str) -> String {
    format!("program:{id}:{}:{channel}", announced.at.timestamp_micros())
}

/// Whether this is on its way already; nobody who names no date wants another.
fn is_announced(desk: &Desk, id: &str, before: &str, effective: Option<NaiveDate>) -> bool {
    announced(desk, id).is_some_and(|announced| {
        let as_wished = effective.is_none_or(|effective| effective == announced.effective);
        announced.before == before && as_wished
    })
}

fn happen(desk: &mut Desk, id: &str, event: ProgramEvent, stamp: &Stamp) -> Result<(), StoreError> {
    homes::append(desk, &Stream::Program(id.to_owned()), Event::Program(event), stamp)?;
    Ok(())
}

/// What else is announced does not come; whoever was told of it is told what stays.
fn take_back_others(
    desk: &mut Desk,
    id: &str,
    before: &str,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let others = desk.state().editions.values().filter(|edition| edition.announced.is_some());
    let others: Vec<Edition> = others.cloned().collect();
    for other in others {
        let Some(announced) = &other.announced else { continue };
        happen(desk, &other.id, ProgramEvent::ProgramTakenBack, stamp)?;
        // Whoever hears of another version instead needs no word about this one.
        for channel in announced.notices.keys().filter(|_| id.is_empty()) {
            let (was, now) = (other.id.clone(), before.to_owned());
            let on = announced.effective;
            let say = Say::ProgrammeNew { channel: channel.clone(), was, now, on };
            say_one(desk, &say, &stamp.cause);
        }
    }
    Ok(())
}

/// Does what is to be done for an announced version.
fn go_on(
    desk: &mut Desk,
    id: &str,
    step: &Step,
    (calendar, agreement): (&Calendar, Option<&Agreement>),
    stamp: &Stamp,
) -> Result<(), StoreError> {
    for (channel, at) in &step.posted {
        let edition = desk.state().editions.get(id);
        let left = edition.and_then(|edition| edition.announced.as_ref()?.notices.get(channel));
        if left == Some(&None) {
            let event = ProgramEvent::ProgramNoticePosted { channel: channel.clone(), at: *at };
            happen(desk, id, event, stamp)?;
        }
    }
    leave_notices(desk, id, calendar, stamp)?;
    takes_effect(desk, id, (calendar, agreement), stamp).map(|_| ())
}

/// Lets an announced version hold when its time has come; gives whether it holds now. Whoever has not
/// accepted the agreement of that version is asked to.
fn takes_effect(
    desk: &mut Desk,
    id: &str,
    (calendar, agreement): (&Calendar, Option<&Agreement>),
    stamp: &Stamp,
) -> Result<bool, StoreError> {
    let Some(announced) = announced(desk, id) else { return Ok(false) };
    let waits: BTreeSet<String> = partners(desk).collect();
    let from = holds_from(&announced, waits.iter().map(String::as_str), calendar);
    if from.is_none_or(|from| desk.now < from) {
        return Ok(false);
    }
    happen(desk, id, ProgramEvent::ProgramTookEffect, stamp)?;
    if announced.affects_partners {
        // The pinned message has the numbers in it.
        for channel in waits {
            say_one(desk, &Say::Intro { channel: channel.clone() }, &stamp.cause);
            agreement::ask_in(desk, &channel, agreement, stamp);
        }
    }
    joining::introduce(desk, stamp);
    Ok(true)
}

fn announced(desk: &Desk, id: &str) -> Option<Announced> {
    desk.state().editions.get(id).and_then(|edition| edition.announced.clone())
}

fn partners(desk: &Desk) -> impl Iterator<Item = String> {
    let channels = desk.state().channels.values().filter(|channel| is_told(channel));
    channels.map(|channel| channel.id.clone())
}

/// Leaves the notice for every partner's channel that has none yet.
fn leave_notices(
    desk: &mut Desk,
    id: &str,
    calendar: &Calendar,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let Some(announced) = announced(desk, id).filter(|announced| announced.affects_partners) else {
        return Ok(());
    };
    let new = partners(desk).filter(|channel| !announced.notices.contains_key(channel));
    let new: Vec<String> = new.collect();
    if new.is_empty() {
        return Ok(());
    }
    let left = ProgramEvent::ProgramNoticesLeft { channels: new.clone() };
    happen(desk, id, left, stamp)?;
    let today = calendar.local_date(desk.now);
    let on = first_date(announced.effective, announced.notice_days, today);
    for channel in new {
        let cause = cause(id, &announced, &channel);
        let (was, now) = (announced.before.clone(), id.to_owned());
        say_one(desk, &Say::ProgrammeNew { channel, was, now, on }, &cause);
    }
    Ok(())
}
