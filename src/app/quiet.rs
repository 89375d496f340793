//! Whether somebody is told something now, when their quiet hours end, or not at all; and how they say
//! what they want. It is asked when a message is about to be sent, so that what waits already obeys
//! what was said a moment ago.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::execute::{Decided, Outcome};
use super::people::identity_of;
use super::{App, homes};
use crate::chat::PersonRef;
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::actor::Person;
use crate::domain::actor::notify::{self, Quiet, Topic, Wants};
use crate::domain::outcome::{Event, PersonEvent, Refusal};
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::{StoreError, queries, queue, zone};
use crate::views::notify::{self as panel, Shown};
use crate::views::{Say, notes_to};

/// How long the platform may take to say where somebody lives.
const WHERE: Duration = Duration::from_millis(1_500);
/// After this it is asked again: people travel.
const SEEN_BEFORE: TimeDelta = TimeDelta::hours(1);

/// When something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Now,
    /// When the reader's quiet hours end.
    Later(DateTime<Utc>),
    /// Not at all, for this reason: a code of ours.
    Never(&'static str),
}

/// What somebody says they want, as it came back from the form.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Of what can be turned off for them.
    pub topics: BTreeSet<Topic>,
    pub quiet: Option<Quiet>,
}

impl App {
    /// When something that is about to be sent is said.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn turn(&self, say: &Say) -> Result<Turn, StoreError> {
        let Some((to, installation)) = say.told_directly() else { return Ok(Turn::Now) };
        let Some(person) = self.store.reader.person_of(to).await? else {
            let own = matches!(say, Say::ToldAlone { .. } | Say::Yours { .. });
            return Ok(if own { Turn::Never("nobody") } else { Turn::Now });
        };
        if !self.still_for(&person, say).await? {
            return Ok(Turn::Never("not_true_any_more"));
        }
        let reminds = self.reminds(say).await?;
        let topic = match say {
            Say::ToldAlone { topic, .. } => Some(*topic),
            Say::Yours { .. } => Some(Topic::Decisions),
            Say::News { news, .. } => news.topic(),
            _ => reminds.then_some(Topic::Reminders),
        };
        let wants = person.wants();
        if topic.is_some_and(|topic| !wants.to_hear(topic)) {
            return Ok(Turn::Never("turned_off"));
        }
        // Whoever has just done something is awake: what they are answered or asked comes at once.
        let answers = matches!(say, Say::ChannelAsk { .. }) && !reminds;
        let (Some(quiet), Ok(to)) = (wants.quiet.filter(|_| !answers), to.parse()) else {
            return Ok(Turn::Now);
        };
        let zone = self.zone_of(&to, installation).await?;
        Ok(quiet.end(self.now(), zone).map_or(Turn::Now, Turn::Later))
    }

    /// Whether what somebody was to be told still is for them: what waited may not be true of them
    /// any more, and who has left learns nothing.
    async fn still_for(&self, person: &Person, say: &Say) -> Result<bool, StoreError> {
        let (Say::ToldAlone { referral, .. } | Say::Yours { referral, .. }) = say else {
            return Ok(match say {
                Say::News { news, .. } => news.is_true_of(person),
                _ => true,
            });
        };
        let referral = queries::referral(&self.store.db, referral).await?;
        Ok(referral.is_some_and(|referral| person.may_see(&referral.partner())))
    }

    /// Whether this asks again for what was asked before.
    async fn reminds(&self, say: &Say) -> Result<bool, StoreError> {
        let Say::ChannelAsk { channel, .. } = say else { return Ok(false) };
        let channel = self.store.reader.channel(channel).await?;
        Ok(channel.and_then(|channel| channel.asked).is_some_and(|asked| asked.again))
    }

    /// In which time zone somebody lives: as their platform says, else the programme's. It is asked
    /// through `installation`, as `platform:workspace`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn zone_of(&self, person: &PersonRef, installation: &str) -> Result<Tz, StoreError> {
        let (identity, now) = (person.to_string(), self.now());
        let known = zone::zone(&self.store.db, &identity).await?;
        let mut zone = known.as_ref().and_then(|row| row.zone.clone());
        let since = (now - SEEN_BEFORE).timestamp_micros();
        if known.is_none_or(|row| row.seen_us < since)
            && let Some((_, workspace)) = installation.split_once(':')
        {
            let asked = self.people.profile(workspace, person);
            // Without an answer what was known last counts.
            if let Ok(Ok(profile)) = tokio::time::timeout(WHERE, asked).await {
                zone = profile.zone.map(|zone| zone.name().to_owned());
                zone::keep_zone(&self.store.writer, &identity, zone.clone(), now).await?;
            }
        }
        let own = zone.and_then(|name| name.parse().ok());
        Ok(own.unwrap_or_else(|| self.program().zone()))
    }

    /// Records what somebody wants to be told, and says how it stands now. Their `zone` is for the
    /// answer alone.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn set_notify(
        &self,
        inbound: &Inbound,
        wish: Wish,
        zone: Tz,
    ) -> Result<Outcome, StoreError> {
        self.notify(inbound, zone, move |person| {
            let offered = notify::topics(person);
            // What is not offered to them now may be one day: as they left it.
            let kept = person.wants().off.into_iter().filter(|topic| !offered.contains(topic));
            let off = offered.iter().copied().filter(|topic| !wish.topics.contains(topic));
            let wants = Wants { off: off.chain(kept).collect(), quiet: wish.quiet };
            Some(notify::set(person, wants))
        })
        .await
    }

    /// Turns off what the channel of whoever speaks for a partner is told of its own accord.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn pause_notes(&self, inbound: &Inbound, zone: Tz) -> Result<Outcome, StoreError> {
        self.notify(inbound, zone, |person| {
            let Wants { mut off, quiet } = person.wants();
            off.insert(Topic::Digests);
            Some(notify::set(person, Wants { off, quiet }))
        })
        .await
    }

    /// Takes back what somebody said with the version `seen` of theirs, unless they have said
    /// something since.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn undo_notify(
        &self,
        inbound: &Inbound,
        seen: i64,
        zone: Tz,
    ) -> Result<Outcome, StoreError> {
        self.notify(inbound, zone, move |person| notify::undo(person, seen).map(Some)).await
    }

    /// `decide` gives what is recorded, if it changes anything; `None` when it came too late.
    async fn notify(
        &self,
        inbound: &Inbound,
        zone: Tz,
        decide: impl Fn(&Person) -> Option<Option<PersonEvent>> + Send + 'static,
    ) -> Result<Outcome, StoreError> {
        let (identity, voice) = (identity_of(inbound), self.voice());
        let mut needs = Needs::default();
        needs.identities.insert(identity.clone());
        let by = identity.clone();
        let unit = move |desk: &mut Desk, stamp: &Stamp| {
            let Some(person) = desk.person_of(&by).cloned() else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let Some(event) = decide(&person) else {
                let since = panel::changed_since(&voice);
                return Ok(Decided::No(Reply::Panel(since), "stale"));
            };
            let changed = event.is_some();
            if let Some(event) = event {
                let stream = Stream::Person(person.id);
                homes::append(desk, &stream, Event::Person(event), stamp)?;
            }
            let now = desk.person(&person.id).unwrap_or(&person);
            let shown = Shown::of(now, zone);
            Ok(Decided::Answer(Reply::Panel(panel::saved(&voice, &shown, changed))))
        };
        let outcome = self.answer_once(inbound, "notify", needs, unit).await?;
        // What waits is looked at again, by what they want now.
        let person = self.store.reader.person_of(&identity).await?;
        for identity in person.into_iter().flat_map(|person| person.identities) {
            queue::wake(&self.store.writer, &notes_to(&identity), self.now()).await?;
        }
        Ok(outcome)
    }
}
