//! *Approve*: sales takes a referral on, names its owner, and the protection begins. `/approve`
//! does the same by number, or lists what waits.

use super::actor::Actor;
use super::card::{self, Wanted};
use super::{By, Command, Flow, Opened, Opening, Sent, Slash};
use crate::app::execute::Act;
use crate::app::{App, Sealed, lists};
use crate::chat::inbound::Reply;
use crate::domain::actor::{Person, Role};
use crate::domain::ids::ReferralNumber;
use crate::domain::protection;
use crate::domain::referral::Referral;
use crate::domain::referral::decide::{self, Approve};
use crate::store::{StoreError, queries};
use crate::views::forms::{self, input};
use crate::views::referral::Facts;
use crate::views::{help, list, refusals};

pub const FLOW: Flow = Flow {
    name: "review",
    commands: &[Command {
        word: "approve",
        takes: Some("number"),
        slash: Slash::Registered,
        by: By { members: false, roles: &[Role::Sales] },
    }],
    form: |app, opening| Box::pin(open(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn open(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    match opening.action {
        Some(action) if action.choice == list::UNDECIDED_CHOICE => {
            // A made-up number is the first page.
            undecided(app, opening.actor, action.subject.parse().unwrap_or(0), true).await
        }
        Some(action) if action.choice == list::WAITING_CHOICE => {
            undecided(app, opening.actor, 0, false).await
        }
        Some(action) => form(app, &opening, &action.subject).await,
        None => typed(app, &opening).await,
    }
}

async fn form(app: &App, opening: &Opening<'_>, subject: &str) -> Result<Opened, StoreError> {
    let may = |facts: &Facts, by: &Person| decide::may_approve(&facts.referral, by);
    let presser = opening.actor.person.clone();
    card::open_about(app, FLOW.name, opening, subject, may, |voice, id, facts| {
        let through = would_run_through(app, &facts.referral);
        forms::approve(voice, id, &facts.referral, &presser, through)
    })
    .await
}

/// `/approve [number]`. A number that somebody may not see is answered as one that is not there.
async fn typed(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let typed = opening.text.trim();
    if typed.is_empty() {
        return undecided(app, opening.actor, 0, false).await;
    }
    let Some(person) = opening.actor.known.as_ref().filter(|person| belongs(person)) else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    let found = match typed.parse::<ReferralNumber>() {
        Ok(number) => queries::referral_numbered(&app.store.db, &number).await?,
        Err(_) => None,
    };
    let Some(referral) = found.filter(|referral| person.may_see(&referral.partner())) else {
        return Ok(Opened::instead(help::no_referral(&voice, typed), "no_referral"));
    };
    let mut opened = form(app, opening, &referral.id.to_string()).await?;
    if let Opened::Form { if_late, .. } = &mut opened {
        // There is no card here to press again.
        *if_late = refusals::form_expired(&voice, Some(list::approve(&voice, &referral)));
    }
    Ok(opened)
}

/// Whether somebody is anything to the programme: all others learn nothing.
fn belongs(person: &Person) -> bool {
    person.is_vendor() || person.membership.is_some()
}

/// What waits for a decision, to sales alone.
async fn undecided(
    app: &App,
    actor: &Actor,
    skip: u64,
    turned: bool,
) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let Some(person) = actor.known.as_ref().filter(|person| belongs(person)) else {
        return Ok(Opened::forged(&voice, "outsider"));
    };
    if !person.has(Role::Sales) {
        if turned {
            // Only sales is ever shown the button.
            return Ok(Opened::forged(&voice, "forged"));
        }
        return Ok(Opened::instead(voice.line("no-role-sales-any", &[]), "no_role"));
    }
    let page = lists::undecided(&app.store.db, skip, list::UNDECIDED, app.now()).await?;
    Ok(Opened::Listed { page: list::undecided(&voice, &page), turned })
}

/// The last protected day if the approval came now.
fn would_run_through(app: &App, referral: &Referral) -> chrono::NaiveDate {
    let rules = &app.rules_of(referral);
    let late = decide::late_days(referral, rules, app.now());
    protection::protected_through(app.now(), rules.protection_days + late, &rules.calendar)
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    card::act(app, sent, "review-approve-title", async |typed| {
        let owner = match typed.owner(input::OWNER).await? {
            Ok(owner) => owner,
            Err(errors) => return Ok(Err(errors)),
        };
        let (note, reason) = (typed.sealed(input::NOTE), typed.sealed(input::EXCEPTION));
        let seal = |sealed: &Option<Sealed>| sealed.as_ref().map(|sealed| sealed.seal.clone());
        let approve = Approve { owner: owner.id, note: seal(&note), reason: seal(&reason) };
        let words = note.map(|note| ("note", note)).into_iter();
        let words = words.chain(reason.map(|reason| ("exception", reason))).collect();
        Ok(Ok(Wanted { act: Act::Approve(approve), words }))
    })
    .await
}
