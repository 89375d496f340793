//! *Withdraw*: who sent a referral takes it out, at once.

use super::{Flow, Opened, Opening, card, no_form};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::Boxed;
use crate::store::StoreError;

pub const FLOW: Flow = Flow { name: "withdraw", commands: &[], form: boxed_press, act: no_form };

fn boxed_press<'a>(app: &'a App, opening: Opening<'a>) -> Boxed<'a, Result<Opened, StoreError>> {
    Box::pin(card::at_once(app, opening, Act::Withdraw))
}
