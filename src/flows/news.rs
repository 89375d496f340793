//! What becomes of channels, people and installations, without anybody waiting for an answer.
//!
//! What our own database can say is recorded before the delivery is acknowledged. What needs the
//! platform's word is kept and worked on afterwards, as often as it takes: doing it twice is the
//! same as doing it once.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{actor, home, presence, record};
use crate::app::App;
use crate::chat::inbound::{Inbound, News, Reply};
use crate::chat::{PersonRef, Place, Room, SendError};
use crate::domain::partner::Channel;
use crate::store::StoreError;
use crate::store::rows::InstallationRow;

/// News to be worked on after the acknowledgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Errand {
    /// Where it happened; news of a person have no place.
    pub place: Option<Place>,
    pub news: News,
}

impl Errand {
    /// As it is kept. Plain data always becomes JSON.
    #[must_use]
    pub fn written(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Why an errand is not done.
#[derive(Debug, thiserror::Error)]
pub enum Undone {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Platform(#[from] SendError),
}

/// Takes news of a channel: at once, or for later. A copy of it changes nothing, also when other
/// news came in between: what it says may not be true any more.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
pub async fn take(app: &App, inbound: &Inbound, news: &News) -> Result<Reply, StoreError> {
    if let News::PersonChanged { who, gone, guest, .. } = news {
        return presence::changed(app, inbound, news, (who, *gone, *guest)).await;
    }
    if matches!(news, News::RolesMoved) {
        if app.store.reader.received(&inbound.key).await?.is_none() {
            app.look_at_tier_roles(&inbound.key).await?;
        }
        return record(app, inbound, Reply::Nothing, "done").await;
    }
    let Some(place) = inbound.place.clone() else {
        return record(app, inbound, Reply::Nothing, "nowhere").await;
    };
    if let News::HomeOpened { who } = news {
        return home::opened(app, inbound, place, who).await;
    }
    let news = meant(app, &place, news).await?;
    let later = needs_platform(&news);
    let errand = Errand { place: Some(place), news };
    if later {
        app.work_later(inbound, errand.written()).await?;
        return Ok(Reply::Nothing);
    }
    if app.store.reader.received(&inbound.key).await?.is_some() {
        return record(app, inbound, Reply::Nothing, "done").await;
    }
    match work(app, &errand, &inbound.key).await {
        Ok(()) => record(app, inbound, Reply::Nothing, "done").await,
        Err(Undone::Store(error)) => Err(error),
        Err(Undone::Platform(_)) => record(app, inbound, Reply::Nothing, "undone").await,
    }
}

const fn needs_platform(news: &News) -> bool {
    match news {
        News::AppAdded { .. }
        | News::AppRemoved
        | News::Joined { .. }
        | News::Archived
        | News::Unarchived
        | News::Renamed
        | News::Shared
        | News::Unshared
        | News::HomeOpened { .. }
        | News::PersonChanged { .. } => true,
        News::Left { .. } | News::Renumbered { .. } | News::RolesMoved => false,
    }
}

/// Works an errand off; `cause` is the key of its delivery.
///
/// # Errors
/// [`Undone`]: it is to be tried again.
pub async fn work(app: &App, errand: &Errand, cause: &str) -> Result<(), Undone> {
    if let News::PersonChanged { who, workspace, .. } = &errand.news {
        return presence::look(app, workspace, who, cause).await;
    }
    let (Some(place), news) = (&errand.place, &errand.news) else { return Ok(()) };
    if let News::HomeOpened { who } = news {
        return home::met(app, place, who, cause).await;
    }
    if let News::Renumbered { to } = news {
        return renumbered(app, place, to, cause).await;
    }
    let known = app.store.reader.channel(&actor::channel_id(place)).await?;
    // Late news may name an id that the channel had before.
    let place = &known.as_ref().map_or_else(|| place.clone(), |known| under(place, &known.id));
    let id = actor::channel_id(place);
    if !ours(app, place, known.as_ref()).await? {
        return Ok(());
    }
    match &meant(app, place, news).await? {
        News::AppAdded { by } => added(app, place, &id, by.as_ref(), cause).await,
        News::AppRemoved => check(app, place, &id, "removed").await,
        News::Archived | News::Unarchived => check(app, place, &id, "archived").await,
        News::Joined { who } => {
            let workspace = who.home();
            let expected = known.is_none_or(|channel| {
                let mut companies = channel.companies.iter();
                channel.workspace == workspace || companies.any(|one| one.workspace == workspace)
            });
            if expected { Ok(()) } else { look_again(app, place, &id, cause).await }
        }
        News::Renamed | News::Shared | News::Unshared if known.is_some() => {
            look_again(app, place, &id, cause).await
        }
        News::Renamed
        | News::Shared
        | News::Unshared
        | News::Left { .. }
        | News::Renumbered { .. }
        | News::HomeOpened { .. }
        | News::RolesMoved
        | News::PersonChanged { .. } => Ok(()),
    }
}

/// Another workspace's installation may be in the same channel; it only serves commands.
async fn ours(app: &App, place: &Place, known: Option<&Channel>) -> Result<bool, StoreError> {
    Ok(match known {
        Some(channel) => channel.workspace == place.installation(),
        None => app.home(place.platform).await?.as_ref() == Some(&place.workspace),
    })
}

/// The place under the id that its channel has now.
pub(super) fn under(place: &Place, id: &str) -> Place {
    let channel = id.split_once(':').map_or(id, |(_, channel)| channel).to_owned();
    Place { channel, ..place.clone() }
}

async fn renumbered(app: &App, place: &Place, to: &str, cause: &str) -> Result<(), Undone> {
    let id = actor::channel_id(place);
    let known = app.store.reader.channel(&id).await?;
    if !ours(app, place, known.as_ref()).await? {
        return Ok(());
    }
    let to = format!("{}:{to}", place.platform);
    Ok(app.channel_renumbered(&id, &to, cause).await?)
}

/// The news as it is meant: an event may not say which user the app itself is, and then the app
/// looks like somebody who came or went.
async fn meant(app: &App, place: &Place, news: &News) -> Result<News, StoreError> {
    let (News::Joined { who } | News::Left { who }) = news else { return Ok(news.clone()) };
    let workspace = place.installation();
    let installed = app.store.reader.installation(&workspace).await?;
    let is_app = installed.is_some_and(|row| row.bot_user.as_ref() == Some(&who.user));
    Ok(match news {
        News::Joined { .. } if is_app => News::AppAdded { by: None },
        News::Left { .. } if is_app => News::AppRemoved,
        other => other.clone(),
    })
}

async fn added(
    app: &App,
    place: &Place,
    id: &str,
    by: Option<&PersonRef>,
    cause: &str,
) -> Result<(), Undone> {
    let room = match room(app, place).await {
        Ok(Some(room)) => Some(room),
        Ok(None) => return Ok(()),
        // A scope is missing, say: asked about all the same; what it is called is not known then.
        Err(SendError::Ours { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let adder = match by {
        Some(by) => colleague(app, place, by).await?,
        None => None,
    };
    let workspace = place.installation();
    Ok(app.channel_met(id, &workspace, room, adder, cause).await?)
}

/// Whether the app can speak in a channel now. What the news says may be over: news come late, and
/// overtake each other. `code` says why it cannot, if it cannot.
async fn check(app: &App, place: &Place, id: &str, code: &str) -> Result<(), Undone> {
    let there = match room(app, place).await {
        Ok(room) => room.is_some(),
        Err(SendError::Ours { .. }) => false,
        Err(error) => return Err(error.into()),
    };
    match there {
        true => Ok(app.channel_works(id).await?),
        false => Ok(app.channel_died(id, code).await?),
    }
}

async fn look_again(app: &App, place: &Place, id: &str, cause: &str) -> Result<(), Undone> {
    match room(app, place).await? {
        Some(room) => Ok(app.channel_seen(id, room, cause).await?),
        None => Ok(()),
    }
}

/// What the platform says of a channel; nothing when the app is not there any more.
async fn room(app: &App, place: &Place) -> Result<Option<Room>, SendError> {
    match app.people.room(place).await {
        Ok(room) => Ok(Some(room).filter(|room| room.member)),
        Err(SendError::ChannelDead { .. } | SendError::InstallDead { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whoever brought the app in, when that is one of the vendor's own people: others are not asked
/// what the vendor's app is for.
async fn colleague(
    app: &App,
    place: &Place,
    by: &PersonRef,
) -> Result<Option<PersonRef>, SendError> {
    match app.people.profile(&place.workspace, by).await {
        Ok(profile) => {
            let own = profile.person.workspace == place.workspace && !profile.guest;
            Ok(own.then_some(profile.person))
        }
        Err(SendError::PersonGone { .. } | SendError::InstallDead { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// How long the platform may take to say whether an installation is really gone.
const IS_IT_GONE: Duration = Duration::from_millis(1_500);

/// An installation is gone, or its token is. One that works all the same was installed anew
/// meanwhile: the news came late.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
pub async fn uninstalled(app: &App, inbound: &Inbound, code: &str) -> Result<Reply, StoreError> {
    if app.store.reader.received(&inbound.key).await?.is_some() {
        return record(app, inbound, Reply::Nothing, "done").await;
    }
    let installation = inbound.installation();
    match app.store.reader.installation(&installation).await? {
        None => record(app, inbound, Reply::Nothing, "not_installed").await,
        Some(row) if works(app, inbound, &row).await => {
            record(app, inbound, Reply::Nothing, "late").await
        }
        Some(_) => {
            app.install_died(&installation, code).await?;
            record(app, inbound, Reply::Nothing, "done").await
        }
    }
}

/// An installation is there: what waits for it goes on, if it was thought to be gone.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
pub async fn installed(app: &App, inbound: &Inbound) -> Result<Reply, StoreError> {
    // Each session begins with it, and two may begin alike: doing it again changes nothing.
    app.install_back(&inbound.installation()).await?;
    record(app, inbound, Reply::Nothing, "done").await
}

/// Whether the platform still takes the installation's token: asked with it about the app itself.
async fn works(app: &App, inbound: &Inbound, row: &InstallationRow) -> bool {
    let Some(bot_user) = row.bot_user.clone() else { return false };
    let (platform, workspace) = (inbound.platform, inbound.workspace.clone());
    let app_itself = PersonRef { platform, workspace, user: bot_user };
    let asked = app.people.profile(&inbound.workspace, &app_itself);
    matches!(tokio::time::timeout(IS_IT_GONE, asked).await, Ok(Ok(_)))
}
