//! Forms as people fill them in: their inputs, what stands in them, and how it is sent.
//! Source: Discord, "Component Reference".

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::sandbox::discord::guild::Member;
use crate::sandbox::discord::{Guild, shapes};
use crate::sandbox::form::enter::same;
use crate::sandbox::world::World;

const TEXT: u64 = 4;
const RADIO: u64 = 21;
const CHECKBOX: u64 = 23;

/// What can be filled in, with the label that stands above it.
pub struct Input<'a> {
    pub label: &'a str,
    pub element: &'a Value,
}

impl Input<'_> {
    pub fn id(&self) -> &str {
        self.element["custom_id"].as_str().unwrap_or_default()
    }

    fn kind(&self) -> u64 {
        kind(self.element)
    }

    /// Everything but a single checkbox has to be filled in unless the bot says otherwise.
    fn required(&self) -> bool {
        self.element["required"].as_bool().unwrap_or(self.kind() != CHECKBOX)
    }
}

pub fn kind(element: &Value) -> u64 {
    element["type"].as_u64().unwrap_or_default()
}

/// The inputs of a form, from top to bottom.
pub fn inputs(components: &Value) -> Vec<Input<'_>> {
    let text = |value: &'_ Value| value.is_object();
    let mut inputs = Vec::new();
    for part in components.as_array().into_iter().flatten() {
        if text(&part["component"]) {
            let label = part["label"].as_str().unwrap_or_default();
            inputs.push(Input { label, element: &part["component"] });
        }
        for element in part["components"].as_array().into_iter().flatten() {
            inputs.push(Input { label: element["label"].as_str().unwrap_or_default(), element });
        }
    }
    inputs
}

/// What stands in a form when it opens.
pub fn preset(components: &Value) -> BTreeMap<String, Value> {
    inputs(components)
        .iter()
        .filter_map(|input| Some((input.id().to_owned(), initial(input.element)?)))
        .collect()
}

fn initial(element: &Value) -> Option<Value> {
    let chosen = || -> Vec<Value> {
        let options = element["options"].as_array().into_iter().flatten();
        let own = options.filter(|option| option["default"] == true);
        let ids = element["default_values"].as_array().into_iter().flatten();
        own.map(|option| option["value"].clone()).chain(ids.map(|one| one["id"].clone())).collect()
    };
    match kind(element) {
        TEXT => element["value"].as_str().map(|text| json!(text)),
        RADIO => chosen().into_iter().next(),
        CHECKBOX => element["default"].as_bool().map(|on| json!(on)),
        _ => Some(chosen()).filter(|chosen| !chosen.is_empty()).map(Value::Array),
    }
}

/// What a person enters, as it is kept; none where there is no such option.
pub fn entered(guild: &Guild, element: &Value, raw: &Value) -> Option<Value> {
    match kind(element) {
        TEXT => Some(json!(plain(raw))),
        CHECKBOX => Some(json!(is_yes(raw))),
        RADIO if plain(raw).is_empty() => Some(Value::Null),
        RADIO => option(element, &plain(raw)),
        _ => {
            let wanted = match raw {
                Value::Array(list) => list.iter().map(plain).collect(),
                Value::Null => Vec::new(),
                Value::String(nothing) if nothing.is_empty() => Vec::new(),
                one => vec![plain(one)],
            };
            let found: Option<Vec<Value>> =
                wanted.iter().map(|one| chosen(guild, element, one)).collect();
            found.map(Value::Array)
        }
    }
}

fn is_yes(raw: &Value) -> bool {
    match raw {
        Value::Array(ticked) => !ticked.is_empty(),
        one => ["yes", "true"].contains(&plain(one).as_str()),
    }
}

fn plain(raw: &Value) -> String {
    raw.as_str().map_or_else(|| raw.to_string(), str::to_owned)
}

/// One option of a menu by its text or value; in menus that Discord fills, by name or id.
fn chosen(guild: &Guild, element: &Value, wanted: &str) -> Option<Value> {
    let person = || member(guild, wanted).map(|member| json!(member.id));
    let named = |id: &str, name: &str| id == wanted || same(name, wanted);
    let role = || guild.roles.iter().find(|one| named(&one.id, &one.name)).map(|one| json!(one.id));
    let channel =
        || guild.channels.iter().find(|one| named(&one.id, &one.name)).map(|one| json!(one.id));
    match kind(element) {
        5 => person(),
        6 => role(),
        7 => person().or_else(role),
        8 => channel(),
        _ => option(element, wanted),
    }
}

fn option(element: &Value, wanted: &str) -> Option<Value> {
    let fits = |option: &&Value| {
        ["label", "value"].iter().any(|key| same(option[*key].as_str().unwrap_or_default(), wanted))
    };
    let options = element["options"].as_array()?;
    options.iter().find(fits).map(|option| option["value"].clone())
}

/// Somebody of the server, by id or name, with or without an at sign.
pub fn member<'a>(guild: &'a Guild, wanted: &str) -> Option<&'a Member> {
    let bare = wanted.trim().trim_start_matches("<@").trim_start_matches('@').trim_end_matches('>');
    let here = || guild.members.iter().filter(|member| !member.left);
    let by_id = here().find(|member| member.id == bare);
    by_id.or_else(|| here().find(|one| same(one.shown(), bare) || same(&one.username, bare)))
}

/// What the client itself says of an input before anything is sent.
pub fn complaint(input: &Input<'_>, value: Option<&Value>) -> Option<String> {
    let empty = match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(list)) => list.is_empty(),
        Some(_) => false,
    };
    if empty {
        return input.required().then(|| "This field is required.".to_owned());
    }
    let length = value?.as_str()?.encode_utf16().count();
    let limit = |key: &str, usual: usize| {
        let given = input.element[key].as_u64().and_then(|limit| usize::try_from(limit).ok());
        given.unwrap_or(usual)
    };
    let (least, most) = (limit("min_length", 0), limit("max_length", 4_000));
    if input.kind() != TEXT || (least..=most).contains(&length) {
        return None;
    }
    Some(format!("Must be between {least} and {most} in length."))
}

/// A form as it is sent.
pub fn submitted(components: &Value, values: &BTreeMap<String, Value>) -> Value {
    let parts = components.as_array().into_iter().flatten().map(|part| {
        let mut sent = json!({ "type": part["type"], "id": part["id"] });
        if part["component"].is_object() {
            sent["component"] = filled(&part["component"], values);
        }
        if let Some(inner) = part["components"].as_array() {
            sent["components"] = inner.iter().map(|one| filled(one, values)).collect();
        }
        sent
    });
    parts.collect()
}

fn filled(element: &Value, values: &BTreeMap<String, Value>) -> Value {
    let value = values.get(element["custom_id"].as_str().unwrap_or_default()).cloned();
    let mut sent = json!({
        "type": element["type"],
        "id": element["id"],
        "custom_id": element["custom_id"],
    });
    match kind(element) {
        TEXT => sent["value"] = value.unwrap_or_else(|| json!("")),
        RADIO => sent["value"] = value.unwrap_or_default(),
        CHECKBOX => sent["value"] = value.unwrap_or(Value::Bool(false)),
        _ => sent["values"] = value.unwrap_or_else(|| json!([])),
    }
    sent
}

/// What is known of the people, roles and channels that were chosen.
pub fn resolved<'a>(world: &World, guild: &Guild, ids: impl Iterator<Item = &'a str>) -> Value {
    let mut all: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    let mut add = |kind: &'static str, id: &str, shape: Value| {
        all.entry(kind).or_default().insert(id.to_owned(), shape);
    };
    for id in ids {
        if guild.member(id).is_some() {
            let mut member = shapes::partial_member(guild, id);
            member["permissions"] = json!(guild.rights(id).to_string());
            add("users", id, shapes::user(world, id));
            add("members", id, member);
        }
        if let Some(role) = guild.role(id) {
            add("roles", id, shapes::role(role));
        }
        if let Some(channel) = guild.channel(id) {
            add("channels", id, shapes::channel(world, guild, channel));
        }
    }
    json!(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::discord::guild::seed::beside;
    use crate::sandbox::world::seed::seeded;

    #[test]
    fn what_is_entered_is_sent_in_the_shape_of_its_input() {
        let guild = beside(&seeded(), true);
        let options = json!([{ "label": "A client", "value": "client" }, { "label": "Other", "value": "other" }]);
        let sales = guild.members.iter().find(|one| one.name == "Sales 1").unwrap().id.clone();
        #[rustfmt::skip]
        let table = [
            (json!({ "type": 4 }),                      json!("acme"),            Some(("value", json!("acme")))),
            (json!({ "type": 3, "options": options }),  json!("a client"),        Some(("values", json!(["client"])))),
            (json!({ "type": 3, "options": options }),  json!("nobody"),          None),
            (json!({ "type": 21, "options": options }), json!("Other"),           Some(("value", json!("other")))),
            (json!({ "type": 22, "options": options }), json!(["client", "Other"]), Some(("values", json!(["client", "other"])))),
            (json!({ "type": 23 }),                     json!(true),              Some(("value", json!(true)))),
            (json!({ "type": 5 }),                      json!("@Sales 1"),        Some(("values", json!([sales])))),
        ];
        for (mut element, raw, wanted) in table {
            element["custom_id"] = json!("a");
            let value = entered(&guild, &element, &raw);
            let Some((key, sent)) = wanted else {
                assert_eq!(value, None);
                continue;
            };
            let values = BTreeMap::from([("a".to_owned(), value.unwrap())]);
            let form = json!([{ "type": 18, "id": 1, "component": element }]);
            assert_eq!(submitted(&form, &values)[0]["component"][key], sent);
        }
    }

    #[test]
    fn the_client_complains_before_anything_is_sent() {
        let text = json!({ "type": 4, "custom_id": "a", "max_length": 3, "min_length": 2 });
        let loose = json!({ "type": 4, "custom_id": "a", "required": false });
        let says = |element: &Value, value: Option<Value>| {
            complaint(&Input { label: "A", element }, value.as_ref()).is_some()
        };
        assert!(says(&text, None));
        assert!(says(&text, Some(json!("x"))));
        assert!(says(&text, Some(json!("xxxx"))));
        assert!(!says(&text, Some(json!("xxx"))));
        assert!(!says(&loose, None));
        assert!(!says(&json!({ "type": 23 }), None));
    }

    #[test]
    fn a_form_opens_with_what_the_bot_put_into_it() {
        let options = json!([{ "label": "A", "value": "a" }, { "label": "B", "value": "b", "default": true }]);
        let form = json!([
            { "type": 18, "component": { "type": 4, "custom_id": "t", "value": "x" } },
            { "type": 18, "component": { "type": 3, "custom_id": "s", "options": options } },
            { "type": 1, "components": [{ "type": 4, "custom_id": "old", "label": "Old" }] },
        ]);
        let values = preset(&form);
        assert_eq!(values["t"], json!("x"));
        assert_eq!(values["s"], json!(["b"]));
        assert!(!values.contains_key("old"));
        assert_eq!(inputs(&form)[2].label, "Old");
    }
}
