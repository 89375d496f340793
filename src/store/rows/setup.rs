//! Partners, channels, people and groups as rows, and back.

use std::collections::BTreeSet;

use super::{BadRow, ChannelRow, Columns, GroupRow, PartnerRow, PersonRow, json};
use crate::domain::actor::{Membership, Person, Role};
use crate::domain::group::UserGroup;
use crate::domain::knowledge::quiz::first_end;
use crate::domain::outcome::Seal;
use crate::domain::partner::{Asked, Channel, Consent, Partner};
use crate::domain::start::Start;

impl From<&Partner> for PartnerRow {
    fn from(partner: &Partner) -> Self {
        Self {
            partner_id: partner.id.to_string(),
            version: partner.version,
            code: partner.code.to_string(),
            name: partner.name.clone(),
            state: partner.state.as_str().to_owned(),
            domains: json(&partner.domains),
            workspaces: json(&partner.workspaces),
            test: partner.test,
            sent: i64::from(partner.sent),
            taken_in: i64::from(partner.taken_in),
            added_us: partner.added_at.timestamp_micros(),
            kind: partner.kind.map(|kind| kind.to_string()),
            manager: partner.manager.map(|manager| manager.to_string()),
            paused_us: partner.paused_at.map(|at| at.timestamp_micros()),
            reason: partner.reason.as_ref().map(|reason| reason.0.clone()),
            merged_into: partner.merged_into.map(|into| into.to_string()),
            former_codes: json(&partner.former_codes),
            language: partner.language.map(|language| language.to_string()),
            consent: (partner.consent != Consent::default()).then(|| json(&partner.consent)),
            tier: partner.tier.as_ref().map(json),
            nudged_us: partner.nudged_at.map(|at| at.timestamp_micros()),
            agreed: partner.agreed.as_ref().map(json),
            start: (partner.start != Start::default()).then(|| json(&partner.start)),
            start_open: partner.start.is_open(),
        }
    }
}

impl TryFrom<&PartnerRow> for Partner {
    type Error = BadRow;

    fn try_from(row: &PartnerRow) -> Result<Self, BadRow> {
        let read = Columns { table: "partner", key: &row.partner_id };
        Ok(Self {
            id: read.parse("partner_id", &row.partner_id)?,
            version: row.version,
            code: read.parse("code", &row.code)?,
            name: row.name.clone(),
            state: read.parse("state", &row.state)?,
            domains: read.list("domains", &row.domains)?,
            workspaces: read.list("workspaces", &row.workspaces)?,
            test: row.test,
            sent: read.count("sent", row.sent)?,
            taken_in: read.count("taken_in", row.taken_in)?,
            added_at: read.time("added_us", row.added_us)?,
            kind: read.maybe("kind", row.kind.as_ref())?,
            manager: read.maybe("manager", row.manager.as_ref())?,
            paused_at: row.paused_us.map(|us| read.time("paused_us", us)).transpose()?,
            reason: row.reason.clone().map(Seal),
            merged_into: read.maybe("merged_into", row.merged_into.as_ref())?,
            former_codes: read.list("former_codes", &row.former_codes)?,
            language: read.maybe("language", row.language.as_ref())?,
            consent: row
                .consent
                .as_ref()
                .map_or_else(|| Ok(Consent::default()), |consent| read.list("consent", consent))?,
            tier: row.tier.as_ref().map(|text| read.list("tier", text)).transpose()?,
            nudged_at: row.nudged_us.map(|us| read.time("nudged_us", us)).transpose()?,
            agreed: row.agreed.as_ref().map(|text| read.list("agreed", text)).transpose()?,
            start: row
                .start
                .as_ref()
                .map_or_else(|| Ok(Start::default()), |start| read.list("start", start))?,
        })
    }
}

impl From<&Channel> for ChannelRow {
    fn from(channel: &Channel) -> Self {
        Self {
            channel_id: channel.id.clone(),
            version: channel.version,
            workspace: channel.workspace.clone(),
            audience: channel.audience.map(|audience| audience.to_string()),
            partner_id: channel.partner.as_ref().map(ToString::to_string),
            dead_code: channel.dead.clone(),
            linked_us: channel.linked_at.timestamp_micros(),
            name: channel.name.clone(),
            companies: json(&channel.companies),
            asked_of: channel.asked.as_ref().map(|asked| asked.of.clone()),
            asked_us: channel.asked.as_ref().map(|asked| asked.at.timestamp_micros()),
            asked_again: channel.asked.as_ref().is_some_and(|asked| asked.again),
            renumbered_to: channel.renumbered_to.clone(),
        }
    }
}

impl TryFrom<&ChannelRow> for Channel {
    type Error = BadRow;

    fn try_from(row: &ChannelRow) -> Result<Self, BadRow> {
        let read = Columns { table: "channel", key: &row.channel_id };
        let asked_at = row.asked_us.map(|us| read.time("asked_us", us)).transpose()?;
        Ok(Self {
            id: row.channel_id.clone(),
            version: row.version,
            workspace: row.workspace.clone(),
            audience: read.maybe("audience", row.audience.as_ref())?,
            partner: read.maybe("partner_id", row.partner_id.as_ref())?,
            dead: row.dead_code.clone(),
            linked_at: read.time("linked_us", row.linked_us)?,
            name: row.name.clone(),
            companies: read.list("companies", &row.companies)?,
            asked: row.asked_of.clone().zip(asked_at).map(|(of, at)| Asked {
                of,
                at,
                again: row.asked_again,
            }),
            renumbered_to: row.renumbered_to.clone(),
        })
    }
}

impl From<&Person> for PersonRow {
    fn from(person: &Person) -> Self {
        let membership = person.membership.as_ref();
        Self {
            person_id: person.id.to_string(),
            version: person.version,
            name: person.name.as_ref().map(|name| name.0.clone()),
            roles: json(&person.roles),
            partner_id: membership.map(|membership| membership.partner.to_string()),
            partner_admin: membership.is_some_and(|membership| membership.admin),
            identities: json(&person.identities),
            from_groups: json(&person.from_groups),
            member_group: membership.and_then(|membership| membership.group.clone()),
            link: person.link.as_ref().map(json),
            gone: json(&person.gone),
            wanted: person.wanted.as_ref().map(json),
            added: json(&person.added),
            acts: person.acts.clone(),
            quizzes: json(&person.quizzes),
            certificate_end: first_end(&person.quizzes).map(|day| day.to_string()),
            feedback: json(&person.feedback),
        }
    }
}

impl TryFrom<&PersonRow> for Person {
    type Error = BadRow;

    fn try_from(row: &PersonRow) -> Result<Self, BadRow> {
        let read = Columns { table: "person", key: &row.person_id };
        let partner = read.maybe("partner_id", row.partner_id.as_ref())?;
        Ok(Self {
            id: read.parse("person_id", &row.person_id)?,
            version: row.version,
            identities: read.list::<BTreeSet<String>>("identities", &row.identities)?,
            name: row.name.clone().map(Seal),
            roles: read.list::<BTreeSet<Role>>("roles", &row.roles)?,
            from_groups: read.list("from_groups", &row.from_groups)?,
            membership: partner.map(|partner| Membership {
                partner,
                admin: row.partner_admin,
                group: row.member_group.clone(),
            }),
            link: row.link.as_ref().map(|text| read.list("link", text)).transpose()?,
            gone: read.list("gone", &row.gone)?,
            wanted: row.wanted.as_ref().map(|text| read.list("wanted", text)).transpose()?,
            added: read.list("added", &row.added)?,
            acts: row.acts.clone(),
            quizzes: read.list("quizzes", &row.quizzes)?,
            feedback: read.list("feedback", &row.feedback)?,
        })
    }
}

impl From<&UserGroup> for GroupRow {
    fn from(group: &UserGroup) -> Self {
        Self {
            group_id: group.id.clone(),
            version: group.version,
            workspace: group.workspace.clone(),
            grants: group.grants.as_ref().map(json),
            tier: group.tier.clone(),
        }
    }
}

impl TryFrom<&GroupRow> for UserGroup {
    type Error = BadRow;

    fn try_from(row: &GroupRow) -> Result<Self, BadRow> {
        let read = Columns { table: "user_group", key: &row.group_id };
        Ok(Self {
            id: row.group_id.clone(),
            version: row.version,
            workspace: row.workspace.clone(),
            grants: row.grants.as_ref().map(|text| read.list("grants", text)).transpose()?,
            tier: row.tier.clone(),
        })
    }
}
