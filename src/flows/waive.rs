//! *Accept the decision*: a party does not appeal, so that nobody has to wait for it.

use super::{Flow, Opened, Opening, card, case, no_form};
use crate::app::execute::{InCase, Outcome};
use crate::app::{App, facts};
use crate::chat::inbound::Reply;
use crate::domain::case::no::CaseNo;
use crate::store::StoreError;
use crate::text::Arg;
use crate::views::{note, refusals};

pub const FLOW: Flow = Flow {
    name: "waive",
    commands: &[],
    form: |app, opening| Box::pin(at_once(app, opening)),
    act: no_form,
};

async fn at_once(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let subject = opening.action.map(|action| action.subject.as_str()).unwrap_or_default();
    let Some((facts, _)) = card::visible(app, subject, opening.actor).await? else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    let referral = &facts.referral;
    let Some(found) = case::of(app, referral).await? else {
        let line = refusals::about(&voice, &case::no(CaseNo::Over), &facts);
        return Ok(Opened::instead(line, "case_over"));
    };
    let number = referral.number().to_string();
    let done = voice.line("waived", &[("ref", Arg::Word(&number))]);
    let (act, reply) = (InCase::Waive(referral.id), Reply::Private(note(done)));
    match app.act_in_case(opening.inbound, &found, act, Vec::new(), reply).await? {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Ok(Opened::Done(reply)),
        Outcome::Refused(refusal) => {
            let facts = facts::of_referral(app, &referral.id).await?;
            let line = |facts| card::refused(app, facts, &refusal, opening.actor);
            let gone = || Opened::forged(&voice, "outsider");
            Ok(facts.as_ref().map_or_else(gone, line))
        }
    }
}
