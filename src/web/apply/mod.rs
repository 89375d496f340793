//! `/apply`: whoever reads the vendor's website applies there, where the programme says so. The same
//! fields, rule, rubric and card as in a chat; here is what stands in front of them because anybody may
//! write: a form that we signed, an input that people do not see, and limits. Start with [`answer`];
//! the page itself is in [`form`].

mod form;
mod limit;
mod ticket;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{ALLOW, CONTENT_TYPE, HOST, ORIGIN, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use chrono::{DateTime, Utc};
use metrics::counter;
use rand::RngCore as _;
use tokio::sync::Semaphore;

use super::page::Sends;
use super::{language_of, only, read};
use crate::app::App;
use crate::app::joining::outside::Sent;
use crate::config::BaseUrl;
use crate::domain::joining::Joining;
use crate::flows::apply::read_on_website;
use crate::secret::Secret;
use crate::text::Arg;
use crate::vault::{KEY, Vault};
use crate::views::joining::input;
use form::{Filled, Shown};
use limit::{AtOnce, Full, Limits, Network};
use ticket::Ticket;

/// Where companies apply.
pub const APPLY: &str = "/apply";

/// Bytes of what is sent: all inputs at their longest, in any script, and room to say that one of them
/// is too long.
const BODY_MAX: usize = 64 << 10;
/// Forms that are taken at once, over all connections. Each was read before.
const TAKEN_AT_ONCE: usize = 32;

/// The address, and what it has to know.
#[derive(Clone)]
pub struct Applying {
    app: App,
    vault: Arc<Vault>,
    /// Where a browser reaches us, when it is another address than the one it says.
    public_url: Option<String>,
    at_once: Arc<AtOnce>,
    room: Arc<Semaphore>,
    limits: Arc<Mutex<Limits>>,
}

impl Applying {
    /// Without a key of the operator's one is drawn: a form that was opened before a restart is then
    /// asked for once more.
    #[must_use]
    pub fn new(app: App, keys: Vec<Secret<[u8; KEY]>>, public_url: Option<&BaseUrl>) -> Self {
        let keys = if keys.is_empty() { vec![drawn()] } else { keys };
        let vault = Vault::new(keys).expect("there is a key now");
        Self {
            app,
            vault: Arc::new(vault),
            public_url: public_url.map(|url| url.as_str().to_owned()),
            at_once: Arc::default(),
            room: Arc::new(Semaphore::new(TAKEN_AT_ONCE)),
            limits: Arc::default(),
        }
    }

    /// The route `/apply`.
    pub fn routes(self) -> Router {
        Router::new().route(APPLY, any(answer)).with_state(self)
    }
}

fn drawn() -> Secret<[u8; KEY]> {
    let mut key = [0; KEY];
    rand::rng().fill_bytes(&mut key);
    Secret::new(key)
}

async fn answer(State(door): State<Applying>, request: Request) -> Response {
    let joining = door.app.program().joining.clone();
    // Where the programme does not open it there is no such address.
    let Some(joining) = joining.filter(|joining| joining.public) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let app = door.app.speaking(language_of(request.headers()));
    let open = Open { door: Applying { app, ..door }, joining };
    match *request.method() {
        Method::GET | Method::HEAD => open.fresh(),
        Method::POST => open.take(request).await,
        _ => (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD, POST")]).into_response(),
    }
}

/// The page while it is open, speaking the language that the browser asks for.
struct Open {
    door: Applying,
    joining: Joining,
}

/// What of the page is shown again, beside what was typed.
#[derive(Default)]
struct Again {
    ticket: Option<Ticket>,
    errors: BTreeMap<String, String>,
    notice: Option<String>,
}

impl Open {
    fn fresh(&self) -> Response {
        self.form(StatusCode::OK, &Filled::default(), &Again::default())
    }

    fn form(&self, status: StatusCode, filled: &Filled, again: &Again) -> Response {
        let app = &self.door.app;
        let ticket = again.ticket.unwrap_or_else(|| Ticket::new(app.form_to_apply(), app.now()));
        let shown = Shown {
            filled,
            ticket: &ticket.write(&self.door.vault),
            errors: &again.errors,
            notice: again.notice.as_deref(),
        };
        let voice = app.voice();
        let title = voice.words("apply-page-heading", &[]);
        let body = form::body(&voice, &self.joining, &shown);
        super::page::whole(&voice, (status, Sends::Here), (&title, form::STYLE), &body)
    }

    /// The form once more with everything that was typed, and one sentence above it.
    fn once_more(
        &self,
        status: StatusCode,
        filled: &Filled,
        ticket: Option<Ticket>,
        notice: String,
    ) -> Response {
        let again = Again { ticket, notice: Some(notice), ..Again::default() };
        self.form(status, filled, &again)
    }

    /// One sentence in the form's place: what came is no form of ours.
    fn says(&self, status: StatusCode, key: &str) -> Response {
        let voice = self.door.app.voice();
        let title = voice.words("apply-page-heading", &[]);
        let body = form::paragraphs(&[voice.line(key, &[])]);
        super::page::whole(&voice, (status, Sends::Nothing), (&title, ""), &body)
    }

    /// Who answers by when.
    async fn receipt(&self, due: DateTime<Utc>) -> Response {
        let app = &self.door.app;
        let voice = app.voice();
        // It is stored: a name that cannot be read is no reason to say otherwise.
        let manager = app.manager_name(None).await.ok().flatten();
        let thanks = crate::views::joining::thanks(&voice, manager.as_deref(), due);
        let title = voice.words("apply-page-received", &[]);
        let body = form::paragraphs(&[thanks, voice.line("apply-page-by-mail", &[])]);
        super::page::whole(&voice, (StatusCode::OK, Sends::Nothing), (&title, ""), &body)
    }

    async fn take(&self, request: Request) -> Response {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
        let peer = peer.unwrap_or_else(|| (Ipv4Addr::UNSPECIFIED, 0).into());
        let (head, body) = request.into_parts();
        if !is_form(&head.headers) {
            refused("apply_type");
            return self.says(StatusCode::UNSUPPORTED_MEDIA_TYPE, "apply-page-elsewhere");
        }
        if !is_from_here(&head.headers, self.door.public_url.as_deref()) {
            refused("apply_origin");
            return self.says(StatusCode::FORBIDDEN, "apply-page-elsewhere");
        }
        let from = Network::of(peer, &head.headers);
        // Held to the end: a body may take its time, and that is its own network's.
        let Some(_held) = self.door.at_once.begin(from) else { return self.busy() };
        match read(body, BODY_MAX).await {
            Ok(body) => {
                let Ok(_room) = self.door.room.try_acquire() else { return self.busy() };
                self.sent(&Filled::read(&body), from).await
            }
            Err(StatusCode::PAYLOAD_TOO_LARGE) => {
                refused("apply_size");
                self.says(StatusCode::PAYLOAD_TOO_LARGE, "apply-page-too-long")
            }
            Err(status) => self.says(status, "apply-page-elsewhere"),
        }
    }

    fn busy(&self) -> Response {
        refused("apply_busy");
        self.says(StatusCode::SERVICE_UNAVAILABLE, "apply-page-busy")
    }

    async fn sent(&self, filled: &Filled, from: Network) -> Response {
        let (app, voice) = (&self.door.app, self.door.app.voice());
        let once_more = |ticket, key: &str| {
            let notice = voice.words(key, &[]);
            self.once_more(StatusCode::UNPROCESSABLE_ENTITY, filled, ticket, notice)
        };
        let Some(ticket) = Ticket::read(&self.door.vault, &filled.ticket) else {
            refused("apply_form");
            return once_more(None, "apply-page-old");
        };
        // A second press, or a page that is loaded again: the receipt is the same, whatever the hour.
        match app.promised(ticket.id).await {
            Ok(Some(due)) => return self.receipt(due).await,
            Ok(None) => {}
            Err(error) => return self.not_saved(filled, ticket, &error),
        }
        if ticket.is_over(app.now()) {
            return once_more(None, "apply-page-old");
        }
        if filled.trapped {
            refused("apply_trap");
            return once_more(Some(ticket), "apply-page-trap");
        }
        let (sender, typed) = match read_on_website(app, &filled.values()) {
            Ok(read) => read,
            Err(errors) => return self.unclear(filled, ticket, errors),
        };
        if let Err(full) = self.counted(from) {
            return self.full(filled, ticket, full);
        }
        let (app, joining) = (app.clone(), self.joining.clone());
        // In a task of its own: a browser that hangs up must not leave it open whether it counts.
        let stored =
            tokio::spawn(
                async move { app.apply_on_website(ticket.id, sender, typed, &joining).await },
            );
        match stored.await {
            Ok(Ok(Sent::Received { due })) => self.receipt(due).await,
            Ok(Ok(Sent::NotNow)) => {
                refused("not_now");
                let line = voice.words("apply-taken-unmanaged", &[]);
                self.unclear(filled, ticket, [(input::WEBSITE.to_owned(), line)].into())
            }
            Ok(Err(error)) => self.not_saved(filled, ticket, &error),
            Err(error) => self.not_saved(filled, ticket, &error),
        }
    }

    fn counted(&self, from: Network) -> Result<(), Full> {
        let mut limits = self.door.limits.lock().unwrap_or_else(PoisonError::into_inner);
        limits.take(from, self.door.app.now())
    }

    fn unclear(
        &self,
        filled: &Filled,
        ticket: Ticket,
        errors: BTreeMap<String, String>,
    ) -> Response {
        let n = [("n", Arg::count(errors.len()))];
        let notice = Some(self.door.app.voice().words("apply-page-unclear", &n));
        let again = Again { ticket: Some(ticket), errors, notice };
        self.form(StatusCode::UNPROCESSABLE_ENTITY, filled, &again)
    }

    fn not_saved(
        &self,
        filled: &Filled,
        ticket: Ticket,
        error: &dyn std::error::Error,
    ) -> Response {
        tracing::warn!(%error, "an application from the website was not saved");
        let notice = self.door.app.voice().words("apply-page-not-saved", &[]);
        self.once_more(StatusCode::SERVICE_UNAVAILABLE, filled, Some(ticket), notice)
    }

    fn full(&self, filled: &Filled, ticket: Ticket, full: Full) -> Response {
        refused("apply_limit");
        let (key, from) = match full {
            Full::Network { from } => ("apply-page-full-network", from),
            Full::All { from } => ("apply-page-full", from),
        };
        let app = &self.door.app;
        let notice = app.voice().words(key, &[("time", Arg::Instant(from))]);
        let status = StatusCode::TOO_MANY_REQUESTS;
        let mut response = self.once_more(status, filled, Some(ticket), notice);
        let seconds = (from - app.now()).num_seconds().max(1);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        response
    }
}

fn refused(reason: &'static str) {
    counter!("vouch_refusals_total", "reason" => reason).increment(1);
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = only(headers, CONTENT_TYPE.as_str()).and_then(|kind| kind.split(';').next());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}

/// Whether a page of ours sent it, as far as the browser says. One that says nothing still needs a form
/// that we signed; "null" is what browsers write when an address is told to nobody.
fn is_from_here(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    if let Some(site) = only(headers, "sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let host = origin.split_once("://").map(|(_, host)| host);
    let asked = only(headers, HOST.as_str()).is_some_and(|asked| host == Some(asked));
    let known = public_url.and_then(|url| url.strip_prefix(origin));
    origin == "null" || asked || known.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(all: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in all {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn only_a_page_of_ours_sends_it() {
        const OURS: Option<&str> = Some("https://vouch.example.com/partners");
        #[rustfmt::skip]
        let table: [(&[(&str, &str)], bool); 12] = [
            (&[],                                                              true),
            (&[("sec-fetch-site", "same-origin")],                             true),
            (&[("sec-fetch-site", "same-origin"), ("origin", "null")],         true),
            (&[("sec-fetch-site", "cross-site"), ("origin", "null")],          false),
            (&[("sec-fetch-site", "same-site")],                               false),
            (&[("origin", "null")],                                            true),
            (&[("origin", "https://vouch.example.com")],                       true),
            (&[("origin", "https://vouch.example")],                           false),
            (&[("origin", "https://vouch.example.com.evil.example")],          false),
            (&[("origin", "https://evil.example")],                            false),
            (&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")], true),
            (&[("origin", "http://127.0.0.1:3001"), ("host", "127.0.0.1:3000")], false),
        ];
        for (said, ours) in table {
            assert_eq!(is_from_here(&headers(said), OURS), ours, "{said:?}");
        }
        let other = headers(&[("origin", "https://vouch.example.com")]);
        assert!(!is_from_here(&other, None));
    }

    #[test]
    fn only_a_form_is_read() {
        #[rustfmt::skip]
        let table: [(&[(&str, &str)], bool); 6] = [
            (&[("content-type", "application/x-www-form-urlencoded")],                true),
            (&[("content-type", "Application/X-WWW-Form-Urlencoded; charset=utf-8")], true),
            (&[("content-type", "application/json")],                                 false),
            (&[("content-type", "multipart/form-data; boundary=x")],                  false),
            (&[("content-type", "text/plain")],                                       false),
            (&[],                                                                     false),
        ];
        for (said, form) in table {
            assert_eq!(is_form(&headers(said)), form, "{said:?}");
        }
    }
}
