//! *Answer*: the partner answers, and the clock runs again.

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
    name: "answer",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let may = |facts: &Facts, by: &Person| question::may_answer(&facts.referral, by);
    card::open(app, FLOW.name, &opening, may, forms::answer).await
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let one = OneText {
        title: "review-answer-title",
        field: input::ANSWER,
        missing: "review-answer-missing",
        kept_as: FLOW.name,
        act: Act::Answer,
    };
    card::act_on_text(app, sent, one).await
}
