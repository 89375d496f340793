//! What the sender learns about channels and installations: that one does not work any more, or
//! works again; and who is told of trouble that only people can end.

use super::execute::say_one;
use super::people::reached;
use super::{App, homes};
use crate::domain::actor::{Person, Role};
use crate::domain::outcome::{ChannelEvent, Event};
use crate::domain::partner::Channel;
use crate::store::desk::{Desk, Needs};
use crate::store::project::Stream;
use crate::store::{StoreError, queries, queue};
use crate::views::{Say, Trouble};

/// What stands as the cause beside what the sender leaves to be said.
const CAUSE: &str = "sender";

impl App {
    /// Records that nothing can be posted in a channel, and tells somebody in charge, once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn channel_died(&self, channel: &str, code: &str) -> Result<(), StoreError> {
        let in_charge = self.in_charge().await?.into_iter().next();
        let (id, code) = (channel.to_owned(), code.to_owned());
        self.about(channel, CAUSE, move |desk, stamp| {
            let Some(channel) = desk.state().channels.get(&id) else { return Ok(()) };
            if channel.dead.is_some() {
                return Ok(());
            }
            let workspace = channel.workspace.clone();
            // Of a channel that nobody has set up nobody misses anything.
            let missed = !channel.is_open();
            let died = ChannelEvent::ChannelDied { code: code.clone() };
            homes::append(desk, &Stream::Channel(id.clone()), Event::Channel(died), stamp)?;
            if let Some(to) = in_charge.clone().filter(|_| missed) {
                say_one(desk, &Say::ChannelDead { dead: id.clone(), to, workspace }, &stamp.cause);
            }
            Ok(())
        })
        .await
    }

    /// Records that a channel works again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn channel_revived(&self, channel: &str) -> Result<(), StoreError> {
        let id = channel.to_owned();
        self.about(channel, CAUSE, move |desk, stamp| {
            let dead = desk.state().channels.get(&id).is_some_and(|channel| channel.dead.is_some());
            if dead {
                let revived = Event::Channel(ChannelEvent::ChannelRevived);
                homes::append(desk, &Stream::Channel(id.clone()), revived, stamp)?;
            }
            Ok(())
        })
        .await
    }

    /// Records that an installation does not work, and tells somebody in charge, once.
    ///
    /// Nobody is told through the dead installation itself: that would arrive when it is not true
    /// any more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn install_died(&self, workspace: &str, code: &str) -> Result<(), StoreError> {
        let news = queue::install_died(&self.store.writer, workspace, code).await?;
        let known = self.store.reader.installation(workspace).await?.is_some();
        if known && !news {
            return Ok(());
        }
        tracing::warn!(
            workspace,
            code,
            "Vouch cannot speak there: what is to be said waits until the app is back"
        );
        let Some((to, from)) = self.told_from().await? else { return Ok(()) };
        if from == workspace {
            tracing::error!(workspace, code, "the home installation does not work");
            return Ok(());
        }
        let (about, code) = (workspace.to_owned(), code.to_owned());
        let cause = format!("{CAUSE}:install:{about}:{code}");
        let what = Trouble::InstallDead;
        let say = Say::Trouble { what, about, code, to, workspace: from };
        if known { self.leave(&say, &cause).await } else { self.leave_once(&say, &cause).await }
    }

    /// Tells somebody in charge that nobody has used a partner's channel yet, once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn channel_is_silent(&self, channel: &Channel) -> Result<(), StoreError> {
        let Some((to, workspace)) = self.told_from().await? else { return Ok(()) };
        let about = channel.shown().to_owned();
        let say = Say::Trouble { what: Trouble::Silent, about, code: String::new(), to, workspace };
        self.leave_once(&say, &format!("{CAUSE}:silent:{}", channel.id)).await
    }

    /// Tells somebody in charge of trouble that only they can end, once for each `cause`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(super) async fn tell_of_trouble(
        &self,
        what: Trouble,
        about: String,
        code: &str,
        cause: &str,
    ) -> Result<(), StoreError> {
        let Some((to, workspace)) = self.told_from().await? else { return Ok(()) };
        let say = Say::Trouble { what, about, code: code.to_owned(), to, workspace };
        self.leave_once(&say, &format!("{CAUSE}:{cause}")).await
    }

    /// Records that an installation works again, when it was thought not to.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn install_revived(&self, workspace: &str) -> Result<(), StoreError> {
        let row = self.store.reader.installation(workspace).await?;
        if row.is_some_and(|row| row.dead_code.is_some()) {
            queue::install_revived(&self.store.writer, workspace, self.now()).await?;
        }
        Ok(())
    }

    /// The platform says that an installation is there. Where it was thought gone, what waits goes out
    /// at once, each in its order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn install_back(&self, workspace: &str) -> Result<(), StoreError> {
        let row = self.store.reader.installation(workspace).await?;
        if row.is_none_or(|row| row.dead_code.is_none()) {
            return Ok(());
        }
        tracing::info!(workspace, "the app is back: what was to be said there goes out now");
        queue::install_revived(&self.store.writer, workspace, self.now()).await?;
        // The first to find it gone may have taken it for trouble with a channel.
        let channels = queries::channels(&self.store.db).await?;
        for channel in channels.iter().filter(|one| one.workspace == workspace) {
            queue::wake(&self.store.writer, &channel.id, self.now()).await?;
        }
        Ok(())
    }

    /// Tells somebody in charge that a message was set aside, once for each kind and code.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_aside(&self, what: Trouble, say: &Say, code: &str) -> Result<(), StoreError> {
        // Trouble with telling of trouble would go in circles; it stands in the log.
        if matches!(say, Say::Trouble { .. } | Say::ChannelDead { .. } | Say::News { .. }) {
            return Ok(());
        }
        let Some((to, workspace)) = self.told_from().await? else { return Ok(()) };
        let queue = match say.told_directly() {
            Some((to, _)) => to.into(),
            None => say.queue(),
        };
        let about = queue.split_once(':').map_or(&*queue, |(_, place)| place).to_owned();
        let cause = format!("{CAUSE}:aside:{}:{code}", say.kind());
        let told = Say::Trouble { what, about, code: code.to_owned(), to, workspace };
        self.leave_once(&told, &cause).await
    }

    /// Tells the next person in charge, when the one it was meant for cannot be reached.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tell_somebody_else(&self, say: &Say) -> Result<(), StoreError> {
        let reader = say.told_directly().map_or_else(String::new, |(to, _)| to.to_owned());
        if say.told_to(&reader).is_none() {
            // It was for them alone, and stands elsewhere as well.
            tracing::info!(say = say.kind(), "somebody cannot be told directly");
            return Ok(());
        }
        let in_charge = self.in_charge().await?;
        // Whoever is not among them, gone by now for example, stands before the first.
        let at = in_charge.iter().position(|one| **one == reader);
        match in_charge.get(at.map_or(0, |at| at + 1)).and_then(|next| say.told_to(next)) {
            Some(other) => self.leave(&other, CAUSE).await,
            None => {
                tracing::error!(say = say.kind(), "nobody in charge can be reached");
                Ok(())
            }
        }
    }

    /// Leaves something to be said that follows from no event.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn leave(&self, say: &Say, cause: &str) -> Result<(), StoreError> {
        let (say, cause) = (say.clone(), cause.to_owned());
        let unit = move |desk: &mut Desk| {
            say_one(desk, &say, &cause);
            Ok(())
        };
        self.store.writer.decide(Needs::default(), unit).await
    }

    /// Leaves several things to be said, that follow from no event either.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn leave_all(&self, says: Vec<Say>, cause: &str) -> Result<(), StoreError> {
        let cause = cause.to_owned();
        let unit = move |desk: &mut Desk| {
            says.iter().for_each(|say| say_one(desk, say, &cause));
            Ok(())
        };
        self.store.writer.decide(Needs::default(), unit).await
    }

    /// Leaves something to be said unless it was left for the same cause before.
    pub(super) async fn leave_once(&self, say: &Say, cause: &str) -> Result<(), StoreError> {
        if queue::said_for(&self.store, cause).await? {
            return Ok(());
        }
        self.leave(say, cause).await
    }

    /// The first person in charge, and the installation that speaks to them: their own workspace's.
    async fn told_from(&self) -> Result<Option<(String, String)>, StoreError> {
        let first = self.in_charge().await?.into_iter().next();
        Ok(first.and_then(|identity| reached(&identity)))
    }

    /// The identities of those who look after channels, in the order in which they are told:
    /// partner managers, then admins.
    pub(in crate::app) async fn in_charge(&self) -> Result<Vec<String>, StoreError> {
        let everybody = queries::everybody(&self.store.db).await?;
        let with = |role: Role| everybody.iter().filter(move |person: &&Person| person.has(role));
        let mut found: Vec<String> = Vec::new();
        for person in with(Role::PartnerManager).chain(with(Role::Admin)) {
            let identity = person.reached_as().cloned();
            found.extend(identity.filter(|identity| !found.contains(identity)));
        }
        Ok(found)
    }
}
