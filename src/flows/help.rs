//! *Help*: what the asker can type here; and an answer to words that nothing stands behind.

use super::actor::{self, Actor, Standing};
use super::{By, Command, Flow, Opened, Opening, Slash, commands, no_form, pairing};
use crate::app::App;
use crate::chat::PersonRef;
use crate::chat::commands::{CommandNames, UMBRELLA};
use crate::chat::inbound::What;
use crate::chat::view::Message;
use crate::domain::actor::{Person, Role};
use crate::domain::knowledge;
use crate::store::StoreError;
use crate::views::help::{self, Entry, Reader};

const WORD: &str = "help";

pub const FLOW: Flow = Flow {
    name: "help",
    commands: &[
        Command {
            word: UMBRELLA,
            takes: Some("word"),
            slash: Slash::Registered,
            by: By { members: false, roles: &[] },
        },
        Command {
            word: WORD,
            takes: None,
            slash: Slash::OnRequest,
            by: By { members: true, roles: &Role::ALL },
        },
    ],
    form: |app, opening| Box::pin(async move { answer(app, &opening).await }),
    act: no_form,
};

async fn answer(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let asked = asked(opening);
    if asked.is_empty() || asked == WORD {
        return Ok(Opened::Shown(shown(app, opening.actor).await?));
    }
    let names = app.texts.names();
    let guess = guess(names, &asked, opening.actor);
    Ok(Opened::instead(help::unknown(&voice, &asked, guess.as_deref()), "unknown_word"))
}

/// The help for somebody, as other flows show it too.
///
/// # Errors
/// [`StoreError`].
pub(super) async fn shown(app: &App, actor: &Actor) -> Result<Message, StoreError> {
    let names = app.texts.names();
    let open_to: Vec<&Command> = commands().filter(|command| is_for(command, actor)).collect();
    let voice = app.voice();
    let entry = |command: &&'static Command| {
        let behind = command.behind(&voice).map(|behind| format!(" {behind}"));
        let typed = format!("{}{}", command.typed(names), behind.unwrap_or_default());
        Entry { typed, what: command.what(&voice) }
    };
    let entries: Vec<Entry> = open_to.iter().map(entry).collect();
    // Not everybody can type a command here: a member of another company presses.
    let adds = is_member(actor) && pairing::adds(app, actor).await?;
    let program = app.program();
    let agreement = program.rules.agreement.is_some();
    let ideal = program.knowledge.ideal.is_some();
    let material = program.knowledge.has_assets(knowledge::Reader::Partner);
    let joining = program.joining.is_some();
    let reader = Reader { adds, agreement, ideal, material, joining, ..reader(actor) };
    Ok(help::help(&voice, reader, &entries))
}

/// The help for somebody who wrote to the app alone.
///
/// # Errors
/// [`StoreError`].
pub async fn alone(app: &App, person: PersonRef) -> Result<Message, StoreError> {
    shown(app, &actor::of(app, person, None).await?).await
}

/// The word that help is asked about; none for the help itself.
fn asked(opening: &Opening<'_>) -> String {
    let behind = || opening.text.split_whitespace().next().unwrap_or_default();
    let word = match &opening.inbound.what {
        What::Command { text, .. } if is_wanted(text) => "",
        What::Command { word, .. } if word != UMBRELLA && word != WORD => word.as_str(),
        What::Command { .. } => behind(),
        What::Pressed { .. }
        | What::FormSent { .. }
        | What::FormClosed { .. }
        | What::Shortcut { .. }
        | What::Suggest { .. }
        | What::Mentioned { .. }
        | What::Direct
        | What::Channel(_)
        | What::Uninstalled { .. }
        | What::Installed
        | What::Unknown { .. } => "",
    };
    word.to_lowercase()
}

/// Whether what stands behind a command asks for help: `/refer help`.
#[must_use]
pub fn is_wanted(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case(WORD)
}

/// To somebody who typed another command's word behind one that takes a website: a word without a
/// dot that is one of theirs, or one letter away from it.
pub(super) fn misplaced(app: &App, opening: &Opening<'_>) -> Option<Opened> {
    let typed = opening.text.trim().to_lowercase();
    let long = typed.chars().count() >= 4;
    let names = app.texts.names();
    let is_near = |word: &str| match strsim::osa_distance(&typed, word) {
        0 => true,
        away => away == 1 && long,
    };
    let near = |command: &&Command| {
        is_for(command, opening.actor) && command.known_as(names).into_iter().any(is_near)
    };
    let meant = commands().find(near)?.typed(names);
    let line = help::unknown(&app.voice(), &typed, Some(&meant));
    Some(Opened::instead(line, "unknown_word"))
}

fn reader(actor: &Actor) -> Reader {
    Reader {
        member: is_member(actor),
        partner_admin: actor.is(|person| person.membership.as_ref().is_some_and(|one| one.admin)),
        sales: actor.has(Role::Sales),
        auditor: actor.has(Role::Auditor),
        vendor: actor.is(Person::is_vendor),
        in_charge: actor.is(Person::manages_partners),
        admin: actor.has(Role::Admin),
        adds: false,
        agreement: false,
        ideal: false,
        material: false,
        joining: false,
    }
}

/// Members in whichever channel they ask; and who would become one by registering.
fn is_member(actor: &Actor) -> bool {
    actor.is(|person| person.membership.is_some())
        || matches!(actor.standing, Standing::Newcomer(_))
}

fn is_for(command: &Command, actor: &Actor) -> bool {
    let by = command.by;
    (by.members && is_member(actor)) || by.roles.iter().any(|role| actor.has(*role))
}

/// The word that was probably meant: of those the asker has, one that is two letters away at most,
/// or begins as what was typed does.
fn guess(names: &CommandNames, typed: &str, actor: &Actor) -> Option<String> {
    const NEAR: usize = 2;
    let near = |word: &str| {
        let begins = typed.chars().count() >= NEAR && word.starts_with(typed);
        let away = strsim::osa_distance(typed, word);
        (begins || (away <= NEAR && away < word.chars().count() / 2)).then_some(away)
    };
    let open_to = commands().filter(|command| is_for(command, actor));
    let closest = open_to.filter_map(|command| {
        let away = command.known_as(names).into_iter().filter_map(near).min()?;
        Some((away, command))
    });
    closest.min_by_key(|(away, _)| *away).map(|(_, command)| command.typed(names))
}
