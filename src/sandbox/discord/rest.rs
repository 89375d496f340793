//! Discord's HTTP API under `/discord/api/v10`.
//!
//! This file takes a call from the wire to its route and back: fault, token, rate limit, route. The
//! routes themselves are in the rooms beside it, each a plain function from state and call to an
//! answer.

mod body;
mod channels;
mod commands;
pub mod files;
pub mod guilds;
mod interactions;
pub mod limits;
mod messages;
mod reply;
mod threads;
mod webhooks;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde_json::Value;

use self::body::{Body, Upload};
pub use self::reply::{Answered, Refused, Reply};
use super::Guild;
use super::guild::rights::VIEW;
use super::guild::seed::{BOT_TOKEN, BOT_USER_ID};
use crate::sandbox::deliver::millis;
use crate::sandbox::hub::{Hub, OpenCall, State};
use crate::sandbox::log::{Entry, Kind};
use crate::sandbox::world::World;

/// One call, after its token was understood.
pub struct Call<'a> {
    pub hub: &'a Hub,
    /// The ids in the path, in order.
    pub ids: Vec<String>,
    pub query: Vec<(String, String)>,
    pub body: Value,
    pub uploads: Vec<Upload>,
    pub now: DateTime<Utc>,
    /// Files to be written once the lock is down: id and bytes.
    pub keep: Vec<(String, Bytes)>,
    /// The delivery that this call answers.
    pub of: Option<u64>,
}

impl Call<'_> {
    /// An id of the path.
    fn id(&self, at: usize) -> &str {
        self.ids.get(at).map_or("", String::as_str)
    }

    fn asked(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }
}

type Run = fn(&mut State, &mut Call<'_>) -> Answered;

/// A route: the name that faults and the log use, whether it needs the bot's token, and what it does.
struct Route {
    name: &'static str,
    open: bool,
    ids: Vec<String>,
    run: Run,
}

impl Route {
    /// The channel that a call is about.
    fn channel(&self) -> Option<&str> {
        let (_, path) = self.name.split_once(' ')?;
        path.starts_with("/channels/").then(|| self.ids.first().map(String::as_str)).flatten()
    }
}

/// All routes there are.
fn route(method: &Method, path: &str) -> Option<Route> {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    ROUTES.iter().find_map(|&(name, open, run)| {
        let (wanted, pattern) = name.split_once(' ')?;
        let ids = (method.as_str() == wanted).then(|| matched(pattern, &parts))??;
        Some(Route { name, open, ids, run })
    })
}

/// The ids of a path that has this form.
fn matched(pattern: &str, parts: &[&str]) -> Option<Vec<String>> {
    let pattern: Vec<&str> = pattern.trim_matches('/').split('/').collect();
    let fits = |(wanted, part): (&&str, &&str)| wanted.starts_with('{') || wanted == part;
    let all = pattern.len() == parts.len() && pattern.iter().zip(parts).all(fits);
    all.then(|| {
        let given = pattern.iter().zip(parts).filter(|(wanted, _)| wanted.starts_with('{'));
        given.map(|(_, part)| (*part).to_owned()).collect()
    })
}

/// Name, whether it works without the bot's token, and what it does. What has no id in a place comes
/// before what has one there.
#[rustfmt::skip]
static ROUTES: &[(&str, bool, Run)] = &[
    ("GET /gateway", true, guilds::gateway),
    ("GET /gateway/bot", false, guilds::gateway_bot),
    ("GET /users/@me", false, guilds::me),
    ("GET /users/@me/guilds", false, guilds::my_guilds),
    ("POST /users/@me/channels", false, channels::open_direct),
    ("GET /users/{id}", false, guilds::user),
    ("GET /applications/@me", false, guilds::application),
    ("GET /oauth2/applications/@me", false, guilds::application),
    ("GET /applications/{id}/guilds/{id}/commands", false, commands::list),
    ("PUT /applications/{id}/guilds/{id}/commands", false, commands::overwrite),
    ("GET /guilds/{id}", false, guilds::guild),
    ("GET /guilds/{id}/channels", false, guilds::channels),
    ("POST /guilds/{id}/channels", false, guilds::create_channel),
    ("GET /guilds/{id}/roles", false, guilds::roles),
    ("GET /guilds/{id}/members", false, guilds::members),
    ("GET /guilds/{id}/members/{id}", false, guilds::member),
    ("PUT /guilds/{id}/members/{id}/roles/{id}", false, guilds::give_role),
    ("DELETE /guilds/{id}/members/{id}/roles/{id}", false, guilds::take_role),
    ("GET /guilds/{id}/threads/active", false, threads::active),
    ("GET /channels/{id}", false, channels::channel),
    ("PATCH /channels/{id}", false, threads::change),
    ("DELETE /channels/{id}", false, threads::delete),
    ("GET /channels/{id}/messages", false, messages::list),
    ("POST /channels/{id}/messages", false, messages::post),
    ("GET /channels/{id}/messages/pins", false, channels::pins),
    ("GET /channels/{id}/pins", false, channels::old_pins),
    ("GET /channels/{id}/messages/{id}", false, messages::get),
    ("PATCH /channels/{id}/messages/{id}", false, messages::edit),
    ("DELETE /channels/{id}/messages/{id}", false, messages::delete),
    ("PUT /channels/{id}/messages/pins/{id}", false, channels::pin),
    ("DELETE /channels/{id}/messages/pins/{id}", false, channels::unpin),
    ("PUT /channels/{id}/pins/{id}", false, channels::pin),
    ("DELETE /channels/{id}/pins/{id}", false, channels::unpin),
    ("POST /channels/{id}/typing", false, channels::typing),
    ("POST /channels/{id}/messages/{id}/threads", false, threads::from_message),
    ("POST /channels/{id}/threads", false, threads::start),
    ("GET /channels/{id}/threads/archived/public", false, threads::archived),
    ("PUT /channels/{id}/thread-members/{id}", false, threads::add_member),
    ("POST /interactions/{id}/{token}/callback", true, interactions::callback),
    ("GET /webhooks/{id}/{token}/messages/@original", true, webhooks::get),
    ("PATCH /webhooks/{id}/{token}/messages/@original", true, webhooks::edit),
    ("DELETE /webhooks/{id}/{token}/messages/@original", true, webhooks::delete),
    ("GET /webhooks/{id}/{token}/messages/{id}", true, webhooks::get),
    ("PATCH /webhooks/{id}/{token}/messages/{id}", true, webhooks::edit),
    ("DELETE /webhooks/{id}/{token}/messages/{id}", true, webhooks::delete),
    ("POST /webhooks/{id}/{token}", true, webhooks::follow_up),
];

/// Any method below `/discord/api/v10`.
pub async fn serve(
    Shared(hub): Shared<Arc<Hub>>,
    method: Method,
    Path(path): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let started = Instant::now();
    let open = OpenCall::begin(&hub);
    let route = route(&method, &path);
    let name =
        route.as_ref().map_or_else(|| format!("{method} /{path}"), |one| one.name.to_owned());
    let fault = hub.lock().take_fault(&name, route.as_ref().and_then(Route::channel));
    if let Some(wait) = fault.as_ref().and_then(|fault| fault.delay_ms) {
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
    let mut entry = Entry::new(hub.clock.now(), Kind::Api, &name);
    entry.platform = Some("discord");
    let body = body::read(&headers, &bytes);
    entry.request = logged(&path, body.as_ref().ok());
    if let Some(reason) = reason(&headers) {
        entry.request["reason"] = reason.into();
    }
    let form = body::form(&headers, &bytes);
    let query = query.as_deref().unwrap_or_default();
    let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let asked = Asked { route, token: bearer(&headers), query, body };
    let (answer, of) = match fault.as_ref().and_then(reply::spoiled) {
        Some(refused) => (Err(refused), None),
        None => run(&hub, asked).await,
    };
    let reply = reply::finished(answer, fault.as_ref());
    entry.wire = Some((form, reply.status.as_u16()));
    entry.response = reply.body.clone();
    entry.of = of;
    entry.ms = millis(started);
    open.end(entry);
    reply.into_response()
}

/// A call as it came.
struct Asked {
    route: Option<Route>,
    token: String,
    query: Vec<(String, String)>,
    body: Result<Body, Refused>,
}

/// The path and the body of a call, as the log shows them: tokens of interactions stand in no log.
fn logged(path: &str, body: Option<&Body>) -> Value {
    let mut parts: Vec<&str> = path.split('/').collect();
    if matches!(parts.first(), Some(&("interactions" | "webhooks")))
        && let Some(token) = parts.get_mut(2)
    {
        *token = "…";
    }
    let mut request = body.map_or(Value::Null, |body| body.json.clone());
    if !request.is_object() {
        request = serde_json::json!({ "body": request });
    }
    request["path"] = format!("/{}", parts.join("/")).into();
    request
}

/// What the audit log would say of the call. Source: Discord, "Audit Logs Resource".
fn reason(headers: &HeaderMap) -> Option<String> {
    let given = headers.get("X-Audit-Log-Reason")?.to_str().ok()?;
    let pair = format!("reason={}", given.replace('+', "%2B"));
    form_urlencoded::parse(pair.as_bytes()).next().map(|(_, reason)| reason.into_owned())
}

fn bearer(headers: &HeaderMap) -> String {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    header.unwrap_or_default().to_owned()
}

/// Finds the route and runs it under the lock.
async fn run(hub: &Arc<Hub>, asked: Asked) -> (Answered, Option<u64>) {
    let Some(route) = asked.route else { return (Err(Refused::not_found()), None) };
    if !route.open && asked.token != format!("Bot {BOT_TOKEN}") {
        return (Err(Refused::unauthorized()), None);
    }
    let now = hub.clock.now();
    let limit = match hub.lock().discord.buckets.take(route.name, &route.ids, now) {
        Ok(limit) => limit,
        Err(refused) => return (Err(refused), None),
    };
    let body = match asked.body {
        Ok(body) => body,
        Err(refused) => return (Err(refused), None),
    };
    let mut call = Call {
        hub,
        ids: route.ids,
        query: asked.query,
        body: body.json,
        uploads: body.uploads,
        now,
        keep: Vec::new(),
        of: None,
    };
    let answer = hub.with(|state| (route.run)(state, &mut call));
    if answer.is_ok() {
        for (id, bytes) in std::mem::take(&mut call.keep) {
            files::keep(hub, &id, &bytes).await;
        }
    }
    (answer.map(|reply| reply.within(limit)), call.of)
}

/// The first answer to an interaction that came by HTTP, in the response itself.
pub fn answered_inline(hub: &Hub, ids: [String; 2], body: Value) {
    let mut call = Call {
        hub,
        ids: Vec::from(ids),
        query: Vec::new(),
        body,
        uploads: Vec::new(),
        now: hub.clock.now(),
        keep: Vec::new(),
        of: None,
    };
    // What is wrong with it shows to the person, whose deed stays without an answer.
    let answer = hub.with(|state| interactions::callback(state, &mut call));
    if let Err(refused) = answer {
        tracing::warn!(code = refused.code, "an answer in a response does not fit");
    }
}

/// The server, while the bot is in it.
fn guild_of(state: &State) -> Result<&Guild, Refused> {
    let guild = state.world.discord.as_ref().filter(|guild| guild.bot_present);
    guild.ok_or_else(Refused::no_access)
}

fn guild_mut(world: &mut World) -> Result<&mut Guild, Refused> {
    let guild = world.discord.as_mut().filter(|guild| guild.bot_present);
    guild.ok_or_else(Refused::no_access)
}

/// That the bot sees a channel and has further rights there.
fn allowed(state: &State, channel: &str, rights: u64) -> Result<(), Refused> {
    let guild = guild_of(state)?;
    guild.channel(channel).ok_or_else(|| Refused::unknown(10_003, "Channel"))?;
    if !guild.may(BOT_USER_ID, channel, VIEW) {
        return Err(Refused::no_access());
    }
    if guild.may(BOT_USER_ID, channel, rights) { Ok(()) } else { Err(Refused::no_right()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_its_route() {
        #[rustfmt::skip]
        let table = [
            (Method::GET,   "gateway",                   Some(("GET /gateway", vec![]))),
            (Method::GET,   "users/@me",                 Some(("GET /users/@me", vec![]))),
            (Method::GET,   "users/7",                   Some(("GET /users/{id}", vec!["7"]))),
            (Method::PUT,   "channels/1/messages/pins/2", Some(("PUT /channels/{id}/messages/pins/{id}", vec!["1", "2"]))),
            (Method::GET,   "channels/1/messages/pins",  Some(("GET /channels/{id}/messages/pins", vec!["1"]))),
            (Method::PATCH, "webhooks/1/t/messages/@original", Some(("PATCH /webhooks/{id}/{token}/messages/@original", vec!["1", "t"]))),
            (Method::POST,  "users/7",                   None),
            (Method::GET,   "channels/1/nothing",        None),
        ];
        for (method, path, wanted) in table {
            let found = route(&method, path);
            let found =
                found.as_ref().map(|one| (one.name, one.ids.iter().map(String::as_str).collect()));
            assert_eq!(found, wanted, "{method} {path}");
        }
    }

    #[test]
    fn tokens_of_interactions_stand_in_no_log() {
        assert_eq!(
            logged("interactions/1/secret/callback", None)["path"],
            "/interactions/1/…/callback"
        );
        assert_eq!(logged("webhooks/1/secret", None)["path"], "/webhooks/1/…");
        assert_eq!(logged("channels/1/messages", None)["path"], "/channels/1/messages");
    }
}
