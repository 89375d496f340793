//! *Accept the agreement*: a partner's people read what is agreed, and who speaks for it says yes. Before
//! that everybody of theirs can ask whoever looks after them.

use super::actor::Standing;
use super::icp::{Asks, asks};
use super::{Flow, Opened, Opening, Sent, Subject, forged_form, record, reply_to, start};
use crate::app::App;
use crate::chat::inbound::Reply;
use crate::store::StoreError;
use crate::views::agreement::{self, deed};

pub const FLOW: Flow = Flow {
    name: "agreement",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
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
    let choice = opening.action.map(|action| action.choice.as_str());
    if choice == Some(deed::ASK) {
        return ask(app, &opening).await;
    }
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

/// *Ask a question*: whatever version a button was posted with, it is asked.
async fn ask(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    match asks(app, opening.inbound, opening.actor).await {
        Ok(Asks::Member(partner)) => {
            let manager = app.feedback_reader(partner).await?;
            let draw = |id: &_| agreement::question_form(&voice, id, manager.as_deref());
            Ok(opening.opens(&voice, FLOW.name, Subject::default(), draw))
        }
        Ok(Asks::Behalf | Asks::Vendor) => Ok(opening.refuses(&voice, "no-role-partner_member")),
        Err((line, why)) => Ok(Opened::instead(line, why)),
    }
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    match asks(app, sent.inbound, sent.actor).await {
        Ok(Asks::Member(partner)) => start::hand_over(app, &sent, partner, true).await,
        Ok(Asks::Behalf | Asks::Vendor) | Err(_) => {
            record(app, sent.inbound, forged_form(&app.voice()), "outsider").await
        }
    }
}
