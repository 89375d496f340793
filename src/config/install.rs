//! What partners' workspaces need to install the app themselves: who the app is, where a browser
//! reaches us, and the keys that their tokens are kept under.

use std::path::Path;

use super::{BaseUrl, ConfigError, Environment, Mode, unfit};
use crate::secret::Secret;

/// What an installation rests on; each may be left out, and then the install page says so.
#[derive(Clone, Debug, Default)]
pub struct Installing {
    pub client: Option<Client>,
    /// Where a browser reaches us. Against a workspace on this machine it may be left out.
    pub public_url: Option<BaseUrl>,
    /// The first locks, all open.
    pub keys: Vec<Secret<[u8; KEY]>>,
}

/// The app towards the platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    pub id: String,
    pub secret: Secret,
}

/// Bytes of a key.
pub const KEY: usize = 32;

const KEYS: &str = "VOUCH_SECRET_KEY";
const KEY_FILE: &str = "VOUCH_SECRET_KEY_FILE";
const EXPECTED: &str = "64 hex digits, as openssl rand -hex 32 prints them; while keys change two of them, the new one first, with a comma between";

pub(super) fn read(environment: &Environment, mode: &Mode) -> Result<Installing, ConfigError> {
    let client = client(environment)?;
    let public_url = public_url(environment)?;
    let here = match mode {
        Mode::Sandbox => true,
        // Without Slack nobody installs anything.
        Mode::Real(real) => real.slack.as_ref().is_none_or(|slack| slack.base.is_loopback()),
    };
    if client.is_some() && public_url.is_none() && !here {
        return Err(ConfigError::NoPublicUrl);
    }
    Ok(Installing { client, public_url, keys: keys(environment)? })
}

fn client(environment: &Environment) -> Result<Option<Client>, ConfigError> {
    let (id, secret) = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET");
    let typed = |name: &'static str| match environment.get(name) {
        // It goes into a header and an address.
        Some(text) if !text.bytes().all(|byte| byte.is_ascii_graphic()) => {
            unfit(name, "as the app's settings show it, without spaces")
        }
        text => Ok(text.map(str::to_owned)),
    };
    match (typed(id)?, typed(secret)?) {
        (Some(id), Some(secret)) => Ok(Some(Client { id, secret: Secret::new(secret) })),
        (Some(_), None) => Err(ConfigError::ClientHalf { name: id, missing: secret }),
        (None, Some(_)) => Err(ConfigError::ClientHalf { name: secret, missing: id }),
        (None, None) => Ok(None),
    }
}

fn public_url(environment: &Environment) -> Result<Option<BaseUrl>, ConfigError> {
    let name = "VOUCH_PUBLIC_URL";
    let Some(typed) = environment.get(name) else { return Ok(None) };
    BaseUrl::parse(typed).map_or_else(
        || {
            unfit(
                name,
                "an https:// address, or http:// on this machine, like https://vouch.example.com",
            )
        },
        |url| Ok(Some(url)),
    )
}

fn keys(environment: &Environment) -> Result<Vec<Secret<[u8; KEY]>>, ConfigError> {
    match (environment.get(KEYS), environment.get(KEY_FILE)) {
        (Some(_), Some(_)) => Err(ConfigError::KeyTwice),
        (Some(typed), None) => parse(typed).map_or_else(|| unfit(KEYS, EXPECTED), Ok),
        (None, Some(path)) => {
            let text = std::fs::read_to_string(Path::new(path))
                .map_err(|error| ConfigError::KeyFile { reason: error.kind().to_string() })?;
            parse(&text).map_or_else(
                || {
                    unfit(
                        KEY_FILE,
                        "a file that holds 64 hex digits, or two such with a comma between",
                    )
                },
                Ok,
            )
        }
        (None, None) => Ok(Vec::new()),
    }
}

fn parse(text: &str) -> Option<Vec<Secret<[u8; KEY]>>> {
    let key = |one: &str| {
        let mut bytes = [0; KEY];
        hex::decode_to_slice(one.trim(), &mut bytes).ok()?;
        Some(Secret::new(bytes))
    };
    text.trim().split(',').map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    type Variables<'a> = &'a [(&'a str, &'a str)];

    const KEY_1: &str = "0101010101010101010101010101010101010101010101010101010101010101";
    const BOT: [(&str, &str); 2] = [("SLACK_BOT_TOKEN", "xoxb-1"), ("SLACK_APP_TOKEN", "xapp-1")];
    const ID: (&str, &str) = ("SLACK_CLIENT_ID", "1.2");
    const SECRET: (&str, &str) = ("SLACK_CLIENT_SECRET", "abc");
    const URL: (&str, &str) = ("VOUCH_PUBLIC_URL", "https://vouch.example.com/");

    fn read(more: Variables) -> Result<Installing, String> {
        let variables = BOT.iter().chain(more).copied().collect();
        Config::read(&variables).map(|config| config.installing).map_err(|error| error.to_string())
    }

    #[test]
    fn who_the_app_is_stands_whole_or_not_at_all_and_with_an_address() {
        let here = ("SLACK_API_BASE_URL", "http://127.0.0.1:8700/api");
        #[rustfmt::skip]
        let table: [(Variables, Option<&str>); 8] = [
            (&[],                None),
            (&[ID, SECRET, URL], None),
            (&[ID, SECRET, here], None),
            (&[URL],             None),
            (&[ID, URL],         Some("SLACK_CLIENT_ID is set, but SLACK_CLIENT_SECRET is not. Set both, or none.")),
            (&[SECRET, URL],     Some("SLACK_CLIENT_SECRET is set, but SLACK_CLIENT_ID is not. Set both, or none.")),
            (&[ID, SECRET],      Some("SLACK_CLIENT_ID must have VOUCH_PUBLIC_URL beside it, the https:// address at which partners reach Vouch.")),
            (&[("VOUCH_PUBLIC_URL", "http://vouch.example.com")], Some("VOUCH_PUBLIC_URL must be an https:// address, or http:// on this machine, like https://vouch.example.com.")),
        ];
        for (set, said) in table {
            assert_eq!(read(set).err().as_deref(), said, "{set:?}");
        }
        let whole = read(&[ID, SECRET, URL]).unwrap();
        assert_eq!(whole.client.unwrap().id, "1.2");
        assert_eq!(whole.public_url.unwrap().as_str(), "https://vouch.example.com");
    }

    #[test]
    fn keys_come_from_the_variable_or_from_a_file_the_new_one_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let file = path.display().to_string();
        let both = format!("{}, {KEY_1}", "02".repeat(32));
        std::fs::write(&path, format!("{both}\n")).unwrap();
        let firsts = |set: Variables| -> Vec<u8> {
            read(set).unwrap().keys.iter().map(|key| key.expose()[0]).collect()
        };
        assert_eq!(firsts(&[]), Vec::<u8>::new());
        assert_eq!(firsts(&[("VOUCH_SECRET_KEY", KEY_1)]), [1]);
        assert_eq!(firsts(&[("VOUCH_SECRET_KEY", &both)]), [2, 1]);
        assert_eq!(firsts(&[("VOUCH_SECRET_KEY_FILE", &file)]), [2, 1]);
        let cut = &KEY_1[1..];
        for typed in [cut, "secret", &format!("{KEY_1},"), &format!("{KEY_1}0")] {
            let said = read(&[("VOUCH_SECRET_KEY", typed)]).unwrap_err();
            assert!(said.starts_with("VOUCH_SECRET_KEY must be 64 hex digits"), "{said}");
            assert!(!said.contains(cut), "{said}");
        }
        let gone = read(&[("VOUCH_SECRET_KEY_FILE", "/nowhere/key")]).unwrap_err();
        assert_eq!(
            gone,
            "VOUCH_SECRET_KEY_FILE names a file that cannot be read: entity not found."
        );
        let twice = read(&[("VOUCH_SECRET_KEY", KEY_1), ("VOUCH_SECRET_KEY_FILE", &file)]);
        assert_eq!(
            twice.unwrap_err(),
            "VOUCH_SECRET_KEY and VOUCH_SECRET_KEY_FILE are both set. Keep one of them."
        );
    }
}
