//! *Reopen referral*: talks about a lost deal have resumed.

use super::{Flow, Opened, Opening, card, no_form};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::Boxed;
use crate::store::StoreError;

pub const FLOW: Flow = Flow { name: "reopen", commands: &[], form: boxed_press, act: no_form };

fn boxed_press<'a>(app: &'a App, opening: Opening<'a>) -> Boxed<'a, Result<Opened, StoreError>> {
    Box::pin(card::at_once(app, opening, Act::Reopen))
}
