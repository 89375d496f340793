//! *Ask*: sales wants to know something before it decides, and the clock stops.

use super::card::{self, OneText};
use super::{Flow, Opened, Opening, Sent};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::inbound::Reply;
use crate::domain::actor::Person;
use crate::domain::referral::question;
use crate::store::StoreError;
use crate::views::forms::{self, input};
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow {
    name: "ask",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let may = |facts: &Facts, by: &Person| question::may_ask(&facts.referral, by);
    card::open(app, FLOW.name, &opening, may, forms::ask).await
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let one = OneText {
        title: "review-ask-title",
        field: input::QUESTION,
        missing: "review-question-missing",
        kept_as: FLOW.name,
        act: Act::Ask,
    };
    card::act_on_text(app, sent, one).await
}
