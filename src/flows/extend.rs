//! *Ask for extension*: a partner asks for more time.

use super::{Flow, card, no_form};
use crate::app::execute::Act;

pub const FLOW: Flow = Flow {
    name: "extend",
    commands: &[],
    form: |app, opening| Box::pin(card::at_once(app, opening, Act::Extend)),
    act: no_form,
};
