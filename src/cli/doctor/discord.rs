//! The token, the server, the rights, the commands.

use std::sync::Arc;

use super::Check;
use crate::chat::Boxed;
use crate::chat::commands::CommandNames;
use crate::cli::discord::adapter;
use crate::clock::Clock;
use crate::config::DiscordConfig;
use crate::discord::{Examined, NotNoted, Notes};

const NAME: &str = "discord";
/// So few sessions that may begin today are no accident.
const FEW: u64 = 100;

/// Nothing is noted: a doctor only looks.
struct Nothing;

impl Notes for Nothing {
    fn read<'a>(&'a self, _: &'a str) -> Boxed<'a, Result<Option<String>, NotNoted>> {
        Box::pin(async { Ok(None) })
    }

    fn write<'a>(&'a self, _: &'a str, _: String) -> Boxed<'a, Result<(), NotNoted>> {
        Box::pin(async { Ok(()) })
    }

    fn hold(&self) -> Boxed<'_, Result<bool, NotNoted>> {
        Box::pin(async { Ok(false) })
    }

    fn release(&self) -> Boxed<'_, ()> {
        Box::pin(async {})
    }
}

pub async fn look(config: &DiscordConfig, names: &CommandNames) -> Vec<Check> {
    let discord = match adapter(config, Arc::new(Nothing), Clock::real(), names) {
        Ok(discord) => discord,
        Err(trouble) => return vec![Check::broken(NAME, trouble.sentence)],
    };
    match discord.examine().await {
        Ok(examined) => checks(&examined),
        Err(sentence) => {
            let repair = "Compare the variables with the application's page; see that the bot is invited and that this machine reaches Discord.";
            vec![Check::fail(NAME, sentence, repair)]
        }
    }
}

fn checks(found: &Examined) -> Vec<Check> {
    let mut checks = vec![Check::ok(NAME, format!("server \"{}\"", found.server))];
    if !found.lacking.is_empty() {
        let what = format!("The bot's roles do not give it: {}.", found.lacking.join(", "));
        checks.push(Check::warn(NAME, what, "Give it these rights under Server Settings, Roles."));
    }
    if !found.unregistered.is_empty() {
        let what = format!("Not registered: /{}.", found.unregistered.join(", /"));
        checks.push(Check::warn(NAME, what, "The next start registers them."));
    }
    if let Some(left) = found.sessions.filter(|left| *left < FEW) {
        let what =
            format!("Only {left} sessions may begin today; at none Discord resets the token.");
        checks.push(Check::warn(NAME, what, "See what starts the bot so often."));
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_trouble_is_a_line_of_its_own() {
        let well = Examined {
            server: "Vendor".to_owned(),
            lacking: Vec::new(),
            unregistered: Vec::new(),
            sessions: Some(999),
        };
        assert_eq!(checks(&well).len(), 1);
        let unwell = Examined {
            lacking: vec!["Pin Messages"],
            unregistered: vec!["me".to_owned()],
            sessions: Some(3),
            ..well
        };
        let lines: Vec<String> = checks(&unwell).iter().map(Check::line).collect();
        assert_eq!(lines.len(), 4);
        assert!(lines[1].contains("Pin Messages") && lines[2].contains("/me"), "{lines:?}");
    }
}
