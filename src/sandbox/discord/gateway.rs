//! Discord's Gateway under `/discord/gateway`: hello, identify or resume, heartbeats, events.
//! Source: Discord, "Gateway", "Gateway Events", "Opcodes and Status Codes".

pub mod session;

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use self::session::Session;
use super::guild::seed::{APPLICATION_ID, BOT_TOKEN, BOT_USER_ID};
use super::{BELOW, shapes};
use crate::sandbox::hub::{Hub, State};
use crate::sandbox::log::{Entry, Kind};

/// How often a bot has to show that it lives, in milliseconds.
const HEARTBEAT_MS: u64 = 41_250;

/// Intents that exist. Source: Discord, "List of Intents".
const INTENTS: u64 = 0x331_FFFF;

/// Intents that have to be switched on for an application first.
const PRIVILEGED: u64 = 1 << 1 | 1 << 8 | 1 << 15;

/// What goes to a socket.
#[derive(Clone, Debug)]
pub enum Out {
    Frame(String),
    /// Close with a code and Discord's words for it.
    Close(u16, &'static str),
    /// Break off without a word.
    Cut,
}

/// The address a bot connects to.
#[must_use]
pub fn address(base: &str) -> String {
    format!("{}{BELOW}/gateway", base.replacen("http", "ws", 1))
}

/// `GET /discord/gateway`.
pub async fn open(Shared(hub): Shared<Arc<Hub>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| serve(hub, socket)).into_response()
}

async fn serve(hub: Arc<Hub>, mut socket: WebSocket) {
    let (out, frames) = mpsc::unbounded_channel();
    let number = {
        let live = &mut hub.lock().discord;
        live.last_wire += 1;
        live.last_wire
    };
    let hello =
        json!({ "op": 10, "s": null, "t": null, "d": { "heartbeat_interval": HEARTBEAT_MS } });
    if socket.send(text(&hello)).await.is_ok() {
        let over = talk(&hub, &mut socket, (number, out), frames).await;
        hang_up(&hub, number, over);
    }
}

/// How a socket ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Over {
    /// The bot said goodbye: its session is over, too.
    Goodbye,
    Lost,
}

async fn talk(
    hub: &Arc<Hub>,
    socket: &mut WebSocket,
    wire: (u64, UnboundedSender<Out>),
    mut frames: UnboundedReceiver<Out>,
) -> Over {
    loop {
        tokio::select! {
            out = frames.recv() => match out {
                Some(Out::Frame(frame)) => {
                    if socket.send(Message::Text(frame.into())).await.is_err() {
                        return Over::Lost;
                    }
                }
                Some(Out::Close(code, reason)) => {
                    let frame = CloseFrame { code, reason: reason.into() };
                    let _ = socket.send(Message::Close(Some(frame))).await;
                    return Over::Lost;
                }
                Some(Out::Cut) | None => return Over::Lost,
            },
            heard = socket.recv() => match heard {
                Some(Ok(Message::Text(frame))) => listen(hub, &wire, frame.as_bytes()),
                Some(Ok(Message::Binary(frame))) => listen(hub, &wire, &frame),
                Some(Ok(Message::Close(close))) => {
                    let goodbye = close.is_some_and(|close| [1000, 1001].contains(&close.code));
                    return if goodbye { Over::Goodbye } else { Over::Lost };
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Over::Lost,
            },
            () = hub.stopping.cancelled() => return Over::Lost,
        }
    }
}

/// The session stays without its socket, unless the bot ended it.
fn hang_up(hub: &Hub, number: u64, over: Over) {
    let now = hub.clock.now();
    hub.with(|state| {
        let sessions = &mut state.discord.sessions;
        let mine = |one: &Session| one.wire.as_ref().is_some_and(|(wire, _)| *wire == number);
        if over == Over::Goodbye {
            sessions.retain(|session| !mine(session));
        }
        for session in sessions.iter_mut().filter(|session| mine(session)) {
            session.wire = None;
            session.lost_at = Some(now);
        }
        told_connected(hub, state);
    });
}

/// One frame of a bot.
fn listen(hub: &Arc<Hub>, wire: &(u64, UnboundedSender<Out>), frame: &[u8]) {
    let say = |out: Out| drop(wire.1.send(out));
    let Ok(frame) = serde_json::from_slice::<Value>(frame) else {
        return say(Out::Close(4002, "Error while decoding payload."));
    };
    let known = hub.lock().discord.sessions.iter().any(|session| holds(session, wire.0));
    match frame["op"].as_u64() {
        Some(1) => {
            if !hub.lock().discord.muted {
                say(Out::Frame(json!({ "op": 11, "s": null, "t": null, "d": null }).to_string()));
            }
        }
        Some(2) if known => say(Out::Close(4005, "Already authenticated.")),
        Some(2) => identify(hub, wire, &frame["d"]),
        Some(6) if known => say(Out::Close(4005, "Already authenticated.")),
        Some(6) => resume(hub, wire, &frame["d"]),
        // Presence, voice, members: nothing comes of them here.
        Some(3 | 4 | 8 | 31) if known => {}
        Some(3 | 4 | 8 | 31) => say(Out::Close(4003, "Not authenticated.")),
        _ => say(Out::Close(4001, "Unknown opcode.")),
    }
}

fn holds(session: &Session, number: u64) -> bool {
    session.wire.as_ref().is_some_and(|(wire, _)| *wire == number)
}

fn is_bot(token: &Value) -> bool {
    let token = token.as_str().unwrap_or_default();
    token.strip_prefix("Bot ").unwrap_or(token) == BOT_TOKEN
}

fn identify(hub: &Arc<Hub>, wire: &(u64, UnboundedSender<Out>), asked: &Value) {
    let granted = hub.lock().world.discord.as_ref().map_or(0, |guild| guild.granted_intents);
    let refused = match asked["intents"].as_u64() {
        _ if !is_bot(&asked["token"]) => Some((4004, "Authentication failed.")),
        None => Some((4013, "Invalid intent(s).")),
        Some(intents) if intents & !INTENTS != 0 => Some((4013, "Invalid intent(s).")),
        Some(intents) if intents & PRIVILEGED & !granted != 0 => {
            Some((4014, "Disallowed intent(s)."))
        }
        Some(_) if asked["shard"][1].as_u64().is_some_and(|of| of > 1) => {
            Some((4010, "Invalid shard."))
        }
        Some(_) => None,
    };
    if let Some((code, reason)) = refused {
        return drop(wire.1.send(Out::Close(code, reason)));
    }
    let mut session = Session::new(asked["intents"].as_u64().unwrap_or_default(), wire.clone());
    hub.with(|state| {
        let guild = state.world.discord.as_ref();
        let guild = guild.filter(|guild| guild.bot_present);
        let listed: Vec<Value> =
            guild.map(|guild| json!({ "id": guild.id, "unavailable": true })).into_iter().collect();
        let ready = json!({
            "v": 10,
            "user": shapes::user(&state.world, BOT_USER_ID),
            "guilds": listed,
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": address(&hub.base),
            "shard": [0, 1],
            "application": { "id": APPLICATION_ID, "flags": 0 },
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "user_settings": {},
            "_trace": [],
        });
        let frame = session.hear("READY", &ready);
        note(hub, state, "READY", &frame);
        if let Some(guild) = guild_of(state).filter(|_| session.wants("GUILD_CREATE")) {
            let frame = session.hear("GUILD_CREATE", &guild);
            note(hub, state, "GUILD_CREATE", &frame);
        }
        state.discord.sessions.push(session);
        told_connected(hub, state);
    });
}

fn guild_of(state: &State) -> Option<Value> {
    let guild = state.world.discord.as_ref().filter(|guild| guild.bot_present)?;
    Some(shapes::created_guild(&state.world, guild))
}

/// A lost session goes on where it was; one that is not known any more has to begin anew.
fn resume(hub: &Arc<Hub>, wire: &(u64, UnboundedSender<Out>), asked: &Value) {
    let say = |out: Out| drop(wire.1.send(out));
    if !is_bot(&asked["token"]) {
        return say(Out::Close(4004, "Authentication failed."));
    }
    let now = hub.clock.now();
    let after = asked["seq"].as_u64().unwrap_or_default();
    hub.with(|state| {
        forget_lost(state, now);
        let id = &asked["session_id"];
        let found = state.discord.sessions.iter_mut().find(|session| *id == session.id.as_str());
        let Some(session) = found else {
            return say(Out::Frame(invalid(false)));
        };
        if after > session.seq {
            return say(Out::Close(4007, "Invalid `seq`."));
        }
        if let Some((_, old)) = session.wire.replace(wire.clone()) {
            let _ = old.send(Out::Cut);
        }
        session.lost_at = None;
        session.replay(after);
        let resumed = session.hear("RESUMED", &json!({ "_trace": [] }));
        note(hub, state, "RESUMED", &resumed);
        told_connected(hub, state);
    });
}

fn forget_lost(state: &mut State, now: DateTime<Utc>) {
    state.discord.sessions.retain(|session| session.can_resume(now));
}

fn invalid(resumable: bool) -> String {
    json!({ "op": 9, "s": null, "t": null, "d": resumable }).to_string()
}

/// Tells every session that asked for it what happened; gives the log's number of it.
pub fn dispatch(hub: &Hub, state: &mut State, event: &str, data: &Value) -> u64 {
    forget_lost(state, hub.clock.now());
    let sessions = state.discord.sessions.iter_mut().filter(|session| session.wants(event));
    let frames: Vec<Value> = sessions.map(|session| session.hear(event, data)).collect();
    let unheard = json!({ "op": 0, "s": null, "t": event, "d": data });
    note(hub, state, event, frames.first().unwrap_or(&unheard))
}

/// A frame of any kind for every open socket, past all numbering.
pub fn send_raw(hub: &Hub, state: &mut State, frame: &Value) -> u64 {
    for session in &state.discord.sessions {
        session.send(Out::Frame(frame.to_string()));
    }
    note(hub, state, "raw", frame)
}

fn note(hub: &Hub, state: &mut State, event: &str, frame: &Value) -> u64 {
    let mut entry = Entry::new(hub.clock.now(), Kind::Event, event);
    entry.platform = Some("discord");
    entry.request = frame.clone();
    state.touch("log");
    state.log.add(entry)
}

/// What can be done to connections. Source: Discord, "Reconnect", "Invalid Session".
#[derive(Clone, Copy, Debug)]
pub enum Trouble {
    Cut,
    Close(u16),
    Reconnect,
    Invalid { resumable: bool },
}

/// Does it to every open socket.
pub fn trouble(hub: &Hub, trouble: Trouble) {
    hub.with(|state| {
        let sessions = &mut state.discord.sessions;
        for session in sessions.iter() {
            session.send(match trouble {
                Trouble::Cut => Out::Cut,
                Trouble::Close(code) => Out::Close(code, "Closed by the sandbox."),
                Trouble::Reconnect => {
                    Out::Frame(json!({ "op": 7, "s": null, "t": null, "d": null }).to_string())
                }
                Trouble::Invalid { resumable } => Out::Frame(invalid(resumable)),
            });
        }
        if let Trouble::Invalid { resumable: false } = trouble {
            sessions.clear();
        }
    });
}

/// Wakes whoever waits for a bot, and tells the page.
fn told_connected(hub: &Hub, state: &mut State) {
    let open = state.discord.sessions.iter().filter(|session| session.is_open()).count();
    hub.discord_sockets.send_replace(open);
    state.touch("world");
}

fn text(frame: &Value) -> Message {
    Message::Text(frame.to_string().into())
}
