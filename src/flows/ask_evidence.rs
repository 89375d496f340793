//! *Ask for evidence*: a resolver wants to know more of a party before the case is decided.

use super::card::Typed;
use super::decide::{in_words, pressed, visible};
use super::{
    FieldErrors, Flow, Opened, Opening, Sent, Subject, forged_form, in_place, reply_to, unclear,
};
use crate::app::execute::InCase;
use crate::app::{App, Sealed};
use crate::chat::inbound::Reply;
use crate::domain::case::{asked, naming};
use crate::domain::ids::ReferralId;
use crate::domain::outcome::Refusal;
use crate::store::StoreError;
use crate::text::Arg;
use crate::views::case::Facts;
use crate::views::case::forms::{self, input};
use crate::views::{note, refusals};

pub const FLOW: Flow = Flow {
    name: "ask_evidence",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let subject = opening.action.map(|action| action.subject.as_str()).unwrap_or_default();
    let Some((facts, person)) = visible(app, subject, opening.actor).await? else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    if let Err(why) = asked::may_ask(&facts.case, &person) {
        return Ok(Opened::Instead {
            message: note(in_words(&voice, &facts, &why)),
            result: why.reason(),
            redraw: pressed(&facts, opening.actor),
        });
    }
    let about = Subject { id: subject, version: facts.case.version };
    Ok(opening.opens(&voice, FLOW.name, about, |id| forms::ask_evidence(&voice, id, &facts)))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let Some((facts, _)) = visible(app, &sent.form.subject, sent.actor).await? else {
        return in_place(app, &sent, "outcome-title", refusals::forged(&voice), "outsider").await;
    };
    let typed = Typed { app, voice, sent: &sent };
    let (referrals, text) = match read(&typed, &facts) {
        Ok(read) => read,
        Err(errors) => return unclear(app, sent.inbound, errors).await,
    };
    let number = facts.case.number.to_string();
    let title = voice.words("ask-evidence-title", &[]);
    let done = voice.line("ask-evidence-sent", &[("case", Arg::Word(&number))]);
    let reply = Reply::Panel(refusals::panel(&voice, title.clone(), done));
    let written = [text.words().to_owned()];
    let act = InCase::Ask(referrals, text.seal.clone());
    let words = vec![("question", text)];
    let outcome = app.act_in_case(sent.inbound, &facts.case, act, words, reply).await?;
    reply_to(app, sent.inbound, outcome, async |refusal| {
        let Refusal::Case { why } = refusal else { return Ok(forged_form(&app.voice())) };
        let voice = app.voice();
        let mut panel = refusals::panel(&voice, title, in_words(&voice, &facts, &why));
        panel.parts.extend(refusals::kept(&voice, &written));
        Ok(Reply::Panel(panel))
    })
    .await
}

/// Reads who is asked what. What names another side is refused, as in a decision: by the sides that
/// would read it.
fn read(typed: &Typed<'_>, facts: &Facts) -> Result<(Vec<ReferralId>, Sealed), FieldErrors> {
    let mut errors = FieldErrors::new();
    let mut asked: Vec<ReferralId> = facts.in_line().iter().map(|side| side.referral.id).collect();
    match typed.text(input::SIDE).as_deref() {
        Some(forms::ALL_SIDES) => {}
        Some(one) => asked.retain(|id| id.to_string() == one),
        // Of one side alone it is not asked which.
        None if asked.len() > 1 => {
            errors.extend(typed.misfit(input::SIDE, "ask-evidence-side-missing"));
        }
        None => {}
    }
    let text = typed.text(input::STATEMENT);
    match &text {
        None => errors.extend(typed.misfit(input::STATEMENT, "ask-evidence-missing")),
        Some(text) => {
            let others = asked.iter().map(|id| facts.names_of_others(id)).collect::<Vec<_>>();
            if let Some(name) = others.iter().find_map(|others| naming::named(text, others)) {
                let sentence = typed.voice.words("decide-names", &[("partner", Arg::Text(name))]);
                errors.insert(input::STATEMENT.to_owned(), sentence);
            }
        }
    }
    match text {
        Some(text) if errors.is_empty() => Ok((asked, Sealed::new(&text))),
        Some(_) | None => Err(errors),
    }
}
