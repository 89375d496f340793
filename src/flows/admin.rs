//! `/vouch admin CODE`: whoever has the code from the terminal of the first start becomes admin.
//!
//! Only a full member of the home workspace does, and only while there is no admin. Everybody else
//! is refused before the code is looked at, so that nobody else can use up its tries.

use super::{By, Command, Flow, Opened, Opening, Slash, no_form};
use crate::app::code::Code;
use crate::app::people::Met;
use crate::app::setup::file::is_own;
use crate::app::{App, Sealed};
use crate::chat::inbound::Reply;
use crate::store::StoreError;
use crate::store::admin_code::Tried;
use crate::text::{Arg, Voice};
use crate::views::note;

pub const FLOW: Flow = Flow {
    name: "admin",
    commands: &[Command {
        word: "admin",
        takes: Some("code"),
        slash: Slash::OnRequest,
        // It is of use once, and the terminal tells how: the help would only puzzle.
        by: By { members: false, roles: &[] },
    }],
    form: |app, opening| Box::pin(command(app, opening)),
    act: no_form,
};

async fn command(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let instead = |key: &str, result| Ok(Opened::instead(voice.line(key, &[]), result));
    let outsider = || Ok(Opened::forged(&voice, "outsider"));
    if !is_at_home(app, &opening).await? {
        return outsider();
    }
    if app.has_admin().await? {
        return instead("admin-there", "admin_exists");
    }
    let workspace = &opening.inbound.workspace;
    let Some(met) = app.meet(workspace, &opening.actor.person, workspace).await else {
        return instead("admin-who", "no_profile");
    };
    if !met.origin.is_full_member() {
        return outsider();
    }
    let Some(code) = Code::typed(opening.text) else { return instead("admin-how", "no_code") };
    match app.try_admin_code(&code).await? {
        Tried::Over => instead("admin-over", "code_over"),
        Tried::Wrong { left } => {
            let line = voice.line("admin-wrong", &[("n", Arg::Count(left.into()))]);
            Ok(Opened::instead(line, "wrong_code"))
        }
        Tried::Fits => grant(app, &voice, &opening, &met).await,
    }
}

async fn grant(
    app: &App,
    voice: &Voice<'_>,
    opening: &Opening<'_>,
    met: &Met,
) -> Result<Opened, StoreError> {
    let name = Sealed::new(&met.name);
    let private = |key: &str| Reply::Private(note(voice.line(key, &[])));
    let replies = (private("admin"), private("admin-there"));
    let person = &opening.actor.person;
    let outcome = app.become_admin(opening.inbound, person, name, replies).await?;
    Ok(Opened::decided(voice, outcome))
}

/// Whether the person belongs to the workspace whose token is the bot's own.
async fn is_at_home(app: &App, opening: &Opening<'_>) -> Result<bool, StoreError> {
    let person = &opening.actor.person;
    let own = person.home();
    let home = app.store.reader.installation(&own).await?;
    Ok(home.is_some_and(|home| is_own(&home.token_env)))
}
