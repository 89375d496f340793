//! `vouch manifest`: the Slack app that this version needs, from the flows' commands and from what
//! the adapter lists as its scopes and events.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Trouble, say};
use crate::config::BaseUrl;
use crate::flows::{self, Command, Slash};
use crate::slack;

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
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Words {
    /// Those that people type most: a word may be taken by another app.
    Usual,
    All,
}

/// Prints the manifest.
pub fn print(wanted: &ManifestArgs) -> Result<(), Trouble> {
    let http = wanted.http.as_deref().map(|typed| outside("--http", typed)).transpose()?;
    let install = wanted.install.as_deref().map(|typed| outside("--install", typed)).transpose()?;
    let back = install.as_ref().or(http.as_ref());
    let addresses = Addresses {
        deliveries: http.as_ref().map(|url| format!("{}{}", url.as_str(), slack::DELIVERIES)),
        back: back.map(|url| format!("{}{}", url.as_str(), slack::oauth::RETURN)),
    };
    say(manifest(&addresses, wanted.commands).trim_end());
    Ok(())
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

fn manifest(addresses: &Addresses, words: Words) -> String {
    let address = addresses.deliveries.as_deref();
    let mut yaml = HEAD.to_owned();
    for command in registered(words) {
        slash_command(&mut yaml, command, address);
    }
    yaml.push_str("  shortcuts:\n");
    for shortcut in flows::SHORTCUTS {
        let kind = if shortcut.at_message { "message" } else { "global" };
        line(&mut yaml, &format!("    - name: {}", json!(shortcut.title)));
        line(&mut yaml, &format!("      type: {kind}"));
        line(&mut yaml, &format!("      callback_id: {}", shortcut.name));
        line(&mut yaml, &format!("      description: {}", json!(shortcut.description)));
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
    let wanted = |command: &&Command| words == Words::All || command.slash == Slash::Registered;
    let mut commands: Vec<&Command> = flows::commands().filter(wanted).collect();
    commands.sort_by_key(|command| command.word);
    commands
}

fn slash_command(yaml: &mut String, command: &Command, address: Option<&str>) {
    line(yaml, &format!("    - command: /{}", command.word));
    line(yaml, &format!("      description: {}", json!(command.description)));
    if !command.usage_hint.is_empty() {
        // A quoted text of JSON is one of YAML as well.
        line(yaml, &format!("      usage_hint: {}", json!(command.usage_hint)));
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
