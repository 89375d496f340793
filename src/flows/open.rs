//! *Open*: the card of a referral, shown to whoever may see it where they look.

use super::{Flow, Opened, Opening, card, no_form};
use crate::app::App;
use crate::store::StoreError;
use crate::views;
use crate::views::referral::{partner, sales};

pub const FLOW: Flow = Flow {
    name: "open",
    commands: &[],
    form: |app, opening| Box::pin(show(app, opening)),
    act: no_form,
};

/// The vendor's own see sales' card.
async fn show(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let subject = opening.action.map(|action| action.subject.as_str()).unwrap_or_default();
    let Some((facts, person)) = card::visible(app, subject, opening.actor).await? else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    let card = match person.is_vendor() {
        true => sales::card(&voice, &facts),
        false => partner::card(&voice, &facts),
    };
    let title = facts.referral.number().to_string();
    Ok(Opened::Listed { page: views::panel(&voice, title, card.parts), turned: false })
}
