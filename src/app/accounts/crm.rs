//! Events of a CRM, as JSON: what one says of an account, or of an opportunity with it.
//!
//! Any system can send them; docs/accounts.md has the fields. What we do not know of an event is
//! passed over, what we know and cannot read is said.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::intake::{TEXT_MOST, kind};
use crate::app::App;
use crate::domain::account::known::{AccountNo, Standing, Told};
use crate::domain::account::{Domain, website};
use crate::domain::calendar::Calendar;
use crate::domain::money::decimals;
use crate::domain::referral::Stage;
use crate::domain::referral::deal::Said;
use crate::store::StoreError;
use crate::store::accounts;
use crate::store::accounts::hook::{self, Taken};
use crate::store::accounts::put::{self, Put};

/// What a source is called that does not say.
const SOURCE: &str = "crm";

#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(default)]
    source: Option<String>,
    /// When it happened.
    at: DateTime<Utc>,
    account: Account,
    #[serde(default)]
    opportunity: Option<Opportunity>,
    /// Who looks after the account, or the opportunity if there is one.
    #[serde(default)]
    owner: Option<String>,
    /// When somebody logged activity: an instant, or a day.
    #[serde(default)]
    activity: Option<String>,
}

#[derive(Deserialize)]
struct Account {
    id: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    domains: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Opportunity {
    id: String,
    #[serde(default)]
    stage: Option<String>,
    #[serde(default)]
    amount: Option<Amount>,
    /// The day on which it was closed; where it is not said, that of the event.
    #[serde(default)]
    closed: Option<NaiveDate>,
    /// Why it was lost: one of the programme's reasons.
    #[serde(default)]
    reason: Option<String>,
}

#[derive(Deserialize)]
struct Amount {
    /// Minor units: cents.
    minor: i64,
    currency: String,
}

/// Why an event was not taken; a sentence for whoever sends it.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    #[error("The body is no event: {0}.")]
    NoEvent(String),
    #[error("The event says nothing that can be kept: {0}.")]
    Unfit(String),
    #[error("The event was not saved.")]
    Store(#[from] StoreError),
}

fn unfit(sentence: impl Into<String>) -> NotTaken {
    NotTaken::Unfit(sentence.into())
}

impl App {
    /// Takes in what a CRM says, once.
    ///
    /// # Errors
    /// [`NotTaken`].
    pub async fn take_crm_event(&self, body: &str) -> Result<Taken, NotTaken> {
        let event: Event =
            serde_json::from_str(body).map_err(|error| NotTaken::NoEvent(error.to_string()))?;
        let id = text("id", &event.id)?;
        let at = event.at;
        let calendar = self.program().rules.calendar.clone();
        let said = said(&event, &calendar)?;
        let told = told(event, &calendar)?;
        if let Some(said) = said {
            self.deal_goes_on(&id, &told, said, at).await?;
        }
        Ok(hook::take(&self.store.writer, id, told, at, self.now()).await?)
    }

    /// Before the event counts as taken: should nothing come of that, it comes again, and a referral
    /// that has followed it knows it.
    async fn deal_goes_on(
        &self,
        id: &str,
        told: &[Told],
        mut said: Said,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (db, Some(deal)) = (&self.store.db, told.last()) else { return Ok(()) };
        let became = put::compare(db, std::slice::from_ref(deal), at).await?;
        let is_news = matches!(became.as_slice(), [Put::New | Put::Changed | Put::Same]);
        if !is_news || hook::is_taken(db, &deal.source, id).await? {
            return Ok(());
        }
        let known = accounts::known_of(db, &deal.number()).await?;
        let domains = deal.domains.clone().unwrap_or(known.domains);
        said.amount = said.amount.or(known.amount);
        self.hear_of_deal((&deal.source, id), &domains, said).await
    }
}

/// What an event says of the opportunity, as far as a referral follows it.
fn said(event: &Event, calendar: &Calendar) -> Result<Option<Said>, NotTaken> {
    let Some(opportunity) = &event.opportunity else { return Ok(None) };
    let source = text("source", event.source.as_deref().unwrap_or(SOURCE))?;
    let active = event.activity.as_deref().map(|typed| worked(typed, calendar)).transpose()?;
    Ok(Some(Said {
        opportunity: AccountNo::of(&source, &in_opportunities(&opportunity.id)?),
        at: event.at,
        stage: opportunity.stage.as_deref().and_then(stage),
        amount: opportunity.amount.as_ref().map(amount).transpose()?,
        closed: opportunity.closed.unwrap_or_else(|| calendar.local_date(event.at)),
        reason: opportunity.reason.clone(),
        active,
    }))
}

/// Under which an opportunity stands among the accounts of its source.
fn in_opportunities(id: &str) -> Result<String, NotTaken> {
    Ok(format!("opportunity:{}", text("opportunity.id", id)?))
}

/// A stage of ours, however it is spelt there: "Closed Won" is `closed_won`.
fn stage(typed: &str) -> Option<Stage> {
    typed.trim().to_lowercase().replace([' ', '-'], "_").parse().ok()
}

/// When somebody worked on it. Of a day alone nobody knows at what time: its beginning counts.
fn worked(typed: &str, calendar: &Calendar) -> Result<DateTime<Utc>, NotTaken> {
    if let Ok(at) = DateTime::parse_from_rfc3339(typed) {
        return Ok(at.to_utc());
    }
    let day = day(typed, calendar)?;
    Ok(day.pred_opt().map_or(DateTime::UNIX_EPOCH, |before| calendar.end_of_day(before)))
}

/// What an event says: of the account, of the opportunity, or of both.
fn told(event: Event, calendar: &Calendar) -> Result<Vec<Told>, NotTaken> {
    let source = text("source", event.source.as_deref().unwrap_or(SOURCE))?;
    let Event { account, opportunity, .. } = event;
    let owner = event.owner.as_deref().map(|owner| maybe("owner", owner)).transpose()?;
    let active = event.activity.as_deref().map(|typed| day(typed, calendar)).transpose()?;
    let standing = account.kind.as_deref().map(kind).transpose();
    let named = Told {
        source: source.clone(),
        external_id: text("account.id", &account.id)?,
        name: account.name.as_deref().map(|name| text("account.name", name)).transpose()?,
        standing: standing.map_err(|why| unfit(why.to_string()))?,
        domains: account.domains.map(domains).transpose()?,
        ..Told::default()
    };
    let Some(opportunity) = opportunity else {
        return Ok(vec![Told { owner, active, ..named }]);
    };
    let stage = opportunity.stage.as_deref().map(|stage| text("opportunity.stage", stage));
    let stage = stage.transpose()?;
    let deal = Told {
        external_id: in_opportunities(&opportunity.id)?,
        // By its stage; one of which no stage is said is open.
        standing: stage.is_none().then_some(Standing::Opportunity),
        stage: stage.map(Some),
        owner,
        active,
        amount: opportunity.amount.as_ref().map(amount).transpose()?.map(Some),
        ..named.clone()
    };
    // Of the account itself only what the event says of it.
    Ok(if named.standing.is_some() { vec![named, deal] } else { vec![deal] })
}

fn text(field: &str, typed: &str) -> Result<String, NotTaken> {
    maybe(field, typed)?.ok_or_else(|| unfit(format!("{field} is empty")))
}

/// A text, or that there is none.
fn maybe(field: &str, typed: &str) -> Result<Option<String>, NotTaken> {
    let typed = typed.trim().replace('\0', "");
    if typed.chars().count() > TEXT_MOST {
        return Err(unfit(format!("{field} has more than {TEXT_MOST} characters")));
    }
    Ok(Some(typed).filter(|typed| !typed.is_empty()))
}

fn domains(typed: Vec<String>) -> Result<BTreeSet<Domain>, NotTaken> {
    /// More would be no company.
    const MOST: usize = 100;
    if typed.len() > MOST {
        return Err(unfit(format!("account.domains has more than {MOST} entries")));
    }
    let read = |typed: String| {
        website(&typed).map_err(|_| unfit("an entry of account.domains is no website of a company"))
    };
    typed.into_iter().map(read).collect()
}

/// The local day of an instant; a day is one already.
fn day(typed: &str, calendar: &Calendar) -> Result<NaiveDate, NotTaken> {
    let instant = DateTime::parse_from_rfc3339(typed);
    let day = instant.map(|at| calendar.local_date(at.to_utc())).ok();
    let day = day.or_else(|| typed.parse().ok());
    day.ok_or_else(|| unfit("activity is neither an instant nor a day like 2026-03-31"))
}

fn amount(typed: &Amount) -> Result<(i64, String), NotTaken> {
    if typed.minor < 0 || decimals(&typed.currency).is_none() {
        return Err(unfit("amount is no number of minor units in a known currency"));
    }
    Ok((typed.minor, typed.currency.clone()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(event: &Value) -> Result<Vec<Told>, String> {
        let calendar = Calendar::usual(chrono_tz::America::New_York);
        let event: Event = serde_json::from_value(event.clone()).map_err(|why| why.to_string())?;
        told(event, &calendar).map_err(|why| why.to_string())
    }

    fn event() -> Value {
        json!({
            "id": "evt_1",
            "at": "2026-03-02T19:00:00Z",
            "account": { "id": "001", "name": "Acme", "domains": ["www.acme.example", "acme.de"] },
            "opportunity": { "id": "006", "stage": "proposal", "amount": { "minor": 5, "currency": "EUR" } },
            "owner": "Kim",
            "activity": "2026-03-02T03:30:00Z",
            "more": { "of": "theirs" },
        })
    }

    fn with(pointer: &str, value: Value) -> Value {
        let mut event = event();
        *event.pointer_mut(pointer).unwrap() = value;
        event
    }

    #[test]
    fn an_opportunity_is_an_entry_of_its_own_with_its_accounts_name_and_domains() {
        let told = read(&event()).unwrap();
        let [deal] = told.as_slice() else { panic!("{} entries", told.len()) };
        assert_eq!((deal.source.as_str(), deal.external_id.as_str()), ("crm", "opportunity:006"));
        assert_eq!(deal.name.as_deref(), Some("Acme"));
        assert_eq!(deal.domains.as_ref().map(BTreeSet::len), Some(2));
        assert_eq!(deal.owner, Some(Some("Kim".to_owned())));
        assert_eq!(deal.stage, Some(Some("proposal".to_owned())));
        assert_eq!(deal.amount, Some(Some((5, "EUR".to_owned()))));
        // It was still the first of March in New York.
        assert_eq!(deal.active, NaiveDate::from_ymd_opt(2026, 3, 1));
        assert_eq!(deal.onto(None).ok().unwrap().standing, Standing::Opportunity);
    }

    #[test]
    fn what_a_deal_follows_is_read_however_its_stage_is_spelt() {
        let calendar = Calendar::usual(chrono_tz::America::New_York);
        let read = |event: Value| said(&serde_json::from_value(event).unwrap(), &calendar);
        let mut won = with("/opportunity/stage", json!("Closed Won"));
        let found = read(won.clone()).unwrap().unwrap();
        assert_eq!(found.stage, Some(Stage::ClosedWon));
        assert_eq!(found.amount, Some((5, "EUR".to_owned())));
        assert_eq!(found.opportunity, AccountNo::of("crm", "opportunity:006"));
        assert_eq!(found.active, Some("2026-03-02T03:30:00Z".parse().unwrap()));
        // The day of the event in New York, unless another is said.
        assert_eq!(found.closed, NaiveDate::from_ymd_opt(2026, 3, 2).unwrap());
        won["opportunity"]["closed"] = json!("2026-02-27");
        let found = read(won).unwrap().unwrap();
        assert_eq!(found.closed, NaiveDate::from_ymd_opt(2026, 2, 27).unwrap());
        let ours = |stage: &str| {
            read(with("/opportunity/stage", json!(stage))).unwrap().and_then(|said| said.stage)
        };
        assert_eq!(ours("closed-lost"), Some(Stage::ClosedLost));
        assert_eq!(ours("Legal review"), None);
        assert!(read(with("/opportunity", Value::Null)).unwrap().is_none());
    }

    #[test]
    fn an_event_about_the_account_alone_says_what_it_is() {
        let mut about = with("/opportunity", Value::Null);
        about["account"]["kind"] = json!("Off limits");
        let told = read(&about).unwrap();
        let [account] = told.as_slice() else { panic!("{} entries", told.len()) };
        assert_eq!(account.external_id, "001");
        assert_eq!(account.standing, Some(Standing::OffLimits));
        assert_eq!(account.owner, Some(Some("Kim".to_owned())));
    }

    #[test]
    fn what_is_said_of_both_is_kept_of_both() {
        let mut both = event();
        both["account"]["kind"] = json!("customer");
        let ids: Vec<String> =
            read(&both).unwrap().into_iter().map(|one| one.external_id).collect();
        assert_eq!(ids, ["001", "opportunity:006"]);
        both["opportunity"]["stage"] = json!("closed_won");
        let told = read(&both).unwrap();
        assert_eq!(told[1].onto(None).ok().unwrap().standing, Standing::Customer);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        #[rustfmt::skip]
        let table = [
            (with("/id", json!(7)),                              "invalid type"),
            (with("/at", json!("yesterday")),                    "input contains invalid"),
            (with("/account/id", json!(" ")),                    "account.id is empty"),
            (with("/account/name", json!("x".repeat(201))),      "account.name has more than 200"),
            (with("/account/domains", json!(["gmail.com"])),     "no website of a company"),
            (with("/activity", json!("31.3.2026")),              "activity is neither"),
            (with("/opportunity/amount/currency", json!("XXX")), "amount is no number"),
            (with("/opportunity/amount/minor", json!(-1)),       "amount is no number"),
        ];
        for (event, said) in table {
            let told = read(&event).err().unwrap_or_default();
            assert!(told.contains(said), "{said}: {told}");
        }
    }
}
