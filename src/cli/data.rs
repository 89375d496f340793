//! Commands that look at what is stored, beside a running bot.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::as_of::AsOf;
use super::{Trouble, database_url, say};
use crate::app::App;
use crate::app::install::Door;
use crate::app::languages::Languages;
use crate::clock::Clock;
use crate::config::{Config, Mode};
use crate::domain::ids::{Fingerprint, PersonId};
use crate::domain::referral::{Referral, Stage};
use crate::program::{InForce, Program};
use crate::runtime::Platforms;
use crate::store::audit::{self, Break, Verdict};
use crate::store::dialect::Db;
use crate::store::open::{self, Purpose, open_snapshot};
use crate::store::upgrade::{Upgrade, newest_step};
use crate::store::{Store, WriterTask, history, queries};
use crate::text::Texts;

/// Opens the database as the bot would, with a writer.
pub async fn open_to_write(config: &Config, clock: Clock) -> Result<(Store, WriterTask), Trouble> {
    let how = Upgrade::shipped(config.has_backup);
    let url = database_url(&config.database);
    Ok(open::open_and_upgrade(&url, purpose(config), clock, &how).await?)
}

/// The same with all that commands decide with. The platforms are not asked: nothing is sent.
pub async fn open_app(config: &Config) -> Result<(App, WriterTask), Trouble> {
    let clock = Clock::real();
    let (store, writer) = open_to_write(config, clock.clone()).await?;
    let app = App {
        store,
        clock,
        in_force: InForce::new(Program::built_in()),
        texts: Texts::calling(&config.commands),
        people: Arc::new(Platforms::default()),
        door: Door::default(),
        languages: Languages::default(),
    };
    // What a command decides stands under the programme in force.
    app.load_program().await?;
    Ok((app, writer))
}

/// What the database is for, when the bot runs with this configuration.
pub const fn purpose(config: &Config) -> Purpose {
    match config.mode {
        Mode::Sandbox => Purpose::Sandbox,
        Mode::Real(_) => Purpose::Real,
    }
}

/// `vouch migrate`
pub async fn migrate(config: &Config) -> Result<(), Trouble> {
    let (store, writer) = open_to_write(config, Clock::real()).await?;
    let db = store.db.clone();
    drop(store);
    writer.finish().await;
    db.close().await;
    say(&format!("The database is at step {}.", newest_step()));
    Ok(())
}

/// `vouch referrals list`
pub async fn list(
    config: &Config,
    as_json: bool,
    limit: Option<u32>,
    as_of: Option<AsOf>,
) -> Result<(), Trouble> {
    let db = open_snapshot(&database_url(&config.database)).await?;
    let referrals = match as_of {
        None => queries::latest_referrals(&db, limit.map_or(i64::MAX, i64::from)).await?,
        Some(as_of) => known_by(&db, as_of, limit).await?,
    };
    let rows = rows(&db, &referrals).await?;
    db.close().await;
    if as_json {
        say(&json!({ "referrals": rows }).to_string());
        return Ok(());
    }
    if rows.is_empty() {
        say("No referrals yet.");
    }
    for row in rows {
        let text = |key: &str| row[key].as_str().unwrap_or("-").to_owned();
        say(&format!(
            "{:<8} {:<12} {:<24} {:<24} {}",
            text("number"),
            text("status"),
            text("domain"),
            text("partner"),
            text("protected_through"),
        ));
    }
    Ok(())
}

/// The referrals as they were known then, the newest first.
async fn known_by(db: &Db, as_of: AsOf, limit: Option<u32>) -> Result<Vec<Referral>, Trouble> {
    let until = as_of.until(db).await?;
    let known = history::walk(db, Some(until), |_, _, _, _| {}).await?;
    let mut referrals: Vec<Referral> = known.referrals.into_values().collect();
    referrals.sort_by_key(|one| Reverse((one.submitted_at, one.id)));
    referrals.truncate(limit.map_or(usize::MAX, |limit| limit as usize));
    Ok(referrals)
}

async fn rows(db: &Db, referrals: &[Referral]) -> Result<Vec<Value>, Trouble> {
    let owners: BTreeSet<PersonId> = referrals.iter().filter_map(|one| one.owner).collect();
    let people = queries::people(db, &owners).await?;
    let partners: BTreeMap<_, _> = queries::partners(db)
        .await?
        .into_iter()
        .map(|partner| (partner.id, partner.name))
        .collect();
    let companies =
        referrals.iter().map(|one| (one.id.to_string(), one.submission.company.clone()));
    let names =
        people.values().filter_map(|person| Some((person.id.to_string(), person.name.clone()?)));
    let words = queries::words(db, &companies.chain(names).collect()).await?;
    let row = |one: &Referral| {
        let owner = one.owner.and_then(|owner| people.get(&owner)?.name.as_ref());
        json!({
            "number": one.number().to_string(),
            "partner": partners.get(&one.partner()),
            "company": words.get(&one.submission.company),
            "domain": one.submission.domain.as_str(),
            "status": one.status.as_str(),
            "stage": one.stage.map(Stage::as_str),
            "owner": owner.and_then(|name| words.get(name)),
            "submitted_at": one.submitted_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
            "protected_through": one.protection.as_ref().map(|window| window.through.to_string()),
        })
    };
    Ok(referrals.iter().map(row).collect())
}

/// `vouch audit verify`
pub async fn verify(config: &Config, receipt: Option<String>) -> Result<(), Trouble> {
    let receipt = receipt.map(|typed| typed.parse::<Fingerprint>()).transpose();
    let receipt = receipt.map_err(|_| {
        Trouble::wrong_use("A fingerprint has 24 digits from 0 to f, as on the receipt.")
    })?;
    let db = open_snapshot(&database_url(&config.database)).await?;
    let verdict = audit::verify(&db).await?;
    let found = match receipt {
        Some(fingerprint) => audit::find_receipt(&db, fingerprint).await?,
        None => None,
    };
    db.close().await;
    let events = match verdict {
        Verdict::Whole { events, .. } => events,
        Verdict::Broken(broken) => return Err(Trouble::failed(in_words(&broken))),
    };
    say(&format!("The log is whole: {events} events, and what is shown is what is logged."));
    match (receipt, found) {
        (None, _) => Ok(()),
        (Some(_), Some(event)) => {
            let at = chrono::DateTime::from_timestamp_micros(event.at_us).unwrap_or_default();
            say(&format!("The receipt stands at position {}, {}.", event.seq, at.to_rfc3339()));
            Ok(())
        }
        (Some(_), None) => Err(Trouble::failed(in_words(&Break::NoReceipt))),
    }
}

pub fn in_words(broken: &Break) -> String {
    match broken {
        Break::Gap { expected, found } => {
            format!("The log is broken: position {expected} is missing, {found} follows.")
        }
        Break::Chain { seq } => {
            format!("The log is broken at position {seq}: it is not what was written.")
        }
        Break::Unreadable { seq } => {
            format!("The log is broken at position {seq}: the event cannot be read.")
        }
        Break::Head => "The log is broken at its end: events are missing or too many.".to_owned(),
        Break::Row { table, key } => {
            format!("What is shown differs from the log: {table} {key}.")
        }
        Break::NoReceipt => "No referral has this fingerprint.".to_owned(),
    }
}

/// `vouch healthcheck`
pub async fn healthcheck(config: &Config) -> Result<(), Trouble> {
    let url = format!("http://{}/readyz", config.http.addr);
    let client = reqwest::Client::builder().timeout(Duration::from_secs(5)).no_proxy().build();
    let asked = async { client?.get(&url).send().await };
    match asked.await {
        Ok(answer) if answer.status().is_success() => {
            say("ready");
            Ok(())
        }
        Ok(answer) => Err(Trouble::failed(format!("Not ready: {url} says {}.", answer.status()))),
        Err(_) => Err(Trouble::failed(format!("Nothing answers at {url}."))),
    }
}
