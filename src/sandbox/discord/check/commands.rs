//! The list of an application's commands. Source: Discord, "Application Commands".

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Complaints, list};
use crate::sandbox::discord::rest::Refused;

/// Slash, person, message: how many of each.
const MOST: [(u64, usize); 3] = [(1, 100), (2, 15), (3, 15)];

/// Names, descriptions and values of one command, together.
const TEXT_MAX: usize = 8_000;

/// The whole list, as it is to stand from now on.
///
/// # Errors
/// What Discord says of it.
pub fn commands(all: &[Value]) -> Result<(), Refused> {
    let mut complaints = Complaints::default();
    let mut names = BTreeSet::new();
    for (at, command) in all.iter().enumerate() {
        let path = at.to_string();
        let kind = kind(command);
        complaints.choice(&format!("{path}.type"), &json!(kind), &[1, 2, 3, 4]);
        name(&mut complaints, &format!("{path}.name"), &command["name"], kind == 1);
        if kind == 1 {
            complaints.text(&format!("{path}.description"), &command["description"], (1, 100));
            options(&mut complaints, &path, list(&command["options"]));
        } else if command["description"].as_str().is_some_and(|text| !text.is_empty()) {
            let message = "Context menu commands cannot have description";
            let code = "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID";
            complaints.add(&format!("{path}.description"), code, message);
        }
        if texts(command) > TEXT_MAX {
            let message = format!("Command exceeds maximum size ({TEXT_MAX})");
            complaints.add(&path, "APPLICATION_COMMAND_TOO_LARGE", &message);
        }
        if !names.insert((kind, command["name"].to_string())) {
            let message = "Application command names must be unique";
            complaints.add(&path, "APPLICATION_COMMANDS_DUPLICATE_NAME", message);
        }
    }
    complaints.done()?;
    let over = |(wanted, most): &(u64, usize)| {
        all.iter().filter(|command| kind(command) == *wanted).count() > *most
    };
    match MOST.iter().find(|entry| over(entry)) {
        Some(_) => Err(Refused::new(400, 30_032, "Maximum number of application commands reached")),
        None => Ok(()),
    }
}

/// A command without a type is a slash command.
#[must_use]
pub fn kind(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

fn name(complaints: &mut Complaints, path: &str, name: &Value, strict: bool) {
    complaints.text(path, name, (1, 32));
    let text = name.as_str().unwrap_or_default();
    let fits = |c: char| c.is_alphanumeric() || "-_'".contains(c);
    if strict && (text != text.to_lowercase() || !text.chars().all(fits)) {
        let message = "Command name is invalid";
        complaints.add(path, "APPLICATION_COMMAND_INVALID_NAME", message);
    }
}

fn options(complaints: &mut Complaints, path: &str, all: &[Value]) {
    if all.len() > 25 {
        complaints.count(&format!("{path}.options"), all.len(), (0, 25));
    }
    let mut names = BTreeSet::new();
    let branches = all.iter().filter(|option| is_branch(option)).count();
    if branches > 0 && branches < all.len() {
        let message = "Sub-command option types are mutually exclusive to all other types";
        complaints.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
    }
    let mut optional = false;
    for (at, option) in all.iter().enumerate() {
        let path = format!("{path}.options.{at}");
        let kinds: Vec<u64> = (1..=11).collect();
        complaints.choice(&format!("{path}.type"), &option["type"], &kinds);
        name(complaints, &format!("{path}.name"), &option["name"], true);
        complaints.text(&format!("{path}.description"), &option["description"], (1, 100));
        if !names.insert(option["name"].to_string()) {
            let message = "Option name is used twice";
            complaints.add(&path, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message);
        }
        let required = option["required"] == true;
        if required && optional {
            let message = "Required options must be placed before non-required options";
            complaints.add(&path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
        }
        optional |= !required && !is_branch(option);
        choices(complaints, &path, option);
        options(complaints, &path, list(&option["options"]));
    }
}

/// A command behind a command, or a group of them.
fn is_branch(option: &Value) -> bool {
    matches!(option["type"].as_u64(), Some(1 | 2))
}

fn choices(complaints: &mut Complaints, path: &str, option: &Value) {
    let choices = list(&option["choices"]);
    if choices.len() > 25 {
        complaints.count(&format!("{path}.choices"), choices.len(), (0, 25));
    }
    if !choices.is_empty() && option["autocomplete"] == true {
        let message = "Autocomplete cannot be set to true if choices are present";
        complaints.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
    }
    for (at, choice) in choices.iter().enumerate() {
        let path = format!("{path}.choices.{at}");
        complaints.text(&format!("{path}.name"), &choice["name"], (1, 100));
        if choice["value"].is_string() {
            complaints.text(&format!("{path}.value"), &choice["value"], (1, 100));
        }
    }
}

/// What counts towards the size of a command. Of several languages the longest counts.
fn texts(part: &Value) -> usize {
    let own = ["name", "description"].iter().map(|key| {
        let lengths = part[format!("{key}_localizations")].as_object().into_iter().flatten();
        let others = lengths.map(|(_, text)| text.as_str().map_or(0, str::len));
        others.chain([part[*key].as_str().map_or(0, str::len)]).max().unwrap_or_default()
    });
    let value = part["value"].as_str().map_or(0, str::len);
    let inner = ["options", "choices"].iter().flat_map(|key| list(&part[*key])).map(texts);
    own.sum::<usize>() + value + inner.sum::<usize>()
}
