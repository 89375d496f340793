//! *Change owner*: somebody else in sales takes the referral over.

use super::card::{self, Wanted};
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

pub const FLOW: Flow = Flow { name: "owner", commands: &[], form: boxed_form, act: boxed_act };

fn boxed_form<'a>(app: &'a App, opening: Opening<'a>) -> Boxed<'a, Result<Opened, StoreError>> {
    Box::pin(async move {
        let may = |facts: &Facts, by: &Person| decide::may_change_owner(&facts.referral, by);
        let presser = opening.actor.person.clone();
        card::open(app, FLOW.name, &opening, may, |voice, id, facts| {
            forms::owner(voice, id, facts, &presser)
        })
        .await
    })
}

fn boxed_act<'a>(app: &'a App, sent: Sent<'a>) -> Boxed<'a, Result<Reply, StoreError>> {
    Box::pin(card::act(app, sent, "review-owner-title", async |typed| {
        let owner = typed.owner(input::OWNER).await?;
        Ok(owner.map(|owner| Wanted { act: Act::Owner(owner.id), words: Vec::new() }))
    }))
}
