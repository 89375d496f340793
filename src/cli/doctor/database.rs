//! The database, its disk, and what its rows say about channels.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

use super::{Check, workspaces};
use crate::chat::PlatformName;
use crate::cli::{bot, data};
use crate::config::{Config, Database, Mode};
use crate::store::StoreError;
use crate::store::dialect::Db;
use crate::store::health::{self, Ailing, Ailment};
use crate::store::open::{self, OpenError, open_to_read};
use crate::store::queries;
use crate::store::upgrade::{self, newest_step};

const NAME: &str = "database";
/// How long the disk is tried.
const SPAN: Duration = Duration::from_millis(300);
/// Syncs a second from which on nobody ever waits for one: a commit carries many decisions.
const PLENTY: u32 = 200;
/// Below this a commit takes longer than people like to look at a form that does not close.
const SLOW: u32 = 20;

/// Where the programme of a database is at home on each platform, by the platform's own id.
pub type Homes = BTreeMap<PlatformName, String>;

/// What was found, and whose the database is.
pub async fn look(config: &Config, url: &str, now: DateTime<Utc>) -> (Vec<Check>, Homes) {
    if let Database::Sqlite(path) = &config.database
        && !path.exists()
    {
        let what = format!("{}: not there yet, the first start makes it", bot::in_words(url));
        return (vec![Check::ok(NAME, what)], Homes::new());
    }
    let db = match open_to_read(url).await {
        Ok(db) => db,
        Err(error) => return (vec![Check::broken(NAME, error.to_string())], Homes::new()),
    };
    let mut marked = Homes::new();
    let mut checks = match state(config, &db, url).await {
        Ok(State::AtOurStep(check)) => {
            for platform in PlatformName::ALL {
                let home = queries::meta(&db, open::home_mark(platform)).await.ok().flatten();
                marked.extend(home.map(|home| (platform, home)));
            }
            let ailing = health::ailing_channels(&db, now).await;
            let silent = |error| vec![silent_database(&error)];
            let channels = ailing.map_or_else(silent, channels);
            let installed = workspaces::look(config, &db).await.unwrap_or_else(silent);
            // The time of a sandbox is its own.
            let last = match config.mode {
                Mode::Sandbox => Ok(None),
                Mode::Real(_) => health::last_event_at(&db).await,
            };
            let clock = last.map_or_else(silent, |last| set_back(last, now).into_iter().collect());
            [vec![check], clock, channels, installed].concat()
        }
        Ok(State::Otherwise(check)) => vec![check],
        Err(error) => vec![silent_database(&error)],
    };
    db.close().await;
    checks.insert(1, disk(config, url).await);
    (checks, marked)
}

fn silent_database(error: &StoreError) -> Check {
    Check::broken(NAME, format!("The database does not answer: {error}."))
}

enum State {
    /// Rows can be read.
    AtOurStep(Check),
    Otherwise(Check),
}

async fn state(config: &Config, db: &Db, url: &str) -> Result<State, StoreError> {
    let newest = newest_step();
    let step = match upgrade::standing(db).await {
        Ok(Some(step)) => step,
        Ok(None) => {
            let what = format!("{}: empty, the first start fills it", bot::in_words(url));
            return Ok(State::Otherwise(Check::ok(NAME, what)));
        }
        Err(error) => return Ok(State::Otherwise(Check::broken(NAME, error.to_string()))),
    };
    if step > newest {
        let newer = OpenError::Newer(step).to_string();
        return Ok(State::Otherwise(Check::broken(NAME, newer)));
    }
    if step < newest {
        let what = format!("It is at step {step} of {newest}.");
        let repair = "Take a backup with vouch backup, then run vouch migrate.";
        return Ok(State::Otherwise(Check::warn(NAME, what, repair)));
    }
    if let Err(error) = open::refuse_unless_for(db, data::purpose(config)).await {
        return Ok(State::Otherwise(Check::broken(NAME, error.to_string())));
    }
    let Some(events) = health::log_ends_well(db).await? else {
        let what = "The log does not end where it should.";
        return Ok(State::AtOurStep(Check::fail(NAME, what, "Run vouch audit verify.")));
    };
    let referrals = queries::count_referrals(db).await?;
    let plural = if referrals == 1 { "" } else { "s" };
    let what = format!(
        "{}, schema {step} of {newest}, {} referral{plural}, the log ends well at {}",
        bot::in_words(url),
        thousands(referrals),
        thousands(events.unsigned_abs()),
    );
    Ok(State::AtOurStep(Check::ok(NAME, what)))
}

/// A clock that was set back: the log goes on from its last time, so that nothing that was over is open
/// again, and every deadline is later by as much.
fn set_back(last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<Check> {
    /// Two machines on one database need not agree to the second.
    const APART: TimeDelta = TimeDelta::minutes(1);
    let last = last.filter(|last| *last > now + APART)?;
    let minutes = (last - now).num_minutes();
    let what = format!(
        "This machine's clock is {minutes} min behind the last event of the log. Decisions are dated \
         there until it has caught up, and what is due waits."
    );
    Some(Check::warn("clock", what, "Set this machine's clock, and keep it set (NTP)."))
}

fn channels(ailing: Vec<Ailing>) -> Vec<Check> {
    const NAME: &str = "channels";
    if ailing.is_empty() {
        return vec![Check::ok(NAME, "none is dead or silent")];
    }
    let check = |one: Ailing| {
        let of = one.partner.map(|code| format!(" of {code}")).unwrap_or_default();
        let channel = format!("{}{of}", one.channel);
        match one.why {
            Ailment::Dead(code) => Check::fail(
                NAME,
                format!("Nothing can be posted in {channel} ({code})."),
                "Bring it back and add the bot to it, or link another channel.",
            ),
            Ailment::Silent => Check::warn(
                NAME,
                format!("Nobody of the partner has pressed a button in {channel} in 7 days."),
                "Ask whether people there may use apps: invited people often may not.",
            ),
        }
    };
    ailing.into_iter().map(check).collect()
}

/// What a commit costs: a sync of the disk, or a way to the server and its sync.
async fn disk(config: &Config, url: &str) -> Check {
    match &config.database {
        Database::Sqlite(path) => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = folder.unwrap_or(Path::new(".")).to_owned();
            let tried = tokio::task::spawn_blocking(move || syncs_a_second(&folder)).await;
            let repair = "Put the database on a faster disk of this machine.";
            match tried.map_err(io::Error::other).flatten() {
                Ok(syncs) => in_words(syncs, "syncs", repair),
                Err(error) => Check::fail(
                    "disk",
                    format!("Nothing can be written beside the database: {error}."),
                    "Let Vouch write into its folder, and see whether the disk is full.",
                ),
            }
        }
        Database::Postgres(_) => match health::commits_a_second(url, SPAN).await {
            Ok(commits) => in_words(commits, "commits", "Bring bot and database nearer together."),
            Err(error) => Check::warn(
                "disk",
                format!("The time of a commit cannot be measured: {error}."),
                "It may be a matter of rights; the bot itself needs none for this.",
            ),
        },
    }
}

fn in_words(each_second: u32, what: &str, repair: &str) -> Check {
    let count = format!("{} {what} a second", thousands(each_second.into()));
    match each_second {
        PLENTY.. => Check::ok("disk", format!("{count}: plenty")),
        SLOW.. => Check::ok("disk", format!("{count}: enough, one carries many decisions")),
        _ => Check::warn("disk", format!("{count}: people will notice."), repair),
    }
}

/// Writes and syncs a few bytes again and again beside the database, as its commits do.
fn syncs_a_second(folder: &Path) -> io::Result<u32> {
    let path = folder.join(format!(".vouch-doctor-{}", std::process::id()));
    let mut file = File::create_new(&path)?;
    let tried = syncs_of(&mut file);
    // It is empty of meaning; if it stays, the next doctor has another number.
    let _ = std::fs::remove_file(&path);
    tried
}

fn syncs_of(file: &mut File) -> io::Result<u32> {
    let started = Instant::now();
    let mut syncs = 0;
    while started.elapsed() < SPAN {
        file.write_all(&[0; 4_096])?;
        file.sync_data()?;
        syncs += 1;
    }
    Ok(health::a_second(syncs, started.elapsed()))
}

/// "1,204"
fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    #[test]
    fn a_clock_that_was_set_back_is_warned_of_and_one_that_is_right_is_not() {
        let now: DateTime<Utc> = "2027-03-01T10:00:00Z".parse().unwrap();
        let check = |ahead| set_back(Some(now + TimeDelta::seconds(ahead)), now);
        assert_eq!(set_back(None, now), None);
        assert_eq!((check(-3_600), check(0), check(60)), (None, None, None));
        let warned = check(3 * 3_600).unwrap();
        assert_eq!(warned.level, Level::Warn);
        assert!(warned.what.contains("180 min behind"), "{}", warned.what);
    }

    #[test]
    fn thousands_have_a_comma() {
        for (count, text) in [(0, "0"), (999, "999"), (1_204, "1,204"), (1_000_000, "1,000,000")] {
            assert_eq!(thousands(count), text);
        }
    }

    #[test]
    fn only_a_disk_that_people_notice_is_warned_of() {
        let level = |each_second| in_words(each_second, "syncs", "").level;
        for (each_second, expected) in [
            (0, Level::Warn),
            (19, Level::Warn),
            (20, Level::Ok),
            (199, Level::Ok),
            (200, Level::Ok),
        ] {
            assert_eq!(level(each_second), expected, "{each_second}");
        }
        assert_eq!(in_words(1_140, "syncs", "").what, "1,140 syncs a second: plenty");
    }
}
