//! Slack's Web API under `/api/{method}`.
//!
//! The order of refusals is Slack's: unknown method, token, scope, arguments, and only then limits.
//! This file takes a call from the wire to its method and back; the methods themselves are in the
//! rooms beside it, each a plain function from state and arguments to an answer.

mod args;
pub mod chat;
mod conversations;
mod files;
pub mod limits;
mod oauth;
mod people;
mod pictures;
mod pins;
mod reactions;
mod reply;
pub mod response_url;
pub mod schedule;
pub mod transfer;
pub mod trigger;
pub mod views;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::deliver::event::{Happening, tell};
use super::deliver::millis;
use super::hub::{Fault, Hub, OpenCall, State};
use super::log::{Entry, Kind};
use super::world::World;
use super::world::seed::APP_TOKEN;
use args::Args;
pub use conversations::bot_joined;
pub use people::{revoke, uninstall};
use reply::reply;

/// One call, after its token was understood.
pub struct Call<'a> {
    pub hub: &'a Hub,
    /// The installation whose token it came with; empty for an app token.
    pub team_id: String,
    /// Id and secret of the app, where it says who it is.
    pub client: Option<(String, String)>,
    pub args: Args,
    pub now: DateTime<Utc>,
    /// What the call made happen; told when the lock is down.
    pub happened: Vec<Happening>,
}

/// The refusal of a call that has to come again after some seconds.
fn limited(seconds: u64) -> Refused {
    Refused { retry_after: Some(seconds), ..Refused::from("ratelimited") }
}

/// Why a call is refused.
#[derive(Debug, Default)]
pub struct Refused {
    pub error: String,
    /// `response_metadata.messages`.
    pub messages: Vec<String>,
    pub needed: Option<String>,
    pub provided: Option<String>,
    /// Seconds; makes it HTTP 429.
    pub retry_after: Option<u64>,
}

impl From<&str> for Refused {
    fn from(error: &str) -> Self {
        Self { error: error.to_owned(), ..Self::default() }
    }
}

pub type Answered = Result<Value, Refused>;
type Method = fn(&mut State, &mut Call<'_>) -> Answered;

/// Which token a method wants.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    None,
    App,
    Bot,
}

/// A method: its token, the scopes of which one is needed (none: no scope), and what it does.
struct Entrance {
    token: Token,
    scopes: &'static [&'static str],
    run: Method,
}

/// All methods there are. Source of the scopes: the method pages of Slack's documentation.
fn entrance(method: &str) -> Option<Entrance> {
    const READ: &[&str] = &["channels:read", "groups:read", "im:read", "mpim:read"];
    const HISTORY: &[&str] = &["channels:history", "groups:history", "im:history", "mpim:history"];
    const INVITE: &[&str] =
        &["channels:manage", "channels:write.invites", "groups:write", "groups:write.invites"];
    let (token, scopes, run): (Token, &'static [&'static str], Method) = match method {
        "api.test" => (Token::None, &[], people::api_test),
        "apps.connections.open" => (Token::App, &[], people::connections_open),
        "apps.event.authorizations.list" => (Token::App, &[], people::authorizations),
        "auth.test" => (Token::Bot, &[], people::auth_test),
        "auth.revoke" => (Token::Bot, &[], people::auth_revoke),
        "oauth.v2.access" => (Token::None, &[], oauth::access),
        "team.info" => (Token::Bot, &["team:read"], people::team_info),
        "users.conversations" => (Token::Bot, READ, conversations::of_user),
        "users.info" => (Token::Bot, &["users:read"], people::info),
        "users.list" => (Token::Bot, &["users:read"], people::list),
        "users.lookupByEmail" => (Token::Bot, &["users:read.email"], people::lookup_by_email),
        "usergroups.list" => (Token::Bot, &["usergroups:read"], people::usergroups),
        "usergroups.users.list" => (Token::Bot, &["usergroups:read"], people::usergroup_users),
        "chat.postMessage" => (Token::Bot, &["chat:write"], chat::post),
        "chat.postEphemeral" => (Token::Bot, &["chat:write"], chat::post_ephemeral),
        "chat.update" => (Token::Bot, &["chat:write"], chat::update),
        "chat.delete" => (Token::Bot, &["chat:write"], chat::delete),
        "chat.scheduleMessage" => (Token::Bot, &["chat:write"], schedule::add),
        "chat.deleteScheduledMessage" => (Token::Bot, &["chat:write"], schedule::delete),
        // Slack's page names no scope.
        "chat.scheduledMessages.list" => (Token::Bot, &[], schedule::list),
        "chat.getPermalink" => (Token::Bot, &[], chat::permalink),
        "views.open" => (Token::Bot, &[], views::open),
        "views.push" => (Token::Bot, &[], views::push),
        "views.update" => (Token::Bot, &[], views::update),
        "views.publish" => (Token::Bot, &[], views::publish),
        "conversations.info" => (Token::Bot, READ, conversations::info),
        "conversations.list" => (Token::Bot, READ, conversations::list),
        "conversations.members" => (Token::Bot, READ, conversations::members),
        "conversations.open" => (Token::Bot, &["im:write", "mpim:write"], conversations::open),
        "conversations.invite" => (Token::Bot, INVITE, conversations::invite),
        "conversations.join" => (Token::Bot, &["channels:join"], conversations::join),
        "conversations.leave" => (
            Token::Bot,
            &["channels:manage", "groups:write", "im:write", "mpim:write"],
            conversations::leave,
        ),
        "conversations.history" => (Token::Bot, HISTORY, conversations::history),
        "conversations.replies" => (Token::Bot, HISTORY, conversations::replies),
        "pins.add" => (Token::Bot, &["pins:write"], pins::add),
        "pins.remove" => (Token::Bot, &["pins:write"], pins::remove),
        "pins.list" => (Token::Bot, &["pins:read"], pins::list),
        "reactions.add" => (Token::Bot, &["reactions:write"], reactions::add),
        "reactions.remove" => (Token::Bot, &["reactions:write"], reactions::remove),
        "reactions.get" => (Token::Bot, &["reactions:read"], reactions::get),
        "files.getUploadURLExternal" => (Token::Bot, &["files:write"], files::upload_url),
        "files.completeUploadExternal" => (Token::Bot, &["files:write"], files::complete),
        "files.info" => (Token::Bot, &["files:read"], files::info),
        "bookmarks.add" => (Token::Bot, &["bookmarks:write"], pins::add_bookmark),
        "bookmarks.list" => (Token::Bot, &["bookmarks:read"], pins::list_bookmarks),
        _ => return None,
    };
    Some(Entrance { token, scopes, run })
}

/// `/api/{method}`, by GET or POST.
pub async fn serve(
    Shared(hub): Shared<Arc<Hub>>,
    Path(method): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let started = Instant::now();
    let (mut args, wrong) = args::read(query.as_deref().unwrap_or_default(), &headers, &body);
    let client = oauth::client(&headers, &mut args);
    let token = args::token(&headers, &mut args);
    let form = args::form(&headers, &body);
    let request = Value::Object(args.clone());
    let channel = args.get("channel").and_then(Value::as_str);
    let (open, fault) = begun(&hub, &method, channel).await;
    let (team_id, answer) = match fault.as_ref().and_then(spoiled) {
        Some(refused) => {
            let mut state = hub.lock();
            trigger::answered(&mut state, &Args::new(args));
            (state.team_of(&token), Err(refused))
        }
        None => run(&hub, &method, (&token, client), args, wrong),
    };
    let mut response = reply(&method, answer, fault.as_ref());
    response.scopes = team_id.as_ref().map(|team_id| scopes(&hub, &hub.lock(), team_id));
    let mut entry = Entry::new(hub.clock.now(), Kind::Api, &method);
    entry.wire = Some((form, response.status.as_u16()));
    entry.team_id = team_id;
    entry.request = request;
    entry.response = response.body.clone();
    if let Some(token) = entry.response.get_mut("access_token") {
        // Tokens stand in no log.
        *token = json!("…");
    }
    entry.ms = millis(started);
    open.end(entry);
    if method.starts_with("views.") {
        hub.view_calls.send_modify(|count| *count += 1);
    }
    response.into_response()
}

/// Counts a call as being answered, and gives the fault that spoils it, once its delay is over.
async fn begun(hub: &Arc<Hub>, method: &str, channel: Option<&str>) -> (OpenCall, Option<Fault>) {
    let open = OpenCall::begin(hub);
    let fault = hub.lock().take_fault(method, channel);
    if let Some(wait) = fault.as_ref().and_then(|fault| fault.delay_ms) {
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
    (open, fault)
}

/// Finds the method and runs it under the lock.
fn run(
    hub: &Arc<Hub>,
    method: &str,
    (token, client): (&str, Option<(String, String)>),
    args: Map<String, Value>,
    wrong_body: Option<&str>,
) -> (Option<String>, Answered) {
    let Some(entrance) = entrance(method) else { return (None, Err("unknown_method".into())) };
    if let Some(error) = wrong_body {
        return (None, Err(error.into()));
    }
    let team_id = match hub.lock().allow(entrance.token, token) {
        Ok(team_id) => team_id,
        Err(refused) => return (None, Err(refused)),
    };
    let known = Some(team_id.clone()).filter(|id| !id.is_empty());
    let args = Args::new(args);
    let now = hub.clock.now();
    let mut call = Call { hub, team_id, client, args, now, happened: Vec::new() };
    let answer = {
        let mut state = hub.lock();
        scope(&mut state, hub, &entrance, &call)
            .and_then(|()| state.within_tier(method, &call))
            .and_then(|()| (entrance.run)(&mut state, &mut call))
            .inspect_err(|_| trigger::answered(&mut state, &call.args))
    };
    hub.ring();
    let happened = std::mem::take(&mut call.happened);
    tell(hub, happened);
    (known, answer)
}

/// The bot user of an installation.
fn bot_user(world: &World, team_id: &str) -> String {
    let install = world.team(team_id).and_then(|team| team.install.as_ref());
    install.map(|install| install.bot_user_id.clone()).unwrap_or_default()
}

impl State {
    /// Refuses a call over its method's tier, where tiers are switched on.
    fn within_tier(&mut self, method: &str, call: &Call<'_>) -> Result<(), Refused> {
        let Some(rule) = limits::tier(method).filter(|_| self.tiers) else { return Ok(()) };
        let key = (call.team_id.as_str(), method);
        self.buckets.take(rule, key, call.now).map_err(limited)
    }

    /// The installation a token belongs to.
    fn team_of(&self, token: &str) -> Option<String> {
        let has = |team: &&super::world::Team| {
            team.install.as_ref().is_some_and(|install| install.bot_token == token)
        };
        self.world.teams.iter().find(has).map(|team| team.id.clone())
    }

    fn allow(&self, wanted: Token, token: &str) -> Result<String, Refused> {
        match wanted {
            Token::None => Ok(self.team_of(token).unwrap_or_default()),
            _ if token.is_empty() => Err("not_authed".into()),
            Token::App if token == APP_TOKEN => Ok(String::new()),
            Token::App if self.team_of(token).is_some() => Err("not_allowed_token_type".into()),
            Token::App => Err("invalid_auth".into()),
            Token::Bot if token == APP_TOKEN => Err("not_allowed_token_type".into()),
            Token::Bot if self.world.revoked_tokens.iter().any(|revoked| revoked == token) => {
                Err("account_inactive".into())
            }
            Token::Bot => self.team_of(token).ok_or_else(|| "invalid_auth".into()),
        }
    }
}

/// Slack answers `missing_scope` when the installation has none of a method's scopes.
fn scope(
    state: &mut State,
    hub: &Hub,
    entrance: &Entrance,
    call: &Call<'_>,
) -> Result<(), Refused> {
    if entrance.scopes.is_empty() {
        return Ok(());
    }
    for wanted in conversations::needed(&state.world, entrance.scopes, &call.args) {
        let granted = state.scopes_of(&hub.manifest, &call.team_id);
        let Some(scope) = wanted.iter().find(|scope| granted.contains(**scope)) else {
            return Err(Refused {
                needed: Some(wanted.join(",")),
                provided: Some(scopes(hub, state, &call.team_id)),
                ..Refused::from("missing_scope")
            });
        };
        state.scopes_used.insert((*scope).to_owned());
    }
    Ok(())
}

/// What an installation's token may do, as Slack lists it.
fn scopes(hub: &Hub, state: &State, team_id: &str) -> String {
    let granted = state.scopes_of(&hub.manifest, team_id);
    granted.iter().map(String::as_str).collect::<Vec<_>>().join(",")
}

/// The answer a fault gives in place of the method's own.
fn spoiled(fault: &Fault) -> Option<Refused> {
    if fault.http_status.is_some() || fault.cut {
        return Some("service_unavailable".into());
    }
    let error = fault.error.as_deref()?;
    let limited = error == "ratelimited" || error == "rate_limited";
    let retry_after = fault.retry_after.or(limited.then_some(1));
    Some(Refused { retry_after, ..Refused::from(error) })
}
