//! Starting and stopping: the listener, the background tasks, the world's file.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::routing::{any, get, post};
use axum::{Router, middleware};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::deliver;
use super::discord::{self, DiscordCredentials};
use super::hub::{Hub, Parts};
use super::manifest::{Manifest, ManifestError};
use super::world::described::{self, Mistake};
use super::world::keep::{self, Kept};
use super::world::seed::{self, empty, on_discord, seeded};
use super::world::setup::token_variable;
use super::world::{TeamRole, World};
use super::{ManifestFrom, Options, Probe, WorldKind, control, guard, oauth, page, socket, webapi};
use crate::clock::Clock;

/// Ports tried after a busy one.
const PORTS_TRIED: u16 = 50;

/// How often an unsaved world is written.
const SAVE_EVERY: Duration = Duration::from_millis(200);

/// Largest body taken: Slack's own limits are far below.
const BODY_MAX: usize = 4 * 1024 * 1024;

/// Why a sandbox cannot start; each is a sentence for the person who started it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("The sandbox listens on loopback addresses only, not on {0}.")]
    NotLoopback(SocketAddr),
    #[error("The address {addr} cannot be used: {why}.")]
    Busy { addr: SocketAddr, why: io::Error },
    #[error("{}: {}", .0.display(), .1)]
    Manifest(PathBuf, ManifestError),
    #[error("The shipped manifest does not fit: {0}")]
    ShippedManifest(ManifestError),
    #[error("{} cannot be read: {}. Start with --fresh to forget it.", .0.display(), .1)]
    World(PathBuf, io::Error),
    #[error("{} cannot be read: {}.", .0.display(), .1)]
    File(PathBuf, io::Error),
    #[error("{} is larger than {} KiB.", .0.display(), described::BYTES_MAX / 1024)]
    TooLarge(PathBuf),
    #[error("{}", lines(.0, .1))]
    Described(PathBuf, Vec<Mistake>),
}

/// Every mistake in a line of its own, with the file's name in front.
fn lines(path: &Path, mistakes: &[Mistake]) -> String {
    let lines = mistakes.iter().map(|mistake| format!("{}:{mistake}", path.display()));
    lines.collect::<Vec<_>>().join("\n")
}

/// What a bot needs to connect.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub app_id: String,
    pub app_token: String,
    pub signing_secret: String,
    pub client_id: String,
    pub client_secret: String,
    pub vendor_team_id: String,
    /// Empty while the app is not installed at the vendor.
    pub vendor_bot_token: String,
    pub further: Vec<InstalledTeam>,
}

/// A partner workspace that installed the app.
#[derive(Clone, Debug)]
pub struct InstalledTeam {
    pub team_id: String,
    /// The environment variable the set-up file names for it.
    pub variable: String,
    pub bot_token: String,
}

/// A running sandbox.
pub struct Sandbox {
    hub: Arc<Hub>,
    tasks: Vec<JoinHandle<()>>,
}

/// Starts a sandbox: when this returns, it answers.
///
/// # Errors
/// [`StartError`], a sentence each.
pub async fn start(options: Options, clock: Clock) -> Result<Sandbox, StartError> {
    if !options.addr.ip().is_loopback() {
        return Err(StartError::NotLoopback(options.addr));
    }
    let manifest = manifest(&options)?;
    let text = description(&options.world)?;
    let file = keep::file(&options.data, &options.world, text.as_deref());
    let world = world(&options, text.as_deref(), &file, &clock)?;
    let listener = listen(&options).await?;
    let addr = listener.local_addr().map_err(|why| StartError::Busy { addr: options.addr, why })?;
    let parts = Parts { clock, manifest, push: options.push, base: format!("http://{addr}"), file };
    let hub = Arc::new(Hub::new(parts, world));
    let mut tasks = vec![
        tokio::spawn(answer(listener, Arc::clone(&hub))),
        tokio::spawn({
            let hub = Arc::clone(&hub);
            async move { hub.tell_pages().await }
        }),
        tokio::spawn(keep_saving(Arc::clone(&hub))),
        tokio::spawn(webapi::schedule::keep_posting(Arc::clone(&hub))),
    ];
    if let Some(url) = hub.push.clone() {
        tasks.push(tokio::spawn(verify(Arc::clone(&hub), url)));
    }
    Ok(Sandbox { hub, tasks })
}

/// Asks the address of the bot to prove itself, for as long as the sandbox runs.
async fn verify(hub: Arc<Hub>, url: String) {
    tokio::select! {
        () = deliver::push::verify(&hub, &url) => {}
        () = hub.stopping.cancelled() => {}
    }
}

impl Sandbox {
    /// "http://127.0.0.1:8700/", the page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}/", self.hub.base)
    }

    /// "http://127.0.0.1:8700/api", what a bot takes as Slack's base.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("{}/api", self.hub.base)
    }

    #[must_use]
    pub fn credentials(&self) -> Credentials {
        let state = self.hub.lock();
        let world = &state.world;
        let vendor = world.vendor();
        let token = vendor.and_then(|team| team.install.as_ref());
        let partners = world.teams.iter().filter(|team| team.role == TeamRole::Partner);
        Credentials {
            app_id: seed::APP_ID.to_owned(),
            app_token: seed::APP_TOKEN.to_owned(),
            signing_secret: seed::SIGNING_SECRET.to_owned(),
            client_id: seed::CLIENT_ID.to_owned(),
            client_secret: seed::CLIENT_SECRET.to_owned(),
            vendor_team_id: vendor.map(|team| team.id.clone()).unwrap_or_default(),
            vendor_bot_token: token.map(|app| app.bot_token.clone()).unwrap_or_default(),
            further: partners
                .filter_map(|team| {
                    Some(InstalledTeam {
                        team_id: team.id.clone(),
                        variable: token_variable(team),
                        bot_token: team.install.as_ref()?.bot_token.clone(),
                    })
                })
                .collect(),
        }
    }

    /// What a bot needs to connect to the Discord server; none where the world has no such server.
    #[must_use]
    pub fn discord_credentials(&self) -> Option<DiscordCredentials> {
        let state = self.hub.lock();
        let guild = state.world.discord.as_ref();
        guild.map(|guild| discord::credentials(&self.hub.base, guild))
    }

    /// The text that GET world gives as `setup`.
    #[must_use]
    pub fn setup_toml(&self) -> String {
        self.hub.lock().world.setup.clone()
    }

    /// Hands in the bot of the one-process start. The first one stays.
    pub fn attach(&self, probe: Arc<dyn Probe>) {
        let _ = self.hub.probe.set(probe);
    }

    /// Waits until a bot has a socket open. With `--push` no bot ever has.
    pub async fn wait_for_socket(&self) {
        let mut sockets = self.hub.sockets.subscribe();
        // The sender lives as long as the hub, so this ends only with a socket.
        let _ = sockets.wait_for(|open| *open > 0).await;
    }

    /// Waits until a bot is connected to the Discord server.
    pub async fn wait_for_gateway(&self) {
        let mut open = self.hub.discord_sockets.subscribe();
        // The sender lives as long as the hub, so this ends only with a connection.
        let _ = open.wait_for(|open| *open > 0).await;
    }

    /// Stops, with the world written down.
    pub async fn stop(self) {
        self.hub.stopping.cancel();
        for task in self.tasks {
            let _ = task.await;
        }
        save(&self.hub);
    }
}

fn manifest(options: &Options) -> Result<Manifest, StartError> {
    let path = match &options.manifest {
        None => return Manifest::shipped().map_err(StartError::ShippedManifest),
        Some(ManifestFrom::Text(text)) => {
            return Manifest::read(text).map_err(StartError::ShippedManifest);
        }
        Some(ManifestFrom::File(path)) => path,
    };
    let text = std::fs::read_to_string(path).map_err(|why| StartError::File(path.clone(), why))?;
    Manifest::read(&text).map_err(|why| StartError::Manifest(path.clone(), why))
}

/// The text of a described world.
fn description(world: &WorldKind) -> Result<Option<String>, StartError> {
    let path = match world {
        WorldKind::Default | WorldKind::Empty | WorldKind::Discord => return Ok(None),
        WorldKind::File(path) => path,
    };
    let trouble = |why| StartError::File(path.clone(), why);
    if std::fs::metadata(path).map_err(trouble)?.len() > described::BYTES_MAX {
        return Err(StartError::TooLarge(path.clone()));
    }
    std::fs::read_to_string(path).map(Some).map_err(trouble)
}

/// A world that is not described in a file, as it begins; else the file.
fn embedded(world: &WorldKind) -> Result<World, &PathBuf> {
    match world {
        WorldKind::Default => Ok(seeded()),
        WorldKind::Empty => Ok(empty()),
        WorldKind::Discord => Ok(on_discord()),
        WorldKind::File(path) => Err(path),
    }
}

/// The kept world with its clock, or a new one.
fn world(
    options: &Options,
    text: Option<&str>,
    file: &Path,
    clock: &Clock,
) -> Result<World, StartError> {
    let trouble = |why| StartError::World(file.to_owned(), why);
    if options.fresh {
        keep::forget(file).map_err(trouble)?;
    }
    let Some(mut kept) = keep::load(file).map_err(trouble)? else {
        if let Some(time) = options.starts_at {
            clock.set(time);
        }
        return embedded(&options.world).or_else(|path| {
            described::read(text.unwrap_or_default())
                .map_err(|mistakes| StartError::Described(path.clone(), mistakes))
        });
    };
    // A world kept by an older sandbox has no Discord server yet.
    let beside = || embedded(&options.world).ok()?.discord;
    kept.world.discord = kept.world.discord.take().or_else(beside);
    keep::resume(clock, &kept);
    Ok(kept.world)
}

async fn listen(options: &Options) -> Result<TcpListener, StartError> {
    let mut addr = options.addr;
    let last = addr.port().saturating_add(PORTS_TRIED);
    loop {
        match TcpListener::bind(addr).await {
            Ok(listener) => return Ok(listener),
            Err(why)
                if why.kind() == io::ErrorKind::AddrInUse
                    && options.next_free
                    && addr.port() < last =>
            {
                addr.set_port(addr.port() + 1);
            }
            Err(why) => return Err(StartError::Busy { addr: options.addr, why }),
        }
    }
}

/// Everything the sandbox answers.
fn routes(hub: Arc<Hub>) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/archives/{channel}/{message}", get(page::index))
        .route("/assets/{name}", get(page::asset))
        .route("/sandbox/v1/changes", get(page::changes))
        .nest("/sandbox/v1", control::routes())
        .route("/oauth/v2/authorize", get(oauth::ask).post(oauth::decide))
        .route("/api/{method}", any(webapi::serve))
        .route("/response/{key}", post(webapi::response_url::serve))
        .route("/upload/{key}", post(webapi::transfer::receive))
        .route("/files/{id}/{name}", get(webapi::transfer::fetch))
        .route("/socket", get(socket::open))
        .nest(discord::BELOW, discord::routes())
        .layer(axum::extract::DefaultBodyLimit::max(BODY_MAX))
        .layer(middleware::from_fn(guard::with_a_sentence))
        .layer(middleware::from_fn(guard::only_local))
        .with_state(hub)
}

async fn answer(listener: TcpListener, hub: Arc<Hub>) {
    let stopping = hub.stopping.clone();
    let service = routes(Arc::clone(&hub));
    let serve = axum::serve(listener, service).with_graceful_shutdown({
        let stopping = stopping.clone();
        async move { stopping.cancelled().await }
    });
    // A client that keeps its connection open must not hold up the end.
    let grace = async {
        stopping.cancelled().await;
        tokio::time::sleep(Duration::from_millis(500)).await;
    };
    tokio::select! {
        result = serve => {
            if let Err(trouble) = result {
                tracing::error!(%trouble, "the sandbox stopped answering");
            }
        }
        () = grace => {}
    }
}

async fn keep_saving(hub: Arc<Hub>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(SAVE_EVERY) => {}
            () = hub.stopping.cancelled() => return,
        }
        if std::mem::take(&mut hub.lock().unsaved) {
            let hub = Arc::clone(&hub);
            // Writing is not for the threads that answer.
            let _ = tokio::task::spawn_blocking(move || save(&hub)).await;
        }
    }
}

fn save(hub: &Hub) {
    let kept = Kept {
        offset_us: hub.clock.offset().num_microseconds().unwrap_or(0),
        last_event: hub.clock.now(),
        world: hub.lock().world.clone(),
    };
    if let Err(trouble) = keep::save(&hub.file, &kept) {
        tracing::error!(%trouble, "the sandbox's world could not be kept");
    }
}
