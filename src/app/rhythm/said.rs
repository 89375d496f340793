//! What stands in a note when it is said: looked up then, so that it tells nothing that is over.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::{has_turned_off, ids_of};
use crate::app::{App, lists};
use crate::chat::view::Message;
use crate::domain::board::period::Period;
use crate::domain::calendar::Calendar;
use crate::domain::ids::{PartnerId, ReferralId};
use crate::domain::knowledge::Reader;
use crate::domain::partner::Partner;
use crate::domain::rhythm::month::Month;
use crate::domain::rhythm::nudge::{LATELY, REST_DAYS, Reason, is_idle, reason};
use crate::domain::rhythm::{Away, Note, Series, Stage};
use crate::domain::tier::climb::Climb;
use crate::store::rhythm::{self, Few, Week};
use crate::store::{StoreError, counted, knowledge, queries};
use crate::views::list::Item;
use crate::views::pack;
use crate::views::rhythm as view;

impl App {
    pub(super) fn calendar(&self) -> Calendar {
        self.program().rules.calendar.clone()
    }

    /// What a partner's channel reads; `None` when its people do not want to, when these notes were
    /// stopped, when it is over or when something newer has taken its place.
    ///
    /// # Errors
    /// [`StoreError`], here and below.
    pub async fn note_post(
        &self,
        partner: &Partner,
        note: &Note,
        stands: bool,
    ) -> Result<Option<Message>, StoreError> {
        let late = !stands && !self.is_new(partner, note).await?;
        if late || !self.hears_notes(partner).await? {
            return Ok(None);
        }
        self.note_to(partner, note).await
    }

    /// Whether a partner is told anything of Vouch's own accord: notes, and its places on boards.
    pub(in crate::app) async fn hears_notes(&self, partner: &Partner) -> Result<bool, StoreError> {
        let admins = queries::admins_of(&self.store.db, &[partner.id]).await?;
        Ok(partner.is_counted() && !admins.iter().any(has_turned_off))
    }

    /// What whoever decides about the first of a series is shown; `None` when it is settled, or when
    /// it does not concern that partner any more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note_preview(
        &self,
        partner: PartnerId,
        note: &Note,
    ) -> Result<Option<Message>, StoreError> {
        let all = rhythm::all(&self.store.db).await?;
        let waits = all.get(&note.series()).is_some_and(|one| one.stage == Stage::Shown);
        let Some(partner) = self.partner(Some(partner)).await?.filter(|_| waits) else {
            return Ok(None);
        };
        let shown = self.note_to(&partner, note).await?;
        Ok(shown.map(|shown| view::preview(&self.voice(), note.series(), &partner.name, shown)))
    }

    async fn note_to(&self, partner: &Partner, note: &Note) -> Result<Option<Message>, StoreError> {
        match note {
            Note::Nudge { .. } => self.nudge_to(partner).await,
            Note::Week { .. } => self.week_to(partner, *note).await,
            Note::Month { month, away, .. } => self.month_to(partner, *month, *away).await,
            Note::Quarter { quarter, away, .. } => self.quarter_to(partner, *quarter, *away).await,
        }
    }

    /// Whether it is not too late for it.
    async fn is_new(&self, partner: &Partner, note: &Note) -> Result<bool, StoreError> {
        let mut all = rhythm::all(&self.store.db).await?;
        let Some(series) = all.remove(&note.series()).filter(|one| one.stage == Stage::On) else {
            return Ok(false);
        };
        Ok(match note {
            // However late: it is over when something has come, or when there is another.
            Note::Nudge { on, .. } => partner.nudged_at.is_none_or(|nudged| {
                (self.calendar().local_date(nudged) - *on).num_days() < REST_DAYS
            }),
            Note::Week { on, .. } | Note::Month { on, .. } | Note::Quarter { on, .. } => {
                series.round.is_none_or(|newest| newest <= *on)
            }
        })
    }

    async fn nudge_to(&self, partner: &Partner) -> Result<Option<Message>, StoreError> {
        let found = rhythm::lately(&self.store.db, &[partner.id]).await?;
        let lately = found.get(&partner.id).copied().unwrap_or_default();
        let calendar = self.calendar();
        if lately.waits || !is_idle(partner, lately.last, &calendar, self.now()) {
            return Ok(None);
        }
        let mut reasons = self.reasons(std::slice::from_ref(partner)).await?;
        let Some(reason) = reasons.remove(&partner.id) else { return Ok(None) };
        let last = lately.last.map(|last| calendar.local_date(last));
        let joined = calendar.local_date(partner.added_at);
        let ideal = self.program().knowledge.ideal.is_some();
        Ok(Some(view::nudge(&self.voice(), last, joined, &reason, ideal)))
    }

    /// Why each of these should send another one, where anything says so.
    pub(super) async fn reasons(
        &self,
        partners: &[Partner],
    ) -> Result<BTreeMap<PartnerId, Reason>, StoreError> {
        if partners.is_empty() {
            return Ok(BTreeMap::new());
        }
        let (program, now) = (self.program(), self.now());
        let ids = ids_of(partners);
        let since = program.rules.calendar.local_date(now - LATELY);
        let won = rhythm::won(&self.store.db, &ids, since).await?;
        let counted = match self.counted_since() {
            Some(since) => counted::of(&self.store.db, &ids, since).await?,
            None => BTreeMap::new(),
        };
        let taken = match program.knowledge.has_assets(Reader::Partner) {
            true => knowledge::taken(&self.store.db, &ids).await?,
            false => BTreeMap::new(),
        };
        let reasons = partners.iter().filter_map(|partner| {
            let new = taken.get(&partner.id).map(|taken| program.knowledge.renewed(taken));
            let new = new.and_then(|new| new.first().map(|asset| asset.title.as_str()));
            let counted = counted.get(&partner.id);
            let climb = counted.and_then(|all| Climb::of(partner, all, &program.rules, now));
            let won = won.get(&partner.id).copied();
            let ideal = program.knowledge.ideal.as_ref().map(|ideal| ideal.text.as_str());
            Some((partner.id, reason(new, won, climb.as_ref(), ideal)?))
        });
        Ok(reasons.collect())
    }

    /// What there is to say to each of these partners.
    pub(super) async fn weeks(
        &self,
        note: Note,
        partners: &[PartnerId],
    ) -> Result<BTreeMap<PartnerId, Week>, StoreError> {
        let Note::Week { from, on, .. } = note else { return Ok(BTreeMap::new()) };
        let calendar = self.calendar();
        // From note to note: what moved on the morning before one is in that one alone.
        let days = (Series::Week.due(&calendar, from), Series::Week.due(&calendar, on));
        rhythm::week(&self.store.db, partners, days, self.now() + lists::SOON).await
    }

    /// What came of the referrals of each of these partners in a month, or in a quarter.
    pub(super) async fn months(
        &self,
        month: Period,
        partners: &[PartnerId],
    ) -> Result<BTreeMap<PartnerId, Month>, StoreError> {
        rhythm::month(&self.store.db, partners, month, &self.calendar()).await
    }

    async fn month_to(
        &self,
        partner: &Partner,
        month: Period,
        away: Option<Away>,
    ) -> Result<Option<Message>, StoreError> {
        let counted = self.months(month, &[partner.id]).await?.remove(&partner.id);
        let Some(counted) = counted.filter(|one| !one.is_empty()) else { return Ok(None) };
        // What worked is said where something was won in that month.
        let mut won = rhythm::won(&self.store.db, &[partner.id], month.first_day()).await?;
        let won = won.remove(&partner.id).filter(|won| won.on <= month.last_day());
        Ok(Some(view::month(&self.voice(), month, away, &counted, won.as_ref())))
    }

    /// Those of these partners that have brought about anything in a quarter or in the one before:
    /// who has stopped is told so once, and is a nudge's after that.
    pub(super) async fn active_in(
        &self,
        quarter: Period,
        partners: &[PartnerId],
    ) -> Result<BTreeSet<PartnerId>, StoreError> {
        let mut active = BTreeSet::new();
        for quarter in [quarter, quarter.previous()] {
            let counted = self.months(quarter, partners).await?;
            active.extend(counted.iter().filter(|(_, one)| !one.is_empty()).map(|(id, _)| *id));
        }
        Ok(active)
    }

    async fn quarter_to(
        &self,
        partner: &Partner,
        quarter: Period,
        away: Option<Away>,
    ) -> Result<Option<Message>, StoreError> {
        if self.active_in(quarter, &[partner.id]).await?.is_empty() {
            return Ok(None);
        }
        let pack = self.pack(partner, quarter).await?;
        let quarters = self.quarters(partner, quarter).await?;
        Ok(Some(pack::post(&self.voice(), &pack, away, &quarters)))
    }

    async fn week_to(&self, partner: &Partner, note: Note) -> Result<Option<Message>, StoreError> {
        let Note::Week { from, on, away } = note else { return Ok(None) };
        let mut weeks = self.weeks(note, &[partner.id]).await?;
        let Some(week) = weeks.remove(&partner.id) else { return Ok(None) };
        let db = &self.store.db;
        let moved = week.moved.first.iter().map(|one| one.referral);
        let ids: BTreeSet<ReferralId> =
            week.waits.first.iter().chain(&week.ends.first).copied().chain(moved).collect();
        let items = lists::named(db, queries::referrals(db, &ids).await?).await?;
        let items: BTreeMap<ReferralId, Item> =
            items.into_iter().map(|item| (item.referral.id, item)).collect();
        let item = |id: &ReferralId| items.get(id).cloned();
        let few = |few: &Few<ReferralId>| Few {
            first: few.first.iter().filter_map(item).collect(),
            of: few.of,
        };
        let moved = week.moved.first.iter().filter_map(|one| Some((item(&one.referral)?, *one)));
        let shown = view::Week {
            from,
            through: on.checked_sub_days(Days::new(1)).unwrap_or(on),
            away,
            waits: few(&week.waits),
            moved: Few { first: moved.collect(), of: week.moved.of },
            ends: few(&week.ends),
        };
        Ok(Some(view::week(&self.voice(), &shown)))
    }
}
