//! *Reject*: sales cannot take a referral on, and says why.

use super::card::{self, Typed, Wanted};
use super::{FieldErrors, Flow, Opened, Opening, Sent};
use crate::app::execute::Act;
use crate::app::{App, Sealed};
use crate::chat::inbound::Reply;
use crate::domain::actor::Person;
use crate::domain::referral::decide::{self, Reject};
use crate::store::StoreError;
use crate::views::forms::{self, input};
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow {
    name: "reject",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let may = |facts: &Facts, by: &Person| decide::may_reject(&facts.referral, by);
    card::open(app, FLOW.name, &opening, may, |voice, id, facts| {
        forms::reject(voice, id, facts, &app.program().rules.reject_reasons)
    })
    .await
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    card::act(app, sent, "review-reject-title", async |typed| Ok(read(typed))).await
}

fn read(typed: &Typed<'_>) -> Result<Wanted, FieldErrors> {
    let known = |reason: &String| typed.app.program().rules.reject_reasons.contains(reason);
    let reason = typed.text(input::REASON).filter(known);
    let reason = reason.ok_or_else(|| typed.misfit(input::REASON, "review-reason-missing"))?;
    let (text, note) = (typed.sealed(input::TEXT), typed.sealed(input::NOTE));
    let seal = |sealed: &Option<Sealed>| sealed.as_ref().map(|sealed| sealed.seal.clone());
    let act = Act::Reject(Reject { reason, text: seal(&text), note: seal(&note) });
    let words = text.map(|text| ("text", text)).into_iter();
    Ok(Wanted { act, words: words.chain(note.map(|note| ("note", note))).collect() })
}
