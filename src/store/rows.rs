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
    CardRow, EventRow, FormRow, HomeRow, InboxRow, InstallationRow, InvitationRow, OutboxRow,
    PersonalRow, TaskRow,
};

row! {
    PartnerRow in "partner" key "partner_id" replace {
        partner_id: String,
        version: i64,
        code: String,
        name: String,
        state: String,
        domains: String,
        workspaces: String,
        test: bool,
        sent: i64,
        added_us: i64,
        kind: Option<String>,
        manager: Option<String>,
        paused_us: Option<i64>,
        reason: Option<String>,
        former_codes: String,
    }
    select {
        ALL: "order by partner_id";
        BY_ID: in "partner_id", "";
    }
}

row! {
    WorkspaceRow in "partner_workspace" key "workspace" replace {
        workspace: String,
        partner_id: String,
    }
    select {
        ALL: "order by workspace";
        BY_WORKSPACE: "where workspace = $1";
    }
}

row! {
    ChannelRow in "channel" key "channel_id" replace {
        channel_id: String,
        version: i64,
        workspace: String,
        audience: Option<String>,
        partner_id: Option<String>,
        dead_code: Option<String>,
        linked_us: i64,
        name: Option<String>,
        companies: String,
        asked_of: Option<String>,
        asked_us: Option<i64>,
        asked_again: bool,
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
        person_id: String,
        version: i64,
        name: Option<String>,
        roles: String,
        partner_id: Option<String>,
        partner_admin: bool,
        identities: String,
        from_groups: String,
        member_group: Option<String>,
        link: Option<String>,
    }
    select {
        ALL: "order by person_id";
        BY_ID: in "person_id", "";
    }
}

row! {
    IdentityRow in "identity" key "identity" replace {
        identity: String,
        person_id: String,
    }
    select {
        ALL: "order by identity";
        BY_IDENTITY: in "identity", "";
    }
}

row! {
    GroupRow in "user_group" key "group_id" replace {
        group_id: String,
        version: i64,
        workspace: String,
        grants: Option<String>,
    }
    select {
        ALL: "order by group_id";
        BY_ID: in "group_id", "";
    }
}

row! {
    ReferralRow in "referral" key "referral_id" replace {
        referral_id: String,
        version: i64,
        partner_id: String,
        code: String,
        number: i64,
        form_id: String,
        status: String,
        stage: Option<String>,
        domain: String,
        company: String,
        need: String,
        relationship: String,
        introduction: String,
        basis: String,
        contact_name: Option<String>,
        contact_email: Option<String>,
        job_title: Option<String>,
        submitted_by: String,
        submitted_us: i64,
        due_us: i64,
        receipt: String,
        program: String,
        owner: Option<String>,
        note: Option<String>,
        decided_by: Option<String>,
        decided_us: Option<i64>,
        late_days: i64,
        protected_through_day: Option<String>,
        expires_us: Option<i64>,
        in_line_since_us: i64,
        since_us: i64,
        promise_due_us: i64,
        stopped_us: Option<i64>,
        match_open: bool,
        off_limits: bool,
        question: Option<String>,
        lapses_us: Option<i64>,
        next_step: Option<String>,
        reason: Option<String>,
        partner_text: Option<String>,
        closing: Option<String>,
        ended_by: Option<String>,
        updated_us: i64,
        on_behalf: bool,
        source: Option<String>,
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
