//! Socket Mode: connections that Slack's deliveries come by and their acknowledgements go by.
//!
//! slack-morphism's own socket client is not used. It awaits its listener before it reads the next
//! frame, and an acknowledgement can only be that listener's return value (its
//! `tungstenite_wss_client.rs`), so either acknowledgements come before the intake has answered, or
//! one slow delivery holds up all behind it until Slack's 3 s are over. It also connects to
//! whatever address it is given, writes that address with its ticket into the log, has no time
//! limit, and does not notice a connection that ends without a closing frame. The address still
//! comes from `apps.connections.open` through slack-morphism.
//!
//! Two connections stand at a time; Slack sends each delivery on any one of them. A connection that
//! is told to leave is replaced first and listens on until Slack closes it. `wire` is the life of
//! one connection.

mod wire;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::json;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use tokio_util::sync::CancellationToken;

use super::{Slack, Token, sentence};
use crate::chat::{Intake, SendError};

const CONNECTIONS: usize = 2;
const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// Bytes of one frame; a view with all it may hold has 250 KB.
const FRAME_MAX: usize = 4 << 20;
/// A connection that ends sooner than this counts as a failure.
const SHORT_LIFE: Duration = Duration::from_secs(10);
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

pub(super) type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

/// How often a connection is asked whether the other side is there, and how long it may be silent.
#[derive(Clone, Copy)]
struct Beat {
    ping: Duration,
    silence: Duration,
}

const BEAT: Beat = Beat { ping: Duration::from_secs(15), silence: Duration::from_secs(45) };

/// What the connections share.
#[derive(Clone)]
struct Link {
    slack: Arc<Slack>,
    intake: Arc<dyn Intake>,
    app_token: Token,
    beat: Beat,
    stop: CancellationToken,
    /// Tells [`Slack::listen`] how the start went.
    news: mpsc::UnboundedSender<Result<(), String>>,
}

impl Slack {
    /// Starts the connections and returns when the first one has been greeted by Slack. They stand
    /// and are renewed until `stop`. While Slack cannot be reached it goes on trying.
    ///
    /// # Errors
    /// One sentence, when Slack refuses the app token or there is none.
    pub async fn listen(
        self: &Arc<Self>,
        intake: Arc<dyn Intake>,
        stop: CancellationToken,
    ) -> Result<(), String> {
        self.listen_at(BEAT, intake, stop).await
    }

    async fn listen_at(
        self: &Arc<Self>,
        beat: Beat,
        intake: Arc<dyn Intake>,
        stop: CancellationToken,
    ) -> Result<(), String> {
        let app_token = self.settings.app_token.clone();
        let app_token = app_token.ok_or("SLACK_APP_TOKEN is not set; Socket Mode needs it.")?;
        let (news, mut heard) = mpsc::unbounded_channel();
        let link = Link { slack: self.clone(), intake, app_token, beat, stop: stop.clone(), news };
        for _ in 0..CONNECTIONS {
            self.tasks.spawn(keep_one(link.clone()));
        }
        drop(link);
        let first = heard.recv().await.unwrap_or(Ok(()));
        if first.is_err() {
            stop.cancel();
        }
        first
    }
}

/// Keeps one connection standing, until it is stopped.
async fn keep_one(link: Link) {
    let mut failures = 0_u32;
    while !link.stop.is_cancelled() {
        let started = Instant::now();
        let mut pause = Duration::ZERO;
        match open(&link.slack, &link.app_token).await {
            Ok(socket) => {
                let (replace, replaced) = oneshot::channel();
                link.slack.tasks.spawn(wire::live(socket, link.clone(), replace));
                let _over = replaced.await;
            }
            Err(error) => {
                tracing::warn!(%error, "no socket connection to Slack");
                pause = report(&link, &error);
            }
        }
        failures = if started.elapsed() < SHORT_LIFE { failures + 1 } else { 0 };
        rest(&link, pause.max(backoff(failures))).await;
    }
}

/// Opens a connection: an address with a ticket for one use, then the connection itself.
pub(super) async fn open(slack: &Slack, app_token: &Token) -> Result<Socket, SendError> {
    let answer = slack.api.post(app_token, "apps.connections.open", &json!({})).await?;
    let url = answer["url"].as_str().unwrap_or_default();
    if !slack.settings.base_url.allows_socket(url) {
        let detail = "the socket's address lies elsewhere than SLACK_API_BASE_URL".to_owned();
        return Err(SendError::Ours { code: "strange_address".to_owned(), detail });
    }
    let config = WebSocketConfig::default().max_message_size(Some(FRAME_MAX));
    let connecting = connect_async_with_config(url, Some(config), true);
    // The error would name the address, and with it the ticket.
    let failed = || SendError::Passing { code: "no_socket".to_owned() };
    let (socket, _) =
        timeout(CONNECT_LIMIT, connecting).await.map_err(|_| failed())?.map_err(|_| failed())?;
    Ok(socket)
}

/// Tells the starter what is final, and returns how long Slack asks to wait.
fn report(link: &Link, error: &SendError) -> Duration {
    match error {
        SendError::RateLimited { after, .. } => *after,
        SendError::InstallDead { .. } | SendError::Ours { .. } => {
            // Heard only at the start; later it is an outage, and tried again.
            let _heard = link.news.send(Err(sentence("SLACK_APP_TOKEN", error)));
            LONGEST_PAUSE
        }
        _ => Duration::ZERO,
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

async fn rest(link: &Link, pause: Duration) {
    tokio::select! {
        () = tokio::time::sleep(pause) => {}
        () = link.stop.cancelled() => {}
    }
}

impl Link {
    fn greeted(&self) {
        let _heard = self.news.send(Ok(()));
    }

    /// Counts this connection as standing as long as the result lives.
    fn counted(&self) -> Counted {
        self.slack.sockets_open.fetch_add(1, Ordering::SeqCst);
        Counted(self.slack.clone())
    }
}

struct Counted(Arc<Slack>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.sockets_open.fetch_sub(1, Ordering::SeqCst);
    }
}
