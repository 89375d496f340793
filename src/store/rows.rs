//! Read rows: what each state looks like in the database, both ways.
//!
//! A row holds the whole state and nothing else, so writing one is "replace", and rebuilding all
//! rows from the log gives the same bytes. Lists stand as JSON text; no query looks inside.

mod plumbing;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::dialect::row;
use crate::domain::account::Domain;
use crate::domain::actor::{Membership, Person, Role};
use crate::domain::group::UserGroup;
use crate::domain::ids::{PartnerCode, ReferralNumber};
use crate::domain::outcome::{Seal, Submission};
use crate::domain::partner::{Asked, Channel, Partner};
use crate::domain::referral::{Decision, Promise, Protection, Referral, Status};

pub use plumbing::{
    CardRow, EventRow, FormRow, InboxRow, InstallationRow, OutboxRow, PersonalRow, TaskRow,
};

row! {
    PartnerRow in "partner" key "partner_id" replace {
        text partner_id: String,
        bigint version: i64,
        text code: String,
        text name: String,
        text state: String,
        text domains: String,
        text workspaces: String,
        bool test: bool,
        bigint sent: i64,
        bigint added_us: i64,
        text kind: Option<String>,
        text manager: Option<String>,
        bigint paused_us: Option<i64>,
        text reason: Option<String>,
        text former_codes: String,
    }
    select {
        ALL: "order by partner_id";
        BY_ID: in "partner_id", "";
    }
}

row! {
    WorkspaceRow in "partner_workspace" key "workspace" replace {
        text workspace: String,
        text partner_id: String,
    }
    select {
        ALL: "order by workspace";
        BY_WORKSPACE: "where workspace = $1";
    }
}

row! {
    ChannelRow in "channel" key "channel_id" replace {
        text channel_id: String,
        bigint version: i64,
        text workspace: String,
        text audience: Option<String>,
        text partner_id: Option<String>,
        text dead_code: Option<String>,
        bigint linked_us: i64,
        text name: Option<String>,
        text companies: String,
        text asked_of: Option<String>,
        bigint asked_us: Option<i64>,
        bool asked_again: bool,
    }
    select {
        ALL: "order by channel_id";
        BY_ID: in "channel_id", "";
        UNANSWERED: "where audience is null and dead_code is null and not asked_again and asked_us <= $1 order by channel_id limit $2";
        PLACES: in "partner_id", "and audience = 'partner' or audience = 'internal'";
    }
}

row! {
    PersonRow in "person" key "person_id" replace {
        text person_id: String,
        bigint version: i64,
        text name: Option<String>,
        text roles: String,
        text partner_id: Option<String>,
        bool partner_admin: bool,
        text identities: String,
        text from_groups: String,
        text member_group: Option<String>,
        text link: Option<String>,
    }
    select {
        ALL: "order by person_id";
        BY_ID: in "person_id", "";
    }
}

row! {
    IdentityRow in "identity" key "identity" replace {
        text identity: String,
        text person_id: String,
    }
    select {
        ALL: "order by identity";
        BY_IDENTITY: in "identity", "";
    }
}

row! {
    GroupRow in "user_group" key "group_id" replace {
        text group_id: String,
        bigint version: i64,
        text workspace: String,
        text grants: Option<String>,
    }
    select {
        ALL: "order by group_id";
        BY_ID: in "group_id", "";
    }
}

row! {
    ReferralRow in "referral" key "referral_id" replace {
        text referral_id: String,
        bigint version: i64,
        text partner_id: String,
        text code: String,
        bigint number: i64,
        text form_id: String,
        text status: String,
        text stage: Option<String>,
        text domain: String,
        text company: String,
        text need: String,
        text relationship: String,
        text introduction: String,
        text basis: String,
        text contact_name: Option<String>,
        text contact_email: Option<String>,
        text job_title: Option<String>,
        text submitted_by: String,
        bigint submitted_us: i64,
        bigint due_us: i64,
        text receipt: String,
        text program: String,
        text owner: Option<String>,
        text note: Option<String>,
        text decided_by: Option<String>,
        bigint decided_us: Option<i64>,
        bigint late_days: i64,
        text protected_through_day: Option<String>,
        bigint expires_us: Option<i64>,
        bigint in_line_since_us: i64,
        bigint since_us: i64,
        bigint promise_due_us: i64,
        bigint stopped_us: Option<i64>,
        bool match_open: bool,
        bool off_limits: bool,
        text question: Option<String>,
        bigint lapses_us: Option<i64>,
        text next_step: Option<String>,
        text reason: Option<String>,
        text partner_text: Option<String>,
        text closing: Option<String>,
        text ended_by: Option<String>,
        bigint updated_us: i64,
        bool on_behalf: bool,
    }
    select {
        ALL: "order by submitted_us, referral_id";
        BY_ID: in "referral_id", "";
        BY_FORM: in "form_id", "";
        BY_NUMBER: "where partner_id in (select partner_id from partner where code = $1) and number = $2";
        LIVE_ON: in "domain", "and status in ('submitted', 'in_conflict', 'needs_info', 'approved')";
        UNDECIDED_OF: in "partner_id", "and status in ('submitted', 'in_conflict', 'needs_info')";
        RAN_OUT: "where status = 'approved' and expires_us <= $1 order by expires_us, referral_id limit $2";
        LAPSING: "where lapses_us < $1 order by lapses_us, referral_id limit $2";
        LATEST: "order by submitted_us desc, referral_id desc limit $1";
    }
}

/// A row that does not read back as the state it was written from: somebody changed the database
/// by hand, or a newer version wrote it.
#[derive(Debug, thiserror::Error)]
#[error("{table} {key}: column {column} does not read back")]
pub struct BadRow {
    pub table: &'static str,
    pub key: String,
    pub column: &'static str,
}

/// Reads columns of one row, naming the first that does not fit.
struct Columns<'a> {
    table: &'static str,
    key: &'a str,
}

impl Columns<'_> {
    fn bad(&self, column: &'static str) -> BadRow {
        BadRow { table: self.table, key: self.key.to_owned(), column }
    }

    fn parse<T: std::str::FromStr>(&self, column: &'static str, text: &str) -> Result<T, BadRow> {
        text.parse().map_err(|_| self.bad(column))
    }

    fn maybe<T: std::str::FromStr>(
        &self,
        column: &'static str,
        text: Option<&String>,
    ) -> Result<Option<T>, BadRow> {
        text.map(|text| self.parse(column, text)).transpose()
    }

    fn list<T: serde::de::DeserializeOwned>(
        &self,
        column: &'static str,
        text: &str,
    ) -> Result<T, BadRow> {
        serde_json::from_str(text).map_err(|_| self.bad(column))
    }

    fn time(&self, column: &'static str, us: i64) -> Result<DateTime<Utc>, BadRow> {
        DateTime::from_timestamp_micros(us).ok_or_else(|| self.bad(column))
    }

    fn count(&self, column: &'static str, value: i64) -> Result<u32, BadRow> {
        u32::try_from(value).map_err(|_| self.bad(column))
    }
}

/// Lists of plain words always become JSON.
fn json<T: serde::Serialize>(list: &T) -> String {
    serde_json::to_string(list).unwrap_or_else(|_| "[]".to_owned())
}

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
            added_us: partner.added_at.timestamp_micros(),
            kind: partner.kind.map(|kind| kind.to_string()),
            manager: partner.manager.map(|manager| manager.to_string()),
            paused_us: partner.paused_at.map(|at| at.timestamp_micros()),
            reason: partner.reason.as_ref().map(|reason| reason.0.clone()),
            former_codes: json(&partner.former_codes),
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
            added_at: read.time("added_us", row.added_us)?,
            kind: read.maybe("kind", row.kind.as_ref())?,
            manager: read.maybe("manager", row.manager.as_ref())?,
            paused_at: row.paused_us.map(|us| read.time("paused_us", us)).transpose()?,
            reason: row.reason.clone().map(Seal),
            former_codes: read.list("former_codes", &row.former_codes)?,
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
        })
    }
}

impl From<&Referral> for ReferralRow {
    fn from(referral: &Referral) -> Self {
        let sent = &referral.submission;
        let text = |seal: &Option<Seal>| seal.as_ref().map(|seal| seal.0.clone());
        let decision = referral.decision.as_ref();
        let protection = referral.protection.as_ref();
        Self {
            referral_id: referral.id.to_string(),
            version: referral.version,
            partner_id: sent.partner.to_string(),
            code: sent.number.code.to_string(),
            number: i64::from(sent.number.count),
            form_id: sent.form.to_string(),
            status: referral.status.to_string(),
            stage: referral.stage.map(|stage| stage.to_string()),
            domain: sent.domain.to_string(),
            company: sent.company.0.clone(),
            need: sent.need.0.clone(),
            relationship: sent.relationship.to_string(),
            introduction: sent.introduction.to_string(),
            basis: sent.basis.to_string(),
            contact_name: text(&sent.contact_name),
            contact_email: text(&sent.contact_email),
            job_title: text(&sent.job_title),
            submitted_by: sent.by.to_string(),
            submitted_us: referral.submitted_at.timestamp_micros(),
            due_us: sent.due.timestamp_micros(),
            receipt: referral.receipt.clone(),
            program: referral.program.clone(),
            owner: referral.owner.as_ref().map(ToString::to_string),
            note: text(&referral.note),
            decided_by: decision.map(|decision| decision.by.to_string()),
            decided_us: decision.map(|decision| decision.at.timestamp_micros()),
            late_days: i64::from(referral.late_days),
            protected_through_day: protection.map(|protection| protection.through.to_string()),
            expires_us: protection.map(|protection| protection.expires.timestamp_micros()),
            in_line_since_us: referral.in_line_since.timestamp_micros(),
            since_us: referral.since.timestamp_micros(),
            promise_due_us: referral.promise.due.timestamp_micros(),
            stopped_us: referral.promise.stopped_at.map(|at| at.timestamp_micros()),
            match_open: referral.match_open,
            off_limits: referral.off_limits,
            question: referral.question.as_ref().map(json),
            lapses_us: lapses(referral).map(|at| at.timestamp_micros()),
            next_step: text(&referral.next_step),
            reason: referral.reason.clone(),
            partner_text: text(&referral.text),
            closing: referral.closing.as_ref().map(json),
            ended_by: referral.ended_by.map(|by| by.to_string()),
            updated_us: referral.updated_at.timestamp_micros(),
            on_behalf: sent.on_behalf,
        }
    }
}

/// When an open question lapses: the clock's job asks for it.
fn lapses(referral: &Referral) -> Option<DateTime<Utc>> {
    let open = referral.status == Status::NeedsInfo;
    referral.question.as_ref().filter(|_| open).map(|question| question.lapses)
}

impl TryFrom<&ReferralRow> for Referral {
    type Error = BadRow;

    fn try_from(row: &ReferralRow) -> Result<Self, BadRow> {
        let read = Columns { table: "referral", key: &row.referral_id };
        let seal = |text: &Option<String>| text.clone().map(Seal);
        let code: PartnerCode = read.parse("code", &row.code)?;
        let decided_by = read.maybe("decided_by", row.decided_by.as_ref())?;
        let decided_at = row.decided_us.map(|us| read.time("decided_us", us)).transpose()?;
        let through: Option<NaiveDate> =
            read.maybe("protected_through_day", row.protected_through_day.as_ref())?;
        let expires = row.expires_us.map(|us| read.time("expires_us", us)).transpose()?;
        Ok(Self {
            id: read.parse("referral_id", &row.referral_id)?,
            version: row.version,
            submission: Submission {
                partner: read.parse("partner_id", &row.partner_id)?,
                number: ReferralNumber { code, count: read.count("number", row.number)? },
                form: read.parse("form_id", &row.form_id)?,
                domain: Domain::stored(row.domain.clone()),
                company: Seal(row.company.clone()),
                need: Seal(row.need.clone()),
                relationship: read.parse("relationship", &row.relationship)?,
                introduction: read.parse("introduction", &row.introduction)?,
                basis: read.parse("basis", &row.basis)?,
                contact_name: seal(&row.contact_name),
                contact_email: seal(&row.contact_email),
                job_title: seal(&row.job_title),
                by: read.parse("submitted_by", &row.submitted_by)?,
                on_behalf: row.on_behalf,
                due: read.time("due_us", row.due_us)?,
            },
            submitted_at: read.time("submitted_us", row.submitted_us)?,
            receipt: row.receipt.clone(),
            program: row.program.clone(),
            status: read.parse("status", &row.status)?,
            stage: read.maybe("stage", row.stage.as_ref())?,
            owner: read.maybe("owner", row.owner.as_ref())?,
            note: seal(&row.note),
            decision: decided_by.zip(decided_at).map(|(by, at)| Decision { by, at }),
            late_days: read.count("late_days", row.late_days)?,
            protection: through
                .zip(expires)
                .map(|(through, expires)| Protection { through, expires }),
            in_line_since: read.time("in_line_since_us", row.in_line_since_us)?,
            since: read.time("since_us", row.since_us)?,
            promise: Promise {
                due: read.time("promise_due_us", row.promise_due_us)?,
                stopped_at: row.stopped_us.map(|us| read.time("stopped_us", us)).transpose()?,
            },
            match_open: row.match_open,
            off_limits: row.off_limits,
            question: row.question.as_ref().map(|text| read.list("question", text)).transpose()?,
            next_step: seal(&row.next_step),
            reason: row.reason.clone(),
            text: seal(&row.partner_text),
            closing: row.closing.as_ref().map(|text| read.list("closing", text)).transpose()?,
            ended_by: read.maybe("ended_by", row.ended_by.as_ref())?,
            updated_at: read.time("updated_us", row.updated_us)?,
        })
    }
}
