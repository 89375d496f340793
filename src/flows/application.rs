//! *Accept partner*, *Decline application*: whoever looks after partners decides about a company that
//! wants to join. The second to press hears who was faster.

use super::{Flow, Opened, Opening, Sent, Subject, forged_form, misfit, record, reply_to, unclear};
use crate::app::joining::Accept;
use crate::app::{App, Sealed};
use crate::chat::inbound::{Reply, Value, text_in};
use crate::chat::view::Line;
use crate::domain::actor::Person;
use crate::domain::ids::{ApplicationId, NotACode, PartnerCode};
use crate::domain::outcome::Refusal;
use crate::store::StoreError;
use crate::text::Arg;
use crate::views::joining::{self, Card, deed, input};
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
    let mut answer = joining::accepted(&voice, &card, code);
    if app.people.makes_rooms(sent.inbound.platform) {
        answer.parts.push(partners::channel_button(&voice, code));
    }
    let accept = Accept { code, name: card.company.clone(), manager: manager.clone() };
    let answer = Reply::Panel(answer);
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
    let Some(reason) = text_in(sent.values, input::REASON) else {
        let errors = misfit(&voice, input::REASON, "partner-reason-missing");
        return unclear(app, sent.inbound, errors).await;
    };
    let over = reason.chars().count().saturating_sub(crate::chat::limits::FIELD_VALUE);
    if over > 0 {
        let line = voice.words("refer-too-long", &[("n", Arg::count(over))]);
        let errors = [(input::REASON.to_owned(), line)];
        return unclear(app, sent.inbound, errors.into()).await;
    }
    let from = again_from(app);
    let answer = Reply::Panel(joining::declined(&voice, &card, reason, from));
    let reason = Sealed::new(reason);
    let outcome = app.decline_application(sent.inbound, id, reason, (from, answer)).await?;
    reply_to(app, sent.inbound, outcome, async |refusal| in_words(app, &refusal, id, None).await)
        .await
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
