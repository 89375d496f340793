//! Buttons, menus and the rest of what messages and forms are made of.
//! Source: Discord, "Component Reference".

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Complaints, list};

const ROW: u64 = 1;
const BUTTON: u64 = 2;
const STRING_SELECT: u64 = 3;
/// The menus that Discord itself fills: people, roles, both, channels.
const SELECTS: [u64; 5] = [3, 5, 6, 7, 8];

/// Components of one message, of the newer kind: everything nested counts.
const V2_MAX: usize = 40;

/// The components of a message, of the old kind or the newer one.
pub fn of_message(complaints: &mut Complaints, components: &[Value], v2: bool) {
    let mut ids = BTreeSet::new();
    if v2 {
        let count: usize = components.iter().map(counted).sum();
        if count > V2_MAX {
            complaints.count("components", count, (1, V2_MAX));
        }
    } else if components.len() > 5 {
        complaints.count("components", components.len(), (1, 5));
    }
    for (at, component) in components.iter().enumerate() {
        let path = format!("components.{at}");
        let kinds: &[u64] = if v2 { &[1, 9, 10, 12, 13, 14, 17] } else { &[ROW] };
        complaints.choice(&format!("{path}.type"), &component["type"], kinds);
        part(complaints, &path, component, &mut ids);
    }
}

/// A component and everything in it.
fn counted(component: &Value) -> usize {
    let inside = list(&component["components"]).iter().map(counted).sum::<usize>();
    1 + inside + usize::from(component["accessory"].is_object())
}

fn part(complaints: &mut Complaints, path: &str, part: &Value, ids: &mut BTreeSet<String>) {
    match part["type"].as_u64() {
        Some(ROW) => row(complaints, path, part, ids),
        Some(BUTTON) => button(complaints, path, part, ids),
        Some(9) => {
            complaints.count(
                &format!("{path}.components"),
                list(&part["components"]).len(),
                (1, 3),
            );
            nested(complaints, path, part, ids);
            self::part(complaints, &format!("{path}.accessory"), &part["accessory"], ids);
        }
        Some(10) => complaints.text(&format!("{path}.content"), &part["content"], (1, 4_000)),
        Some(17) => nested(complaints, path, part, ids),
        _ => {}
    }
}

fn nested(complaints: &mut Complaints, path: &str, outer: &Value, ids: &mut BTreeSet<String>) {
    for (at, inner) in list(&outer["components"]).iter().enumerate() {
        part(complaints, &format!("{path}.components.{at}"), inner, ids);
    }
}

/// Up to five buttons, or one menu.
fn row(complaints: &mut Complaints, path: &str, row: &Value, ids: &mut BTreeSet<String>) {
    let inside = list(&row["components"]);
    let menus = inside.iter().any(|one| one["type"] != BUTTON);
    let most = if menus { 1 } else { 5 };
    complaints.count(&format!("{path}.components"), inside.len(), (1, most));
    for (at, element) in inside.iter().enumerate() {
        let path = format!("{path}.components.{at}");
        complaints.choice(&format!("{path}.type"), &element["type"], &[2, 3, 5, 6, 7, 8]);
        if element["type"] == BUTTON {
            button(complaints, &path, element, ids);
        } else if element["type"].as_u64().is_some_and(|kind| SELECTS.contains(&kind)) {
            select(complaints, &path, element, ids);
        }
    }
}

/// Source: Discord, "Button".
fn button(complaints: &mut Complaints, path: &str, button: &Value, ids: &mut BTreeSet<String>) {
    complaints.choice(&format!("{path}.style"), &button["style"], &[1, 2, 3, 4, 5, 6]);
    complaints.text(&format!("{path}.label"), &button["label"], (0, 80));
    if button["style"] == 5 {
        complaints.text(&format!("{path}.url"), &button["url"], (1, 512));
        if !button["custom_id"].is_null() {
            let message = "A custom id and url cannot both be specified";
            complaints.add(path, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL_MUTUALLY_EXCLUSIVE", message);
        }
    } else {
        custom_id(complaints, path, button, ids);
    }
    let label = button["label"].as_str().unwrap_or_default();
    if label.is_empty() && button["emoji"].is_null() {
        let message = "A button must have a label or an emoji";
        complaints.add(path, "BUTTON_COMPONENT_INVALID_EMOJI_LABEL", message);
    }
}

/// Its own name, of which there is no second one.
pub fn custom_id(
    complaints: &mut Complaints,
    path: &str,
    element: &Value,
    ids: &mut BTreeSet<String>,
) {
    let path = format!("{path}.custom_id");
    complaints.text(&path, &element["custom_id"], (1, 100));
    let id = element["custom_id"].as_str().unwrap_or_default();
    if !id.is_empty() && !ids.insert(id.to_owned()) {
        let message = "Component custom id cannot be duplicated";
        complaints.add(&path, "COMPONENT_CUSTOM_ID_DUPLICATED", message);
    }
}

/// Source: Discord, "String Select" and its neighbours.
pub fn select(complaints: &mut Complaints, path: &str, menu: &Value, ids: &mut BTreeSet<String>) {
    custom_id(complaints, path, menu, ids);
    complaints.text(&format!("{path}.placeholder"), &menu["placeholder"], (0, 150));
    if menu["type"] == STRING_SELECT {
        options(complaints, path, menu, (1, 25));
    }
    for (key, least) in [("min_values", 0), ("max_values", 1)] {
        let number = &menu[key];
        if !number.is_null() && !number.as_u64().is_some_and(|n| (least..=25).contains(&n)) {
            let path = format!("{path}.{key}");
            complaints.add(&path, "NUMBER_TYPE_MAX", "int value should be between 0 and 25.");
        }
    }
}

/// The options of a menu, of radio buttons, of checkboxes.
pub fn options(complaints: &mut Complaints, path: &str, menu: &Value, counts: (usize, usize)) {
    let options = list(&menu["options"]);
    complaints.count(&format!("{path}.options"), options.len(), counts);
    let mut values = BTreeSet::new();
    for (at, option) in options.iter().enumerate() {
        let path = format!("{path}.options.{at}");
        complaints.text(&format!("{path}.label"), &option["label"], (1, 100));
        complaints.text(&format!("{path}.value"), &option["value"], (1, 100));
        complaints.text(&format!("{path}.description"), &option["description"], (0, 100));
        if !values.insert(option["value"].to_string()) {
            let message = "The specified option value is already used";
            complaints.add(
                &format!("{path}.value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                message,
            );
        }
    }
}
