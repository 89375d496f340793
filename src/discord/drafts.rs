//! Forms that are open in front of somebody, with what they have typed so far.
//!
//! A modal closes when it is sent, whatever becomes of it, and nothing can be said beside its
//! inputs. So the form is noted when it opens and what was typed when it is not the last of it, or
//! was refused: a button of ours then opens it again, filled in. A draft stays for a day.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::Notes;
use crate::chat::PersonRef;
use crate::chat::inbound::{Value, Values};
use crate::chat::view::{Field, FieldKind, Form};

/// Drafts that are held besides, for when the database does not answer: what somebody typed must
/// not be gone because of that.
const HELD: usize = 500;

/// An open form.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Draft {
    pub(super) form: Form,
    /// Nobody else gets to see it.
    pub(super) by: PersonRef,
    pub(super) values: Values,
}

pub(super) struct Drafts {
    notes: Arc<dyn Notes>,
    held: Mutex<VecDeque<(String, Draft)>>,
}

impl Drafts {
    pub(super) fn new(notes: Arc<dyn Notes>) -> Self {
        Self { notes, held: Mutex::default() }
    }

    /// Keeps a draft, in the place of what was kept of the same form.
    pub(super) async fn keep(&self, draft: Draft) {
        let name = name(&draft.form.id);
        // Plain data always becomes JSON.
        let text = serde_json::to_string(&draft).unwrap_or_default();
        if self.notes.write(&name, text).await.is_err() {
            tracing::warn!("a draft is kept in memory alone");
        }
        let mut held = self.held();
        held.retain(|(kept, _)| *kept != name);
        held.push_back((name, draft));
        if held.len() > HELD {
            held.pop_front();
        }
    }

    /// The draft of a form, for whoever opened it.
    pub(super) async fn of(&self, form_id: &str, by: Option<&PersonRef>) -> Option<Draft> {
        let name = name(form_id);
        let held =
            self.held().iter().find(|(kept, _)| *kept == name).map(|(_, draft)| draft.clone());
        let draft = match held {
            Some(draft) => draft,
            None => serde_json::from_str(&self.notes.read(&name).await.ok()??).ok()?,
        };
        Some(draft).filter(|draft: &Draft| Some(&draft.by) == by)
    }

    /// Forgets a draft: whoever typed it does not want it any more.
    pub(super) async fn discard(&self, form_id: &str) {
        let name = name(form_id);
        // An empty note is no draft.
        if self.notes.write(&name, String::new()).await.is_err() {
            tracing::warn!("a draft that was discarded is kept until it is a day old");
        }
        self.held().retain(|(kept, _)| *kept != name);
    }

    fn held(&self) -> std::sync::MutexGuard<'_, VecDeque<(String, Draft)>> {
        // A list that is whole at every step.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn name(form_id: &str) -> String {
    format!("draft:{form_id}")
}

impl Draft {
    /// The form with what was typed in it.
    pub(super) fn filled_in(&self) -> Form {
        let mut form = self.form.clone();
        for field in form.pages.iter_mut().flatten() {
            fill_in(field, self.values.get(&field.name));
        }
        form
    }

    /// What an input is called in front of people.
    pub(super) fn label(&self, name: &str) -> Option<&str> {
        let mut fields = self.form.pages.iter().flatten();
        fields.find(|field| field.name == name).map(|field| field.label.as_str())
    }
}

/// Puts what was typed into an input; left empty, it stays as the form has it only where nothing was
/// sent yet.
fn fill_in(field: &mut Field, value: Option<&Value>) {
    let Some(value) = value else { return };
    match (&mut field.kind, value) {
        (FieldKind::Short { preset } | FieldKind::Long { preset }, Value::Text(text)) => {
            preset.clone_from(text);
        }
        (FieldKind::Choice { preset, .. } | FieldKind::Pick { preset, .. }, Value::Text(text)) => {
            *preset = Some(text.clone());
        }
        (FieldKind::Several { presets, .. }, Value::Several(values)) => presets.clone_from(values),
        (FieldKind::Person { preset }, Value::Person(person)) => *preset = Some(person.clone()),
        (FieldKind::Day { preset }, Value::Day(day)) => *preset = Some(*day),
        // A value of another kind was made up; what is looked up is typed anew.
        (
            FieldKind::Short { .. }
            | FieldKind::Long { .. }
            | FieldKind::Choice { .. }
            | FieldKind::Pick { .. }
            | FieldKind::Several { .. }
            | FieldKind::Lookup
            | FieldKind::Person { .. }
            | FieldKind::Day { .. },
            Value::Text(_) | Value::Several(_) | Value::Person(_) | Value::Day(_),
        ) => {}
    }
}
