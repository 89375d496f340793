//! `chat.scheduleMessage` and its neighbours, and the posting of what is due.

use std::sync::Arc;

use chrono::DateTime;
use serde_json::{Value, json};

use super::chat::{ContentBounds, content, place, seen, thread};
use super::conversations::page;
use super::{Answered, Call, Refused};
use crate::sandbox::deliver::event::{heard, tell};
use crate::sandbox::hub::{Hub, State};
use crate::sandbox::shapes;
use crate::sandbox::world::later::Scheduled;

/// How far ahead, and how many for one channel within a window of time. Source: Slack,
/// "chat.scheduleMessage".
const HORIZON_DAYS: i64 = 120;
const PER_WINDOW: usize = 30;
const WINDOW_SECONDS: i64 = 5 * 60;

/// So shortly before its time nothing is taken back. Source: Slack, "chat.deleteScheduledMessage".
const TOO_LATE_SECONDS: i64 = 60;

pub fn add(state: &mut State, call: &mut Call<'_>) -> Answered {
    let wanted = call.args.required("channel")?;
    let post_at = call.args.required("post_at")?;
    let post_at = post_at.parse::<i64>().map_err(|_no_number| Refused::from("invalid_time"))?;
    let content = content(call, "text", ContentBounds::Cut)?;
    let channel = place(&mut state.world, &call.team_id, &wanted)?;
    let thread_ts = thread(&state.world, &channel, call)?;
    let now = call.now.timestamp();
    if post_at <= now {
        return Err("time_in_past".into());
    }
    if post_at > now + HORIZON_DAYS * 86_400 {
        return Err("time_too_far".into());
    }
    let window = post_at.div_euclid(WINDOW_SECONDS);
    let close = state.world.scheduled.iter().filter(|other| {
        other.channel == channel && other.post_at.div_euclid(WINDOW_SECONDS) == window
    });
    if close.count() >= PER_WINDOW {
        return Err("restricted_too_many".into());
    }
    let message = content.written(&mut state.world, &call.team_id, call.now, thread_ts, None);
    let mut shown = shapes::message(&state.world, &channel, &message);
    if let Some(shown) = shown.as_object_mut() {
        // It has no time yet.
        shown.remove("ts");
    }
    let id = state.world.next_id("Q");
    let entry =
        Scheduled { id: id.clone(), channel: channel.clone(), post_at, created: now, message };
    state.world.scheduled.push(entry);
    state.touch("world");
    call.hub.schedule_changed.notify_one();
    Ok(json!({
        "channel": channel,
        "scheduled_message_id": id,
        "post_at": post_at,
        "message": shown,
    }))
}

pub fn delete(state: &mut State, call: &mut Call<'_>) -> Answered {
    let wanted = call.args.required("channel")?;
    let id = call.args.required("scheduled_message_id")?;
    let channel = place(&mut state.world, &call.team_id, &wanted)?;
    let soonest = call.now.timestamp() + TOO_LATE_SECONDS;
    let at = own(state, &call.team_id)
        .position(|entry| entry.id == id && entry.channel == channel && entry.post_at > soonest);
    at.ok_or("invalid_scheduled_message_id")?;
    state.world.scheduled.retain(|entry| entry.id != id);
    state.touch("world");
    Ok(json!({}))
}

pub fn list(state: &mut State, call: &mut Call<'_>) -> Answered {
    let channel = call.args.text("channel");
    if let Some(channel) = &channel {
        seen(&state.world, &call.team_id, channel)?;
    }
    let bound = |key: &str| call.args.text(key).and_then(|text| text.parse::<i64>().ok());
    let (oldest, latest) = (bound("oldest"), bound("latest"));
    let mut entries: Vec<&Scheduled> = own(state, &call.team_id)
        .filter(|entry| channel.as_ref().is_none_or(|channel| entry.channel == *channel))
        .filter(|entry| oldest.is_none_or(|oldest| entry.post_at >= oldest))
        .filter(|entry| latest.is_none_or(|latest| entry.post_at <= latest))
        .collect();
    entries.sort_by_key(|entry| entry.post_at);
    let entries: Vec<Value> = entries
        .into_iter()
        .map(|entry| {
            json!({
                "id": entry.id,
                "channel_id": entry.channel,
                "post_at": entry.post_at,
                "date_created": entry.created,
                "text": entry.message.text,
            })
        })
        .collect();
    let (entries, next_cursor) = page(&entries, &call.args)?;
    Ok(json!({
        "scheduled_messages": entries,
        "response_metadata": { "next_cursor": next_cursor },
    }))
}

fn own<'a>(state: &'a State, team_id: &'a str) -> impl Iterator<Item = &'a Scheduled> {
    let all = state.world.scheduled.iter();
    all.filter(move |entry| entry.message.app_team.as_deref() == Some(team_id))
}

/// Posts what is due. One with metadata, and one whose channel the app cannot write to any more, is
/// dropped without a word, as Slack does.
pub fn post_due(hub: &Arc<Hub>) {
    let happened = hub.with(|state| {
        let mut happened = Vec::new();
        for entry in state.world.take_due(hub.clock.now().timestamp()) {
            let mut message = entry.message;
            let team_id = message.app_team.clone().unwrap_or_default();
            let may = place(&mut state.world, &team_id, &entry.channel).is_ok();
            if !may || !message.metadata.is_null() {
                continue;
            }
            let at = DateTime::from_timestamp(entry.post_at, 0).unwrap_or(hub.clock.now());
            message.ts = state.world.next_ts(at);
            happened.extend(heard(state, &entry.channel, &message));
            state.world.add_message(&entry.channel, message);
            state.touch_messages(&entry.channel);
        }
        happened
    });
    tell(hub, happened);
}

/// Posts scheduled messages when their time comes, until the sandbox stops.
pub async fn keep_posting(hub: Arc<Hub>) {
    loop {
        let next = hub.lock().world.next_scheduled();
        let due = next.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        let time_comes = async {
            match due {
                Some(due) => hub.clock.sleep_until(due).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = time_comes => post_due(&hub),
            () = hub.schedule_changed.notified() => {}
            () = hub.stopping.cancelled() => return,
        }
    }
}
