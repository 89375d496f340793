//! Somebody named the app in what they said, or wrote to it alone.
//!
//! In the thread of a referral with an open question that is the answer, by the rule of the *Answer*
//! form; anywhere else it is a wish to know what can be done. Other talk does not reach us.

use super::actor::{self, Actor, Standing};
use super::news::under;
use super::{card, help, install, member, record};
use crate::app::execute::{Act, Aside, Outcome};
use crate::app::{App, Sealed};
use crate::chat::Place;
use crate::chat::inbound::{Inbound, Reply};
use crate::chat::limits::{TYPED, units};
use crate::chat::view::Message;
use crate::domain::outcome::Refusal;
use crate::store::{StoreError, queries};
use crate::text::Arg;
use crate::views::referral::Facts;
use crate::views::{self, Say, note, refusals};

/// Answers a mention; `text` is what was said beside it. A copy of it changes nothing and says
/// nothing: the first has been answered.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
pub async fn hear(app: &App, inbound: &Inbound, text: &str) -> Result<Reply, StoreError> {
    if app.store.reader.received(&inbound.key).await?.is_some() {
        return Ok(Reply::Nothing);
    }
    let place = inbound.place.as_ref();
    let Some(actor) = actor::identify(app, inbound, place.map(actor::channel_id)).await? else {
        return record(app, inbound, Reply::Nothing, "nobody").await;
    };
    if let Some(channel) = actor.channel.as_ref().filter(|channel| channel.is_open()) {
        let line = views::channel::open(&app.voice(), channel);
        return record(app, inbound, Reply::Private(note(line)), "not_set_up").await;
    }
    let facts = match place {
        Some(place) => referral_of(app, place, &actor).await?,
        None => None,
    };
    match facts.filter(|_| !text.is_empty()) {
        Some(facts) => answer(app, inbound, text, &actor, facts).await,
        None => {
            // Whoever we cannot place can ask to be placed, where we know by whom.
            let unplaced = matches!(actor.standing, Standing::Unknown);
            let told = match unplaced && actor.partner_here().is_some() {
                true => member::not_linked(app, &actor).await?,
                false => {
                    let mut shown = help::shown(app, &actor).await?;
                    install::offer(app, &actor, &mut shown).await?;
                    shown
                }
            };
            record(app, inbound, Reply::Private(told), "help").await
        }
    }
}

/// The referral in whose thread it was said, for somebody who may see it. To anybody else the
/// thread is like any other place.
async fn referral_of(app: &App, place: &Place, actor: &Actor) -> Result<Option<Facts>, StoreError> {
    let Some(root) = &place.thread else { return Ok(None) };
    // What is said under an id that the channel had before is said in the same thread.
    let here = actor.channel.as_ref().map_or_else(|| place.clone(), |here| under(place, &here.id));
    let card = queries::card_at(&app.store.db, &here.channel, root).await?;
    let Some(id) = card.and_then(|card| views::referral_of_card(&card.card_id)) else {
        return Ok(None);
    };
    let visible = card::visible(app, &id.to_string(), actor).await?;
    Ok(visible.map(|(facts, _)| facts))
}

async fn answer(
    app: &App,
    inbound: &Inbound,
    text: &str,
    actor: &Actor,
    facts: Facts,
) -> Result<Reply, StoreError> {
    if units(text) > TYPED {
        let over = Arg::count(units(text) - TYPED);
        let line = app.voice().line("refer-too-long", &[("n", over)]);
        return record(app, inbound, Reply::Private(note(line)), "unclear").await;
    }
    let sealed = Sealed::new(text);
    let act = Act::Answer(sealed.seal.clone());
    match app.act_on(inbound, &facts.referral, act, vec![("answer", sealed)]).await? {
        Outcome::Repeated(_) => Ok(Reply::Nothing),
        Outcome::Answered(_) => {
            // The line in the thread says to everybody there that it was heard. Where that line is
            // held back, the person is told.
            let told = actor.channel.as_ref().is_some_and(|here| here.is_for(&facts.partner));
            let saved = || Reply::Private(note(app.voice().line("saved", &[])));
            Ok(if told { Reply::Nothing } else { saved() })
        }
        Outcome::Refused(refusal) => {
            let reply = Reply::Private(no(app, &refusal, &facts));
            record(app, inbound, reply, refusal.reason()).await
        }
    }
}

fn no(app: &App, refusal: &Refusal, facts: &Facts) -> Message {
    let voice = app.voice();
    match refusal {
        Refusal::NoMove { .. } | Refusal::InReview => {
            let number = facts.referral.number().to_string();
            note(voice.line("mention-no-question", &[("ref", Arg::Word(&number))]))
        }
        other => note(refusals::about(&voice, other, facts)),
    }
}

/// Somebody wrote to the app alone: told there what can be done.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
pub async fn alone(app: &App, inbound: &Inbound) -> Result<Reply, StoreError> {
    let workspace = inbound.installation();
    let say = inbound.from.as_ref().map(|to| Say::Help { to: to.to_string(), workspace });
    let aside = Aside { say, ..Aside::default() };
    app.record(inbound, Reply::Nothing, "help", aside).await?;
    Ok(Reply::Nothing)
}
