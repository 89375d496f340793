//! *Check a company*: a partner member asks whether it is clear or will be reviewed, before
//! registering it.

use super::actor::Standing;
use super::refer::{full_member, turned_away};
use super::website::{self, Unfit};
use super::{By, Command, Flow, Opened, Opening, Slash, no_form, reply_to};
use crate::app::App;
use crate::store::StoreError;
use crate::text::Arg;

pub const FLOW: Flow = Flow {
    name: "check",
    commands: &[Command {
        word: "check",
        takes: Some("website"),
        slash: Slash::OnRequest,
        by: By { members: true, roles: &[] },
    }],
    form: |app, opening| Box::pin(check(app, opening)),
    act: no_form,
};

async fn check(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if let Some((message, result)) = turned_away(app, opening.actor).await? {
        return Ok(Opened::Instead { message, result, redraw: None });
    }
    let partner = match &opening.actor.standing {
        Standing::Member(partner) | Standing::Behalf(partner) => partner,
        // What somebody may ask is not guessed: who is not said to be one counts as none.
        Standing::Newcomer(partner) if full_member(app, &opening).await == Some(true) => partner,
        Standing::Newcomer(_) | Standing::Vendor | Standing::Stranger | Standing::Unknown => {
            return Ok(Opened::instead(voice.line("help-nobody", &[]), "not_a_member"));
        }
    };
    let domain = match website::company(app, partner, opening.text) {
        Ok(domain) => domain,
        Err(Unfit { key, domain }) => {
            let line = voice.line(key, &[("domain", Arg::Word(&domain))]);
            return Ok(Opened::instead(line, "unclear"));
        }
    };
    let outcome = app.check(opening.inbound, partner, domain).await?;
    let nobody = async |_| Ok(super::forged_form(&voice));
    reply_to(app, opening.inbound, outcome, nobody).await.map(Opened::Done)
}
