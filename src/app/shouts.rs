//! Shout-outs: suggested when something good has happened ([`suggest`]), written by a person, posted
//! once. Whether the partner lets it be said, and whether it still is so, is asked whenever one is
//! about to be posted, and once more when it is drawn.

mod checked;
mod due;
mod stopped;
pub mod suggest;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::execute::{Decided, Outcome, post_one, say_one};
use super::people::{channels_of, identity_of, tell};
use super::{App, Sealed, community, homes};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::ids::{PartnerId, PersonId, ReferralId};
use crate::domain::outcome::{Event, Refusal, ShoutEvent};
use crate::domain::partner::Partner;
use crate::domain::partner::merge::goes_on_as;
use crate::domain::referral::Closing;
use crate::domain::shout::{Draft, Occasion, Reach, Shout, Stage, in_time, week_ends};
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::{State, Stream};
use crate::store::{StoreError, queries, shouts};
use crate::views::Say;
use crate::views::news::{About, News};
use crate::views::shout::{self as view, Misfit, Words};

/// So many open ones are looked through for those that may be said.
const LOOKED_AT: i64 = 1_000;

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
        let this_week = self.this_week([shout.occasion]).await?.into_values().next();
        Ok(Words { shout, partner, text, this_week })
    }

    /// Until when each of these that was won may be said to have been won this week.
    async fn this_week(
        &self,
        occasions: impl IntoIterator<Item = Occasion>,
    ) -> Result<BTreeMap<ReferralId, DateTime<Utc>>, StoreError> {
        let won = |occasion| match occasion {
            Occasion::Won(id) => Some(id),
            Occasion::First(_)
            | Occasion::Approved(..)
            | Occasion::Tier(..)
            | Occasion::Streak(..)
            | Occasion::Answer(..) => None,
        };
        let ids: BTreeSet<ReferralId> = occasions.into_iter().filter_map(won).collect();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let calendar = self.program().rules.calendar.clone();
        let referrals = queries::referrals(&self.store.db, &ids).await?;
        let ends = |closing: &Closing| match closing {
            Closing::Won { on, .. } => Some(week_ends(&calendar, *on)),
            Closing::Lost { .. } => None,
        };
        let all = referrals.iter().filter_map(|one| Some((one.id, ends(one.closing.as_ref()?)?)));
        Ok(all.collect())
    }

    /// Those that can be written now: what nobody has taken up first, then drafts, then what waits for
    /// its time; of each the newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_shouts(&self) -> Result<Vec<Words>, StoreError> {
        let open = shouts::open(&self.store.db, LOOKED_AT).await?;
        if open.is_empty() {
            return Ok(Vec::new());
        }
        let partners: BTreeMap<PartnerId, Partner> = self.partners_by_id().await?;
        let weeks = self.this_week(open.iter().map(|one| one.occasion)).await?;
        let mut all = Vec::new();
        for shout in open {
            let partner = goes_on_as(&partners, &shout.partner);
            let Some(partner) = partner.filter(|one| lets(one)) else { continue };
            let this_week = match shout.occasion {
                Occasion::Won(id) => weeks.get(&id).copied(),
                Occasion::First(_)
                | Occasion::Approved(..)
                | Occasion::Tier(..)
                | Occasion::Streak(..)
                | Occasion::Answer(..) => None,
            };
            all.push(Words { shout, partner: partner.clone(), text: None, this_week });
        }
        Ok(all)
    }

    /// Keeps what somebody wrote; `answer` shows it to them, with the version that it has then. Who had
    /// left another text to be posted hears that it is not.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn draft_shout(
        &self,
        inbound: &Inbound,
        occasion: Occasion,
        draft: Draft,
        text: Option<Sealed>,
        answer: impl Fn(i64) -> Reply + Send + 'static,
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
            overtaken(desk, &shout, by, true, stamp);
            Ok(Decided::Answer(answer(shout.version + 1)))
        })
        .await
    }

    /// Posts what was written, or lets it wait for its time; `seen` is the version that was looked at.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn say_shout(
        &self,
        inbound: &Inbound,
        occasion: Occasion,
        seen: i64,
    ) -> Result<Outcome, StoreError> {
        let voice = self.voice();
        let words = self.shout(occasion).await?;
        let misfit = match &words {
            Some(words) => self.shout_misfit(words).await?,
            None => None,
        };
        let checked = words.as_ref().map(|words| words.shout.version);
        let this_week = words.and_then(|words| words.this_week);
        self.on_shout(inbound, occasion, move |desk, stamp, shout, by| {
            let no =
                |message, why| Ok(Decided::No(Reply::Panel(view::panel(&voice, message)), why));
            let drafted = shout.draft.clone().filter(|_| shout.stage == Stage::Drafted);
            let Some(draft) = drafted else {
                return no(view::settled(&voice, &shout), "stale");
            };
            // Somebody has written something else: nobody posts what they have not read, or what was
            // not checked.
            if shout.version != seen || checked != Some(seen) {
                return no(view::settled(&voice, &shout), "stale");
            }
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
                .map_or_else(Vec::new, |partner| channels(desk.state(), &partner, draft.reach));
            if channels.is_empty() {
                return no(view::not_posted(&voice, &Misfit::Channel), "misfit");
            }
            let names = view::names_of(desk.state(), &channels);
            post(desk, &shout, channels, (Some(by), this_week), stamp)?;
            let message = view::posted(&voice, &names, desk.now);
            Ok(Decided::Answer(Reply::Panel(view::panel(&voice, message))))
        })
        .await
    }

    /// Takes one from the list, or takes back what was written; `seen` is the version that was looked at.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn drop_shout(
        &self,
        inbound: &Inbound,
        occasion: Occasion,
        (wish, seen): (Wish, i64),
    ) -> Result<Outcome, StoreError> {
        let voice = self.voice();
        self.on_shout(inbound, occasion, move |desk, stamp, shout, by| {
            let reply = |message| Reply::Panel(view::panel(&voice, message));
            if !shout.is_open() || shout.version != seen {
                return Ok(Decided::No(reply(view::settled(&voice, &shout)), "stale"));
            }
            let event = match wish {
                Wish::Skip => ShoutEvent::ShoutSkipped { by },
                Wish::Discard => ShoutEvent::ShoutDiscarded { by: Some(by) },
            };
            happen(desk, occasion, event, stamp)?;
            overtaken(desk, &shout, by, false, stamp);
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

/// Where it is said: of the partner's channels those that others have not joined. Who may read it there
/// is asked once more when it is sent.
fn channels(state: &State, partner: &Partner, reach: Reach) -> Vec<String> {
    let own = channels_of(state, partner.id).map(|(channel, _)| channel);
    let own = own.filter(|id| state.channels.get(*id).is_some_and(|one| one.is_for(partner)));
    let own = own.filter(|_| reach != Reach::Community).map(str::to_owned);
    own.chain(community::channels(state).filter(|_| reach != Reach::Partner)).collect()
}

/// Leaves it to be said, by somebody or by itself, and until when it was signed this week, if it was.
fn post(
    desk: &mut Desk,
    shout: &Shout,
    channels: Vec<String>,
    (by, this_week): (Option<PersonId>, Option<DateTime<Utc>>),
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let occasion = shout.occasion;
    // Nobody looked at it since: what was this week's when it was written need not be so now.
    if let (Some(draft), Some(by)) = (&shout.draft, by.or(shout.by))
        && draft.text.is_none()
    {
        let template = in_time(&shout.about, draft.template, this_week, desk.now);
        if template != draft.template {
            let draft = Draft { template, ..draft.clone() };
            happen(desk, occasion, ShoutEvent::ShoutDrafted { draft, by }, stamp)?;
        }
    }
    let posted = ShoutEvent::ShoutPosted { channels: channels.clone(), by };
    happen(desk, occasion, posted, stamp)?;
    for channel in channels {
        post_one(desk, &Say::ShoutOut { occasion, channel }, &stamp.cause, by.is_some());
    }
    hears(desk, by.or(shout.by), About::Shout { occasion }, stamp);
    Ok(())
}

/// Tells whoever had left it to be posted later that somebody else wrote it anew, or took it back.
fn overtaken(desk: &mut Desk, was: &Shout, by: PersonId, anew: bool, stamp: &Stamp) {
    if was.stage == Stage::Scheduled && was.by != Some(by) {
        let about = About::ShoutOvertaken { occasion: was.occasion, by, anew };
        hears(desk, was.by, about, stamp);
    }
}

fn hears(desk: &mut Desk, person: Option<PersonId>, about: About, stamp: &Stamp) {
    let person = person.and_then(|id| desk.person(&id).cloned());
    if let Some(person) = person {
        tell(desk, News::Community { about }, &person, stamp);
    }
}
