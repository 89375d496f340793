//! *Change owner*: somebody else in sales takes the referral over. Where its owner is gone, whoever is
//! in charge may say who, too.

use super::card::{self, Wanted};
use super::{Flow, Opened, Opening, Sent};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::inbound::Reply;
use crate::domain::actor::{Person, Role};
use crate::domain::ids::PersonId;
use crate::domain::referral::decide;
use crate::store::StoreError;
use crate::views::forms::{self, input};
use crate::views::people::{self as words, left};
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow {
    name: "owner",
    commands: &[],
    form: |app, opening| Box::pin(open(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn open(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    match opening.action.map(|action| action.choice.as_str()) {
        Some(left::LIST) => list(app, &opening).await,
        Some(left::CHOOSE) => match settled(app, &opening).await? {
            Some(settled) => Ok(settled),
            None => form(app, &opening).await,
        },
        _ => form(app, &opening).await,
    }
}

async fn form(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let may = |facts: &Facts, by: &Person| {
        decide::may_change_owner(&facts.referral, by, facts.owner_gone)
    };
    // Whoever owns it has to be of sales.
    let presser = opening.actor.has(Role::Sales).then(|| opening.actor.person.clone());
    card::open(app, FLOW.name, opening, may, |voice, id, facts| {
        forms::owner(voice, id, facts, presser.as_ref())
    })
    .await
}

/// Somebody has chosen an owner since the list was drawn; said to whoever could have.
async fn settled(app: &App, opening: &Opening<'_>) -> Result<Option<Opened>, StoreError> {
    let subject = opening.action.map(|action| action.subject.as_str()).unwrap_or_default();
    let Some((facts, person)) = card::visible(app, subject, opening.actor).await? else {
        return Ok(None);
    };
    let settled = may_list(&person) && !facts.owner_gone;
    Ok(settled.then(|| Opened::instead(words::owner_found(&app.voice(), &facts), "settled")))
}

/// What somebody who is gone has left and nobody has taken over.
async fn list(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let person = opening.action.and_then(|action| action.subject.parse::<PersonId>().ok());
    let Some(person) = person.filter(|_| opening.actor.is(may_list)) else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    let Some(owned) = app.left_by(person).await? else {
        return Ok(Opened::instead(voice.line("track-list-none", &[]), "nothing_left"));
    };
    let parts = words::owner_left(&voice, &person, &app.name_of(person).await?, &owned);
    let page = crate::views::panel(&voice, voice.words("review-owner", &[]), parts);
    Ok(Opened::Listed { page, turned: false })
}

fn may_list(person: &Person) -> bool {
    person.has(Role::Sales) || person.manages_partners()
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    card::act(app, sent, "review-owner-title", async |typed| {
        let owner = typed.owner(input::OWNER).await?;
        Ok(owner.map(|owner| Wanted { act: Act::Owner(owner.id), words: Vec::new() }))
    })
    .await
}
