//! *Answer*: whoever applied says what they were asked, and the clock of the promise runs again.

use super::application::text_of;
use super::{Flow, Opened, Opening, Sent, Subject, forged_form, record, reply_to, unclear};
use crate::app::{App, Sealed};
use crate::chat::inbound::Reply;
use crate::domain::ids::{ApplicationId, PersonId};
use crate::domain::joining::question::AnswerNo;
use crate::store::StoreError;
use crate::views::joining::{Card, input, question};

pub const FLOW: Flow = Flow {
    name: "apply_answer",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let id = opening.action.and_then(|action| action.subject.parse().ok());
    let person = opening.actor.known.as_ref().map(|person| person.id);
    let (Some(id), Some(person)) = (id, person) else {
        return Ok(Opened::forged(&voice, "forged"));
    };
    match theirs(app, id, person).await? {
        Some((card, Ok(number))) => {
            let version = card.application.version;
            let subject = format!("{id} {number}");
            let draw = |form: &_| question::answer_form(&voice, form, &card);
            Ok(opening.opens(&voice, FLOW.name, Subject { id: &subject, version }, draw))
        }
        Some((card, Err(()))) => {
            Ok(Opened::instead(question::not_answered(&voice, &card), "not_asked"))
        }
        None => Ok(Opened::forged(&voice, "outsider")),
    }
}

/// The application of who was asked, with the number of the open question; nothing to anybody else.
async fn theirs(
    app: &App,
    id: ApplicationId,
    person: PersonId,
) -> Result<Option<(Card, Result<u32, ()>)>, StoreError> {
    let Some(card) = app.application(id).await? else { return Ok(None) };
    let open = match card.application.may_answer(person) {
        Ok((number, _)) => Ok(number),
        Err(AnswerNo::Over) => Err(()),
        Err(AnswerNo::NotTheirs) => return Ok(None),
    };
    Ok(Some((card, open)))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let subject = sent.form.subject.split_once(' ');
    let about = subject.and_then(|(id, number)| Some((id.parse().ok()?, number.parse().ok()?)));
    let Some((id, number)) = about else {
        return record(app, sent.inbound, forged_form(&voice), "forged").await;
    };
    let typed = match text_of(&voice, sent.values, input::ANSWER, "review-answer-missing") {
        Ok(typed) => typed,
        Err(errors) => return unclear(app, sent.inbound, errors).await,
    };
    let (answer, manager) = (Sealed::new(typed), app.manager_name(None).await?);
    let outcome = app.answer_question(sent.inbound, (id, number), answer, manager).await?;
    reply_to(app, sent.inbound, outcome, async |_| {
        let Some(person) = sent.actor.known.as_ref() else { return Ok(forged_form(&voice)) };
        Ok(match theirs(app, id, person.id).await? {
            Some((card, _)) => {
                let line = question::not_answered(&voice, &card);
                Reply::Panel(question::too_late(&voice, "apply-answer-title", line, typed))
            }
            None => forged_form(&voice),
        })
    })
    .await
}
