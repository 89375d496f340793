//! Whether people are still there: switched off, moved to another company, back, or a guest now.
//!
//! A platform tells of every change to every profile, pictures and moods included. What changes
//! nothing for us is not even kept: most of those people have never heard of Vouch.

use std::time::Duration;

use super::news::{Errand, Undone};
use crate::app::App;
use crate::app::execute::count_delivery;
use crate::chat::PersonRef;
use crate::chat::inbound::{Inbound, News, Reply};
use crate::domain::actor::Person;
use crate::store::{StoreError, queries};

/// Takes news of a person, who is gone or a guest by what the platform said then. Whether it is so
/// still is asked afterwards: such news overtake each other, too.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
pub async fn changed(
    app: &App,
    inbound: &Inbound,
    news: &News,
    (who, gone, guest): (&PersonRef, bool, bool),
) -> Result<Reply, StoreError> {
    let known = queries::known_as(&app.store.db, &who.home(), &who.user).await?;
    let own = who.to_string();
    let differs = |(identity, person): &(String, Person)| {
        let gone = gone || *identity != own;
        gone != person.gone.contains(identity) || (guest && !person.all_roles().is_empty())
    };
    if !known.iter().any(differs) {
        count_delivery(inbound, "no_matter");
        return Ok(Reply::Nothing);
    }
    let errand = Errand { place: None, news: news.clone() };
    app.work_later(inbound, errand.written()).await?;
    Ok(Reply::Nothing)
}

/// The same, once it was acknowledged: asks the platform, through the installation of `workspace`,
/// about every identity under which the user is known.
///
/// # Errors
/// [`Undone`]: it is to be tried again.
pub async fn look(app: &App, workspace: &str, who: &PersonRef, cause: &str) -> Result<(), Undone> {
    let known = queries::known_as(&app.store.db, &who.home(), &who.user).await?;
    let identities = known.into_iter().map(|(identity, _)| identity);
    Ok(app.look_at(workspace, identities, cause).await??)
}

/// How long the platform may take to say so; a whole answer has 2.5 s.
const IS_IT_THEM: Duration = Duration::from_millis(1_500);

/// Somebody who is gone does something: they are back, and we have not heard of it.
///
/// # Errors
/// [`StoreError`].
pub(super) async fn look_again(
    app: &App,
    inbound: &Inbound,
    person: &PersonRef,
) -> Result<(), StoreError> {
    let look = app.look_at(&inbound.workspace, [person.to_string()], &inbound.key);
    match tokio::time::timeout(IS_IT_THEM, look).await {
        Ok(looked) => looked.map(drop),
        Err(_) => Ok(()),
    }
}
