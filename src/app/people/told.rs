//! Who hears of a change, and what they are told when it is sent.

use std::collections::BTreeMap;

use crate::app::execute::say_one;
use crate::app::notify::sales_channels;
use crate::app::{App, facts};
use crate::chat::PersonRef;
use crate::chat::view::Message;
use crate::domain::actor::pairing::platform_of;
use crate::domain::actor::roles::Change;
use crate::domain::actor::{Person, Role};
use crate::domain::ids::{PartnerId, PersonId, ReferralId};
use crate::domain::partner::Audience;
use crate::store::desk::{Desk, Stamp};
use crate::store::project::State;
use crate::store::{StoreError, queries};
use crate::views::Say;
use crate::views::news::{self, Behind, News};
use crate::views::referral::note;

impl App {
    /// The message for one person, drawn from the rows as they are now; `None` when what it is about
    /// is gone.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn news(&self, news: &News) -> Result<Option<Message>, StoreError> {
        let db = &self.store.db;
        let mut behind =
            Behind { names: facts::names(db, &news.people()).await?, ..Behind::default() };
        if let News::Community { about } = news {
            behind.community = self.of_community(about).await?;
            if behind.community.is_none() {
                return Ok(None);
            }
        }
        if let News::Joining { application, about } = news {
            behind.joining = self.of_joining(*application, *about).await?;
            if behind.joining.is_none() {
                return Ok(None);
            }
        }
        if let News::CertificateEnded { quiz, .. } = news {
            let program = self.program();
            // Of a quiz that there is not any more nothing is to be renewed.
            let Some(quiz) = program.knowledge.quiz(quiz) else { return Ok(None) };
            behind.quiz.clone_from(&quiz.title);
        }
        if let News::StartStuck { partner, step, .. } = news {
            behind.start = self.of_stuck(*partner, *step).await?;
            if behind.start.is_none() {
                return Ok(None);
            }
        }
        if let News::Feedback { person, text: Some(text), .. }
        | News::StartHelp { person, text, .. } = news
        {
            let seals = [(person.to_string(), text.clone())].into();
            let words = queries::words(db, &seals).await?.into_values().next();
            behind.words = words.unwrap_or_default();
        }
        if let Some(id) = news.partner() {
            let Some(partner) = queries::partner(db, &id).await? else { return Ok(None) };
            behind.partners = BTreeMap::from([(id, partner.name)]);
        }
        if let News::PartnersMerged { gone, .. } = news {
            let Some(gone) = queries::partner(db, gone).await? else { return Ok(None) };
            behind.partners.insert(gone.id, gone.name);
        }
        if let Some(id) = news.case() {
            let case = queries::case(db, &id).await?;
            if !case.is_some_and(|case| case.phase.awaits_decision()) {
                return Ok(None);
            }
        }
        if let Some(id) = news.channel() {
            let channel = queries::channel(db, id).await?;
            behind.channel = channel.and_then(|channel| channel.name).unwrap_or_default();
        }
        if let Some(id) = news.comes_from() {
            let Some(person) = queries::people(db, &[id].into()).await?.remove(&id) else {
                return Ok(None);
            };
            if !news.is_open(&person) {
                return Ok(None);
            }
            behind.guest = person.link.is_some_and(|link| link.guest);
            behind.version = person.version;
            behind.workspace = self.company_of(&person).await?;
        }
        if let Some(owner) = news.owner() {
            behind.owned = self.left_by(owner).await?;
            if behind.owned.is_none() {
                return Ok(None);
            }
        }
        if let Some(workspace) = news.installed() {
            let row = self.store.reader.installation(workspace).await?;
            let asked = news.partner().map(|partner| partner.to_string());
            // Somebody may have said meanwhile whose it is, or it was installed anew for another.
            let Some(row) = row.filter(|row| row.proposed == asked) else { return Ok(None) };
            if self.held(workspace).await?.is_none() {
                return Ok(None);
            }
            behind.workspace = row.shown().to_owned();
            behind.version = row.installed_us;
        }
        Ok(Some(news::message(&self.voice(), news, &behind)))
    }

    /// The message for one person about what happened to a referral; `None` when something has
    /// happened since by which it is over: that has a message of its own, or nobody's turn it is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note(
        &self,
        say: &Say,
        referral: &ReferralId,
        seq: i64,
    ) -> Result<Option<Message>, StoreError> {
        let db = &self.store.db;
        let Some((facts, event)) = facts::of_event(self, referral, seq).await? else {
            return Ok(None);
        };
        let voice = self.voice();
        if let Say::Yours { .. } = say {
            let over = facts::handed_on_since(db, referral, seq).await?;
            return Ok(note::yours(&voice, &facts, &event).filter(|_| !over));
        }
        let over = facts::moved_since(db, referral, seq).await?;
        Ok(note::told(&voice, &facts, &event).filter(|_| !over))
    }

    /// Whose workspace somebody comes from: a partner's, the vendor's, or one we know by id only.
    async fn company_of(&self, person: &Person) -> Result<String, StoreError> {
        // Of who is gone everywhere, the company that they were of.
        let identity = person.reached_as().or_else(|| person.identities.first());
        let Some(person) = identity.and_then(|one| one.parse::<PersonRef>().ok()) else {
            return Ok(String::new());
        };
        let workspace = person.home();
        if let Some(partner) = queries::partner_of_workspace(&self.store.db, &workspace).await? {
            return Ok(partner.name);
        }
        let everybody = queries::everybody(&self.store.db).await?;
        let ours = everybody.iter().filter(|one| one.is_vendor()).any(|one| {
            one.identities.iter().any(|identity| identity.starts_with(&format!("{workspace}:")))
        });
        let own = || self.voice().words("workspace-own", &[]);
        Ok(if ours { own() } else { person.workspace })
    }
}

/// To whom a direct message goes, and the installation that speaks there: their own workspace's.
pub(in crate::app) fn reached(identity: &str) -> Option<(String, String)> {
    let person = identity.parse::<PersonRef>().ok()?;
    Some((identity.to_owned(), person.home()))
}

pub(in crate::app) fn with_role(state: &State, role: Role) -> impl Iterator<Item = &Person> {
    state.people.values().filter(move |person| person.has(role))
}

/// Leaves a direct message to one of the vendor's people, from their own workspace.
pub(in crate::app) fn tell(desk: &mut Desk, news: News, to: &Person, stamp: &Stamp) {
    let reached = to.reached_as().and_then(|identity| reached(identity));
    let Some((to, workspace)) = reached else { return };
    say_one(desk, &Say::News { news, to, workspace }, &stamp.cause);
}

/// Leaves a direct message to every admin but those named.
pub(in crate::app) fn tell_admins(desk: &mut Desk, news: &News, but: &[PersonId], stamp: &Stamp) {
    let admins: Vec<Person> = with_role(desk.state(), Role::Admin)
        .filter(|admin| !but.contains(&admin.id))
        .cloned()
        .collect();
    admins.iter().for_each(|admin| tell(desk, news.clone(), admin, stamp));
}

pub(super) fn tell_of_role(
    desk: &mut Desk,
    person: PersonId,
    role: Role,
    change: Change,
    by: &Person,
    stamp: &Stamp,
) {
    let news = News::RoleSet { person, role, change, by: by.id };
    tell_admins(desk, &news, &[by.id, person], stamp);
    if person != by.id
        && let Some(person) = desk.person(&person).cloned()
    {
        tell(desk, News::YourRole { role, change, by: by.id }, &person, stamp);
    }
}

/// Leaves a direct message to whoever looks after a partner: its own manager and all partner
/// managers, or else the admins.
pub(in crate::app) fn tell_managers(
    desk: &mut Desk,
    news: &News,
    partner: PartnerId,
    stamp: &Stamp,
) {
    let own = desk.state().partners.get(&partner).and_then(|partner| partner.manager);
    tell_those(desk, news, own, stamp);
}

/// Leaves a direct message to the one who looks after a partner, or else to whoever is in charge.
pub(in crate::app) fn tell_manager(
    desk: &mut Desk,
    news: &News,
    partner: PartnerId,
    stamp: &Stamp,
) {
    let own = desk.state().partners.get(&partner).and_then(|partner| partner.manager);
    let own = own.and_then(|id| desk.person(&id)).filter(|one| one.manages_partners()).cloned();
    match own {
        Some(manager) => tell(desk, news.clone(), &manager, stamp),
        None => tell_in_charge(desk, news, stamp),
    }
}

/// The same where it is about no partner that we know of.
pub(in crate::app) fn tell_in_charge(desk: &mut Desk, news: &News, stamp: &Stamp) {
    tell_those(desk, news, None, stamp);
}

/// Leaves a direct message to the community managers, or else to whoever is in charge.
pub(in crate::app) fn tell_community(desk: &mut Desk, news: &News, stamp: &Stamp) {
    let hear: Vec<Person> = with_role(desk.state(), Role::CommunityManager).cloned().collect();
    if hear.is_empty() {
        return tell_in_charge(desk, news, stamp);
    }
    hear.iter().for_each(|one| tell(desk, news.clone(), one, stamp));
}

fn tell_those(desk: &mut Desk, news: &News, own: Option<PersonId>, stamp: &Stamp) {
    let managers: Vec<Person> = in_charge(desk.state(), own).cloned().collect();
    managers.iter().for_each(|manager| tell(desk, news.clone(), manager, stamp));
}

/// A partner's own manager and all partner managers, or else the admins.
pub(in crate::app) fn in_charge(
    state: &State,
    own: Option<PersonId>,
) -> impl Iterator<Item = &Person> {
    let own = own.and_then(|id| state.people.get(&id)).filter(|one| one.manages_partners());
    let with = |role| with_role(state, role).map(|one| (one.id, one));
    let mut managers: BTreeMap<PersonId, &Person> =
        with(Role::PartnerManager).chain(own.map(|one| (one.id, one))).collect();
    if managers.is_empty() {
        managers = with(Role::Admin).collect();
    }
    managers.into_values()
}

/// Leaves a direct message to somebody of a partner's, from the installation that speaks in its
/// channel; their own workspace may have none.
pub(super) fn tell_at_partner(
    desk: &mut Desk,
    news: News,
    person: PersonId,
    partner: PartnerId,
    home: &str,
    stamp: &Stamp,
) {
    let Some(person) = desk.person(&person) else { return };
    // Where nothing speaks to them, the installation in which it was decided.
    let here = || {
        let there = |to: &&String| platform_of(to) == platform_of(home);
        person.reached_in_turn().find(there).map(|to| (to.clone(), home.to_owned()))
    };
    let Some((to, workspace)) = route(desk.state(), person, partner).or_else(here) else { return };
    say_one(desk, &Say::News { news, to, workspace }, &stamp.cause);
}

/// Leaves a direct message to somebody who speaks for no partner yet, from an installation of ours on
/// their platform: their own workspace need not have the app.
pub(in crate::app) fn tell_newcomer(desk: &mut Desk, news: News, person: PersonId, stamp: &Stamp) {
    let Some(person) = desk.person(&person) else { return };
    let from = |to: &String| {
        let ours = desk.state().channels.values().filter(|channel| {
            matches!(channel.audience, Some(Audience::Internal | Audience::Community))
        });
        let mut ours = ours.map(|channel| &channel.workspace);
        ours.find(|from| platform_of(from) == platform_of(to)).cloned()
    };
    let route = person.reached_in_turn().find_map(|to| Some((to.clone(), from(to)?)));
    let own = || person.reached_as().and_then(|identity| reached(identity));
    let Some((to, workspace)) = route.or_else(own) else { return };
    say_one(desk, &Say::News { news, to, workspace }, &stamp.cause);
}

/// To which account of somebody of a partner's a direct message goes, and from which installation:
/// from the one that speaks in the partner's channel there, else from that inside, because their own
/// workspace need not have the app. A partner may have channels on several platforms.
pub(in crate::app) fn route(
    state: &State,
    person: &Person,
    partner: PartnerId,
) -> Option<(String, String)> {
    let from = |to: &String| {
        let theirs = channels_of(state, partner).map(|(_, from)| from);
        let inside = sales_channels(state).map(|channel| channel.workspace.as_str());
        theirs.chain(inside).find(|from| platform_of(from) == platform_of(to))
    };
    person.reached_in_turn().find_map(|to| Some((to.clone(), from(to)?.to_owned())))
}

/// The channels of a partner, each with the workspace whose installation speaks there.
pub(in crate::app) fn channels_of(
    state: &State,
    partner: PartnerId,
) -> impl Iterator<Item = (&str, &str)> {
    let own = state.channels.values().filter(move |channel| {
        channel.partner == Some(partner) && channel.audience.is_some() && channel.dead.is_none()
    });
    own.map(|channel| (channel.id.as_str(), channel.workspace.as_str()))
}
