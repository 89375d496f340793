//! Whether what is drawn is as long as platforms show it, before an adapter has to cut it.

use crate::chat::limits::{self, units};
use crate::chat::view::{Button, Choice, Field, FieldKind, Form, Part};

fn at_most(most: usize, text: &str) {
    assert!(units(text) <= most, "{} units, {most} fit: {text}", units(text));
}

pub fn title(title: &str) {
    at_most(limits::FORM_TITLE, title);
}

pub fn form(form: &Form) {
    [&form.title, &form.submit, &form.close].into_iter().for_each(|one| title(one));
    form.pages.iter().flatten().for_each(field);
    parts(&form.intro);
    parts(&form.foot);
}

fn field(field: &Field) {
    at_most(limits::INPUT_LABEL, &field.label);
    field.hint.iter().for_each(|hint| at_most(limits::HINT, hint));
    match &field.kind {
        FieldKind::Choice { options, .. }
        | FieldKind::Several { options, .. }
        | FieldKind::Pick { options, .. } => {
            options.iter().for_each(|Choice { label, .. }| at_most(limits::CHOICE, label));
        }
        FieldKind::Short { .. }
        | FieldKind::Long { .. }
        | FieldKind::Lookup
        | FieldKind::Person { .. }
        | FieldKind::Day { .. } => {}
    }
}

pub fn parts(parts: &[Part]) {
    for part in parts {
        match part {
            Part::Text(line) => at_most(limits::TEXT, &line.words()),
            Part::Context(line) => at_most(limits::CONTEXT, &line.words()),
            Part::Fields(fields) => {
                assert!(fields.len() <= limits::FIELDS);
                fields.iter().for_each(|one| at_most(limits::FIELD_LABEL, &one.label));
            }
            Part::Divider | Part::Tone(_) => {}
            Part::Title(title) => at_most(limits::POST_TITLE, title),
            Part::Chart(chart) => at_most(limits::ALT, &chart.alt),
            Part::Buttons(buttons) => {
                assert!(buttons.len() <= limits::BUTTONS);
                buttons.iter().for_each(button);
            }
            Part::Row(row) => {
                at_most(limits::TEXT, &row.line.words());
                button(&row.button);
            }
            Part::Select(select) => {
                at_most(limits::HINT, &select.label);
                select.options.iter().for_each(|one| at_most(limits::CHOICE, &one.label));
            }
        }
    }
}

fn button(button: &Button) {
    at_most(limits::BUTTON_LABEL, &button.label);
    button.spoken.iter().for_each(|spoken| at_most(limits::SPOKEN, spoken));
    if let Some(ask) = &button.confirm {
        at_most(limits::CONFIRM_TITLE, &ask.title);
        at_most(limits::CONFIRM_TEXT, &ask.text);
        [&ask.yes, &ask.no].into_iter().for_each(|label| at_most(limits::CONFIRM_BUTTON, label));
    }
}
