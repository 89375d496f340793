//! *Claim a conflict*: a partner says why an account is theirs. Where it is in review already, that
//! is evidence; else a case is opened. `/claim` does the same by number.

use super::case::{self, Wanted};
use super::{By, Command, Flow, Opened, Opening, Sent, Slash, card, contest};
use crate::app::App;
use crate::app::execute::InCase;
use crate::chat::inbound::Reply;
use crate::domain::actor::Person;
use crate::domain::case::no::CaseNo;
use crate::domain::case::{Case, Claim};
use crate::domain::ids::ReferralNumber;
use crate::domain::outcome::Refusal;
use crate::domain::referral::review;
use crate::store::{StoreError, queries};
use crate::views::case::forms::{self, input};
use crate::views::help;
use crate::views::referral::Facts;

pub const FLOW: Flow = Flow {
    name: "claim",
    commands: &[Command {
        word: "claim",
        takes: Some("number"),
        slash: Slash::Registered,
        by: By { members: true, roles: &[] },
    }],
    form: |app, opening| Box::pin(open(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn open(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    match opening.action {
        Some(action) => form(app, &opening, &action.subject).await,
        None => typed(app, &opening).await,
    }
}

async fn form(app: &App, opening: &Opening<'_>, subject: &str) -> Result<Opened, StoreError> {
    let found = case::of_subject(app, subject).await?;
    let may = |facts: &Facts, by: &Person| may_claim(app, found.as_ref(), facts, by);
    card::open_about(app, FLOW.name, opening, subject, may, forms::claim).await
}

fn may_claim(app: &App, found: Option<&Case>, facts: &Facts, by: &Person) -> Result<(), Refusal> {
    let referral = &facts.referral;
    if !by.is_member_of(&referral.partner()) {
        return Err(Refusal::NotAMember);
    }
    if let Some(found) = found.filter(|case| case.phase.is_open()) {
        return case::may_state(app, Some(found), referral, by);
    }
    match review::may_be_claimed(referral.status) {
        true => Ok(()),
        false => Err(case::no(CaseNo::Over)),
    }
}

/// `/claim NOR-12`. A number that somebody may not see is answered as one that is not there.
async fn typed(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let typed = opening.text.trim();
    let belongs = |person: &&Person| person.is_vendor() || person.membership.is_some();
    let Some(person) = opening.actor.known.as_ref().filter(belongs) else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    if typed.is_empty() {
        return Ok(Opened::instead(voice.line("claim-number", &[]), "no_number"));
    }
    let found = match typed.parse::<ReferralNumber>() {
        Ok(number) => queries::referral_numbered(&app.store.db, &number).await?,
        Err(_) => None,
    };
    match found.filter(|referral| person.may_see(&referral.partner())) {
        Some(referral) => form(app, opening, &referral.id.to_string()).await,
        None => Ok(Opened::instead(help::no_referral(&voice, typed), "no_referral")),
    }
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let read = |typed: &card::Typed<'_>| {
        let claim = typed.text(input::CLAIM).and_then(|word| word.parse::<Claim>().ok());
        let stated = case::read(typed, claim, "claim-missing");
        match claim {
            Some(_) => stated,
            None => {
                let mut errors = typed.misfit(input::CLAIM, "claim-unchosen");
                errors.extend(stated.err().unwrap_or_default());
                Err(errors)
            }
        }
    };
    if case::of_subject(app, &sent.form.subject).await?.is_some_and(|case| case.phase.is_open()) {
        return case::act(app, sent, "claim-title", |typed, referral| {
            let stated = read(typed)?;
            let act = InCase::State(referral, stated.state);
            Ok(Wanted { act, words: stated.words, done: "evidence-sent" })
        })
        .await;
    }
    contest::open_case(app, sent, ("claim-title", "claim-opened"), read).await
}
