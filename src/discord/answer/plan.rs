//! What a reply means for a delivery of a given kind. Pure.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Said;
use crate::chat::inbound::{Remark, Reply};
use crate::chat::view::{Form, Line, Message, Part};
use crate::discord::decode::{Delivery, Kind};
use crate::discord::render;

/// Types of answers. Source: Discord, "Receiving and Responding", "Interaction Callback Type".
const PONG: u8 = 1;
const MESSAGE: u8 = 4;
/// Nothing is said; Discord shows that something is thought about until that is taken away.
pub(super) const QUIET: u8 = 5;
/// Nothing changes where it was pressed.
const UNCHANGED: u8 = 6;
const UPDATE: u8 = 7;
const CHOICES: u8 = 8;
const EPHEMERAL: u64 = 1 << 6;

/// What to do next.
pub(super) enum Step {
    /// Nobody waits for an answer.
    Nobody,
    Say(Said),
    /// Open this form.
    Show {
        form: Box<Form>,
        if_late: Message,
    },
    /// Lead on to this form: a sent form cannot open one.
    ShowNext(Box<Form>),
    /// The form that was sent stays open, as far as there is such a thing.
    Refused(Refused),
}

/// Why a sent form was not taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// By the names of inputs.
    At(BTreeMap<String, String>),
    Whole(String),
}

impl Refused {
    /// The sentences alone, where the form is not kept.
    pub(super) fn alone(&self) -> Message {
        match self {
            Self::At(errors) => said(errors.values()),
            Self::Whole(sentence) => said([sentence]),
        }
    }

    /// The same with a way back; `label` is what an input is called.
    pub(super) fn remark(self, form_id: &str, label: impl Fn(&str) -> Option<String>) -> Remark {
        let form_id = form_id.to_owned();
        match self {
            Self::At(errors) => {
                let named =
                    |(name, sentence): (String, String)| (label(&name).unwrap_or(name), sentence);
                Remark::NotSent { form_id, errors: errors.into_iter().map(named).collect() }
            }
            Self::Whole(sentence) => Remark::NotTaken { form_id, sentence },
        }
    }
}

pub(super) fn step(delivery: &Delivery, reply: Reply) -> Step {
    if delivery.answer.is_none() {
        return Step::Nobody;
    }
    match (delivery.kind, reply) {
        (_, Reply::TooMuch(reply)) => step(delivery, *reply),
        (Kind::Ping, _) => Step::Say(bare(json!({ "type": PONG }))),
        (Kind::Suggest, Reply::Choices(choices)) => {
            Step::Say(bare(json!({ "type": CHOICES, "data": render::choices(&choices) })))
        }
        (Kind::Suggest, _) => {
            Step::Say(bare(json!({ "type": CHOICES, "data": render::choices(&[]) })))
        }
        (_, Reply::Nothing | Reply::NotTaken | Reply::Choices(_)) => quiet(delivery),
        (Kind::Submit, Reply::Form { form, .. }) => Step::ShowNext(form),
        (Kind::Submit, Reply::FieldErrors(errors)) => Step::Refused(Refused::At(errors)),
        (Kind::Submit, Reply::KeepForm(sentence)) => Step::Refused(Refused::Whole(sentence)),
        (_, Reply::Form { form, if_late }) => Step::Show { form, if_late },
        (_, Reply::FieldErrors(errors)) => {
            Step::Say(message(delivery, Refused::At(errors).alone()))
        }
        (_, Reply::KeepForm(sentence)) => {
            Step::Say(message(delivery, Refused::Whole(sentence).alone()))
        }
        (_, Reply::Panel(panel)) => Step::Say(message(delivery, render::as_message(&panel))),
        (_, Reply::Private(words)) => Step::Say(message(delivery, words)),
        (_, Reply::Replace(words)) => Step::Say(in_place(delivery, words)),
    }
}

/// Whoever pressed sees that it was heard; whoever typed or sent must be told something, so that
/// is taken away again.
fn quiet(delivery: &Delivery) -> Step {
    let callback = match delivery.kind {
        Kind::Press => json!({ "type": UNCHANGED }),
        Kind::Submit if delivery.in_private => json!({ "type": UNCHANGED }),
        Kind::Command | Kind::Submit | Kind::Other | Kind::Suggest | Kind::Ping => {
            json!({ "type": QUIET, "data": { "flags": EPHEMERAL } })
        }
    };
    Step::Say(bare(callback))
}

fn bare(callback: Value) -> Said {
    Said { callback, if_late: None }
}

/// For the one person: in place of what they sent the form from, where that was for them alone.
pub(super) fn message(delivery: &Delivery, words: Message) -> Said {
    match delivery.kind {
        Kind::Submit => in_place(delivery, words),
        Kind::Command | Kind::Press | Kind::Other | Kind::Suggest | Kind::Ping => anew(words),
    }
}

fn anew(words: Message) -> Said {
    let callback = json!({ "type": MESSAGE, "data": render::private(&words) });
    Said { callback, if_late: Some(words) }
}

/// For the one person, in place of what they pressed or sent the form from, where that was for them
/// alone.
pub(super) fn in_place(delivery: &Delivery, words: Message) -> Said {
    if !delivery.in_private {
        return anew(words);
    }
    let callback = json!({ "type": UPDATE, "data": render::message(&words) });
    Said { callback, if_late: Some(words) }
}

fn said<'a>(sentences: impl IntoIterator<Item = &'a String>) -> Message {
    let parts = sentences.into_iter().map(|text| Part::Text(Line::plain(text.as_str())));
    Message { parts: parts.collect() }
}
