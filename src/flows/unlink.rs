//! *Unlink channel*: nothing more is said there. By command after a preview, by a confirmed button at
//! once.

use super::link::{TITLE, id_now, may, meant};
use super::{
    By, Command, Flow, Opened, Opening, Sent, Slash, Subject, forged_form, in_place, reply_to,
};
use crate::app::App;
use crate::app::execute::Outcome;
use crate::chat::inbound::Reply;
use crate::domain::actor::Role;
use crate::store::StoreError;
use crate::text::Arg;
use crate::views::channel as words;

pub const FLOW: Flow = Flow {
    name: "unlink",
    commands: &[Command {
        word: "unlink",
        takes: None,
        slash: Slash::OnRequest,
        by: By { members: false, roles: &[Role::Admin, Role::PartnerManager] },
    }],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if let Err(line) = may(app, opening.inbound, opening.actor).await? {
        return Ok(Opened::instead(line, "no_role"));
    }
    let Some(id) = meant(app, &opening).await? else {
        return Ok(Opened::forged(&voice, "no_channel"));
    };
    let channel = app.store.reader.channel(&id).await?;
    let Some(channel) = channel.filter(|channel| !channel.is_open()) else {
        let shown = id.split_once(':').map_or(id.as_str(), |(_, id)| id);
        let line = voice.line("setup-not-linked", &[("channel", Arg::Word(shown))]);
        return Ok(Opened::instead(line, "not_linked"));
    };
    if opening.action.is_some() {
        // The button asked already whether it is meant.
        return Ok(match app.unlink_channel(opening.inbound, &id, None).await? {
            Outcome::Answered(reply) | Outcome::Repeated(reply) => Opened::Done(reply),
            Outcome::Refused(_) => Opened::forged(&voice, "outsider"),
        });
    }
    let partner = app.partner(channel.partner).await?;
    let subject = Subject { id: &id, version: channel.version };
    let draw = |form: &_| words::unlink(&voice, form, &channel, partner.as_ref());
    Ok(opening.opens(&voice, FLOW.name, subject, draw))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    if let Err(line) = may(app, sent.inbound, sent.actor).await? {
        return in_place(app, &sent, TITLE, line, "no_role").await;
    }
    let id = id_now(app, &sent.form.subject).await?;
    let outcome = app.unlink_channel(sent.inbound, &id, Some(sent.form.seen_version)).await?;
    reply_to(app, sent.inbound, outcome, async |_| Ok(forged_form(&app.voice()))).await
}
