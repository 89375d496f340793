//! HTTP: deliveries by signed request, events of a CRM, the pages on which partners install and companies
//! apply, whether we are alive, and the operator's numbers.
//!
//! Two listeners, so that numbers are not offered where deliveries come in.

pub mod apply;
pub mod hook;
pub mod install;
mod page;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use metrics_exporter_prometheus::PrometheusHandle;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::runtime::inbox::Inbox;
use crate::store::{house, queries, queue};
use crate::text::Language;

use apply::Applying;
use hook::Hook;
use install::Installer;

/// What the routes look at.
#[derive(Clone)]
pub struct Insight {
    pub app: App,
    pub inbox: Arc<Inbox>,
    pub numbers: PrometheusHandle,
}

/// Serves a router until told to stop; gives the address that was really taken.
///
/// # Errors
/// The address cannot be used.
pub fn serve(
    listener: TcpListener,
    router: Router,
    stop: CancellationToken,
) -> std::io::Result<(SocketAddr, tokio::task::JoinHandle<()>)> {
    let addr = listener.local_addr()?;
    // Who is at the other end counts where anybody may write.
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    let task = tokio::spawn(async move {
        let served = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned());
        if let Err(error) = served.await {
            tracing::error!(%error, "a listener stopped");
        }
    });
    Ok((addr, task))
}

/// Empties the recorder's sample buffers until told to stop: without anybody asking for the numbers
/// they would grow for ever.
pub async fn keep_numbers(numbers: PrometheusHandle, stop: CancellationToken) {
    const EVERY: Duration = Duration::from_secs(5);
    while !stop.is_cancelled() {
        numbers.run_upkeep();
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// What the world outside may ask.
pub fn public(
    insight: Insight,
    deliveries: Option<Router>,
    installer: Option<Installer>,
    hook: Option<Hook>,
    applying: Applying,
) -> Router {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .with_state(insight)
        .merge(deliveries.unwrap_or_default())
        .merge(installer.map(Installer::routes).unwrap_or_default())
        .merge(hook.map(Hook::router).unwrap_or_default())
        .merge(applying.routes())
}

/// How long a body may take.
const READ_LIMIT: Duration = Duration::from_secs(10);

/// A body of at most so many bytes, as text; or what is answered instead.
async fn read(body: Body, most: usize) -> Result<String, StatusCode> {
    let read = timeout(READ_LIMIT, to_bytes(body, most)).await;
    let bytes = read.map_err(|_| StatusCode::REQUEST_TIMEOUT)?;
    let bytes = bytes.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    String::from_utf8(bytes.into()).map_err(|_| StatusCode::BAD_REQUEST)
}

/// The first of our languages that a browser asks for.
fn language_of(headers: &HeaderMap) -> Option<Language> {
    let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    accepted.and_then(Language::of_browser)
}

/// A header that stands once. One that stands twice counts as none.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// What the operator may ask.
pub fn admin(insight: Insight) -> Router {
    Router::new()
        .route("/metrics", get(numbers))
        .route("/readyz", get(ready_in_detail))
        .with_state(insight)
}

/// A database that takes longer for the smallest thing is not ready.
const PING: Duration = Duration::from_secs(1);

/// What the database does when it is asked, and when it is written to. A full disk answers.
#[derive(Clone, Copy)]
struct Database {
    answers: bool,
    takes: bool,
}

impl Database {
    async fn tried(insight: &Insight) -> Self {
        let store = &insight.app.store;
        let ping = timeout(PING, queries::ping(store)).await;
        let answers = ping.is_ok_and(|answer| answer.is_ok());
        let takes = answers && timeout(PING, store.writer.works()).await.unwrap_or(false);
        Self { answers, takes }
    }

    const fn status(self) -> StatusCode {
        if self.takes { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
    }
}

async fn ready(State(insight): State<Insight>) -> Response {
    let database = Database::tried(&insight).await;
    let sentence = match database {
        Database { takes: true, .. } => "ready\n",
        Database { answers: true, .. } => "the database takes nothing\n",
        Database { .. } => "the database does not answer\n",
    };
    (database.status(), sentence).into_response()
}

async fn ready_in_detail(State(insight): State<Insight>) -> Response {
    let store = &insight.app.store;
    let database = Database::tried(&insight).await;
    let Database { answers, takes } = database;
    let details = json!({
        "ready": takes,
        "database": { "kind": store.db.name(), "answers": answers, "takes": takes },
        "inbox_waiting": insight.inbox.waiting().await,
        "outbox_waiting": queue::waiting(store).await.ok(),
    });
    (database.status(), Json(details)).into_response()
}

/// The Prometheus text. What is counted rather than added up is looked at now.
async fn numbers(State(insight): State<Insight>) -> Response {
    let (app, store) = (&insight.app, &insight.app.store);
    metrics::gauge!("vouch_inbox_waiting").set(as_float(insight.inbox.waiting().await));
    if let Ok(waiting) = queue::waiting(store).await {
        metrics::gauge!("vouch_outbox_waiting").set(as_float(waiting));
    }
    if let Ok(oldest) = queue::oldest(store, app.now()).await {
        let age = oldest.map_or(0, |since| (app.now() - since).num_seconds().max(0));
        metrics::gauge!("vouch_outbox_oldest_seconds").set(as_float(age.unsigned_abs()));
    }
    if let Ok(next) = house::next_job(&store.db).await {
        let due = u64::from(next.is_some_and(|next| next <= app.now()));
        metrics::gauge!("vouch_tasks_due").set(as_float(due));
    }
    let text = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (text, insight.numbers.render()).into_response()
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
const fn as_float(count: u64) -> f64 {
    count as f64
}
