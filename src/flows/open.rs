//! *Open*: the card of a referral, shown to whoever may see it where they look. By its button, by
//! its number, or found by typing.

use std::time::Duration;

use super::actor::{Actor, Standing};
use super::{
    By, Command, Flow, Opened, Opening, Sent, Slash, Subject, card, chosen, forged_form, misfit,
    record, unclear,
};
use crate::app::{App, lists};
use crate::chat::inbound::Reply;
use crate::chat::view::{Choice, Panel, Part};
use crate::domain::actor::{Person, Role};
use crate::domain::ids::{ReferralId, ReferralNumber};
use crate::store::lists::Scope;
use crate::store::{StoreError, queries};
use crate::views::referral::{partner, receipt, sales};
use crate::views::{self, forms, help, list, referral};

/// What a command takes that is about one referral.
pub const NUMBER: &str = "number";

pub const FLOW: Flow = Flow {
    name: "open",
    commands: &[Command {
        word: "open",
        takes: Some(NUMBER),
        slash: Slash::OnRequest,
        by: By { members: true, roles: &Role::ALL },
    }],
    form: |app, opening| Box::pin(open(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

/// The field in which a referral is found by typing, in whichever form.
pub const FIELD: &str = forms::input::REFERRAL;

/// Options at once; a platform takes no more.
const MOST: u64 = 100;
/// Suggestions are there by then, or nothing is suggested: whoever types does not wait.
const IN_TIME: Duration = Duration::from_millis(250);

async fn open(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if let Some(action) = opening.action {
        let shown = shown(app, &action.subject, opening.actor).await?;
        return Ok(shown.map_or_else(|| Opened::forged(&voice, "outsider"), panel));
    }
    let Some(person) = opening.actor.known.as_ref().filter(|person| belongs(person)) else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    let typed = opening.text.trim();
    if typed.is_empty() {
        let subject = Subject::default();
        return Ok(opening.opens(&voice, FLOW.name, subject, |id| forms::open(&voice, id)));
    }
    let id = numbered(app, typed, person).await?;
    let shown = shown(app, &id.unwrap_or_default(), opening.actor).await?;
    let none = || Opened::instead(help::no_referral(&voice, typed), "no_referral");
    Ok(shown.map_or_else(none, panel))
}

/// The referral whose number was typed. One that somebody may not see is answered as one that is not
/// there.
pub(super) async fn numbered(
    app: &App,
    typed: &str,
    person: &Person,
) -> Result<Option<String>, StoreError> {
    let found = match typed.parse::<ReferralNumber>() {
        Ok(number) => queries::referral_numbered(&app.store.db, &number).await?,
        Err(_) => None,
    };
    Ok(found.filter(|one| person.may_see(&one.partner())).map(|one| one.id.to_string()))
}

/// Whether somebody is anything to the programme: all others learn nothing.
pub(super) fn belongs(person: &Person) -> bool {
    person.is_vendor() || person.membership.is_some()
}

fn panel(page: Panel) -> Opened {
    Opened::Listed { page, turned: false }
}

/// The card, for whoever may see it. The vendor's own see sales'.
async fn shown(app: &App, id: &str, actor: &Actor) -> Result<Option<Panel>, StoreError> {
    let Some((facts, person)) = card::visible(app, id, actor).await? else { return Ok(None) };
    let (voice, mut facts) = (app.voice(), facts);
    facts.thread = app.thread_of(&facts).await?;
    let mut parts = match person.is_vendor() {
        true => sales::card(&voice, &facts).parts,
        false => {
            let mut card = partner::card(&voice, &facts).parts;
            card.extend(receipt::kept(&voice, &facts.referral));
            card.extend(referral::to_thread(&voice, &facts).map(|link| Part::Fields(vec![link])));
            card
        }
    };
    if person.is_vendor() {
        let card = app.card_of(&facts).await?;
        parts.extend(referral::to_card(&voice, &card).map(|link| Part::Fields(vec![link])));
    }
    Ok(Some(views::panel(&voice, facts.referral.number().to_string(), parts)))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let Some(id) = chosen::<ReferralId>(sent.values, FIELD) else {
        return unclear(app, sent.inbound, misfit(&voice, FIELD, "open-account-missing")).await;
    };
    match shown(app, &id.to_string(), sent.actor).await? {
        Some(panel) => record(app, sent.inbound, Reply::Panel(panel), "shown").await,
        None => record(app, sent.inbound, forged_form(&voice), "outsider").await,
    }
}

/// Referrals that fit what was typed so far, the newest first: of the asker's own partner, for the
/// vendor's own of all.
///
/// # Errors
/// [`StoreError`].
pub async fn suggest(app: &App, actor: &Actor, typed: &str) -> Result<Vec<Choice>, StoreError> {
    let voice = app.voice();
    let found = matching(app, actor, typed).await?;
    Ok(found.iter().map(|item| list::choice(&voice, item)).collect())
}

/// The same as numbers, for the command that is being typed.
///
/// # Errors
/// [`StoreError`].
pub async fn numbers(app: &App, actor: &Actor, typed: &str) -> Result<Vec<Choice>, StoreError> {
    let voice = app.voice();
    let found = matching(app, actor, typed).await?;
    Ok(found.iter().map(|item| list::number(&voice, item)).collect())
}

async fn matching(app: &App, actor: &Actor, typed: &str) -> Result<Vec<list::Item>, StoreError> {
    let scope = match &actor.standing {
        Standing::Member(partner) => Scope::Partner(partner.id),
        Standing::Vendor | Standing::Behalf(_) => Scope::All,
        Standing::Newcomer(_) | Standing::Stranger | Standing::Unknown => return Ok(Vec::new()),
    };
    let found = lists::matching(&app.store.db, &scope, typed, MOST);
    tokio::time::timeout(IN_TIME, found).await.unwrap_or(Ok(Vec::new()))
}
