//! *Undo*: who decided takes it back within ten minutes, the partner manager within two days.

use super::card::{self, OneText};
use super::{Flow, Opened, Opening, Sent};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::inbound::Reply;
use crate::domain::actor::Person;
use crate::domain::referral::decide;
use crate::store::StoreError;
use crate::views::forms::{self, input};
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow {
    name: "undo",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let may = |facts: &Facts, by: &Person| {
        decide::may_undo(&facts.referral, by, &app.rules_of(&facts.referral), app.now())
    };
    card::open(app, FLOW.name, &opening, may, forms::undo).await
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let one = OneText {
        title: "review-undo-title",
        field: input::REASON,
        missing: "review-undo-missing",
        kept_as: FLOW.name,
        act: Act::Undo,
    };
    card::act_on_text(app, sent, one).await
}
