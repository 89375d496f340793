//! The first answer to an interaction. Source: Discord, "Receiving and Responding to Interactions".

use serde_json::{Value, json};

use super::messages::{changed, drafted, number_parts, shown};
use super::{Answered, Call, Refused, Reply};
use crate::sandbox::discord::check::{self, Complaints};
use crate::sandbox::discord::guild::{EPHEMERAL, LOADING, Modal};
use crate::sandbox::discord::live::{Interaction, Kind};
use crate::sandbox::hub::State;

/// A message; a placeholder for one; a placeholder for a change of the message that was pressed; the
/// change itself; options to choose from; a form. Source: the same page.
const MESSAGE: u64 = 4;
const DEFER: u64 = 5;
const DEFER_CHANGE: u64 = 6;
const CHANGE: u64 = 7;
const OPTIONS: u64 = 8;
const FORM: u64 = 9;

/// Which answers an interaction takes. A form answers what is no form itself.
fn answers(one: &Interaction) -> &'static [u64] {
    match (one.kind, one.message.is_some()) {
        (Kind::Command, _) => &[MESSAGE, DEFER, FORM],
        (Kind::Component, _) => &[MESSAGE, DEFER, DEFER_CHANGE, CHANGE, FORM],
        (Kind::Autocomplete, _) => &[OPTIONS],
        (Kind::Submit, true) => &[MESSAGE, DEFER, DEFER_CHANGE, CHANGE],
        (Kind::Submit, false) => &[MESSAGE, DEFER, DEFER_CHANGE],
    }
}

pub fn callback(state: &mut State, call: &mut Call<'_>) -> Answered {
    let (id, token) = (call.id(0).to_owned(), call.id(1).to_owned());
    let unknown = || Refused::unknown(10_062, "interaction");
    let one = state.discord.interactions.get(&id).filter(|one| one.token == token);
    let one = one.ok_or_else(unknown)?;
    call.of = Some(one.seq);
    if one.answered {
        let message = "Interaction has already been acknowledged.";
        return Err(Refused::new(400, 40_060, message));
    }
    if one.late() {
        return Err(unknown());
    }
    let mut complaints = Complaints::default();
    complaints.choice("type", &call.body["type"], answers(one));
    complaints.done()?;
    let of = one.kind as u64;
    let kind = call.body["type"].as_u64().unwrap_or_default();
    let original = apply(state, call, &id, kind)?;
    finish(state, call, &id, original.clone());
    if call.asked("with_response") != Some("true") {
        return Ok(Reply::empty());
    }
    let mut body = json!({
        "interaction": { "id": id, "type": of, "response_message_loading": kind == DEFER },
        "resource": { "type": kind },
    });
    body["interaction"]["response_message_id"] = json!(original.as_ref().map(|(_, id)| id));
    if let Some((channel, message)) = original.filter(|_| [MESSAGE, CHANGE].contains(&kind)) {
        body["resource"]["message"] = shown(state, &channel, &message)?.body;
    }
    Ok(Reply::ok(body))
}

/// Does what the answer says; gives the message that is `@original` from now on.
fn apply(
    state: &mut State,
    call: &mut Call<'_>,
    id: &str,
    kind: u64,
) -> Result<Option<(String, String)>, Refused> {
    let data = call.body["data"].clone();
    let one = interaction(state, id)?;
    let (channel, user) = (one.channel.clone(), one.user.clone());
    let pressed = one.message.clone().map(|message| (channel.clone(), message));
    match kind {
        MESSAGE | DEFER => {
            let metadata = one.metadata.clone();
            let command = one.kind == Kind::Command;
            if kind == MESSAGE {
                check::message(&data, call.uploads.len(), true).map_err(below_data)?;
            }
            let mut message = drafted(state, call, &channel, &data, true)?;
            let ephemeral = data["flags"].as_u64().unwrap_or_default() & EPHEMERAL;
            message.flags |= ephemeral | if kind == DEFER { LOADING } else { 0 };
            message.only_for = (ephemeral != 0).then_some(user);
            message.kind = if command { 20 } else { 0 };
            message.interaction = Some(metadata);
            let own = (channel.clone(), message.id.clone());
            if let Some(guild) = &mut state.world.discord {
                guild.add_message(&channel, message);
            }
            state.touch_discord(&channel);
            Ok(Some(own))
        }
        CHANGE => {
            let (channel, message) =
                pressed.clone().ok_or_else(|| Refused::unknown(10_008, "Message"))?;
            changed(state, call, &channel, &message, &data, true).map_err(below_data)?;
            Ok(pressed)
        }
        FORM => {
            check::modal(&data)?;
            open_form(state, call, id, data);
            Ok(None)
        }
        OPTIONS => {
            let mut complaints = Complaints::default();
            let choices = data["choices"].as_array().map_or(&[][..], Vec::as_slice);
            complaints.count("data.choices", choices.len(), (0, 25));
            for (at, choice) in choices.iter().enumerate() {
                complaints.text(&format!("data.choices.{at}.name"), &choice["name"], (1, 100));
                if choice["value"].is_string() {
                    complaints.text(
                        &format!("data.choices.{at}.value"),
                        &choice["value"],
                        (1, 100),
                    );
                }
            }
            complaints.done().map(|()| None)
        }
        _ => Ok(pressed),
    }
}

/// Complaints about a message stand below `data` in an answer.
fn below_data(refused: Refused) -> Refused {
    Refused { errors: refused.errors.map(|errors| json!({ "data": errors })), ..refused }
}

fn interaction<'a>(state: &'a State, id: &str) -> Result<&'a Interaction, Refused> {
    let one = state.discord.interactions.get(id);
    one.ok_or_else(|| Refused::unknown(10_062, "interaction"))
}

/// Puts a form in front of the person; there is never a second one.
fn open_form(state: &mut State, call: &Call<'_>, id: &str, mut form: Value) {
    number_parts(&mut form["components"], &mut 0);
    let Some(one) = state.discord.interactions.get(id) else { return };
    let (user, channel, message) = (one.user.clone(), one.channel.clone(), one.message.clone());
    let Some(guild) = &mut state.world.discord else { return };
    let text = |key: &str| form[key].as_str().unwrap_or_default().to_owned();
    let modal = Modal {
        id: guild.next_id(call.now),
        custom_id: text("custom_id"),
        title: text("title"),
        values: crate::sandbox::discord::person::form::preset(&form["components"]),
        components: form["components"].clone(),
        errors: std::collections::BTreeMap::new(),
        channel,
        message,
    };
    guild.screen_mut(&user).modal = Some(modal);
    state.touch_screen(&user);
}

/// It is answered from now on; whoever waits is told.
fn finish(state: &mut State, call: &Call<'_>, id: &str, original: Option<(String, String)>) {
    let Some(one) = state.discord.interactions.get_mut(id) else { return };
    one.answered = true;
    one.original = original;
    if let Some(waiting) = one.waiting.take() {
        let _ = waiting.send(call.body.clone());
    }
}
