//! *Open a case*: sales wants the account of a referral decided by somebody without a stake.

use super::case::{self, Stated};
use super::{FieldErrors, Flow, Opened, Opening, Sent, card, in_place, reply_to, unclear};
use crate::app::{App, facts};
use crate::chat::inbound::Reply;
use crate::domain::actor::{Person, Role};
use crate::domain::case::no::CaseNo;
use crate::domain::outcome::Refusal;
use crate::domain::referral::review;
use crate::store::StoreError;
use crate::text::Arg;
use crate::views::case::forms;
use crate::views::referral::Facts;
use crate::views::refusals;

pub const FLOW: Flow = Flow {
    name: "contest",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    card::open(app, FLOW.name, &opening, may_open, forms::contest).await
}

fn may_open(facts: &Facts, by: &Person) -> Result<(), Refusal> {
    if !by.has(Role::Sales) {
        return Err(Refusal::NoRole { role: Role::Sales });
    }
    if facts.referral.match_open {
        return Err(case::no(CaseNo::Open));
    }
    match review::may_be_claimed(facts.referral.status) {
        true => Ok(()),
        false => Err(case::no(CaseNo::Over)),
    }
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    open_case(app, sent, ("contest-title", "contest-opened"), |typed| {
        case::read(typed, None, "contest-missing")
    })
    .await
}

/// Opens a case with what was typed; `title` stands above the answer `done`.
pub(super) async fn open_case(
    app: &App,
    sent: Sent<'_>,
    (title, done): (&'static str, &'static str),
    read: impl FnOnce(&card::Typed<'_>) -> Result<Stated, FieldErrors>,
) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let Some((facts, _)) = card::visible(app, &sent.form.subject, sent.actor).await? else {
        let no = refusals::forged(&voice);
        return in_place(app, &sent, "outcome-title", no, "outsider").await;
    };
    let stated = match read(&card::Typed { app, voice, sent: &sent }) {
        Ok(stated) => stated,
        Err(errors) => return unclear(app, sent.inbound, errors).await,
    };
    let number = facts.referral.number().to_string();
    let line = voice.line(done, &[("ref", Arg::Word(&number))]);
    let reply = Reply::Panel(refusals::panel(&voice, voice.words(title, &[]), line));
    let written: Vec<String> =
        stated.words.iter().map(|(_, sealed)| sealed.words().to_owned()).collect();
    let Stated { state, words } = stated;
    let outcome = app.open_case(sent.inbound, &facts.referral, state, words, reply).await?;
    let id = facts.referral.id;
    reply_to(app, sent.inbound, outcome, async |refusal| {
        let Some(facts) = facts::of_referral(app, &id).await? else {
            return Ok(Reply::Nothing);
        };
        let line = refusals::about(&app.voice(), &refusal, &facts);
        Ok(card::panel(&app.voice(), title, &number, line, &written))
    })
    .await
}
