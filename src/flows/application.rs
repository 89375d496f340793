//! *Accept partner*, *Decline application*, *Ask*: whoever looks after partners decides about a company
//! that wants to join, or asks it something first. The second to press hears who was faster.

use super::{
    FieldErrors, Flow, Opened, Opening, Sent, Subject, forged_form, misfit, record, reply_to,
    unclear,
};
use crate::app::joining::deciding::Accept;
use crate::app::{App, Sealed};
use crate::chat::inbound::{Reply, Value, Values, text_in};
use crate::chat::limits::FIELD_VALUE;
use crate::chat::view::Line;
use crate::domain::actor::Person;
use crate::domain::ids::{ApplicationId, NotACode, PartnerCode};
use crate::domain::outcome::Refusal;
use crate::store::StoreError;
use crate::text::{Arg, Voice};
use crate::views::joining::{self, Card, deed, input, question};
use crate::views::partners::{self, input as of_partner};
use crate::views::refusals;

pub const FLOW: Flow = Flow {
    name: "application",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if !opening.actor.is(Person::manages_partners) {
        return Ok(opening.refuses(&voice, "no-role-partner_manager"));
    }
    let Some(action) = opening.action else { return Ok(Opened::forged(&voice, "forged")) };
    let Some((id, card)) = known(app, &action.subject).await? else {
        return Ok(Opened::forged(&voice, "forged"));
    };
    if card.application.waiting().is_none() {
        return Ok(Opened::instead(joining::settled(&voice, &card), "settled"));
    }
    let subject = format!("{} {id}", action.choice);
    let subject = Subject { id: &subject, version: card.application.version };
    match action.choice.as_str() {
        deed::ACCEPT => {
            let code = app.propose_code(&card.company).await?;
            let presser = &opening.actor.person;
            let draw = |form: &_| joining::accept_form(&voice, form, &card, code, presser);
            Ok(opening.opens(&voice, FLOW.name, subject, draw))
        }
        deed::DECLINE => {
            let from = again_from(app);
            let draw = |form: &_| joining::decline_form(&voice, form, &card, from);
            Ok(opening.opens(&voice, FLOW.name, subject, draw))
        }
        deed::ASK => {
            if card.is_from_website() {
                return Ok(Opened::forged(&voice, "forged"));
            }
            if let Some(line) = question::not_asked(&voice, &card) {
                return Ok(Opened::instead(line, "not_asked"));
            }
            let draw = |form: &_| question::ask_form(&voice, form, &card);
            Ok(opening.opens(&voice, FLOW.name, subject, draw))
        }
        _ => Ok(Opened::forged(&voice, "forged")),
    }
}

/// The application that a button or form is about.
async fn known(app: &App, id: &str) -> Result<Option<(ApplicationId, Card)>, StoreError> {
    let Ok(id) = id.parse::<ApplicationId>() else { return Ok(None) };
    Ok(app.application(id).await?.map(|card| (id, card)))
}

/// From when on who is declined today may apply again.
fn again_from(app: &App) -> chrono::NaiveDate {
    let program = app.program();
    let days = program.joining.as_ref().map_or(0, |joining| joining.again_days);
    program.rules.calendar.local_date(app.now()) + chrono::Days::new(days.into())
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let forged = forged_form(&app.voice());
    let Some((deed, id)) = sent.form.subject.split_once(' ') else {
        return record(app, sent.inbound, forged, "forged").await;
    };
    let Some((id, card)) = known(app, id).await? else {
        return record(app, sent.inbound, forged, "forged").await;
    };
    match deed {
        deed::ACCEPT => accept(app, &sent, id, card).await,
        deed::DECLINE => decline(app, &sent, id, card).await,
        deed::ASK => ask(app, &sent, id, card).await,
        _ => record(app, sent.inbound, forged, "forged").await,
    }
}

async fn accept(
    app: &App,
    sent: &Sent<'_>,
    id: ApplicationId,
    card: Card,
) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let free = app.propose_code(&card.company).await?;
    let typed = text_in(sent.values, of_partner::CODE).unwrap_or_default().to_uppercase();
    let code = match typed.parse::<PartnerCode>() {
        Ok(code) => code,
        Err(why) => {
            let free = free.map_or_else(|| "NOR".to_owned(), |code| code.to_string());
            let line = match &why {
                NotACode::Shape => {
                    voice.words("partner-code-unclear", &[("code", Arg::Word(&free))])
                }
                NotACode::KeptFree(code) => {
                    voice.words("partner-code-kept", &[("code", Arg::Word(code))])
                }
            };
            let errors = [(of_partner::CODE.to_owned(), line)];
            return unclear(app, sent.inbound, errors.into()).await;
        }
    };
    let Some(Value::Person(manager)) = sent.values.get(of_partner::MANAGER) else {
        let errors = misfit(&voice, of_partner::MANAGER, "role-person-missing");
        return unclear(app, sent.inbound, errors).await;
    };
    let accept = Accept { code, name: card.company.clone(), manager: manager.clone() };
    let makes_room = app.people.makes_rooms(sent.inbound.platform);
    let answer = move |elsewhere| {
        let mut panel = joining::accepted(&voice, &Card { elsewhere, ..card.clone() }, code);
        panel.parts.extend(makes_room.then(|| partners::channel_button(&voice, code)));
        Reply::Panel(panel)
    };
    let outcome = app.accept_application(sent.inbound, id, accept, answer).await?;
    reply_to(app, sent.inbound, outcome, async |refusal| in_words(app, &refusal, id, free).await)
        .await
}

async fn decline(
    app: &App,
    sent: &Sent<'_>,
    id: ApplicationId,
    card: Card,
) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let reason = match text_of(&voice, sent.values, input::REASON, "partner-reason-missing") {
        Ok(reason) => reason,
        Err(errors) => return unclear(app, sent.inbound, errors).await,
    };
    let from = again_from(app);
    let answer = Reply::Panel(joining::declined(&voice, &card, reason, from));
    let reason = Sealed::new(reason);
    let outcome = app.decline_application(sent.inbound, id, reason, (from, answer)).await?;
    reply_to(app, sent.inbound, outcome, async |refusal| in_words(app, &refusal, id, None).await)
        .await
}

async fn ask(
    app: &App,
    sent: &Sent<'_>,
    id: ApplicationId,
    card: Card,
) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let typed = match text_of(&voice, sent.values, input::QUESTION, "review-question-missing") {
        Ok(typed) => typed,
        Err(errors) => return unclear(app, sent.inbound, errors).await,
    };
    let answer = Reply::Panel(question::asked(&voice, &card));
    let outcome = app.ask_applicant(sent.inbound, id, Sealed::new(typed), answer).await?;
    reply_to(app, sent.inbound, outcome, async |_| {
        // Read again: what refused it may have happened a moment ago.
        let card = app.application(id).await?;
        let line = card.and_then(|card| question::not_asked(&voice, &card));
        let late = |line| Reply::Panel(question::too_late(&voice, "apply-ask-title", line, typed));
        Ok(line.map_or_else(|| forged_form(&voice), late))
    })
    .await
}

/// What was typed into an input that takes some sentences, or what does not fit.
///
/// # Errors
/// The sentence for the input; `missing` where nothing was typed.
pub(super) fn text_of<'a>(
    voice: &Voice<'_>,
    values: &'a Values,
    field: &str,
    missing: &str,
) -> Result<&'a str, FieldErrors> {
    let Some(typed) = text_in(values, field) else { return Err(misfit(voice, field, missing)) };
    let over = typed.chars().count().saturating_sub(FIELD_VALUE);
    if over > 0 {
        let line = voice.words("refer-too-long", &[("n", Arg::count(over))]);
        return Err([(field.to_owned(), line)].into());
    }
    Ok(typed)
}

/// A no beside the input it is about; who was slower reads in the form's place who was faster.
async fn in_words(
    app: &App,
    refusal: &Refusal,
    id: ApplicationId,
    free: Option<PartnerCode>,
) -> Result<Reply, StoreError> {
    let voice = app.voice();
    match refusal {
        Refusal::Partner { why } => {
            let (field, line) = partners::refused(&voice, *why, free);
            Ok(Reply::FieldErrors([(field.to_owned(), line.words())].into()))
        }
        // Read again: what refused it may have happened a moment ago.
        Refusal::People { .. } => Ok(match app.application(id).await? {
            Some(card) => in_its_place(app, joining::settled(&voice, &card)),
            None => forged_form(&voice),
        }),
        _ => Ok(forged_form(&voice)),
    }
}

fn in_its_place(app: &App, line: Line) -> Reply {
    let voice = app.voice();
    Reply::Panel(refusals::panel(&voice, voice.words("apply-settled-title", &[]), line))
}
