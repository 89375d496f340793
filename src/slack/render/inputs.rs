//! The fields of a form as input blocks. Block and element both bear the field's name.

use serde_json::{Value, json};

use super::words::plain;
use crate::chat::limits::{CHOICE, CHOICES, HINT, INPUT_LABEL, PICKS, TYPED, shorten};
use crate::chat::view::{Choice, Field, FieldKind};

/// Characters of an option's value. Source: Slack, "Option object".
const OPTION_VALUE: usize = 150;

/// An input block; nothing for a list without options, which Slack refuses and nobody can answer.
pub(super) fn input(field: &Field) -> Option<Value> {
    let mut element = element(&field.kind)?;
    element["action_id"] = json!(field.name);
    let mut block = json!({
        "type": "input",
        "block_id": field.name,
        "label": plain(&field.label, INPUT_LABEL),
        "optional": !field.required,
        "element": element,
    });
    if let Some(hint) = &field.hint {
        block["hint"] = plain(hint, HINT);
    }
    Some(block)
}

fn element(kind: &FieldKind) -> Option<Value> {
    match kind {
        FieldKind::Short { preset } => Some(typed(&preset.replace('\n', " "), false)),
        FieldKind::Long { preset } => Some(typed(preset, true)),
        FieldKind::Choice { options, preset } => {
            listed("radio_buttons", options, CHOICES, preset.as_deref())
        }
        FieldKind::Pick { options, preset } => {
            listed("static_select", options, PICKS, preset.as_deref())
        }
        FieldKind::Several { options, presets } => boxes(options, presets),
        // Without a least length an empty field offers something, too.
        FieldKind::Lookup => Some(json!({ "type": "external_select", "min_query_length": 0 })),
        FieldKind::Person { preset } => {
            let user = preset.as_ref().map(|person| json!(person.user));
            Some(preset_as("users_select", "initial_user", user))
        }
        FieldKind::Day { preset } => {
            let day = preset.map(|day| json!(day.to_string()));
            Some(preset_as("datepicker", "initial_date", day))
        }
    }
}

/// A text input. The preset is what the same person typed before, so it is given back unchanged
/// but for control characters.
fn typed(preset: &str, multiline: bool) -> Value {
    let kept: String = preset.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let mut element =
        json!({ "type": "plain_text_input", "multiline": multiline, "max_length": TYPED });
    if !kept.is_empty() {
        element["initial_value"] = json!(shorten(&kept, TYPED));
    }
    element
}

pub(super) fn listed(
    kind: &str,
    choices: &[Choice],
    most: usize,
    preset: Option<&str>,
) -> Option<Value> {
    let sendable = |choice: &&Choice| (1..=OPTION_VALUE).contains(&choice.value.chars().count());
    let options: Vec<Value> = choices.iter().filter(sendable).take(most).map(option).collect();
    if options.is_empty() {
        return None;
    }
    // Slack wants the chosen option word for word as it stands in the list.
    let chosen = options.iter().find(|option| option["value"].as_str() == preset).cloned();
    let mut element = preset_as(kind, "initial_option", chosen);
    element["options"] = json!(options);
    Some(element)
}

/// Boxes to tick. Slack wants the ticked ones word for word as they stand in the list.
fn boxes(options: &[Choice], presets: &[String]) -> Option<Value> {
    let mut element = listed("checkboxes", options, CHOICES, None)?;
    let ticked = |option: &&Value| presets.iter().any(|value| option["value"] == json!(value));
    let all = element["options"].as_array().into_iter().flatten();
    let ticked: Vec<Value> = all.filter(ticked).cloned().collect();
    if !ticked.is_empty() {
        element["initial_options"] = json!(ticked);
    }
    Some(element)
}

pub(super) fn option(choice: &Choice) -> Value {
    json!({ "text": plain(&choice.label, CHOICE), "value": choice.value })
}

fn preset_as(kind: &str, key: &str, preset: Option<Value>) -> Value {
    let mut element = json!({ "type": kind });
    if let Some(preset) = preset {
        element[key] = preset;
    }
    element
}
