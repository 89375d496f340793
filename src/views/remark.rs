//! What stands where a form is that its platform has closed or shows a page at a time.

use super::{note, plain, primary};
use crate::chat::action::{AGAIN, CONTINUE, DISCARD, FORM};
use crate::chat::inbound::Remark;
use crate::chat::limits::{FIELD_VALUE, shorten};
use crate::chat::view::{Button, Confirm, Line, Message, Part, Weight};
use crate::text::{Arg, Voice};

/// Draws it.
#[must_use]
pub fn remark(voice: &Voice<'_>, remark: &Remark) -> Message {
    match remark {
        Remark::NotSent { form_id, errors } => not_sent(voice, form_id, errors),
        Remark::NotTaken { form_id, sentence } => {
            let said = Part::Text(Line::plain(sentence.as_str()));
            Message { parts: vec![said, fix(voice, form_id)] }
        }
        Remark::PageKept { form_id, page, left } => {
            let args = [("page", Arg::count(*page)), ("left", Arg::count(*left))];
            let kept = match page {
                0 => voice.line("form-goes-on", &[]),
                _ => voice.line("form-page-kept", &args),
            };
            let next = i64::try_from(*page).unwrap_or_default();
            let label = voice.words("button-continue-form", &[]);
            let button = primary(label, FORM, CONTINUE, form_id, next);
            let buttons = vec![button, discard(voice, form_id)];
            Message { parts: vec![Part::Text(kept), Part::Buttons(buttons)] }
        }
        Remark::DraftDiscarded => note(voice.line("form-draft-discarded", &[])),
        Remark::DraftGone => note(voice.line("form-draft-gone", &[])),
    }
}

/// One input that does not fit is said in a sentence; of several each has a line.
fn not_sent(voice: &Voice<'_>, form_id: &str, errors: &[(String, String)]) -> Message {
    let mut parts = match errors {
        [(field, sentence)] => vec![Part::Text(at(voice, "form-not-sent", field, sentence))],
        several => {
            let lines = several.iter().map(|(field, sentence)| {
                Part::Text(at(voice, "form-not-sent-at", field, sentence))
            });
            let first = Part::Text(voice.line("form-not-sent-several", &[]));
            std::iter::once(first).chain(lines).collect()
        }
    };
    parts.push(fix(voice, form_id));
    Message { parts }
}

fn at(voice: &Voice<'_>, key: &str, field: &str, sentence: &str) -> Line {
    let sentence = shorten(sentence, FIELD_VALUE);
    voice.line(key, &[("field", Arg::Word(field)), ("sentence", Arg::Text(&sentence))])
}

fn fix(voice: &Voice<'_>, form_id: &str) -> Part {
    Part::Buttons(vec![again(voice, form_id), discard(voice, form_id)])
}

/// What was typed is wanted no more: asked once, because it is gone then.
fn discard(voice: &Voice<'_>, form_id: &str) -> Button {
    let label = voice.words("button-discard-draft", &[]);
    let confirm = Confirm {
        title: voice.words("discard-draft-title", &[]),
        text: voice.words("discard-draft-text", &[]),
        yes: label.clone(),
        no: voice.words("button-keep", &[]),
    };
    let button = plain(label, FORM, DISCARD, form_id, 0);
    Button { weight: Weight::Danger, confirm: Some(confirm), ..button }
}

/// Opens a form again that was refused, with what was typed.
fn again(voice: &Voice<'_>, form_id: &str) -> Button {
    plain(voice.words("button-fix-and-resend", &[]), FORM, AGAIN, form_id, 0)
}
