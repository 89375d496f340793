//! Every variable there is, with its meaning: `.env.example` is made from this table, and what
//! looks like one of ours without being in it is pointed out.

use crate::spelling::nearest;

/// A variable of the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    pub name: &'static str,
    /// Sentences for whoever sets it.
    pub meaning: &'static str,
    /// What holds when it is not set; empty where that is simply "nothing".
    pub default: &'static str,
}

/// In the order in which `.env.example` shows them.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: "SLACK_BOT_TOKEN",
        meaning: "The bot's token on Slack, xoxb-…. Without any token, here or of Discord, Vouch runs in its sandbox.",
        default: "",
    },
    Variable {
        name: "SLACK_APP_TOKEN",
        meaning: "The app-level token, xapp-…: deliveries come through Socket Mode.",
        default: "",
    },
    Variable {
        name: "SLACK_SIGNING_SECRET",
        meaning: "Deliveries come as signed HTTP requests to /slack/events. One of the two is needed, both may be set.",
        default: "",
    },
    Variable {
        name: "SLACK_CLIENT_ID",
        meaning: "With SLACK_CLIENT_SECRET: partners may install the app in their own workspaces. Both stand in the app's settings.",
        default: "",
    },
    Variable { name: "SLACK_CLIENT_SECRET", meaning: "See SLACK_CLIENT_ID.", default: "" },
    Variable {
        name: "SLACK_API_BASE_URL",
        meaning: "Everything before the method's name. https, or http on this machine.",
        default: "https://slack.com/api",
    },
    Variable {
        name: "DISCORD_BOT_TOKEN",
        meaning: "The token of the application's bot on Discord: beside Slack, or alone.",
        default: "",
    },
    Variable {
        name: "DISCORD_APPLICATION_ID",
        meaning: "The application's number. Needed with DISCORD_BOT_TOKEN.",
        default: "",
    },
    Variable {
        name: "DISCORD_GUILD_ID",
        meaning: "The number of your server: the only one in which the bot works. Needed with DISCORD_BOT_TOKEN.",
        default: "",
    },
    Variable {
        name: "DISCORD_INBOUND",
        meaning: "gateway, or http: commands, buttons and forms come as signed requests to /discord/interactions.",
        default: "gateway",
    },
    Variable {
        name: "DISCORD_PUBLIC_KEY",
        meaning: "The application's public key, 64 hex digits. Needed with DISCORD_INBOUND=http.",
        default: "",
    },
    Variable {
        name: "DISCORD_MEMBERS_INTENT",
        meaning: "1: Discord tells who leaves the server. \"Server Members Intent\" must be switched on in the application's settings.",
        default: "",
    },
    Variable {
        name: "DISCORD_API_BASE_URL",
        meaning: "Everything before /api. https, or http on this machine.",
        default: "https://discord.com",
    },
    Variable {
        name: "DATABASE_URL",
        meaning: "sqlite:// and a path, or postgres://user:password@host/database. The sandbox's default is sqlite://./data/sandbox.db.",
        default: "sqlite://./data/vouch.db",
    },
    Variable {
        name: "VOUCH_HTTP_ADDR",
        meaning: "Where /slack/events, /slack/install, /slack/oauth, /hooks/crm, /apply, /healthz and /readyz are served. Port 0 picks a free one.",
        default: "127.0.0.1:3000",
    },
    Variable {
        name: "VOUCH_PUBLIC_URL",
        meaning: "The https address at which a browser reaches VOUCH_HTTP_ADDR: partners install and companies apply there. Needed with SLACK_CLIENT_ID.",
        default: "",
    },
    Variable {
        name: "VOUCH_SECRET_KEY",
        meaning: "Encrypts the tokens of partners' workspaces, and signs the form of /apply: 64 hex digits, from openssl rand -hex 32. While keys change: the new one, a comma, the old one.",
        default: "",
    },
    Variable {
        name: "VOUCH_SECRET_KEY_FILE",
        meaning: "The file that holds the key, instead of VOUCH_SECRET_KEY.",
        default: "",
    },
    Variable {
        name: "VOUCH_HOOK_SECRET",
        meaning: "Your CRM signs its events to /hooks/crm with it: at least 16 characters without spaces or commas, from openssl rand -hex 32. While it changes: the new one, a comma, the old one. Without it there is no such address.",
        default: "",
    },
    Variable {
        name: "VOUCH_ADMIN_ADDR",
        meaning: "Where /metrics and /readyz with details are served. Port 0 picks a free one.",
        default: "127.0.0.1:3001",
    },
    Variable {
        name: "VOUCH_SANDBOX_ADDR",
        meaning: "Where the sandbox's page is served, on this machine only. Port 0 picks a free one.",
        default: "127.0.0.1:8700",
    },
    Variable {
        name: "VOUCH_SANDBOX",
        meaning: "0 forbids the sandbox: a start without tokens then stops with a sentence.",
        default: "",
    },
    Variable {
        name: "VOUCH_PROGRAM",
        meaning: "The file that holds your programme. Without it ./program.toml is read when it is there.",
        default: "",
    },
    Variable {
        name: "VOUCH_ADMINS",
        meaning: "Who is made admin at every start: slack:T0123:U0123 or discord:112233:445566, or the last part alone of somebody at home, with commas between.",
        default: "",
    },
    Variable {
        name: "VOUCH_COMMANDS",
        meaning: "Other names for slash commands, where another app owns one: refer=partner-refer, with commas between. For Slack print the manifest anew afterwards.",
        default: "",
    },
    Variable {
        name: "VOUCH_SETUP",
        meaning: "A set-up file (setup.toml) that is applied at every start, when it has changed.",
        default: "",
    },
    Variable {
        name: "VOUCH_LOG_FORMAT",
        meaning: "text or json. Logs go to standard error.",
        default: "text",
    },
    Variable {
        name: "RUST_LOG",
        meaning: "Which log lines are written: error, warn, info, debug, or a filter like vouch=debug.",
        default: "info",
    },
    Variable {
        name: "VOUCH_INBOX_DAYS",
        meaning: "For how many days the raw body of a delivery is kept after it was worked on.",
        default: "30",
    },
    Variable {
        name: "VOUCH_MIGRATE",
        meaning: "yes-i-have-a-backup: a new version may change the tables of a PostgreSQL database that holds events.",
        default: "",
    },
];

/// The text of `.env.example`: everything is commented out, so a copy changes nothing.
#[must_use]
pub fn env_example() -> String {
    let head = "# Copy this file to .env and take the # away in front of what you set.\n\
                # A variable of the process itself wins over this file; an empty value counts as not set.\n";
    let entry =
        |known: &Variable| format!("\n# {}\n#{}={}\n", known.meaning, known.name, known.default);
    std::iter::once(head.to_owned()).chain(VARIABLES.iter().map(entry)).collect()
}

/// A variable that looks like one of ours and means nothing to this version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownVariable {
    pub name: String,
    /// The one that was probably meant.
    pub guess: Option<&'static str>,
}

impl std::fmt::Display for UnknownVariable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is set, but this version of Vouch does not know it.", self.name)?;
        match self.guess {
            Some(guess) => write!(f, " Did you mean {guess}?"),
            None => Ok(()),
        }
    }
}

/// Those of `names` that carry one of our prefixes and are not in the table.
pub(super) fn unknown<'a>(names: impl Iterator<Item = &'a str>) -> Vec<UnknownVariable> {
    let ours = |name: &&str| {
        ["VOUCH_", "SLACK_", "DISCORD_"].iter().any(|prefix| name.starts_with(prefix))
    };
    let known = || VARIABLES.iter().map(|known| known.name);
    names
        .filter(ours)
        .filter(|name| VARIABLES.iter().all(|known| known.name != *name))
        .map(|name| UnknownVariable { name: name.to_owned(), guess: nearest(name, known()) })
        .collect()
}
