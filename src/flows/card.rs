//! What all flows that start on a referral's card share: who may see it, the form row, the answer.

use super::actor::Actor;
use super::{FieldErrors, Opened, Opening, Sent, Subject, in_place, misfit, reply_to, unclear};
use crate::app::execute::{Act, Outcome};
use crate::app::{App, Sealed, facts, new_form_id};
use crate::chat::inbound::{Reply, Value, text_in};
use crate::chat::view::{Form, Line};
use crate::domain::actor::{Person, Role};
use crate::domain::ids::{FormId, ReferralId};
use crate::domain::outcome::{Refusal, Seal};
use crate::domain::partner::Audience;
use crate::store::StoreError;
use crate::text::{Arg, Voice};
use crate::views::referral::Facts;
use crate::views::{Say, note, refusals};

/// The referral, for somebody who may see it; nobody else learns even that it exists.
pub(super) async fn visible(
    app: &App,
    id: &str,
    actor: &Actor,
) -> Result<Option<(Facts, Person)>, StoreError> {
    let (Ok(id), Some(person)) = (id.parse::<ReferralId>(), actor.known.clone()) else {
        return Ok(None);
    };
    let facts = facts::of_referral(app, &id).await?;
    Ok(facts.filter(|facts| person.may_see(&facts.referral.partner())).map(|facts| (facts, person)))
}

/// Opens a form about a referral, or says why not.
pub(super) async fn open(
    app: &App,
    flow: &'static str,
    opening: &Opening<'_>,
    may: impl FnOnce(&Facts, &Person) -> Result<(), Refusal>,
    draw: impl FnOnce(&Voice<'_>, &FormId, &Facts) -> Form,
) -> Result<Opened, StoreError> {
    let subject = opening.action.map(|action| action.subject.as_str()).unwrap_or_default();
    open_about(app, flow, opening, subject, may, draw).await
}

/// The same, about a referral that was named in another way than by a button.
pub(super) async fn open_about(
    app: &App,
    flow: &'static str,
    opening: &Opening<'_>,
    subject: &str,
    may: impl FnOnce(&Facts, &Person) -> Result<(), Refusal>,
    draw: impl FnOnce(&Voice<'_>, &FormId, &Facts) -> Form,
) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let Some((facts, person)) = visible(app, subject, opening.actor).await? else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    if let Err(refusal) = may(&facts, &person) {
        return Ok(refused(app, &facts, &refusal, opening.actor));
    }
    let referral = &facts.referral;
    let id = new_form_id();
    let form = draw(&voice, &id, &facts);
    let subject = referral.id.to_string();
    let subject = Subject { id: &subject, version: referral.version };
    let row = opening.form_row(flow, &id, subject);
    // The card with the button stands where it was pressed: the sentence alone is enough.
    let if_late = refusals::form_expired(&voice, None);
    let seen = opening.action.map_or(referral.version, |action| action.seen_version);
    let old = seen != referral.version;
    let redraw = old.then(|| pressed_card(&facts, opening.actor)).flatten();
    Ok(Opened::Form { form: Box::new(form), row, if_late, redraw })
}

/// A no in words, and the pressed card drawn anew: it may show an old state.
pub(super) fn refused(app: &App, facts: &Facts, refusal: &Refusal, actor: &Actor) -> Opened {
    Opened::Instead {
        message: note(refusals::about(&app.voice(), refusal, facts)),
        result: refusal.reason(),
        redraw: pressed_card(facts, actor),
    }
}

fn pressed_card(facts: &Facts, actor: &Actor) -> Option<Say> {
    let (channel, referral) = (actor.channel.as_ref()?, facts.referral.id);
    let id = channel.id.clone();
    match channel.audience? {
        Audience::Internal => Some(Say::SalesCard { referral, channel: id }),
        Audience::Partner => Some(Say::PartnerCard { referral, channel: id }),
        Audience::Resolvers | Audience::Community => None,
    }
}

/// Does what a form about a referral asks for. `read` makes the command of what was typed, or says
/// at which input it does not fit.
pub(super) async fn act(
    app: &App,
    sent: Sent<'_>,
    title: &'static str,
    read: impl AsyncFnOnce(&Typed<'_>) -> Result<Result<Wanted, FieldErrors>, StoreError>,
) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let Some((facts, _)) = visible(app, &sent.form.subject, sent.actor).await? else {
        let no = refusals::forged(&voice);
        return in_place(app, &sent, "outcome-title", no, "outsider").await;
    };
    let typed = Typed { app, voice, sent: &sent };
    let wanted = match read(&typed).await? {
        Ok(wanted) => wanted,
        Err(errors) => return unclear(app, sent.inbound, errors).await,
    };
    let written: Vec<String> =
        wanted.words.iter().map(|(_, sealed)| sealed.words().to_owned()).collect();
    let outcome = decide(app, &sent, &facts, wanted).await?;
    let (id, number) = (facts.referral.id, facts.referral.number().to_string());
    reply_to(app, sent.inbound, outcome, async |refusal| {
        // Read again: what refused it may have happened a moment ago.
        let Some(facts) = facts::of_referral(app, &id).await? else {
            return Ok(Reply::Nothing);
        };
        let line = refusals::about(&app.voice(), &refusal, &facts);
        Ok(panel(&app.voice(), title, &number, line, &written))
    })
    .await
}

/// A form that asks for one text.
pub(super) struct OneText {
    pub title: &'static str,
    pub field: &'static str,
    /// What is said when nothing was typed.
    pub missing: &'static str,
    /// The field under which the words are kept.
    pub kept_as: &'static str,
    pub act: fn(Seal) -> Act,
}

/// Does what a form with one text asks for.
pub(super) async fn act_on_text(
    app: &App,
    sent: Sent<'_>,
    one: OneText,
) -> Result<Reply, StoreError> {
    act(app, sent, one.title, async |typed| {
        let Some(sealed) = typed.sealed(one.field) else {
            return Ok(Err(typed.misfit(one.field, one.missing)));
        };
        let act = (one.act)(sealed.seal.clone());
        Ok(Ok(Wanted { act, words: vec![(one.kept_as, sealed)] }))
    })
    .await
}

/// Does at once what a button asks for that has no form.
pub(super) async fn at_once(
    app: &App,
    opening: Opening<'_>,
    act: Act,
) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let subject = opening.action.map(|action| action.subject.as_str()).unwrap_or_default();
    let Some((facts, _)) = visible(app, subject, opening.actor).await? else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    let outcome = app.act_on(opening.inbound, &facts.referral, act, Vec::new()).await?;
    match outcome {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Ok(Opened::Done(reply)),
        Outcome::Refused(refusal) => {
            let facts = facts::of_referral(app, &facts.referral.id).await?;
            let line = |facts: &Facts| refused(app, facts, &refusal, opening.actor);
            let gone = || Opened::forged(&voice, "outsider");
            Ok(facts.as_ref().map_or_else(gone, line))
        }
    }
}

async fn decide(
    app: &App,
    sent: &Sent<'_>,
    facts: &Facts,
    wanted: Wanted,
) -> Result<Outcome, StoreError> {
    app.act_on(sent.inbound, &facts.referral, wanted.act, wanted.words).await
}

/// A no where the form stood, with what was typed into it: nobody writes it twice.
pub(super) fn panel(
    voice: &Voice<'_>,
    title: &str,
    number: &str,
    line: Line,
    written: &[String],
) -> Reply {
    let title = voice.words(title, &[("ref", Arg::Word(number))]);
    let mut panel = refusals::panel(voice, title, line);
    panel.parts.extend(refusals::kept(voice, written));
    Reply::Panel(panel)
}

/// A command, and the words its seals stand for, by field.
pub(super) struct Wanted {
    pub act: Act,
    pub words: Vec<(&'static str, Sealed)>,
}

/// What was typed into a form about a referral.
pub(super) struct Typed<'a> {
    pub app: &'a App,
    pub voice: Voice<'a>,
    pub sent: &'a Sent<'a>,
}

impl Typed<'_> {
    /// A text, trimmed; absent when nothing was typed.
    pub fn text(&self, field: &str) -> Option<String> {
        text_in(self.sent.values, field).map(str::to_owned)
    }

    /// The text of an input that may be left out, sealed.
    pub fn sealed(&self, field: &str) -> Option<Sealed> {
        self.text(field).map(|text| Sealed::new(&text))
    }

    /// One sentence at one input.
    pub fn misfit(&self, field: &str, key: &str) -> FieldErrors {
        misfit(&self.voice, field, key)
    }

    /// Somebody from sales, chosen in a person field.
    pub async fn owner(&self, field: &str) -> Result<Result<Person, FieldErrors>, StoreError> {
        let Some(Value::Person(chosen)) = self.sent.values.get(field) else {
            return Ok(Err(self.misfit(field, "review-owner-missing")));
        };
        let person = self.app.store.reader.person_of(&chosen.to_string()).await?;
        let person = person.filter(|person| person.has(Role::Sales));
        Ok(person.ok_or_else(|| self.misfit(field, "review-owner-outsider")))
    }
}
