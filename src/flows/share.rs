//! *Agree to share*: a partner's answer to a suggested split, in its own channel.

use super::{Flow, Opened, Opening, card, case, no_form};
use crate::app::App;
use crate::app::execute::{InCase, Outcome};
use crate::chat::inbound::Reply;
use crate::domain::case::no::CaseNo;
use crate::store::StoreError;
use crate::text::Arg;
use crate::views::{note, refusals};

pub const FLOW: Flow = Flow {
    name: "share",
    commands: &[],
    form: |app, opening| Box::pin(answer(app, opening)),
    act: no_form,
};

async fn answer(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let Some(action) = opening.action else { return Ok(Opened::forged(&voice, "outsider")) };
    let Some((facts, person)) = card::visible(app, &action.subject, opening.actor).await? else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    let partner = facts.referral.partner();
    let admin = person.membership.as_ref().is_some_and(|one| one.admin && one.partner == partner);
    if !admin {
        return Ok(Opened::instead(voice.line("no-role-partner_admin", &[]), "no_role"));
    }
    let found = case::of(app, &facts.referral).await?;
    let Some(found) = found else {
        let line = refusals::about(&voice, &case::no(CaseNo::NoSplit), &facts);
        return Ok(Opened::instead(line, "no_split"));
    };
    let (agreed, named) = (action.choice != "decline", action.choice == "named");
    let number = facts.referral.number().to_string();
    let key = if agreed { "share-agreed" } else { "share-declined" };
    let reply = Reply::Private(note(voice.line(key, &[("ref", Arg::Word(&number))])));
    let act = InCase::Answer(partner, agreed, named);
    match app.act_in_case(opening.inbound, &found, act, Vec::new(), reply).await? {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Ok(Opened::Done(reply)),
        Outcome::Refused(refusal) => {
            let line = refusals::about(&voice, &refusal, &facts);
            Ok(Opened::instead(line, refusal.reason()))
        }
    }
}
