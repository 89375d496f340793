//! Notes of their own accord: what somebody says to the first one of a series, and that a partner's
//! people want no more of them.

use super::actor::Standing;
use super::{Flow, Opened, Opening, no_form, reply_to};
use crate::app::App;
use crate::app::rhythm::Word;
use crate::store::StoreError;
use crate::views::rhythm::deed;

pub const FLOW: Flow = Flow {
    name: "rhythm",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: no_form,
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let forged = || Opened::forged(&voice, "forged");
    let Some(action) = opening.action else { return Ok(forged()) };
    let word = match action.choice.as_str() {
        deed::SEND => Word::Send,
        deed::STOP => Word::Stop,
        deed::PAUSE => return pause(app, &opening).await,
        _ => return Ok(forged()),
    };
    let Ok(series) = action.subject.parse() else { return Ok(forged()) };
    let outcome = app.answer_notes(opening.inbound, series, word).await?;
    Ok(Opened::decided(&voice, outcome))
}

/// *Pause these notes*, by whoever speaks for the partner whose channel it is.
async fn pause(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let Standing::Member(partner) = &opening.actor.standing else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    if !opening.actor.is(|person| person.speaks_for(partner.id)) {
        return Ok(Opened::instead(voice.line("consent-admin", &[]), "no_role"));
    }
    let zone = app.zone_of(&opening.actor.person, &opening.inbound.installation()).await?;
    let outcome = app.pause_notes(opening.inbound, zone).await?;
    let nobody = async |_| Ok(super::forged_form(&voice));
    reply_to(app, opening.inbound, outcome, nobody).await.map(Opened::Done)
}
