//! The Gateway: the one connection that Discord's deliveries come by.
//!
//! serenity's client is not used. It shows no raw frame, moves its place in the session on before
//! anything was done with a frame, and after a restart identifies anew, so that whatever came in
//! between is lost (docs/discord.md). Here a frame is kept before its number counts, the session
//! is noted, and a start resumes it: Discord then sends what came meanwhile.
//!
//! `wire` is the life of one connection, `seen` says up to which frame all are kept.

pub(super) mod seen;
mod wire;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use reqwest::Method;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use tokio_util::sync::CancellationToken;

use super::api::Call;
use super::{Discord, sentence};
use crate::chat::{Intake, SendError};
use seen::Session;
use wire::End;

const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// Bytes of one frame: a server with all its channels and people may have some megabytes.
const FRAME_MAX: usize = 16 << 20;
/// A connection that ends sooner than this counts as a failure.
const SHORT_LIFE: Duration = Duration::from_secs(10);
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// Sessions of the day that are left for whoever mends something: Discord resets the token of a bot
/// that begins too many. Source: Discord, "Gateway", "Session Start Limit".
const LEFT_ALONE: u64 = 10;
/// Under which the session is noted.
const NOTE: &str = "session";
/// How often a process that has the connection says so, and one that waits asks for it.
const RENEW_EVERY: Duration = Duration::from_secs(1);
const ASK_EVERY: Duration = Duration::from_millis(500);

pub(super) type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

/// What a connection works with.
#[derive(Clone)]
struct Link {
    discord: Arc<Discord>,
    intake: Arc<dyn Intake>,
    stop: CancellationToken,
    /// Tells [`Discord::listen`] how the start went.
    news: mpsc::UnboundedSender<Result<(), String>>,
    /// The session as it is to be noted.
    session: watch::Sender<Option<Session>>,
}

impl Discord {
    /// Starts the connection and returns when Discord has let us in. It stands and is renewed until
    /// `stop`. While Discord cannot be reached it goes on trying.
    ///
    /// # Errors
    /// One sentence, when Discord refuses us for good.
    pub async fn listen(
        self: &Arc<Self>,
        intake: Arc<dyn Intake>,
        stop: CancellationToken,
    ) -> Result<(), String> {
        let (news, mut heard) = mpsc::unbounded_channel();
        let session = watch::Sender::new(self.noted().await);
        self.tasks.spawn(note(self.clone(), session.subscribe()));
        let link = Link { discord: self.clone(), intake, stop: stop.clone(), news, session };
        self.tasks.spawn(keep(link));
        heard.recv().await.unwrap_or(Ok(()))
    }
}

/// Keeps the connection while it is this process's to have, then lets another have it.
async fn keep(link: Link) {
    let mut held = false;
    while turn(&link, &mut held).await {
        let over = tokio::select! {
            () = stand(&link) => true,
            () = lost(&link) => false,
        };
        if over {
            break;
        }
        tracing::warn!("another process has the connection to Discord now");
        held = false;
    }
    link.discord.settings.notes.release().await;
}

/// Waits until the connection is this process's to have; false when we are stopped before. Once it
/// is ours, a database that does not answer takes it from nobody.
async fn turn(link: &Link, held: &mut bool) -> bool {
    let mut waited = false;
    loop {
        if link.stop.is_cancelled() {
            return false;
        }
        match link.discord.settings.notes.hold().await {
            Ok(true) => break,
            Err(_) if *held => break,
            Ok(false) if !waited => {
                tracing::info!("another process has the connection to Discord; this one waits");
                waited = true;
                link.greeted();
            }
            Ok(false) | Err(_) => {}
        }
        tokio::select! {
            () = tokio::time::sleep(ASK_EVERY) => {}
            () = link.stop.cancelled() => {}
        }
    }
    if waited {
        // The other one has gone on since this one looked.
        link.session.send_replace(link.discord.noted().await);
    }
    *held = true;
    true
}

/// Resolves when another process has the connection.
async fn lost(link: &Link) {
    loop {
        tokio::time::sleep(RENEW_EVERY).await;
        if link.discord.settings.notes.hold().await == Ok(false) {
            return;
        }
    }
}

/// Keeps the connection standing, until it is stopped or Discord refuses us for good.
async fn stand(link: &Link) {
    let mut failures = 0_u32;
    while !link.stop.is_cancelled() {
        let started = Instant::now();
        let mut pause = match open(link).await {
            Ok(socket) => match wire::live(socket, link).await {
                End::Again => Duration::ZERO,
                // One to five seconds, as Discord asks. Source: Discord, "Gateway", "Resuming".
                End::Anew => {
                    link.session.send_replace(None);
                    Duration::from_millis(rand::random_range(1_000..5_000))
                }
                End::Refused(sentence) => {
                    tracing::error!(sentence, "Discord refuses the bot");
                    // Heard only at the start; later the log and the readiness say it.
                    let _heard = link.news.send(Err(sentence));
                    return;
                }
            },
            Err(error) => {
                tracing::warn!(%error, "no connection to Discord");
                match report(link, &error) {
                    Some(pause) => pause,
                    None => return,
                }
            }
        };
        failures = if started.elapsed() < SHORT_LIFE { failures + 1 } else { 0 };
        pause = pause.max(backoff(failures));
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = link.stop.cancelled() => {}
        }
    }
}

impl Discord {
    /// The session that was noted last.
    async fn noted(&self) -> Option<Session> {
        let noted = self.settings.notes.read(NOTE).await.ok()??;
        serde_json::from_str(&noted).ok()
    }
}

/// Opens a connection: where the session wants to be resumed, or else where Discord says.
async fn open(link: &Link) -> Result<Socket, SendError> {
    let resumed = link.session.borrow().as_ref().map(|session| session.resume_url.clone());
    let base = &link.discord.settings.base_url;
    let url = match resumed.filter(|url| base.allows_socket(url)) {
        Some(url) => url,
        None => address(link).await?,
    };
    let url = format!("{}/?v=10&encoding=json", url.trim_end_matches('/'));
    let config = WebSocketConfig::default().max_message_size(Some(FRAME_MAX));
    let connecting = connect_async_with_config(url, Some(config), true);
    let failed = || SendError::Passing { code: "no_socket".to_owned() };
    let (socket, _) =
        timeout(CONNECT_LIMIT, connecting).await.map_err(|_| failed())?.map_err(|_| {
            // A resume address may be gone for good.
            link.session.send_if_modified(|session| {
                session
                    .as_mut()
                    .is_some_and(|session| !std::mem::take(&mut session.resume_url).is_empty())
            });
            failed()
        })?;
    Ok(socket)
}

/// Where the Gateway is. Few sessions that are left for today are left alone.
async fn address(link: &Link) -> Result<String, SendError> {
    let call = Call::new("gateway_bot", Method::GET, "", "/gateway/bot".to_owned());
    let answer = link.discord.api.call(call).await?;
    let url = answer["url"].as_str().unwrap_or_default();
    if !link.discord.settings.base_url.allows_socket(url) {
        let detail = "the Gateway's address lies elsewhere than DISCORD_API_BASE_URL".to_owned();
        return Err(SendError::Ours { code: "strange_address".to_owned(), detail });
    }
    let limit = &answer["session_start_limit"];
    let left = limit["remaining"].as_u64().unwrap_or(u64::MAX);
    let can_resume = link.session.borrow().is_some();
    if left < LEFT_ALONE && !can_resume {
        let after = Duration::from_millis(limit["reset_after"].as_u64().unwrap_or(60_000));
        return Err(SendError::RateLimited { method: "identify", after });
    }
    Ok(url.to_owned())
}

/// Tells the starter what is final, and says how long to wait; nothing where trying again is vain.
fn report(link: &Link, error: &SendError) -> Option<Duration> {
    match error {
        SendError::RateLimited { after, .. } => Some(*after),
        SendError::InstallDead { .. } | SendError::Ours { .. } => {
            let _heard = link.news.send(Err(sentence(error)));
            None
        }
        SendError::Passing { .. }
        | SendError::Unknown
        | SendError::ChannelDead { .. }
        | SendError::PersonGone { .. }
        | SendError::MessageGone { .. }
        | SendError::FormGone { .. } => Some(Duration::ZERO),
    }
}

/// No pause after the first failure, which is often an ordinary change of connection; then growing
/// ones, apart from each other by chance.
fn backoff(failures: u32) -> Duration {
    if failures < 2 {
        return Duration::ZERO;
    }
    let growing = FIRST_PAUSE.saturating_mul(1 << (failures - 2).min(8));
    growing.min(LONGEST_PAUSE).mul_f64(rand::random_range(0.5..1.0))
}

/// Notes the session whenever it has moved on: many frames at once are one note. A note that is
/// lost costs a replay, no more.
async fn note(discord: Arc<Discord>, mut session: watch::Receiver<Option<Session>>) {
    while session.changed().await.is_ok() {
        let now = session.borrow_and_update().clone();
        // Without a session there is nothing to resume: the next start begins anew.
        let text = serde_json::to_string(&now).unwrap_or_default();
        if discord.settings.notes.write(NOTE, text).await.is_err() {
            tracing::warn!("the place in the Gateway's session was not noted");
        }
    }
}

impl Link {
    fn greeted(&self) {
        let _heard = self.news.send(Ok(()));
    }

    /// Counts the connection as standing as long as the result lives.
    fn counted(&self) -> Counted {
        self.discord.standing.fetch_add(1, Ordering::SeqCst);
        Counted(self.discord.clone())
    }
}

struct Counted(Arc<Discord>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.standing.fetch_sub(1, Ordering::SeqCst);
    }
}
