//! `vouch manifest`: the Slack app that this version needs, from the flows' commands, what the
//! operator calls them, and what the adapter lists as its scopes and events.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::DateTime;
use chrono_tz::Tz;
use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Trouble, say};
use crate::chat::commands::CommandNames;
use crate::config::BaseUrl;
use crate::flows::{self, At, Command, Slash};
use crate::slack;
use crate::spelling::nearest;
use crate::text::{Language, Texts, Voice};

#[derive(Args)]
pub struct ManifestArgs {
    /// For deliveries by signed HTTP: where Vouch is reached from outside, `https://…`. Left out,
    /// deliveries come by Socket Mode.
    #[arg(long, value_name = "URL")]
    http: Option<String>,
    /// Where partners install the app: VOUCH_PUBLIC_URL. Left out, the address of --http.
    #[arg(long, value_name = "URL")]
    install: Option<String>,
    /// Which words are slash commands of their own. All of them work behind /vouch.
    #[arg(long, value_enum, default_value = "usual")]
    commands: Words,
    /// What the app's commands and shortcuts are described in: en or de.
    #[arg(long, value_parser = language, default_value = "en")]
    language: Language,
}

fn language(typed: &str) -> Result<Language, String> {
    typed.parse().map_err(|()| "write en or de".to_owned())
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Words {
    /// Those that people type most: a word may be taken by another app.
    Usual,
    All,
}

/// Prints the manifest.
pub fn print(wanted: &ManifestArgs, names: &CommandNames) -> Result<(), Trouble> {
    fitting(names)?;
    let http = wanted.http.as_deref().map(|typed| outside("--http", typed)).transpose()?;
    let install = wanted.install.as_deref().map(|typed| outside("--install", typed)).transpose()?;
    let back = install.as_ref().or(http.as_ref());
    let addresses = Addresses {
        deliveries: http.as_ref().map(|url| format!("{}{}", url.as_str(), slack::DELIVERIES)),
        back: back.map(|url| format!("{}{}", url.as_str(), slack::oauth::RETURN)),
    };
    say(manifest(&addresses, wanted.commands, &voice(names, wanted.language)).trim_end());
    Ok(())
}

/// The manifest of an app that gets its deliveries by Socket Mode.
pub fn usual(names: &CommandNames) -> Result<String, Trouble> {
    fitting(names)?;
    let voice = voice(names, Language::English);
    Ok(manifest(&Addresses { deliveries: None, back: None }, Words::Usual, &voice))
}

/// Nothing in a manifest has a date.
pub(super) fn voice(names: &CommandNames, language: Language) -> Voice<'static> {
    let texts = Texts::calling(names);
    Voice { texts, language, zone: Tz::UTC, now: DateTime::UNIX_EPOCH }
}

/// Whether every name is that of a command there is, and no two commands are called the same.
pub fn fitting(names: &CommandNames) -> Result<(), Trouble> {
    let words = || flows::commands().map(|command| command.word);
    if let Some(unknown) = names.words().find(|named| words().all(|word| word != *named)) {
        let guess = nearest(unknown, words()).map(|word| format!(" Did you mean {word}?"));
        let guess = guess.unwrap_or_default();
        return Err(Trouble::wrong_use(format!(
            "VOUCH_COMMANDS names {unknown}, which is no command.{guess}"
        )));
    }
    let mut taken = BTreeSet::new();
    match words().map(|word| names.of(word)).find(|name| !taken.insert(*name)) {
        None => Ok(()),
        Some(twice) => Err(Trouble::wrong_use(format!(
            "VOUCH_COMMANDS calls two commands {twice}. Give each a name of its own."
        ))),
    }
}

/// Where Slack finds us from outside.
struct Addresses {
    deliveries: Option<String>,
    /// To which a browser comes back that installs the app elsewhere.
    back: Option<String>,
}

/// The address at which Vouch is reached from outside.
fn outside(option: &str, typed: &str) -> Result<BaseUrl, Trouble> {
    let base = BaseUrl::parse(typed).filter(|base| base.as_str().starts_with("https://"));
    base.ok_or_else(|| {
        Trouble::wrong_use(format!(
            "{option} must be an address that starts with https://, found {typed}."
        ))
    })
}

fn manifest(addresses: &Addresses, words: Words, voice: &Voice<'_>) -> String {
    let address = addresses.deliveries.as_deref();
    let mut yaml = HEAD.to_owned();
    for command in registered(words) {
        slash_command(&mut yaml, command, voice, address);
    }
    yaml.push_str("  shortcuts:\n");
    for shortcut in flows::SHORTCUTS {
        let kind = match shortcut.at {
            At::Menu => "global",
            At::Message => "message",
            // Slack has no menu at a person.
            At::Person => continue,
        };
        let name = shortcut.name;
        let said = |key: String| json!(voice.words(&key, &[]));
        line(&mut yaml, &format!("    - name: {}", said(format!("shortcut-{name}"))));
        line(&mut yaml, &format!("      type: {kind}"));
        line(&mut yaml, &format!("      callback_id: {name}"));
        let what = said(format!("shortcut-{name}-what"));
        line(&mut yaml, &format!("      description: {what}"));
    }
    yaml.push_str("oauth_config:\n");
    if let Some(back) = &addresses.back {
        line(&mut yaml, &format!("  redirect_urls:\n    - {back}"));
    }
    yaml.push_str("  scopes:\n    bot:\n");
    for scope in slack::SCOPES {
        line(&mut yaml, &format!("      - {scope}"));
    }
    yaml.push_str("settings:\n");
    if !slack::EVENTS.is_empty() {
        yaml.push_str("  event_subscriptions:\n");
        request_url(&mut yaml, address);
        yaml.push_str("    bot_events:\n");
        for event in slack::EVENTS {
            line(&mut yaml, &format!("      - {event}"));
        }
    }
    yaml.push_str("  interactivity:\n    is_enabled: true\n");
    request_url(&mut yaml, address);
    line(&mut yaml, "  org_deploy_enabled: false");
    line(&mut yaml, &format!("  socket_mode_enabled: {}", address.is_none()));
    line(&mut yaml, "  # Rotation cannot be switched off again once it is on.");
    line(&mut yaml, "  token_rotation_enabled: false");
    yaml
}

const HEAD: &str = "\
# The Slack app that Vouch needs. Paste it at https://api.slack.com/apps (\"From an app manifest\").
# Printed by `vouch manifest`. The sandbox reads the same file, so what is missing here is missing
# there as well.
_metadata:
  major_version: 1
  minor_version: 1
display_information:
  name: Vouch
  description: Referrals from partners, registered where you already talk.
features:
  bot_user:
    display_name: Vouch
    always_online: true
  # People have a page in the app, and can write to it and read help.
  app_home:
    home_tab_enabled: true
    messages_tab_enabled: true
    messages_tab_read_only_enabled: false
  # Escaping makes Slack hand over ids for people and channels that are typed.
  slash_commands:
";

/// In the order of the alphabet, so that a new one changes one place.
fn registered(words: Words) -> Vec<&'static Command> {
    // Slack has a `/me` of its own; ours works behind the umbrella there.
    let free = |command: &&Command| command.word != flows::me::WORD;
    let wanted = |command: &&Command| words == Words::All || command.slash == Slash::Registered;
    let mut commands: Vec<&Command> = flows::commands().filter(free).filter(wanted).collect();
    commands.sort_by_key(|command| command.word);
    commands
}

fn slash_command(yaml: &mut String, command: &Command, voice: &Voice<'_>, address: Option<&str>) {
    let name = voice.texts.names().of(command.word);
    line(yaml, &format!("    - command: /{name}"));
    line(yaml, &format!("      description: {}", json!(command.what(voice))));
    if let Some(behind) = command.behind(voice) {
        // A quoted text of JSON is one of YAML as well.
        line(yaml, &format!("      usage_hint: {}", json!(behind)));
    }
    if let Some(address) = address {
        line(yaml, &format!("      url: {address}"));
    }
    line(yaml, "      should_escape: true");
}

fn request_url(yaml: &mut String, address: Option<&str>) {
    if let Some(address) = address {
        line(yaml, &format!("    request_url: {address}"));
    }
}

fn line(yaml: &mut String, text: &str) {
    // Writing to a text cannot go wrong.
    let _ = writeln!(yaml, "{text}");
}
