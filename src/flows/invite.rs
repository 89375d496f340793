//! *Invite a partner*: whoever looks after partners sends somebody the form, with what is known of their
//! company in it.

use super::apply::NAME_MOST;
use super::{
    FieldErrors, Flow, Opened, Opening, Sent, Subject, forged_form, misfit, reply_to, unclear,
};
use crate::app::{App, Sealed};
use crate::chat::inbound::{Reply, Value, text_in};
use crate::domain::account;
use crate::domain::actor::Person;
use crate::domain::actor::roles::{Origin, PeopleNo};
use crate::domain::outcome::Refusal;
use crate::store::StoreError;
use crate::views::joining::{self, input};
use crate::views::people;

pub const FLOW: Flow = Flow {
    name: "invite",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if !opening.actor.is(Person::manages_partners) {
        return Ok(opening.refuses(&voice, "no-role-partner_manager"));
    }
    if app.program().joining.is_none() {
        return Ok(Opened::instead(voice.line("invite-off", &[]), "nobody_can_apply"));
    }
    let draw = |id: &_| joining::invite_form(&voice, id);
    Ok(opening.opens(&voice, FLOW.name, Subject::default(), draw))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let Some(Value::Person(person)) = sent.values.get(input::PERSON) else {
        let errors = misfit(&voice, input::PERSON, "role-person-missing");
        return unclear(app, sent.inbound, errors).await;
    };
    let company = text_in(sent.values, input::COMPANY);
    let Some(company) = company.filter(|name| name.chars().count() <= NAME_MOST) else {
        let errors = misfit(&voice, input::COMPANY, "apply-company-missing");
        return unclear(app, sent.inbound, errors).await;
    };
    let site = text_in(sent.values, input::WEBSITE).map(account::website).transpose();
    let Ok(site) = site else {
        let errors = misfit(&voice, input::WEBSITE, "partner-website-unclear");
        return unclear(app, sent.inbound, errors).await;
    };
    let home = &sent.actor.person.workspace;
    let Some(met) = app.meet(&sent.inbound.workspace, person, home).await else {
        return Ok(Reply::KeepForm(voice.words("role-no-answer", &[])));
    };
    let who = met.name.clone();
    let no = |why| -> FieldErrors {
        [(input::PERSON.to_owned(), people::refused(&voice, why, &who).words())].into()
    };
    if met.origin == Origin::Gone {
        return unclear(app, sent.inbound, no(PeopleNo::Gone)).await;
    }
    let answer = Reply::Panel(joining::invited(&voice, &who));
    let matching = &app.program().rules.matching;
    let site = site.map(|domain| (domain.to_string(), !matching.is_shared(&domain)));
    let about = (Sealed::new(company), site);
    let outcome = app.invite_partner(sent.inbound, met, about, answer).await?;
    reply_to(app, sent.inbound, outcome, async |refusal| match refusal {
        Refusal::People { why } => Ok(Reply::FieldErrors(no(why))),
        _ => Ok(forged_form(&voice)),
    })
    .await
}
