//! *Approve*: sales takes a referral on, names its owner, and the protection begins.

use super::card::{self, Wanted};
use super::{Flow, Opened, Opening, Sent};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::Boxed;
use crate::chat::inbound::Reply;
use crate::domain::actor::Person;
use crate::domain::protection;
use crate::domain::referral::Referral;
use crate::domain::referral::decide::{self, Approve};
use crate::store::StoreError;
use crate::views::forms::{self, input};
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow { name: "review", commands: &[], form: boxed_form, act: boxed_act };

fn boxed_form<'a>(app: &'a App, opening: Opening<'a>) -> Boxed<'a, Result<Opened, StoreError>> {
    Box::pin(async move {
        let may = |facts: &Facts, by: &Person| decide::may_approve(&facts.referral, by);
        let presser = opening.actor.person.clone();
        card::open(app, FLOW.name, &opening, may, |voice, id, facts| {
            let number = facts.referral.number().to_string();
            let through = would_run_through(app, &facts.referral);
            forms::approve(voice, id, &number, &presser, through)
        })
        .await
    })
}

/// The last protected day if the approval came now.
fn would_run_through(app: &App, referral: &Referral) -> chrono::NaiveDate {
    let rules = &app.rules_of(referral);
    let late = decide::late_days(referral, rules, app.now());
    protection::protected_through(app.now(), rules.protection_days + late, &rules.calendar)
}

fn boxed_act<'a>(app: &'a App, sent: Sent<'a>) -> Boxed<'a, Result<Reply, StoreError>> {
    Box::pin(card::act(app, sent, "review-approve-title", async |typed| {
        let owner = match typed.owner(input::OWNER).await? {
            Ok(owner) => owner,
            Err(errors) => return Ok(Err(errors)),
        };
        let note = typed.sealed(input::NOTE);
        let seal = note.as_ref().map(|note| note.seal.clone());
        let act = Act::Approve(Approve { owner: owner.id, note: seal });
        Ok(Ok(Wanted { act, words: note.map(|note| ("note", note)).into_iter().collect() }))
    }))
}
