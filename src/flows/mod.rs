//! One file per thing a person can do in chat: its entries, its form, its check, its act.
//!
//! A flow is a value, not a trait object, so that "go to definition" works. [`ALL`] lists them;
//! [`find`] picks one. Nothing here names a platform. Start with [`refer`].

pub mod actor;
pub mod answer;
pub mod ask;
mod card;
pub mod owner;
pub mod refer;
pub mod reject;
pub mod reopen;
pub mod review;
pub mod stage;
pub mod undo;
pub mod withdraw;

use std::collections::BTreeMap;

use crate::app::App;
use crate::app::execute::{Aside, Outcome};
use crate::chat::Boxed;
use crate::chat::inbound::{Inbound, Reply, Values};
use crate::chat::view::{Action, Form, Line, Message};
use crate::domain::outcome::Refusal;
use crate::store::StoreError;
use crate::store::rows::FormRow;
use crate::views::{self, Say};
use actor::Actor;

/// Something a person can start.
pub struct Flow {
    /// File name, action id, form id and text prefix.
    pub name: &'static str,
    /// Slash commands that start it, with what stands behind them.
    pub commands: &'static [Command],
    /// Opens its form, or says why not.
    pub form: for<'a> fn(&'a App, Opening<'a>) -> Boxed<'a, Result<Opened, StoreError>>,
    /// Does it: what was sent is checked for shape first, then decided.
    pub act: for<'a> fn(&'a App, Sent<'a>) -> Boxed<'a, Result<Reply, StoreError>>,
}

/// A slash command, for the manifest and the help text.
pub struct Command {
    /// Without the slash.
    pub word: &'static str,
    pub description: &'static str,
    pub usage_hint: &'static str,
}

/// Every flow there is.
pub const ALL: &[Flow] = &[
    refer::FLOW,
    review::FLOW,
    reject::FLOW,
    ask::FLOW,
    answer::FLOW,
    undo::FLOW,
    owner::FLOW,
    withdraw::FLOW,
    stage::FLOW,
    reopen::FLOW,
];

/// The flow of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Flow> {
    ALL.iter().find(|flow| flow.name == name)
}

/// The flow that a command starts.
#[must_use]
pub fn of_command(word: &str) -> Option<&'static Flow> {
    ALL.iter().find(|flow| flow.commands.iter().any(|command| command.word == word))
}

/// Somebody pressed or typed something that opens a form.
pub struct Opening<'a> {
    pub inbound: &'a Inbound,
    pub actor: &'a Actor,
    /// What the button said; absent for a command.
    pub action: Option<&'a Action>,
    /// What stood behind the command.
    pub text: &'a str,
}

/// A form to open, or what to say instead.
pub enum Opened {
    Form {
        form: Box<Form>,
        row: FormRow,
        if_late: Message,
        /// A card that the presser saw in an old state.
        redraw: Option<Say>,
    },
    /// `redraw` is a card that the presser saw in an old state.
    Instead { message: Message, result: &'static str, redraw: Option<Say> },
    /// Done at once, without a form, and recorded.
    Done(Reply),
}

impl Opened {
    /// Says one line instead of opening the form.
    #[must_use]
    pub fn instead(line: Line, result: &'static str) -> Self {
        Self::Instead { message: views::note(line), result, redraw: None }
    }
}

/// A form that came back.
pub struct Sent<'a> {
    pub inbound: &'a Inbound,
    pub actor: &'a Actor,
    pub form: FormRow,
    pub values: &'a Values,
}

/// A delivery's answer, whether new or given before; refusals are put into words by `refuse` and
/// recorded.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
async fn reply_to(
    app: &App,
    inbound: &Inbound,
    outcome: Outcome,
    refuse: impl AsyncFnOnce(Refusal) -> Result<Reply, StoreError>,
) -> Result<Reply, StoreError> {
    match outcome {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Ok(reply),
        Outcome::Refused(refusal) => {
            let result = refusal.reason();
            let reply = refuse(refusal).await?;
            record(app, inbound, reply, result).await
        }
    }
}

/// Records a delivery that changed nothing, and gives its answer.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
async fn record(
    app: &App,
    inbound: &Inbound,
    reply: Reply,
    result: &'static str,
) -> Result<Reply, StoreError> {
    match app.record(inbound, reply, result, Aside::default()).await? {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Ok(reply),
        Outcome::Refused(_) => Ok(Reply::Nothing),
    }
}

/// Sentences beside inputs, by the input's name.
type FieldErrors = BTreeMap<String, String>;
