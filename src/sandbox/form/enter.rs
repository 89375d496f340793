//! What a person enters, turned into what Slack keeps: texts, options by text or value, people by
//! name or id, dates.

use serde_json::{Value, json};

use super::choice_key;
use crate::sandbox::world::World;

/// Equal to a person: blanks around it and the case do not matter.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// The names an element goes by: its own text, its block's label, its placeholder, the text beside
/// it.
pub fn labels<'a>(
    blocks: &'a [Value],
    block_id: &'a str,
    element: &'a Value,
) -> impl Iterator<Item = &'a str> {
    let block = blocks.iter().find(move |block| block["block_id"] == json!(block_id));
    let of_block = block.into_iter().flat_map(|block| {
        let beside = if block["accessory"].is_object() { &block["text"] } else { &Value::Null };
        [&block["label"]["text"], &beside["text"]]
    });
    [&element["text"]["text"], &element["placeholder"]["text"], &element["accessibility_label"]]
        .into_iter()
        .chain(of_block)
        .filter_map(Value::as_str)
}

/// The state of an element after `raw` was entered; none when there is no such option, person or
/// date. Nothing at all (null, an empty text or list) empties the element.
#[must_use]
pub fn entered(world: &World, element: &Value, raw: &Value) -> Option<Value> {
    let kind = element["type"].as_str()?;
    let key = choice_key(kind)?;
    let value = if key == "value" {
        typed(raw)
    } else if key.ends_with('s') {
        let many = match raw {
            Value::Array(many) => many.clone(),
            Value::Null => Vec::new(),
            one => vec![one.clone()],
        };
        let entries: Option<Vec<Value>> =
            many.iter().map(|raw| single(world, element, kind, raw)).collect();
        Value::Array(entries?)
    } else {
        match raw {
            Value::Null => Value::Null,
            Value::String(text) if text.trim().is_empty() => Value::Null,
            Value::Array(one) => single(world, element, kind, one.first()?)?,
            raw => single(world, element, kind, raw)?,
        }
    };
    Some(json!({ "type": kind, key: value }))
}

/// Typed text; an emptied field is null, as Slack has it.
fn typed(raw: &Value) -> Value {
    match raw {
        Value::String(text) if text.is_empty() => Value::Null,
        Value::String(text) => json!(text),
        Value::Null => Value::Null,
        other => json!(other.to_string()),
    }
}

fn single(world: &World, element: &Value, kind: &str, raw: &Value) -> Option<Value> {
    let text = raw.as_str().map_or_else(|| raw.to_string(), str::to_owned);
    match kind {
        "users_select" | "multi_users_select" => person(world, &text),
        "channels_select"
        | "multi_channels_select"
        | "conversations_select"
        | "multi_conversations_select" => channel(world, &text),
        "datepicker" => {
            text.trim().parse::<chrono::NaiveDate>().ok().map(|date| json!(date.to_string()))
        }
        "timepicker" => Some(json!(text.trim())),
        "datetimepicker" => raw.as_i64().or_else(|| text.trim().parse().ok()).map(Value::from),
        _ => option(element, &text),
    }
}

/// An option by its text or its value. The texts are looked at first: they are what people see.
fn option(element: &Value, wanted: &str) -> Option<Value> {
    let groups = element["option_groups"].as_array().into_iter().flatten();
    let options: Vec<&Value> = std::iter::once(element)
        .chain(groups)
        .flat_map(|owner| owner["options"].as_array().into_iter().flatten())
        .collect();
    let by = |read: fn(&Value) -> &Value| {
        options.iter().find(|option| read(option).as_str().is_some_and(|text| same(text, wanted)))
    };
    by(|option| &option["text"]["text"])
        .or_else(|| by(|option| &option["value"]))
        .map(|found| (*found).clone())
}

fn person(world: &World, wanted: &str) -> Option<Value> {
    let people = &world.people;
    people
        .iter()
        .find(|person| person.id == wanted.trim() || same(&person.name, wanted))
        .map(|person| json!(person.id))
}

fn channel(world: &World, wanted: &str) -> Option<Value> {
    let wanted = wanted.trim().trim_start_matches('#');
    world
        .channels
        .iter()
        .find(|channel| channel.id == wanted || same(&channel.name, wanted))
        .map(|channel| json!(channel.id))
}

/// What Slack's client says at an input before anything is sent; none when it may go.
#[must_use]
pub fn complaint(block: &Value, value: Option<&Value>) -> Option<String> {
    let optional = block["optional"] == json!(true);
    let Some(value) = value.filter(|value| !super::is_empty(value)) else {
        return (!optional).then(|| "Please complete this required field.".to_owned());
    };
    let text = value["value"].as_str()?;
    let element = &block["element"];
    let count = text.chars().count() as u64;
    let most = element["max_length"].as_u64().unwrap_or(3_000);
    let least = element["min_length"].as_u64().unwrap_or(0);
    if count > most {
        return Some(format!("This can be {most} characters at most; these are {count}."));
    }
    if count < least {
        return Some(format!("This has to be {least} characters at least."));
    }
    match element["type"].as_str()? {
        "number_input" if text.trim().parse::<f64>().is_err() => {
            Some("Please enter a number.".to_owned())
        }
        "email_text_input" if !text.contains('@') => {
            Some("Please enter a valid email address.".to_owned())
        }
        "url_text_input" if !text.contains("://") => Some("Please enter a valid URL.".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::world::seed::seeded;

    #[test]
    fn people_options_and_dates_are_found_by_what_a_person_would_write() {
        let world = seeded();
        let option = |text: &str, value: &str| json!({ "text": { "type": "plain_text", "text": text }, "value": value });
        let options = json!([option("They agreed", "yes"), option("Not yet", "no")]);
        let select = json!({ "type": "static_select", "options": options });
        let more = json!({ "type": "overflow", "options": options });
        let boxes = json!({ "type": "checkboxes", "options": options });
        let user = json!({ "type": "users_select" });
        let date = json!({ "type": "datepicker" });
        let text = json!({ "type": "plain_text_input" });
        #[rustfmt::skip]
        let table = [
            (&select, json!(" they AGREED "),  Some(json!({ "type": "static_select", "selected_option": options[0] }))),
            (&select, json!("no"),             Some(json!({ "type": "static_select", "selected_option": options[1] }))),
            (&select, json!(""),               Some(json!({ "type": "static_select", "selected_option": null }))),
            (&select, json!("maybe"),          None),
            (&boxes,  json!(["no", "yes"]),    Some(json!({ "type": "checkboxes", "selected_options": [options[1], options[0]] }))),
            (&more,   json!("no"),             Some(json!({ "type": "overflow", "selected_option": options[1] }))),
            (&user,   json!("sales 2"),        Some(json!({ "type": "users_select", "selected_user": "U0SALES0002" }))),
            (&user,   json!("U0SALES0001"),    Some(json!({ "type": "users_select", "selected_user": "U0SALES0001" }))),
            (&user,   json!("Nobody"),         None),
            (&date,   json!("2026-12-24"),     Some(json!({ "type": "datepicker", "selected_date": "2026-12-24" }))),
            (&date,   json!("soon"),           None),
            (&text,   json!(""),               Some(json!({ "type": "plain_text_input", "value": null }))),
            (&text,   json!(12),               Some(json!({ "type": "plain_text_input", "value": "12" }))),
        ];
        for (element, raw, expected) in table {
            assert_eq!(entered(&world, element, &raw), expected, "{raw}");
        }
    }
}
