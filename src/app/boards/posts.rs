//! Boards at a period's end: taken when it is over, posted at nine on the day after, the first one
//! after a person's word; corrected when what one showed counts less. What stands in one when it is said
//! is in `said`.
//!
//! The clock starts all of it ([`crate::jobs::boards`]), and each step looks at the log alone: run
//! twice, late or cut off it posts nothing twice and leaves nothing out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::POSTED;
use crate::app::execute::{Decided, Outcome, post_one, say_one};
use crate::app::people::{channels_of, identity_of, tell_community};
use crate::app::rhythm::has_turned_off;
use crate::app::{App, community, homes};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::board::period::{Period, Span};
use crate::domain::board::snapshot::{Count, Late, Posting, Snapshot, Stage};
use crate::domain::board::{Own, each_own};
use crate::domain::ids::{PartnerId, PersonId};
use crate::domain::outcome::{BoardEvent, Event, Refusal};
use crate::domain::partner::Partner;
use crate::domain::posts::Absence;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::{State, Stream};
use crate::store::{StoreError, boards, house, queries};
use crate::views::Say;
use crate::views::board::posts as view;
use crate::views::news::{About, News};

/// The mark that says through which month boards were taken.
const THROUGH: &str = "boards_through";
/// So many of the boards that were posted last can still be corrected.
const CORRECTED: i64 = 6;

/// What somebody says to the preview of a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Send,
    Skip,
}

impl App {
    /// Takes the board of every month and quarter that has ended since the last one, and gives the
    /// month that runs. With the first look nothing is taken: what was before Vouch counted is nobody's
    /// news.
    ///
    /// # Errors
    /// [`StoreError`], here and below: what was not done is done at the next try.
    pub async fn take_boards(&self, now: DateTime<Utc>) -> Result<Period, StoreError> {
        let today = self.program().rules.calendar.local_date(now);
        let running = Period::with(Span::Month, today);
        let through = queries::meta(&self.store.db, THROUGH).await?;
        let Some(mut taken) = through.and_then(|text| text.parse::<Period>().ok()) else {
            let before = running.previous().to_string();
            house::set_meta(&self.store.writer, THROUGH, before).await?;
            return Ok(running);
        };
        while taken.next() < running {
            taken = taken.next();
            self.take_board(taken).await?;
            let quarter = Period::with(Span::Quarter, taken.first_day());
            if quarter.last_day() == taken.last_day() {
                self.take_board(quarter).await?;
            }
            house::set_meta(&self.store.writer, THROUGH, taken.to_string()).await?;
        }
        Ok(running)
    }

    /// Of a period in which nobody brought anything about there is no board.
    async fn take_board(&self, period: Period) -> Result<(), StoreError> {
        let counted = self.counted_now(period).await?;
        let counts: Vec<Count> = counted.iter().map(|one| Count::from(&one.tally)).collect();
        if counts.is_empty() {
            return Ok(());
        }
        let stamp = self.by_itself("boards");
        let unit = move |desk: &mut Desk| {
            if !desk.state().boards.contains_key(&period) {
                let taken = BoardEvent::BoardTaken { counts: counts.clone() };
                happen(desk, period, taken, &stamp)?;
            }
            Ok(())
        };
        let needs = Needs { everything_set_up: false, ..needs([period]) };
        self.store.writer.decide(needs, unit).await
    }

    /// Posts what is due, or shows it to whoever looks after the community when it is the first.
    /// Gives when there is something to post the next time, if that is known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn post_boards(
        &self,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let calendar = self.program().rules.calendar.clone();
        let open = boards::open(&self.store.db).await?;
        if Posting::now(open.iter(), &calendar, now).is_none() {
            let new = open.iter().filter(|one| one.stage == Stage::Taken);
            return Ok(new.map(|one| one.due_at(&calendar)).min());
        }
        let first = boards::posted(&self.store.db, 1).await?.is_empty();
        let needs = needs(open.iter().map(|one| one.period));
        let stamp = self.by_itself("boards");
        let unit = move |desk: &mut Desk| {
            let open = desk.state().boards.values();
            let Some(posting) = Posting::now(open, &calendar, desk.now) else { return Ok(()) };
            skip(desk, &posting.replaced, None, &stamp)?;
            if says(desk.state(), &posting.boards, None).is_empty() {
                // Nobody has a place by what is posted, or a channel to read it in.
                return skip(desk, &posting.boards, None, &stamp);
            }
            match first {
                true => preview(desk, &posting, &stamp),
                false => {
                    let away = Absence::of(&calendar, posting.due, desk.now);
                    publish(desk, &posting.boards, (posting.late, away), None, &stamp)
                }
            }
        };
        self.store.writer.decide(needs, unit).await?;
        Ok(None)
    }

    /// Whether there is a board to be taken or posted.
    pub(in crate::app) async fn is_leaving_boards(
        &self,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let calendar = self.program().rules.calendar.clone();
        let running = Period::with(Span::Month, calendar.local_date(now));
        let through = queries::meta(&self.store.db, THROUGH).await?;
        let through = through.and_then(|text| text.parse::<Period>().ok());
        if through.is_some_and(|taken| taken.next() < running) {
            return Ok(true);
        }
        let open = boards::open(&self.store.db).await?;
        Ok(Posting::now(open.iter(), &calendar, now).is_some())
    }

    /// Posts what somebody was shown, or leaves it out.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn answer_preview(
        &self,
        inbound: &Inbound,
        post: Period,
        word: Word,
    ) -> Result<Outcome, StoreError> {
        let (identity, voice) = (identity_of(inbound), self.voice());
        let open = boards::open(&self.store.db).await?;
        let needs = needs(open.iter().map(|one| one.period).chain([post]));
        self.answer_once(inbound, "board", needs, move |desk, stamp| {
            let may = desk.person_of(&identity).filter(|person| person.looks_after_community());
            let Some(by) = may.map(|person| person.id) else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let Some(board) = desk.state().boards.get(&post).cloned() else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            if board.stage != Stage::Previewed {
                let message = view::settled(&voice, &board);
                return Ok(Decided::No(Reply::Private(message), "stale"));
            }
            let all = desk.state().boards.values();
            let all = all.filter(|one| one.stage == Stage::Previewed).map(|one| one.period);
            // The one that gives the post its name stands first.
            let others = all.filter(|period| *period != post);
            let boards: Vec<Period> = [post].into_iter().chain(others).collect();
            match word {
                Word::Send => publish(desk, &boards, (board.late, None), Some(by), stamp)?,
                Word::Skip => skip(desk, &boards, Some(by), stamp)?,
            }
            let sent = word == Word::Send;
            Ok(Decided::Answer(Reply::Private(view::answered(&voice, sent))))
        })
        .await
    }

    /// Says in the thread of a board that something it showed counts less now, once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn correct_boards(&self) -> Result<(), StoreError> {
        let db = &self.store.db;
        let posted = boards::posted(db, CORRECTED).await?;
        let partners = self.partners_by_id().await?;
        let mut less: BTreeMap<Period, Vec<Count>> = BTreeMap::new();
        for board in posted.iter().filter(|one| !one.shown.is_empty()) {
            let now = self.counted_now(board.period).await?;
            let now: Vec<_> = now.into_iter().map(|one| one.tally).collect();
            let counts = board.less(&now, |id| partners.get(id).is_some_and(Partner::is_counted));
            if !counts.is_empty() {
                less.insert(board.period, counts);
            }
        }
        if less.is_empty() {
            return Ok(());
        }
        let needs = needs(less.keys().copied());
        let stamp = self.by_itself("boards");
        let unit = move |desk: &mut Desk| correct(desk, &less, &stamp);
        self.store.writer.decide(needs, unit).await
    }
}

/// Rare enough for everything that is set up to be there.
fn needs(boards: impl IntoIterator<Item = Period>) -> Needs {
    let boards = boards.into_iter().map(|period| period.to_string()).collect();
    Needs { boards, ..Needs::everything_set_up() }
}

fn happen(
    desk: &mut Desk,
    period: Period,
    event: BoardEvent,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    homes::append(desk, &Stream::Board(period), Event::Board(event), stamp).map(|_| ())
}

/// Leaves these out: by somebody's word, or because there is nothing to say or something newer.
fn skip(
    desk: &mut Desk,
    boards: &[Period],
    by: Option<PersonId>,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    boards.iter().try_for_each(|one| happen(desk, *one, BoardEvent::BoardSkipped { by }, stamp))
}

/// Shows it to whoever looks after the community, or else to whoever is in charge.
fn preview(desk: &mut Desk, posting: &Posting, stamp: &Stamp) -> Result<(), StoreError> {
    for period in &posting.boards {
        happen(desk, *period, BoardEvent::BoardPreviewed { late: posting.late }, stamp)?;
    }
    let about = About::BoardPreview { boards: posting.boards.clone() };
    tell_community(desk, &News::Community { about }, stamp);
    Ok(())
}

/// Records that these are posted, and leaves them to be said; `away` when that is on a later day than
/// it was due.
fn publish(
    desk: &mut Desk,
    boards: &[Period],
    (late, away): (Option<Late>, Option<Absence>),
    by: Option<PersonId>,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let Some(post) = boards.first().copied() else { return Ok(()) };
    let says = says(desk.state(), boards, away);
    for period in boards {
        let board = desk.state().boards.get(period);
        let places = board.and_then(|board| board.board(POSTED, &desk.state().partners));
        let shown = places.iter().flatten().map(|place| place.partner).collect();
        happen(desk, *period, BoardEvent::BoardPosted { post, shown, late, by }, stamp)?;
    }
    says.iter().for_each(|say| post_one(desk, say, &stamp.cause, by.is_some()));
    Ok(())
}

/// The board for the community, where there is one, and for each partner its own places.
fn says(state: &State, boards: &[Period], away: Option<Absence>) -> Vec<Say> {
    let taken: Vec<&Snapshot> = boards.iter().filter_map(|one| state.boards.get(one)).collect();
    let mut says = Vec::new();
    if taken.iter().any(|board| board.board(POSTED, &state.partners).is_some()) {
        let boards = boards.to_vec();
        let post = |channel| Say::Board { boards: boards.clone(), channel };
        says.extend(community::channels(state).map(post));
    }
    let mut own: BTreeMap<PartnerId, Vec<(Period, Own)>> = BTreeMap::new();
    for board in taken {
        for (partner, place) in each_own(POSTED, &board.ranked(POSTED)) {
            own.entry(partner).or_default().push((board.period, place));
        }
    }
    let quiet: BTreeSet<PartnerId> = state
        .people
        .values()
        .filter(|person| has_turned_off(person))
        .filter_map(|person| person.membership.as_ref().filter(|one| one.admin))
        .map(|one| one.partner)
        .collect();
    for (partner, places) in own {
        let counted = state.partners.get(&partner).is_some_and(Partner::is_counted);
        if counted && !quiet.contains(&partner) {
            says.extend(channels_of(state, partner).map(|(channel, _)| Say::OwnPlace {
                partner,
                channel: channel.to_owned(),
                places: places.clone(),
                away,
            }));
        }
    }
    says
}

/// One note for each post, whatever of it counts less.
fn correct(
    desk: &mut Desk,
    less: &BTreeMap<Period, Vec<Count>>,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let mut notes: BTreeMap<Period, Vec<Period>> = BTreeMap::new();
    for (period, counts) in less {
        let Some(board) = desk.state().boards.get(period) else { continue };
        let Some(post) = board.post else { continue };
        // Another process may have said it meanwhile.
        let counts: Vec<Count> =
            counts.iter().filter(|count| board.is_less(count)).copied().collect();
        if counts.is_empty() {
            continue;
        }
        happen(desk, *period, BoardEvent::BoardCorrected { counts }, stamp)?;
        notes.entry(post).or_default().push(*period);
    }
    for (post, boards) in notes {
        let channels: Vec<String> = community::channels(desk.state()).collect();
        for channel in channels {
            let note = Say::BoardCorrected { post, boards: boards.clone(), channel };
            say_one(desk, &note, &stamp.cause);
        }
    }
    Ok(())
}
