//! *Set visibility*: a partner admin says what others may read of their partner.

use super::actor::Standing;
use super::{By, Command, Flow, Opened, Opening, Sent, Slash, Subject, forged_form, reply_to};
use crate::app::App;
use crate::chat::inbound::{Reply, text_in};
use crate::domain::partner::{Consent, Partner};
use crate::store::StoreError;
use crate::views::board::{self, YES, input};

pub const FLOW: Flow = Flow {
    name: "consent",
    commands: &[Command {
        word: "consent",
        takes: None,
        slash: Slash::OnRequest,
        by: By { members: true, roles: &[] },
    }],
    form: |app, opening| Box::pin(async move { Ok(form(app, &opening)) }),
    act: |app, sent| Box::pin(act(app, sent)),
};

fn form(app: &App, opening: &Opening<'_>) -> Opened {
    let voice = app.voice();
    let partner = match &opening.actor.standing {
        Standing::Member(partner) | Standing::Newcomer(partner) => partner,
        Standing::Behalf(_) | Standing::Vendor | Standing::Stranger | Standing::Unknown => {
            return opening.refuses(&voice, "no-role-partner_member");
        }
    };
    if !opening.actor.is(|person| person.speaks_for(partner.id)) {
        return Opened::instead(voice.line("consent-admin", &[]), "no_role");
    }
    let id = partner.id.to_string();
    let subject = Subject { id: &id, version: partner.version };
    opening.opens(&voice, FLOW.name, subject, |id| board::consent_form(&voice, id, partner))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let partner = match sent.form.subject.parse() {
        Ok(id) => app.partner(Some(id)).await?,
        Err(_) => None,
    };
    let Some(partner) = partner else {
        return super::record(app, sent.inbound, forged_form(&voice), "forged").await;
    };
    let yes = |field| text_in(sent.values, field) == Some(YES);
    let consent = Consent {
        boards: yes(input::BOARDS),
        shout_outs: yes(input::SHOUT_OUTS),
        shown_as: shown_as(text_in(sent.values, input::SHOWN_AS), &partner),
    };
    let answer = Reply::Panel(board::consent_saved(&voice, &partner.name, &consent));
    let outcome = app.choose_consent(sent.inbound, partner.id, consent, answer).await?;
    reply_to(app, sent.inbound, outcome, async |_| Ok(forged_form(&voice))).await
}

/// A name of one line that is not the partner's own.
fn shown_as(typed: Option<&str>, partner: &Partner) -> Option<String> {
    let name = typed?.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = crate::chat::limits::shorten(&name, board::NAME);
    (!name.is_empty() && name != partner.name).then_some(name)
}
