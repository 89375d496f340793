//! *Why*: how a referral came to stand where it stands, with its dates and their arithmetic. The same
//! words for partner and vendor.

use super::actor::Actor;
use super::{
    By, Command, Flow, Opened, Opening, Sent, Slash, Subject, card, chosen, forged_form, misfit,
    open, record_with, unclear,
};
use crate::app::App;
use crate::app::execute::{Aside, Asked};
use crate::chat::inbound::Reply;
use crate::chat::view::Panel;
use crate::domain::actor::Role;
use crate::domain::ids::ReferralId;
use crate::domain::outcome::AskingEvent;
use crate::domain::referral::ask_person::may_ask_person;
use crate::store::StoreError;
use crate::views::referral::why::{self, Reader};
use crate::views::{forms, help};

pub const FLOW: Flow = Flow {
    name: "why",
    commands: &[Command {
        word: "why",
        takes: Some("number"),
        slash: Slash::OnRequest,
        by: By { members: true, roles: &Role::ALL },
    }],
    form: |app, opening| Box::pin(show(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn show(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let explained = |(page, asked)| Opened::Explained { page, asked };
    if let Some(action) = opening.action {
        let shown = told(app, &action.subject, opening.actor).await?;
        return Ok(shown.map_or_else(|| Opened::forged(&voice, "outsider"), explained));
    }
    let Some(person) = opening.actor.known.as_ref().filter(|person| open::belongs(person)) else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    let typed = opening.text.trim();
    if typed.is_empty() {
        let subject = Subject::default();
        return Ok(opening.opens(&voice, FLOW.name, subject, |id| forms::why(&voice, id)));
    }
    let id = open::numbered(app, typed, person).await?.unwrap_or_default();
    let none = || Opened::instead(help::no_referral(&voice, typed), "no_referral");
    Ok(told(app, &id, opening.actor).await?.map_or_else(none, explained))
}

/// The answer, and the question that is recorded with it: a partner's. The vendor's own can be asked
/// by partners, so they are offered nobody to ask.
async fn told(
    app: &App,
    id: &str,
    actor: &Actor,
) -> Result<Option<(Panel, Option<Asked>)>, StoreError> {
    let Some((facts, person)) = card::visible(app, id, actor).await? else { return Ok(None) };
    let (referral, partner) = (&facts.referral, facts.referral.partner());
    let asks = may_ask_person(referral, &person).is_ok();
    let reader = if asks { Reader::Member } else { Reader::Vendor };
    let transfers = app.transfers_of(&referral.id).await?;
    let page = why::panel(&app.voice(), &facts, &app.rules_of(referral), reader, &transfers);
    let event = AskingEvent::ReasonAsked { referral: referral.id };
    Ok(Some((page, asks.then_some((partner, event)))))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let Some(id) = chosen::<ReferralId>(sent.values, open::FIELD) else {
        return unclear(app, sent.inbound, misfit(&voice, open::FIELD, "open-account-missing"))
            .await;
    };
    let (reply, result, asked) = match told(app, &id.to_string(), sent.actor).await? {
        Some((page, asked)) => (Reply::Panel(page), "shown", asked),
        None => (forged_form(&voice), "outsider", None),
    };
    let aside = Aside { asked, ..Aside::default() };
    record_with(app, sent.inbound, reply, result, aside).await
}
