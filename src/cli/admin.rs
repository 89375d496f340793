//! `vouch admin code|grant|revoke`: who may configure, by the word of whoever has the server.

use super::{AdminCommand, Trouble, data, say};
use crate::app::App;
use crate::app::admin::Revoked;
use crate::chat::commands::UMBRELLA;
use crate::chat::{PersonRef, PlatformName};
use crate::config::{AdminName, Config, PEOPLE};

pub async fn run(config: &Config, command: AdminCommand) -> Result<(), Trouble> {
    let (app, writer) = data::open_app(config).await?;
    let done = carry_out(&app, command, &config.platforms()).await;
    drop(app);
    writer.finish().await;
    done
}

async fn carry_out(
    app: &App,
    command: AdminCommand,
    platforms: &[PlatformName],
) -> Result<(), Trouble> {
    match command {
        AdminCommand::Code => {
            let Some(code) = app.admin_code().await? else {
                return Err(Trouble::failed(
                    "There is an admin already, so codes do not work. \
                     Name another one with: vouch admin grant",
                ));
            };
            say(&invitation(app, &code.shown(), platforms));
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
pub fn invitation(app: &App, code: &str, platforms: &[PlatformName]) -> String {
    let umbrella = app.texts.names().of(UMBRELLA);
    let place = match platforms {
        [PlatformName::Slack] => "in Slack",
        [PlatformName::Discord] => "on Discord",
        _ => "in Slack or on Discord",
    };
    format!("type /{umbrella} admin {code} {place} within 30 minutes to become admin (shown once)")
}

async fn whole(app: &App, typed: &str) -> Result<PersonRef, Trouble> {
    let unclear = || Trouble::wrong_use(format!("Write a person like {PEOPLE}."));
    match typed.parse().map_err(|()| unclear())? {
        AdminName::Whole(person) => Ok(person),
        AdminName::AtHome(platform, user) => {
            let workspace = app.home(platform).await?.ok_or_else(unclear)?;
            Ok(PersonRef { platform, workspace, user })
        }
    }
}
