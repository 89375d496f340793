//! *Show why* on the card of a case: what the rules say of it, rule by rule, for the vendor's own.

use super::{Flow, Opened, Opening, inside, no_form};
use crate::app::App;
use crate::store::StoreError;
use crate::views::case::why;

pub const FLOW: Flow = Flow {
    name: "why_case",
    commands: &[],
    form: |app, opening| Box::pin(show(app, opening)),
    act: no_form,
};

async fn show(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    Ok(match inside::pressed(app, &opening).await? {
        Some((facts, _)) => Opened::Explained { page: why::panel(&voice, &facts), asked: None },
        None => Opened::forged(&voice, "outsider"),
    })
}
