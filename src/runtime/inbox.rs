//! The incoming side: a delivery becomes a flow's work, and its answer goes back in time.
//!
//! The work runs in a task of its own, so that whoever delivered may hang up without anything being
//! dropped half way. An answer is given within 2.5 s, whatever the database does.
//!
//! What is in hand has a bound, or a flood while the database stands still would take all memory:
//! beyond it a delivery is turned away at once.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::Platforms;
use super::outbox::pause;
use crate::app::App;
use crate::app::execute::{Aside, Outcome, count_delivery};
use crate::chat::inbound::{Inbound, Reply, Values, What};
use crate::chat::view::{Action, Message, Panel, Part};
use crate::chat::{Boxed, FormHandle, Intake, Outgoing, Platform, SendError};
use crate::flows::{self, Flow, Opened, Opening, Sent, actor};
use crate::store::{StoreError, queue};
use crate::text::{Arg, Voice};
use crate::views::{self, channel, note, refusals};

/// Platforms wait three seconds; half a second is for the way.
const PATIENCE: Duration = Duration::from_millis(2_500);

/// Times a late result is shown, over about a minute; after that nobody looks at the form any more.
const LATE_TRIES: i64 = 7;
/// Bytes of deliveries that may be in hand. Each is held some eight times: as it came, decoded, in
/// the writer's unit, in its row.
const ROOM: usize = 32 << 20;
/// What a delivery takes of it at least, for the work besides its body. So at most 2,048 are in
/// hand, fewer than the writer's queue takes: sender and jobs always find room in there.
const LEAST: usize = 16 << 10;

/// Takes deliveries from the adapters.
pub struct Inbox {
    app: App,
    platforms: Platforms,
    in_hand: watch::Sender<u64>,
    room: Arc<Semaphore>,
    /// The last delivery was turned away; logged when it begins, not for each.
    full: AtomicBool,
    closed: AtomicBool,
}

impl Inbox {
    pub(super) fn new(app: App, platforms: Platforms) -> Self {
        Self {
            app,
            platforms,
            in_hand: watch::Sender::new(0),
            room: Arc::new(Semaphore::new(ROOM)),
            full: AtomicBool::new(false),
            closed: AtomicBool::new(false),
        }
    }

    /// How many deliveries are being worked on, or were kept to be. A database that does not answer
    /// has one more.
    pub async fn waiting(&self) -> u64 {
        // In the order in which a delivery goes through them, so that it is counted at least once.
        let in_hand = *self.in_hand.borrow();
        in_hand + queue::tasks_waiting(&self.app.store).await.unwrap_or(1)
    }

    /// Takes nothing more: what comes now is answered with "not saved".
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }

    /// Waits until nothing is being worked on.
    pub(super) async fn finished(&self) {
        // The sender lives as long as `self`, so this cannot fail.
        let _ = self.in_hand.subscribe().wait_for(|count| *count == 0).await;
    }

    async fn answer(&self, inbound: Inbound) -> Reply {
        let voice = self.app.voice();
        if self.closed.load(Ordering::SeqCst) {
            return not_saved(&voice, &inbound.what);
        }
        let Some(room) = self.room_for(&inbound) else { return turned_away(&voice, &inbound) };
        let app = self.app.clone();
        let in_hand = InHand::new(&self.in_hand, room);
        let delivery = inbound.clone();
        let mut work = tokio::spawn(async move {
            let _in_hand = in_hand;
            work_on(&app, &delivery).await
        });
        match tokio::time::timeout(PATIENCE, &mut work).await {
            Ok(Ok(reply)) => reply,
            Ok(Err(_)) => unexpected(&voice, &inbound.what, "panicked"),
            Err(_) => self.answer_later(inbound, work),
        }
    }

    fn room_for(&self, inbound: &Inbound) -> Option<OwnedSemaphorePermit> {
        let bytes = u32::try_from(inbound.raw.len().max(LEAST)).ok()?;
        let room = Arc::clone(&self.room).try_acquire_many_owned(bytes).ok();
        if !self.full.swap(room.is_none(), Ordering::SeqCst) && room.is_none() {
            tracing::warn!("too much is in hand: deliveries are turned away");
        }
        room
    }

    /// The database is slow: the person is told so, and the form shows the result when it is there.
    fn answer_later(&self, inbound: Inbound, work: tokio::task::JoinHandle<Reply>) -> Reply {
        let voice = self.app.voice();
        let What::FormSent { form, .. } = inbound.what else {
            return not_saved(&voice, &inbound.what);
        };
        let (app, platforms) = (self.app.clone(), self.platforms.clone());
        let (platform, workspace) = (inbound.platform, inbound.workspace);
        tokio::spawn(async move {
            let Ok(reply) = work.await else { return };
            let Some(panel) = as_panel(&app.voice(), reply) else { return };
            let Some(platform) = platforms.get(platform) else { return };
            let late = Outgoing::FormResult { workspace, form, panel };
            // The person may have closed the form; the card in the channel says the same.
            if let Err(error) = shown_late(&app, platform.as_ref(), &late).await {
                tracing::info!(%error, "a late result was not shown");
            }
        });
        Reply::Panel(refusals::working(&voice))
    }
}

/// Shows a late result, which may be repeated freely, several times if it must be: until it is there
/// the form says that it is still being worked on.
async fn shown_late(app: &App, platform: &dyn Platform, late: &Outgoing) -> Result<(), SendError> {
    for tried in 1..LATE_TRIES {
        let wait = match platform.send(late).await {
            Err(SendError::RateLimited { after, .. }) => {
                TimeDelta::from_std(after).unwrap_or_else(|_| pause(tried))
            }
            Err(SendError::Passing { .. } | SendError::Unknown) => pause(tried),
            done => return done.map(drop),
        };
        app.clock.sleep(wait).await;
    }
    platform.send(late).await.map(drop)
}

impl Intake for Inbox {
    fn take(&self, inbound: Inbound) -> Boxed<'_, Reply> {
        Box::pin(self.answer(inbound))
    }

    fn now(&self) -> DateTime<Utc> {
        self.app.now()
    }
}

/// Counts a delivery as long as it is worked on, also when that ends in a panic.
struct InHand {
    count: watch::Sender<u64>,
    _room: OwnedSemaphorePermit,
}

impl InHand {
    fn new(count: &watch::Sender<u64>, room: OwnedSemaphorePermit) -> Self {
        count.send_modify(|count| *count += 1);
        Self { count: count.clone(), _room: room }
    }
}

impl Drop for InHand {
    fn drop(&mut self) {
        self.count.send_modify(|count| *count -= 1);
    }
}

/// A reply as it can stand in a form that has already given way to "still working".
fn as_panel(voice: &Voice<'_>, reply: Reply) -> Option<Panel> {
    let words = |text: String| crate::chat::view::Line::plain(text);
    let title = || voice.words("outcome-title", &[]);
    match reply {
        Reply::Panel(panel) => Some(panel),
        // The form is gone, so nothing may claim that what was typed is kept.
        Reply::KeepForm(sentence) if sentence == voice.words("not-saved", &[]) => {
            Some(refusals::panel(voice, title(), voice.line("not-saved-late", &[])))
        }
        Reply::KeepForm(sentence) => Some(refusals::panel(voice, title(), words(sentence))),
        Reply::FieldErrors(errors) => {
            let mut panel = refusals::panel(voice, title(), voice.line("form-again", &[]));
            panel.parts.extend(errors.into_values().map(|text| Part::Text(words(text))));
            Some(panel)
        }
        Reply::Nothing => Some(refusals::panel(voice, title(), voice.line("saved", &[]))),
        Reply::Private(message) | Reply::Replace(message) => Some(Panel {
            title: title(),
            close: voice.words("button-close", &[]),
            parts: message.parts,
        }),
        Reply::TooMuch(reply) => as_panel(voice, *reply),
        Reply::Form { .. } | Reply::Choices(_) | Reply::NotTaken => None,
    }
}

/// Works on one delivery; trouble becomes a sentence here, and is logged here.
async fn work_on(app: &App, inbound: &Inbound) -> Reply {
    match dispatch(app, inbound).await {
        Ok(reply) => reply,
        Err(error) => {
            let voice = app.voice();
            if matches!(error, StoreError::Busy) {
                return turned_away(&voice, inbound);
            }
            if matches!(error, StoreError::Closed) || error.is_outage() {
                tracing::warn!(%error, kind = inbound.what.kind(), "a delivery was not saved");
                return not_saved(&voice, &inbound.what);
            }
            unexpected(&voice, &inbound.what, &error.to_string())
        }
    }
}

async fn dispatch(app: &App, inbound: &Inbound) -> Result<Reply, StoreError> {
    if let Some(reply) = flows::install::hold_back(app, inbound).await? {
        return Ok(reply);
    }
    match &inbound.what {
        What::Command { word, text } => match flows::of_command(word, text) {
            Some((flow, text)) => open(app, inbound, flow, None, text).await,
            None => kept(app, inbound, "unknown_command").await,
        },
        What::Pressed { action, .. } => match flows::find(&action.flow) {
            Some(flow) => open(app, inbound, flow, Some(action), "").await,
            None => refuse_press(app, inbound).await,
        },
        What::FormSent { flow, form_id, form, values } => {
            send_off(app, inbound, (flow, form_id), form, values).await
        }
        What::FormClosed { .. } => kept(app, inbound, "closed").await,
        What::Shortcut { name, .. } => match flows::of_shortcut(name) {
            Some(flow) => open(app, inbound, flow, None, "").await,
            None => kept(app, inbound, "unknown_shortcut").await,
        },
        What::Suggest { form_id, field, typed } => {
            suggest(app, inbound, (form_id, field), typed).await
        }
        What::Mentioned { text } => flows::mention::hear(app, inbound, text).await,
        What::Direct => flows::mention::alone(app, inbound).await,
        What::Channel(news) => flows::news::take(app, inbound, news).await,
        What::Uninstalled { code } => flows::news::uninstalled(app, inbound, code).await,
        What::Unknown { .. } => kept(app, inbound, "unknown").await,
    }
}

/// Kept as it came, and answered with nothing.
async fn kept(app: &App, inbound: &Inbound, result: &'static str) -> Result<Reply, StoreError> {
    app.record(inbound, Reply::Nothing, result, Aside::default()).await?;
    Ok(Reply::Nothing)
}

async fn refuse_press(app: &App, inbound: &Inbound) -> Result<Reply, StoreError> {
    let reply = Reply::Private(note(refusals::forged(&app.voice())));
    app.record(inbound, reply.clone(), "forged", Aside::default()).await?;
    Ok(reply)
}

/// A press or command that opens a form, or is told why not. A copy of it does and says nothing: the
/// first has been answered.
async fn open(
    app: &App,
    inbound: &Inbound,
    flow: &Flow,
    action: Option<&Action>,
    text: &str,
) -> Result<Reply, StoreError> {
    if app.store.reader.received(&inbound.key).await?.is_some() {
        return Ok(Reply::Nothing);
    }
    let place = inbound.place.as_ref().map(actor::channel_id);
    let Some(actor) = actor::identify(app, inbound, place).await? else {
        return kept(app, inbound, "nobody").await;
    };
    let opening = Opening { inbound, actor: &actor, action, text };
    let opened = match actor.channel.as_ref().filter(|channel| channel.is_open()) {
        Some(channel) if !flows::sets_up(flow) => {
            Opened::instead(channel::open(&app.voice(), channel), "not_set_up")
        }
        _ => (flow.form)(app, opening).await?,
    };
    let (reply, result, aside) = match opened {
        Opened::Form { form, row, if_late, redraw } => {
            let aside = Aside { opened: Some(row), say: redraw, home: None };
            (Reply::Form { form, if_late }, "form", aside)
        }
        // Decided and recorded already, with this answer.
        Opened::Done(reply) => return Ok(where_they_look(app, inbound, reply)),
        Opened::Shown(message) => {
            (where_they_look(app, inbound, Reply::Private(message)), "shown", Aside::default())
        }
        Opened::Listed { page, turned } => {
            (listed(&inbound.what, page, turned), "shown", Aside::default())
        }
        Opened::Instead { message, result, redraw } => {
            metrics::counter!("vouch_refusals_total", "reason" => result).increment(1);
            let reply = where_they_look(app, inbound, Reply::Private(message));
            (reply, result, Aside { opened: None, say: redraw, home: None })
        }
    };
    // A copy of a press gets no second form, so the form itself need not be kept.
    let answer = match &reply {
        Reply::Form { .. } => Reply::Nothing,
        other => other.clone(),
    };
    match app.record(inbound, answer, result, aside).await? {
        Outcome::Answered(_) => Ok(reply),
        Outcome::Repeated(answer) => Ok(answer),
        Outcome::Refused(_) => Ok(Reply::Nothing),
    }
}

/// What is said to somebody alone who pressed on their Home or used a shortcut, where there is no
/// channel to say it in: over what they look at, instead of in a message that they would look for.
fn where_they_look(app: &App, inbound: &Inbound, reply: Reply) -> Reply {
    let nowhere = matches!(
        &inbound.what,
        What::Pressed { form: None, message_id: None, .. } | What::Shortcut { .. }
    );
    match reply {
        Reply::Private(message) if nowhere => {
            let voice = app.voice();
            Reply::Panel(views::panel(&voice, voice.words("home-title", &[]), message.parts))
        }
        other => other,
    }
}

/// A page of a list, where the one who asked looks.
fn listed(what: &What, page: Panel, turned: bool) -> Reply {
    match what {
        What::Pressed { form: Some(_), .. }
        | What::Pressed { message_id: None, .. }
        | What::Shortcut { .. } => Reply::Panel(page),
        What::Pressed { form: None, .. }
        | What::Command { .. }
        | What::FormSent { .. }
        | What::FormClosed { .. }
        | What::Suggest { .. }
        | What::Mentioned { .. }
        | What::Direct
        | What::Channel(_)
        | What::Uninstalled { .. }
        | What::Unknown { .. } => {
            let message = Message { parts: page.parts };
            if turned { Reply::Replace(message) } else { Reply::Private(message) }
        }
    }
}

/// What a field of an open form offers for what was typed so far. Each keystroke is answered by
/// itself, so that it does not matter in which order they come.
async fn suggest(
    app: &App,
    inbound: &Inbound,
    (form_id, field): (&str, &str),
    typed: &str,
) -> Result<Reply, StoreError> {
    let row = match form_id.parse() {
        Ok(id) => app.store.reader.form(&id).await?,
        Err(_) => None,
    };
    let place = row.as_ref().and_then(|row| row.channel.clone());
    let actor = actor::identify(app, inbound, place).await?;
    let (Some(row), Some(actor)) = (row, actor) else { return Ok(Reply::Choices(Vec::new())) };
    let own = row.identity == actor.person.to_string() && field == flows::open::FIELD;
    Ok(Reply::Choices(match own {
        true => flows::open::suggest(app, &actor, typed).await?,
        false => Vec::new(),
    }))
}

/// A form that came back: it must be one of ours, opened by the person who sends it.
async fn send_off(
    app: &App,
    inbound: &Inbound,
    (flow, form_id): (&str, &str),
    _: &FormHandle,
    values: &Values,
) -> Result<Reply, StoreError> {
    let row = match form_id.parse() {
        Ok(id) => app.store.reader.form(&id).await?,
        Err(_) => None,
    };
    // A form has no place of its own: it belongs to where it was opened.
    let place = row.as_ref().and_then(|row| row.channel.clone());
    let actor = actor::identify(app, inbound, place).await?;
    let (Some(row), Some(actor)) = (row, actor) else {
        return refuse_form(app, inbound).await;
    };
    let flow = flows::find(&row.flow).filter(|_| row.flow == flow);
    let (Some(flow), true) = (flow, row.identity == actor.person.to_string()) else {
        return refuse_form(app, inbound).await;
    };
    let sent = Sent { inbound, actor: &actor, form: row, values };
    (flow.act)(app, sent).await
}

async fn refuse_form(app: &App, inbound: &Inbound) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let reply = Reply::KeepForm(refusals::forged(&voice).words());
    app.record(inbound, reply.clone(), "forged", Aside::default()).await?;
    Ok(reply)
}

/// The database does not answer: what was typed stays where it was typed.
fn not_saved(voice: &Voice<'_>, what: &What) -> Reply {
    match what {
        What::FormSent { .. } => Reply::KeepForm(voice.words("not-saved", &[])),
        What::Command { .. } | What::Pressed { .. } | What::Shortcut { .. } => {
            Reply::Private(note(voice.line("not-saved-press", &[])))
        }
        What::Suggest { .. } => Reply::Choices(Vec::new()),
        What::FormClosed { .. }
        | What::Mentioned { .. }
        | What::Direct
        | What::Channel(_)
        | What::Uninstalled { .. }
        | What::Unknown { .. } => Reply::NotTaken,
    }
}

/// Too much is in hand.
fn turned_away(voice: &Voice<'_>, inbound: &Inbound) -> Reply {
    count_delivery(inbound, "turned_away");
    Reply::TooMuch(Box::new(not_saved(voice, &inbound.what)))
}

/// Something of ours broke: the person gets a number under which it stands in the log.
fn unexpected(voice: &Voice<'_>, what: &What, error: &str) -> Reply {
    let id = format!("{:08x}", rand::random::<u32>());
    tracing::error!(error, trouble.id = id, kind = what.kind(), "a delivery broke");
    let line = voice.line("unexpected-unmanaged", &[("id", Arg::Word(&id))]);
    match what {
        What::FormSent { .. } => Reply::KeepForm(line.words()),
        What::Command { .. } | What::Pressed { .. } | What::Shortcut { .. } => {
            Reply::Private(note(line))
        }
        What::Suggest { .. } => Reply::Choices(Vec::new()),
        What::FormClosed { .. }
        | What::Mentioned { .. }
        | What::Direct
        | What::Channel(_)
        | What::Uninstalled { .. }
        | What::Unknown { .. } => Reply::NotTaken,
    }
}
