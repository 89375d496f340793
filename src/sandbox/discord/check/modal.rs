//! Forms. Source: Discord, "Modal", "Label", "Text Input".

use std::collections::BTreeSet;

use serde_json::Value;

use super::components::{custom_id, options, select};
use super::{Complaints, list};
use crate::sandbox::discord::rest::Refused;

/// A form that is to be opened, at `data` of an answer.
///
/// # Errors
/// What Discord says of it.
pub fn modal(form: &Value) -> Result<(), Refused> {
    let mut complaints = Complaints::default();
    complaints.text("data.title", &form["title"], (1, 45));
    complaints.text("data.custom_id", &form["custom_id"], (1, 100));
    let parts = list(&form["components"]);
    complaints.count("data.components", parts.len(), (1, 5));
    let mut ids = BTreeSet::new();
    for (at, part) in parts.iter().enumerate() {
        let path = format!("data.components.{at}");
        complaints.choice(&format!("{path}.type"), &part["type"], &[1, 10, 18]);
        match part["type"].as_u64() {
            Some(1) => row(&mut complaints, &path, part, &mut ids),
            Some(10) => complaints.text(&format!("{path}.content"), &part["content"], (1, 4_000)),
            Some(18) => label(&mut complaints, &path, part, &mut ids),
            _ => {}
        }
    }
    complaints.done()
}

/// The older way: a text input that has its label itself.
fn row(complaints: &mut Complaints, path: &str, row: &Value, ids: &mut BTreeSet<String>) {
    let inside = list(&row["components"]);
    complaints.count(&format!("{path}.components"), inside.len(), (1, 1));
    for element in inside {
        let path = format!("{path}.components.0");
        complaints.choice(&format!("{path}.type"), &element["type"], &[4]);
        complaints.text(&format!("{path}.label"), &element["label"], (1, 45));
        text_input(complaints, &path, element, ids);
    }
}

fn label(complaints: &mut Complaints, path: &str, label: &Value, ids: &mut BTreeSet<String>) {
    complaints.text(&format!("{path}.label"), &label["label"], (1, 45));
    complaints.text(&format!("{path}.description"), &label["description"], (0, 100));
    let inner = &label["component"];
    let path = format!("{path}.component");
    let kinds = [3, 4, 5, 6, 7, 8, 19, 21, 22, 23];
    complaints.choice(&format!("{path}.type"), &inner["type"], &kinds);
    match inner["type"].as_u64() {
        Some(4) => text_input(complaints, &path, inner, ids),
        Some(3 | 5..=8) => select(complaints, &path, inner, ids),
        Some(21) => {
            custom_id(complaints, &path, inner, ids);
            options(complaints, &path, inner, (2, 10));
        }
        Some(22) => {
            custom_id(complaints, &path, inner, ids);
            options(complaints, &path, inner, (1, 10));
        }
        Some(19 | 23) => custom_id(complaints, &path, inner, ids),
        _ => {}
    }
}

fn text_input(complaints: &mut Complaints, path: &str, input: &Value, ids: &mut BTreeSet<String>) {
    custom_id(complaints, path, input, ids);
    complaints.choice(&format!("{path}.style"), &input["style"], &[1, 2]);
    complaints.text(&format!("{path}.placeholder"), &input["placeholder"], (0, 100));
    complaints.text(&format!("{path}.value"), &input["value"], (0, 4_000));
    for (key, least) in [("min_length", 0), ("max_length", 1)] {
        let number = &input[key];
        if !number.is_null() && !number.as_u64().is_some_and(|n| (least..=4_000).contains(&n)) {
            let message = format!("int value should be between {least} and 4000.");
            complaints.add(&format!("{path}.{key}"), "NUMBER_TYPE_MAX", &message);
        }
    }
}
