//! *My page*: what stands on somebody's Home, where they type it: not every platform has a page of a
//! person's own.

use super::{By, Command, Flow, Opened, Opening, Slash, home, no_form};
use crate::app::App;
use crate::domain::actor::Role;
use crate::store::StoreError;
use crate::views;

/// The word that shows it.
pub const WORD: &str = "me";

pub const FLOW: Flow = Flow {
    name: "me",
    commands: &[Command {
        word: WORD,
        takes: None,
        slash: Slash::OnRequest,
        by: By { members: true, roles: &Role::ALL },
    }],
    form: |app, opening| Box::pin(show(app, opening)),
    act: no_form,
};

async fn show(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let person = opening.actor.person.clone();
    let page = home::drawn(app, person, &opening.inbound.workspace).await?;
    let page = views::panel(&voice, voice.words("home-title", &[]), page.parts);
    Ok(Opened::Listed { page, turned: false })
}
