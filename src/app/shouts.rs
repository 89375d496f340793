//! Shout-outs: suggested when something good has happened ([`suggest`]), written by a person, posted
//! once. Whether the partner lets it be said, and whether it still is so, is asked whenever one is
//! about to be posted, and once more when it is drawn.

mod due;
pub mod suggest;

use std::collections::BTreeMap;

use super::execute::{Decided, Outcome, post_one, say_one};
use super::people::{channels_of, identity_of, tell};
use super::{App, Sealed, community, homes};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::ids::{PartnerId, PersonId};
use crate::domain::outcome::{Event, Refusal, ShoutEvent};
use crate::domain::partner::Partner;
use crate::domain::partner::merge::goes_on_as;
use crate::domain::referral::Status;
use crate::domain::shout::{Draft, Occasion, Reach, Shout, Stage, guard};
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::{State, Stream};
use crate::store::{StoreError, queries, shouts};
use crate::views::Say;
use crate::views::news::{About, News};
use crate::views::shout::{self as view, Misfit, Words};

/// So many open ones are looked through for those that may be said.
const LOOKED_AT: i64 = 200;

/// What somebody says about one that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Nobody wants it.
    Skip,
    /// What was written is not posted.
    Discard,
}

/// What is done to one that was posted, and why.
#[derive(Clone, Debug)]
pub enum Change {
    Correct { text: Sealed, reason: Sealed },
    Delete { reason: Sealed },
}

/// Whether a partner lets it be said.
fn lets(partner: &Partner) -> bool {
    partner.consent.shout_outs && partner.is_counted()
}

impl App {
    /// The one about this, with its partner, as which that goes on, and what somebody wrote.
    ///
    /// # Errors
    /// [`StoreError`], here and below.
    pub async fn shout(&self, occasion: Occasion) -> Result<Option<Words>, StoreError> {
        let db = &self.store.db;
        let Some(shout) = shouts::shout(db, occasion).await? else { return Ok(None) };
        let Some(partner) = self.partner_now(&shout.partner).await? else { return Ok(None) };
        self.words_of(shout, partner).await.map(Some)
    }

    async fn words_of(&self, shout: Shout, partner: Partner) -> Result<Words, StoreError> {
        let seal = shout.draft.as_ref().and_then(|draft| draft.text.clone());
        let seals = seal.map(|seal| (shout.occasion.to_string(), seal)).into_iter().collect();
        let text = queries::words(&self.store.db, &seals).await?.into_values().next();
        Ok(Words { shout, partner, text })
    }

    /// Those that can be written now, the newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_shouts(&self) -> Result<Vec<Words>, StoreError> {
        let open = shouts::open(&self.store.db, LOOKED_AT).await?;
        if open.is_empty() {
            return Ok(Vec::new());
        }
        let partners: BTreeMap<PartnerId, Partner> = self.partners_by_id().await?;
        let mut all = Vec::new();
        for shout in open {
            let partner = goes_on_as(&partners, &shout.partner);
            let Some(partner) = partner.filter(|one| lets(one)) else { continue };
            all.push(Words { shout, partner: partner.clone(), text: None });
        }
        Ok(all)
    }

    /// Why this may not be said now, if it may not.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn shout_misfit(&self, words: &Words) -> Result<Option<Misfit>, StoreError> {
        if !lets(&words.partner) {
            return Ok(Some(Misfit::Consent));
        }
        if !self.still_so(&words.shout, &words.partner).await? {
            return Ok(Some(Misfit::Untrue));
        }
        match &words.text {
            Some(text) => self.text_misfit(&words.partner, text).await,
            None => Ok(None),
        }
    }

    /// What may not stand in somebody's own words, if anything does.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn text_misfit(
        &self,
        partner: &Partner,
        text: &str,
    ) -> Result<Option<Misfit>, StoreError> {
        if guard::says_an_amount(text) {
            return Ok(Some(Misfit::Amount));
        }
        let db = &self.store.db;
        // A partner may be its own customer by name; its own name is what a shout-out is about.
        let own = [partner.name.as_str(), partner.shown_name()];
        let [customers, agreed] = shouts::customers_of(db, partner.id).await?;
        let may = |name: &&str| own.contains(name) || agreed.iter().any(|one| one == name);
        let customers = customers.iter().map(String::as_str);
        if let Some(name) = guard::names(text, customers.filter(|name| !may(name))) {
            return Ok(Some(Misfit::Customer(name.to_owned())));
        }
        let others = queries::partners(db).await?;
        let others = others.iter().filter(|one| one.id != partner.id);
        let names = others.flat_map(|one| [one.name.as_str(), one.shown_name()]);
        let rival = guard::names(text, names.filter(|name| !own.contains(name)));
        Ok(rival.map(|name| Misfit::Rival(name.to_owned())))
    }

    /// The first customer in somebody's own words who has agreed to stand there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn named_in(&self, words: &Words) -> Result<Option<String>, StoreError> {
        let Some(text) = &words.text else { return Ok(None) };
        let [_, agreed] = shouts::customers_of(&self.store.db, words.partner.id).await?;
        Ok(guard::names(text, agreed.iter().map(String::as_str)).map(str::to_owned))
    }

    /// Whether what it is about holds now: what was undone or reversed is no reason to cheer.
    async fn still_so(&self, shout: &Shout, partner: &Partner) -> Result<bool, StoreError> {
        let db = &self.store.db;
        Ok(match shout.occasion {
            Occasion::First(_) => shouts::approved_of(db, partner.id).await? >= 1,
            Occasion::Approved(n, _) => shouts::approved_of(db, partner.id).await? >= n,
            Occasion::Won(id) => {
                let referral = queries::referral(db, &id).await?;
                referral.is_some_and(|one| one.status == Status::Won)
            }
            Occasion::Tier(..) => {
                let tier = partner.tier.as_ref().map(|tier| tier.name.clone());
                view::tier_of(&shout.about) == tier.as_deref()
            }
            Occasion::Streak(n, last, _) => self.months_in_a_row(partner.id, last).await? >= n,
            // That it came so quickly stays true whatever becomes of the referral.
            Occasion::Answer(..) => true,
        })
    }

    /// Keeps what somebody wrote; `answer` shows it to them.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn draft_shout(
        &self,
        inbound: &Inbound,
        occasion: Occasion,
        draft: Draft,
        text: Option<Sealed>,
        answer: Reply,
    ) -> Result<Outcome, StoreError> {
        let voice = self.voice();
        self.on_shout(inbound, occasion, move |desk, stamp, shout, by| {
            if !shout.is_open() {
                let panel = view::panel(&voice, view::settled(&voice, &shout));
                return Ok(Decided::No(Reply::Panel(panel), "stale"));
            }
            if let Some(text) = &text {
                desk.keep(text.row(&occasion.to_string(), "text"));
            }
            let drafted = ShoutEvent::ShoutDrafted { draft: draft.clone(), by };
            happen(desk, occasion, drafted, stamp)?;
            Ok(Decided::Answer(answer.clone()))
        })
        .await
    }

    /// Posts what was written, or lets it wait for its time.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn say_shout(
        &self,
        inbound: &Inbound,
        occasion: Occasion,
    ) -> Result<Outcome, StoreError> {
        let voice = self.voice();
        let misfit = match self.shout(occasion).await? {
            Some(words) => self.shout_misfit(&words).await?,
            None => None,
        };
        self.on_shout(inbound, occasion, move |desk, stamp, shout, by| {
            let no =
                |message, why| Ok(Decided::No(Reply::Panel(view::panel(&voice, message)), why));
            let drafted = shout.draft.clone().filter(|_| shout.stage == Stage::Drafted);
            let Some(draft) = drafted else {
                return no(view::settled(&voice, &shout), "stale");
            };
            // Read on the desk as well: who takes it back in this moment is faster.
            let partner = desk.state().partner_now(&shout.partner).cloned();
            let misfit = match &partner {
                Some(partner) if !lets(partner) => Some(Misfit::Consent),
                Some(_) => misfit.clone(),
                None => Some(Misfit::Untrue),
            };
            if let Some(misfit) = misfit {
                return no(view::not_posted(&voice, &misfit), "misfit");
            }
            if let Some(at) = draft.at.filter(|at| *at > desk.now) {
                happen(desk, occasion, ShoutEvent::ShoutScheduled { by }, stamp)?;
                let message = view::scheduled(&voice, at);
                return Ok(Decided::Answer(Reply::Panel(view::panel(&voice, message))));
            }
            let channels = partner
                .map_or_else(Vec::new, |partner| channels(desk.state(), partner.id, draft.reach));
            if channels.is_empty() {
                return no(view::not_posted(&voice, &Misfit::Channel), "misfit");
            }
            let names = view::names_of(desk.state(), &channels);
            post(desk, &shout, channels, Some(by), stamp)?;
            let message = view::posted(&voice, &names, desk.now);
            Ok(Decided::Answer(Reply::Panel(view::panel(&voice, message))))
        })
        .await
    }

    /// Takes one from the list, or takes back what was written.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn drop_shout(
        &self,
        inbound: &Inbound,
        occasion: Occasion,
        wish: Wish,
    ) -> Result<Outcome, StoreError> {
        let voice = self.voice();
        self.on_shout(inbound, occasion, move |desk, stamp, shout, by| {
            let reply = |message| Reply::Panel(view::panel(&voice, message));
            if !shout.is_open() {
                return Ok(Decided::No(reply(view::settled(&voice, &shout)), "stale"));
            }
            let event = match wish {
                Wish::Skip => ShoutEvent::ShoutSkipped { by },
                Wish::Discard => ShoutEvent::ShoutDiscarded { by: Some(by) },
            };
            happen(desk, occasion, event, stamp)?;
            Ok(Decided::Answer(reply(view::dropped(&voice, wish == Wish::Skip))))
        })
        .await
    }

    /// Puts other words in the place of what stands in channels, or takes it from there.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn change_shout(
        &self,
        inbound: &Inbound,
        occasion: Occasion,
        change: Change,
    ) -> Result<Outcome, StoreError> {
        let voice = self.voice();
        self.on_shout(inbound, occasion, move |desk, stamp, shout, by| {
            let reply = |message| Reply::Panel(view::panel(&voice, message));
            if !shout.stands() {
                return Ok(Decided::No(reply(view::settled(&voice, &shout)), "stale"));
            }
            let subject = occasion.to_string();
            let event = match &change {
                Change::Correct { text, reason } => {
                    desk.keep(text.row(&subject, "text"));
                    desk.keep(reason.row(&subject, "reason"));
                    let (text, reason) = (text.seal.clone(), reason.seal.clone());
                    ShoutEvent::ShoutCorrected { text, reason, by }
                }
                Change::Delete { reason } => {
                    desk.keep(reason.row(&subject, "reason"));
                    ShoutEvent::ShoutDeleted { reason: reason.seal.clone(), by }
                }
            };
            let corrected = matches!(change, Change::Correct { .. });
            happen(desk, occasion, event, stamp)?;
            for channel in shout.channels {
                say_one(desk, &Say::ShoutOut { occasion, channel }, &stamp.cause);
            }
            Ok(Decided::Answer(reply(view::changed(&voice, corrected))))
        })
        .await
    }

    /// Decides about one on a desk that has it, by somebody who may.
    async fn on_shout(
        &self,
        inbound: &Inbound,
        occasion: Occasion,
        mut decide: impl FnMut(&mut Desk, &Stamp, Shout, PersonId) -> Result<Decided, StoreError>
        + Send
        + 'static,
    ) -> Result<Outcome, StoreError> {
        let identity = identity_of(inbound);
        self.answer_once(inbound, "shout", needs([occasion]), move |desk, stamp| {
            let by = desk.person_of(&identity).filter(|person| person.looks_after_community());
            let by = by.map(|person| person.id);
            let shout = desk.state().shouts.get(&occasion).cloned();
            match (shout, by) {
                (Some(shout), Some(by)) => decide(desk, stamp, shout, by),
                (_, _) => Ok(Decided::Refused(Refusal::Outsider)),
            }
        })
        .await
    }
}

/// Rare enough for everything that is set up to be there.
fn needs(shouts: impl IntoIterator<Item = Occasion>) -> Needs {
    let shouts = shouts.into_iter().map(|one| one.to_string()).collect();
    Needs { shouts, ..Needs::everything_set_up() }
}

fn happen(
    desk: &mut Desk,
    occasion: Occasion,
    event: ShoutEvent,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    homes::append(desk, &Stream::Shout(occasion), Event::Shout(event), stamp).map(|_| ())
}

/// Where it is said. Who may read it there is asked once more when it is sent.
fn channels(state: &State, partner: PartnerId, reach: Reach) -> Vec<String> {
    let own = channels_of(state, partner).map(|(channel, _)| channel.to_owned());
    let own = own.filter(|_| reach != Reach::Community);
    own.chain(community::channels(state).filter(|_| reach != Reach::Partner)).collect()
}

fn post(
    desk: &mut Desk,
    shout: &Shout,
    channels: Vec<String>,
    by: Option<PersonId>,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let occasion = shout.occasion;
    let posted = ShoutEvent::ShoutPosted { channels: channels.clone(), by };
    happen(desk, occasion, posted, stamp)?;
    for channel in channels {
        post_one(desk, &Say::ShoutOut { occasion, channel }, &stamp.cause, by.is_some());
    }
    hears(desk, by.or(shout.by), About::Shout { occasion }, stamp);
    Ok(())
}

fn hears(desk: &mut Desk, person: Option<PersonId>, about: About, stamp: &Stamp) {
    let person = person.and_then(|id| desk.person(&id).cloned());
    if let Some(person) = person {
        tell(desk, News::Community { about }, &person, stamp);
    }
}
