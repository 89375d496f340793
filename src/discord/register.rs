//! The commands and menu entries that people find on Discord: registered in one call, and only when
//! the list has changed since the last time.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};
use serenity::all::{
    CommandOptionType, CommandType, CreateCommand, CreateCommandOption, Permissions,
};

use super::Discord;
use super::api::Call;
use super::render::words::label;
use crate::chat::SendError;
use crate::chat::foreign::digest;

/// Characters of a description and of a menu entry's name, options of a command.
/// Source: Discord, "Application Commands".
const DESCRIPTION: usize = 100;
const NAME: usize = 32;
const OPTIONS: usize = 25;

/// A text by the language of its reader, as Discord writes languages; under none what everybody else
/// reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    pub otherwise: String,
    pub by_language: BTreeMap<&'static str, String>,
}

/// A command, or one behind another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub what: Typed,
    /// What may stand behind it: its name and what it is.
    pub takes: Option<(String, Typed)>,
    /// Whether what stands behind it is offered while somebody types.
    pub offers: bool,
    /// Commands behind this one.
    pub behind: Vec<Entry>,
    /// Shown to the server's managers only until they say otherwise. Who may do it is asked again
    /// whenever it is done.
    pub hidden: bool,
}

/// Everything that is registered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offered {
    pub commands: Vec<Entry>,
    /// Entries of a message's menu, by our name for them.
    pub at_message: Vec<(String, Typed)>,
    /// Entries of a person's menu.
    pub at_person: Vec<(String, Typed)>,
}

impl Offered {
    /// Our name for a menu entry, by what people read there.
    pub(super) fn shortcut(&self, shown: &str) -> Option<&str> {
        let mut all = self.at_message.iter().chain(&self.at_person);
        let entry = all.find(|(_, what)| label(&what.otherwise, NAME) == shown);
        entry.map(|(name, _)| name.as_str())
    }

    /// As Discord takes it.
    pub(super) fn written(&self) -> Value {
        let commands = self.commands.iter().map(|entry| json!(command(entry)));
        let at_message = self.at_message.iter().map(|(_, what)| (CommandType::Message, what));
        let at_person = self.at_person.iter().map(|(_, what)| (CommandType::User, what));
        let entries = at_message.chain(at_person).map(|(kind, what)| {
            let name = |text: &str| label(text, NAME);
            let mut entry = CreateCommand::new(name(&what.otherwise)).kind(kind);
            for (language, text) in &what.by_language {
                entry = entry.name_localized(*language, name(text));
            }
            json!(entry)
        });
        Value::Array(commands.chain(entries).collect())
    }
}

fn command(entry: &Entry) -> CreateCommand {
    let mut command = CreateCommand::new(entry.name.clone())
        .description(label(&entry.what.otherwise, DESCRIPTION));
    for (language, text) in &entry.what.by_language {
        command = command.description_localized(*language, label(text, DESCRIPTION));
    }
    if entry.hidden {
        command = command.default_member_permissions(Permissions::MANAGE_GUILD);
    }
    command.set_options(options(entry))
}

fn options(entry: &Entry) -> Vec<CreateCommandOption> {
    let takes = entry.takes.iter().map(|(name, what)| {
        described(CommandOptionType::String, name, what).set_autocomplete(entry.offers)
    });
    let behind = entry.behind.iter().map(|below| {
        let option = described(CommandOptionType::SubCommand, &below.name, &below.what);
        option.set_sub_options(options(below))
    });
    takes.chain(behind).take(OPTIONS).collect()
}

fn described(kind: CommandOptionType, name: &str, what: &Typed) -> CreateCommandOption {
    let text = label(&what.otherwise, DESCRIPTION);
    let mut option = CreateCommandOption::new(kind, name, text);
    for (language, text) in &what.by_language {
        option = option.description_localized(*language, label(text, DESCRIPTION));
    }
    option
}

impl Discord {
    /// Registers everything, in place of what was registered before; whether there was anything new.
    ///
    /// # Errors
    /// [`SendError`]: what was registered before still works.
    pub async fn register(&self) -> Result<bool, SendError> {
        let list = self.settings.offered.written();
        let (application, guild) = (&self.settings.application, &self.settings.guild);
        let (note, hash) = (self.note_of_commands(), digest(&list.to_string()));
        if self.settings.notes.read(&note).await.ok().flatten().as_ref() == Some(&hash) {
            return Ok(false);
        }
        let path = format!("/applications/{application}/guilds/{guild}/commands");
        let call = Call::new("register", Method::PUT, guild, path).with(list);
        self.api.call(call).await?;
        if self.settings.notes.write(&note, hash).await.is_err() {
            tracing::warn!("the commands are registered once more by the next start");
        }
        Ok(true)
    }

    fn note_of_commands(&self) -> String {
        format!("commands:{}", self.settings.guild)
    }

    /// The bot is not in the server any more, and its commands may be gone with it.
    pub(super) async fn forget_registered(&self) {
        // A note that stays costs the commands until somebody changes the list: it is logged.
        if self.settings.notes.write(&self.note_of_commands(), String::new()).await.is_err() {
            tracing::warn!("that the commands may be gone was not noted");
        }
    }

    /// It is in the server, perhaps anew: at the beginning of a session this calls nothing.
    pub(super) async fn register_again(&self) {
        if let Err(error) = self.register().await {
            tracing::warn!(%error, "the commands were not registered");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::testing::{Answer, Pad, Stub};
    use super::*;

    /// Case 21 of the list in docs/discord.md.
    #[tokio::test]
    async fn case_21_what_is_registered_is_not_registered_again_and_a_refusal_is_tried_by_the_next_start()
     {
        let (stub, notes) = (Stub::start().await, Arc::new(Pad::default()));
        let start = || stub.discord_with(notes.clone());
        // Two hundred a day are allowed: then what was registered before has to do.
        stub.answers("/commands", Answer::Json(400, json!({ "code": 30_034 })));
        assert!(start().register().await.is_err());
        assert_eq!(start().register().await, Ok(true));
        assert_eq!(start().register().await, Ok(false));
        let calls = stub.calls();
        assert_eq!(calls.len(), 2, "{calls:?}");
        let all = |(call, _): &(String, Value)| call == "PUT /applications/77/guilds/900/commands";
        assert!(calls.iter().all(all), "{calls:?}");
    }
}
