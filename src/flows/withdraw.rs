//! *Withdraw*: who sent a referral takes it out, at once.

use super::{Flow, card, no_form};
use crate::app::execute::Act;

pub const FLOW: Flow = Flow {
    name: "withdraw",
    commands: &[],
    form: |app, opening| Box::pin(card::at_once(app, opening, Act::Withdraw)),
    act: no_form,
};
