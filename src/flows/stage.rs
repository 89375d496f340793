//! *Move stage*: the owner says how far it has got, and how it ended.

use super::card::{self, Typed, Wanted};
use super::{FieldErrors, Flow, Opened, Opening, Sent};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::inbound::{Reply, Value};
use crate::domain::actor::Person;
use crate::domain::money;
use crate::domain::referral::Stage;
use crate::domain::referral::stage::{self, Move};
use crate::store::StoreError;
use crate::views::forms::{self, input};
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow {
    name: "stage",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let may = |facts: &Facts, by: &Person| stage::may_move(&facts.referral, by);
    card::open(app, FLOW.name, &opening, may, |voice, id, facts| {
        forms::stage(voice, id, facts, &app.rules_of(&facts.referral))
    })
    .await
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    card::act(app, sent, "track-stage-title", async |typed| Ok(read(typed))).await
}

/// Which inputs count depends on the stage that was chosen: the others may be left empty.
fn read(typed: &Typed<'_>) -> Result<Wanted, FieldErrors> {
    let stage = typed.text(input::STAGE).and_then(|stage| stage.parse::<Stage>().ok());
    match stage.ok_or_else(|| typed.misfit(input::STAGE, "track-stage-missing"))? {
        Stage::ClosedWon => won(typed),
        Stage::ClosedLost => lost(typed),
        stage @ (Stage::New
        | Stage::Contacted
        | Stage::Qualified
        | Stage::Meeting
        | Stage::Proposal
        | Stage::Negotiation
        | Stage::Nurture) => {
            let next = typed.sealed(input::NEXT);
            let next = next.ok_or_else(|| typed.misfit(input::NEXT, "track-next-missing"))?;
            let act = Act::Stage(Move::To { stage, next_step: Some(next.seal.clone()) });
            Ok(Wanted { act, words: vec![("next", next)] })
        }
    }
}

fn won(typed: &Typed<'_>) -> Result<Wanted, FieldErrors> {
    let currency = typed.text(input::CURRENCY);
    let currency =
        currency.ok_or_else(|| typed.misfit(input::CURRENCY, "track-currency-missing"))?;
    let mark = typed.voice.decimal_mark();
    let amount = typed.text(input::AMOUNT).and_then(|text| money::parse(&text, &currency, mark));
    let amount_minor = amount.filter(|minor| *minor > 0);
    let amount_minor =
        amount_minor.ok_or_else(|| typed.misfit(input::AMOUNT, "track-amount-unclear"))?;
    let Some(Value::Day(on)) = typed.sent.values.get(input::DATE) else {
        return Err(typed.misfit(input::DATE, "track-date-missing"));
    };
    let today = typed.app.program().rules.calendar.local_date(typed.app.now());
    if *on > today {
        return Err(typed.misfit(input::DATE, "track-date-future"));
    }
    let act = Act::Stage(Move::Won { amount_minor, currency, on: *on });
    Ok(Wanted { act, words: Vec::new() })
}

fn lost(typed: &Typed<'_>) -> Result<Wanted, FieldErrors> {
    let known = |reason: &String| typed.app.program().rules.lost_reasons.contains(reason);
    let reason = typed.text(input::LOST).filter(known);
    let reason = reason.ok_or_else(|| typed.misfit(input::LOST, "review-reason-missing"))?;
    Ok(Wanted { act: Act::Stage(Move::Lost { reason }), words: Vec::new() })
}
