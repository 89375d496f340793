//! Whom the operator names admin, by `VOUCH_ADMINS` and on the command line.

use std::str::FromStr;

use super::{ConfigError, Environment, Mode, unfit};
use crate::chat::{PersonRef, PlatformName};

/// Somebody whom the operator names admin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdminName {
    /// With platform and workspace.
    Whole(PersonRef),
    /// The id alone, of somebody in the home workspace, or in the vendor's server.
    AtHome(PlatformName, String),
}

/// How people are written down, for whoever wrote them otherwise.
pub const PEOPLE: &str =
    "slack:T0123:U0123 or discord:112233:445566, or the last part alone of somebody at home";

impl FromStr for AdminName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some(platform) = PlatformName::ALL.into_iter().find(|on| is_person(*on, text)) {
            return Ok(Self::AtHome(platform, text.to_owned()));
        }
        let person: PersonRef = text.parse()?;
        let fits = match person.platform {
            PlatformName::Slack => {
                person.workspace.strip_prefix('T').is_some_and(|rest| !rest.is_empty())
            }
            PlatformName::Discord => is_number(&person.workspace),
        };
        if fits && is_person(person.platform, &person.user) {
            Ok(Self::Whole(person))
        } else {
            Err(())
        }
    }
}

fn is_person(platform: PlatformName, id: &str) -> bool {
    match platform {
        PlatformName::Slack => {
            let plain = id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
            plain && id.len() > 1 && id.starts_with(['U', 'W'])
        }
        PlatformName::Discord => is_number(id),
    }
}

fn is_number(id: &str) -> bool {
    (1..=20).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// A list with commas between.
pub(super) fn read(environment: &Environment, mode: &Mode) -> Result<Vec<AdminName>, ConfigError> {
    let Some(typed) = environment.get("VOUCH_ADMINS") else { return Ok(Vec::new()) };
    let names: Option<Vec<AdminName>> =
        typed.split(',').map(|one| one.trim().parse().ok()).collect();
    let Some(names) = names else {
        let expected = "people like slack:T0123:U0123 or discord:112233:445566, or the last part alone of somebody at home, with commas between";
        return unfit("VOUCH_ADMINS", expected);
    };
    match names.iter().find_map(|named| nowhere(named, mode)) {
        Some(platform) => Err(misplaced(platform)),
        None => Ok(names),
    }
}

/// The platform on which somebody is at home and the bot is not.
fn nowhere(named: &AdminName, mode: &Mode) -> Option<PlatformName> {
    let (AdminName::AtHome(platform, _), Mode::Real(real)) = (named, mode) else { return None };
    (!real.platforms().contains(platform)).then_some(*platform)
}

const fn misplaced(platform: PlatformName) -> ConfigError {
    let (place, token) = match platform {
        PlatformName::Slack => ("workspace", "SLACK_BOT_TOKEN"),
        PlatformName::Discord => ("server", "DISCORD_BOT_TOKEN"),
    };
    ConfigError::AdminNowhere { place, token }
}
