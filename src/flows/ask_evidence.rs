//! *Ask for evidence*: a resolver wants to know more of a party before the case is decided.

use super::card::Typed;
use super::case::Wanted;
use super::{FieldErrors, Flow, Opened, Opening, Sent, inside};
use crate::app::execute::InCase;
use crate::app::{App, Sealed};
use crate::chat::inbound::Reply;
use crate::domain::case::{asked, naming};
use crate::domain::ids::ReferralId;
use crate::store::StoreError;
use crate::text::Arg;
use crate::views::case::Facts;
use crate::views::case::forms::{self, input};

pub const FLOW: Flow = Flow {
    name: "ask_evidence",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let Some((facts, person)) = inside::pressed(app, &opening).await? else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    let may = asked::may_ask(&facts.case, &person);
    Ok(inside::opens(&voice, &opening, FLOW.name, &facts, may, forms::ask_evidence))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    inside::act(app, sent, "ask-evidence-title", |typed, facts| {
        let (referrals, text) = read(typed, facts)?;
        let act = InCase::Ask(referrals, text.seal.clone());
        Ok(Wanted { act, words: vec![("question", text)], done: "ask-evidence-sent" })
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
