//! Starts and stops a bot: store, set-up, platforms, loops, listeners.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::Router;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::discord::Place;
use super::{Trouble, complain, program};
use crate::app::code::Code;
use crate::app::install::{Door, Way};
use crate::app::languages::Languages;
use crate::app::program::{ProgramFile, Taken};
use crate::app::setup::file::{HOME_TOKEN, SetupFile};
use crate::app::{App, Sealed};
use crate::chat::commands::CommandNames;
use crate::chat::{Boxed, Intake, PersonRef, Platform, limits};
use crate::clock::Clock;
use crate::config::{AdminName, BaseUrl, DiscordConfig, Installing, Listen, SlackConfig};
use crate::program::{InForce, Program};
use crate::runtime::{Platforms, Runtime};
use crate::secret::Secret;
use crate::slack::{self, Home, Installs, NoStart, Slack, SlackSettings, Token};
use crate::store::open::{self, Purpose};
use crate::store::rows::InstallationRow;
use crate::store::upgrade::Upgrade;
use crate::store::{Store, WriterTask, accounts, house, queries};
use crate::text::Texts;
use crate::vault::Vault;
use crate::web::hook::Hook;
use crate::web::install::Installer;
use crate::web::{self, Insight};

/// What a bot is started with.
pub struct Settings {
    pub database_url: String,
    pub purpose: Purpose,
    pub slack: SlackConfig,
    /// The bot's place on Discord, where it has one.
    pub discord: Option<DiscordConfig>,
    /// What partners need to install the app themselves.
    pub installing: Installing,
    /// Tokens of further workspaces, by the name of their variable.
    pub further: HashMap<String, Secret>,
    /// The text of a set-up file, and what it is called in messages.
    pub setup: Option<(String, String)>,
    /// The file that holds the programme.
    pub program: Option<ProgramFile>,
    /// Who is made admin by the operator's word.
    pub admins: Vec<AdminName>,
    /// What slash commands are called.
    pub commands: CommandNames,
    pub http: Listen,
    pub admin: Listen,
    pub inbox_days: u32,
    /// What a CRM signs its events with; while it changes there are two.
    pub hook_secrets: Vec<Secret>,
    /// The tables of a PostgreSQL database may change.
    pub has_backup: bool,
    pub clock: Clock,
}

/// A running bot.
pub struct Bot {
    pub runtime: Runtime,
    pub slack: Arc<Slack>,
    pub discord: Option<Place>,
    pub http: SocketAddr,
    pub admin: SocketAddr,
    pub home: Home,
    /// Which database, for people: never with a password.
    pub database: String,
    /// What the first admin types, while there is none; printed once and nowhere else.
    pub admin_code: Option<Code>,
    stop: CancellationToken,
    writer: WriterTask,
}

impl Bot {
    /// Starts everything; when this returns, the chat connection stands and the set-up is applied.
    pub async fn start(settings: Settings) -> Result<Self, Trouble> {
        let (url, clock) = (&settings.database_url, settings.clock.clone());
        let how = Upgrade::shipped(settings.has_backup);
        let (store, writer) = open::open_and_upgrade(url, settings.purpose, clock, &how).await?;
        if settings.purpose == Purpose::Sandbox {
            // The world's clock was moved on; it must not stand before what happened then. A real
            // bot's clock is never moved.
            settings.clock.advance_to(queries::last_event_at(&store.db).await?);
        }
        let app = |people| App {
            store: store.clone(),
            clock: settings.clock.clone(),
            in_force: InForce::new(Program::built_in()),
            texts: Texts::calling(&settings.commands),
            people,
            door: Door::default(),
            languages: Languages::default(),
        };
        let platforms = Platforms::default();
        let app = app(Arc::new(platforms.clone()));
        refuse_first_misfit(&app, settings.program.as_ref()).await?;
        let vault = Vault::new(settings.installing.keys.clone()).map(Arc::new);
        let tokens = Arc::new(Tokens::new(&store, &settings, vault.clone()));
        let slack = connect(&settings, tokens).await?;
        let home = slack.connect().await.map_err(not_started)?;
        let named = (settings.purpose == Purpose::Real).then_some(home.workspace.as_str());
        open::claim_for(&store, settings.purpose, named).await?;
        install_home(&app, &home.workspace, &home.bot_user).await?;
        let discord = match &settings.discord {
            Some(config) => {
                let within = (&store, &settings.clock);
                Some(Place::find(config, within, &settings.commands).await?)
            }
            None => None,
        };
        start_program(&app, settings.program.as_ref()).await?;
        apply_setup(&app, settings.setup.as_ref()).await?;
        let mut connected: Vec<Arc<dyn Platform>> = vec![slack.clone()];
        connected.extend(discord.iter().map(|place| place.discord.clone() as Arc<dyn Platform>));
        platforms.connect(connected);
        name_admins(&app, &settings.admins, &home.workspace).await?;
        let admin_code = match settings.purpose {
            Purpose::Real => app.admin_code().await?,
            // The sandbox's world has its admin, or is set up without one on purpose.
            Purpose::Sandbox => None,
        };
        let runtime = Runtime::start(app, platforms, settings.inbox_days);
        tokio::spawn(make_keys(runtime.app.store.clone()));
        let stop = CancellationToken::new();
        let (http, admin) =
            listen(&settings, &runtime, (&slack, &home, vault), discord.as_ref(), &stop).await?;
        if settings.slack.delivery.app_token().is_some() {
            let intake: Arc<dyn Intake> = runtime.inbox.clone();
            slack.listen(intake, stop.clone()).await.map_err(Trouble::wrong_use)?;
        }
        if let Some(place) = &discord {
            place.open(runtime.inbox.clone(), stop.clone()).await?;
        }
        let database = in_words(&settings.database_url);
        Ok(Self { runtime, slack, discord, http, admin, home, database, admin_code, stop, writer })
    }

    /// Resolves when the writer has ended although nobody told it to.
    pub async fn writer_ended(&self) {
        self.writer.ended().await;
    }

    /// Takes nothing more, finishes what is in hand, and closes the store.
    pub async fn stop(self) {
        self.stop.cancel();
        let db = self.runtime.app.store.db.clone();
        self.runtime.stop().await;
        let rest = async {
            self.slack.finish().await;
            drop(self.slack);
            if let Some(place) = self.discord {
                place.discord.finish().await;
            }
            self.writer.finish().await;
        };
        // Whatever still holds on after this only reads; the writer's work is committed.
        let _ = tokio::time::timeout(std::time::Duration::from_secs(2), rest).await;
        db.close().await;
    }
}

/// Makes the keys of accounts' names where they are missing: after a restore, or when this version
/// reads names in another way. Until then similar names are found in part.
async fn make_keys(store: Store) {
    match accounts::keys::make(&store).await {
        Ok(0) => {}
        Ok(made) => tracing::info!(accounts = made, "keys of account names were made"),
        Err(error) => tracing::warn!(%error, "keys of account names were not all made"),
    }
}

/// "SQLite, ./data/sandbox.db"; of a Postgres URL, which may hold a password, only the kind.
pub fn in_words(url: &str) -> String {
    url.strip_prefix("sqlite://")
        .map_or_else(|| "PostgreSQL".to_owned(), |path| format!("SQLite, {path}"))
}

async fn connect(settings: &Settings, tokens: Arc<Tokens>) -> Result<Arc<Slack>, Trouble> {
    let delivery = &settings.slack.delivery;
    Slack::new(SlackSettings {
        base_url: settings.slack.base.clone(),
        installs: tokens,
        home_token: settings.slack.bot_token.clone(),
        app_token: delivery.app_token().cloned(),
        signing_secret: delivery.signing_secret().cloned(),
        client: settings.installing.client.clone(),
    })
    .map_err(Trouble::wrong_use)
}

/// Whoever started the program hears whether another start would help; so does a supervisor, by the
/// exit code.
fn not_started(why: NoStart) -> Trouble {
    match why {
        NoStart::Wrong(sentence) => Trouble::wrong_use(sentence),
        NoStart::Away(sentence) => Trouble::failed(sentence),
    }
}

/// Which workspace has which token: the installations table says in which variable to look, or
/// holds it under lock.
struct Tokens {
    store: Store,
    by_variable: HashMap<String, Secret>,
    vault: Option<Arc<Vault>>,
    /// The tokens found so far, by workspace: while the database does not answer, people are still
    /// told so.
    found: Mutex<HashMap<String, Secret>>,
}

impl Tokens {
    fn new(store: &Store, settings: &Settings, vault: Option<Arc<Vault>>) -> Self {
        let mut by_variable = settings.further.clone();
        by_variable.insert(HOME_TOKEN.to_owned(), settings.slack.bot_token.clone());
        Self { store: store.clone(), by_variable, vault, found: Mutex::default() }
    }

    fn of(&self, row: &InstallationRow) -> Option<Token> {
        let Some(locked) = row.locked() else {
            return self.by_variable.get(&row.token_env).cloned();
        };
        let token = self.vault.as_ref()?.open(&row.workspace, &locked);
        if token.is_none() {
            let (workspace, key) = (&row.workspace, &locked.key_id);
            tracing::error!(workspace, key, "no key opens the token of this workspace");
        }
        token
    }
}

impl Installs for Tokens {
    fn token<'a>(&'a self, workspace: &'a str) -> Boxed<'a, Option<Token>> {
        Box::pin(async move {
            let key = format!("slack:{workspace}");
            let found = || self.found.lock().unwrap_or_else(PoisonError::into_inner);
            match self.store.reader.installation(&key).await {
                Ok(row) => {
                    let token = self.of(&row?)?;
                    found().insert(key, token.clone());
                    Some(token)
                }
                Err(_) => found().get(&key).cloned(),
            }
        })
    }
}

async fn install_home(app: &App, workspace: &str, bot_user: &str) -> Result<(), Trouble> {
    let (key, bot_user) = (format!("slack:{workspace}"), Some(bot_user.to_owned()));
    let row = InstallationRow::by_variable(key, HOME_TOKEN.to_owned(), app.now());
    let row = InstallationRow { bot_user, ..row };
    Ok(house::install(&app.store.writer, vec![row]).await?)
}

/// A programme that does not fit stops the first start; at any other the one in force stays.
async fn refuse_first_misfit(app: &App, file: Option<&ProgramFile>) -> Result<(), Trouble> {
    let Some(file) = file else { return Ok(()) };
    match Program::read(&file.text, &file.name) {
        Err(misfits) if !app.has_program().await? => Err(program::misfit(file, &misfits)),
        Ok(_) | Err(_) => Ok(()),
    }
}

async fn start_program(app: &App, file: Option<&ProgramFile>) -> Result<(), Trouble> {
    if let (Taken::Wrong(misfits), Some(file)) = (app.start_program(file).await?, file) {
        complain(&program::misfit(file, &misfits).sentence);
        let version = &app.program().version;
        complain(&format!("vouch: {} was not taken over; version {version} stays.", file.name));
    }
    Ok(())
}

async fn apply_setup(app: &App, setup: Option<&(String, String)>) -> Result<(), Trouble> {
    let Some((name, text)) = setup else { return Ok(()) };
    let file =
        SetupFile::read(text).map_err(|misfit| Trouble::wrong_use(format!("{name}:{misfit}")))?;
    let changes = app.apply_setup_once(text, &file).await?;
    tracing::info!(changes = changes.len(), "set-up applied");
    Ok(())
}

/// Makes those admin whom the operator named. A guest stays an outsider whoever names them; when
/// the platform does not say who somebody is, the operator's word is enough.
async fn name_admins(app: &App, admins: &[AdminName], home: &str) -> Result<(), Trouble> {
    for named in admins {
        let person = match named {
            AdminName::Whole(person) => person.clone(),
            AdminName::AtHome(user) => PersonRef::slack(home, user),
        };
        let name = match app.people.profile(home, &person).await {
            Ok(profile) if !profile.is_full_member() => {
                complain(&format!("vouch: VOUCH_ADMINS names {person}, who is no full member."));
                continue;
            }
            Ok(profile) => {
                Some(Sealed::new(&limits::shorten(&profile.display_name, limits::FIELD_VALUE)))
            }
            Err(_) => None,
        };
        if app.grant_admin(&person, name, "VOUCH_ADMINS").await? {
            tracing::info!("somebody named in VOUCH_ADMINS is admin now");
        }
    }
    Ok(())
}

async fn listen(
    settings: &Settings,
    runtime: &Runtime,
    (slack, home, vault): (&Arc<Slack>, &Home, Option<Arc<Vault>>),
    discord: Option<&Place>,
    stop: &CancellationToken,
) -> Result<(SocketAddr, SocketAddr), Trouble> {
    let insight = Insight {
        app: runtime.app.clone(),
        inbox: Arc::clone(&runtime.inbox),
        numbers: numbers()?,
    };
    tokio::spawn(web::keep_numbers(insight.numbers.clone(), stop.clone()));
    let intake: Arc<dyn Intake> = runtime.inbox.clone();
    let sandbox = settings.purpose == Purpose::Sandbox;
    let http = bind(settings.http, "VOUCH_HTTP_ADDR", sandbox).await?;
    let addr = http.local_addr().map_err(|error| no_address(&error))?;
    let installer = installer(settings, runtime.app.clone(), (slack, home, vault), addr);
    let beside = discord.and_then(|place| place.discord.router(intake.clone()));
    let deliveries = [slack.router(intake), beside].into_iter().flatten();
    let hook = Hook::new(runtime.app.clone(), settings.hook_secrets.clone());
    let public = web::public(insight.clone(), deliveries.reduce(Router::merge), installer, hook);
    let (http, _) = web::serve(http, public, stop.clone()).map_err(|error| no_address(&error))?;
    let admin = bind(settings.admin, "VOUCH_ADMIN_ADDR", sandbox).await?;
    let (admin, _) =
        web::serve(admin, web::admin(insight), stop.clone()).map_err(|error| no_address(&error))?;
    Ok((http, admin))
}

/// Opens the door for partners, or says which variable is missing for it.
fn installer(
    settings: &Settings,
    app: App,
    (slack, home, vault): (&Arc<Slack>, &Home, Option<Arc<Vault>>),
    addr: SocketAddr,
) -> Installer {
    let here = format!("http://{addr}");
    let public_url = settings.installing.public_url.as_ref().map_or(here.as_str(), BaseUrl::as_str);
    let missing = match (&settings.installing.client, &vault) {
        (None, _) => Some("SLACK_CLIENT_ID"),
        (Some(_), None) => Some("VOUCH_SECRET_KEY"),
        (Some(_), Some(_)) => None,
    };
    let address = format!("{public_url}{}", slack::oauth::INSTALL);
    let keyless = vault.is_none().then_some("VOUCH_SECRET_KEY");
    let home = format!("slack:{}", home.workspace);
    app.door.set(Way { address: missing.map_or(Ok(address), Err), keyless, home });
    let (secure, public_url) = (public_url.starts_with("https://"), public_url.to_owned());
    Installer { app, slack: Arc::clone(slack), vault, public_url, secure }
}

fn no_address(error: &std::io::Error) -> Trouble {
    Trouble::failed(format!("A listener has no address: {error}."))
}

/// Tries further ports only where nobody asked for this one.
async fn bind(listen: Listen, variable: &str, sandbox: bool) -> Result<TcpListener, Trouble> {
    const FURTHER: u16 = 50;
    let further = if sandbox && listen.by_default { FURTHER } else { 0 };
    let mut addr = listen.addr;
    for _ in 0..=further {
        match TcpListener::bind(addr).await {
            Ok(listener) => {
                if addr != listen.addr {
                    complain(&format!("{} is in use; {addr} is taken instead.", listen.addr));
                }
                return Ok(listener);
            }
            Err(error) if further == 0 => {
                return Err(Trouble::wrong_use(format!(
                    "{variable} is {addr}, which cannot be used: {error}. Set another address."
                )));
            }
            Err(_) => addr.set_port(addr.port().wrapping_add(1)),
        }
    }
    Err(Trouble::wrong_use(format!("{variable}: no free port from {} on.", listen.addr)))
}

/// The recorder of the process: installed once, however many bots tests start.
fn numbers() -> Result<PrometheusHandle, Trouble> {
    static NUMBERS: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    /// Seconds; the middle ones are around the promise to people and the platforms' limit.
    const SECONDS: [f64; 10] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 3.0];
    /// Units of work in one commit, up to all that may share one.
    const UNITS: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];
    let install = || {
        let batch = Matcher::Full("vouch_commit_batch_size".to_owned());
        let builder = PrometheusBuilder::new().set_buckets(&SECONDS).ok()?;
        builder.set_buckets_for_metric(batch, &UNITS).ok()?.install_recorder().ok()
    };
    NUMBERS
        .get_or_init(install)
        .clone()
        .ok_or_else(|| Trouble::failed("Metrics cannot be recorded in this process."))
}
