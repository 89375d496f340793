//! *Suggest a split*: two partners might share an account. It counts when both say yes.

use super::case::Wanted;
use super::{Flow, Opened, Opening, Sent, inside};
use crate::app::App;
use crate::app::execute::InCase;
use crate::chat::inbound::Reply;
use crate::domain::case::split;
use crate::store::StoreError;
use crate::views::case::forms::{self, input};

pub const FLOW: Flow = Flow {
    name: "split",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let Some((facts, person)) = inside::pressed(app, &opening).await? else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    let may = split::may_suggest(&facts.case, &person, &app.rules_in(&facts));
    Ok(inside::opens(&voice, &opening, FLOW.name, &facts, may, forms::share))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    inside::act(app, sent, "split-title", |typed, _| {
        let percent = typed.text(input::SHARE).and_then(|text| text.parse::<u32>().ok());
        let percent = percent.filter(|percent| (1..=99).contains(percent));
        let percent = percent.ok_or_else(|| typed.misfit(input::SHARE, "split-share-unclear"))?;
        let act = InCase::Suggest(percent * 100);
        Ok(Wanted { act, words: Vec::new(), done: "split-sent" })
    })
    .await
}
