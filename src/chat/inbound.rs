//! What came in from a platform, decoded but not believed, and what goes back at once.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::view::{Action, Choice, Form, Message, Panel};
use super::{FormHandle, PersonRef, Place, PlatformName};

/// One delivery.
#[derive(Clone, PartialEq, Eq)]
pub struct Inbound {
    /// Equal for every copy of the same delivery, different for everything else.
    pub key: String,
    pub platform: PlatformName,
    /// The workspace whose installation received it and whose token must answer it.
    pub workspace: String,
    /// Who did it; absent for what no person did.
    pub from: Option<PersonRef>,
    /// The language they use the platform in, where it says so with each delivery (as `de-DE`).
    pub locale: Option<String>,
    /// Where it was done; absent in a form or on a home page.
    pub place: Option<Place>,
    pub what: What,
    /// The body exactly as it came, kept for [`crate::config`]'s retention time.
    pub raw: String,
    pub received: DateTime<Utc>,
}

impl Inbound {
    /// Who did it, as they stand in the log.
    #[must_use]
    pub fn identity(&self) -> Option<String> {
        self.from.as_ref().map(ToString::to_string)
    }

    /// The installation that received it, as `platform:workspace`.
    #[must_use]
    pub fn installation(&self) -> String {
        format!("{}:{}", self.platform, self.workspace)
    }
}

/// Where and what, never what was typed.
impl fmt::Debug for Inbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Inbound({}, {}, {})", self.platform, self.key, self.what.kind())
    }
}

/// What somebody did.
#[derive(Clone, PartialEq, Eq)]
pub enum What {
    /// A slash command, without its slash.
    Command { word: String, text: String },
    /// A button, or a choice in a message's list. `form` is set when it stood in a form or panel.
    Pressed { action: Action, message_id: Option<String>, form: Option<FormHandle> },
    /// A form was sent off.
    FormSent { flow: String, form_id: String, form: FormHandle, values: Values },
    /// A form was closed without sending.
    FormClosed { flow: String, form_id: String },
    /// An entry of the platform's own menus, with the message at which it was chosen.
    Shortcut { name: String, message: Option<Quote> },
    /// Somebody types into a field whose options come from us. Nothing is kept of it. Without a
    /// form it stands behind a command, and the field is what the command takes.
    Suggest { form_id: String, field: String, typed: String },
    /// Somebody named the app in what they said where others read it; `text` is the rest of it.
    Mentioned { text: String },
    /// Somebody wrote to the app alone.
    Direct,
    /// Something became of a channel or a person, and no answer is waited for.
    Channel(News),
    /// The installation that received it is gone, or its token is; `code` is the platform's word.
    Uninstalled { code: String },
    /// The installation that received it is there, whatever became of it before.
    Installed,
    /// A shape this version does not know: kept, counted, answered with nothing.
    Unknown { name: String },
}

/// A message that somebody points at.
#[derive(Clone, PartialEq, Eq)]
pub struct Quote {
    /// What it says; empty when we said it.
    pub text: String,
    /// Where it stands, for whoever may read it there.
    pub link: Option<String>,
}

impl fmt::Debug for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}

impl What {
    /// A word for logs and metrics.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Command { .. } => "command",
            Self::Pressed { .. } => "press",
            Self::FormSent { .. } => "form",
            Self::FormClosed { .. } => "form_closed",
            Self::Shortcut { .. } => "shortcut",
            Self::Suggest { .. } => "suggest",
            Self::Mentioned { .. } => "mention",
            Self::Direct => "direct",
            Self::Channel(news) => news.kind(),
            Self::Uninstalled { .. } => "uninstalled",
            Self::Installed => "installed",
            Self::Unknown { .. } => "unknown",
        }
    }
}

/// What became of a channel or a person. It may wait to be worked on, so it can be written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum News {
    /// The app came in. The workspace in `by` is the installation's: whose they really are is for
    /// the platform to say.
    AppAdded {
        by: Option<PersonRef>,
    },
    /// The app was put out, or left.
    AppRemoved,
    /// A person came in.
    Joined {
        who: PersonRef,
    },
    /// A person left.
    Left {
        who: PersonRef,
    },
    /// Nobody can write there any more.
    Archived,
    Unarchived,
    /// It has another name.
    Renamed,
    /// It is shared with one more company than before, or one fewer.
    Shared,
    Unshared,
    /// The platform calls it by another id now.
    Renumbered {
        to: String,
    },
    /// Somebody looks at their page in the app; the channel is the one they have with it alone. The
    /// workspace in `who` is the installation's, as in [`News::AppAdded`].
    HomeOpened {
        who: PersonRef,
    },
    /// What the app may do to the roles of the workspace has changed; it is no news of a channel.
    RolesMoved,
    /// Something about a person has changed, by their own workspace; it is no news of a channel.
    /// Whether they are gone there, or a guest, is what the platform said then.
    PersonChanged {
        who: PersonRef,
        /// The workspace whose installation hears of it.
        workspace: String,
        gone: bool,
        guest: bool,
    },
}

impl News {
    /// A word for logs and metrics.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::AppAdded { .. } => "app_added",
            Self::AppRemoved => "app_removed",
            Self::Joined { .. } => "joined",
            Self::Left { .. } => "left",
            Self::Archived => "archived",
            Self::Unarchived => "unarchived",
            Self::Renamed => "renamed",
            Self::Shared => "shared",
            Self::Unshared => "unshared",
            Self::Renumbered { .. } => "renumbered",
            Self::HomeOpened { .. } => "home_opened",
            Self::RolesMoved => "roles_moved",
            Self::PersonChanged { .. } => "person_changed",
        }
    }
}

/// What was typed and chosen, by the field's name. An input left empty has no entry.
pub type Values = BTreeMap<String, Value>;

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Typed text, or the value of the chosen option.
    Text(String),
    /// The values of the chosen options: one at least.
    Several(Vec<String>),
    Person(PersonRef),
    Day(NaiveDate),
}

/// What was typed into a field, or chosen in it, without the space around it; absent when there is
/// none.
#[must_use]
pub fn text_in<'a>(values: &'a Values, field: &str) -> Option<&'a str> {
    match values.get(field)? {
        Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        Value::Several(_) | Value::Person(_) | Value::Day(_) => None,
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text",
            Self::Several(_) => "Several",
            Self::Person(_) => "Person",
            Self::Day(_) => "Day",
        })
    }
}

/// What goes back at once, in the same breath as the acknowledgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    Nothing,
    /// It could not be stored, and nobody waits for an answer: it is not acknowledged, so that the
    /// platform delivers it again.
    NotTaken,
    /// Too much is in hand already: it was not looked at, and is not acknowledged. A platform that
    /// cannot be told so on this wire is given the reply inside, as far as that costs no call.
    TooMuch(Box<Reply>),
    /// Opens a form; in place of the form or panel the button stood in, if it stood in one.
    /// `if_late` is shown privately when the platform says it is too late to open one.
    Form {
        form: Box<Form>,
        if_late: Message,
    },
    /// The form stays open and says at each named field what to change.
    FieldErrors(BTreeMap<String, String>),
    /// The form stays open with one sentence that is not about a field.
    KeepForm(String),
    /// The form gives way to this.
    Panel(Panel),
    /// Only the person who did it sees this, where they did it.
    Private(Message),
    /// The same, in place of the private message that the button stood in.
    Replace(Message),
    /// What a type-ahead field offers.
    Choices(Vec<Choice>),
}

/// What an adapter says of its own accord, where forms of its platform work otherwise than ours: one
/// that closes when it is sent, or shows a page at a time. Its buttons bear actions of the adapter's
/// own ([`super::action::FORM`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// A form was refused at these inputs, by what people call them, and is closed. What was typed
    /// is kept.
    NotSent { form_id: String, errors: Vec<(String, String)> },
    /// It was refused with a sentence that is about no input.
    NotTaken { form_id: String, sentence: String },
    /// The `page`th page is kept, counted from 1; `left` are to be filled in.
    PageKept { form_id: String, page: usize, left: usize },
    /// What was typed is forgotten, because its author wanted that.
    DraftDiscarded,
    /// What was typed is not kept any more.
    DraftGone,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_was_typed_the_space_around_it_does_not_count() {
        let day = NaiveDate::default();
        #[rustfmt::skip]
        let table = [
            (Some(Value::Text(" Acme  Ltd \n".to_owned())), Some("Acme  Ltd")),
            (Some(Value::Text("  \n".to_owned())),          None),
            (Some(Value::Day(day)),                         None),
            (None,                                          None),
        ];
        for (value, text) in table {
            let values: Values =
                value.map(|value| ("name".to_owned(), value)).into_iter().collect();
            assert_eq!(text_in(&values, "name"), text, "{text:?}");
        }
    }
}
