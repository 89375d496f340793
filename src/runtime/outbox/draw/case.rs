//! What is said about a conflict case: all of it where resolvers work, to a party its own side.

use super::{Drawn, in_thread, in_whose_language, place, put};
use crate::app::App;
use crate::chat::view::Message;
use crate::domain::ids::CaseId;
use crate::domain::partner::Partner;
use crate::store::StoreError;
use crate::store::rows::CardRow;
use crate::views::Say;
use crate::views::case::{Facts, Side, card, told};

/// Draws what `say` says of a case; `stands` is where its card stands already.
pub(super) async fn draw(
    app: &App,
    say: &Say,
    (id, channel): (&CaseId, &str),
    stands: Option<&CardRow>,
) -> Result<Drawn, StoreError> {
    let none = Ok(Drawn::Nothing("nothing_to_say"));
    let Some(channel) = app.store.reader.channel(channel).await? else { return none };
    let Some(facts) = app.case(id).await? else { return none };
    if !say.readers().are_in(&channel, whose(say, &facts)) {
        return Ok(Drawn::Nothing("not_for_this_channel"));
    }
    let Some(place) = place(&channel.id, &channel.workspace) else {
        return Ok(Drawn::Nothing("no_such_platform"));
    };
    let partner = app.partner(channel.of_partner()).await?;
    let app = &in_whose_language(app, &channel, partner.as_ref()).await?;
    let Some(message) = message(app, say, &facts).await? else { return none };
    let place = in_thread(app, say, place).await?;
    Ok(Drawn::Call(put(place, stands, message)))
}

/// The partner that this is about: of a line for a party its own, however many are in the case.
fn whose<'a>(say: &Say, facts: &'a Facts) -> Option<&'a Partner> {
    let Say::CaseTold { referral, .. } = say else { return None };
    let own = |side: &&Side| side.referral.id == *referral;
    facts.sides.iter().find(own).map(|side| &side.partner)
}

async fn message(app: &App, say: &Say, facts: &Facts) -> Result<Option<Message>, StoreError> {
    let voice = app.voice();
    if let Say::CaseNote { seq, .. } = say {
        let event = app.case_event(*seq).await?;
        return Ok(event.and_then(|event| card::line(&voice, facts, &event)));
    }
    if let Say::CaseTold { referral, seq, .. } = say {
        let event = app.case_event(*seq).await?;
        return Ok(event.and_then(|event| told::line(&voice, facts, referral, &event)));
    }
    Ok(Some(card::card(&voice, facts)))
}
