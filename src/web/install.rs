//! The two addresses at which a partner's workspace installs the app: `/slack/install` sends the
//! browser to Slack, `/slack/oauth` takes what it brings back.
//!
//! What comes back is believed only with a `state` that we signed for this browser within the last
//! ten minutes, once. Until an installation is whole nothing is stored, and a token that is not kept
//! is given back. Start with [`finish`].

mod state;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::language_of;
use super::page::{Next, page};
use crate::app::App;
use crate::app::install::{Installation, Installed};
use crate::chat::{PersonRef, Place, PlatformName, limits};
use crate::domain::partner::{Audience, Partner};
use crate::slack::Slack;
use crate::slack::oauth::{Granted, INSTALL, NotGranted, RETURN};
use crate::store::{StoreError, queries};
use crate::vault::Vault;
use crate::views::install::Page;
use state::{BROWSER, Claim};

/// How long Slack may take to say what a channel is called: the page is as good without.
const CHANNEL_NAME: Duration = Duration::from_millis(1_500);

/// What the two addresses work with.
#[derive(Clone)]
pub struct Installer {
    pub app: App,
    pub slack: Arc<Slack>,
    /// None without a key: then nobody can install.
    pub vault: Option<Arc<Vault>>,
    /// Where a browser reaches us, without a slash at its end.
    pub public_url: String,
    /// Whether anybody else's request to the same address could be read on its way.
    pub secure: bool,
}

impl Installer {
    pub fn routes(self) -> Router {
        Router::new().route(INSTALL, get(begin)).route(RETURN, get(finish)).with_state(self)
    }

    /// The same, speaking the language that the browser asks for.
    fn to(self, headers: &HeaderMap) -> Self {
        Self { app: self.app.speaking(language_of(headers)), ..self }
    }

    fn back(&self) -> String {
        format!("{}{RETURN}", self.public_url)
    }

    /// The keys; or the variable that is missing.
    fn open(&self) -> Result<&Vault, &'static str> {
        self.app.door.address()?;
        self.vault.as_deref().ok_or("VOUCH_SECRET_KEY")
    }

    fn shut(&self, variable: &str) -> Response {
        self.show(StatusCode::NOT_FOUND, &Page::Shut { variable })
    }

    fn show(&self, status: StatusCode, said: &Page<'_>) -> Response {
        page(&self.app.voice(), status, said, None)
    }

    fn old(&self) -> Response {
        self.show(StatusCode::BAD_REQUEST, &Page::Old)
    }

    fn not_saved(&self, error: &StoreError) -> Response {
        tracing::warn!(%error, "an installation was not saved");
        self.show(StatusCode::SERVICE_UNAVAILABLE, &Page::NotSaved)
    }
}

async fn begin(
    State(door): State<Installer>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let door = door.to(&headers);
    let vault = match door.open() {
        Ok(vault) => vault,
        Err(missing) => return door.shut(missing),
    };
    let invitation = match said(&query.unwrap_or_default(), "partner") {
        None => None,
        Some(code) => match door.app.invitation(&code).await {
            Ok(Some(hash)) => Some(hash),
            Ok(None) => return door.old(),
            Err(error) => return door.not_saved(&error),
        },
    };
    // One browser may have two of these pages open.
    let browser = browser_of(&headers).unwrap_or_else(state::fresh);
    let state = Claim::new(invitation, door.app.now()).write(vault, &browser);
    let Some(address) = door.slack.authorize_address(&state, &door.back()) else {
        return door.shut("SLACK_CLIENT_ID");
    };
    let secure = if door.secure { "; Secure" } else { "" };
    let cookie = format!(
        "{BROWSER}={browser}; Path=/slack; Max-Age={}; HttpOnly; SameSite=Lax{secure}",
        state::LIVES.num_seconds()
    );
    (StatusCode::SEE_OTHER, [(SET_COOKIE, cookie), (LOCATION, address)]).into_response()
}

/// What the address says under a name, if it says something. It is read with patience: whatever a
/// browser brings is answered with a page.
fn said(query: &str, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let (_, value) = pairs.find(|(known, _)| known == name)?;
    Some(value.into_owned()).filter(|value| !value.is_empty())
}

async fn finish(
    State(door): State<Installer>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let browser = browser_of(&headers).unwrap_or_default();
    // The code works once: a browser that hangs up must not leave its token half way.
    let finished =
        tokio::spawn(finished(door.to(&headers), query.unwrap_or_default(), browser)).await;
    finished.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

async fn finished(door: Installer, query: String, browser: String) -> Response {
    let vault = match door.open() {
        Ok(vault) => vault,
        Err(missing) => return door.shut(missing),
    };
    let brought = |name: &str| said(&query, name);
    let state = brought("state").unwrap_or_default();
    let Some(claim) = Claim::read(vault, &browser, &state, door.app.now()) else {
        return door.old();
    };
    let code = match (brought("error"), brought("code")) {
        (Some(error), _) if error == "access_denied" => {
            return door.show(StatusCode::OK, &Page::Denied);
        }
        (Some(error), _) => return door.refused(&error),
        (None, None) => return door.old(),
        (None, Some(code)) => code,
    };
    match door.app.was_installed(&claim.key()).await {
        Ok(false) => {}
        Ok(true) => return door.old(),
        Err(error) => return door.not_saved(&error),
    }
    match door.slack.redeem(&code, &door.back()).await {
        Ok(granted) => door.keep(vault, claim, granted).await,
        Err(NotGranted::Spent) => door.old(),
        Err(NotGranted::Refused(code)) => door.refused(&code),
        Err(NotGranted::Away) => door.show(StatusCode::BAD_GATEWAY, &Page::NoAnswer),
    }
}

impl Installer {
    /// Keeps what was granted, when it is whole and not the programme's own workspace.
    async fn keep(&self, vault: &Vault, claim: Claim, granted: Granted) -> Response {
        let name = limits::shorten(&granted.workspace_name, limits::FIELD_VALUE);
        let home = match self.app.home(PlatformName::Slack).await {
            Ok(home) => home,
            Err(error) => return self.not_saved(&error),
        };
        if home.as_ref() == Some(&granted.workspace) {
            return self.show(StatusCode::BAD_REQUEST, &Page::Home { workspace: &name });
        }
        if let Some(scope) = granted.missing() {
            self.give_back(&granted).await;
            return self.show(StatusCode::BAD_REQUEST, &Page::Scope { scope });
        }
        let workspace = format!("{}:{}", PlatformName::Slack, granted.workspace);
        let installed = Installed {
            key: claim.key(),
            platform: PlatformName::Slack,
            by: granted.by.as_ref().map(|user| PersonRef::slack(&granted.workspace, user)),
            name: name.clone(),
            bot_user: granted.bot_user.clone(),
            token: vault.lock(&workspace, &granted.token),
            invitation: claim.invitation,
            workspace: granted.workspace.clone(),
        };
        match self.app.install(installed).await {
            Ok(Installation::Serves(partner)) => self.done(&granted, &name, &partner).await,
            Ok(Installation::Waits) => self.show(StatusCode::OK, &Page::Waits { workspace: &name }),
            Ok(Installation::Over) => {
                self.give_back(&granted).await;
                self.old()
            }
            Err(error) => {
                self.give_back(&granted).await;
                self.not_saved(&error)
            }
        }
    }

    /// The page after success leads to the partner's channel.
    async fn done(&self, granted: &Granted, name: &str, partner: &Partner) -> Response {
        let channel = self.channel_of(partner).await;
        let shown = channel.as_ref().map(|(_, shown)| shown.as_str());
        let next = channel.as_ref().map(|(id, shown)| Next {
            channel: shown,
            address: self.slack.channel_address(&granted.workspace, id),
        });
        let said = Page::Done { workspace: name, channel: shown };
        page(&self.app.voice(), StatusCode::OK, &said, next)
    }

    /// The partner's channel, by id and by what people call it; one that was linked by file has a
    /// name only on the platform.
    async fn channel_of(&self, partner: &Partner) -> Option<(String, String)> {
        let channels = queries::channels(&self.app.store.db).await.ok()?;
        let own = channels.into_iter().find(|channel| {
            channel.audience == Some(Audience::Partner) && channel.partner == Some(partner.id)
        })?;
        let (_, id) = own.id.split_once(':')?;
        let (_, workspace) = own.workspace.split_once(':')?;
        if let Some(name) = own.name {
            return Some((id.to_owned(), name));
        }
        let place = Place {
            platform: PlatformName::Slack,
            workspace: workspace.to_owned(),
            channel: id.to_owned(),
            thread: None,
        };
        let asked = tokio::time::timeout(CHANNEL_NAME, self.app.people.room(&place)).await;
        asked.ok()?.ok().map(|room| (id.to_owned(), room.name))
    }

    /// Gives a token back that is not kept; unless the same workspace is served already, whose token
    /// it may be as well.
    async fn give_back(&self, granted: &Granted) {
        let workspace = format!("{}:{}", PlatformName::Slack, granted.workspace);
        let known = self.app.store.reader.installation(&workspace).await;
        if matches!(known, Ok(None)) {
            self.slack.give_back(&granted.token).await;
        }
    }

    /// Slack's own word, as far as it is one.
    fn refused(&self, word: &str) -> Response {
        let known = word.len() <= 60 && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        let code = if known { word } else { "odd" };
        self.show(StatusCode::BAD_REQUEST, &Page::Refused { code })
    }
}

/// The browser's mark, where it brought one of ours.
fn browser_of(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|one| one.split_once('='));
    let (_, mark) = pairs.find(|(name, _)| name.trim() == BROWSER)?;
    let mark = mark.trim();
    state::is_mark(mark).then(|| mark.to_owned())
}
