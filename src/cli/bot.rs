//! Starts and stops a bot: store, set-up, platforms, loops, listeners.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use axum::Router;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::discord::Place;
use super::slack::Workspace;
use super::{Trouble, complain, program};
use crate::app::code::Code;
use crate::app::install::Door;
use crate::app::languages::Languages;
use crate::app::past::Past;
use crate::app::program::{ProgramFile, Taken};
use crate::app::setup::file::{HOME_TOKEN, SERVER_TOKEN, SetupFile};
use crate::app::{App, Sealed};
use crate::chat::commands::CommandNames;
use crate::chat::{Intake, PersonRef, Platform, PlatformName, limits};
use crate::clock::Clock;
use crate::config::{AdminName, DiscordConfig, Installing, Listen, SlackConfig};
use crate::program::{InForce, Program};
use crate::runtime::{Platforms, Runtime};
use crate::secret::Secret;
use crate::store::open::{self, Purpose};
use crate::store::upgrade::Upgrade;
use crate::store::{Store, WriterTask, accounts, queries, queue};
use crate::text::Texts;
use crate::web::apply::Applying;
use crate::web::hook::Hook;
use crate::web::{self, Insight};

/// What a bot is started with.
pub struct Settings {
    pub database_url: String,
    pub purpose: Purpose,
    /// The bot's place on Slack, where it has one.
    pub slack: Option<SlackConfig>,
    /// The same on Discord. It has at least one of them.
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
    /// What a world that is new lies behind.
    pub past: Option<Past>,
    /// The tables of a PostgreSQL database may change.
    pub has_backup: bool,
    pub clock: Clock,
}

/// A running bot.
pub struct Bot {
    pub runtime: Runtime,
    pub slack: Option<Workspace>,
    pub discord: Option<Place>,
    pub http: SocketAddr,
    pub admin: SocketAddr,
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
        // Whoever is refused by a platform leaves an empty database as it is.
        let slack = match &settings.slack {
            Some(config) => Some(Workspace::find(config, &settings, &store).await?),
            None => None,
        };
        let discord = match &settings.discord {
            Some(config) => {
                let within = (&store, &settings.clock);
                Some(Place::find(config, within, &settings.commands).await?)
            }
            None => None,
        };
        let homes = homes(slack.as_ref(), discord.as_ref());
        claim(&store, settings.purpose, &homes).await?;
        if let (Some(past), Some((name, text))) = (&settings.past, &settings.setup)
            && queries::last_seq(&store.db).await? == 0
        {
            app.live_through(past, &read_setup(name, text)?).await?;
        }
        if let Some(workspace) = &slack {
            workspace.install(&app).await?;
        }
        if let Some(place) = &discord {
            place.install(&app).await?;
        }
        let out = discord.as_ref().is_some_and(Place::is_out);
        let waits = |platform| out && platform == PlatformName::Discord;
        let_go(&app, homes.iter().filter(|(platform, _)| !waits(*platform))).await?;
        complain_of_others(&app, &homes).await?;
        start_program(&app, settings.program.as_ref()).await?;
        apply_setup(&app, settings.setup.as_ref()).await?;
        let by_slack = slack.iter().map(|workspace| workspace.slack.clone() as Arc<dyn Platform>);
        let by_discord = discord.iter().map(|place| place.discord.clone() as Arc<dyn Platform>);
        platforms.connect(by_slack.chain(by_discord).collect());
        name_admins(&app, &settings.admins, &homes).await?;
        let admin_code = match settings.purpose {
            Purpose::Real => app.admin_code().await?,
            // The sandbox's world has its admin, or is set up without one on purpose.
            Purpose::Sandbox => None,
        };
        let runtime = Runtime::start(app, platforms, settings.inbox_days);
        tokio::spawn(make_keys(runtime.app.store.clone()));
        let stop = CancellationToken::new();
        let places = (slack.as_ref(), discord.as_ref());
        let (http, admin) = listen(&settings, &runtime, places, &stop).await?;
        if let Some(workspace) = &slack {
            workspace.open(runtime.inbox.clone(), stop.clone()).await?;
        }
        if let Some(place) = &discord {
            place.open(runtime.inbox.clone(), stop.clone()).await?;
        }
        let database = in_words(&settings.database_url);
        Ok(Self { runtime, slack, discord, http, admin, database, admin_code, stop, writer })
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
            if let Some(workspace) = self.slack {
                workspace.slack.finish().await;
            }
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

/// Where the programme is at home on each platform, by the platform's own id.
type Homes = Vec<(PlatformName, String)>;

fn homes(slack: Option<&Workspace>, discord: Option<&Place>) -> Homes {
    let on_slack = slack.map(|one| (PlatformName::Slack, one.home.workspace.clone()));
    let on_discord = discord.map(|one| (PlatformName::Discord, one.home.guild.clone()));
    on_slack.into_iter().chain(on_discord).collect()
}

/// Marks the database, or refuses one that is somebody else's.
async fn claim(store: &Store, purpose: Purpose, homes: &Homes) -> Result<(), Trouble> {
    open::claim_for(store, purpose).await?;
    if purpose == Purpose::Real {
        for (platform, home) in homes {
            open::claim_home(store, *platform, home).await?;
        }
    }
    Ok(())
}

/// What waited for a start with its platform goes on at once.
async fn let_go(
    app: &App,
    homes: impl Iterator<Item = &(PlatformName, String)>,
) -> Result<(), Trouble> {
    for (platform, home) in homes {
        let workspace = format!("{platform}:{home}");
        queue::install_revived(&app.store.writer, &workspace, app.now()).await?;
    }
    Ok(())
}

/// A programme that lived on another platform as well, and was started without its token.
async fn complain_of_others(app: &App, homes: &Homes) -> Result<(), Trouble> {
    for (platform, home) in app.at_home_on().await? {
        if !homes.iter().any(|(here, _)| *here == platform) {
            let token = token_of(platform);
            complain(&format!(
                "vouch: this programme is at home in {home} too, and {token} is not set; what is to be said there waits."
            ));
        }
    }
    Ok(())
}

const fn token_of(platform: PlatformName) -> &'static str {
    match platform {
        PlatformName::Slack => HOME_TOKEN,
        PlatformName::Discord => SERVER_TOKEN,
    }
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
    let file = read_setup(name, text)?;
    let changes = app.apply_setup_once(text, &file).await?;
    tracing::info!(changes = changes.len(), "set-up applied");
    Ok(())
}

fn read_setup(name: &str, text: &str) -> Result<SetupFile, Trouble> {
    SetupFile::read(text).map_err(|misfit| Trouble::wrong_use(format!("{name}:{misfit}")))
}

/// Makes those admin whom the operator named. A guest stays an outsider whoever names them; when
/// the platform does not say who somebody is, the operator's word is enough.
async fn name_admins(app: &App, admins: &[AdminName], homes: &Homes) -> Result<(), Trouble> {
    let at_home = |platform: PlatformName| {
        homes.iter().find(|(here, _)| *here == platform).map(|(_, home)| home.as_str())
    };
    for named in admins {
        let person = match named {
            AdminName::Whole(person) => person.clone(),
            AdminName::AtHome(platform, user) => {
                // The configuration names nobody at a home that is not there.
                let Some(home) = at_home(*platform) else { continue };
                let (platform, workspace, user) = (*platform, home.to_owned(), user.clone());
                PersonRef { platform, workspace, user }
            }
        };
        let asked = at_home(person.platform).unwrap_or(&person.workspace);
        let name = match app.people.profile(asked, &person).await {
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
    (slack, discord): (Option<&Workspace>, Option<&Place>),
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
    let app = &runtime.app;
    let installer = slack.map(|workspace| workspace.installer(settings, app.clone(), addr));
    if let (None, Some(place)) = (slack, discord) {
        place.shut_the_door(app);
    }
    let by_slack = slack.and_then(|workspace| workspace.slack.router(intake.clone()));
    let by_discord = discord.and_then(|place| place.discord.router(intake));
    let deliveries = by_slack.into_iter().chain(by_discord);
    let hook = Hook::new(runtime.app.clone(), settings.hook_secrets.clone());
    let Installing { keys, public_url, .. } = settings.installing.clone();
    let applying = Applying::new(runtime.app.clone(), keys, public_url.as_ref());
    let deliveries = deliveries.reduce(Router::merge);
    let public = web::public(insight.clone(), deliveries, installer, hook, applying);
    let (http, _) = web::serve(http, public, stop.clone()).map_err(|error| no_address(&error))?;
    let admin = bind(settings.admin, "VOUCH_ADMIN_ADDR", sandbox).await?;
    let (admin, _) =
        web::serve(admin, web::admin(insight), stop.clone()).map_err(|error| no_address(&error))?;
    Ok((http, admin))
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
