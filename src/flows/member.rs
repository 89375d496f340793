//! Who speaks for a partner: somebody whom we cannot place asks, whoever looks after the partner
//! decides once, and changes later who is its admin or a member at all.

use super::actor::{Actor, Standing};
use super::role::in_words;
use super::{
    By, Command, Flow, Opened, Opening, Sent, Slash, Subject, chosen, misfit, record, reply_to,
    unclear,
};
use crate::app::App;
use crate::app::execute::Outcome;
use crate::app::people::AskAnswers;
use crate::chat::inbound::{Reply, Value};
use crate::chat::view::{Line, Message, Part};
use crate::domain::actor::link::{self, Link, Wish};
use crate::domain::actor::roles::{Origin, PeopleNo};
use crate::domain::actor::{Person, Role};
use crate::domain::ids::PersonId;
use crate::domain::outcome::Refusal;
use crate::domain::partner::{Partner, PartnerState};
use crate::store::{StoreError, queries};
use crate::text::{Arg, Voice};
use crate::views::people::{self, input};
use crate::views::{note, refer_button, refusals};

pub const FLOW: Flow = Flow {
    name: "member",
    commands: &[Command {
        word: "member",
        takes: None,
        slash: Slash::OnRequest,
        by: By { members: false, roles: &[Role::PartnerManager, Role::Admin] },
    }],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let choice = opening.action.map(|action| action.choice.as_str());
    match (choice, choice.and_then(|choice| choice.parse::<Wish>().ok())) {
        (None, _) => Ok(open(app, &opening)),
        (Some(_), Some(wish)) => decide(app, &opening, wish).await,
        (Some("ask"), None) => ask(app, &opening).await,
        (Some(_), None) => Ok(Opened::forged(&app.voice(), "forged")),
    }
}

/// What somebody is told who belongs to no partner we know of. In a partner's channel one press
/// tells who looks after it.
pub(super) async fn not_linked(app: &App, actor: &Actor) -> Result<Message, StoreError> {
    let voice = app.voice();
    let Some(partner) = app.partner(actor.partner_here()).await? else {
        return Ok(people::not_linked(&voice, None));
    };
    if partner.state == PartnerState::Terminated {
        return Ok(note(refusals::closed(&voice, &partner, None)));
    }
    let manager = app.manager_name(partner.manager).await?;
    Ok(people::not_linked(&voice, manager.as_deref().map(|manager| (&partner.id, manager))))
}

/// The partner somebody asks to be linked to: the one whose channel it is, whatever the button says.
/// Only where the sentence had to be told in a direct message is there no other way to know.
async fn wanted(app: &App, opening: &Opening<'_>) -> Result<Option<Partner>, StoreError> {
    let id = match &opening.actor.channel {
        Some(_) => opening.actor.partner_here(),
        None => opening.action.and_then(|action| action.subject.parse().ok()),
    };
    app.partner(id).await
}

/// *Ask to be linked*.
async fn ask(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let actor = opening.actor;
    let forged = || Opened::forged(&voice, "outsider");
    let Some(partner) = wanted(app, opening).await? else { return Ok(forged()) };
    let joins_alone = match &actor.standing {
        Standing::Unknown => false,
        Standing::Newcomer(_) | Standing::Member(_) => true,
        Standing::Stranger | Standing::Vendor | Standing::Behalf(_) => return Ok(forged()),
    };
    if partner.state == PartnerState::Terminated {
        return Ok(forged());
    }
    let workspace = &opening.inbound.workspace;
    let Some(met) = app.meet(workspace, &actor.person, workspace).await else {
        return Ok(Opened::instead(voice.line("member-no-answer", &[]), "no_answer"));
    };
    match met.origin {
        Origin::Gone => return Ok(forged()),
        Origin::Home | Origin::Outside if joins_alone => return Ok(Opened::Shown(joined(&voice))),
        Origin::Guest | Origin::Home | Origin::Outside => {}
    }
    let manager = app.manager_name(partner.manager).await?.unwrap_or_default();
    let args = [("manager", Arg::Text(manager.as_str())), ("partner", Arg::Text(&partner.name))];
    let answers = AskAnswers {
        asked: voice.line("member-asked", &args),
        asked_before: voice.line("member-asked-before", &args),
        refused_before: voice.line("member-refused-before", &args),
    };
    match app.ask_for_link(opening.inbound, met, partner.id, answers).await? {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Ok(Opened::Done(reply)),
        Outcome::Refused(Refusal::People { why: PeopleNo::SpeaksForPartner }) => {
            Ok(Opened::Shown(joined(&voice)))
        }
        Outcome::Refused(_) => Ok(forged()),
    }
}

/// To somebody who needs no link: the button works.
fn joined(voice: &Voice<'_>) -> Message {
    let line = voice.line("member-joined", &[]);
    Message { parts: vec![Part::Text(line), Part::Buttons(vec![refer_button(voice)])] }
}

/// *Link this person*, *Not one of theirs*, *Keep the link*, *Undo the link*.
async fn decide(app: &App, opening: &Opening<'_>, wish: Wish) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if !opening.actor.is(Person::manages_partners) {
        return Ok(opening.refuses(&voice, "no-role-partner_manager"));
    }
    let subject = opening.action.and_then(|action| action.subject.parse::<PersonId>().ok());
    let Some((person, who)) = known(app, subject).await? else {
        return Ok(Opened::forged(&voice, "forged"));
    };
    let partner = partner_of(app, &person).await?;
    let name = partner.map(|partner| partner.name).unwrap_or_default();
    let args = [("who", Arg::Text(who.as_str())), ("partner", Arg::Text(&name))];
    let answer = voice.line(&format!("member-done-{wish}"), &args);
    match app.decide_link(opening.inbound, person.id, wish, answer).await? {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Ok(Opened::Done(reply)),
        Outcome::Refused(refusal) => {
            // Read again: what refused it may have happened a moment ago.
            let now = known(app, Some(person.id)).await?;
            let link = now.and_then(|(person, _)| person.link);
            let line = settled(app, &refusal, &who, link).await?;
            Ok(Opened::Instead { message: note(line), result: refusal.reason(), redraw: None })
        }
    }
}

/// Who was faster, and when; or why it cannot be decided.
async fn settled(
    app: &App,
    refusal: &Refusal,
    who: &str,
    link: Option<Link>,
) -> Result<Line, StoreError> {
    let voice = app.voice();
    let Refusal::People { why } = refusal else { return Ok(refusals::forged(&voice)) };
    let decision = link.and_then(|link| link.decision);
    let Some(decision) = decision.filter(|_| *why == PeopleNo::NothingToDecide) else {
        return Ok(people::refused(&voice, *why, who));
    };
    let by = app.name_of(decision.by).await?;
    let args =
        [("who", Arg::Text(who)), ("by", Arg::Text(&by)), ("when", Arg::Instant(decision.at))];
    let key = if decision.linked { "member-settled-linked" } else { "member-settled-refused" };
    Ok(voice.line(key, &args))
}

/// Somebody by id, and what they are called.
async fn known(app: &App, id: Option<PersonId>) -> Result<Option<(Person, String)>, StoreError> {
    let Some(id) = id else { return Ok(None) };
    let person = queries::people(&app.store.db, &[id].into()).await?.remove(&id);
    let Some(person) = person else { return Ok(None) };
    Ok(Some((person, app.name_of(id).await?)))
}

/// The partner somebody speaks for, or asked to speak for.
async fn partner_of(app: &App, person: &Person) -> Result<Option<Partner>, StoreError> {
    let member = person.membership.as_ref().map(|membership| membership.partner);
    app.partner(member.or(person.link.map(|link| link.partner))).await
}

fn open(app: &App, opening: &Opening<'_>) -> Opened {
    let voice = app.voice();
    if !opening.actor.is(Person::manages_partners) {
        return opening.refuses(&voice, "no-role-partner_manager");
    }
    let draw = |id: &_| people::member_form(&voice, id);
    opening.opens(&voice, FLOW.name, Subject::default(), draw)
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let to: Option<link::Standing> = chosen(sent.values, input::CHANGE);
    let (Some(Value::Person(person)), Some(to)) = (sent.values.get(input::PERSON), to) else {
        let errors = misfit(&voice, input::CHANGE, "role-change-missing");
        return unclear(app, sent.inbound, errors).await;
    };
    let home = &sent.actor.person.workspace;
    let Some(met) = app.meet(&sent.inbound.workspace, person, home).await else {
        return Ok(Reply::KeepForm(voice.words("role-no-answer", &[])));
    };
    let person = app.store.reader.person_of(&met.person.to_string()).await?;
    let member = person.and_then(|person| Some((person.id, person.membership?.partner)));
    let Some((person, partner)) = member else {
        let no = Refusal::People { why: PeopleNo::NotAMember };
        let reply = in_words(&voice, &no, &met.name);
        return record(app, sent.inbound, reply, no.reason()).await;
    };
    let name = app.store.reader.partner(&partner).await?.map(|one| one.name);
    let name = name.unwrap_or_default();
    let args = [("who", Arg::Text(met.name.as_str())), ("partner", Arg::Text(&name))];
    let line = voice.line(&format!("member-now-{to}"), &args);
    let panel = refusals::panel(&voice, voice.words("member-title", &[]), line);
    let outcome = app.set_standing(sent.inbound, person, partner, to, Reply::Panel(panel)).await?;
    reply_to(app, sent.inbound, outcome, async |refusal| Ok(in_words(&voice, &refusal, &met.name)))
        .await
}
