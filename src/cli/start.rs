//! `vouch` and `vouch sandbox`: running, until told to stop.

use std::collections::{BTreeSet, HashMap};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use super::bot::{Bot, Settings};
use super::inside::Inside;
use super::signals::{Farewell, Hangup};
use super::{Trouble, WorldArgs, admin, database_url, keys, manifest, past, program, say};
use crate::app::setup::file::SetupFile;
use crate::chat::commands::CommandNames;
use crate::clock::Clock;
use crate::config::{
    BaseUrl, Client, Config, Database, Delivery, DiscordConfig, Installing, Listen, Mode,
    RealConfig, SlackConfig,
};
use crate::sandbox::{self, Credentials, ManifestFrom, Sandbox, StartError, WorldKind};
use crate::secret::Secret;
use crate::store::open::{self, Purpose};
use crate::store::queries;

/// Runs the bot: in its own workspace when no token is configured.
pub async fn run(config: Config, world: WorldArgs, no_past: bool) -> Result<(), Trouble> {
    manifest::fitting(&config.commands)?;
    match config.mode.clone() {
        Mode::Sandbox => one_process(&config, world, no_past).await,
        Mode::Real(real) => {
            for unknown in config.unknown_variables(&named_in_setup(&config)?) {
                super::complain(&format!("vouch: {unknown}"));
            }
            real_workspace(&config, *real).await
        }
    }
}

/// The further workspaces that the set-up file names, with the variables of their tokens.
pub fn tokens_in_setup(config: &Config) -> Result<Vec<(String, String)>, Trouble> {
    let Some((name, text)) = setup_text(config)? else { return Ok(Vec::new()) };
    let file =
        SetupFile::read(&text).map_err(|misfit| Trouble::wrong_use(format!("{name}:{misfit}")))?;
    Ok(file.tokens().collect())
}

fn named_in_setup(config: &Config) -> Result<BTreeSet<String>, Trouble> {
    Ok(tokens_in_setup(config)?.into_iter().map(|(_, variable)| variable).collect())
}

async fn real_workspace(config: &Config, real: RealConfig) -> Result<(), Trouble> {
    let (farewell, hangup) = (Farewell::listen(), Hangup::listen());
    let named = named_in_setup(config)?;
    let program = program::named(config)?;
    let further = named
        .iter()
        .filter_map(|name| Some((name.clone(), config.further_token(name)?)))
        .collect::<HashMap<_, _>>();
    for missing in named.iter().filter(|name| !further.contains_key(*name)) {
        tracing::warn!(variable = missing, "this token is not set; its workspace is not served");
    }
    let bot = Bot::start(Settings {
        database_url: database_url(&config.database),
        purpose: Purpose::Real,
        slack: real.slack,
        discord: real.discord,
        installing: config.installing.clone(),
        further,
        setup: setup_text(config)?,
        program,
        admins: config.admins.clone(),
        commands: config.commands.clone(),
        http: config.http,
        admin: config.admin,
        inbox_days: config.inbox_days,
        hook_secrets: config.hook_secrets.clone(),
        past: None,
        has_backup: config.has_backup,
        clock: Clock::real(),
    })
    .await?;
    banner(&bot, config).await?;
    let ready = json!({
        "http": bot.http.to_string(),
        "admin": bot.admin.to_string(),
        "database": bot.runtime.app.store.db.name(),
        "platforms": config.platforms(),
    });
    say(&format!("vouch ready {ready}"));
    let ended = until_told(farewell, hangup, &bot, config).await;
    bot.stop().await;
    ended
}

/// Waits to be told to stop; ends with trouble when something inside stopped by itself.
async fn until_told(
    farewell: Farewell,
    mut hangup: Hangup,
    bot: &Bot,
    config: &Config,
) -> Result<(), Trouble> {
    let broken = "Something inside Vouch stopped by itself; start it again. Nothing is lost.";
    let mut farewell = std::pin::pin!(farewell.said());
    loop {
        tokio::select! {
            () = &mut farewell => return Ok(()),
            () = bot.runtime.broken.cancelled() => return Err(Trouble::failed(broken)),
            () = bot.writer_ended() => return Err(Trouble::failed(broken)),
            () = hangup.said() => match hangup.terminal_closed() {
                true => return Ok(()),
                false => program::reread(&bot.runtime.app, config).await,
            },
        }
    }
}

fn setup_text(config: &Config) -> Result<Option<(String, String)>, Trouble> {
    let Some(path) = &config.setup else { return Ok(None) };
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Trouble::wrong_use(format!("VOUCH_SETUP is {name}, which cannot be read: {error}."))
    })?;
    Ok(Some((name, text)))
}

/// The workspace and the bot, in one process and on one clock, with nothing but HTTP and WebSocket
/// between them.
async fn one_process(config: &Config, world: WorldArgs, no_past: bool) -> Result<(), Trouble> {
    let (farewell, hangup) = (Farewell::listen(), Hangup::listen());
    let program = program::named(config)?;
    if let WorldKind::File(_) = world.world.0 {
        return Err(Trouble::wrong_use(
            "vouch takes --world default, empty or discord; a file is for vouch sandbox.",
        ));
    }
    let _lock = lock_folder(&world.data)?;
    let database = database_beside(config, &world);
    let url = database_url(&database);
    if world.fresh {
        open::empty_sandbox(&url).await?;
    }
    let clock = Clock::real();
    // Only what this world's own set-up names can have done something in it.
    let own = world.world.0 == WorldKind::Default && config.setup.is_none() && !no_past;
    let past = own.then(past::shipped).transpose()?;
    let sandbox = workspace((config.sandbox, &config.commands), None, world, clock.clone()).await?;
    let credentials = sandbox.credentials();
    // A set-up file that was named takes the place of the world's own.
    let setup = match setup_text(config)? {
        Some(named) => Some(named),
        None => Some(("the sandbox's set-up".to_owned(), sandbox.setup_toml())),
    };
    let settings = Settings {
        database_url: url,
        purpose: Purpose::Sandbox,
        slack: Some(slack_of(&sandbox, &credentials)?),
        discord: discord_of(&sandbox)?,
        installing: installing_in(config, &credentials),
        further: credentials
            .further
            .iter()
            .map(|team| (team.variable.clone(), Secret::new(team.bot_token.clone())))
            .collect(),
        setup: setup.filter(|(_, text)| !text.is_empty()),
        program,
        admins: config.admins.clone(),
        commands: config.commands.clone(),
        http: config.http,
        admin: config.admin,
        inbox_days: config.inbox_days,
        hook_secrets: config.hook_secrets.clone(),
        past,
        has_backup: config.has_backup,
        clock,
    };
    let bot = match Bot::start(settings).await {
        Ok(bot) => bot,
        Err(trouble) => {
            sandbox.stop().await;
            return Err(trouble);
        }
    };
    let inside = Arc::new(Inside::new(&bot));
    inside.first_words_said().await;
    sandbox.attach(inside);
    sandbox_banner(&sandbox, &bot).await?;
    let ready = json!({ "url": sandbox.url(), "http": bot.http.to_string() });
    say(&format!("sandbox ready {ready}"));
    let ended = until_told(farewell, hangup, &bot, config).await;
    bot.stop().await;
    sandbox.stop().await;
    ended
}

/// Keeps a second Vouch out of the folder as long as the file is open: two would write one world.
fn lock_folder(data: &Path) -> Result<std::fs::File, Trouble> {
    let refused = |error: std::io::Error| {
        Trouble::wrong_use(format!("The folder {} cannot be used: {error}.", data.display()))
    };
    std::fs::create_dir_all(data).map_err(refused)?;
    let file = std::fs::File::create(data.join("lock")).map_err(refused)?;
    file.try_lock().map_err(|_| {
        let data = data.display();
        Trouble::wrong_use(format!(
            "Another Vouch uses the folder {data}. Stop it, or take --data."
        ))
    })?;
    Ok(file)
}

/// Unless a database was named, it lies with the sandbox's world; each world has its own.
fn database_beside(config: &Config, world: &WorldArgs) -> Database {
    match &config.database {
        Database::Sqlite(_) if config.database_by_default() => {
            let name = match world.world.0 {
                WorldKind::Default | WorldKind::File(_) => "sandbox.db",
                WorldKind::Empty => "sandbox-empty.db",
                WorldKind::Discord => "sandbox-discord.db",
            };
            Database::Sqlite(world.data.join(name))
        }
        named @ (Database::Sqlite(_) | Database::Postgres(_)) => named.clone(),
    }
}

fn slack_of(sandbox: &Sandbox, credentials: &Credentials) -> Result<SlackConfig, Trouble> {
    let base = BaseUrl::parse(&sandbox.api_url())
        .ok_or_else(|| Trouble::failed("The sandbox's address is not a URL."))?;
    Ok(SlackConfig {
        bot_token: Secret::new(credentials.vendor_bot_token.clone()),
        delivery: Delivery::Socket { app_token: Secret::new(credentials.app_token.clone()) },
        base,
    })
}

/// Beside Slack the world has a server on Discord, where it has one.
fn discord_of(sandbox: &Sandbox) -> Result<Option<DiscordConfig>, Trouble> {
    let Some(of) = sandbox.discord_credentials() else { return Ok(None) };
    let base = BaseUrl::parse(&of.base_url)
        .ok_or_else(|| Trouble::failed("The sandbox's address is not a URL."))?;
    Ok(Some(DiscordConfig {
        token: Secret::new(of.bot_token),
        application: of.application_id,
        guild: of.guild_id,
        base,
        public_key: None,
        members_intent: false,
    }))
}

fn installing_in(config: &Config, credentials: &Credentials) -> Installing {
    let (id, secret) = (credentials.client_id.clone(), credentials.client_secret.clone());
    let client = Some(Client { id, secret: Secret::new(secret) });
    Installing { client, keys: keys::of(config), ..config.installing.clone() }
}

/// Runs the workspace alone.
pub async fn workspace_alone(
    (listen, commands): (Listen, &CommandNames),
    addr: Option<SocketAddr>,
    push: Option<String>,
    world: WorldArgs,
) -> Result<(), Trouble> {
    let farewell = Farewell::listen();
    let listen = addr.map_or(listen, |addr| Listen { addr, by_default: false });
    let sandbox = workspace((listen, commands), push, world, Clock::real()).await?;
    say(&format!("Vouch {} · sandbox alone: nothing leaves this machine", version()));
    say(&format!("  Page       {}", sandbox.url()));
    say(&format!("  Web API    {}", sandbox.api_url()));
    say(&format!("  Tokens     {}sandbox/v1/world", sandbox.url()));
    say(&format!("sandbox ready {}", json!({ "url": sandbox.url() })));
    farewell.said().await;
    sandbox.stop().await;
    Ok(())
}

async fn workspace(
    (listen, commands): (Listen, &CommandNames),
    push: Option<String>,
    world: WorldArgs,
    clock: Clock,
) -> Result<Sandbox, Trouble> {
    // Unless a manifest was named, the app is the one that `vouch manifest` prints here.
    let manifest = match world.manifest {
        Some(file) => ManifestFrom::File(file),
        None => ManifestFrom::Text(manifest::usual(commands)?),
    };
    let options = sandbox::Options {
        addr: listen.addr,
        next_free: listen.by_default,
        world: world.world.0,
        push,
        manifest: Some(manifest),
        starts_at: world.clock,
        data: world.data,
        fresh: world.fresh,
    };
    sandbox::start(options, clock).await.map_err(|error| match error {
        StartError::Described(..) => Trouble::of_file(error.to_string()),
        error => Trouble::wrong_use(error.to_string()),
    })
}

async fn sandbox_banner(sandbox: &Sandbox, bot: &Bot) -> Result<(), Trouble> {
    say(&format!("Vouch {} · sandbox: nothing leaves this machine", version()));
    say(&format!("  Page       {}", sandbox.url()));
    state_lines(bot).await?;
    say("  Next       open the page and press \"Refer a customer\". Ctrl+C stops.");
    Ok(())
}

async fn banner(bot: &Bot, config: &Config) -> Result<(), Trouble> {
    say(&format!("Vouch {} · {}", version(), places(bot, config)));
    state_lines(bot).await?;
    let next = match &bot.admin_code {
        Some(code) => admin::invitation(&bot.runtime.app, &code.shown(), &config.platforms()),
        None => "press \"Refer a customer\" in a partner's channel. Ctrl+C stops.".to_owned(),
    };
    say(&format!("  Next       {next}"));
    Ok(())
}

/// Where the bot is, and how it hears of what happens there.
fn places(bot: &Bot, config: &Config) -> String {
    let Mode::Real(real) = &config.mode else { return "sandbox".to_owned() };
    let slack = bot.slack.as_ref().zip(real.slack.as_ref()).map(|(workspace, config)| {
        let by_socket = config.delivery.app_token().is_some();
        let how = if by_socket { "Socket Mode" } else { "HTTP" };
        format!("Slack workspace \"{}\", {how}", workspace.home.name)
    });
    let discord = bot.discord.as_ref().zip(real.discord.as_ref()).map(|(place, config)| {
        let how = if config.public_key.is_some() { "HTTP" } else { "Gateway" };
        format!("Discord server \"{}\", {how}", place.home.name)
    });
    slack.into_iter().chain(discord).collect::<Vec<_>>().join(" · ")
}

async fn state_lines(bot: &Bot) -> Result<(), Trouble> {
    let app = &bot.runtime.app;
    let database = &bot.database;
    let referrals = queries::count_referrals(&app.store.db).await?;
    let plural = if referrals == 1 { "" } else { "s" };
    say(&format!("  Database   {database}, {referrals} referral{plural}"));
    let program = app.program();
    let zone = program.zone();
    say(&format!(
        "  Programme  {}, {} days of protection, times in {zone}",
        program.source, program.rules.protection_days
    ));
    Ok(())
}

const fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
