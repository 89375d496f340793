//! *Appeal the decision*: once, and another resolver decides.

use super::case::{self, Wanted};
use super::{Flow, Opened, Opening, Sent, card};
use crate::app::App;
use crate::app::execute::InCase;
use crate::chat::inbound::Reply;
use crate::domain::actor::Person;
use crate::domain::case::appeal;
use crate::domain::case::no::CaseNo;
use crate::store::StoreError;
use crate::views::case::forms;
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow {
    name: "appeal",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let subject = opening.action.map(|action| action.subject.as_str()).unwrap_or_default();
    let found = case::of_subject(app, subject).await?;
    let may = |facts: &Facts, by: &Person| {
        let found = found.as_ref().ok_or(case::no(CaseNo::Over))?;
        appeal::may_appeal(found, &facts.referral, by, app.now()).map_err(case::no)
    };
    card::open(app, FLOW.name, &opening, may, forms::appeal).await
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    case::act(app, sent, "appeal-title", |typed, referral| {
        let stated = case::read(typed, None, "appeal-missing")?;
        let act = InCase::Appeal(referral, stated.state.text, stated.state.link);
        Ok(Wanted { act, words: stated.words, done: "appeal-sent" })
    })
    .await
}
