//! *Reopen referral*: talks about a lost deal have resumed.

use super::{Flow, card, no_form};
use crate::app::execute::Act;

pub const FLOW: Flow = Flow {
    name: "reopen",
    commands: &[],
    form: |app, opening| Box::pin(card::at_once(app, opening, Act::Reopen)),
    act: no_form,
};
