//! *Send feedback*: somebody of a partner's says how it is going, from 1 to 5, and what should change.

use super::actor::Standing;
use super::icp::asks;
use super::{
    By, Command, FieldErrors, Flow, Opened, Opening, Sent, Slash, Subject, chosen, forged_form,
    misfit, record, reply_to, unclear,
};
use crate::app::{App, Sealed};
use crate::chat::inbound::{Reply, text_in};
use crate::chat::limits::units;
use crate::domain::actor::Person;
use crate::domain::feedback::{Score, WORDS_MOST};
use crate::domain::partner::Partner;
use crate::store::StoreError;
use crate::views::feedback::{self, input};

pub const FLOW: Flow = Flow {
    name: "feedback",
    commands: &[Command {
        word: "feedback",
        takes: None,
        slash: Slash::Registered,
        by: By { members: true, roles: &[] },
    }],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if let Err((line, why)) = asks(app, opening.inbound, opening.actor).await {
        return Ok(Opened::instead(line, why));
    }
    if opening.actor.is(Person::is_vendor) {
        return Ok(Opened::instead(voice.line("feedback-here", &[]), "no_role"));
    }
    let Some(partner) = member_of(&opening.actor.standing) else {
        return Ok(Opened::instead(voice.line("feedback-newcomer", &[]), "not_a_member"));
    };
    let manager = app.feedback_reader(partner).await?;
    let draw = |id: &_| feedback::form(&voice, id, manager.as_deref());
    Ok(opening.opens(&voice, FLOW.name, Subject::default(), draw))
}

const fn member_of(standing: &Standing) -> Option<&Partner> {
    if let Standing::Member(partner) = standing { Some(partner) } else { None }
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let asked = asks(app, sent.inbound, sent.actor).await;
    let partner = member_of(&sent.actor.standing).filter(|_| asked.is_ok());
    let Some(partner) = partner else {
        return record(app, sent.inbound, forged_form(&voice), "outsider").await;
    };
    let text = text_in(sent.values, input::TEXT);
    let over = text.map_or(0, |text| units(text).saturating_sub(WORDS_MOST));
    let mut errors = FieldErrors::new();
    if over > 0 {
        errors.insert(input::TEXT.to_owned(), feedback::too_long(&voice, over));
    }
    let score = chosen::<Score>(sent.values, input::SCORE);
    if score.is_none() {
        errors.extend(misfit(&voice, input::SCORE, "feedback-score-missing"));
    }
    let Some(score) = score.filter(|_| errors.is_empty()) else {
        return unclear(app, sent.inbound, errors).await;
    };
    let manager = app.feedback_reader(partner).await?;
    let text = text.map(Sealed::new);
    let outcome = app.give_feedback(sent.inbound, score, text, manager).await?;
    reply_to(app, sent.inbound, outcome, async |_| Ok(forged_form(&voice))).await
}
