//! Moves work along: what comes in ([`inbox`]) and what of it was kept for later (`worker`), what goes
//! out ([`outbox`]), what the clock starts ([`scheduler`]). Starts these loops, and stops them without losing anything.

pub mod inbox;
pub mod outbox;
pub mod pace;
mod program;
pub mod scheduler;
#[cfg(test)]
mod testing;
mod worker;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::app::{App, People};
use crate::chat::{
    Boxed, Group, NewRoom, PersonRef, Place, Platform, PlatformName, Profile, Room, SendError,
    no_rooms,
};
use inbox::Inbox;
use outbox::Sender;
use scheduler::Scheduler;

/// How long what is in hand may take when Vouch is told to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// The platforms that are connected. Filled once, after the adapters have been given the intake.
#[derive(Clone, Default)]
pub struct Platforms(Arc<OnceLock<BTreeMap<PlatformName, Arc<dyn Platform>>>>);

impl Platforms {
    /// Connects the platforms; a second call changes nothing.
    pub fn connect(&self, platforms: Vec<Arc<dyn Platform>>) {
        let by_name = platforms.into_iter().map(|platform| (platform.name(), platform)).collect();
        let _ = self.0.set(by_name);
    }

    #[must_use]
    pub fn get(&self, name: PlatformName) -> Option<&Arc<dyn Platform>> {
        self.0.get().and_then(|platforms| platforms.get(&name))
    }
}

impl People for Platforms {
    fn profile<'a>(
        &'a self,
        workspace: &'a str,
        person: &'a PersonRef,
    ) -> Boxed<'a, Result<Profile, SendError>> {
        Box::pin(async move {
            let Some(platform) = self.get(person.platform) else { return Err(not_here()) };
            platform.profile(workspace, person).await
        })
    }

    fn room<'a>(&'a self, place: &'a Place) -> Boxed<'a, Result<Room, SendError>> {
        Box::pin(async move {
            let Some(platform) = self.get(place.platform) else { return Err(not_here()) };
            platform.room(place).await
        })
    }

    fn address<'a>(
        &'a self,
        place: &'a Place,
        message_id: &'a str,
    ) -> Boxed<'a, Result<String, SendError>> {
        Box::pin(async move {
            match self.get(place.platform) {
                Some(platform) => platform.address(place, message_id).await,
                None => Err(not_here()),
            }
        })
    }

    fn makes_rooms(&self, platform: PlatformName) -> bool {
        self.get(platform).is_some_and(|platform| platform.makes_rooms())
    }

    fn make_room<'a>(
        &'a self,
        platform: PlatformName,
        room: &'a NewRoom,
    ) -> Boxed<'a, Result<String, SendError>> {
        Box::pin(async move {
            match self.get(platform) {
                Some(platform) => platform.make_room(room).await,
                None => Err(no_rooms()),
            }
        })
    }

    fn groups<'a>(
        &'a self,
        platform: PlatformName,
        workspace: &'a str,
    ) -> Boxed<'a, Result<Vec<Group>, SendError>> {
        Box::pin(async move {
            match self.get(platform) {
                Some(platform) => platform.groups(workspace).await,
                None => Err(SendError::InstallDead { code: "no_such_platform".to_owned() }),
            }
        })
    }

    fn group_members<'a>(
        &'a self,
        platform: PlatformName,
        workspace: &'a str,
        group: &'a str,
    ) -> Boxed<'a, Result<Vec<PersonRef>, SendError>> {
        Box::pin(async move {
            match self.get(platform) {
                Some(platform) => platform.group_members(workspace, group).await,
                None => Err(SendError::InstallDead { code: "no_such_platform".to_owned() }),
            }
        })
    }
}

/// This start is without the platform. That says nothing of whoever or whatever is asked about there:
/// nobody is gone, and nothing is dead.
fn not_here() -> SendError {
    SendError::Passing { code: "no_such_platform".to_owned() }
}

/// The running loops.
pub struct Runtime {
    pub app: App,
    pub inbox: Arc<Inbox>,
    pub sender: Arc<Sender>,
    pub scheduler: Arc<Scheduler>,
    stop: CancellationToken,
    /// Cancelled when a loop ended although nobody told it to: the process cannot go on like that.
    pub broken: CancellationToken,
    loops: Vec<JoinHandle<()>>,
}

/// Tells when a loop ends by itself, also by a panic.
struct Watch {
    stop: CancellationToken,
    broken: CancellationToken,
}

impl Drop for Watch {
    fn drop(&mut self) {
        if !self.stop.is_cancelled() {
            self.broken.cancel();
        }
    }
}

impl Runtime {
    /// Starts sender and scheduler. The inbox works as soon as an adapter hands something in.
    #[must_use]
    pub fn start(app: App, platforms: Platforms, inbox_days: u32) -> Self {
        let stop = CancellationToken::new();
        let inbox = Arc::new(Inbox::new(app.clone(), platforms.clone()));
        let sender = Arc::new(Sender::new(app.clone(), platforms));
        let scheduler = Arc::new(Scheduler::new(app.clone(), inbox_days));
        let broken = CancellationToken::new();
        let watch = || Watch { stop: stop.clone(), broken: broken.clone() };
        let (sending, scheduling, following, working) = (watch(), watch(), watch(), watch());
        let send = Arc::clone(&sender).run(stop.clone());
        let schedule = Arc::clone(&scheduler).run(stop.clone());
        let follow = program::run(app.clone(), stop.clone());
        let work = worker::run(app.clone(), stop.clone());
        let loops = vec![
            tokio::spawn(async move {
                let _watch = sending;
                send.await;
            }),
            tokio::spawn(async move {
                let _watch = scheduling;
                schedule.await;
            }),
            tokio::spawn(async move {
                let _watch = following;
                follow.await;
            }),
            tokio::spawn(async move {
                let _watch = working;
                work.await;
            }),
        ];
        Self { app, inbox, sender, scheduler, stop, broken, loops }
    }

    /// Stops taking, finishes what is in hand, and ends the loops.
    pub async fn stop(self) {
        self.inbox.close();
        self.stop.cancel();
        let finish = async {
            self.inbox.finished().await;
            self.sender.finished().await;
            for handle in self.loops {
                // A loop that panicked has been reported by the panic hook.
                let _ = handle.await;
            }
        };
        if tokio::time::timeout(FAREWELL, finish).await.is_err() {
            tracing::warn!("stopped with work in hand; the next start goes on with it");
        }
    }
}
