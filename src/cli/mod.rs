//! What a person types at a terminal. Only this folder prints.
//!
//! Exit codes: 0 well, 1 something is wrong, 2 wrong use. People's lines go to standard output,
//! trouble and logs to standard error. [`start`] runs the bot, [`slack`]
//! and [`discord`] are its places there, [`data`] looks at what is stored,
//! [`backup`] takes it along, [`doctor`] looks whether all is well, [`setup`] applies set-up files,
//! [`program`] the programme, [`replay`] shows how one referral came to be what it is, [`mod@report`] how a
//! period went, [`init`] writes
//! what to begin with, [`admin`] names who may configure, [`keys`] changes the key that tokens are
//! kept under.

mod admin;
mod as_of;
mod backup;
mod bot;
mod completions;
mod data;
mod discord;
mod doctor;
mod due;
mod import;
mod init;
mod inside;
mod keys;
mod manifest;
mod pack;
mod past;
mod program;
mod replay;
mod report;
mod setup;
mod signals;
mod slack;
mod start;

use std::ffi::OsString;
use std::io::{IsTerminal, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use clap::{Args, Parser, Subcommand};

use crate::config::{Config, ConfigError, Database, Environment, LogFormat};
use crate::sandbox::WorldKind;
use crate::store::StoreError;
use crate::store::open::OpenError;
use as_of::AsOf;

/// A referral programme in the channel that partners and sales already share.
///
/// Without a command Vouch runs: in a workspace of its own when no token is configured, else in
/// the real one.
#[derive(Parser)]
#[command(name = "vouch", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    world: WorldArgs,
    /// Begin the sandbox without the six months that lie behind its default world.
    #[arg(long)]
    no_past: bool,
}

#[derive(Args)]
struct WorldArgs {
    /// Which companies, people and channels the sandbox has: default, empty (nothing is set up),
    /// discord (set up on Discord), or (for `vouch sandbox`) a file that describes them.
    #[arg(long, value_name = "default|empty|discord|FILE", default_value = "default")]
    world: World,
    /// The app's manifest, for its commands and scopes; the shipped one when left out.
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// What the clock of a new sandbox shows at first (RFC 3339); the machine's time when left out.
    #[arg(long, value_name = "TIME")]
    clock: Option<DateTime<Utc>>,
    /// Where the sandbox keeps its world.
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// Forget what the sandbox has kept.
    #[arg(long)]
    fresh: bool,
}

/// As it is written behind `--world`.
#[derive(Clone)]
struct World(WorldKind);

impl From<OsString> for World {
    fn from(written: OsString) -> Self {
        Self(match written.to_str() {
            Some("default") => WorldKind::Default,
            Some("empty") => WorldKind::Empty,
            Some("discord") => WorldKind::Discord,
            _ => WorldKind::File(written.into()),
        })
    }
}

#[derive(Subcommand)]
enum Command {
    /// Run the workspace alone, for any bot.
    Sandbox {
        /// Where its page is served; loopback only, port 0 picks a free one.
        #[arg(long, value_name = "ADDRESS")]
        addr: Option<std::net::SocketAddr>,
        /// Deliver by signed HTTP to this URL instead of by Socket Mode.
        #[arg(long, value_name = "URL")]
        push: Option<String>,
        #[command(flatten)]
        world: WorldArgs,
    },
    /// Bring the database to this version.
    Migrate {
        /// PostgreSQL with events in it is changed only when you say so.
        #[arg(long)]
        yes_i_have_a_backup: bool,
    },
    /// Write everything to one file, beside a running bot.
    Backup { file: PathBuf },
    /// Make an empty database of either kind from a backup.
    Restore { file: PathBuf },
    /// Partners, channels, people and roles by file.
    Setup {
        #[command(subcommand)]
        command: SetupCommand,
    },
    /// Write a commented program.toml and .env into this folder; what is there stays.
    Init,
    /// The programme: what the vendor has settled.
    Program {
        #[command(subcommand)]
        command: ProgramCommand,
    },
    /// Name who may configure.
    Admin {
        #[command(subcommand)]
        command: AdminCommand,
    },
    /// The keys that the tokens of partners' workspaces are kept under.
    Keys {
        #[command(subcommand)]
        command: keys::KeysCommand,
    },
    /// Take in what the vendor's own systems say of companies.
    Import {
        #[command(subcommand)]
        command: import::ImportCommand,
    },
    /// Look at referrals.
    Referrals {
        #[command(subcommand)]
        command: ReferralsCommand,
    },
    /// How a referral came to stand where it stands: each event, and what it rested on.
    Replay {
        /// Like NOR-12.
        number: String,
        /// As it was known at the end of that day, or at that instant.
        #[arg(long, value_name = "DATE")]
        as_of: Option<AsOf>,
        #[arg(long)]
        json: bool,
    },
    /// What the clock does next: decisions, questions that lapse, protections that end.
    Due {
        #[arg(long)]
        json: bool,
        /// At most this many of each.
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: u32,
    },
    /// How a period went: every measure with its formula and of how many it is.
    Report {
        /// month, quarter, year, last, 2027-03, 2027-q1 or 2027; this quarter when left out.
        #[arg(value_name = "PERIOD")]
        period: Vec<String>,
        /// Write its referrals to a file, and the measures to another beside it.
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
        /// The same as one workbook for a spreadsheet.
        #[arg(long, value_name = "FILE")]
        xlsx: Option<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    /// How a partner's quarter went, for the partner to read: as Markdown, or as a page to print.
    Pack {
        /// Like NOR.
        code: String,
        /// quarter, last quarter or 2027-q1; the last one when left out.
        #[arg(value_name = "QUARTER")]
        quarter: Vec<String>,
        /// Write a page that prints well and needs nothing else.
        #[arg(long, value_name = "FILE")]
        html: Option<PathBuf>,
        /// Write Markdown; without a file it is printed.
        #[arg(long, value_name = "FILE")]
        markdown: Option<PathBuf>,
    },
    /// Check the log.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Look at everything a bot needs, and say what to repair.
    Doctor {
        #[arg(long)]
        json: bool,
    },
    /// Ask the running bot whether it is ready.
    Healthcheck,
    /// Print the manifest of the Slack app that this version needs.
    Manifest(manifest::ManifestArgs),
    /// Print completions for a shell.
    Completions { shell: clap_complete::Shell },
}

#[derive(Subcommand)]
enum SetupCommand {
    /// Bring a file into force.
    Apply {
        file: PathBuf,
        /// Take away what the file does not name.
        #[arg(long)]
        prune: bool,
    },
    /// Say what applying a file would change.
    Check {
        file: PathBuf,
        /// As if what the file does not name were taken away.
        #[arg(long)]
        prune: bool,
    },
    /// Write the present state as a file; to standard output when it is "-".
    Export { file: PathBuf },
}

#[derive(Subcommand)]
enum AdminCommand {
    /// Print a new code for the first admin; the one before it stops working.
    Code,
    /// Make somebody admin.
    Grant {
        /// Like slack:T0123:U0123 or discord:112233:445566, or the last part alone of somebody at home.
        person: String,
    },
    /// Take the role away again, unless nobody else has it.
    Revoke {
        /// As for grant.
        person: String,
    },
}

#[derive(Subcommand)]
enum ProgramCommand {
    /// Bring a file into force; a running Vouch takes it over by itself. Partners are told first
    /// where it changes what they are promised.
    Apply {
        file: PathBuf,
        /// The first day on which it holds, like 2027-01-01; today when left out.
        #[arg(long, value_name = "DATE")]
        effective: Option<NaiveDate>,
    },
    /// Say whether a file fits, and where it does not.
    Check { file: PathBuf },
    /// Say in sentences what another file changes, and for whom.
    Diff { old: PathBuf, new: PathBuf },
    /// Print the text that is in force, or that of an earlier version.
    Show {
        /// As it stands on a sales card.
        version: Option<String>,
    },
}

#[derive(Subcommand)]
enum ReferralsCommand {
    /// List referrals, newest first.
    List {
        #[arg(long)]
        json: bool,
        /// At most this many.
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
        /// As it was known at the end of that day, or at that instant.
        #[arg(long, value_name = "DATE")]
        as_of: Option<AsOf>,
    },
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Recompute the chain and compare what is shown with what is logged.
    Verify {
        /// Find the referral of this receipt, by its fingerprint.
        #[arg(long, value_name = "FINGERPRINT")]
        receipt: Option<String>,
    },
}

/// Why a command ended badly: one sentence for whoever typed it, and the exit code.
#[derive(Debug)]
pub(crate) struct Trouble {
    sentence: String,
    code: u8,
    about: About,
}

/// How trouble is written down.
#[derive(Clone, Copy, Debug)]
enum About {
    /// One sentence, after the program's name.
    Sentence,
    /// Lines that begin with their place in a file, so that editors find it.
    File,
    /// It was said already.
    Said,
}

impl Trouble {
    fn wrong_use(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), code: 2, about: About::Sentence }
    }

    fn failed(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), code: 1, about: About::Sentence }
    }

    /// What does not fit in a file, each line with its place.
    fn of_file(lines: impl Into<String>) -> Self {
        Self { sentence: lines.into(), code: 2, about: About::File }
    }

    /// Something is wrong, and it was said already.
    const fn said() -> Self {
        Self { sentence: String::new(), code: 1, about: About::Said }
    }
}

impl From<ConfigError> for Trouble {
    fn from(error: ConfigError) -> Self {
        Self::wrong_use(error.to_string())
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::failed(format!("The database does not answer: {error}."))
    }
}

impl From<OpenError> for Trouble {
    fn from(error: OpenError) -> Self {
        let sentence = error.to_string();
        match error {
            OpenError::Unreachable(_) | OpenError::Migration(_) | OpenError::NoCopy { .. } => {
                Self::failed(sentence)
            }
            OpenError::NoFolder { .. }
            | OpenError::NoBackup(_)
            | OpenError::NotEmpty
            | OpenError::NotMigrated
            | OpenError::Newer(_)
            | OpenError::Edited(_)
            | OpenError::Foreign
            | OpenError::OtherPurpose { .. }
            | OpenError::OtherWorkspace { .. }
            | OpenError::OtherServer { .. } => Self::wrong_use(sentence),
        }
    }
}

/// A panic is logged by its place alone: its words may be somebody's.
fn hush_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic: please report the place");
    }));
}

/// Runs what was typed.
#[must_use]
pub fn run() -> ExitCode {
    hush_panics();
    // First of all: with two TLS providers in the tree, the first connection would panic.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return report(&Trouble::failed(format!("No threads to run on: {error}."))),
    };
    match runtime.block_on(carry_out(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => report(&trouble),
    }
}

async fn carry_out(cli: Cli) -> Result<(), Trouble> {
    let environment = Environment::of_process()?;
    match cli.command {
        None => {
            let config = Config::read(&environment)?;
            start_logs(&config.log_filter, config.log_format);
            start::run(config, cli.world, cli.no_past).await
        }
        Some(Command::Sandbox { addr, push, world }) => {
            start_logs("warn", LogFormat::Text);
            let listen = Config::read_sandbox_address(&environment)?;
            let commands = Config::read_commands(&environment)?;
            start::workspace_alone((listen, &commands), addr, push, world).await
        }
        Some(Command::Migrate { yes_i_have_a_backup }) => {
            let mut config = Config::read(&environment)?;
            config.has_backup |= yes_i_have_a_backup;
            data::migrate(&config).await
        }
        Some(Command::Backup { file }) => backup::take(&Config::read(&environment)?, &file).await,
        Some(Command::Restore { file }) => {
            backup::restore(&Config::read(&environment)?, &file).await
        }
        Some(Command::Setup { command }) => setup::run(&Config::read(&environment)?, command).await,
        Some(Command::Init) => init::run(),
        Some(Command::Admin { command }) => admin::run(&Config::read(&environment)?, command).await,
        Some(Command::Program { command }) => {
            program::run(&Config::read(&environment)?, command).await
        }
        Some(Command::Keys { command }) => keys::run(&Config::read(&environment)?, command).await,
        Some(Command::Referrals { command: ReferralsCommand::List { json, limit, as_of } }) => {
            data::list(&Config::read(&environment)?, json, limit, as_of).await
        }
        Some(Command::Replay { number, as_of, json }) => {
            replay::run(&Config::read(&environment)?, &number, as_of, json).await
        }
        Some(Command::Due { json, limit }) => {
            due::run(&Config::read(&environment)?, json, limit).await
        }
        Some(Command::Report { period, csv, xlsx, json }) => {
            let files = report::Files { csv, xlsx };
            report::run(&Config::read(&environment)?, &period.join(" "), &files, json).await
        }
        Some(Command::Pack { code, quarter, html, markdown }) => {
            let files = pack::Files { html, markdown };
            pack::run(&Config::read(&environment)?, &code, &quarter.join(" "), &files).await
        }
        Some(Command::Import { command }) => {
            import::run(&Config::read(&environment)?, command).await
        }
        Some(Command::Audit { command: AuditCommand::Verify { receipt } }) => {
            data::verify(&Config::read(&environment)?, receipt).await
        }
        Some(Command::Doctor { json }) => doctor::run(&environment, json).await,
        Some(Command::Healthcheck) => data::healthcheck(&Config::read(&environment)?).await,
        Some(Command::Manifest(wanted)) => {
            manifest::print(&wanted, &Config::read_commands(&environment)?)
        }
        Some(Command::Completions { shell }) => completions::print(shell),
    }
}

/// Logs go to standard error, so that standard output holds what people and scripts read.
fn start_logs(filter: &str, format: LogFormat) {
    // These write what goes over the wire, people's words among it, at their finest levels.
    const WIRE: &str = "hyper=info,hyper_util=info,tungstenite=info,tokio_tungstenite=info,\
                        slack_morphism=info,sqlx=info,h2=info,rustls=info,reqwest=info";
    let filter = tracing_subscriber::EnvFilter::try_new(format!("{filter},{WIRE}"))
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    // `NO_COLOR` is heeded by the library.
    let colour = std::io::stderr().is_terminal();
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colour)
        // The library reports a line it cannot write by `eprintln!`, which panics when that cannot
        // be written either: a full disk would end us for the sake of its log.
        .log_internal_errors(false)
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => logs.init(),
        LogFormat::Json => logs.json().init(),
    }
}

fn report(trouble: &Trouble) -> ExitCode {
    match trouble.about {
        About::Sentence => complain(&format!("vouch: {}", trouble.sentence)),
        About::File => complain(&trouble.sentence),
        About::Said => {}
    }
    ExitCode::from(trouble.code)
}

/// A line for people.
#[expect(clippy::print_stdout, reason = "the one place that prints for people")]
fn say(line: &str) {
    println!("{line}");
}

/// A time as a program reads it, to the second.
fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A line of trouble. A bot goes on where it cannot be written, on a full disk for one.
fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// The URL by which the store opens a database.
fn database_url(database: &Database) -> String {
    match database {
        Database::Sqlite(path) => format!("sqlite://{}", path.display()),
        Database::Postgres(url) => url.expose().clone(),
    }
}
