//! Whom the operator names admin, by `VOUCH_ADMINS` and on the command line.

use std::str::FromStr;

use super::{ConfigError, Environment, unfit};
use crate::chat::PersonRef;

/// Somebody whom the operator names admin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdminName {
    /// With platform and workspace.
    Whole(PersonRef),
    /// The id alone, of somebody in the home workspace.
    AtHome(String),
}

impl FromStr for AdminName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let is_id = |text: &str| {
            let plain = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
            plain && text.len() > 1 && text.starts_with(['U', 'W'])
        };
        if is_id(text) {
            return Ok(Self::AtHome(text.to_owned()));
        }
        let person: PersonRef = text.parse()?;
        let workspace = person.workspace.strip_prefix('T');
        let fits = is_id(&person.user) && workspace.is_some_and(|rest| !rest.is_empty());
        if fits { Ok(Self::Whole(person)) } else { Err(()) }
    }
}

/// A list with commas between.
pub(super) fn read(environment: &Environment) -> Result<Vec<AdminName>, ConfigError> {
    let Some(typed) = environment.get("VOUCH_ADMINS") else { return Ok(Vec::new()) };
    let names: Option<Vec<AdminName>> =
        typed.split(',').map(|one| one.trim().parse().ok()).collect();
    names.map_or_else(
        || {
            let expected = "people like slack:T0123:U0123, or U0123 of the home workspace, with commas between";
            unfit("VOUCH_ADMINS", expected)
        },
        Ok,
    )
}
