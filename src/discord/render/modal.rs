//! Forms as modals: at most five parts on a page, so a form may have more pages here than elsewhere.
//!
//! Source: Discord, "Component reference", "Label", "Text Input", "Radio Group", "Checkbox Group".

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::parts::text_of;
use super::words::label;
use crate::chat::PlatformName;
use crate::chat::limits::{CHOICE, CHOICES, FORM_TITLE, HINT, INPUT_LABEL, PICKS, TYPED, shorten};
use crate::chat::view::{Choice, Field, FieldKind, Form, Part};
use crate::discord::custom::{self, Modal};

/// Parts of a modal.
const PARTS: usize = 5;
/// Units of a text that stands in a modal.
const TEXT: usize = 2_000;
/// Characters of an option's value.
const VALUE: usize = 100;

const STRING_SELECT: u8 = 3;
const TEXT_INPUT: u8 = 4;
const USER_SELECT: u8 = 5;
const TEXT_DISPLAY: u8 = 10;
const LABEL: u8 = 18;
const RADIO_GROUP: u8 = 21;
const CHECKBOX_GROUP: u8 = 22;

/// What stands on a page, top to bottom.
#[derive(Clone, Copy)]
enum Item<'a> {
    Words(&'a [Part]),
    Input(&'a Field),
}

/// The pages that a form has here: its own where each fits, else all it has in fives.
fn laid_out(form: &Form) -> Vec<Vec<Item<'_>>> {
    let mut pages: Vec<Vec<Item<'_>>> =
        form.pages.iter().map(|page| page.iter().map(Item::Input).collect()).collect();
    if pages.is_empty() {
        pages.push(Vec::new());
    }
    if !form.intro.is_empty() {
        pages[0].insert(0, Item::Words(&form.intro));
    }
    if let Some(last) = pages.last_mut().filter(|_| !form.foot.is_empty()) {
        last.push(Item::Words(&form.foot));
    }
    if pages.iter().all(|page| page.len() <= PARTS) {
        return pages;
    }
    let all: Vec<Item<'_>> = pages.into_iter().flatten().collect();
    all.chunks(PARTS).map(<[Item<'_>]>::to_vec).collect()
}

/// The names of the inputs on a page.
pub(in crate::discord) fn inputs_on(form: &Form, page: usize) -> Vec<String> {
    let laid_out = laid_out(form);
    let items = laid_out.get(page).into_iter().flatten();
    let name = |item: &Item<'_>| match item {
        Item::Words(_) => None,
        Item::Input(field) => Some(field.name.clone()),
    };
    items.filter_map(name).collect()
}

/// A page of a form. What was chosen before stands in it as the fields' presets.
pub(super) fn page(form: &Form, page: usize) -> Value {
    let laid_out = laid_out(form);
    let pages = laid_out.len();
    let page = page.min(pages - 1);
    let (flow, form_id) = (form.flow.clone(), form.id.clone());
    let components: Vec<Value> = laid_out[page].iter().filter_map(|item| part(*item)).collect();
    json!({
        "custom_id": Modal { flow, form_id, page, pages }.written(),
        "title": label(&form.title, FORM_TITLE),
        "components": components,
    })
}

fn part(item: Item<'_>) -> Option<Value> {
    match item {
        Item::Words(parts) => {
            let text = text_of(parts, TEXT);
            (!text.is_empty()).then(|| json!({ "type": TEXT_DISPLAY, "content": text }))
        }
        Item::Input(field) => input(field),
    }
}

/// An input below its label; nothing for a list without options, which Discord refuses and nobody
/// can answer.
fn input(field: &Field) -> Option<Value> {
    let mut component = component(field)?;
    component["custom_id"] = json!(custom::input(&field.kind, &field.name));
    component["required"] = json!(field.required);
    let mut labelled = json!({
        "type": LABEL,
        "label": label(&field.label, INPUT_LABEL),
        "component": component,
    });
    if let Some(hint) = &field.hint {
        labelled["description"] = json!(label(hint, HINT));
    }
    Some(labelled)
}

fn component(field: &Field) -> Option<Value> {
    match &field.kind {
        FieldKind::Short { preset } => Some(typed(&preset.replace('\n', " "), false)),
        FieldKind::Long { preset } => Some(typed(preset, true)),
        // No list in a modal asks while somebody types; what is typed is looked up when it is sent.
        FieldKind::Lookup => Some(typed("", false)),
        FieldKind::Choice { options, preset } => one_of(options, preset.as_deref()),
        FieldKind::Pick { options, preset } => select(
            &listed(options, PICKS, |value| preset.as_deref() == Some(value)),
            field.required,
        ),
        FieldKind::Several { options, presets } => {
            let options = listed(options, CHOICES, |value| presets.iter().any(|one| one == value));
            let least = u8::from(field.required);
            let most = options.len();
            (most > 0).then(|| {
                json!({
                    "type": CHECKBOX_GROUP, "options": options,
                    "min_values": least, "max_values": most,
                })
            })
        }
        FieldKind::Person { preset } => {
            let mut select = json!({ "type": USER_SELECT, "min_values": u8::from(field.required) });
            let here = preset.as_ref().filter(|one| one.platform == PlatformName::Discord);
            if let Some(person) = here {
                select["default_values"] = json!([{ "id": person.user, "type": "user" }]);
            }
            Some(select)
        }
        FieldKind::Day { preset } => {
            let mut input = typed(&preset.map(|day| day.to_string()).unwrap_or_default(), false);
            input["max_length"] = json!(10);
            input["placeholder"] = json!("YYYY-MM-DD");
            Some(input)
        }
    }
}

/// A text input. The preset is what the same person typed before, so it is given back unchanged
/// but for control characters.
fn typed(preset: &str, lines: bool) -> Value {
    let kept: String = preset.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let style = if lines { 2 } else { 1 };
    let mut input = json!({ "type": TEXT_INPUT, "style": style, "max_length": TYPED });
    if !kept.is_empty() {
        input["value"] = json!(shorten(&kept, TYPED));
    }
    input
}

/// All choices at once. A radio group has two at least.
fn one_of(options: &[Choice], preset: Option<&str>) -> Option<Value> {
    let options = listed(options, CHOICES, |value| preset == Some(value));
    match options.len() {
        0 | 1 => select(&options, true),
        _ => Some(json!({ "type": RADIO_GROUP, "options": options })),
    }
}

fn select(options: &[Value], required: bool) -> Option<Value> {
    (!options.is_empty()).then(
        || json!({ "type": STRING_SELECT, "options": options, "min_values": u8::from(required) }),
    )
}

fn listed(choices: &[Choice], most: usize, chosen: impl Fn(&str) -> bool) -> Vec<Value> {
    let fits = |choice: &&Choice| (1..=VALUE).contains(&choice.value.chars().count());
    let option = |choice: &Choice| {
        let mut option = json!({ "label": label(&choice.label, CHOICE), "value": choice.value });
        if chosen(&choice.value) {
            option["default"] = json!(true);
        }
        option
    };
    // Discord refuses a list in which a value stands twice.
    let mut values = BTreeSet::new();
    let once = |choice: &&Choice| values.insert(choice.value.clone());
    choices.iter().filter(fits).filter(once).take(most).map(option).collect()
}
