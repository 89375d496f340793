//! *Accept the agreement*: a partner's people read what is agreed, and who speaks for it says yes.

use super::actor::Standing;
use super::{Flow, Opened, Opening, forged_form, no_form, reply_to};
use crate::app::App;
use crate::domain::partner::Partner;
use crate::store::StoreError;
use crate::views::agreement::deed;

pub const FLOW: Flow = Flow {
    name: "agreement",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: no_form,
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let partner = match &opening.actor.standing {
        Standing::Member(partner) | Standing::Newcomer(partner) | Standing::Behalf(partner) => {
            partner
        }
        Standing::Vendor | Standing::Stranger | Standing::Unknown => {
            return Ok(opening.refuses(&voice, "no-role-partner_member"));
        }
    };
    let speaks = opening.actor.is(|person| person.speaks_for(partner.id));
    let action = opening.action.filter(|action| action.choice == deed::ACCEPT);
    let Some(action) = action else { return read(app, partner, speaks).await };
    let program = app.program();
    let Some(agreement) = &program.rules.agreement else { return read(app, partner, speaks).await };
    if agreement.key() != action.subject {
        // Another version holds since the button was posted: nobody says yes to what they have not read.
        return read(app, partner, speaks).await;
    }
    if !speaks {
        return Ok(Opened::instead(voice.line("consent-admin", &[]), "no_role"));
    }
    let outcome = app.accept_agreement(opening.inbound, partner.id, agreement.clone()).await?;
    reply_to(app, opening.inbound, outcome, async |_| Ok(forged_form(&voice)))
        .await
        .map(Opened::Done)
}

async fn read(app: &App, partner: &Partner, speaks: bool) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let program = app.program();
    let Some(agreement) = &program.rules.agreement else {
        return Ok(Opened::instead(voice.line("agreement-none", &[]), "no_agreement"));
    };
    let message = app.agreement_sheet(agreement, partner, speaks).await?;
    Ok(Opened::Shown(message))
}
