//! *Take a quiz*: a few questions with one right answer each, for a partner's people. Who passes holds
//! a certificate for some months; who does not tries again another day.

use super::actor::Standing;
use super::icp::asks;
use super::{
    By, Command, FieldErrors, Flow, Opened, Opening, Sent, Slash, Subject, forged_form, record,
    reply_to, unclear,
};
use crate::app::App;
use crate::chat::inbound::{Reply, text_in};
use crate::domain::actor::Person;
use crate::domain::knowledge::quiz::{Quiz, may_take};
use crate::store::StoreError;
use crate::views::knowledge::quiz::{self, field};
use crate::views::note;

pub const FLOW: Flow = Flow {
    name: "quiz",
    commands: &[Command {
        word: "quiz",
        takes: None,
        slash: Slash::OnRequest,
        by: By { members: true, roles: &[] },
    }],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let (voice, program) = (app.voice(), app.program());
    if let Err((line, why)) = asks(app, opening.inbound, opening.actor).await {
        return Ok(Opened::instead(line, why));
    }
    let instead = |key: &str, why| Ok(Opened::instead(voice.line(key, &[]), why));
    if opening.actor.is(Person::is_vendor) {
        return instead("quiz-here", "no_role");
    }
    let Some(person) = opening.actor.known.as_ref().filter(|one| one.membership.is_some()) else {
        return instead("quiz-newcomer", "not_a_member");
    };
    let today = program.rules.calendar.local_date(app.now());
    let chosen = opening.action.filter(|action| !action.subject.is_empty());
    let quizzes = &program.knowledge.quizzes;
    let wanted = match (chosen, &quizzes[..]) {
        (Some(action), _) => program.knowledge.quiz(&action.subject),
        (None, [only]) => Some(only),
        (None, []) => return instead("quiz-none", "nothing_there"),
        (None, _) => return Ok(Opened::Shown(quiz::list(&voice, quizzes, &person.quizzes, today))),
    };
    let Some(wanted) = wanted else { return instead("quiz-gone", "gone") };
    if let Err(no) = may_take(person.quizzes.get(&wanted.id), today) {
        let message = note(quiz::not_now(&voice, wanted, no));
        return Ok(Opened::Instead { message, result: "not_now", redraw: None });
    }
    // What was asked is marked by, also when the programme is another by then.
    let subject = format!("{} {}", wanted.id, program.version);
    let subject = Subject { id: &subject, version: 0 };
    Ok(opening.opens(&voice, FLOW.name, subject, |id| quiz::form(&voice, id, wanted)))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let quiz = asked(app, &sent.form.subject)
        .filter(|_| matches!(sent.actor.standing, Standing::Member(_)));
    let Some(quiz) = quiz else {
        return record(app, sent.inbound, forged_form(&voice), "forged").await;
    };
    let mut errors = FieldErrors::new();
    let mut chosen = Vec::new();
    for (at, question) in quiz.questions.iter().enumerate() {
        let place = text_in(sent.values, &field(at)).and_then(|text| text.parse::<usize>().ok());
        match place.filter(|place| *place < question.answers.len()) {
            Some(place) => chosen.push(place),
            None => {
                errors.insert(field(at), voice.words("quiz-answer-missing", &[]));
            }
        }
    }
    if !errors.is_empty() {
        return unclear(app, sent.inbound, errors).await;
    }
    let right = quiz.right(&chosen);
    let outcome = app.take_quiz(sent.inbound, quiz, right).await?;
    reply_to(app, sent.inbound, outcome, async |_| Ok(forged_form(&voice))).await
}

/// The quiz of a form that was opened, as it was then.
fn asked(app: &App, subject: &str) -> Option<Quiz> {
    let (id, version) = subject.split_once(' ')?;
    app.in_force.version(version)?.knowledge.quiz(id).cloned()
}
