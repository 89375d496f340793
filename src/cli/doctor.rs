//! `vouch doctor`: looks at everything a bot needs, and says what to do where something is not as
//! it should be. It changes nothing. What it prints holds no secret and nothing about people.
//!
//! One room for each thing that is looked at; here is what they have in common and the order.

mod database;
mod discord;
mod manifest;
mod slack;
mod workspaces;

use std::path::Path;

use serde::Serialize;
use serde_json::json;

use database::Homes;
use slack::Further;

use super::start::tokens_in_setup;
use super::{Trouble, database_url, say};
use crate::app::setup::file::{HOME_TOKEN, SERVER_TOKEN};
use crate::chat::PlatformName;
use crate::clock::Clock;
use crate::config::{Config, Environment, Mode, RealConfig};

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Ok,
    /// It works, and not as well as it could.
    Warn,
    /// Something does not work, or will not.
    #[serde(rename = "FAIL")]
    Fail,
}

impl Level {
    /// As it stands at the beginning of a line; trouble is loud.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "FAIL",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Check {
    name: &'static str,
    level: Level,
    what: String,
    /// What to do about it; nothing where nothing has to be done.
    repair: Option<String>,
}

impl Check {
    fn ok(name: &'static str, what: impl Into<String>) -> Self {
        Self { name, level: Level::Ok, what: what.into(), repair: None }
    }

    fn warn(name: &'static str, what: impl Into<String>, repair: impl Into<String>) -> Self {
        Self { name, level: Level::Warn, what: what.into(), repair: Some(repair.into()) }
    }

    fn fail(name: &'static str, what: impl Into<String>, repair: impl Into<String>) -> Self {
        Self { name, level: Level::Fail, what: what.into(), repair: Some(repair.into()) }
    }

    /// A sentence that says both what is wrong and what to do.
    fn broken(name: &'static str, sentence: impl Into<String>) -> Self {
        Self { name, level: Level::Fail, what: sentence.into(), repair: None }
    }

    /// `FAIL  manifest       It is older than this program. Renew it: …`
    fn line(&self) -> String {
        let repair = self.repair.as_ref().map(|repair| format!(" {repair}")).unwrap_or_default();
        format!("{:<6}{:<15}{}{repair}", self.level.as_str(), self.name, self.what)
    }
}

/// Looks at everything and prints it.
pub async fn run(environment: &Environment, as_json: bool) -> Result<(), Trouble> {
    let checks = look(environment).await;
    let count = |level| checks.iter().filter(|check| check.level == level).count();
    let (fine, warnings, to_repair) = (count(Level::Ok), count(Level::Warn), count(Level::Fail));
    if as_json {
        let all = json!({
            "checks": checks, "fine": fine, "warnings": warnings, "to_repair": to_repair,
        });
        say(&all.to_string());
    } else {
        checks.iter().for_each(|check| say(&check.line()));
        let plural = if warnings == 1 { "" } else { "s" };
        say(&format!("{fine} fine, {warnings} warning{plural}, {to_repair} to repair"));
    }
    if to_repair == 0 { Ok(()) } else { Err(Trouble::said()) }
}

async fn look(environment: &Environment) -> Vec<Check> {
    let config = match Config::read(environment) {
        Ok(config) => config,
        // Where everything else is, only a configuration could say.
        Err(error) => return vec![Check::broken("configuration", error.to_string())],
    };
    let now = Clock::real().now();
    let (mut checks, further) = configuration(&config);
    let url = database_url(&config.database);
    let (found, marked) = database::look(&config, &url, now).await;
    checks.extend(found);
    match &config.mode {
        Mode::Sandbox => {
            checks.push(Check::ok("slack", "not configured: without tokens this is the sandbox"));
        }
        Mode::Real(real) => {
            if let Some(workspace) = &real.slack {
                let home = marked.get(&PlatformName::Slack);
                checks.extend(slack::look(workspace, home.map(String::as_str), &further).await);
            }
            if let Some(place) = &real.discord {
                let home = marked.get(&PlatformName::Discord);
                let told = (&config.commands, url.as_str());
                checks.extend(discord::look(place, home.map(String::as_str), told).await);
            }
            checks.extend(elsewhere(real, &marked));
        }
    }
    if config.platforms().contains(&PlatformName::Slack) {
        // The file is Slack's.
        checks.extend(manifest::look(Path::new("manifest.yml"), &config.commands));
    }
    checks
}

/// Where the programme was at home until somebody took the token away.
fn elsewhere(real: &RealConfig, marked: &Homes) -> Vec<Check> {
    let gone = marked.iter().filter(|(platform, _)| !real.platforms().contains(platform));
    let check = |(platform, home): (&PlatformName, &String)| {
        let (name, token) = match platform {
            PlatformName::Slack => ("slack", HOME_TOKEN),
            PlatformName::Discord => ("discord", SERVER_TOKEN),
        };
        let what = format!("The programme is at home in {home} too, and {token} is not set.");
        Check::warn(name, what, "What is to be said there waits; set the token again.")
    };
    gone.map(check).collect()
}

/// What was found, and the tokens of further workspaces.
fn configuration(config: &Config) -> (Vec<Check>, Vec<Further>) {
    const NAME: &str = "configuration";
    let mut checks = Vec::new();
    let named = tokens_in_setup(config).unwrap_or_else(|trouble| {
        checks.push(Check::broken(NAME, trouble.sentence));
        Vec::new()
    });
    let mut further = Vec::new();
    for (workspace, variable) in &named {
        match config.further_token(variable) {
            Some(token) => further.push((workspace.clone(), variable.clone(), token)),
            None => checks.push(Check::warn(
                NAME,
                format!("The set-up file names {variable}, which is not set."),
                "That workspace is not served; set it, or take the entry away.",
            )),
        }
    }
    let unknown =
        config.unknown_variables(&named.into_iter().map(|(_, variable)| variable).collect());
    checks.extend(unknown.into_iter().map(|unknown| {
        Check::warn(NAME, unknown.to_string(), "Correct its name, or take it away.")
    }));
    if checks.is_empty() {
        let set = config.variables_set();
        let plural = if set == 1 { "" } else { "s" };
        checks.push(Check::ok(NAME, format!("{set} variable{plural} set, none unknown")));
    }
    (checks, further)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_it_is_what_it_is_and_what_to_do() {
        let table = [
            (
                Check::ok("configuration", "9 variables set, none unknown"),
                "ok    configuration  9 variables set, none unknown",
            ),
            (
                Check::warn("scopes", "pins:write is missing.", "Add it."),
                "warn  scopes         pins:write is missing. Add it.",
            ),
            (
                Check::fail("manifest", "manifest.yml is older.", "Renew it."),
                "FAIL  manifest       manifest.yml is older. Renew it.",
            ),
        ];
        for (check, line) in table {
            assert_eq!(check.line(), line);
        }
    }
}
