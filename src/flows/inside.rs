//! What flows on the card of a case share: it is for the vendor's own, who open a form and send it, and
//! are told a no as of that case. What flows of a party share is [`super::case`].

use super::actor::Actor;
use super::card::Typed;
use super::case::Wanted;
use super::{
    FieldErrors, Opened, Opening, Sent, Subject, forged_form, in_place, reply_to, unclear,
};
use crate::app::App;
use crate::chat::inbound::Reply;
use crate::chat::view::{Form, Line};
use crate::domain::actor::Person;
use crate::domain::case::no::CaseNo;
use crate::domain::ids::{CaseId, FormId};
use crate::domain::outcome::Refusal;
use crate::store::StoreError;
use crate::text::{Arg, Voice};
use crate::views::case::{Facts, refused};
use crate::views::{Say, note, refusals};

/// The case, for the vendor's own people: nobody else learns that there is one.
pub(super) async fn visible(
    app: &App,
    id: &str,
    actor: &Actor,
) -> Result<Option<(Facts, Person)>, StoreError> {
    let person = actor.known.clone().filter(Person::is_vendor);
    let (Ok(id), Some(person)) = (id.parse::<CaseId>(), person) else { return Ok(None) };
    Ok(app.case(&id).await?.map(|facts| (facts, person)))
}

/// The same for the case on whose card a button was pressed.
pub(super) async fn pressed(
    app: &App,
    opening: &Opening<'_>,
) -> Result<Option<(Facts, Person)>, StoreError> {
    let Some(action) = opening.action else { return Ok(None) };
    visible(app, &action.subject, opening.actor).await
}

/// Opens a form about the case, or says why not; the card that was pressed may show an old state, so it
/// is drawn anew.
pub(super) fn opens(
    voice: &Voice<'_>,
    opening: &Opening<'_>,
    flow: &'static str,
    facts: &Facts,
    may: Result<(), CaseNo>,
    draw: impl FnOnce(&Voice<'_>, &FormId, &Facts) -> Form,
) -> Opened {
    let case = &facts.case;
    match may {
        Ok(()) => {
            let id = case.id.to_string();
            let about = Subject { id: &id, version: case.version };
            opening.opens(voice, flow, about, |id| draw(voice, id, facts))
        }
        Err(why) => Opened::Instead {
            message: note(no(voice, facts, &why)),
            result: why.reason(),
            redraw: opening.actor.channel.as_ref().map(|channel| {
                let channel = channel.id.clone();
                Say::CaseCard { case: case.id, channel }
            }),
        },
    }
}

/// Does what a form about a case asks for. `title` and `wanted.done` may name the case.
pub(super) async fn act(
    app: &App,
    sent: Sent<'_>,
    title: &'static str,
    read: impl FnOnce(&Typed<'_>, &Facts) -> Result<Wanted, FieldErrors>,
) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let Some((facts, _)) = visible(app, &sent.form.subject, sent.actor).await? else {
        return in_place(app, &sent, "outcome-title", refusals::forged(&voice), "outsider").await;
    };
    let typed = Typed { app, voice, sent: &sent };
    let Wanted { act, words, done } = match read(&typed, &facts) {
        Ok(wanted) => wanted,
        Err(errors) => return unclear(app, sent.inbound, errors).await,
    };
    let number = facts.case.number.to_string();
    let title = voice.words(title, &[("case", Arg::Word(&number))]);
    let done = voice.line(done, &[("case", Arg::Word(&number))]);
    let reply = Reply::Panel(refusals::panel(&voice, title.clone(), done));
    let written: Vec<String> = words.iter().map(|(_, sealed)| sealed.words().to_owned()).collect();
    let outcome = app.act_in_case(sent.inbound, &facts.case, act, words, reply).await?;
    let id = facts.case.id;
    reply_to(app, sent.inbound, outcome, async |refusal| {
        let voice = app.voice();
        let Refusal::Case { why } = refusal else { return Ok(forged_form(&voice)) };
        // Read again: what refused it may have happened a moment ago.
        let Some(facts) = app.case(&id).await? else { return Ok(Reply::Nothing) };
        let mut panel = refusals::panel(&voice, title, no(&voice, &facts, &why));
        panel.parts.extend(refusals::kept(&voice, &written));
        Ok(Reply::Panel(panel))
    })
    .await
}

/// A no about a case, to one of the vendor's own.
fn no(voice: &Voice<'_>, facts: &Facts, why: &CaseNo) -> Line {
    let by = why.decided_by().and_then(|by| facts.names.get(by)).cloned();
    let by = by.unwrap_or_else(|| voice.words("somebody", &[]));
    refused::no(voice, why, &facts.case.number.to_string(), &by)
}
