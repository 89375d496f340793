//! What follows from how a call went: done, again and when, set aside, or a person has to know.
//!
//! A lost answer to a new message is tried again once: at most one visible double is better than a
//! person who is told nothing. A redraw may be repeated freely.

use chrono::TimeDelta;

use super::draw::{installation_of, platform_of};
use super::{Sender, lock, shown};
use crate::app::App;
use crate::chat::foreign::digest;
use crate::chat::{Outgoing, PlatformName, SendError, Sent};
use crate::store::StoreError;
use crate::store::queue::{Hold, Settled, Taken};
use crate::store::rows::CardRow;
use crate::views::{Say, Trouble};

/// Pauses after passing faults grow from one second to this.
const LONGEST_PAUSE: TimeDelta = TimeDelta::seconds(60);
/// A channel or installation that is dead is tried again this seldom: somebody may have mended it.
const DEAD_PAUSE: TimeDelta = TimeDelta::minutes(10);
/// Discord knows a message again by its nonce for some minutes: with the pauses in between, so many tries
/// take half a minute.
const KNOWN_AGAIN: i64 = 5;
/// Times something is drawn before it counts as broken for good.
const DRAWINGS: i64 = 5;

/// A row on its way: what it says, and the call that was made of it.
pub(super) struct Saying<'a> {
    pub taken: &'a Taken,
    pub say: &'a Say,
    pub outgoing: &'a Outgoing,
}

impl Sender {
    /// What was said is said: whatever else goes wrong now must not lead to its being said again.
    pub(super) async fn sent(&self, saying: &Saying<'_>, sent: Sent) -> Settled {
        if let Err(error) = revive(&self.app, saying).await {
            tracing::warn!(%error, "that a channel works again was not recorded");
        }
        let Saying { taken, say, outgoing } = saying;
        let now = self.app.now();
        let card = match (&taken.card_id, outgoing) {
            (Some(card_id), Outgoing::Post { place, .. }) => Some(CardRow {
                card_id: card_id.clone(),
                workspace: place.workspace.clone(),
                channel: sent.channel,
                message_id: sent.message_id,
                posted_us: now.timestamp_micros(),
                address: None,
            }),
            _ => None,
        };
        let drawing = shown::acknowledged(taken, outgoing, now).filter(|_| !say.stays());
        Settled::Said { card, drawing }
    }

    pub(super) async fn not_sent(
        &self,
        saying: &Saying<'_>,
        error: SendError,
    ) -> Result<Settled, StoreError> {
        let Saying { taken, say, outgoing } = saying;
        tracing::info!(%error, outbox.seq = taken.seq, attempts = taken.attempts, "not sent");
        Ok(match error {
            SendError::RateLimited { after, .. } => {
                self.limited(outgoing, TimeDelta::from_std(after).unwrap_or(LONGEST_PAUSE))
            }
            SendError::Passing { .. } => self.again(pause(taken.attempts), Hold::Passing),
            SendError::Unknown => self.unknown(taken, outgoing),
            SendError::InstallDead { code } => {
                if let Some(installation) = installation_of(outgoing) {
                    lock(&self.probed).insert(installation.clone(), self.app.now());
                    self.app.install_died(&installation, &code).await?;
                }
                self.again(DEAD_PAUSE, Hold::InstallDead)
            }
            SendError::ChannelDead { code } | SendError::PersonGone { code }
                if matches!(outgoing, Outgoing::Direct { .. }) =>
            {
                self.app.tell_somebody_else(say).await?;
                set_aside(&code)
            }
            SendError::ChannelDead { code } => {
                self.app.channel_died(&say.queue(), &code).await?;
                self.again(DEAD_PAUSE, Hold::ChannelDead)
            }
            SendError::PersonGone { code }
                if matches!(say, Say::ChannelAsk { alone: false, .. }) =>
            {
                // Who brought the app into the channel need not be in it.
                if let Say::ChannelAsk { to, .. } = say
                    && let Some(alone) = say.told_to(to)
                {
                    self.app.leave(&alone, "sender").await?;
                }
                set_aside(&code)
            }
            SendError::PersonGone { code } if matches!(say, Say::Home { .. }) => {
                self.app.home_gone(&say.queue()).await?;
                set_aside(&code)
            }
            SendError::MessageGone { code } => {
                // Somebody has deleted the intro: it is posted anew, and pinned the next night.
                if let Say::PinIntro { channel } = say {
                    self.app.leave(&Say::Intro { channel: channel.clone() }, "sender").await?;
                }
                gone(taken, outgoing, &code)
            }
            SendError::PersonGone { code } | SendError::FormGone { code } => set_aside(&code),
            SendError::Ours { code, detail } => {
                self.refused(saying, &code, &detail).await;
                set_aside(&code)
            }
        })
    }

    /// A row that could not be drawn. After some times it is set aside, or everything behind it
    /// would wait for ever.
    pub(super) async fn broken(&self, taken: &Taken, why: &str) -> Settled {
        tracing::error!(outbox.seq = taken.seq, why, times = taken.broken + 1, "a row is broken");
        if taken.broken + 1 < DRAWINGS {
            return self.again(pause(taken.broken + 1), Hold::Broken);
        }
        if let Ok(say) = serde_json::from_str::<Say>(&taken.say) {
            self.tell_once(Trouble::Broken, &say, say.kind()).await;
        }
        set_aside("broken")
    }

    /// Whether nothing is called now, because the installation does not work. Discord shuts a bot out
    /// that goes on being refused, and refuses what is for one person for good: so one row in
    /// [`DEAD_PAUSE`] asks whether it works again, unless somebody says so before.
    pub(super) async fn is_parked(&self, outgoing: &Outgoing) -> Result<bool, StoreError> {
        let Some(installation) = installation_of(outgoing)
            .filter(|_| platform_of(outgoing) == Some(PlatformName::Discord))
        else {
            return Ok(false);
        };
        let row = self.app.store.reader.installation(&installation).await?;
        if row.is_none_or(|row| row.dead_code.is_none()) {
            return Ok(false);
        }
        let now = self.app.now();
        let mut probed = lock(&self.probed);
        let since = probed.entry(installation).or_insert(now);
        let asks = *since + DEAD_PAUSE <= now;
        if asks {
            *since = now;
        }
        Ok(!asks)
    }

    /// It waits until the installation works, or a start has its platform.
    pub(super) fn parked(&self) -> Settled {
        self.again(DEAD_PAUSE, Hold::InstallDead)
    }

    pub(super) fn again(&self, span: TimeDelta, hold: Hold) -> Settled {
        Settled::Again { due: self.app.now() + span, hold }
    }

    /// Posting is limited for each channel by itself, everything else for the workspace; on Discord
    /// each call for what it is about, and all together only briefly.
    fn limited(&self, outgoing: &Outgoing, span: TimeDelta) -> Settled {
        if platform_of(outgoing) == Some(PlatformName::Discord) {
            return self.again(span, Hold::Limited);
        }
        match (method(outgoing), installation_of(outgoing)) {
            (Some(method), Some(workspace)) => {
                Settled::Blocked { workspace, method, until: self.app.now() + span }
            }
            _ => self.again(span, Hold::Limited),
        }
    }

    /// The answer was lost. A new message goes out at most twice, or where the platform knows it again
    /// [`KNOWN_AGAIN`] times more; if all answers are lost it counts as said. Where its card stands is not
    /// known then, and its next drawing is a new post.
    fn unknown(&self, taken: &Taken, outgoing: &Outgoing) -> Settled {
        if !is_new(outgoing) {
            return self.again(pause(taken.attempts), Hold::Passing);
        }
        let knows_it = platform_of(outgoing) == Some(PlatformName::Discord);
        if taken.suspect < if knows_it { KNOWN_AGAIN } else { 1 } {
            return self.again(pause(taken.attempts), Hold::Suspect);
        }
        tracing::warn!(outbox.seq = taken.seq, "its answers were lost; it counts as said");
        Settled::Said { card: None, drawing: None }
    }

    async fn refused(&self, saying: &Saying<'_>, code: &str, detail: &str) {
        let seq = saying.taken.seq;
        match saying.outgoing {
            // An intro that is not pinned works all the same.
            Outgoing::Pin { .. } => {
                tracing::warn!(code, detail, outbox.seq = seq, "an intro could not be pinned");
            }
            Outgoing::Direct { .. } => {
                tracing::error!(code, detail, outbox.seq = seq, "a direct message was refused");
            }
            // `detail` is the role.
            Outgoing::Roles { to, .. } => {
                let role = (to.platform.as_str(), detail);
                let told = self.app.tier_role_refused(role, code);
                if let Err(error) = told.await {
                    tracing::warn!(%error, "nobody was told of a role that was refused");
                }
            }
            Outgoing::Post { .. }
            | Outgoing::Redraw { .. }
            | Outgoing::Delete { .. }
            | Outgoing::Whisper { .. }
            | Outgoing::Home { .. }
            | Outgoing::FormResult { .. } => {
                tracing::error!(code, detail, outbox.seq = seq, "a message was refused");
                self.tell_once(Trouble::Refused, saying.say, code).await;
            }
        }
    }

    /// Tells somebody in charge of a kind of trouble, once, also when many rows meet it in the same
    /// instant. What an earlier process told is known from the outbox.
    async fn tell_once(&self, what: Trouble, say: &Say, code: &str) {
        let cause = format!("{}:{code}", say.kind());
        if !lock(&self.told).insert(cause.clone()) {
            return;
        }
        if let Err(error) = self.app.set_aside(what, say, code).await {
            tracing::warn!(%error, "nobody was told of a message that was set aside");
            lock(&self.told).remove(&cause);
        }
    }
}

/// Whatever got through shows that its channel and installation work.
async fn revive(app: &App, saying: &Saying<'_>) -> Result<(), StoreError> {
    let channel = app.store.reader.channel(&saying.say.queue()).await?;
    if let Some(channel) = channel.filter(|channel| channel.dead.is_some()) {
        app.channel_revived(&channel.id).await?;
    }
    match installation_of(saying.outgoing) {
        Some(installation) => app.install_revived(&installation).await,
        None => Ok(()),
    }
}

/// Equal for every try to say the same: the row, and what it says. A card that was removed is
/// another message when it is posted anew.
pub(super) fn once(taken: &Taken) -> String {
    let anew = taken.was(Hold::Gone);
    digest(&format!("{}:{anew}:{}", taken.seq, taken.say))
}

/// What was said and taken away before we heard that it stood counts as said. A card that is gone is
/// posted anew; when the new one is gone at once too, somebody keeps
/// removing it.
fn gone(taken: &Taken, outgoing: &Outgoing, code: &str) -> Settled {
    match (&taken.card_id, outgoing) {
        (Some(card_id), Outgoing::Redraw { .. }) if !taken.was(Hold::Gone) => {
            Settled::Lost { card_id: card_id.clone() }
        }
        // The platform knows this very message from an earlier try, whose answer was lost. Where its
        // card stands nobody knows, so its next drawing is a new post.
        _ if is_new(outgoing) && taken.suspect > 0 => Settled::Said { card: None, drawing: None },
        _ => set_aside(code),
    }
}

pub(super) fn set_aside(reason: &str) -> Settled {
    Settled::SetAside { reason: reason.to_owned() }
}

/// Our word for a kind of call that a platform limits for a whole workspace; `None` for posting in
/// a channel, which is limited there alone.
pub(super) const fn method(outgoing: &Outgoing) -> Option<&'static str> {
    match outgoing {
        Outgoing::Post { .. } => None,
        Outgoing::Redraw { .. } => Some("redraw"),
        Outgoing::Delete { .. } => Some("delete"),
        Outgoing::Pin { .. } => Some("pin"),
        Outgoing::Whisper { .. } => Some("whisper"),
        Outgoing::Direct { .. } => Some("direct"),
        Outgoing::Home { .. } => Some("home"),
        Outgoing::Roles { .. } => Some("roles"),
        Outgoing::FormResult { .. } => Some("form_result"),
    }
}

/// Whether a repetition would be seen.
const fn is_new(outgoing: &Outgoing) -> bool {
    match outgoing {
        Outgoing::Post { .. } | Outgoing::Whisper { .. } | Outgoing::Direct { .. } => true,
        Outgoing::Redraw { .. }
        | Outgoing::Delete { .. }
        | Outgoing::Pin { .. }
        | Outgoing::Home { .. }
        | Outgoing::Roles { .. }
        | Outgoing::FormResult { .. } => false,
    }
}

/// Whether it counts for the pace of its channel.
pub(super) const fn is_paced(outgoing: &Outgoing) -> bool {
    let silent = matches!(outgoing, Outgoing::Pin { .. } | Outgoing::Roles { .. });
    platform_of(outgoing).is_some() && !silent
}

/// 1, 2, 4 … seconds, at most [`LONGEST_PAUSE`].
pub(in crate::runtime) fn pause(attempts: i64) -> TimeDelta {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(6);
    TimeDelta::seconds(1 << doublings).min(LONGEST_PAUSE)
}
