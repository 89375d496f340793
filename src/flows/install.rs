//! *Get the install link*: a partner's workspace installs the app by a link that somebody asked for;
//! whoever looks after the partner says whose workspace it is.

use super::actor::{Actor, Standing};
use super::{By, Command, Flow, Opened, Opening, Slash, no_form, record};
use crate::app::App;
use crate::app::execute::Outcome;
use crate::chat::inbound::{Inbound, Reply, What};
use crate::chat::view::{Message, Part};
use crate::domain::actor::{Person, Role};
use crate::domain::ids::PartnerCode;
use crate::domain::partner::{Partner, PartnerState};
use crate::store::{StoreError, queries};
use crate::views::install as words;
use crate::views::note;

pub const FLOW: Flow = Flow {
    name: "install",
    commands: &[COMMAND],
    form: |app, opening| Box::pin(form(app, opening)),
    act: no_form,
};

const COMMAND: Command = Command {
    word: "install",
    takes: Some("partner-code"),
    slash: Slash::OnRequest,
    by: By { members: false, roles: &[Role::PartnerManager, Role::Admin] },
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    match opening.action.map(|action| action.choice.as_str()) {
        None if opening.actor.is(Person::manages_partners) => typed(app, &opening).await,
        None => Ok(opening.refuses(&app.voice(), "no-role-partner_manager")),
        Some("link") => pressed(app, opening.actor).await,
        Some("confirm") => settle(app, &opening, true).await,
        Some("refuse") => settle(app, &opening, false).await,
        Some(_) => Ok(Opened::forged(&app.voice(), "forged")),
    }
}

/// `/vouch install`, in the partner's channel or with its code.
async fn typed(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let code = opening.text.trim().to_uppercase().parse::<PartnerCode>().ok();
    let named = match code {
        Some(_) => {
            queries::partners(&app.store.db).await?.into_iter().find(|one| Some(one.code) == code)
        }
        None => app.partner(opening.actor.partner_here()).await?,
    };
    match named {
        Some(partner) => link(app, &partner).await,
        None => {
            let command = format!("{} NOR", COMMAND.typed(app.texts.names()));
            Ok(Opened::instead(words::for_whom(&app.voice(), &command), "for_whom"))
        }
    }
}

/// The button: for members of the partner whose channel it is, and for whoever looks after it.
async fn pressed(app: &App, actor: &Actor) -> Result<Opened, StoreError> {
    let partner = match &actor.standing {
        Standing::Member(partner) | Standing::Newcomer(partner) => Some(partner.clone()),
        Standing::Behalf(_) | Standing::Vendor if actor.is(Person::manages_partners) => {
            app.partner(actor.partner_here()).await?
        }
        Standing::Behalf(_) | Standing::Vendor | Standing::Stranger | Standing::Unknown => None,
    };
    match partner {
        Some(partner) => link(app, &partner).await,
        None => Ok(Opened::forged(&app.voice(), "outsider")),
    }
}

async fn link(app: &App, partner: &Partner) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if partner.state == PartnerState::Terminated {
        return Ok(Opened::forged(&voice, "ended"));
    }
    let address = match app.door.address() {
        Ok(address) => address,
        Err(variable) => return Ok(Opened::instead(words::shut(&voice, variable), "shut")),
    };
    let made = app.invite(address, partner.id).await?;
    Ok(Opened::Shown(words::link(&voice, &partner.name, &made.link, made.until)))
}

/// Adds to what a partner's member reads that their workspace could install the app, where it can
/// and has not.
///
/// # Errors
/// [`StoreError`].
pub(super) async fn offer(app: &App, actor: &Actor, to: &mut Message) -> Result<(), StoreError> {
    if !matches!(actor.standing, Standing::Member(_) | Standing::Newcomer(_))
        || app.door.address().is_err()
    {
        return Ok(());
    }
    let row = app.store.reader.installation(&actor.person.home()).await?;
    if row.is_none_or(|row| row.dead_code.is_some()) {
        let (line, button) = words::needed(&app.voice());
        to.parts.extend([Part::Text(line), Part::Buttons(vec![button])]);
    }
    Ok(())
}

/// *Confirm the company*, *Not one of theirs*.
async fn settle(app: &App, opening: &Opening<'_>, theirs: bool) -> Result<Opened, StoreError> {
    let about = opening.action.map(|action| (action.subject.as_str(), action.seen_version));
    match app.settle_install(opening.inbound, about.unwrap_or_default(), theirs).await? {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Ok(Opened::Done(reply)),
        Outcome::Refused(_) => Ok(opening.refuses(&app.voice(), "no-role-partner_manager")),
    }
}

/// What is answered in a workspace that may hear one sentence only; nothing where it may hear all.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
pub async fn hold_back(app: &App, inbound: &Inbound) -> Result<Option<Reply>, StoreError> {
    let in_form = match &inbound.what {
        What::FormSent { .. } => true,
        What::Command { .. }
        | What::Pressed { .. }
        | What::Shortcut { .. }
        | What::Mentioned { .. } => false,
        What::Suggest { .. } => {
            let held = app.held(&inbound.installation()).await?;
            return Ok(held.map(|_| Reply::Choices(Vec::new())));
        }
        // Whoever wrote to the app alone is answered there, by what is true when that is sent.
        What::Direct
        | What::FormClosed { .. }
        | What::Channel(_)
        | What::Uninstalled { .. }
        | What::Installed
        | What::Unknown { .. } => return Ok(None),
    };
    let Some(held) = app.held(&inbound.installation()).await? else { return Ok(None) };
    let line = words::held(&app.voice(), held.keyless());
    let reply = if in_form { Reply::KeepForm(line.words()) } else { Reply::Private(note(line)) };
    record(app, inbound, reply, "held_back").await.map(Some)
}
