//! An [`Action`] as text, for what a button carries, and strictly back: texts come back from a client
//! and may be forged.

use super::view::Action;

/// The layout; a button of an older layout on an old card is read as unknown.
const LAYOUT: &str = "v1";
/// Bytes of a flow, a choice or a subject: ours are words and identifiers. How much a whole text may
/// have is for each platform to say.
const WORD_MAX: usize = 80;

/// The flow of actions that are an adapter's own: what a person does next about a form that another
/// kind of platform would have kept open. Their subject is the form's id; no flow has this name.
pub const FORM: &str = "form";
/// Opens the form again, with what was typed.
pub const AGAIN: &str = "again";
/// Opens a page of it: the one that stands as the version.
pub const CONTINUE: &str = "continue";
/// Forgets what was typed.
pub const DISCARD: &str = "discard";

impl Action {
    /// `v1:flow:choice:subject:version`. A subject may hold colons, the others may not.
    #[must_use]
    pub fn written(&self) -> String {
        let Self { flow, choice, subject, seen_version } = self;
        format!("{LAYOUT}:{flow}:{choice}:{subject}:{seen_version}")
    }

    /// The action behind a text, or nothing when any character is not as [`Action::written`] has it.
    #[must_use]
    pub fn read(value: &str) -> Option<Self> {
        let mut parts = value.splitn(4, ':');
        let (layout, flow, choice) = (parts.next()?, parts.next()?, parts.next()?);
        let (subject, version) = parts.next()?.rsplit_once(':')?;
        let seen_version: i64 = version.parse().ok()?;
        // "+7", "007" and "-0" are numbers too, but not ours.
        let canonical = seen_version.to_string() == version;
        let words = is_word(flow) && is_word(choice) && is_subject(subject);
        if layout != LAYOUT || !canonical || !words {
            return None;
        }
        Some(Self {
            flow: flow.to_owned(),
            choice: choice.to_owned(),
            subject: subject.to_owned(),
            seen_version,
        })
    }
}

/// Whether it can stand for a flow, a choice or a list.
#[must_use]
pub fn is_word(text: &str) -> bool {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
    !text.is_empty() && text.len() <= WORD_MAX && text.chars().all(known)
}

fn is_subject(text: &str) -> bool {
    text.len() <= WORD_MAX && text.chars().all(|c| c.is_ascii_graphic())
}
