//! *Become a partner*: somebody who speaks for no partner yet says what their company is, and hears by
//! when they are answered. The page on the website reads its form here as well.

use std::collections::BTreeMap;

use super::actor::{Actor, Standing};
use super::refer::reader::Reader;
use super::{
    By, Command, FieldErrors, Flow, Opened, Opening, Sent, Slash, Subject, forged_form, in_place,
    reply_to, unclear,
};
use crate::app::App;
use crate::app::joining::Typed;
use crate::app::joining::outside::Sender;
use crate::chat::inbound::{Reply, Values};
use crate::chat::limits::FIELD_VALUE;
use crate::chat::view::{Line, Message, Part};
use crate::domain::account::{self, NoWebsite};
use crate::domain::actor::Person;
use crate::domain::actor::roles::Origin;
use crate::domain::ids::ApplicationId;
use crate::domain::joining::application::NotNow;
use crate::store::StoreError;
use crate::text::{Arg, Voice};
use crate::views::joining::{self, input, question};
use crate::views::{note, refer_button};

pub const FLOW: Flow = Flow {
    name: "apply",
    commands: &[Command {
        word: "apply",
        takes: None,
        slash: Slash::Registered,
        // Whoever belongs to the programme has no use for it.
        by: By { members: false, roles: &[] },
    }],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

/// What a partner is called, at most.
pub(super) const NAME_MOST: usize = 100;

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if app.program().joining.is_none() {
        let manager = app.manager_name(None).await?;
        return Ok(Opened::instead(joining::off(&voice, manager.as_deref()), "nobody_can_apply"));
    }
    if let Some((message, result)) = turned_away(app, opening.actor) {
        return Ok(Opened::Instead { message, result, redraw: None });
    }
    if let Some(person) = &opening.actor.known
        && let Some(no) = app.may_not_apply(person).await?
    {
        let manager = app.manager_name(None).await?;
        let mut message = note(joining::not_now(&voice, manager.as_deref(), no));
        message.parts.extend(asked(app, no).await?);
        return Ok(Opened::Instead { message, result: "not_now", redraw: None });
    }
    let (id, company, site) = invited(app, &opening).await?;
    let draw = |form: &_| joining::form(&voice, form, &company, &site);
    Ok(opening.opens(&voice, FLOW.name, Subject { id: &id, version: 0 }, draw))
}

/// What they were asked, and the button that answers: whoever lost the message finds it here.
async fn asked(app: &App, why: NotNow) -> Result<Vec<Part>, StoreError> {
    let NotNow::Asked { application, .. } = why else { return Ok(Vec::new()) };
    let card = app.application(application).await?;
    let message = card.and_then(|card| {
        let (number, _) = card.application.open_question()?;
        question::question(&app.voice(), &card, number)
    });
    Ok(message.map(|message| message.parts).unwrap_or_default())
}

/// Who has no use for the form, and what they do instead.
fn turned_away(app: &App, actor: &Actor) -> Option<(Message, &'static str)> {
    let voice = app.voice();
    let with =
        |line: Line, button| Message { parts: vec![Part::Text(line), Part::Buttons(vec![button])] };
    match &actor.standing {
        Standing::Member(_) | Standing::Newcomer(_) | Standing::Stranger => {
            Some((with(voice.line("apply-member", &[]), refer_button(&voice)), "member"))
        }
        Standing::Vendor | Standing::Behalf(_) => {
            let line = voice.line("apply-vendor", &[]);
            let invites = actor.is(Person::manages_partners);
            let button = invites.then(|| joining::invite_button(&voice));
            Some((
                button.map_or_else(|| note(line.clone()), |one| with(line.clone(), one)),
                "vendor",
            ))
        }
        Standing::Unknown => None,
    }
}

/// What an invitation that is theirs knows of their company.
async fn invited(app: &App, opening: &Opening<'_>) -> Result<(String, String, String), StoreError> {
    let id = opening.action.and_then(|action| action.subject.parse::<ApplicationId>().ok());
    let (Some(id), Some(person)) = (id, &opening.actor.known) else {
        return Ok(Default::default());
    };
    let card = app.application(id).await?.filter(|card| card.application.invites(person.id));
    let Some(card) = card else { return Ok(Default::default()) };
    let site = card.application.invited.and_then(|invited| invited.site);
    Ok((id.to_string(), card.company, site.unwrap_or_default()))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let manager = app.manager_name(None).await?;
    let Some(rubric) = app.program().joining.clone() else {
        let line = joining::off(&voice, manager.as_deref());
        return in_place(app, &sent, "apply-title", line, "nobody_can_apply").await;
    };
    if turned_away(app, sent.actor).is_some() {
        let line = voice.line("apply-member", &[]);
        return in_place(app, &sent, "apply-title", line, "member").await;
    }
    let typed = match read(app, &sent) {
        Ok(typed) => typed,
        Err(errors) => return unclear(app, sent.inbound, errors).await,
    };
    let workspace = &sent.inbound.workspace;
    // Not recorded: the same form, sent again in a minute, is decided then.
    let Some(met) = app.meet(workspace, &sent.actor.person, workspace).await else {
        return Ok(Reply::KeepForm(voice.words("apply-no-answer", &[])));
    };
    if met.origin == Origin::Gone {
        return Ok(forged_form(&voice));
    }
    let invitation = sent.form.subject.parse().ok();
    let outcome = app.apply(sent.inbound, (met, typed), (rubric, manager), invitation).await?;
    reply_to(app, sent.inbound, outcome, async |_| Ok(forged_form(&voice))).await
}

/// What was typed; all that does not fit is said at once, each beside its input.
fn read(app: &App, sent: &Sent<'_>) -> Result<Typed, FieldErrors> {
    let voice = app.voice();
    let mut form = reader(&voice, sent.values);
    company(app, &mut form).ok_or(form.errors)
}

/// What was typed on the website, where nobody is known beforehand; likewise.
///
/// # Errors
/// What does not fit, by the name of its input.
pub fn read_on_website(
    app: &App,
    values: &Values,
) -> Result<(Sender, Typed), BTreeMap<String, String>> {
    let voice = app.voice();
    let mut form = reader(&voice, values);
    let name = form.text(input::NAME, "apply-page-name-missing", NAME_MOST);
    let email = form.raw(input::EMAIL).filter(|typed| account::email_host(typed).is_ok());
    if email.is_none() {
        form.say(input::EMAIL, "apply-page-email-unclear", &[]);
    }
    let typed = company(app, &mut form);
    match (name, email, typed) {
        (Some(name), Some(email), Some(typed)) => Ok((Sender { name, email }, typed)),
        _ => Err(form.errors),
    }
}

fn reader<'a>(voice: &'a Voice<'a>, values: &'a Values) -> Reader<'a> {
    Reader { voice, form_id: "", values, errors: FieldErrors::new() }
}

fn company(app: &App, form: &mut Reader<'_>) -> Option<Typed> {
    let company = form.text(input::COMPANY, "apply-company-missing", NAME_MOST);
    let site = site(app, form);
    let kind = form.raw(input::KIND).and_then(|kind| kind.parse().ok());
    if kind.is_none() {
        form.say(input::KIND, "partner-kind-missing", &[]);
    }
    let serves = form.text(input::SERVES, "apply-serves-missing", FIELD_VALUE);
    let why = form.text(input::WHY, "apply-why-missing", FIELD_VALUE);
    let (site, own_site) = site?;
    Some(Typed { company: company?, site, own_site, kind: kind?, serves: serves?, why: why? })
}

/// The company's website, and whether it is its own. Whether somebody else has sent it, or is a partner
/// by it, is never said here.
fn site(app: &App, form: &mut Reader<'_>) -> Option<(String, bool)> {
    let rules = &app.program().rules;
    match account::website(&form.raw(input::WEBSITE).unwrap_or_default()) {
        Ok(domain) if rules.vendor_domains.iter().any(|own| own == domain.as_str()) => {
            form.say(input::WEBSITE, "apply-website-us", &[]);
            None
        }
        Ok(domain) => {
            let own = !rules.matching.is_shared(&domain);
            Some((domain.to_string(), own))
        }
        Err(NoWebsite::HostingProvider(host)) => Some((host.to_string(), false)),
        Err(NoWebsite::MailProvider(domain)) => {
            let named = [("domain", Arg::Word(domain.as_str()))];
            form.say(input::WEBSITE, "apply-website-mail", &named);
            None
        }
        Err(NoWebsite::NotAWebsite) => {
            form.say(input::WEBSITE, "apply-website-unclear", &[]);
            None
        }
    }
}
