//! *Ask a person*: a partner's member has read why, and wants to know it from somebody. The question
//! goes into the thread of the card, and to whoever can answer it.

use super::card::{self, OneText};
use super::{Flow, Opened, Opening, Sent};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::inbound::Reply;
use crate::domain::actor::Person;
use crate::domain::referral::ask_person::may_ask_person;
use crate::store::StoreError;
use crate::views::forms::{self, input};
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow {
    name: "ask_person",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let may = |facts: &Facts, by: &Person| may_ask_person(&facts.referral, by);
    card::open(app, FLOW.name, &opening, may, forms::ask_person).await
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let one = OneText {
        title: "ask-person-title",
        field: input::QUESTION,
        missing: "review-question-missing",
        kept_as: FLOW.name,
        act: Act::AskPerson,
    };
    card::act_on_text(app, sent, one).await
}
