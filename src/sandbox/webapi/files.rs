//! `files.*`: an upload in three steps (an address, the bytes, the message), and looking at it.
//! Source: Slack, "Working with files".

use serde_json::{Value, json};

use super::chat::{ContentBounds, content, place, seen, thread};
use super::{Answered, Call, Refused, bot_user};
use crate::sandbox::deliver::event::{Happening, heard};
use crate::sandbox::hub::{State, random_hex};
use crate::sandbox::shapes;
use crate::sandbox::world::World;
use crate::sandbox::world::files::{File, Stage};

/// Step one: an address to send the bytes to.
pub fn upload_url(state: &mut State, call: &mut Call<'_>) -> Answered {
    let name = call.args.required("filename")?;
    call.args.required("length")?;
    let size = call.args.number("length").filter(|size| *size > 0).ok_or("invalid_arguments")?;
    let file = File {
        id: state.world.next_id("F"),
        team_id: call.team_id.clone(),
        user: bot_user(&state.world, &call.team_id),
        title: name.clone(),
        name,
        size,
        created: call.now.timestamp(),
        stage: Stage::Announced,
        shares: Vec::new(),
    };
    let key = random_hex();
    state.uploads.insert(key.clone(), file.id.clone());
    let address = format!("{}/upload/{key}", call.hub.base);
    let answer = json!({ "upload_url": address, "file_id": file.id });
    state.world.files.push(file);
    Ok(answer)
}

/// Step three: gives the files their titles and shares them in the conversations named, with one
/// message each.
pub fn complete(state: &mut State, call: &mut Call<'_>) -> Answered {
    let ids = titled(state, call)?;
    let mut places = call.args.list("channels");
    places.extend(call.args.text("channel_id"));
    let places = places
        .iter()
        .map(|wanted| place(&mut state.world, &call.team_id, wanted))
        .collect::<Result<Vec<_>, _>>()?;
    let comment = content(call, "initial_comment", ContentBounds::FileComment)?;
    let threads = places
        .iter()
        .map(|conversation| thread(&state.world, conversation, call))
        .collect::<Result<Vec<_>, _>>()?;
    for (id, title) in &ids {
        if let Some(file) = state.world.file_mut(id) {
            file.stage = Stage::Done;
            file.title.clone_from(title);
        }
    }
    let ids: Vec<String> = ids.into_iter().map(|(id, _)| id).collect();
    for (conversation, thread_ts) in places.iter().zip(threads) {
        let mut message =
            comment.clone().written(&mut state.world, &call.team_id, call.now, thread_ts, None);
        message.files.clone_from(&ids);
        let share = (conversation.clone(), message.ts.clone());
        for id in &ids {
            if let Some(file) = state.world.file_mut(id) {
                file.shares.push(share.clone());
            }
        }
        call.happened.extend(heard(state, conversation, &message));
        call.happened
            .extend(ids.iter().map(|id| shared(&call.team_id, conversation, id, &message.author)));
        state.world.add_message(conversation, message);
        state.touch_messages(conversation);
    }
    let shown =
        |id: &String| state.world.file(id).map(|file| shapes::files::whole(&state.world, file));
    let files: Vec<Value> = ids.iter().filter_map(shown).collect();
    Ok(json!({ "files": files }))
}

/// The files of a call and their titles; each has to be the caller's own, with its bytes here.
fn titled(state: &State, call: &Call<'_>) -> Result<Vec<(String, String)>, Refused> {
    let entries = call.args.json("files").as_array().filter(|entries| !entries.is_empty());
    let Some(entries) = entries else {
        call.args.required("files")?;
        return Err("invalid_arguments".into());
    };
    entries
        .iter()
        .map(|entry| {
            let id = entry["id"].as_str().unwrap_or_default();
            let own = state.world.file(id).filter(|file| file.team_id == call.team_id);
            let file = own.filter(|file| file.stage == Stage::Sent).ok_or("file_not_found")?;
            let title = entry["title"].as_str().filter(|title| !title.is_empty());
            Ok((id.to_owned(), title.unwrap_or(&file.name).to_owned()))
        })
        .collect()
}

fn shared(app_team: &str, conversation: &str, file: &str, user: &str) -> Happening {
    Happening {
        subscription: "file_shared",
        app_team: app_team.to_owned(),
        channel: Some(conversation.to_owned()),
        event: json!({
            "type": "file_shared",
            "channel_id": conversation,
            "file_id": file,
            "user_id": user,
            "file": { "id": file },
        }),
    }
}

pub fn info(state: &mut State, call: &mut Call<'_>) -> Answered {
    let id = call.args.required("file")?;
    let world = &state.world;
    let file = visible(world, &call.team_id, &id).ok_or("file_not_found")?;
    Ok(json!({
        "file": shapes::files::whole(world, file),
        "comments": [],
        "response_metadata": { "next_cursor": "" },
    }))
}

/// A file that an installation may see: its own, or one in a conversation it knows of.
pub fn visible<'a>(world: &'a World, team_id: &str, id: &str) -> Option<&'a File> {
    let file = world.file(id).filter(|file| file.stage == Stage::Done)?;
    let met = file.shares.iter().any(|(place, _)| seen(world, team_id, place).is_ok());
    (file.team_id == team_id || met).then_some(file)
}
