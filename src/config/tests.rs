//! Sandbox or real, each variable's wrong values, and that no sentence shows a value.

use proptest::prelude::*;

use super::environment::dot_env;
use super::*;

type Variables<'a> = &'a [(&'a str, &'a str)];

const BOT: (&str, &str) = ("SLACK_BOT_TOKEN", "xoxb-1");
const APP: (&str, &str) = ("SLACK_APP_TOKEN", "xapp-1");
const SIGN: (&str, &str) = ("SLACK_SIGNING_SECRET", "abc");

fn read(variables: Variables) -> Result<Config, ConfigError> {
    Config::read(&variables.iter().copied().collect())
}

fn sentence(variables: Variables) -> String {
    read(variables).map(|_| "no error".to_owned()).unwrap_or_else(|error| error.to_string())
}

#[test]
fn a_start_is_in_the_sandbox_or_real_and_never_by_accident() {
    let base = ("SLACK_API_BASE_URL", "http://127.0.0.1:8700/api");
    let forbid = ("VOUCH_SANDBOX", "0");
    let discord = ("DISCORD_BOT_TOKEN", "x");
    let (app_id, guild) = (("DISCORD_APPLICATION_ID", "1"), ("DISCORD_GUILD_ID", "2"));
    let half = ("DISCORD_API_BASE_URL", "http://127.0.0.1:8700/discord");
    #[rustfmt::skip]
    let table: [(Variables, &str); 32] = [
        // set                                        what becomes of it
        (&[],                                         "sandbox"),
        (&[("SLACK_BOT_TOKEN", ""), ("SLACK_APP_TOKEN", "  ")], "sandbox"),
        (&[("VOUCH_SANDBOX", "1")],                   "sandbox"),
        (&[("SETUP_NAMED_TOKEN", "xoxb-2")],          "sandbox"),
        (&[forbid],                                   "forbidden"),
        (&[BOT, APP],                                 "socket"),
        (&[BOT, SIGN],                                "http"),
        (&[BOT, APP, SIGN],                           "both"),
        (&[BOT, APP, forbid],                         "socket"),
        (&[BOT, APP, base],                           "socket"),
        (&[BOT],                                      "no delivery"),
        (&[BOT, forbid],                              "no delivery"),
        (&[BOT, base],                                "no delivery"),
        (&[APP],                                      "SLACK_APP_TOKEN alone"),
        (&[SIGN],                                     "SLACK_SIGNING_SECRET alone"),
        (&[APP, SIGN],                                "SLACK_APP_TOKEN alone"),
        (&[APP, forbid],                              "SLACK_APP_TOKEN alone"),
        (&[base],                                     "SLACK_API_BASE_URL alone"),
        (&[("SLACK_BOT_TOKE", "xoxb-1")],             "SLACK_BOT_TOKE alone"),
        (&[("SLACK_BOT_TOKEN", ""), APP],             "SLACK_APP_TOKEN alone"),
        (&[BOT, APP, discord, app_id, guild],         "socket and discord"),
        (&[BOT, APP, discord, app_id, guild, half],   "socket and discord"),
        (&[BOT, APP, discord, guild],                 "DISCORD_APPLICATION_ID is missing"),
        (&[BOT, APP, discord, app_id],                "DISCORD_GUILD_ID is missing"),
        (&[BOT, APP, half],                           "DISCORD_API_BASE_URL alone"),
        (&[guild],                                    "DISCORD_GUILD_ID alone"),
        (&[discord, app_id, guild],                   "discord"),
        (&[discord, app_id, guild, half, forbid],     "discord"),
        (&[discord, guild],                           "DISCORD_APPLICATION_ID is missing"),
        (&[discord, app_id, guild, APP],              "SLACK_APP_TOKEN alone"),
        (&[discord, app_id, guild, base],             "SLACK_API_BASE_URL alone"),
        (&[discord, app_id, guild, BOT],              "no delivery"),
    ];
    for (set, becomes) in table {
        assert_eq!(outcome(read(set)), becomes, "{set:?}");
    }
}

fn outcome(read: Result<Config, ConfigError>) -> String {
    match read.map(|config| config.mode) {
        Ok(Mode::Sandbox) => "sandbox".into(),
        Ok(Mode::Real(real)) => {
            let slack = real.slack.map(|slack| match slack.delivery {
                Delivery::Socket { .. } => "socket",
                Delivery::Http { .. } => "http",
                Delivery::Both { .. } => "both",
            });
            let discord = real.discord.map(|_| "discord");
            slack.into_iter().chain(discord).collect::<Vec<_>>().join(" and ")
        }
        Err(ConfigError::SandboxForbidden) => "forbidden".into(),
        Err(ConfigError::NoDelivery) => "no delivery".into(),
        Err(ConfigError::TokenMissing { name, .. }) => format!("{name} alone"),
        Err(ConfigError::DiscordToken { name }) => format!("{name} alone"),
        Err(ConfigError::DiscordHalf { missing }) => format!("{missing} is missing"),
        Err(other) => other.to_string(),
    }
}

#[test]
fn what_is_missing_is_said_in_a_sentence() {
    let discord =
        [("DISCORD_BOT_TOKEN", "x"), ("DISCORD_APPLICATION_ID", "1"), ("DISCORD_GUILD_ID", "2")];
    let beside = |more| [&discord[..], &[more]].concat();
    #[rustfmt::skip]
    let table: [(Variables, &str); 7] = [
        (&[BOT],  "SLACK_BOT_TOKEN must have SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside it; neither is set."),
        (&[APP],  "SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN is not. Set SLACK_BOT_TOKEN too, or take SLACK_APP_TOKEN away to use the sandbox."),
        (&[("VOUCH_SANDBOX", "0")], "VOUCH_SANDBOX=0 forbids the sandbox, and neither SLACK_BOT_TOKEN nor DISCORD_BOT_TOKEN is set. Set one of them, or take VOUCH_SANDBOX away."),
        (&beside(APP), "SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN is not. Set SLACK_BOT_TOKEN too, or take SLACK_APP_TOKEN away to be on Discord alone."),
        (&beside(("VOUCH_ADMINS", "U1")), "VOUCH_ADMINS names somebody of the home workspace, but SLACK_BOT_TOKEN is not set. Set it, or take them away."),
        (&[BOT, APP, ("VOUCH_ADMINS", "123")], "VOUCH_ADMINS names somebody of the home server, but DISCORD_BOT_TOKEN is not set. Set it, or take them away."),
        (&[("DISCORD_BOT_TOKE", "0")], "DISCORD_BOT_TOKE is set, but DISCORD_BOT_TOKEN is not. Set DISCORD_BOT_TOKEN too, or take DISCORD_BOT_TOKE away."),
    ];
    for (set, said) in table {
        assert_eq!(sentence(set), said);
    }
}

#[test]
fn every_wrong_value_gets_its_sentence() {
    const TOKEN: &str =
        "SLACK_BOT_TOKEN must be a bot token, which starts with xoxb- and has no spaces.";
    const APP_TOKEN: &str =
        "SLACK_APP_TOKEN must be an app-level token, which starts with xapp- and has no spaces.";
    const SIGNING: &str = "SLACK_SIGNING_SECRET must be the signing secret of the app's settings, which has no spaces.";
    const BASE: &str = "SLACK_API_BASE_URL must be an https:// address, or http:// on this machine, like https://slack.com/api.";
    const SCHEME: &str = "DATABASE_URL must start with postgres:// or sqlite://";
    const LEAVE: &str = "Leave it out to use ./data/vouch.db.";
    const SQLITE: &str = "DATABASE_URL must be sqlite:// and a path, with nothing after it.";
    const POSTGRES: &str = "DATABASE_URL must be postgres:// and a host, a user and a database.";
    const PORT: &str = "must be an address and a port, like 127.0.0.1:3000 (port 0: any free one).";
    const HERE: &str =
        "VOUCH_SANDBOX_ADDR must be an address of this machine only, like 127.0.0.1:8700.";
    const ADMINS: &str = "VOUCH_ADMINS must be people like slack:T0123:U0123 or discord:112233:445566, or the last part alone of somebody at home, with commas between.";
    const COMMANDS: &str = "VOUCH_COMMANDS must be commands and their names, like refer=partner-refer, with commas between; a name has at most 31 small letters, digits, - and _.";
    const CLIENT: &str = "must be as the app's settings show it, without spaces.";
    const PUBLIC: &str = "VOUCH_PUBLIC_URL must be an https:// address, or http:// on this machine, like https://vouch.example.com.";
    const KEY: &str = "VOUCH_SECRET_KEY must be 64 hex digits, as openssl rand -hex 32 prints them; while keys change two of them, the new one first, with a comma between.";
    let alone = |name: &str| {
        format!(
            "{name} is set, but DISCORD_BOT_TOKEN is not. \
             Set DISCORD_BOT_TOKEN too, or take {name} away."
        )
    };
    #[rustfmt::skip]
    let table = [
        ("SLACK_BOT_TOKEN",      "xapp-1",               TOKEN.to_owned()),
        ("SLACK_BOT_TOKEN",      "xoxb-1\r\nX: y",       TOKEN.to_owned()),
        ("SLACK_BOT_TOKEN",      "xoxb-1 2",             TOKEN.to_owned()),
        ("SLACK_APP_TOKEN",      "xoxb-1",               APP_TOKEN.to_owned()),
        ("SLACK_SIGNING_SECRET", "a b",                  SIGNING.to_owned()),
        ("SLACK_API_BASE_URL",   "http://slack.com/api", BASE.to_owned()),
        ("DISCORD_BOT_TOKEN",    "a b",                  "DISCORD_BOT_TOKEN must be the token of the application's bot, without spaces.".to_owned()),
        ("DISCORD_APPLICATION_ID", "1",                  alone("DISCORD_APPLICATION_ID")),
        ("DISCORD_GUILD_ID",     "1",                    alone("DISCORD_GUILD_ID")),
        ("DISCORD_INBOUND",      "http",                 alone("DISCORD_INBOUND")),
        ("DISCORD_PUBLIC_KEY",   "00",                   alone("DISCORD_PUBLIC_KEY")),
        ("DISCORD_MEMBERS_INTENT", "1",                  alone("DISCORD_MEMBERS_INTENT")),
        ("DISCORD_API_BASE_URL", "https://discord.com",  alone("DISCORD_API_BASE_URL")),
        ("DATABASE_URL",         "mysql://u:p@h/d",      format!("{SCHEME}, found mysql://. {LEAVE}")),
        ("DATABASE_URL",         "S3cr3t://x",           format!("{SCHEME}. {LEAVE}")),
        ("DATABASE_URL",         "./data/vouch.db",      format!("{SCHEME}. {LEAVE}")),
        ("DATABASE_URL",         "sqlite::memory:",      format!("{SCHEME}. {LEAVE}")),
        ("DATABASE_URL",         "sqlite://",            SQLITE.to_owned()),
        ("DATABASE_URL",         "sqlite://a.db?mode=ro", SQLITE.to_owned()),
        ("DATABASE_URL",         "postgres://",          POSTGRES.to_owned()),
        ("VOUCH_HTTP_ADDR",      "3000",                 format!("VOUCH_HTTP_ADDR {PORT}")),
        ("VOUCH_HTTP_ADDR",      "example.com:80",       format!("VOUCH_HTTP_ADDR {PORT}")),
        ("VOUCH_ADMIN_ADDR",     "127.0.0.1",            format!("VOUCH_ADMIN_ADDR {PORT}")),
        ("VOUCH_ADMIN_ADDR",     ":70000",               format!("VOUCH_ADMIN_ADDR {PORT}")),
        ("VOUCH_SANDBOX_ADDR",   "localhost",            format!("VOUCH_SANDBOX_ADDR {PORT}")),
        ("VOUCH_SANDBOX_ADDR",   "0.0.0.0:8700",         HERE.to_owned()),
        ("VOUCH_SANDBOX_ADDR",   "[::]:8700",            HERE.to_owned()),
        ("VOUCH_SANDBOX",        "no",                   "VOUCH_SANDBOX must be 0, which forbids the sandbox, or left out.".to_owned()),
        ("VOUCH_ADMINS",         "ada",                  ADMINS.to_owned()),
        ("VOUCH_ADMINS",         "U1,",                  ADMINS.to_owned()),
        ("VOUCH_ADMINS",         "slack:U1",             ADMINS.to_owned()),
        ("VOUCH_ADMINS",         "irc:T1:U1",            ADMINS.to_owned()),
        ("VOUCH_ADMINS",         "slack:C1:U1",          ADMINS.to_owned()),
        ("VOUCH_ADMINS",         "discord:1:U1",         ADMINS.to_owned()),
        ("VOUCH_ADMINS",         "discord:T1:1",         ADMINS.to_owned()),
        ("VOUCH_COMMANDS",       "refer",                COMMANDS.to_owned()),
        ("VOUCH_COMMANDS",       "refer=Refer Us",       COMMANDS.to_owned()),
        ("VOUCH_LOG_FORMAT",     "xml",                  "VOUCH_LOG_FORMAT must be text or json.".to_owned()),
        ("RUST_LOG",             "vouch=loud",           "RUST_LOG must be a log filter, like info or vouch=debug.".to_owned()),
        ("VOUCH_INBOX_DAYS",     "0",                    "VOUCH_INBOX_DAYS must be a number of days from 1 to 3650.".to_owned()),
        ("VOUCH_MIGRATE",        "yes",                  "VOUCH_MIGRATE must be yes-i-have-a-backup, or left out.".to_owned()),
        ("SLACK_CLIENT_ID",      "1 2",                  format!("SLACK_CLIENT_ID {CLIENT}")),
        ("SLACK_CLIENT_SECRET",  "a b",                  format!("SLACK_CLIENT_SECRET {CLIENT}")),
        ("VOUCH_PUBLIC_URL",     "vouch.example",        PUBLIC.to_owned()),
        ("VOUCH_SECRET_KEY",     "secret",               KEY.to_owned()),
        ("VOUCH_HOOK_SECRET",    "short",                "VOUCH_HOOK_SECRET must be at least 16 characters without spaces, or two such with a comma between.".to_owned()),
        ("VOUCH_SECRET_KEY_FILE", "/nowhere",            "VOUCH_SECRET_KEY_FILE names a file that cannot be read: entity not found.".to_owned()),
        ("VOUCH_INBOX_DAYS",     "a month",              "VOUCH_INBOX_DAYS must be a number of days from 1 to 3650.".to_owned()),
    ];
    for (name, wrong, said) in &table {
        // The later entry wins over the one that would do.
        assert_eq!(&sentence(&[BOT, APP, SIGN, (name, wrong)]), said, "{name}={wrong}");
    }
    // A path may be anything until it is opened.
    let tested = |known: &&Variable| !table.iter().any(|(name, ..)| *name == known.name);
    let untested: Vec<_> = VARIABLES.iter().filter(tested).map(|known| known.name).collect();
    assert_eq!(untested, ["VOUCH_PROGRAM", "VOUCH_SETUP"]);
}

#[test]
fn a_place_on_discord_is_whole_or_refused() {
    const NUMBER: &str = "must be a number of up to 20 digits, as Discord shows it.";
    let whole = [
        BOT,
        APP,
        ("DISCORD_BOT_TOKEN", "x.y.z"),
        ("DISCORD_APPLICATION_ID", "1"),
        ("DISCORD_GUILD_ID", "2"),
    ];
    let with = |name, value| sentence(&[&whole[..], &[(name, value)]].concat());
    #[rustfmt::skip]
    let table = [
        ("DISCORD_MEMBERS_INTENT", "1",                       "no error".to_owned()),
        ("DISCORD_APPLICATION_ID", "vouch",                   format!("DISCORD_APPLICATION_ID {NUMBER}")),
        ("DISCORD_GUILD_ID",       "123456789012345678901",   format!("DISCORD_GUILD_ID {NUMBER}")),
        ("DISCORD_MEMBERS_INTENT", "yes",                     "DISCORD_MEMBERS_INTENT must be 1, when it is switched on for the application, or left out.".to_owned()),
        ("DISCORD_INBOUND",        "http",                    "DISCORD_BOT_TOKEN is set, but DISCORD_PUBLIC_KEY is not. Set both, or none.".to_owned()),
        ("DISCORD_INBOUND",        "socket",                  "DISCORD_INBOUND must be gateway or http.".to_owned()),
        ("DISCORD_PUBLIC_KEY",     "00",                      "DISCORD_PUBLIC_KEY must be the application's public key: 64 hex digits.".to_owned()),
        ("DISCORD_API_BASE_URL",   "http://discord.com",      "DISCORD_API_BASE_URL must be an https:// address, or http:// on this machine, like https://discord.com.".to_owned()),
    ];
    for (name, value, said) in table {
        assert_eq!(with(name, value), said, "{name}={value}");
    }
    let Mode::Real(real) = read(&whole).unwrap().mode else { panic!("not real") };
    let discord = real.discord.unwrap();
    assert_eq!((discord.base, discord.members_intent), (BaseUrl::discord(), false));
}

#[test]
fn in_the_sandbox_the_sentence_on_databases_names_its_file_too() {
    assert_eq!(
        sentence(&[("DATABASE_URL", "mysql://h")]),
        "DATABASE_URL must start with postgres:// or sqlite://, found mysql://. Leave it out to \
         use ./data/vouch.db. The sandbox then uses ./data/sandbox.db."
    );
}

#[test]
fn without_any_variable_the_defaults_of_the_table_hold() {
    let default = |name: &str| {
        VARIABLES.iter().find(|known| known.name == name).map(|known| known.default).unwrap()
    };
    let config = read(&[]).unwrap();
    assert_eq!(config.database, Database::Sqlite("./data/sandbox.db".into()));
    for (name, listen) in [
        ("VOUCH_HTTP_ADDR", config.http),
        ("VOUCH_ADMIN_ADDR", config.admin),
        ("VOUCH_SANDBOX_ADDR", config.sandbox),
    ] {
        assert_eq!(listen, Listen { addr: default(name).parse().unwrap(), by_default: true });
    }
    assert_eq!(config.log_format, LogFormat::Text);
    assert_eq!(config.log_filter, default("RUST_LOG"));
    assert_eq!(config.inbox_days.to_string(), default("VOUCH_INBOX_DAYS"));
    assert!(config.setup.is_none() && config.program.is_none() && config.admins.is_empty());
    assert!(!config.has_backup);
    assert_eq!(config.variables_set(), 0);

    let real = read(&[BOT, APP]).unwrap();
    assert_eq!(format!("sqlite://{}", sqlite(&real)), default("DATABASE_URL"));
    let Mode::Real(real) = real.mode else { panic!("not real") };
    assert_eq!(real.slack.unwrap().base.as_str(), default("SLACK_API_BASE_URL"));
}

fn sqlite(config: &Config) -> String {
    match &config.database {
        Database::Sqlite(path) => path.display().to_string(),
        Database::Postgres(_) => panic!("not SQLite"),
    }
}

#[test]
fn every_variable_is_read() {
    let key = "01".repeat(32);
    let all: Environment = [
        BOT,
        APP,
        SIGN,
        ("SLACK_API_BASE_URL", "http://localhost:8700/api/"),
        ("DISCORD_BOT_TOKEN", "x.y.z"),
        ("DISCORD_APPLICATION_ID", "1"),
        ("DISCORD_GUILD_ID", "2"),
        ("DISCORD_INBOUND", "http"),
        ("DISCORD_PUBLIC_KEY", &key),
        ("DISCORD_MEMBERS_INTENT", "1"),
        ("DISCORD_API_BASE_URL", "http://localhost:8700/discord/"),
        ("DATABASE_URL", "postgres://u:p@h/d"),
        ("VOUCH_HTTP_ADDR", "0.0.0.0:80"),
        ("VOUCH_ADMIN_ADDR", ":0"),
        ("VOUCH_SANDBOX_ADDR", "localhost:0"),
        ("VOUCH_SETUP", "setup.toml"),
        ("VOUCH_PROGRAM", "program.toml"),
        ("VOUCH_ADMINS", "U1, slack:T2:U2, 3, discord:2:4"),
        ("VOUCH_COMMANDS", "refer=partner-refer"),
        ("VOUCH_LOG_FORMAT", "json"),
        ("RUST_LOG", "warn,vouch=debug"),
        ("VOUCH_INBOX_DAYS", " 7 "),
        ("VOUCH_MIGRATE", "yes-i-have-a-backup"),
        ("VOUCH_SANDBOX", "0"),
        ("SLACK_CLIENT_ID", "1.2"),
        ("SLACK_CLIENT_SECRET", "abc"),
        ("VOUCH_PUBLIC_URL", "https://vouch.example"),
        ("VOUCH_SECRET_KEY", &key),
        ("VOUCH_HOOK_SECRET", &key),
    ]
    .into_iter()
    .collect();
    let config = Config::read(&all).unwrap();
    // The key stands in one of two places.
    assert_eq!(config.variables_set(), VARIABLES.len() - 1);
    assert_eq!(config.database, Database::Postgres(Secret::new("postgres://u:p@h/d".into())));
    let addresses = [config.http, config.admin, config.sandbox].map(|at| at.addr.to_string());
    assert_eq!(addresses, ["0.0.0.0:80", "127.0.0.1:0", "127.0.0.1:0"]);
    assert!(!config.admin.by_default);
    assert_eq!(config.commands.of("refer"), "partner-refer");
    assert_eq!(config.setup, Some("setup.toml".into()));
    assert_eq!(config.program, Some("program.toml".into()));
    let at_home = |platform, user: &str| AdminName::AtHome(platform, user.to_owned());
    let whole = |person: &str| AdminName::Whole(person.parse().unwrap());
    let (slack, discord) = (PlatformName::Slack, PlatformName::Discord);
    let admins =
        [at_home(slack, "U1"), whole("slack:T2:U2"), at_home(discord, "3"), whole("discord:2:4")];
    assert_eq!(config.admins, admins);
    assert_eq!((config.log_format, config.inbox_days), (LogFormat::Json, 7));
    assert_eq!(config.log_filter, "warn,vouch=debug");
    assert!(config.has_backup);
    let Mode::Real(real) = config.mode else { panic!("not real") };
    let RealConfig { slack, discord } = *real;
    let (slack, discord) = (slack.unwrap(), discord.unwrap());
    assert_eq!(discord.base.as_str(), "http://localhost:8700/discord");
    assert_eq!((discord.application.as_str(), discord.guild.as_str()), ("1", "2"));
    assert_eq!((discord.token.expose().as_str(), discord.members_intent), ("x.y.z", true));
    assert_eq!(discord.public_key.as_ref(), Some(&key));
    assert_eq!(slack.base.as_str(), "http://localhost:8700/api");
    assert_eq!(slack.bot_token.expose(), "xoxb-1");
    assert_eq!(slack.delivery.app_token().unwrap().expose(), "xapp-1");
    assert_eq!(slack.delivery.signing_secret().unwrap().expose(), "abc");
}

#[test]
fn the_workspace_alone_starts_beside_half_a_set_up_unless_it_is_forbidden() {
    let read = |set: Variables| {
        Config::read_sandbox_address(&set.iter().copied().collect()).map(|at| at.addr.to_string())
    };
    assert_eq!(read(&[BOT, ("DATABASE_URL", "mysql://")]), Ok("127.0.0.1:8700".to_owned()));
    assert_eq!(
        read(&[("VOUCH_SANDBOX", "0")]).unwrap_err().to_string(),
        "VOUCH_SANDBOX must be 1 or left out, where the sandbox is started."
    );
}

#[test]
fn a_further_token_is_found_by_the_name_that_the_set_up_gives() {
    let config = read(&[BOT, APP, ("SLACK_TOKEN_EAST", "xoxb-2")]).unwrap();
    assert_eq!(config.further_token("SLACK_TOKEN_EAST").unwrap().expose(), "xoxb-2");
    assert!(config.further_token("SLACK_TOKEN_WEST").is_none());
}

#[test]
fn variables_that_mean_nothing_are_pointed_out() {
    let config = read(&[
        BOT,
        APP,
        ("VOUCH_HTTP_ADR", ":1"),
        ("VOUCH_QUIET", "off"),
        ("SLACK_TOKEN_EAST", "xoxb-2"),
        ("PATH", "/bin"),
    ])
    .unwrap();
    let named = BTreeSet::from(["SLACK_TOKEN_EAST".to_owned()]);
    let said: Vec<_> = config.unknown_variables(&named).iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "VOUCH_HTTP_ADR is set, but this version of Vouch does not know it. Did you mean VOUCH_HTTP_ADDR?",
            "VOUCH_QUIET is set, but this version of Vouch does not know it.",
        ]
    );
}

#[test]
fn the_example_file_lists_every_variable_and_no_other() {
    let shipped = include_str!("../../.env.example");
    assert_eq!(shipped, env_example(), ".env.example is stale: it is made by config::env_example");
    let entry = |line: &str| {
        let (name, value) = line.strip_prefix('#')?.split_once('=')?;
        Some((name.to_owned(), value.to_owned()))
    };
    let entries: Vec<_> =
        shipped.lines().filter(|line| !line.starts_with("# ")).filter_map(entry).collect();
    let table: Vec<_> =
        VARIABLES.iter().map(|known| (known.name.to_owned(), known.default.to_owned())).collect();
    assert_eq!(entries, table);
}

#[test]
fn a_file_of_variables_is_read_and_a_bad_line_is_named_without_its_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".env");
    assert_eq!(dot_env(&path), Ok(Vec::new()));

    std::fs::write(&path, "# a comment\nSLACK_BOT_TOKEN=xoxb-1\nA=\"b c\"\n\n").unwrap();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(dot_env(&path), Ok(vec![pair("SLACK_BOT_TOKEN", "xoxb-1"), pair("A", "b c")]));

    std::fs::write(&path, "A=1\n\nSLACK_BOT_TOKEN xoxb-1\nB=2\n").unwrap();
    assert_eq!(
        dot_env(&path).unwrap_err().to_string(),
        ".env must have one NAME=value a line, values with spaces in quotes; look at line 3."
    );
    std::fs::write(&path, env_example()).unwrap();
    assert_eq!(dot_env(&path), Ok(Vec::new()));
}

#[test]
fn no_value_is_printed() {
    let config = read(&[
        ("SLACK_BOT_TOKEN", "xoxb-MARK"),
        ("SLACK_APP_TOKEN", "xapp-MARK"),
        ("SLACK_SIGNING_SECRET", "MARK"),
        ("DATABASE_URL", "postgres://u:MARK@h/d"),
        ("FURTHER", "MARK"),
    ]);
    assert!(!format!("{:?}", config.unwrap()).contains("MARK"));
}

proptest! {
    #[test]
    fn no_sentence_holds_a_value(
        wrong in prop::sample::select(VARIABLES.to_vec()),
        scheme in prop::sample::select(vec!["", "xoxb-", "xapp-", "postgres://", "sqlite://", "http://", "://", ":"]),
        secret in "[A-Z0-9]{12,20}[ @:/?.-]{0,2}[A-Z0-9]{0,6}",
    ) {
        let value = format!("{scheme}{secret}");
        if let Err(error) = read(&[BOT, APP, (wrong.name, &value)]) {
            let marker = &secret[..12];
            prop_assert!(!format!("{error} {error:?}").contains(marker), "{error}");
        }
    }
}
