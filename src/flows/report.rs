//! *Report*: how a period went, for the vendor's own people alone.

use super::{By, Command, Flow, Opened, Opening, Slash, no_form};
use crate::app::App;
use crate::chat::commands::UMBRELLA;
use crate::domain::actor::{Person, Role};
use crate::domain::board::period::{Period, Span};
use crate::store::StoreError;
use crate::views::report::{self, TURN};

const WORD: &str = "report";

pub const FLOW: Flow = Flow {
    name: "report",
    commands: &[Command {
        word: WORD,
        takes: Some("report"),
        slash: Slash::OnRequest,
        by: By { members: false, roles: &Role::ALL },
    }],
    form: |app, opening| Box::pin(show(app, opening)),
    act: no_form,
};

async fn show(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if !opening.actor.is(Person::is_vendor) {
        return Ok(Opened::forged(&voice, "outsider"));
    }
    let today = app.program().rules.calendar.local_date(app.now());
    let pressed = opening.action.map(|action| action.subject.as_str());
    let typed = pressed.unwrap_or(opening.text);
    let Some(period) = Period::said(typed, today, Span::Quarter) else {
        if pressed.is_some() {
            return Ok(Opened::forged(&voice, "forged"));
        }
        let command = format!("/{} {WORD}", voice.texts.names().of(UMBRELLA));
        let message = report::usage(&voice, &command, typed);
        return Ok(Opened::Instead { message, result: "unclear", redraw: None });
    };
    let turned = opening.action.is_some_and(|action| action.choice == TURN);
    let page = report::sheet(&voice, &app.report(period).await?);
    Ok(Opened::Listed { page, turned })
}
