//! Two partners that turned out to be one: what would come of it, and doing it in one commit.

use std::collections::BTreeMap;

use super::super::execute::link::cards_of;
use super::super::execute::{Decided, Outcome, say_one};
use super::super::people::{self, channels_of, identity_of, in_charge};
use super::super::{App, agreement, homes, tiers};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::actor::Person;
use crate::domain::case::Case;
use crate::domain::ids::{PartnerId, PersonId, ReferralId};
use crate::domain::outcome::{
    ChannelEvent, Event, GroupEvent, PartnerEvent, PersonEvent, ReferralEvent, Refusal,
};
use crate::domain::partner::{Channel, Partner, merge};
use crate::domain::referral::Status;
use crate::program::InForce;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::lists::{self, Scope, Section};
use crate::store::project::{State, Stream};
use crate::store::{StoreError, log, queries};
use crate::views::Say;
use crate::views::news::News;
use crate::views::partners::merge::{self as view, Merge};
use crate::views::referral::why::Transfer;

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

    /// How a referral came to the partner that has it now, the oldest first; nothing where it was sent
    /// by that one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn transfers_of(&self, referral: &ReferralId) -> Result<Vec<Transfer>, StoreError> {
        let db = &self.store.db;
        let mut transfers = Vec::new();
        for row in queries::events_about(db, &Stream::Referral(*referral), 0).await? {
            let Some(recorded) = log::recorded(&row) else { continue };
            let Event::Referral(ReferralEvent::Transferred { from, to }) = recorded.event else {
                continue;
            };
            let (gone, stays) =
                (queries::partner(db, &from).await?, queries::partner(db, &to).await?);
            let Some((gone, stays)) = gone.zip(stays) else { continue };
            transfers.push(Transfer { at: recorded.at, gone: gone.name, stays: stays.name });
        }
        Ok(transfers)
    }

    /// Lets a partner go on as another.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn merge_partners(
        &self,
        inbound: &Inbound,
        (gone, stays): (&Partner, &Partner),
    ) -> Result<Outcome, StoreError> {
        let identity = identity_of(inbound);
        let answer = Reply::Panel(view::done(&self.voice(), gone, stays));
        let (gone, stays) = (gone.id, stays.id);
        let in_force = self.in_force.clone();
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
                let by = by.id;
                carry_out(desk, (&gone, &stays), by, &in_force, stamp)?;
                Ok(Decided::Answer(answer.clone()))
            })
            .await?;
        if matches!(outcome, Outcome::Answered(_)) {
            // What both brought about may be enough for the next tier; the morning would find it as well.
            if let Err(error) = self.review_tier(stays).await {
                tracing::warn!(%error, "a tier is looked at again in the morning");
            }
        }
        Ok(outcome)
    }
}

/// What comes along, each with its fact.
struct Along {
    channels: Vec<(String, ChannelEvent)>,
    groups: Vec<(String, GroupEvent)>,
    people: Vec<(PersonId, PersonEvent)>,
    referrals: Vec<(ReferralId, ReferralEvent)>,
}

impl Along {
    fn of(state: &State, gone: &Partner, stays: &Partner) -> Self {
        let channels = state.channels.values();
        let channels =
            channels.filter_map(|one| Some((one.id.clone(), merge::channel(gone, stays, one)?)));
        let groups = state.groups.values();
        let groups =
            groups.filter_map(|one| Some((one.id.clone(), merge::group(gone, stays, one)?)));
        let people = state.people.values();
        let people = people.filter_map(|one| Some((one.id, merge::person(gone, stays, one)?)));
        let referrals = state.referrals.values();
        let referrals =
            referrals.filter_map(|one| Some((one.id, merge::referral(gone, stays, one)?)));
        Self {
            channels: channels.collect(),
            groups: groups.collect(),
            people: people.collect(),
            referrals: referrals.collect(),
        }
    }

    /// Whether an accepted referral is among them.
    fn brings_an_accepted_one(&self, state: &State) -> bool {
        let status = |id| state.referrals.get(id).map(|one| one.status);
        let mut all = self.referrals.iter().map(|(id, _)| status(id));
        all.any(|status| matches!(status, Some(Status::Approved | Status::Won)))
    }
}

/// Writes every fact of it, and leaves the channels of both to be told.
fn carry_out(
    desk: &mut Desk,
    (gone, stays): (&Partner, &Partner),
    by: PersonId,
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let along = Along::of(desk.state(), gone, stays);
    let accepted = along.brings_an_accepted_one(desk.state());
    let mixed = mixed(desk.state(), [gone, stays]);
    let own: Vec<String> =
        channels_of(desk.state(), stays.id).map(|(channel, _)| channel.to_owned()).collect();
    // The first referral that is accepted is what a list of first steps is for; one that is gone has
    // none to come.
    for (partner, ends) in [(gone, true), (stays, accepted)] {
        if ends && partner.start.is_open() {
            let ended = Event::Partner(PartnerEvent::StartEnded);
            homes::append(desk, &Stream::Partner(partner.id), ended, stamp)?;
        }
    }
    for (id, event) in [gone.id, stays.id].into_iter().zip(merge::partners(gone, stays)) {
        homes::append(desk, &Stream::Partner(id), Event::Partner(event), stamp)?;
    }
    for (id, event) in &along.channels {
        link(desk, id, event, stamp)?;
    }
    for (id, event) in along.groups {
        homes::append(desk, &Stream::Group(id), Event::Group(event), stamp)?;
    }
    for (id, event) in along.people {
        homes::append(desk, &Stream::Person(id), Event::Person(event), stamp)?;
    }
    for (id, event) in along.referrals {
        homes::append(desk, &Stream::Referral(id), Event::Referral(event), stamp)?;
    }
    tell(desk, gone.id, stays.id, stamp);
    tell_managers(desk, (gone, stays), by, stamp);
    tiers::keep_higher(desk, (gone, stays), own, in_force, stamp)?;
    let program = in_force.now();
    for (channel, _) in along.channels {
        agreement::ask_in(desk, &channel, program.rules.agreement.as_ref(), stamp);
        // It names the partner whose channel it is.
        say_one(desk, &Say::Intro { channel }, &stamp.cause);
    }
    for say in held_back(desk.state(), stays.id, &mixed) {
        say_one(desk, &say, &stamp.cause);
    }
    Ok(())
}

/// Makes a channel the other's. Linking takes it for alive; one that was not is not.
fn link(desk: &mut Desk, id: &str, event: &ChannelEvent, stamp: &Stamp) -> Result<(), StoreError> {
    let stream = Stream::Channel(id.to_owned());
    let dead = desk.state().channels.get(id).and_then(|one| one.dead.clone());
    homes::append(desk, &stream, Event::Channel(event.clone()), stamp)?;
    if let Some(code) = dead {
        let died = Event::Channel(ChannelEvent::ChannelDied { code });
        homes::append(desk, &stream, died, stamp)?;
    }
    Ok(())
}

/// Channels of either in which people of another company are: there nothing was said.
fn mixed(state: &State, both: [&Partner; 2]) -> Vec<String> {
    let is_mixed = |channel: &&Channel| {
        both.iter().any(|own| channel.of_partner() == Some(own.id) && !channel.is_for(own))
    };
    state.channels.values().filter(is_mixed).map(|channel| channel.id.clone()).collect()
}

/// The cards that may stand there now, because those people are the partner's own.
fn held_back(state: &State, partner: PartnerId, mixed: &[String]) -> Vec<Say> {
    let own = state.referrals.values().filter(|one| one.partner() == partner);
    let live: Vec<ReferralId> = own.filter(|one| one.status.is_live()).map(|one| one.id).collect();
    let mut cards = cards_of(state, &partner, &live);
    cards.retain(|say| mixed.iter().any(|channel| *channel == say.queue()));
    cards
}

/// Whoever looks after one of the two, but for the one who did it.
fn tell_managers(
    desk: &mut Desk,
    (gone, stays): (&Partner, &Partner),
    by: PersonId,
    stamp: &Stamp,
) {
    let both = [gone.manager, stays.manager];
    let hear: BTreeMap<PersonId, Person> = both
        .iter()
        .flat_map(|own| in_charge(desk.state(), *own))
        .filter(|one| one.id != by)
        .map(|one| (one.id, one.clone()))
        .collect();
    let news = News::PartnersMerged { gone: gone.id, partner: stays.id, by };
    hear.values().for_each(|person| people::tell(desk, news.clone(), person, stamp));
}

fn tell(desk: &mut Desk, gone: PartnerId, stays: PartnerId, stamp: &Stamp) {
    let channels: Vec<String> =
        channels_of(desk.state(), stays).map(|(channel, _)| channel.to_owned()).collect();
    for channel in channels {
        let say = Say::PartnersMerged { partner: stays, gone, channel };
        say_one(desk, &say, &stamp.cause);
    }
}
