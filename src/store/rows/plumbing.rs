//! Rows that are no state: the log, people's words, inbox, forms, outbox, cards, installations, the
//! links that lead to them, and codes.

use chrono::{DateTime, Utc};

use crate::store::dialect::{Sql, row};
use crate::vault::Locked;

row! {
    /// An event as it stands in the log.
    EventRow in "event" key "seq" keep {
        seq: i64,
        stream: String,
        version: i64,
        kind: String,
        payload: String,
        actor: String,
        cause: String,
        program: String,
        at_us: i64,
        chain: String,
    }
    select {
        PAGE: "where seq > $1 order by seq limit $2";
        ABOUT: "where stream = $1 and seq > $2 order by seq";
        OF_ALL: in "stream", "order by stream, version";
        BY_FINGERPRINT: "where kind = 'submitted' and substr(chain, 1, length($1)) = $1 order by seq";
    }
}

row! {
    /// A name, an address or a text, and the random bytes that seal it.
    PersonalRow in "personal" key "subject, digest" replace {
        digest: String,
        subject: String,
        field: String,
        salt: String,
        text: String,
    }
}

impl PersonalRow {
    /// By pairs of subject and seal.
    pub const SEALED: Sql = Sql {
        lite: "select digest, subject, field, salt, text from personal where (subject, digest) in
                (select value ->> 0, value ->> 1 from json_each($1))",
        pg: "select digest, subject, field, salt, text from personal
              where subject = any (array(select value ->> 0 from json_array_elements($1::json)))
                and digest = any (array(select value ->> 1 from json_array_elements($1::json)))",
    };
}

row! {
    /// A delivery and what it was answered with.
    InboxRow in "inbox" key "key" keep {
        key: String,
        kind: String,
        workspace: String,
        identity: Option<String>,
        raw: String,
        answer: String,
        result: String,
        received_us: i64,
        done_us: i64,
    }
    select {
        BY_KEY: in "key", "";
    }
}

row! {
    /// A delivery that was acknowledged and is still to be worked on.
    TaskRow in "task" key "key" keep {
        key: String,
        errand: String,
        received_us: i64,
        due_us: i64,
        lease_until_us: i64,
        token: i64,
        attempts: i64,
    }
}

row! {
    /// A form that was opened, by its id.
    FormRow in "form" key "form_id" replace {
        form_id: String,
        flow: String,
        subject: String,
        seen_version: i64,
        identity: String,
        workspace: String,
        channel: Option<String>,
        opened_us: i64,
        answer: Option<String>,
    }
    select {
        BY_ID: in "form_id", "";
    }
}

row! {
    /// One thing to be said.
    OutboxRow in "outbox" key "seq" keep {
        seq: i64,
        queue: String,
        say: String,
        card_id: Option<String>,
        cause: String,
        due_us: i64,
        lease_until_us: i64,
        token: i64,
        attempts: i64,
        done_us: Option<i64>,
        outcome: Option<String>,
        said_us: i64,
        post_us: Option<i64>,
    }
}

row! {
    /// Where a card stands.
    CardRow in "card" key "card_id" replace {
        card_id: String,
        workspace: String,
        channel: String,
        message_id: String,
        posted_us: i64,
        address: Option<String>,
    }
    select {
        BY_ID: in "card_id", "";
        AT: "where channel = $1 and message_id = $2";
    }
}

row! {
    /// What a card or a Home was last acknowledged to show, and what draws it.
    DrawingRow in "drawing" key "card_id" replace {
        card_id: String,
        say: String,
        shown: Option<String>,
        looked_us: i64,
    }
    select {
        LOOKED_AT_BEFORE: "where looked_us < $1 order by looked_us, card_id limit $2";
    }
}

row! {
    /// A page in the app that somebody has opened.
    HomeRow in "home" key "home_id" replace {
        home_id: String,
        workspace: String,
        identity: String,
        opened_us: i64,
    }
    select {
        OF_PARTNER: "where not exists (
             select 1 from identity i join person p on p.person_id = i.person_id
              where i.identity = home.identity and p.partner_id <> $1) order by home_id";
        OF_PERSON: "where identity in (select identity from identity where person_id = $1) order by home_id";
    }
}

row! {
    /// In which time zone somebody lives, as their platform said last; empty where it does not say.
    ZoneRow in "person_zone" key "identity" replace {
        identity: String,
        zone: Option<String>,
        seen_us: i64,
    }
    select {
        BY_IDENTITY: "where identity = $1";
    }
}

row! {
    InstallationRow in "installation" key "workspace" replace {
        workspace: String,
        token_env: String,
        bot_user: Option<String>,
        dead_code: Option<String>,
        installed_us: i64,
        name: Option<String>,
        key_id: Option<String>,
        locked: Option<String>,
        proposed: Option<String>,
    }
    select {
        ALL: "order by workspace";
        BY_WORKSPACE: in "workspace", "";
        LOCKED: "where locked is not null order by workspace";
    }
}

impl InstallationRow {
    /// A workspace whose token stands in an environment variable.
    #[must_use]
    pub fn by_variable(workspace: String, variable: String, installed: DateTime<Utc>) -> Self {
        Self {
            workspace,
            token_env: variable,
            bot_user: None,
            dead_code: None,
            installed_us: installed.timestamp_micros(),
            name: None,
            key_id: None,
            locked: None,
            proposed: None,
        }
    }

    /// The token under lock; none where it stands in a variable.
    #[must_use]
    pub fn locked(&self) -> Option<Locked> {
        Some(Locked { key_id: self.key_id.clone()?, text: self.locked.clone()? })
    }

    /// Puts a token under lock into the row.
    #[must_use]
    pub fn with(self, locked: Locked) -> Self {
        Self { key_id: Some(locked.key_id), locked: Some(locked.text), ..self }
    }

    /// What people call the workspace; its id where its name is not known.
    #[must_use]
    pub fn shown(&self) -> &str {
        let id = self.workspace.split_once(':').map_or(self.workspace.as_str(), |(_, id)| id);
        self.name.as_deref().unwrap_or(id)
    }
}

row! {
    /// A link by which a partner's workspace installs the app, by the hash of its code.
    InvitationRow in "invitation" key "hash" replace {
        hash: String,
        partner_id: String,
        expires_us: i64,
    }
    select {
        BY_HASH: in "hash", "";
    }
}

row! {
    /// A code that works once, by its hash: for one partner, or for another account of its maker's.
    LinkCodeRow in "link_code" key "hash" replace {
        hash: String,
        partner_id: Option<String>,
        made_by: String,
        place: String,
        expires_us: i64,
    }
    select {
        BY_HASH: in "hash", "";
    }
}

row! {
    /// How often an account has typed codes that do not work.
    LinkTryRow in "link_try" key "identity" replace {
        identity: String,
        wrong: i64,
        last_us: i64,
    }
    select {
        BY_IDENTITY: in "identity", "";
    }
}
