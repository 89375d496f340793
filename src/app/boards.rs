//! Leaderboards: what is counted in a period, and what of it everybody or one partner may read. A
//! period that is over reads as it was taken; how that is done and posted is in [`posts`].

pub mod posts;
mod said;

use chrono::{DateTime, Utc};

use super::execute::{Decided, Outcome};
use super::people::identity_of;
use super::{App, homes};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::board::period::Period;
use crate::domain::board::{self, Metric, Own, Placed, Tally};
use crate::domain::ids::PartnerId;
use crate::domain::outcome::{Event, PartnerEvent, Refusal};
use crate::domain::partner::{Consent, Partner};
use crate::domain::start::Step;
use crate::store::StoreError;
use crate::store::boards::{self, Bounds, Counted, running};
use crate::store::desk::Needs;
use crate::store::project::Stream;

/// What is posted at a period's end is about this.
const POSTED: Metric = Metric::Approved;

impl App {
    /// Those who chose to be shown, ranked among themselves, and when that was counted; `None` when
    /// they are too few.
    ///
    /// # Errors
    /// [`StoreError`], here and below.
    pub async fn board(
        &self,
        metric: Metric,
        period: Period,
    ) -> Result<(Option<Vec<Placed>>, DateTime<Utc>), StoreError> {
        let (tallies, counted_at) = self.tallies(period).await?;
        let shown = tallies.into_iter().filter_map(|one| {
            let name = one.consent.shown_as.clone().unwrap_or(one.tally.name);
            one.consent.boards.then_some(Tally { name, ..one.tally })
        });
        let ranked = board::rank(metric, &shown.collect::<Vec<_>>());
        Ok((board::board(&ranked).map(<[Placed]>::to_vec), counted_at))
    }

    /// Where one partner stands among all.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn own_place(
        &self,
        metric: Metric,
        period: Period,
        partner: &Partner,
    ) -> Result<Own, StoreError> {
        let (all, _) = self.tallies(period).await?;
        let all: Vec<Tally> = all.into_iter().map(|one| one.tally).collect();
        let mine = all.iter().find(|tally| tally.partner == partner.id);
        let mine = mine.cloned().unwrap_or_else(|| Tally::nothing(partner));
        Ok(board::own(metric, &board::rank(metric, &all), &mine))
    }

    /// Records what a partner lets others read of it.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn choose_consent(
        &self,
        inbound: &Inbound,
        id: PartnerId,
        consent: Consent,
        answer: Reply,
    ) -> Result<Outcome, StoreError> {
        let identity = identity_of(inbound);
        let mut needs = Needs::default();
        needs.identities.insert(identity.clone());
        needs.partners.insert(id.to_string());
        self.answer_once(inbound, "consent", needs, move |desk, stamp| {
            let speaks = desk.person_of(&identity).is_some_and(|person| person.speaks_for(id));
            let Some(partner) = desk.state().partners.get(&id).filter(|_| speaks) else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            // Who says no to everything has chosen as well.
            if partner.consent != consent || partner.start.awaits(Step::Consent) {
                let event = Event::Partner(PartnerEvent::ConsentChosen(consent.clone()));
                homes::append(desk, &Stream::Partner(id), event, stamp)?;
            }
            Ok(Decided::Answer(answer.clone()))
        })
        .await
    }

    /// As it was taken when the period was over, else as it is now; and when that was.
    async fn tallies(&self, period: Period) -> Result<(Vec<Counted>, DateTime<Utc>), StoreError> {
        let Some(taken) = boards::snapshot(&self.store.db, period).await? else {
            return Ok((self.counted_now(period).await?, self.now()));
        };
        let mut names = boards::names(&self.store.db).await?;
        let counted = taken.counts.iter().map(|count| {
            let (name, consent) = names.remove(&count.partner).unwrap_or_default();
            Counted { tally: count.tally(name), consent }
        });
        Ok((counted.collect(), taken.taken_at))
    }

    async fn counted_now(&self, period: Period) -> Result<Vec<Counted>, StoreError> {
        let calendar = &self.program().rules.calendar;
        let (from, to) = period.bounds(calendar);
        let (before, _) = period.previous().bounds(calendar);
        let (first_day, last_day) = (period.first_day(), period.last_day());
        let bounds = Bounds { before, from, to, first_day, last_day };
        let all = running::counted(&self.store, &bounds).await?;
        Ok(all.values().cloned().collect())
    }
}
