//! *Ask*: sales wants to know something before it decides, and the clock stops.

use super::card::{self, OneText};
use super::{Flow, Opened, Opening, Sent};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::Boxed;
use crate::chat::inbound::Reply;
use crate::domain::actor::Person;
use crate::domain::referral::question;
use crate::store::StoreError;
use crate::views::forms::{self, input};
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow { name: "ask", commands: &[], form: boxed_form, act: boxed_act };

fn boxed_form<'a>(app: &'a App, opening: Opening<'a>) -> Boxed<'a, Result<Opened, StoreError>> {
    Box::pin(async move {
        let may = |facts: &Facts, by: &Person| question::may_ask(&facts.referral, by);
        card::open(app, FLOW.name, &opening, may, forms::ask).await
    })
}

fn boxed_act<'a>(app: &'a App, sent: Sent<'a>) -> Boxed<'a, Result<Reply, StoreError>> {
    let one = OneText {
        title: "review-ask-title",
        field: input::QUESTION,
        missing: "review-question-missing",
        kept_as: FLOW.name,
        act: Act::Ask,
    };
    Box::pin(card::act_on_text(app, sent, one))
}
