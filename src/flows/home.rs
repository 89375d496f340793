//! The page that a person has in the app: opened, and drawn.

use super::actor::{self, Actor, Standing};
use super::help;
use super::news::{Errand, Undone};
use crate::app::execute::Aside;
use crate::app::{App, homes};
use crate::chat::inbound::{Inbound, News, Reply};
use crate::chat::view::Message;
use crate::chat::{PersonRef, Place, SendError};
use crate::domain::actor::Person;
use crate::domain::partner::Partner;
use crate::store::StoreError;
use crate::views::home as page;

/// Somebody looks at their Home. Whose workspace is theirs is for the platform to say, unless it is
/// the installation's, and we know them there.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
pub async fn opened(
    app: &App,
    inbound: &Inbound,
    place: Place,
    who: &PersonRef,
) -> Result<Reply, StoreError> {
    if app.store.reader.person_of(&who.to_string()).await?.is_none() {
        let errand = Errand { place, news: News::HomeOpened { who: who.clone() } };
        // Plain data always becomes JSON.
        app.work_later(inbound, serde_json::to_string(&errand).unwrap_or_default()).await?;
        return Ok(Reply::Nothing);
    }
    let (home, say) = homes::of(who, inbound.installation(), app.now().timestamp_micros());
    let aside = Aside { opened: None, say: Some(say), home: Some(home) };
    app.record(inbound, Reply::Nothing, "home", aside).await?;
    Ok(Reply::Nothing)
}

/// The same, once it was acknowledged.
///
/// # Errors
/// [`Undone`]: it is to be tried again.
pub async fn met(app: &App, place: &Place, who: &PersonRef, cause: &str) -> Result<(), Undone> {
    match app.people.profile(&place.workspace, who).await {
        Ok(profile) if profile.bot => Ok(()),
        Ok(profile) => Ok(app.home_opened(&profile.person, place.installation(), cause).await?),
        Err(SendError::PersonGone { .. } | SendError::InstallDead { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// What stands on somebody's Home now, in the installation of `workspace`.
///
/// # Errors
/// [`StoreError`].
pub async fn drawn(app: &App, person: PersonRef, workspace: &str) -> Result<Message, StoreError> {
    let actor = actor::of(app, person, None).await?;
    let voice = app.voice();
    if let Some(partner) = speaks_for(app, &actor, workspace).await {
        return Ok(page::member(&voice, &app.home_of_member(partner).await?));
    }
    match actor.known.as_ref().filter(|person| Person::is_vendor(person)) {
        Some(person) => {
            let home = app.home_of_vendor(person).await?;
            Ok(page::vendor(&voice, &home, help::shown(app, &actor)))
        }
        None => Ok(page::nobody(&voice)),
    }
}

/// The partner whose referrals somebody may see. Of somebody who would become a member by
/// registering the platform says whether they are a full member there; without its word they are
/// none.
async fn speaks_for<'a>(app: &App, actor: &'a Actor, workspace: &str) -> Option<&'a Partner> {
    match &actor.standing {
        Standing::Member(partner) => Some(partner),
        Standing::Newcomer(partner) => {
            let told = app.people.profile(workspace, &actor.person).await.ok()?;
            told.is_full_member().then_some(partner)
        }
        Standing::Behalf(_) | Standing::Vendor | Standing::Stranger | Standing::Unknown => None,
    }
}
