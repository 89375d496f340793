//! *Confirm the company*: which of the companies in its channel a partner is. Only that company's full
//! members become partner members by pressing.

use super::link::{TITLE, id_now, may, meant};
use super::{
    Flow, Opened, Opening, Sent, Subject, forged_form, in_place, misfit, reply_to, unclear,
};
use crate::app::App;
use crate::chat::inbound::{Reply, text_in};
use crate::domain::partner::{Channel, Partner};
use crate::store::StoreError;
use crate::text::Arg;
use crate::views::channel::{self as words, input};

pub const FLOW: Flow = Flow {
    name: "company",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if let Err(line) = may(app, opening.inbound, opening.actor).await? {
        return Ok(Opened::instead(line, "no_role"));
    }
    let id = meant(app, &opening).await?.unwrap_or_default();
    let Some((channel, partner)) = partners_channel(app, &id).await? else {
        return Ok(Opened::forged(&voice, "no_channel"));
    };
    if channel.strangers(&partner).next().is_none() {
        let name = [("channel", Arg::Text(channel.shown()))];
        return Ok(Opened::instead(voice.line("setup-company-none", &name), "nobody_there"));
    }
    let subject = Subject { id: &id, version: channel.version };
    let draw = |form: &_| words::confirm(&voice, form, &channel, &partner);
    Ok(opening.opens(&voice, FLOW.name, subject, draw))
}

async fn partners_channel(app: &App, id: &str) -> Result<Option<(Channel, Partner)>, StoreError> {
    let Some(channel) = app.store.reader.channel(id).await? else { return Ok(None) };
    Ok(app.partner(channel.partner).await?.map(|partner| (channel, partner)))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    if let Err(line) = may(app, sent.inbound, sent.actor).await? {
        return in_place(app, &sent, TITLE, line, "no_role").await;
    }
    let Some(workspace) = text_in(sent.values, input::COMPANY) else {
        let errors = misfit(&app.voice(), input::COMPANY, "setup-company-missing");
        return unclear(app, sent.inbound, errors).await;
    };
    let id = id_now(app, &sent.form.subject).await?;
    let outcome = app.confirm_company(sent.inbound, &id, workspace).await?;
    reply_to(app, sent.inbound, outcome, async |_| Ok(forged_form(&app.voice()))).await
}
