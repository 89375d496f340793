//! *Record reversal*: a won deal was refunded or cancelled, and finance records it.

use super::card::{self, OneText};
use super::{Flow, Opened, Opening, Sent};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::inbound::Reply;
use crate::domain::actor::{Person, Role};
use crate::domain::referral::stage;
use crate::store::{StoreError, queries};
use crate::views::forms::{self, input};
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow {
    name: "reverse",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let everybody = queries::everybody(&app.store.db).await?;
    let finance_exists = everybody.iter().any(|person| person.has(Role::Finance));
    let may = |facts: &Facts, by: &Person| stage::may_reverse(&facts.referral, by, finance_exists);
    card::open(app, FLOW.name, &opening, may, forms::reverse).await
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let one = OneText {
        title: "track-reverse-title",
        field: input::RECORD,
        missing: "track-reverse-missing",
        kept_as: FLOW.name,
        act: Act::Reverse,
    };
    card::act_on_text(app, sent, one).await
}
