//! What the sandbox may know of the bot in its own process: what is waiting, and running what is due.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::bot::Bot;
use crate::app::App;
use crate::jobs;
use crate::runtime::inbox::Inbox;
use crate::runtime::outbox::Sender;
use crate::runtime::scheduler::Scheduler;
use crate::sandbox::{Probe, Waiting};
use crate::slack::Slack;
use crate::store::{StoreError, queries, queue};

/// How long a turn of the clock waits for what came due to be said.
const SAID_WITHIN: Duration = Duration::from_secs(3);

pub(super) struct Inside {
    app: App,
    inbox: Arc<Inbox>,
    sender: Arc<Sender>,
    scheduler: Arc<Scheduler>,
    slack: Option<Arc<Slack>>,
}

impl Inside {
    pub(super) fn new(bot: &Bot) -> Self {
        let runtime = &bot.runtime;
        Self {
            app: runtime.app.clone(),
            inbox: Arc::clone(&runtime.inbox),
            sender: Arc::clone(&runtime.sender),
            scheduler: Arc::clone(&runtime.scheduler),
            slack: bot.slack.as_ref().map(|workspace| Arc::clone(&workspace.slack)),
        }
    }

    /// Waits until what the set-up left to be said stands in its channels: whoever reads the ready
    /// line may press at once. What only time holds back, or a fault, is not waited for.
    pub(super) async fn first_words_said(&self) {
        self.sender.said_what_is_due(Duration::from_secs(2)).await;
    }

    /// When the clock does something next that has its time: a deadline, a morning, somebody's quiet
    /// hours that end. What is done at night looks at the state alone, so a clock that is turned by
    /// months runs it once, when it has come to rest.
    async fn next_timer(&self) -> Option<DateTime<Utc>> {
        let db = &self.app.store.db;
        let deadline = queries::next_deadline(db, self.app.now()).await.ok().flatten();
        let quiet = queue::quiet_until(db).await.ok().flatten();
        let morning = jobs::clocks::next_morning(&self.app).await.ok().flatten();
        [deadline, quiet, morning].into_iter().flatten().min()
    }

    /// When something goes on that only a platform's pace or a passing fault holds back.
    async fn held_back_until(&self) -> Option<DateTime<Utc>> {
        let task = queue::next_task(&self.app.store.db).await.ok().flatten();
        let task = task.filter(|next| *next > self.app.now());
        [task, self.sender.held_back_until().await].into_iter().flatten().min()
    }

    /// What is held back until somebody's quiet hours end is a timer, not work.
    async fn still_to_be_said(&self) -> Result<u64, StoreError> {
        let store = &self.app.store;
        let quiet = queue::waiting_quietly(store, self.app.now()).await?;
        Ok(queue::waiting(store).await?.saturating_sub(quiet))
    }
}

impl Probe for Inside {
    fn waiting(&self) -> Pin<Box<dyn Future<Output = Waiting> + Send + '_>> {
        Box::pin(async {
            let again = self.slack.as_ref().map_or(0, |slack| slack.answering_again());
            Waiting {
                inbox: self.inbox.waiting().await + again,
                // A database that does not answer has everything still waiting.
                outbox: self.still_to_be_said().await.unwrap_or(1),
                paced_until: self.held_back_until().await,
                next_timer: self.next_timer().await,
            }
        })
    }

    fn run_due(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async {
            if let Err(error) = self.scheduler.run_due().await {
                tracing::warn!(%error, "a job could not run");
            }
            self.sender.said_what_is_due(SAID_WITHIN).await;
        })
    }
}
