//! *Open*, of a case: its card, shown to one of the vendor's own where they look.

use super::{Flow, Opened, Opening, inside, no_form};
use crate::app::App;
use crate::store::StoreError;
use crate::views::case::list;

pub const FLOW: Flow = Flow {
    name: "open_case",
    commands: &[],
    form: |app, opening| Box::pin(open(app, opening)),
    act: no_form,
};

async fn open(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let found = inside::pressed(app, &opening).await?;
    Ok(found.map_or_else(
        || Opened::forged(&voice, "outsider"),
        |(facts, _)| Opened::Listed { page: list::panel(&voice, &facts), turned: false },
    ))
}
