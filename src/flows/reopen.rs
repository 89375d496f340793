//! *Reopen referral*: talks about a lost deal have resumed.

use super::{Flow, Opened, Opening, Sent, card};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::Boxed;
use crate::chat::inbound::Reply;
use crate::store::StoreError;

pub const FLOW: Flow = Flow { name: "reopen", commands: &[], form: boxed_press, act: boxed_act };

fn boxed_press<'a>(app: &'a App, opening: Opening<'a>) -> Boxed<'a, Result<Opened, StoreError>> {
    Box::pin(card::at_once(app, opening, Act::Reopen))
}

/// It has no form, so none of its own can come back.
fn boxed_act<'a>(app: &'a App, sent: Sent<'a>) -> Boxed<'a, Result<Reply, StoreError>> {
    Box::pin(card::no_form(app, sent))
}
