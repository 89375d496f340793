//! The set-up file: partners, channels with their audience, people with their roles, and where
//! further tokens are found.
//!
//! Applying it twice changes nothing, and nothing is taken away without being told to *prune*. Each
//! change is an event like any other. Reading the file is in [`file`], what differs is in [`plan`].

pub mod file;
mod plan;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use crate::app::{App, agreement, facts, homes, partners, start};
use crate::domain::agreement::Agreement;
use crate::domain::ids::{PersonId, ReferralId};
use crate::domain::outcome::{ChannelEvent, Event};
use crate::domain::partner::{Audience, PartnerState};
use crate::domain::start::Care;
use crate::program::InForce;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::rows::InstallationRow;
use crate::store::{StoreError, house, queries};

use super::execute::say_one;
use file::SetupFile;
pub use plan::Prune;
use plan::{Change, Plan, follow_up};

/// What a channel reads that has just been linked.
pub(in crate::app) struct Welcome {
    /// Referrals whose cards stand where sales works.
    open: Vec<ReferralId>,
    /// What a partner is asked to accept.
    agreement: Option<Agreement>,
    /// Whether a new partner's first steps begin with its channel.
    pub(in crate::app) start: Care,
}

impl Welcome {
    /// Leaves it to be said, if the event links a channel.
    pub(in crate::app) fn leave(
        &self,
        desk: &mut Desk,
        stream: &Stream,
        event: &ChannelEvent,
        stamp: &Stamp,
    ) {
        for say in follow_up(stream, event, &self.open) {
            say_one(desk, &say, &stamp.cause);
        }
        if let (Stream::Channel(channel), ChannelEvent::ChannelLinked { .. }) = (stream, event) {
            agreement::ask_in(desk, channel, self.agreement.as_ref(), stamp);
            start::show_in(desk, channel, stamp);
        }
    }
}

/// The `meta` value that says which file was applied last.
const APPLIED: &str = "setup_hash";

impl App {
    /// Brings a set-up file into force, and gives a sentence for each change.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was changed.
    pub async fn apply_setup(
        &self,
        file: &SetupFile,
        prune: Prune,
    ) -> Result<Vec<String>, StoreError> {
        self.apply_setup_at(file, prune, None).await
    }

    /// The same, as if it were done at a time that is over; only while the log is empty.
    pub(in crate::app) async fn apply_setup_at(
        &self,
        file: &SetupFile,
        prune: Prune,
        at: Option<DateTime<Utc>>,
    ) -> Result<Vec<String>, StoreError> {
        let names = self.names_of_everybody().await?;
        let stamp = Stamp {
            actor: "setup".to_owned(),
            cause: "setup".to_owned(),
            program: self.program().version.clone(),
        };
        let mut needs = Needs::everything_set_up();
        needs.undecided_of = self.ended_by(file).await?;
        let in_force = self.in_force.clone();
        let welcome = self.welcome().await?;
        let wanted = file.clone();
        let sentences = self
            .store
            .writer
            .decide(needs, move |desk| {
                desk.now = at.unwrap_or(desk.now);
                let plan = Plan::new(desk.state(), &names, &wanted, prune);
                if let Some(workspace) = plan.contested() {
                    let sentence = format!("{workspace} belongs to another partner already.");
                    return Ok(vec![sentence]);
                }
                if let Some(code) = plan.used_before() {
                    return Ok(vec![format!("The code {code} was another partner's before.")]);
                }
                let changes = plan.changes();
                let each = |change| carry_out(desk, change, &welcome, &in_force, &stamp);
                changes.iter().try_for_each(each)?;
                Ok(changes.into_iter().map(|change| change.sentence).collect())
            })
            .await?;
        self.install_tokens(file).await?;
        Ok(sentences)
    }

    /// What a channel reads when it is linked now.
    pub(in crate::app) async fn welcome(&self) -> Result<Welcome, StoreError> {
        let program = self.program();
        let (agreement, start) = (program.rules.agreement.clone(), program.start);
        Ok(Welcome { open: self.open_referrals().await?, agreement, start })
    }

    /// What applying the file would change, in sentences.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn check_setup(
        &self,
        file: &SetupFile,
        prune: Prune,
    ) -> Result<Vec<String>, StoreError> {
        let names = self.names_of_everybody().await?;
        let wanted = file.clone();
        let needs = Needs::everything_set_up();
        self.store
            .writer
            .decide(needs, move |desk| {
                let changes = Plan::new(desk.state(), &names, &wanted, prune).changes();
                Ok(changes.into_iter().map(|change| change.sentence).collect())
            })
            .await
    }

    /// Applies the text of a file when it is not the one that was applied last: what was changed by
    /// hand since then stays as it is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn apply_setup_once(
        &self,
        text: &str,
        file: &SetupFile,
    ) -> Result<Vec<String>, StoreError> {
        let hash = hex::encode(Sha256::digest(text));
        if queries::meta(&self.store.db, APPLIED).await?.as_deref() == Some(&hash) {
            self.install_tokens(file).await?;
            return Ok(Vec::new());
        }
        let sentences = self.apply_setup(file, Prune::No).await?;
        house::set_meta(&self.store.writer, APPLIED, hash).await?;
        Ok(sentences)
    }

    /// The present state as a set-up file.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn export_setup(&self) -> Result<SetupFile, StoreError> {
        let db = &self.store.db;
        let names = self.names_of_everybody().await?;
        let partners = queries::partners(db).await?;
        let channels = queries::channels(db).await?;
        let people = queries::everybody(db).await?;
        let groups = queries::groups(db).await?;
        let installations = queries::installations(db).await?;
        Ok(file::written(&partners, &channels, &people, &groups, &names, &installations))
    }

    async fn names_of_everybody(&self) -> Result<BTreeMap<PersonId, String>, StoreError> {
        let everybody = queries::everybody(&self.store.db).await?;
        let ids = everybody.iter().map(|person| person.id).collect();
        facts::names(&self.store.db, &ids).await
    }

    /// Partners that are there and that the file ends.
    async fn ended_by(&self, file: &SetupFile) -> Result<BTreeSet<String>, StoreError> {
        let ended = |code| {
            file.partners
                .iter()
                .any(|one| one.code == code && one.state == Some(PartnerState::Terminated))
        };
        let partners = queries::partners(&self.store.db).await?;
        let ending = partners.into_iter().filter(|partner| ended(partner.code));
        Ok(ending.map(|partner| partner.id.to_string()).collect())
    }

    /// Referrals whose card a new channel has to show.
    pub(in crate::app) async fn open_referrals(&self) -> Result<Vec<ReferralId>, StoreError> {
        let live = queries::live(&self.store.db, None).await?;
        Ok(live.into_iter().map(|one| one.id).collect())
    }

    async fn install_tokens(&self, file: &SetupFile) -> Result<(), StoreError> {
        let now = self.now();
        let by_themselves = queries::locked_installations(&self.store.db).await?;
        // A workspace that installed the app since then has a newer token than the file's.
        let newer = |workspace: &String| {
            by_themselves.iter().any(|row| row.workspace == *workspace && row.dead_code.is_none())
        };
        let rows = file
            .tokens()
            .filter(|(workspace, _)| !newer(workspace))
            .map(|(workspace, token)| InstallationRow::by_variable(workspace, token, now));
        house::install(&self.store.writer, rows.collect()).await
    }
}

/// Writes one change into the log, and leaves what follows from it to be said.
fn carry_out(
    desk: &mut Desk,
    change: &Change,
    welcome: &Welcome,
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    for row in &change.words {
        desk.keep(row.clone());
    }
    for event in &change.events {
        homes::append(desk, &change.stream, event.clone(), stamp)?;
        if let (Stream::Partner(id), Event::Partner(event)) = (&change.stream, event) {
            partners::follow(desk, *id, event, in_force, stamp)?;
        }
        if let Event::Channel(event) = event {
            welcome.leave(desk, &change.stream, event, stamp);
        }
    }
    Ok(())
}

/// Whether a channel of this audience gets the pinned intro.
const fn has_intro(audience: Audience) -> bool {
    match audience {
        Audience::Partner => true,
        Audience::Internal | Audience::Resolvers | Audience::Community => false,
    }
}
