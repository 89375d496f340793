//! *Decide*: a resolver without a stake decides a conflict case, and says to each party why.

use std::collections::{BTreeMap, BTreeSet};

use super::actor::Actor;
use super::card::Typed;
use super::{
    FieldErrors, Flow, Opened, Opening, Sent, Subject, forged_form, in_place, misfit, reply_to,
    unclear,
};
use crate::app::execute::InCase;
use crate::app::{App, Sealed};
use crate::chat::inbound::{Reply, Value};
use crate::domain::actor::Person;
use crate::domain::case::decide::Decide;
use crate::domain::case::naming;
use crate::domain::case::no::CaseNo;
use crate::domain::case::{Outcome, Rule};
use crate::domain::ids::CaseId;
use crate::domain::outcome::Refusal;
use crate::store::StoreError;
use crate::text::{Arg, Voice};
use crate::views::case::forms::{self, TEXTS, input};
use crate::views::case::{Facts, refused};
use crate::views::{Say, note, refusals};

pub const FLOW: Flow = Flow {
    name: "decide",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

/// The case, for the vendor's own people: nobody else learns that there is one.
pub(super) async fn visible(
    app: &App,
    id: &str,
    actor: &Actor,
) -> Result<Option<(Facts, Person)>, StoreError> {
    let person = actor.known.clone().filter(Person::is_vendor);
    let (Ok(id), Some(person)) = (id.parse::<CaseId>(), person) else { return Ok(None) };
    Ok(app.case(&id).await?.map(|facts| (facts, person)))
}

/// A no about a case, to one of the vendor's own.
pub(super) fn in_words(voice: &Voice<'_>, facts: &Facts, why: &CaseNo) -> crate::chat::view::Line {
    let by = why.decided_by().and_then(|by| facts.names.get(by)).cloned();
    let by = by.unwrap_or_else(|| voice.words("somebody", &[]));
    refused::no(voice, why, &facts.case.number.to_string(), &by)
}

/// The card that was pressed, drawn anew: it may show an old state.
pub(super) fn pressed(facts: &Facts, actor: &Actor) -> Option<Say> {
    let channel = actor.channel.as_ref()?.id.clone();
    Some(Say::CaseCard { case: facts.case.id, channel })
}

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let subject = opening.action.map(|action| action.subject.as_str()).unwrap_or_default();
    let Some((facts, person)) = visible(app, subject, opening.actor).await? else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    if let Err(why) = app.may_decide(&facts, &person).await? {
        return Ok(Opened::Instead {
            message: note(in_words(&voice, &facts, &why)),
            result: why.reason(),
            redraw: pressed(&facts, opening.actor),
        });
    }
    let about = Subject { id: subject, version: facts.case.version };
    Ok(opening.opens(&voice, FLOW.name, about, |id| forms::decide(&voice, id, &facts)))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let Some((facts, _)) = visible(app, &sent.form.subject, sent.actor).await? else {
        return in_place(app, &sent, "outcome-title", refusals::forged(&voice), "outsider").await;
    };
    let typed = Typed { app, voice, sent: &sent };
    let (decide, words) = match read(&typed, &facts) {
        Ok(read) => read,
        Err(errors) => return unclear(app, sent.inbound, errors).await,
    };
    let number = facts.case.number.to_string();
    let title = voice.words("decide-title", &[("case", Arg::Word(&number))]);
    let done = voice.line("decide-done", &[("case", Arg::Word(&number))]);
    let reply = Reply::Panel(refusals::panel(&voice, title.clone(), done));
    let written: Vec<String> = words.iter().map(|(_, sealed)| sealed.words().to_owned()).collect();
    let act = InCase::Decide(decide);
    let outcome = app.act_in_case(sent.inbound, &facts.case, act, words, reply).await?;
    let id = facts.case.id;
    reply_to(app, sent.inbound, outcome, async |refusal| {
        let Refusal::Case { why } = refusal else { return Ok(forged_form(&app.voice())) };
        let voice = app.voice();
        let Some(facts) = app.case(&id).await? else { return Ok(Reply::Nothing) };
        let mut panel = refusals::panel(&voice, title, in_words(&voice, &facts, &why));
        panel.parts.extend(refusals::kept(&voice, &written));
        Ok(Reply::Panel(panel))
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
