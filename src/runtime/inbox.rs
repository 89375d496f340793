//! The incoming side: a delivery becomes a flow's work, and its answer goes back in time.
//!
//! The work runs in a task of its own, so that whoever delivered may hang up without anything being
//! dropped half way. An answer is given within 2.5 s, whatever the database does.
//!
//! What is in hand has a bound, or a flood while the database stands still would take all memory:
//! beyond it a delivery is turned away at once.

mod dispatch;
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
use crate::app::execute::count_delivery;
use crate::chat::inbound::{Inbound, Remark, Reply, What};
use crate::chat::view::{Line, Message, Panel, Part};
use crate::chat::{Boxed, Intake, Outgoing, PersonRef, Platform, SendError};
use crate::store::{StoreError, queue};
use crate::text::{Arg, Voice};
use crate::views::{self, note, refusals};

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

    async fn answer(&self, mut inbound: Inbound) -> Reply {
        if let What::Command { word, .. } = &mut inbound.what {
            // Inside, a command goes by our word for it, whatever it is called outside.
            *word = self.app.texts.names().word_behind(word).to_owned();
        }
        let voice = self.app.to_known(inbound.from.as_ref()).voice();
        if self.closed.load(Ordering::SeqCst) {
            return not_saved(&voice, &inbound.what);
        }
        let Some(room) = self.room_for(&inbound) else { return turned_away(&voice, &inbound) };
        let app = self.app.clone();
        let in_hand = InHand::new(&self.in_hand, room);
        let delivery = inbound.clone();
        let mut work = tokio::spawn(async move {
            let _in_hand = in_hand;
            work_on(&to_whom(app, &delivery).await, &delivery).await
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
        let app = self.app.to_known(inbound.from.as_ref());
        let voice = app.voice();
        let What::FormSent { form, .. } = inbound.what else {
            return not_saved(&voice, &inbound.what);
        };
        let platforms = self.platforms.clone();
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

    fn remark<'a>(&'a self, to: Option<&'a PersonRef>, remark: Remark) -> Boxed<'a, Message> {
        Box::pin(async move {
            let app = match to {
                // Without a database it is said in the language that was known last.
                Some(person) => match self.app.to_person(person).await {
                    Ok(app) => app,
                    Err(_) => self.app.to_known(to),
                },
                None => self.app.to_all(),
            };
            views::remark::remark(&app.voice(), &remark)
        })
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

/// Speaks to whoever did it, in their language; where that is not to be had, in the programme's.
async fn to_whom(app: App, inbound: &Inbound) -> App {
    let Some(person) = inbound.from.as_ref().filter(|_| is_answered(&inbound.what)) else {
        return app;
    };
    if let Some(locale) = &inbound.locale {
        app.hear_locale(person, locale);
    }
    let spoken = app.to_person(person).await;
    // Without a database whatever comes next says so.
    spoken.unwrap_or(app)
}

/// Whether anybody reads an answer to it.
const fn is_answered(what: &What) -> bool {
    match what {
        What::Command { .. }
        | What::Pressed { .. }
        | What::FormSent { .. }
        | What::Shortcut { .. }
        | What::Suggest { .. }
        | What::Mentioned { .. } => true,
        What::FormClosed { .. }
        | What::Direct
        | What::Channel(_)
        | What::Uninstalled { .. }
        | What::Installed
        | What::Unknown { .. } => false,
    }
}

/// Works on one delivery; trouble becomes a sentence here, and is logged here.
async fn work_on(app: &App, inbound: &Inbound) -> Reply {
    match dispatch::dispatch(app, inbound).await {
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

/// The database does not answer: what was typed stays where it was typed.
fn not_saved(voice: &Voice<'_>, what: &What) -> Reply {
    let in_form = matches!(what, What::FormSent { .. });
    let key = if in_form { "not-saved" } else { "not-saved-press" };
    undone(what, voice.line(key, &[]))
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
    undone(what, voice.line("unexpected-unmanaged", &[("id", Arg::Word(&id))]))
}

/// What was asked for was not done: said where somebody waits for it; else the platform is to
/// deliver it again.
fn undone(what: &What, line: Line) -> Reply {
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
        | What::Installed
        | What::Unknown { .. } => Reply::NotTaken,
    }
}
