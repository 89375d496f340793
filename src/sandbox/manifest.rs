//! The app's manifest as the sandbox needs it: commands, shortcuts, scopes and events.
//!
//! The shipped `manifest.yml` is built in; `--manifest FILE` takes another one. Whatever is not
//! named here (colours, descriptions) is read over.

use std::collections::BTreeSet;

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The shipped manifest.
const SHIPPED: &str = include_str!("../../manifest.yml");

/// Why a manifest cannot be used; a sentence of its own.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    #[error("The manifest is not readable YAML: {0}.")]
    NotYaml(String),
    #[error("The manifest is not a Slack app manifest: {0}.")]
    NotAManifest(String),
}

/// What an app may do and hear.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    pub name: String,
    pub commands: Vec<Command>,
    pub shortcuts: Vec<Shortcut>,
    pub scopes: BTreeSet<String>,
    pub events: BTreeSet<String>,
    /// Beginnings of the addresses to which a browser may be sent back; any where there are none.
    pub redirect_urls: Vec<String>,
    pub interactive: bool,
}

/// A slash command.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Command {
    pub command: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub usage_hint: String,
    #[serde(default)]
    pub should_escape: bool,
}

/// A global or message shortcut.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Shortcut {
    pub name: String,
    pub callback_id: String,
    #[serde(default)]
    pub description: String,
    #[serde(rename = "type")]
    pub kind: ShortcutKind,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShortcutKind {
    Global,
    Message,
}

impl Manifest {
    /// The manifest that comes with Vouch.
    ///
    /// # Errors
    /// Never in a build whose tests passed; the caller shows the sentence all the same.
    pub fn shipped() -> Result<Self, ManifestError> {
        Self::read(SHIPPED)
    }

    /// Reads a manifest in Slack's YAML (or JSON, which is YAML as well).
    ///
    /// # Errors
    /// A sentence that says what does not fit.
    pub fn read(text: &str) -> Result<Self, ManifestError> {
        let documents = Yaml::load_from_str(text)
            .map_err(|trouble| ManifestError::NotYaml(trouble.to_string()))?;
        let document = documents.first().map_or(Value::Null, json);
        let raw: RawManifest = serde_json::from_value(document)
            .map_err(|trouble| ManifestError::NotAManifest(trouble.to_string()))?;
        Ok(raw.into())
    }

    /// The command with this name, slash included.
    #[must_use]
    pub fn command(&self, name: &str) -> Option<&Command> {
        self.commands.iter().find(|command| command.command == name)
    }
}

/// YAML as JSON; tags are dropped, keys that are no text are written as text.
fn json(yaml: &Yaml) -> Value {
    match yaml {
        Yaml::Value(Scalar::Null) | Yaml::BadValue | Yaml::Alias(_) => Value::Null,
        Yaml::Value(Scalar::Boolean(flag)) => Value::from(*flag),
        Yaml::Value(Scalar::Integer(number)) => Value::from(*number),
        Yaml::Value(Scalar::FloatingPoint(number)) => Value::from(number.into_inner()),
        Yaml::Value(Scalar::String(text)) => Value::from(text.as_ref()),
        Yaml::Representation(text, ..) => Value::from(text.as_ref()),
        Yaml::Sequence(items) => items.iter().map(json).collect(),
        Yaml::Mapping(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let key = json(key);
                (key.as_str().map_or_else(|| key.to_string(), str::to_owned), json(value))
            });
            Value::Object(entries.collect::<Map<_, _>>())
        }
        Yaml::Tagged(_, inner) => json(inner),
    }
}

#[derive(Deserialize)]
struct RawManifest {
    display_information: RawDisplay,
    #[serde(default)]
    features: RawFeatures,
    #[serde(default)]
    oauth_config: RawOauth,
    #[serde(default)]
    settings: RawSettings,
}

#[derive(Deserialize)]
struct RawDisplay {
    name: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawFeatures {
    slash_commands: Vec<Command>,
    shortcuts: Vec<Shortcut>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawOauth {
    scopes: RawScopes,
    redirect_urls: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawScopes {
    bot: BTreeSet<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawSettings {
    event_subscriptions: RawEvents,
    interactivity: RawInteractivity,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawEvents {
    bot_events: BTreeSet<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawInteractivity {
    is_enabled: bool,
}

impl From<RawManifest> for Manifest {
    fn from(raw: RawManifest) -> Self {
        Self {
            name: raw.display_information.name,
            commands: raw.features.slash_commands,
            shortcuts: raw.features.shortcuts,
            scopes: raw.oauth_config.scopes.bot,
            redirect_urls: raw.oauth_config.redirect_urls,
            events: raw.settings.event_subscriptions.bot_events,
            interactive: raw.settings.interactivity.is_enabled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_manifest_has_the_command_and_its_scopes() {
        let manifest = Manifest::shipped().unwrap();
        let refer = manifest.command("/refer").unwrap();
        assert_eq!(refer.usage_hint, "[website]");
        assert!(refer.should_escape);
        assert!(manifest.scopes.contains("chat:write"));
        assert!(manifest.interactive);
    }

    #[test]
    fn a_manifest_without_a_name_is_refused_with_a_sentence() {
        let trouble = Manifest::read("settings: {}").unwrap_err().to_string();
        assert!(trouble.contains("display_information"), "{trouble}");
    }
}
