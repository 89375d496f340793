//! Partners' workspaces that install the app themselves: the link that leads there, what a finished
//! installation becomes, and who says whose workspace it is.
//!
//! An installation serves once its workspace is a partner's. A link only proposes that: whoever has
//! it could be anybody. What is stored of a token is under lock ([`crate::vault`]) before it gets here.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, TimeDelta, Utc};
use rand::RngCore as _;
use sha2::{Digest as _, Sha256};

use super::App;
use super::execute::link::add_workspace;
use super::execute::{Decided, Outcome};
use super::people::{identity_of, tell_in_charge, tell_managers};
use crate::chat::inbound::{Inbound, Reply, What};
use crate::chat::{PersonRef, PlatformName};
use crate::domain::actor::Person;
use crate::domain::ids::{PartnerId, ReferralId};
use crate::domain::outcome::Refusal;
use crate::domain::partner::{Partner, PartnerState};
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::State;
use crate::store::rows::{InstallationRow, InvitationRow};
use crate::store::{StoreError, house, queries, queue};
use crate::vault::Locked;
use crate::views::install as words;
use crate::views::news::News;
use crate::views::{self};

/// How long a link works that nobody has used.
pub const INVITED: TimeDelta = TimeDelta::days(7);

/// Where partners install the app: known once the listener has its address. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Door(Arc<OnceLock<Way>>);

/// What a start has found out about it.
#[derive(Clone, Debug)]
pub struct Way {
    /// The address of the install page; or the variable that is missing for it.
    pub address: Result<String, &'static str>,
    /// The variable of the key is not set: no token that is under lock can be opened.
    pub keyless: Option<&'static str>,
    /// The vendor's own workspace: nearly everything comes from there, and nothing is held there.
    pub home: String,
}

impl Door {
    /// Says how it stands. The first word stays.
    pub fn set(&self, found: Way) {
        let _ = self.0.set(found);
    }

    /// The address of the install page.
    ///
    /// # Errors
    /// The variable that is missing; none of the bot's listeners is there yet.
    pub fn address(&self) -> Result<&str, &'static str> {
        match self.0.get().map(|way| &way.address) {
            Some(Ok(address)) => Ok(address),
            Some(Err(missing)) => Err(missing),
            None => Err("VOUCH_HTTP_ADDR"),
        }
    }

    fn is_home(&self, workspace: &str) -> bool {
        self.0.get().is_some_and(|way| way.home == workspace)
    }

    /// The variable without which no token opens that is under lock.
    #[must_use]
    pub fn keyless(&self) -> Option<&'static str> {
        self.0.get().and_then(|way| way.keyless)
    }
}

/// Why nothing but one sentence is said in a workspace that installed the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Nobody has said yet whose workspace it is.
    Unconfirmed,
    /// Its token cannot be opened: this variable is not set.
    Keyless(&'static str),
}

impl Held {
    /// The variable that is not set.
    #[must_use]
    pub const fn keyless(self) -> Option<&'static str> {
        match self {
            Self::Unconfirmed => None,
            Self::Keyless(variable) => Some(variable),
        }
    }
}

/// A link that was made for a partner.
pub struct Invitation {
    pub link: String,
    pub until: DateTime<Utc>,
}

/// A finished installation, as the platform grants it.
#[derive(Clone)]
pub struct Installed {
    /// Equal for every copy of the same installation.
    pub key: String,
    pub platform: PlatformName,
    pub workspace: String,
    /// What people call the workspace.
    pub name: String,
    pub bot_user: String,
    /// Who installed it, by their own workspace.
    pub by: Option<PersonRef>,
    pub token: Locked,
    /// The link that led there, by the hash of its code.
    pub invitation: Option<String>,
}

/// What became of an installation.
pub enum Installation {
    /// It serves this partner from now on.
    Serves(Box<Partner>),
    /// Somebody has to say first whose workspace it is.
    Waits,
    /// It was stored before, or its link was used meanwhile. Nothing was stored now.
    Over,
}

impl App {
    /// A new link for a partner.
    ///
    /// # Errors
    /// [`StoreError`]: there is none.
    pub async fn invite(
        &self,
        address: &str,
        partner: PartnerId,
    ) -> Result<Invitation, StoreError> {
        let mut code = [0; 16];
        rand::rng().fill_bytes(&mut code);
        let code = hex::encode(code);
        let (now, until) = (self.now(), self.now() + INVITED);
        let row = InvitationRow {
            hash: hash(&code),
            partner_id: partner.to_string(),
            expires_us: until.timestamp_micros(),
        };
        house::invite(&self.store.writer, row, now).await?;
        Ok(Invitation { link: format!("{address}?partner={code}"), until })
    }

    /// The hash of a link's code; none when there is no such link, or its time is over.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn invitation(&self, code: &str) -> Result<Option<String>, StoreError> {
        let found = queries::invitation(&self.store.db, &hash(code)).await?;
        Ok(found.filter(|row| is_open(row, self.now())).map(|row| row.hash))
    }

    /// Whether an installation with this key was stored before.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn was_installed(&self, key: &str) -> Result<bool, StoreError> {
        Ok(self.store.reader.received(key).await?.is_some())
    }

    /// Stores an installation, once. What waited for an installation goes on.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn install(&self, new: Installed) -> Result<Installation, StoreError> {
        let workspace = format!("{}:{}", new.platform, new.workspace);
        let mut needs = Needs::everything_set_up();
        needs.invitations.extend(new.invitation.clone());
        let inbound = delivery_of(&new, self.now());
        let row = row_of(&new, &workspace, self.now());
        let invitation = new.invitation;
        let outcome = self
            .answer_once(&inbound, "install", needs, move |desk, stamp| {
                let proposed = match &invitation {
                    Some(hash) => match spend(desk, hash) {
                        Some(partner) => Some(partner),
                        None => return Ok(Decided::Refused(Refusal::Outsider)),
                    },
                    None => None,
                };
                let mut row = row.clone();
                row.proposed = proposed.map(|partner| partner.to_string());
                if owner_of(desk.state(), &row.workspace).is_none() {
                    ask_whose(desk, &row.workspace, proposed, stamp);
                }
                desk.install(row);
                Ok(Decided::Answer(Reply::Nothing))
            })
            .await?;
        if !matches!(outcome, Outcome::Answered(_)) {
            return Ok(Installation::Over);
        }
        queue::install_revived(&self.store.writer, &workspace, self.now()).await?;
        let partner = queries::partner_of_workspace(&self.store.db, &workspace).await?;
        let serves = |partner| Installation::Serves(Box::new(partner));
        Ok(partner.map_or(Installation::Waits, serves))
    }

    /// Whether nothing but one sentence is said in a workspace, and why.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn held(&self, workspace: &str) -> Result<Option<Held>, StoreError> {
        if self.door.is_home(workspace) {
            return Ok(None);
        }
        let row = self.store.reader.installation(workspace).await?;
        if row.is_none_or(|row| row.locked.is_none()) {
            return Ok(None);
        }
        if let Some(variable) = self.door.keyless() {
            return Ok(Some(Held::Keyless(variable)));
        }
        let owner = queries::partner_of_workspace(&self.store.db, workspace).await?;
        Ok(owner.is_none().then_some(Held::Unconfirmed))
    }

    /// The open referrals of the partner that an installation's link was for.
    async fn open_of_proposed(&self, workspace: &str) -> Result<Vec<ReferralId>, StoreError> {
        let row = self.store.reader.installation(workspace).await?;
        let partner = row.and_then(|row| row.proposed?.parse::<PartnerId>().ok());
        let Some(partner) = partner else { return Ok(Vec::new()) };
        let Some(partner) = self.partner_now(&partner).await? else { return Ok(Vec::new()) };
        let live = queries::live(&self.store.db, Some(&partner.id)).await?;
        Ok(live.into_iter().map(|one| one.id).collect())
    }

    /// Records whose workspace an installation is, or that it is not the one that its link was for.
    /// `seen` is the installation that was asked about.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn settle_install(
        &self,
        inbound: &Inbound,
        (workspace, seen): (&str, i64),
        theirs: bool,
    ) -> Result<Outcome, StoreError> {
        let mut needs = Needs::everything_set_up();
        needs.installations.insert(workspace.to_owned());
        let open = self.open_of_proposed(workspace).await?;
        let in_force = self.in_force.clone();
        let (identity, voice) = (identity_of(inbound), self.voice());
        let workspace = workspace.to_owned();
        self.answer_once(inbound, "install", needs, move |desk, stamp| {
            if !desk.person_of(&identity).is_some_and(Person::manages_partners) {
                return Ok(Decided::Refused(Refusal::Outsider));
            }
            let told = |line| Reply::Private(views::note(line));
            let Some(row) = desk.installation(&workspace).cloned() else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let owned = owner_of(desk.state(), &workspace).is_some();
            let asked = proposed(desk.state(), &row);
            // Somebody was faster; or it was installed anew, by a link for somebody else perhaps.
            let Some(partner) = asked.filter(|_| !owned && row.installed_us == seen) else {
                return Ok(Decided::No(told(words::settled(&voice, row.shown())), "settled"));
            };
            if theirs {
                add_workspace(desk, (&partner, &workspace), &open, &in_force, stamp)?;
            } else {
                desk.install(InstallationRow { proposed: None, ..row.clone() });
            }
            let line = words::decided(&voice, row.shown(), &partner.name, theirs);
            Ok(Decided::Answer(told(line)))
        })
        .await
    }
}

fn hash(code: &str) -> String {
    hex::encode(Sha256::digest(code))
}

fn is_open(row: &InvitationRow, now: DateTime<Utc>) -> bool {
    row.expires_us > now.timestamp_micros()
}

/// An installation as a delivery: recorded once, with who did it.
fn delivery_of(new: &Installed, now: DateTime<Utc>) -> Inbound {
    Inbound {
        key: new.key.clone(),
        platform: new.platform,
        workspace: new.workspace.clone(),
        from: new.by.clone(),
        locale: None,
        place: None,
        what: What::Unknown { name: "install".to_owned() },
        raw: String::new(),
        received: now,
    }
}

fn row_of(new: &Installed, workspace: &str, now: DateTime<Utc>) -> InstallationRow {
    let row = InstallationRow::by_variable(workspace.to_owned(), String::new(), now);
    let (name, bot_user) = (Some(new.name.clone()), Some(new.bot_user.clone()));
    InstallationRow { name, bot_user, ..row }.with(new.token.clone())
}

/// Uses a link up, and gives the partner it was for; none when it was used or is too old, or when
/// the partnership has ended.
fn spend(desk: &mut Desk, hash: &str) -> Option<PartnerId> {
    let row = desk.invitation(hash).filter(|row| is_open(row, desk.now))?;
    let id: PartnerId = row.partner_id.parse().ok()?;
    let partner = desk.state().partner_now(&id)?;
    let id = Some(partner.id).filter(|_| partner.state != PartnerState::Terminated)?;
    desk.spend(hash);
    Some(id)
}

/// Leaves it to whoever looks after the partner to say whether the workspace is theirs.
fn ask_whose(desk: &mut Desk, workspace: &str, partner: Option<PartnerId>, stamp: &Stamp) {
    let news = News::InstallAsked { workspace: workspace.to_owned(), partner };
    match partner {
        Some(partner) => tell_managers(desk, &news, partner, stamp),
        None => tell_in_charge(desk, &news, stamp),
    }
}

fn owner_of<'a>(state: &'a State, workspace: &str) -> Option<&'a Partner> {
    state.partners.values().find(|partner| partner.workspaces.iter().any(|own| own == workspace))
}

/// The partner that the installation's link was for, unless its partnership has ended.
fn proposed(state: &State, row: &InstallationRow) -> Option<Partner> {
    let id: PartnerId = row.proposed.as_ref()?.parse().ok()?;
    let partner = state.partner_now(&id)?;
    (partner.state != PartnerState::Terminated).then(|| partner.clone())
}
