//! The question for the options of a menu that the app fills.

use serde_json::{Value, json};

use super::{Delivery, payload};
use crate::sandbox::shapes;
use crate::sandbox::world::{Message, Person, View, World};

/// Where the menu stands.
pub enum Place {
    View(Box<View>),
    Message { channel: String, app_team: String, message: Box<Message> },
}

impl Place {
    #[must_use]
    pub fn blocks(&self) -> &[Value] {
        match self {
            Self::View(view) => view.blocks(),
            Self::Message { message, .. } => {
                message.blocks.as_array().map_or(&[][..], Vec::as_slice)
            }
        }
    }

    /// The installation that is asked.
    #[must_use]
    pub fn app_team(&self) -> &str {
        match self {
            Self::View(view) => &view.app_team,
            Self::Message { app_team, .. } => app_team,
        }
    }
}

/// The question: `ids` are block and action, `typed` is what a person has typed so far.
#[must_use]
pub fn question(
    world: &World,
    person: &Person,
    place: &Place,
    ids: (&str, &str),
    typed: &str,
) -> Delivery {
    let mut payload = match place {
        Place::View(view) => {
            let mut payload = payload::of_view("block_suggestion", world, person, view);
            payload["container"] = json!({ "type": "view", "view_id": view.id });
            payload
        }
        Place::Message { channel, message, .. } => at_message(world, person, channel, message),
    };
    payload["team"] = world.team(place.app_team()).map_or(Value::Null, shapes::team_ref);
    payload["block_id"] = json!(ids.0);
    payload["action_id"] = json!(ids.1);
    payload["value"] = json!(typed);
    payload::interaction("block_suggestion", place.app_team(), payload)
}

fn at_message(world: &World, person: &Person, channel: &str, message: &Message) -> Value {
    let mut payload = payload::by_person("block_suggestion", person);
    payload["container"] = json!({
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel,
        "is_ephemeral": message.only_for.is_some(),
    });
    payload["channel"] =
        json!({ "id": channel, "name": payload::conversation_name(world, channel) });
    if message.only_for.is_none() {
        payload["message"] = shapes::message(world, channel, message);
    }
    payload
}
