//! *Check a company*: a partner member asks whether it is clear or will be reviewed, before
//! registering it.

use super::actor::Standing;
use super::refer::{full_member, turned_away};
use super::{By, Command, Flow, Opened, Opening, Slash, no_form, reply_to};
use crate::app::App;
use crate::chat::view::Line;
use crate::domain::account::{self, Domain, NoWebsite};
use crate::domain::partner::Partner;
use crate::store::StoreError;
use crate::text::{Arg, Voice};

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
    let domain = match website(app, &voice, opening.text, partner) {
        Ok(domain) => domain,
        Err(line) => return Ok(Opened::instead(line, "unclear")),
    };
    let outcome = app.check(opening.inbound, partner, domain).await?;
    let nobody = async |_| Ok(super::forged_form(&voice));
    reply_to(app, opening.inbound, outcome, nobody).await.map(Opened::Done)
}

/// The company behind what was typed, or what to say of it: the same as in the form.
fn website(app: &App, voice: &Voice<'_>, typed: &str, partner: &Partner) -> Result<Domain, Line> {
    let domain = account::website(typed).map_err(|why| {
        let (key, domain) = match &why {
            NoWebsite::NotAWebsite => ("refer-website-unclear", ""),
            NoWebsite::MailProvider(domain) => ("refer-website-mail", domain.as_str()),
            NoWebsite::HostingProvider(domain) => ("refer-website-host", domain.as_str()),
        };
        voice.line(key, &[("domain", Arg::Word(domain))])
    })?;
    if partner.domains.iter().any(|own| own == domain.as_str()) {
        return Err(voice.line("refer-website-own", &[]));
    }
    if app.program().rules.vendor_domains.iter().any(|own| own == domain.as_str()) {
        return Err(voice.line("refer-website-us", &[]));
    }
    Ok(domain)
}
