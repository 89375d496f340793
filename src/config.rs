//! The environment and `.env`, read once into a [`Config`]. Nothing else reads the environment.
//!
//! Whether Vouch runs in its sandbox or in a real workspace is decided here, and never by
//! accident: a token that is half there stops the start. What is wrong is said in one sentence
//! that names the variable and what was expected, and never shows a value, since a secret may have
//! been put into the wrong variable.
//!
//! The variables and their meanings are in `config/variables.rs`, where values come from in
//! `config/environment.rs`, which hosts may see a token in `config/url.rs`.

mod admins;
mod discord;
mod environment;
mod hook;
mod install;
#[cfg(test)]
mod tests;
mod url;
mod variables;

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use tracing_subscriber::EnvFilter;

use crate::chat::PlatformName;
use crate::chat::commands::CommandNames;
use crate::secret::Secret;

pub use admins::{AdminName, PEOPLE};
pub use discord::DiscordConfig;
pub use environment::Environment;
pub use install::{Client, Installing};
pub use url::BaseUrl;
pub use variables::{UnknownVariable, VARIABLES, Variable, env_example};

/// What a start needs to know.
#[derive(Clone, Debug)]
pub struct Config {
    pub mode: Mode,
    pub database: Database,
    /// Deliveries over HTTP, and whether we are alive.
    pub http: Listen,
    /// Numbers for operators.
    pub admin: Listen,
    /// The sandbox's page. Loopback always.
    pub sandbox: Listen,
    /// A set-up file to apply at every start.
    pub setup: Option<PathBuf>,
    /// The file that holds the programme, where one was named.
    pub program: Option<PathBuf>,
    /// Who is made admin at every start.
    pub admins: Vec<AdminName>,
    /// What slash commands are called.
    pub commands: CommandNames,
    pub log_format: LogFormat,
    /// Which log lines are written, in the filter language of `tracing`.
    pub log_filter: String,
    /// For how long the raw body of a delivery is kept after it was worked on, in days.
    pub inbox_days: u32,
    /// What a CRM signs its events with; while it changes there are two.
    pub hook_secrets: Vec<Secret<String>>,
    /// Somebody says that there is a backup: the tables of a PostgreSQL database may change.
    pub has_backup: bool,
    /// What partners need to install the app themselves.
    pub installing: Installing,
    environment: Environment,
}

/// Where the bot lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// In the workspace that Vouch ships; nothing leaves the machine.
    Sandbox,
    Real(Box<RealConfig>),
}

/// The platforms of a real bot: one of them, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RealConfig {
    pub slack: Option<SlackConfig>,
    pub discord: Option<DiscordConfig>,
}

impl RealConfig {
    /// Those of which everything is set.
    #[must_use]
    pub fn platforms(&self) -> Vec<PlatformName> {
        let is_here = |name: &PlatformName| match name {
            PlatformName::Slack => self.slack.is_some(),
            PlatformName::Discord => self.discord.is_some(),
        };
        PlatformName::ALL.into_iter().filter(is_here).collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlackConfig {
    pub bot_token: Secret<String>,
    pub delivery: Delivery,
    pub base: BaseUrl,
}

/// How Slack's deliveries reach us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    Socket { app_token: Secret<String> },
    Http { signing_secret: Secret<String> },
    Both { app_token: Secret<String>, signing_secret: Secret<String> },
}

impl Delivery {
    /// Set when we open sockets.
    #[must_use]
    pub const fn app_token(&self) -> Option<&Secret<String>> {
        match self {
            Self::Socket { app_token } | Self::Both { app_token, .. } => Some(app_token),
            Self::Http { .. } => None,
        }
    }

    /// Set when signed requests are taken.
    #[must_use]
    pub const fn signing_secret(&self) -> Option<&Secret<String>> {
        match self {
            Self::Http { signing_secret } | Self::Both { signing_secret, .. } => {
                Some(signing_secret)
            }
            Self::Socket { .. } => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite(PathBuf),
    /// The whole URL, which may hold a password.
    Postgres(Secret<String>),
}

/// An address to listen on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listen {
    pub addr: SocketAddr,
    /// Nobody asked for this port: when it is busy in the sandbox, the next free one will do.
    pub by_default: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// Why there is no start. Each is a sentence for whoever starts it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("{name} must be {expected}.")]
    Unfit { name: &'static str, expected: &'static str },
    #[error(
        "DATABASE_URL must start with postgres:// or sqlite://{found}. Leave it out to use {REAL_FILE}.{note}"
    )]
    OtherDatabase { found: String, note: &'static str },
    #[error(
        "{name} is set, but SLACK_BOT_TOKEN is not. Set SLACK_BOT_TOKEN too, or take {name} away to {instead}."
    )]
    TokenMissing { name: String, instead: &'static str },
    #[error(
        "SLACK_BOT_TOKEN must have SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside it; neither is set."
    )]
    NoDelivery,
    #[error(
        "VOUCH_SANDBOX=0 forbids the sandbox, and neither SLACK_BOT_TOKEN nor DISCORD_BOT_TOKEN is set. Set one of them, or take VOUCH_SANDBOX away."
    )]
    SandboxForbidden,
    #[error("{name} is set, but {missing} is not. Set both, or none.")]
    ClientHalf { name: &'static str, missing: &'static str },
    #[error(
        "SLACK_CLIENT_ID must have VOUCH_PUBLIC_URL beside it, the https:// address at which partners reach Vouch."
    )]
    NoPublicUrl,
    #[error("VOUCH_SECRET_KEY and VOUCH_SECRET_KEY_FILE are both set. Keep one of them.")]
    KeyTwice,
    #[error("VOUCH_SECRET_KEY_FILE names a file that cannot be read: {reason}.")]
    KeyFile { reason: String },
    #[error(
        "{name} is set, but DISCORD_BOT_TOKEN is not. Set DISCORD_BOT_TOKEN too, or take {name} away."
    )]
    DiscordToken { name: String },
    #[error("DISCORD_BOT_TOKEN is set, but {missing} is not. Set both, or none.")]
    DiscordHalf { missing: &'static str },
    #[error(
        "VOUCH_ADMINS names somebody of the home {place}, but {token} is not set. Set it, or take them away."
    )]
    AdminNowhere { place: &'static str, token: &'static str },
    #[error(".env must have one NAME=value a line, values with spaces in quotes; look at {place}.")]
    DotEnvLine { place: String },
    #[error(".env is there but cannot be opened: {reason}.")]
    DotEnvClosed { reason: String },
}

const REAL_FILE: &str = "./data/vouch.db";
const SANDBOX_FILE: &str = "./data/sandbox.db";

impl Config {
    /// Reads every variable.
    ///
    /// # Errors
    /// The first thing that does not fit, as a sentence.
    pub fn read(environment: &Environment) -> Result<Self, ConfigError> {
        let mode = mode(environment)?;
        Ok(Self {
            database: database(environment, &mode)?,
            http: listen(environment, "VOUCH_HTTP_ADDR", 3000)?,
            admin: listen(environment, "VOUCH_ADMIN_ADDR", 3001)?,
            sandbox: sandbox_address(environment)?,
            setup: environment.get("VOUCH_SETUP").map(PathBuf::from),
            program: environment.get("VOUCH_PROGRAM").map(PathBuf::from),
            admins: admins::read(environment, &mode)?,
            commands: Self::read_commands(environment)?,
            log_format: log_format(environment)?,
            log_filter: log_filter(environment)?,
            inbox_days: inbox_days(environment)?,
            hook_secrets: hook::secrets(environment)?,
            has_backup: has_backup(environment)?,
            installing: install::read(environment, &mode)?,
            mode,
            environment: environment.clone(),
        })
    }

    /// Reads only what the workspace without a bot needs, so that half a set-up for a real
    /// workspace does not stand in its way.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn read_sandbox_address(environment: &Environment) -> Result<Listen, ConfigError> {
        if sandbox_forbidden(environment)? {
            return unfit("VOUCH_SANDBOX", "1 or left out, where the sandbox is started");
        }
        sandbox_address(environment)
    }

    /// Reads only what slash commands are called: the manifest is printed before there are tokens.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn read_commands(environment: &Environment) -> Result<CommandNames, ConfigError> {
        let name = "VOUCH_COMMANDS";
        let Some(typed) = environment.get(name) else { return Ok(CommandNames::default()) };
        let expected = "commands and their names, like refer=partner-refer, with commas between; a name has at most 31 small letters, digits, - and _";
        typed.parse().or_else(|()| unfit(name, expected))
    }

    /// The token of a further workspace, by the name of the variable that `setup.toml` gives.
    #[must_use]
    pub fn further_token(&self, name: &str) -> Option<Secret<String>> {
        self.environment.get(name).map(|token| Secret::new(token.to_owned()))
    }

    /// Variables that look like ours and mean nothing, less those that `setup.toml` names.
    #[must_use]
    pub fn unknown_variables(&self, named: &BTreeSet<String>) -> Vec<UnknownVariable> {
        variables::unknown(self.environment.names().filter(|name| !named.contains(*name)))
    }

    /// Whether nobody named a database: the sandbox's then lies with its world.
    #[must_use]
    pub fn database_by_default(&self) -> bool {
        self.environment.get("DATABASE_URL").is_none()
    }

    /// The platforms on which the bot lives; in the sandbox it has both.
    #[must_use]
    pub fn platforms(&self) -> Vec<PlatformName> {
        match &self.mode {
            Mode::Sandbox => PlatformName::ALL.to_vec(),
            Mode::Real(real) => real.platforms(),
        }
    }

    /// How many of our variables are set.
    #[must_use]
    pub fn variables_set(&self) -> usize {
        VARIABLES.iter().filter(|known| self.environment.get(known.name).is_some()).count()
    }
}

fn mode(environment: &Environment) -> Result<Mode, ConfigError> {
    let discord = discord::read(environment)?;
    let forbidden = sandbox_forbidden(environment)?;
    let slack = slack(environment, discord.is_some())?;
    match (slack, discord) {
        (None, None) if forbidden => Err(ConfigError::SandboxForbidden),
        (None, None) => Ok(Mode::Sandbox),
        (slack, discord) => Ok(Mode::Real(Box::new(RealConfig { slack, discord }))),
    }
}

fn slack(environment: &Environment, on_discord: bool) -> Result<Option<SlackConfig>, ConfigError> {
    let Some(bot_token) = token(environment, "SLACK_BOT_TOKEN", "xoxb-")? else {
        let instead = if on_discord { "be on Discord alone" } else { "use the sandbox" };
        // Any variable, not only those we know: this may be the token with its name misspelt.
        return match environment.names().find(|name| name.starts_with("SLACK_")) {
            Some(name) => Err(ConfigError::TokenMissing { name: name.to_owned(), instead }),
            None => Ok(None),
        };
    };
    let (delivery, base) = (delivery(environment)?, base(environment)?);
    Ok(Some(SlackConfig { bot_token, delivery, base }))
}

fn delivery(environment: &Environment) -> Result<Delivery, ConfigError> {
    let app_token = token(environment, "SLACK_APP_TOKEN", "xapp-")?;
    let signing_secret = token(environment, "SLACK_SIGNING_SECRET", "")?;
    match (app_token, signing_secret) {
        (Some(app_token), Some(signing_secret)) => Ok(Delivery::Both { app_token, signing_secret }),
        (Some(app_token), None) => Ok(Delivery::Socket { app_token }),
        (None, Some(signing_secret)) => Ok(Delivery::Http { signing_secret }),
        (None, None) => Err(ConfigError::NoDelivery),
    }
}

/// A secret of visible ASCII that starts as its kind does: tokens get mixed up.
fn token(
    environment: &Environment,
    name: &'static str,
    start: &'static str,
) -> Result<Option<Secret<String>>, ConfigError> {
    let Some(token) = environment.get(name) else { return Ok(None) };
    let expected = match start {
        "xoxb-" => "a bot token, which starts with xoxb- and has no spaces",
        "xapp-" => "an app-level token, which starts with xapp- and has no spaces",
        _ => "the signing secret of the app's settings, which has no spaces",
    };
    // It goes into a header, where a line break would start another one.
    let fits = token.starts_with(start) && token.bytes().all(|byte| byte.is_ascii_graphic());
    if fits { Ok(Some(Secret::new(token.to_owned()))) } else { unfit(name, expected) }
}

fn base(environment: &Environment) -> Result<BaseUrl, ConfigError> {
    let name = "SLACK_API_BASE_URL";
    let Some(typed) = environment.get(name) else { return Ok(BaseUrl::slack()) };
    BaseUrl::parse(typed).map_or_else(
        || {
            unfit(
                name,
                "an https:// address, or http:// on this machine, like https://slack.com/api",
            )
        },
        Ok,
    )
}

fn database(environment: &Environment, mode: &Mode) -> Result<Database, ConfigError> {
    let (file, note) = match mode {
        Mode::Sandbox => (SANDBOX_FILE, " The sandbox then uses ./data/sandbox.db."),
        Mode::Real(_) => (REAL_FILE, ""),
    };
    let Some(url) = environment.get("DATABASE_URL") else {
        return Ok(Database::Sqlite(PathBuf::from(file)));
    };
    match url.split_once("://") {
        Some(("sqlite", path)) if !path.is_empty() && !path.contains(['?', '#']) => {
            Ok(Database::Sqlite(PathBuf::from(path)))
        }
        Some(("sqlite", _)) => unfit("DATABASE_URL", "sqlite:// and a path, with nothing after it"),
        Some(("postgres" | "postgresql", rest)) if !rest.is_empty() => {
            Ok(Database::Postgres(Secret::new(url.to_owned())))
        }
        Some(("postgres" | "postgresql", _)) => {
            unfit("DATABASE_URL", "postgres:// and a host, a user and a database")
        }
        Some((scheme, _)) => Err(ConfigError::OtherDatabase { found: found(scheme), note }),
        None => Err(ConfigError::OtherDatabase { found: String::new(), note }),
    }
}

/// The scheme of an address, when it is surely no more than that.
fn found(scheme: &str) -> String {
    let plain = scheme.len() <= 10 && scheme.bytes().all(|byte| byte.is_ascii_lowercase());
    if plain { format!(", found {scheme}://") } else { String::new() }
}

fn sandbox_forbidden(environment: &Environment) -> Result<bool, ConfigError> {
    match environment.get("VOUCH_SANDBOX") {
        None | Some("1") => Ok(false),
        Some("0") => Ok(true),
        Some(_) => unfit("VOUCH_SANDBOX", "0, which forbids the sandbox, or left out"),
    }
}

fn sandbox_address(environment: &Environment) -> Result<Listen, ConfigError> {
    let name = "VOUCH_SANDBOX_ADDR";
    let listen = listen(environment, name, 8700)?;
    if listen.addr.ip().is_loopback() {
        return Ok(listen);
    }
    unfit(name, "an address of this machine only, like 127.0.0.1:8700")
}

/// An address and port; without a host, or as `localhost`, it is this machine.
fn listen(environment: &Environment, name: &'static str, port: u16) -> Result<Listen, ConfigError> {
    let Some(typed) = environment.get(name) else {
        let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        return Ok(Listen { addr, by_default: true });
    };
    let addr = match typed.strip_prefix("localhost").unwrap_or(typed).strip_prefix(':') {
        Some(port) => port.parse().ok().map(|port: u16| (Ipv4Addr::LOCALHOST, port).into()),
        None => typed.parse().ok(),
    };
    match addr {
        Some(addr) => Ok(Listen { addr, by_default: false }),
        None => unfit(name, "an address and a port, like 127.0.0.1:3000 (port 0: any free one)"),
    }
}

fn log_format(environment: &Environment) -> Result<LogFormat, ConfigError> {
    match environment.get("VOUCH_LOG_FORMAT") {
        None | Some("text") => Ok(LogFormat::Text),
        Some("json") => Ok(LogFormat::Json),
        Some(_) => unfit("VOUCH_LOG_FORMAT", "text or json"),
    }
}

fn log_filter(environment: &Environment) -> Result<String, ConfigError> {
    let filter = environment.get("RUST_LOG").unwrap_or("info");
    match EnvFilter::try_new(filter) {
        Ok(_) => Ok(filter.to_owned()),
        Err(_) => unfit("RUST_LOG", "a log filter, like info or vouch=debug"),
    }
}

fn inbox_days(environment: &Environment) -> Result<u32, ConfigError> {
    let Some(typed) = environment.get("VOUCH_INBOX_DAYS") else { return Ok(30) };
    match typed.parse() {
        Ok(days @ 1..=3650) => Ok(days),
        _ => unfit("VOUCH_INBOX_DAYS", "a number of days from 1 to 3650"),
    }
}

fn has_backup(environment: &Environment) -> Result<bool, ConfigError> {
    match environment.get("VOUCH_MIGRATE") {
        None => Ok(false),
        Some("yes-i-have-a-backup") => Ok(true),
        Some(_) => unfit("VOUCH_MIGRATE", "yes-i-have-a-backup, or left out"),
    }
}

const fn unfit<T>(name: &'static str, expected: &'static str) -> Result<T, ConfigError> {
    Err(ConfigError::Unfit { name, expected })
}
