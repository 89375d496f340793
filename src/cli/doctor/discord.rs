//! The token, the server, the rights, the commands.

use std::sync::Arc;

use super::Check;
use crate::chat::commands::CommandNames;
use crate::chat::{Boxed, PlatformName};
use crate::cli::discord::adapter;
use crate::clock::Clock;
use crate::config::DiscordConfig;
use crate::discord::{Examined, Hindrance, NotNoted, Notes, Reach};
use crate::store::open::{open_to_read, other_home};
use crate::store::queries;

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

/// `marked` is the server that the database belongs to; `url` is the database's: it says which roles go
/// with tiers.
pub async fn look(
    config: &DiscordConfig,
    marked: Option<&str>,
    (names, url): (&CommandNames, &str),
) -> Vec<Check> {
    if let Some(found) = marked.filter(|marked| *marked != config.guild) {
        let other = other_home(PlatformName::Discord, found.to_owned(), &config.guild);
        return vec![Check::broken(NAME, other.to_string())];
    }
    let discord = match adapter(config, Arc::new(Nothing), Clock::real(), names) {
        Ok(discord) => discord,
        Err(trouble) => return vec![Check::broken(NAME, trouble.sentence)],
    };
    let (worn, used) = known(config, url).await;
    match discord.examine(&worn, &used).await {
        Ok(examined) => checks(&examined),
        Err(sentence) => {
            let repair = "Compare the variables with the application's page; see that the bot is invited and that this machine reaches Discord.";
            vec![Check::fail(NAME, sentence, repair)]
        }
    }
}

/// Tiers and the ids of their roles, and the ids of the channels that are linked; none where the
/// database cannot say, which is told elsewhere.
async fn known(config: &DiscordConfig, url: &str) -> (Vec<(String, String)>, Vec<String>) {
    let Ok(db) = open_to_read(url).await else { return (Vec::new(), Vec::new()) };
    let groups = queries::groups(&db).await.unwrap_or_default();
    let channels = queries::channels(&db).await.unwrap_or_default();
    db.close().await;
    let home = format!("discord:{}", config.guild);
    let bare = |id: &str| id.split_once(':').map(|(_, id)| id.to_owned());
    let worn = groups.into_iter().filter(|group| group.workspace == home);
    let worn = worn.filter_map(|group| Some((group.tier.clone()?, bare(&group.id)?)));
    let used = channels.iter().filter(|one| one.workspace == home && !one.is_open());
    (worn.collect(), used.filter_map(|one| bare(&one.id)).collect())
}

fn checks(found: &Examined) -> Vec<Check> {
    let mut checks = vec![Check::ok(NAME, format!("server \"{}\"", found.server))];
    if !found.lacking.is_empty() {
        let what = format!("The bot's roles do not give it: {}.", found.lacking.join(", "));
        checks.push(Check::warn(NAME, what, "Give it these rights under Server Settings, Roles."));
    }
    for (tier, why) in &found.out_of_reach {
        let (what, repair) = match why {
            Reach::Gone => ("is not in the server", "Name another in the set-up file."),
            Reach::Above => (
                "does not stand below the bot's own",
                "Move the bot's role above it under Server Settings, Roles.",
            ),
            Reach::NotGiven => (
                "is an app's or everybody's",
                "Make one of its own and name it in the set-up file.",
            ),
        };
        let what = format!("The role of tier {tier} {what}: nobody gets it or loses it.");
        checks.push(Check::warn(NAME, what, repair));
    }
    for (channel, hindrance) in &found.hindered {
        let (what, repair) = match hindrance {
            Hindrance::Lacks(rights) => (
                format!("In {channel} the bot does not have: {}.", rights.join(", ")),
                "Give it these rights under Edit Channel, Permissions.",
            ),
            Hindrance::NoTag => (
                format!(
                    "Posts in {channel} need a tag, and there is none that everybody may give."
                ),
                "Add one under Edit Channel, Tags, or let posts go without.",
            ),
        };
        checks.push(Check::warn(NAME, what, repair));
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
            out_of_reach: Vec::new(),
            unregistered: Vec::new(),
            hindered: Vec::new(),
            sessions: Some(999),
        };
        assert_eq!(checks(&well).len(), 1);
        let unwell = Examined {
            lacking: vec!["Pin Messages"],
            out_of_reach: vec![
                ("Gold".to_owned(), Reach::Gone),
                ("Silver".to_owned(), Reach::Above),
            ],
            hindered: vec![
                ("#wins".to_owned(), Hindrance::Lacks(vec!["Create Posts"])),
                ("#wins".to_owned(), Hindrance::NoTag),
            ],
            unregistered: vec!["me".to_owned()],
            sessions: Some(3),
            ..well
        };
        let lines: Vec<String> = checks(&unwell).iter().map(Check::line).collect();
        assert_eq!(lines.len(), 8);
        assert!(lines[1].contains("Pin Messages") && lines[6].contains("/me"), "{lines:?}");
        assert!(lines[4].contains("Create Posts") && lines[5].contains("tag"), "{lines:?}");
        assert!(lines[2].contains("Gold") && lines[3].contains("above it"), "{lines:?}");
    }
}
