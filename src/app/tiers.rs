//! Tiers of partners: who rises does so in the decision that reaches it, what the clock does about
//! the others is here as well; and what of a partner counts, for whoever looks.

use chrono::{DateTime, TimeDelta, Utc};

use super::execute::say_one;
use super::people::{channels_of, tell, with_role};
use super::{App, homes};
use crate::chat::view::Message;
use crate::domain::Rules;
use crate::domain::actor::{Person, Role};
use crate::domain::ids::PartnerId;
use crate::domain::outcome::{Event, PartnerEvent};
use crate::domain::partner::{Channel, Partner};
use crate::domain::tier::climb::Climb;
use crate::domain::tier::count::Counted;
use crate::domain::tier::quota::{Full, Quota};
use crate::domain::tier::review::{promote, review};
use crate::program::InForce;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::{State, Stream};
use crate::store::{StoreError, counted, log, queries};
use crate::views::Say;
use crate::views::news::News;
use crate::views::tier as view;

/// What is looked back further than the window: the longest month for a quota, the quarter whose end
/// was slept through, and a day for the distance of time zones.
const BEYOND: TimeDelta = TimeDelta::days(31 + 92 + 1);

/// Since when results can count; none where the programme has no tiers.
pub(super) fn counted_since(rules: &Rules, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let window = TimeDelta::days(rules.tiers.window_days.into());
    (!rules.tiers.is_empty()).then(|| now - window - BEYOND)
}

impl App {
    /// What has to be on the desk so that a partner can rise by what is decided there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(super) async fn needs_for_tiers(&self, needs: &mut Needs) -> Result<(), StoreError> {
        let Some(since) = self.counted_since() else { return Ok(()) };
        needs.counted_since = Some(since);
        let hears = queries::with_role(&self.store.db, Role::CommunityManager).await?;
        needs.people.extend(hears.iter().map(|person| person.id.to_string()));
        Ok(())
    }

    /// Since when results can count; none where the programme has no tiers.
    pub(super) fn counted_since(&self) -> Option<DateTime<Utc>> {
        counted_since(&self.program().rules, self.now())
    }

    /// The same for a registration: what was sent is asked for where a tier holds no more than so
    /// many.
    pub(super) fn quota_since(&self) -> Option<DateTime<Utc>> {
        let program = self.program();
        let bound = program.rules.tiers.all.iter().any(|tier| tier.quota.is_bound());
        bound.then(|| self.now() - BEYOND)
    }

    /// What of some partners counts now; nothing where the programme has no tiers.
    async fn counted(&self, partner: PartnerId) -> Result<Vec<Counted>, StoreError> {
        let Some(since) = self.counted_since() else { return Ok(Vec::new()) };
        let mut found = counted::of(&self.store.db, &[partner], since).await?;
        Ok(found.remove(&partner).unwrap_or_default())
    }

    /// Why a partner may send no other referral now, if its tier is full.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn quota_full(&self, partner: &Partner) -> Result<Option<Full>, StoreError> {
        let program = self.program();
        let quota = program.rules.tiers.of(partner).map(|tier| tier.quota);
        let Some(quota) = quota.filter(Quota::is_bound) else { return Ok(None) };
        let counted = self.counted(partner.id).await?;
        Ok(quota.full(&counted, &program.rules.calendar, self.now()))
    }

    /// Where a partner stands among the tiers; none where the programme has none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn climb(&self, partner: &Partner) -> Result<Option<Climb>, StoreError> {
        let program = self.program();
        if program.rules.tiers.is_empty() {
            return Ok(None);
        }
        let counted = self.counted(partner.id).await?;
        Ok(Climb::of(partner, &counted, &program.rules, self.now()))
    }

    /// What a partner's channel hears of the event at this position of the log; `None` when it is
    /// about nothing of the kind.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tier_told(
        &self,
        partner: &Partner,
        seq: i64,
    ) -> Result<Option<Message>, StoreError> {
        let row = queries::event_row_at(&self.store.db, seq).await?;
        let Some(recorded) = row.as_ref().and_then(log::recorded) else { return Ok(None) };
        let Event::Partner(event) = recorded.event else { return Ok(None) };
        self.know_program(&recorded.program).await?;
        let rules = self.rules_at(&recorded.program);
        let counted = self.counted(partner.id).await?;
        Ok(view::told(&self.voice(), &event, (partner, &counted), &rules))
    }

    /// The rules under which something was recorded.
    fn rules_at(&self, version: &str) -> Rules {
        let program = self.in_force.version(version).unwrap_or_else(|| self.program());
        program.rules.clone()
    }

    /// Does what the clock has to do about a partner's tier. Gives whether there was anything.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn review_tier(&self, partner: PartnerId) -> Result<bool, StoreError> {
        let mut needs = Needs::default();
        needs.partners.insert(partner.to_string());
        self.needs_for_tiers(&mut needs).await?;
        let (in_force, stamp) = (self.in_force.clone(), self.by_itself("tiers"));
        let unit = move |desk: &mut Desk| {
            let rules = rules(&in_force, &stamp);
            let now = desk.now;
            let events = desk.counted(&partner).and_then(|counted| {
                let partner = desk.state().partners.get(&partner)?;
                Some(review(partner, &counted, &rules, now))
            });
            let mut events = events.unwrap_or_default();
            // What nobody can read is no notice: the next mornings try again, and without one it stays.
            if !hears(desk.state(), partner) {
                events.retain(|event| !matches!(event, PartnerEvent::TierWarned { .. }));
            }
            let any = !events.is_empty();
            for event in events {
                happen(desk, partner, event, &stamp)?;
            }
            Ok(any)
        };
        self.store.writer.decide(needs, unit).await
    }

    /// Those of some partners of whose tier there is something to do now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tiers_to_review(
        &self,
        partners: &[Partner],
    ) -> Result<Vec<PartnerId>, StoreError> {
        let Some(since) = self.counted_since() else { return Ok(Vec::new()) };
        let ids: Vec<PartnerId> = partners.iter().map(|partner| partner.id).collect();
        let counted = counted::of(&self.store.db, &ids, since).await?;
        let (program, now) = (self.program(), self.now());
        let due = partners.iter().filter(|partner| {
            let counted = counted.get(&partner.id).map_or(&[][..], Vec::as_slice);
            !review(partner, counted, &program.rules, now).is_empty()
        });
        Ok(due.map(|partner| partner.id).collect())
    }
}

/// Whether a channel is there in which a partner reads what is about it alone.
fn hears(state: &State, partner: PartnerId) -> bool {
    let Some(partner) = state.partners.get(&partner) else { return false };
    let own = |channel: &Channel| channel.dead.is_none() && channel.is_for(partner);
    state.channels.values().any(own)
}

/// The rules that hold for a decision: those that stand beside its events.
fn rules(in_force: &InForce, stamp: &Stamp) -> Rules {
    in_force.version(&stamp.program).unwrap_or_else(|| in_force.now()).rules.clone()
}

/// Lets whoever is on the desk rise, where what was just decided reaches a tier. Of partners of
/// which nothing was counted nothing is known here.
pub(super) fn follow(desk: &mut Desk, in_force: &InForce, stamp: &Stamp) -> Result<(), StoreError> {
    let partners = desk.partners_counted();
    if partners.is_empty() {
        return Ok(());
    }
    let rules = rules(in_force, stamp);
    for id in partners {
        let risen = desk.counted(&id).and_then(|counted| {
            promote(desk.state().partners.get(&id)?, &counted, &rules, desk.now)
        });
        if let Some(event) = risen {
            happen(desk, id, event, stamp)?;
        }
    }
    Ok(())
}

/// Lets a partner as which another goes on keep the higher tier of the two: nobody falls by being
/// merged, only at a quarter's end after notice. `channels` are those for which it is news.
pub(super) fn keep_higher(
    desk: &mut Desk,
    (gone, stays): (&Partner, &Partner),
    channels: Vec<String>,
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let tiers = rules(in_force, stamp).tiers;
    let Some(tier) = gone.tier.as_ref().filter(|tier| tiers.place(&tier.name).is_some()) else {
        return Ok(());
    };
    if tiers.place_of(gone) <= tiers.place_of(stays) {
        return Ok(());
    }
    let was = tiers.all.get(tiers.place_of(stays)).map(|tier| tier.name.clone());
    let kept = PartnerEvent::TierPromoted { tier: tier.name.clone(), was };
    happen_in(desk, stays.id, kept, channels, stamp)
}

/// Records it, and leaves what is to be said of it: in the partner's channels, and to whoever looks
/// after the community.
fn happen(
    desk: &mut Desk,
    id: PartnerId,
    event: PartnerEvent,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let channels: Vec<String> =
        channels_of(desk.state(), id).map(|(channel, _)| channel.to_owned()).collect();
    happen_in(desk, id, event, channels, stamp)
}

fn happen_in(
    desk: &mut Desk,
    id: PartnerId,
    event: PartnerEvent,
    channels: Vec<String>,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let news = News::of_tier(id, &event);
    let moved =
        matches!(event, PartnerEvent::TierPromoted { .. } | PartnerEvent::TierDemoted { .. });
    homes::append(desk, &Stream::Partner(id), Event::Partner(event), stamp)?;
    let seq = desk.last_seq();
    for channel in channels {
        let told = Say::TierTold { partner: id, channel: channel.clone(), seq };
        say_one(desk, &told, &stamp.cause);
        if moved {
            // The promise of the tier stands in the pinned message.
            say_one(desk, &Say::Intro { channel }, &stamp.cause);
        }
    }
    let Some(news) = news else { return Ok(()) };
    let hears: Vec<Person> = with_role(desk.state(), Role::CommunityManager).cloned().collect();
    hears.iter().for_each(|person| tell(desk, news.clone(), person, stamp));
    Ok(())
}
