//! Rows that are no state: the log, people's words, inbox, forms, outbox, cards, installations.

use crate::store::dialect::row;

row! {
    /// An event as it stands in the log.
    EventRow in "event" key "seq" keep {
        bigint seq: i64,
        text stream: String,
        bigint version: i64,
        text kind: String,
        text payload: String,
        text actor: String,
        text cause: String,
        text program: String,
        bigint at_us: i64,
        text chain: String,
    }
    select {
        PAGE: "where seq > $1 order by seq limit $2";
        BY_FINGERPRINT: "where kind = 'submitted' and substr(chain, 1, length($1)) = $1 order by seq";
    }
}

row! {
    /// A name, an address or a text, and the random bytes that seal it.
    PersonalRow in "personal" key "digest" replace {
        text digest: String,
        text subject: String,
        text field: String,
        text salt: String,
        text text: String,
    }
    select {
        BY_DIGEST: in "digest", "";
    }
}

row! {
    /// A delivery and what it was answered with.
    InboxRow in "inbox" key "key" keep {
        text key: String,
        text kind: String,
        text workspace: String,
        text identity: Option<String>,
        text raw: String,
        text answer: String,
        text result: String,
        bigint received_us: i64,
        bigint done_us: i64,
    }
    select {
        BY_KEY: in "key", "";
    }
}

row! {
    /// A delivery that was acknowledged and is still to be worked on.
    TaskRow in "task" key "key" keep {
        text key: String,
        text errand: String,
        bigint received_us: i64,
        bigint due_us: i64,
        bigint lease_until_us: i64,
        bigint token: i64,
        bigint attempts: i64,
    }
}

row! {
    /// A form that was opened, by its id.
    FormRow in "form" key "form_id" replace {
        text form_id: String,
        text flow: String,
        text subject: String,
        bigint seen_version: i64,
        text identity: String,
        text workspace: String,
        text channel: Option<String>,
        bigint opened_us: i64,
        text answer: Option<String>,
    }
    select {
        BY_ID: in "form_id", "";
    }
}

row! {
    /// One thing to be said.
    OutboxRow in "outbox" key "seq" keep {
        bigint seq: i64,
        text queue: String,
        text say: String,
        text card_id: Option<String>,
        text cause: String,
        bigint due_us: i64,
        bigint lease_until_us: i64,
        bigint token: i64,
        bigint attempts: i64,
        bigint done_us: Option<i64>,
        text outcome: Option<String>,
        bigint said_us: i64,
    }
}

row! {
    /// Where a card stands.
    CardRow in "card" key "card_id" replace {
        text card_id: String,
        text workspace: String,
        text channel: String,
        text message_id: String,
        bigint posted_us: i64,
    }
    select {
        BY_ID: in "card_id", "";
        AT: "where channel = $1 and message_id = $2";
    }
}

row! {
    InstallationRow in "installation" key "workspace" replace {
        text workspace: String,
        text token_env: String,
        text bot_user: Option<String>,
        text dead_code: Option<String>,
        bigint installed_us: i64,
    }
    select {
        ALL: "order by workspace";
        BY_WORKSPACE: in "workspace", "";
    }
}
