//! *Add evidence*: a party says what only the resolvers read.

use super::case::{self, Wanted};
use super::{Flow, Opened, Opening, Sent, card};
use crate::app::App;
use crate::app::execute::InCase;
use crate::chat::inbound::Reply;
use crate::domain::actor::Person;
use crate::store::StoreError;
use crate::views::case::forms;
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow {
    name: "evidence",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let subject = opening.action.map(|action| action.subject.as_str()).unwrap_or_default();
    let found = case::of_subject(app, subject).await?;
    let may =
        |facts: &Facts, by: &Person| case::may_state(app, found.as_ref(), &facts.referral, by);
    card::open(app, FLOW.name, &opening, may, forms::evidence).await
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    case::act(app, sent, "evidence-title", |typed, referral| {
        let stated = case::read(typed, None, "evidence-missing")?;
        let act = InCase::State(referral, stated.state);
        Ok(Wanted { act, words: stated.words, done: "evidence-sent" })
    })
    .await
}
