//! `vouch admin code|grant|revoke`: who may configure, by the word of whoever has the server.

use super::{AdminCommand, Trouble, data, say};
use crate::app::App;
use crate::app::admin::Revoked;
use crate::app::setup::file::HOME_TOKEN;
use crate::chat::PersonRef;
use crate::chat::commands::UMBRELLA;
use crate::config::{AdminName, Config};
use crate::store::queries;

pub async fn run(config: &Config, command: AdminCommand) -> Result<(), Trouble> {
    let (app, writer) = data::open_app(config).await?;
    let done = carry_out(&app, command).await;
    drop(app);
    writer.finish().await;
    done
}

async fn carry_out(app: &App, command: AdminCommand) -> Result<(), Trouble> {
    match command {
        AdminCommand::Code => {
            let Some(code) = app.admin_code().await? else {
                return Err(Trouble::failed(
                    "There is an admin already, so codes do not work. \
                     Name another one with: vouch admin grant slack:T…:U…",
                ));
            };
            say(&invitation(app, &code.shown()));
            Ok(())
        }
        AdminCommand::Grant { person } => {
            let person = whole(app, &person).await?;
            match app.grant_admin(&person, None, "admin grant").await? {
                true => say(&format!("{person} is admin now.")),
                false => say(&format!("Nothing to change: {person} is admin already.")),
            }
            Ok(())
        }
        AdminCommand::Revoke { person } => {
            let person = whole(app, &person).await?;
            match app.revoke_admin(&person).await? {
                Revoked::Done => {
                    say(&format!("{person} is not admin any more."));
                    Ok(())
                }
                Revoked::NoAdmin => Err(Trouble::failed(format!("{person} is no admin."))),
                Revoked::TheLastOne => Err(Trouble::failed(format!(
                    "{person} is the only admin. Grant the role to somebody else first."
                ))),
            }
        }
    }
}

/// What to type, for the banner and for a new code.
pub fn invitation(app: &App, code: &str) -> String {
    let umbrella = app.texts.names().of(UMBRELLA);
    format!("type /{umbrella} admin {code} in Slack within 30 minutes to become admin (shown once)")
}

async fn whole(app: &App, typed: &str) -> Result<PersonRef, Trouble> {
    let unclear = || {
        Trouble::wrong_use(
            "Write a person like slack:T0123:U0123, or U0123 when they are of the home workspace.",
        )
    };
    match typed.parse().map_err(|()| unclear())? {
        AdminName::Whole(person) => Ok(person),
        AdminName::AtHome(user) => {
            let installed = queries::installations(&app.store.db).await?;
            let home = installed.iter().find(|row| row.token_env == HOME_TOKEN);
            let workspace = home.and_then(|row| row.workspace.split_once(':'));
            let (_, workspace) = workspace.ok_or_else(unclear)?;
            Ok(PersonRef::slack(workspace, user))
        }
    }
}
