//! Who has which role, for those who look after people or read everything.

use super::{By, Command, Flow, Opened, Opening, Slash, no_form};
use crate::app::{App, facts};
use crate::domain::actor::{Person, Role};
use crate::store::{StoreError, queries};
use crate::views::people;

pub const FLOW: Flow = Flow {
    name: "roles",
    commands: &[Command {
        word: "roles",
        takes: None,
        slash: Slash::OnRequest,
        by: By { members: false, roles: &[Role::Admin, Role::PartnerManager, Role::Auditor] },
    }],
    form: |app, opening| Box::pin(show(app, opening)),
    act: no_form,
};

async fn show(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let actor = opening.actor;
    if !(actor.is(Person::manages_partners) || actor.has(Role::Auditor)) {
        return Ok(opening.refuses(&voice, "no-role-readers"));
    }
    let everybody = queries::everybody(&app.store.db).await?;
    let ids = everybody.iter().map(|person| person.id).collect();
    let names = facts::names(&app.store.db, &ids).await?;
    let with = |role: Role| {
        let has = everybody.iter().filter(|person| person.has(role));
        let mut called: Vec<String> =
            has.filter_map(|person| names.get(&person.id).cloned()).collect();
        called.sort();
        (role, called)
    };
    Ok(Opened::Shown(people::roles(&voice, &Role::ALL.map(with))))
}
