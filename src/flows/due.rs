//! What is due next: decisions, questions that lapse, releases, protections that end; and the cases
//! that are open, for whoever decides them or is in charge.

use super::{By, Command, Flow, Opened, Opening, Slash, no_form};
use crate::app::{App, lists};
use crate::domain::actor::{Person, Role};
use crate::store::StoreError;
use crate::store::lists::{Scope, Section};
use crate::views::case::list as cases;
use crate::views::list::{self, PAGE};

pub const FLOW: Flow = Flow {
    name: "due",
    commands: &[Command {
        word: "due",
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
    let (db, now) = (&app.store.db, app.now());
    let section = |section| lists::section(db, &Scope::All, section, PAGE, now);
    let (undecided, asked, releasing, ending) = tokio::try_join!(
        section(Section::Undecided),
        section(Section::Asked),
        section(Section::Releasing),
        section(Section::Ending)
    )?;
    let cases = match &opening.actor.known {
        Some(person) => app.cases_of(person).await?,
        None => cases::Page::default(),
    };
    Ok(Opened::Shown(list::due(&voice, &undecided, &asked, &releasing, &ending, &cases)))
}
