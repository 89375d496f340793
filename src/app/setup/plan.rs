//! What has to happen so that the state is as a set-up file says.

use std::collections::BTreeMap;

use super::file::{
    ChannelEntry, GroupEntry, PartnerEntry, PersonEntry, RoleWord, SetupFile, TierRoleEntry,
};
use super::has_intro;
use crate::app::{Sealed, new_partner_id, new_person_id};
use crate::domain::actor::{Membership, Person};
use crate::domain::group::UserGroup;
use crate::domain::ids::{PartnerCode, PartnerId, PersonId, ReferralId};
use crate::domain::outcome::{ChannelEvent, Event, GroupEvent, PartnerEvent, PersonEvent};
use crate::domain::partner::{Audience, Partner, PartnerState};
use crate::store::project::{State, Stream};
use crate::store::rows::PersonalRow;
use crate::views::Say;

/// Whether what the file does not name is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prune {
    No,
    Yes,
}

/// One change: its events, the words they refer to, and a sentence about it.
pub struct Change {
    pub stream: Stream,
    pub events: Vec<Event>,
    pub words: Vec<PersonalRow>,
    pub sentence: String,
}

impl Change {
    fn new(stream: Stream, events: Vec<Event>, sentence: String) -> Self {
        Self { stream, events, words: Vec::new(), sentence }
    }
}

/// The difference between what is and what the file says.
pub struct Plan<'a> {
    state: &'a State,
    names: &'a BTreeMap<PersonId, String>,
    file: &'a SetupFile,
    prune: Prune,
    /// Partners by code, with those that the file adds.
    partners: BTreeMap<PartnerCode, PartnerId>,
    /// People by identity, with those that the file adds.
    people: BTreeMap<String, PersonId>,
}

impl<'a> Plan<'a> {
    pub fn new(
        state: &'a State,
        names: &'a BTreeMap<PersonId, String>,
        file: &'a SetupFile,
        prune: Prune,
    ) -> Self {
        let known = state.partners.values().map(|partner| (partner.code, partner.id));
        let mut partners: BTreeMap<_, _> = known.collect();
        for entry in &file.partners {
            partners.entry(entry.code).or_insert_with(new_partner_id);
        }
        let mut people = state.identities.clone();
        for entry in &file.people {
            people.entry(entry.id.clone()).or_insert_with(new_person_id);
        }
        Self { state, names, file, prune, partners, people }
    }

    /// Every change, partners first.
    pub fn changes(&self) -> Vec<Change> {
        let file = self.file;
        let partners = file.partners.iter().filter_map(|entry| self.partner(entry));
        let channels = file.channels.iter().filter_map(|entry| self.channel(entry));
        let people = file.people.iter().filter_map(|entry| self.person(entry));
        let groups = file.groups.iter().filter_map(|entry| self.group(entry));
        let tier_roles = file.tier_roles.iter().filter_map(|entry| self.tier_role(entry));
        let mut changes: Vec<Change> =
            partners.chain(channels).chain(people).chain(groups).chain(tier_roles).collect();
        if self.prune == Prune::Yes {
            changes.extend(self.unnamed_channels());
            changes.extend(self.unnamed_people());
            changes.extend(self.unnamed_groups());
        }
        changes
    }

    /// A workspace that the file gives to one partner while another, which the file does not name,
    /// has it: whose people would become whose members could not be said.
    pub fn contested(&self) -> Option<String> {
        let named = |id| self.file.partners.iter().any(|one| self.whose(one.code) == Some(id));
        let others = self.state.partners.values().filter(|partner| !named(partner.id));
        let taken: Vec<&String> = others.flat_map(|partner| &partner.workspaces).collect();
        let mut wanted = self.file.partners.iter().flat_map(|entry| &entry.workspaces);
        wanted.find(|workspace| taken.contains(workspace)).cloned()
    }

    /// A code that the file gives to a new partner although another had it once.
    pub fn used_before(&self) -> Option<PartnerCode> {
        let known = self.state.partners.values();
        let former: Vec<PartnerCode> =
            known.flat_map(|partner| partner.former_codes.iter().copied()).collect();
        let now = |code| self.state.partners.values().any(|partner| partner.code == code);
        let mut wanted = self.file.partners.iter().map(|entry| entry.code);
        wanted.find(|code| former.contains(code) && !now(*code))
    }

    /// Whose a code is: of a partner that goes on as another, that one's.
    fn whose(&self, code: PartnerCode) -> Option<PartnerId> {
        let id = *self.partners.get(&code)?;
        Some(self.state.partner_now(&id).map_or(id, |now| now.id))
    }

    /// What the file gives to a partner, and to those that go on as it.
    fn given(&self, id: PartnerId, list: fn(&PartnerEntry) -> &Vec<String>) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for entry in self.file.partners.iter().filter(|one| self.whose(one.code) == Some(id)) {
            keep(&mut all, list(entry));
        }
        all
    }

    /// Whether a partner that the file does not name goes on as this one.
    fn took_in_unnamed(&self, id: PartnerId) -> bool {
        let named = |code| self.file.partners.iter().any(|entry| entry.code == code);
        let gone = self.state.partners.values().filter(|one| one.merged_into.is_some());
        gone.filter(|one| !named(one.code)).any(|one| self.whose(one.code) == Some(id))
    }

    fn partner(&self, entry: &PartnerEntry) -> Option<Change> {
        let id = *self.partners.get(&entry.code)?;
        let now = self.state.partners.get(&id);
        if now.is_some_and(|now| now.merged_into.is_some()) {
            return None;
        }
        let (name, test) = (entry.name.clone(), entry.test);
        let mut domains = self.given(id, |one| &one.domains);
        let mut workspaces = self.given(id, |one| &one.workspaces);
        // What came with one that the file does not know of stands nowhere else.
        if let Some(now) = now.filter(|_| self.took_in_unnamed(id)) {
            keep(&mut domains, &now.domains);
            keep(&mut workspaces, &now.workspaces);
        }
        let mut events = Vec::new();
        match now {
            None => events.push(PartnerEvent::PartnerAdded {
                code: entry.code,
                name,
                domains,
                workspaces,
                test,
            }),
            Some(now)
                if now.name == name
                    && same(&now.domains, &domains)
                    && same(&now.workspaces, &workspaces)
                    && now.test == test => {}
            Some(_) => {
                events.push(PartnerEvent::PartnerChanged { name, domains, workspaces, test });
            }
        }
        events.extend(self.described(entry, now));
        events.extend(language(entry, now));
        events.extend(state_change(entry, now));
        if events.is_empty() {
            return None;
        }
        let done = if now.is_none() { "added" } else { "changed" };
        let sentence = format!("Partner {} {} {done}.", entry.code, entry.name);
        let events = events.into_iter().map(Event::Partner).collect();
        Some(Change::new(Stream::Partner(id), events, sentence))
    }

    /// Kind and manager, where the file names them and they differ.
    fn described(&self, entry: &PartnerEntry, now: Option<&Partner>) -> Option<PartnerEvent> {
        let before = (now.and_then(|now| now.kind), now.and_then(|now| now.manager));
        let manager = entry.manager.as_ref().and_then(|id| self.people.get(id).copied());
        let wanted = (entry.kind.or(before.0), manager.or(before.1));
        let (partner_kind, manager) = wanted;
        (wanted != before).then_some(PartnerEvent::PartnerDescribed { partner_kind, manager })
    }

    fn channel(&self, entry: &ChannelEntry) -> Option<Change> {
        let workspace = self.file.vendor.beside(&entry.id)?;
        let partner = entry.partner.and_then(|code| self.whose(code));
        // A file may name it by an id that it had before.
        let id = self.state.id_now(&entry.id);
        let now = self.state.channels.get(id);
        if now.is_some_and(|now| {
            now.audience == Some(entry.audience)
                && now.partner == partner
                && now.workspace == workspace
        }) {
            return None;
        }
        let whose = entry.partner.map(|code| format!(" of {code}")).unwrap_or_default();
        let sentence = format!("Channel {id} linked: {}{whose}.", entry.audience);
        let linked = ChannelEvent::ChannelLinked { workspace, audience: entry.audience, partner };
        let stream = Stream::Channel(id.to_owned());
        Some(Change::new(stream, vec![Event::Channel(linked)], sentence))
    }

    fn person(&self, entry: &PersonEntry) -> Option<Change> {
        let known = self.state.identities.get(&entry.id).copied();
        let id = *self.people.get(&entry.id)?;
        let now = self.state.people.get(&id);
        let mut events = Vec::new();
        let mut words = Vec::new();
        if known.is_none() {
            events.push(PersonEvent::PersonAdded { identity: entry.id.clone() });
        }
        if let Some(name) = &entry.name
            && self.names.get(&id) != Some(name)
        {
            let sealed = Sealed::new(name);
            words.push(sealed.row(&id.to_string(), "name"));
            events.push(PersonEvent::PersonNamed { name: sealed.seal });
        }
        events.extend(self.role_changes(entry, now));
        events.extend(self.membership_change(entry, now));
        if events.is_empty() {
            return None;
        }
        let roles: Vec<String> = entry.roles.iter().map(|role| word(*role)).collect();
        let name = entry.name.as_deref().unwrap_or(&entry.id);
        let sentence = format!("{name}: {}.", roles.join(", "));
        let events = events.into_iter().map(Event::Person).collect();
        Some(Change { stream: Stream::Person(id), events, words, sentence })
    }

    fn role_changes(&self, entry: &PersonEntry, now: Option<&Person>) -> Vec<PersonEvent> {
        let wanted: Vec<_> = entry.roles.iter().filter_map(|role| role.vendor()).collect();
        let has = |role| now.is_some_and(|now| now.holds(role));
        let given = wanted.iter().filter(|role| !has(**role));
        let mut events: Vec<PersonEvent> =
            given.map(|role| PersonEvent::RoleGiven { role: *role }).collect();
        if self.prune == Prune::Yes {
            let roles = now.into_iter().flat_map(|now| &now.roles);
            let taken = roles.filter(|role| !wanted.contains(role));
            events.extend(taken.map(|role| PersonEvent::RoleTaken { role: *role }));
        }
        events
    }

    fn membership_change(&self, entry: &PersonEntry, now: Option<&Person>) -> Option<PersonEvent> {
        let partner = self.whose(entry.partner?)?;
        let admin = entry.roles.contains(&RoleWord::PartnerAdmin);
        let there =
            |one: &Membership| one.partner == partner && one.admin == admin && one.group.is_none();
        let there = now.and_then(|now| now.membership.as_ref()).is_some_and(there);
        (!there).then_some(PersonEvent::MemberJoined { partner, admin })
    }

    /// Who is in the group gets what it grants when it is looked at next.
    fn group(&self, entry: &GroupEntry) -> Option<Change> {
        let grants = entry.grants(|code| self.whose(code))?;
        let now = self.state.groups.get(&entry.id).and_then(|group| group.grants);
        let workspace = self.file.vendor.beside(&entry.id)?;
        let bound = Event::Group(GroupEvent::GroupBound { workspace, grants });
        let sentence = format!("Group {} bound: {}.", entry.id, word(entry.role));
        let stream = Stream::Group(entry.id.clone());
        (now != Some(grants)).then(|| Change::new(stream, vec![bound], sentence))
    }

    /// Whose people are in the tier get it, and lose what goes with others, when they are looked at.
    fn tier_role(&self, entry: &TierRoleEntry) -> Option<Change> {
        let now = self.state.groups.get(&entry.role).and_then(|group| group.tier.as_ref());
        let workspace = self.file.vendor.beside(&entry.role)?;
        let tier = entry.tier.clone();
        let sentence = format!("Role {} goes with tier {tier}.", entry.role);
        let bound = Event::Group(GroupEvent::TierRoleBound { workspace, tier });
        let stream = Stream::Group(entry.role.clone());
        (now != Some(&entry.tier)).then(|| Change::new(stream, vec![bound], sentence))
    }

    fn unnamed_groups(&self) -> Vec<Change> {
        let file = self.file;
        let named = |id: &str| {
            file.groups.iter().any(|entry| entry.id == id)
                || file.tier_roles.iter().any(|entry| entry.role == id)
        };
        let is_bound = |group: &&UserGroup| group.grants.is_some() || group.tier.is_some();
        let bound = self.state.groups.values().filter(is_bound);
        bound
            .filter(|group| !named(&group.id))
            .map(|group| {
                let sentence = format!("Group {} freed.", group.id);
                let stream = Stream::Group(group.id.clone());
                Change::new(stream, vec![Event::Group(GroupEvent::GroupUnbound)], sentence)
            })
            .collect()
    }

    fn unnamed_channels(&self) -> Vec<Change> {
        let named =
            |id: &str| self.file.channels.iter().any(|entry| self.state.id_now(&entry.id) == id);
        let linked = self.state.channels.values().filter(|channel| channel.audience.is_some());
        linked
            .filter(|channel| !named(&channel.id))
            .map(|channel| {
                let sentence = format!("Channel {} unlinked.", channel.id);
                let stream = Stream::Channel(channel.id.clone());
                Change::new(stream, vec![Event::Channel(ChannelEvent::ChannelUnlinked)], sentence)
            })
            .collect()
    }

    fn unnamed_people(&self) -> Vec<Change> {
        let named = |person: &Person| {
            self.file.people.iter().any(|entry| person.identities.contains(&entry.id))
        };
        let people = self.state.people.values().filter(|person| !named(person));
        people
            .filter_map(|person| {
                let roles = person.roles.iter();
                let mut events: Vec<PersonEvent> =
                    roles.map(|role| PersonEvent::RoleTaken { role: *role }).collect();
                let by_hand = person.membership.as_ref().filter(|one| one.group.is_none());
                events.extend(by_hand.map(|_| PersonEvent::MemberLeft));
                let name = self.names.get(&person.id).cloned();
                let name = name.or_else(|| person.identities.first().cloned()).unwrap_or_default();
                let sentence = format!("{name}: all roles taken.");
                let events: Vec<Event> = events.into_iter().map(Event::Person).collect();
                (!events.is_empty())
                    .then(|| Change::new(Stream::Person(person.id), events, sentence))
            })
            .collect()
    }
}

/// Adds what is not in the list.
fn keep(all: &mut Vec<String>, more: &[String]) {
    for one in more {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
}

/// Whether two lists name the same, in whatever order.
fn same(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|name| other.contains(name))
}

/// The language, where the file names one and it differs.
fn language(entry: &PartnerEntry, now: Option<&Partner>) -> Option<PartnerEvent> {
    let wanted = entry.language.filter(|_| entry.language != now.and_then(|now| now.language));
    wanted.map(|language| PartnerEvent::LanguageChosen { language })
}

/// What has to happen so that the partner stands where the file says. Terminated stays terminated.
fn state_change(entry: &PartnerEntry, now: Option<&Partner>) -> Option<PartnerEvent> {
    let before = now.map_or(PartnerState::Approved, |now| now.state);
    match (before, entry.state?) {
        (PartnerState::Terminated, _)
        | (PartnerState::Approved, PartnerState::Approved)
        | (PartnerState::Suspended, PartnerState::Suspended) => None,
        (PartnerState::Approved, PartnerState::Suspended) => {
            Some(PartnerEvent::PartnerSuspended { reason: None })
        }
        (PartnerState::Suspended, PartnerState::Approved) => Some(PartnerEvent::PartnerResumed),
        (PartnerState::Approved | PartnerState::Suspended, PartnerState::Terminated) => {
            Some(PartnerEvent::PartnerTerminated { reason: None })
        }
    }
}

fn word(role: RoleWord) -> String {
    serde_json::to_value(role)
        .ok()
        .and_then(|value| value.as_str().map(ToOwned::to_owned))
        .unwrap_or_default()
}

/// What is said in a channel that was just linked: the intro, or the cards of open referrals.
pub(super) fn follow_up(stream: &Stream, event: &ChannelEvent, open: &[ReferralId]) -> Vec<Say> {
    let (Stream::Channel(channel), ChannelEvent::ChannelLinked { audience, .. }) = (stream, event)
    else {
        return Vec::new();
    };
    if has_intro(*audience) {
        let intro = Say::Intro { channel: channel.clone() };
        return vec![intro, Say::PinIntro { channel: channel.clone() }];
    }
    if *audience == Audience::Community {
        let intro = Say::JoinIntro { channel: channel.clone() };
        return vec![intro, Say::PinIntro { channel: channel.clone() }];
    }
    if *audience != Audience::Internal {
        return Vec::new();
    }
    let card =
        |referral: &ReferralId| Say::SalesCard { referral: *referral, channel: channel.clone() };
    open.iter().map(card).collect()
}
