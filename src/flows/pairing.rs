//! *Codes*: who looks after a partner, or speaks for all of it, makes one for somebody of the
//! partner's; anybody makes one for another account of their own. Whoever types one behind the
//! command of [`super::link`] is taken in. What was added by one can be undone.

use super::actor::Actor;
use super::{By, Command, Flow, Opened, Opening, Slash, link, no_form};
use crate::app::App;
use crate::app::code::Code;
use crate::app::execute::Outcome;
use crate::chat::PlatformName;
use crate::domain::actor::pairing::{may_add, may_invite, platform_of};
use crate::domain::actor::roles::PeopleNo;
use crate::domain::actor::{Person, Role};
use crate::domain::ids::PartnerCode;
use crate::domain::outcome::Refusal;
use crate::domain::partner::{Partner, PartnerState};
use crate::store::{StoreError, queries};
use crate::views::pairing::{self as words, OWN, UNDO};
use crate::views::people;

pub const FLOW: Flow = Flow {
    name: "pairing",
    commands: &[COMMAND],
    form: |app, opening| Box::pin(form(app, opening)),
    act: no_form,
};

const COMMAND: Command = Command {
    word: "link-code",
    takes: Some("partner-code"),
    slash: Slash::OnRequest,
    by: By { members: true, roles: &Role::ALL },
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let Some(action) = opening.action else { return typed(app, &opening).await };
    match (action.choice.as_str(), action.choice.parse::<PlatformName>()) {
        (OWN, _) => own(app, &opening).await,
        (UNDO, _) => undo(app, &opening, &action.subject).await,
        (_, Ok(platform)) => for_partner(app, &opening, &action.subject, platform).await,
        (_, Err(())) => Ok(Opened::forged(&voice, "forged")),
    }
}

/// The command: what can be made here, or at once what is the only thing.
async fn typed(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let Some(person) = opening.actor.known.as_ref().filter(|one| is_somebody(one)) else {
        return Ok(Opened::instead(voice.line("help-nobody", &[]), "not_a_member"));
    };
    let homes = app.at_home_on().await?;
    let adds = adds(app, opening.actor).await?;
    let partner = meant(app, opening).await?;
    match partner.filter(|partner| may_invite(person, &partner.id)) {
        Some(partner) if partner.state != PartnerState::Terminated => {
            let platforms: Vec<_> = homes.iter().map(|(platform, _)| *platform).collect();
            let about = (&partner.id, partner.name.as_str());
            Ok(Opened::Shown(words::offer(&voice, about, &platforms, adds)))
        }
        None if person.manages_partners() => {
            let command = format!("{} NOR", COMMAND.typed(app.texts.names()));
            Ok(Opened::Shown(words::for_whom(&voice, &command, adds)))
        }
        Some(_) | None => own(app, opening).await,
    }
}

/// Whether somebody can link another account: there is a platform on which they have none.
pub(super) async fn adds(app: &App, actor: &Actor) -> Result<bool, StoreError> {
    let Some(person) = &actor.known else { return Ok(false) };
    let homes = app.at_home_on().await?;
    Ok(homes.iter().any(|(platform, _)| may_add(person, platform.as_str())))
}

fn is_somebody(person: &Person) -> bool {
    !person.is_gone() && (person.membership.is_some() || person.is_vendor())
}

/// The partner whose code stands behind the command, or whose channel it is, or for which the asker
/// speaks.
async fn meant(app: &App, opening: &Opening<'_>) -> Result<Option<Partner>, StoreError> {
    if let Ok(code) = opening.text.trim().to_uppercase().parse::<PartnerCode>() {
        let partners = queries::partners(&app.store.db).await?;
        return Ok(partners.into_iter().find(|partner| partner.code == code));
    }
    let known = opening.actor.known.as_ref();
    let own = known.and_then(|person| person.membership.as_ref()).map(|own| own.partner);
    app.partner(own.or(opening.actor.partner_here())).await
}

/// A code for somebody of the partner's, on one platform.
async fn for_partner(
    app: &App,
    opening: &Opening<'_>,
    subject: &str,
    platform: PlatformName,
) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let partner = app.partner(subject.parse().ok()).await?;
    let partner = partner.filter(|partner| partner.state != PartnerState::Terminated);
    let known = opening.actor.known.as_ref();
    let (Some(partner), Some(person)) = (partner, known) else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    if !may_invite(person, &partner.id) {
        return Ok(Opened::forged(&voice, "outsider"));
    }
    let homes = app.at_home_on().await?;
    let home = homes.into_iter().find(|(on, _)| *on == platform).map(|(_, home)| home);
    // A partner's admin may make it in a workspace of their own: there it works.
    let here =
        Some(opening.inbound.installation()).filter(|_| opening.inbound.platform == platform);
    let Some(place) = here.or(home) else { return Ok(Opened::forged(&voice, "no_platform")) };
    made(app, person, Some(&partner), place).await
}

/// *Link my other account*.
async fn own(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let Some(person) = opening.actor.known.as_ref().filter(|one| is_somebody(one)) else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    let homes = app.at_home_on().await?;
    let other = homes.iter().find(|(platform, _)| may_add(person, platform.as_str()));
    match other {
        Some((platform, _)) => made(app, person, None, platform.to_string()).await,
        None => Ok(Opened::instead(voice.line("pairing-nothing", &[]), "nothing_to_add")),
    }
}

async fn made(
    app: &App,
    person: &Person,
    partner: Option<&Partner>,
    place: String,
) -> Result<Opened, StoreError> {
    let platform = platform_of(&place).to_owned();
    let made = app.make_code(person.id, partner.map(|partner| partner.id), place).await?;
    let partner = partner.map(|partner| partner.name.as_str());
    let command = link::COMMAND.typed(app.texts.names());
    let code = made.code.shown();
    let shown = words::code(&app.voice(), partner, &platform, (&code, made.until), &command);
    Ok(Opened::Secret(shown))
}

/// Somebody typed something as a code.
pub(super) async fn enter(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let person = &opening.actor.person;
    let workspace = &opening.inbound.workspace;
    let home = app.home(opening.inbound.platform).await?.unwrap_or_default();
    let Some(met) = app.meet(workspace, person, &home).await else {
        return Ok(Opened::instead(voice.line("pairing-no-answer", &[]), "no_profile"));
    };
    let (code, here) = (Code::typed(opening.text), opening.actor.partner_here());
    let outcome = app.enter_code(opening.inbound, met, code, here).await?;
    Ok(Opened::decided(&voice, outcome))
}

/// *Undo the link* of an account that was added.
async fn undo(app: &App, opening: &Opening<'_>, account: &str) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let Some((owner, _)) = app.added(account).await?.filter(|_| in_charge(opening.actor)) else {
        return Ok(opening.refuses(&voice, "no-role-partner_manager"));
    };
    let who = app.name_of(owner.id).await?;
    let answer = words::undone(&voice, &who, account);
    match app.part(opening.inbound, owner.id, account, answer).await? {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Ok(Opened::Done(reply)),
        Outcome::Refused(refusal) => settled(app, refusal, account).await,
    }
}

fn in_charge(actor: &Actor) -> bool {
    actor.is(Person::manages_partners)
}

/// Who was faster, and when; or why not.
async fn settled(app: &App, refusal: Refusal, account: &str) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let result = refusal.reason();
    // Read again: what refused it may have happened a moment ago.
    let (Refusal::People { why }, Some((owner, ended))) = (&refusal, app.added(account).await?)
    else {
        return Ok(Opened::forged(&voice, result));
    };
    let who = app.name_of(owner.id).await?;
    let line = match ended.filter(|_| *why == PeopleNo::NothingToDecide) {
        Some(ended) => {
            let by = app.name_of(ended.by).await?;
            words::undone_before(&voice, &who, &by, ended.at)
        }
        None => people::refused(&voice, *why, &who),
    };
    Ok(Opened::instead(line, result))
}
