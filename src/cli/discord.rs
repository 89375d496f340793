//! The bot's place on Discord, beside Slack or alone: what it notes in the database, and what people find
//! there to type and to press.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{Trouble, complain, manifest};
use crate::app::App;
use crate::app::install::Way;
use crate::app::setup::file::{HOME_TOKEN, SERVER_TOKEN};
use crate::chat::commands::{CommandNames, UMBRELLA};
use crate::chat::{Boxed, Intake};
use crate::clock::Clock;
use crate::config::DiscordConfig;
use crate::discord::{
    Discord, DiscordSettings, Entry, HELD_FOR, Home, NoStart, NotNoted, Notes, Offered, Typed, http,
};
use crate::flows::{self, At, Command, Slash};
use crate::store::rows::InstallationRow;
use crate::store::{Store, house, scratch};
use crate::text::{Language, Voice};

/// A bot that Discord has let in.
pub struct Place {
    pub discord: Arc<Discord>,
    pub home: Home,
    /// It was put out of its server while it was not running, and waits to be invited again.
    out: bool,
}

impl Place {
    /// Asks Discord who the bot is there. Nothing is stored yet.
    pub async fn find(
        config: &DiscordConfig,
        (store, clock): (&Store, &Clock),
        names: &CommandNames,
    ) -> Result<Self, Trouble> {
        let process = format!("{:032x}", rand::random::<u128>());
        let notes = Arc::new(Noted { store: store.clone(), clock: clock.clone(), process });
        let discord = adapter(config, notes, clock.clone(), names)?;
        let guild = config.guild.clone();
        let known = was_in(store, &guild).await?;
        match discord.connect().await {
            Ok(home) => Ok(Self { discord, home, out: false }),
            Err(NoStart::Out { bot_user, sentence }) if known => {
                complain(&format!("vouch: {sentence} What is to be said there waits for that."));
                let home = Home { name: guild.clone(), guild, bot_user };
                Ok(Self { discord, home, out: true })
            }
            Err(NoStart::Away(sentence)) => Err(Trouble::failed(sentence)),
            Err(why @ (NoStart::Wrong(_) | NoStart::Out { .. })) => {
                Err(Trouble::wrong_use(why.into_sentence()))
            }
        }
    }

    /// Records the installation in the server; or that the bot is not there any more.
    pub async fn install(&self, app: &App) -> Result<(), Trouble> {
        if self.out {
            return Ok(app.install_died(&self.key(), OUT).await?);
        }
        let row = InstallationRow::by_variable(self.key(), SERVER_TOKEN.to_owned(), app.now());
        let row = InstallationRow { bot_user: Some(self.home.bot_user.clone()), ..row };
        Ok(house::install(&app.store.writer, vec![row]).await?)
    }

    /// Whether nothing can be said there for now.
    pub const fn is_out(&self) -> bool {
        self.out
    }

    /// Without Slack there is no workspace in which a partner could install the app.
    pub fn shut_the_door(&self, app: &App) {
        app.door.set(Way { address: Err(HOME_TOKEN), keyless: None, home: self.key() });
    }

    fn key(&self) -> String {
        format!("discord:{}", self.home.guild)
    }

    /// Registers what people can type, and listens.
    pub async fn open(
        &self,
        intake: Arc<dyn Intake>,
        stop: CancellationToken,
    ) -> Result<(), Trouble> {
        // What was registered before still works, and so does every button. Whoever is not in the
        // server registers when it is.
        if !self.out
            && let Err(error) = self.discord.register().await
        {
            complain(&format!("vouch: the commands were not registered on Discord: {error}."));
        }
        self.discord.listen(intake, stop).await.map_err(Trouble::wrong_use)
    }
}

/// The word for it, as when it happens before the bot's eyes.
const OUT: &str = "guild_delete";

/// Whether the programme has lived in the server before.
async fn was_in(store: &Store, guild: &str) -> Result<bool, Trouble> {
    let found = store.reader.installation(&format!("discord:{guild}")).await?;
    Ok(found.is_some())
}

/// The adapter as it is configured.
pub fn adapter(
    config: &DiscordConfig,
    notes: Arc<dyn Notes>,
    clock: Clock,
    names: &CommandNames,
) -> Result<Arc<Discord>, Trouble> {
    if config.public_key.as_deref().is_some_and(|key| !http::is_key(key)) {
        let sentence = "DISCORD_PUBLIC_KEY is no public key; copy it from the application's page.";
        return Err(Trouble::wrong_use(sentence));
    }
    let settings = DiscordSettings {
        base_url: config.base.clone(),
        token: config.token.clone(),
        application: config.application.clone(),
        guild: config.guild.clone(),
        public_key: config.public_key.clone(),
        members_intent: config.members_intent,
        notes,
        clock,
        offered: offered(names),
    };
    Discord::new(settings).map_err(Trouble::wrong_use)
}

/// The adapter's notes, in the database.
struct Noted {
    store: Store,
    clock: Clock,
    /// This process, among those that work on the same database.
    process: String,
}

/// Under which it is noted who has the connection.
const HELD: &str = "held";

impl Notes for Noted {
    fn read<'a>(&'a self, name: &'a str) -> Boxed<'a, Result<Option<String>, NotNoted>> {
        Box::pin(async move { scratch::read(&self.store, name).await.map_err(|_| NotNoted) })
    }

    fn write<'a>(&'a self, name: &'a str, text: String) -> Boxed<'a, Result<(), NotNoted>> {
        Box::pin(async move {
            let written =
                scratch::write(&self.store.writer, name.to_owned(), text, self.clock.now());
            written.await.map_err(|_| NotNoted)
        })
    }

    fn hold(&self) -> Boxed<'_, Result<bool, NotNoted>> {
        Box::pin(async move {
            let (now, process) = (self.clock.now(), self.process.clone());
            let held = scratch::hold(&self.store.writer, HELD, process, (now, HELD_FOR));
            held.await.map_err(|_| NotNoted)
        })
    }

    fn release(&self) -> Boxed<'_, ()> {
        Box::pin(async move {
            let process = self.process.clone();
            // It runs out by itself.
            let _later = scratch::release(&self.store.writer, HELD, process).await;
        })
    }
}

/// The commands that people find on Discord: those of their own, and behind the umbrella the others.
/// A person's page has one of its own too: it stands for the Home. And so has that behind which a code
/// is typed: whoever has one is new here.
fn offered(names: &CommandNames) -> Offered {
    let own = [flows::me::WORD, flows::link::WORD];
    let registered =
        |command: &&Command| command.slash == Slash::Registered || own.contains(&command.word);
    let mut commands: Vec<Entry> = flows::commands()
        .filter(registered)
        .map(|command| match command.word {
            UMBRELLA => Entry { takes: None, behind: behind(names), ..entry(names, command) },
            _ => entry(names, command),
        })
        .collect();
    commands.sort_by(|one, other| one.name.cmp(&other.name));
    let chosen_at = |at: At| {
        let there = flows::SHORTCUTS.iter().filter(move |shortcut| shortcut.at == at);
        let named = there.map(|shortcut| {
            let key = format!("shortcut-{}", shortcut.name);
            (shortcut.name.to_owned(), typed(names, |voice| voice.words(&key, &[])))
        });
        named.collect()
    };
    Offered { commands, at_message: chosen_at(At::Message), at_person: chosen_at(At::Person) }
}

fn behind(names: &CommandNames) -> Vec<Entry> {
    let others = flows::commands().filter(|command| command.slash == Slash::OnRequest);
    let mut behind: Vec<Entry> = others.map(|command| entry(names, command)).collect();
    behind.sort_by(|one, other| one.name.cmp(&other.name));
    behind
}

fn entry(names: &CommandNames, command: &Command) -> Entry {
    let takes = command.takes.map(|takes| {
        // Brackets say at other places that it may be left out.
        let bare = |text: String| text.trim_matches(['[', ']']).to_owned();
        let what = typed(names, |voice| bare(command.behind(voice).unwrap_or_default()));
        (takes.to_owned(), what)
    });
    Entry {
        name: names.of(command.word).to_owned(),
        what: typed(names, |voice| command.what(voice)),
        takes,
        offers: command.takes == Some(flows::open::NUMBER),
        behind: Vec::new(),
        hidden: !command.by.members && !command.by.roles.is_empty(),
    }
}

/// A text in every language, as Discord calls them.
fn typed(names: &CommandNames, say: impl Fn(&Voice<'_>) -> String) -> Typed {
    let otherwise = say(&manifest::voice(names, Language::English));
    let german = say(&manifest::voice(names, Language::German));
    Typed { otherwise, by_language: BTreeMap::from([("de", german)]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_people_type_elsewhere_can_be_typed_here() {
        let offered = offered(&CommandNames::default());
        let umbrella = offered.commands.iter().find(|entry| entry.name == UMBRELLA).unwrap();
        for command in flows::commands().filter(|command| command.word != UMBRELLA) {
            let mut all = offered.commands.iter().chain(&umbrella.behind);
            assert!(all.any(|entry| entry.name == command.word), "{}", command.word);
        }
        assert!(umbrella.behind.len() <= 25, "Discord takes no more behind one command");
        assert!(!offered.at_message.is_empty() && !offered.at_person.is_empty());
    }

    #[test]
    fn what_only_the_vendor_does_is_hidden_and_what_members_do_is_not() {
        let offered = offered(&CommandNames::default());
        let hidden =
            |name: &str| offered.commands.iter().find(|one| one.name == name).unwrap().hidden;
        assert!(hidden("approve"));
        assert!(!hidden("refer") && !hidden("referrals") && !hidden(UMBRELLA));
        assert!(!hidden("link"), "who has a code is nobody yet");
    }
}
