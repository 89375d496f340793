//! *Undo*: who decided takes it back within ten minutes, the partner manager within two days.

use super::card::{self, OneText};
use super::{Flow, Opened, Opening, Sent};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::Boxed;
use crate::chat::inbound::Reply;
use crate::domain::actor::Person;
use crate::domain::referral::decide;
use crate::store::StoreError;
use crate::views::forms::{self, input};
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow { name: "undo", commands: &[], form: boxed_form, act: boxed_act };

fn boxed_form<'a>(app: &'a App, opening: Opening<'a>) -> Boxed<'a, Result<Opened, StoreError>> {
    Box::pin(async move {
        let may = |facts: &Facts, by: &Person| {
            decide::may_undo(&facts.referral, by, &app.rules_of(&facts.referral), app.now())
        };
        card::open(app, FLOW.name, &opening, may, forms::undo).await
    })
}

fn boxed_act<'a>(app: &'a App, sent: Sent<'a>) -> Boxed<'a, Result<Reply, StoreError>> {
    let one = OneText {
        title: "review-undo-title",
        field: input::REASON,
        missing: "review-undo-missing",
        kept_as: FLOW.name,
        act: Act::Undo,
    };
    Box::pin(card::act_on_text(app, sent, one))
}
