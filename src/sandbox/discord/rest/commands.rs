//! The bot's commands in the server.

use serde_json::{Value, json};

use super::{Answered, Call, Refused, Reply, guild_mut, guild_of};
use crate::sandbox::discord::check;
use crate::sandbox::discord::guild::seed::APPLICATION_ID;
use crate::sandbox::hub::State;

fn own(state: &State, call: &Call<'_>) -> Result<(), Refused> {
    if call.id(0) != APPLICATION_ID {
        return Err(Refused::unknown(10_002, "Application"));
    }
    if guild_of(state)?.id != call.id(1) {
        return Err(Refused::unknown(10_004, "Guild"));
    }
    Ok(())
}

pub fn list(state: &mut State, call: &mut Call<'_>) -> Answered {
    own(state, call)?;
    Ok(Reply::ok(json!(guild_of(state)?.commands)))
}

/// The list as it is to stand from now on. A command that was there under the same name keeps its id.
pub fn overwrite(state: &mut State, call: &mut Call<'_>) -> Answered {
    own(state, call)?;
    let wanted = call.body.as_array().cloned().ok_or_else(|| {
        let message = "Only iterables may be used in a ListType";
        Refused::form(json!({ "_errors": [{ "code": "LIST_TYPE_CONVERT", "message": message }] }))
    })?;
    check::commands(&wanted)?;
    let guild = guild_mut(&mut state.world)?;
    let known = std::mem::take(&mut guild.commands);
    for command in wanted {
        let same = known.iter().find(|one| {
            one["name"] == command["name"] && one["type"] == command["type"].as_u64().unwrap_or(1)
        });
        let id = match same.and_then(|one| one["id"].as_str()) {
            Some(id) => id.to_owned(),
            None => guild.next_id(call.now),
        };
        let command = whole(command, &id, &guild.id);
        guild.commands.push(command);
    }
    let commands = json!(guild.commands);
    state.touch("world");
    Ok(Reply::ok(commands))
}

/// With everything that Discord adds.
fn whole(mut command: Value, id: &str, guild: &str) -> Value {
    let usual = [
        ("type", json!(1)),
        ("description", json!("")),
        ("default_member_permissions", Value::Null),
        ("nsfw", json!(false)),
    ];
    for (key, value) in usual {
        if command[key].is_null() {
            command[key] = value;
        }
    }
    if let Some(options) = command["options"].as_array_mut() {
        options.iter_mut().for_each(bare);
    }
    command["id"] = json!(id);
    command["application_id"] = json!(APPLICATION_ID);
    command["guild_id"] = json!(guild);
    command["version"] = json!(id);
    command
}

/// An option as Discord gives it back: without what was left open.
fn bare(option: &mut Value) {
    let Some(fields) = option.as_object_mut() else { return };
    fields
        .retain(|_, value| !value.is_null() && value.as_array().is_none_or(|all| !all.is_empty()));
    if let Some(below) = fields.get_mut("options").and_then(Value::as_array_mut) {
        below.iter_mut().for_each(bare);
    }
}
