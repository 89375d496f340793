//! *Tier*: where a partner stands, what is missing to the next tier, and what that brings; to the
//! vendor's people, outside a partner's channel, the tiers of all.

use std::cmp::Reverse;

use super::actor::Standing;
use super::refer::full_member;
use super::{By, Command, Flow, Opened, Opening, Slash, no_form};
use crate::app::App;
use crate::domain::actor::{Person, Role};
use crate::domain::partner::Partner;
use crate::store::{StoreError, queries};
use crate::views::{partners, refusals, tier};

pub const FLOW: Flow = Flow {
    name: "tier",
    commands: &[Command {
        word: "tier",
        takes: None,
        slash: Slash::OnRequest,
        by: By { members: true, roles: &Role::ALL },
    }],
    form: |app, opening| Box::pin(show(app, opening)),
    act: no_form,
};

async fn show(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let nobody = || Opened::instead(voice.line("help-nobody", &[]), "not_a_member");
    let actor = opening.actor;
    match &actor.standing {
        Standing::Member(partner) | Standing::Behalf(partner) => of(app, partner).await,
        // What somebody may see is not guessed: who is not said to be one counts as none.
        Standing::Newcomer(partner) if full_member(app, &opening).await == Some(true) => {
            of(app, partner).await
        }
        Standing::Vendor if actor.is(Person::is_vendor) => {
            match app.partner(actor.partner_here()).await? {
                Some(partner) => of(app, &partner).await,
                None => all(app).await,
            }
        }
        Standing::Stranger => Ok(Opened::instead(refusals::forged(&voice), "outsider")),
        Standing::Newcomer(_) | Standing::Vendor | Standing::Unknown => Ok(nobody()),
    }
}

async fn of(app: &App, partner: &Partner) -> Result<Opened, StoreError> {
    let voice = app.voice();
    Ok(match app.climb(partner).await? {
        Some(climb) => Opened::Shown(tier::sheet(&voice, &climb, app.program().rules.promise_days)),
        None => Opened::instead(voice.line("tier-none", &[]), "no_tiers"),
    })
}

async fn all(app: &App) -> Result<Opened, StoreError> {
    let (voice, program) = (app.voice(), app.program());
    if program.rules.tiers.is_empty() {
        return Ok(Opened::instead(voice.line("tier-none", &[]), "no_tiers"));
    }
    let mut all = queries::partners(&app.store.db).await?;
    let tiers = &program.rules.tiers;
    all.sort_by_key(|partner| (Reverse(tiers.place_of(partner)), partner.code));
    Ok(Opened::Shown(partners::list(&voice, &all, tiers)))
}
