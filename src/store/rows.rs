//! Read rows: what each state looks like in the database, both ways.
//!
//! Here is what stands where; how a state becomes its row is in `setup` and `referral`.
//!
//! A row holds the whole state and nothing else, so writing one is "replace", and rebuilding all
//! rows from the log gives the same bytes. Lists stand as JSON text; no query looks inside.

mod plumbing;
mod referral;
mod setup;

use chrono::{DateTime, Utc};

use super::dialect::row;

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
        LIVE: "where status in ('submitted', 'in_conflict', 'needs_info', 'approved')
                order by submitted_us desc, referral_id desc";
        LIVE_OF: in "partner_id", "and status in ('submitted', 'in_conflict', 'needs_info', 'approved')
                order by submitted_us desc, referral_id desc";
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
