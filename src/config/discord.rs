//! Discord's variables: all that a bot needs there, or none.

use super::{BaseUrl, ConfigError, Environment, unfit};
use crate::secret::Secret;

const TOKEN: &str = "DISCORD_BOT_TOKEN";
const APPLICATION: &str = "DISCORD_APPLICATION_ID";
const GUILD: &str = "DISCORD_GUILD_ID";
const BASE: &str = "DISCORD_API_BASE_URL";
const INBOUND: &str = "DISCORD_INBOUND";
const PUBLIC_KEY: &str = "DISCORD_PUBLIC_KEY";
const MEMBERS: &str = "DISCORD_MEMBERS_INTENT";

/// The bot's place on Discord.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiscordConfig {
    pub token: Secret,
    pub application: String,
    /// The vendor's server.
    pub guild: String,
    pub base: BaseUrl,
    /// Set when interactions come by signed HTTP.
    pub public_key: Option<String>,
    /// Whether the application may learn who leaves the server.
    pub members_intent: bool,
}

pub(super) fn read(environment: &Environment) -> Result<Option<DiscordConfig>, ConfigError> {
    let Some(token) = token(environment)? else {
        // Any variable, not only those we know: this may be the token with its name misspelt.
        return match environment.names().find(|name| name.starts_with("DISCORD_")) {
            Some(name) => Err(ConfigError::DiscordToken { name: name.to_owned() }),
            None => Ok(None),
        };
    };
    Ok(Some(DiscordConfig {
        token,
        application: needed(environment, APPLICATION)?,
        guild: needed(environment, GUILD)?,
        base: base(environment)?,
        public_key: public_key(environment)?,
        members_intent: members_intent(environment)?,
    }))
}

fn token(environment: &Environment) -> Result<Option<Secret>, ConfigError> {
    let Some(token) = environment.get(TOKEN) else { return Ok(None) };
    // It goes into a header, where a line break would start another one; "Bot " is put before it.
    if token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(Some(Secret::new(token.to_owned())));
    }
    unfit(TOKEN, "the token of the application's bot, without spaces")
}

fn needed(environment: &Environment, name: &'static str) -> Result<String, ConfigError> {
    match environment.get(name) {
        Some(id) if (1..=20).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(id.to_owned())
        }
        Some(_) => unfit(name, "a number of up to 20 digits, as Discord shows it"),
        None => Err(ConfigError::DiscordHalf { missing: name }),
    }
}

fn base(environment: &Environment) -> Result<BaseUrl, ConfigError> {
    let Some(typed) = environment.get(BASE) else { return Ok(BaseUrl::discord()) };
    let expected = "an https:// address, or http:// on this machine, like https://discord.com";
    BaseUrl::parse(typed).map_or_else(|| unfit(BASE, expected), Ok)
}

/// The key with which deliveries by HTTP are checked, where they come so. Whether it is a point of
/// the curve is for whoever checks with it to say.
fn public_key(environment: &Environment) -> Result<Option<String>, ConfigError> {
    let by_http = match environment.get(INBOUND) {
        None | Some("gateway") => false,
        Some("http") => true,
        Some(_) => return unfit(INBOUND, "gateway or http"),
    };
    match environment.get(PUBLIC_KEY) {
        Some(key) if key.len() != 64 || !key.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            unfit(PUBLIC_KEY, "the application's public key: 64 hex digits")
        }
        None if by_http => Err(ConfigError::DiscordHalf { missing: PUBLIC_KEY }),
        key => Ok(key.filter(|_| by_http).map(str::to_owned)),
    }
}

fn members_intent(environment: &Environment) -> Result<bool, ConfigError> {
    match environment.get(MEMBERS) {
        None | Some("0") => Ok(false),
        Some("1") => Ok(true),
        Some(_) => unfit(MEMBERS, "1, when it is switched on for the application, or left out"),
    }
}
