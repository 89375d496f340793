//! Groups of a platform that are bound to a role: binding, and bringing what people have in line
//! with who is in the group. Doing that twice, late or at once with somebody else is the same.

use std::collections::BTreeSet;

use super::execute::{Decided, Outcome};
use super::people::{Met, identity_of, tell_admins};
use super::{App, homes};
use crate::chat::inbound::{Inbound, Reply};
use crate::chat::{PersonRef, PlatformName};
use crate::domain::actor::{Person, Role};
use crate::domain::group::{self, Grant, UserGroup};
use crate::domain::outcome::{Event, PersonEvent, Refusal};
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::{StoreError, queries};
use crate::views::news::News;

impl App {
    /// Binds a group (`platform:group`, of `platform:workspace`), or with `None` frees it. What
    /// follows for its members is for [`App::sync_group`].
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn bind_group(
        &self,
        inbound: &Inbound,
        id: String,
        workspace: String,
        grants: Option<Grant>,
        answer: Reply,
    ) -> Result<Outcome, StoreError> {
        let identity = identity_of(inbound);
        self.answer_once(inbound, "group", Needs::everything_set_up(), move |desk, stamp| {
            let Some(by) = desk.person_of(&identity) else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let now = desk.state().groups.get(&id).cloned();
            let now = now.unwrap_or_else(|| UserGroup::new(id.clone()));
            match group::bind(&now, &workspace, grants, by) {
                Ok(None) => {}
                Ok(Some(event)) => {
                    homes::append(desk, &Stream::Group(id.clone()), Event::Group(event), stamp)?;
                }
                Err(why) => return Ok(Decided::Refused(Refusal::People { why })),
            }
            Ok(Decided::Answer(answer.clone()))
        })
        .await
    }

    /// Gives what a group grants to who is in it, and takes it from who has left. A platform that
    /// does not answer changes nothing.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn sync_group(&self, id: &str) -> Result<(), StoreError> {
        let groups = queries::groups(&self.store.db).await?;
        let Some(group) = groups.into_iter().find(|group| group.id == id) else { return Ok(()) };
        let Some(members) = self.members_of(&group).await else { return Ok(()) };
        let everybody = queries::everybody(&self.store.db).await?;
        let in_it =
            |person: &Person| person.identities.iter().any(|identity| members.contains(identity));
        let leaves = everybody.iter().any(|one| group::left(&group, one, in_it(one)).is_some());
        let new = self.new_in(&group, &members, &everybody).await;
        if new.is_empty() && !leaves {
            return Ok(());
        }
        let stamp = self.by_itself("groups");
        let id = id.to_owned();
        let unit = move |desk: &mut Desk| bring_in_line(desk, &id, &members, &new, &stamp);
        self.store.writer.decide(Needs::everything_set_up(), unit).await
    }

    /// The identities of who is in a group; of a group that was freed, nobody. `None` when the
    /// platform does not say.
    async fn members_of(&self, group: &UserGroup) -> Option<BTreeSet<String>> {
        if group.grants.is_none() {
            return Some(BTreeSet::new());
        }
        let (platform, workspace) = split(&group.workspace)?;
        let (_, id) = split(&group.id)?;
        match self.people.group_members(platform, workspace, id).await {
            Ok(members) => Some(members.iter().map(ToString::to_string).collect()),
            Err(error) => {
                tracing::warn!(%error, group = group.id, "a group was not listed");
                None
            }
        }
    }

    /// Who is in the group and does not have what it grants by it, as the platform knows them.
    async fn new_in(
        &self,
        group: &UserGroup,
        members: &BTreeSet<String>,
        everybody: &[Person],
    ) -> Vec<Met> {
        let Some((_, home)) = split(&group.workspace) else { return Vec::new() };
        let mut new = Vec::new();
        for identity in members {
            let known = everybody.iter().find(|one| one.identities.contains(identity));
            let Ok(person) = identity.parse::<PersonRef>() else { continue };
            if !known.is_some_and(|known| has_by(group, known))
                && let Some(met) = self.meet(home, &person, home).await
            {
                new.push(met);
            }
        }
        new
    }
}

fn split(id: &str) -> Option<(PlatformName, &str)> {
    let (platform, rest) = id.split_once(':')?;
    Some((platform.parse().ok()?, rest))
}

/// Whether somebody has by the group what it grants now.
fn has_by(group: &UserGroup, person: &Person) -> bool {
    let role = person.from_groups.get(&group.id).copied();
    let member = person.membership.as_ref().filter(|one| one.group.as_ref() == Some(&group.id));
    match group.grants {
        Some(Grant::PartnerMember { partner }) => member.is_some_and(|one| one.partner == partner),
        Some(grants @ (Grant::Sales | Grant::CommunityManager)) => role == grants.role(),
        None => false,
    }
}

/// Decides by the state on the desk: whoever was faster has left nothing to do.
fn bring_in_line(
    desk: &mut Desk,
    id: &str,
    members: &BTreeSet<String>,
    new: &[Met],
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let Some(group) = desk.state().groups.get(id).cloned() else { return Ok(()) };
    let people: Vec<Person> = desk.state().people.values().cloned().collect();
    for person in people {
        let in_it = person.identities.iter().any(|identity| members.contains(identity));
        let Some(event) = group::left(&group, &person, in_it) else { continue };
        let lost = lost(&event, &person);
        homes::append(desk, &Stream::Person(person.id), Event::Person(event), stamp)?;
        if let Some(grants) = lost {
            let news = News::ByGroup { person: person.id, grants, joined: false };
            tell_admins(desk, &news, &[], stamp);
        }
    }
    for met in new {
        let Some(event) = group::joined(&group, &met.on(desk), met.origin) else { continue };
        let person = met.introduce(desk, stamp)?;
        homes::append(desk, &Stream::Person(person), Event::Person(event), stamp)?;
        if let Some(grants) = group.grants {
            let news = News::ByGroup { person, grants, joined: true };
            tell_admins(desk, &news, &[], stamp);
        }
    }
    Ok(())
}

/// What somebody loses with a group.
fn lost(event: &PersonEvent, person: &Person) -> Option<Grant> {
    match event {
        PersonEvent::RoleTakenByGroup { role: Role::Sales, .. } => Some(Grant::Sales),
        PersonEvent::RoleTakenByGroup { .. } => Some(Grant::CommunityManager),
        PersonEvent::MemberLeft => {
            let partner = person.membership.as_ref()?.partner;
            Some(Grant::PartnerMember { partner })
        }
        PersonEvent::PersonAdded { .. }
        | PersonEvent::PersonNamed { .. }
        | PersonEvent::RoleGiven { .. }
        | PersonEvent::RoleTaken { .. }
        | PersonEvent::MemberJoined { .. }
        | PersonEvent::RoleGivenByGroup { .. }
        | PersonEvent::MemberJoinedByGroup { .. }
        | PersonEvent::LinkAsked { .. }
        | PersonEvent::LinkDecided { .. }
        | PersonEvent::PersonLeft { .. }
        | PersonEvent::PersonBack { .. }
        | PersonEvent::NotifySet { .. }
        | PersonEvent::CodeEntered { .. }
        | PersonEvent::IdentityPaired { .. }
        | PersonEvent::IdentityParted { .. }
        | PersonEvent::IdentityUsed { .. }
        | PersonEvent::QuizTaken { .. }
        | PersonEvent::CertificateEnded { .. }
        | PersonEvent::FeedbackGiven { .. }
        | PersonEvent::HelpAsked { .. } => None,
    }
}
