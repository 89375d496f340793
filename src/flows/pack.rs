//! *Show the review*: a partner's quarter, a page at a time, to who presses, alone. Whose it is says
//! where it is pressed and by whom, never the button.

use super::actor::Standing;
use super::icp::asks;
use super::{Flow, Opened, Opening, no_form};
use crate::app::App;
use crate::domain::board::period::{Period, Span};
use crate::store::StoreError;
use crate::views::pack::{TURN, page::page};

pub const FLOW: Flow = Flow {
    name: "pack",
    commands: &[],
    form: |app, opening| Box::pin(show(app, opening)),
    act: no_form,
};

async fn show(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if let Err((line, why)) = asks(app, opening.inbound, opening.actor).await {
        return Ok(Opened::instead(line, why));
    }
    let (Standing::Member(partner) | Standing::Behalf(partner)) = &opening.actor.standing else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    let wanted = opening.action.and_then(|action| read(&action.subject));
    let Some((quarter, nth)) = wanted else { return Ok(Opened::forged(&voice, "forged")) };
    let pack = app.pack(partner, quarter).await?;
    let turned = opening.action.is_some_and(|action| action.choice == TURN);
    Ok(Opened::Listed { page: page(&voice, &pack, nth), turned })
}

/// A quarter, and behind a dot the page of it.
fn read(subject: &str) -> Option<(Period, usize)> {
    let (quarter, nth) = subject.split_once('.').unwrap_or((subject, "0"));
    let quarter: Period = quarter.parse().ok()?;
    (quarter.span() == Span::Quarter).then_some((quarter, nth.parse().ok()?))
}
