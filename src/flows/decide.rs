//! *Decide*: a resolver without a stake decides a conflict case, and says to each party why.

use std::collections::{BTreeMap, BTreeSet};

use super::card::Typed;
use super::case::Wanted;
use super::{FieldErrors, Flow, Opened, Opening, Sent, inside, misfit};
use crate::app::execute::InCase;
use crate::app::{App, Sealed};
use crate::chat::inbound::{Reply, Value};
use crate::domain::case::decide::Decide;
use crate::domain::case::naming;
use crate::domain::case::{Outcome, Rule};
use crate::store::StoreError;
use crate::text::Arg;
use crate::views::case::Facts;
use crate::views::case::forms::{self, TEXTS, input};

pub const FLOW: Flow = Flow {
    name: "decide",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let Some((facts, person)) = inside::pressed(app, &opening).await? else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    let may = app.may_decide(&facts, &person).await?;
    Ok(inside::opens(&voice, &opening, FLOW.name, &facts, may, forms::decide))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    inside::act(app, sent, "decide-title", |typed, facts| {
        let (decide, words) = read(typed, facts)?;
        Ok(Wanted { act: InCase::Decide(decide), words, done: "decide-done" })
    })
    .await
}

type Read = (Decide, Vec<(&'static str, Sealed)>);

/// Reads outcome, rules and a text for each side. A text that names another side is refused beside
/// its input, as is everything else that does not fit.
fn read(typed: &Typed<'_>, facts: &Facts) -> Result<Read, FieldErrors> {
    let mut errors = FieldErrors::new();
    let outcome = typed.text(input::OUTCOME).and_then(|word| word.parse::<Outcome>().ok());
    if outcome.is_none() {
        errors.extend(typed.misfit(input::OUTCOME, "decide-outcome-missing"));
    }
    let rules = rules(typed);
    if rules.is_empty() {
        errors.extend(typed.misfit(input::RULES, "decide-rules-missing"));
    }
    let winner = typed.text(input::WINNER).and_then(|id| id.parse().ok());
    let (mut texts, mut words) = (BTreeMap::new(), Vec::new());
    for side in facts.in_line().into_iter().take(TEXTS) {
        let (id, field) = (side.referral.id, input::text(&side.referral.id));
        let Some(text) = typed.text(&field) else {
            errors.extend(misfit(&typed.voice, &field, "decide-text-missing"));
            continue;
        };
        if let Some(name) = naming::named(&text, &facts.names_of_others(&id)) {
            let sentence = typed.voice.words("decide-names", &[("partner", Arg::Text(name))]);
            errors.insert(field, sentence);
            continue;
        }
        let sealed = Sealed::new(&text);
        texts.insert(id, sealed.seal.clone());
        words.push(("text", sealed));
    }
    match outcome {
        Some(outcome) if errors.is_empty() => Ok((Decide { outcome, rules, winner, texts }, words)),
        Some(_) | None => Err(errors),
    }
}

fn rules(typed: &Typed<'_>) -> Vec<Rule> {
    let ticked = match typed.sent.values.get(input::RULES) {
        Some(Value::Several(ticked)) => ticked.as_slice(),
        Some(Value::Text(_) | Value::Person(_) | Value::Day(_)) | None => &[],
    };
    let rules: BTreeSet<Rule> = ticked.iter().filter_map(|word| word.parse().ok()).collect();
    rules.into_iter().collect()
}
