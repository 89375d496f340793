//! *Suggest a split*: two partners might share an account. It counts when both say yes.

use super::card::Typed;
use super::decide::{in_words, pressed, visible};
use super::{Flow, Opened, Opening, Sent, Subject, forged_form, in_place, reply_to, unclear};
use crate::app::App;
use crate::app::execute::InCase;
use crate::chat::inbound::Reply;
use crate::domain::case::split;
use crate::domain::outcome::Refusal;
use crate::store::StoreError;
use crate::text::Arg;
use crate::views::case::forms::{self, input};
use crate::views::{note, refusals};

pub const FLOW: Flow = Flow {
    name: "split",
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
    let rules = app.rules_in(&facts);
    if let Err(why) = split::suggest(&facts.case, 0, &person, &rules, app.now()) {
        return Ok(Opened::Instead {
            message: note(in_words(&voice, &facts, &why)),
            result: why.reason(),
            redraw: pressed(&facts, opening.actor),
        });
    }
    let about = Subject { id: subject, version: facts.case.version };
    Ok(opening.opens(&voice, FLOW.name, about, |id| forms::share(&voice, id, &facts)))
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let Some((facts, _)) = visible(app, &sent.form.subject, sent.actor).await? else {
        return in_place(app, &sent, "outcome-title", refusals::forged(&voice), "outsider").await;
    };
    let typed = Typed { app, voice, sent: &sent };
    let percent = typed.text(input::SHARE).and_then(|text| text.parse::<u32>().ok());
    let Some(percent) = percent.filter(|percent| (1..=99).contains(percent)) else {
        let errors = typed.misfit(input::SHARE, "split-share-unclear");
        return unclear(app, sent.inbound, errors).await;
    };
    let number = facts.case.number.to_string();
    let title = voice.words("split-title", &[]);
    let done = voice.line("split-sent", &[("case", Arg::Word(&number))]);
    let reply = Reply::Panel(refusals::panel(&voice, title.clone(), done));
    let act = InCase::Suggest(percent * 100);
    let outcome = app.act_in_case(sent.inbound, &facts.case, act, Vec::new(), reply).await?;
    reply_to(app, sent.inbound, outcome, async |refusal| {
        let Refusal::Case { why } = refusal else { return Ok(forged_form(&app.voice())) };
        let line = in_words(&app.voice(), &facts, &why);
        Ok(Reply::Panel(refusals::panel(&app.voice(), title, line)))
    })
    .await
}
