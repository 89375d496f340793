//! From a delivery to its acknowledgement: read, ask the intake, do what the reply says.
//!
//! The acknowledgement never comes before the intake has answered, for only then it is kept. A sent
//! form is answered within the acknowledgement. After a press or a command the modal or the private
//! message comes first and the acknowledgement after it, so that whoever sees the acknowledgement
//! knows that the rest is there; but when Slack is slow, patience ends and the work goes on behind
//! the acknowledgement.

mod plan;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use metrics::{counter, histogram};
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout_at};

use super::decode::{Delivery, Kind, delivery};
use super::{Slack, render};
use crate::chat::view::Message;
use crate::chat::{Intake, SendError};

use plan::Step;

/// Pauses before what a passing fault kept from being said is tried again. Whoever pressed is still
/// there, and nothing else would tell them.
const PAUSES: [Duration; 3] =
    [Duration::from_millis(250), Duration::from_secs(1), Duration::from_secs(4)];
/// Slack's wish to wait is granted up to here; after that they have gone.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// A delivery that was not kept: it is not acknowledged. `instead` is an acknowledgement for a wire
/// that knows no other way to say so.
pub(super) struct NotTaken {
    pub(super) instead: Option<Value>,
}

/// Takes one delivery and returns the payload of its acknowledgement, which may be sent now.
///
/// Callers spawn this: the peer's hang-up must not stop it half way.
pub(super) async fn handle(
    slack: Arc<Slack>,
    intake: Arc<dyn Intake>,
    raw: String,
    received: Instant,
) -> Result<Option<Value>, NotTaken> {
    let delivery = ours(&slack, delivery(&raw, intake.now()));
    let reply = intake.take(delivery.inbound.clone()).await;
    let payload = match plan::step(&delivery, reply) {
        Step::Leave { instead } => {
            return Err(NotTaken { instead: instead.filter(|_| delivery.takes_payload) });
        }
        Step::Acknowledge(payload) => payload.filter(|_| delivery.takes_payload),
        Step::Later(message) => {
            slack.tasks.spawn(whisper_later(slack.clone(), delivery, message));
            None
        }
        step => act(&slack, delivery, step, received + slack.patience).await,
    };
    histogram!("vouch_ack_seconds").record(received.elapsed().as_secs_f64());
    Ok(payload)
}

/// A delivery for another app is nobody's here, though it bears our signature: kept, and without
/// effect.
fn ours(slack: &Slack, delivery: Delivery) -> Delivery {
    match (slack.app.get(), &delivery.app) {
        (Some(ours), Some(theirs)) if ours != theirs => {
            counter!("vouch_refusals_total", "reason" => "another_app").increment(1);
            tracing::warn!(
                kind = delivery.inbound.what.kind(),
                "a delivery for another app was left"
            );
            delivery.of_another_app()
        }
        _ => delivery,
    }
}

/// Takes `step`, but returns at `deadline` and leaves the rest to a task.
async fn act(
    slack: &Arc<Slack>,
    delivery: Delivery,
    step: Step,
    deadline: Instant,
) -> Option<Value> {
    let work = perform(slack.clone(), delivery.clone(), step);
    let mut work = slack.tasks.spawn(work);
    match timeout_at(deadline, &mut work).await {
        Ok(message) => message.ok().flatten().map(|message| spoken(&message)),
        Err(_late) => {
            let slack = slack.clone();
            let tasks = slack.tasks.clone();
            tasks.spawn(async move {
                if let Ok(Some(message)) = work.await {
                    whisper(&slack, &delivery, &message).await;
                }
            });
            None
        }
    }
}

/// Takes `step`; what it returns is to be said within the acknowledgement.
async fn perform(slack: Arc<Slack>, delivery: Delivery, step: Step) -> Option<Message> {
    let message = match step {
        Step::Acknowledge(_) | Step::Leave { .. } => return None,
        Step::Say(message) | Step::Later(message) => message,
        Step::Replace(message) => {
            if replaced(&slack, &delivery, &message).await {
                return None;
            }
            message
        }
        Step::Show { view, if_not } => {
            let error = show(&slack, &delivery, &view).await.err()?;
            let (kind, error) = (delivery.inbound.what.kind(), error.word());
            tracing::warn!(kind, error, "a form could not be shown");
            if_not?
        }
    };
    // With the acknowledgement, as every answer to a command.
    if delivery.kind == Kind::Command && delivery.takes_payload {
        return Some(message);
    }
    whisper(&slack, &delivery, &message).await;
    None
}

/// Whether the private message that the button stood in has given way to `message`. Where it did
/// not, because its address was used up or too old, a new message says the same.
async fn replaced(slack: &Slack, delivery: &Delivery, message: &Message) -> bool {
    let Some(address) = &delivery.reply_to else { return false };
    match slack.replace(address, message).await {
        // With the answer lost it stands there as likely as not; saying it twice helps nobody.
        Ok(()) | Err(SendError::Unknown) => true,
        Err(_) => false,
    }
}

/// Shows a modal. When the answer is lost it is asked for again at once: a second call with the
/// same trigger tells by its refusal that the first one opened the modal.
async fn show(slack: &Slack, delivery: &Delivery, view: &Value) -> Result<(), SendError> {
    match show_once(slack, delivery, view).await {
        Err(SendError::Unknown) => match show_once(slack, delivery, view).await {
            Err(SendError::FormGone { code }) if code.contains("exchanged") => Ok(()),
            second => second,
        },
        first => first,
    }
}

/// In place of the modal the button stood in, or as a new one.
async fn show_once(slack: &Slack, delivery: &Delivery, view: &Value) -> Result<(), SendError> {
    let workspace = &delivery.inbound.workspace;
    match (&delivery.view, &delivery.trigger) {
        (Some(open), _) => insist(slack, || slack.redraw_view(workspace, &open.id, view)).await,
        (None, Some(trigger)) => slack.open_view(workspace, trigger, view).await,
        (None, None) => Err(SendError::FormGone { code: "no_trigger".to_owned() }),
    }
}

async fn whisper_later(slack: Arc<Slack>, delivery: Delivery, message: Message) {
    whisper(&slack, &delivery, &message).await;
}

/// Says something to the person alone, where they are; in a direct message where that is nowhere,
/// or where the app is no member.
async fn whisper(slack: &Slack, delivery: &Delivery, message: &Message) {
    let Some(to) = &delivery.inbound.from else { return };
    if let Some(place) = &delivery.inbound.place {
        match insist(slack, || slack.whisper(place, to, message)).await {
            Err(SendError::ChannelDead { .. } | SendError::PersonGone { .. }) => {}
            // Said, or failed in a way that a second message would not mend; the call was logged.
            Ok(_) | Err(_) => return,
        }
    }
    // Failures are logged with the call; there is nobody left to tell.
    let workspace = &delivery.inbound.workspace;
    let _logged = insist(slack, || slack.direct(workspace, to, message)).await;
}

/// Calls again as long as Slack says that nothing was done and that it will pass. The outbox does
/// not: it has rows of its own for that.
async fn insist<T, F>(slack: &Slack, call: impl Fn() -> F) -> Result<T, SendError>
where
    F: Future<Output = Result<T, SendError>>,
{
    let mut counted = None;
    for pause in PAUSES {
        let pause = match call().await {
            Err(SendError::RateLimited { after, .. }) if after <= LONGEST_WAIT => after,
            Err(SendError::Passing { .. }) => pause,
            done => return done,
        };
        counted.get_or_insert_with(|| Again::of(slack));
        sleep(pause).await;
    }
    call().await
}

/// Counts an answer that is tried again.
struct Again<'a>(&'a Slack);

impl<'a> Again<'a> {
    fn of(slack: &'a Slack) -> Self {
        slack.again.fetch_add(1, Ordering::SeqCst);
        Self(slack)
    }
}

impl Drop for Again<'_> {
    fn drop(&mut self) {
        self.0.again.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Slack {
    /// How many answers to people are tried again at present.
    pub fn answering_again(&self) -> u64 {
        self.again.load(Ordering::SeqCst)
    }
}

/// A message as the payload of a command's acknowledgement.
fn spoken(message: &Message) -> Value {
    render::private(message)
}
