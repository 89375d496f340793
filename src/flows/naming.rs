//! *Record consent* and *Withdraw consent*: whether a customer may be named in public.

use super::card::{self, OneText};
use super::{Flow, Opened, Opening, Sent};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::inbound::Reply;
use crate::domain::actor::Person;
use crate::domain::referral::naming;
use crate::store::StoreError;
use crate::views::forms::{self, input};
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow {
    name: "name_customer",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

/// The way back.
pub const BACK: Flow = Flow {
    name: "unname_customer",
    commands: &[],
    form: |app, opening| Box::pin(form_back(app, opening)),
    act: |app, sent| Box::pin(act_back(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let may = |facts: &Facts, by: &Person| naming::may_record(&facts.referral, by);
    card::open(app, FLOW.name, &opening, may, forms::naming::name_customer).await
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let one = OneText {
        title: "naming-title",
        field: input::RECORD,
        missing: "naming-missing",
        kept_as: FLOW.name,
        act: Act::Name,
    };
    card::act_on_text(app, sent, one).await
}

async fn form_back(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let may = |facts: &Facts, by: &Person| naming::may_record(&facts.referral, by);
    card::open(app, BACK.name, &opening, may, forms::naming::unname_customer).await
}

async fn act_back(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let one = OneText {
        title: "naming-back-title",
        field: input::RECORD,
        missing: "naming-back-missing",
        kept_as: BACK.name,
        act: Act::Unname,
    };
    card::act_on_text(app, sent, one).await
}
