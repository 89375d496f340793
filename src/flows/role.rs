//! *Set a role*: an admin gives somebody a role, or takes it.

use super::{
    By, Command, FieldErrors, Flow, Opened, Opening, Sent, Slash, Subject, chosen, forged_form,
    misfit, reply_to, unclear,
};
use crate::app::App;
use crate::chat::inbound::{Reply, Value, Values};
use crate::domain::actor::Role;
use crate::domain::actor::roles::{Change, Origin};
use crate::domain::outcome::Refusal;
use crate::store::StoreError;
use crate::text::Voice;
use crate::views::people::{self, input};

pub const FLOW: Flow = Flow {
    name: "role",
    commands: &[Command {
        word: "role",
        takes: None,
        slash: Slash::OnRequest,
        by: By { members: false, roles: &[Role::Admin] },
    }],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if !opening.actor.has(Role::Admin) {
        return Ok(opening.refuses(&voice, "no-role-admin"));
    }
    let draw = |id: &_| people::role_form(&voice, id);
    Ok(opening.opens(&voice, FLOW.name, Subject::default(), draw))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let (role, change): (Option<Role>, Option<Change>) =
        (chosen(sent.values, input::ROLE), chosen(sent.values, input::CHANGE));
    let (Some(Value::Person(person)), Some(role), Some(change)) =
        (sent.values.get(input::PERSON), role, change)
    else {
        return unclear(app, sent.inbound, missing(&voice, sent.values)).await;
    };
    // The list offers people by their user id alone: whose they are says the platform.
    let home = &sent.actor.person.workspace;
    let Some(mut met) = app.meet(&sent.inbound.workspace, person, home).await else {
        return Ok(Reply::KeepForm(voice.words("role-no-answer", &[])));
    };
    if met.origin == Origin::Gone
        && let Some(known) = app.store.reader.person_of(&met.person.to_string()).await?
    {
        met.name = app.name_of(known.id).await?;
    }
    let who = met.name.clone();
    let outcome = app.set_role(sent.inbound, change, role, met).await?;
    reply_to(app, sent.inbound, outcome, async |refusal| Ok(in_words(&voice, &refusal, &who))).await
}

fn missing(voice: &Voice<'_>, values: &Values) -> FieldErrors {
    let inputs = [
        (input::PERSON, "role-person-missing"),
        (input::ROLE, "role-role-missing"),
        (input::CHANGE, "role-change-missing"),
    ];
    let missing = inputs.into_iter().filter(|(field, _)| !values.contains_key(*field));
    missing.flat_map(|(field, key)| misfit(voice, field, key)).collect()
}

/// A no beside the person it is about. Every other refusal, also one that is yet to come, means that
/// the form was made up: then nothing is to be learned from it.
pub(super) fn in_words(voice: &Voice<'_>, refusal: &Refusal, who: &str) -> Reply {
    let Refusal::People { why } = refusal else { return forged_form(voice) };
    let sentence = people::refused(voice, *why, who).words();
    Reply::FieldErrors([(input::PERSON.to_owned(), sentence)].into())
}
