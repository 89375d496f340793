//! *Release*: the partner manager would like to have an account back, and its partner is asked first.
//! By `/vouch release`; the partner's two buttons answer at once.

use super::card::{self, OneText};
use super::{By, Command, Flow, Opened, Opening, Sent, Slash, open};
use crate::app::App;
use crate::app::execute::Act;
use crate::chat::inbound::Reply;
use crate::domain::actor::{Person, Role};
use crate::domain::referral::release;
use crate::store::StoreError;
use crate::views::forms::{self, input};
use crate::views::help;
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow {
    name: "release",
    commands: &[Command {
        word: "release",
        takes: Some("number"),
        slash: Slash::OnRequest,
        by: By { members: false, roles: &[Role::PartnerManager, Role::Admin] },
    }],
    form: |app, opening| Box::pin(start(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn start(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    match opening.action.map(|action| action.choice == "agree") {
        Some(agrees) => card::at_once(app, opening, Act::AnswerRelease(agrees)).await,
        None => typed(app, &opening).await,
    }
}

/// `/vouch release NOR-12`. A number that somebody may not see is answered as one that is not there.
async fn typed(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let Some(person) = opening.actor.known.as_ref().filter(|person| open::belongs(person)) else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    let typed = opening.text.trim();
    if typed.is_empty() {
        return Ok(Opened::instead(voice.line("release-number", &[]), "no_number"));
    }
    let Some(id) = open::numbered(app, typed, person).await? else {
        return Ok(Opened::instead(help::no_referral(&voice, typed), "no_referral"));
    };
    let may = |facts: &Facts, by: &Person| {
        let calendar = app.rules_of(&facts.referral).calendar;
        release::may_ask(&facts.referral, by, &calendar, app.now())
    };
    card::open_about(app, FLOW.name, opening, &id, may, forms::release).await
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let one = OneText {
        title: "release-title",
        field: input::REASON,
        missing: "release-missing",
        kept_as: FLOW.name,
        act: Act::Release,
    };
    card::act_on_text(app, sent, one).await
}
