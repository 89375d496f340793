//! All partners, for the vendor's people with a role.

use super::{By, Command, Flow, Opened, Opening, Slash, no_form};
use crate::app::App;
use crate::domain::actor::{Person, Role};
use crate::store::{StoreError, queries};
use crate::views::partners;

pub const FLOW: Flow = Flow {
    name: "partners",
    commands: &[Command {
        word: "partners",
        takes: None,
        slash: Slash::OnRequest,
        by: By { members: false, roles: &Role::ALL },
    }],
    form: |app, opening| Box::pin(show(app, opening)),
    act: no_form,
};

async fn show(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if !opening.actor.is(Person::is_vendor) {
        return Ok(Opened::forged(&voice, "outsider"));
    }
    let mut all = queries::partners(&app.store.db).await?;
    all.sort_by_key(|partner| partner.code);
    Ok(Opened::Shown(partners::list(&voice, &all, &app.program().rules.tiers)))
}
