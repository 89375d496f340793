//! What becomes of channels: the app came in, the platform says who is there, nobody answered, the
//! id changed. Each may be done again after a crash half way: what is recorded already is left alone.

use super::execute::link::{cards_of, see};
use super::execute::say_one;
use super::setup::file::is_own;
use super::{App, homes, notify};
use crate::chat::{PersonRef, PlatformName, Room};
use crate::domain::ids::ReferralId;
use crate::domain::outcome::{ChannelEvent, Event};
use crate::domain::partner::{Audience, Channel};
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::{StoreError, queries, queue};
use crate::views::Say;

impl App {
    /// The vendor's own workspace on a platform: only its installation speaks in channels.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn home(&self, platform: PlatformName) -> Result<Option<String>, StoreError> {
        let installed = queries::installations(&self.store.db).await?;
        let own = installed.iter().filter(|row| is_own(&row.token_env));
        let mut here = own.filter_map(|row| row.workspace.split_once(':'));
        let home = here.find(|(on, _)| *on == platform.as_str());
        Ok(home.map(|(_, workspace)| workspace.to_owned()))
    }

    /// The app came into a channel. One that it knows goes on; of any other somebody is asked what
    /// it is for: `adder`, or else somebody in charge.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn channel_met(
        &self,
        id: &str,
        workspace: &str,
        room: Option<Room>,
        adder: Option<PersonRef>,
        cause: &str,
    ) -> Result<(), StoreError> {
        let there = adder.is_some();
        let asked = match adder {
            Some(adder) => Some(adder.to_string()),
            None => self.in_charge().await?.into_iter().next(),
        };
        let (channel, workspace) = (id.to_owned(), workspace.to_owned());
        self.about(id, cause, move |desk, stamp| {
            let stream = Stream::Channel(channel.clone());
            let known = desk.state().channels.get(&channel);
            let dead = known.is_some_and(|channel| channel.dead.is_some());
            let linked = known.is_some_and(|channel| !channel.is_open());
            let waits = known.is_some_and(|channel| channel.asked.is_some()) && !dead;
            if linked && dead {
                homes::append(desk, &stream, Event::Channel(ChannelEvent::ChannelRevived), stamp)?;
            }
            if !linked && !waits {
                let (workspace, asked) = (workspace.clone(), asked.clone());
                let met = ChannelEvent::ChannelMet { workspace, asked };
                homes::append(desk, &stream, Event::Channel(met), stamp)?;
            }
            if let Some(room) = &room {
                see(desk, &channel, room, stamp)?;
            }
            if let Some(to) = asked.clone().filter(|_| !linked && !waits) {
                let (channel, workspace) = (channel.clone(), workspace.clone());
                let ask = Say::ChannelAsk { channel, to, workspace, alone: !there };
                say_one(desk, &ask, &stamp.cause);
            }
            Ok(())
        })
        .await?;
        queue::wake(&self.store.writer, id, self.now()).await
    }

    /// Takes over what the platform says of a channel. When a company is there that must not read
    /// what is said there, somebody in charge is told; when the last such has gone, what was held
    /// back is drawn.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn channel_seen(&self, id: &str, room: Room, cause: &str) -> Result<(), StoreError> {
        let in_charge = self.in_charge().await?.into_iter().next();
        let open = self.open_of(id).await?;
        let channel = id.to_owned();
        self.about(id, cause, move |desk, stamp| {
            if !desk.state().channels.contains_key(&channel) {
                return Ok(());
            }
            let before = outsiders(desk, &channel);
            see(desk, &channel, &room, stamp)?;
            let after = outsiders(desk, &channel);
            let Some(now) = desk.state().channels.get(&channel) else { return Ok(()) };
            let mut says = Vec::new();
            if after.iter().any(|outsider| !before.contains(outsider)) {
                let workspace = now.workspace.clone();
                says.extend(in_charge.clone().map(|to| Say::ChannelMixed {
                    channel: channel.clone(),
                    to,
                    workspace,
                }));
            } else if after.is_empty() && !before.is_empty() {
                says.extend(now.partner.iter().flat_map(|id| cards_of(desk.state(), id, &open)));
                says.extend(notify::sales_cards_in(now, &open));
            }
            for say in says {
                say_one(desk, &say, &stamp.cause);
            }
            Ok(())
        })
        .await?;
        // What kept something from being said there may have been changed: a right, for example.
        let dead = self.store.reader.channel(id).await?.is_some_and(|one| one.dead.is_some());
        if dead { queue::wake(&self.store.writer, id, self.now()).await } else { Ok(()) }
    }

    /// Asks once more what a channel is for.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn ask_again(&self, channel: &Channel) -> Result<(), StoreError> {
        let id = channel.id.clone();
        self.about(&channel.id, "reminders", move |desk, stamp| {
            let open = desk.state().channels.get(&id).filter(|channel| channel.is_open()).cloned();
            let Some(channel) = open else { return Ok(()) };
            let Some(asked) = channel.asked.filter(|asked| !asked.again) else { return Ok(()) };
            let again = Event::Channel(ChannelEvent::ChannelAskedAgain);
            homes::append(desk, &Stream::Channel(id.clone()), again, stamp)?;
            let workspace = channel.workspace;
            let ask = Say::ChannelAsk { channel: id.clone(), to: asked.of, workspace, alone: true };
            say_one(desk, &ask, &stamp.cause);
            Ok(())
        })
        .await
    }

    /// A channel that was thought dead works again: what waits for it goes out at once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn channel_works(&self, id: &str) -> Result<(), StoreError> {
        self.channel_revived(id).await?;
        queue::wake(&self.store.writer, id, self.now()).await
    }

    /// The platform calls a channel by another id now: all that it was goes on under the new one,
    /// its cards with it, and what waits to be said at once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn channel_renumbered(
        &self,
        old: &str,
        new: &str,
        cause: &str,
    ) -> Result<(), StoreError> {
        let (from, to) = (old.to_owned(), new.to_owned());
        let mut needs = Needs::default();
        needs.channels.extend([from.clone(), to.clone()]);
        let stamp = self.by_itself(cause);
        let unit = move |desk: &mut Desk| {
            let Some(was) = desk.state().channels.get(&from).cloned() else { return Ok(()) };
            for event in continued(&was, desk.state().channels.get(&to)) {
                homes::append(desk, &Stream::Channel(to.clone()), Event::Channel(event), &stamp)?;
            }
            if !(was.is_open() && was.dead.is_some()) {
                let gone = ChannelEvent::ChannelRenumbered { to: to.clone() };
                homes::append(desk, &Stream::Channel(from.clone()), Event::Channel(gone), &stamp)?;
            }
            Ok(())
        };
        self.store.writer.decide(needs, unit).await?;
        queue::renumber(&self.store.writer, old, new).await?;
        self.lead_to(new).await?;
        queue::wake(&self.store.writer, new, self.now()).await
    }

    /// The cards inside lead to the threads of a partner's channel: under its new id now.
    async fn lead_to(&self, channel: &str) -> Result<(), StoreError> {
        let db = &self.store.db;
        let partner = queries::channel(db, channel).await?.and_then(|known| known.of_partner());
        let Some(partner) = partner else { return Ok(()) };
        let open = self.open_of(channel).await?;
        let places = queries::places_of(db, &partner).await?;
        let says = places.iter().flat_map(|place| notify::sales_cards_in(place, &open)).collect();
        self.leave_all(says, "renumbered").await
    }

    /// The open referrals whose cards belong into a channel: a partner's own, or all inside.
    pub(in crate::app) async fn open_of(&self, id: &str) -> Result<Vec<ReferralId>, StoreError> {
        let Some(channel) = self.store.reader.channel(id).await? else {
            return Ok(Vec::new());
        };
        let inside = channel.audience == Some(Audience::Internal);
        if !inside && channel.partner.is_none() {
            return Ok(Vec::new());
        }
        let of = channel.partner.as_ref().filter(|_| !inside);
        let live = queries::live(&self.store.db, of).await?;
        Ok(live.into_iter().map(|one| one.id).collect())
    }

    /// Decides something about a channel, with the partner it belongs to on the desk.
    pub(super) async fn about(
        &self,
        id: &str,
        cause: &str,
        mut decide: impl FnMut(&mut Desk, &Stamp) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<(), StoreError> {
        let partner = self.store.reader.channel(id).await?.and_then(|known| known.partner);
        let mut needs = Needs::default();
        needs.channels.insert(id.to_owned());
        needs.partners.extend(partner.map(|partner| partner.to_string()));
        let stamp = self.by_itself(cause);
        self.store.writer.decide(needs, move |desk| decide(desk, &stamp)).await
    }
}

/// The workspaces in a channel that must not read what is said there.
fn outsiders(desk: &Desk, id: &str) -> Vec<String> {
    let state = desk.state();
    let Some(channel) = state.channels.get(id) else { return Vec::new() };
    let partner = channel.partner.and_then(|partner| state.partners.get(&partner));
    let outsiders = channel.outsiders(partner).into_iter();
    outsiders.map(|company| company.workspace.clone()).collect()
}

/// What has to be recorded of a channel under its new id, so that it is there what it was.
fn continued(was: &Channel, now: Option<&Channel>) -> Vec<ChannelEvent> {
    let workspace = was.workspace.clone();
    let mut events = Vec::new();
    match was.audience {
        // Already so, or already something else by somebody's own decision.
        _ if now.is_some_and(|now| !now.is_open()) => return events,
        Some(audience) => {
            events.push(ChannelEvent::ChannelLinked { workspace, audience, partner: was.partner });
        }
        None => {
            // An id that was left before and is its own again has to lead nowhere else.
            let again = now.is_some_and(|now| now.renumbered_to.is_some());
            let asked = was.asked.clone().map(|asked| asked.of);
            if !(again || now.is_none() && asked.is_some()) {
                return events;
            }
            events.push(ChannelEvent::ChannelMet { workspace, asked });
        }
    }
    if let Some(name) = was.name.clone() {
        events.push(ChannelEvent::ChannelSeen { name, companies: was.companies.clone() });
    }
    events
}
