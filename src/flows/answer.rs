//! *Answer*: the partner answers, and the clock runs again.

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

pub const FLOW: Flow = Flow { name: "answer", commands: &[], form: boxed_form, act: boxed_act };

fn boxed_form<'a>(app: &'a App, opening: Opening<'a>) -> Boxed<'a, Result<Opened, StoreError>> {
    Box::pin(async move {
        let may = |facts: &Facts, by: &Person| question::may_answer(&facts.referral, by);
        card::open(app, FLOW.name, &opening, may, forms::answer).await
    })
}

fn boxed_act<'a>(app: &'a App, sent: Sent<'a>) -> Boxed<'a, Result<Reply, StoreError>> {
    let one = OneText {
        title: "review-answer-title",
        field: input::ANSWER,
        missing: "review-answer-missing",
        kept_as: FLOW.name,
        act: Act::Answer,
    };
    Box::pin(card::act_on_text(app, sent, one))
}
