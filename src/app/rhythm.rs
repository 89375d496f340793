//! Notes that partners' channels are told of their own accord: who is told one in a round, the first
//! one for a person's word, and what stands in one when it is said.
//!
//! The clock starts all of it ([`crate::jobs::rhythm`]). A round is left to be said page by page, each
//! in one commit with the fact that says how far it has come: cut off, doubled or late it tells nobody
//! twice and leaves nobody out.

mod said;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::execute::{Decided, Outcome, post_one};
use super::people::{channels_of, identity_of, tell_community, tell_manager};
use super::{App, homes};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::actor::Person;
use crate::domain::actor::notify::Topic;
use crate::domain::ids::PartnerId;
use crate::domain::outcome::{Event, PartnerEvent, Refusal, RhythmEvent};
use crate::domain::partner::Partner;
use crate::domain::rhythm::nudge::is_due;
use crate::domain::rhythm::{Note, Rhythm, Series, Stage, of};
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::rhythm::Lately;
use crate::store::{StoreError, counted, queries, rhythm};
use crate::views::Say;
use crate::views::news::{About, News};
use crate::views::rhythm as view;

/// Partners looked at, and written to, at a time.
const PAGE: i64 = 500;

/// What somebody says to the first note of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Send,
    Stop,
}

impl App {
    /// Leaves the note of a round to be said to everybody whom it concerns, as far as that has not
    /// been done.
    ///
    /// # Errors
    /// [`StoreError`], here and below: what was not done is done at the next try.
    pub async fn send_notes(&self, series: Series, round: NaiveDate) -> Result<(), StoreError> {
        // Pages in which nobody is told anything leave no trace; through whom they were looked at
        // holds for as long as nobody else leaves a page.
        let mut looked: Option<(i64, PartnerId)> = None;
        loop {
            let all = rhythm::all(&self.store.db).await?;
            let Some(seen) = all.get(&series) else { return Ok(()) };
            if seen.stage != Stage::On || seen.is_done(round) {
                return Ok(());
            }
            let mine = looked.filter(|(version, _)| *version == seen.version);
            let after = mine.map(|(_, through)| through).or(seen.after(round));
            let note = seen.note(&self.calendar(), round, self.now());
            let (due, through) = self.page_of_notes(note, after).await?;
            if let (true, Some(through)) = (due.is_empty(), through) {
                looked = Some((seen.version, through));
                continue;
            }
            self.leave_notes(seen.clone(), round, due, through).await?;
        }
    }

    /// Those of the next partners that are told this now, and through whom was looked; nobody when
    /// these were the last.
    async fn page_of_notes(
        &self,
        note: Note,
        after: Option<PartnerId>,
    ) -> Result<(Vec<Partner>, Option<PartnerId>), StoreError> {
        let page = counted::partners_after(&self.store.db, after, PAGE).await?;
        let full = i64::try_from(page.len()).is_ok_and(|n| n == PAGE);
        let through = page.last().map(|partner| partner.id).filter(|_| full);
        Ok((self.due_for(note, page).await?, through))
    }

    async fn due_for(&self, note: Note, page: Vec<Partner>) -> Result<Vec<Partner>, StoreError> {
        let db = &self.store.db;
        let quiet: BTreeSet<PartnerId> = queries::admins_of(db, &ids_of(&page))
            .await?
            .iter()
            .filter(|admin| has_turned_off(admin))
            .filter_map(|admin| admin.membership.as_ref().map(|one| one.partner))
            .collect();
        let open = page.into_iter().filter(|one| one.is_counted() && !quiet.contains(&one.id));
        let open: Vec<Partner> = open.collect();
        let told = match note {
            Note::Nudge { .. } => self.idle_among(&open).await?,
            Note::Week { .. } => {
                let weeks = self.weeks(note, &ids_of(&open)).await?;
                weeks.into_iter().filter(|(_, week)| !week.is_empty()).map(|(id, _)| id).collect()
            }
            Note::Month { month, .. } => {
                let months = self.months(month, &ids_of(&open)).await?;
                months.into_iter().filter(|(_, one)| !one.is_empty()).map(|(id, _)| id).collect()
            }
            Note::Quarter { quarter, .. } => self.active_in(quarter, &ids_of(&open)).await?,
        };
        Ok(open.into_iter().filter(|partner| told.contains(&partner.id)).collect())
    }

    /// Those who have not sent anything for a while, have not been told so, and whom a reason can be
    /// given.
    async fn idle_among(&self, partners: &[Partner]) -> Result<BTreeSet<PartnerId>, StoreError> {
        let (now, calendar) = (self.now(), self.calendar());
        let lately: BTreeMap<PartnerId, Lately> =
            rhythm::lately(&self.store.db, &ids_of(partners)).await?;
        let idle = partners.iter().filter(|partner| {
            let found = lately.get(&partner.id).copied().unwrap_or_default();
            !found.waits && is_due(partner, found.last, &calendar, now)
        });
        let idle: Vec<Partner> = idle.cloned().collect();
        Ok(self.reasons(&idle).await?.into_keys().collect())
    }

    /// One page of a round: recorded, and left to be said. Nothing when somebody else did it first.
    async fn leave_notes(
        &self,
        seen: Rhythm,
        round: NaiveDate,
        due: Vec<Partner>,
        through: Option<PartnerId>,
    ) -> Result<(), StoreError> {
        let note = seen.note(&self.calendar(), round, self.now());
        let mut needs = needs(seen.series);
        needs.partners.extend(due.iter().map(|partner| partner.id.to_string()));
        let stamp = self.by_itself("rhythm");
        let unit = move |desk: &mut Desk| {
            let now = desk.state().rhythms.get(&seen.series);
            if now.is_none_or(|now| now.version != seen.version) {
                return Ok(());
            }
            let mut to = BTreeSet::new();
            for partner in &due {
                if leave(desk, partner, note, &stamp)? {
                    to.insert(partner.id);
                }
            }
            let away = note.away();
            happen(desk, seen.series, RhythmEvent::NotesLeft { round, to, away, through }, &stamp)
        };
        self.store.writer.decide(needs, unit).await
    }

    /// Whether boards or notes whose time has come are still being left: what is late of them waits for
    /// the rest, to be said at once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn is_leaving_posts(&self) -> Result<bool, StoreError> {
        let (now, calendar) = (self.now(), self.calendar());
        let known = rhythm::all(&self.store.db).await?;
        let mut on = known.values().filter(|one| one.stage == Stage::On);
        let notes = on.any(|one| !one.is_done(one.series.newest(&calendar, now)));
        Ok(notes || self.is_leaving_boards(now).await?)
    }

    /// Shows the first note of a series to whoever looks after the community, as somebody would read
    /// it; nothing while it concerns nobody.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn show_notes(&self, series: Series, round: NaiveDate) -> Result<(), StoreError> {
        let note = of(series, round, None);
        let mut after = None;
        loop {
            let (due, through) = self.page_of_notes(note, after).await?;
            if self.show_one(note, due).await? || through.is_none() {
                return Ok(());
            }
            after = through;
        }
    }

    async fn show_one(&self, note: Note, due: Vec<Partner>) -> Result<bool, StoreError> {
        if due.is_empty() {
            return Ok(false);
        }
        let series = note.series();
        let needs = Needs { rhythms: needs(series).rhythms, ..Needs::everything_set_up() };
        let stamp = self.by_itself("rhythm");
        let unit = move |desk: &mut Desk| {
            if desk.state().rhythms.contains_key(&series) {
                return Ok(true);
            }
            // Where nobody could say a word to it, it waits for somebody who can.
            if !desk.people().any(Person::looks_after_community) {
                return Ok(false);
            }
            let has_channel =
                |partner: &&Partner| channels_of(desk.state(), partner.id).next().is_some();
            let Some(partner) = due.iter().find(has_channel).map(|partner| partner.id) else {
                return Ok(false);
            };
            happen(desk, series, RhythmEvent::NotesShown { partner }, &stamp)?;
            let about = About::Note { partner, note };
            let news = News::Community { about };
            // A review is a word with the partner: it is its manager's.
            match series {
                Series::Quarter => tell_manager(desk, &news, partner, &stamp),
                Series::Nudge | Series::Week | Series::Month => tell_community(desk, &news, &stamp),
            }
            Ok(true)
        };
        self.store.writer.decide(needs, unit).await
    }

    /// Lets a series go out from now on, or stops it.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn answer_notes(
        &self,
        inbound: &Inbound,
        series: Series,
        word: Word,
    ) -> Result<Outcome, StoreError> {
        let (identity, voice) = (identity_of(inbound), self.voice());
        let mut needs = needs(series);
        needs.identities.insert(identity.clone());
        self.answer_once(inbound, "rhythm", needs, move |desk, stamp| {
            let may = desk.person_of(&identity).filter(|person| person.looks_after_community());
            let by = may.map(|person| person.id);
            let Some((by, known)) = by.zip(desk.state().rhythms.get(&series).cloned()) else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let (wanted, event) = match word {
                Word::Send => (Stage::On, RhythmEvent::NotesStarted { by }),
                Word::Stop => (Stage::Off, RhythmEvent::NotesStopped { by }),
            };
            if known.stage == wanted {
                let message = view::settled(&voice, &known);
                return Ok(Decided::No(Reply::Private(message), "stale"));
            }
            happen(desk, series, event, stamp)?;
            Ok(Decided::Answer(Reply::Private(view::answered(&voice, wanted))))
        })
        .await
    }
}

/// Whoever speaks for a partner says for its channel what it is told of its own accord.
pub(super) fn has_turned_off(admin: &Person) -> bool {
    !admin.wants().to_hear(Topic::Digests)
}

fn ids_of(partners: &[Partner]) -> Vec<PartnerId> {
    partners.iter().map(|partner| partner.id).collect()
}

fn needs(series: Series) -> Needs {
    Needs { rhythms: [series.to_string()].into(), ..Needs::default() }
}

/// Leaves the note in the channels of a partner, and gives whether it has any; `seen` is the partner
/// as it was when that was found due.
fn leave(desk: &mut Desk, seen: &Partner, note: Note, stamp: &Stamp) -> Result<bool, StoreError> {
    let id = seen.id;
    let channels: Vec<String> =
        channels_of(desk.state(), id).map(|(channel, _)| channel.to_owned()).collect();
    let Some(now) = desk.state().partners.get(&id).filter(|_| !channels.is_empty()) else {
        return Ok(false);
    };
    if let Note::Nudge { .. } = note {
        // Who has sent something meanwhile is not told that nothing comes.
        if now.sent != seen.sent || now.nudged_at != seen.nudged_at {
            return Ok(false);
        }
        let event = Event::Partner(PartnerEvent::PartnerNudged);
        homes::append(desk, &Stream::Partner(id), event, stamp)?;
    }
    for channel in channels {
        post_one(desk, &Say::Note { partner: id, channel, note }, &stamp.cause, false);
    }
    Ok(true)
}

fn happen(
    desk: &mut Desk,
    series: Series,
    event: RhythmEvent,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    homes::append(desk, &Stream::Rhythm(series), Event::Rhythm(event), stamp).map(|_| ())
}
