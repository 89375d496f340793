//! What is worth a shout-out: read from what has happened since the last look, of partners that let
//! it be said. A fact that was suggested once is not suggested again, so a look that is doubled or
//! cut off changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Months, Utc};

use super::{happen, lets, needs};
use crate::app::App;
use crate::app::people::tell_community;
use crate::domain::board::period::{Period, Span};
use crate::domain::ids::{PartnerId, ReferralId};
use crate::domain::outcome::{Event, PartnerEvent, ReferralEvent, ShoutEvent};
use crate::domain::shout::occasion::{is_streak, milestones, quick, streak};
use crate::domain::shout::{About, Occasion};
use crate::store::desk::{Desk, Needs};
use crate::store::project::Stream;
use crate::store::{StoreError, house, log, queries, shouts};
use crate::views::news::{self, News};

/// The mark that says up to which position of the log was looked.
const THROUGH: &str = "shouts_through";
/// Events read at a time; after so many the mark is kept, although there was nothing to suggest.
const PAGE: i64 = 500;
/// A run is looked back for so many months, one more than the longest that is worth a word.
const LONGEST: Months = Months::new(61);

/// What has happened since the last look, as far as it is worth a word.
#[derive(Default)]
struct Seen {
    /// When each was approved.
    approved: BTreeMap<ReferralId, DateTime<Utc>>,
    won: BTreeSet<ReferralId>,
    /// When a question about it was answered.
    answered: BTreeMap<ReferralId, DateTime<Utc>>,
    tiers: Vec<(i64, PartnerId, String)>,
}

impl Seen {
    fn take(&mut self, seq: i64, at: DateTime<Utc>, stream: &Stream, event: &Event) {
        if let (Stream::Referral(id), Event::Referral(event)) = (stream, event) {
            if matches!(event, ReferralEvent::Approved { .. } | ReferralEvent::AwardedByCase { .. })
            {
                self.approved.insert(*id, at);
            }
            if let ReferralEvent::Won { .. } = event {
                self.won.insert(*id);
            }
            if let ReferralEvent::QuestionAnswered { .. } = event {
                self.answered.insert(*id, at);
            }
        }
        if let (Stream::Partner(id), Event::Partner(PartnerEvent::TierPromoted { tier, .. })) =
            (stream, event)
        {
            self.tiers.push((seq, *id, tier.clone()));
        }
    }
}

impl App {
    /// Looks at what has happened behind this position of the log, `None` at a start, and gives the
    /// position that was looked at last. At the very first look nothing is suggested: what was before is
    /// nobody's news.
    ///
    /// # Errors
    /// [`StoreError`]: what was not suggested is at the next look.
    pub async fn suggest_shouts(&self, after: Option<i64>) -> Result<i64, StoreError> {
        let db = &self.store.db;
        let mark = match after {
            Some(after) => Some(after),
            None => queries::meta(db, THROUGH).await?.and_then(|text| text.parse().ok()),
        };
        let Some(mut last) = mark else {
            let last = queries::last_seq(db).await?;
            house::set_meta(&self.store.writer, THROUGH, last.to_string()).await?;
            return Ok(last);
        };
        loop {
            let page = queries::events_after(db, last, PAGE).await?;
            let Some(end) = page.last().map(|row| row.seq) else { return Ok(last) };
            let mut seen = Seen::default();
            for row in &page {
                // Most of what happens is nothing of the kind, and is not read for it.
                if matches!(
                    row.kind.as_str(),
                    "approved" | "awarded_by_case" | "won" | "question_answered" | "tier_promoted"
                ) && let Some((stream, fact)) = log::read(row)
                {
                    seen.take(row.seq, fact.at, &stream, &fact.event);
                }
            }
            let found = self.worth_a_word(&seen).await?;
            let any = !found.is_empty();
            if any {
                self.record_suggestions(found).await?;
            }
            last = end;
            let full = i64::try_from(page.len()).unwrap_or(PAGE) == PAGE;
            if any || full {
                house::set_meta(&self.store.writer, THROUGH, last.to_string()).await?;
            }
            if !full {
                return Ok(last);
            }
        }
    }

    async fn worth_a_word(
        &self,
        seen: &Seen,
    ) -> Result<Vec<(Occasion, PartnerId, About)>, StoreError> {
        let db = &self.store.db;
        let calendar = self.program().rules.calendar.clone();
        let month = |at| Period::with(Span::Month, calendar.local_date(at));
        let of_them = seen.approved.keys().chain(&seen.won).chain(seen.answered.keys());
        let ids = of_them.copied().collect();
        let mut new: BTreeMap<PartnerId, Vec<DateTime<Utc>>> = BTreeMap::new();
        let mut found = Vec::new();
        for referral in queries::referrals(db, &ids).await? {
            let partner = referral.partner();
            if let Some(at) = seen.approved.get(&referral.id) {
                new.entry(partner).or_default().push(*at);
            }
            if seen.won.contains(&referral.id) {
                found.push((Occasion::Won(referral.id), partner, About::Won));
            }
            let asked = referral.question.as_ref().map(|question| question.at);
            if let Some((asked, at)) = asked.zip(seen.answered.get(&referral.id))
                && let Some(minutes) = quick(asked, *at)
            {
                let about = About::Answer { minutes };
                found.push((Occasion::Answer(month(*at), partner), partner, about));
            }
        }
        for (partner, times) in new {
            let new = u32::try_from(times.len()).unwrap_or(u32::MAX);
            let all = shouts::approved_of(db, partner).await?;
            if all > 0 && all <= new {
                found.push((Occasion::First(partner), partner, About::First { days: 0 }));
            }
            let reached = milestones(all, new);
            found.extend(
                reached.map(|n| (Occasion::Approved(n, partner), partner, About::Approved { n })),
            );
            for last in times.into_iter().map(month).collect::<BTreeSet<_>>() {
                let n = self.months_in_a_row(partner, last).await?;
                if is_streak(n) {
                    let occasion = Occasion::Streak(n, last, partner);
                    found.push((occasion, partner, About::Streak { n }));
                }
            }
        }
        for (seq, partner, tier) in &seen.tiers {
            let about = About::Tier { tier: tier.clone() };
            found.push((Occasion::Tier(*seq, *partner), *partner, about));
        }
        let today = calendar.local_date(self.now());
        let mut may = Vec::new();
        for (occasion, id, mut about) in found {
            let Some(partner) = queries::partner(db, &id).await?.filter(lets) else { continue };
            if let About::First { days } = &mut about {
                let joined = calendar.local_date(partner.added_at);
                *days = u32::try_from((today - joined).num_days()).unwrap_or(0);
            }
            may.push((occasion, id, about));
        }
        Ok(may)
    }

    /// How many months in a row, up to `last`, have an approved referral of the partner.
    pub(super) async fn months_in_a_row(
        &self,
        partner: PartnerId,
        last: Period,
    ) -> Result<u32, StoreError> {
        let calendar = self.program().rules.calendar.clone();
        let first = last.first_day().checked_sub_months(LONGEST).unwrap_or_default();
        let (from, _) = Period::with(Span::Month, first).bounds(&calendar);
        let times = shouts::approvals_of(&self.store.db, partner, from).await?;
        let month = |at| Period::with(Span::Month, calendar.local_date(at));
        Ok(streak(&times.into_iter().map(month).collect(), last))
    }

    async fn record_suggestions(
        &self,
        found: Vec<(Occasion, PartnerId, About)>,
    ) -> Result<(), StoreError> {
        let needs = Needs {
            everything_set_up: false,
            ..needs(found.iter().map(|(occasion, ..)| *occasion))
        };
        let stamp = self.by_itself("shouts");
        let unit = move |desk: &mut Desk| {
            for (occasion, partner, fact) in &found {
                if !desk.state().shouts.contains_key(occasion) {
                    let (partner, fact) = (*partner, fact.clone());
                    let suggested = ShoutEvent::ShoutSuggested { partner, fact };
                    happen(desk, *occasion, suggested, &stamp)?;
                }
            }
            Ok(())
        };
        self.store.writer.decide(needs, unit).await
    }

    /// Shows whoever looks after the community what waits for a word, where anything does.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn list_shouts(&self) -> Result<(), StoreError> {
        if self.open_shouts().await?.is_empty() {
            return Ok(());
        }
        let stamp = self.by_itself("shouts");
        let unit = move |desk: &mut Desk| {
            let news = News::Community { about: news::About::ShoutList };
            tell_community(desk, &news, &stamp);
            Ok(())
        };
        self.store.writer.decide(Needs::everything_set_up(), unit).await
    }
}
