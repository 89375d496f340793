//! *Accept the agreement*: a partner's people read what is agreed, and who speaks for it says yes.

use super::actor::Standing;
use super::{Flow, Opened, Opening, forged_form, no_form, reply_to};
use crate::app::App;
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
    let program = app.program();
    let Some(agreement) = &program.rules.agreement else {
        return Ok(Opened::instead(voice.line("agreement-none", &[]), "no_agreement"));
    };
    let speaks = opening.actor.is(|person| person.speaks_for(partner.id));
    // A button of an earlier version shows the one that holds: nobody says yes to what they have not read.
    let accepts = opening
        .action
        .is_some_and(|action| action.choice == deed::ACCEPT && action.subject == agreement.key());
    if !accepts {
        return app.agreement_sheet(agreement, partner, speaks).await.map(Opened::Shown);
    }
    if !speaks {
        return Ok(Opened::instead(voice.line("consent-admin", &[]), "no_role"));
    }
    let outcome = app.accept_agreement(opening.inbound, partner.id, agreement.clone()).await?;
    reply_to(app, opening.inbound, outcome, async |_| Ok(forged_form(&voice)))
        .await
        .map(Opened::Done)
}
