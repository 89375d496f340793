//! The page that a person has in the app: opened, and drawn.

use super::actor::{self, Actor, Standing};
use super::news::{Errand, Undone};
use super::{help, pairing};
use crate::app::execute::Aside;
use crate::app::{App, homes};
use crate::chat::inbound::{Inbound, News, Reply};
use crate::chat::view::{Message, Part};
use crate::chat::{PersonRef, Place, SendError};
use crate::domain::actor::Person;
use crate::domain::actor::notify::topics;
use crate::domain::partner::Partner;
use crate::store::StoreError;
use crate::text::Arg;
use crate::views::home as page;
use crate::views::knowledge::quiz;
use crate::views::note;
use crate::views::notify::{self, Shown};
use crate::views::pairing::own_button;

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
        let errand = Errand { place: Some(place), news: News::HomeOpened { who: who.clone() } };
        app.work_later(inbound, errand.written()).await?;
        return Ok(Reply::Nothing);
    }
    let (home, say) = homes::of(who, inbound.installation(), app.now().timestamp_micros());
    let aside = Aside { say: Some(say), home: Some(home), ..Aside::default() };
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
    let mut home = match speaks_for(app, &actor, workspace).await {
        Some(partner) => page::member(&voice, &app.home_of_member(partner).await?),
        None => of_vendor(app, &actor).await?,
    };
    home.parts.extend(certificates(app, &actor));
    home.parts.extend(settings(app, &actor, workspace).await?);
    Ok(home)
}

/// What a partner's person has passed, while it holds.
fn certificates(app: &App, actor: &Actor) -> Option<Part> {
    let person = actor.known.as_ref().filter(|person| person.membership.is_some())?;
    let program = app.program();
    let today = program.rules.calendar.local_date(app.now());
    quiz::certificates(&app.voice(), &program.knowledge.quizzes, &person.quizzes, today)
}

async fn of_vendor(app: &App, actor: &Actor) -> Result<Message, StoreError> {
    let voice = app.voice();
    match actor.known.as_ref().filter(|person| Person::is_vendor(person)) {
        Some(person) => {
            let home = app.home_of_vendor(person).await?;
            Ok(page::vendor(&voice, &home, help::shown(app, actor).await?))
        }
        None => {
            let asked = who_asked(app, actor.known.as_ref()).await?;
            Ok(asked.unwrap_or_else(|| page::nobody(&voice)))
        }
    }
}

/// To somebody who asked to be linked: how it stands. What they were told when they asked is gone.
async fn who_asked(app: &App, known: Option<&Person>) -> Result<Option<Message>, StoreError> {
    let Some(link) = known.and_then(|person| person.link) else { return Ok(None) };
    let Some(partner) = app.partner(Some(link.partner)).await? else { return Ok(None) };
    let manager = app.manager_name(partner.manager).await?.unwrap_or_default();
    let args = [("manager", Arg::Text(manager.as_str())), ("partner", Arg::Text(&partner.name))];
    let key = match link.decision.map(|decision| decision.linked) {
        None => "member-asked-before",
        Some(false) => "member-refused-before",
        Some(true) => return Ok(None),
    };
    Ok(Some(note(app.voice().line(key, &args))))
}

/// What they are told, and the button that changes it; nothing for whoever is never told anything.
async fn settings(app: &App, actor: &Actor, workspace: &str) -> Result<Vec<Part>, StoreError> {
    let Some(person) = actor.known.as_ref().filter(|one| !topics(one).is_empty()) else {
        return Ok(Vec::new());
    };
    // Only their quiet hours say by whose clocks.
    let zone = match person.wants().quiet {
        Some(_) => {
            let installation = format!("{}:{workspace}", actor.person.platform);
            app.zone_of(&actor.person, &installation).await?
        }
        None => app.program().zone(),
    };
    let voice = app.voice();
    let mut parts = Vec::from(notify::settings(&voice, &Shown::of(person, zone)));
    if pairing::adds(app, actor).await? {
        parts.push(Part::Buttons(vec![own_button(&voice)]));
    }
    Ok(parts)
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
