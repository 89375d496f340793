//! *Change owner*: somebody else in sales takes the referral over.

use super::card::{self, Wanted};
use super::{Flow, Opened, Opening, Sent};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::inbound::Reply;
use crate::domain::actor::Person;
use crate::domain::referral::decide;
use crate::store::StoreError;
use crate::views::forms::{self, input};
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow {
    name: "owner",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let may = |facts: &Facts, by: &Person| decide::may_change_owner(&facts.referral, by);
    let presser = opening.actor.person.clone();
    card::open(app, FLOW.name, &opening, may, |voice, id, facts| {
        forms::owner(voice, id, facts, &presser)
    })
    .await
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    card::act(app, sent, "review-owner-title", async |typed| {
        let owner = typed.owner(input::OWNER).await?;
        Ok(owner.map(|owner| Wanted { act: Act::Owner(owner.id), words: Vec::new() }))
    })
    .await
}
