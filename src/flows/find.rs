//! *Find material*: decks, one-pagers and stories that the programme has to hand on, by words; and one
//! of them, for who presses *Get it*. Whether it is opened nobody learns: it is counted as handed on.

use super::icp::{Asks, asks};
use super::{
    By, Command, Flow, Opened, Opening, Sent, Slash, Subject, forged_form, misfit, record, unclear,
};
use crate::app::App;
use crate::chat::inbound::{Reply, text_in};
use crate::chat::view::Panel;
use crate::domain::actor::Role;
use crate::domain::knowledge::{Taken, find};
use crate::domain::outcome::AskingEvent;
use crate::store::{StoreError, knowledge as stored};
use crate::views::knowledge::{self, deed, input};

pub const FLOW: Flow = Flow {
    name: "find",
    commands: &[Command {
        word: "find",
        takes: Some("words"),
        slash: Slash::Registered,
        by: By { members: true, roles: &Role::ALL },
    }],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let asks = match asks(app, opening.inbound, opening.actor).await {
        Ok(asks) => asks,
        Err((line, why)) => return Ok(Opened::instead(line, why)),
    };
    if let Some(action) = opening.action
        && action.choice == deed::GET
    {
        return get(app, &asks, &action.subject).await;
    }
    if !app.program().knowledge.has_assets(asks.reader()) {
        let line = knowledge::no_assets(&voice, &asks.knows(app).await?);
        return Ok(Opened::instead(line, "nothing_there"));
    }
    // What has no letters in it is nothing to look for: the form says what is.
    match found(app, &asks, opening.text).await? {
        Some(page) => Ok(Opened::Listed { page, turned: false }),
        None => {
            let subject = Subject::default();
            Ok(opening.opens(&voice, FLOW.name, subject, |id| knowledge::form(&voice, id)))
        }
    }
}

/// What meets these words; `None` when there are none.
async fn found(app: &App, asks: &Asks<'_>, typed: &str) -> Result<Option<Panel>, StoreError> {
    let (voice, program) = (app.voice(), app.program());
    let Some(found) = find(&program.knowledge.assets, typed, asks.reader()) else {
        return Ok(None);
    };
    if found.is_empty() {
        return Ok(Some(knowledge::none_found(&voice, typed, &asks.knows(app).await?)));
    }
    let taken = taken(app, asks).await?;
    Ok(Some(knowledge::found(&voice, typed, &found, &taken)))
}

/// What the partner that asks was given before.
async fn taken(app: &App, asks: &Asks<'_>) -> Result<Taken, StoreError> {
    match asks {
        Asks::Member(partner) => stored::taken_by(&app.store.db, partner.id).await,
        Asks::Behalf | Asks::Vendor => Ok(Taken::new()),
    }
}

/// *Get it*: always the newest version, whichever stood beside the button. What the vendor's own look
/// at is no partner's use.
async fn get(app: &App, asks: &Asks<'_>, id: &str) -> Result<Opened, StoreError> {
    let (voice, program) = (app.voice(), app.program());
    let asset = program.knowledge.asset(id).filter(|asset| asset.is_for(asks.reader()));
    let Some(asset) = asset else {
        return Ok(Opened::instead(voice.line("find-gone", &[]), "gone"));
    };
    let had = asset.had_by(&taken(app, asks).await?);
    let asked = match asks {
        Asks::Member(partner) => {
            let (asset, version) = (asset.id.clone(), asset.version);
            Some((partner.id, AskingEvent::AssetTaken { asset, version }))
        }
        Asks::Behalf | Asks::Vendor => None,
    };
    Ok(Opened::Explained { page: knowledge::given(&voice, asset, had), asked })
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let Ok(asks) = asks(app, sent.inbound, sent.actor).await else {
        return record(app, sent.inbound, forged_form(&voice), "outsider").await;
    };
    let typed = text_in(sent.values, input::WORDS).unwrap_or_default();
    match found(app, &asks, typed).await? {
        Some(page) => record(app, sent.inbound, Reply::Panel(page), "shown").await,
        None => {
            let errors = misfit(&voice, input::WORDS, "find-words-missing");
            unclear(app, sent.inbound, errors).await
        }
    }
}
