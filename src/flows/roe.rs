//! *Rules of engagement*: by which rules it is decided who gets an account, for everybody to read.

use super::actor::Standing;
use super::{By, Command, Flow, Opened, Opening, Slash, no_form};
use crate::app::App;
use crate::domain::actor::Role;
use crate::store::StoreError;
use crate::views::programme;

pub const FLOW: Flow = Flow {
    name: "roe",
    commands: &[Command {
        word: "roe",
        takes: None,
        slash: Slash::OnRequest,
        by: By { members: true, roles: &Role::ALL },
    }],
    form: |app, opening| Box::pin(async move { show(app, &opening) }),
    act: no_form,
};

fn show(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    // Whoever is of a partner's own workspace may read what the partner's channel is told.
    let belongs = match &opening.actor.standing {
        Standing::Member(_) | Standing::Newcomer(_) | Standing::Behalf(_) | Standing::Vendor => {
            true
        }
        Standing::Stranger | Standing::Unknown => opening.actor.is(|one| one.membership.is_some()),
    };
    if !belongs {
        return Ok(Opened::forged(&voice, "outsider"));
    }
    Ok(Opened::Shown(programme::engagement(&voice, &app.program().rules.engagement)))
}
