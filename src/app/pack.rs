//! The review of a partner's quarter, put together from what the report reads: as it is known when
//! somebody looks.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{App, lists, tiers};
use crate::domain::Rules;
use crate::domain::board::period::Period;
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::feedback::Trend;
use crate::domain::ids::{PartnerId, ReferralId};
use crate::domain::measure::Share;
use crate::domain::measure::report::{Report, Sent, Tally};
use crate::domain::partner::Partner;
use crate::domain::referral::Referral;
use crate::domain::rhythm::nudge::{Reason, reason};
use crate::domain::tier::climb::Climb;
use crate::store::dialect::Db;
use crate::store::report::{self, Place};
use crate::store::{StoreError, counted, pack, queries, rhythm};
use crate::views::list::Item;
use crate::views::pack::{Answered, Ask, Pack, Review};
use crate::views::shout::Words;

impl App {
    /// The review of a partner's quarter, as it is known now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn pack(&self, partner: &Partner, quarter: Period) -> Result<Pack, StoreError> {
        of(&self.store.db, &self.program().rules, partner, quarter, self.now()).await
    }
}

/// The same at `now`.
///
/// # Errors
/// [`StoreError`].
pub async fn of(
    db: &Db,
    rules: &Rules,
    partner: &Partner,
    quarter: Period,
    now: DateTime<Utc>,
) -> Result<Pack, StoreError> {
    let (calendar, id) = (&rules.calendar, partner.id);
    let (this, sent) = told(db, calendar, id, quarter, now).await?;
    let (before, _) = told(db, calendar, id, quarter.previous(), now).await?;
    let within = rhythm::month(db, &[id], quarter, calendar).await?.remove(&id);
    let bounds = quarter.bounds(calendar);
    Ok(Pack {
        partner: partner.name.clone(),
        this,
        before,
        within: within.unwrap_or_default(),
        sent: answered(db, calendar, sent).await?,
        reviews: reviews(db, id, bounds).await?,
        thanks: thanks(db, partner, bounds).await?,
        ask: ask(db, rules, partner, now).await?,
    })
}

/// What became of a period of one partner's, by the report's own count, and what that is of.
async fn told(
    db: &Db,
    calendar: &Calendar,
    partner: PartnerId,
    period: Period,
    now: DateTime<Utc>,
) -> Result<(Report, Vec<(ReferralId, Sent)>), StoreError> {
    let (from, to) = period.bounds(calendar);
    let around = report::void(db, from).await?;
    let (mut place, mut tally) = (Place::before(from, to), Tally::begin(calendar, now));
    let mut all = Vec::new();
    loop {
        let page = report::next_of(db, &mut place, &around, partner).await?;
        if page.is_empty() {
            let nothing = (Share::default(), 0, Trend::through(period));
            return Ok((tally.end(period, now, (&[], &[]), nothing), all));
        }
        page.iter().for_each(|(_, one)| tally.take(one));
        all.extend(page);
    }
}

async fn answered(
    db: &Db,
    calendar: &Calendar,
    sent: Vec<(ReferralId, Sent)>,
) -> Result<Vec<Answered>, StoreError> {
    let ids: BTreeSet<ReferralId> = sent.iter().map(|(id, _)| *id).collect();
    let items = lists::named(db, queries::referrals(db, &ids).await?).await?;
    let mut items: BTreeMap<ReferralId, Item> =
        items.into_iter().map(|item| (item.referral.id, item)).collect();
    let all = sent.into_iter().filter_map(|(id, one)| {
        let (counts, minutes) = (one.counts(), one.minutes_to_decision(calendar));
        Some(Answered { item: items.remove(&id)?, counts, minutes, in_time: one.in_time() })
    });
    Ok(all.collect())
}

/// The cases that were opened then, of each of the partner's referrals that is in one.
async fn reviews(
    db: &Db,
    partner: PartnerId,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Review>, StoreError> {
    let cases = pack::cases(db, partner, from, to).await?;
    let own = |case: &Case| -> Vec<ReferralId> {
        let own = case.present().filter(|party| party.partner == partner);
        own.map(|party| party.referral).collect()
    };
    let ids: BTreeSet<ReferralId> = cases.iter().flat_map(own).collect();
    let found = queries::referrals(db, &ids).await?;
    let numbers: BTreeMap<ReferralId, String> =
        found.iter().map(|one: &Referral| (one.id, one.number().to_string())).collect();
    let mut all = Vec::new();
    for case in cases {
        // What goes on is named to whose it is alone.
        let into = case.decided.as_ref().map(|decided| decided.ruling.goes_on());
        let into = into.and_then(|id| numbers.get(&id).cloned());
        for referral in own(&case) {
            let Some(number) = numbers.get(&referral).cloned() else { continue };
            all.push(Review { number, referral, case: case.clone(), into: into.clone() });
        }
    }
    Ok(all)
}

async fn thanks(
    db: &Db,
    partner: &Partner,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Words>, StoreError> {
    let mut all = Vec::new();
    for shout in pack::thanks(db, partner.id, from, to).await? {
        let seal = shout.draft.as_ref().and_then(|draft| draft.text.clone());
        let seals = seal.map(|seal| (shout.occasion.to_string(), seal)).into_iter().collect();
        let text = queries::words(db, &seals).await?.into_values().next();
        all.push(Words { shout, partner: partner.clone(), text, this_week: None });
    }
    Ok(all)
}

/// What would help now, whichever quarter is looked at.
async fn ask(
    db: &Db,
    rules: &Rules,
    partner: &Partner,
    now: DateTime<Utc>,
) -> Result<Ask, StoreError> {
    let week = rhythm::week(db, &[partner.id], (now, now), now + lists::SOON).await?;
    let week = week.into_values().next().unwrap_or_default();
    let ids = week.waits.first.iter().chain(&week.ends.first).copied().collect();
    let found = queries::referrals(db, &ids).await?;
    let numbers: BTreeMap<ReferralId, String> =
        found.iter().map(|one| (one.id, one.number().to_string())).collect();
    let named = |ids: &[ReferralId]| ids.iter().filter_map(|id| numbers.get(id).cloned()).collect();
    Ok(Ask {
        waits: (week.waits.of, named(&week.waits.first)),
        ends: (week.ends.of, named(&week.ends.first)),
        tier: climb(db, rules, partner, now).await?,
    })
}

async fn climb(
    db: &Db,
    rules: &Rules,
    partner: &Partner,
    now: DateTime<Utc>,
) -> Result<Option<Reason>, StoreError> {
    let Some(since) = tiers::counted_since(rules, now) else { return Ok(None) };
    let counted = counted::of(db, &[partner.id], since).await?;
    let counted = counted.get(&partner.id).map_or(&[][..], Vec::as_slice);
    Ok(reason(None, None, Climb::of(partner, counted, rules, now).as_ref(), None))
}
