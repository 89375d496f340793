//! `POST /response/{key}`: the address a command or a press can be answered at.
//!
//! Five uses within thirty minutes; used up or over, it is not there any more. Answers are for the
//! person alone unless they say otherwise. Source: Slack, "Handling user interaction".

use std::sync::Arc;
use std::time::Instant;

use axum::body::Bytes;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::chat::erase;
use super::reply::reply;
use super::{Refused, begun, bot_user, spoiled};
use crate::sandbox::check;
use crate::sandbox::deliver::millis;
use crate::sandbox::hub::{Hub, ReplyUrl, State};
use crate::sandbox::log::{Entry, Kind};
use crate::sandbox::world::Message;

const USES: u32 = 5;

/// Its name in the log and for faults.
const METHOD: &str = "response_url";

pub async fn serve(
    Shared(hub): Shared<Arc<Hub>>,
    Path(key): Path<String>,
    body: Bytes,
) -> Response {
    let started = Instant::now();
    let request: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let (open, fault) = begun(&hub, METHOD, None).await;
    let now = hub.clock.now();
    let (team_id, result) = match fault.as_ref().and_then(spoiled) {
        Some(refused) => (None, Err(refused)),
        None => hub.with(|state| match used(state, &key, now) {
            Some(url) => (Some(url.team_id.clone()), apply(state, &url, &request, now)),
            None => (None, Err("used_url".into())),
        }),
    };
    let gone = matches!(&result, Err(refused) if refused.error == "used_url");
    let mut response = reply(METHOD, result.map(|()| json!({})), fault.as_ref());
    if gone {
        response.status = StatusCode::NOT_FOUND;
    }
    let mut entry = Entry::new(now, Kind::Api, METHOD);
    entry.team_id = team_id;
    entry.wire = Some(("JSON", response.status.as_u16()));
    entry.request = request;
    entry.response = response.body.clone();
    entry.ms = millis(started);
    open.end(entry);
    response.into_response()
}

/// Counts one use; none when there is nothing left to use.
fn used(state: &mut State, key: &str, now: DateTime<Utc>) -> Option<ReplyUrl> {
    let url = state.reply_urls.get_mut(key)?;
    if url.uses == USES || now > url.until {
        return None;
    }
    url.uses += 1;
    Some(url.clone())
}

/// Does what an answer says: delete or replace the message, or post a new one. Also used for what a
/// command's acknowledgement brings.
pub fn apply(
    state: &mut State,
    url: &ReplyUrl,
    request: &Value,
    now: DateTime<Utc>,
) -> Result<(), Refused> {
    let original = url.message.as_deref();
    if request["delete_original"] == json!(true) {
        let message = original.and_then(|ts| state.world.message_mut(&url.channel, ts));
        erase(message.ok_or("message_not_found")?);
        state.touch_messages(&url.channel);
        return Ok(());
    }
    let text = request["text"].as_str().unwrap_or_default().to_owned();
    let mut blocks = request["blocks"].clone();
    if text.is_empty() && blocks.as_array().is_none_or(Vec::is_empty) {
        return Err("no_text".into());
    }
    check::message(&blocks)?;
    check::name_blocks(&mut blocks);
    if request["replace_original"] == json!(true)
        && let Some(message) = original.and_then(|ts| state.world.message_mut(&url.channel, ts))
    {
        message.text = text;
        message.blocks = blocks;
        state.touch_messages(&url.channel);
        return Ok(());
    }
    let public = request["response_type"] == json!("in_channel");
    let message = Message {
        ts: state.world.next_ts(now),
        thread_ts: request["thread_ts"].as_str().map(str::to_owned),
        author: bot_user(&state.world, &url.team_id),
        app_team: Some(url.team_id.clone()),
        text,
        blocks,
        only_for: (!public).then(|| url.user.clone()),
        edited: false,
        deleted: false,
        metadata: Value::Null,
        reactions: Vec::new(),
        files: Vec::new(),
    };
    state.world.add_message(&url.channel, message);
    state.touch_messages(&url.channel);
    Ok(())
}
