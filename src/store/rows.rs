//! Read rows: what each state looks like in the database, both ways.
//!
//! Here is what stands where; how a state becomes its row is in `setup`, `referral`, `case`,
//! `account`, `edition`, `board`, `shout`, `rhythm` and `application`.
//!
//! A row holds the whole state and nothing else, so writing one is "replace", and rebuilding all
//! rows from the log gives the same bytes. Lists stand as JSON text; no query looks inside,
//! but for which referrals are in a case.

mod account;
mod application;
mod board;
mod case;
mod counted;
mod edition;
mod plumbing;
mod referral;
mod rhythm;
mod setup;
mod shout;

use chrono::{DateTime, Utc};

use super::dialect::{Sql, row};

pub use counted::CountedRow;

pub use account::{
    AccountActivityRow, AccountDomainRow, AccountKeyRow, AccountOnRow, AccountRow, AliasRow,
    AskingRow,
};
pub use plumbing::{
    CardRow, DrawingRow, EventRow, FormRow, HomeRow, InboxRow, InstallationRow, InvitationRow,
    LinkCodeRow, LinkTryRow, OutboxRow, PersonalRow, TaskRow, ZoneRow,
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
        language: Option<String>,
        consent: Option<String>,
        tier: Option<String>,
        nudged_us: Option<i64>,
        agreed: Option<String>,
        start: Option<String>,
        start_open: bool,
        merged_into: Option<String>,
        taken_in: i64,
    }
    select {
        ALL: "order by partner_id";
        BY_ID: in "partner_id", "";
        AFTER: "where partner_id > $1 order by partner_id limit $2";
        STARTING: "where start_open order by partner_id";
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
        renumbered_to: Option<String>,
    }
    select {
        ALL: "order by channel_id";
        BY_ID: in "channel_id", "";
        UNANSWERED: "where audience is null and dead_code is null and not asked_again and asked_us <= $1 order by channel_id limit $2";
        RENUMBERED: "where renumbered_to is not null order by channel_id";
        PLACES: in "partner_id", "and audience = 'partner' or audience = 'internal' or audience = 'resolvers'";
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
        gone: String,
        wanted: Option<String>,
        added: String,
        acts: Option<String>,
        quizzes: String,
        certificate_end: Option<String>,
        feedback: String,
    }
    select {
        ALL: "order by person_id";
        BY_ID: in "person_id", "";
        NAMING: "where roles like $1 or from_groups like $1 order by person_id";
        ADMINS_OF: in "partner_id", "and partner_admin order by person_id";
        MEMBERS_OF: "where partner_id = $1 order by person_id";
        CERTIFIED: "where certificate_end < $1 order by person_id limit $2";
    }
}

row! {
    IdentityRow in "identity" key "identity" replace {
        identity: String,
        person_id: String,
    }
    select {
        ALL: "order by identity";
    }
}

/// A person, and the identity they were looked for by.
#[derive(Clone, sqlx::FromRow)]
pub struct KnownRow {
    pub identity: String,
    #[sqlx(flatten)]
    pub person: PersonRow,
}

impl KnownRow {
    pub const BY_IDENTITY: Sql = Sql {
        lite: "select identity.identity, person.* from identity join person using (person_id)
                where identity.identity in (select value from json_each($1))",
        pg: "select identity.identity, person.* from identity join person using (person_id)
              where identity.identity = any (array(select json_array_elements_text($1::json)))",
    };

    /// Under an identity, or under a user's in a workspace that is a partner's or has the app.
    pub const OF_USER: &'static str =
        "select identity.identity, person.* from identity join person using (person_id)
          where identity.identity = $1
             or identity.identity in (select workspace || ':' || $2 from partner_workspace
                                      union select workspace || ':' || $2 from installation)
          order by identity.identity";
}

row! {
    GroupRow in "user_group" key "group_id" replace {
        group_id: String,
        version: i64,
        workspace: String,
        grants: Option<String>,
        tier: Option<String>,
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
        first_decided_us: Option<i64>,
        decided_in_time: bool,
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
        closed_day: Option<String>,
        ended_by: Option<String>,
        updated_us: i64,
        on_behalf: bool,
        source: Option<String>,
        half_us: Option<i64>,
        nudge_us: Option<i64>,
        morning_us: Option<i64>,
        reminded: Option<String>,
        extended_us: Option<i64>,
        review_us: Option<i64>,
        contested: bool,
        active_us: Option<i64>,
        ruled: String,
        share_bp: Option<i64>,
        merged: Option<String>,
        paused_days: i64,
        paused_through_day: Option<String>,
        found: Option<String>,
        stood_us: i64,
        nurture: Option<String>,
        release: Option<String>,
        release_us: Option<i64>,
        naming: Option<String>,
        held_us: Option<i64>,
        came_back: bool,
        exception: Option<String>,
        deal: Option<String>,
        stated: Option<String>,
    }
    select {
        ALL: "order by submitted_us, referral_id";
        BY_ID: in "referral_id", "";
        BY_NUMBER: "where code = $1 and number = $2";
        LIVE_ON: in "domain", "and status in ('submitted', 'in_conflict', 'needs_info', 'approved')";
        ON: in "domain", "and status in ('submitted', 'in_conflict', 'needs_info', 'approved', 'expired', 'won', 'lost', 'released', 'reversed')";
        ALL_OF: in "partner_id", "";
        UNDECIDED_OF: in "partner_id", "and status in ('submitted', 'in_conflict', 'needs_info')";
        RELEASING: "where release_us < $1 and not match_open order by release_us, referral_id limit $2";
        RAN_OUT: "where status = 'approved' and expires_us <= $1 and not match_open order by expires_us, referral_id limit $2";
        NUDGED: "where nudge_us <= $1 order by nudge_us, referral_id limit $2";
        MORNING: "where morning_us <= $1 and (morning_us, referral_id) > ($2, $3)
                  order by morning_us, referral_id limit $4";
        LAPSING: "where lapses_us < $1 and not match_open order by lapses_us, referral_id limit $2";
        LIVE: "where status in ('submitted', 'in_conflict', 'needs_info', 'approved')
                order by submitted_us, referral_id";
        LIVE_OF: in "partner_id", "and status in ('submitted', 'in_conflict', 'needs_info', 'approved')
                order by submitted_us, referral_id";
        WITHOUT_CASE: "where review_us is not null and (held_us is null or held_us <= $1) and status in ('submitted', 'in_conflict', 'needs_info', 'approved')
                and not exists (select 1 from conflict_case as c where c.domain = referral.domain
                and c.phase in ('evidence', 'proposed', 'decided', 'appealed'))
                and not exists (select 1 from conflict_case as c where c.parties like '%' || referral.referral_id || '%'
                and c.phase in ('evidence', 'proposed', 'decided', 'appealed'))
                order by submitted_us, referral_id limit $2";
        LATEST: "order by submitted_us desc, referral_id desc limit $1";
    }
}

row! {
    CaseRow in "conflict_case" key "case_id" replace {
        case_id: String,
        version: i64,
        number: i64,
        domain: String,
        program: String,
        cause: String,
        opened_by: Option<String>,
        opened_us: i64,
        evidence_until_us: i64,
        phase: String,
        since_us: i64,
        due_us: Option<i64>,
        parties: String,
        gone: String,
        statements: String,
        asked: String,
        proposal: Option<String>,
        decided: Option<String>,
        appealed: Option<String>,
        appeal: Option<String>,
        waived: String,
        split: Option<String>,
        reminded: i64,
    }
    select {
        ALL: "order by number";
        BY_ID: in "case_id", "";
        OPEN_ON: in "domain", "and phase in ('evidence', 'proposed', 'decided', 'appealed')";
        OPEN: "where phase in ('evidence', 'proposed', 'decided', 'appealed') order by number";
        DUE: "where due_us < $1 order by due_us, case_id limit $2";
        NEWEST_ON: in "domain", "order by number desc";
        OPENED_WITH: "where opened_us >= $1 and opened_us < $2 and parties like $3 order by number";
    }
}

row! {
    EditionRow in "edition" key "program" replace {
        program: String,
        version: i64,
        announced: Option<String>,
        in_force_us: Option<i64>,
    }
    select {
        ALL: "order by program";
        ANNOUNCED: "where announced is not null order by program";
        // Two may have come at one instant: where a clock stood behind, decisions bear the log's last time.
        IN_FORCE: "where in_force_us is not null
                   order by in_force_us desc,
                         (select max(event.seq)
                            from event
                           where event.stream = 'program:' || edition.program
                             and event.kind = 'program_took_effect') desc
                   limit 1";
    }
}

row! {
    BoardRow in "board" key "period" replace {
        period: String,
        version: i64,
        taken_us: i64,
        counts: String,
        stage: String,
        since_us: i64,
        settled_by: Option<String>,
        post: Option<String>,
        late: Option<String>,
        shown: String,
        lowered: String,
    }
    select {
        ALL: "order by period";
        BY_PERIOD: in "period", "";
        OPEN: "where stage in ('taken', 'previewed') order by period";
        POSTED: "where stage = 'posted' order by since_us desc, period desc limit $1";
    }
}

row! {
    ShoutRow in "shout" key "occasion" replace {
        occasion: String,
        version: i64,
        partner_id: String,
        about: String,
        stage: String,
        since_us: i64,
        draft: Option<String>,
        said_by: Option<String>,
        channels: String,
        due_us: Option<i64>,
    }
    select {
        ALL: "order by occasion";
        BY_OCCASION: in "occasion", "";
        OPEN: "where stage in ('suggested', 'drafted', 'scheduled')
               order by case stage when 'suggested' then 0 when 'drafted' then 1 else 2 end,
                        since_us desc, occasion
               limit $1";
        DUE: "where due_us <= $1 order by due_us, occasion";
        POSTED_OF: "where partner_id = $1 and stage = 'posted' and since_us >= $2 and since_us < $3
                    order by since_us, occasion";
    }
}

row! {
    RhythmRow in "rhythm" key "series" replace {
        series: String,
        version: i64,
        stage: String,
        since_us: i64,
        said_by: Option<String>,
        round_day: Option<String>,
        through: Option<String>,
        away: Option<String>,
    }
    select {
        ALL: "order by series";
        BY_SERIES: in "series", "";
    }
}

row! {
    ApplicationRow in "application" key "application_id" replace {
        application_id: String,
        version: i64,
        stage: String,
        since_us: i64,
        person_id: Option<String>,
        domain: Option<String>,
        invited: Option<String>,
        applied: Option<String>,
        questions: Option<String>,
        decision: Option<String>,
        reminded: bool,
        due_us: Option<i64>,
    }
    select {
        ALL: "order by application_id";
        BY_ID: in "application_id", "";
        OF: in "person_id", "";
        ON: in "domain", "";
        DUE: "where due_us <= $1 order by due_us, application_id limit $2";
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
