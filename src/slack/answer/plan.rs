//! What a reply means for a delivery of a given kind. Pure.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::chat::inbound::Reply;
use crate::chat::limits::{FIELD_VALUE, shorten};
use crate::chat::view::{Line, Message, Panel, Part};
use crate::chat::words::visible;
use crate::slack::decode::{Delivery, Kind, OpenView};
use crate::slack::render;

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// It was not taken: no acknowledgement, so that Slack delivers it again or says so itself. On
    /// a wire on which only silence could say that, `instead` acknowledges it.
    Leave { instead: Option<Value> },
    /// Acknowledge, with this payload.
    Acknowledge(Option<Value>),
    /// Acknowledge, then say this to the person alone.
    Later(Message),
    /// Say this to the person alone, then acknowledge.
    Say(Message),
    /// Put this in place of the private message that the button stood in, then acknowledge.
    Replace(Message),
    /// Show this modal, then acknowledge; when that fails, say `if_not`.
    Show { view: Value, if_not: Option<Message> },
}

pub(super) fn step(delivery: &Delivery, reply: Reply) -> Step {
    match (delivery.kind, reply) {
        (_, Reply::NotTaken) => Step::Leave { instead: None },
        (_, Reply::TooMuch(reply)) => Step::Leave { instead: within(delivery, *reply) },
        (_, Reply::Nothing) => Step::Acknowledge(None),
        (Kind::Suggest, Reply::Choices(choices)) => {
            Step::Acknowledge(Some(render::options(&choices)))
        }
        (_, Reply::Choices(_)) | (Kind::Suggest, _) => Step::Acknowledge(None),
        (Kind::Submit, reply) => submitted(delivery.view.as_ref(), reply),
        (Kind::Press | Kind::Command | Kind::Other, reply) => pressed(delivery, reply),
    }
}

/// What of a reply goes with the acknowledgement alone, without a call.
fn within(delivery: &Delivery, reply: Reply) -> Option<Value> {
    match step(delivery, reply) {
        Step::Acknowledge(payload) => payload,
        Step::Say(_) | Step::Later(_) | Step::Replace(_) | Step::Show { .. } => None,
        Step::Leave { instead } => instead,
    }
}

/// A sent form is answered within its acknowledgement.
fn submitted(view: Option<&OpenView>, reply: Reply) -> Step {
    let unseen = OpenView::default();
    let view = view.unwrap_or(&unseen);
    match reply {
        Reply::Form { form, .. } => update(&render::form(&form)),
        Reply::Panel(panel) => update(&render::panel(&panel)),
        Reply::FieldErrors(errors) => refuse(view, &errors),
        Reply::KeepForm(sentence) => refuse(view, &BTreeMap::from([(String::new(), sentence)])),
        // The form closes with the acknowledgement; the message would not be seen behind it.
        Reply::Private(message) | Reply::Replace(message) => Step::Later(message),
        Reply::Nothing | Reply::NotTaken | Reply::TooMuch(_) | Reply::Choices(_) => {
            Step::Acknowledge(None)
        }
    }
}

fn update(view: &Value) -> Step {
    Step::Acknowledge(Some(json!({ "response_action": "update", "view": view })))
}

/// Keeps the form open. Slack shows an error at an input of the view and refuses any other name;
/// what belongs to none of them stands at the first. A view without inputs gives way to the
/// sentences.
fn refuse(view: &OpenView, errors: &BTreeMap<String, String>) -> Step {
    let Some(first) = view.inputs.first() else {
        let parts = errors.values().map(|text| Part::Text(Line::plain(text.as_str()))).collect();
        let (title, close) = (view.title.clone(), view.close.clone());
        return update(&render::panel(&Panel { title, close, parts }));
    };
    let mut at: Map<String, Value> = Map::new();
    for (name, sentence) in errors {
        let name = if view.inputs.contains(name) { name } else { first };
        let sentence = shorten(&visible(sentence), FIELD_VALUE);
        let text = match at.get(name).and_then(Value::as_str) {
            Some(before) => format!("{before} {sentence}"),
            None => sentence,
        };
        at.insert(name.clone(), json!(text));
    }
    Step::Acknowledge(Some(json!({ "response_action": "errors", "errors": at })))
}

fn pressed(delivery: &Delivery, reply: Reply) -> Step {
    match reply {
        Reply::Form { form, if_late } => {
            Step::Show { view: render::form(&form), if_not: Some(if_late) }
        }
        Reply::Panel(panel) => {
            let view = render::panel(&panel);
            // Who closed the modal in between does not want a message instead of it.
            let if_not = delivery.view.is_none().then_some(Message { parts: panel.parts });
            Step::Show { view, if_not }
        }
        Reply::FieldErrors(errors) => say(delivery, said(errors.values())),
        Reply::KeepForm(sentence) => say(delivery, said([&sentence])),
        Reply::Private(message) => say(delivery, message),
        Reply::Replace(message) => Step::Replace(message),
        Reply::Nothing | Reply::NotTaken | Reply::TooMuch(_) | Reply::Choices(_) => {
            Step::Acknowledge(None)
        }
    }
}

/// A command's answer goes with its acknowledgement: that works in every conversation, also where
/// the app is no member and could not whisper, and costs no call.
fn say(delivery: &Delivery, message: Message) -> Step {
    if delivery.kind == Kind::Command && delivery.takes_payload {
        return Step::Acknowledge(Some(render::private(&message)));
    }
    Step::Say(message)
}

fn said<'a>(sentences: impl IntoIterator<Item = &'a String>) -> Message {
    let parts = sentences.into_iter().map(|text| Part::Text(Line::plain(text.as_str())));
    Message { parts: parts.collect() }
}
