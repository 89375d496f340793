//! Roles and members: what is filled in, what is listed, and what is left by who is gone.

use super::forms::{choices, input_of, list_of, sheet};
use super::list::{self, Page};
use super::news::role_word;
use super::referral::Facts;
use super::{home, note, plain, primary};
use crate::chat::limits;
use crate::chat::view::{Choice, Field, FieldKind, Form, Labelled, Line, Message, Part};
use crate::domain::actor::Role;
use crate::domain::actor::link::Standing;
use crate::domain::actor::roles::{Change, PeopleNo};
use crate::domain::ids::{FormId, PartnerId, PersonId};
use crate::text::{Arg, Voice};

/// The names of the inputs.
pub mod input {
    pub const PERSON: &str = "person";
    pub const ROLE: &str = "role";
    pub const CHANGE: &str = "change";
}

fn person(voice: &Voice<'_>) -> Field {
    let kind = FieldKind::Person { preset: None };
    input_of(voice, input::PERSON, "role-person", None, true, kind)
}

/// *Set a role*.
#[must_use]
pub fn role_form(voice: &Voice<'_>, id: &FormId) -> Form {
    let roles = Role::ALL
        .iter()
        .map(|role| Choice { value: role.to_string(), label: role_word(voice, *role) });
    let changes = Change::ALL.iter().map(|change| change.as_str());
    let give = Some(Change::Give.as_str());
    let changes = choices(voice, "role-change-", changes, give);
    let fields = vec![
        person(voice),
        input_of(voice, input::ROLE, "role-role", None, true, list_of(roles, None)),
        input_of(voice, input::CHANGE, "role-change", None, true, changes),
    ];
    sheet(voice, id, ("role", "role-title", "button-save"), fields)
}

/// *Change a member*.
#[must_use]
pub fn member_form(voice: &Voice<'_>, id: &FormId) -> Form {
    let changes = Standing::ALL.iter().map(|standing| standing.as_str());
    let changes = choices(voice, "member-change-", changes, None);
    let fields =
        vec![person(voice), input_of(voice, input::CHANGE, "member-change", None, true, changes)];
    sheet(voice, id, ("member", "member-title", "button-save"), fields)
}

/// What somebody's roles are after a change.
#[must_use]
pub fn role_set(
    voice: &Voice<'_>,
    who: &str,
    change: Change,
    role: Role,
    roles: impl Iterator<Item = Role>,
) -> Line {
    let role = role_word(voice, role);
    let list = roles.map(|role| role_word(voice, role)).collect::<Vec<_>>().join(", ");
    let args = [("who", Arg::Text(who)), ("role", Arg::Word(&role)), ("list", Arg::Word(&list))];
    let key = match change {
        Change::Give => "role",
        Change::Take if list.is_empty() => "role-taken-last",
        Change::Take => "role-taken",
    };
    voice.line(key, &args)
}

/// Who has which role, as far as a screen has room.
#[must_use]
pub fn roles(voice: &Voice<'_>, by_role: &[(Role, Vec<String>)]) -> Message {
    let nobody = voice.words("roles-nobody", &[]);
    let field = |(role, names): &(Role, Vec<String>)| {
        let names = if names.is_empty() { nobody.clone() } else { names.join(", ") };
        let value = Line::plain(limits::shorten(&names, limits::FIELD_VALUE));
        Labelled { label: role_word(voice, *role), value }
    };
    Message {
        parts: vec![
            Part::Text(voice.line("roles", &[])),
            Part::Fields(by_role.iter().map(field).collect()),
            Part::Context(voice.line("roles-context", &[])),
        ],
    }
}

/// Why somebody's role or membership was not changed; `who` is the person it is about.
#[must_use]
pub fn refused(voice: &Voice<'_>, why: PeopleNo, who: &str) -> Line {
    let key = match why {
        PeopleNo::NotAdmin => "no-role-admin",
        PeopleNo::NotManager => "no-role-partner_manager",
        PeopleNo::Guest => "role-guest",
        PeopleNo::Outside => "role-outside",
        PeopleNo::SpeaksForPartner => "role-speaks",
        PeopleNo::HasRole => "member-has-role",
        PeopleNo::Gone => "role-gone",
        PeopleNo::LastAdmin => "role-last-admin",
        PeopleNo::ByGroup => "role-by-group",
        PeopleNo::NothingToDecide => "member-settled",
        PeopleNo::NotAMember => "member-none",
    };
    voice.line(key, &[("who", Arg::Text(who))])
}

/// What is done from the list of what somebody has left: another owner is chosen, or the list is
/// shown as it stands now.
pub mod left {
    pub const CHOOSE: &str = "left";
    pub const LIST: &str = "list";
}

/// That somebody is gone, and the beginning of what needs another owner, each with its button.
#[must_use]
pub fn owner_left(voice: &Voice<'_>, person: &PersonId, who: &str, owned: &Page) -> Vec<Part> {
    let told = [("owner", Arg::Text(who)), ("n", Arg::count(owned.of))];
    let mut parts = vec![Part::Text(voice.line("owner-left", &told))];
    parts.extend(owned.items.iter().map(|item| home::row_of_owner(voice, item, left::CHOOSE)));
    if (owned.items.len() as u64) < owned.of {
        parts.push(Part::Context(list::place(voice, owned)));
        // The rest stands there when these have found one.
        let waits = voice.words("button-show-waiting", &[]);
        let waits = plain(waits, "owner", left::LIST, &person.to_string(), 0);
        parts.push(Part::Buttons(vec![waits]));
    }
    parts
}

/// Somebody else has found a referral an owner since.
#[must_use]
pub fn owner_found(voice: &Voice<'_>, facts: &Facts) -> Line {
    let number = facts.referral.number().to_string();
    let owner = facts.name(voice, facts.referral.owner.as_ref());
    voice.line("owner-left-settled", &[("ref", Arg::Word(&number)), ("owner", Arg::Text(&owner))])
}

/// To somebody we cannot place: one press tells who can, the manager of this partner.
#[must_use]
pub fn not_linked(voice: &Voice<'_>, asked: Option<(&PartnerId, &str)>) -> Message {
    let Some((partner, manager)) = asked else {
        return note(voice.line("not-linked-unmanaged", &[]));
    };
    let ask = voice.words("button-ask-link", &[]);
    let ask = primary(ask, "member", "ask", &partner.to_string(), 0);
    let line = voice.line("not-linked", &[("manager", Arg::Text(manager))]);
    Message { parts: vec![Part::Text(line), Part::Buttons(vec![ask])] }
}
