//! From a delivery to its answer: read, ask the intake, do what the reply says.
//!
//! Nothing is answered before the intake has answered, for only then it is kept. So there is no
//! "thinking" before it: the one answer that Discord takes is the whole of it, and a form, which can
//! only ever be the first answer, needs no other way. When that answer comes too late, or is lost
//! for good, the person is told directly.
//!
//! `plan` says what a reply means, [`super::drafts`] keeps forms that Discord would have closed.

mod plan;
#[cfg(test)]
mod tests;

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use metrics::histogram;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::api::Call;
use super::custom::Modal;
use super::decode::{Answer, Delivery, Kind};
use super::drafts::Draft;
use super::{Discord, render};
use crate::chat::action::{CONTINUE, DISCARD, FORM};
use crate::chat::inbound::{Inbound, Remark, Reply, Values, What};
use crate::chat::view::{Action, Form, Message};
use crate::chat::{Intake, SendError};
use plan::{Refused, Step};

/// Pauses before an answer is tried again that a passing fault kept from being given: Discord waits
/// three seconds for it.
const PAUSES: [Duration; 3] =
    [Duration::from_millis(100), Duration::from_millis(300), Duration::from_millis(700)];

/// An answer, and what is said directly where it comes too late.
struct Said {
    callback: Value,
    if_late: Option<Message>,
}

/// Takes one delivery and answers it; whether it is kept.
///
/// Callers spawn this: the peer's hang-up must not stop it half way.
pub(super) async fn handle(
    discord: &Arc<Discord>,
    intake: &Arc<dyn Intake>,
    mut delivery: Delivery,
    received: Instant,
) -> bool {
    discord.name_shortcut(&mut delivery.inbound);
    let turn = Turn::of(discord, &delivery);
    let _held = turn.lock.lock().await;
    let said = match at_hand(discord, intake, &delivery).await {
        Some(said) => said,
        None => {
            complete(discord, &mut delivery).await;
            let reply = intake.take(delivery.inbound.clone()).await;
            if reply == Reply::NotTaken {
                return false;
            }
            match delivery.inbound.what {
                What::Uninstalled { .. } => discord.forget_registered().await,
                What::Installed => discord.register_again().await,
                _ => {}
            }
            let step = plan::step(&delivery, reply);
            match worded(discord, intake, &delivery, step).await {
                Some(said) => said,
                None => return true,
            }
        }
    };
    give(discord, &delivery, said).await;
    histogram!("vouch_ack_seconds").record(received.elapsed().as_secs_f64());
    true
}

/// The right to take an interaction and to answer it, one at a time. A frame that comes twice is decided
/// once, and its copy is told nothing; but Discord takes one answer to both, and that nothing, should it
/// be first, would stand in the place of what the person is to read.
struct Turn<'a> {
    discord: &'a Discord,
    interaction: String,
    lock: Arc<tokio::sync::Mutex<()>>,
}

impl<'a> Turn<'a> {
    fn of(discord: &'a Discord, delivery: &Delivery) -> Self {
        let answer = delivery.answer.as_ref();
        // Where nobody waits for an answer, there is no turn to wait for either.
        let Some(interaction) = answer.map(|one| one.interaction.clone()) else {
            return Self { discord, interaction: String::new(), lock: Arc::default() };
        };
        let mut answering = discord.answering.lock().unwrap_or_else(PoisonError::into_inner);
        let lock = Arc::clone(answering.entry(interaction.clone()).or_default());
        Self { discord, interaction, lock }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        /// The map's and ours: nobody else waits.
        const ALONE: usize = 2;
        let answering = self.discord.answering.lock();
        let mut answering = answering.unwrap_or_else(PoisonError::into_inner);
        if Arc::strong_count(&self.lock) == ALONE {
            answering.remove(&self.interaction);
        }
    }
}

/// What is answered without anything being decided: a page of a form, a form opened again, a
/// question back.
async fn at_hand(discord: &Discord, intake: &Arc<dyn Intake>, delivery: &Delivery) -> Option<Said> {
    if let (Some(label), What::Pressed { action, .. }) = (&delivery.asks, &delivery.inbound.what) {
        return Some(plan::message(delivery, render::question(label, action)));
    }
    match (&delivery.inbound.what, &delivery.modal) {
        (What::Pressed { action, .. }, _) if action.flow == FORM => {
            Some(opened_again(discord, intake, delivery, action).await)
        }
        (What::FormSent { values, .. }, Some(modal)) if !modal.is_last() => {
            Some(page_kept(discord, intake, delivery, (modal, values)).await)
        }
        _ => None,
    }
}

async fn opened_again(
    discord: &Discord,
    intake: &Arc<dyn Intake>,
    delivery: &Delivery,
    action: &Action,
) -> Said {
    let from = delivery.inbound.from.as_ref();
    let Some(draft) = discord.drafts.of(&action.subject, from).await else {
        return plan::message(delivery, intake.remark(from, Remark::DraftGone).await);
    };
    if action.choice == DISCARD {
        discord.drafts.discard(&action.subject).await;
        return plan::in_place(delivery, intake.remark(from, Remark::DraftDiscarded).await);
    }
    let page = match action.choice.as_str() {
        CONTINUE => usize::try_from(action.seen_version).unwrap_or_default(),
        // Fixing begins at the beginning.
        _ => 0,
    };
    modal(&draft.filled_in(), page, None)
}

/// A page that is not the last: what was typed is kept, and a button leads on.
async fn page_kept(
    discord: &Discord,
    intake: &Arc<dyn Intake>,
    delivery: &Delivery,
    (modal, values): (&Modal, &Values),
) -> Said {
    let from = delivery.inbound.from.as_ref();
    let remark = match discord.drafts.of(&modal.form_id, from).await {
        Some(draft) => {
            discord.drafts.keep(together(draft, modal.page, values)).await;
            let (page, left) = (modal.page + 1, modal.pages - modal.page - 1);
            Remark::PageKept { form_id: modal.form_id.clone(), page, left }
        }
        None => Remark::DraftGone,
    };
    plan::message(delivery, intake.remark(from, remark).await)
}

/// A draft with what was sent from one of its pages: an input that is empty now is empty.
fn together(mut draft: Draft, page: usize, values: &Values) -> Draft {
    for name in render::inputs_on(&draft.form, page) {
        draft.values.remove(&name);
    }
    draft.values.extend(values.clone());
    draft
}

/// Adds what was typed on earlier pages to a form that is sent.
async fn complete(discord: &Discord, delivery: &mut Delivery) {
    let Inbound { from, what, .. } = &mut delivery.inbound;
    if let (What::FormSent { form_id, values, .. }, Some(modal)) = (what, &delivery.modal)
        && modal.pages > 1
        && let Some(draft) = discord.drafts.of(form_id, from.as_ref()).await
    {
        *values = together(draft, modal.page, values).values;
    }
}

/// The answer that a step stands for; none where nobody waits.
async fn worded(
    discord: &Discord,
    intake: &Arc<dyn Intake>,
    delivery: &Delivery,
    step: Step,
) -> Option<Said> {
    match step {
        Step::Nobody => None,
        Step::Say(said) => Some(said),
        Step::Show { form, if_late } => Some(shown(discord, delivery, *form, if_late).await),
        Step::ShowNext(form) => {
            let from = delivery.inbound.from.as_ref();
            let form_id = form.id.clone();
            keep_form(discord, delivery, *form).await;
            let remark = Remark::PageKept { form_id, page: 0, left: 1 };
            Some(plan::message(delivery, intake.remark(from, remark).await))
        }
        Step::Refused(refused) => Some(fixable(discord, intake, delivery, refused).await),
    }
}

async fn shown(discord: &Discord, delivery: &Delivery, form: Form, if_late: Message) -> Said {
    let said = modal(&form, 0, Some(if_late));
    keep_form(discord, delivery, form).await;
    said
}

async fn keep_form(discord: &Discord, delivery: &Delivery, form: Form) {
    if let Some(by) = delivery.inbound.from.clone() {
        discord.drafts.keep(Draft { form, by, values: Values::new() }).await;
    }
}

fn modal(form: &Form, page: usize, if_late: Option<Message>) -> Said {
    /// Source: Discord, "Receiving and Responding", "Interaction Callback Type".
    const MODAL: u8 = 9;
    Said { callback: json!({ "type": MODAL, "data": render::form(form, page) }), if_late }
}

/// What was sent was refused: the modal is gone, so a message says why and opens it again.
async fn fixable(
    discord: &Discord,
    intake: &Arc<dyn Intake>,
    delivery: &Delivery,
    refused: Refused,
) -> Said {
    let from = delivery.inbound.from.as_ref();
    let What::FormSent { form_id, values, .. } = &delivery.inbound.what else {
        return plan::message(delivery, refused.alone());
    };
    let Some(draft) = discord.drafts.of(form_id, from).await else {
        return plan::message(delivery, refused.alone());
    };
    let remark = refused.remark(form_id, |name| draft.label(name).map(str::to_owned));
    discord.drafts.keep(Draft { values: values.clone(), ..draft }).await;
    plan::message(delivery, intake.remark(from, remark).await)
}

/// Gives the answer, or says it directly where nobody takes it any more.
async fn give(discord: &Discord, delivery: &Delivery, said: Said) {
    let Some(answer) = &delivery.answer else { return };
    match insist(discord, answer, &said.callback).await {
        Ok(()) if said.callback["type"] == json!(plan::QUIET) => unsay(discord, answer).await,
        // Somebody has answered it: we, the first time, or another process of ours.
        Ok(()) => {}
        Err(SendError::FormGone { code }) if code == "40060" => {}
        Err(error) => {
            tracing::info!(%error, "an answer came too late");
            if delivery.kind == Kind::Suggest {
                return;
            }
            if let (Some(message), Some(to)) = (&said.if_late, &delivery.inbound.from) {
                // Failures are logged with the call; there is nobody left to tell.
                let _logged = discord.direct(to, message, None).await;
            }
        }
    }
}

/// Answers once more as long as it may help: a second time tells by its refusal that the first one
/// got through.
async fn insist(discord: &Discord, answer: &Answer, callback: &Value) -> Result<(), SendError> {
    for pause in PAUSES {
        match discord.callback(answer, callback).await {
            Err(SendError::Passing { .. } | SendError::Unknown) => sleep(pause).await,
            done => return done,
        }
    }
    discord.callback(answer, callback).await
}

/// Takes away the "thinking" that stood for an answer without words.
async fn unsay(discord: &Discord, answer: &Answer) {
    let path = format!("/webhooks/{}/{}/messages/@original", answer.application, answer.token);
    let call = Call::new("delete_answer", Method::DELETE, &answer.token, path).answering();
    let _logged = discord.api.call(call).await;
}

impl Discord {
    async fn callback(&self, answer: &Answer, callback: &Value) -> Result<(), SendError> {
        let path = format!("/interactions/{}/{}/callback", answer.interaction, answer.token);
        let call = Call::new("callback", Method::POST, &answer.token, path).answering();
        self.api.call(call.with(callback.clone())).await.map(drop)
    }

    /// An entry of a menu comes back by what people call it.
    fn name_shortcut(&self, inbound: &mut Inbound) {
        if let What::Shortcut { name, .. } = &mut inbound.what
            && let Some(known) = self.settings.offered.shortcut(name)
        {
            known.clone_into(name);
        }
    }
}
