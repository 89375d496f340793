//! First steps: what the buttons of a partner's list open that have no flow of their own, and how
//! whoever looks after a partner begins one.

use super::actor::Standing;
use super::icp::{Asks, asks};
use super::{Flow, Opened, Opening, Sent, Subject, forged_form, misfit, record, reply_to, unclear};
use crate::app::people::Met;
use crate::app::{App, Sealed};
use crate::chat::inbound::{Reply, text_in};
use crate::chat::limits::units;
use crate::domain::actor::Person;
use crate::domain::actor::pairing::may_invite;
use crate::domain::feedback::WORDS_MOST;
use crate::domain::partner::Partner;
use crate::domain::start::Step;
use crate::store::{StoreError, queries};
use crate::views::start::{self, deed, input};
use crate::views::{feedback, pairing};

pub const FLOW: Flow = Flow {
    name: "start",
    commands: &[],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let choice = opening.action.map(|action| action.choice.as_str());
    if choice == Some(deed::BEGIN) {
        return begin(app, &opening).await;
    }
    let partner = match asks(app, opening.inbound, opening.actor).await {
        Ok(Asks::Member(partner)) => partner,
        Ok(Asks::Behalf | Asks::Vendor) => {
            return Ok(Opened::instead(voice.line("start-here", &[]), "no_role"));
        }
        Err((line, why)) => return Ok(Opened::instead(line, why)),
    };
    if partner.start.begun.is_none() {
        return Ok(Opened::forged(&voice, "no_list"));
    }
    match choice {
        Some(deed::HELP) => {
            let manager = app.feedback_reader(partner).await?;
            let draw = |id: &_| start::help_form(&voice, id, manager.as_deref());
            Ok(opening.opens(&voice, FLOW.name, Subject::default(), draw))
        }
        Some(deed::COLLEAGUES) => colleagues(app, &opening, partner).await,
        Some(deed::ALONE) => {
            let (id, done) = (partner.id, start::alone(&voice));
            let outcome = app.take_step(opening.inbound, (id, Step::Colleagues), done).await?;
            Ok(Opened::decided(&voice, outcome))
        }
        Some(_) | None => Ok(Opened::forged(&voice, "forged")),
    }
}

/// *Start the checklist*.
async fn begin(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if !opening.actor.is(Person::manages_partners) {
        return Ok(opening.refuses(&voice, "no-role-partner_manager"));
    }
    let Some(id) = opening.action.and_then(|action| action.subject.parse().ok()) else {
        return Ok(Opened::forged(&voice, "forged"));
    };
    let outcome = app.begin_start(opening.inbound, id).await?;
    Ok(Opened::decided(&voice, outcome))
}

/// *Name your colleagues*: how they come, and codes for those who may make them.
async fn colleagues(
    app: &App,
    opening: &Opening<'_>,
    partner: &Partner,
) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let people = queries::members_of(&app.store.db, &partner.id).await?;
    let people = people.iter().filter(|person| !person.is_gone()).count();
    let offer = match opening.actor.is(|person| may_invite(person, &partner.id)) {
        true => {
            let homes = app.at_home_on().await?;
            let platforms: Vec<_> = homes.iter().map(|(platform, _)| *platform).collect();
            Some(pairing::offer(&voice, (&partner.id, &partner.name), &platforms, false))
        }
        false => None,
    };
    let asks = partner.start.awaits(Step::Colleagues);
    Ok(Opened::Shown(start::colleagues(&voice, (partner, people), asks, offer)))
}

/// *Ask for help*, sent.
async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    match asks(app, sent.inbound, sent.actor).await {
        Ok(Asks::Member(partner)) if partner.start.begun.is_some() => {
            hand_over(app, &sent, partner, false).await
        }
        Ok(Asks::Member(_) | Asks::Behalf | Asks::Vendor) | Err(_) => {
            record(app, sent.inbound, forged_form(&app.voice()), "outsider").await
        }
    }
}

/// Hands what was asked to whoever looks after the partner: for help, or about the agreement.
pub(super) async fn hand_over(
    app: &App,
    sent: &Sent<'_>,
    partner: &Partner,
    agreement: bool,
) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let Some(text) = text_in(sent.values, input::TEXT) else {
        let missing = if agreement { "review-question-missing" } else { "start-help-text-missing" };
        let errors = misfit(&voice, input::TEXT, missing);
        return unclear(app, sent.inbound, errors).await;
    };
    let over = units(text).saturating_sub(WORDS_MOST);
    if over > 0 {
        let errors = [(input::TEXT.to_owned(), feedback::too_long(&voice, over))];
        return unclear(app, sent.inbound, errors.into()).await;
    }
    let met = match newcomer(app, sent).await {
        Ok(met) => met,
        Err(line) => return Ok(Reply::KeepForm(line)),
    };
    let here = sent.form.channel.clone();
    let (inbound, text) = (sent.inbound, Sealed::new(text));
    let outcome = app.ask_for_help(inbound, (partner, met), (text, agreement), here).await?;
    reply_to(app, inbound, outcome, async |_| Ok(forged_form(&voice))).await
}

/// Who asks, where they are not known yet; a sentence where the platform does not say who that is.
async fn newcomer(app: &App, sent: &Sent<'_>) -> Result<Option<Met>, String> {
    let Standing::Newcomer(_) = &sent.actor.standing else { return Ok(None) };
    let workspace = &sent.inbound.workspace;
    match app.meet(workspace, &sent.actor.person, workspace).await {
        Some(met) => Ok(Some(met)),
        None => Err(app.voice().words("member-no-answer", &[])),
    }
}
