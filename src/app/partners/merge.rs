//! Two partners that turned out to be one: what would come of it, and doing it in one commit.

use super::super::execute::{Decided, Outcome, say_one};
use super::super::people::{channels_of, identity_of};
use super::super::{App, homes};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::case::Case;
use crate::domain::ids::PartnerId;
use crate::domain::outcome::{Event, Refusal};
use crate::domain::partner::{Partner, merge};
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::lists::{self, Scope, Section};
use crate::store::project::Stream;
use crate::store::{StoreError, queries};
use crate::views::Say;
use crate::views::partners::merge::{self as view, Merge};

impl App {
    /// What would come of it, as things stand.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn merge_preview(&self, gone: Partner, stays: Partner) -> Result<Merge, StoreError> {
        let (db, scope) = (&self.store.db, Scope::Partner(gone.id));
        let referrals = lists::count(db, &scope, Section::All, self.now()).await?;
        let open = lists::count(db, &scope, Section::Open, self.now()).await?;
        let [referrals, open] = [referrals, open].map(|n| usize::try_from(n).unwrap_or(usize::MAX));
        let people = queries::members_of(db, &gone.id).await?.len();
        let places = queries::places_of(db, &gone.id).await?;
        let channels = places.iter().filter(|one| one.of_partner() == Some(gone.id)).count();
        Ok(Merge { gone, stays, referrals, open, people, channels })
    }

    /// Lets a partner go on as another.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn merge_partners(
        &self,
        inbound: &Inbound,
        merge: Merge,
    ) -> Result<Outcome, StoreError> {
        let identity = identity_of(inbound);
        let (gone, stays) = (merge.gone.id, merge.stays.id);
        let answer = Reply::Panel(view::done(&self.voice(), &merge));
        let mut needs = Needs::everything_set_up();
        needs.all_of = [gone, stays].map(|id| id.to_string()).into();
        let outcome = self
            .answer_once(inbound, "partner", needs, move |desk, stamp| {
                let state = desk.state();
                let two = state.partners.get(&gone).zip(state.partners.get(&stays));
                let (Some(by), Some((gone, stays))) = (desk.person_of(&identity), two) else {
                    return Ok(Decided::Refused(Refusal::Outsider));
                };
                let (gone, stays) = (gone.clone(), stays.clone());
                let cases: Vec<&Case> =
                    state.cases.values().filter(|case| case.phase.is_open()).collect();
                let own = state.referrals.values();
                let own = own.filter(|one| [gone.id, stays.id].contains(&one.partner()));
                if let Err(why) = merge::may_merge(&gone, &stays, by, own, &cases) {
                    return Ok(Decided::Refused(Refusal::Partner { why }));
                }
                carry_out(desk, &gone, &stays, stamp)?;
                Ok(Decided::Answer(answer.clone()))
            })
            .await?;
        if matches!(outcome, Outcome::Answered(_)) {
            // What both brought about may be enough for the next tier; the morning would find it as well.
            self.review_tier(stays).await?;
        }
        Ok(outcome)
    }
}

/// Writes every fact of it, and leaves the channels of both to be told.
fn carry_out(
    desk: &mut Desk,
    gone: &Partner,
    stays: &Partner,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let state = desk.state();
    let channels: Vec<_> = state
        .channels
        .values()
        .filter_map(|one| Some((one.id.clone(), merge::channel(gone, stays, one)?)))
        .collect();
    let groups: Vec<_> = state
        .groups
        .values()
        .filter_map(|one| Some((one.id.clone(), merge::group(gone, stays, one)?)))
        .collect();
    let people: Vec<_> = state
        .people
        .values()
        .filter_map(|one| Some((one.id, merge::person(gone, stays, one)?)))
        .collect();
    let referrals: Vec<_> = state
        .referrals
        .values()
        .filter_map(|one| Some((one.id, merge::referral(gone, stays, one)?)))
        .collect();
    let [merged, taken] = merge::partners(gone, stays);
    homes::append(desk, &Stream::Partner(gone.id), Event::Partner(merged), stamp)?;
    homes::append(desk, &Stream::Partner(stays.id), Event::Partner(taken), stamp)?;
    for (id, event) in &channels {
        homes::append(desk, &Stream::Channel(id.clone()), Event::Channel(event.clone()), stamp)?;
    }
    for (id, event) in groups {
        homes::append(desk, &Stream::Group(id), Event::Group(event), stamp)?;
    }
    for (id, event) in people {
        homes::append(desk, &Stream::Person(id), Event::Person(event), stamp)?;
    }
    for (id, event) in referrals {
        homes::append(desk, &Stream::Referral(id), Event::Referral(event), stamp)?;
    }
    tell(desk, gone.id, stays.id, stamp);
    for (channel, _) in channels {
        // It names the partner whose channel it is.
        say_one(desk, &Say::Intro { channel }, &stamp.cause);
    }
    Ok(())
}

fn tell(desk: &mut Desk, gone: PartnerId, stays: PartnerId, stamp: &Stamp) {
    let channels: Vec<String> =
        channels_of(desk.state(), stays).map(|(channel, _)| channel.to_owned()).collect();
    for channel in channels {
        let say = Say::PartnersMerged { partner: stays, gone, channel };
        say_one(desk, &say, &stamp.cause);
    }
}
